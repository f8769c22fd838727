//! How a solve can end without a solution.

use portolan_core::Finding;

use crate::certificate::{Certificate, Equation};
use crate::solution::Work;

/// A solve that gives no number. Economies and sectors are indices of the table.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Failure {
    /// The table, the elasticities, the options or the shock cannot be used.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    BadInput(Vec<Finding>),
    /// No prices exist at which every equation holds.
    #[error("no equilibrium exists: {reason} ({equation} equation, economy {economy}{})", sector_text(.sector))]
    NoEquilibrium {
        /// Equation that no prices can meet.
        equation: Equation,
        /// Economy for which it fails.
        economy: usize,
        /// Sector for which it fails, if it is one.
        sector: Option<usize>,
        /// Why, in words.
        reason: &'static str,
    },
    /// No equilibrium was found.
    #[error("no equilibrium found: {}", .certificate.worst())]
    NotConverged {
        /// Residuals at the best point.
        certificate: Box<Certificate>,
        /// What was spent.
        work: Work,
    },
    /// No rate was found at which imports meet a quota.
    #[error("no rate was found at which imports meet the quota {name}: off by {gap:.1e} of its quantity")]
    Quota {
        /// Id of the quota that is furthest off.
        name: String,
        /// By how much, relative to its quantity.
        gap: f64,
        /// Importer.
        economy: usize,
        /// Sector of its first slice.
        sector: usize,
        /// What was spent.
        work: Work,
    },
    /// No factor was found that meets a target.
    #[error("no factor was found that meets the target {name}: off by {gap:.1e} of it after {rounds} rounds")]
    Target {
        /// The target that is furthest off.
        name: String,
        /// The economy whose growth it is, if it is no capacity.
        economy: Option<usize>,
        /// By how much, relative to it.
        gap: f64,
        /// Solves after the first.
        rounds: usize,
    },
}

impl Failure {
    /// The equation that fails, with the economy and the sector; none for bad input and for targets, which are no equations.
    pub fn place(&self) -> Option<(Equation, usize, Option<usize>)> {
        match self {
            Failure::BadInput(_) | Failure::Target { .. } => None,
            Failure::Quota { economy, sector, .. } => Some((Equation::Quota, *economy, Some(*sector))),
            Failure::NoEquilibrium { equation, economy, sector, .. } => Some((*equation, *economy, *sector)),
            Failure::NotConverged { certificate, .. } => {
                let worst = certificate.worst();
                Some((worst.equation, worst.economy, worst.sector))
            }
        }
    }
}

fn sector_text(sector: &Option<usize>) -> String {
    sector.map_or(String::new(), |j| format!(", sector {j}"))
}
