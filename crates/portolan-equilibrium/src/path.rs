//! The path between two policies: every rate moved in equal steps of its logarithm.

use std::collections::{BTreeMap, BTreeSet};

use portolan_core::{Cell, Shock, Slice};

use crate::armington::Run;
use crate::newton;
use crate::problem::Problem;

/// A slice of a cell on its way from one policy to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Move {
    pub(crate) from: Slice,
    pub(crate) to: Slice,
}

/// All that changes between two policies.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub(crate) cells: BTreeMap<Cell, Vec<Move>>,
    pub(crate) productivity: BTreeMap<(usize, usize), (f64, f64)>,
}

impl Path {
    /// The path from one policy to another.
    pub(crate) fn new(problem: &Problem, from: &Shock, to: &Shock) -> Self {
        let cells: BTreeSet<Cell> = from.cells.keys().chain(to.cells.keys()).copied().collect();
        let moves = |cell: &Cell| paired(&slices(problem, from, cell), &slices(problem, to, cell));
        let places = from.productivity_hat.keys().chain(to.productivity_hat.keys()).copied().collect::<BTreeSet<_>>();
        let hat = |shock: &Shock, at: &(usize, usize)| shock.productivity_hat.get(at).copied().unwrap_or(1.0);
        Self {
            cells: cells.iter().map(|cell| (*cell, moves(cell))).collect(),
            productivity: places.iter().map(|at| (*at, (hat(from, at), hat(to, at)))).collect(),
        }
    }

    /// The policy at `lambda` of the way.
    pub(crate) fn at(&self, lambda: f64) -> Shock {
        let cells = self.cells.iter().map(|(cell, moves)| (*cell, moves.iter().map(|m| m.at(lambda)).collect()));
        let productivity = self.productivity.iter().map(|(at, (a, b))| (*at, between(*a, *b, lambda)));
        Shock { cells: cells.collect(), productivity_hat: productivity.collect(), quotas: Vec::new() }
    }
}

impl Move {
    pub(crate) fn at(&self, lambda: f64) -> Slice {
        let (a, b) = (&self.from, &self.to);
        Slice {
            weight: a.weight,
            tau: between(1.0 + a.tau, 1.0 + b.tau, lambda) - 1.0,
            export_tax: between(1.0 + a.export_tax, 1.0 + b.export_tax, lambda) - 1.0,
            d_hat: between(a.d_hat, b.d_hat, lambda),
        }
    }
}

/// Geometric interpolation; exact at both ends and where nothing moves.
fn between(a: f64, b: f64, lambda: f64) -> f64 {
    if a == b || lambda == 0.0 {
        a
    } else if lambda == 1.0 {
        b
    } else {
        a * (b / a).powf(lambda)
    }
}

/// Slices of a cell under a policy; a single one with the reference tariff if the policy does not touch it.
fn slices(problem: &Problem, shock: &Shock, cell: &Cell) -> Vec<Slice> {
    let untouched = || {
        let tau = problem.primitives().tau_nij[(cell.n, cell.i, cell.j)];
        vec![Slice { weight: 1.0, tau, export_tax: 0.0, d_hat: 1.0 }]
    };
    shock.cells.get(cell).cloned().unwrap_or_else(untouched)
}

/// Slices of two policies brought to common weights: one by one if the weights agree, else as if the two cut the cell
/// independently.
fn paired(from: &[Slice], to: &[Slice]) -> Vec<Move> {
    let same = from.len() == to.len() && from.iter().zip(to).all(|(a, b)| a.weight == b.weight);
    if same {
        return from.iter().zip(to).map(|(a, b)| Move { from: *a, to: *b }).collect();
    }
    let cut = |a: &Slice, b: &Slice| {
        let weight = a.weight * b.weight;
        Move { from: Slice { weight, ..*a }, to: Slice { weight, ..*b } }
    };
    from.iter().flat_map(|a| to.iter().map(move |b| cut(a, b))).collect()
}

/// Smallest step of the shock before the safeguard gives up.
const SMALLEST_STEP: f64 = 1.0 / 256.0;

/// Solves a shock in steps from the reference, halved where one fails; leaves the run at the last point reached.
pub(crate) fn follow(problem: &Problem, run: &mut Run, shock: &Shock) -> bool {
    let path = Path::new(problem, &Shock::default(), shock);
    let (mut reached, mut step) = (0.0, 0.5);
    while reached < 1.0 {
        let next = f64::min(reached + step, 1.0);
        let system = problem.system(&path.at(next));
        let mut trial = Run::new(problem, &system, run.point.clone(), run.options);
        let solved = trial.nested() || newton::polish(&mut trial);
        trial.work.passes += trial.state.passes;
        run.work.add(trial.work);
        if solved {
            run.point = trial.point;
            (reached, step) = (next, f64::min(step * 2.0, 0.5));
        } else {
            step *= 0.5;
            if step < SMALLEST_STEP {
                break;
            }
        }
    }
    run.system.evaluate(&run.point, &mut run.state) <= run.options.tolerance
}
