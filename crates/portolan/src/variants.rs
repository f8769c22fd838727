//! Variants of the model in which a question is answered, each for one or for all elasticity sets.

use portolan_core::Elasticities;
use portolan_core::scenario::{Estimate, Factors};
use portolan_equilibrium::Options;

use crate::case::Case;
use crate::run::Detail;

/// How the model is varied around the scenario: treatment of factors, judged shares and priors, rents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Variant {
    pub(crate) name: &'static str,
    /// Whether a part of value added stays in its sector.
    pub(crate) specific: bool,
    /// Which end of judged shares and priors counts.
    pub(crate) estimate: Estimate,
    /// Part of non-tariff cuts that is rent; `None`: as the scenario says.
    pub(crate) rent: Option<f64>,
}

impl Variant {
    /// True unless it stands at an end of what is judged.
    pub(crate) fn is_middle(self) -> bool {
        self.estimate == Estimate::Mode && self.rent.is_none()
    }
}

const fn variant(name: &'static str, specific: bool, estimate: Estimate, rent: Option<f64>) -> Variant {
    Variant { name, specific, estimate, rent }
}

/// The default variant first, then the other treatment of factors.
const FACTORS: [Variant; 2] =
    [variant("specific", true, Estimate::Mode, None), variant("mobile", false, Estimate::Mode, None)];

/// Variants that a briefing shows for the middle set, by treatment of factors.
const ENDS: [[Variant; 3]; 2] = [
    [
        variant("specific-low", true, Estimate::Low, None),
        variant("specific-high", true, Estimate::High, None),
        variant("specific-rent", true, Estimate::Mode, Some(0.5)),
    ],
    [
        variant("mobile-low", false, Estimate::Low, None),
        variant("mobile-high", false, Estimate::High, None),
        variant("mobile-rent", false, Estimate::Mode, Some(0.5)),
    ],
];

/// One elasticity set with one variant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Job<'a> {
    pub(crate) set: &'a Elasticities,
    pub(crate) variant: Variant,
}

/// The variant that is shown.
pub(crate) fn main_variant(case: &Case) -> Variant {
    if case.scenario.model.factors == Factors::Specific { FACTORS[0] } else { FACTORS[1] }
}

/// Every set with both treatments of factors; for a briefing the middle set at the ends of what is judged too.
pub(crate) fn jobs(case: &Case, detail: Detail) -> Vec<Job<'_>> {
    let main = main_variant(case);
    let other = FACTORS[usize::from(main == FACTORS[0])];
    let mut jobs: Vec<Job> =
        case.sets.iter().flat_map(|set| [main, other].map(|variant| Job { set, variant })).collect();
    if detail.briefing {
        let ends = ENDS[usize::from(!main.specific)];
        jobs.extend(ends.map(|variant| Job { set: &case.sets[0], variant }));
    }
    jobs
}

impl Job<'_> {
    /// True for the middle set in the variant that is shown.
    pub(crate) fn is_main(&self, case: &Case) -> bool {
        self.set.id == case.sets[0].id && self.variant == main_variant(case)
    }

    /// True for the variant that is shown, and for it at the ends of what is judged: those of which a briefing gives ranges.
    pub(crate) fn in_range(&self, case: &Case) -> bool {
        self.variant.specific == main_variant(case).specific && self.variant.rent.is_none()
    }

    pub(crate) fn rent(&self, case: &Case) -> f64 {
        self.variant.rent.unwrap_or(case.scenario.model.rent)
    }

    pub(crate) fn options(&self, case: &Case) -> Options {
        use portolan_core::scenario::Closure as Asked;
        use portolan_equilibrium::Closure;
        let closure = match case.scenario.closure {
            Asked::ShareOfOwn => Closure::ShareOfOwn,
            Asked::Zero => Closure::Zero,
            Asked::ShareOfWorld | Asked::Endogenous => Closure::ShareOfWorld,
        };
        let specific_share = if self.variant.specific { case.scenario.model.factor_share } else { 0.0 };
        Options { closure, specific_share, ..Options::default() }
    }
}
