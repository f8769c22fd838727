//! What is in force on a day: measures with their rates, share of trade and sources, layer by layer.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use portolan_core::Finding;
use portolan_core::policy::{LeftOut, Stack, Touched};

use crate::case::Case;
use crate::embedded;
use crate::error::Error;
use crate::run::Detail;
use crate::variants::jobs;

/// Registers of measures below `scenarios/`, of which the tables of duties are made.
const REGISTERS: [&str; 1] = ["us-measures/measures.csv"];

/// The reference world of a case on its day.
#[derive(Debug)]
pub struct InForce {
    /// Overlays in order, with what each touches.
    pub layers: Vec<Layer>,
    /// Measures that do not count on the day: announced for later, ended, or known later.
    pub left_out: Vec<LeftOut>,
    /// Entries of registers in force on the day.
    pub registered: Vec<Registered>,
    /// Why the layers cannot be solved on this day; measures are listed all the same.
    pub refused: Vec<Finding>,
}

/// An overlay and what it touches.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Name of the overlay.
    pub name: String,
    /// Title of its file.
    pub title: String,
    /// What its measures touch, in file order.
    pub touched: Vec<Touched>,
}

/// A measure of a register: one legal act on one partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// Columns of the register by name.
    pub columns: BTreeMap<String, String>,
}

impl Registered {
    /// A column; empty if the register lacks it.
    pub fn get(&self, column: &str) -> &str {
        self.columns.get(column).map_or("", String::as_str)
    }

    fn date(&self, column: &str) -> Option<Date> {
        let text = self.get(column);
        let full = match text.len() {
            4 => format!("{text}-01-01"),
            7 => format!("{text}-01"),
            _ => text.into(),
        };
        full.parse().ok()
    }

    /// True if the measure was known and in force on the day.
    pub fn in_force(&self, day: Date) -> bool {
        let begun = self.date("from").is_some_and(|from| from <= day);
        begun
            && self.date("known").is_none_or(|known| known <= day)
            && self.date("until").is_none_or(|until| day < until)
    }
}

/// What is in force in the reference world of a case.
///
/// # Errors
/// Faults of the overlays other than a day for which the tables of duties do not hold.
pub fn in_force(case: &Case) -> Result<InForce, Error> {
    let job = jobs(case, Detail::TERMINAL)[0];
    let stack = Stack::reference(&case.scenario, &case.library, None)?;
    let names: Vec<String> = stack.names().iter().map(ToString::to_string).collect();
    let mut report = InForce { layers: Vec::new(), left_out: Vec::new(), registered: Vec::new(), refused: Vec::new() };
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    for (k, name) in names.iter().enumerate() {
        match case.resolve(&stack.first(k + 1), &job) {
            Ok(resolution) => {
                let new = resolution.touched.iter().filter(|t| seen.insert((t.file.clone(), t.name.clone())));
                let touched = new.cloned().collect();
                let title = case.library.get(name).map_or(String::new(), |overlay| overlay.title.clone());
                report.layers.push(Layer { name: name.clone(), title, touched });
                report.left_out = resolution.left_out.clone();
            }
            Err(Error::Input { findings, .. }) if findings.iter().all(|f| f.code == "no-snapshot") => {
                report.refused = findings;
                break;
            }
            Err(error) => return Err(error),
        }
    }
    if let Some(day) = case.scenario.as_of {
        report.registered = registered()?.into_iter().filter(|measure| measure.in_force(day)).collect();
    }
    Ok(report)
}

/// Every entry of the registers.
fn registered() -> Result<Vec<Registered>, Error> {
    let mut measures = Vec::new();
    for (name, text) in REGISTERS.iter().filter_map(|name| embedded::file(name)) {
        let rows = portolan_data::csv_rows(text, name)?;
        measures.extend(rows.into_iter().map(|columns| Registered { columns }));
    }
    Ok(measures)
}
