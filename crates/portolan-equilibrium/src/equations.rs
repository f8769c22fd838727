//! The equations, one function each, over sector-major vectors `[j][n]`.

use crate::kernel::{add_block_product, exp, ln, product};
use crate::operators::{ExportTaxCell, Operators};
use crate::options::Closure;
use crate::table::Table;

#[doc = include_str!("eq/cost.md")]
///
/// Leaves the logarithm of unit cost in `ln_c`, `[j][n]`.
pub(crate) fn unit_cost(table: &Table, factors: &Factors, ln_p: &[f64], ln_productivity: &[f64], ln_c: &mut [f64]) {
    let (n, phi) = (table.n, factors.specific_share);
    for (j, row) in ln_c.chunks_exact_mut(n).enumerate() {
        let at = j * n..(j + 1) * n;
        let (gamma, ln_a) = (&table.gamma[at.clone()], &ln_productivity[at.clone()]);
        let ln_r = &factors.ln_r[at];
        for m in 0..n {
            row[m] = gamma[m] * ((1.0 - phi) * factors.ln_w[m] + phi * ln_r[m]) - ln_a[m];
        }
    }
    add_block_product(&table.inputs_of, ln_p, ln_c, n);
}

/// Returns of the factors, as logarithms relative to the table.
pub(crate) struct Factors<'a> {
    /// Share of value added that is earned by a factor specific to the sector.
    pub(crate) specific_share: f64,
    /// Wage `[n]`.
    pub(crate) ln_w: &'a [f64],
    /// Return of the specific factor `[j][n]`.
    pub(crate) ln_r: &'a [f64],
}

#[doc = include_str!("eq/access.md")]
pub(crate) fn access(theta_j: &[f64], ln_c: &[f64], u: &mut [f64]) {
    let n = ln_c.len() / theta_j.len();
    for ((row, ln_c), theta) in u.chunks_exact_mut(n).zip(ln_c.chunks_exact(n)).zip(theta_j) {
        for (u, c) in row.iter_mut().zip(ln_c) {
            *u = exp(-theta * c);
        }
    }
}

#[doc = include_str!("eq/price.md")]
///
/// Leaves the sum itself in `s` and the logarithm of the price index in `ln_p`. One dense product.
pub(crate) fn price_index(table: &Table, theta_j: &[f64], a: &[f64], u: &[f64], s: &mut [f64], ln_p: &mut [f64]) {
    let n = table.n;
    for (j, theta) in theta_j.iter().enumerate() {
        let at = j * n..(j + 1) * n;
        product(&a[j * n * n..(j + 1) * n * n], &u[at.clone()], &mut s[at.clone()]);
        for m in at {
            s[m] += table.dead[m];
            ln_p[m] = -ln(s[m]) / theta;
        }
    }
}

#[doc = include_str!("eq/shares.md")]
pub(crate) fn trade_share(a_nij: f64, u_ij: f64, s_nj: f64) -> f64 {
    a_nij * u_ij / s_nj
}

/// Part of spending that is left after the import tariff, `[j][n]`. One dense product.
pub(crate) fn share_after_tariff(table: &Table, ops: &Operators, u: &[f64], s: &[f64], kept: &mut [f64]) {
    let n = table.n;
    for j in 0..table.j {
        product(&ops.b[j * n * n..(j + 1) * n * n], &u[j * n..(j + 1) * n], &mut kept[j * n..(j + 1) * n]);
    }
    for cell in &ops.export_taxes {
        kept[cell.j * n + cell.n] += cell.taken * u[cell.j * n + cell.i];
    }
    for (k, s) in kept.iter_mut().zip(s) {
        *k /= s;
    }
}

#[doc = include_str!("eq/sales.md")]
///
/// `v` is spending over the price sum; `t` is left as output per unit of access. One dense product.
pub(crate) fn sales(table: &Table, b_by_importer: &[f64], u: &[f64], v: &[f64], t: &mut [f64], y: &mut [f64]) {
    let n = table.n;
    for j in 0..table.j {
        product(&b_by_importer[j * n * n..(j + 1) * n * n], &v[j * n..(j + 1) * n], &mut t[j * n..(j + 1) * n]);
    }
    for ((y, u), t) in y.iter_mut().zip(u).zip(t) {
        *y = u * *t;
    }
}

/// Revenue of export taxes by the economy that levies them, `[n]`.
pub(crate) fn export_tax_revenue(n: usize, cells: &[ExportTaxCell], u: &[f64], v: &[f64]) -> Vec<f64> {
    let mut revenue = vec![0.0; n];
    for cell in cells {
        revenue[cell.i] += cell.taken * u[cell.j * n + cell.i] * v[cell.j * n + cell.n];
    }
    revenue
}

#[doc = include_str!("eq/income.md")]
///
/// `revenue` holds the revenue of export taxes, `kept` the part of spending `x` that is left after the import tariff.
pub(crate) fn income(value_added: &[f64], deficit: &[f64], revenue: &[f64], kept: &[f64], x: &[f64]) -> Vec<f64> {
    let n = value_added.len();
    let mut income: Vec<f64> = (0..n).map(|m| value_added[m] + deficit[m] + revenue[m]).collect();
    for (kept, x) in kept.chunks_exact(n).zip(x.chunks_exact(n)) {
        for m in 0..n {
            income[m] += (1.0 - kept[m]) * x[m];
        }
    }
    income
}

#[doc = include_str!("eq/spending.md")]
pub(crate) fn spending(table: &Table, y: &[f64], income: &[f64], x: &mut [f64]) {
    let n = table.n;
    for (row, alpha) in x.chunks_exact_mut(n).zip(table.alpha.chunks_exact(n)) {
        for m in 0..n {
            row[m] = alpha[m] * income[m];
        }
    }
    add_block_product(&table.uses_of, y, x, n);
}

#[doc = include_str!("eq/factors.md")]
///
/// Returns value added that firms pay, `[n]`.
pub(crate) fn factor_payments(table: &Table, y: &[f64]) -> Vec<f64> {
    let mut paid = vec![0.0; table.n];
    for (gamma, y) in table.gamma.chunks_exact(table.n).zip(y.chunks_exact(table.n)) {
        for m in 0..table.n {
            paid[m] += gamma[m] * y[m];
        }
    }
    paid
}

#[doc = include_str!("eq/closures.md")]
///
/// `value_added` is nominal and under the policy, `[n]`.
pub(crate) fn deficits(table: &Table, closure: Closure, value_added: &[f64]) -> Vec<f64> {
    let world: f64 = value_added.iter().sum();
    match closure {
        Closure::ShareOfWorld => {
            let growth = world / table.world_value_added;
            table.deficit.iter().map(|d| d * growth).collect()
        }
        Closure::ShareOfOwn => {
            let own: Vec<f64> = (0..table.n).map(|m| table.deficit[m] / table.wl[m] * value_added[m]).collect();
            let gap: f64 = own.iter().sum();
            (0..table.n).map(|m| own[m] - gap * value_added[m] / world).collect()
        }
        Closure::Zero => vec![0.0; table.n],
    }
}

#[doc = include_str!("eq/numeraire.md")]
///
/// Returns the logarithm by which every nominal value exceeds the unit of account.
pub(crate) fn numeraire(table: &Table, ln_w: &[f64]) -> f64 {
    let world: f64 = ln_w.iter().zip(&table.wl).map(|(w, wl)| exp(*w) * wl).sum();
    ln(world / table.world_value_added)
}
