//! Laws that hold in every world, tried on random ones.

use portolan_core::{Cell, Cube, InputTable, Panel, Shock, Slice};
use portolan_equilibrium::testing::{random_shock, random_theta, random_world};
use portolan_equilibrium::{Closure, Failure, Options, Primitives, Problem, Solution, Status, outcomes};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

fn cases(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(2015), failure_persistence: None, ..Config::default() }
}

fn options(phi: f64, closure: Closure) -> Options {
    Options { tolerance: 1e-13, specific_share: phi, closure, ..Options::default() }
}

fn closure() -> impl Strategy<Value = Closure> {
    prop::sample::select(vec![Closure::ShareOfWorld, Closure::ShareOfOwn, Closure::Zero])
}

fn factor_share() -> impl Strategy<Value = f64> {
    prop::sample::select(vec![0.0, 0.35])
}

fn gap(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a / b - 1.0).abs()).fold(0.0, f64::max)
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn nothing_changes_without_a_shock(seed in any::<u32>(), n in 2usize..6, j in 1usize..4, phi in factor_share(), closure in closure()) {
        let seed = u64::from(seed);
        let problem = Problem::new(Primitives::from(&random_world(seed, n, j)), &random_theta(seed, j), options(phi, closure)).unwrap();
        let solution = problem.solve(&Shock::default()).unwrap();
        prop_assert_eq!(solution.work.outers, 0);
        prop_assert!(solution.certificate.worst().value <= 1e-13);
        prop_assert!(solution.w_n_hat.iter().all(|hat| *hat == 1.0));
    }

    #[test]
    fn the_unit_of_account_does_not_matter(seed in any::<u32>(), n in 2usize..5, j in 1usize..4, phi in factor_share(), closure in closure()) {
        let (seed, theta_j) = (u64::from(seed), random_theta(u64::from(seed), j));
        let primitives = Primitives::from(&random_world(seed, n, j));
        let unit = 1e-6;
        let in_trillions = Primitives {
            x_nj: Panel::from_fn(n, j, |m, s| primitives.x_nj[(m, s)] * unit),
            wl_n: primitives.wl_n.iter().map(|v| v * unit).collect(),
            deficit_n: primitives.deficit_n.iter().map(|v| v * unit).collect(),
            ..primitives.clone()
        };
        let shock = random_shock(seed, n, j);
        let solve = |p: Primitives| Problem::new(p, &theta_j, options(phi, closure)).unwrap().solve(&shock).unwrap();
        let (a, b) = (solve(primitives), solve(in_trillions));
        prop_assert!(gap(&a.w_n_hat, &b.w_n_hat) < 1e-11);
        prop_assert!(gap(a.p_nj_hat.as_slice(), b.p_nj_hat.as_slice()) < 1e-11);
        let back: Vec<f64> = b.income_n.iter().map(|v| v / unit).collect();
        prop_assert!(gap(&a.income_n, &back) < 1e-11);
    }

    #[test]
    fn the_order_of_economies_does_not_matter(seed in any::<u32>(), n in 2usize..6, j in 1usize..4, phi in factor_share()) {
        let (seed, theta_j) = (u64::from(seed), random_theta(u64::from(seed), j));
        let p = Primitives::from(&random_world(seed, n, j));
        let new = |m: usize| (m * (n - 1) + 1) % n;
        let turned = Primitives {
            pi_nij: Cube::from_fn(n, j, |m, i, s| p.pi_nij[(new(m), new(i), s)]),
            tau_nij: Cube::from_fn(n, j, |m, i, s| p.tau_nij[(new(m), new(i), s)]),
            x_nj: Panel::from_fn(n, j, |m, s| p.x_nj[(new(m), s)]),
            gamma_nj: Panel::from_fn(n, j, |m, s| p.gamma_nj[(new(m), s)]),
            gamma_nkj: InputTable::from_fn(n, j, |m, k, s| p.gamma_nkj[(new(m), k, s)]),
            alpha_nj: Panel::from_fn(n, j, |m, s| p.alpha_nj[(new(m), s)]),
            wl_n: (0..n).map(|m| p.wl_n[new(m)]).collect(),
            deficit_n: (0..n).map(|m| p.deficit_n[new(m)]).collect(),
        };
        let old = |m: usize| (0..n).find(|k| new(*k) == m).unwrap();
        let shock = random_shock(seed, n, j);
        let turned_shock = Shock {
            cells: shock.cells.iter().map(|(c, s)| (Cell { j: c.j, n: old(c.n), i: old(c.i) }, s.clone())).collect(),
            productivity_hat: shock.productivity_hat.iter().map(|((m, s), z)| ((old(*m), *s), *z)).collect(),
            quotas: Vec::new(),
        };
        let o = options(phi, Closure::ShareOfWorld);
        let a = Problem::new(p, &theta_j, o).unwrap().solve(&shock).unwrap();
        let b = Problem::new(turned, &theta_j, o).unwrap().solve(&turned_shock).unwrap();
        for m in 0..n {
            prop_assert!((a.w_n_hat[new(m)] / b.w_n_hat[m] - 1.0).abs() < 1e-11);
        }
    }

    /// Walras' law: the books of all economies together balance at any point, so that the last market clears by itself.
    #[test]
    fn the_last_factor_market_clears_by_itself(seed in any::<u32>(), n in 2usize..6, j in 1usize..4, phi in factor_share(), closure in closure()) {
        let seed = u64::from(seed);
        let problem = Problem::new(Primitives::from(&random_world(seed, n, j)), &random_theta(seed, j), options(phi, closure)).unwrap();
        let loose = Options { tolerance: 1e-4, ..*problem.options() };
        let rough = Problem::new(problem.primitives().clone(), problem.theta_j(), loose).unwrap();
        let s = rough.solve(&random_shock(seed, n, j)).unwrap();
        let paid = |m: usize| -> f64 { (0..j).map(|k| rough.primitives().gamma_nj[(m, k)] * s.y_nj[(m, k)]).sum() };
        let excess: f64 = (0..n).map(|m| paid(m) - s.w_n_hat[m] * rough.primitives().wl_n[m]).sum();
        let unspent: f64 = (0..n).map(|m| demand_gap(&rough, &s, m)).sum();
        let world: f64 = rough.primitives().wl_n.iter().sum();
        // Factor markets are off by exactly what spending is off: no equation of the n+1 is independent of the others.
        prop_assert!((excess - unspent).abs() < 1e-12 * world, "{excess} {unspent}");
    }

    #[test]
    fn one_sector_welfare_is_the_home_share_formula(seed in any::<u32>(), n in 2usize..6, theta in 1.0f64..9.0, d in 0.7f64..1.4) {
        let primitives = free_trade(u64::from(seed), n, 1);
        let problem = Problem::new(primitives, &[theta], options(0.0, Closure::Zero)).unwrap();
        let mut shock = Shock::default();
        for i in 1..n {
            let slice = Slice { weight: 1.0, tau: 0.0, export_tax: 0.0, d_hat: d };
            shock.cells.insert(Cell { j: 0, n: 0, i }, vec![slice]);
        }
        let solution = problem.solve(&shock).unwrap();
        let o = outcomes(&problem, &solution);
        for m in 0..n {
            let home = solution.pi_prime_nij[(m, m, 0)] / problem.primitives().pi_nij[(m, m, 0)];
            // Inputs multiply the gains by one over the value-added share.
            let exponent = -1.0 / (theta * problem.primitives().gamma_nj[(m, 0)]);
            prop_assert!((o.real_income_n[m] / home.powf(exponent) - 1.0).abs() < 1e-11);
        }
    }

    #[test]
    fn a_shock_and_its_start_from_elsewhere_agree(seed in any::<u32>(), n in 2usize..6, j in 1usize..4, phi in factor_share()) {
        let seed = u64::from(seed);
        let problem = Problem::new(Primitives::from(&random_world(seed, n, j)), &random_theta(seed, j), options(phi, Closure::ShareOfWorld)).unwrap();
        let (a, b) = (random_shock(seed, n, j), random_shock(seed + 1, n, j));
        let cold = problem.solve(&b).unwrap();
        let warm = problem.solve_from(&b, &problem.solve(&a).unwrap()).unwrap();
        prop_assert!(gap(&cold.w_n_hat, &warm.w_n_hat) < 1e-11);
        // Started at its own solution, to a tolerance that the way through exponentials does not touch.
        let looser = Options { tolerance: 1e-11, ..*problem.options() };
        let again = Problem::new(problem.primitives().clone(), problem.theta_j(), looser).unwrap();
        prop_assert_eq!(again.solve_from(&b, &cold).unwrap().work.outers, 0);
    }

    #[test]
    fn raising_a_tariff_on_one_seller_lowers_his_real_income(seed in any::<u32>(), n in 3usize..6) {
        let primitives = free_trade(u64::from(seed), n, 1);
        let problem = Problem::new(primitives, &[5.0], options(0.0, Closure::Zero)).unwrap();
        let mut shock = Shock::default();
        for m in 0..n - 1 {
            shock.set_tariff(Cell { j: 0, n: m, i: n - 1 }, 0.2);
        }
        prop_assert!(outcomes(&problem, &problem.solve(&shock).unwrap()).real_income_n[n - 1] < 1.0);
    }
}

/// Demand of an economy less its spending, USD mn.
fn demand_gap(problem: &Problem, s: &Solution, m: usize) -> f64 {
    let p = problem.primitives();
    let spent: f64 = s.x_nj.row(m).iter().sum();
    let inputs: f64 = (0..s.sectors()).map(|j| (1.0 - p.gamma_nj[(m, j)]) * s.y_nj[(m, j)]).sum();
    spent - inputs - s.income_n[m]
}

/// A random world without tariffs, in which everybody trades with everybody.
fn free_trade(seed: u64, n: usize, j: usize) -> Primitives {
    let p = Primitives::from(&random_world(seed, n, j));
    let pi = |m, i, s| 0.9 * p.pi_nij[(m, i, s)] + 0.1 / n as f64;
    Primitives { tau_nij: Cube::filled(n, j, 0.0), pi_nij: Cube::from_fn(n, j, pi), ..p }
}

#[test]
fn economies_that_are_alike_fare_alike() {
    let (n, j) = (4, 3);
    let primitives = symmetric(n, j);
    for phi in [0.0, 0.35] {
        let problem = Problem::new(primitives.clone(), &[3.0, 5.0, 8.0], options(phi, Closure::ShareOfWorld)).unwrap();
        let mut shock = Shock::default();
        for m in 0..n {
            for i in (0..n).filter(|i| *i != m) {
                shock.set_tariff(Cell { j: 1, n: m, i }, 0.3);
            }
        }
        let solution = problem.solve(&shock).unwrap();
        assert!(solution.w_n_hat.iter().all(|w| (w - 1.0).abs() < 1e-13));
        let o = outcomes(&problem, &solution);
        assert!(o.real_income_n.iter().all(|w| (w - o.real_income_n[0]).abs() < 1e-13 && *w < 1.0));
    }
}

fn symmetric(n: usize, j: usize) -> Primitives {
    let home = 0.7;
    let away = (1.0 - home) / (n - 1) as f64;
    Primitives {
        pi_nij: Cube::from_fn(n, j, |m, i, _| if m == i { home } else { away }),
        tau_nij: Cube::filled(n, j, 0.0),
        x_nj: Panel::filled(n, j, 100.0),
        gamma_nj: Panel::filled(n, j, 0.4),
        gamma_nkj: InputTable::filled(n, j, 0.6 / j as f64),
        alpha_nj: Panel::filled(n, j, 1.0 / j as f64),
        wl_n: vec![40.0 * j as f64; n],
        deficit_n: vec![0.0; n],
    }
}

#[test]
fn autarky_of_a_balanced_world_is_the_limit_of_ever_costlier_trade() {
    let (n, j, theta_j) = (3, 2, [4.0, 6.0]);
    let problem = Problem::new(symmetric(n, j), &theta_j, options(0.0, Closure::ShareOfWorld)).unwrap();
    let all_trade_costs = |d_hat: f64| {
        let mut shock = Shock::default();
        for s in 0..j {
            for m in 0..n {
                for i in (0..n).filter(|i| *i != m) {
                    shock
                        .cells
                        .insert(Cell { j: s, n: m, i }, vec![Slice { weight: 1.0, tau: 0.0, export_tax: 0.0, d_hat }]);
                }
            }
        }
        outcomes(&problem, &problem.solve(&shock).unwrap()).real_income_n[0]
    };
    let autarky = all_trade_costs(f64::INFINITY);
    // Home shares rise from 0.7 to 1; with two alike sectors the multiplier of inputs is 1/(1 − 0.6).
    let formula: f64 = theta_j.iter().map(|theta| 0.7f64.ln() / theta / 2.0).sum::<f64>() / 0.4;
    assert!((autarky.ln() - formula).abs() < 1e-12);
    let costs = [2.0, 4.0, 16.0, 256.0].map(all_trade_costs);
    assert!(costs.windows(2).all(|pair| pair[1] < pair[0]) && costs[3] > autarky);
    assert!((costs[3] / autarky - 1.0).abs() < 1e-8);
}

#[test]
fn a_uniform_tariff_and_a_uniform_export_tax_of_the_rest_are_the_same_wedge() {
    // Lerner: with balanced trade, a tariff of one economy on all imports is an export tax of the same rate on all its exports.
    let world = random_world(12, 3, 2);
    let p = Primitives { tau_nij: Cube::filled(3, 2, 0.0), ..Primitives::from(&world) };
    let problem = Problem::new(p, &[4.0, 6.0], options(0.0, Closure::Zero)).unwrap();
    let (mut tariff, mut tax) = (Shock::default(), Shock::default());
    for j in 0..2 {
        for i in 1..3 {
            tariff.set_tariff(Cell { j, n: 0, i }, 0.2);
            let slice = Slice { weight: 1.0, tau: 0.0, export_tax: 0.2, d_hat: 1.0 };
            tax.cells.insert(Cell { j, n: i, i: 0 }, vec![slice]);
        }
    }
    let real_income = |shock: &Shock| outcomes(&problem, &problem.solve(shock).unwrap()).real_income_n;
    assert!(gap(&real_income(&tariff), &real_income(&tax)) < 1e-10);
}

/// At a tolerance of a few units in the last place, what solves the raw table does not always solve the table that it leaves.
#[test]
fn no_problem_has_a_reference_that_is_not_certified() {
    for seed in 0..1500 {
        let (n, j) = (2 + (seed % 7) as usize, 1 + (seed % 3) as usize);
        let o = Options { tolerance: 1e-14, ..options(0.35, Closure::Zero) };
        match Problem::new(Primitives::from(&random_world(seed, n, j)), &random_theta(seed, j), o) {
            Ok(problem) => assert_eq!(problem.reference().certificate.status, Status::Converged, "{seed}"),
            Err(Failure::NotConverged { certificate, .. }) => assert!(certificate.worst().value > 1e-14, "{seed}"),
            Err(failure) => assert!(failure.place().is_some(), "{seed}: {failure}"),
        }
    }
}

#[test]
fn closures_differ_only_where_deficits_do() {
    let p = Primitives::from(&random_world(12, 4, 2));
    let balanced = Problem::new(p, &[4.0, 6.0], options(0.35, Closure::Zero)).unwrap();
    let shock = random_shock(12, 4, 2);
    let zero = balanced.solve(&shock).unwrap();
    for closure in [Closure::ShareOfWorld, Closure::ShareOfOwn] {
        let other = Problem::new(balanced.primitives().clone(), &[4.0, 6.0], options(0.35, closure)).unwrap();
        assert!(gap(&zero.w_n_hat, &other.solve(&shock).unwrap().w_n_hat) < 1e-11);
    }
}

#[test]
fn specific_factors_of_no_share_are_mobile_factors() {
    let p = Primitives::from(&random_world(12, 4, 3));
    let shock = random_shock(12, 4, 3);
    let solve = |phi| {
        let problem = Problem::new(p.clone(), &[4.0; 3], options(phi, Closure::ShareOfWorld)).unwrap();
        problem.solve(&shock).unwrap().w_n_hat
    };
    assert!(gap(&solve(1e-9), &solve(0.0)) < 1e-7);
    assert!(gap(&solve(0.35), &solve(0.0)) > 1e-4);
}
