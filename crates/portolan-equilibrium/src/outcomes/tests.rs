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
    let hats = o.real_income_n.iter().chain(&o.real_gdp_n).chain(&o.real_gdp_double_deflated_n).chain(&o.real_wage_n);
    assert!(hats.into_iter().all(|hat| (hat - 1.0).abs() < 1e-12));
    assert!(o.output_volume_nj.as_slice().iter().all(|hat| (hat - 1.0).abs() < 1e-12));
}

/// A random world of one sector in which a given share of output is value added everywhere: an equilibrium for any share.
fn one_sector(gamma: f64) -> Primitives {
    let p = Primitives::from(&random_world(3, 4, 1));
    Primitives {
        wl_n: p.output().as_slice().iter().map(|y| gamma * y).collect(),
        gamma_nj: Panel::filled(4, 1, gamma),
        gamma_nkj: portolan_core::InputTable::filled(4, 1, 1.0 - gamma),
        ..p
    }
}

#[test]
fn productivity_everywhere_raises_real_gdp_and_real_income_by_as_much_as_inputs_multiply_it() {
    let gamma = 0.4;
    let problem = Problem::new(one_sector(gamma), &[5.0], Options { tolerance: 1e-13, ..Options::mobile() }).unwrap();
    assert_eq!(problem.reference_work().outers, 0);
    let mut shock = portolan_core::Shock::default();
    (0..4).for_each(|m| {
        shock.productivity_hat.insert((m, 0), 1.1);
    });
    let o = outcomes(&problem, &problem.solve(&shock).unwrap());
    let hats = o.real_income_n.iter().chain(&o.real_gdp_n).chain(&o.real_gdp_double_deflated_n).chain(&o.real_wage_n);
    for hat in hats {
        assert!((hat / 1.1f64.powf(1.0 / gamma) - 1.0).abs() < 1e-11, "{hat}");
    }
}

/// Both measures of real GDP, less 1, of economy 0 after a shock.
fn growth(problem: &Problem, shock: &portolan_core::Shock) -> [f64; 2] {
    let o = outcomes(problem, &problem.solve(shock).unwrap());
    [o.real_gdp_n[0] - 1.0, o.real_gdp_double_deflated_n[0] - 1.0]
}

#[test]
fn terms_of_trade_move_real_gdp_in_first_order_with_single_deflation_and_not_with_double() {
    for options in [Options::default(), Options::mobile()] {
        let world = random_world(3, 4, 3);
        let options = Options { tolerance: 1e-13, ..options };
        let problem = Problem::new(Primitives::from(&world), &random_theta(3, 3), options).unwrap();
        // Economy 0 does nothing itself: what it sells and buys becomes dearer or cheaper.
        let tariff = |points: f64| {
            let mut shock = portolan_core::Shock::default();
            for j in 0..3 {
                shock.set_tariff(portolan_core::Cell { j, n: 1, i: 0 }, world.tau_nij()[(1, 0, j)] + points);
            }
            growth(&problem, &shock)
        };
        let ([single, double], [twice_single, twice_double]) = (tariff(1e-3), tariff(2e-3));
        assert!((twice_single / single / 2.0 - 1.0).abs() < 1e-2, "{single} {twice_single}");
        assert!((twice_double / double / 4.0 - 1.0).abs() < 1e-1, "{double} {twice_double}");
        assert!(double.abs() < 1e-2 * single.abs(), "{single} {double}");
    }
}

#[test]
fn productivity_raises_real_gdp_with_double_deflation_by_output_over_value_added() {
    for options in [Options::default(), Options::mobile()] {
        let problem = Problem::new(Primitives::from(&random_world(3, 4, 3)), &random_theta(3, 3), options).unwrap();
        let (step, p) = (1e-4, problem.primitives());
        let shock = portolan_core::Shock {
            productivity_hat: (0..3).map(|j| ((0, j), f64::exp(step))).collect(),
            ..Default::default()
        };
        let multiplier = p.output().row(0).iter().sum::<f64>() / p.wl_n[0];
        let [_, double] = growth(&problem, &shock);
        assert!((double / (step * multiplier) - 1.0).abs() < 1e-3, "{double} {multiplier}");
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
