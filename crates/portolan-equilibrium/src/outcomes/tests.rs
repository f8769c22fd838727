use portolan_core::{Cell, Shock};
use proptest::prelude::*;

use super::*;
use crate::testing::{random_shock, random_theta, random_world};
use crate::{Options, Primitives};

proptest! {
    #![proptest_config(crate::testing::cases(16))]

    #[test]
    fn identities_of_the_accounts_hold(
        seed in any::<u32>(), n in 2usize..5, j in 1usize..4, phi in prop::sample::select(vec![0.0, 0.35]),
    ) {
        let world = random_world(u64::from(seed), n, j);
        let options = Options { specific_share: phi, tolerance: 1e-12, ..Options::default() };
        let problem = Problem::new(Primitives::from(&world), &random_theta(u64::from(seed), j), options).unwrap();
        let solution = problem.solve(&random_shock(u64::from(seed), n, j)).unwrap();
        let o = outcomes(&problem, &solution);
        for m in 0..n {
            let value_added: f64 = o.value_added_nj.row(m).iter().sum();
            let income = value_added + o.tariff_revenue_n[m] + o.export_tax_revenue_n[m] + o.trade_deficit_n[m];
            prop_assert!((income / o.nominal_income_n[m] - 1.0).abs() < 1e-10);
            let ev = o.equivalent_variation_n[m] / problem.reference().income_n[m];
            prop_assert!((ev - (o.real_income_n[m] - 1.0)).abs() < 1e-12);
            let (mut imports, mut exports) = (0.0, 0.0);
            for i in 0..n {
                for s in 0..j {
                    imports += o.trade_nij[(m, i, s)];
                    exports += o.trade_nij[(i, m, s)];
                }
            }
            // Imports cost the buyer the exporter's tax too, and exports earn it.
            let taxes_paid: f64 = (0..n).map(|i| (0..j).map(|s| taxes(&problem, &solution, u64::from(seed), m, i, s)).sum::<f64>()).sum();
            let gap = imports + taxes_paid - exports - o.export_tax_revenue_n[m] - o.trade_deficit_n[m];
            prop_assert!(gap.abs() < 1e-9 * imports, "{gap}");
            for s in 0..j {
                let sales: f64 = (0..n).map(|b| o.trade_nij[(b, m, s)]).sum();
                prop_assert!((sales - o.output_nj[(m, s)]).abs() < 1e-9 * sales.max(1.0));
                let shares: f64 = solution.pi_prime_nij.row(m, s).iter().sum();
                prop_assert!(shares == 0.0 || (shares - 1.0).abs() < 1e-12);
            }
        }
        prop_assert!(o.trade_deficit_n.iter().sum::<f64>().abs() < 1e-8 * o.nominal_income_n.iter().sum::<f64>());
        prop_assert_eq!(o.real_sector_income_nj.is_some(), phi > 0.0);
    }
}

/// Export taxes in the price of what `m` buys from `i`.
fn taxes(problem: &Problem, solution: &Solution, seed: u64, m: usize, i: usize, s: usize) -> f64 {
    let (n, j) = (solution.economies(), solution.sectors());
    let shock = random_shock(seed, n, j);
    let Some(slices) = shock.cells.get(&portolan_core::Cell { j: s, n: m, i }) else { return 0.0 };
    let tau = problem.primitives().tau_nij[(m, i, s)];
    let shares = crate::cell_shares(1.0, tau, problem.theta_j()[s], slices);
    solution.trade_nij[(m, i, s)] * (shares.after_tariff - shares.received) / shares.received
}

#[test]
fn the_reference_compares_with_itself_as_one() {
    let problem =
        Problem::new(Primitives::from(&random_world(3, 4, 3)), &random_theta(3, 3), Options::default()).unwrap();
    let o = outcomes(&problem, problem.reference());
    assert!(
        o.real_income_n
            .iter()
            .chain(&o.real_gdp_n)
            .chain(&o.real_gdp_double_deflated_n)
            .chain(&o.real_wage_n)
            .all(|hat| (hat - 1.0).abs() < 1e-12)
    );
    assert!(o.output_volume_nj.as_slice().iter().all(|hat| (hat - 1.0).abs() < 1e-12));
}

#[test]
fn productivity_everywhere_raises_real_gdp_and_real_income_by_as_much_as_inputs_multiply_it() {
    let world = random_world(3, 4, 1);
    let problem = Problem::new(Primitives::from(&world), &[5.0], Options::mobile()).unwrap();
    let mut shock = portolan_core::Shock::default();
    (0..4).for_each(|m| {
        shock.productivity_hat.insert((m, 0), 1.1);
    });
    let o = outcomes(&problem, &problem.solve(&shock).unwrap());
    for m in 0..4 {
        assert!(o.real_income_n[m] > 1.1 && o.real_gdp_n[m] > 1.1, "inputs become cheaper too");
    }
}

#[test]
fn the_exposed_sector_s_specific_factor_loses_most_from_a_tariff_on_its_exports() {
    let world = random_world(9, 3, 3);
    let problem = Problem::new(Primitives::from(&world), &[5.0; 3], Options::default()).unwrap();
    let mut shock = portolan_core::Shock::default();
    for n in [0, 2] {
        shock.set_tariff(portolan_core::Cell { j: 1, n, i: 1 }, 0.8);
    }
    let o = outcomes(&problem, &problem.solve(&shock).unwrap());
    let incomes = o.real_sector_income_nj.unwrap();
    assert!(incomes[(1, 1)] < incomes[(1, 0)] && incomes[(1, 1)] < incomes[(1, 2)]);
    assert!(incomes[(1, 1)] < 1.0);
}

#[test]
fn double_deflation_counts_volumes_and_no_terms_of_trade() {
    let world = random_world(3, 5, 4);
    let options = Options { specific_share: 0.0, ..Options::default() };
    let problem = Problem::new(Primitives::from(&world), &[4.0; 4], options).unwrap();
    let small = |rate: f64| {
        let mut shock = Shock::default();
        for j in 0..4 {
            shock.set_tariff(Cell { j, n: 0, i: 1 }, world.tau_nij()[(0, 1, j)] + rate);
        }
        outcomes(&problem, &problem.solve(&shock).unwrap())
    };
    // Where no duty distorts, volumes move in second order: a tenth of the duty moves them by a hundredth.
    let untaxed = (0..5).find(|n| (0..4).all(|j| world.tau_nij().row(*n, j).iter().all(|t| *t == 0.0)));
    let n = untaxed.unwrap_or(2);
    let (large, little) = (small(0.10), small(0.01));
    let single = (large.real_gdp_n[n] - 1.0).abs();
    let double = (large.real_gdp_double_deflated_n[n] - 1.0).abs();
    assert!(double < single, "{double} {single}");
    assert!((little.real_gdp_double_deflated_n[n] - 1.0).abs() < double);
}
