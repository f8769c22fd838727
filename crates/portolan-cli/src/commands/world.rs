//! `portolan world check` and `portolan world new`.

use portolan::{Error, NewWorld, Place, Unit, World};

use crate::arguments::{self, WorldCommand};
use crate::number::grouped;

/// Repairs listed one by one; the rest is counted.
const SHOWN_REPAIRS: usize = 30;

pub(crate) fn answer(arguments: &arguments::World) -> Result<String, Error> {
    match &arguments.command {
        WorldCommand::Check { folder } => Ok(summary(&portolan::world(&folder.to_string_lossy())?)),
        WorldCommand::New(new) => make(new),
    }
}

fn make(new: &arguments::NewWorld) -> Result<String, Error> {
    let id = new.folder.file_name().map_or("world".into(), |name| name.to_string_lossy().into_owned());
    let title = if new.title.is_empty() { id.clone() } else { new.title.clone() };
    let place = Place { file: "--unit".into(), ..Place::default() };
    let unit = Unit::parse(&new.unit, place).map_err(|finding| Error::from(vec![finding]))?;
    let description = NewWorld { id: &id, title: &title, year: new.year, unit, services: &new.services };
    let (world, repairs) = portolan::new_world(&new.folder, &new.from, &new.io, &description)?;
    let mut text = format!("{}\nWritten to {}.", summary(&world), new.folder.display());
    if repairs.is_empty() {
        text.push_str("\nNothing had to be repaired.");
    } else {
        let mut order: Vec<_> = repairs.iter().collect();
        order.sort_by(|a, b| b.amount().total_cmp(&a.amount()));
        text.push_str(&format!("\n\nRepairs, largest first ({}):", repairs.len()));
        for repair in order.iter().take(SHOWN_REPAIRS) {
            text.push_str(&format!("\n  {repair}"));
        }
        if repairs.len() > SHOWN_REPAIRS {
            text.push_str(&format!("\n  and {} smaller ones", repairs.len() - SHOWN_REPAIRS));
        }
    }
    Ok(text)
}

fn summary(world: &World) -> String {
    let output: f64 = world.y_nj().as_slice().iter().sum();
    format!(
        "{}: {} economies, {} sectors, output US$ {} mn; every identity holds.",
        world.id(),
        world.economies().len(),
        world.sectors().len(),
        grouped(output)
    )
}
