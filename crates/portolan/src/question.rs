//! What is asked of the solver: the reference world and every policy as a shock, at the day of the question.

use std::collections::BTreeSet;
use std::sync::Arc;

use portolan_core::policy::{Reason, Resolution, Stack, Touched};
use portolan_core::{Finding, Shock};

use crate::case::Case;
use crate::error::Error;
use crate::run::{Detail, distinct};
use crate::variants::jobs;
use crate::walk::evidence;

/// Name of the policy of a file that lists none.
const OWN_MEASURES: &str = "scenario";

/// The reference world and the policies as shocks to the world table, in every regime.
#[derive(Debug, Default)]
pub struct Question {
    /// The scenario as it stands, then each of its regimes.
    pub regimes: Vec<Regime>,
    /// What each measure touches, of the reference and of all policies.
    pub touched: Vec<Touched>,
    /// What the reader should know: measures that do not count, products without a weight, judged inputs.
    pub notes: Vec<String>,
}

/// A state of the world in which policies are compared.
#[derive(Debug)]
pub struct Regime {
    /// Its id; empty for the scenario as it stands.
    pub id: String,
    /// What the reference world changes.
    pub reference: Shock,
    /// What is compared with it.
    pub policies: Vec<Policy>,
}

/// A policy as numbers.
#[derive(Debug)]
pub struct Policy {
    /// Its id.
    pub id: String,
    /// What it changes, the reference included.
    pub shock: Shock,
    /// True if a measure of it or of the reference rests on a judgement.
    pub judged: bool,
    /// Source ids of its measures; those of the reference stand at its steps.
    pub sources: BTreeSet<String>,
}

impl Question {
    /// True if the policy leaves the reference world as it is.
    pub fn changes_nothing(&self, policy: &str) -> bool {
        let same = |regime: &Regime| regime.policies.iter().all(|p| p.id != policy || p.shock == regime.reference);
        self.regimes.iter().all(same)
    }

    /// Resolves the measures of a case and its overlays, for its middle set.
    ///
    /// # Errors
    /// Every fault that needs the world to be seen, of the reference and of all policies.
    pub(crate) fn new(case: &Case) -> Result<Self, Vec<Finding>> {
        let (scenario, library) = (&case.scenario, &case.library);
        let job = jobs(case, Detail::TERMINAL)[0];
        let (mut notes, mut touched, mut findings) = (Vec::new(), Vec::new(), Vec::new());
        let mut resolved = |stack: Result<Stack, Vec<Finding>>| {
            let resolution = stack.map_err(Error::from).and_then(|stack| case.resolve(&stack, &job));
            let resolution = resolution.unwrap_or_else(|error| {
                if let Error::Input { findings: found, .. } = error {
                    findings.extend(found);
                }
                Arc::default()
            });
            notes.extend(notes_of(&resolution));
            touched.extend(resolution.touched.iter().cloned());
            resolution
        };
        let policy_ids: Vec<Option<&str>> = match scenario.policy.as_slice() {
            [] => vec![None],
            policies => policies.iter().map(|p| Some(p.id.as_str())).collect(),
        };
        let regime_ids = std::iter::once(None).chain(scenario.regime.iter().map(|r| Some(r.id.as_str())));
        let mut regimes = Vec::new();
        for regime in regime_ids {
            let reference = resolved(Stack::reference(scenario, library, regime));
            let beside = evidence(&reference).1;
            let policies = policy_ids
                .iter()
                .map(|id| policy(*id, &resolved(Stack::policy(scenario, library, *id, regime)), &beside));
            let (id, policies) = (regime.unwrap_or_default().into(), policies.collect());
            regimes.push(Regime { id, reference: reference.shock.clone(), policies });
        }
        let notes = case.asked_earlier.iter().cloned().chain(notes);
        let (notes, touched) = (distinct(notes), first_of_each(touched));
        if findings.is_empty() { Ok(Self { regimes, touched, notes }) } else { Err(distinct(findings.into_iter())) }
    }
}

/// Each measure once, as it stands where it is first met.
fn first_of_each(mut touched: Vec<Touched>) -> Vec<Touched> {
    let mut seen = BTreeSet::new();
    touched.retain(|t| seen.insert((t.file.clone(), t.name.clone())));
    touched
}

/// A policy; sources of the reference stand at the reference.
fn policy(id: Option<&str>, resolution: &Resolution, reference: &BTreeSet<String>) -> Policy {
    let (judged, sources) = evidence(resolution);
    let sources = sources.difference(reference).cloned().collect();
    Policy { id: id.unwrap_or(OWN_MEASURES).into(), judged, sources, shock: resolution.shock.clone() }
}

/// Most names that a note lists.
const NAMES_SHOWN: usize = 8;

fn first_of(names: &[&str]) -> String {
    let shown = names[..names.len().min(NAMES_SHOWN)].join(", ");
    match names.len().saturating_sub(NAMES_SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more, which `portolan reference` lists"),
    }
}

fn notes_of(resolution: &Resolution) -> Vec<String> {
    let mut notes: Vec<String> = resolution.notes.iter().map(|f| format!("{}; {}", f.message, f.remedy)).collect();
    let later = resolution.left_out.iter().filter(|l| matches!(l.reason, Reason::KnownLater(_))).count();
    let dated = resolution.left_out.len() - later;
    let judged: Vec<&str> = resolution.touched.iter().filter(|t| t.judged).map(|t| t.name.as_str()).collect();
    if !judged.is_empty() {
        notes.push(format!(
            "the answer rests on judgements or hypotheses, rows without a source: {}",
            first_of(&judged)
        ));
    }
    if later > 0 {
        notes.push(format!("{later} measures of overlays became known later and do not count"));
    }
    if dated > 0 {
        notes.push(format!("{dated} measures are not in force on the day and do not count"));
    }
    notes
}
