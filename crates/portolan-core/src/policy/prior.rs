//! Priors of the non-tariff part: what an agreement does to trade in all, estimated from earlier agreements.

use std::collections::BTreeMap;

use crate::scenario::Estimate;

/// Standard errors between the mean and the 5% and 95% points of a normal distribution.
const FIVE_PER_CENT: f64 = 1.645;

/// Effect of an agreement on the logarithm of trade, its tariff cut included; normal.
#[derive(Clone, Debug, PartialEq)]
pub struct Prior {
    /// Name, for example `rta-prior`.
    pub id: String,
    /// Key in `parameters/literature.bib`.
    pub source: String,
    /// Mean, once all of it is phased in.
    pub beta: f64,
    /// Variance.
    pub variance: f64,
    /// Years after entry into force, and the part of `beta` that is there by then.
    pub phase_in: Vec<(u32, f64)>,
}

impl Prior {
    /// The mean, or the point below which 5% or 95% of the distribution lie.
    pub fn at(&self, estimate: Estimate) -> f64 {
        let distance = FIVE_PER_CENT * self.variance.sqrt();
        match estimate {
            Estimate::Low => self.beta - distance,
            Estimate::Mode => self.beta,
            Estimate::High => self.beta + distance,
        }
    }

    /// Probability that the effect is below `m`.
    pub fn probability_below(&self, m: f64) -> f64 {
        if self.variance > 0.0 {
            normal_cdf((m - self.beta) / self.variance.sqrt())
        } else {
            f64::from(u8::from(self.beta < m))
        }
    }
}

/// Priors by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Priors(BTreeMap<String, Prior>);

impl Priors {
    /// The prior of this name.
    pub fn get(&self, id: &str) -> Option<&Prior> {
        self.0.get(id)
    }

    /// Names in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl FromIterator<Prior> for Priors {
    fn from_iter<I: IntoIterator<Item = Prior>>(priors: I) -> Self {
        Self(priors.into_iter().map(|prior| (prior.id.clone(), prior)).collect())
    }
}

/// The normal distribution function, by the series x + x³/3 + x⁵/(3·5) + … of (Φ(x) − ½)/φ(x) (Marsaglia 2004, *Journal
/// of Statistical Software* 11(4)); the error is below 1e-15, and what lies beyond eight standard deviations is 0 or 1.
pub(crate) fn normal_cdf(x: f64) -> f64 {
    if x.abs() > 8.0 {
        return if x > 0.0 { 1.0 } else { 0.0 };
    }
    let (mut sum, mut before, mut term, mut odd) = (x, f64::NAN, x, 1.0);
    while sum != before {
        before = sum;
        odd += 2.0;
        term *= x * x / odd;
        sum += term;
    }
    0.5 + sum * (-0.5 * x * x).exp() / std::f64::consts::TAU.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_distribution_function_agrees_with_tables() {
        let table =
            [(0.0, 0.5), (1.0, 0.841_344_746_068_543), (1.96, 0.975_002_104_851_780), (-3.0, 1.349_898_031_630e-3)];
        for (x, expected) in table {
            assert!((normal_cdf(x) - expected).abs() < 1e-14, "{x}: {}", normal_cdf(x));
        }
        assert_eq!((normal_cdf(-9.0), normal_cdf(9.0)), (0.0, 1.0));
    }

    #[test]
    fn the_ends_of_a_prior_hold_nine_tenths_of_it() {
        let prior = Prior { id: "p".into(), source: "s".into(), beta: 0.475, variance: 0.012, phase_in: Vec::new() };
        let below = |estimate| prior.probability_below(prior.at(estimate));
        assert!((below(Estimate::Low) - 0.05).abs() < 1e-4 && (below(Estimate::High) - 0.95).abs() < 1e-4);
        assert_eq!(below(Estimate::Mode), 0.5);
        let certain = Prior { variance: 0.0, ..prior };
        assert_eq!((certain.probability_below(0.4), certain.probability_below(0.5)), (0.0, 1.0));
    }
}
