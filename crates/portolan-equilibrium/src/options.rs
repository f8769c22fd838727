//! What can be chosen about a problem.

use portolan_core::{Finding, Place};

/// What happens to trade deficits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closure {
    /// A constant share of world value added. With the numéraire, world value added, it is a deficit fixed in nominal terms.
    ShareOfWorld,
    /// A constant share of the economy's own value added; what is then missing in the world is spread over value added.
    ShareOfOwn,
    /// No deficits: they are purged in a solve of their own, whose outcome is the reference of every policy.
    Zero,
}

/// Options of a problem; `Default` gives the values whose reasons stand at the fields.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Largest relative residual of any equation, 1e-10: beyond what any outcome is reported with, and reachable by every
    /// elasticity set; 1e-13 is reachable at two to four iterations more.
    pub tolerance: f64,
    /// Share of value added that is earned by a factor specific to its sector, 0.35: about the share of capital and
    /// resources; 0 lets every factor move between sectors.
    pub specific_share: f64,
    /// What happens to deficits, [`Closure::ShareOfWorld`]: an assumption like the others, by default because no transfer
    /// changes in the unit of account. Results depend on it in the first order of the deficit: compare closures where it is large.
    pub closure: Closure,
    /// Steps that Anderson acceleration remembers, 5: more gains nothing on the hard cases, fewer costs iterations.
    pub memory: usize,
    /// Block steps on prices and on spending within an iteration, 2: solving them further gains no outer iteration.
    pub inner: usize,
    /// Iterations before the safeguard takes over, 60: twice what the hardest known case needs.
    pub max_outers: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            tolerance: 1e-10,
            specific_share: 0.35,
            closure: Closure::ShareOfWorld,
            memory: 5,
            inner: 2,
            max_outers: 60,
        }
    }
}

impl Options {
    /// Mobile factors, everything else as by default.
    pub fn mobile() -> Self {
        Self { specific_share: 0.0, ..Self::default() }
    }

    pub(crate) fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut check = |holds: bool, field: &str, value: f64, expected: &str| {
            if !holds {
                findings.push(Finding {
                    code: "bad-option",
                    place: Place { cell: field.into(), ..Place::default() },
                    message: format!("{field} is {value}"),
                    expected: expected.into(),
                    remedy: "leave the option at its default".into(),
                });
            }
        };
        check(self.tolerance >= 1e-14 && self.tolerance < 1e-2, "tolerance", self.tolerance, "1e-14 to 1e-2");
        let share = self.specific_share;
        check((0.0..1.0).contains(&share), "specific_share", share, "zero or more, below 1");
        check((1..=16).contains(&self.inner), "inner", self.inner as f64, "1 to 16");
        check(self.memory <= 20, "memory", self.memory as f64, "at most 20");
        findings
    }
}
