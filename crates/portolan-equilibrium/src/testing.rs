//! Random worlds and shocks for tests: valid by construction, the same for the same seed.

use portolan_core::shock::{Quota, Rent};
use portolan_core::{Cell, Cube, Economy, InputTable, Panel, Sector, Shock, Slice, World, WorldTables};

/// A stream of uniform numbers: SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub struct Uniform(u64);

impl Uniform {
    /// A stream that depends on the seed alone.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d).wrapping_add(1))
    }

    /// The next number between `low` and `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        low + (high - low) * ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.between(0.0, 1.0) < probability
    }

    /// One of `0..count`.
    pub fn index(&mut self, count: usize) -> usize {
        (self.between(0.0, count as f64) as usize).min(count - 1)
    }
}

/// How many cases a property is tried on; always the same ones, so that a test that passed passes again.
#[cfg(test)]
pub(crate) fn cases(cases: u32) -> proptest::test_runner::Config {
    let rng_seed = proptest::test_runner::RngSeed::Fixed(1993);
    proptest::test_runner::Config { cases, rng_seed, failure_persistence: None, ..Default::default() }
}

/// A random consistent world: economies of unequal size with home bias, missing trade flows, tariffs up to 30%, input–output
/// links and deficits of at most a fifth of value added; with three sectors or more, now and then a sector that an economy neither makes nor buys.
pub fn random_world(seed: u64, n: usize, j: usize) -> World {
    let mut random = Uniform::new(seed);
    let trade_nij = random_trade(&mut random, n, j);
    let tariffs: Vec<f64> = (0..n * n * j).map(|_| random.between(0.0, 0.3)).collect();
    let taxed: Vec<bool> = (0..n * n * j).map(|_| random.chance(0.7)).collect();
    let tau_nij = Cube::from_fn(n, j, |m, i, s| {
        let at = (s * n + m) * n + i;
        if m != i && taxed[at] { tariffs[at] } else { 0.0 }
    });
    let shares: Vec<f64> = (0..n * j).map(|_| random.between(0.3, 0.7)).collect();
    let tilt: Vec<f64> = (0..n * j * j).map(|_| random.between(0.5, 1.5)).collect();
    let inputs = |scale: f64| inputs_shares(&trade_nij, &tau_nij, &shares, &tilt, scale);
    for scale in [1.0, 0.8, 0.6, 0.4, 0.2, 0.05] {
        let (gamma_nj, gamma_nkj) = inputs(scale);
        let world = World::new(tables(trade_nij.clone(), tau_nij.clone(), gamma_nj, gamma_nkj));
        match world {
            Ok(world) if moderate(&world) => return world,
            _ => continue,
        }
    }
    random_world(seed.wrapping_add(1 << 40), n, j)
}

/// Whether deficits are small enough to be held fixed under a large shock.
fn moderate(world: &World) -> bool {
    world.deficit_n().iter().zip(world.wl_n()).all(|(d, wl)| d.abs() <= 0.2 * wl)
}

fn random_trade(random: &mut Uniform, n: usize, j: usize) -> Cube {
    let size: Vec<f64> = (0..n).map(|_| random.between(-1.0, 1.5).exp()).collect();
    let pair: Vec<f64> = (0..n * n).map(|_| random.between(-1.0, 1.0).exp()).collect();
    let mut trade_nij = Cube::filled(n, j, 0.0);
    for s in 0..j {
        for m in 0..n {
            for i in 0..n {
                let home = if m == i { 8.0 } else { 1.0 };
                let between = pair[m.min(i) * n + m.max(i)];
                let flow = 1000.0 * size[m] * size[i] * home * between * random.between(-0.5, 0.5).exp();
                let missing = m != i && random.chance(0.1);
                trade_nij[(m, i, s)] = if missing { 0.0 } else { flow };
            }
        }
    }
    if j > 2 && n > 2 && random.chance(0.5) {
        let (m, s) = (random.index(n), random.index(j));
        for i in 0..n {
            trade_nij[(m, i, s)] = 0.0;
            trade_nij[(i, m, s)] = 0.0;
        }
    }
    trade_nij
}

/// Value-added and input shares; inputs follow what the economy buys, so that final demand is positive.
fn inputs_shares(trade: &Cube, tau: &Cube, shares: &[f64], tilt: &[f64], scale: f64) -> (Panel, InputTable) {
    let (n, j) = (trade.economies(), trade.sectors());
    let x_nj = portolan_core::world::expenditure(trade, tau);
    let gamma = |m: usize, s: usize| 1.0 - scale * (1.0 - shares[m * j + s]);
    let pull = |m: usize, k: usize, s: usize| x_nj[(m, k)] * tilt[(m * j + k) * j + s];
    let all = |m: usize, s: usize| (0..j).map(|k| pull(m, k, s)).sum::<f64>();
    let gamma_nkj = InputTable::from_fn(n, j, |m, k, s| (1.0 - gamma(m, s)) * pull(m, k, s) / all(m, s));
    (Panel::from_fn(n, j, gamma), gamma_nkj)
}

fn tables(trade_nij: Cube, tau_nij: Cube, gamma_nj: Panel, gamma_nkj: InputTable) -> WorldTables {
    let (n, j) = (trade_nij.economies(), trade_nij.sectors());
    let code = |letter: char, k: usize| format!("{letter}{k:02}");
    WorldTables {
        id: "random".into(),
        title: "A random world".into(),
        year: 2022,
        economies: (0..n).map(|k| Economy { code: code('E', k), name: code('E', k) }).collect(),
        sectors: (0..j).map(|k| Sector { code: code('S', k), name: code('S', k), goods: k + 1 < j }).collect(),
        trade_nij,
        tau_nij,
        gamma_nj,
        gamma_nkj,
        sources: vec!["random".into()],
    }
}

/// Random elasticities between 1 and 9.
pub fn random_theta(seed: u64, j: usize) -> Vec<f64> {
    let mut random = Uniform::new(seed ^ 0x7e7a);
    (0..j).map(|_| random.between(1.0, 9.0)).collect()
}

/// A random shock with everything in it: about a third of the cells in one to three slices with tariffs up to 60%, export taxes, trade
/// costs, and productivity here and there.
pub fn random_shock(seed: u64, n: usize, j: usize) -> Shock {
    let mut random = Uniform::new(seed ^ 0x5b0c);
    let mut shock = Shock::default();
    for s in 0..j {
        for m in 0..n {
            for i in (0..n).filter(|i| *i != m) {
                if random.chance(0.35) {
                    shock.cells.insert(Cell { j: s, n: m, i }, random_slices(&mut random));
                }
            }
            if random.chance(0.2) {
                shock.productivity_hat.insert((m, s), random.between(0.9, 1.2));
            }
        }
    }
    shock
}

/// Random quotas on slices of a shock, each slice in at most one: from a tenth of what the table trades in them to twice as much, rates of up to 10%
/// within and up to 80 points more beyond, some on several cells.
pub fn random_quotas(seed: u64, world: &World, shock: &Shock) -> Vec<Quota> {
    let mut random = Uniform::new(seed ^ 0x9a07);
    let mut quotas: Vec<Quota> = Vec::new();
    for (cell, slices) in &shock.cells {
        let at = random.index(slices.len());
        let traded = slices[at].weight * world.trade_nij()[(cell.n, cell.i, cell.j)];
        if traded == 0.0 || random.chance(0.6) {
            continue;
        }
        match quotas.last_mut().filter(|_| random.chance(0.3)) {
            Some(quota) => quota.slices.push((*cell, at)),
            None => quotas.push(random_quota(&mut random, (*cell, at), traded)),
        }
    }
    quotas
}

fn random_quota(random: &mut Uniform, slice: (Cell, usize), traded: f64) -> Quota {
    let within = random.between(0.0, 0.1);
    Quota {
        name: format!("quota {}-{}-{}", slice.0.j, slice.0.n, slice.0.i),
        slices: vec![slice],
        quantity: traded * random.between(0.1, 2.0),
        within,
        beyond: within + random.between(0.0, 0.8),
        rent: if random.chance(0.5) { Rent::Exporter } else { Rent::Importer },
    }
}

fn random_slices(random: &mut Uniform) -> Vec<Slice> {
    let count = 1 + random.index(3);
    let parts: Vec<f64> = (0..count).map(|_| random.between(0.1, 1.0)).collect();
    let sum: f64 = parts.iter().sum();
    let slice = |part: &f64| Slice {
        weight: part / sum,
        tau: if random.chance(0.7) { random.between(0.0, 0.6) } else { 0.0 },
        export_tax: if random.chance(0.3) { random.between(0.0, 0.2) } else { 0.0 },
        d_hat: if random.chance(0.4) { random.between(0.85, 1.2) } else { 1.0 },
    };
    parts.iter().map(slice).collect()
}

#[cfg(test)]
mod tests;
