//! The equations solved in plain loops, to be read beside the book and to check the fast solver against.
//!
//! Damped substitution: prices from costs, spending from demand, then wages and specific returns towards what firms pay.
//! It is slow and does nothing clever; it shares no code with [`crate::armington`].

use portolan_core::{Panel, Shock, Slice};

use crate::certificate::Equation;
use crate::options::{Closure, Options};
use crate::primitives::Primitives;

/// Rounds before the plain solver gives up.
const ROUNDS: usize = 20_000;

/// An equilibrium as the plain solver finds it; hats relative to the table, values in its unit of account.
#[derive(Clone, Debug, PartialEq)]
pub struct PlainEquilibrium {
    /// Wage.
    pub w_n_hat: Vec<f64>,
    /// Return of the specific factor.
    pub r_nj_hat: Panel,
    /// Unit cost.
    pub c_nj_hat: Panel,
    /// Price index.
    pub p_nj_hat: Panel,
    /// Spending at purchaser prices.
    pub x_nj: Panel,
    /// Output at producer prices.
    pub y_nj: Panel,
    /// Final spending.
    pub income_n: Vec<f64>,
    /// Revenue of import tariffs.
    pub tariff_revenue_n: Vec<f64>,
    /// Revenue of export taxes.
    pub export_tax_revenue_n: Vec<f64>,
    /// Trade deficit.
    pub deficit_n: Vec<f64>,
    /// Rounds that it took.
    pub rounds: usize,
}

/// Why the plain solver has no answer: the equation that was furthest off, and by how much.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("the plain solver did not converge: {equation} equation off by {gap:.1e}")]
pub struct PlainFailure {
    /// The equation.
    pub equation: Equation,
    /// Its largest relative gap.
    pub gap: f64,
}

/// Solves a table that is an equilibrium, or at least close to one, for a shock without quotas. A shock with quotas is solved
/// as the one that [`equivalent_shock`](crate::equivalent_shock) puts in its place.
///
/// # Errors
/// [`PlainFailure`] if the gaps of all equations are not within `options.tolerance` after a very long time.
///
/// # Panics
/// If the shock has quotas.
pub fn solve(
    primitives: &Primitives,
    theta_j: &[f64],
    options: &Options,
    shock: &Shock,
) -> Result<PlainEquilibrium, PlainFailure> {
    assert!(shock.quotas.is_empty(), "the plain solver knows no quotas: give it the equivalent shock");
    let model = Model::new(primitives, theta_j, options, shock);
    let mut e = model.start();
    let (mut speed, mut last, mut worst) =
        (0.2, f64::INFINITY, PlainFailure { equation: Equation::Price, gap: f64::NAN });
    for round in 1..=ROUNDS {
        worst = model.round(&mut e);
        e.rounds = round;
        if worst.gap <= options.tolerance {
            return Ok(e);
        }
        let factor_gap = worse(model.factor_gap(&e), model.specific_gap(&e));
        if !factor_gap.is_finite() {
            break;
        }
        // Faster while factor markets approach balance, slower when they move away from it.
        speed = if factor_gap < last { f64::min(speed * 1.02, 0.5) } else { speed * 0.7 };
        last = factor_gap;
        model.move_factors(&mut e, speed);
    }
    Err(worst)
}

/// The larger of a gap and the size of another; not a number is larger than any.
fn worse(gap: f64, other: f64) -> f64 {
    if other.abs() <= gap || gap.is_nan() { gap } else { other.abs() }
}

struct Model<'a> {
    p: &'a Primitives,
    theta_j: &'a [f64],
    options: &'a Options,
    /// Slices of every cell, `[n][i][j]`.
    slices: Vec<Vec<Slice>>,
    /// Productivity of every economy and sector.
    z_nj: Panel,
    /// Output of the table.
    y_nj: Panel,
    n: usize,
    j: usize,
}

impl<'a> Model<'a> {
    fn new(p: &'a Primitives, theta_j: &'a [f64], options: &'a Options, shock: &Shock) -> Self {
        let (n, j) = (p.economies(), p.sectors());
        let mut slices = Vec::with_capacity(n * n * j);
        for m in 0..n {
            for i in 0..n {
                for s in 0..j {
                    let cell = portolan_core::Cell { j: s, n: m, i };
                    let untouched = Slice { weight: 1.0, tau: p.tau_nij[(m, i, s)], export_tax: 0.0, d_hat: 1.0 };
                    slices.push(shock.cells.get(&cell).cloned().unwrap_or_else(|| vec![untouched]));
                }
            }
        }
        let z_nj = Panel::from_fn(n, j, |m, s| shock.productivity_hat.get(&(m, s)).copied().unwrap_or(1.0));
        Self { p, theta_j, options, slices, z_nj, y_nj: p.output(), n, j }
    }

    fn start(&self) -> PlainEquilibrium {
        let one = Panel::filled(self.n, self.j, 1.0);
        PlainEquilibrium {
            w_n_hat: vec![1.0; self.n],
            r_nj_hat: one.clone(),
            c_nj_hat: one.clone(),
            p_nj_hat: one,
            x_nj: self.p.x_nj.clone(),
            y_nj: self.y_nj.clone(),
            income_n: vec![0.0; self.n],
            tariff_revenue_n: vec![0.0; self.n],
            export_tax_revenue_n: vec![0.0; self.n],
            deficit_n: self.p.deficit_n.clone(),
            rounds: 0,
        }
    }

    fn slices(&self, n: usize, i: usize, j: usize) -> &[Slice] {
        &self.slices[(n * self.n + i) * self.j + j]
    }

    /// Cost of one slice for the buyer, relative to the table.
    fn delivered_cost(&self, e: &PlainEquilibrium, (n, i, j): (usize, usize, usize), slice: &Slice) -> f64 {
        let tariffs = (1.0 + slice.tau) / (1.0 + self.p.tau_nij[(n, i, j)]);
        e.c_nj_hat[(i, j)] * tariffs * (1.0 + slice.export_tax) * slice.d_hat
    }

    /// Share of one slice in the buyer's spending on the sector.
    fn slice_share(&self, e: &PlainEquilibrium, (n, i, j): (usize, usize, usize), slice: &Slice) -> f64 {
        let relative = self.delivered_cost(e, (n, i, j), slice) / e.p_nj_hat[(n, j)];
        self.p.pi_nij[(n, i, j)] * slice.weight * relative.powf(-self.theta_j[j])
    }

    fn buys(&self, n: usize, j: usize) -> bool {
        self.p.pi_nij.row(n, j).iter().any(|pi| *pi > 0.0)
    }

    /// Costs and price indices, one after the other until they agree; returns the last change.
    fn prices(&self, e: &mut PlainEquilibrium) -> f64 {
        let mut change = f64::INFINITY;
        for _ in 0..500 {
            change = 0.0;
            for n in 0..self.n {
                for j in 0..self.j {
                    let cost = self.unit_cost(e, n, j);
                    e.c_nj_hat[(n, j)] = cost;
                }
            }
            for n in 0..self.n {
                for j in (0..self.j).filter(|j| self.buys(n, *j)) {
                    let price = self.price_index(e, n, j);
                    change = worse(change, price / e.p_nj_hat[(n, j)] - 1.0);
                    e.p_nj_hat[(n, j)] = price;
                }
            }
            if change <= 0.1 * self.options.tolerance || change.is_nan() {
                break;
            }
        }
        change
    }

    fn unit_cost(&self, e: &PlainEquilibrium, n: usize, j: usize) -> f64 {
        let phi = self.options.specific_share;
        let factors = (1.0 - phi) * e.w_n_hat[n].ln() + phi * e.r_nj_hat[(n, j)].ln();
        let inputs: f64 = (0..self.j).map(|k| self.p.gamma_nkj[(n, k, j)] * e.p_nj_hat[(n, k)].ln()).sum();
        (self.p.gamma_nj[(n, j)] * factors + inputs).exp() / self.z_nj[(n, j)]
    }

    fn price_index(&self, e: &PlainEquilibrium, n: usize, j: usize) -> f64 {
        let theta = self.theta_j[j];
        let mut sum = 0.0;
        for i in 0..self.n {
            for slice in self.slices(n, i, j) {
                let cost = self.delivered_cost(e, (n, i, j), slice);
                sum += self.p.pi_nij[(n, i, j)] * slice.weight * cost.powf(-theta);
            }
        }
        sum.powf(-1.0 / theta)
    }

    /// Sales, revenues, incomes and demand, one after the other until spending stands still; returns the last change.
    fn spending(&self, e: &mut PlainEquilibrium) -> f64 {
        let mut change = f64::INFINITY;
        for _ in 0..2000 {
            self.sales_and_revenue(e);
            self.incomes(e);
            change = 0.0;
            for n in 0..self.n {
                let scale = self.p.x_nj.row(n).iter().sum::<f64>() / self.j as f64;
                for k in 0..self.j {
                    let inputs: f64 = (0..self.j).map(|j| self.p.gamma_nkj[(n, k, j)] * e.y_nj[(n, j)]).sum();
                    let demand = inputs + self.p.alpha_nj[(n, k)] * e.income_n[n];
                    change = worse(change, (demand - e.x_nj[(n, k)]) / scale);
                    e.x_nj[(n, k)] = demand;
                }
            }
            if change <= 0.1 * self.options.tolerance || change.is_nan() {
                break;
            }
        }
        change
    }

    fn sales_and_revenue(&self, e: &mut PlainEquilibrium) {
        e.y_nj = Panel::filled(self.n, self.j, 0.0);
        e.tariff_revenue_n.fill(0.0);
        e.export_tax_revenue_n.fill(0.0);
        for n in 0..self.n {
            for i in 0..self.n {
                for j in 0..self.j {
                    for slice in self.slices(n, i, j) {
                        let spent = e.x_nj[(n, j)] * self.slice_share(e, (n, i, j), slice);
                        let at_border = spent / (1.0 + slice.tau);
                        let at_factory = at_border / (1.0 + slice.export_tax);
                        e.y_nj[(i, j)] += at_factory;
                        e.tariff_revenue_n[n] += slice.tau * at_border;
                        e.export_tax_revenue_n[i] += slice.export_tax * at_factory;
                    }
                }
            }
        }
    }

    fn incomes(&self, e: &mut PlainEquilibrium) {
        let wage_income: Vec<f64> = (0..self.n).map(|n| e.w_n_hat[n] * self.p.wl_n[n]).collect();
        e.deficit_n = self.deficits(&wage_income);
        for n in 0..self.n {
            e.income_n[n] = wage_income[n] + e.tariff_revenue_n[n] + e.export_tax_revenue_n[n] + e.deficit_n[n];
        }
    }

    fn deficits(&self, value_added: &[f64]) -> Vec<f64> {
        let (before, after): (f64, f64) = (self.p.wl_n.iter().sum(), value_added.iter().sum());
        match self.options.closure {
            Closure::Zero => vec![0.0; self.n],
            Closure::ShareOfWorld => self.p.deficit_n.iter().map(|d| d / before * after).collect(),
            Closure::ShareOfOwn => {
                let own = |n: usize| self.p.deficit_n[n] / self.p.wl_n[n] * value_added[n];
                let missing: f64 = (0..self.n).map(own).sum();
                (0..self.n).map(|n| own(n) - missing * value_added[n] / after).collect()
            }
        }
    }

    fn payments(&self, e: &PlainEquilibrium, n: usize) -> f64 {
        (0..self.j).map(|j| self.p.gamma_nj[(n, j)] * e.y_nj[(n, j)]).sum()
    }

    /// Prices and spending at given factor returns; the equation that is then furthest off.
    fn round(&self, e: &mut PlainEquilibrium) -> PlainFailure {
        let gaps = [
            (Equation::Price, self.prices(e)),
            (Equation::Spending, self.spending(e)),
            (Equation::Factors, self.factor_gap(e)),
            (Equation::SpecificFactors, self.specific_gap(e)),
        ];
        let start = PlainFailure { equation: Equation::Price, gap: 0.0 };
        gaps.into_iter().fold(start, |worst, (equation, gap)| {
            if worst.gap.is_nan() || gap <= worst.gap { worst } else { PlainFailure { equation, gap } }
        })
    }

    /// Largest gap of wages against what firms pay.
    fn factor_gap(&self, e: &PlainEquilibrium) -> f64 {
        let gap = |n: usize| self.payments(e, n) / (e.w_n_hat[n] * self.p.wl_n[n]) - 1.0;
        (0..self.n).fold(0.0, |worst, n| worse(worst, gap(n)))
    }

    /// Largest gap of specific returns against what firms pay.
    fn specific_gap(&self, e: &PlainEquilibrium) -> f64 {
        let mut worst = 0.0;
        for n in 0..self.n {
            for j in (0..self.j).filter(|j| self.has_specific_factor(n, *j)) {
                worst = worse(worst, e.y_nj[(n, j)] / self.y_nj[(n, j)] / e.r_nj_hat[(n, j)] - 1.0);
            }
        }
        worst
    }

    fn has_specific_factor(&self, n: usize, j: usize) -> bool {
        self.options.specific_share > 0.0 && self.y_nj[(n, j)] > 0.0
    }

    /// Raises the returns of factors that firms want more of, and keeps world value added constant.
    fn move_factors(&self, e: &mut PlainEquilibrium, speed: f64) {
        for n in 0..self.n {
            e.w_n_hat[n] *= (self.payments(e, n) / (e.w_n_hat[n] * self.p.wl_n[n])).powf(speed);
            for j in (0..self.j).filter(|j| self.has_specific_factor(n, *j)) {
                let caution = 1.0 + self.theta_j[j] * self.p.gamma_nj[(n, j)] * self.options.specific_share;
                let wanted = e.y_nj[(n, j)] / self.y_nj[(n, j)] / e.r_nj_hat[(n, j)];
                e.r_nj_hat[(n, j)] *= wanted.powf(speed / caution);
            }
        }
        let world: f64 = (0..self.n).map(|n| e.w_n_hat[n] * self.p.wl_n[n]).sum();
        let unit = self.p.wl_n.iter().sum::<f64>() / world;
        e.w_n_hat.iter_mut().for_each(|w| *w *= unit);
        for n in 0..self.n {
            for j in (0..self.j).filter(|j| self.has_specific_factor(n, *j)) {
                e.r_nj_hat[(n, j)] *= unit;
            }
        }
    }
}

#[cfg(test)]
mod tests;
