//! The equations linearised at a point, for many directions at once: columns of `[j][column][n]`.

use nalgebra::{DMatrixView, DMatrixViewMut};

use crate::kernel::{add_block_product, product};
use crate::options::Closure;
use crate::system::{Point, State, System};

/// Changes of the unknowns, one column a direction: `[column][n]` and `[j][column][n]`.
#[derive(Clone, Debug)]
pub(crate) struct Directions {
    pub(crate) columns: usize,
    pub(crate) ln_w: Vec<f64>,
    pub(crate) ln_r: Vec<f64>,
    pub(crate) ln_p: Vec<f64>,
    pub(crate) x: Vec<f64>,
}

/// What the right-hand sides of the equations change by.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    /// Price indices that costs imply.
    pub(crate) ln_p: Vec<f64>,
    /// Demand.
    pub(crate) x: Vec<f64>,
    /// Payments to factors relative to their income.
    pub(crate) factor: Vec<f64>,
    /// Specific returns that output pays.
    pub(crate) ln_r: Vec<f64>,
}

impl Directions {
    pub(crate) fn zero(n: usize, j: usize, columns: usize) -> Self {
        let panel = vec![0.0; j * columns * n];
        Self { columns, ln_w: vec![0.0; columns * n], ln_r: panel.clone(), ln_p: panel.clone(), x: panel }
    }
}

/// The linear map at one point.
pub(crate) struct Linearisation<'a> {
    pub(crate) system: &'a System<'a>,
    pub(crate) point: &'a Point,
    pub(crate) state: &'a State,
}

impl Linearisation<'_> {
    /// The response of every equation. Three dense products a column.
    pub(crate) fn response(&self, d: &Directions) -> Response {
        let (n, j, c) = (self.system.table.n, self.system.table.j, d.columns);
        let mut du = self.cost(d);
        for k in 0..du.len() {
            let at = panel_index(k, n, c);
            du[k] *= -self.system.theta_j[at / n] * self.state.u[at];
        }
        let ds = self.price_sum(&du, c);
        let mut ln_p = ds.clone();
        ln_p.chunks_exact_mut(c * n).zip(self.system.theta_j).for_each(|(row, theta)| {
            row.iter_mut().for_each(|p| *p /= -theta);
        });
        let dv = self.spending_over_price(d, &ds);
        let dy = self.output(&du, &dv, c);
        let income = self.income(d, &du, &ds, &dv);
        let mut x = vec![0.0; j * c * n];
        block_product(&self.system.table.uses_of, &dy, &mut x, (n, j, c));
        for k in 0..x.len() {
            x[k] += self.system.table.alpha[panel_index(k, n, c)] * income[k % (c * n)];
        }
        let factor = self.factor(d, &dy);
        let ln_r = if self.system.specific_share > 0.0 { self.specific(&dy, c) } else { Vec::new() };
        Response { ln_p, x, factor, ln_r }
    }

    fn cost(&self, d: &Directions) -> Vec<f64> {
        let (table, phi, c) = (self.system.table, self.system.specific_share, d.columns);
        let mut dc = vec![0.0; table.j * c * table.n];
        block_product(&table.inputs_of, &d.ln_p, &mut dc, (table.n, table.j, c));
        for k in 0..dc.len() {
            let factors = (1.0 - phi) * d.ln_w[k % (c * table.n)] + phi * d.ln_r[k];
            dc[k] += table.gamma[panel_index(k, table.n, c)] * factors;
        }
        dc
    }

    fn price_sum(&self, du: &[f64], c: usize) -> Vec<f64> {
        let n = self.system.table.n;
        let mut ds = vec![0.0; du.len()];
        dense_product(&self.system.ops.a, du, &mut ds, n, c);
        (0..ds.len()).for_each(|k| ds[k] /= self.state.s[panel_index(k, n, c)]);
        ds
    }

    fn spending_over_price(&self, d: &Directions, ds: &[f64]) -> Vec<f64> {
        let n = self.system.table.n;
        let at = |k: usize| panel_index(k, n, d.columns);
        (0..ds.len()).map(|k| d.x[k] / self.state.s[at(k)] - self.state.v[at(k)] * ds[k]).collect()
    }

    fn output(&self, du: &[f64], dv: &[f64], c: usize) -> Vec<f64> {
        let n = self.system.table.n;
        let mut dy = vec![0.0; du.len()];
        dense_product(&self.system.ops.b_by_importer, dv, &mut dy, n, c);
        for k in 0..dy.len() {
            let at = panel_index(k, n, c);
            dy[k] = self.state.u[at] * dy[k] + self.state.t[at] * du[k];
        }
        dy
    }

    fn income(&self, d: &Directions, du: &[f64], ds: &[f64], dv: &[f64]) -> Vec<f64> {
        let (n, c) = (self.system.table.n, d.columns);
        let mut kept = vec![0.0; du.len()];
        dense_product(&self.system.ops.b, du, &mut kept, n, c);
        for cell in &self.system.ops.export_taxes {
            for s in 0..c {
                kept[(cell.j * c + s) * n + cell.n] += cell.taken * du[(cell.j * c + s) * n + cell.i];
            }
        }
        let mut income = self.value_added_and_deficit(d);
        for k in 0..du.len() {
            let at = panel_index(k, n, c);
            let change = kept[k] / self.state.s[at] - self.state.kept[at] * ds[k];
            income[k % (c * n)] += (1.0 - self.state.kept[at]) * d.x[k] - self.point.x[at] * change;
        }
        for cell in &self.system.ops.export_taxes {
            for s in 0..c {
                let (seller, buyer) = ((cell.j * c + s) * n + cell.i, (cell.j * c + s) * n + cell.n);
                let (u, v) = (self.state.u[cell.j * n + cell.i], self.state.v[cell.j * n + cell.n]);
                income[s * n + cell.i] += cell.taken * (du[seller] * v + u * dv[buyer]);
            }
        }
        income
    }

    fn value_added_and_deficit(&self, d: &Directions) -> Vec<f64> {
        let table = self.system.table;
        let mut income = d.ln_w.clone();
        for row in income.chunks_exact_mut(table.n) {
            row.iter_mut().zip(&self.state.value_added).for_each(|(w, va)| *w *= va);
            // Deficits are linear in value added under every closure, up to the scale of the world.
            let change = match self.system.closure {
                Closure::ShareOfOwn => own_share_change(self.system, &self.state.value_added, row),
                closure => crate::equations::deficits(table, closure, row),
            };
            row.iter_mut().zip(change).for_each(|(income, d)| *income += d);
        }
        income
    }

    fn factor(&self, d: &Directions, dy: &[f64]) -> Vec<f64> {
        let (table, c) = (self.system.table, d.columns);
        let mut payments = vec![0.0; c * table.n];
        for (k, dy) in dy.iter().enumerate() {
            payments[k % (c * table.n)] += table.gamma[panel_index(k, table.n, c)] * dy;
        }
        for (k, p) in payments.iter_mut().enumerate() {
            let m = k % table.n;
            *p = *p / self.state.value_added[m] - (1.0 + self.state.factor_gap[m]) * d.ln_w[k];
        }
        payments
    }

    fn specific(&self, dy: &[f64], c: usize) -> Vec<f64> {
        let table = self.system.table;
        let live = |at: usize| table.y[at] > 0.0 && self.state.y[at] > 0.0;
        let at = |k: usize| panel_index(k, table.n, c);
        (0..dy.len()).map(|k| if live(at(k)) { dy[k] / self.state.y[at(k)] } else { 0.0 }).collect()
    }
}

/// Change of deficits that are a share of own value added, when value added changes by `change`.
fn own_share_change(system: &System, value_added: &[f64], change: &[f64]) -> Vec<f64> {
    let table = system.table;
    let (world, world_change): (f64, f64) = (value_added.iter().sum(), change.iter().sum());
    let ratio = |m: usize| table.deficit[m] / table.wl[m];
    let gap: f64 = (0..table.n).map(|m| ratio(m) * value_added[m]).sum();
    let gap_change: f64 = (0..table.n).map(|m| ratio(m) * change[m]).sum();
    let spread = |m: usize| {
        let share = value_added[m] / world;
        gap_change * share + gap * (change[m] / world - share * world_change / world)
    };
    (0..table.n).map(|m| ratio(m) * change[m] - spread(m)).collect()
}

/// Index into `[j][n]` of entry `k` of `[j][column][n]`.
fn panel_index(k: usize, n: usize, columns: usize) -> usize {
    k / (columns * n) * n + k % n
}

/// `out[j][s][n] = Σ_r rows[j][r][n] · x[j][s][r]`.
pub(crate) fn dense_product(rows: &[f64], x: &[f64], out: &mut [f64], n: usize, columns: usize) {
    let blocks = rows.chunks_exact(n * n).zip(x.chunks_exact(columns * n)).zip(out.chunks_exact_mut(columns * n));
    for ((rows, x), out) in blocks {
        if columns == 1 {
            product(rows, x, out);
            continue;
        }
        let mut out = DMatrixViewMut::from_slice(out, n, columns);
        out.gemm(1.0, &DMatrixView::from_slice(rows, n, n), &DMatrixView::from_slice(x, n, columns), 0.0);
    }
}

/// `out[j][s][n] = Σ_k blocks[j][k][n] · x[k][s][n]`, with `shape` economies, sectors and columns.
pub(crate) fn block_product(blocks: &[f64], x: &[f64], out: &mut [f64], shape: (usize, usize, usize)) {
    let (n, j, c) = shape;
    let (mut x_s, mut out_s) = (vec![0.0; j * n], vec![0.0; j * n]);
    for s in 0..c {
        let column = |k: usize| (k * c + s) * n..(k * c + s + 1) * n;
        (0..j).for_each(|k| x_s[k * n..(k + 1) * n].copy_from_slice(&x[column(k)]));
        out_s.fill(0.0);
        add_block_product(blocks, &x_s, &mut out_s, n);
        (0..j).for_each(|k| out[column(k)].copy_from_slice(&out_s[k * n..(k + 1) * n]));
    }
}
