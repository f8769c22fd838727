//! What is prepared once for a table and its elasticities: inverses that turn residuals into steps.

use nalgebra::DMatrix;

use crate::linear::{Directions, Linearisation, block_product, dense_product};
use crate::system::{Point, State, System};

/// Most rounds of the block iteration for the response to wages; it contracts by a factor of 3 to 5.
const ROUNDS: usize = 12;
/// Change in a round, relative to the first, at which the response counts as known: it only steers, the residuals decide.
const ENOUGH: f64 = 3e-2;

/// Approximate inverses at the table.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    /// `[j][k][n]`: step of prices of `j` for a gap of prices of `k` in the same economy.
    pub(crate) kp: Vec<f64>,
    /// `[j][k][n]`: step of spending on `j` for a gap of spending on `k` in the same economy.
    pub(crate) kx: Vec<f64>,
    /// `[i][n]`: step of the wage of `n` for a gap of the factor market of `i`.
    pub(crate) kw: Vec<f64>,
    /// `[j][i][n]`: step of the specific return of `n` for a gap of that of `i` in the same sector; empty without.
    pub(crate) kr: Vec<f64>,
    /// `[j][i][n]`: response of prices, spending and specific returns of `n` to the wage of `i`, everything else solved.
    pub(crate) by_wage: Directions,
    /// `[j][n]`: share of a sector in its economy's value added.
    pub(crate) weight: Vec<f64>,
}

impl Prepared {
    pub(crate) fn new(system: &System, point: &Point, state: &State) -> Self {
        let kp = economy_inverses(system, |j, k, n| -own_share(system, state, j, n) * inputs(system, k, j, n));
        let kx = economy_inverses(system, |j, k, n| {
            let income = system.table.alpha[j * system.table.n + n] * (1.0 - state.kept[k * system.table.n + n]);
            -inputs(system, j, k, n) * own_receipt(system, state, k, n) - income
        });
        let kr = if system.specific_share > 0.0 { sector_inverses(system, state) } else { Vec::new() };
        let (mut by_wage, mut factor) = wage_response(&Linearisation { system, point, state }, &kp, &kx);
        let weight = value_added_weights(system, state);
        if system.specific_share > 0.0 {
            eliminate_specific(&kr, &weight, &mut by_wage.ln_r, &mut factor);
        }
        let kw = wage_inverse(system, state, &factor);
        Self { kp, kx, kw, kr, by_wage, weight }
    }
}

/// Input `k` in output of `j`.
fn inputs(system: &System, k: usize, j: usize, n: usize) -> f64 {
    system.table.inputs_of[(j * system.table.j + k) * system.table.n + n]
}

/// Share of its own spending that an economy buys at home.
fn own_share(system: &System, state: &State, j: usize, n: usize) -> f64 {
    let size = system.table.n;
    system.ops.a[(j * size + n) * size + n] * state.u[j * size + n] / state.s[j * size + n]
}

/// Part of its own spending that an economy's firms receive.
fn own_receipt(system: &System, state: &State, j: usize, n: usize) -> f64 {
    let size = system.table.n;
    system.ops.b[(j * size + n) * size + n] * state.u[j * size + n] / state.s[j * size + n]
}

/// `(1 + M_n)⁻¹` of every economy, `[j][k][n]`, where `entry` gives `M_n` at row `j`, column `k`.
fn economy_inverses(system: &System, entry: impl Fn(usize, usize, usize) -> f64) -> Vec<f64> {
    let (n, j) = (system.table.n, system.table.j);
    let mut blocks = vec![0.0; j * j * n];
    for m in 0..n {
        let inverse = inverse(DMatrix::from_fn(j, j, |a, b| f64::from(a == b) + entry(a, b, m)));
        for (at, value) in inverse.iter().enumerate() {
            blocks[((at % j) * j + at / j) * n + m] = *value;
        }
    }
    blocks
}

/// The inverse, or the identity where there is none: a step, never a result, depends on it.
fn inverse(matrix: DMatrix<f64>) -> DMatrix<f64> {
    let size = matrix.nrows();
    match matrix.try_inverse() {
        Some(inverse) if inverse.iter().all(|v| v.is_finite()) => inverse,
        _ => DMatrix::identity(size, size),
    }
}

/// Response of a sector's specific returns to their own gap, prices of all other sectors given: the more a sector's cost
/// rises with its output, the smaller the step.
fn sector_inverses(system: &System, state: &State) -> Vec<f64> {
    let (n, j) = (system.table.n, system.table.j);
    let mut blocks = Vec::with_capacity(j * n * n);
    for s in 0..j {
        let at = s * n..(s + 1) * n;
        let (u, v, y) = (&state.u[at.clone()], &state.v[at.clone()], &state.y[at.clone()]);
        let (prices, gamma) = (&state.s[at.clone()], &system.table.gamma[at]);
        let a = &system.ops.a[s * n * n..(s + 1) * n * n];
        let b = &system.ops.b[s * n * n..(s + 1) * n * n];
        let bought = DMatrix::from_fn(n, n, |m, i| a[i * n + m] * u[i] / prices[m]);
        let sold = DMatrix::from_fn(n, n, |i, m| if y[i] > 0.0 { b[i * n + m] * u[i] * v[m] / y[i] } else { 0.0 });
        let theta = system.theta_j[s];
        let mut response = sold * bought;
        for i in 0..n {
            for m in 0..n {
                let own = f64::from(i == m);
                let rise = theta * gamma[m] * system.specific_share;
                response[(i, m)] = own + (if y[i] > 0.0 { own } else { 0.0 } - response[(i, m)]) * rise;
            }
        }
        blocks.extend_from_slice(inverse(response).as_slice());
    }
    blocks
}

/// Response of prices, spending and factor markets (`[column][n]`) to each wage, specific returns held; in the place of their
/// step, what output would pay them.
fn wage_response(linear: &Linearisation, kp: &[f64], kx: &[f64]) -> (Directions, Vec<f64>) {
    let (n, j) = (linear.system.table.n, linear.system.table.j);
    let mut d = Directions::zero(n, j, n);
    for m in 0..n {
        d.ln_w[m * n + m] = 1.0;
    }
    let scale = &linear.system.table.scale;
    let (mut first, mut last) = (0.0, None);
    for round in 0..ROUNDS {
        let mut response = linear.response(&d);
        let shape = (n, j, n);
        let prices = advance(&mut d.ln_p, &mut response.ln_p, kp, shape, &vec![1.0; n]);
        let spending = advance(&mut d.x, &mut response.x, kx, shape, scale);
        let change = f64::max(prices, spending);
        last = Some(response);
        first = if round == 0 { change } else { first };
        if change <= ENOUGH * first {
            break;
        }
    }
    let last = last.expect("at least one round");
    (Directions { ln_r: last.ln_r, ..d }, last.factor)
}

/// One block step towards `target`, which is left as the gap; returns the largest change in units of `scale`.
fn advance(
    unknown: &mut [f64],
    target: &mut [f64],
    blocks: &[f64],
    shape: (usize, usize, usize),
    scale: &[f64],
) -> f64 {
    target.iter_mut().zip(unknown.iter()).for_each(|(t, u)| *t -= u);
    let mut step = vec![0.0; unknown.len()];
    block_product(blocks, target, &mut step, shape);
    unknown.iter_mut().zip(&step).for_each(|(u, s)| *u += s);
    let row = |row: &[f64]| row.iter().zip(scale).fold(0.0, |c: f64, (s, scale)| c.max((s / scale).abs()));
    step.chunks_exact(scale.len()).map(row).fold(0.0, f64::max)
}

/// `[j][n]`: share of a sector in its economy's value added.
fn value_added_weights(system: &System, state: &State) -> Vec<f64> {
    let n = system.table.n;
    let share = |k: usize| system.table.gamma[k] * state.y[k] / state.value_added[k % n];
    (0..state.y.len()).map(share).collect()
}

/// Lets specific returns follow wages: `ln_r` holds what output pays them and becomes their step; factor markets follow.
fn eliminate_specific(kr: &[f64], weight: &[f64], ln_r: &mut Vec<f64>, factor: &mut [f64]) {
    let n = factor.len().isqrt();
    let mut step = vec![0.0; ln_r.len()];
    dense_product(kr, ln_r, &mut step, n, n);
    for (k, (step, held)) in step.chunks_exact(n).zip(ln_r.chunks_exact(n)).enumerate() {
        let (weight, row) = (&weight[k / n * n..(k / n + 1) * n], &mut factor[k % n * n..(k % n + 1) * n]);
        for m in 0..n {
            row[m] += weight[m] * (step[m] - held[m]);
        }
    }
    *ln_r = step;
}

/// `(−J + 1 (wL)'/W)⁻¹`, where `J` is the response of factor markets to wages; the last term pins the numéraire.
fn wage_inverse(system: &System, state: &State, factor: &[f64]) -> Vec<f64> {
    let n = system.table.n;
    let world: f64 = state.value_added.iter().sum();
    let jacobian = DMatrix::from_fn(n, n, |m, i| -factor[i * n + m] + state.value_added[i] / world);
    inverse(jacobian).as_slice().to_vec()
}
