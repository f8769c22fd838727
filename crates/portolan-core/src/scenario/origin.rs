//! Where a measure is written, so that a fault found later can still point at the value.

use std::ops::Range;
use std::sync::Arc;

use crate::finding::Place;

/// A position in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) span: Range<usize>,
}

/// File and place of a measure and of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub(crate) file: Arc<str>,
    /// `tariff[2]`; empty for a row of a table.
    pub(crate) path: String,
    /// Line of the entry, counted from 1.
    pub(crate) line: usize,
    /// Places of the values by key, `importer`, `importer[1]` or `cover.IDN`.
    pub(crate) values: Vec<(String, At)>,
}

impl Default for Origin {
    fn default() -> Self {
        Self { file: "".into(), path: String::new(), line: 0, values: Vec::new() }
    }
}

impl Origin {
    /// File in which the measure is written.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Line of the measure, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Name of a measure without an id: `tariff[2]`, or file and line of a row.
    pub fn label(&self) -> String {
        if self.path.is_empty() { format!("{}:{}", self.file, self.line) } else { self.path.clone() }
    }

    /// Place of the value of a key; of the whole entry if the key is not written, of the column in a row of a table.
    pub fn place(&self, key: &str) -> Place {
        let whole = key.split(['[', '.']).next().unwrap_or(key);
        let dot = if self.path.is_empty() || key.is_empty() { "" } else { "." };
        let cell = if self.values.is_empty() { whole.into() } else { format!("{}{dot}{key}", self.path) };
        let found = [key, whole, ""].iter().find_map(|k| self.values.iter().find(|(name, _)| name == k));
        match found {
            Some((_, at)) => Place {
                file: self.file.to_string(),
                line: Some(at.line),
                column: Some(at.column),
                span: Some(at.span.clone()),
                cell,
            },
            None => Place { file: self.file.to_string(), line: Some(self.line), cell, ..Place::default() },
        }
    }
}
