//! The duties of 24 October 2025 on the balanced table, arranged in three ways: the structure of the measures decides the answer.

use portolan::{Block, Case, Detail, run};

/// Change of Canada's real income in per cent, and share of the United States in its goods exports.
type Answer = (f64, f64);

/// Answers of the three policies for every elasticity set, with mobile factors.
fn answers() -> [Vec<Answer>; 3] {
    let case = Case::load("us-three-ways", &[("sets".into(), "all".into())]).unwrap();
    let run = run(&case, Detail::TERMINAL).unwrap();
    let answer = |b: &Block| {
        let income = b.value("real_income", "CAN", "", "").unwrap();
        let share = b.value("export_share", "CAN", "USA", "goods").unwrap();
        ((income.value / income.reference - 1.0) * 100.0, share.value)
    };
    ["even", "by-sector", "by-product"]
        .map(|policy| run.policy_blocks().filter(|b| b.policy == policy && b.variant == "mobile").map(answer).collect())
}

fn lies_near(values: impl Iterator<Item = f64> + Clone, (low, high): (f64, f64), within: f64) {
    let (least, most) = (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max));
    assert!((least - low).abs() <= within && (most - high).abs() <= within, "{least} to {most}, not {low} to {high}");
}

#[test]
fn the_same_average_loses_when_it_is_even_and_not_when_it_is_as_it_was() {
    let [even, sector, product] = answers();
    assert_eq!((even.len(), sector.len(), product.len()), (9, 9, 9));
    lies_near(even.iter().map(|a| a.0), (-0.38, -0.16), 0.03);
    lies_near(even.iter().map(|a| a.1), (0.692, 0.724), 0.01);
    lies_near(product.iter().map(|a| a.0), (-0.06, 0.10), 0.03);
    lies_near(product.iter().map(|a| a.1), (0.730, 0.753), 0.01);
    for k in 0..9 {
        assert!(even[k].0 < sector[k].0 && sector[k].0 < product[k].0, "set {k}");
        assert!(even[k].1 < sector[k].1 && sector[k].1 < product[k].1, "set {k}");
    }
}
