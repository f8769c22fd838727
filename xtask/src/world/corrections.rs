//! Facts about tariffs that replace or cap the rates of the source.
//!
//! Columns: importer, exporter (`*`: everybody), sector, year_from, year_to (empty: open), op (`set` or `cap`), rate (a
//! fraction), reason, source_url, confidence, tier. For a year, the rows with `year_from` up to it count. Rows that set go
//! first, by rising tier, then rising `year_from`, so that the last one wins; then every cap is a ceiling.

use std::path::Path;

use anyhow::Result;
use portolan_core::Cube;
use portolan_data::table::Type;

use super::aggregate::Aggregate;
use super::{HIGHEST_RATE, extracts, rounded};

/// Name of the group that holds the ceiling on every rate.
pub(crate) const CEILING: &str = "ceiling";
/// Name of the group that sets services free.
pub(crate) const SERVICES: &str = "services";

#[derive(Clone)]
struct Row {
    importer: String,
    exporter: String,
    sector: String,
    year_from: f64,
    sets: bool,
    rate: f64,
    tier: f64,
}

/// All corrections that count for a year.
#[derive(Default)]
pub(crate) struct Corrections {
    rows: Vec<Row>,
    no_ceiling: bool,
}

/// What one group of corrections moved.
#[derive(Debug)]
pub(crate) struct Correction {
    /// An importer, or one of [`SERVICES`] and [`CEILING`].
    pub(crate) group: String,
    /// Cells whose rate moved.
    pub(crate) cells: usize,
    /// Largest change of a rate, with its sign.
    pub(crate) largest: f64,
    /// Trade in the cells that moved, USD mn.
    pub(crate) trade: f64,
    /// Mean rate on that trade before and after.
    pub(crate) mean: [f64; 2],
}

impl Corrections {
    pub(crate) fn read(file: &Path, year: i32) -> Result<Self> {
        let columns = [
            ("importer", Type::Text),
            ("exporter", Type::Text),
            ("sector", Type::Text),
            ("op", Type::Text),
            ("year_from", Type::Number),
            ("rate", Type::Number),
            ("tier", Type::Number),
        ];
        let t = extracts::table(file, &columns)?;
        let text = |c: usize, row: usize| t.texts[c].values[t.texts[c].codes[row] as usize].clone();
        let mut rows: Vec<Row> = (0..t.rows)
            .filter(|&row| t.numbers[0][row] <= f64::from(year))
            .map(|row| Row {
                importer: text(0, row),
                exporter: text(1, row),
                sector: text(2, row),
                sets: text(3, row) == "set",
                year_from: t.numbers[0][row],
                rate: t.numbers[1][row],
                tier: t.numbers[2][row],
            })
            .collect();
        rows.sort_by(|a, b| {
            b.sets.cmp(&a.sets).then(a.tier.total_cmp(&b.tier)).then(a.year_from.total_cmp(&b.year_from))
        });
        Ok(Self { rows, no_ceiling: false })
    }

    /// The groups in the order in which they first appear, the ceiling last.
    pub(crate) fn groups(&self) -> Vec<String> {
        let mut groups: Vec<String> = Vec::new();
        for row in &self.rows {
            if !groups.contains(&row.group()) {
                groups.push(row.group());
            }
        }
        if !self.no_ceiling {
            groups.push(CEILING.into());
        }
        groups
    }

    /// Corrected rates, with what each group moved.
    pub(crate) fn apply(&self, raw: &Aggregate) -> (Cube, Vec<Correction>) {
        let mut tau_nij = raw.tau_nij.clone();
        let mut moved = Vec::new();
        for group in self.groups() {
            let before = tau_nij.clone();
            self.apply_group(raw, &group, &mut tau_nij);
            moved.push(Correction::between(group, raw, &before, &tau_nij));
        }
        (rounded_rates(&tau_nij), moved)
    }

    /// All corrections but those of one group.
    pub(crate) fn without(&self, group: &str) -> Self {
        let rows = self.rows.iter().filter(|row| row.group() != group).cloned().collect();
        Self { rows, no_ceiling: self.no_ceiling || group == CEILING }
    }

    /// True if nothing but the ceiling would be applied.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Groups touch different cells, but for the ceiling, so each can be applied by itself.
    fn apply_group(&self, raw: &Aggregate, group: &str, tau_nij: &mut Cube) {
        let (n, j) = (raw.economies.len(), raw.sectors.len());
        if group == CEILING {
            *tau_nij = Cube::from_fn(n, j, |m, i, s| tau_nij[(m, i, s)].min(HIGHEST_RATE));
            return;
        }
        for row in self.rows.iter().filter(|row| row.group() == group) {
            for m in (0..n).filter(|&m| row.importer == "*" || row.importer == raw.economies[m].code) {
                for i in (0..n).filter(|&i| i != m && (row.exporter == "*" || row.exporter == raw.economies[i].code)) {
                    for s in (0..j).filter(|&s| row.sector == raw.sectors[s].code) {
                        let rate = &mut tau_nij[(m, i, s)];
                        *rate = if row.sets { row.rate } else { rate.min(row.rate) };
                    }
                }
            }
        }
    }
}

impl Row {
    fn group(&self) -> String {
        if self.importer == "*" { SERVICES.into() } else { self.importer.clone() }
    }
}

impl Correction {
    fn between(group: String, raw: &Aggregate, before: &Cube, after: &Cube) -> Self {
        let mut moved = Self { group, cells: 0, largest: 0.0, trade: 0.0, mean: [0.0; 2] };
        for ((old, new), trade) in before.as_slice().iter().zip(after.as_slice()).zip(raw.trade_nij.as_slice()) {
            if old != new {
                moved.cells += 1;
                moved.trade += trade;
                moved.mean[0] += old * trade;
                moved.mean[1] += new * trade;
                if (new - old).abs() > moved.largest.abs() {
                    moved.largest = new - old;
                }
            }
        }
        if moved.trade > 0.0 {
            moved.mean = moved.mean.map(|sum| sum / moved.trade);
        }
        moved
    }
}

fn rounded_rates(tau_nij: &Cube) -> Cube {
    Cube::from_fn(tau_nij.economies(), tau_nij.sectors(), |m, i, s| rounded(tau_nij[(m, i, s)]))
}
