//! Real GDP by economy and year, as published, for the growth between the year of a table and the year of a question.
//!
//! Columns: `economy`, `year`, `real_gdp_index` (constant prices, national currency), `source`.

use std::collections::BTreeMap;

use bytes::Bytes;
use portolan_core::{Finding, Place, World, finding::nearest};

use crate::table::{Column, Table, Type};

const COLUMNS: [Column; 3] = [("economy", Type::Text), ("year", Type::Number), ("real_gdp_index", Type::Number)];

/// The embedded tables by source id.
const SOURCES: [(&str, &str); 1] = [("weo-2025-10", include_str!("../../../data/growth/weo-2025-10.csv"))];

/// Ids of the growth tables that the program carries.
pub fn growth_sources() -> Vec<&'static str> {
    SOURCES.iter().map(|(id, _)| *id).collect()
}

/// Factor of real GDP between two years, economy by economy of the world.
///
/// # Errors
/// A source that the program does not carry; every economy without a value in one of the years.
pub fn growth_rates(source: &str, world: &World, from: i32, to: i32) -> Result<Vec<f64>, Vec<Finding>> {
    let Some((_, text)) = SOURCES.iter().find(|(id, _)| *id == source) else {
        return Err(vec![unknown_source(source)]);
    };
    let file = format!("data/growth/{source}.csv");
    factors(&file, Bytes::from_static(text.as_bytes()), world, (from, to))
}

fn unknown_source(source: &str) -> Finding {
    let known = growth_sources();
    Finding {
        code: "unknown-growth-source",
        place: Place { cell: "growth.source".into(), ..Place::default() },
        message: format!("there is no growth table `{source}`"),
        expected: format!("one of {}", known.join(", ")),
        remedy: match nearest(source, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write source = \"{}\"", known[0]),
        },
    }
}

fn factors(file: &str, bytes: Bytes, world: &World, (from, to): (i32, i32)) -> Result<Vec<f64>, Vec<Finding>> {
    let table = Table::read(file, bytes, &COLUMNS)?;
    let key = |row: usize| (table.text(0, row).to_string(), table.numbers[0][row] as i32);
    let index: BTreeMap<(String, i32), f64> =
        (0..table.rows).map(|row| (key(row), table.numbers[1][row])).filter(|(_, level)| *level > 0.0).collect();
    let (mut factors, mut findings) = (Vec::new(), Vec::new());
    for code in world.economies().iter().map(|economy| &economy.code) {
        let level = |year: i32| index.get(&(code.clone(), year)).copied();
        match (level(from), level(to)) {
            (Some(before), Some(after)) => factors.push(after / before),
            (before, _) => findings.push(missing(file, code, if before.is_none() { from } else { to }, &index)),
        }
    }
    if findings.is_empty() { Ok(factors) } else { Err(findings) }
}

fn missing(file: &str, code: &str, year: i32, index: &BTreeMap<(String, i32), f64>) -> Finding {
    let years: Vec<i32> = index.keys().filter(|(economy, _)| economy == code).map(|(_, year)| *year).collect();
    let remedy = match (years.iter().min(), years.iter().max()) {
        (Some(first), Some(last)) => format!("choose years between {first} and {last}"),
        _ => "choose a world whose economies the table has, or leave [growth] out".into(),
    };
    Finding {
        code: "missing-growth",
        place: Place { file: file.into(), cell: format!("{code}, {year}"), ..Place::default() },
        message: format!("real GDP of {code} in {year} is not in the table"),
        expected: "a value for every economy of the world in both years".into(),
        remedy,
    }
}

#[cfg(test)]
mod tests;
