//! What is asked of the solver: the reference world and every policy as a shock, at the day of the question.

use portolan_core::policy::{ProductTable, Reason, Resolution, Setting, Stack, resolve};
use portolan_core::scenario::{Estimate, Library, Scenario};
use portolan_core::{Finding, Shock, World};

use crate::run::distinct;

/// Name of the policy of a file that lists none.
const OWN_MEASURES: &str = "scenario";

/// The reference and the policies as shocks to the world table.
#[derive(Debug, Default)]
pub struct Question {
    /// What the reference world changes.
    pub reference: Shock,
    /// What each policy changes, the reference included.
    pub policies: Vec<(String, Shock)>,
    /// What the reader should know: measures that do not count, products without a weight.
    pub notes: Vec<String>,
}

impl Question {
    /// Resolves the measures of a scenario and its overlays.
    ///
    /// # Errors
    /// Every fault that needs the world to be seen, of the reference and of all policies.
    pub(crate) fn new(
        scenario: &Scenario,
        library: &Library,
        world: &World,
        products: &ProductTable,
    ) -> Result<Self, Vec<Finding>> {
        let setting = Setting { world, products, date: scenario.as_of, estimate: Estimate::Mode };
        let (mut question, mut findings) = (Self::default(), Vec::new());
        let mut resolved = |stack: Result<Stack, Vec<Finding>>| {
            let resolution = stack.and_then(|stack| resolve(&stack, &setting)).unwrap_or_else(|found| {
                findings.extend(found);
                Resolution::default()
            });
            question.notes.extend(notes_of(&resolution));
            resolution.shock
        };
        let reference = resolved(Stack::reference(scenario, library, None));
        let ids: Vec<Option<&str>> = match scenario.policy.as_slice() {
            [] => vec![None],
            policies => policies.iter().map(|p| Some(p.id.as_str())).collect(),
        };
        let mut policies = Vec::new();
        for id in ids {
            let shock = resolved(Stack::policy(scenario, library, id, None));
            policies.push((id.unwrap_or(OWN_MEASURES).to_string(), shock));
        }
        let notes = distinct(question.notes.into_iter());
        if findings.is_empty() { Ok(Self { reference, policies, notes }) } else { Err(distinct(findings.into_iter())) }
    }
}

fn notes_of(resolution: &Resolution) -> Vec<String> {
    let mut notes: Vec<String> = resolution.notes.iter().map(|f| format!("{}; {}", f.message, f.remedy)).collect();
    let later = resolution.left_out.iter().filter(|l| matches!(l.reason, Reason::KnownLater(_))).count();
    let dated = resolution.left_out.len() - later;
    if later > 0 {
        notes.push(format!("{later} measures of overlays became known later and do not count"));
    }
    if dated > 0 {
        notes.push(format!("{dated} measures are not in force on the day and do not count"));
    }
    notes
}
