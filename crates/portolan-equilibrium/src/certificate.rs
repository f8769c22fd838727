//! The proof that comes with a solution: the residual of every equation, evaluated afresh from what is reported.

use std::fmt;

use portolan_core::Panel;

use crate::equations::{deficits, numeraire};
use crate::primitives::Primitives;
use crate::solution::Solution;
use crate::system::System;

/// The equations of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Equation {
    /// Unit cost from factor returns and prices of inputs.
    Cost,
    /// Price index from costs of all sellers.
    Price,
    /// Shares of sellers in spending, and their sum.
    Shares,
    /// Output from sales, and trade of every pair.
    Sales,
    /// Spending from intermediate and final demand.
    Spending,
    /// Final spending from value added, revenues and the deficit; tariffs go to the importer, export taxes to the exporter.
    Income,
    /// Payments to factors and their income.
    Factors,
    /// Return of specific factors and value added of their sector.
    SpecificFactors,
    /// Deficits under the closure, and their sum.
    Closure,
    /// World value added in its own unit.
    Numeraire,
    /// Imports within a quota and its quantity, complementary to the rate; only in shocks with quotas.
    Quota,
}

impl fmt::Display for Equation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Equation::Cost => "cost",
            Equation::Price => "price",
            Equation::Shares => "share",
            Equation::Sales => "sales",
            Equation::Spending => "spending",
            Equation::Income => "income",
            Equation::Factors => "factor",
            Equation::SpecificFactors => "specific-factor",
            Equation::Closure => "closure",
            Equation::Numeraire => "numéraire",
            Equation::Quota => "quota",
        })
    }
}

/// The largest relative residual of one equation, and where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Residual {
    /// Which equation.
    pub equation: Equation,
    /// Absolute value: a difference of logarithms of prices, of shares, or relative to the mean spending of a sector of the
    /// economy, to its income or to its value added. Not a number if the equation could not be evaluated.
    pub value: f64,
    /// Economy where it is largest.
    pub economy: usize,
    /// Sector where it is largest; none for equations of whole economies.
    pub sector: Option<usize>,
}

impl fmt::Display for Residual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} equation off by {:.1e} at economy {}", self.equation, self.value, self.economy)?;
        self.sector.map_or(Ok(()), |j| write!(f, ", sector {j}"))
    }
}

/// What a solve has ended in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Every equation holds to the tolerance.
    Converged,
    /// Some equation does not.
    NotConverged,
}

/// Residuals of all equations at a returned point.
#[derive(Clone, Debug, PartialEq)]
pub struct Certificate {
    /// Whether all residuals are within the tolerance.
    pub status: Status,
    /// Tolerance that was asked for.
    pub tolerance: f64,
    /// One entry an equation.
    pub residuals: Vec<Residual>,
}

impl Default for Certificate {
    fn default() -> Self {
        Self { status: Status::NotConverged, tolerance: 0.0, residuals: Vec::new() }
    }
}

impl Certificate {
    /// The largest residual of all.
    pub fn worst(&self) -> Residual {
        let nothing = Residual { equation: Equation::Price, value: f64::NAN, economy: 0, sector: None };
        self.residuals
            .iter()
            .copied()
            .reduce(|a, b| if a.value >= b.value || a.value.is_nan() { a } else { b })
            .unwrap_or(nothing)
    }

    /// The residual of one equation.
    pub fn residual(&self, equation: Equation) -> Option<Residual> {
        self.residuals.iter().copied().find(|r| r.equation == equation)
    }

    /// Adds the residual of one more equation, and judges all by a tolerance.
    pub(crate) fn admit(&mut self, residual: Residual, tolerance: f64) {
        self.residuals.push(residual);
        let converged = self.residuals.iter().all(|r| r.value <= tolerance);
        self.status = if converged { Status::Converged } else { Status::NotConverged };
        self.tolerance = tolerance;
    }

    /// Evaluates every equation at what a solution reports. Three dense products.
    pub(crate) fn new(system: &System, primitives: &Primitives, solution: &Solution, tolerance: f64) -> Self {
        let prices = &solution.p_nj_hat;
        let ln_p_nj = Panel::from_fn(prices.economies(), prices.sectors(), |n, j| prices[(n, j)].ln());
        let check = Check { system, primitives, solution, ln_p_nj };
        let residuals = check.residuals();
        let converged = residuals.iter().all(|r| r.value <= tolerance);
        let status = if converged { Status::Converged } else { Status::NotConverged };
        Self { status, tolerance, residuals }
    }
}

struct Check<'a> {
    system: &'a System<'a>,
    primitives: &'a Primitives,
    solution: &'a Solution,
    ln_p_nj: Panel,
}

/// How far reported shares, sales and prices are from what reported costs, prices and spending imply, by plain sums.
struct Implied {
    price_sum: Panel,
    share_gap: Panel,
    sales_gap: Panel,
}

/// What the reported trade yields to treasuries.
struct Revenues {
    tariffs_n: Vec<f64>,
    export_taxes_n: Vec<f64>,
}

impl Check<'_> {
    fn residuals(&self) -> Vec<Residual> {
        let (implied, revenues) = (self.implied(), self.revenues());
        let mut residuals = vec![
            self.panel(Equation::Cost, |n, j| self.cost_gap(n, j)),
            self.panel(Equation::Price, |n, j| self.price_gap(n, j, implied.price_sum[(n, j)])),
            self.panel(Equation::Shares, |n, j| implied.share_gap[(n, j)]),
            self.panel(Equation::Sales, |i, j| implied.sales_gap[(i, j)]),
            self.panel(Equation::Spending, |n, j| self.spending_gap(n, j)),
            self.vector(Equation::Income, |n| self.income_gap(n, &revenues)),
            self.vector(Equation::Factors, |n| self.factor_gap(n)),
        ];
        if self.system.specific_share > 0.0 {
            residuals.push(self.panel(Equation::SpecificFactors, |n, j| self.specific_gap(n, j)));
        }
        residuals.push(self.closure());
        residuals.push(self.numeraire());
        residuals
    }

    fn implied(&self) -> Implied {
        let (n, j) = (self.solution.economies(), self.solution.sectors());
        let panel = Panel::filled(n, j, 0.0);
        let mut implied = Implied { price_sum: panel.clone(), share_gap: panel.clone(), sales_gap: panel };
        (0..j).for_each(|sector| self.imply(sector, &mut implied));
        implied
    }

    /// One sector, importer by importer.
    fn imply(&self, j: usize, implied: &mut Implied) {
        let (n, ops, s) = (self.solution.economies(), &self.system.ops, self.solution);
        let theta = self.system.theta_j[j];
        let a = transposed(&ops.a[j * n * n..(j + 1) * n * n], n);
        let u: Vec<f64> = (0..n).map(|i| s.c_nj_hat[(i, j)].powf(-theta)).collect();
        let mut sales = Sales { implied: vec![0.0; n], widest: vec![0.0; n] };
        for m in 0..n {
            let power = s.p_nj_hat[(m, j)].powf(theta);
            let own = m * n..(m + 1) * n;
            let access = a[own.clone()].iter().zip(&u).map(|(a, u)| a * u);
            implied.price_sum[(m, j)] = access.clone().sum();
            let gap = access.zip(s.pi_prime_nij.row(m, j)).fold(0.0, |worst, (au, pi)| worse(worst, au * power - pi));
            let open = if self.system.table.dead[j * n + m] > 0.0 { 0.0 } else { 1.0 };
            implied.share_gap[(m, j)] = worse(gap, s.pi_prime_nij.row(m, j).iter().sum::<f64>() - open);
            let b = &ops.b_by_importer[j * n * n..][own];
            sales.add(b, &u, power * s.x_nj[(m, j)], s.trade_nij.row(m, j));
        }
        for i in 0..n {
            implied.sales_gap[(i, j)] = sales.gap(i, s.y_nj[(i, j)]) / self.scale(i);
        }
    }

    /// The tariff is what the importer spends and no exporter receives or taxes.
    fn revenues(&self) -> Revenues {
        let (n, s) = (self.solution.economies(), self.solution);
        let spent = |m: usize| s.x_nj.row(m).iter().sum::<f64>();
        let mut revenues = Revenues { tariffs_n: (0..n).map(spent).collect(), export_taxes_n: vec![0.0; n] };
        for sector in 0..s.sectors() {
            for m in 0..n {
                revenues.tariffs_n[m] -= s.trade_nij.row(m, sector).iter().sum::<f64>();
            }
        }
        for cell in &self.system.ops.export_taxes {
            let received = self.system.ops.b[(cell.j * n + cell.i) * n + cell.n];
            let tax = s.trade_nij[(cell.n, cell.i, cell.j)] * cell.taken / received;
            revenues.tariffs_n[cell.n] -= tax;
            revenues.export_taxes_n[cell.i] += tax;
        }
        revenues
    }

    fn scale(&self, n: usize) -> f64 {
        self.system.table.scale[n]
    }

    fn cost_gap(&self, n: usize, j: usize) -> f64 {
        let (p, s, phi) = (self.primitives, self.solution, self.system.specific_share);
        let factors = (1.0 - phi) * s.w_n_hat[n].ln() + phi * s.r_nj_hat[(n, j)].ln();
        let inputs: f64 = (0..s.sectors()).map(|k| p.gamma_nkj[(n, k, j)] * self.ln_p_nj[(n, k)]).sum();
        let productivity = self.system.ops.ln_productivity[j * s.economies() + n];
        p.gamma_nj[(n, j)] * factors + inputs - productivity - s.c_nj_hat[(n, j)].ln()
    }

    fn price_gap(&self, n: usize, j: usize, sum: f64) -> f64 {
        let reported = self.solution.p_nj_hat[(n, j)].ln();
        if self.system.table.dead[j * self.solution.economies() + n] > 0.0 {
            return reported;
        }
        -sum.ln() / self.system.theta_j[j] - reported
    }

    fn spending_gap(&self, n: usize, k: usize) -> f64 {
        let (p, s) = (self.primitives, self.solution);
        let intermediate: f64 = (0..s.sectors()).map(|j| p.gamma_nkj[(n, k, j)] * s.y_nj[(n, j)]).sum();
        (intermediate + p.alpha_nj[(n, k)] * s.income_n[n] - s.x_nj[(n, k)]) / self.scale(n)
    }

    fn income_gap(&self, n: usize, revenues: &Revenues) -> f64 {
        let s = self.solution;
        let wl = s.w_n_hat[n] * self.primitives.wl_n[n];
        let earned = wl + s.tariff_revenue_n[n] + s.export_tax_revenue_n[n] + s.deficit_n[n];
        let tariffs = revenues.tariffs_n[n] - s.tariff_revenue_n[n];
        let export_taxes = revenues.export_taxes_n[n] - s.export_tax_revenue_n[n];
        worse(worse((earned - s.income_n[n]).abs(), tariffs), export_taxes) / s.income_n[n]
    }

    fn factor_gap(&self, n: usize) -> f64 {
        let s = self.solution;
        let paid: f64 = (0..s.sectors()).map(|j| self.primitives.gamma_nj[(n, j)] * s.y_nj[(n, j)]).sum();
        paid / (s.w_n_hat[n] * self.primitives.wl_n[n]) - 1.0
    }

    fn specific_gap(&self, n: usize, j: usize) -> f64 {
        let (y, reference) = (self.solution.y_nj[(n, j)], self.system.table.y[j * self.solution.economies() + n]);
        if y > 0.0 && reference > 0.0 { (y / reference).ln() - self.solution.r_nj_hat[(n, j)].ln() } else { 0.0 }
    }

    fn closure(&self) -> Residual {
        let s = self.solution;
        let value_added: Vec<f64> = (0..s.economies()).map(|n| s.w_n_hat[n] * self.primitives.wl_n[n]).collect();
        let expected = deficits(self.system.table, self.system.closure, &value_added);
        let sum: f64 = s.deficit_n.iter().sum::<f64>() / value_added.iter().sum::<f64>();
        let worst = self.vector(Equation::Closure, |n| (expected[n] - s.deficit_n[n]) / value_added[n]);
        if sum.abs() > worst.value { Residual { value: sum.abs(), ..worst } } else { worst }
    }

    fn numeraire(&self) -> Residual {
        let ln_w: Vec<f64> = self.solution.w_n_hat.iter().map(|w| w.ln()).collect();
        Residual {
            equation: Equation::Numeraire,
            value: numeraire(self.system.table, &ln_w).abs(),
            economy: 0,
            sector: None,
        }
    }

    fn panel(&self, equation: Equation, gap: impl Fn(usize, usize) -> f64) -> Residual {
        let mut worst = Residual { equation, value: 0.0, economy: 0, sector: Some(0) };
        for n in 0..self.solution.economies() {
            for j in 0..self.solution.sectors() {
                let value = gap(n, j).abs();
                if value > worst.value || (value.is_nan() && !worst.value.is_nan()) {
                    worst = Residual { equation, value, economy: n, sector: Some(j) };
                }
            }
        }
        worst
    }

    fn vector(&self, equation: Equation, gap: impl Fn(usize) -> f64) -> Residual {
        let mut worst = Residual { equation, value: 0.0, economy: 0, sector: None };
        for n in 0..self.solution.economies() {
            let value = gap(n).abs();
            if value > worst.value || (value.is_nan() && !worst.value.is_nan()) {
                worst = Residual { equation, value, economy: n, sector: None };
            }
        }
        worst
    }
}

/// Sales of every exporter in a sector, as implied, and the largest gap of one of its reported flows.
struct Sales {
    implied: Vec<f64>,
    widest: Vec<f64>,
}

impl Sales {
    /// Adds what one importer buys: `b · u` of its `demand`, beside the reported flows.
    fn add(&mut self, b: &[f64], u: &[f64], demand: f64, trade: &[f64]) {
        for i in 0..b.len() {
            let flow = b[i] * u[i] * demand;
            self.implied[i] += flow;
            self.widest[i] = worse(self.widest[i], flow - trade[i]);
        }
    }

    fn gap(&self, i: usize, output: f64) -> f64 {
        worse(self.widest[i], self.implied[i] - output)
    }
}

/// The transpose of an `n × n` matrix.
fn transposed(matrix: &[f64], n: usize) -> Vec<f64> {
    let mut out = vec![0.0; n * n];
    for (r, row) in matrix.chunks_exact(n).enumerate() {
        row.iter().enumerate().for_each(|(c, x)| out[c * n + r] = *x);
    }
    out
}

/// The larger of a gap and the size of another; not a number is larger than any.
fn worse(gap: f64, other: f64) -> f64 {
    if other.abs() <= gap || gap.is_nan() { gap } else { other.abs() }
}

#[cfg(test)]
mod tests;
