//! Time of one solve, of the preparation and of a decomposition on synthetic worlds of the sizes that occur.

use criterion::{Criterion, criterion_group, criterion_main};
use portolan_core::{Cell, Shock};
use portolan_equilibrium::testing::{random_theta, random_world};
use portolan_equilibrium::{Options, Primitives, Problem, decomposition};

/// Tariffs of the first economy on everyone, 25 points up.
fn war(problem: &Problem) -> Shock {
    let (n, j) = (problem.primitives().economies(), problem.primitives().sectors());
    let mut shock = Shock::default();
    for (s, i) in (0..j).flat_map(|s| (1..n).map(move |i| (s, i))) {
        shock.set_tariff(Cell { j: s, n: 0, i }, problem.primitives().tau_nij[(0, i, s)] + 0.25);
    }
    shock
}

fn problem(n: usize, j: usize, options: Options) -> Problem {
    Problem::new(Primitives::from(&random_world(1, n, j)), &random_theta(1, j), options).expect("a valid world")
}

fn solves(c: &mut Criterion) {
    for (name, n, j) in [("31x40", 31, 40), ("77x23", 77, 23)] {
        for (factors, options) in [("mobile", Options::mobile()), ("specific", Options::default())] {
            let problem = problem(n, j, options);
            problem.prepare();
            let shock = war(&problem);
            c.bench_function(&format!("solve {name} {factors}"), |b| b.iter(|| problem.solve(&shock)));
        }
    }
}

fn preparation(c: &mut Criterion) {
    let mut group = c.benchmark_group("prepare");
    group.sample_size(10);
    for (name, n, j) in [("31x40", 31, 40), ("77x23", 77, 23)] {
        let fresh = || problem(n, j, Options::mobile());
        group.bench_function(name, |b| {
            b.iter_batched(fresh, |problem| problem.prepare(), criterion::BatchSize::LargeInput);
        });
    }
}

fn parts(c: &mut Criterion) {
    let problem = problem(77, 23, Options::mobile());
    let shock = war(&problem);
    let mut group = c.benchmark_group("decomposition");
    group.sample_size(10);
    group.bench_function("77x23", |b| b.iter(|| decomposition(&problem, &shock)));
}

criterion_group!(benches, solves, preparation, parts);
criterion_main!(benches);
