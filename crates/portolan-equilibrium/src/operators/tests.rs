use portolan_core::{Cell, Shock, Slice};
use proptest::prelude::*;

use super::*;
use crate::testing::{random_shock, random_theta, random_world};
use crate::{Options, Primitives, Problem};

fn slice(weight: f64, tau: f64) -> Slice {
    Slice { weight, tau, export_tax: 0.0, d_hat: 1.0 }
}

#[test]
fn a_quarter_on_15_percent_of_a_cell_at_elasticity_5_is_worth_2_15_percent_and_yields_1_09_percent_of_spending() {
    let shares = cell_shares(1.0, 0.0, 5.0, &[slice(0.15, 0.25), slice(0.85, 0.0)]);
    let price_equivalent = shares.spent.powf(-1.0 / 5.0) - 1.0;
    let revenue = 1.0 - shares.received / shares.spent;
    assert_eq!(format!("{:.2}", 100.0 * price_equivalent), "2.15");
    assert_eq!(format!("{:.2}", 100.0 * revenue), "1.09");
}

#[test]
fn two_slices_that_meet_the_same_measures_are_one() {
    let measure = |weight| Slice { weight, tau: 0.3, export_tax: 0.1, d_hat: 1.1 };
    let (two, one) = (&[measure(0.4), measure(0.6)], &[measure(1.0)]);
    let (two, one) = (cell_shares(0.2, 0.05, 7.0, two), cell_shares(0.2, 0.05, 7.0, one));
    assert!((two.spent / one.spent - 1.0).abs() < 1e-14);
    assert!((two.after_tariff / one.after_tariff - 1.0).abs() < 1e-14);
    assert!((two.received / one.received - 1.0).abs() < 1e-14);
}

#[test]
fn an_export_tax_and_a_tariff_of_the_same_rate_spend_alike_and_pay_different_treasuries() {
    let tariff = cell_shares(0.2, 0.0, 4.0, &[slice(1.0, 0.1)]);
    let tax = cell_shares(0.2, 0.0, 4.0, &[Slice { weight: 1.0, tau: 0.0, export_tax: 0.1, d_hat: 1.0 }]);
    assert_eq!(tariff.spent, tax.spent);
    assert_eq!(tariff.received, tax.received);
    assert_eq!(tariff.after_tariff, tariff.received);
    assert_eq!(tax.after_tariff, tax.spent);
}

#[test]
fn a_cell_that_keeps_its_rates_keeps_its_share_to_the_last_bit() {
    let shares = cell_shares(0.123, 0.07, 9.0, &[slice(1.0, 0.07)]);
    assert_eq!(shares.spent, 0.123);
    assert_eq!(shares.received, 0.123 / 1.07);
}

proptest! {
    #![proptest_config(crate::testing::cases(16))]

    #[test]
    fn cutting_slices_into_halves_changes_nothing(seed in any::<u32>(), n in 2usize..5, j in 1usize..4) {
        let problem = problem(u64::from(seed), n, j);
        let whole = random_shock(u64::from(seed), n, j);
        let mut halves = whole.clone();
        for slices in halves.cells.values_mut() {
            let cut = |s: &Slice| [Slice { weight: 0.5 * s.weight, ..*s }; 2];
            *slices = slices.iter().flat_map(cut).collect();
        }
        let (a, b) = (problem.solve(&whole).unwrap(), problem.solve(&halves).unwrap());
        for (a, b) in a.w_n_hat.iter().zip(&b.w_n_hat) {
            prop_assert!((a / b - 1.0).abs() < 1e-10);
        }
    }

    #[test]
    fn rates_that_do_not_change_are_no_shock(seed in any::<u32>(), n in 2usize..5, j in 1usize..4) {
        let problem = problem(u64::from(seed), n, j);
        let mut same = Shock::default();
        for s in 0..j {
            for m in 0..n {
                for i in 0..n {
                    same.set_tariff(Cell { j: s, n: m, i }, problem.primitives().tau_nij[(m, i, s)]);
                }
            }
        }
        let solution = problem.solve(&same).unwrap();
        prop_assert_eq!(solution.work.outers, 0);
        prop_assert!(solution.w_n_hat.iter().all(|w| *w == 1.0));
    }
}

fn problem(seed: u64, n: usize, j: usize) -> Problem {
    let options = Options { tolerance: 1e-12, ..Options::default() };
    Problem::new(Primitives::from(&random_world(seed, n, j)), &random_theta(seed, j), options).unwrap()
}
