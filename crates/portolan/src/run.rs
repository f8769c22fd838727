//! A scenario becomes an answer: every policy solved for every elasticity set and both treatments of factors.

use portolan_core::Elasticities;
use portolan_core::results::{Kind, Row};
use portolan_core::scenario::{Closure, Factors};
use portolan_equilibrium::{
    Certificate, Failure, Options, Outcomes, Primitives, Problem, Solution, decomposition_between, outcomes,
    published_decomposition,
};
use rayon::prelude::*;

use crate::case::Case;
use crate::error::Error;
use crate::manifest::run_id;
use crate::outcome_rows::{Pair, decomposition_rows, published_rows};
use crate::question::{Policy, Regime};
use crate::rows::row;

/// Name of the variant with sector-specific factors, and of the one without.
const VARIANTS: [&str; 2] = ["specific", "mobile"];

/// An answer: the results table in blocks, each with its proof.
#[derive(Debug)]
pub struct Run {
    /// Fingerprint of everything that the answer depends on.
    pub id: String,
    /// Elasticity set that is shown.
    pub main_set: String,
    /// Variant that is shown.
    pub main_variant: &'static str,
    /// Tolerance of every solve.
    pub tolerance: f64,
    /// One block a policy, set and variant.
    pub blocks: Vec<Block>,
    /// What the reader should know.
    pub notes: Vec<String>,
}

/// The rows of one solution, and its proof.
#[derive(Debug)]
pub struct Block {
    /// Policy id.
    pub policy: String,
    /// Regime id; empty for the scenario as it stands.
    pub regime: String,
    /// Elasticity set.
    pub set: String,
    /// Model variant.
    pub variant: &'static str,
    /// Rows of the results table.
    pub rows: Vec<Row>,
    /// Largest relative residual of each equation, and where it is.
    pub residuals: Vec<(String, f64, String)>,
    /// Work in evaluations of all equations.
    pub sweeps: f64,
}

impl Block {
    /// The row of a variable, by economy, partner and sector; empty texts for what does not apply.
    pub fn value(&self, variable: &str, economy: &str, partner: &str, sector: &str) -> Option<&Row> {
        self.rows
            .iter()
            .find(|r| r.variable == variable && r.economy == economy && r.partner == partner && r.sector == sector)
    }
}

impl Run {
    /// Policies in the order of the file.
    pub fn policies(&self) -> Vec<String> {
        distinct(self.blocks.iter().map(|b| b.policy.clone()))
    }

    /// Variants, the one that is shown first.
    pub fn variants(&self) -> Vec<&'static str> {
        distinct(self.blocks.iter().map(|b| b.variant))
    }

    /// The block of a policy that is shown.
    pub fn main_block(&self, policy: &str) -> &Block {
        let is_main = |b: &&Block| {
            b.policy == policy && b.regime.is_empty() && b.set == self.main_set && b.variant == self.main_variant
        };
        self.blocks.iter().find(is_main).unwrap_or(&self.blocks[0])
    }

    /// All rows in order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.blocks.iter().flat_map(|b| &b.rows)
    }
}

pub(crate) fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for item in items {
        if !seen.contains(&item) {
            seen.push(item);
        }
    }
    seen
}

/// One elasticity set with one treatment of factors.
struct Job<'a> {
    set: &'a Elasticities,
    variant: &'static str,
}

/// How much of an answer is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detail {
    /// Whether the change of real income is taken apart for the main set and variant, which costs about as much as all
    /// other solves of a set.
    pub parts: bool,
    /// Whether sets and variants that only serve ranges get rows of every sector and partner too.
    pub all_rows: bool,
}

impl Detail {
    /// What the terminal shows.
    pub const TERMINAL: Self = Self { parts: false, all_rows: false };
    /// What goes to files.
    pub const FILES: Self = Self { parts: true, all_rows: true };
}

/// Solves a case.
///
/// # Errors
/// Faults that need the world to be seen; an equilibrium that was not found.
pub fn run(case: &Case, detail: Detail) -> Result<Run, Error> {
    let main_variant = match case.scenario.model.factors {
        Factors::Specific => VARIANTS[0],
        Factors::Mobile => VARIANTS[1],
    };
    let variants = [main_variant, if main_variant == VARIANTS[0] { VARIANTS[1] } else { VARIANTS[0] }];
    let jobs: Vec<Job> = case.sets.iter().flat_map(|set| variants.map(|variant| Job { set, variant })).collect();
    let answers: Vec<Result<Vec<Block>, Error>> = jobs.par_iter().map(|job| blocks(case, job, detail)).collect();
    let mut blocks = Vec::new();
    for answer in answers {
        blocks.extend(answer?);
    }
    Ok(Run {
        id: run_id(case),
        main_set: case.sets[0].id.clone(),
        main_variant,
        tolerance: Options::default().tolerance,
        blocks,
        notes: case.question.notes.clone(),
    })
}

/// All regimes and policies for one set and one treatment of factors.
fn blocks(case: &Case, job: &Job, detail: Detail) -> Result<Vec<Block>, Error> {
    let fail = |policy: &str| {
        let (policy, set, variant) = (policy.to_string(), job.set.id.clone(), job.variant.to_string());
        move |failure| Error::equilibrium(policy, set, variant, failure, &case.world)
    };
    let problem = Problem::new(Primitives::from(&case.world), &job.set.theta_j, options(case, job.variant))
        .map_err(fail("the world without a policy"))?;
    let mut blocks = Vec::new();
    for regime in &case.question.regimes {
        let reference = match regime.reference.is_empty() {
            true => problem.reference().clone(),
            false => problem.solve(&regime.reference).map_err(fail("reference"))?,
        };
        let reference = outcomes(&problem, &reference);
        for policy in &regime.policies {
            let solution = problem.solve(&policy.shock).map_err(fail(&policy.id))?;
            let solved = Solved { case, job, problem: &problem, regime, policy, solution: &solution };
            blocks.push(solved.block(&reference, detail).map_err(fail(&policy.id))?);
        }
    }
    Ok(blocks)
}

/// A policy with its equilibrium.
struct Solved<'a> {
    case: &'a Case,
    job: &'a Job<'a>,
    problem: &'a Problem,
    regime: &'a Regime,
    policy: &'a Policy,
    solution: &'a Solution,
}

impl Solved<'_> {
    fn block(&self, reference: &Outcomes, detail: Detail) -> Result<Block, Failure> {
        let (case, job, policy) = (self.case, self.job, self.policy);
        let outcomes = outcomes(self.problem, self.solution);
        let pair = Pair { world: &case.world, policy: &outcomes, reference };
        let is_main = job.set.id == case.sets[0].id && job.variant == main_variant(case);
        let all_rows = is_main || detail.all_rows;
        let mut rows = if all_rows { pair.rows(case.country()) } else { pair.summary_rows(case.country()) };
        if is_main && detail.parts {
            let parts = decomposition_between(self.problem, &self.regime.reference, &policy.shock)?;
            rows.extend(decomposition_rows(&case.world, &parts));
            if self.regime.reference.is_empty() {
                let published = published_decomposition(self.problem, self.solution);
                rows.extend(published_rows(&case.world, &published));
            }
        }
        let residuals = residuals(&self.solution.certificate, case);
        rows.extend(residuals.iter().map(|(equation, value, _)| residual_row(equation, *value)));
        let sources: Vec<&str> =
            policy.sources.iter().map(String::as_str).chain(std::iter::once(job.set.source.as_str())).collect();
        let source = sources.join(";");
        for row in &mut rows {
            row.policy.clone_from(&policy.id);
            row.regime.clone_from(&self.regime.id);
            row.set.clone_from(&job.set.id);
            row.variant = job.variant.into();
            row.kind = if policy.judged { Kind::Judged } else { Kind::Computed };
            row.source.clone_from(&source);
        }
        Ok(Block {
            policy: policy.id.clone(),
            regime: self.regime.id.clone(),
            set: job.set.id.clone(),
            variant: job.variant,
            rows,
            residuals,
            sweeps: self.solution.work.sweeps(),
        })
    }
}

/// The residual of an equation; its name stands in the `product` column.
fn residual_row(equation: &str, value: f64) -> Row {
    let mut row = row("residual", value, 0.0);
    row.product = equation.into();
    row
}

fn main_variant(case: &Case) -> &'static str {
    if case.scenario.model.factors == Factors::Specific { VARIANTS[0] } else { VARIANTS[1] }
}

fn options(case: &Case, variant: &str) -> Options {
    let closure = match case.scenario.closure {
        Closure::ShareOfOwn => portolan_equilibrium::Closure::ShareOfOwn,
        Closure::Zero => portolan_equilibrium::Closure::Zero,
        Closure::ShareOfWorld | Closure::Endogenous => portolan_equilibrium::Closure::ShareOfWorld,
    };
    let specific_share = if variant == VARIANTS[0] { case.scenario.model.factor_share } else { 0.0 };
    Options { closure, specific_share, ..Options::default() }
}

fn residuals(certificate: &Certificate, case: &Case) -> Vec<(String, f64, String)> {
    certificate
        .residuals
        .iter()
        .map(|r| {
            let economy = &case.world.economies()[r.economy].code;
            let place = match r.sector {
                Some(j) => format!("{economy} {}", case.world.sectors()[j].code),
                None => economy.clone(),
            };
            (r.equation.to_string(), r.value, place)
        })
        .collect()
}
