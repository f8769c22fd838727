use super::*;
use crate::world::final_demand;
use proptest::prelude::*;

/// One economy, two sectors; sector 1 is used as an input beyond what is bought when `x1` is small.
fn table(x1: f64) -> (InputTable, Panel, Panel, Panel) {
    let gamma_nkj = InputTable::from_fn(1, 2, |_, k, j| [[0.1, 0.2], [0.3, 0.3]][k][j]);
    let gamma_nj = Panel::from_fn(1, 2, |_, j| [0.6, 0.5][j]);
    let y_nj = Panel::from_fn(1, 2, |_, j| [100.0, 100.0][j]);
    let x_nj = Panel::from_fn(1, 2, |_, j| [150.0, x1][j]);
    (gamma_nkj, gamma_nj, y_nj, x_nj)
}

#[test]
fn a_balanced_table_does_not_move() {
    let (gamma_nkj, gamma_nj, y_nj, x_nj) = table(90.0);
    let balance = balance(&gamma_nkj, &gamma_nj, &y_nj, &x_nj, Options::default()).unwrap();
    assert_eq!(balance.rounds_n, [0]);
    for (moved, measured) in balance.gamma_nkj.as_slice().iter().zip(gamma_nkj.as_slice()) {
        assert!((moved - measured).abs() < 1e-15);
    }
}

#[test]
fn an_input_used_beyond_what_is_bought_is_scaled_down_and_the_others_up() {
    let (gamma_nkj, gamma_nj, y_nj, x_nj) = table(50.0);
    let balance = balance(&gamma_nkj, &gamma_nj, &y_nj, &x_nj, Options::default()).unwrap();
    let final_nj = final_demand(&x_nj, &y_nj, &balance.gamma_nkj);
    assert!((final_nj[(0, 1)] - 1e-3 * 50.0).abs() < 1e-10);
    assert!(balance.gamma_nkj[(0, 1, 0)] < 0.3 && balance.gamma_nkj[(0, 0, 0)] > 0.1);
    for j in 0..2 {
        let inputs: f64 = (0..2).map(|k| balance.gamma_nkj[(0, k, j)]).sum();
        assert!((inputs + gamma_nj[(0, j)] - 1.0).abs() < 1e-15);
    }
}

#[test]
fn a_use_larger_than_all_purchases_is_named() {
    let (gamma_nkj, gamma_nj, y_nj, mut x_nj) = table(20.0);
    x_nj[(0, 0)] = 30.0;
    let options = Options { rounds: 50, ..Options::default() };
    let error = balance(&gamma_nkj, &gamma_nj, &y_nj, &x_nj, options).unwrap_err();
    assert!(matches!(error, Unbalanced::Excess { n: 0, excess, .. } if excess > 0.1), "{error:?}");
}

#[test]
fn a_sector_that_loses_its_only_input_is_named() {
    let (_, gamma_nj, y_nj, x_nj) = table(0.0);
    let gamma_nkj = InputTable::from_fn(1, 2, |_, k, j| [[0.0, 0.2], [0.4, 0.3]][k][j]);
    let error = balance(&gamma_nkj, &gamma_nj, &y_nj, &x_nj, Options::default()).unwrap_err();
    assert_eq!(error, Unbalanced::NoInputs { n: 0, j: 0 });
}

proptest! {
    #[test]
    fn every_table_that_buys_more_than_it_uses_can_be_balanced(
        raw in prop::collection::vec(0.01f64..1.0, 9),
        va in prop::collection::vec(0.2f64..0.8, 3),
        y in prop::collection::vec(1.0f64..100.0, 3),
        split in prop::collection::vec(0.05f64..1.0, 3),
    ) {
        let gamma_nj = Panel::from_fn(1, 3, |_, j| va[j]);
        let gamma_nkj = InputTable::from_fn(1, 3, |_, k, j| {
            let sum: f64 = (0..3).map(|m| raw[m * 3 + j]).sum();
            (1.0 - va[j]) * raw[k * 3 + j] / sum
        });
        let y_nj = Panel::from_fn(1, 3, |_, j| y[j]);
        let used: f64 = (0..3).map(|j| (1.0 - va[j]) * y[j]).sum();
        let total: f64 = split.iter().sum();
        let x_nj = Panel::from_fn(1, 3, |_, k| 1.3 * used * split[k] / total);
        let balance = balance(&gamma_nkj, &gamma_nj, &y_nj, &x_nj, Options::default()).unwrap();
        let final_nj = final_demand(&x_nj, &y_nj, &balance.gamma_nkj);
        for k in 0..3 {
            prop_assert!(final_nj[(0, k)] >= 0.99e-3 * x_nj[(0, k)]);
        }
    }
}
