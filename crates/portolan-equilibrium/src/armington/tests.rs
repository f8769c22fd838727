use super::*;
use crate::Primitives;
use crate::testing::{random_shock, random_theta, random_world};

fn solved(options: Options) -> Solution {
    let problem = Problem::new(Primitives::from(&random_world(6, 5, 3)), &random_theta(6, 3), options).unwrap();
    problem.solve(&random_shock(6, 5, 3)).unwrap()
}

#[test]
fn how_the_iteration_goes_does_not_change_where_it_ends() {
    let tight = Options { tolerance: 1e-13, ..Options::default() };
    let usual = solved(tight);
    let others = [
        Options { inner: 1, ..tight },
        Options { inner: 5, ..tight },
        Options { memory: 0, max_outers: 500, ..tight },
        Options { memory: 12, ..tight },
        Options { max_outers: 0, ..tight },
    ];
    for options in others {
        let other = solved(options);
        for (a, b) in usual.w_n_hat.iter().zip(&other.w_n_hat) {
            assert!((a / b - 1.0).abs() < 1e-12, "{options:?}");
        }
    }
}

#[test]
fn acceleration_pays() {
    let steps =
        |memory| solved(Options { memory, max_outers: 500, specific_share: 0.8, ..Options::default() }).work.outers;
    assert!(steps(5) < steps(0), "{} with, {} without", steps(5), steps(0));
}

#[test]
fn a_surplus_that_would_need_negative_spending_is_no_equilibrium() {
    // Half of what economy 1 earns is owed abroad for good; then its productivity falls by 95%.
    let (n, j) = (2, 1);
    let (spending, output) = ([150.0, 50.0], [100.0, 100.0]);
    let pi_nij = portolan_core::Cube::from_fn(n, j, |m, i, _| match (m, i) {
        (0, 0) => 0.6,
        (0, 1) => 0.4,
        (1, 1) => 0.8,
        _ => 0.2,
    });
    let primitives = Primitives {
        pi_nij,
        tau_nij: portolan_core::Cube::filled(n, j, 0.0),
        x_nj: portolan_core::Panel::from_fn(n, j, |m, _| spending[m]),
        gamma_nj: portolan_core::Panel::filled(n, j, 1.0),
        gamma_nkj: portolan_core::InputTable::filled(n, j, 0.0),
        alpha_nj: portolan_core::Panel::filled(n, j, 1.0),
        wl_n: output.to_vec(),
        deficit_n: vec![50.0, -50.0],
    };
    let problem = Problem::new(primitives, &[5.0], Options::mobile()).unwrap();
    assert_eq!(problem.reference_work().outers, 0);
    let mut shock = Shock::default();
    shock.productivity_hat.insert((1, 0), 0.05);
    let failure = problem.solve(&shock).unwrap_err();
    assert_eq!(failure.place(), Some((Equation::Income, 1, None)), "{failure}");
    assert!(failure.to_string().contains("negative"), "{failure}");
}
