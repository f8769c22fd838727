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

/// Growth over three years as uneven as it was: 1.5% for most of the rich, up to 20% elsewhere, a fall here and there.
fn growth(world: &World) -> Vec<f64> {
    let mut random = Uniform::new(2025);
    world.economies().iter().map(|_| random.between(0.97, 1.2)).collect()
}

/// What Canada sells of oil and gas to these partners.
fn pipeline(world: &World, times: f64, free: bool) -> Capacity {
    let partners = ["CHN", "JPN", "KOR", "IND", "SGP"].map(|code| world.economy(code).unwrap()).to_vec();
    let (i, j) = (world.economy("CAN").unwrap(), sector(world, "B05T06"));
    let flow = times * partners.iter().map(|n| world.trade_nij()[(*n, i, j)]).sum::<f64>();
    Capacity { name: "pipeline".into(), i, j, partners, flow, free }
}

#[test]
fn every_rate_of_growth_is_met_in_few_rounds() {
    let world = world();
    let rates = growth(&world);
    for (set, options) in [("recommended", Options::default()), ("recommended", Options::mobile())] {
        let problem = problem(&world, set, options);
        let targets = Targets { real_gdp_n_hat: Some(&rates), ..Targets::default() };
        let met = meet(&problem, &Shock::default(), problem.reference(), &targets).unwrap();
        let reached = outcomes(&problem, &met.solution).real_gdp_n;
        assert!(reached.iter().zip(&rates).all(|(a, b)| (a / b - 1.0).abs() <= 1e-8));
        println!("growth {} rounds {:?} {:?}", options.specific_share, met.rounds, met.solution.work);
        assert!(met.rounds <= 8, "{} rounds", met.rounds);
    }
}

#[test]
fn growth_and_a_pipeline_are_met_together() {
    let world = world();
    let (rates, problem) = (growth(&world), problem(&world, "recommended", Options::default()));
    for free in [true, false] {
        for times in [2.0, 5.0, 10.0] {
            let capacities = [pipeline(&world, times, free)];
            let targets = Targets { real_gdp_n_hat: None, capacities: &capacities };
            let t = std::time::Instant::now();
            let met = meet(&problem, &Shock::default(), problem.reference(), &targets).unwrap();
            println!(
                "pipeline {times} {free}: {} rounds, factor {}, {:?}",
                met.rounds,
                met.factors.costs[0].factor,
                t.elapsed()
            );
            let targets = Targets { real_gdp_n_hat: Some(&rates), capacities: &capacities };
            let t = std::time::Instant::now();
            let met = meet(&problem, &Shock::default(), problem.reference(), &targets).unwrap();
            assert!(met.residuals.iter().all(|r| r.value.abs() <= 1e-8));
            println!(
                "both {times} {free}: {} rounds, factor {}, {:?}",
                met.rounds,
                met.factors.costs[0].factor,
                t.elapsed()
            );
        }
    }
}

#[test]
fn quotas_of_every_regime_are_solved_at_once() {
    let world = world();
    let problem = problem(&world, "recommended", Options::default());
    let (n, j) = (world.economy("CAN").unwrap(), sector(&world, "C29"));
    let mut shock = Shock::default();
    for (code, share) in [("CHN", 0.5), ("KOR", 0.8), ("JPN", 1.5), ("DEU", 0.05)] {
        let cell = Cell { j, n, i: world.economy(code).unwrap() };
        let quantity = share * world.trade_nij()[(cell.n, cell.i, cell.j)];
        shock.set_tariff(cell, 0.0);
        let (name, slices) = (code.into(), vec![(cell, 0)]);
        shock.quotas.push(Quota { name, slices, quantity, within: 0.061, beyond: 0.4, rent: Rent::Exporter });
    }
    let t = std::time::Instant::now();
    let solution = problem.solve(&shock).unwrap();
    println!("{:?} {:?} {:?}", t.elapsed(), solution.work, solution.quotas);
    let t = std::time::Instant::now();
    let again = problem.solve_from(&shock, &solution).unwrap();
    println!("{:?} {:?}", t.elapsed(), again.work);
    assert_eq!(solution.quotas[0].regime, QuotaRegime::Binding);
}
