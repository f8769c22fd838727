use portolan_core::Shock;

use super::*;
use crate::armington::Run;
use crate::testing::{random_shock, random_theta, random_world};
use crate::{Options, Primitives, Problem};

#[test]
fn newton_alone_finds_what_the_chord_finds_and_quickly() {
    for seed in 0..12 {
        for phi in [0.0, 0.5] {
            let options = Options { specific_share: phi, tolerance: 1e-12, ..Options::default() };
            let world = random_world(seed, 4, 3);
            let problem = Problem::new(Primitives::from(&world), &random_theta(seed, 3), options).unwrap();
            let shock = random_shock(seed, 4, 3);
            let system = problem.system(&shock);
            let mut run = Run::new(&problem, &system, Point::table(problem.table()), &options);
            assert!(polish(&mut run), "seed {seed}");
            assert!(run.work.newton_steps <= 8, "seed {seed} took {} steps", run.work.newton_steps);
            let chord = problem.solve(&shock).unwrap();
            for (newton, chord) in run.point.ln_w.iter().zip(&chord.w_n_hat) {
                assert!((newton.exp() - chord).abs() < 1e-10);
            }
        }
    }
}

#[test]
fn the_shock_in_steps_arrives_at_the_same_point() {
    let options = Options::default();
    let problem = Problem::new(Primitives::from(&random_world(5, 4, 3)), &random_theta(5, 3), options).unwrap();
    let shock = random_shock(5, 4, 3);
    let system = problem.system(&shock);
    let mut run = Run::new(&problem, &system, Point::table(problem.table()), &options);
    assert!(crate::path::follow(&problem, &mut run, &shock));
    assert!(run.work.shock_steps >= 2);
    let solution = problem.solve(&shock).unwrap();
    for (steps, at_once) in run.point.ln_w.iter().zip(&solution.w_n_hat) {
        assert!((steps.exp() - at_once).abs() < 1e-8);
    }
}

#[test]
fn the_safeguard_takes_over_when_the_iteration_has_no_time() {
    let options = Options { max_outers: 1, ..Options::default() };
    let problem = Problem::new(Primitives::from(&random_world(5, 4, 3)), &random_theta(5, 3), options).unwrap();
    let solution = problem.solve(&random_shock(5, 4, 3)).unwrap();
    assert!(solution.work.newton_steps > 0);
    assert!(solution.certificate.worst().value <= 1e-10);
    let nothing = problem.solve(&Shock::default()).unwrap();
    assert_eq!(nothing.work.newton_steps, 0);
}
