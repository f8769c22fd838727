//! The worlds that the program carries with it.

use portolan_core::{Finding, Place, World, finding::nearest};

use crate::world_folder::{Files, read};

type File = (&'static str, &'static [u8]);

macro_rules! world {
    ($id:literal) => {
        [
            ("world.toml", include_bytes!(concat!("../../../data/", $id, "/world.toml")).as_slice()),
            ("economies.csv", include_bytes!(concat!("../../../data/", $id, "/economies.csv")).as_slice()),
            ("sectors.csv", include_bytes!(concat!("../../../data/", $id, "/sectors.csv")).as_slice()),
            ("trade.parquet", include_bytes!(concat!("../../../data/", $id, "/trade.parquet")).as_slice()),
            ("inputs.parquet", include_bytes!(concat!("../../../data/", $id, "/inputs.parquet")).as_slice()),
            ("value_added.parquet", include_bytes!(concat!("../../../data/", $id, "/value_added.parquet")).as_slice()),
        ]
    };
}

static WORLD_2022: [File; 6] = world!("world-2022");

static NAFTA_1993: [File; 6] = world!("nafta-1993");

static WORLDS: [(&str, &[File]); 2] = [("world-2022", &WORLD_2022), ("nafta-1993", &NAFTA_1993)];

/// Names of the embedded worlds; the first is the default.
pub fn embedded_worlds() -> Vec<&'static str> {
    WORLDS.iter().map(|(id, _)| *id).collect()
}

/// The embedded world with this name, read and checked like any other.
///
/// # Errors
/// A finding that names the nearest world if there is none with this name.
pub fn embedded_world(id: &str) -> Result<World, Vec<Finding>> {
    match WORLDS.iter().find(|(known, _)| *known == id) {
        Some((id, files)) => read(&Files::Embedded(id, files)),
        None => Err(vec![unknown_world(id)]),
    }
}

/// The bytes of an embedded world's files, in the order in which a run hashes them.
pub fn embedded_files(id: &str) -> Option<&'static [(&'static str, &'static [u8])]> {
    WORLDS.iter().find(|(known, _)| *known == id).map(|(_, files)| *files)
}

fn unknown_world(id: &str) -> Finding {
    let known = embedded_worlds();
    Finding {
        code: "unknown-world",
        place: Place { cell: "world".into(), ..Place::default() },
        message: format!("there is no embedded world `{id}`"),
        expected: format!("one of {}, or the path of a folder", known.join(", ")),
        remedy: match nearest(id, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write a path with a slash to name a folder, for example `./my-world`".into(),
        },
    }
}

#[cfg(test)]
mod tests;
