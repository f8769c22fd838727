//! Tariff-rate quotas: the rate at which imports meet the quantity, found around the equilibrium.
//!
//! | symbol | code | meaning |
//! |---|---|---|
//! | t | `rate` | rate that the last unit pays, rent included |
//! | f | `part` | part of the imports that the quota covers |
//! | x | `x` | tightness: the wedge ln((1+t)/(1+within)) up to its end, then −ln f, rescaled |
//! | q, Q | `volume`, `quantity` | imports at reference producer prices; the quota |
//!
//! One unknown carries both margins: the rate rises first, and once it has arrived beyond the quota the covered part shrinks.
//! What the quota covers, f·q, falls all the way, so that f·q = Q has one answer, or none and the quota is not filled.
//! The tariffs that the slices of a quota have by themselves are not read: both rates of the quota are whole.

use std::collections::BTreeSet;

use portolan_core::shock::{Quota, Rent};
use portolan_core::{Cell, Finding, Shock, Slice};

use crate::armington;
use crate::certificate::{Equation, Residual};
use crate::failure::Failure;
use crate::operators::cell_shares;
use crate::options::Options;
use crate::primitives::finding;
use crate::problem::Problem;
use crate::pursuit::{Trial, pursue, step_above_zero};
use crate::solution::{Solution, Work};
use crate::system::Point;

/// Rounds in which all quotas move at once.
const ROUNDS: usize = 40;
/// Rounds of the safeguard, in each of which every quota is solved by itself.
const SWEEPS: usize = 20;
/// Halvings of a bracket.
const HALVINGS: usize = 60;

/// On which side of a quota's quantity imports are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaRegime {
    /// Less than the quantity is imported: the last unit pays the rate within.
    Unfilled,
    /// The quantity and no more: the last unit is worth a rate between the two.
    Binding,
    /// More than the quantity: the last unit pays the rate beyond.
    Over,
}

/// What a quota does in a solution.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotaOutcome {
    /// Id of the measure.
    pub name: String,
    /// On which side of the quantity imports are.
    pub regime: QuotaRegime,
    /// Rate that the last unit pays, rent included.
    pub rate: f64,
    /// Imports over the quantity, at reference producer prices.
    pub fill: f64,
    /// What holders of licences earn, USD mn a year in the solution's units. It is part of the revenue of export taxes of
    /// the exporters, or of the revenue of tariffs of the importer.
    pub rent: f64,
}

/// The rate that the last unit pays, and the part of imports that the quota covers.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Clearing {
    rate: f64,
    part: f64,
}

/// Imports of a quota in a solution.
#[derive(Clone, Copy, Debug, Default)]
struct Imports {
    /// At reference producer prices.
    volume: f64,
    /// At the border, export taxes of the slices included and the rent not.
    value: f64,
}

/// The shock in which each quota is replaced by the slices that it amounts to in a solution: what is within pays one rate and
/// the rent, what is beyond the other. The solution solves it.
///
/// `outcomes` are [`Solution::quotas`] of a solution of this very shock.
#[doc = include_str!("eq/quota_slices.md")]
pub fn equivalent_shock(shock: &Shock, outcomes: &[QuotaOutcome]) -> Shock {
    let clearing = |outcome: &QuotaOutcome| Clearing {
        rate: outcome.rate,
        part: if outcome.regime == QuotaRegime::Over { 1.0 / outcome.fill } else { 1.0 },
    };
    cleared(shock, &outcomes.iter().map(clearing).collect::<Vec<_>>())
}

fn cleared(shock: &Shock, clearings: &[Clearing]) -> Shock {
    let mut plain = Shock { quotas: Vec::new(), ..shock.clone() };
    for (quota, clearing) in shock.quotas.iter().zip(clearings) {
        for (cell, at) in &quota.slices {
            let Some(slices) = plain.cells.get_mut(cell) else { continue };
            let whole = slices[*at];
            slices[*at] = within(quota, clearing, whole);
            if clearing.part < 1.0 {
                let weight = whole.weight * (1.0 - clearing.part);
                slices.push(Slice { weight, tau: clearing.rate, ..whole });
            }
        }
    }
    plain
}

/// The part of a slice that the quota covers.
fn within(quota: &Quota, clearing: &Clearing, whole: Slice) -> Slice {
    let weight = whole.weight * clearing.part;
    match quota.rent {
        Rent::Importer => Slice { weight, tau: clearing.rate, ..whole },
        Rent::Exporter => {
            let taken = (clearing.rate - quota.within) / (1.0 + quota.within);
            let export_tax = whole.export_tax + (1.0 + whole.export_tax) * taken;
            Slice { weight, tau: quota.within, export_tax, ..whole }
        }
    }
}

/// The equilibrium of a shock with quotas, started at a point and at outcomes of the same quotas, as far as they are known.
#[doc = include_str!("eq/quota.md")]
pub(crate) fn solve(
    problem: &Problem,
    shock: &Shock,
    start: Point,
    known: &[QuotaOutcome],
    options: &Options,
) -> Result<Solution, Failure> {
    let mut search = Search::new(problem, shock, start, options);
    let x = search.start(known);
    let lower = vec![0.0; x.len()];
    let pursuit = pursue(x, &lower, options.tolerance, ROUNDS, |x| search.trial(x))?;
    if pursuit.trial.gap <= options.tolerance {
        return Ok(search.finish(&pursuit.x, pursuit.trial));
    }
    let mut x = pursuit.x;
    let trial = search.one_by_one(&mut x)?;
    if trial.gap <= options.tolerance { Ok(search.finish(&x, trial)) } else { Err(search.failure(&x, &trial)) }
}

/// The rates on their way.
struct Search<'a> {
    problem: &'a Problem,
    shock: &'a Shock,
    /// Of the solves within: tighter than what quotas must reach.
    tight: Options,
    tolerance: f64,
    /// Rise of the price from the rate within to the rate beyond, in logarithms, by quota.
    span: Vec<f64>,
    /// Fall of imports when their price rises, all else equal, by quota.
    slope: Vec<f64>,
    point: Point,
    work: Work,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, shock: &'a Shock, start: Point, options: &Options) -> Self {
        let tolerance = (0.1 * options.tolerance).max(1e-13).min(options.tolerance);
        Self {
            problem,
            shock,
            tight: Options { tolerance, ..*options },
            tolerance: options.tolerance,
            span: shock.quotas.iter().map(|q| ((1.0 + q.beyond) / (1.0 + q.within)).ln()).collect(),
            slope: shock.quotas.iter().map(|q| slope(problem, q)).collect(),
            point: start,
            work: Work::default(),
        }
    }

    /// Tightness of the quotas whose outcome is known from a similar solution; the others start unfilled.
    fn start(&self, known: &[QuotaOutcome]) -> Vec<f64> {
        let tightness = |(k, quota): (usize, &Quota)| {
            let Some(outcome) = known.iter().find(|o| o.name == quota.name) else { return 0.0 };
            let wedge = ((1.0 + outcome.rate) / (1.0 + quota.within)).ln().clamp(0.0, self.span[k]);
            let beyond = if outcome.regime == QuotaRegime::Over { outcome.fill.ln().max(0.0) } else { 0.0 };
            wedge + beyond / self.slope[k]
        };
        self.shock.quotas.iter().enumerate().map(tightness).collect()
    }

    fn clearing(&self, k: usize, x: f64) -> Clearing {
        let (quota, past) = (&self.shock.quotas[k], x - self.span[k]);
        if x == 0.0 {
            Clearing { rate: quota.within, part: 1.0 }
        } else if past < 0.0 {
            Clearing { rate: quota.within + (1.0 + quota.within) * x.exp_m1(), part: 1.0 }
        } else {
            Clearing { rate: quota.beyond, part: (-self.slope[k] * past).exp() }
        }
    }

    fn clearings(&self, x: &[f64]) -> Vec<Clearing> {
        x.iter().enumerate().map(|(k, x)| self.clearing(k, *x)).collect()
    }

    /// The equilibrium at these rates and parts, and how far each quota is off.
    fn trial(&mut self, x: &[f64]) -> Result<Trial<Solution>, Failure> {
        let plain = cleared(self.shock, &self.clearings(x));
        let solution = armington::solve(self.problem, &plain, self.point.clone(), &self.tight)?;
        self.point = solution.point();
        self.work.add(solution.work);
        let covered = self.covered(x, &solution);
        let step = |k: usize| step_above_zero(x[k], covered[k].ln(), self.slope[k]);
        let gap = (0..x.len()).map(|k| quota_gap(x[k], covered[k])).fold(0.0, f64::max);
        Ok(Trial { step: (0..x.len()).map(step).collect(), gap, found: solution })
    }

    /// What each quota covers, over its quantity.
    fn covered(&self, x: &[f64], solution: &Solution) -> Vec<f64> {
        let (plain, clearings) = (cleared(self.shock, &self.clearings(x)), self.clearings(x));
        let quotas = self.shock.quotas.iter().zip(&clearings);
        quotas.map(|(q, c)| c.part * self.imports(q, c, &plain, solution).volume / q.quantity).collect()
    }

    fn imports(&self, quota: &Quota, clearing: &Clearing, plain: &Shock, solution: &Solution) -> Imports {
        let mut imports = Imports::default();
        for (cell, at) in &quota.slices {
            let (tau, theta) =
                (self.problem.primitives().tau_nij[(cell.n, cell.i, cell.j)], self.problem.theta_j()[cell.j]);
            let whole = Slice { tau: clearing.rate, ..self.shock.cells[cell][*at] };
            let part = cell_shares(1.0, tau, theta, &[whole]).received;
            let all = cell_shares(1.0, tau, theta, &plain.cells[cell]).received;
            let trade = if part > 0.0 { solution.trade_nij[(cell.n, cell.i, cell.j)] * part / all } else { 0.0 };
            imports.volume += trade / solution.c_nj_hat[(cell.i, cell.j)];
            imports.value += trade * (1.0 + whole.export_tax);
        }
        imports
    }

    /// The safeguard: quotas in turn, each by halving a bracket.
    fn one_by_one(&mut self, x: &mut [f64]) -> Result<Trial<Solution>, Failure> {
        let mut trial = self.trial(x)?;
        for _ in 0..SWEEPS {
            for k in 0..x.len() {
                if trial.gap > self.tolerance {
                    trial = self.bracketed(x, k)?;
                }
            }
        }
        Ok(trial)
    }

    fn bracketed(&mut self, x: &mut [f64], k: usize) -> Result<Trial<Solution>, Failure> {
        let (mut low, mut high) = (0.0, f64::max(self.span[k], 1.0));
        x[k] = low;
        let mut trial = self.trial(x)?;
        if trial.step[k] <= 0.0 {
            return Ok(trial);
        }
        x[k] = high;
        trial = self.trial(x)?;
        while trial.step[k] > 0.0 {
            (low, high) = (high, 2.0 * high);
            x[k] = high;
            trial = self.trial(x)?;
        }
        for _ in 0..HALVINGS {
            if (trial.step[k] * self.slope[k]).abs() <= 0.1 * self.tolerance {
                break;
            }
            x[k] = 0.5 * (low + high);
            trial = self.trial(x)?;
            if trial.step[k] > 0.0 { low = x[k] } else { high = x[k] }
        }
        Ok(trial)
    }

    fn finish(self, x: &[f64], trial: Trial<Solution>) -> Solution {
        let residual = self.residual(x, &trial.found);
        let mut solution = trial.found;
        let (plain, clearings) = (cleared(self.shock, &self.clearings(x)), self.clearings(x));
        let outcome = |(k, quota): (usize, &Quota)| {
            let imports = self.imports(quota, &clearings[k], &plain, &solution);
            outcome(quota, self.regime(k, x[k]), &clearings[k], imports)
        };
        solution.quotas = self.shock.quotas.iter().enumerate().map(outcome).collect();
        solution.certificate.admit(residual, self.tolerance);
        solution.work = self.work;
        solution
    }

    fn regime(&self, k: usize, x: f64) -> QuotaRegime {
        if x == 0.0 {
            QuotaRegime::Unfilled
        } else if x < self.span[k] {
            QuotaRegime::Binding
        } else {
            QuotaRegime::Over
        }
    }

    /// The quota that is furthest off, and by how much.
    fn worst(&self, x: &[f64], solution: &Solution) -> (usize, f64) {
        let gaps = self.covered(x, solution).into_iter().zip(x).map(|(covered, x)| quota_gap(*x, covered));
        gaps.enumerate().fold((0, 0.0), |worst, (k, gap)| if gap > worst.1 { (k, gap) } else { worst })
    }

    fn residual(&self, x: &[f64], solution: &Solution) -> Residual {
        let (k, value) = self.worst(x, solution);
        let cell = place(&self.shock.quotas[k]);
        Residual { equation: Equation::Quota, value, economy: cell.n, sector: Some(cell.j) }
    }

    fn failure(&self, x: &[f64], trial: &Trial<Solution>) -> Failure {
        let (k, gap) = self.worst(x, &trial.found);
        let (quota, cell) = (&self.shock.quotas[k], place(&self.shock.quotas[k]));
        Failure::Quota { name: quota.name.clone(), gap, economy: cell.n, sector: cell.j, work: self.work }
    }
}

/// Where to point at for a quota: the first of its cells.
fn place(quota: &Quota) -> Cell {
    quota.slices[0].0
}

/// How far what is covered is from the quantity, relative to it; less is no gap while the quota is not tight.
fn quota_gap(x: f64, covered: f64) -> f64 {
    if x == 0.0 { (covered - 1.0).max(0.0) } else { (covered - 1.0).abs() }
}

/// Fall of a quota's imports when their price rises, in logarithms: trade at producer prices falls by the tariff too. Each
/// slice counts by its trade in the table.
fn slope(problem: &Problem, quota: &Quota) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (cell, _) in &quota.slices {
        let weight = problem.reference().trade_nij[(cell.n, cell.i, cell.j)];
        sum += weight * (1.0 + problem.theta_j()[cell.j]);
        weights += weight;
    }
    if weights > 0.0 { sum / weights } else { 1.0 + problem.theta_j()[place(quota).j] }
}

#[doc = include_str!("eq/quota_rent.md")]
fn outcome(quota: &Quota, regime: QuotaRegime, clearing: &Clearing, imports: Imports) -> QuotaOutcome {
    let wedge = (clearing.rate - quota.within) * clearing.part * imports.value;
    let rent = match quota.rent {
        Rent::Importer => wedge,
        Rent::Exporter => wedge / (1.0 + quota.within),
    };
    QuotaOutcome { name: quota.name.clone(), regime, rate: clearing.rate, fill: imports.volume / quota.quantity, rent }
}

/// Everything that is wrong with the quotas of a shock.
pub(crate) fn quota_findings(shock: &Shock) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for quota in &shock.quotas {
        let mut find = |code, message: String, expected: &str| {
            findings.push(finding(code, &format!("quota {}", quota.name), message, expected));
        };
        if !(quota.quantity.is_finite() && quota.quantity > 0.0) {
            find("bad-quota-quantity", format!("its quantity is {}", quota.quantity), "a positive number");
        }
        let ordered = quota.within > -1.0 && quota.within <= quota.beyond && quota.beyond.is_finite();
        if !ordered {
            let message = format!("its rates are {} within and {} beyond", quota.within, quota.beyond);
            find("bad-quota-rates", message, "fractions above −1, the first not above the second");
        }
        let known = |(cell, at): &(Cell, usize)| shock.cells.get(cell).is_some_and(|slices| *at < slices.len());
        if quota.slices.is_empty() || !quota.slices.iter().all(known) {
            find("quota-without-slice", "it names a slice that the shock lacks, or none".into(), "slices of the shock");
        }
        if quota.slices.iter().filter(|slice| !seen.insert(**slice)).count() > 0 {
            find("quotas-overlap", "a slice of it is in a quota already".into(), "each slice in one quota, once");
        }
    }
    findings
}

#[cfg(test)]
mod tests;
