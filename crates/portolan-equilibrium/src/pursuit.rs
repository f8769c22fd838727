//! A few unknowns beside the equilibrium (rates of quotas, factors that meet targets), found around it by accelerated steps.

use crate::anderson::Anderson;
use crate::failure::Failure;

/// Steps that the acceleration remembers: with many targets at once, more than within a solve pays.
const MEMORY: usize = 10;
/// Longest move of an unknown in one round, in logarithms: an extrapolation beyond it is not trusted.
const LONGEST: f64 = 1.0;

/// Growth of the gap at which a step counts as too long.
const WORSE: f64 = 2.0;
/// Halvings of one step.
const HALVINGS: usize = 6;

/// What the unknowns give.
#[derive(Clone, Debug)]
pub(crate) struct Trial<T> {
    /// Step of each unknown that would close its own gap if nothing else moved.
    pub(crate) step: Vec<f64>,
    /// Largest gap.
    pub(crate) gap: f64,
    /// What else is known at these unknowns.
    pub(crate) found: T,
}

/// Where a pursuit has ended: the last unknowns, what they give, and the trials after the first.
#[derive(Clone, Debug)]
pub(crate) struct Pursuit<T> {
    pub(crate) x: Vec<f64>,
    pub(crate) trial: Trial<T>,
    pub(crate) rounds: usize,
}

/// Moves `x` by accelerated steps, never below `lower`, until the largest gap is within `tolerance` or `most` rounds are over.
/// A step after which the gap is much larger, or after which nothing can be solved, is halved, and what was remembered is forgotten.
///
/// # Errors
/// Those of the first trial. If no shorter step avoids a later one, the pursuit ends where it was.
pub(crate) fn pursue<T>(
    mut x: Vec<f64>,
    lower: &[f64],
    tolerance: f64,
    most: usize,
    mut trial: impl FnMut(&[f64]) -> Result<Trial<T>, Failure>,
) -> Result<Pursuit<T>, Failure> {
    let mut anderson = Anderson::new(MEMORY);
    let mut here = trial(&x)?;
    let mut rounds = 0;
    while here.gap > tolerance && rounds < most {
        let mut next = bounded(&x, &anderson.next(&x, here.step.clone()), lower);
        let mut there = trial(&next);
        rounds += 1;
        for _ in 0..HALVINGS {
            if there.as_ref().is_ok_and(|there| there.gap <= WORSE * here.gap) {
                break;
            }
            anderson = Anderson::new(MEMORY);
            next.iter_mut().zip(&x).for_each(|(next, x)| *next = 0.5 * (*next + x));
            there = trial(&next);
            rounds += 1;
        }
        let Ok(there) = there else { break };
        (x, here) = (next, there);
    }
    Ok(Pursuit { x, trial: here, rounds })
}

fn bounded(x: &[f64], next: &[f64], lower: &[f64]) -> Vec<f64> {
    let moved = |((x, next), lower): ((&f64, &f64), &f64)| (x + (next - x).clamp(-LONGEST, LONGEST)).max(*lower);
    x.iter().zip(next).zip(lower).map(moved).collect()
}

/// Step of an unknown that is not negative and rests at zero while its gap is negative.
pub(crate) fn step_above_zero(x: f64, gap: f64, slope: f64) -> f64 {
    (gap / slope).max(-x)
}

#[cfg(test)]
mod tests;
