use std::path::PathBuf;

use portolan_core::{Cell, Shock};
use portolan_data::read_world;
use portolan_equilibrium::{Closure, outcomes, published_decomposition};

use super::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The committed world, elasticities and tariffs of 2005.
fn committed() -> (World, Vec<f64>, Shock) {
    let world = read_world(&root().join("data/nafta-1993")).unwrap();
    let columns = [("sector", Type::Text), ("theta", Type::Number)];
    let theta = read(&root().join("parameters/elasticities/caliendo2015-nafta.csv"), &columns);
    let theta_j = theta.numbers[0].clone();
    let columns = [("importer", Type::Text), ("exporter", Type::Text), ("sector", Type::Text), ("set", Type::Text)];
    let rows = read(&root().join("scenarios/nafta-1993/tariffs-2005.csv"), &columns);
    let mut shock = Shock::default();
    for row in 0..rows.rows {
        let cell = Cell {
            n: world.economy(rows.text(0, row)).unwrap(),
            i: world.economy(rows.text(1, row)).unwrap(),
            j: world.sector(rows.text(2, row)).unwrap(),
        };
        let percent: f64 = rows.text(3, row).strip_suffix('%').unwrap().parse().unwrap();
        shock.set_tariff(cell, percent / 100.0);
    }
    (world, theta_j, shock)
}

fn read(path: &Path, columns: &[Column]) -> Table {
    Table::read(&path.display().to_string(), std::fs::read(path).unwrap().into(), columns).unwrap()
}

/// Terms of trade, volume of trade, their sum, real wage: per cent, as printed.
type Printed = [(&'static str, [f64; 4]); 3];

fn agrees(closure: Closure, printed: Printed) {
    let (world, theta_j, shock) = committed();
    let options = Options { closure, ..Options::mobile() };
    let problem = Problem::new(Primitives::from(&world), &theta_j, options).unwrap();
    let solution = problem.solve(&shock).unwrap();
    let ours = published_decomposition(&problem, &solution);
    for (economy, row) in printed {
        let n = world.economy(economy).unwrap();
        let found = [ours.terms_of_trade_n[n], ours.volume_of_trade_n[n], ours.total_n[n], ours.real_wage_n[n]];
        for (fraction, printed) in found.iter().zip(row) {
            assert!((100.0 * fraction - printed).abs() <= 5e-3 + 1e-9, "{economy}: {found:?} against {row:?} per cent");
        }
    }
}

/// Caliendo and Parro (2015), table 2: 31 economies without deficits.
#[test]
fn the_committed_world_reproduces_table_2_without_deficits() {
    let printed =
        [("CAN", [-0.11, 0.04, -0.06, 0.32]), ("MEX", [-0.41, 1.72, 1.31, 1.72]), ("USA", [0.04, 0.04, 0.08, 0.11])];
    agrees(Closure::Zero, printed);
}

/// The same with the deficits of 1993, as printed by the package `cp2015`.
#[test]
fn the_committed_world_reproduces_the_table_with_deficits() {
    let printed =
        [("CAN", [-0.08, 0.04, -0.04, 0.33]), ("MEX", [-0.41, 1.59, 1.17, 1.64]), ("USA", [0.05, 0.04, 0.08, 0.12])];
    agrees(Closure::ShareOfWorld, printed);
}

/// Exact change in real income in the equilibrium of table 2, which is not its welfare column.
#[test]
fn the_exact_welfare_of_table_2_is_an_order_smaller_for_mexico() {
    let (world, theta_j, shock) = committed();
    let options = Options { closure: Closure::Zero, ..Options::mobile() };
    let problem = Problem::new(Primitives::from(&world), &theta_j, options).unwrap();
    let outcomes = outcomes(&problem, &problem.solve(&shock).unwrap());
    for (economy, exact) in [("MEX", 0.0073), ("CAN", -0.1101), ("USA", 0.0741)] {
        let found = 100.0 * (outcomes.real_income_n[world.economy(economy).unwrap()] - 1.0);
        assert!((found - exact).abs() <= 1e-4, "{economy}: {found:.5}");
    }
}

#[test]
fn the_committed_world_needs_no_solve_of_its_own() {
    let (world, theta_j, _) = committed();
    let problem = Problem::new(Primitives::from(&world), &theta_j, Options::mobile()).unwrap();
    assert_eq!(problem.reference_work().outers, 0);
}
