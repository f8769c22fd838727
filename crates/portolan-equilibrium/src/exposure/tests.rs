use portolan_core::{Cube, Economy, InputTable, Panel, Sector, World, WorldTables};

use super::*;

/// Three economies and two sectors; `inputs` is the share of inputs in output.
fn world(inputs: f64) -> World {
    let sector = |code: &str, goods| Sector { code: code.into(), name: code.into(), goods };
    World::new(WorldTables {
        id: "chain".into(),
        title: "A supply chain".into(),
        year: 2022,
        economies: ["AAA", "BBB", "CCC"].map(|c| Economy { code: c.into(), name: c.into() }).to_vec(),
        sectors: vec![sector("G", true), sector("S", false)],
        trade_nij: Cube::from_fn(3, 2, |n, i, j| if n == i { 90.0 } else { 5.0 + (2 * n + i + j) as f64 }),
        tau_nij: Cube::from_fn(3, 2, |n, i, j| if n != i && j == 0 { 0.05 * (n + 1) as f64 } else { 0.0 }),
        gamma_nj: Panel::filled(3, 2, 1.0 - inputs),
        gamma_nkj: InputTable::filled(3, 2, inputs / 2.0),
        sources: vec![],
    })
    .unwrap()
}

#[test]
fn value_added_is_absorbed_somewhere() {
    let world = world(0.5);
    for n in 0..3 {
        let absorbed: f64 = value_added_absorbed(&world, n).iter().sum();
        assert!((absorbed / world.wl_n()[n] - 1.0).abs() < 1e-13, "{absorbed} of {}", world.wl_n()[n]);
    }
}

#[test]
fn without_inputs_value_added_exports_are_gross_exports() {
    let world = world(0.0);
    for n in 0..3 {
        for (p, absorbed) in value_added_absorbed(&world, n).iter().enumerate() {
            let gross: f64 = (0..2).map(|j| world.trade_nij()[(p, n, j)]).sum();
            assert!((absorbed - gross).abs() < 1e-12);
        }
    }
}

#[test]
fn inputs_that_return_home_lower_the_exposure_to_a_partner() {
    let world = world(0.5);
    let absorbed = value_added_absorbed(&world, 0);
    let gross: f64 = (0..2).map(|j| world.trade_nij()[(1, 0, j)]).sum();
    assert!(absorbed[1] < gross);
}
