//! What a shock does to the cells: the constant matrices of one solve.

use portolan_core::{Shock, Slice};

use crate::certificate::Equation;
use crate::failure::Failure;
use crate::kernel;
use crate::table::Table;

/// What one cell contributes at unchanged costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellShares {
    /// Of the buyer's spending index: the `A` of the equations.
    pub spent: f64,
    /// What is left of it after the import tariff: the `C` of the equations.
    pub after_tariff: f64,
    /// What is left after the export tax too, the seller's part: the `B` of the equations.
    pub received: f64,
}

#[doc = include_str!("eq/slices.md")]
///
/// `pi` and `tau` are the reference share and tariff of the cell, `theta` the elasticity of its sector.
pub fn cell_shares(pi: f64, tau: f64, theta: f64, slices: &[Slice]) -> CellShares {
    let mut shares = CellShares { spent: 0.0, after_tariff: 0.0, received: 0.0 };
    for slice in slices {
        let kappa_hat = (1.0 + slice.tau) * (1.0 + slice.export_tax) / (1.0 + tau) * slice.d_hat;
        let spent = if kappa_hat == 1.0 { slice.weight * pi } else { slice.weight * pi * kappa_hat.powf(-theta) };
        shares.spent += spent;
        shares.after_tariff += spent / (1.0 + slice.tau);
        shares.received += spent / ((1.0 + slice.tau) * (1.0 + slice.export_tax));
    }
    shares
}

/// A cell whose exporter taxes it: what the tax takes of the buyer's spending index.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExportTaxCell {
    pub(crate) j: usize,
    pub(crate) n: usize,
    pub(crate) i: usize,
    pub(crate) taken: f64,
}

/// The matrices of one solve.
#[derive(Clone, Debug)]
pub(crate) struct Operators {
    /// `[j][i][n]`: what `n` spends on `i`.
    pub(crate) a: Vec<f64>,
    /// `[j][i][n]`: what `i` receives of it.
    pub(crate) b: Vec<f64>,
    /// The same as `[j][n][i]`.
    pub(crate) b_by_importer: Vec<f64>,
    /// Cells with an export tax; few.
    pub(crate) export_taxes: Vec<ExportTaxCell>,
    /// `[j][n]`: logarithm of productivity relative to the table.
    pub(crate) ln_productivity: Vec<f64>,
    /// Whether the shock shuts a cell that was open.
    shuts: bool,
}

impl Operators {
    pub(crate) fn new(table: &Table, theta_j: &[f64], shock: &Shock) -> Self {
        let (n, j) = (table.n, table.j);
        let mut ops = Self {
            a: table.pi.clone(),
            b: table.b.clone(),
            b_by_importer: table.b_by_importer.clone(),
            export_taxes: Vec::new(),
            ln_productivity: vec![0.0; n * j],
            shuts: false,
        };
        for (cell, slices) in &shock.cells {
            let at = (cell.j * n + cell.i) * n + cell.n;
            let shares = cell_shares(table.pi[at], table.tau[at], theta_j[cell.j], slices);
            ops.a[at] = shares.spent;
            ops.b[at] = shares.received;
            ops.b_by_importer[(cell.j * n + cell.n) * n + cell.i] = shares.received;
            ops.shuts |= shares.spent == 0.0 && table.pi[at] > 0.0;
            let taken = shares.after_tariff - shares.received;
            if taken != 0.0 {
                ops.export_taxes.push(ExportTaxCell { j: cell.j, n: cell.n, i: cell.i, taken });
            }
        }
        for ((m, s), productivity) in &shock.productivity_hat {
            ops.ln_productivity[s * n + m] = kernel::ln(*productivity);
        }
        ops
    }

    /// Whether anybody sells to `n` in sector `j`.
    fn has_seller(&self, table: &Table, n: usize, j: usize) -> bool {
        (0..table.n).any(|i| self.a[(j * table.n + i) * table.n + n] > 0.0)
    }

    /// Economies that buy a good nobody can sell them any more, and economies whose trade is shut while the deficit is not zero.
    ///
    /// # Errors
    /// [`Failure::NoEquilibrium`] with the first such economy.
    pub(crate) fn existence(&self, table: &Table, deficit: &[f64]) -> Result<(), Failure> {
        for j in (0..table.j).filter(|_| self.shuts) {
            for n in 0..table.n {
                if table.dead[j * table.n + n] == 0.0 && !self.has_seller(table, n, j) {
                    return Err(no_equilibrium(Equation::Price, n, Some(j), "it can buy the good from nobody"));
                }
            }
        }
        let open = self.open_pairs(table);
        for n in 0..table.n {
            let imports = (0..table.n).any(|i| i != n && open[i * table.n + n]);
            let exports = (0..table.n).any(|m| m != n && open[n * table.n + m]);
            let reason = match (imports, exports, deficit[n]) {
                (true, true, _) => continue,
                (false, false, 0.0) => continue,
                (false, true, d) if d < 0.0 => continue,
                (true, false, d) if d > 0.0 => continue,
                (false, false, _) => "all its trade is shut while its deficit is fixed and not zero",
                (false, true, _) => "it can import nothing, so that it cannot have this deficit",
                (true, false, _) => "it can export nothing, so that it cannot pay for imports",
            };
            return Err(no_equilibrium(Equation::Income, n, None, reason));
        }
        self.bloc_without_balance(table, &open, deficit)
    }

    /// `[i][n]`: whether `n` can buy anything from `i`.
    fn open_pairs(&self, table: &Table) -> Vec<bool> {
        let mut open = vec![false; table.n * table.n];
        for sector in self.a.chunks_exact(open.len()) {
            open.iter_mut().zip(sector).for_each(|(open, a)| *open |= *a > 0.0);
        }
        open
    }

    fn bloc_without_balance(&self, table: &Table, open: &[bool], deficit: &[f64]) -> Result<(), Failure> {
        let n = table.n;
        let mut bloc = vec![usize::MAX; n];
        for first in 0..n {
            if bloc[first] != usize::MAX {
                continue;
            }
            let mut members = vec![first];
            bloc[first] = first;
            let mut at = 0;
            while at < members.len() {
                let m = members[at];
                for i in 0..n {
                    if bloc[i] == usize::MAX && (open[m * n + i] || open[i * n + m]) {
                        bloc[i] = first;
                        members.push(i);
                    }
                }
                at += 1;
            }
            let gap: f64 = members.iter().map(|m| deficit[*m]).sum();
            if members.len() < n && gap.abs() > 1e-8 * table.world_value_added {
                let reason = "it trades within a closed bloc whose deficits are fixed and do not cancel";
                return Err(no_equilibrium(Equation::Income, first, None, reason));
            }
        }
        Ok(())
    }
}

fn no_equilibrium(equation: Equation, economy: usize, sector: Option<usize>, reason: &'static str) -> Failure {
    Failure::NoEquilibrium { equation, economy, sector, reason }
}

#[cfg(test)]
mod tests;
