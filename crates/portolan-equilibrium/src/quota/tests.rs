use portolan_core::{Cube, InputTable, Panel};
use proptest::prelude::*;

use super::*;
use crate::certificate::Status;
use crate::testing::{random_quotas, random_shock, random_theta, random_world};
use crate::{Primitives, decomposition, decomposition_between, outcomes, reference};

/// Economies 0 and 1 with one product each, no inputs, balanced trade of 30, elasticity 1: everything has a closed form.
/// 0 spends 100, 70 of it at home; 1 spends 200, 170 of it at home.
fn small_world() -> Problem {
    let pi = [[0.7, 0.3], [0.15, 0.85]];
    let primitives = Primitives {
        pi_nij: Cube::from_fn(2, 1, |n, i, _| pi[n][i]),
        tau_nij: Cube::filled(2, 1, 0.0),
        x_nj: Panel::from_fn(2, 1, |n, _| [100.0, 200.0][n]),
        gamma_nj: Panel::filled(2, 1, 1.0),
        gamma_nkj: InputTable::filled(2, 1, 0.0),
        alpha_nj: Panel::filled(2, 1, 1.0),
        wl_n: vec![100.0, 200.0],
        deficit_n: vec![0.0; 2],
    };
    Problem::new(primitives, &[1.0], Options { tolerance: 1e-12, ..Options::mobile() }).unwrap()
}

const CELL: Cell = Cell { j: 0, n: 0, i: 1 };

/// A quota of 0 on what it buys from 1.
fn quota(quantity: f64, within: f64, beyond: f64, rent: Rent) -> Shock {
    let mut shock = Shock::default();
    shock.set_tariff(CELL, 0.0);
    shock.quotas.push(Quota { name: "butter".into(), slices: vec![(CELL, 0)], quantity, within, beyond, rent });
    shock
}

fn tariff(tau: f64) -> Shock {
    let mut shock = Shock::default();
    shock.set_tariff(CELL, tau);
    shock
}

fn only(solution: &Solution) -> &QuotaOutcome {
    assert_eq!(solution.certificate.status, Status::Converged);
    assert_eq!(solution.quotas.len(), 1);
    &solution.quotas[0]
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-10 * b.abs().max(1e-3)
}

/// Wage of 0 if that of 1 is `omega` times as high: world income stays 300.
fn wage(omega: f64) -> f64 {
    300.0 / (100.0 + 200.0 * omega)
}

#[test]
fn by_hand_a_binding_quota_whose_rent_the_exporter_earns() {
    for within in [0.0, 0.05] {
        let solution = small_world().solve(&quota(20.0, within, 1.0, Rent::Exporter)).unwrap();
        // Demand: k 20 (.7 k + .3) = .3 (100 + within/(1+within) k 20), where k is the price that 0 pays in units of its wage.
        let (a, b, c) = (14.0, 6.0 / (1.0 + within), -30.0);
        let k = (-b + f64::sqrt(b * b - 4.0 * a * c)) / (2.0 * a);
        // Balance: ω² = 20 · .85 k/(1+within) / (.15 · 180).
        let omega = (20.0 * 0.85 * k / (1.0 + within) / (0.15 * 180.0)).sqrt();
        let rent = 20.0 * (k / (1.0 + within) - omega) * wage(omega);
        let found = only(&solution);
        assert_eq!(found.regime, QuotaRegime::Binding);
        assert!(
            near(found.rate, k / omega - 1.0) && near(found.fill, 1.0) && near(found.rent, rent),
            "{found:?} {rent}"
        );
        assert!(near(solution.w_n_hat[0], wage(omega)));
        assert!(near(solution.export_tax_revenue_n[1], rent));
        assert!(near(solution.tariff_revenue_n[0], within / (1.0 + within) * 20.0 * k * wage(omega)));
    }
    // The first case once more, with the digits of a pocket calculator.
    let solution = small_world().solve(&quota(20.0, 0.0, 1.0, Rent::Exporter)).unwrap();
    let found = only(&solution);
    assert_eq!((format!("{:.4}", found.rate), format!("{:.3}", found.rent)), ("0.4175".into(), "8.028".into()));
}

#[test]
fn by_hand_a_binding_quota_whose_rent_the_importer_earns() {
    let solution = small_world().solve(&quota(20.0, 0.05, 2.0, Rent::Importer)).unwrap();
    let omega: f64 = 20.0 * 0.85 / (0.15 * 180.0);
    let k = (0.3 * (100.0 - 20.0 * omega) / (20.0 * 0.7)).sqrt();
    let (rate, found) = (k / omega - 1.0, only(&solution));
    assert_eq!(found.regime, QuotaRegime::Binding);
    assert!(near(found.rate, rate) && near(found.rent, (rate - 0.05) * 20.0 * omega * wage(omega)), "{found:?}");
    assert!(near(solution.tariff_revenue_n[0], rate * 20.0 * omega * wage(omega)));
    assert_eq!(solution.export_tax_revenue_n, [0.0, 0.0]);
}

#[test]
fn by_hand_two_quotas_that_bind_against_each_other() {
    let mut shock = quota(20.0, 0.0, 1.0, Rent::Exporter);
    let back = Cell { j: 0, n: 1, i: 0 };
    shock.set_tariff(back, 0.0);
    let other = Quota { name: "cheese".into(), slices: vec![(back, 0)], quantity: 22.0, ..shock.quotas[0].clone() };
    shock.quotas.push(other);
    let solution = small_world().solve(&shock).unwrap();
    // Trade is worth the same both ways, V; demand of 0 gives V² .7/20 = .3 (100 − 22), that of 1 the wage.
    let v = f64::sqrt(0.3 * 20.0 * 78.0 / 0.7);
    let omega = v * f64::sqrt(0.85 / (0.15 * 22.0 * 180.0));
    let (first, second) = (&solution.quotas[0], &solution.quotas[1]);
    assert!(near(first.rate, v / 20.0 / omega - 1.0) && near(second.rate, v / 22.0 - 1.0), "{first:?} {second:?}");
    assert!(near(first.rent, (v - 20.0 * omega) * wage(omega)) && near(second.rent, (v - 22.0) * wage(omega)));
    assert_eq!([first.regime, second.regime], [QuotaRegime::Binding; 2]);
}

/// Imports, wage of 1 in that of 0, and rent in it, if more than 10 is imported at 30% where 10 pays 5%.
fn over_by_hand(rent: Rent) -> (f64, f64, f64) {
    let (within, beyond, covered) = (0.05, 0.3, 10.0);
    let per_unit = covered * ((1.0 + beyond) / (1.0 + within) - 1.0);
    let to_exporter = if rent == Rent::Exporter { per_unit } else { 0.0 };
    let omega = |q: f64| 0.85 * (q + to_exporter) / (0.15 * (200.0 - q));
    let excess = |q: f64| {
        let (w, price) = (omega(q), (1.0 + beyond) * omega(q));
        let duty = price * q - w * q - w * to_exporter;
        price * q * (0.7 * price + 0.3) - 0.3 * (100.0 + duty)
    };
    let (mut low, mut high) = (1.0, 60.0);
    for _ in 0..100 {
        let q = 0.5 * (low + high);
        if excess(q) < 0.0 { low = q } else { high = q }
    }
    let rent = if rent == Rent::Exporter { per_unit } else { (beyond - within) * covered };
    (low, omega(low), rent * omega(low))
}

#[test]
fn by_hand_a_quota_that_is_exceeded() {
    for rent in [Rent::Exporter, Rent::Importer] {
        let solution = small_world().solve(&quota(10.0, 0.05, 0.3, rent)).unwrap();
        let (q, omega, earned) = over_by_hand(rent);
        let found = only(&solution);
        assert_eq!((found.regime, found.rate), (QuotaRegime::Over, 0.3));
        assert!(near(found.fill, q / 10.0) && near(found.rent, earned * wage(omega)), "{found:?} {q} {earned}");
        assert!(near(solution.w_n_hat[0], wage(omega)));
    }
}

#[test]
fn by_hand_a_quota_that_is_not_filled() {
    let solution = small_world().solve(&quota(31.0, 0.0, 1.0, Rent::Exporter)).unwrap();
    let found = only(&solution);
    assert_eq!((found.regime, found.rate, found.rent), (QuotaRegime::Unfilled, 0.0, 0.0));
    assert!(near(found.fill, 30.0 / 31.0));
    assert!(solution.w_n_hat.iter().all(|w| near(*w, 1.0)));
}

#[test]
fn an_endless_quota_is_the_tariff_within_and_none_the_tariff_beyond() {
    let problem = small_world();
    for rent in [Rent::Exporter, Rent::Importer] {
        let endless = problem.solve(&quota(1e12, 0.1, 0.6, rent)).unwrap();
        let within = problem.solve(&tariff(0.1)).unwrap();
        assert!(near(endless.w_n_hat[0], within.w_n_hat[0]) && near(endless.income_n[1], within.income_n[1]));
        assert_eq!((only(&endless).rate, only(&endless).rent), (0.1, 0.0));
        let tiny = problem.solve(&quota(1e-9, 0.1, 0.6, rent)).unwrap();
        let beyond = problem.solve(&tariff(0.6)).unwrap();
        assert!(near(tiny.w_n_hat[0], beyond.w_n_hat[0]) && near(tiny.income_n[1], beyond.income_n[1]));
        assert!(only(&tiny).rent < 1e-8);
    }
}

#[test]
fn rent_rises_and_falls_with_the_quantity_and_its_owner_is_better_off() {
    let problem = small_world();
    let outcome = |quantity: f64, rent: Rent| {
        let solution = problem.solve(&quota(quantity, 0.0, 0.8, rent)).unwrap();
        (only(&solution).clone(), outcomes(&problem, &solution).real_income_n)
    };
    let rents: Vec<f64> =
        [0.1, 5.0, 12.0, 20.0, 25.0, 29.0, 30.0, 40.0].map(|q| outcome(q, Rent::Exporter).0.rent).into();
    let top = rents.iter().position(|r| rents.iter().all(|other| other <= r)).unwrap();
    assert!(top > 0 && rents[..=top].windows(2).all(|w| w[0] < w[1]), "{rents:?}");
    assert!(rents[top..7].windows(2).all(|w| w[0] > w[1]) && rents[6] < 1e-8 && rents[7] == 0.0, "{rents:?}");
    let (exporter, importer) = (outcome(20.0, Rent::Exporter).1, outcome(20.0, Rent::Importer).1);
    assert!(exporter[1] > importer[1] && importer[0] > exporter[0]);
}

#[test]
fn an_export_tax_of_the_slice_is_multiplied_with_the_rent() {
    let mut shock = quota(10.0, 0.05, 0.3, Rent::Exporter);
    shock.cells.get_mut(&CELL).unwrap()[0].export_tax = 0.1;
    let solution = small_world().solve(&shock).unwrap();
    let plain = equivalent_shock(&shock, &solution.quotas);
    let [covered, beyond] = plain.cells[&CELL][..] else { panic!("{:?}", plain.cells) };
    let price = |s: &Slice| (1.0 + s.tau) * (1.0 + s.export_tax);
    assert!(near(price(&covered), 1.1 * 1.3) && near(price(&beyond), 1.1 * 1.3));
    assert_eq!((covered.tau, beyond.tau, beyond.export_tax), (0.05, 0.3, 0.1));
    // Rent: 1.3/1.05 − 1 of 1.1 times the covered value; the tax itself: a tenth of all trade.
    let trade = solution.trade_nij[(0, 1, 0)];
    let rent = (1.3 / 1.05 - 1.0) * 1.1 * 10.0 * solution.c_nj_hat[(1, 0)];
    assert!(near(only(&solution).rent, rent));
    assert!(near(solution.export_tax_revenue_n[1], 0.1 * trade + rent));
}

#[test]
fn a_quota_between_equal_rates_is_that_tariff_and_yields_no_rent() {
    let problem = small_world();
    let plain = problem.solve(&tariff(0.2)).unwrap();
    for (quantity, regime) in [(1.0, QuotaRegime::Over), (100.0, QuotaRegime::Unfilled)] {
        let solution = problem.solve(&quota(quantity, 0.2, 0.2, Rent::Exporter)).unwrap();
        assert_eq!((only(&solution).regime, only(&solution).rent), (regime, 0.0));
        assert!(near(solution.w_n_hat[0], plain.w_n_hat[0]));
    }
}

#[test]
fn the_safeguard_finds_the_same_rates() {
    let world = random_world(5, 4, 3);
    let problem = Problem::new(Primitives::from(&world), &random_theta(5, 3), Options::default()).unwrap();
    let mut shock = random_shock(5, 4, 3);
    shock.quotas = random_quotas(5, &world, &shock);
    let fast = problem.solve(&shock).unwrap();
    let start = Point::table(problem.table());
    let mut search = Search::new(&problem, &shock, start, problem.options());
    let mut x = vec![0.0; shock.quotas.len()];
    let trial = search.one_by_one(&mut x).unwrap();
    assert!(trial.gap <= 1e-10);
    for (a, b) in fast.quotas.iter().zip(search.finish(&x, trial).quotas) {
        assert!((a.rate - b.rate).abs() < 1e-7 && a.regime == b.regime, "{a:?} {b:?}");
    }
}

#[test]
fn quotas_that_cannot_be_are_all_found() {
    let mut shock = quota(-1.0, 0.3, 0.2, Rent::Exporter);
    shock.quotas.push(Quota { name: "cheese".into(), slices: vec![(CELL, 1)], ..shock.quotas[0].clone() });
    shock.quotas.push(Quota {
        name: "whey".into(),
        quantity: 1.0,
        within: 0.0,
        beyond: 0.1,
        ..shock.quotas[0].clone()
    });
    let Err(Failure::BadInput(findings)) = small_world().solve(&shock) else { panic!("it solved") };
    let codes: Vec<&str> = findings.iter().map(|f| f.code).collect();
    let both = ["bad-quota-quantity", "bad-quota-rates"];
    assert_eq!(codes, [&both[..], &both[..], &["quota-without-slice", "quotas-overlap"]].concat());
    assert!(findings[5].place.cell.contains("whey"));
}

proptest! {
    #![proptest_config(crate::testing::cases(24))]

    #[test]
    fn in_any_world_each_quota_is_in_one_regime_and_the_plain_solver_agrees(seed in any::<u32>(), n in 2usize..5, j in 1usize..4, specific in any::<bool>()) {
        let (seed, world) = (u64::from(seed), random_world(u64::from(seed), n, j));
        let options = Options { specific_share: if specific { 0.35 } else { 0.0 }, ..Options::default() };
        let problem = Problem::new(Primitives::from(&world), &random_theta(seed, j), options).unwrap();
        let mut shock = random_shock(seed, n, j);
        shock.quotas = random_quotas(seed, &world, &shock);
        let solution = problem.solve(&shock).unwrap();
        prop_assert_eq!(solution.certificate.status, Status::Converged);
        prop_assert_eq!(solution.certificate.residual(Equation::Quota).is_some(), !shock.quotas.is_empty());
        for (quota, o) in shock.quotas.iter().zip(&solution.quotas) {
            match o.regime {
                QuotaRegime::Unfilled => prop_assert!(o.rate == quota.within && o.fill <= 1.0 + 1e-10 && o.rent == 0.0),
                QuotaRegime::Binding => prop_assert!(o.rate > quota.within && o.rate < quota.beyond && (o.fill - 1.0).abs() <= 1e-10),
                QuotaRegime::Over => prop_assert!(o.rate == quota.beyond && o.fill >= 1.0),
            }
        }
        let plain = equivalent_shock(&shock, &solution.quotas);
        let oracle = reference::solve(problem.primitives(), problem.theta_j(), &options, &plain).unwrap();
        for m in 0..n {
            prop_assert!((oracle.income_n[m] / solution.income_n[m] - 1.0).abs() < 1e-7);
        }
        for (quota, o) in shock.quotas.iter().zip(&solution.quotas) {
            let volume: f64 = quota.slices.iter().map(|at| plain_volume(&problem, &shock, at, o.rate, &oracle)).sum();
            prop_assert!((volume / quota.quantity / o.fill - 1.0).abs() < 1e-6, "{volume} {o:?}");
        }
        let again = problem.solve_from(&shock, &solution).unwrap();
        prop_assert_eq!(again.work.outers, 0);
        for (a, b) in again.quotas.iter().zip(&solution.quotas) {
            prop_assert!((a.rate - b.rate).abs() < 1e-9 && a.regime == b.regime);
        }
    }
}

/// Imports of a slice at reference producer prices, if its goods cost as if all paid `rate`: the demand formula in full.
fn plain_volume(
    problem: &Problem,
    shock: &Shock,
    at: &(Cell, usize),
    rate: f64,
    e: &reference::PlainEquilibrium,
) -> f64 {
    let (Cell { j, n, i }, p) = (at.0, problem.primitives());
    let (slice, theta) = (shock.cells[&at.0][at.1], problem.theta_j()[j]);
    let rates = (1.0 + rate) * (1.0 + slice.export_tax);
    let price = rates / (1.0 + p.tau_nij[(n, i, j)]) * slice.d_hat * e.c_nj_hat[(i, j)] / e.p_nj_hat[(n, j)];
    p.pi_nij[(n, i, j)] * slice.weight * price.powf(-theta) * e.x_nj[(n, j)] / rates / e.c_nj_hat[(i, j)]
}

#[test]
fn the_way_from_a_quota_to_a_tariff_is_decomposed_too() {
    let problem = small_world();
    let from = quota(20.0, 0.05, 0.8, Rent::Exporter);
    let parts = decomposition_between(&problem, &from, &tariff(0.05)).unwrap();
    let income = |shock: &Shock| outcomes(&problem, &problem.solve(shock).unwrap()).real_income_n[0];
    assert!((parts.real_income_n[0] - (income(&tariff(0.05)) / income(&from)).ln()).abs() < 1e-9);
    assert!(parts.gap_n.iter().all(|gap| gap.abs() < 1e-8));
}

#[test]
fn rents_are_part_of_the_terms_of_trade_and_the_decomposition_closes() {
    let problem = small_world();
    for (quantity, rent) in [(20.0, Rent::Exporter), (20.0, Rent::Importer), (10.0, Rent::Exporter)] {
        let parts = decomposition(&problem, &quota(quantity, 0.05, 0.8, rent)).unwrap();
        assert!(parts.gap_n.iter().all(|gap| gap.abs() < 1e-8), "{:?}", parts.gap_n);
        assert!(parts.real_income_n[0] != 0.0);
    }
    let parts = decomposition(&problem, &quota(20.0, 0.0, 0.8, Rent::Exporter)).unwrap();
    assert!(parts.terms_of_trade_n[0] < 0.0 && parts.volume_of_trade_n[0].abs() < 1e-12);
}
