//! From measures to numbers: what a policy does to each cell of a world on a day.
//!
//! A [`Stack`] lists the files in order; [`resolve`] turns it into a [`Shock`] on a world, and says what each measure
//! touched and what was left out. The rules are those of the scenario format: `rates` holds the order of operations,
//! `parts` which goods of a cell a measure touches, [`products`] the weights of products inside cells.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::finding::Finding;
use crate::scenario::Estimate;
use crate::shock::{Capacity, Cell, Shock, Slice};
use crate::world::World;

mod agreement;
mod parts;
mod prior;
pub mod products;
mod rates;
mod rule;
pub mod stack;
mod touched;

pub use agreement::{
    AgreementCell, AgreementInForce, AgreementParts, PartOfCell, non_tariff_below_zero, non_tariff_cost, tariff_effect,
};
pub use parts::MAX_SLICES;
pub use prior::{Prior, Priors};
pub use products::{ProductTable, ProductWeight};
pub use stack::{Layer, Stack};
pub use touched::Touched;

use parts::{Touch, pieces};
use rates::Duty;
use rule::{Rule, Rules, rules};
use touched::{Goods, Ledger};

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

/// What a stack of files does to a world.
///
/// # Errors
/// All faults that need the world to be seen: unknown economies, sectors, products and ids, measures that touch nothing,
/// facts of the scenario itself that were known too late, dated measures without a day, duties below −100%, and cells
/// cut into more than [`MAX_SLICES`] slices.
pub fn resolve(stack: &Stack, setting: &Setting) -> Result<Resolution, Vec<Finding>> {
    let mut rules = rules(stack, setting);
    let mut ledger = Ledger::new(&rules);
    let mut shock = Shock::default();
    for (cell, met) in rules_by_cell(&rules, stack) {
        match slices(cell, &met, (&rules.cells, setting), &mut ledger) {
            Ok(slices) => drop(shock.cells.insert(cell, slices)),
            Err(finding) => report_once(&mut rules.findings, *finding),
        }
    }
    shock.productivity_hat = productivity(&rules, stack, &mut ledger);
    rules.notes.extend(ledger.product_notes());
    if !rules.findings.is_empty() {
        return Err(rules.findings);
    }
    let touched = ledger.touched(setting.world);
    Ok(Resolution { shock, touched, left_out: rules.left_out, notes: rules.notes, ..Resolution::default() })
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

/// The rules that reach each cell, in file order; cells where all of them ended are as in the world.
fn rules_by_cell(rules: &Rules, stack: &Stack) -> BTreeMap<Cell, Vec<Met>> {
    let mut by_cell: BTreeMap<Cell, Vec<Met>> = BTreeMap::new();
    for (at, rule) in rules.cells.iter().enumerate() {
        let removals: Vec<_> = rules.removals.iter().filter(|r| r.ends(rule.layer, rule.record, false)).collect();
        let ended = stack.ends(rule.record);
        for &j in &rule.sectors {
            for &n in &rule.importers {
                for &i in rule.exporters.iter().filter(|i| **i != n || rule.home) {
                    let ended = ended || removals.iter().any(|r| r.reaches(n, i, j));
                    by_cell.entry(Cell { j, n, i }).or_default().push(Met { rule: at, ended });
                }
            }
        }
    }
    by_cell.retain(|_, met| met.iter().any(|m| !m.ended));
    by_cell
}

/// The slices of a cell. Rules that ended there still say how the cell is cut, so that ending one moves no other.
fn slices(
    cell: Cell,
    met: &[Met],
    (rules, setting): (&[Rule], &Setting),
    ledger: &mut Ledger,
) -> Result<Vec<Slice>, Box<Finding>> {
    let products = setting.products.cell(cell);
    let touches: Vec<Touch> = met.iter().map(|m| touch(&rules[m.rule], m.rule, products, ledger)).collect();
    let weights: Vec<f64> = products.iter().map(|p| p.weight).collect();
    let last = &rules[met[met.len() - 1].rule];
    let pieces = pieces(&touches, &weights).ok_or_else(|| Box::new(too_many_slices(cell, last, setting.world)))?;
    let mut order: Vec<usize> = (0..met.len()).filter(|m| !met[*m].ended).collect();
    order.sort_by_key(|m| (rules[met[*m].rule].layer, rules[met[*m].rule].effect.rank(), *m));
    let tau = setting.world.tau_nij()[(cell.n, cell.i, cell.j)];
    let mut slices: Vec<Slice> = Vec::new();
    for piece in pieces {
        let mut duty = Duty::new(tau);
        let hit: Vec<usize> = order.iter().copied().filter(|m| piece.hit[*m]).collect();
        hit.iter().for_each(|m| duty.apply(rules[met[*m].rule].effect));
        if duty.tau() <= -1.0 || duty.export_tax() <= -1.0 {
            return Err(Box::new(below_minus_100(cell, &rules[met[hit[hit.len() - 1]].rule], setting.world)));
        }
        let goods = Goods { cell, weight: piece.weight, before: tau, after: duty.tau() };
        ledger.enter(&goods, hit.iter().map(|m| met[*m].rule), setting.world);
        merge(&mut slices, piece.weight, &duty);
    }
    ledger.close_cell(cell);
    Ok(slices)
}

/// What a rule touches of a cell. Products without a weight make it the plain cell, which is noted.
fn touch<'a>(rule: &Rule<'a>, at: usize, products: &[ProductWeight], ledger: &mut Ledger) -> Touch<'a> {
    let mut touch = Touch { share: rule.share, part: rule.part, products: None };
    if !rule.products.is_empty() {
        let meant = |p: &ProductWeight| rule.products.iter().any(|pattern| products::matches(pattern, &p.product));
        let mask: Vec<bool> = products.iter().map(meant).collect();
        if mask.contains(&true) {
            touch.products = Some(mask);
        } else {
            ledger.without_weight(at);
        }
    }
    touch
}

/// Slices that meet the same rates are one.
fn merge(slices: &mut Vec<Slice>, weight: f64, duty: &Duty) {
    let new = Slice { weight, tau: duty.tau(), export_tax: duty.export_tax(), d_hat: duty.d_hat };
    match slices.iter_mut().find(|s| (s.tau, s.export_tax, s.d_hat) == (new.tau, new.export_tax, new.d_hat)) {
        Some(slice) => slice.weight += weight,
        None => slices.push(new),
    }
}

fn productivity(rules: &Rules, stack: &Stack, ledger: &mut Ledger) -> BTreeMap<(usize, usize), f64> {
    let mut productivity_hat = BTreeMap::new();
    for (at, boost) in rules.boosts.iter().enumerate() {
        let removals: Vec<_> = rules.removals.iter().filter(|r| r.ends(boost.layer, boost.record, true)).collect();
        let ended = stack.ends(boost.record);
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

fn too_many_slices(cell: Cell, rule: &Rule, world: &World) -> Finding {
    Finding {
        code: "too-many-slices",
        place: rule.origin.place("share"),
        message: format!("measures cut the cell {} into more than {MAX_SLICES} slices", cell_name(cell, world)),
        expected: "measures on the same goods that say so by the same `part`".into(),
        remedy: "give the measures a common `part`, or parts \"family/name\" if their goods are disjoint".into(),
    }
}

fn below_minus_100(cell: Cell, rule: &Rule, world: &World) -> Finding {
    Finding {
        code: "rate-out-of-range",
        place: rule.origin.place(rule.effect.key()),
        message: format!("measures together bring the rate of the cell {} to -100% or less", cell_name(cell, world)),
        expected: "a rate above -100%".into(),
        remedy: "check the signs of the measures on this cell".into(),
    }
}

#[cfg(test)]
mod tests;
