//! Solves the Armington (Eaton–Kortum) world: chord–Newton on wages around block steps on prices and spending.
//!
//! | symbol | code | meaning |
//! |---|---|---|
//! | ln ŵ, ln r̂ | `ln_w`, `ln_r` | factor returns, the outer unknowns |
//! | ln P̂, X | `ln_p`, `x` | price indices and spending, the inner unknowns |
//! | e | `factor_gap` | payments to factors over their income, less 1 |
//! | K | `Prepared` | inverses at the table |
//!
//! 1. Evaluate everything at the start ([`System::evaluate`]); if every residual is within the tolerance, return.
//! 2. Twice: step prices by the inverse of each economy's block, `ln P ← ln P + K_P (P(c(P, w)) − ln P)` ([`Run::price_steps`]).
//! 3. Twice: step spending the same way, `X ← X + K_X (ΓY + αI − X)` ([`Run::spending_steps`]).
//! 4. Residuals of all equations at this very point; if they are within the tolerance, return.
//! 5. Step factor returns, `ln w ← ln w + K_w e`, with Anderson acceleration, and restore the numéraire ([`Outer::step`]).
//!    Specific returns are eliminated sector by sector ([`specific_step`]).
//! 6. Back to 2. If the residual grows or the iterations run out, the safeguard takes over ([`crate::newton`]).
//!
//! Reference: the study of solvers in the book's *numerics* pages; Anderson acceleration as in Walker and Ni (2011).

use portolan_core::Shock;

use crate::anderson::Anderson;
use crate::certificate::{Certificate, Equation, Status};
use crate::equations::numeraire;
use crate::failure::Failure;
use crate::kernel::{add_block_product, by_sector, product};
use crate::options::Options;
use crate::prepared::Prepared;
use crate::problem::Problem;
use crate::solution::{Solution, Work};
use crate::system::{Point, State, System};
use crate::{newton, path};

/// Growth of the residual over its smallest value so far at which the iteration counts as lost.
const LOST: f64 = 1e3;

/// The equilibrium after a shock, from a start.
pub(crate) fn solve(problem: &Problem, shock: &Shock, start: Point, options: &Options) -> Result<Solution, Failure> {
    let system = problem.system(shock);
    system.ops.existence(problem.table(), &problem.table().deficit)?;
    let mut run = Run::new(problem, &system, start, options);
    if !run.nested() && !newton::polish(&mut run) {
        run.point = Point::table(problem.table());
        path::follow(problem, &mut run, shock);
    }
    run.finish()
}

/// A solve on its way.
pub(crate) struct Run<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) system: &'a System<'a>,
    pub(crate) options: &'a Options,
    pub(crate) point: Point,
    pub(crate) state: State,
    pub(crate) work: Work,
}

impl<'a> Run<'a> {
    pub(crate) fn new(problem: &'a Problem, system: &'a System<'a>, start: Point, options: &'a Options) -> Self {
        let (state, work) = (State::new(problem.table()), Work { shock_steps: 1, ..Work::default() });
        Self { problem, system, options, point: start, state, work }
    }

    /// The iteration; true if it ends within the tolerance. The point is the best one seen if it does not.
    pub(crate) fn nested(&mut self) -> bool {
        let mut residual = self.system.evaluate(&self.point, &mut self.state);
        if residual <= self.options.tolerance {
            return true;
        }
        let prepared = self.problem.prepared();
        let mut outer = Outer::new(self);
        let mut best = (residual, self.point.clone());
        for _ in 0..self.options.max_outers {
            self.price_steps(prepared);
            self.spending_steps(prepared);
            residual = self.system.residual(&self.state);
            self.work.outers += 1;
            if residual <= self.options.tolerance {
                return true;
            }
            if residual < best.0 {
                best = (residual, self.point.clone());
            }
            if !residual.is_finite() || residual > LOST * best.0 {
                break;
            }
            outer.step(self, prepared);
            self.system.prices(&self.point, &mut self.state);
        }
        self.point = best.1;
        false
    }

    /// Block steps on prices, from the price gap at hand; one dense product each.
    fn price_steps(&mut self, prepared: &Prepared) {
        for _ in 0..self.options.inner {
            add_block_product(&prepared.kp, &self.state.price_gap, &mut self.point.ln_p, self.system.table.n);
            self.system.prices(&self.point, &mut self.state);
        }
    }

    /// Block steps on spending; two dense products and one each.
    fn spending_steps(&mut self, prepared: &Prepared) {
        self.system.tariffs(&mut self.state);
        self.system.quantities(&self.point, &mut self.state);
        for _ in 0..self.options.inner {
            add_block_product(&prepared.kx, &self.state.spending_gap, &mut self.point.x, self.system.table.n);
            self.system.quantities(&self.point, &mut self.state);
        }
    }

    /// The solution with its certificate.
    pub(crate) fn finish(mut self) -> Result<Solution, Failure> {
        let mut solution = Solution::new(self.system, &self.point, &self.state);
        let tolerance = self.options.tolerance;
        solution.certificate = Certificate::new(self.system, self.problem.primitives(), &solution, tolerance);
        self.work.passes += self.state.passes + 3;
        solution.work = self.work;
        if solution.certificate.status == Status::Converged {
            return positive(solution);
        }
        Err(Failure::NotConverged { certificate: Box::new(solution.certificate), work: self.work })
    }
}

/// A solution of the equations is an equilibrium only if nobody's spending is negative.
fn positive(solution: Solution) -> Result<Solution, Failure> {
    let short = solution.income_n.iter().position(|income| income.is_nan() || *income <= 0.0);
    match short {
        None => Ok(solution),
        Some(economy) => Err(Failure::NoEquilibrium {
            equation: Equation::Income,
            economy,
            sector: None,
            reason: "its surplus is fixed, and final spending would have to be negative",
        }),
    }
}

/// The outer iteration on factor returns.
struct Outer {
    anderson: Anderson,
}

impl Outer {
    fn new(run: &Run) -> Self {
        Self { anderson: Anderson::new(run.options.memory) }
    }

    fn step(&mut self, run: &mut Run, prepared: &Prepared) {
        let n = run.system.table.n;
        let specific = run.system.specific_share > 0.0;
        let mut returns = run.point.ln_w.clone();
        let mut step = vec![0.0; n];
        if specific {
            returns.extend_from_slice(&run.point.ln_r);
            step = specific_step(run, prepared);
        } else {
            product(&prepared.kw, &run.state.factor_gap, &mut step);
        }
        let next = self.anderson.next(&returns, step);
        run.point.ln_w.copy_from_slice(&next[..n]);
        if specific {
            run.point.ln_r.copy_from_slice(&next[n..]);
        }
        restore_numeraire(run.system, &mut run.point);
    }
}

/// Step of wages and of specific returns, which are eliminated: their own gap through each sector's inverse, what this does to
/// factor markets, the wages, and the response to these.
fn specific_step(run: &Run, prepared: &Prepared) -> Vec<f64> {
    let n = run.system.table.n;
    let mut own = vec![0.0; run.point.ln_r.len()];
    by_sector(&prepared.kr, &run.state.specific_gap, &mut own, n);
    let mut gap = run.state.factor_gap.clone();
    for (k, weight) in prepared.weight.iter().enumerate() {
        gap[k % n] += weight * (own[k] - run.state.specific_gap[k]);
    }
    let mut step = vec![0.0; n];
    product(&prepared.kw, &gap, &mut step);
    let wages: Vec<f64> = step.iter().copied().cycle().take(own.len()).collect();
    let mut by_wage = vec![0.0; own.len()];
    by_sector(&prepared.by_wage.ln_r, &wages, &mut by_wage, n);
    step.extend(own.iter().zip(&by_wage).map(|(own, by_wage)| own + by_wage));
    step
}

/// Moves every nominal unknown into units of world value added.
pub(crate) fn restore_numeraire(system: &System, point: &mut Point) {
    let excess = numeraire(system.table, &point.ln_w);
    point.ln_w.iter_mut().for_each(|w| *w -= excess);
    if system.specific_share > 0.0 {
        point.ln_r.iter_mut().zip(&system.table.y).for_each(|(r, y)| *r -= if *y > 0.0 { excess } else { 0.0 });
    }
}

#[cfg(test)]
mod tests;
