//! The welfare formula as papers print it, for comparison with them only.

use portolan_core::Cube;

use crate::outcomes::consumer_price;
use crate::problem::Problem;
use crate::solution::Solution;

/// The first-order formula with finite changes at reference weights, as fractions of reference income: not a welfare change
/// unless the shock is small.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedDecomposition {
    /// Terms of trade.
    pub terms_of_trade_n: Vec<f64>,
    /// Volume of trade.
    pub volume_of_trade_n: Vec<f64>,
    /// Their sum, which papers call welfare.
    pub total_n: Vec<f64>,
    /// Change of the wage over the price index of final spending; exact.
    pub real_wage_n: Vec<f64>,
}

#[doc = include_str!("eq/published_decomposition.md")]
pub fn published_decomposition(problem: &Problem, solution: &Solution) -> PublishedDecomposition {
    let (n, reference) = (solution.economies(), problem.reference());
    let mut terms_of_trade_n = vec![0.0; n];
    let mut volume_of_trade_n = vec![0.0; n];
    let (before, after): (&Cube, &Cube) = (&reference.trade_nij, &solution.trade_nij);
    for j in 0..solution.sectors() {
        for m in 0..n {
            for i in 0..n {
                let (flow, cost) = (before[(m, i, j)], solution.c_nj_hat[(i, j)]);
                terms_of_trade_n[i] += flow * (cost - 1.0) / reference.income_n[i];
                terms_of_trade_n[m] -= flow * (cost - 1.0) / reference.income_n[m];
                let tariff = problem.primitives().tau_nij[(m, i, j)];
                volume_of_trade_n[m] += tariff * (after[(m, i, j)] - flow * cost) / reference.income_n[m];
            }
        }
    }
    let real_wage = |m: usize| solution.w_n_hat[m] / consumer_price(problem, solution, m) - 1.0;
    PublishedDecomposition {
        total_n: (0..n).map(|m| terms_of_trade_n[m] + volume_of_trade_n[m]).collect(),
        real_wage_n: (0..n).map(real_wage).collect(),
        terms_of_trade_n,
        volume_of_trade_n,
    }
}
