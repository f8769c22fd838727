//! Measures from a CSV file: one row a tariff, the same words and rules as in a scenario file.

use std::sync::Arc;

use super::decode::measures::{dates_fault, one_operation, rate_change, sector_and_product};
use super::measure::{Reach, Record, Tariff, TariffChange};
use super::origin::Origin;
use super::value::{self, Fault, Triple};
use crate::finding::{Finding, Place, nearest};

/// Columns that say what a row touches and does.
const COLUMNS: [&str; 18] = [
    "importer",
    "exporter",
    "sector",
    "product",
    "set",
    "add",
    "cap",
    "cut",
    "swiss",
    "scale",
    "share",
    "part",
    "id",
    "from",
    "until",
    "known",
    "source",
    "judged_by",
];
const OPERATIONS: [&str; 6] = ["set", "add", "cap", "cut", "swiss", "scale"];

/// The rows of a table; empty cells of dates and evidence take what the entry that names the table says.
///
/// # Errors
/// All mistakes of the table, each with its line and column name.
pub(super) fn rows(text: &str, file: &str, entry: &Record) -> Result<Vec<Tariff>, Vec<Finding>> {
    let file: Arc<str> = file.into();
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().map(|h| h.iter().map(str::to_string).collect()).unwrap_or_default();
    let mut findings = header_findings(&header, &file);
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(cells) => {
                let line = cells.position().map_or(0, |p| p.line() as usize);
                let mut row = Row { header: &header, cells: &cells, file: &file, line, findings: &mut findings };
                rows.extend(row.tariff(entry));
            }
            Err(error) => findings.push(row_finding(&error, &file)),
        }
    }
    if rows.is_empty() && findings.is_empty() {
        findings.push(table_finding(&file, "the table has no rows".into(), "one row for each measure"));
    }
    if findings.is_empty() { Ok(rows) } else { Err(findings) }
}

fn header_findings(header: &[String], file: &str) -> Vec<Finding> {
    let place = |name: &str| Place { file: file.into(), line: Some(1), cell: name.into(), ..Place::default() };
    let unknown = header.iter().filter(|name| !COLUMNS.contains(&name.as_str())).map(|name| Finding {
        code: "unknown-column",
        place: place(name),
        message: format!("`{name}` is not a column of a table of tariffs"),
        expected: format!("columns out of {}", COLUMNS.join(", ")),
        remedy: match nearest(name, COLUMNS) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "remove the column".into(),
        },
    });
    let has = |name: &str| header.iter().any(|h| h == name);
    let missing = [
        ("importer", has("importer")),
        ("exporter", has("exporter")),
        ("sector", has("sector") || has("product")),
        ("set", OPERATIONS.iter().any(|name| has(name))),
    ];
    let missing = missing.into_iter().filter(|(_, there)| !there).map(|(name, _)| Finding {
        code: "missing-column",
        place: place(name),
        message: format!("the column `{name}` is missing"),
        expected: "importer, exporter, sector or product, and one of set, add, cap, cut, swiss, scale".into(),
        remedy: "name the columns in the first line of the file".into(),
    });
    unknown.chain(missing).collect()
}

fn row_finding(error: &csv::Error, file: &str) -> Finding {
    let line = error.position().map(|p| p.line() as usize);
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the row has {len} cells, the header {expected_len}")
        }
        _ => "the row is not readable as CSV".into(),
    };
    let finding = table_finding(file, message, "as many cells as the header, with quotes around text with commas");
    Finding { place: Place { line, ..finding.place }, ..finding }
}

fn table_finding(file: &str, message: String, expected: &str) -> Finding {
    Finding {
        code: "bad-table",
        place: Place { file: file.into(), ..Place::default() },
        message,
        expected: expected.into(),
        remedy: "write the table as UTF-8 with a header line and commas".into(),
    }
}

/// A row while it is read.
struct Row<'a> {
    header: &'a [String],
    cells: &'a csv::StringRecord,
    file: &'a Arc<str>,
    line: usize,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Row<'a> {
    fn tariff(&mut self, entry: &Record) -> Option<Tariff> {
        let before = self.findings.len();
        let record = self.record(entry);
        let reach = self.reach();
        let change = self.change();
        let origin = Origin { file: self.file.clone(), path: String::new(), line: self.line, values: Vec::new() };
        (self.findings.len() == before).then_some(())?;
        Some(Tariff { record, reach, change: change?, rows: Vec::new(), origin })
    }

    /// A cell that is not empty.
    fn cell(&self, column: &str) -> Option<&'a str> {
        let at = self.header.iter().position(|name| name == column)?;
        self.cells.get(at).filter(|cell| !cell.is_empty())
    }

    fn report(&mut self, column: &str, fault: Fault) {
        let Fault { code, message, expected, remedy } = fault;
        let place =
            Place { file: self.file.to_string(), line: Some(self.line), cell: column.into(), ..Place::default() };
        self.findings.push(Finding { code, place, message, expected, remedy });
    }

    fn read<T>(&mut self, column: &str, read: impl Fn(&str) -> Result<T, Fault>) -> Option<T> {
        match read(self.cell(column)?) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.report(column, fault);
                None
            }
        }
    }

    fn record(&mut self, entry: &Record) -> Record {
        let text = |cell: Option<&str>, default: &Option<String>| cell.map(str::to_string).or(default.clone());
        let record = Record {
            id: text(self.cell("id"), &entry.id),
            source: text(self.cell("source"), &entry.source),
            judged_by: text(self.cell("judged_by"), &entry.judged_by),
            from: self.read("from", value::date).or(entry.from),
            until: self.read("until", value::date).or(entry.until),
            on: entry.on,
            known: self.read("known", value::date).or(entry.known),
        };
        if let Some(fault) = record.from.zip(record.until).and_then(|(from, until)| dates_fault(from, until)) {
            self.report("until", fault);
        }
        record
    }

    fn reach(&mut self) -> Reach {
        let reach = Reach {
            importer: self.names("importer"),
            exporter: self.names("exporter"),
            sector: self.names("sector"),
            product: self.names("product"),
            share: self.read("share", shares),
            part: self.cell("part").map(str::to_string),
        };
        for (column, there) in [
            ("importer", !reach.importer.is_empty()),
            ("exporter", !reach.exporter.is_empty()),
            ("sector", !(reach.sector.is_empty() && reach.product.is_empty())),
        ] {
            if !there {
                self.report(column, empty_cell(column));
            }
        }
        if !reach.sector.is_empty() && !reach.product.is_empty() {
            self.report("product", sector_and_product());
        }
        reach
    }

    /// Several names of a cell are separated by semicolons.
    fn names(&self, column: &str) -> Vec<String> {
        self.cell(column).map(|cell| cell.split(';').map(|name| name.trim().to_string()).collect()).unwrap_or_default()
    }

    fn change(&mut self) -> Option<TariffChange> {
        let written: Vec<&str> = OPERATIONS.into_iter().filter(|key| self.cell(key).is_some()).collect();
        if let Some(fault) = one_operation(&written, &OPERATIONS) {
            self.report(written.get(1).unwrap_or(&""), fault);
            return None;
        }
        match written[0] {
            "scale" => self.read("scale", factor).map(TariffChange::Scale),
            key => self.read(key, |cell| value::rate(cell).and_then(|rate| rate_change(key, rate))),
        }
    }
}

fn empty_cell(column: &str) -> Fault {
    Fault {
        code: "empty-cell",
        message: format!("the cell of `{column}` is empty"),
        expected: "a code, a group or *; several separated by semicolons".into(),
        remedy: "write * if all are meant".into(),
    }
}

fn factor(cell: &str) -> Result<f64, Fault> {
    cell.parse().ok().filter(|x: &f64| x.is_finite() && *x >= 0.0).ok_or_else(|| Fault {
        code: "bad-number",
        message: format!("`{cell}` is not a factor"),
        expected: "a number, zero or more".into(),
        remedy: "1 leaves the rate as it is".into(),
    })
}

/// A share, or low, mode and high separated by semicolons.
fn shares(cell: &str) -> Result<Triple, Fault> {
    let numbers: Option<Vec<f64>> = cell.split(';').map(|x| x.trim().parse().ok()).collect();
    match numbers {
        Some(numbers) => value::share(&numbers),
        None => Err(Fault {
            code: "bad-share",
            message: format!("`{cell}` is not a share"),
            expected: "a number between 0 and 1, or low;mode;high".into(),
            remedy: "write for example 0.35".into(),
        }),
    }
}
