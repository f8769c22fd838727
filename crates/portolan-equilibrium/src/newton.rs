//! The safeguard: Newton–Krylov on all unknowns at once, with a line search.

use crate::armington::{Run, restore_numeraire};
use crate::kernel::{add_block_product, by_sector, product};
use crate::linear::{Directions, Linearisation};
use crate::prepared::Prepared;
use crate::system::{Point, State, System};

/// Newton steps before it gives up.
const STEPS: usize = 30;
/// Krylov vectors of one step.
const KRYLOV: usize = 60;
/// Halvings of one step.
const HALVINGS: usize = 12;

/// Improves the point of a run; true if it ends within the tolerance.
pub(crate) fn polish(run: &mut Run) -> bool {
    let prepared = run.problem.prepared();
    let mut residual = run.system.evaluate(&run.point, &mut run.state);
    for _ in 0..STEPS {
        if residual <= run.options.tolerance {
            return true;
        }
        if !residual.is_finite() {
            return false;
        }
        let step = newton_step(run, prepared);
        run.work.newton_steps += 1;
        match line_search(run, &step, residual) {
            Some(smaller) => residual = smaller,
            None => return false,
        }
    }
    residual <= run.options.tolerance
}

/// Shortens the step until the residual falls; moves the run there.
fn line_search(run: &mut Run, step: &[f64], residual: f64) -> Option<f64> {
    let start = run.point.clone();
    let mut length = 1.0;
    for _ in 0..HALVINGS {
        run.point = moved(run.system, &start, step, length);
        let trial = run.system.evaluate(&run.point, &mut run.state);
        if trial <= (1.0 - 1e-4 * length) * residual {
            return Some(trial);
        }
        length *= 0.5;
    }
    run.point = start;
    None
}

fn moved(system: &System, start: &Point, step: &[f64], length: f64) -> Point {
    let (n, m) = (system.table.n, system.table.n * system.table.j);
    let mut point = start.clone();
    let add = |target: &mut [f64], step: &[f64]| target.iter_mut().zip(step).for_each(|(t, s)| *t += length * s);
    add(&mut point.ln_w, &step[..n]);
    add(&mut point.ln_p, &step[n..n + m]);
    for (k, x) in point.x.iter_mut().enumerate() {
        *x = (*x + length * step[n + m + k] * system.table.scale[k % n]).max(0.01 * start.x[k]);
    }
    if system.specific_share > 0.0 {
        add(&mut point.ln_r, &step[n + 2 * m..]);
    }
    restore_numeraire(system, &mut point);
    point
}

/// Gaps of all equations, in the order wages, prices, spending (in units of the economy's mean), specific returns.
fn gaps(system: &System, state: &State) -> Vec<f64> {
    let n = system.table.n;
    let mut gaps = state.factor_gap.clone();
    gaps.extend_from_slice(&state.price_gap);
    gaps.extend(state.spending_gap.iter().enumerate().map(|(k, g)| g / system.table.scale[k % n]));
    if system.specific_share > 0.0 {
        gaps.extend_from_slice(&state.specific_gap);
    }
    gaps
}

/// The Newton step: solves `−J step = gaps` by preconditioned GMRES.
fn newton_step(run: &mut Run, prepared: &Prepared) -> Vec<f64> {
    let right = gaps(run.system, &run.state);
    let largest = right.iter().fold(0.0, |a: f64, g| a.max(g.abs()));
    let accuracy = (0.1 * largest).clamp(1e-6, 1e-2);
    let linear = Linearisation { system: run.system, point: &run.point, state: &run.state };
    let mut products = 0;
    let precondition = |v: &[f64]| precondition(&linear, prepared, v);
    let mut apply = |v: &[f64]| {
        products += 1;
        minus_jacobian(&linear, v)
    };
    let step = gmres(&right, &mut apply, precondition, accuracy);
    run.state.passes += 6 * products;
    step
}

/// `−J v`: the unknowns' own change less what the equations imply.
fn minus_jacobian(linear: &Linearisation, v: &[f64]) -> Vec<f64> {
    let d = directions(linear.system, v);
    let response = linear.response(&d);
    let (n, state) = (linear.system.table.n, linear.state);
    let world: f64 = state.value_added.iter().sum();
    let pin: f64 = d.ln_w.iter().zip(&state.value_added).map(|(w, va)| w * va / world).sum();
    let mut out: Vec<f64> = response.factor.iter().map(|f| pin - f).collect();
    out.extend(d.ln_p.iter().zip(&response.ln_p).map(|(d, r)| d - r));
    let scale = |k: usize| linear.system.table.scale[k % n];
    out.extend(d.x.iter().zip(&response.x).enumerate().map(|(k, (d, r))| (d - r) / scale(k)));
    out.extend(d.ln_r.iter().zip(&response.ln_r).map(|(d, r)| d - r));
    out
}

fn directions(system: &System, v: &[f64]) -> Directions {
    let (n, m) = (system.table.n, system.table.n * system.table.j);
    let mut d = Directions::zero(n, system.table.j, 1);
    d.ln_w.copy_from_slice(&v[..n]);
    d.ln_p.copy_from_slice(&v[n..n + m]);
    d.x.iter_mut().enumerate().for_each(|(k, x)| *x = v[n + m + k] * system.table.scale[k % n]);
    if system.specific_share > 0.0 {
        d.ln_r.copy_from_slice(&v[n + 2 * m..]);
    }
    d
}

/// Block triangular: local inverses first, then wages for what these leave in factor markets, then everything's response.
fn precondition(linear: &Linearisation, prepared: &Prepared, v: &[f64]) -> Vec<f64> {
    let table = linear.system.table;
    let (n, m) = (table.n, table.n * table.j);
    let mut d = directions(linear.system, v);
    let (prices, spending, specific) = (d.ln_p.clone(), d.x.clone(), d.ln_r.clone());
    d.ln_w.fill(0.0);
    d.ln_p.fill(0.0);
    d.x.fill(0.0);
    add_block_product(&prepared.kp, &prices, &mut d.ln_p, n);
    add_block_product(&prepared.kx, &spending, &mut d.x, n);
    if linear.system.specific_share > 0.0 {
        by_sector(&prepared.kr, &specific, &mut d.ln_r, n);
    }
    let induced = linear.response(&d).factor;
    let gap: Vec<f64> = v[..n].iter().zip(induced).map(|(v, i)| v + i).collect();
    product(&prepared.kw, &gap, &mut d.ln_w);
    let mut out = d.ln_w.clone();
    out.extend_from_slice(&d.ln_p);
    out.extend(d.x.iter().enumerate().map(|(k, x)| x / table.scale[k % n]));
    let wages: Vec<f64> = d.ln_w.iter().copied().cycle().take(m).collect();
    let mut response = vec![0.0; m];
    by_sector(&prepared.by_wage.ln_p, &wages, &mut response, n);
    out[n..n + m].iter_mut().zip(&response).for_each(|(o, r)| *o += r);
    by_sector(&prepared.by_wage.x, &wages, &mut response, n);
    out[n + m..].iter_mut().zip(&response).enumerate().for_each(|(k, (o, r))| *o += r / table.scale[k % n]);
    if linear.system.specific_share > 0.0 {
        by_sector(&prepared.by_wage.ln_r, &wages, &mut response, n);
        out.extend(d.ln_r.iter().zip(&response).map(|(a, b)| a + b));
    }
    out
}

/// Right-preconditioned GMRES without restart (Saad 2003, algorithm 9.5).
fn gmres(
    right: &[f64],
    apply: &mut impl FnMut(&[f64]) -> Vec<f64>,
    precondition: impl Fn(&[f64]) -> Vec<f64>,
    accuracy: f64,
) -> Vec<f64> {
    let norm = right.iter().map(|r| r * r).sum::<f64>().sqrt();
    let mut basis = vec![right.iter().map(|r| r / norm).collect::<Vec<f64>>()];
    let mut directions: Vec<Vec<f64>> = Vec::new();
    let mut columns: Vec<Vec<f64>> = Vec::new();
    let mut rotations: Vec<(f64, f64)> = Vec::new();
    let mut rest = vec![norm];
    while columns.len() < KRYLOV && rest[columns.len()].abs() > accuracy * norm {
        let direction = precondition(&basis[columns.len()]);
        let mut w = apply(&direction);
        directions.push(direction);
        let mut column = orthogonalise(&mut w, &basis);
        for (k, (c, s)) in rotations.iter().enumerate() {
            (column[k], column[k + 1]) = (c * column[k] + s * column[k + 1], -s * column[k] + c * column[k + 1]);
        }
        let last = columns.len();
        let length = column[last].hypot(column[last + 1]);
        if length.is_nan() || length <= 0.0 {
            directions.pop();
            break;
        }
        let (c, s) = (column[last] / length, column[last + 1] / length);
        column[last] = length;
        rotations.push((c, s));
        rest.push(-s * rest[last]);
        rest[last] *= c;
        columns.push(column);
        basis.push(w);
    }
    combination(&columns, &rest, &directions, right.len())
}

/// Removes the basis from `w` and scales it to length 1; returns the coefficients and the length.
fn orthogonalise(w: &mut [f64], basis: &[Vec<f64>]) -> Vec<f64> {
    let mut column = Vec::with_capacity(basis.len() + 1);
    for b in basis {
        let h: f64 = b.iter().zip(w.iter()).map(|(b, w)| b * w).sum();
        w.iter_mut().zip(b).for_each(|(w, b)| *w -= h * b);
        column.push(h);
    }
    let length = w.iter().map(|w| w * w).sum::<f64>().sqrt();
    if length > 0.0 {
        w.iter_mut().for_each(|w| *w /= length);
    }
    column.push(length);
    column
}

fn combination(columns: &[Vec<f64>], rest: &[f64], directions: &[Vec<f64>], length: usize) -> Vec<f64> {
    let m = columns.len();
    let mut weights = vec![0.0; m];
    for a in (0..m).rev() {
        let known: f64 = (a + 1..m).map(|b| columns[b][a] * weights[b]).sum();
        weights[a] = (rest[a] - known) / columns[a][a];
    }
    let mut step = vec![0.0; length];
    for (direction, weight) in directions.iter().zip(weights) {
        step.iter_mut().zip(direction).for_each(|(s, d)| *s += weight * d);
    }
    step
}

#[cfg(test)]
mod tests;
