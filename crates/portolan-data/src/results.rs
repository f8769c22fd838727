//! The results table on disk.

use std::path::Path;

use portolan_core::results::{COLUMNS, Kind, Row, variable};
use portolan_core::{Finding, Place, finding::nearest};

use crate::files::Error;
use crate::frame::{Format, Frame, Series};
use crate::table::{Column, Table, Type};

/// A results table that was read back.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// The run id of each row.
    pub runs: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// Writes the rows of a run, whole or not at all, with the columns [`COLUMNS`].
///
/// Texts that do not apply are empty, numbers that do not apply are missing.
///
/// # Errors
/// Whatever the operating system reports.
pub fn write_results(path: &Path, format: Format, run: &str, rows: &[Row]) -> Result<(), Error> {
    frame(run, rows).write(path, format)
}

/// The rows of a run as CSV text.
pub fn results_csv(run: &str, rows: &[Row]) -> String {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail.
    let _ = frame(run, rows).to_csv(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads a results table from Parquet or CSV.
///
/// # Errors
/// All findings: a file that cannot be read, missing columns, cells of the wrong type, variables and kinds that are not
/// known.
pub fn read_results(path: &Path) -> Result<Results, Vec<Finding>> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        vec![Finding {
            code: "missing-file",
            place: Place { file: name.clone(), ..Place::default() },
            message: format!("the results cannot be read: {error}"),
            expected: "a results table that `portolan run --out DIR` has written".into(),
            remedy: "check the path".into(),
        }]
    })?;
    let columns: Vec<Column> = COLUMNS.iter().map(|name| (*name, kind_of(name))).collect();
    rows_of(&Table::read(&name, bytes.into(), &columns)?)
}

const NUMBERS: [&str; 4] = ["draw", "year", "value", "reference"];

fn kind_of(column: &str) -> Type {
    if NUMBERS.contains(&column) { Type::AnyNumber } else { Type::AnyText }
}

fn frame<'a>(run: &'a str, rows: &'a [Row]) -> Frame<'a> {
    let columns = COLUMNS.iter().map(|name| (*name, series(name, run, rows))).collect();
    Frame { columns }
}

fn series<'a>(column: &str, run: &'a str, rows: &'a [Row]) -> Series<'a> {
    let texts = |f: fn(&'a Row) -> &'a str| Series::Texts(rows.iter().map(f).collect());
    match column {
        "run" => Series::Texts(vec![run; rows.len()]),
        "policy" => texts(|row| &row.policy),
        "regime" => texts(|row| &row.regime),
        "layer" => texts(|row| &row.layer),
        "set" => texts(|row| &row.set),
        "variant" => texts(|row| &row.variant),
        "draw" => Series::Integers(rows.iter().map(|row| row.draw.map(|draw| draw as i32)).collect()),
        "year" => Series::Integers(rows.iter().map(|row| row.year).collect()),
        "economy" => texts(|row| &row.economy),
        "partner" => texts(|row| &row.partner),
        "sector" => texts(|row| &row.sector),
        "product" => texts(|row| &row.product),
        "variable" => texts(|row| row.variable),
        "unit" => texts(|row| variable(row.variable).map_or("", |v| v.unit)),
        "value" => Series::Numbers(rows.iter().map(|row| row.value).collect()),
        "reference" => Series::Numbers(rows.iter().map(|row| row.reference).collect()),
        "kind" => texts(|row| row.kind.as_str()),
        "source" => texts(|row| &row.source),
        other => unreachable!("the column {other} has no cells"),
    }
}

fn rows_of(table: &Table) -> Result<Results, Vec<Finding>> {
    let texts: Vec<&str> = COLUMNS.into_iter().filter(|name| !NUMBERS.contains(name)).collect();
    let text = |column: &str, row: usize| -> &str {
        let cells = &table.texts[texts.iter().position(|name| *name == column).unwrap_or(0)];
        &cells.values[cells.codes[row] as usize]
    };
    let number =
        |column: &str, row: usize| table.numbers[NUMBERS.iter().position(|name| *name == column).unwrap_or(0)][row];
    let whole = |column: &str, row: usize| Some(number(column, row)).filter(|v| v.is_finite());
    let mut results = Results { runs: Vec::new(), rows: Vec::new() };
    let mut findings = Vec::new();
    for row in 0..table.rows {
        let known = variable(text("variable", row));
        let kind =
            [Kind::Observed, Kind::Computed, Kind::Judged].into_iter().find(|kind| kind.as_str() == text("kind", row));
        let (Some(known), Some(kind)) = (known, kind) else {
            findings.push(unknown(table, row, text("variable", row), text("kind", row), known.is_none()));
            continue;
        };
        results.runs.push(text("run", row).into());
        results.rows.push(Row {
            policy: text("policy", row).into(),
            regime: text("regime", row).into(),
            layer: text("layer", row).into(),
            set: text("set", row).into(),
            variant: text("variant", row).into(),
            draw: whole("draw", row).map(|v| v as u32),
            year: whole("year", row).map(|v| v as i32),
            economy: text("economy", row).into(),
            partner: text("partner", row).into(),
            sector: text("sector", row).into(),
            product: text("product", row).into(),
            variable: known.id,
            value: number("value", row),
            reference: number("reference", row),
            kind,
            source: text("source", row).into(),
        });
    }
    if findings.is_empty() { Ok(results) } else { Err(findings) }
}

fn unknown(table: &Table, row: usize, variable: &str, kind: &str, variable_is_unknown: bool) -> Finding {
    let known = portolan_core::results::VARIABLES.iter().map(|v| v.id);
    let (code, message, remedy) = if variable_is_unknown {
        let near = nearest(variable, known).map_or(String::new(), |near| format!("; the nearest one is `{near}`"));
        ("unknown-variable", format!("`{variable}` is not a variable of the results table"), near)
    } else {
        ("unknown-kind", format!("`{kind}` is neither observed, computed nor judged"), String::new())
    };
    Finding {
        code,
        place: table.place(row, ""),
        message,
        expected: "a row that this version of Portolan has written".into(),
        remedy: format!("write the table again{remedy}"),
    }
}

#[cfg(test)]
mod tests;
