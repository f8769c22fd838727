//! The reference world, overlay by overlay: each step is solved with its own certificate.

use std::collections::BTreeSet;

use portolan_core::policy::{AgreementParts, Resolution, Stack};
use portolan_core::results::Row;
use portolan_core::{Cell, Shock};
use portolan_equilibrium::{Factors, Problem, Solution, TargetResidual, Targets, meet};

use crate::case::Case;
use crate::error::Error;
use crate::rows::{Of, row};
use crate::variants::Job;

/// Name of the step that agreements of the library make together.
pub(crate) const AGREEMENTS: &str = "agreements";

/// Agreements of the reference count whole.
pub(crate) const WHOLE: AgreementParts = AgreementParts { tariff: true, cost: true, services: false };

/// The reference world in steps, and the factors that met growth and capacities on the way.
#[derive(Debug)]
pub(crate) struct Walk {
    pub(crate) steps: Vec<Step>,
    pub(crate) factors: Factors,
}

/// The world after an overlay.
#[derive(Debug)]
pub(crate) struct Step {
    /// Overlay; empty for the table itself.
    pub(crate) layer: String,
    pub(crate) shock: Shock,
    pub(crate) solution: Solution,
    pub(crate) judged: bool,
    pub(crate) sources: BTreeSet<String>,
    /// How well growth and capacities are met.
    pub(crate) targets: Vec<TargetResidual>,
    /// True if growth was matched in this step.
    pub(crate) grown: bool,
}

impl Walk {
    /// Solves the reference of a regime; `every` keeps each overlay as a step, else only those that must be solved on the way.
    pub(crate) fn new(
        case: &Case,
        job: &Job,
        problem: &Problem,
        (regime, every): (Option<&str>, bool),
    ) -> Result<Self, Error> {
        let stack = Stack::reference(&case.scenario, &case.library, regime)?;
        let table = Step {
            layer: String::new(),
            shock: Shock::default(),
            solution: problem.reference().clone(),
            judged: false,
            sources: BTreeSet::new(),
            targets: Vec::new(),
            grown: false,
        };
        let mut walk = Self { steps: vec![table], factors: Factors::none(case.world.economies().len()) };
        for (layer, layers) in boundaries(&stack) {
            let whole = layers == stack.names().len();
            let stack = stack.first(layers);
            if every || whole || stack.last_has_targets() {
                walk.step(case, job, problem, (layer, &stack))?;
            }
        }
        Ok(walk)
    }

    /// The reference world.
    pub(crate) fn last(&self) -> &Step {
        &self.steps[self.steps.len() - 1]
    }

    fn step(
        &mut self,
        case: &Case,
        job: &Job,
        problem: &Problem,
        (layer, stack): (String, &Stack),
    ) -> Result<(), Error> {
        let resolution = case.resolve(stack, job)?;
        let before = &self.last().solution;
        let shock = self.shock(&resolution, problem);
        let fail = |failure| {
            Error::equilibrium(layer.clone(), job.set.id.clone(), job.variant.name.into(), failure, &case.world)
        };
        let growth = case.growth_hat(&resolution, stack.last_has_growth())?;
        let met = |name: &str| self.factors.costs.iter().any(|cost| cost.name == name);
        let capacities: Vec<_> = resolution.capacities.iter().filter(|c| !met(&c.name)).cloned().collect();
        let (solution, shock, targets) = if growth.is_none() && capacities.is_empty() {
            (problem.solve_from(&shock, before).map_err(fail)?, shock, Vec::new())
        } else {
            let targets = Targets { real_gdp_n_hat: growth.as_deref(), capacities: &capacities };
            let met = meet(problem, &shock, before, &targets).map_err(fail)?;
            self.factors = self.factors.then(&met.factors);
            (met.solution, self.shock(&resolution, problem), met.residuals)
        };
        let (judged, sources) = evidence(&resolution);
        let before: BTreeSet<&String> = self.steps.iter().flat_map(|step| &step.sources).collect();
        let sources = sources.iter().filter(|id| !before.contains(id)).cloned().collect();
        self.steps.push(Step { layer, shock, solution, judged, sources, targets, grown: growth.is_some() });
        Ok(())
    }

    /// A resolved stack with the factors found so far.
    pub(crate) fn shock(&self, resolution: &Resolution, problem: &Problem) -> Shock {
        let mut shock = resolution.shock.clone();
        self.factors.apply(&mut shock, problem.primitives());
        shock
    }
}

impl Walk {
    /// How well the targets of a step are met, and by which factors.
    pub(crate) fn target_rows(&self, step: usize, case: &Case) -> Vec<Row> {
        let step = &self.steps[step];
        let mut rows: Vec<Row> = Vec::new();
        for cost in self.factors.costs.iter().filter(|cost| step.targets.iter().any(|t| t.name == cost.name)) {
            let flow: f64 = cost.cells.iter().map(|cell| self.flow(step, *cell)).sum();
            rows.push(Row { product: cost.name.clone(), ..row("capacity_flow", flow, f64::NAN) });
            rows.push(Row { product: cost.name.clone(), ..row("capacity_cost", cost.factor, 1.0) });
        }
        if step.grown {
            let grown = case.world.economies().iter().zip(&self.factors.productivity_n);
            rows.extend(grown.map(|(economy, a)| row("growth_productivity", *a, 1.0).economy(&economy.code)));
        }
        rows
    }

    /// Sales in a cell at the table's prices: their value over the exporter's unit cost.
    fn flow(&self, step: &Step, cell: Cell) -> f64 {
        step.solution.trade_nij[(cell.n, cell.i, cell.j)] / step.solution.c_nj_hat[(cell.i, cell.j)]
    }
}

/// Whether a resolution rests on a judgement, and on which sources; measures that touch nothing are no evidence.
pub(crate) fn evidence(resolution: &Resolution) -> (bool, BTreeSet<String>) {
    let touched = || resolution.touched.iter().filter(|t| t.cells > 0);
    (touched().any(|t| t.judged), touched().flat_map(|t| t.sources.iter().cloned()).collect())
}

/// Where the steps end: after each overlay, agreements of the library in a row together.
fn boundaries(stack: &Stack) -> Vec<(String, usize)> {
    let mut ends: Vec<(String, usize)> = Vec::new();
    for (k, name) in stack.names().iter().enumerate() {
        let step = if name.starts_with("lib:") { AGREEMENTS } else { name };
        match ends.last_mut() {
            Some((last, end)) if last == step => *end = k + 1,
            _ => ends.push((step.into(), k + 1)),
        }
    }
    ends
}
