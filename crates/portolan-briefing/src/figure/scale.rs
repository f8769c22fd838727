//! Axes with ticks at 1-2-5 steps, and class limits of the diverging colours.

use super::number::number;

/// A straight axis from 0 to 100 per cent of the drawing's width.
pub(super) struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    /// The axis that holds zero and all values, with at most `most` steps.
    pub(super) fn from_zero(values: impl IntoIterator<Item = f64>, most: usize) -> Self {
        Self::covering(values.into_iter().chain([0.0]), most)
    }

    /// The axis that holds all values, with at most `most` steps.
    pub(super) fn covering(values: impl IntoIterator<Item = f64>, most: usize) -> Self {
        let (low, high) = values
            .into_iter()
            .filter(|v| v.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        let (low, high) = match high - low {
            w if w > 0.0 && w.is_finite() => (low, high),
            _ if low.is_finite() && low != 0.0 => (low - low.abs() / 10.0, high + high.abs() / 10.0),
            _ => (0.0, 1.0),
        };
        let mut step = round_step((high - low) / most as f64);
        while (high / step - 1e-9).ceil() - (low / step + 1e-9).floor() > most as f64 {
            step = round_step(step * 1.01);
        }
        let (low, high) = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
        Self { low, high, step }
    }

    /// Place of a value, per cent of the width.
    pub(super) fn percent(&self, value: f64) -> f64 {
        100.0 * (value - self.low) / (self.high - self.low)
    }

    /// Values of the ticks, from left to right.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let (first, last) = ((self.low / self.step).round() as i64, (self.high / self.step).round() as i64);
        (first..=last).map(|n| n as f64 * self.step).collect()
    }

    /// Decimals that part neighbouring ticks.
    pub(super) fn decimals(&self) -> usize {
        (-(self.step.log10() + 1e-9).floor()).clamp(0.0, 12.0) as usize
    }

    /// Most decimals of a number beside this axis: two, or more where the axis itself is that fine.
    pub(super) fn most_decimals(&self) -> usize {
        self.decimals().max(2)
    }

    /// The label of a tick.
    pub(super) fn label(&self, tick: f64) -> String {
        number(tick, self.decimals())
    }
}

/// The smallest of 1, 2 and 5 times a power of ten that is at least `least`.
fn round_step(least: f64) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0].map(|f| f * power).into_iter().find(|s| *s >= least * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

/// Six limits of seven classes, symmetric around zero, at 1-2-5 steps up to the 95th percentile of the sizes.
pub fn class_limits(values: impl IntoIterator<Item = f64>) -> [f64; 6] {
    let mut sizes: Vec<f64> = values.into_iter().map(f64::abs).filter(|v| v.is_finite() && *v > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    let largest = match sizes.len() {
        0 => 1.0,
        n => sizes[(n - 1) * 95 / 100],
    };
    let power = 10f64.powf((largest.log10() + 1e-9).floor());
    let [a, b, c] = match largest / power + 1e-9 {
        f if f >= 5.0 => [1.0, 2.0, 5.0],
        f if f >= 2.0 => [0.5, 1.0, 2.0],
        _ => [0.2, 0.5, 1.0],
    }
    .map(|f| f * power);
    [-c, -b, -a, a, b, c]
}

/// The class of a value among seven, 1 for the greatest loss to 7 for the greatest gain.
pub(super) fn class_of(value: f64, limits: &[f64; 6]) -> usize {
    1 + limits.iter().enumerate().filter(|(n, limit)| if *n < 3 { value >= **limit } else { value > **limit }).count()
}

/// Decimals with which all limits can be told apart.
pub(super) fn decimals_of_limits(limits: &[f64; 6]) -> usize {
    let least = limits.iter().map(|l| l.abs()).filter(|l| *l > 0.0).fold(f64::INFINITY, f64::min);
    if least.is_finite() { (-(least.log10() + 1e-9).floor()).clamp(0.0, 12.0) as usize } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_stand_at_one_two_five_steps_and_include_zero() {
        let scale = Scale::from_zero([-0.013, 0.047], 5);
        assert_eq!(
            scale.ticks().iter().map(|t| scale.label(*t)).collect::<Vec<_>>(),
            ["\u{2212}0.02", "0.00", "0.02", "0.04", "0.06"]
        );
        assert_eq!(scale.percent(0.0), 25.0);
        assert_eq!(scale.percent(0.06), 100.0);
    }

    #[test]
    fn an_axis_never_has_more_steps_than_asked() {
        for (low, high) in [(0.0, 1.0), (-3.0, 4.9), (71.2, 77.9), (-1e-6, 2e-6), (0.9, 1.1), (-49.0, 51.0)] {
            let scale = Scale::covering([low, high], 4);
            assert!(scale.ticks().len() <= 5, "{low} to {high}: {:?}", scale.ticks());
            assert!(scale.percent(low) >= -1e-6 && scale.percent(high) <= 100.0 + 1e-6);
        }
    }

    #[test]
    fn an_axis_without_values_or_width_is_still_an_axis() {
        assert_eq!(Scale::from_zero([f64::NAN], 4).percent(1.0), 100.0);
        let scale = Scale::covering([75.0, 75.0], 4);
        assert!((0.0..=100.0).contains(&scale.percent(75.0)));
    }

    #[test]
    fn class_limits_are_symmetric_and_leave_the_ends_open() {
        let limits = class_limits((1..=100).map(|n| n as f64 / 1000.0));
        assert_eq!(
            limits.map(|l| number(l, 2)),
            ["\u{2212}0.05", "\u{2212}0.02", "\u{2212}0.01", "0.01", "0.02", "0.05"]
        );
        assert_eq!(
            [-9.0, -0.05, -0.01, 0.0, 0.01, 0.0101, 0.05, 9.0].map(|v| class_of(v, &limits)),
            [1, 2, 4, 4, 4, 5, 6, 7]
        );
    }
}
