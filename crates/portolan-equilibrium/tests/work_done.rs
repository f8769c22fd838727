//! Work of fixed cases: a change here is an algorithm that has become better or worse, whatever a clock says.

use portolan_core::{Cell, Shock};
use portolan_equilibrium::testing::{random_shock, random_theta, random_world};
use portolan_equilibrium::{Options, Primitives, Problem};

/// Outers and passes of a world of `n × j` under a tariff war of its first economy, and under a random shock.
fn work(n: usize, j: usize, options: Options) -> [(usize, usize); 2] {
    let world = random_world(22, n, j);
    let problem = Problem::new(Primitives::from(&world), &random_theta(22, j), options).unwrap();
    let mut war = Shock::default();
    for (s, i) in (0..j).flat_map(|s| (1..n).map(move |i| (s, i))) {
        war.set_tariff(Cell { j: s, n: 0, i }, world.tau_nij()[(0, i, s)] + 0.25);
        war.set_tariff(Cell { j: s, n: i, i: 0 }, world.tau_nij()[(i, 0, s)] + 0.25);
    }
    [war, random_shock(22, n, j)].map(|shock| {
        let work = problem.solve(&shock).unwrap().work;
        assert_eq!((work.newton_steps, work.shock_steps), (0, 1));
        assert_eq!(
            work.passes,
            3 + 7 * work.outers - 1 + 3,
            "three to begin, seven a round, three for the certificate"
        );
        (work.outers, work.passes)
    })
}

#[test]
fn the_work_done_is_known() {
    assert_eq!(work(5, 3, Options::mobile()), [(9, 68), (9, 68)]);
    assert_eq!(work(20, 10, Options::mobile()), [(15, 110), (11, 82)]);
    assert_eq!(work(5, 3, Options::default()), [(13, 96), (12, 89)]);
    assert_eq!(work(20, 10, Options::default()), [(15, 110), (15, 110)]);
}

#[test]
fn nothing_is_prepared_for_a_shock_that_changes_nothing() {
    let world = random_world(22, 20, 10);
    let problem = Problem::new(Primitives::from(&world), &random_theta(22, 10), Options::default()).unwrap();
    assert_eq!(problem.reference_work().passes, 6);
    assert_eq!(problem.solve(&Shock::default()).unwrap().work.passes, 6);
}
