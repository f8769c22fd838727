//! Texts that a scenario names: overlays and tables. The caller supplies them; this crate reads no files.

use std::collections::BTreeMap;

use super::table::rows;
use super::{Origin, Scenario, TariffChange};
use crate::finding::{Finding, Place};

/// What kind of text is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WantedKind {
    /// Another scenario file.
    Overlay,
    /// A CSV file of measures.
    Table,
    /// A file of the library of agreements, by its name without `lib:`.
    Agreement,
}

/// A text that a file names.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Its name as written: a path, or the name of an embedded file.
    pub name: &'a str,
    /// Its kind.
    pub kind: WantedKind,
    /// The file that names it; paths are relative to its folder.
    pub by: &'a str,
}

/// Supplies a text: the name of its file as people know it, and the text.
pub type Load<'a> = dyn Fn(Wanted) -> Result<(String, String), Finding> + 'a;

impl Scenario {
    /// Reads the tables that `table = ` names into the rows of their entries.
    ///
    /// # Errors
    /// All mistakes of all tables; what the caller says of a table that it cannot supply, at the place that names it.
    pub fn read_tables(&mut self, load: &Load) -> Result<(), Vec<Finding>> {
        let mut findings = Vec::new();
        for entry in &mut self.tariff {
            let TariffChange::Table(name) = &entry.change else { continue };
            match load(Wanted { name, kind: WantedKind::Table, by: entry.origin.file() }) {
                Ok((file, text)) => match rows(&text, &file, &entry.record) {
                    Ok(read) => entry.rows = read,
                    Err(faults) => findings.extend(faults),
                },
                Err(finding) => findings.push(Finding { place: entry.origin.place("table"), ..finding }),
            }
        }
        if findings.is_empty() { Ok(()) } else { Err(findings) }
    }
}

/// Overlays by the name under which scenarios use them, their tables read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    overlays: BTreeMap<String, Scenario>,
}

impl Library {
    /// Reads every overlay that the scenario names in `reference` and `use`.
    ///
    /// # Errors
    /// All mistakes of all overlays and of their tables, and names that the caller cannot supply.
    pub fn read(scenario: &Scenario, load: &Load) -> Result<Self, Vec<Finding>> {
        let mut library = Self::default();
        let mut findings = Vec::new();
        for (name, place) in overlay_names(scenario) {
            if library.overlays.contains_key(name) {
                continue;
            }
            if name.starts_with("lib:") {
                findings.push(agreement_finding(name, place));
                continue;
            }
            let wanted = Wanted { name, kind: WantedKind::Overlay, by: scenario.origin.file() };
            match load(wanted) {
                Ok((file, text)) => match overlay(&file, &text, load) {
                    Ok(read) => drop(library.overlays.insert(name.to_string(), read)),
                    Err(faults) => findings.extend(faults),
                },
                Err(finding) => findings.push(Finding { place, ..finding }),
            }
        }
        if findings.is_empty() { Ok(library) } else { Err(findings) }
    }

    /// Adds an overlay that is read already.
    pub fn insert(&mut self, name: &str, overlay: Scenario) {
        self.overlays.insert(name.into(), overlay);
    }

    /// The overlay of this name.
    pub fn get(&self, name: &str) -> Option<&Scenario> {
        self.overlays.get(name)
    }

    /// Names in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.overlays.keys().map(String::as_str)
    }
}

/// Names in `reference` and `use` that are not ids of the file's own measures, each with its place.
fn overlay_names(scenario: &Scenario) -> Vec<(&str, Place)> {
    let own = scenario.measure_ids();
    let reference = named(&scenario.reference, "reference", &scenario.origin);
    let uses = scenario.policy.iter().flat_map(|p| named(&p.uses, "use", &p.origin));
    reference.chain(uses).filter(|(name, _)| !own.contains(name)).collect()
}

fn named<'a>(names: &'a [String], key: &'a str, origin: &'a Origin) -> impl Iterator<Item = (&'a str, Place)> {
    names.iter().enumerate().map(move |(i, name)| (name.as_str(), origin.place(&format!("{key}[{}]", i + 1))))
}

fn agreement_finding(name: &str, place: Place) -> Finding {
    Finding {
        code: "not-in-this-version",
        place,
        message: format!("`{name}` asks for an agreement of the library, which this version does not solve"),
        expected: "overlays, and ids of measures of this file".into(),
        remedy: "write what the agreement brings as [[tariff]] and [[trade_cost]] rows, and use their ids".into(),
    }
}

fn overlay(file: &str, text: &str, load: &Load) -> Result<Scenario, Vec<Finding>> {
    let mut overlay = Scenario::parse(text, file)?;
    let mut findings = overlay_findings(&overlay);
    if let Err(more) = overlay.read_tables(load) {
        findings.extend(more);
    }
    if findings.is_empty() { Ok(overlay) } else { Err(findings) }
}

/// An overlay is measures only.
fn overlay_findings(overlay: &Scenario) -> Vec<Finding> {
    let asked = [
        ("question", !overlay.question.is_empty()),
        ("reference", !overlay.reference.is_empty()),
        ("policy", !overlay.policy.is_empty()),
        ("regime", !overlay.regime.is_empty()),
    ];
    let finding = |key: &str| Finding {
        code: "not-an-overlay",
        place: overlay.origin.place(key),
        message: format!("the file is used as an overlay, and has `{key}`"),
        expected: "a file of measures without a question".into(),
        remedy: format!("remove `{key}`, or name a file that holds measures only"),
    };
    asked.iter().filter(|(_, written)| *written).map(|(key, _)| finding(key)).collect()
}
