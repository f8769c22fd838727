//! A table of named columns, read from CSV or Parquet with every fault found.

use std::collections::HashMap;

use bytes::Bytes;
use portolan_core::{Finding, Place};

mod csv_table;
mod parquet_table;

/// What a column must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text, never empty.
    Text,
    /// Text that may be empty.
    AnyText,
    /// A finite number.
    Number,
    /// A number that may be missing, which is read as `NaN`.
    AnyNumber,
}

impl Type {
    fn is_text(self) -> bool {
        matches!(self, Type::Text | Type::AnyText)
    }

    fn may_be_missing(self) -> bool {
        matches!(self, Type::AnyText | Type::AnyNumber)
    }
}

/// A column that a table must have.
pub type Column = (&'static str, Type);

/// Texts of a column: each row holds the index of one of the distinct `values`.
#[derive(Debug, Default)]
pub struct Texts {
    /// Index into `values`, row by row.
    pub codes: Vec<u32>,
    /// Distinct texts in order of appearance.
    pub values: Vec<String>,
}

/// The columns that were asked for, in the order in which they were asked for among their type.
#[derive(Debug)]
pub struct Table {
    /// Name of the file.
    pub file: String,
    /// Number of rows.
    pub rows: usize,
    /// Text columns.
    pub texts: Vec<Texts>,
    /// Number columns; a cell that could not be read is `NaN`, and a finding.
    pub numbers: Vec<Vec<f64>>,
    /// Line of the file on which row 0 stands; Parquet rows are counted from 1.
    pub first_line: usize,
}

impl Table {
    /// Reads the named columns of a file whose name ends in `.csv` or `.parquet`.
    ///
    /// # Errors
    /// Missing columns, cells of the wrong type, files that cannot be read at all.
    pub fn read(file: &str, bytes: Bytes, columns: &[Column]) -> Result<Self, Vec<Finding>> {
        if file.ends_with(".parquet") {
            parquet_table::read(file, bytes, columns)
        } else {
            csv_table::read(file, &bytes, columns)
        }
    }

    /// Names of the columns of a file.
    ///
    /// # Errors
    /// A file that cannot be read at all.
    pub fn column_names(file: &str, bytes: &Bytes) -> Result<Vec<String>, Vec<Finding>> {
        if file.ends_with(".parquet") {
            parquet_table::column_names(file, bytes.clone())
        } else {
            csv_table::column_names(file, bytes)
        }
    }

    /// The text in a text column, counted among the text columns.
    pub fn text(&self, column: usize, row: usize) -> &str {
        let texts = &self.texts[column];
        &texts.values[texts.codes[row] as usize]
    }

    /// Where a row stands.
    pub fn place(&self, row: usize, cell: impl Into<String>) -> Place {
        Place { file: self.file.clone(), line: Some(self.first_line + row), cell: cell.into(), ..Place::default() }
    }
}

/// Collects distinct texts in order of appearance.
#[derive(Default)]
struct Interner {
    texts: Texts,
    codes: HashMap<Box<[u8]>, u32>,
    /// The code that last followed each code: in a sorted table nearly always the next one, found without hashing.
    next: Vec<u32>,
    last: usize,
}

impl Interner {
    fn push(&mut self, text: &[u8]) {
        let guess = self.next.get(self.last).copied();
        let code = match guess.filter(|&code| self.texts.values[code as usize].as_bytes() == text) {
            Some(code) => code,
            None => match self.codes.get(text) {
                Some(&code) => code,
                None => self.insert(text),
            },
        };
        if let Some(next) = self.next.get_mut(self.last) {
            *next = code;
        }
        self.last = code as usize;
        self.texts.codes.push(code);
    }

    fn insert(&mut self, text: &[u8]) -> u32 {
        let code = self.texts.values.len() as u32;
        self.texts.values.push(String::from_utf8_lossy(text).into_owned());
        self.codes.insert(text.into(), code);
        self.next.push(code);
        code
    }
}

fn unreadable(file: &str, error: impl std::fmt::Display) -> Finding {
    Finding {
        code: "unreadable-file",
        place: Place { file: file.into(), ..Place::default() },
        message: format!("the file cannot be read: {error}"),
        expected: "a table with one row of column names, as CSV (comma, UTF-8) or Parquet".into(),
        remedy: "save the table again in one of these forms".into(),
    }
}

fn missing_column(file: &str, name: &str, present: &[String]) -> Finding {
    let remedy = match portolan_core::finding::nearest(name, present.iter().map(String::as_str)) {
        Some(near) => format!("rename the column `{near}`, if that is what it holds"),
        None => format!("add the column `{name}`"),
    };
    Finding {
        code: "missing-column",
        place: Place { file: file.into(), line: Some(1), ..Place::default() },
        message: format!("the column `{name}` is missing"),
        expected: format!("`{name}` among the columns; there are {}", present.join(", ")),
        remedy,
    }
}

fn duplicate_column(file: &str, name: &str) -> Finding {
    Finding {
        code: "duplicate-column",
        place: Place { file: file.into(), line: Some(1), ..Place::default() },
        message: format!("the column `{name}` stands there more than once"),
        expected: "each name once".into(),
        remedy: "remove or rename all but one".into(),
    }
}

#[cfg(test)]
mod tests;
