//! What each agreement is worth on its own: what is agreed already, the tariff that would newly go, the non-tariff part.

use std::collections::BTreeSet;
use std::sync::Arc;

use portolan_core::policy::{AgreementParts, Resolution, Stack, non_tariff_below_zero};
use portolan_core::results::Row;
use portolan_equilibrium::{Outcomes, Problem, Solution, outcomes};

use crate::block::{Answer, Block, Extent, Name, block};
use crate::case::Case;
use crate::error::Error;
use crate::rows::row;
use crate::run::distinct;
use crate::variants::Job;
use crate::walk::{Step, Walk, evidence};

/// Parts of an agreement in the order in which they are added.
const PARTS: [(&str, AgreementParts); 3] = [
    ("tariff", AgreementParts { tariff: true, cost: false, services: false }),
    ("non-tariff", AgreementParts { tariff: true, cost: true, services: false }),
    ("services", AgreementParts { tariff: true, cost: true, services: true }),
];

/// Name of the step that shows what agreements in force still bring.
const AGREED: &str = "agreed";

/// Agreements that a policy uses, in the order of first use.
pub(crate) fn deals(case: &Case) -> Vec<String> {
    let used = case.scenario.policy.iter().flat_map(|p| p.uses.iter());
    distinct(used.filter(|name| case.is_agreement(name)).cloned())
}

/// An agreement's name without the mark of the library.
pub(crate) fn id(name: &str) -> &str {
    name.strip_prefix("lib:").unwrap_or(name)
}

/// The blocks of every deal, each part beside the part before it.
pub(crate) fn blocks(case: &Case, job: &Job, problem: &Problem, walk: &Walk) -> Result<Vec<Block>, Error> {
    let mut blocks = Vec::new();
    for name in deals(case) {
        let solver = Deal { case, job, problem, walk, name: &name };
        blocks.extend(solver.agreed()?);
        blocks.extend(solver.parts()?);
    }
    Ok(blocks)
}

struct Deal<'a> {
    case: &'a Case,
    job: &'a Job<'a>,
    problem: &'a Problem,
    walk: &'a Walk,
    name: &'a str,
}

impl Deal<'_> {
    /// The reference beside the world in which agreements in force between the parties are as they were in the table.
    fn agreed(&self) -> Result<Option<Block>, Error> {
        let reference = Stack::reference(&self.case.scenario, &self.case.library, None)?;
        let deal = self.resolution(PARTS[0].1, false)?;
        let in_force = beside(&deal, id(self.name));
        if in_force.is_empty() {
            return Ok(None);
        }
        let names = reference.names();
        let in_force: Vec<&str> = names.into_iter().filter(|name| in_force.contains(&id(name))).collect();
        let without = self.case.resolve(&reference.without(&in_force), self.job)?;
        let (solution, outcomes, _) = self.solve(&without, &self.walk.last().solution)?;
        let shock = self.walk.shock(&without, self.problem);
        let last = self.walk.last();
        let name = self.block_name(AGREED, self.case.resolve(&reference, self.job)?.as_ref());
        let reference = Answer { shock: &shock, solution: &solution, outcomes: &outcomes };
        let outcomes = outcomes_of(self.problem, last);
        let answer = Answer { shock: &last.shock, solution: &last.solution, outcomes: &outcomes };
        Ok(Some(block(self.case, self.job, name, (answer, reference), Extent::Income)))
    }

    fn parts(&self) -> Result<Vec<Block>, Error> {
        let last = self.walk.last();
        let mut before = (last.shock.clone(), last.solution.clone(), outcomes_of(self.problem, last));
        let mut blocks = Vec::new();
        for (part, parts) in PARTS {
            let beside_services = parts.services && self.services_in_force()?;
            if beside_services {
                before = self.solved_with_services(before.1)?;
            }
            let resolution = self.resolution(parts, beside_services)?;
            let (solution, outcomes, shock) = self.solve(&resolution, &before.1)?;
            let answer = Answer { shock: &shock, solution: &solution, outcomes: &outcomes };
            let reference = Answer { shock: &before.0, solution: &before.1, outcomes: &before.2 };
            let name = self.block_name(part, &resolution);
            let mut block = block(self.case, self.job, name.clone(), (answer, reference), Extent::Income);
            block.rows.extend(self.agreement_rows(&resolution));
            block.sign(&name, self.job);
            blocks.push(block);
            before = (shock, solution, outcomes);
        }
        Ok(blocks)
    }

    /// The world before the deal's services, in which those of agreements in force between the parties count too.
    fn solved_with_services(&self, start: Solution) -> Result<(portolan_core::Shock, Solution, Outcomes), Error> {
        let (solution, outcomes, shock) = self.solve(&*self.resolution(PARTS[1].1, true)?, &start)?;
        Ok((shock, solution, outcomes))
    }

    /// True if an agreement of the reference has a part on services between some of the same parties.
    fn services_in_force(&self) -> Result<bool, Error> {
        let deal = self.resolution(PARTS[1].1, false)?;
        let in_force = beside(&deal, id(self.name));
        Ok(deal.agreements.iter().any(|a| in_force.contains(&a.id.as_str()) && a.services.is_some()))
    }

    /// The reference with these parts of the deal; `services`: with the services of agreements in force.
    fn resolution(&self, parts: AgreementParts, services: bool) -> Result<Arc<Resolution>, Error> {
        let reference = Stack::reference(&self.case.scenario, &self.case.library, None)?;
        let reference = if services { reference.with_services() } else { reference };
        let stack = reference.with_agreement(&self.case.scenario, &self.case.library, self.name, parts)?;
        self.case.resolve(&stack, self.job)
    }

    fn solve(
        &self,
        resolution: &Resolution,
        start: &Solution,
    ) -> Result<(Solution, Outcomes, portolan_core::Shock), Error> {
        let shock = self.walk.shock(resolution, self.problem);
        let fail = |failure| {
            let (set, variant) = (self.job.set.id.clone(), self.job.variant.name.into());
            Error::equilibrium(self.name.into(), set, variant, failure, &self.case.world)
        };
        let solution = self.problem.solve_from(&shock, start).map_err(fail)?;
        let outcomes = outcomes(self.problem, &solution);
        Ok((solution, outcomes, shock))
    }

    /// How far non-tariff costs fall, and in what share of draws they would rise.
    fn agreement_rows(&self, resolution: &Resolution) -> Vec<Row> {
        let Some(agreement) = resolution.agreements.iter().find(|a| a.id == id(self.name)) else { return Vec::new() };
        let mut rows = vec![row("non_tariff_change", agreement.non_tariff_change() * 100.0, 0.0)];
        let sets: Vec<&[f64]> = self.case.sets.iter().map(|s| s.theta_j.as_slice()).collect();
        if let Some(prior) = agreement.cost.as_deref().and_then(|name| self.case.priors.get(name)) {
            let below = non_tariff_below_zero(prior, &sets, &agreement.cells);
            rows.push(row("non_tariff_below_zero", below, f64::NAN));
        }
        rows
    }

    fn block_name(&self, layer: &str, resolution: &Resolution) -> Name {
        let (judged, sources) = evidence(resolution);
        Name { policy: id(self.name).into(), layer: layer.into(), judged, sources, ..Name::default() }
    }
}

fn outcomes_of(problem: &Problem, step: &Step) -> Outcomes {
    outcomes(problem, &step.solution)
}

/// Other agreements of a stack between some of the same parties.
fn beside<'a>(resolution: &'a Resolution, deal: &str) -> Vec<&'a str> {
    let of = |id: &str| resolution.agreements.iter().find(|a| a.id == id).map(|a| a.pairs()).unwrap_or_default();
    let own = of(deal);
    let shares = |pairs: BTreeSet<(usize, usize)>| !pairs.is_disjoint(&own);
    resolution.agreements.iter().filter(|a| a.id != deal && shares(a.pairs())).map(|a| a.id.as_str()).collect()
}
