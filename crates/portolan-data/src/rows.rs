//! Small tables of facts: every row with its columns by name.

use std::collections::BTreeMap;

use portolan_core::{Finding, Place};

/// The rows of a CSV text; `file` names it in findings.
///
/// # Errors
/// A finding for each row with more or fewer cells than the header.
pub fn csv_rows(text: &str, file: &str) -> Result<Vec<BTreeMap<String, String>>, Vec<Finding>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    for record in reader.records() {
        match record {
            Ok(record) => {
                let cells = header.iter().zip(record.iter());
                rows.push(cells.map(|(name, cell)| (name.to_string(), cell.to_string())).collect());
            }
            Err(fault) => findings.push(bad_row(file, &fault)),
        }
    }
    if findings.is_empty() { Ok(rows) } else { Err(findings) }
}

fn bad_row(file: &str, fault: &csv::Error) -> Finding {
    Finding {
        code: "bad-row",
        place: Place { file: file.into(), line: fault.position().map(|p| p.line() as usize), ..Place::default() },
        message: fault.to_string(),
        expected: "as many cells as the header has".into(),
        remedy: "correct the row".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_under_their_names() {
        let rows = csv_rows("a,b\n1,\"x, y\"\n", "t.csv").unwrap();
        assert_eq!(rows[0]["b"], "x, y");
        let findings = csv_rows("a,b\n1\n2,3\n4,5,6\n", "t.csv").unwrap_err();
        assert_eq!(findings.iter().map(|f| f.place.line).collect::<Vec<_>>(), [Some(2), Some(4)]);
    }
}
