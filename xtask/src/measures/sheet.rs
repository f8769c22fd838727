//! A CSV text whose cells are asked for by the names of their columns.

use std::path::Path;

use anyhow::{Context, Result};
use csv::StringRecord;

/// A table of text.
pub(super) struct Sheet {
    header: StringRecord,
    pub(super) records: Vec<StringRecord>,
}

impl Sheet {
    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        Ok(Self { header: reader.headers()?.clone(), records: reader.records().collect::<Result<_, _>>()? })
    }

    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("in {}", path.display()))
    }

    /// Places of columns.
    pub(super) fn columns<const N: usize>(&self, names: [&str; N]) -> Result<[usize; N]> {
        let mut places = [0; N];
        for (place, name) in places.iter_mut().zip(names) {
            let found = self.header.iter().position(|h| h == name);
            *place = found.with_context(|| format!("the column `{name}` is missing"))?;
        }
        Ok(places)
    }
}

/// A cell as a number.
pub(super) fn number(cells: &StringRecord, place: usize) -> Result<f64> {
    cells[place].parse().with_context(|| format!("not a number: {}", cells.iter().collect::<Vec<_>>().join(", ")))
}

/// A CSV text of these lines.
pub(super) fn written<const N: usize>(lines: impl IntoIterator<Item = [String; N]>) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for line in lines {
        writer.write_record(&line)?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
