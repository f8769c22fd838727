//! Growth, capacities and quotas in the embedded world of 2022: they are met, in few rounds.

use portolan_core::shock::{Capacity, Quota, Rent};
use portolan_core::{Cell, Shock, World};
use portolan_data::{elasticities, embedded_world};
use portolan_equilibrium::testing::Uniform;
use portolan_equilibrium::{Options, Primitives, Problem, QuotaRegime, Targets, meet, outcomes};

fn world() -> World {
    embedded_world("world-2022").unwrap()
}

fn problem(world: &World, set: &str, options: Options) -> Problem {
    Problem::new(Primitives::from(world), &elasticities(set, world).unwrap().theta_j, options).unwrap()
}

fn sector(world: &World, code: &str) -> usize {
    world.sectors().iter().position(|s| s.code == code).unwrap()
}

/// Growth over a few years, as uneven as it may be: from a fall of 3% to a rise of 20%.
fn growth(world: &World) -> Vec<f64> {
    let mut random = Uniform::new(2025);
    world.economies().iter().map(|_| random.between(0.97, 1.2)).collect()
}

/// What Canada sells of oil and gas to these partners.
fn pipeline(world: &World, times: f64, free: bool) -> Capacity {
    let partners = ["CHN", "JPN", "KOR", "IND", "SGP"].map(|code| world.economy(code).unwrap()).to_vec();
    let (i, j) = (world.economy("CAN").unwrap(), sector(world, "B05_06"));
    let flow = times * partners.iter().map(|n| world.trade_nij()[(*n, i, j)]).sum::<f64>();
    Capacity { name: "pipeline".into(), i, j, partners, flow, free }
}

#[test]
fn every_rate_of_growth_is_met_in_few_rounds() {
    let world = world();
    let rates = growth(&world);
    for options in [Options::default(), Options::mobile()] {
        let problem = problem(&world, "recommended", options);
        let targets = Targets { real_gdp_n_hat: Some(&rates), ..Targets::default() };
        let met = meet(&problem, &Shock::default(), problem.reference(), &targets).unwrap();
        let reached = outcomes(&problem, &met.solution).real_gdp_n;
        assert!(reached.iter().zip(&rates).all(|(a, b)| (a / b - 1.0).abs() <= 1e-8));
        assert!(met.rounds <= 8, "{} rounds", met.rounds);
    }
}

#[test]
fn a_pipeline_meets_its_flow_alone_and_together_with_growth() {
    let world = world();
    let (rates, problem) = (growth(&world), problem(&world, "recommended", Options::default()));
    for (times, free) in [(2.0, true), (10.0, true), (5.0, false)] {
        let capacities = [pipeline(&world, times, free)];
        for real_gdp_n_hat in [None, Some(&rates[..])] {
            let targets = Targets { real_gdp_n_hat, capacities: &capacities };
            let met = meet(&problem, &Shock::default(), problem.reference(), &targets).unwrap();
            assert!(met.residuals.iter().all(|r| r.value.abs() <= 1e-8));
            let sold = |n: &usize| met.solution.trade_nij[(*n, capacities[0].i, capacities[0].j)];
            let cost = met.solution.c_nj_hat[(capacities[0].i, capacities[0].j)];
            let flow = capacities[0].partners.iter().map(sold).sum::<f64>() / cost;
            assert!((flow / capacities[0].flow - 1.0).abs() <= 1e-8);
            assert!(met.factors.costs[0].factor < 1.0 && met.rounds <= 8, "{} rounds", met.rounds);
        }
    }
}

#[test]
fn quotas_of_every_regime_are_solved_at_once() {
    let world = world();
    let problem = problem(&world, "recommended", Options::default());
    let (n, j) = (world.economy("CAN").unwrap(), sector(&world, "C29"));
    let mut shock = Shock::default();
    for (code, share) in [("CHN", 0.5), ("JPN", 1.5), ("DEU", 0.05)] {
        let cell = Cell { j, n, i: world.economy(code).unwrap() };
        let quantity = share * world.trade_nij()[(cell.n, cell.i, cell.j)];
        shock.set_tariff(cell, 0.0);
        let (name, slices) = (code.into(), vec![(cell, 0)]);
        shock.quotas.push(Quota { name, slices, quantity, within: 0.061, beyond: 0.25, rent: Rent::Exporter });
    }
    let solution = problem.solve(&shock).unwrap();
    let regimes: Vec<QuotaRegime> = solution.quotas.iter().map(|q| q.regime).collect();
    assert_eq!(regimes, [QuotaRegime::Binding, QuotaRegime::Unfilled, QuotaRegime::Over]);
    assert!(solution.certificate.worst().value <= 1e-10);
    assert!(solution.work.shock_steps <= 8, "{} solves", solution.work.shock_steps);
    assert_eq!(problem.solve_from(&shock, &solution).unwrap().work.outers, 0);
}
