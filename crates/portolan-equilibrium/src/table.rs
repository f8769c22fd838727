//! The primitives once more, sector-major, as the products of the solver read them.

use crate::kernel::sector_major;
use crate::primitives::Primitives;

/// The table `[j][n]`; matrices have the index of their product's result last.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) n: usize,
    pub(crate) j: usize,
    /// `[j][i][n]`: share of `n`'s spending that goes to `i`.
    pub(crate) pi: Vec<f64>,
    /// `[j][i][n]`: tariffs.
    pub(crate) tau: Vec<f64>,
    /// `[j][i][n]`: what `i` receives of `n`'s spending.
    pub(crate) b: Vec<f64>,
    /// The same as `[j][n][i]`.
    pub(crate) b_by_importer: Vec<f64>,
    pub(crate) gamma: Vec<f64>,
    pub(crate) alpha: Vec<f64>,
    /// `[j][k][n]`: input `k` in output of `j`, for sums over `k`.
    pub(crate) inputs_of: Vec<f64>,
    /// `[k][j][n]`: the same, for sums over `j`.
    pub(crate) uses_of: Vec<f64>,
    pub(crate) x: Vec<f64>,
    pub(crate) y: Vec<f64>,
    pub(crate) wl: Vec<f64>,
    pub(crate) deficit: Vec<f64>,
    pub(crate) world_value_added: f64,
    /// Mean spending of an economy over sectors: some cells are so small that no residual may be measured by them.
    pub(crate) scale: Vec<f64>,
    /// 1 where an economy buys none of a sector, else 0: added to the price sum, it keeps such cells out of logarithms.
    pub(crate) dead: Vec<f64>,
}

impl Table {
    pub(crate) fn new(p: &Primitives) -> Self {
        let (n, j) = (p.economies(), p.sectors());
        let by_exporter = |f: &dyn Fn(usize, usize, usize) -> f64| -> Vec<f64> {
            (0..n * n * j).map(|c| f(c % n, c / n % n, c / (n * n))).collect()
        };
        let by_importer = |f: &dyn Fn(usize, usize, usize) -> f64| -> Vec<f64> {
            (0..n * n * j).map(|c| f(c / n % n, c % n, c / (n * n))).collect()
        };
        let received = |m: usize, i: usize, s: usize| p.pi_nij[(m, i, s)] / (1.0 + p.tau_nij[(m, i, s)]);
        let blocks = |f: &dyn Fn(usize, usize, usize) -> f64| -> Vec<f64> {
            (0..n * j * j).map(|c| f(c / (n * j), c / n % j, c % n)).collect()
        };
        let x = sector_major(p.x_nj.as_slice(), n);
        Self {
            n,
            j,
            pi: by_exporter(&|m, i, s| p.pi_nij[(m, i, s)]),
            tau: by_exporter(&|m, i, s| p.tau_nij[(m, i, s)]),
            b: by_exporter(&received),
            b_by_importer: by_importer(&received),
            gamma: sector_major(p.gamma_nj.as_slice(), n),
            alpha: sector_major(p.alpha_nj.as_slice(), n),
            inputs_of: blocks(&|s, k, m| p.gamma_nkj[(m, k, s)]),
            uses_of: blocks(&|k, s, m| p.gamma_nkj[(m, k, s)]),
            dead: (0..n * j).map(|c| f64::from(p.pi_nij.row(c % n, c / n).iter().all(|s| *s == 0.0))).collect(),
            y: sector_major(p.output().as_slice(), n),
            wl: p.wl_n.clone(),
            deficit: p.deficit_n.clone(),
            world_value_added: p.wl_n.iter().sum(),
            scale: (0..n).map(|m| p.x_nj.row(m).iter().sum::<f64>() / j as f64).collect(),
            x,
        }
    }
}
