//! The same average duty arranged in other ways, and the main market's duties taken apart.

use std::collections::BTreeMap;

use portolan_core::policy::Stack;
use portolan_core::results::Row;
use portolan_equilibrium::{Outcomes, Problem, outcomes};

use crate::block::{Answer, Block, Extent, Name, block, residuals};
use crate::case::Case;
use crate::error::Error;
use crate::rows::{Of, row};
use crate::variants::Job;
use crate::walk::{Walk, evidence};

/// Blocks of the structures of a layer, each beside the step before that layer; and the layer's parts as Shapley values.
pub(crate) fn blocks(case: &Case, job: &Job, problem: &Problem, walk: &Walk) -> Result<Vec<Block>, Error> {
    let mut blocks = Vec::new();
    for k in 1..walk.steps.len() {
        let layer = walk.steps[k].layer.clone();
        let structures = case.library.get(&layer).map(|overlay| overlay.structures.clone()).unwrap_or_default();
        if structures.is_empty() {
            continue;
        }
        let at = At { case, job, problem, walk, step: k };
        for structure in &structures {
            blocks.push(at.structure(&layer, structure)?);
        }
        if job.variant.is_middle() {
            blocks.push(at.parts(&layer)?);
        }
    }
    Ok(blocks)
}

/// A step of the reference world that is looked at from other sides.
struct At<'a> {
    case: &'a Case,
    job: &'a Job<'a>,
    problem: &'a Problem,
    walk: &'a Walk,
    step: usize,
}

impl At<'_> {
    fn stack(&self, layer: &str) -> Result<Stack<'_>, Error> {
        let stack = Stack::reference(&self.case.scenario, &self.case.library, None)?;
        let layers = stack.names().iter().position(|name| *name == layer).map_or(0, |at| at + 1);
        Ok(stack.first(layers))
    }

    fn structure(&self, layer: &str, structure: &str) -> Result<Block, Error> {
        let stack = self.stack(layer)?.with_structure(&self.case.library, layer, structure).map_err(|f| vec![f])?;
        let resolution = self.case.resolve(&stack, self.job)?;
        let shock = self.walk.shock(&resolution, self.problem);
        let before = &self.walk.steps[self.step - 1];
        let solution =
            self.problem.solve_from(&shock, &before.solution).map_err(|failure| self.fail(structure, failure))?;
        let (after, earlier) = (outcomes(self.problem, &solution), outcomes(self.problem, &before.solution));
        let answer = Answer { shock: &shock, solution: &solution, outcomes: &after };
        let reference = Answer { shock: &before.shock, solution: &before.solution, outcomes: &earlier };
        let (judged, sources) = evidence(&resolution);
        let name = Name { layer: structure.into(), judged, sources, ..Name::default() };
        Ok(block(self.case, self.job, name, (answer, reference), Extent::Income))
    }

    /// What each group of measures on the country, and the measures on everyone else, add to its income and to the
    /// share of its main market: averages over all orders (Shapley values), which sum to the layer's effect.
    fn parts(&self, layer: &str) -> Result<Block, Error> {
        let stack = self.stack(layer)?;
        let country = self.case.scenario.country.as_deref().unwrap_or_default();
        let players = stack.groups_on(layer, country);
        let mut start = self.walk.steps[self.step].solution.clone();
        let mut values = vec![Worth::default(); 1 << players.len()];
        let mut worst = Vec::new();
        for k in 0..1usize << players.len() {
            let mask = k ^ (k >> 1); // Gray code: each coalition differs from the one before by one group
            let left_out = (0..players.len()).filter(|p| mask & (1 << p) == 0).map(|p| players[p].as_str());
            let stack = stack.without_groups(layer, country, &left_out.collect::<Vec<_>>());
            let shock = self.walk.shock(self.case.resolve(&stack, self.job)?.as_ref(), self.problem);
            start = self.problem.solve_from(&shock, &start).map_err(|failure| self.fail(layer, failure))?;
            raise(&mut worst, residuals(&start.certificate, self.case));
            values[mask] = Worth::of(self.case, &outcomes(self.problem, &start));
        }
        let mut rows = Vec::new();
        for (p, player) in players.iter().enumerate() {
            rows.extend(self.shapley_rows(p, player, players.len(), &values));
        }
        let (judged, sources) = (self.walk.steps[self.step].judged, self.walk.steps[self.step].sources.clone());
        let name = Name { layer: format!("{layer}-parts"), judged, sources, ..Name::default() };
        let mut block = Block {
            policy: String::new(),
            regime: String::new(),
            layer: name.layer.clone(),
            set: self.job.set.id.clone(),
            variant: self.job.variant.name,
            rows,
            residuals: worst,
            sweeps: start.work.sweeps(),
        };
        block.sign(&name, self.job);
        Ok(block)
    }

    /// A group's part in the logarithm of real income and in the share of the main market.
    fn shapley_rows(&self, p: usize, player: &str, players: usize, values: &[Worth]) -> Vec<Row> {
        let Some(n) = self.case.country() else { return Vec::new() };
        let code = self.case.world.economies()[n].code.as_str();
        let market = self.case.main_market(n);
        let mut parts: BTreeMap<&'static str, f64> = BTreeMap::new();
        for mask in (0..1usize << players).filter(|mask| mask & (1 << p) == 0) {
            let weight = shapley_weight(mask.count_ones() as usize, players);
            let (with, without) = (&values[mask | 1 << p], &values[mask]);
            *parts.entry("shapley_income").or_default() += weight * (with.ln_income - without.ln_income) * 100.0;
            *parts.entry("shapley_share").or_default() += weight * (with.share - without.share) * 100.0;
        }
        let named = |(variable, value): (&'static str, f64)| {
            let row = row(variable, value, 0.0).economy(code);
            Row { product: player.into(), ..row }
        };
        let mut rows: Vec<Row> = parts.into_iter().map(named).collect();
        if let Some(row) = rows.iter_mut().find(|r| r.variable == "shapley_share") {
            row.partner.clone_from(&self.case.world.economies()[market].code);
        }
        rows
    }

    fn fail(&self, what: &str, failure: portolan_equilibrium::Failure) -> Error {
        let (set, variant) = (self.job.set.id.clone(), self.job.variant.name.into());
        Error::equilibrium(what.into(), set, variant, failure, &self.case.world)
    }
}

/// What a coalition of groups gives to the country that asks.
#[derive(Clone, Copy, Debug, Default)]
struct Worth {
    ln_income: f64,
    /// Share of the main market in its goods exports.
    share: f64,
}

impl Worth {
    /// Zero in a case without a country.
    fn of(case: &Case, outcomes: &Outcomes) -> Self {
        let Some(n) = case.country() else { return Self::default() };
        let share = case.goods_share(&outcomes.trade_nij, n, case.main_market(n));
        Self { ln_income: outcomes.real_income_n[n].ln(), share }
    }
}

/// Keeps the larger residual of each equation.
fn raise(worst: &mut Vec<(String, f64, String)>, found: Vec<(String, f64, String)>) {
    for residual in found {
        match worst.iter_mut().find(|known| known.0 == residual.0) {
            Some(known) if known.1 < residual.1 => *known = residual,
            Some(_) => {}
            None => worst.push(residual),
        }
    }
}

/// Share of the orders in which a player joins after these many others: s! (n − s − 1)! / n!.
fn shapley_weight(others: usize, players: usize) -> f64 {
    let factorial = |k: usize| (1..=k).map(|x| x as f64).product::<f64>();
    factorial(others) * factorial(players - others - 1) / factorial(players)
}

#[cfg(test)]
mod tests {
    use super::shapley_weight;

    #[test]
    fn the_weights_of_all_orders_sum_to_one() {
        for players in 1..6 {
            let choose = |k: usize| (0..k).map(|i| (players - 1 - i) as f64 / (i + 1) as f64).product::<f64>();
            let sum: f64 = (0..players).map(|s| choose(s) * shapley_weight(s, players)).sum();
            assert!((sum - 1.0).abs() < 1e-14);
        }
    }
}
