//! `portolan economies`, `sectors`, `scenarios`, `schema` and `completions`.

use clap::CommandFactory;
use portolan::Error;
use serde_json::json;

use crate::arguments::{Arguments, Catalogue, Completions, Schema};
use crate::number::{fixed, grouped};
use crate::table;

pub(crate) fn economies(arguments: &Catalogue) -> Result<String, Error> {
    let world = portolan::world(&arguments.world)?;
    if arguments.json {
        let list: Vec<_> = world.economies().iter().map(|e| json!({ "economy": e.code, "name": e.name })).collect();
        return Ok(serde_json::to_string_pretty(&list).unwrap_or_default());
    }
    let rows = (0..world.economies().len())
        .map(|n| {
            let economy = &world.economies()[n];
            let deficit = world.deficit_n()[n] / world.wl_n()[n] * 100.0;
            vec![economy.code.clone(), economy.name.clone(), grouped(world.wl_n()[n]), fixed(deficit, 1)]
        })
        .collect();
    let header = ["code", "name", "value added US$ mn", "deficit % of it"];
    Ok(format!("{}: {}\n{}", world.id(), world.tables().title, table::with_text_columns(2, &header, rows)))
}

pub(crate) fn sectors(arguments: &Catalogue) -> Result<String, Error> {
    let world = portolan::world(&arguments.world)?;
    if arguments.json {
        let sector = |s: &portolan::Sector| json!({ "sector": s.code, "name": s.name, "goods": s.goods });
        let list: Vec<_> = world.sectors().iter().map(sector).collect();
        return Ok(serde_json::to_string_pretty(&list).unwrap_or_default());
    }
    let rows = (0..world.sectors().len())
        .map(|j| {
            let sector = &world.sectors()[j];
            let output: f64 = (0..world.economies().len()).map(|n| world.y_nj()[(n, j)]).sum();
            let kind = if sector.goods { "goods" } else { "services" };
            vec![sector.code.clone(), sector.name.clone(), kind.into(), grouped(output)]
        })
        .collect();
    let header = ["code", "name", "kind", "world output US$ mn"];
    Ok(format!("{}: {}\n{}", world.id(), world.tables().title, table::with_text_columns(3, &header, rows)))
}

pub(crate) fn scenarios() -> String {
    let rows = portolan::scenarios().into_iter().map(|(name, title)| vec![name, title]).collect();
    let table = table::with_text_columns(2, &["scenario", "question"], rows);
    format!("{table}\n\nRun one with `portolan run <scenario>`; copy its file from `scenarios/` to make your own.")
}

pub(crate) fn schema(arguments: &Schema) -> String {
    if !arguments.variables {
        return portolan::schema_text();
    }
    let rows = portolan::VARIABLES
        .iter()
        .map(|v| [v.id, v.unit, v.definition, v.equation, v.source].map(String::from).to_vec())
        .collect::<Vec<_>>();
    let lines = rows.iter().map(|row| row.join("\t"));
    std::iter::once("variable\tunit\tdefinition\tequation\tsource".to_string())
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n")
}

pub(crate) fn completions(arguments: &Completions) -> String {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "portolan", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
