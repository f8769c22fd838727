//! What is wrong with an input: one type for scenarios, worlds and tables, so that all are reported the same way.

use std::fmt;
use std::ops::Range;

/// Where a finding lies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// File as the user named it.
    pub file: String,
    /// Line, counted from 1.
    pub line: Option<usize>,
    /// Column, counted from 1.
    pub column: Option<usize>,
    /// Bytes of the text that the caret marks.
    pub span: Option<Range<usize>>,
    /// Field, row or cell, for example `tariff[2].add` or `importer CAN, exporter USA, sector C29`.
    pub cell: String,
}

/// One fault of an input: what, where, what was expected, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable short name of the kind of fault, for example `unknown-sector`.
    pub code: &'static str,
    /// Where it lies.
    pub place: Place,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// What was expected.
    pub expected: String,
    /// What the user can do about it.
    pub remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.place.file)?;
        if let (Some(line), Some(column)) = (self.place.line, self.place.column) {
            write!(f, ":{line}:{column}")?;
        } else if let Some(line) = self.place.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {} [{}]", self.message, self.code)?;
        if !self.place.cell.is_empty() {
            write!(f, "\n  at: {}", self.place.cell)?;
        }
        if !self.expected.is_empty() {
            write!(f, "\n  expected: {}", self.expected)?;
        }
        if !self.remedy.is_empty() {
            write!(f, "\n  help: {}", self.remedy)?;
        }
        Ok(())
    }
}

/// The name among `known` that is closest to `name`, if one is close enough to be meant.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&name.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
