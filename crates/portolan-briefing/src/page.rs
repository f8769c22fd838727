//! The page before it is rendered.

use std::collections::{BTreeMap, BTreeSet};

use portolan_core::results::Row;
use serde::Serialize;

use crate::desk::Desk;
use crate::format;
use crate::ledger::{LedgerEntry, kind_words};
use crate::line::{Block, Line, Piece, Section};
use crate::material::Material;
use crate::sections::{self, Note};

/// Everything that is rendered.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) deck: Vec<Line>,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) sections: Vec<Section>,
    pub(crate) numbers: Vec<Number>,
    pub(crate) notes: Vec<Note>,
    pub(crate) sources: Vec<Line>,
    pub(crate) example: BTreeMap<&'static str, Line>,
    pub(crate) sets: String,
    /// What of the effect of agreements the ends hold.
    pub(crate) agreements: &'static str,
    pub(crate) version: String,
    pub(crate) run: String,
    #[serde(skip)]
    pub(crate) ledger: Vec<LedgerEntry>,
}

/// A row of *Every number*.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Number {
    pub(crate) number: usize,
    pub(crate) name: String,
    pub(crate) definition: String,
    /// Row with the same definition.
    pub(crate) defined_as: Option<usize>,
    pub(crate) text: String,
    pub(crate) unit: String,
    pub(crate) kind: String,
    pub(crate) agreement: String,
    pub(crate) origin: Line,
    pub(crate) id: String,
}

pub(crate) fn page(rows: &[Row], m: &Material) -> Page {
    let mut desk = Desk::new(rows, m);
    let deck = deck(&mut desk);
    let sections = sections::all(&mut desk);
    let notes = sections::notes(&mut desk);
    let sets = desk.book.over().in_words();
    let prior = desk.book.places("non_tariff_below_zero").next().is_some() && desk.book.over().at_ends > 0;
    let agreements = if prior { ", the error of the agreement effect among them" } else { "" };
    let ledger = std::mem::take(&mut desk.ledger).finish();
    let cited: Vec<&LedgerEntry> = ledger.iter().filter(|entry| entry.number.is_some()).collect();
    let mut used: BTreeSet<String> = cited.iter().flat_map(|entry| entry.sources.iter().cloned()).collect();
    used.extend(m.deals.iter().flat_map(|deal| deal.sources.iter().cloned()));
    Page {
        title: m.title.clone(),
        deck,
        facts: facts(m),
        sections: without_empty(sections, &cited),
        example: example(&cited),
        numbers: numbers(&cited, m),
        notes,
        sources: sections::sources(&desk, &used),
        sets,
        agreements,
        version: m.version.clone(),
        run: m.run.clone(),
        ledger,
    }
}

fn deck(desk: &mut Desk) -> Vec<Line> {
    let deck = desk.m.case.texts.deck.clone();
    let told: Vec<Line> = deck.iter().map(|said| desk.told(said)).filter(|line| !line.is_empty()).collect();
    match (told.is_empty(), desk.m.question.is_empty()) {
        (false, _) => told,
        (true, false) => vec![desk.m.question.as_str().into()],
        (true, true) => Vec::new(),
    }
}

fn facts(m: &Material) -> Vec<(String, String)> {
    let horizon = m.case.texts.target.as_ref().map_or(String::new(), |target| target.by.to_string());
    let facts = [
        ("Asked as of", format::day(m.as_of)),
        ("Horizon", horizon),
        ("World", m.world.clone()),
        ("Elasticity sets", m.sets.len().to_string()),
        ("Run", m.run.clone()),
    ];
    let said = facts.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(name, value)| (name.to_string(), value)).collect()
}

/// A page on which no number stands has no list of numbers.
fn without_empty(sections: Vec<Section>, cited: &[&LedgerEntry]) -> Vec<Section> {
    let empty = |s: &Section| cited.is_empty() && matches!(s.blocks.as_slice(), [Block::Ledger]);
    sections.into_iter().filter(|section| !empty(section)).collect()
}

/// One number of each kind, for the key.
fn example(cited: &[&LedgerEntry]) -> BTreeMap<&'static str, Line> {
    let mut example = BTreeMap::new();
    for (kind, class) in [("observed", "n o nr"), ("computed", "n nr"), ("judged", "n j nr")] {
        let plain = |e: &&&LedgerEntry| e.kind == kind && !e.text.contains("effect");
        if let Some(entry) = cited.iter().find(plain) {
            let title = format!("{}: {} ({})", entry.name, entry.definition, kind_words(&entry.kind));
            let number = entry.number.unwrap_or(0);
            example.insert(kind, Line(vec![Piece::Number { number, text: entry.text.clone(), title, class }]));
        }
    }
    example
}

/// Rows of the list; a definition is spelled out once.
fn numbers(cited: &[&LedgerEntry], m: &Material) -> Vec<Number> {
    let mut defined: BTreeMap<&str, usize> = BTreeMap::new();
    let mut numbers = Vec::new();
    for entry in cited {
        let mut row = number(entry, m);
        let first = *defined.entry(&entry.definition).or_insert(row.number);
        if first != row.number && !row.definition.is_empty() {
            row.definition.clear();
            row.defined_as = Some(first);
        }
        numbers.push(row);
    }
    numbers
}

fn number(entry: &LedgerEntry, m: &Material) -> Number {
    let whole = entry.definition.starts_with(&entry.name);
    Number {
        defined_as: None,
        number: entry.number.unwrap_or(0),
        name: if whole { entry.definition.clone() } else { entry.name.clone() },
        definition: if whole { String::new() } else { entry.definition.clone() },
        text: entry.text.clone(),
        unit: entry.unit.clone(),
        kind: if entry.kind == "judged" { "judged ◇".into() } else { entry.kind.clone() },
        agreement: if entry.low < 0.0 && entry.high > 0.0 { entry.agreement.clone() } else { String::new() },
        origin: origin(entry, m),
        id: entry.id.clone(),
    }
}

/// Sources of an observed number, as links where they are addresses; a computed number rests on all of the run's, which its
/// entry in the ledger file lists.
fn origin(entry: &LedgerEntry, m: &Material) -> Line {
    let mut line = Line::default();
    if entry.kind != "observed" {
        return line;
    }
    // Estimates, outturns and answers of surveys have their link in the table where they stand.
    let linked = ["fact.estimate:", "fact.outturn:", "fact.poll:"].iter().any(|table| entry.id.starts_with(table));
    for source in entry.sources.iter().take(2) {
        let piece = match m.sources.get(source) {
            None if linked => Piece::Text { text: host(source) },
            Some(known) if !known.url.is_empty() => Piece::Link { text: known.title.clone(), url: known.url.clone() },
            None if source.starts_with("http") => Piece::Link { text: host(source), url: source.clone() },
            _ => Piece::Text { text: source.clone() },
        };
        line = line.then(Line(vec![piece])).joined(m.case.texts.second_hand(source).into());
    }
    line
}

fn host(url: &str) -> String {
    let bare = url.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    bare.split('/').next().unwrap_or(bare).into()
}
