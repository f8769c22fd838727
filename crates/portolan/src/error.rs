//! What can go wrong between a question and its answer.

use std::collections::BTreeMap;

use portolan_core::{Finding, World};
use portolan_equilibrium::Failure;

/// Texts that findings point into, by file name.
pub type Sources = BTreeMap<String, String>;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input is at fault; every fault is listed.
    #[error("{} faults in the input", findings.len())]
    Input {
        /// All faults.
        findings: Vec<Finding>,
        /// Texts that they point into.
        sources: Sources,
    },
    /// An equilibrium was not found; no number is given.
    #[error("{policy}, elasticities {set}, {variant} factors: {reason}")]
    Equilibrium {
        /// Policy that was being solved.
        policy: String,
        /// Elasticity set.
        set: String,
        /// Model variant.
        variant: String,
        /// Which equation failed, where and by how much, in words.
        reason: String,
    },
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] portolan_data::Error),
}

impl Error {
    pub(crate) fn equilibrium(policy: String, set: String, variant: String, failure: Failure, world: &World) -> Self {
        Error::Equilibrium { policy, set, variant, reason: reason(&failure, world) }
    }
}

/// What failed, with names instead of indices.
fn reason(failure: &Failure, world: &World) -> String {
    let place = failure.place().map_or(String::new(), |(equation, n, j)| {
        let sector = j.map_or(String::new(), |j| format!(", {}", world.sectors()[j].name));
        format!("{equation} equation, {}{sector}", world.economies()[n].name)
    });
    match failure {
        Failure::BadInput(_) => failure.to_string(),
        Failure::NoEquilibrium { reason, .. } => format!(
            "no equilibrium exists: {reason} ({place})\n  help: where a fixed deficit is the cause, `--set closure=zero` removes deficits first"
        ),
        Failure::NotConverged { certificate, .. } => format!(
            "no equilibrium found: {place} off by {:.1e}, tolerance {:.0e}",
            certificate.worst().value,
            certificate.tolerance
        ),
        Failure::Quota { .. } | Failure::Target { .. } => named(&failure.to_string(), world),
    }
}

/// Economies that a text counts, by their names.
fn named(text: &str, world: &World) -> String {
    let words = text.split_once("real GDP of economy ").and_then(|(before, after)| {
        let (digits, rest) = after.split_once(':')?;
        let economy = world.economies().get(digits.parse::<usize>().ok()?)?;
        Some(format!("{before}real GDP of {}:{rest}", economy.name))
    });
    words.unwrap_or_else(|| text.into())
}

impl From<Vec<Finding>> for Error {
    fn from(findings: Vec<Finding>) -> Self {
        Error::Input { findings, sources: Sources::new() }
    }
}
