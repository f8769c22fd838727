//! Weights of products inside cells, as a table with year and source.
//!
//! Columns of the weights: `importer`, `exporter`, `sector`, `product`, `weight`, `year`, `source`, and, where a weight has a
//! range, `weight_low` and `weight_high`; of the list of codes: `product`, `sector`.

use std::path::Path;

use bytes::Bytes;
use portolan_core::policy::products::{ProductTable, ProductWeight};
use portolan_core::{Cell, Finding, Place, World, finding::nearest};

use crate::table::{Column, Table, Type};

const WEIGHTS: [Column; 7] = [
    ("importer", Type::Text),
    ("exporter", Type::Text),
    ("sector", Type::Text),
    ("product", Type::Text),
    ("source", Type::Text),
    ("weight", Type::Number),
    ("year", Type::Number),
];
/// Columns of a table whose weights have a range; empty cells: none.
const RANGE: [Column; 2] = [("weight_low", Type::AnyNumber), ("weight_high", Type::AnyNumber)];
#[cfg(feature = "embedded")]
const CODES: [Column; 2] = [("product", Type::Text), ("sector", Type::Text)];

#[cfg(feature = "embedded")]
const WORLD_2022: &str = include_str!("../../../data/products/world-2022.csv");
#[cfg(feature = "embedded")]
const CANADA: &str = include_str!("../../../data/products/canada.csv");
#[cfg(feature = "embedded")]
const NAMES: &str = include_str!("../../../data/products/names.csv");
#[cfg(feature = "embedded")]
const HS4: &str = include_str!("../../../data/products/hs4-sectors.csv");

/// The product weights that the program carries for an embedded world; none for other worlds, whose cells are whole.
///
/// # Errors
/// As [`read_products`].
#[cfg(feature = "embedded")]
pub fn products(world: &World) -> Result<ProductTable, Vec<Finding>> {
    if world.id() != "world-2022" {
        return Ok(ProductTable::default());
    }
    let mut all = weights("data/products/world-2022.csv", Bytes::from_static(WORLD_2022.as_bytes()), world)?;
    all.extend(weights("data/products/canada.csv", Bytes::from_static(CANADA.as_bytes()), world)?);
    let codes = codes("data/products/hs4-sectors.csv", Bytes::from_static(HS4.as_bytes()), world)?;
    ProductTable::new(all, &codes)
}

/// English short name of a product of the embedded weights.
#[cfg(feature = "embedded")]
pub fn product_name(code: &str) -> Option<&'static str> {
    NAMES
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .find(|(known, _)| *known == code)
        .map(|(_, name)| name)
}

/// Product weights from a file of the user.
///
/// # Errors
/// All findings: a file that cannot be read, missing columns, unknown economies and sectors, weights outside 0 to 1 or
/// above 1 together, products of a cell that overlap.
pub fn read_products(path: &Path, world: &World) -> Result<ProductTable, Vec<Finding>> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        vec![Finding {
            code: "missing-file",
            place: Place { file: name.clone(), ..Place::default() },
            message: format!("the file cannot be read: {error}"),
            expected: "a table of product weights".into(),
            remedy: "check the path".into(),
        }]
    })?;
    ProductTable::new(weights(&name, bytes.into(), world)?, &[])
}

fn weights(file: &str, bytes: Bytes, world: &World) -> Result<Vec<ProductWeight>, Vec<Finding>> {
    let names = Table::column_names(file, &bytes)?;
    let ranged = RANGE.iter().all(|(name, _)| names.iter().any(|n| n == name));
    let columns: Vec<Column> = WEIGHTS.into_iter().chain(RANGE.into_iter().filter(|_| ranged)).collect();
    let table = Table::read(file, bytes, &columns)?;
    let mut findings = Vec::new();
    let economy = |code: &str| world.economy(code);
    let importers = indices(&table, 0, "importer", economy, world, &mut findings);
    let exporters = indices(&table, 1, "exporter", economy, world, &mut findings);
    let sectors = indices(&table, 2, "sector", |code| world.sector(code), world, &mut findings);
    if !findings.is_empty() {
        return Err(findings);
    }
    let weight = |row: usize| table.numbers[0][row];
    let end = |column: usize, row: usize| {
        table.numbers.get(column).map_or(weight(row), |ends| if ends[row].is_nan() { weight(row) } else { ends[row] })
    };
    let row = |row: usize| ProductWeight {
        cell: Cell { j: sectors[row], n: importers[row], i: exporters[row] },
        product: table.text(3, row).into(),
        weight: weight(row),
        low: end(2, row),
        high: end(3, row),
        year: table.numbers[1][row] as i32,
        source: table.text(4, row).into(),
    };
    Ok((0..table.rows).map(row).collect())
}

#[cfg(feature = "embedded")]
fn codes(file: &str, bytes: Bytes, world: &World) -> Result<Vec<(String, usize)>, Vec<Finding>> {
    let table = Table::read(file, bytes, &CODES)?;
    let mut findings = Vec::new();
    let sectors = indices(&table, 1, "sector", |code| world.sector(code), world, &mut findings);
    if !findings.is_empty() {
        return Err(findings);
    }
    Ok((0..table.rows).map(|row| (table.text(0, row).to_string(), sectors[row])).collect())
}

/// Index of the code in each row of a column; a finding for each code that the world does not have.
fn indices(
    table: &Table,
    column: usize,
    name: &str,
    index: impl Fn(&str) -> Option<usize>,
    world: &World,
    findings: &mut Vec<Finding>,
) -> Vec<usize> {
    let texts = &table.texts[column];
    let of_value: Vec<Option<usize>> = texts.values.iter().map(|code| index(code)).collect();
    for (code, _) in texts.values.iter().zip(&of_value).filter(|(_, index)| index.is_none()) {
        let row = (0..table.rows).find(|&row| table.text(column, row) == code).unwrap_or(0);
        let economies = world.economies().iter().map(|e| e.code.as_str());
        let known = economies.chain(world.sectors().iter().map(|s| s.code.as_str()));
        findings.push(Finding {
            code: if name == "sector" { "unknown-sector" } else { "unknown-economy" },
            place: table.place(row, format!("column {name}")),
            message: format!("{} does not have `{code}`", world.id()),
            expected: "a code of the world".into(),
            remedy: nearest(code, known).map_or("remove the rows".into(), |near| format!("did you mean `{near}`?")),
        });
    }
    texts.codes.iter().map(|&value| of_value[value as usize].unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests;
