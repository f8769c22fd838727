//! From measures to numbers: what a policy does to each cell of a world on a day.
//!
//! A [`Stack`] lists the files in order; [`resolve`] turns it into a [`Shock`] on a world, and says what each measure
//! touched and what was left out. The rules are those of the scenario format: `rates` holds the order of operations,
//! `parts` which goods of a cell a measure touches, [`products`] the weights of products inside cells, `deal` who
//! prefers whose goods, `cell` puts them together.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::finding::Finding;
use crate::scenario::Estimate;
use crate::shock::{Capacity, Cell, Shock};
use crate::world::World;

mod agreement;
mod cell;
mod deal;
mod elasticities;
mod parts;
mod prior;
pub mod products;
mod quotas;
mod rates;
mod rule;
pub mod stack;
mod steps;
mod touched;

pub use agreement::{
    AgreementCell, AgreementInForce, AgreementParts, PartOfCell, non_tariff_below_zero, non_tariff_cost, tariff_effect,
};
pub use parts::MAX_SLICES;
pub use prior::{Prior, Priors};
pub use products::{ProductTable, ProductWeight};
pub use stack::{Layer, Stack};
pub use steps::EVERYONE_ELSE;
pub use touched::Touched;

use agreement::Agreements;
use cell::slices;
use deal::{deals_by_cell, lift, offers};
use quotas::{UnderQuota, capacities, quota};
use rule::{Rules, rules};
use touched::{Ledger, supply_touched};

/// What a stack of files is applied to.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The world.
    pub world: &'a World,
    /// Weights of products inside its cells.
    pub products: &'a ProductTable,
    /// Day on which measures in force count; without one no measure may have a date.
    pub date: Option<Date>,
    /// Which value of a low, mode and high is used.
    pub estimate: Estimate,
    /// Trade elasticity of each sector, for the non-tariff part of agreements.
    pub theta_j: &'a [f64],
    /// Priors that agreements name.
    pub priors: &'a Priors,
    /// Which parts of agreements count.
    pub parts: AgreementParts,
    /// Part of a non-tariff cut that is rent, from 0 to 1.
    pub rent: f64,
}

/// A stack of files as numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolution {
    /// The change relative to the world.
    pub shock: Shock,
    /// What each measure touched, in file order.
    pub touched: Vec<Touched>,
    /// What does not count on the day.
    pub left_out: Vec<LeftOut>,
    /// Supply that the table's year does not know.
    pub capacities: Vec<Capacity>,
    /// Growth that productivity is made to match.
    pub growth: Option<GrowthTarget>,
    /// Agreements at full phase-in, in the order of the stack.
    pub agreements: Vec<AgreementInForce>,
    /// What the reader should know: members that the table lacks, products without a weight.
    pub notes: Vec<Finding>,
}

/// Growth that productivity is made to match: real output by economy between two years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrowthTarget {
    /// Source id of the rates.
    pub source: String,
    /// First year.
    pub from: i32,
    /// Last year.
    pub to: i32,
}

/// A measure that does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Id, or place in the file.
    pub name: String,
    /// File.
    pub file: String,
    /// Line.
    pub line: usize,
    /// Why.
    pub reason: Reason,
}

/// Why a measure does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It became known on this day, after `as_of`.
    KnownLater(Date),
    /// It applies from this day.
    NotYet(Date),
    /// It ended on this day.
    Ended(Date),
    /// It is a snapshot of this day, which is not the day of the question.
    OtherDay(Date),
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Reason::KnownLater(day) => write!(f, "known from {day}"),
            Reason::NotYet(day) => write!(f, "begins on {day}"),
            Reason::Ended(day) => write!(f, "ended on {day}"),
            Reason::OtherDay(day) => write!(f, "holds for {day}"),
        }
    }
}

/// What a stack of files does to a world.
///
/// # Errors
/// All faults that need the world to be seen: unknown economies, sectors, products, priors and ids, measures that touch
/// nothing, facts of the scenario itself that were known too late, dated measures without a day, files without a snapshot
/// of the day, duties below −100%, quotas on goods without a weight, and cells cut into more than [`MAX_SLICES`] slices.
pub fn resolve(stack: &Stack, setting: &Setting) -> Result<Resolution, Vec<Finding>> {
    let mut rules = rules(stack, setting);
    let mut ledger = Ledger::new(&rules);
    let mut shock = Shock::default();
    let mut agreements = Agreements::new(&rules, setting);
    let mut under: BTreeMap<usize, Vec<UnderQuota>> = BTreeMap::new();
    let mut faults = Vec::new();
    for (cell, (met, deals)) in cells(&rules, stack, setting) {
        let offers = offers(cell, &deals, &rules, setting);
        match slices(cell, (&met, &offers), (&rules, setting), &mut ledger) {
            Ok(sliced) => {
                agreements.enter(cell, &sliced);
                let tau = setting.world.tau_nij()[(cell.n, cell.i, cell.j)];
                if met.iter().any(|m| !m.ended) || !sliced.is_plain(tau) {
                    sliced.under_quotas(cell, &mut under);
                    shock.cells.insert(cell, sliced.slices);
                }
            }
            Err(finding) => report_once(&mut faults, *finding),
        }
    }
    for (at, rule) in rules.quotas.iter().enumerate() {
        match quota(rule, under.get(&at).map_or(&[], Vec::as_slice)) {
            Ok(quota) => shock.quotas.extend(quota),
            Err(finding) => faults.push(*finding),
        }
    }
    shock.productivity_hat = productivity(&rules, stack, &mut ledger);
    rules.notes.extend(agreements.lines_note(&rules));
    let agreements = agreements.list;
    faults.into_iter().for_each(|fault| report_once(&mut rules.findings, fault));
    rules.notes.extend(ledger.product_notes());
    if !rules.findings.is_empty() {
        return Err(rules.findings);
    }
    let capacities = capacities(&rules, stack);
    let mut touched = ledger.touched(setting.world);
    touched.extend(supply_touched(&rules, &capacities, setting.world));
    let growth = rules.growth.map(|(target, _)| target);
    Ok(Resolution { shock, touched, capacities, growth, agreements, left_out: rules.left_out, notes: rules.notes })
}

/// One finding of a kind for each place: a measure on a thousand cells is one mistake.
fn report_once(findings: &mut Vec<Finding>, finding: Finding) {
    let place = |f: &Finding| (f.code, f.place.file.clone(), f.place.line);
    if findings.iter().all(|f| place(f) != place(&finding)) {
        findings.push(finding);
    }
}

/// A rule in a cell, and whether it was ended there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Met {
    rule: usize,
    ended: bool,
}

/// The rules and deals that reach each cell, in file order; cells where all of them ended are as in the world.
fn cells(rules: &Rules, stack: &Stack, setting: &Setting) -> BTreeMap<Cell, (Vec<Met>, Vec<usize>)> {
    let deals = deals_by_cell(rules, stack, setting.world.sectors().len());
    let mut cells: BTreeMap<Cell, (Vec<Met>, Vec<usize>)> =
        rules_by_cell(rules, stack, setting.world).into_iter().map(|(cell, met)| (cell, (met, Vec::new()))).collect();
    for (cell, deals) in deals {
        let (met, of_cell) = cells.entry(cell).or_default();
        lift(met, &deals, rules);
        *of_cell = deals;
    }
    cells.retain(|_, (met, deals)| !deals.is_empty() || met.iter().any(|m| !m.ended));
    cells
}

fn rules_by_cell(rules: &Rules, stack: &Stack, world: &World) -> BTreeMap<Cell, Vec<Met>> {
    let mut by_cell: BTreeMap<Cell, Vec<Met>> = BTreeMap::new();
    for (at, rule) in rules.cells.iter().enumerate() {
        let id = rule.record.id.as_deref();
        let removals: Vec<_> = rules.removals.iter().filter(|r| r.ends(rule.layer, id, false)).collect();
        let ended = stack.ends(id);
        for &j in &rule.sectors {
            for &n in &rule.importers {
                for &i in rule.exporters.iter().filter(|i| **i != n || rule.home) {
                    let left_out = stack.leaves_out(rule.layer, rule.part, &world.economies()[i].code);
                    let ended = ended || left_out || removals.iter().any(|r| r.reaches(n, i, j));
                    by_cell.entry(Cell { j, n, i }).or_default().push(Met { rule: at, ended });
                }
            }
        }
    }
    by_cell
}

fn productivity(rules: &Rules, stack: &Stack, ledger: &mut Ledger) -> BTreeMap<(usize, usize), f64> {
    let mut productivity_hat = BTreeMap::new();
    for (at, boost) in rules.boosts.iter().enumerate() {
        let id = boost.record.id.as_deref();
        let removals: Vec<_> = rules.removals.iter().filter(|r| r.ends(boost.layer, id, true)).collect();
        let ended = stack.ends(id);
        for &n in &boost.economies {
            for &j in &boost.sectors {
                if !ended && !removals.iter().any(|r| r.reaches(n, n, j)) {
                    *productivity_hat.entry((n, j)).or_insert(1.0) *= boost.factor;
                    ledger.boost(at);
                }
            }
        }
    }
    productivity_hat
}

/// Average duty of an importer on an exporter's goods, weighted by the world's trade; the world's own with no shock.
pub fn average_tariff(world: &World, shock: &Shock, n: usize, i: usize) -> f64 {
    let goods = (0..world.sectors().len()).filter(|j| world.sectors()[*j].goods);
    let (mut trade, mut duty) = (0.0, 0.0);
    for j in goods {
        let q = world.trade_nij()[(n, i, j)];
        let tau = match shock.cells.get(&Cell { j, n, i }) {
            Some(slices) => slices.iter().map(|s| s.weight * s.tau).sum(),
            None => world.tau_nij()[(n, i, j)],
        };
        trade += q;
        duty += q * tau;
    }
    if trade > 0.0 { duty / trade } else { 0.0 }
}

fn cell_name(cell: Cell, world: &World) -> String {
    let (economies, sectors) = (world.economies(), world.sectors());
    format!("importer {}, exporter {}, sector {}", economies[cell.n].code, economies[cell.i].code, sectors[cell.j].code)
}

#[cfg(test)]
mod tests;
