//! From rows with codes to arrays with indices.

use std::collections::HashMap;

use portolan_core::{Cube, Economy, Finding, InputTable, Panel, Sector, finding::nearest};

use super::Unit;
use crate::table::{Table, Texts};

/// The codes of a world and their indices.
pub(crate) struct Keys<'a> {
    economies: &'a [Economy],
    sectors: &'a [Sector],
}

/// A kind of code.
#[derive(Clone, Copy)]
enum Kind {
    Economy,
    Sector,
}

impl<'a> Keys<'a> {
    pub(crate) fn new(economies: &'a [Economy], sectors: &'a [Sector]) -> Self {
        Self { economies, sectors }
    }

    /// Trade in USD mn and tariffs.
    pub(crate) fn trade(
        &self,
        table: &Table,
        unit: Unit,
        allow_missing: bool,
        findings: &mut Vec<Finding>,
    ) -> (Cube, Cube) {
        let (n, j) = (self.economies.len(), self.sectors.len());
        let (mut trade_nij, mut tau_nij) = (Cube::filled(n, j, 0.0), Cube::filled(n, j, 0.0));
        let Some(codes) = self.codes(
            table,
            &[("importer", Kind::Economy), ("exporter", Kind::Economy), ("sector", Kind::Sector)],
            findings,
        ) else {
            return (trade_nij, tau_nij);
        };
        let mut seen = Seen::new(n * n * j);
        for row in 0..table.rows {
            let (m, i, s) = (codes[0].of(row), codes[1].of(row), codes[2].of(row));
            if let Some(first) = seen.mark((s * n + m) * n + i, row) {
                let cell = self.pair(m, i, s);
                findings.push(duplicate(table, row, first, cell));
            }
            let (q, tau) = (table.numbers[0][row], table.numbers[1][row]);
            if q < 0.0 {
                findings.push(negative(table, row, self.pair(m, i, s), "trade", q, "a value of zero or more"));
            }
            if tau <= -1.0 {
                findings.push(negative(table, row, self.pair(m, i, s), "the tariff", tau, "a fraction, 0.05 for 5%"));
            }
            if tau > 10.0 {
                findings.push(percent(table, row, self.pair(m, i, s), tau));
            }
            trade_nij[(m, i, s)] = unit.millions(q);
            tau_nij[(m, i, s)] = tau;
        }
        if !allow_missing {
            self.missing_pairs(table, &seen, findings);
        }
        (trade_nij, tau_nij)
    }

    /// Input shares.
    pub(crate) fn inputs(&self, table: &Table, findings: &mut Vec<Finding>) -> InputTable {
        let (n, j) = (self.economies.len(), self.sectors.len());
        let mut gamma_nkj = InputTable::filled(n, j, 0.0);
        let columns = [("economy", Kind::Economy), ("input", Kind::Sector), ("sector", Kind::Sector)];
        let Some(codes) = self.codes(table, &columns, findings) else { return gamma_nkj };
        let mut seen = Seen::new(n * j * j);
        for row in 0..table.rows {
            let (m, k, s) = (codes[0].of(row), codes[1].of(row), codes[2].of(row));
            let cell = || format!("{}, input {}", self.cell(m, s), self.sectors[k].code);
            if let Some(first) = seen.mark((m * j + k) * j + s, row) {
                findings.push(duplicate(table, row, first, cell()));
            }
            let share = table.numbers[0][row];
            if share < 0.0 {
                findings.push(negative(table, row, cell(), "the share", share, "a share of output, zero or more"));
            }
            gamma_nkj[(m, k, s)] = share;
        }
        gamma_nkj
    }

    /// One number for each economy and sector; none may be missing if `complete`.
    pub(crate) fn panel(&self, table: &Table, complete: bool, findings: &mut Vec<Finding>) -> Panel {
        let (n, j) = (self.economies.len(), self.sectors.len());
        let mut panel = Panel::filled(n, j, 0.0);
        let columns = [("economy", Kind::Economy), ("sector", Kind::Sector)];
        let Some(codes) = self.codes(table, &columns, findings) else { return panel };
        let mut seen = Seen::new(n * j);
        for row in 0..table.rows {
            let (m, s) = (codes[0].of(row), codes[1].of(row));
            if let Some(first) = seen.mark(m * j + s, row) {
                findings.push(duplicate(table, row, first, self.cell(m, s)));
            }
            let value = table.numbers[0][row];
            if value < 0.0 {
                findings.push(negative(table, row, self.cell(m, s), "the value", value, "zero or more"));
            }
            panel[(m, s)] = value;
        }
        if complete {
            for cell in (0..n * j).filter(|&cell| !seen.has(cell)) {
                findings.push(missing_row(table, self.cell(cell / j, cell % j), "a row with its value-added share"));
            }
        }
        panel
    }

    fn codes(&self, table: &Table, columns: &[(&str, Kind)], findings: &mut Vec<Finding>) -> Option<Vec<Codes>> {
        let before = findings.len();
        let codes = columns
            .iter()
            .zip(&table.texts)
            .map(|((name, kind), texts)| self.indices(table, name, *kind, texts, findings))
            .collect();
        (findings.len() == before).then_some(codes)
    }

    /// Index of each row's code; one finding for each code that is not known.
    fn indices(&self, table: &Table, column: &str, kind: Kind, texts: &Texts, findings: &mut Vec<Finding>) -> Codes {
        let known: Vec<&str> = match kind {
            Kind::Economy => self.economies.iter().map(|e| e.code.as_str()).collect(),
            Kind::Sector => self.sectors.iter().map(|s| s.code.as_str()).collect(),
        };
        let index: HashMap<&str, u32> = known.iter().zip(0..).map(|(code, i)| (*code, i)).collect();
        let mut of_value = Vec::with_capacity(texts.values.len());
        for (value, text) in texts.values.iter().enumerate() {
            of_value.push(index.get(text.as_str()).copied().unwrap_or(0));
            if !index.contains_key(text.as_str()) {
                let mut rows = (0..table.rows).filter(|&row| texts.codes[row] as usize == value);
                let first = rows.next().unwrap_or(0);
                findings.push(unknown(table, first, 1 + rows.count(), column, text, kind, &known));
            }
        }
        Codes { rows: texts.codes.iter().map(|&value| of_value[value as usize]).collect() }
    }

    /// One finding for each pair of economies, with the sectors that have no row.
    fn missing_pairs(&self, table: &Table, seen: &Seen, findings: &mut Vec<Finding>) {
        let n = self.economies.len();
        for m in 0..n {
            for i in 0..n {
                let missing: Vec<&str> = (0..self.sectors.len())
                    .filter(|s| !seen.has((s * n + m) * n + i))
                    .map(|s| self.sectors[s].code.as_str())
                    .collect();
                if !missing.is_empty() {
                    let pair = format!(
                        "importer {}, exporter {}, sector {}",
                        self.economies[m].code,
                        self.economies[i].code,
                        missing.join(" ")
                    );
                    findings.push(missing_row(table, pair, "a row for every importer, exporter and sector"));
                }
            }
        }
    }

    fn pair(&self, m: usize, i: usize, s: usize) -> String {
        format!(
            "importer {}, exporter {}, sector {}",
            self.economies[m].code, self.economies[i].code, self.sectors[s].code
        )
    }

    fn cell(&self, m: usize, s: usize) -> String {
        format!("economy {}, sector {}", self.economies[m].code, self.sectors[s].code)
    }
}

/// Index of the code in each row of a column.
struct Codes {
    rows: Vec<u32>,
}

impl Codes {
    fn of(&self, row: usize) -> usize {
        self.rows[row] as usize
    }
}

/// The row in which each key was seen first.
struct Seen {
    rows: Vec<u32>,
}

impl Seen {
    fn new(keys: usize) -> Self {
        Self { rows: vec![u32::MAX; keys] }
    }

    /// Marks a key; the row in which it stood before, if any.
    fn mark(&mut self, key: usize, row: usize) -> Option<usize> {
        let before = self.rows[key];
        self.rows[key] = row as u32;
        (before != u32::MAX).then_some(before as usize)
    }

    fn has(&self, key: usize) -> bool {
        self.rows[key] != u32::MAX
    }
}

/// Findings for codes that stand in more than one row of a list.
pub(crate) fn repeated(table: &Table, rows: &[Vec<&str>], what: &str) -> Vec<Finding> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut findings = Vec::new();
    for (r, row) in rows.iter().enumerate() {
        if let Some(before) = first.insert(row[0], r) {
            findings.push(duplicate(table, r, before, format!("{what} {}", row[0])));
        }
    }
    findings
}

fn duplicate(table: &Table, row: usize, first: usize, cell: String) -> Finding {
    Finding {
        code: "duplicate-key",
        place: table.place(row, cell),
        message: format!("the same key stands in row {}", table.first_line + first),
        expected: "one row for each key".into(),
        remedy: "remove one of the rows, or add their values".into(),
    }
}

fn negative(table: &Table, row: usize, cell: String, what: &str, value: f64, expected: &str) -> Finding {
    Finding {
        code: "negative-cell",
        place: table.place(row, cell),
        message: format!("{what} is {value}"),
        expected: expected.into(),
        remedy: "correct the cell; changes in stocks and re-exports can be negative in raw tables and belong elsewhere"
            .into(),
    }
}

fn percent(table: &Table, row: usize, cell: String, tau: f64) -> Finding {
    Finding {
        code: "tariff-in-per-cent",
        place: table.place(row, cell),
        message: format!("the tariff is {tau}, which would be {}%", tau * 100.0),
        expected: "a fraction: 0.05 for 5%".into(),
        remedy: "divide the column by 100".into(),
    }
}

fn missing_row(table: &Table, cell: String, expected: &str) -> Finding {
    Finding {
        code: "missing-pair",
        place: portolan_core::Place { file: table.file.clone(), cell, ..Default::default() },
        message: "there is no row".into(),
        expected: expected.into(),
        remedy: "add the row; in world.toml, missing = \"zero\" says that pairs without a row do not trade".into(),
    }
}

fn unknown(table: &Table, row: usize, rows: usize, column: &str, text: &str, kind: Kind, known: &[&str]) -> Finding {
    let (code, file) = match kind {
        Kind::Economy => ("unknown-economy", "economies.csv"),
        Kind::Sector => ("unknown-sector", "sectors.csv"),
    };
    Finding {
        code,
        place: table.place(row, format!("column {column}")),
        message: format!("`{text}` is not in {file} ({rows} {})", if rows == 1 { "row" } else { "rows" }),
        expected: format!("a code of {file}"),
        remedy: match nearest(text, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? Otherwise add `{text}` to {file}"),
            None => format!("add `{text}` to {file}, or remove the rows"),
        },
    }
}
