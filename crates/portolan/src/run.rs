//! A scenario becomes an answer: the reference world step by step, then every policy and every agreement, for every
//! elasticity set and variant.

use portolan_core::policy::Stack;
use portolan_core::results::Row;
use portolan_equilibrium::{
    Options, Primitives, Problem, Solution, decomposition_between, outcomes, published_decomposition,
};
use rayon::prelude::*;

use crate::block::{Answer, Block, Extent, Name, block};
use crate::case::Case;
use crate::error::Error;
use crate::manifest::run_id;
use crate::outcome_rows::{decomposition_rows, published_rows};
use crate::question::{Policy, Regime};
use crate::variants::{Job, jobs, main_variant};
use crate::walk::Walk;
use crate::{deals, facts, structures};

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
    /// One block a policy, agreement or step of the reference world, set and variant.
    pub blocks: Vec<Block>,
    /// Numbers of the case file.
    pub facts: Vec<Row>,
    /// What the reader should know.
    pub notes: Vec<String>,
}

impl Run {
    /// Policies in the order of the file.
    pub fn policies(&self) -> Vec<String> {
        distinct(self.policy_blocks().map(|b| b.policy.clone()))
    }

    /// Variants of policies for every set, the one that is shown first.
    pub fn variants(&self) -> Vec<&'static str> {
        distinct(self.policy_blocks().map(|b| b.variant).filter(|v| !v.contains('-')))
    }

    /// Blocks of policies as a whole.
    pub fn policy_blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|b| b.layer.is_empty() && !b.policy.is_empty())
    }

    /// The block of a policy that is shown.
    pub fn main_block(&self, policy: &str) -> &Block {
        let is_main = |b: &&Block| b.policy == policy && b.regime.is_empty() && self.is_shown(b);
        self.policy_blocks().find(is_main).unwrap_or(&self.blocks[0])
    }

    /// Steps of the reference world in the set and variant that are shown.
    pub fn main_steps(&self) -> Vec<&Block> {
        self.blocks.iter().filter(|b| b.policy.is_empty() && self.is_shown(b)).collect()
    }

    /// True for the set and variant that are shown.
    pub fn is_shown(&self, block: &Block) -> bool {
        block.set == self.main_set && block.variant == self.main_variant
    }

    /// All rows in order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.blocks.iter().flat_map(|b| &b.rows).chain(&self.facts)
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

/// How much of an answer is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detail {
    /// Whether the change of real income is taken apart for the main set and variant, which costs about as much as all
    /// other solves of a set.
    pub parts: bool,
    /// Whether sets and variants that only serve ranges get rows of every sector and partner too.
    pub all_rows: bool,
    /// Whether every step of the reference world, every agreement on its own and the ends of what is judged are solved too.
    pub briefing: bool,
    /// Whether policies are solved.
    pub policies: bool,
}

impl Detail {
    /// What the terminal shows.
    pub const TERMINAL: Self = Self { parts: false, all_rows: false, briefing: false, policies: true };
    /// What goes to files.
    pub const FILES: Self = Self { parts: true, all_rows: true, briefing: false, policies: true };
    /// What a briefing needs.
    pub const BRIEFING: Self = Self { parts: true, all_rows: false, briefing: true, policies: true };
    /// What the reference world is made of, and nothing else.
    pub const REFERENCE: Self = Self { parts: false, all_rows: false, briefing: true, policies: false };
}

/// Told after each part of a run: how many parts are done, and of how many.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Solves a case.
///
/// # Errors
/// Faults that need the world to be seen; an equilibrium that was not found.
pub fn run(case: &Case, detail: Detail) -> Result<Run, Error> {
    run_with(case, detail, &|_, _| {})
}

/// The same, telling how far it is.
///
/// # Errors
/// As [`run`].
pub fn run_with(case: &Case, detail: Detail, progress: Progress) -> Result<Run, Error> {
    let jobs = jobs(case, detail);
    let done = std::sync::atomic::AtomicUsize::new(0);
    let solved = |job: &Job| {
        let blocks = blocks(case, job, detail);
        progress(done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1, jobs.len());
        blocks
    };
    let answers: Vec<Result<Vec<Block>, Error>> = jobs.par_iter().map(solved).collect();
    let mut blocks = Vec::new();
    for answer in answers {
        blocks.extend(answer?);
    }
    let facts = if detail.briefing { facts::rows(case) } else { Vec::new() };
    Ok(Run {
        id: run_id(case),
        main_set: case.sets[0].id.clone(),
        main_variant: main_variant(case).name,
        tolerance: Options::default().tolerance,
        blocks,
        facts,
        notes: case.question.notes.clone(),
    })
}

/// All regimes, policies and, for a briefing, steps and agreements for one set and variant.
fn blocks(case: &Case, job: &Job, detail: Detail) -> Result<Vec<Block>, Error> {
    let fail = |failure| {
        let (set, variant) = (job.set.id.clone(), job.variant.name.into());
        Error::equilibrium("the world without a policy".into(), set, variant, failure, &case.world)
    };
    let problem = Problem::new(Primitives::from(&case.world), &job.set.theta_j, job.options(case)).map_err(fail)?;
    let told = detail.briefing && job.in_range(case);
    let mut blocks = Vec::new();
    for regime in &case.question.regimes {
        let name = (!regime.id.is_empty()).then_some(regime.id.as_str());
        let walk = Walk::new(case, job, &problem, (name, told && name.is_none()))?;
        for policy in regime.policies.iter().filter(|_| detail.policies) {
            let solved = Solved { case, job, problem: &problem, walk: &walk, regime, policy };
            blocks.push(solved.block(detail)?);
        }
        if told && name.is_none() {
            blocks.extend(steps(case, job, &problem, &walk));
            blocks.extend(structures::blocks(case, job, &problem, &walk)?);
        }
        if told && name.is_none() && detail.policies {
            blocks.extend(deals::blocks(case, job, &problem, &walk)?);
        }
    }
    Ok(blocks)
}

/// The steps of the reference world, each beside the step before.
fn steps(case: &Case, job: &Job, problem: &Problem, walk: &Walk) -> Vec<Block> {
    let outcomes: Vec<_> = walk.steps.iter().map(|step| outcomes(problem, &step.solution)).collect();
    let answer =
        |k: usize| Answer { shock: &walk.steps[k].shock, solution: &walk.steps[k].solution, outcomes: &outcomes[k] };
    let step = |k: usize| {
        let step = &walk.steps[k];
        let (judged, sources) = (step.judged, step.sources.clone());
        let name = Name { layer: step.layer.clone(), judged, sources, ..Name::default() };
        let mut block = block(case, job, name.clone(), (answer(k), answer(k - 1)), Extent::Country);
        block.rows.extend(walk.target_rows(k, case));
        block.sign(&name, job);
        block
    };
    (1..walk.steps.len()).map(step).collect()
}

/// A policy that is being solved.
struct Solved<'a> {
    case: &'a Case,
    job: &'a Job<'a>,
    problem: &'a Problem,
    walk: &'a Walk,
    regime: &'a Regime,
    policy: &'a Policy,
}

impl Solved<'_> {
    fn block(&self, detail: Detail) -> Result<Block, Error> {
        let (case, job, policy) = (self.case, self.job, self.policy);
        let fail = |failure| {
            let (set, variant) = (job.set.id.clone(), job.variant.name.into());
            Error::equilibrium(policy.id.clone(), set, variant, failure, &case.world)
        };
        let last = self.walk.last();
        let shock = self.shock()?;
        let solution = self.problem.solve_from(&shock, &last.solution).map_err(fail)?;
        let is_main = job.is_main(case);
        let name = Name {
            policy: policy.id.clone(),
            regime: self.regime.id.clone(),
            layer: String::new(),
            judged: policy.judged,
            sources: policy.sources.clone(),
        };
        let (outcomes, reference) = (outcomes(self.problem, &solution), outcomes(self.problem, &last.solution));
        let answer = Answer { shock: &shock, solution: &solution, outcomes: &outcomes };
        let beside = Answer { shock: &last.shock, solution: &last.solution, outcomes: &reference };
        let extent = match (is_main || detail.all_rows, detail.briefing) {
            (true, _) => Extent::All,
            (false, true) => Extent::Country,
            (false, false) => Extent::Summary,
        };
        let mut block = block(case, job, name.clone(), (answer, beside), extent);
        if is_main && detail.parts {
            block.rows.extend(self.parts(&shock, &solution).map_err(fail)?);
        }
        if detail.briefing {
            block.rows.extend(facts::province_rows(case, &block));
            block.rows.extend(facts::target_rows(case, &block));
        }
        block.sign(&name, job);
        Ok(block)
    }

    /// The policy's shock for this set and variant.
    fn shock(&self) -> Result<portolan_core::Shock, Error> {
        let id = (!self.case.scenario.policy.is_empty()).then_some(self.policy.id.as_str());
        let regime = (!self.regime.id.is_empty()).then_some(self.regime.id.as_str());
        let stack = Stack::policy(&self.case.scenario, &self.case.library, id, regime)?;
        Ok(self.walk.shock(self.case.resolve(&stack, self.job)?.as_ref(), self.problem))
    }

    fn parts(
        &self,
        shock: &portolan_core::Shock,
        solution: &Solution,
    ) -> Result<Vec<Row>, portolan_equilibrium::Failure> {
        let reference = &self.walk.last().shock;
        let mut rows = decomposition_rows(&self.case.world, &decomposition_between(self.problem, reference, shock)?);
        if reference.is_empty() && only_tariffs(shock) {
            rows.extend(published_rows(&self.case.world, &published_decomposition(self.problem, solution)));
        }
        Ok(rows)
    }
}

/// True for a shock that the published formula knows: tariffs and nothing else.
fn only_tariffs(shock: &portolan_core::Shock) -> bool {
    let mut slices = shock.cells.values().flatten();
    shock.productivity_hat.is_empty()
        && shock.quotas.is_empty()
        && slices.all(|s| s.export_tax == 0.0 && s.d_hat == 1.0)
}
