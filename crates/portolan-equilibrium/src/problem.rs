//! A table with its elasticities and options, ready to answer shocks.

use std::sync::OnceLock;

use portolan_core::{Cube, Panel, Shock};

use crate::armington;
use crate::certificate::{Certificate, Status};
use crate::failure::Failure;
use crate::operators::Operators;
use crate::options::{Closure, Options};
use crate::prepared::Prepared;
use crate::primitives::{Primitives, shock_findings};
use crate::quota::{self, QuotaOutcome};
use crate::solution::{Solution, Work};
use crate::system::{Point, State, System};
use crate::table::Table;

/// A table, an elasticity for each sector, and options. Shared between threads freely.
#[derive(Debug)]
pub struct Problem {
    primitives: Primitives,
    theta_j: Vec<f64>,
    options: Options,
    table: Table,
    prepared: OnceLock<Prepared>,
    reference: Solution,
}

impl Problem {
    /// Checks the input and finds the reference: the equilibrium that hats are relative to.
    ///
    /// A table that is an equilibrium is its own reference, found without an iteration. Otherwise (raw data, or a closure
    /// that purges deficits) the reference is solved for, a thousand times tighter than a policy if it can be, and takes the table's place:
    /// [`Problem::primitives`] then describe the reference.
    ///
    /// # Errors
    /// [`Failure::BadInput`] with everything that is wrong; the other failures if the reference cannot be solved.
    pub fn new(primitives: Primitives, theta_j: &[f64], options: Options) -> Result<Self, Failure> {
        let mut findings = primitives.findings(theta_j, options.tolerance);
        findings.extend(options.findings());
        if !findings.is_empty() {
            return Err(Failure::BadInput(findings));
        }
        let mut problem = Self::unsolved(primitives, theta_j, options);
        if options.closure == Closure::Zero {
            problem.primitives.deficit_n.fill(0.0);
            problem.table.deficit.fill(0.0);
        }
        let (reference, prepared) = problem.reference_equilibrium()?;
        if reference.work.outers == 0 {
            problem.reference = reference;
            return Ok(problem);
        }
        let mut moved = Self::unsolved(problem.equilibrium(&reference), theta_j, options);
        let hats_of_one = moved.evaluate_reference();
        if hats_of_one.certificate.status != Status::Converged {
            let certificate = Box::new(hats_of_one.certificate);
            return Err(Failure::NotConverged { certificate, work: reference.work });
        }
        moved.reference = Solution { work: reference.work, ..hats_of_one };
        if let (0.0, Some(prepared)) = (options.specific_share, prepared) {
            // Inverses at the raw table steer nearly as well as those at the reference would.
            moved.prepared = OnceLock::from(prepared);
        }
        Ok(moved)
    }

    fn unsolved(primitives: Primitives, theta_j: &[f64], options: Options) -> Self {
        let table = Table::new(&primitives);
        let theta_j = theta_j.to_vec();
        let reference = Solution::empty(primitives.economies(), primitives.sectors());
        Self { primitives, theta_j, options, table, prepared: OnceLock::new(), reference }
    }

    /// The table itself if it is an equilibrium; else the equilibrium with mobile factors: a specific factor is specific to
    /// where the reference has put it.
    fn reference_equilibrium(&self) -> Result<(Solution, Option<Prepared>), Failure> {
        let at_table = self.evaluate_reference();
        if at_table.certificate.status == Status::Converged {
            return Ok((at_table, None));
        }
        let options = Options { specific_share: 0.0, ..self.options };
        let mobile = Self::unsolved(self.primitives.clone(), &self.theta_j, options);
        let tight = Options { tolerance: (1e-3 * options.tolerance).max(1e-13).min(options.tolerance), ..options };
        let (nothing, start) = (Shock::default(), Point::table(&self.table));
        let solution = armington::solve(&mobile, &nothing, start.clone(), &tight)
            .or_else(|_| armington::solve(&mobile, &nothing, start, &options))?;
        Ok((solution, mobile.prepared.into_inner()))
    }

    fn evaluate_reference(&self) -> Solution {
        let (nothing, point) = (Shock::default(), Point::table(&self.table));
        let system = self.system(&nothing);
        let mut state = State::new(&self.table);
        system.evaluate(&point, &mut state);
        let mut solution = Solution::new(&system, &point, &state);
        solution.certificate = Certificate::new(&system, &self.primitives, &solution, self.options.tolerance);
        solution.work.passes += 3;
        solution
    }

    /// The primitives of an equilibrium of this problem at unchanged tariffs.
    fn equilibrium(&self, solution: &Solution) -> Primitives {
        let (n, j) = (self.primitives.economies(), self.primitives.sectors());
        let paid = |m: usize| -> f64 { (0..j).map(|s| self.primitives.gamma_nj[(m, s)] * solution.y_nj[(m, s)]).sum() };
        let world: f64 = (0..n).map(paid).sum();
        let unit = self.table.world_value_added / world;
        let share = |m: usize, s: usize| solution.pi_prime_nij.row(m, s).iter().sum::<f64>();
        Primitives {
            pi_nij: Cube::from_fn(n, j, |m, i, s| {
                let pi = solution.pi_prime_nij[(m, i, s)];
                if pi > 0.0 { pi / share(m, s) } else { 0.0 }
            }),
            x_nj: Panel::from_fn(n, j, |m, s| solution.x_nj[(m, s)] * unit),
            wl_n: (0..n).map(|m| paid(m) * unit).collect(),
            deficit_n: solution.deficit_n.iter().map(|d| d * unit).collect(),
            ..self.primitives.clone()
        }
    }

    /// The equilibrium after a shock.
    ///
    /// # Errors
    /// [`Failure::BadInput`] for a shock that does not fit, [`Failure::NoEquilibrium`] where no prices can exist,
    /// [`Failure::NotConverged`] where none were found, [`Failure::Quota`] where no rate of a quota was.
    pub fn solve(&self, shock: &Shock) -> Result<Solution, Failure> {
        self.check(shock)?;
        self.solve_with_quotas(shock, Point::table(&self.table), &[])
    }

    /// The same, started at the solution of a similar shock.
    ///
    /// # Errors
    /// As [`Problem::solve`].
    pub fn solve_from(&self, shock: &Shock, start: &Solution) -> Result<Solution, Failure> {
        self.check(shock)?;
        self.solve_with_quotas(shock, start.point(), &start.quotas)
    }

    fn solve_with_quotas(&self, shock: &Shock, start: Point, known: &[QuotaOutcome]) -> Result<Solution, Failure> {
        if shock.quotas.is_empty() {
            armington::solve(self, shock, start, &self.options)
        } else {
            quota::solve(self, shock, start, known, &self.options)
        }
    }

    /// The shock with slices in the place of quotas, found by a solve where there are any.
    pub(crate) fn without_quotas(&self, shock: &Shock) -> Result<Shock, Failure> {
        if shock.quotas.is_empty() {
            self.check(shock)?;
            return Ok(shock.clone());
        }
        Ok(quota::equivalent_shock(shock, &self.solve(shock)?.quotas))
    }

    /// The equilibrium after a shock without quotas.
    pub(crate) fn solve_at(&self, shock: &Shock, start: Point, options: &Options) -> Result<Solution, Failure> {
        self.check(shock)?;
        armington::solve(self, shock, start, options)
    }

    pub(crate) fn check(&self, shock: &Shock) -> Result<(), Failure> {
        let findings = shock_findings(shock, self.table.n, self.table.j);
        if findings.is_empty() { Ok(()) } else { Err(Failure::BadInput(findings)) }
    }

    /// The table that hats are relative to.
    pub fn primitives(&self) -> &Primitives {
        &self.primitives
    }

    /// Trade elasticities by sector.
    pub fn theta_j(&self) -> &[f64] {
        &self.theta_j
    }

    /// Options of the problem.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The equilibrium without a shock: hats of one.
    pub fn reference(&self) -> &Solution {
        &self.reference
    }

    /// What it took to find the reference.
    pub fn reference_work(&self) -> Work {
        self.reference.work
    }

    pub(crate) fn table(&self) -> &Table {
        &self.table
    }

    pub(crate) fn system(&self, shock: &Shock) -> System<'_> {
        System {
            table: &self.table,
            theta_j: &self.theta_j,
            specific_share: self.options.specific_share,
            closure: self.options.closure,
            ops: Operators::new(&self.table, &self.theta_j, shock),
        }
    }

    /// Does the preparation now that the first solve would otherwise do: inverses that depend on table and elasticities only.
    pub fn prepare(&self) {
        self.prepared();
    }

    pub(crate) fn prepared(&self) -> &Prepared {
        self.prepared.get_or_init(|| {
            let system = self.system(&Shock::default());
            let (point, mut state) = (Point::table(&self.table), State::new(&self.table));
            system.evaluate(&point, &mut state);
            Prepared::new(&system, &point, &state)
        })
    }
}
