use portolan_core::{Cell, Slice};

use super::*;
use crate::testing::random_world;
use crate::{Failure, Options, Problem};

fn codes(spoil: impl Fn(&mut Primitives, &mut Vec<f64>)) -> Vec<&'static str> {
    let mut primitives = Primitives::from(&random_world(1, 3, 2));
    let mut theta_j = vec![4.0, 5.0];
    spoil(&mut primitives, &mut theta_j);
    match Problem::new(primitives, &theta_j, Options::default()) {
        Err(Failure::BadInput(findings)) => findings.iter().map(|f| f.code).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_fault_of_the_table_is_found() {
    assert_eq!(codes(|_, theta| theta[1] = 0.0), ["bad-elasticity"]);
    assert_eq!(codes(|_, theta| theta[1] = f64::NAN), ["bad-elasticity"]);
    assert_eq!(codes(|_, theta| theta.truncate(1)), ["bad-shape"]);
    assert_eq!(codes(|p, _| p.pi_nij[(0, 1, 0)] += 0.1), ["bad-trade-shares"]);
    assert_eq!(codes(|p, _| p.x_nj[(0, 1)] = -1.0), ["bad-spending"]);
    assert_eq!(codes(|p, _| p.tau_nij[(0, 1, 1)] = -1.0), ["bad-tariff"]);
    assert_eq!(codes(|p, _| p.gamma_nj[(2, 1)] += 0.1), ["shares-do-not-sum"]);
    assert_eq!(codes(|p, _| p.alpha_nj[(2, 1)] += 0.1), ["bad-final-shares"]);
    assert_eq!(codes(|p, _| p.wl_n[0] = 0.0), ["no-income"]);
    assert_eq!(codes(|p, _| p.deficit_n[0] += 1e5), ["deficits-do-not-cancel"]);
}

#[test]
fn deficits_miss_zero_by_no_more_than_a_solution_may() {
    let world: f64 = random_world(1, 3, 2).wl_n().iter().sum();
    let solved = |gap: f64| {
        let mut primitives = Primitives::from(&random_world(1, 3, 2));
        primitives.deficit_n[0] += gap * world;
        Problem::new(primitives, &[4.0, 5.0], Options::default())
    };
    assert!(solved(5e-11).is_ok());
    let Err(Failure::BadInput(findings)) = solved(2e-10) else { panic!("deficits out of thin air") };
    assert_eq!(findings[0].code, "deficits-do-not-cancel");
}

#[test]
fn all_faults_are_found_at_once() {
    let found = codes(|p, theta| {
        theta[0] = -1.0;
        p.wl_n[0] = f64::NAN;
        p.tau_nij[(1, 2, 0)] = f64::INFINITY;
    });
    for code in ["bad-elasticity", "no-income", "bad-tariff"] {
        assert!(found.contains(&code), "{code} is missing in {found:?}");
    }
}

#[test]
fn options_out_of_range_are_found() {
    let options = Options { tolerance: 0.0, specific_share: 1.0, inner: 0, memory: 99, ..Options::default() };
    let failure = Problem::new(Primitives::from(&random_world(1, 3, 2)), &[4.0, 5.0], options).unwrap_err();
    let Failure::BadInput(findings) = failure else { panic!("{failure}") };
    assert_eq!(findings.len(), 4);
}

#[test]
fn every_fault_of_a_shock_is_found_with_its_cell() {
    let good = Slice { weight: 1.0, tau: 0.1, export_tax: 0.0, d_hat: 1.0 };
    let bad = [
        ("bad-weights", Slice { weight: 0.9, ..good }),
        ("bad-tariff", Slice { tau: -1.0, ..good }),
        ("bad-tariff", Slice { tau: f64::NAN, ..good }),
        ("bad-export-tax", Slice { export_tax: -2.0, ..good }),
        ("bad-trade-cost", Slice { d_hat: 0.0, ..good }),
    ];
    for (code, slice) in bad {
        let mut shock = Shock::default();
        shock.cells.insert(Cell { j: 1, n: 0, i: 2 }, vec![slice]);
        let findings = shock_findings(&shock, 3, 2);
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].code, findings[0].place.cell.as_str()), (code, "importer 0, exporter 2, sector 1"));
    }
    let mut shock = Shock::default();
    shock.set_tariff(Cell { j: 5, n: 0, i: 2 }, 0.1);
    shock.productivity_hat.insert((0, 0), -1.0);
    let codes: Vec<&str> = shock_findings(&shock, 3, 2).iter().map(|f| f.code).collect();
    assert_eq!(codes, ["unknown-cell", "bad-productivity"]);
}
