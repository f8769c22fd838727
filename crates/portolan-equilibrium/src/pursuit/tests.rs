use super::*;

/// A linear system with a bound: x + c·(others) = b.
fn linear(c: f64, b: &[f64], lower: &[f64]) -> Pursuit<()> {
    let trial = |x: &[f64]| {
        let sum: f64 = x.iter().sum();
        let step: Vec<f64> =
            x.iter().zip(b).zip(lower).map(|((x, b), low)| (b - x - c * (sum - x)).max(low - x)).collect();
        let gap = step.iter().fold(0.0, |worst: f64, s| worst.max(s.abs()));
        Ok(Trial { step, gap, found: () })
    };
    pursue(vec![0.0; b.len()], lower, 1e-12, 30, trial).unwrap()
}

#[test]
fn unknowns_that_depend_on_each_other_are_found_in_about_as_many_rounds_as_there_are() {
    let pursuit = linear(0.4, &[1.0, 0.5, 0.2], &[f64::NEG_INFINITY; 3]);
    let sum: f64 = pursuit.x.iter().sum();
    for (x, b) in pursuit.x.iter().zip([1.0, 0.5, 0.2]) {
        assert!((x + 0.4 * (sum - x) - b).abs() < 1e-11);
    }
    assert!(pursuit.rounds <= 5, "{}", pursuit.rounds);
}

#[test]
fn an_unknown_rests_at_its_bound_if_its_step_leads_below() {
    let pursuit = linear(0.4, &[1.0, 0.1], &[0.0; 2]);
    assert_eq!(pursuit.x[1], 0.0);
    assert!((pursuit.x[0] - 1.0).abs() < 1e-11);
    assert_eq!((step_above_zero(0.0, -2.0, 4.0), step_above_zero(0.3, 2.0, 4.0)), (0.0, 0.5));
    assert_eq!(step_above_zero(0.3, f64::NEG_INFINITY, 4.0), -0.3);
}

#[test]
fn nothing_is_moved_if_nothing_is_missing() {
    assert_eq!(linear(0.4, &[0.0, 0.0], &[f64::NEG_INFINITY; 2]).rounds, 0);
}

#[test]
fn rounds_end_even_where_there_is_no_answer() {
    let trial = |_: &[f64]| Ok(Trial { step: vec![1.0], gap: 1.0, found: () });
    let pursuit = pursue(vec![0.0], &[0.0], 1e-10, 7, trial).unwrap();
    assert_eq!((pursuit.rounds, pursuit.trial.gap), (7, 1.0));
}
