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
    /// Reads every overlay and agreement that the scenario names in `reference` and `use`, and the structures that the
    /// overlays name.
    ///
    /// # Errors
    /// All mistakes of all overlays and of their tables, and names that the caller cannot supply.
    pub fn read(scenario: &Scenario, load: &Load) -> Result<Self, Vec<Finding>> {
        let mut library = Self::default();
        let mut findings = Vec::new();
        for (name, place) in overlay_names(scenario) {
            library.add(name, (scenario.origin.file(), place), load, &mut findings);
        }
        let structures: Vec<(String, String, Place)> = library.overlays.values().flat_map(structure_names).collect();
        for (name, by, place) in structures {
            library.add(&name, (&by, place), load, &mut findings);
        }
        if findings.is_empty() { Ok(library) } else { Err(findings) }
    }

    /// Reads a file, unless it is read already. Names of the library of agreements begin with `lib:`.
    fn add(&mut self, name: &str, (by, place): (&str, Place), load: &Load, findings: &mut Vec<Finding>) {
        if self.overlays.contains_key(name) {
            return;
        }
        let agreement = name.strip_prefix("lib:");
        let kind = if agreement.is_some() { WantedKind::Agreement } else { WantedKind::Overlay };
        let (file, text) = match load(Wanted { name: agreement.unwrap_or(name), kind, by }) {
            Ok(found) => found,
            Err(finding) => return findings.push(Finding { place, ..finding }),
        };
        match overlay(&file, &text, load) {
            Ok(read) => {
                findings.extend(agreement.and_then(|id| agreement_finding(id, &read)));
                self.overlays.insert(name.to_string(), read);
            }
            Err(faults) => findings.extend(faults),
        }
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

/// A file of the library holds one agreement, of its own name; other measures may come with it.
fn agreement_finding(id: &str, read: &Scenario) -> Option<Finding> {
    let (place, message) = match read.agreement.as_slice() {
        [one] if one.id == id => return None,
        [one] => (one.origin.place("id"), format!("the file of `lib:{id}` has the agreement `{}`", one.id)),
        others => (read.origin.place("agreement"), format!("the file of `lib:{id}` has {} agreements", others.len())),
    };
    Some(Finding {
        code: "not-an-agreement",
        place,
        message,
        expected: format!("one [[agreement]] with id = \"{id}\""),
        remedy: "give each agreement a file of its name".into(),
    })
}

/// Names of the structures of an overlay, with the file and the place that name them.
fn structure_names(overlay: &Scenario) -> Vec<(String, String, Place)> {
    let structures = named(&overlay.structures, "structures", &overlay.origin);
    structures.map(|(name, place)| (name.into(), overlay.origin.file().into(), place)).collect()
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
