//! Makes a table an exact equilibrium by moving input coefficients only, as little as needed.
//!
//! Final demand is the residual of the table, `F_nk = X_nk − Σ_j γ_nkj Y_nj`; measured tables leave some of it negative.
//! The input rows that ask for more than `(1 − slack) X_nk` are scaled down to that bound, the columns are scaled back to
//! `1 − γ_nj`, and both steps repeat until neither has anything left to do: an iterative proportional fitting with an
//! inequality on the rows. Trade, tariffs and value-added shares do not move, so trade deficits follow from the table, and
//! hats of one solve the model for every set of elasticities.
//!
//! Reference: Bacharach (1965, IER 6(3), 294–310) on biproportional matrices; the inequality is ours.

use crate::grid::{InputTable, Panel};

/// How far balancing goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Share of what an economy buys of a product that is left for final demand at least.
    pub slack: f64,
    /// Largest relative excess over the bound at which an economy counts as balanced.
    pub tolerance: f64,
    /// Largest number of rounds for an economy.
    pub rounds: usize,
}

impl Default for Options {
    /// A slack of 0.001 keeps every final demand positive at a cost of hundredths of a per cent of intermediate use;
    /// a tolerance of 1e-13 is below what the identities of a world ask for.
    fn default() -> Self {
        Self { slack: 1e-3, tolerance: 1e-13, rounds: 5000 }
    }
}

/// A balanced table of input coefficients and what it took.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// Input `k` in output of `j`; sums over `k` to `1 − gamma_nj`.
    pub gamma_nkj: InputTable,
    /// Rounds that each economy took; zero where nothing moved.
    pub rounds_n: Vec<usize>,
}

/// Why a table cannot be balanced.
#[derive(Clone, Debug, PartialEq)]
pub enum Unbalanced {
    /// Sector `j` of economy `n` produces, has a value-added share below 1 and no input left.
    NoInputs {
        /// Economy.
        n: usize,
        /// Using sector.
        j: usize,
    },
    /// Economy `n` still asked for `excess` times more than the bound after the last round: its intermediate use is
    /// larger than what it buys.
    Excess {
        /// Economy.
        n: usize,
        /// Input.
        k: usize,
        /// Intermediate use over the bound, less one.
        excess: f64,
    },
}

/// Input coefficients under which no economy uses more of a product than it buys.
///
/// `gamma_nkj` holds the measured coefficients, `gamma_nj` the value-added shares, `y_nj` output and `x_nj` expenditure.
///
/// # Errors
/// [`Unbalanced`] for the first economy that has no such coefficients.
pub fn balance(
    gamma_nkj: &InputTable,
    gamma_nj: &Panel,
    y_nj: &Panel,
    x_nj: &Panel,
    options: Options,
) -> Result<Balance, Unbalanced> {
    let mut balanced = gamma_nkj.clone();
    let mut rounds_n = Vec::with_capacity(gamma_nkj.economies());
    for n in 0..gamma_nkj.economies() {
        let account = Account { n, gamma_j: gamma_nj.row(n), y_j: y_nj.row(n), x_j: x_nj.row(n) };
        rounds_n.push(account.balance(&mut balanced, options)?);
    }
    Ok(Balance { gamma_nkj: balanced, rounds_n })
}

/// One economy's side of the table.
struct Account<'a> {
    n: usize,
    gamma_j: &'a [f64],
    y_j: &'a [f64],
    x_j: &'a [f64],
}

impl Account<'_> {
    fn balance(&self, gamma: &mut InputTable, options: Options) -> Result<usize, Unbalanced> {
        self.scale_columns(gamma)?;
        for round in 0..=options.rounds {
            let factor_k = self.row_factors(gamma, options.slack);
            let (k, least) = smallest(&factor_k);
            if least >= 1.0 - options.tolerance {
                return Ok(round);
            }
            if round == options.rounds {
                return Err(Unbalanced::Excess { n: self.n, k, excess: 1.0 / least - 1.0 });
            }
            for (k, factor) in factor_k.iter().enumerate() {
                for j in 0..self.y_j.len() {
                    gamma[(self.n, k, j)] *= factor;
                }
            }
            self.scale_columns(gamma)?;
        }
        unreachable!("the last round returns")
    }

    /// Bound over intermediate use of each input, 1 where the use is within the bound.
    fn row_factors(&self, gamma: &InputTable, slack: f64) -> Vec<f64> {
        (0..self.y_j.len())
            .map(|k| {
                let used: f64 = (0..self.y_j.len()).map(|j| gamma[(self.n, k, j)] * self.y_j[j]).sum();
                let bound = (1.0 - slack) * self.x_j[k];
                if used > bound { bound / used } else { 1.0 }
            })
            .collect()
    }

    /// Scales the inputs of every producing sector to `1 − gamma_j`.
    fn scale_columns(&self, gamma: &mut InputTable) -> Result<(), Unbalanced> {
        for j in 0..self.y_j.len() {
            let sum: f64 = (0..self.y_j.len()).map(|k| gamma[(self.n, k, j)]).sum();
            let want = 1.0 - self.gamma_j[j];
            if sum > 0.0 {
                for k in 0..self.y_j.len() {
                    gamma[(self.n, k, j)] *= want / sum;
                }
            } else if want > 0.0 && self.y_j[j] > 0.0 {
                return Err(Unbalanced::NoInputs { n: self.n, j });
            }
        }
        Ok(())
    }
}

fn smallest(values: &[f64]) -> (usize, f64) {
    let mut least = (0, f64::INFINITY);
    for (k, &value) in values.iter().enumerate() {
        if value < least.1 {
            least = (k, value);
        }
    }
    least
}

#[cfg(test)]
mod tests;
