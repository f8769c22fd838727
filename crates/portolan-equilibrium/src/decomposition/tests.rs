use portolan_core::Slice;
use proptest::prelude::*;

use super::*;
use crate::Closure;
use crate::testing::{random_shock, random_theta, random_world};
use crate::{Primitives, outcomes};

fn problem(seed: u64, n: usize, j: usize, options: Options) -> Problem {
    Problem::new(Primitives::from(&random_world(seed, n, j)), &random_theta(seed, j), options).unwrap()
}

proptest! {
    #![proptest_config(crate::testing::cases(16))]

    #[test]
    fn the_parts_add_up_to_the_exact_change(
        seed in any::<u32>(), n in 2usize..5, j in 1usize..4, phi in prop::sample::select(vec![0.0, 0.35]), own in any::<bool>(),
    ) {
        let closure = if own { Closure::ShareOfOwn } else { Closure::ShareOfWorld };
        let problem = problem(u64::from(seed), n, j, Options { specific_share: phi, closure, ..Options::default() });
        let shock = random_shock(u64::from(seed), n, j);
        let parts = decomposition(&problem, &shock).unwrap();
        let exact = outcomes(&problem, &problem.solve(&shock).unwrap()).real_income_n;
        for m in 0..n {
            prop_assert!((parts.real_income_n[m] - exact[m].ln()).abs() < 1e-8);
            prop_assert!(parts.gap_n[m].abs() < 1e-8, "gap {:.1e}", parts.gap_n[m]);
            let sum = parts.terms_of_trade_n[m] + parts.volume_of_trade_n[m] + parts.trade_costs_n[m]
                + parts.technology_n[m] + parts.transfers_n[m];
            prop_assert!((sum + parts.gap_n[m] - parts.real_income_n[m]).abs() < 1e-13);
        }
    }

    #[test]
    fn a_path_in_two_legs_arrives_at_the_same_sum(seed in any::<u32>(), n in 2usize..4, j in 1usize..3) {
        let problem = problem(u64::from(seed), n, j, Options::default());
        let (first, second) = (random_shock(u64::from(seed), n, j), random_shock(u64::from(seed) + 1, n, j));
        let to_first = decomposition(&problem, &first).unwrap();
        let on_to_second = decomposition_between(&problem, &first, &second).unwrap();
        let to_second = decomposition(&problem, &second).unwrap();
        for m in 0..n {
            let legs = to_first.real_income_n[m] + on_to_second.real_income_n[m];
            prop_assert!((legs - to_second.real_income_n[m]).abs() < 1e-8);
            prop_assert!(on_to_second.gap_n[m].abs() < 1e-8);
        }
    }
}

#[test]
fn nothing_changes_without_a_shock() {
    let parts = decomposition(&problem(4, 4, 3, Options::default()), &Shock::default()).unwrap();
    let largest = |values: &[f64]| values.iter().fold(0.0f64, |a, v| a.max(v.abs()));
    assert!(largest(&parts.real_income_n) < 1e-14);
    assert!(largest(&parts.terms_of_trade_n) < 1e-12);
}

#[test]
fn what_does_not_change_has_no_part() {
    let mut shock = Shock::default();
    let problem = self::problem(6, 4, 3, Options::default());
    assert!(problem.reference().trade_nij[(1, 2, 0)] > 0.0);
    shock.set_tariff(Cell { j: 0, n: 1, i: 2 }, 0.4);
    let parts = decomposition(&problem, &shock).unwrap();
    assert!(parts.trade_costs_n.iter().chain(&parts.technology_n).all(|part| *part == 0.0));
    assert!(parts.transfers_n.iter().all(|part| part.abs() < 1e-9));
    assert!(parts.terms_of_trade_n[2] < 0.0, "the exporter that is taxed loses on its terms of trade");
}

#[test]
fn terms_of_trade_are_a_game_of_zero_sum_in_money() {
    let problem = problem(8, 3, 2, Options::mobile());
    let mut shock = Shock::default();
    shock.set_tariff(Cell { j: 0, n: 1, i: 2 }, problem.primitives().tau_nij[(1, 2, 0)] + 1e-4);
    let parts = decomposition(&problem, &shock).unwrap();
    let money: Vec<f64> = (0..3).map(|m| parts.terms_of_trade_n[m] * problem.reference().income_n[m]).collect();
    let largest = money.iter().fold(0.0f64, |a, v| a.max(v.abs()));
    assert!(money.iter().sum::<f64>().abs() < 1e-3 * largest, "{money:?}");
}

#[test]
fn cheaper_trade_of_domestic_goods_is_a_gain_of_trade_costs() {
    let problem = problem(2, 3, 2, Options::mobile());
    let mut shock = Shock::default();
    let cell = Cell { j: 1, n: 0, i: 0 };
    shock.cells.insert(cell, vec![Slice { weight: 1.0, tau: 0.0, export_tax: 0.0, d_hat: 0.99 }]);
    let parts = decomposition(&problem, &shock).unwrap();
    let domestic = problem.reference().trade_nij[(0, 0, 1)] / problem.reference().income_n[0];
    assert!((parts.trade_costs_n[0] / (domestic * -(0.99f64.ln())) - 1.0).abs() < 0.05);
}

#[test]
fn an_infinite_trade_cost_has_no_path() {
    let problem = problem(2, 3, 2, Options::mobile());
    let mut shock = Shock::default();
    let cell = Cell { j: 1, n: 0, i: 1 };
    shock.cells.insert(cell, vec![Slice { weight: 1.0, tau: 0.0, export_tax: 0.0, d_hat: f64::INFINITY }]);
    let Err(Failure::BadInput(findings)) = decomposition(&problem, &shock) else { panic!("a path to infinity") };
    assert_eq!(findings[0].code, "endless-path");
}
