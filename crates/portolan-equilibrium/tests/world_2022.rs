//! The embedded world of 2022 under every set of elasticities: no shock, and the hard shocks.

use portolan_core::{Cell, Shock, World};
use portolan_data::{elasticities, elasticity_sets, embedded_world};
use portolan_equilibrium::{Closure, Options, Primitives, Problem, outcomes};

fn world() -> World {
    embedded_world("world-2022").unwrap()
}

fn problem(world: &World, set: &str, options: Options) -> Problem {
    Problem::new(Primitives::from(world), &elasticities(set, world).unwrap().theta_j, options).unwrap()
}

/// Adds `points` to the tariffs of `importers` on goods of `exporters`.
fn add(world: &World, shock: &mut Shock, importers: &[usize], exporters: &[usize], points: f64) {
    for (n, i) in importers.iter().flat_map(|n| exporters.iter().map(move |i| (*n, *i))).filter(|(n, i)| n != i) {
        for j in (0..world.sectors().len()).filter(|j| world.sectors()[*j].goods) {
            shock.set_tariff(Cell { j, n, i }, world.tau_nij()[(n, i, j)] + points);
        }
    }
}

/// The hard shocks, each with the most sweeps it may take with mobile factors.
fn shocks(world: &World) -> Vec<(&'static str, Shock, f64)> {
    let all: Vec<usize> = (0..world.economies().len()).collect();
    let [usa, can] = ["USA", "CAN"].map(|code| world.economy(code).unwrap());
    let asia = ["IDN", "PHL", "MYS", "KOR", "JPN"].map(|code| world.economy(code).unwrap());
    let mut shocks = Vec::new();
    let mut shock = |name, most, change: &dyn Fn(&mut Shock)| {
        let mut shock = Shock::default();
        change(&mut shock);
        shocks.push((name, shock, most));
    };
    shock("the US adds 25 points on Canada", 40.0, &|s| add(world, s, &[usa], &[can], 0.25));
    shock("the US adds 25 points on everyone", 40.0, &|s| add(world, s, &[usa], &all, 0.25));
    shock("Canada is free with five in Asia", 40.0, &|s| {
        for (n, i) in asia.iter().flat_map(|a| [(can, *a), (*a, can)]) {
            for j in (0..world.sectors().len()).filter(|j| world.sectors()[*j].goods) {
                s.set_tariff(Cell { j, n, i }, 0.0);
            }
        }
    });
    shock("50 points on all goods of all pairs", 75.0, &|s| add(world, s, &all, &all, 0.5));
    shock("goods between the US and Canada are prohibited", 40.0, &|s| {
        add(world, s, &[usa], &[can], 100.0);
        add(world, s, &[can], &[usa], 100.0);
    });
    shocks
}

#[test]
fn the_table_is_an_equilibrium_of_every_set_and_no_shock_takes_no_iteration() {
    let world = world();
    for set in elasticity_sets() {
        for specific_share in [0.0, 0.35] {
            let problem = problem(&world, set, Options { specific_share, ..Options::default() });
            let solution = problem.solve(&Shock::default()).unwrap();
            assert_eq!((problem.reference_work().outers, solution.work.outers), (0, 0), "{set}");
            let worst = solution.certificate.worst();
            assert!(worst.value <= 1e-13, "{set}: {worst}");
        }
    }
}

#[test]
fn hard_shocks_are_solved_for_every_set_within_the_bounds_of_work() {
    let world = world();
    for set in elasticity_sets() {
        let problem = problem(&world, set, Options::mobile());
        for (name, shock, most) in shocks(&world) {
            let solution = problem.solve(&shock).unwrap_or_else(|e| panic!("{set}, {name}: {e}"));
            assert!(solution.certificate.worst().value <= 1e-10);
            assert_eq!(solution.work.newton_steps, 0, "{set}, {name}");
            assert!(solution.work.sweeps() <= most, "{set}, {name}: {} sweeps", solution.work.sweeps());
        }
    }
}

#[test]
fn hard_shocks_are_solved_with_specific_factors_too() {
    let world = world();
    for set in elasticity_sets() {
        let problem = problem(&world, set, Options::default());
        for (name, shock, _) in shocks(&world) {
            let solution = problem.solve(&shock).unwrap_or_else(|e| panic!("{set}, {name}: {e}"));
            assert!(solution.certificate.worst().value <= 1e-10);
            assert!(solution.work.outers <= 70, "{set}, {name}: {} outers", solution.work.outers);
        }
    }
}

#[test]
fn the_tightest_tolerance_is_reached() {
    let world = world();
    let options = Options { tolerance: 1e-13, ..Options::mobile() };
    let problem = problem(&world, "recommended", options);
    for (name, shock, _) in shocks(&world) {
        let solution = problem.solve(&shock).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(solution.certificate.worst().value <= 1e-13);
    }
}

/// Real income of an economy, less 1, under one of the hard shocks, with its deficit over final spending before and after.
fn under(world: &World, closure: Closure, economy: &str, shock: usize) -> [f64; 3] {
    let n = world.economy(economy).unwrap();
    let problem = problem(world, "recommended", Options { closure, ..Options::mobile() });
    let (before, after) = (problem.reference(), problem.solve(&shocks(world)[shock].1).unwrap());
    assert!(after.deficit_n.iter().sum::<f64>().abs() < 1e-10 * after.income_n.iter().sum::<f64>());
    let income = outcomes(&problem, &after).real_income_n[n] - 1.0;
    [income, before.deficit_n[n] / before.income_n[n], after.deficit_n[n] / before.income_n[n]]
}

#[test]
fn closures_differ_in_the_first_order_of_the_deficit_by_the_transfer_that_they_add() {
    let world = world();
    // The United States run a large deficit, Canada a small surplus. What one closure adds to the deficit is income, and a
    // little more, since the transfer improves the terms of trade.
    for (economy, shock, apart) in [("USA", 1, 0.3..0.8), ("CAN", 0, 0.0..0.01)] {
        let [[fixed, before, held], [own, _, moved]] =
            [Closure::ShareOfWorld, Closure::ShareOfOwn].map(|closure| under(&world, closure, economy, shock));
        assert!((held - before).abs() < 1e-10 && (moved - held).abs() > 1e-5, "{economy}: {before} {held} {moved}");
        assert!((1.0..1.2).contains(&((own - fixed) / (moved - held))), "{economy}: {fixed} {own}, {held} {moved}");
        assert!(apart.contains(&((own - fixed) / fixed).abs()), "{economy}: {fixed} {own}");
    }
    let [balanced, _, deficit] = under(&world, Closure::Zero, "CAN", 0);
    assert!(deficit == 0.0 && balanced < -0.005 && balanced > -0.015, "{balanced}");
}
