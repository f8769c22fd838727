//! What a world must look like, and the factors that make it so: growth by productivity, capacities by costs.
//!
//! | symbol | code | meaning |
//! |---|---|---|
//! | ln a | | productivity of all sectors of an economy, by which real GDP meets its target |
//! | −ln d | | fall of the cost of reaching the partners of a capacity, never negative |
//!
//! All factors are found at once by accelerated steps around the equilibrium, each solve started at the last.

use portolan_core::shock::Capacity;
use portolan_core::{Cell, Finding, Shock, Slice};

use crate::failure::Failure;
use crate::outcomes::real_gdp;
use crate::primitives::{Primitives, finding};
use crate::problem::Problem;
use crate::pursuit::{Trial, pursue, step_above_zero};
use crate::solution::{Solution, Work};

/// Largest gap of a target, relative to it.
const TOLERANCE: f64 = 1e-8;
/// Rounds before a target is given up.
const ROUNDS: usize = 40;

/// What must hold in the equilibrium.
#[derive(Clone, Copy, Debug, Default)]
pub struct Targets<'a> {
    /// Hat of real GDP relative to the solution before, by economy; not a number where there is no target.
    pub real_gdp_n_hat: Option<&'a [f64]>,
    /// Flows that must at least be there.
    pub capacities: &'a [Capacity],
}

/// The factors that meet targets. They apply to any later shock of the same world.
#[derive(Clone, Debug, PartialEq)]
pub struct Factors {
    /// Productivity of all sectors of an economy.
    pub productivity_n: Vec<f64>,
    /// One entry a capacity.
    pub costs: Vec<CapacityCost>,
}

/// The cost at which a capacity's partners are reached, relative to the shock without it.
#[derive(Clone, Debug, PartialEq)]
pub struct CapacityCost {
    /// Id of the measure.
    pub name: String,
    /// Its cells, those without trade in the table left out.
    pub cells: Vec<Cell>,
    /// Factor on the buyers' price, at most 1.
    pub factor: f64,
    /// Whether it is an iceberg saving; else a subsidy that the exporter pays.
    pub free: bool,
}

/// How far a target is from being met, relative to it; negative if it is short. A flow beyond a capacity is no gap if the
/// capacity does nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetResidual {
    /// The capacity, or the economy whose real GDP it is.
    pub name: String,
    /// Relative gap.
    pub value: f64,
}

/// Targets that are met.
#[derive(Clone, Debug)]
pub struct Met {
    /// What it takes.
    pub factors: Factors,
    /// The equilibrium with the factors; its work is that of all rounds.
    pub solution: Solution,
    /// One entry a target.
    pub residuals: Vec<TargetResidual>,
    /// Solves after the first.
    pub rounds: usize,
}

impl Factors {
    /// Factors of one for `n` economies.
    pub fn none(n: usize) -> Self {
        Self { productivity_n: vec![1.0; n], costs: Vec::new() }
    }

    /// Multiplies the factors into a shock. Cells that it does not touch get the tariffs of the table.
    pub fn apply(&self, shock: &mut Shock, primitives: &Primitives) {
        for (n, a) in self.productivity_n.iter().enumerate().filter(|(_, a)| **a != 1.0) {
            for j in 0..primitives.sectors() {
                *shock.productivity_hat.entry((n, j)).or_insert(1.0) *= a;
            }
        }
        for cost in self.costs.iter().filter(|cost| cost.factor != 1.0) {
            for cell in &cost.cells {
                let tau = primitives.tau_nij[(cell.n, cell.i, cell.j)];
                let untouched = || vec![Slice { weight: 1.0, tau, export_tax: 0.0, d_hat: 1.0 }];
                shock.cells.entry(*cell).or_insert_with(untouched).iter_mut().for_each(|slice| cost.lower(slice));
            }
        }
    }

    /// These factors and then others: productivities multiply, and so do the costs of the same capacity.
    #[must_use]
    pub fn then(&self, other: &Factors) -> Factors {
        let product = self.productivity_n.iter().zip(&other.productivity_n).map(|(a, b)| a * b);
        let mut both = Factors { productivity_n: product.collect(), costs: self.costs.clone() };
        for cost in &other.costs {
            match both.costs.iter_mut().find(|c| c.name == cost.name && c.cells == cost.cells && c.free == cost.free) {
                Some(same) => same.factor *= cost.factor,
                None => both.costs.push(cost.clone()),
            }
        }
        both
    }
}

impl CapacityCost {
    #[doc = include_str!("eq/capacity.md")]
    fn lower(&self, slice: &mut Slice) {
        if self.free {
            slice.d_hat *= self.factor;
        } else {
            slice.export_tax = (1.0 + slice.export_tax) * self.factor - 1.0;
        }
    }
}

/// Finds the factors that meet the targets when added to a shock. Growth is relative to the solution `before`, of the same
/// problem, at which the search starts.
///
/// # Errors
/// [`Failure::BadInput`] for targets that do not fit the table, [`Failure::Target`] for one that no factor was found for, and
/// those of [`Problem::solve`].
pub fn meet(problem: &Problem, shock: &Shock, before: &Solution, targets: &Targets) -> Result<Met, Failure> {
    let findings = findings(problem, targets);
    if !findings.is_empty() {
        return Err(Failure::BadInput(findings));
    }
    let mut search = Search::new(problem, shock, before, targets);
    let lower = search.lower();
    let pursuit = pursue(vec![0.0; lower.len()], &lower, TOLERANCE, ROUNDS, |x| search.trial(x))?;
    let residuals = search.residuals(&pursuit.x, &pursuit.trial.found);
    if pursuit.trial.gap <= TOLERANCE {
        let solution = Solution { work: search.work, ..pursuit.trial.found };
        return Ok(Met { factors: search.factors(&pursuit.x), solution, residuals, rounds: pursuit.rounds });
    }
    let size = |k: &usize| residuals[*k].value.abs();
    let worst = (0..residuals.len()).fold(0, |a, b| if size(&a) >= size(&b) { a } else { b });
    let economy = search.growth.get(worst).map(|growth| growth.n);
    Err(Failure::Target { name: residuals[worst].name.clone(), economy, gap: size(&worst), rounds: pursuit.rounds })
}

/// Growth of one economy.
struct Growth {
    n: usize,
    /// Real GDP to reach, relative to the reference.
    real_gdp: f64,
    /// Rise of real GDP with productivity, nearly.
    slope: f64,
}

/// Factors on their way: the unknowns are those of growth, then those of capacities.
struct Search<'a> {
    problem: &'a Problem,
    shock: &'a Shock,
    growth: Vec<Growth>,
    capacities: &'a [Capacity],
    last: Solution,
    work: Work,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, shock: &'a Shock, before: &Solution, targets: &Targets<'a>) -> Self {
        let hats = targets.real_gdp_n_hat.unwrap_or_default();
        let growth = |(n, hat): (usize, &f64)| Growth {
            n,
            real_gdp: hat * real_gdp(problem, before, n),
            slope: output_multiplier(problem.primitives(), n),
        };
        let growth = hats.iter().enumerate().filter(|(_, hat)| !hat.is_nan()).map(growth).collect();
        Self { problem, shock, growth, capacities: targets.capacities, last: before.clone(), work: Work::default() }
    }

    fn lower(&self) -> Vec<f64> {
        let mut lower = vec![f64::NEG_INFINITY; self.growth.len()];
        lower.resize(self.growth.len() + self.capacities.len(), 0.0);
        lower
    }

    fn factors(&self, x: &[f64]) -> Factors {
        let mut factors = Factors::none(self.problem.primitives().economies());
        let (growth, costs) = x.split_at(self.growth.len());
        for (growth, x) in self.growth.iter().zip(growth) {
            factors.productivity_n[growth.n] = x.exp();
        }
        let cost = |(capacity, x): (&Capacity, &f64)| CapacityCost {
            name: capacity.name.clone(),
            cells: cells(self.problem, capacity),
            factor: (-x).exp(),
            free: capacity.free,
        };
        factors.costs = self.capacities.iter().zip(costs).map(cost).collect();
        factors
    }

    fn trial(&mut self, x: &[f64]) -> Result<Trial<Solution>, Failure> {
        let mut shock = self.shock.clone();
        self.factors(x).apply(&mut shock, self.problem.primitives());
        let solution = self.problem.solve_from(&shock, &self.last)?;
        let gap = self.residuals(x, &solution).iter().fold(0.0, |worst: f64, r| worst.max(r.value.abs()));
        self.last = solution.clone();
        self.work.add(solution.work);
        Ok(Trial { step: self.steps(x, &solution), gap, found: solution })
    }

    fn steps(&self, x: &[f64], solution: &Solution) -> Vec<f64> {
        let missing = |g: &Growth| (g.real_gdp / real_gdp(self.problem, solution, g.n)).ln() / g.slope;
        let cheaper = |(capacity, x): (&Capacity, &f64)| {
            let missing = (capacity.flow / flow(self.problem, capacity, solution)).ln();
            step_above_zero(*x, missing, self.problem.theta_j()[capacity.j] + f64::from(!capacity.free))
        };
        let capacities = self.capacities.iter().zip(&x[self.growth.len()..]);
        self.growth.iter().map(missing).chain(capacities.map(cheaper)).collect()
    }

    fn residuals(&self, x: &[f64], solution: &Solution) -> Vec<TargetResidual> {
        let growth = self.growth.iter().map(|g| TargetResidual {
            name: format!("real GDP of economy {}", g.n),
            value: growth_gap(real_gdp(self.problem, solution, g.n), g.real_gdp),
        });
        let capacities = self.capacities.iter().zip(&x[self.growth.len()..]).map(|(capacity, x)| {
            let gap = flow(self.problem, capacity, solution) / capacity.flow - 1.0;
            TargetResidual { name: capacity.name.clone(), value: if *x == 0.0 { gap.min(0.0) } else { gap } }
        });
        growth.chain(capacities).collect()
    }
}

#[doc = include_str!("eq/growth.md")]
fn growth_gap(real_gdp: f64, target: f64) -> f64 {
    real_gdp / target - 1.0
}

/// Cells of a capacity in which the table has trade: no cost makes trade where there is none.
fn cells(problem: &Problem, capacity: &Capacity) -> Vec<Cell> {
    let cell = |n: &usize| Cell { j: capacity.j, n: *n, i: capacity.i };
    let trades = |cell: &Cell| problem.reference().trade_nij[(cell.n, cell.i, cell.j)] > 0.0;
    capacity.partners.iter().map(cell).filter(trades).collect()
}

/// Sales to the partners of a capacity at the table's producer prices: their value over the hat of the exporter's cost.
fn flow(problem: &Problem, capacity: &Capacity, solution: &Solution) -> f64 {
    let trade = |cell: &Cell| solution.trade_nij[(cell.n, cell.i, cell.j)];
    cells(problem, capacity).iter().map(trade).sum::<f64>() / solution.c_nj_hat[(capacity.i, capacity.j)]
}

/// Rise of real GDP with the productivity of all sectors: what is saved is passed on through inputs, imported ones too, since wages
/// rise until an economy's goods cost about what they did beside the world's.
fn output_multiplier(p: &Primitives, n: usize) -> f64 {
    let (j, y_nj) = (p.sectors(), p.output());
    let mut saved = vec![1.0; j];
    for _ in 0..50 {
        let passed_on = |s: usize| (0..j).map(|k| p.gamma_nkj[(n, k, s)] * saved[k]).sum::<f64>();
        saved = (0..j).map(|s| 1.0 + passed_on(s)).collect();
    }
    (0..j).map(|s| p.gamma_nj[(n, s)] * y_nj[(n, s)] * saved[s]).sum::<f64>() / p.wl_n[n]
}

/// Everything that is wrong with targets.
fn findings(problem: &Problem, targets: &Targets) -> Vec<Finding> {
    let (n, mut findings) = (problem.primitives().economies(), Vec::new());
    if let Some(hats) = targets.real_gdp_n_hat {
        if hats.len() != n {
            findings.push(finding("bad-growth", "growth", format!("{} rates", hats.len()), format!("{n}")));
        }
        for (m, hat) in hats.iter().enumerate().filter(|(_, hat)| **hat <= 0.0 || hat.is_infinite()) {
            let message = format!("real GDP is to change by the factor {hat}");
            findings.push(finding("bad-growth", &format!("economy {m}"), message, "a positive number"));
        }
    }
    targets.capacities.iter().for_each(|capacity| findings.extend(capacity_findings(problem, capacity)));
    findings
}

fn capacity_findings(problem: &Problem, capacity: &Capacity) -> Vec<Finding> {
    let (n, place) = (problem.primitives().economies(), format!("capacity {}", capacity.name));
    let mut findings = Vec::new();
    if !(capacity.flow.is_finite() && capacity.flow > 0.0) {
        let message = format!("its flow is {}", capacity.flow);
        findings.push(finding("bad-capacity-flow", &place, message, "a positive number"));
    }
    let known =
        capacity.i < n && capacity.j < problem.primitives().sectors() && capacity.partners.iter().all(|p| *p < n);
    let mut partners = capacity.partners.clone();
    partners.sort_unstable();
    partners.dedup();
    if !known || partners.len() < capacity.partners.len() || partners.contains(&capacity.i) {
        let message = "an economy or the sector is not in the table, or a partner is named twice or is the exporter";
        findings.push(finding("bad-capacity-partners", &place, message, "other economies, each once"));
    } else if cells(problem, capacity).is_empty() {
        let message = "the table has no trade with any of its partners, and no cost makes some";
        findings.push(finding("capacity-without-flow", &place, message, "a partner with trade in the table"));
    }
    findings
}

#[cfg(test)]
mod tests;
