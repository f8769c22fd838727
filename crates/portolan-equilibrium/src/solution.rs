//! An equilibrium and what was spent to find it.

use portolan_core::{Cube, Panel};

use crate::certificate::Certificate;
use crate::equations::trade_share;
use crate::quota::QuotaOutcome;
use crate::system::{Point, State, System};

/// What a solve has cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Wage steps.
    pub outers: usize,
    /// Products with a dense `N × N × J` matrix, those of the certificate included.
    pub passes: usize,
    /// Newton steps of the safeguard; 0 if it was not needed.
    pub newton_steps: usize,
    /// Steps in which the shock was moved; 1 unless the safeguard had to.
    pub shock_steps: usize,
}

impl Work {
    /// Passes in units of one evaluation of all equations, which takes three.
    pub fn sweeps(&self) -> f64 {
        self.passes as f64 / 3.0
    }

    pub(crate) fn add(&mut self, other: Work) {
        self.outers += other.outers;
        self.passes += other.passes;
        self.newton_steps += other.newton_steps;
        self.shock_steps += other.shock_steps;
    }
}

/// An equilibrium. Hats are relative to the reference of the problem; values are USD mn a year in units of world value added.
#[derive(Clone, Debug)]
pub struct Solution {
    /// Wage.
    pub w_n_hat: Vec<f64>,
    /// Price index of a sector for the buyer.
    pub p_nj_hat: Panel,
    /// Unit cost of a sector.
    pub c_nj_hat: Panel,
    /// Return of the factor specific to a sector; 1 where there is none.
    pub r_nj_hat: Panel,
    /// Spending at purchaser prices.
    pub x_nj: Panel,
    /// Gross output at producer prices.
    pub y_nj: Panel,
    /// Final spending.
    pub income_n: Vec<f64>,
    /// Revenue of import tariffs, rents of quotas that stay with the importer included.
    pub tariff_revenue_n: Vec<f64>,
    /// Revenue of export taxes, rents of quotas that go to the exporter included.
    pub export_tax_revenue_n: Vec<f64>,
    /// Imports less exports, export taxes included.
    pub deficit_n: Vec<f64>,
    /// Trade at producer prices, without the tariff and the export tax.
    pub trade_nij: Cube,
    /// Share of `n`'s spending on `j` that goes to `i`.
    pub pi_prime_nij: Cube,
    /// What each quota of the shock does, in the order of the shock.
    pub quotas: Vec<QuotaOutcome>,
    /// Residuals of all equations at this point.
    pub certificate: Certificate,
    /// What it has cost.
    pub work: Work,
}

impl Solution {
    pub(crate) fn new(system: &System, point: &Point, state: &State) -> Self {
        let (n, j) = (system.table.n, system.table.j);
        let panel = |values: &[f64]| Panel::from_fn(n, j, |m, s| values[s * n + m]);
        let hats = |logs: &[f64]| Panel::from_fn(n, j, |m, s| logs[s * n + m].exp());
        let cell = |m: usize, i: usize, s: usize| (s * n + i) * n + m;
        let share = |a: f64, m: usize, i: usize, s: usize| trade_share(a, state.u[s * n + i], state.s[s * n + m]);
        let pi_prime_nij = Cube::from_fn(n, j, |m, i, s| share(system.ops.a[cell(m, i, s)], m, i, s));
        let trade_nij = Cube::from_fn(n, j, |m, i, s| {
            system.ops.b_by_importer[(s * n + m) * n + i] * state.u[s * n + i] * state.v[s * n + m]
        });
        let tariff_revenue_n = (0..n)
            .map(|m| state.income[m] - state.value_added[m] - state.deficit[m] - state.export_revenue[m])
            .collect();
        Self {
            w_n_hat: point.ln_w.iter().map(|w| w.exp()).collect(),
            // The index that the reported costs imply, so that flows and prices agree to the last digit.
            p_nj_hat: panel(&price_hats(system, state)),
            c_nj_hat: hats(&state.ln_c),
            r_nj_hat: hats(&point.ln_r),
            x_nj: panel(&point.x),
            y_nj: panel(&state.y),
            income_n: state.income.clone(),
            tariff_revenue_n,
            export_tax_revenue_n: state.export_revenue.clone(),
            deficit_n: state.deficit.clone(),
            trade_nij,
            pi_prime_nij,
            quotas: Vec::new(),
            certificate: Certificate::default(),
            work: Work { passes: state.passes, ..Work::default() },
        }
    }

    /// Hats of one before anything is known.
    pub(crate) fn empty(n: usize, j: usize) -> Self {
        let (vector, panel, cube) = (vec![1.0; n], Panel::filled(n, j, 1.0), Cube::filled(n, j, 0.0));
        Self {
            w_n_hat: vector.clone(),
            p_nj_hat: panel.clone(),
            c_nj_hat: panel.clone(),
            r_nj_hat: panel.clone(),
            x_nj: panel.clone(),
            y_nj: panel,
            income_n: vector.clone(),
            tariff_revenue_n: vector.clone(),
            export_tax_revenue_n: vector.clone(),
            deficit_n: vector,
            trade_nij: cube.clone(),
            pi_prime_nij: cube,
            quotas: Vec::new(),
            certificate: Certificate::default(),
            work: Work::default(),
        }
    }

    /// Number of economies.
    pub fn economies(&self) -> usize {
        self.w_n_hat.len()
    }

    /// Number of sectors.
    pub fn sectors(&self) -> usize {
        self.x_nj.sectors()
    }

    pub(crate) fn point(&self) -> Point {
        let n = self.economies();
        let logs = |panel: &Panel| {
            let mut values = crate::kernel::sector_major(panel.as_slice(), n);
            values.iter_mut().for_each(|v| *v = v.ln());
            values
        };
        Point {
            ln_w: self.w_n_hat.iter().map(|w| w.ln()).collect(),
            ln_r: logs(&self.r_nj_hat),
            ln_p: logs(&self.p_nj_hat),
            x: crate::kernel::sector_major(self.x_nj.as_slice(), n),
        }
    }
}

fn price_hats(system: &System, state: &State) -> Vec<f64> {
    let n = system.table.n;
    state.s.iter().enumerate().map(|(k, s)| s.powf(-1.0 / system.theta_j[k / n])).collect()
}
