//! A small world of our own, solved by both solvers to 1e-13; the answer is kept in full digits.

use portolan_core::{Cell, Cube, Economy, InputTable, Panel, Sector, Shock, Slice, World, WorldTables};
use portolan_equilibrium::{Closure, Options, Primitives, Problem, outcomes, reference};

/// Three economies, two sectors, round numbers: trade in USD mn, rows are importers.
fn world() -> World {
    let trade = [
        [[500.0, 40.0, 60.0], [30.0, 300.0, 20.0], [50.0, 30.0, 400.0]],
        [[800.0, 10.0, 20.0], [25.0, 450.0, 15.0], [15.0, 20.0, 600.0]],
    ];
    let tariff = [
        [[0.0, 0.10, 0.05], [0.08, 0.0, 0.20], [0.0, 0.15, 0.0]],
        [[0.0, 0.0, 0.0], [0.02, 0.0, 0.0], [0.0, 0.0, 0.0]],
    ];
    let gamma = [[0.5, 0.6], [0.4, 0.7], [0.45, 0.65]];
    let own = [0.6, 0.3];
    let code = |c: &str| (c.to_string(), c.to_string());
    let economy = |c: &str| Economy { code: code(c).0, name: code(c).1 };
    let sector = |c: &str, goods| Sector { code: code(c).0, name: code(c).1, goods };
    World::new(WorldTables {
        id: "three-by-two".into(),
        title: "Three economies, two sectors".into(),
        year: 2022,
        economies: vec![economy("AAA"), economy("BBB"), economy("CCC")],
        sectors: vec![sector("GOOD", true), sector("SERV", false)],
        trade_nij: Cube::from_fn(3, 2, |n, i, j| trade[j][n][i]),
        tau_nij: Cube::from_fn(3, 2, |n, i, j| tariff[j][n][i]),
        gamma_nj: Panel::from_fn(3, 2, |n, j| gamma[n][j]),
        gamma_nkj: InputTable::from_fn(3, 2, |n, k, j| {
            (1.0 - gamma[n][j]) * if k == 0 { own[j] } else { 1.0 - own[j] }
        }),
        sources: vec!["made up".into()],
    })
    .expect("a consistent world")
}

/// A tariff on part of a cell, an export tax, a trade cost and productivity.
fn shock() -> Shock {
    let plain = Slice { weight: 1.0, tau: 0.0, export_tax: 0.0, d_hat: 1.0 };
    let mut shock = Shock::default();
    let (taxed, free) = (Slice { weight: 0.15, tau: 0.35, ..plain }, Slice { weight: 0.85, tau: 0.10, ..plain });
    shock.cells.insert(Cell { j: 0, n: 0, i: 1 }, vec![taxed, free]);
    shock.cells.insert(Cell { j: 0, n: 2, i: 0 }, vec![Slice { export_tax: 0.05, ..plain }]);
    shock.cells.insert(Cell { j: 1, n: 1, i: 2 }, vec![Slice { d_hat: 0.9, ..plain }]);
    shock.productivity_hat.insert((2, 1), 1.02);
    shock
}

/// Wage hats and real-income hats with mobile and with specific factors, from a third program in 80-bit arithmetic.
const EXPECTED: [(f64, [f64; 3], [f64; 3]); 2] = [
    (
        0.0,
        [0.9914580466265539, 0.9836119413944244, 1.0234021969679759],
        [1.000747596024782, 0.9999807099737336, 1.0212376830418968],
    ),
    (
        0.35,
        [0.9913368696129753, 0.9835537351578837, 1.0236000281684006],
        [1.0006939610264334, 1.0003922616138763, 1.0208422539817688],
    ),
];

#[test]
fn both_solvers_give_the_numbers_kept_here() {
    for (phi, wages, real_incomes) in EXPECTED {
        let options =
            Options { tolerance: 1e-13, specific_share: phi, closure: Closure::ShareOfWorld, ..Options::default() };
        let primitives = Primitives::from(&world());
        let plain = reference::solve(&primitives, &[4.0, 6.0], &options, &shock()).unwrap();
        let problem = Problem::new(primitives, &[4.0, 6.0], options).unwrap();
        let fast = problem.solve(&shock()).unwrap();
        let real = outcomes(&problem, &fast).real_income_n;
        for n in 0..3 {
            assert!((plain.w_n_hat[n] - wages[n]).abs() < 1e-12, "plain wage {n}: {:?}", plain.w_n_hat[n]);
            assert!((fast.w_n_hat[n] - wages[n]).abs() < 1e-12, "fast wage {n}: {:?}", fast.w_n_hat[n]);
            assert!((real[n] - real_incomes[n]).abs() < 1e-12, "real income {n}: {:?}", real[n]);
        }
    }
}
