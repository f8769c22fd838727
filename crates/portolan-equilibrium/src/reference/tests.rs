use proptest::prelude::*;

use super::*;
use crate::problem::Problem;
use crate::testing::{random_shock, random_theta, random_world};

fn largest(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs() / b.abs().max(1.0)).fold(0.0, f64::max)
}

fn closure(k: usize) -> Closure {
    [Closure::ShareOfWorld, Closure::ShareOfOwn, Closure::Zero][k]
}

proptest! {
    #![proptest_config(crate::testing::cases(24))]

    #[test]
    fn the_fast_solver_gives_what_the_plain_one_gives_with_everything_on(
        seed in any::<u32>(), n in 2usize..5, j in 1usize..4, phi in prop::sample::select(vec![0.0, 0.35, 0.8]), c in 0usize..3,
    ) {
        let world = random_world(u64::from(seed), n, j);
        let options = Options { tolerance: 1e-13, specific_share: phi, closure: closure(c), ..Options::default() };
        let theta_j = random_theta(u64::from(seed), j);
        let problem = Problem::new(Primitives::from(&world), &theta_j, options).unwrap();
        let shock = random_shock(u64::from(seed), n, j);
        let fast = problem.solve(&shock).unwrap();
        let plain = solve(problem.primitives(), &theta_j, &Options { tolerance: 1e-12, ..options }, &shock).unwrap();
        prop_assert!(largest(&fast.w_n_hat, &plain.w_n_hat) < 1e-10);
        prop_assert!(largest(fast.r_nj_hat.as_slice(), plain.r_nj_hat.as_slice()) < 1e-10);
        prop_assert!(largest(fast.c_nj_hat.as_slice(), plain.c_nj_hat.as_slice()) < 1e-10);
        prop_assert!(largest(fast.p_nj_hat.as_slice(), plain.p_nj_hat.as_slice()) < 1e-10);
        prop_assert!(largest(fast.x_nj.as_slice(), plain.x_nj.as_slice()) < 1e-10);
        prop_assert!(largest(fast.y_nj.as_slice(), plain.y_nj.as_slice()) < 1e-10);
        prop_assert!(largest(&fast.income_n, &plain.income_n) < 1e-10);
        prop_assert!(largest(&fast.tariff_revenue_n, &plain.tariff_revenue_n) < 1e-9);
        prop_assert!(largest(&fast.export_tax_revenue_n, &plain.export_tax_revenue_n) < 1e-9);
        prop_assert!(largest(&fast.deficit_n, &plain.deficit_n) < 1e-9);
    }
}

/// Shuts a pair of buyer and seller in a sector.
fn shut(shock: &mut Shock, n: usize, i: usize, j: usize) {
    let slice = Slice { weight: 1.0, tau: 0.0, export_tax: 0.0, d_hat: f64::INFINITY };
    shock.cells.insert(portolan_core::Cell { j, n, i }, vec![slice]);
}

#[test]
fn the_plain_solver_says_which_equation_it_could_not_meet() {
    let world = random_world(3, 3, 2);
    let failure = |options: Options, shock: &Shock| {
        let failure = solve(&Primitives::from(&world), &[4.0, 5.0], &options, shock).unwrap_err();
        assert!(failure.gap.is_nan() || failure.gap > 1e-3, "{failure}");
        failure.equation
    };
    let options = Options { tolerance: 1e-12, ..Options::mobile() };
    // Nobody can sell to economy 0 or buy from it, and its deficit is fixed.
    let mut alone = Shock::default();
    for (n, i) in [(0, 1), (0, 2), (1, 0), (2, 0)] {
        (0..2).for_each(|j| shut(&mut alone, n, i, j));
    }
    assert_eq!(failure(options, &alone), Equation::Factors);
    // Nobody can sell a good to economy 2: it has no price.
    let mut missing = Shock::default();
    (0..3).for_each(|i| shut(&mut missing, 2, i, 1));
    assert_eq!(failure(options, &missing), Equation::Price);
}

#[test]
#[should_panic(expected = "equivalent shock")]
fn the_plain_solver_takes_no_quotas() {
    let world = random_world(3, 3, 2);
    let rent = portolan_core::shock::Rent::Importer;
    let quota = portolan_core::shock::Quota {
        name: "cheese".into(),
        slices: vec![(portolan_core::Cell { j: 0, n: 0, i: 1 }, 0)],
        quantity: 1.0,
        within: 0.0,
        beyond: 0.5,
        rent,
    };
    let mut shock = Shock { quotas: vec![quota], ..Shock::default() };
    shock.set_tariff(portolan_core::Cell { j: 0, n: 0, i: 1 }, 0.5);
    let _ = solve(&Primitives::from(&world), &[4.0, 5.0], &Options::default(), &shock);
}
