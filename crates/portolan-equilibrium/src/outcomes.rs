//! What an equilibrium means: incomes, prices, trade and output.

use portolan_core::{Cube, Panel};

use crate::problem::Problem;
use crate::solution::Solution;

/// Outcomes of a solution. Hats are relative to the reference of the problem; values are USD mn a year, in units of world
/// value added. The outcomes of [`Problem::reference`] give the levels to compare them with.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    /// Hat of final spending over its price index; less 1 it is the equivalent variation relative to income.
    pub real_income_n: Vec<f64>,
    /// Hat of value added at the prices of own output in the reference: single deflation.
    pub real_gdp_n: Vec<f64>,
    /// Hat of output less inputs, each at its own price in the reference: double deflation.
    pub real_gdp_double_deflated_n: Vec<f64>,
    /// Hat of the wage over the price index of final spending.
    pub real_wage_n: Vec<f64>,
    /// Hat of the price index of final spending, in units of world value added.
    pub consumer_prices_n: Vec<f64>,
    /// Final spending: value added, revenues and the deficit.
    pub nominal_income_n: Vec<f64>,
    /// Revenue of import tariffs.
    pub tariff_revenue_n: Vec<f64>,
    /// Revenue of export taxes.
    pub export_tax_revenue_n: Vec<f64>,
    /// Imports less exports, export taxes included.
    pub trade_deficit_n: Vec<f64>,
    /// Trade at producer prices: imports of `n` from `i`, exports of `i` to `n`; domestic sales on `n = i`.
    pub trade_nij: Cube,
    /// Gross output at producer prices.
    pub output_nj: Panel,
    /// Hat of output over the producer price.
    pub output_volume_nj: Panel,
    /// Value added of a sector.
    pub value_added_nj: Panel,
    /// Hat of the income of a sector's specific factor over the price index of final spending; none with mobile factors.
    pub real_sector_income_nj: Option<Panel>,
}

/// The outcomes of a solution of a problem.
pub fn outcomes(problem: &Problem, solution: &Solution) -> Outcomes {
    let (n, j) = (solution.economies(), solution.sectors());
    let (reference, primitives) = (problem.reference(), problem.primitives());
    let consumer_prices_n: Vec<f64> = (0..n).map(|m| consumer_price(problem, solution, m)).collect();
    let real_income_n: Vec<f64> =
        (0..n).map(|m| real_income(solution.income_n[m], reference.income_n[m], consumer_prices_n[m])).collect();
    let specific = problem.options().specific_share > 0.0;
    Outcomes {
        real_gdp_n: (0..n).map(|m| real_gdp(problem, solution, m)).collect(),
        real_gdp_double_deflated_n: (0..n).map(|m| real_gdp_double_deflated(problem, solution, m)).collect(),
        real_wage_n: (0..n).map(|m| solution.w_n_hat[m] / consumer_prices_n[m]).collect(),
        nominal_income_n: solution.income_n.clone(),
        tariff_revenue_n: solution.tariff_revenue_n.clone(),
        export_tax_revenue_n: solution.export_tax_revenue_n.clone(),
        trade_deficit_n: solution.deficit_n.clone(),
        trade_nij: solution.trade_nij.clone(),
        output_nj: solution.y_nj.clone(),
        output_volume_nj: Panel::from_fn(n, j, |m, s| output_volume(problem, solution, m, s)),
        value_added_nj: Panel::from_fn(n, j, |m, s| primitives.gamma_nj[(m, s)] * solution.y_nj[(m, s)]),
        real_sector_income_nj: specific
            .then(|| Panel::from_fn(n, j, |m, s| solution.r_nj_hat[(m, s)] / consumer_prices_n[m])),
        real_income_n,
        consumer_prices_n,
    }
}

#[doc = include_str!("eq/real_income.md")]
fn real_income(income: f64, reference: f64, consumer_price: f64) -> f64 {
    income / reference / consumer_price
}

/// Hat of the price index of final spending of `n`.
pub(crate) fn consumer_price(problem: &Problem, solution: &Solution, n: usize) -> f64 {
    let alpha = problem.primitives().alpha_nj.row(n);
    alpha.iter().zip(solution.p_nj_hat.row(n)).map(|(alpha, p)| alpha * p.ln()).sum::<f64>().exp()
}

#[doc = include_str!("eq/real_gdp.md")]
pub(crate) fn real_gdp(problem: &Problem, solution: &Solution, n: usize) -> f64 {
    let primitives = problem.primitives();
    let at_reference_prices = |j: usize| {
        let value_added = primitives.gamma_nj[(n, j)] * solution.y_nj[(n, j)];
        value_added / solution.c_nj_hat[(n, j)]
    };
    (0..solution.sectors()).map(at_reference_prices).sum::<f64>() / primitives.wl_n[n]
}

#[doc = include_str!("eq/real_gdp_double_deflated.md")]
fn real_gdp_double_deflated(problem: &Problem, solution: &Solution, n: usize) -> f64 {
    let (primitives, sectors) = (problem.primitives(), solution.sectors());
    let at_reference_prices = |j: usize| {
        let inputs = (0..sectors).map(|k| primitives.gamma_nkj[(n, k, j)] / solution.p_nj_hat[(n, k)]).sum::<f64>();
        solution.y_nj[(n, j)] * (1.0 / solution.c_nj_hat[(n, j)] - inputs)
    };
    (0..sectors).map(at_reference_prices).sum::<f64>() / primitives.wl_n[n]
}

/// Hat of output over the producer price; 1 where the reference has no output.
fn output_volume(problem: &Problem, solution: &Solution, n: usize, j: usize) -> f64 {
    let reference = problem.reference().y_nj[(n, j)];
    if reference > 0.0 { solution.y_nj[(n, j)] / reference / solution.c_nj_hat[(n, j)] } else { 1.0 }
}

#[cfg(test)]
mod tests;
