use proptest::prelude::*;

use super::*;
use crate::{Options, Primitives, Problem};

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn every_random_world_is_its_own_reference(seed in any::<u32>(), n in 2usize..7, j in 1usize..5) {
        let world = random_world(u64::from(seed), n, j);
        let theta_j = random_theta(u64::from(seed), j);
        let problem = Problem::new(Primitives::from(&world), &theta_j, Options::default()).unwrap();
        prop_assert_eq!(problem.reference_work().outers, 0);
        prop_assert!(problem.reference().certificate.worst().value < 1e-13);
    }
}

#[test]
fn the_same_seed_gives_the_same_world_and_another_seed_another() {
    let flows = |seed| random_world(seed, 4, 3).trade_nij().clone();
    assert_eq!(flows(5), flows(5));
    assert_ne!(flows(5), flows(6));
}

#[test]
fn some_random_worlds_have_a_sector_that_an_economy_neither_makes_nor_buys() {
    let dead = |seed| {
        let world = random_world(seed, 4, 3);
        world.x_nj().as_slice().contains(&0.0)
    };
    let count = (0..40).filter(|seed| dead(*seed)).count();
    assert!((5..35).contains(&count), "{count} of 40");
}
