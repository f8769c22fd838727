//! The equations linearised at a point, for many directions at once: columns of `[j][column][n]`.

use std::ops::Range;

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
    /// Specific returns that output pays; empty with mobile factors.
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

/// Where a row `[n]` of `[j][column][n]` lies: itself, its sector in `[j][n]`, its column in `[column][n]`.
struct Row {
    j: usize,
    own: Range<usize>,
    sector: Range<usize>,
    column: Range<usize>,
}

impl Linearisation<'_> {
    fn rows(&self, columns: usize) -> impl Iterator<Item = Row> + use<> {
        let (n, j) = (self.system.table.n, self.system.table.j);
        (0..j * columns).map(move |k| Row {
            j: k / columns,
            own: k * n..(k + 1) * n,
            sector: k / columns * n..(k / columns + 1) * n,
            column: k % columns * n..(k % columns + 1) * n,
        })
    }

    /// The response of every equation. Three dense products a column.
    pub(crate) fn response(&self, d: &Directions) -> Response {
        let (system, c) = (self.system, d.columns);
        let du = self.access(d);
        let ds = self.price_sum(&du, c);
        let ln_p = self.rows(c).flat_map(|row| ds[row.own].iter().map(move |s| -s / system.theta_j[row.j])).collect();
        let dv = self.spending_over_price(d, &ds);
        let dy = self.output(&du, &dv, c);
        let income = self.income(d, &du, &ds, &dv);
        let mut x = vec![0.0; du.len()];
        block_product(&system.table.uses_of, &dy, &mut x, (system.table.n, system.table.j, c));
        for row in self.rows(c) {
            add_scaled(&mut x[row.own], &system.table.alpha[row.sector], &income[row.column]);
        }
        let factor = self.factor(d, &dy);
        let ln_r = if system.specific_share > 0.0 { self.specific(&dy, c) } else { Vec::new() };
        Response { ln_p, x, factor, ln_r }
    }

    fn access(&self, d: &Directions) -> Vec<f64> {
        let (table, phi, c) = (self.system.table, self.system.specific_share, d.columns);
        let mut du = vec![0.0; table.j * c * table.n];
        block_product(&table.inputs_of, &d.ln_p, &mut du, (table.n, table.j, c));
        for row in self.rows(c) {
            let theta = self.system.theta_j[row.j];
            let (gamma, u) = (&table.gamma[row.sector.clone()], &self.state.u[row.sector]);
            let (w, r) = (&d.ln_w[row.column], &d.ln_r[row.own.clone()]);
            for (m, du) in du[row.own].iter_mut().enumerate() {
                *du = -theta * u[m] * (*du + gamma[m] * ((1.0 - phi) * w[m] + phi * r[m]));
            }
        }
        du
    }

    fn price_sum(&self, du: &[f64], c: usize) -> Vec<f64> {
        let mut ds = vec![0.0; du.len()];
        dense_product(&self.system.ops.a, du, &mut ds, self.system.table.n, c);
        for row in self.rows(c) {
            ds[row.own].iter_mut().zip(&self.state.s[row.sector]).for_each(|(d, s)| *d /= s);
        }
        ds
    }

    fn spending_over_price(&self, d: &Directions, ds: &[f64]) -> Vec<f64> {
        let mut dv = d.x.clone();
        for row in self.rows(d.columns) {
            let (s, v, ds) = (&self.state.s[row.sector.clone()], &self.state.v[row.sector], &ds[row.own.clone()]);
            for (m, dv) in dv[row.own].iter_mut().enumerate() {
                *dv = *dv / s[m] - v[m] * ds[m];
            }
        }
        dv
    }

    fn output(&self, du: &[f64], dv: &[f64], c: usize) -> Vec<f64> {
        let mut dy = vec![0.0; du.len()];
        dense_product(&self.system.ops.b_by_importer, dv, &mut dy, self.system.table.n, c);
        for row in self.rows(c) {
            let (u, t, du) = (&self.state.u[row.sector.clone()], &self.state.t[row.sector], &du[row.own.clone()]);
            for (m, dy) in dy[row.own].iter_mut().enumerate() {
                *dy = u[m] * *dy + t[m] * du[m];
            }
        }
        dy
    }

    fn income(&self, d: &Directions, du: &[f64], ds: &[f64], dv: &[f64]) -> Vec<f64> {
        let (n, c) = (self.system.table.n, d.columns);
        let mut after_tariff = vec![0.0; du.len()];
        dense_product(&self.system.ops.b, du, &mut after_tariff, n, c);
        for cell in &self.system.ops.export_taxes {
            for s in 0..c {
                after_tariff[(cell.j * c + s) * n + cell.n] += cell.taken * du[(cell.j * c + s) * n + cell.i];
            }
        }
        let mut income = self.value_added_and_deficit(d);
        for row in self.rows(c) {
            let (prices, kept) = (&self.state.s[row.sector.clone()], &self.state.kept[row.sector.clone()]);
            let (x, dx) = (&self.point.x[row.sector], &d.x[row.own.clone()]);
            let (after, ds) = (&after_tariff[row.own.clone()], &ds[row.own]);
            for (m, income) in income[row.column].iter_mut().enumerate() {
                *income += (1.0 - kept[m]) * dx[m] - x[m] * (after[m] / prices[m] - kept[m] * ds[m]);
            }
        }
        for cell in &self.system.ops.export_taxes {
            let (u, v) = (self.state.u[cell.j * n + cell.i], self.state.v[cell.j * n + cell.n]);
            for s in 0..c {
                let (seller, buyer) = ((cell.j * c + s) * n + cell.i, (cell.j * c + s) * n + cell.n);
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
            let change = match self.system.closure {
                Closure::ShareOfOwn => own_share_change(self.system, &self.state.value_added, row),
                // Linear in value added, so that the change of value added gives the change of deficits.
                closure => crate::equations::deficits(table, closure, row),
            };
            row.iter_mut().zip(change).for_each(|(income, d)| *income += d);
        }
        income
    }

    fn factor(&self, d: &Directions, dy: &[f64]) -> Vec<f64> {
        let (table, c) = (self.system.table, d.columns);
        let mut payments = vec![0.0; c * table.n];
        for row in self.rows(c) {
            add_scaled(&mut payments[row.column], &table.gamma[row.sector], &dy[row.own]);
        }
        for (payments, w) in payments.chunks_exact_mut(table.n).zip(d.ln_w.chunks_exact(table.n)) {
            for m in 0..table.n {
                payments[m] = payments[m] / self.state.value_added[m] - (1.0 + self.state.factor_gap[m]) * w[m];
            }
        }
        payments
    }

    fn specific(&self, dy: &[f64], c: usize) -> Vec<f64> {
        let mut ln_r = dy.to_vec();
        for row in self.rows(c) {
            let (reference, y) = (&self.system.table.y[row.sector.clone()], &self.state.y[row.sector]);
            for (m, r) in ln_r[row.own].iter_mut().enumerate() {
                *r = if reference[m] > 0.0 && y[m] > 0.0 { *r / y[m] } else { 0.0 };
            }
        }
        ln_r
    }
}

fn add_scaled(out: &mut [f64], a: &[f64], b: &[f64]) {
    out.iter_mut().zip(a).zip(b).for_each(|((o, a), b)| *o += a * b);
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

#[cfg(test)]
mod tests;
