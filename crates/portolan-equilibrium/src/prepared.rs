//! What is prepared once for a table and its elasticities: inverses that turn residuals into steps.

use nalgebra::DMatrix;

use crate::linear::{Directions, Linearisation, block_product};
use crate::system::{Point, State, System};

/// Rounds of the block iteration for the response to wages; it contracts by a factor of 3 to 5.
const ROUNDS: usize = 12;
/// Largest change in a round at which the response counts as known: it only steers, the residuals decide.
const ENOUGH: f64 = 1e-4;

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
}

impl Prepared {
    pub(crate) fn new(system: &System, point: &Point, state: &State) -> Self {
        let kp = economy_inverses(system, |j, k, n| -own_share(system, state, j, n) * inputs(system, k, j, n));
        let kx = economy_inverses(system, |j, k, n| {
            let income = system.table.alpha[j * system.table.n + n] * (1.0 - state.kept[k * system.table.n + n]);
            -inputs(system, j, k, n) * own_receipt(system, state, k, n) - income
        });
        let kr = if system.specific_share > 0.0 { sector_inverses(system, state) } else { Vec::new() };
        let steps = Steps { kp: &kp, kx: &kx, kr: &kr };
        let (by_wage, factor) = wage_response(&Linearisation { system, point, state }, &steps);
        let kw = wage_inverse(system, state, &factor);
        Self { kp, kx, kw, kr, by_wage }
    }
}

struct Steps<'a> {
    kp: &'a [f64],
    kx: &'a [f64],
    kr: &'a [f64],
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

/// Response of everything to each wage, and of the factor markets, `[column][n]`.
fn wage_response(linear: &Linearisation, steps: &Steps) -> (Directions, Vec<f64>) {
    let (n, j) = (linear.system.table.n, linear.system.table.j);
    let mut d = Directions::zero(n, j, n);
    for m in 0..n {
        d.ln_w[m * n + m] = 1.0;
    }
    for round in 0.. {
        let mut response = linear.response(&d);
        let change = advance(&mut d, &mut response, steps, &linear.system.table.scale);
        if change < ENOUGH || round == ROUNDS {
            return (d, response.factor);
        }
    }
    unreachable!()
}

/// One round of the block iteration; returns the largest change.
fn advance(d: &mut Directions, response: &mut crate::linear::Response, steps: &Steps, scale: &[f64]) -> f64 {
    let (n, columns) = (scale.len(), d.columns);
    let j = d.x.len() / (n * columns);
    let mut change: f64 = 0.0;
    let mut step = vec![0.0; d.x.len()];
    for (block, unknown, target) in [(steps.kp, &mut d.ln_p, &mut response.ln_p), (steps.kx, &mut d.x, &mut response.x)]
    {
        target.iter_mut().zip(unknown.iter()).for_each(|(t, u)| *t -= u);
        block_product(block, target, &mut step, (n, j, columns));
        unknown.iter_mut().zip(&step).for_each(|(u, s)| *u += s);
        let unit = |k: usize| if std::ptr::eq(block, steps.kx) { scale[k % n] } else { 1.0 };
        change = step.iter().enumerate().fold(change, |c, (k, s)| c.max((s / unit(k)).abs()));
    }
    if !steps.kr.is_empty() {
        response.ln_r.iter_mut().zip(&d.ln_r).for_each(|(t, u)| *t -= u);
        crate::linear::dense_product(steps.kr, &response.ln_r, &mut step, n, columns);
        d.ln_r.iter_mut().zip(&step).for_each(|(u, s)| *u += s);
        change = step.iter().fold(change, |c, s| c.max(s.abs()));
    }
    change
}

/// `(−J + 1 (wL)'/W)⁻¹`, where `J` is the response of factor markets to wages; the last term pins the numéraire.
fn wage_inverse(system: &System, state: &State, factor: &[f64]) -> Vec<f64> {
    let n = system.table.n;
    let world: f64 = state.value_added.iter().sum();
    let jacobian = DMatrix::from_fn(n, n, |m, i| -factor[i * n + m] + state.value_added[i] / world);
    inverse(jacobian).as_slice().to_vec()
}
