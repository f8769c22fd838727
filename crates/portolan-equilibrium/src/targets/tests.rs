use proptest::prelude::*;

use super::*;
use crate::Options;
use crate::testing::{Uniform, random_quotas, random_shock, random_theta, random_world};

fn problem(seed: u64, n: usize, j: usize, options: Options) -> Problem {
    Problem::new(Primitives::from(&random_world(seed, n, j)), &random_theta(seed, j), options).unwrap()
}

/// A capacity for what economy `i` sells of sector `j` to two others: `times` what they buy at the reference.
fn capacity(problem: &Problem, i: usize, j: usize, times: f64, free: bool) -> Capacity {
    let n = problem.primitives().economies();
    let partners = vec![(i + 1) % n, (i + 2) % n];
    let mut capacity = Capacity { name: format!("pipeline {i}-{j}"), i, j, partners, flow: 1.0, free };
    capacity.flow = times * flow(problem, &capacity, problem.reference());
    capacity
}

fn met(problem: &Problem, shock: &Shock, targets: &Targets) -> Met {
    meet(problem, shock, problem.reference(), targets).unwrap()
}

/// The solution of a shock to which the factors have been added.
fn with_factors(problem: &Problem, shock: &Shock, factors: &Factors) -> Solution {
    let mut shock = shock.clone();
    factors.apply(&mut shock, problem.primitives());
    problem.solve(&shock).unwrap()
}

fn far(a: &Solution, b: &Solution) -> f64 {
    let gap = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a / b - 1.0).abs()).fold(0.0, f64::max);
    gap(&a.w_n_hat, &b.w_n_hat)
        .max(gap(a.p_nj_hat.as_slice(), b.p_nj_hat.as_slice()))
        .max(gap(&a.income_n, &b.income_n))
}

#[test]
fn a_capacity_meets_its_flow_whoever_pays() {
    for options in [Options::default(), Options::mobile()] {
        let problem = problem(3, 5, 3, options);
        let factor = |free: bool| {
            let wanted = capacity(&problem, 0, 1, 2.5, free);
            let met = met(
                &problem,
                &Shock::default(),
                &Targets { capacities: std::slice::from_ref(&wanted), ..Targets::default() },
            );
            assert!((flow(&problem, &wanted, &met.solution) / wanted.flow - 1.0).abs() <= 1e-8);
            assert!(met.residuals[0].value.abs() <= 1e-8 && met.residuals[0].name == "pipeline 0-1");
            assert!(met.factors.costs[0].factor < 1.0 && met.rounds <= 10, "{}", met.rounds);
            (met.factors.costs[0].factor, met.solution)
        };
        let ((saved, free), (subsidised, paid)) = (factor(true), factor(false));
        // No melting is saved by a subsidy, so that a smaller cut of the price moves as much to the partners.
        assert!(subsidised > saved);
        assert!(free.export_tax_revenue_n[0] == 0.0 && paid.export_tax_revenue_n[0] < 0.0);
    }
}

/// By hand: to leave prices as they are, one flow is so small that only its own demand moves. Sales at producer prices then
/// rise by d^−θ.
#[test]
fn by_hand_the_factor_of_a_tiny_flow() {
    let world = random_world(8, 4, 2);
    let mut p = Primitives::from(&world);
    for n in [1, 2] {
        p.pi_nij[(n, n, 0)] += p.pi_nij[(n, 0, 0)] * (1.0 - 1e-9);
        p.pi_nij[(n, 0, 0)] *= 1e-9;
    }
    let problem = Problem::new(p, &[4.0, 5.0], Options::mobile()).unwrap();
    for (free, exponent) in [(true, 4.0), (false, 5.0)] {
        let wanted = capacity(&problem, 0, 0, 20.0, free);
        let met = met(&problem, &Shock::default(), &Targets { capacities: &[wanted], ..Targets::default() });
        assert!((met.factors.costs[0].factor / 20f64.powf(-1.0 / exponent) - 1.0).abs() < 1e-6);
    }
}

#[test]
fn a_flow_that_is_there_already_needs_no_factor() {
    let problem = problem(3, 5, 3, Options::default());
    let wanted = [capacity(&problem, 0, 1, 0.5, true), capacity(&problem, 1, 2, 1.0, false)];
    let met = met(&problem, &Shock::default(), &Targets { capacities: &wanted, ..Targets::default() });
    assert_eq!((met.rounds, met.solution.work.outers), (0, 0));
    assert!(met.factors.costs.iter().all(|cost| cost.factor == 1.0));
    let mut shock = Shock::default();
    met.factors.apply(&mut shock, problem.primitives());
    assert!(shock.is_empty());
}

#[test]
fn capacities_that_compete_are_met_together_and_one_may_make_another_idle() {
    let problem = problem(3, 5, 3, Options::default());
    let (large, mut small) = (capacity(&problem, 0, 1, 2.5, true), capacity(&problem, 0, 1, 1.0, true));
    let other = capacity(&problem, 1, 1, 1.5, false);
    small.name = "part of it".into();
    small.partners.truncate(1);
    small.flow = 1.5 * flow(&problem, &Capacity { flow: 1.0, ..small.clone() }, problem.reference());
    let wanted = [large, small, other];
    let met = met(&problem, &Shock::default(), &Targets { capacities: &wanted, ..Targets::default() });
    assert!(met.residuals.iter().all(|r| r.value.abs() <= 1e-8));
    for k in [0, 2] {
        assert!((flow(&problem, &wanted[k], &met.solution) / wanted[k].flow - 1.0).abs() <= 1e-8);
    }
    assert_eq!(met.factors.costs[1].factor, 1.0);
    assert!(flow(&problem, &wanted[1], &met.solution) > wanted[1].flow);
}

#[test]
fn no_growth_is_no_factor_and_no_solve_beyond_the_first() {
    let problem = problem(4, 4, 3, Options::default());
    let shock = random_shock(4, 4, 3);
    let before = problem.solve(&shock).unwrap();
    let same =
        meet(&problem, &shock, &before, &Targets { real_gdp_n_hat: Some(&[1.0; 4]), ..Targets::default() }).unwrap();
    assert_eq!((same.rounds, same.solution.work.outers), (0, 0));
    assert_eq!(same.factors, Factors::none(4));
    let unknown =
        meet(&problem, &shock, &before, &Targets { real_gdp_n_hat: Some(&[f64::NAN; 4]), ..Targets::default() });
    assert_eq!(unknown.unwrap().factors, Factors::none(4));
}

#[test]
fn factors_follow_each_other_as_factors_multiply() {
    let problem = problem(6, 4, 3, Options::default());
    let growth = Targets { real_gdp_n_hat: Some(&[1.1, 1.2, f64::NAN, 0.95]), ..Targets::default() };
    let first = met(&problem, &Shock::default(), &growth).factors;
    assert_eq!(first.productivity_n[2], 1.0);
    let wanted = [capacity(&problem, 0, 1, 5.0, true)];
    let second = met(&problem, &random_shock(6, 4, 3), &Targets { capacities: &wanted, ..Targets::default() }).factors;
    let (both, mut in_turn) = (first.then(&second).then(&second), random_shock(9, 4, 3));
    assert_eq!(both.costs.len(), 1);
    let mut at_once = in_turn.clone();
    both.apply(&mut at_once, problem.primitives());
    [&first, &second, &second].iter().for_each(|f| f.apply(&mut in_turn, problem.primitives()));
    assert!(far(&problem.solve(&at_once).unwrap(), &problem.solve(&in_turn).unwrap()) < 1e-9);
}

#[test]
fn targets_that_cannot_be_are_all_found() {
    let problem = problem(3, 5, 3, Options::default());
    let good = capacity(&problem, 0, 1, 2.0, true);
    let bad = [
        Capacity { flow: 0.0, ..good.clone() },
        Capacity { partners: vec![0, 1], ..good.clone() },
        Capacity { partners: vec![2, 2], ..good.clone() },
        Capacity { partners: Vec::new(), ..good.clone() },
        Capacity { j: 3, ..good },
    ];
    let hats = [1.0, -1.0, f64::NAN, f64::INFINITY];
    let result = meet(
        &problem,
        &Shock::default(),
        problem.reference(),
        &Targets { real_gdp_n_hat: Some(&hats), capacities: &bad },
    );
    let Err(Failure::BadInput(findings)) = result else { panic!("it was met") };
    let codes: Vec<&str> = findings.iter().map(|f| f.code).collect();
    let partners = "bad-capacity-partners";
    let growth = ["bad-growth"; 3];
    assert_eq!(codes[..3], growth);
    assert_eq!(codes[3..], ["bad-capacity-flow", partners, partners, "capacity-without-flow", partners]);
}

/// More than an economy can make: no cost brings it about.
#[test]
fn a_target_that_cannot_be_met_is_named() {
    let problem = problem(3, 5, 3, Options::default());
    let wanted = [Capacity { name: "too much".into(), ..capacity(&problem, 0, 1, 1e5, false) }];
    let result =
        meet(&problem, &Shock::default(), problem.reference(), &Targets { capacities: &wanted, ..Targets::default() });
    let Failure::Target { name, economy: None, gap, rounds } = result.unwrap_err() else {
        panic!("not the target's failure")
    };
    assert!(name == "too much" && gap > 0.1 && rounds > 0);
}

fn random_growth(seed: u64, n: usize) -> Vec<f64> {
    let mut random = Uniform::new(seed ^ 0x6207);
    (0..n).map(|_| if random.chance(0.1) { f64::NAN } else { random.between(0.9, 1.25) }).collect()
}

proptest! {
    #![proptest_config(crate::testing::cases(24))]

    #[test]
    fn in_any_world_every_target_is_met_and_its_factors_reproduce_the_equilibrium(seed in any::<u32>(), n in 4usize..8, j in 1usize..4, specific in any::<bool>(), quotas in any::<bool>()) {
        let (seed, world) = (u64::from(seed), random_world(u64::from(seed), n, j));
        let options = Options { specific_share: if specific { 0.35 } else { 0.0 }, ..Options::default() };
        let problem = Problem::new(Primitives::from(&world), &random_theta(seed, j), options).unwrap();
        let mut shock = random_shock(seed, n, j);
        if quotas {
            shock.quotas = random_quotas(seed, &world, &shock);
        }
        let before = problem.solve(&shock).unwrap();
        let (hats, mut wanted) = (random_growth(seed, n), vec![capacity(&problem, 1, 0, 1.8, seed % 2 == 0)]);
        wanted.retain(|c| c.flow > 0.0);
        let met = meet(&problem, &shock, &before, &Targets { real_gdp_n_hat: Some(&hats), capacities: &wanted }).unwrap();
        prop_assert!(met.residuals.iter().all(|r| r.value.abs() <= 1e-8));
        for m in (0..n).filter(|m| !hats[*m].is_nan()) {
            let reached = real_gdp(&problem, &met.solution, m) / real_gdp(&problem, &before, m);
            prop_assert!((reached / hats[m] - 1.0).abs() <= 1e-8);
        }
        prop_assert!((0..n).all(|m| !hats[m].is_nan() || met.factors.productivity_n[m] == 1.0));
        prop_assert!(met.rounds <= 12, "{} rounds", met.rounds);
        prop_assert!(far(&with_factors(&problem, &shock, &met.factors), &met.solution) < 1e-9);
    }
}
