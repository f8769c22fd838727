use portolan_core::{Cell, Cube, Shock, Slice};

use super::*;
use crate::testing::{random_shock, random_theta, random_world};
use crate::{Failure, Options, Problem};

fn solved() -> (Problem, Shock, Solution) {
    let world = random_world(11, 4, 3);
    let problem = Problem::new(Primitives::from(&world), &random_theta(11, 3), Options::default()).unwrap();
    let shock = random_shock(11, 4, 3);
    let solution = problem.solve(&shock).unwrap();
    (problem, shock, solution)
}

fn certify(problem: &Problem, shock: &Shock, solution: &Solution) -> Certificate {
    Certificate::new(&problem.system(shock), problem.primitives(), solution, 1e-10)
}

#[test]
fn every_equation_has_a_residual() {
    let (_, _, solution) = solved();
    let equations: Vec<Equation> = solution.certificate.residuals.iter().map(|r| r.equation).collect();
    assert_eq!(
        equations,
        [
            Equation::Cost,
            Equation::Price,
            Equation::Shares,
            Equation::Sales,
            Equation::Spending,
            Equation::Income,
            Equation::Factors,
            Equation::SpecificFactors,
            Equation::Closure,
            Equation::Numeraire
        ]
    );
}

type Tamper = fn(&mut Solution);

/// Each reported number is spoilt in turn: the certificate must see it, at the place where it was done.
#[test]
fn a_number_that_is_wrong_is_found_where_it_is_wrong() {
    let spoils: [(Tamper, Equation); 13] = [
        (|s| s.c_nj_hat[(1, 2)] *= 1.001, Equation::Cost),
        (|s| s.p_nj_hat[(1, 2)] *= 1.001, Equation::Price),
        (|s| s.pi_prime_nij[(1, 1, 2)] *= 1.001, Equation::Shares),
        (|s| s.y_nj[(1, 2)] *= 1.001, Equation::Sales),
        (|s| s.trade_nij[(1, 1, 2)] *= 1.001, Equation::Sales),
        (|s| s.trade_nij[(0, 1, 2)] *= 1.001, Equation::Sales),
        (|s| s.x_nj[(1, 2)] *= 1.001, Equation::Spending),
        (|s| s.income_n[1] *= 1.001, Equation::Income),
        (|s| s.tariff_revenue_n[1] *= 1.001, Equation::Income),
        (|s| s.export_tax_revenue_n[1] *= 1.001, Equation::Income),
        (|s| s.w_n_hat[1] *= 1.001, Equation::Factors),
        (|s| s.r_nj_hat[(1, 2)] *= 1.001, Equation::SpecificFactors),
        (|s| s.deficit_n[1] += 1.0, Equation::Closure),
    ];
    for (spoil, equation) in spoils {
        let (problem, shock, mut solution) = solved();
        spoil(&mut solution);
        let certificate = certify(&problem, &shock, &solution);
        assert_eq!(certificate.status, Status::NotConverged);
        let residual = certificate.residual(equation).unwrap();
        assert!(residual.value > 1e-6 && residual.economy == 1, "{equation}: {residual}");
    }
}

#[test]
fn shares_that_fit_a_wrong_price_do_not_sum_to_one() {
    let (problem, shock, mut s) = solved();
    let (theta, wrong) = (random_theta(11, 3)[2], 1.01_f64);
    s.p_nj_hat[(1, 2)] *= wrong;
    for i in 0..4 {
        s.pi_prime_nij[(1, i, 2)] *= wrong.powf(theta);
    }
    let residual = certify(&problem, &shock, &s).residual(Equation::Shares).unwrap();
    assert!((residual.value - (wrong.powf(theta) - 1.0)).abs() < 1e-9 && residual.economy == 1, "{residual}");
}

#[test]
fn a_flow_that_goes_to_another_buyer_is_seen_though_output_is_right() {
    let (problem, shock, mut s) = solved();
    let moved = 0.01 * s.trade_nij[(0, 1, 2)];
    s.trade_nij[(0, 1, 2)] -= moved;
    s.trade_nij[(3, 1, 2)] += moved;
    let residual = certify(&problem, &shock, &s).residual(Equation::Sales).unwrap();
    assert!(residual.value > 1e-6 && (residual.economy, residual.sector) == (1, Some(2)), "{residual}");
}

/// The equilibrium in which importers earn the export taxes of a shock: tariffs in all but name.
fn taxes_to_importers(problem: &Problem, shock: &Shock) -> Solution {
    let mut tariffs = shock.clone();
    for slice in tariffs.cells.values_mut().flatten() {
        *slice = Slice { tau: (1.0 + slice.tau) * (1.0 + slice.export_tax) - 1.0, export_tax: 0.0, ..*slice };
    }
    let (ops, mut s) = (problem.system(shock).ops, problem.solve(&tariffs).unwrap());
    for cell in &ops.export_taxes {
        let received = ops.b[(cell.j * 4 + cell.i) * 4 + cell.n];
        let tax = s.trade_nij[(cell.n, cell.i, cell.j)] * cell.taken / received;
        s.tariff_revenue_n[cell.n] -= tax;
        s.export_tax_revenue_n[cell.n] += tax;
    }
    s
}

#[test]
fn an_equilibrium_with_export_taxes_in_the_importer_s_treasury_is_refused_for_incomes_only() {
    let (problem, shock, _) = solved();
    let certificate = certify(&problem, &shock, &taxes_to_importers(&problem, &shock));
    assert_eq!(certificate.status, Status::NotConverged);
    for residual in &certificate.residuals {
        let income = residual.equation == Equation::Income;
        assert_eq!(residual.value > if income { 1e-3 } else { 1e-10 }, income, "{residual}");
    }
}

#[test]
fn all_nominal_values_in_another_unit_break_the_numeraire_only() {
    let (problem, shock, mut s) = solved();
    let unit = 1.01;
    s.w_n_hat.iter_mut().for_each(|w| *w *= unit);
    let bought: Vec<bool> = s.x_nj.as_slice().iter().map(|x| *x > 0.0).collect();
    s.p_nj_hat.as_mut_slice().iter_mut().zip(bought).filter(|(_, bought)| *bought).for_each(|(p, _)| *p *= unit);
    for panel in [&mut s.c_nj_hat, &mut s.r_nj_hat, &mut s.x_nj, &mut s.y_nj] {
        panel.as_mut_slice().iter_mut().for_each(|v| *v *= unit);
    }
    s.trade_nij = Cube::from_fn(4, 3, |m, i, j| s.trade_nij[(m, i, j)] * unit);
    for vector in [&mut s.income_n, &mut s.tariff_revenue_n, &mut s.export_tax_revenue_n, &mut s.deficit_n] {
        vector.iter_mut().for_each(|v| *v *= unit);
    }
    let certificate = certify(&problem, &shock, &s);
    for residual in &certificate.residuals {
        let numeraire = residual.equation == Equation::Numeraire;
        assert_eq!(residual.value > 1e-8, numeraire, "{residual}");
    }
}

#[test]
fn what_is_not_a_number_is_not_converged() {
    let (problem, shock, mut solution) = solved();
    solution.c_nj_hat[(2, 1)] = f64::NAN;
    let certificate = certify(&problem, &shock, &solution);
    assert_eq!(certificate.status, Status::NotConverged);
    assert!(certificate.worst().value.is_nan());
}

fn shut(pairs: &[(usize, usize)]) -> Shock {
    let mut shock = Shock::default();
    for (n, i) in pairs {
        for j in 0..3 {
            let slice = Slice { weight: 1.0, tau: 0.0, export_tax: 0.0, d_hat: f64::INFINITY };
            shock.cells.insert(Cell { j, n: *n, i: *i }, vec![slice]);
        }
    }
    shock
}

#[test]
fn a_fixed_deficit_without_trade_has_no_equilibrium_and_the_failure_says_where() {
    let world = random_world(10, 4, 3);
    let problem = Problem::new(Primitives::from(&world), &[4.0; 3], Options::default()).unwrap();
    let all: Vec<(usize, usize)> = (0..4).flat_map(|n| (0..4).filter(move |i| *i != n).map(move |i| (n, i))).collect();
    for shock in [shut(&all), shut(&[(2, 0), (2, 1), (2, 3), (0, 2), (1, 2), (3, 2)])] {
        let failure = problem.solve(&shock).unwrap_err();
        let Failure::NoEquilibrium { equation, .. } = failure else { panic!("{failure}") };
        assert_eq!(equation, Equation::Income);
    }
    let blocs = shut(&[(0, 2), (0, 3), (1, 2), (1, 3), (2, 0), (3, 0), (2, 1), (3, 1)]);
    let Err(Failure::NoEquilibrium { reason, .. }) = problem.solve(&blocs) else { panic!("two blocs with deficits") };
    assert!(reason.contains("closed bloc"));
}

#[test]
fn a_good_that_nobody_can_sell_has_no_equilibrium() {
    let world = random_world(10, 3, 2);
    let problem = Problem::new(Primitives::from(&world), &[4.0; 2], Options::default()).unwrap();
    let mut shock = Shock::default();
    for i in 0..3 {
        let slice = Slice { weight: 1.0, tau: 0.0, export_tax: 0.0, d_hat: f64::INFINITY };
        shock.cells.insert(Cell { j: 1, n: 2, i }, vec![slice]);
    }
    let failure = problem.solve(&shock).unwrap_err();
    assert_eq!(failure.place(), Some((Equation::Price, 2, Some(1))));
    assert!(failure.to_string().contains("nobody"), "{failure}");
}

/// Trade so dear that no prices within reach pay for the fixed deficits.
#[test]
fn a_solve_that_runs_out_of_means_names_the_equation_and_gives_no_number() {
    let world = random_world(5, 4, 3);
    let options = Options { max_outers: 1, ..Options::default() };
    let problem = Problem::new(Primitives::from(&world), &random_theta(5, 3), options).unwrap();
    let mut shock = Shock::default();
    for j in 0..3 {
        for (n, i) in (0..4).flat_map(|n| (0..4).map(move |i| (n, i))).filter(|(n, i)| n != i) {
            let slice = Slice { weight: 1.0, tau: 0.0, export_tax: 0.0, d_hat: 1e4 };
            shock.cells.insert(Cell { j, n, i }, vec![slice]);
        }
    }
    let failure = problem.solve(&shock).unwrap_err();
    assert!(failure.to_string().contains("equation off by"), "{failure}");
    let Failure::NotConverged { certificate, .. } = failure else { panic!("{failure}") };
    assert!(certificate.worst().value > 1e-10);
    // Output follows from the spending that is reported: what was tried in between has left nothing behind.
    assert!(certificate.residual(Equation::Sales).unwrap().value < 1e-12, "{certificate:?}");
}
