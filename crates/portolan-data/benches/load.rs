//! Reading and checking the embedded worlds.

use criterion::{Criterion, criterion_group, criterion_main};
use portolan_data::{embedded_world, embedded_worlds, products};

fn load(c: &mut Criterion) {
    for id in embedded_worlds() {
        c.bench_function(&format!("load {id}"), |b| b.iter(|| embedded_world(id).map(|world| world.tables().year)));
    }
    if let Ok(world) = embedded_world("world-2022") {
        c.bench_function("load products", |b| b.iter(|| products(&world).map(|table| table.cells().count())));
    }
}

criterion_group!(benches, load);
criterion_main!(benches);
