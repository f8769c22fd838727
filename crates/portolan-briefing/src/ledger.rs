//! Every number of the text has one entry: its range, unit, definition, origin and the command that makes it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use portolan_core::results::Kind;
use serde::{Deserialize, Serialize};

use crate::claim::agreement;
use crate::format::{self, Unit};
use crate::series::{Range, Series};

/// A number that can be cited.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quantity {
    /// Stable id, for example `pipeline.real_income.CAN`.
    pub(crate) id: String,
    /// What it is, in few words.
    pub(crate) name: String,
    pub(crate) definition: String,
    pub(crate) equation: String,
    pub(crate) unit: Unit,
    pub(crate) series: Series,
    /// Text in place of the range, for residuals and facts with a wording of their own.
    pub(crate) words: Option<String>,
}

impl Quantity {
    pub(crate) fn range(&self) -> Range {
        self.series.range()
    }

    /// The number as it is written: a range, or what the source says.
    pub(crate) fn text(&self) -> String {
        let Range { low, mid, high, .. } = self.range();
        match (&self.words, self.series.kind) {
            (Some(words), _) => words.clone(),
            (None, Kind::Observed) => format::exact(mid, &self.unit),
            (None, _) => format::range(low, high, &self.unit),
        }
    }

    /// Whether the change shows at all.
    pub(crate) fn shows(&self) -> bool {
        let Range { low, high, .. } = self.range();
        self.unit.shows(low, high)
    }

    /// The same quantity under another id and name.
    pub(crate) fn named(mut self, id: &str, name: String) -> Self {
        self.id = id.into();
        self.name = name;
        self
    }
}

/// One number of a briefing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// Its row on the page, from 1; absent if it stands in a figure or table only.
    pub number: Option<usize>,
    /// Stable id, for example `pipeline.real_income.CAN`.
    pub id: String,
    /// What it is, in few words.
    pub name: String,
    /// As it is written on the page.
    pub text: String,
    /// Low end.
    pub low: f64,
    /// Value of the default set.
    pub mid: f64,
    /// High end.
    pub high: f64,
    /// Unit of the three.
    pub unit: String,
    /// What it is, in sentences.
    pub definition: String,
    /// Page of the book that holds its equation; empty if it has none.
    pub equation: String,
    /// `observed`, `computed` or `judged`.
    pub kind: String,
    /// Over how many elasticity sets the range runs; 0 for what is observed.
    pub sets: usize,
    /// In how many sets the sign is the same; empty for what is observed.
    pub agreement: String,
    /// Ids or addresses of sources.
    pub sources: Vec<String>,
    /// Keys of the rows of the results table it is made of.
    pub rows: Vec<String>,
    /// Command that makes it.
    pub command: String,
}

/// The definition, origin and rows of a number, for the terminal.
pub fn explain(entry: &LedgerEntry) -> String {
    let mut text = format!("{} ({})\n  {}\n", entry.name, entry.id, entry.text);
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "  {name:<13}{value}");
        }
    };
    line("definition", &entry.definition);
    line("equation", &entry.equation);
    line("low", &entry.low.to_string());
    line("default set", &entry.mid.to_string());
    line("high", &entry.high.to_string());
    line("unit", &entry.unit);
    line("kind", &kind_words(&entry.kind));
    line("sets", &if entry.sets > 0 { entry.sets.to_string() } else { String::new() });
    line("sign", &entry.agreement);
    entry.rows.iter().for_each(|row| line("row", row));
    entry.sources.iter().for_each(|source| line("source", source));
    line("command", &entry.command);
    text
}

/// The kind as people say it.
pub(crate) fn kind_words(kind: &str) -> String {
    if kind == "judged" { "rests on a judged input".into() } else { kind.into() }
}

/// All numbers of a briefing, in the order in which they were first used.
#[derive(Default)]
pub(crate) struct Ledger {
    entries: Vec<LedgerEntry>,
    places: BTreeMap<String, usize>,
    cited: usize,
    command: String,
}

impl Ledger {
    pub(crate) fn new(command: String) -> Self {
        Self { command, ..Self::default() }
    }

    /// Keeps a number that stands in a figure or table.
    pub(crate) fn keep(&mut self, quantity: &Quantity) -> &LedgerEntry {
        let at = self.place(quantity);
        &self.entries[at]
    }

    /// Gives a number its row on the page.
    pub(crate) fn cite(&mut self, quantity: &Quantity) -> &LedgerEntry {
        let at = self.place(quantity);
        if self.entries[at].number.is_none() {
            self.cited += 1;
            self.entries[at].number = Some(self.cited);
        }
        &self.entries[at]
    }

    /// Whether a number has its row already.
    pub(crate) fn is_cited(&self, id: &str) -> bool {
        self.places.get(id).is_some_and(|at| self.entries[*at].number.is_some())
    }

    /// The entries with a row on the page come first, in the order of their numbers.
    pub(crate) fn finish(mut self) -> Vec<LedgerEntry> {
        self.entries.sort_by_key(|entry| (entry.number.unwrap_or(usize::MAX), entry.id.clone()));
        self.entries
    }

    fn place(&mut self, quantity: &Quantity) -> usize {
        if let Some(at) = self.places.get(&quantity.id) {
            return *at;
        }
        self.places.insert(quantity.id.clone(), self.entries.len());
        self.entries.push(entry(quantity, &self.command));
        self.entries.len() - 1
    }
}

fn entry(quantity: &Quantity, command: &str) -> LedgerEntry {
    let range = quantity.range();
    let observed = quantity.series.kind == Kind::Observed;
    let alone = observed || quantity.words.is_some() || range.sets < 2;
    LedgerEntry {
        number: None,
        id: quantity.id.clone(),
        name: quantity.name.clone(),
        text: quantity.text(),
        low: range.low,
        mid: range.mid,
        high: range.high,
        unit: quantity.unit.name(),
        definition: quantity.definition.clone(),
        equation: quantity.equation.clone(),
        kind: quantity.series.kind.as_str().into(),
        sets: if observed { 0 } else { range.sets },
        agreement: if alone { String::new() } else { agreement(&range) },
        sources: quantity.series.sources.iter().cloned().collect(),
        rows: quantity.series.keys.clone(),
        command: command.into(),
    }
}
