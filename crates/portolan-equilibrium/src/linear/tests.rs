use proptest::prelude::*;

use super::*;
use crate::Closure;
use crate::testing::{Uniform, random_shock, random_theta, random_world};
use crate::{Options, Primitives, Problem};

proptest! {
    #![proptest_config(crate::testing::cases(24))]

    #[test]
    fn the_linear_map_is_the_derivative_of_the_equations(
        seed in any::<u32>(), n in 2usize..5, j in 1usize..4, columns in 1usize..4, own in any::<bool>(),
    ) {
        let closure = if own { Closure::ShareOfOwn } else { Closure::ShareOfWorld };
        let world = random_world(u64::from(seed), n, j);
        let options = Options { closure, ..Options::default() };
        let problem = Problem::new(Primitives::from(&world), &random_theta(u64::from(seed), j), options).unwrap();
        let system = problem.system(&random_shock(u64::from(seed), n, j));
        let mut random = Uniform::new(u64::from(seed));
        let point = moved(&Point::table(problem.table()), &draw(&mut random, n, j, 1), 0, 0.1);
        let mut state = State::new(problem.table());
        system.evaluate(&point, &mut state);
        let d = draw(&mut random, n, j, columns);
        let relative = of_spending(&d, &point);
        let response = Linearisation { system: &system, point: &point, state: &state }.response(&relative);
        for s in 0..columns {
            let h = 1e-6;
            let (mut up, mut down) = (state.clone(), state.clone());
            let (above, below) = (moved(&point, &d, s, h), moved(&point, &d, s, -h));
            system.evaluate(&above, &mut up);
            system.evaluate(&below, &mut down);
            for k in 0..n * j {
                let at = (k / n * columns + s) * n + k % n;
                let slope = |a: f64, b: f64| (a - b) / (2.0 * h);
                let close = |a: f64, b: f64, scale: f64| (a - b).abs() < 1e-7 * scale.max(1.0);
                let scale = problem.table().scale[k % n];
                let ln_p = slope(up.price_gap[k] + above.ln_p[k], down.price_gap[k] + below.ln_p[k]);
                prop_assert!(close(response.ln_p[at], ln_p, 1.0));
                let x = slope(up.spending_gap[k] + above.x[k], down.spending_gap[k] + below.x[k]);
                prop_assert!(close(response.x[at] / scale, x / scale, 1.0));
                let ln_r = slope(up.specific_gap[k] + above.ln_r[k], down.specific_gap[k] + below.ln_r[k]);
                prop_assert!(state.y[k] == 0.0 || close(response.ln_r[at], ln_r, 10.0));
            }
            for m in 0..n {
                let factor = (up.factor_gap[m] - down.factor_gap[m]) / (2.0 * h);
                prop_assert!((response.factor[s * n + m] - factor).abs() < 1e-6);
            }
        }
    }
}

fn draw(random: &mut Uniform, n: usize, j: usize, columns: usize) -> Directions {
    let mut d = Directions::zero(n, j, columns);
    for values in [&mut d.ln_w, &mut d.ln_r, &mut d.ln_p] {
        values.iter_mut().for_each(|v| *v = random.between(-1.0, 1.0));
    }
    d.x.iter_mut().for_each(|v| *v = random.between(-1.0, 1.0));
    d
}

/// The same directions with spending in money instead of parts of itself.
fn of_spending(d: &Directions, point: &Point) -> Directions {
    let n = point.ln_w.len();
    let mut money = d.clone();
    let at = |k: usize| k / (d.columns * n) * n + k % n;
    money.x.iter_mut().enumerate().for_each(|(k, x)| *x *= point.x[at(k)]);
    money
}

/// The point moved along one direction, spending by parts of itself.
fn moved(point: &Point, d: &Directions, s: usize, h: f64) -> Point {
    let n = point.ln_w.len();
    let at = |k: usize| (k / n * d.columns + s) * n + k % n;
    let mut next = point.clone();
    (0..n).for_each(|m| next.ln_w[m] += h * d.ln_w[s * n + m]);
    for k in 0..next.x.len() {
        next.ln_r[k] += h * d.ln_r[at(k)];
        next.ln_p[k] += h * d.ln_p[at(k)];
        next.x[k] += h * d.x[at(k)] * point.x[k];
    }
    next
}

#[test]
fn products_of_columns_are_products_of_each() {
    for (n, j, c) in [(2, 1, 1), (3, 2, 4), (7, 3, 7)] {
        let mut random = Uniform::new(9);
        let rows: Vec<f64> = (0..n * n * j).map(|_| random.between(-1.0, 1.0)).collect();
        let x: Vec<f64> = (0..n * j * c).map(|_| random.between(-1.0, 1.0)).collect();
        let mut out = vec![f64::NAN; n * j * c];
        dense_product(&rows, &x, &mut out, n, c);
        for k in 0..out.len() {
            let (sector, column, m) = (k / (c * n), k / n % c, k % n);
            let plain: f64 = (0..n).map(|r| rows[(sector * n + r) * n + m] * x[(sector * c + column) * n + r]).sum();
            assert!((out[k] - plain).abs() < 1e-13, "{n} {j} {c}");
        }
    }
}
