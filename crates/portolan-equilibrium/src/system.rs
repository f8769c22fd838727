//! One solve's equations put together: a point, and everything that follows from it.

use crate::equations::{self, Factors};
use crate::kernel::{exp, ln};
use crate::operators::Operators;
use crate::options::Closure;
use crate::table::Table;

/// The equations of one shock.
pub(crate) struct System<'a> {
    pub(crate) table: &'a Table,
    pub(crate) theta_j: &'a [f64],
    pub(crate) specific_share: f64,
    pub(crate) closure: Closure,
    pub(crate) ops: Operators,
}

/// The unknowns: hats as logarithms, spending in USD mn; `[n]` and `[j][n]`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) ln_w: Vec<f64>,
    pub(crate) ln_r: Vec<f64>,
    pub(crate) ln_p: Vec<f64>,
    pub(crate) x: Vec<f64>,
}

impl Point {
    /// Hats of one.
    pub(crate) fn table(table: &Table) -> Self {
        let zero = vec![0.0; table.n * table.j];
        Self { ln_w: vec![0.0; table.n], ln_r: zero.clone(), ln_p: zero, x: table.x.clone() }
    }
}

/// What follows from a point, and the residuals of the equations there.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) ln_c: Vec<f64>,
    pub(crate) u: Vec<f64>,
    pub(crate) s: Vec<f64>,
    /// Part of spending left after the import tariff.
    pub(crate) kept: Vec<f64>,
    /// Spending over the price sum.
    pub(crate) v: Vec<f64>,
    /// Output per unit of access.
    pub(crate) t: Vec<f64>,
    pub(crate) y: Vec<f64>,
    pub(crate) value_added: Vec<f64>,
    pub(crate) deficit: Vec<f64>,
    pub(crate) export_revenue: Vec<f64>,
    pub(crate) income: Vec<f64>,
    /// Price index less the point's, as logarithms.
    pub(crate) price_gap: Vec<f64>,
    /// Demand less the point's spending, USD mn.
    pub(crate) spending_gap: Vec<f64>,
    /// Payments to factors relative to their income, less 1.
    pub(crate) factor_gap: Vec<f64>,
    /// Specific return that output pays less the point's, as logarithms.
    pub(crate) specific_gap: Vec<f64>,
    /// Dense `N × N × J` products so far.
    pub(crate) passes: usize,
}

impl State {
    pub(crate) fn new(table: &Table) -> Self {
        let (panel, vector) = (|| vec![0.0; table.n * table.j], || vec![0.0; table.n]);
        Self {
            ln_c: panel(),
            u: panel(),
            s: panel(),
            kept: panel(),
            v: panel(),
            t: panel(),
            y: panel(),
            value_added: vector(),
            deficit: vector(),
            export_revenue: vector(),
            income: vector(),
            price_gap: panel(),
            spending_gap: panel(),
            factor_gap: vector(),
            specific_gap: panel(),
            passes: 0,
        }
    }
}

impl System<'_> {
    /// Everything at a point. Three dense products.
    pub(crate) fn evaluate(&self, point: &Point, state: &mut State) -> f64 {
        self.prices(point, state);
        self.tariffs(state);
        self.quantities(point, state);
        self.residual(state)
    }

    /// Costs, access and price indices. One dense product.
    pub(crate) fn prices(&self, point: &Point, state: &mut State) {
        let factors = Factors { specific_share: self.specific_share, ln_w: &point.ln_w, ln_r: &point.ln_r };
        equations::unit_cost(self.table, &factors, &point.ln_p, &self.ops.ln_productivity, &mut state.ln_c);
        equations::access(self.theta_j, &state.ln_c, &mut state.u);
        equations::price_index(self.table, self.theta_j, &self.ops.a, &state.u, &mut state.s, &mut state.price_gap);
        for (gap, p) in state.price_gap.iter_mut().zip(&point.ln_p) {
            *gap -= p;
        }
        state.passes += 1;
    }

    /// What tariffs leave of spending. One dense product.
    pub(crate) fn tariffs(&self, state: &mut State) {
        equations::share_after_tariff(self.table, &self.ops, &state.u, &state.s, &mut state.kept);
        state.passes += 1;
    }

    /// Output, incomes and demand. One dense product.
    pub(crate) fn quantities(&self, point: &Point, state: &mut State) {
        let table = self.table;
        for ((v, x), s) in state.v.iter_mut().zip(&point.x).zip(&state.s) {
            *v = x / s;
        }
        equations::sales(table, &self.ops.b_by_importer, &state.u, &state.v, &mut state.t, &mut state.y);
        for m in 0..table.n {
            state.value_added[m] = exp(point.ln_w[m]) * table.wl[m];
        }
        state.deficit = equations::deficits(table, self.closure, &state.value_added);
        state.export_revenue = equations::export_tax_revenue(table.n, &self.ops.export_taxes, &state.u, &state.v);
        state.income =
            equations::income(&state.value_added, &state.deficit, &state.export_revenue, &state.kept, &point.x);
        equations::spending(table, &state.y, &state.income, &mut state.spending_gap);
        for (gap, x) in state.spending_gap.iter_mut().zip(&point.x) {
            *gap -= x;
        }
        state.factor_gap = equations::factor_payments(table, &state.y);
        for (gap, income) in state.factor_gap.iter_mut().zip(&state.value_added) {
            *gap = *gap / income - 1.0;
        }
        if self.specific_share > 0.0 {
            self.specific_returns(point, state);
        }
        state.passes += 1;
    }

    fn specific_returns(&self, point: &Point, state: &mut State) {
        for (k, gap) in state.specific_gap.iter_mut().enumerate() {
            let (y, reference) = (state.y[k], self.table.y[k]);
            *gap = if reference > 0.0 && y > 0.0 { ln(y / reference) - point.ln_r[k] } else { 0.0 };
        }
    }

    /// Largest residual of any equation; not a number if any is not.
    pub(crate) fn residual(&self, state: &State) -> f64 {
        let n = self.table.n;
        let largest = |worst: f64, gap: f64| if gap.abs() <= worst { worst } else { gap.abs() };
        let mut worst = state.factor_gap.iter().fold(0.0, |w, g| largest(w, *g));
        worst = state.price_gap.iter().fold(worst, |w, g| largest(w, *g));
        worst = state.specific_gap.iter().fold(worst, |w, g| largest(w, *g));
        for row in state.spending_gap.chunks_exact(n) {
            worst = row.iter().zip(&self.table.scale).fold(worst, |w, (g, scale)| largest(w, g / scale));
        }
        worst
    }
}
