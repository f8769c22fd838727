//! CSV into columns.

use portolan_core::{Finding, Place};

use super::{Column, Interner, Table, duplicate_column, missing_column, unreadable};

pub(super) fn read(file: &str, bytes: &[u8], columns: &[Column]) -> Result<Table, Vec<Finding>> {
    let mut reader = reader(bytes);
    let header = header(file, &mut reader)?;
    let positions = positions(file, &header, columns)?;
    let mut cells = Cells::new(file, columns);
    let mut record = csv::StringRecord::new();
    let mut rows = 0;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {
                let line = record.position().map_or(0, |p| p.line() as usize);
                rows += 1;
                for (c, &position) in positions.iter().enumerate() {
                    cells.push(c, line, record.get(position).unwrap_or(""));
                }
            }
            Ok(false) => break,
            Err(error) => {
                cells.findings.push(wrong_length(file, &error));
                if !matches!(error.kind(), csv::ErrorKind::UnequalLengths { .. }) {
                    break;
                }
            }
        }
    }
    cells.finish(rows)
}

pub(super) fn column_names(file: &str, bytes: &[u8]) -> Result<Vec<String>, Vec<Finding>> {
    header(file, &mut reader(bytes))
}

fn reader(bytes: &[u8]) -> csv::Reader<&[u8]> {
    // A byte-order mark is what spreadsheets write before the first name.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes)
}

fn header(file: &str, reader: &mut csv::Reader<&[u8]>) -> Result<Vec<String>, Vec<Finding>> {
    match reader.headers() {
        Ok(header) => Ok(header.iter().map(str::to_string).collect()),
        Err(error) => Err(vec![unreadable(file, error)]),
    }
}

fn positions(file: &str, header: &[String], columns: &[Column]) -> Result<Vec<usize>, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut positions = Vec::new();
    for (name, _) in columns {
        let found: Vec<usize> = (0..header.len()).filter(|&c| header[c] == *name).collect();
        match found.as_slice() {
            [] => findings.push(missing_column(file, name, header)),
            [position] => positions.push(*position),
            _ => findings.push(duplicate_column(file, name)),
        }
    }
    if findings.is_empty() { Ok(positions) } else { Err(findings) }
}

struct Cells<'a> {
    file: &'a str,
    columns: &'a [Column],
    texts: Vec<Interner>,
    numbers: Vec<Vec<f64>>,
    slots: Vec<usize>,
    findings: Vec<Finding>,
}

impl<'a> Cells<'a> {
    fn new(file: &'a str, columns: &'a [Column]) -> Self {
        let (mut texts, mut numbers) = (0, 0);
        let slots = columns
            .iter()
            .map(|(_, kind)| {
                let count = if kind.is_text() { &mut texts } else { &mut numbers };
                *count += 1;
                *count - 1
            })
            .collect();
        let texts = (0..texts).map(|_| Interner::default()).collect();
        Self { file, columns, texts, numbers: vec![Vec::new(); numbers], slots, findings: Vec::new() }
    }

    fn push(&mut self, c: usize, line: usize, cell: &str) {
        let (name, kind) = self.columns[c];
        let missing = cell.is_empty() && kind.may_be_missing();
        if kind.is_text() {
            if cell.is_empty() && !missing {
                self.findings.push(wrong_cell(self.file, line, name, cell, "a text"));
            }
            self.texts[self.slots[c]].push(cell.as_bytes());
        } else {
            let number = cell.parse::<f64>().ok().filter(|v| v.is_finite());
            if number.is_none() && !missing {
                self.findings.push(wrong_cell(self.file, line, name, cell, "a number such as 1234.5"));
            }
            self.numbers[self.slots[c]].push(number.unwrap_or(f64::NAN));
        }
    }

    fn finish(self, rows: usize) -> Result<Table, Vec<Finding>> {
        if !self.findings.is_empty() {
            return Err(self.findings);
        }
        Ok(Table {
            file: self.file.into(),
            rows,
            texts: self.texts.into_iter().map(|t| t.texts).collect(),
            numbers: self.numbers,
            first_line: 2,
        })
    }
}

fn wrong_cell(file: &str, line: usize, column: &str, cell: &str, expected: &str) -> Finding {
    let remedy = if cell.contains(',') {
        "write decimals with a point and no separators between thousands"
    } else if cell.is_empty() {
        "fill the cell in, or remove the row"
    } else {
        "correct the cell"
    };
    Finding {
        code: "wrong-type",
        place: Place { file: file.into(), line: Some(line), cell: format!("column {column}"), ..Place::default() },
        message: if cell.is_empty() { "the cell is empty".into() } else { format!("`{cell}` is not {expected}") },
        expected: expected.into(),
        remedy: remedy.into(),
    }
}

fn wrong_length(file: &str, error: &csv::Error) -> Finding {
    let line = error.position().map(|p| p.line() as usize);
    Finding {
        code: "wrong-row",
        place: Place { file: file.into(), line, ..Place::default() },
        message: match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("the row has {len} cells where the first row has {expected_len}")
            }
            _ => format!("the row cannot be read: {error}"),
        },
        expected: "as many cells as there are column names".into(),
        remedy: "put texts that contain a comma between double quotes".into(),
    }
}
