//! Agreements with names as indices: between whom, which goods, and what of it the world table holds already.
//!
//! A cell is cut once for all agreements on it: the same goods are preferred, so that the widest agreement's part holds
//! the parts of the others and two agreements never add up. The rate of a table is a mean over goods that are free and
//! goods that are not; of an agreement in force before the table's year the stages of that time are in it, and what comes
//! later frees its part of the goods that still pay.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::agreement::AgreementParts;
use super::prior::Prior;
use super::products::{ProductWeight, matches};
use super::rule::{Rule, Rules};
use super::stack::Stack;
use super::{Met, Setting};
use crate::scenario::Agreement;
use crate::shock::Cell;

/// An agreement of a stack.
#[derive(Clone, Debug)]
pub(super) struct Deal<'a> {
    pub(super) layer: usize,
    pub(super) agreement: &'a Agreement,
    /// Importer and exporter, with the day from which both are in it; `None` if that is not a certain date.
    pub(super) pairs: BTreeMap<(usize, usize), Option<Date>>,
    /// What each importer frees.
    pub(super) frees: BTreeMap<usize, Freed<'a>>,
    /// Share of the goods freed that claim it.
    pub(super) uses: f64,
    pub(super) cost: Option<Prior>,
    pub(super) services: Option<Prior>,
    /// Which of its parts count.
    pub(super) parts: AgreementParts,
    /// True if another agreement of the stack takes its place: only what the table holds of it counts.
    pub(super) replaced: bool,
}

/// What an importer frees.
#[derive(Clone, Debug, Default)]
pub(super) struct Freed<'a> {
    /// Share of the goods of a cell in the end.
    pub(super) cover: f64,
    /// Products that stay out, with the sectors in which they lie.
    pub(super) products: Vec<(&'a str, BTreeSet<usize>)>,
    /// Sectors that stay out.
    pub(super) sectors: Vec<usize>,
}

/// What a deal does to a cell.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub(super) deal: usize,
    /// Part of the goods that it newly prefers, of those not left out.
    pub(super) share: f64,
    /// For each product of the cell whether it is meant; `None`: no product is left out.
    pub(super) products: Option<Vec<bool>>,
    /// Effect on trade in all, where its non-tariff part counts.
    pub(super) beta: Option<f64>,
    /// Which of its parts count.
    pub(super) parts: AgreementParts,
    /// True if it leaves out a product of this sector that has no weight in the cell.
    pub(super) without_weight: bool,
}

impl Deal<'_> {
    /// Share of the goods of a cell that is free of duty once the stages until a year are through, if every firm claims.
    fn covered(&self, cell: Cell, stage: impl Fn(u32) -> bool) -> f64 {
        let Some(freed) = self.frees.get(&cell.n).filter(|freed| !freed.sectors.contains(&cell.j)) else { return 0.0 };
        let staging = &self.agreement.staging;
        let staged: f64 = staging.iter().filter(|(years, _)| stage(**years)).map(|(_, share)| share).sum();
        freed.cover * if staging.is_empty() && stage(0) { 1.0 } else { staged.min(1.0) }
    }

    /// Years between entry into force and the year of a table; `None` if it was not in force before.
    fn years_before(&self, cell: Cell, year: i32) -> Option<i32> {
        let since = self.pairs.get(&(cell.n, cell.i)).copied().flatten()?;
        Some(year - i32::from(since.year())).filter(|years| *years > 0)
    }

    fn covered_in_table(&self, cell: Cell, year: i32) -> f64 {
        let before = self.years_before(cell, year);
        before.map_or(0.0, |before| self.covered(cell, |years| i64::from(years) < i64::from(before)))
    }
}

/// The deals on each cell, those included that only the table holds.
pub(super) fn deals_by_cell(rules: &Rules, stack: &Stack, sectors: usize) -> BTreeMap<Cell, Vec<usize>> {
    let mut by_cell: BTreeMap<Cell, Vec<usize>> = BTreeMap::new();
    for (at, deal) in rules.deals.iter().enumerate() {
        let id = deal.agreement.id.as_str();
        if stack.ends(Some(id)) {
            continue;
        }
        let removals: Vec<_> = rules.removals.iter().filter(|r| r.ends(deal.layer, Some(id), false)).collect();
        for &(n, i) in deal.pairs.keys() {
            for j in (0..sectors).filter(|j| !removals.iter().any(|r| r.reaches(n, i, *j))) {
                by_cell.entry(Cell { j, n, i }).or_default().push(at);
            }
        }
    }
    by_cell
}

/// Ends the measures that the agreements on a cell lift.
pub(super) fn lift(met: &mut [Met], deals: &[usize], rules: &Rules) {
    let lifts = |rule: &Rule, deal: &Deal| {
        let id = rule.record.id.as_ref();
        deal.parts.tariff && !deal.replaced && id.is_some_and(|id| deal.agreement.lifts.contains(id))
    };
    for m in met.iter_mut() {
        m.ended |= deals.iter().any(|deal| lifts(&rules.cells[m.rule], &rules.deals[*deal]));
    }
}

/// What the deals on a cell do to it.
pub(super) fn offers(cell: Cell, deals: &[usize], rules: &Rules, setting: &Setting) -> Vec<Offer> {
    let (year, goods) = (setting.world.year(), setting.world.sectors()[cell.j].goods);
    let of = |deal: &usize| &rules.deals[*deal];
    let in_table = deals.iter().map(|d| of(d).covered_in_table(cell, year)).fold(0.0, f64::max);
    let blocked = deals.iter().any(|d| of(d).years_before(cell, year).is_some());
    let offer = |at: &usize| {
        let deal = of(at);
        let covered = if goods { deal.covered(cell, |_| true) } else { 0.0 };
        let newly = if covered > in_table { (covered - in_table) / (1.0 - in_table) } else { 0.0 };
        let prior = if goods { &deal.cost } else { &deal.services };
        let (products, without_weight) = left_out(cell, deal, setting);
        Offer {
            deal: *at,
            share: deal.uses * newly,
            products,
            parts: deal.parts,
            beta: prior.as_ref().filter(|_| !blocked).map(|prior| prior.at(setting.estimate)),
            without_weight: newly > 0.0 && without_weight,
        }
    };
    deals.iter().filter(|d| !of(d).replaced).map(offer).collect()
}

/// Which products of a cell are not left out, and whether one that is has no weight.
fn left_out(cell: Cell, deal: &Deal, setting: &Setting) -> (Option<Vec<bool>>, bool) {
    let patterns = deal.frees.get(&cell.n).map_or(&[][..], |freed| &freed.products);
    let products = setting.products.cell(cell);
    let out = |p: &ProductWeight| patterns.iter().any(|(pattern, _)| matches(pattern, &p.product));
    let meant: Vec<bool> = products.iter().map(|p| !out(p)).collect();
    let weightless = |(pattern, sectors): &(&str, BTreeSet<usize>)| {
        sectors.contains(&cell.j) && !products.iter().any(|p| matches(pattern, &p.product))
    };
    let without_weight = patterns.iter().any(weightless);
    (meant.contains(&false).then_some(meant), without_weight)
}
