//! Sets of trade elasticities: the ones that the program carries, and files of the user.

use std::path::Path;

use bytes::Bytes;
use portolan_core::{Elasticities, Finding, Place, World, finding::nearest};

use crate::table::{Table, Type};

/// The set that `parameters/elasticities/README.md` recommends.
pub const RECOMMENDED: &str = "fontagne2022";

struct Set {
    id: &'static str,
    source: &'static str,
    csv: &'static str,
}

macro_rules! set {
    ($id:literal, $source:literal) => {
        Set { id: $id, source: $source, csv: include_str!(concat!("../../../parameters/elasticities/", $id, ".csv")) }
    };
}

/// The sets that ranges run over, the recommended one first.
const SETS: [Set; 9] = [
    set!("fontagne2022", "fontagne2022"),
    set!("caliendo2015", "caliendo2015"),
    set!("bagwell2021", "bagwell2021"),
    set!("giri2021", "giri2021"),
    set!("lashkaripour2023", "lashkaripour2023"),
    set!("shapiro2016", "shapiro2016"),
    set!("simonovska2014", "simonovska2014"),
    set!("lashkaripour2021", "lashkaripour2021"),
    set!("boehm2023", "boehm2023"),
];

/// Sets of particular worlds, in which ranges do not run.
const OTHERS: [Set; 1] = [set!("caliendo2015-nafta", "caliendo2015")];

/// Names of the nine sets that ranges run over, the recommended one first.
pub fn elasticity_sets() -> Vec<&'static str> {
    SETS.iter().map(|set| set.id).collect()
}

/// The elasticities of a set for the sectors of a world.
///
/// `id` is the name of an embedded set, `recommended`, or the path of a file with the columns `sector` and `theta`.
///
/// # Errors
/// All findings: an unknown set, sectors of the world without a row, sectors that the world does not have, elasticities
/// that are not positive.
pub fn elasticities(id: &str, world: &World) -> Result<Elasticities, Vec<Finding>> {
    let name = if id == "recommended" { RECOMMENDED } else { id };
    if let Some(set) = SETS.iter().chain(&OTHERS).find(|set| set.id == name) {
        let file = format!("parameters/elasticities/{name}.csv");
        let theta_j = theta_of(&file, Bytes::from_static(set.csv.as_bytes()), world)
            .map_err(|findings| vec![other_sectors(name, findings.len(), world)])?;
        return Ok(Elasticities { id: set.id.into(), theta_j, source: set.source.into() });
    }
    let path = Path::new(name);
    let bytes = std::fs::read(path).map_err(|_| vec![unknown_set(name)])?;
    let stem = path.file_stem().map_or(name.into(), |stem| stem.to_string_lossy().into_owned());
    Ok(Elasticities { id: stem.clone(), theta_j: theta_of(name, bytes.into(), world)?, source: stem })
}

fn theta_of(file: &str, bytes: Bytes, world: &World) -> Result<Vec<f64>, Vec<Finding>> {
    let table = Table::read(file, bytes, &[("sector", Type::Text), ("theta", Type::Number)])?;
    let mut theta_j: Vec<Option<f64>> = vec![None; world.sectors().len()];
    let mut findings = Vec::new();
    for row in 0..table.rows {
        let sector = table.texts[0].values[table.texts[0].codes[row] as usize].as_str();
        let theta = table.numbers[0][row];
        match world.sector(sector) {
            None => findings.push(unknown_sector(&table, row, sector, world)),
            Some(j) if theta_j[j].is_some() => findings.push(Finding {
                code: "duplicate-key",
                place: table.place(row, format!("sector {sector}")),
                message: "the sector stands there twice".into(),
                expected: "one row for each sector".into(),
                remedy: "remove one of the rows".into(),
            }),
            Some(j) => theta_j[j] = Some(theta),
        }
        if theta <= 0.0 {
            findings.push(Finding {
                code: "bad-elasticity",
                place: table.place(row, format!("sector {sector}")),
                message: format!("theta is {theta}"),
                expected: "a positive number: spending on an origin falls by theta per cent when its price rises by 1%".into(),
                remedy: "write the elasticity of tariff-inclusive spending without its sign; of an elasticity of substitution, \
                         take sigma − 1"
                    .into(),
            });
        }
    }
    findings.extend(theta_j.iter().zip(world.sectors()).filter(|(theta, _)| theta.is_none()).map(|(_, sector)| {
        Finding {
            code: "missing-elasticity",
            place: Place { file: file.into(), ..Place::default() },
            message: format!("the sector `{}` of {} has no row", sector.code, world.id()),
            expected: "an elasticity for every sector of the world".into(),
            remedy: "add the row, or name a file with elasticities for the sectors of this world".into(),
        }
    }));
    if findings.is_empty() { Ok(theta_j.into_iter().flatten().collect()) } else { Err(findings) }
}

fn unknown_sector(table: &Table, row: usize, sector: &str, world: &World) -> Finding {
    Finding {
        code: "unknown-sector",
        place: table.place(row, "column sector"),
        message: format!("{} has no sector `{sector}`", world.id()),
        expected: "a sector of the world".into(),
        remedy: match nearest(sector, world.sectors().iter().map(|s| s.code.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "remove the row".into(),
        },
    }
}

/// An embedded set for another world: one fault, not one a row.
fn other_sectors(name: &str, rows: usize, world: &World) -> Finding {
    Finding {
        code: "other-sectors",
        place: Place { cell: "elasticities".into(), ..Place::default() },
        message: format!("the set `{name}` is for other sectors than those of {} ({rows} do not fit)", world.id()),
        expected: "an elasticity for every sector of the world".into(),
        remedy: "name a file with the columns sector,theta: `elasticities = \"FILE\"` in the scenario, `--elasticities FILE` \
                 or `--set elasticities=FILE` in a command"
            .into(),
    }
}

fn unknown_set(name: &str) -> Finding {
    let known: Vec<&str> = SETS.iter().chain(&OTHERS).map(|set| set.id).collect();
    Finding {
        code: "unknown-elasticities",
        place: Place { cell: "elasticities".into(), ..Place::default() },
        message: format!("there is no set of elasticities `{name}`, and no such file"),
        expected: format!("recommended, {}, or the path of a file", known.join(", ")),
        remedy: match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`parameters/elasticities/README.md` says what each set is".into(),
        },
    }
}

#[cfg(test)]
mod tests;
