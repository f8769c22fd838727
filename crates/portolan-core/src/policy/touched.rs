//! What each measure touched: cells, trade, and the average duty on it before and after.

use std::collections::{BTreeMap, BTreeSet};

use super::rule::Rules;
use crate::finding::{Finding, Place};
use crate::scenario::{Origin, Record};
use crate::shock::{Capacity, Cell};
use crate::world::World;

/// What a measure touched. Rows of a table without ids of their own are one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Touched {
    /// Id, or place in the file.
    pub name: String,
    /// File of its first row.
    pub file: String,
    /// `tariff`, `trade cost`, `export tax`, `quota`, `agreement`, `productivity`, `capacity` or `growth`.
    pub what: &'static str,
    /// Number of cells, or of economies and sectors for productivity; of economies for growth.
    pub cells: usize,
    /// Trade that it touches, USD mn a year; zero for productivity and growth. Of an agreement: trade that it newly
    /// prefers, or all of a cell whose costs it changes.
    pub trade: f64,
    /// The same as a share of all that its importers buy from its exporters.
    pub share_of_trade: f64,
    /// Average tariff of the world on the trade that it touches.
    pub tau_before: f64,
    /// Average tariff on this trade with all measures in force.
    pub tau_after: f64,
    /// True if a number of it is a judgement, or has no source.
    pub judged: bool,
    /// Source ids.
    pub sources: BTreeSet<String>,
}

fn weight_note(place: Place, message: String) -> Finding {
    Finding {
        code: "no-product-weight",
        place,
        message,
        expected: "weights of the products in the product table".into(),
        remedy: "name the sector instead, with the products' `share` of it and whose judgement it is".into(),
    }
}

/// What a measure rests on.
struct Evidence {
    judged: bool,
    sources: BTreeSet<String>,
}

impl Evidence {
    fn of(record: &Record) -> Self {
        let judged = record.judged_by.is_some() || record.source.is_none();
        Self { judged, sources: record.source.iter().cloned().collect() }
    }
}

/// What supply and growth touched; the trade of a capacity is what its exporter sells to its partners in the world.
pub(super) fn supply_touched(rules: &Rules, capacities: &[Capacity], world: &World) -> Vec<Touched> {
    let nothing = |name: &str, origin: &Origin, what| Touched {
        name: name.into(),
        file: origin.file().into(),
        what,
        cells: 0,
        trade: 0.0,
        share_of_trade: 0.0,
        tau_before: 0.0,
        tau_after: 0.0,
        judged: false,
        sources: BTreeSet::new(),
    };
    let capacity = |capacity: &Capacity| {
        let rule = rules.capacities.iter().find(|rule| rule.capacity.name == capacity.name)?;
        let Evidence { judged, sources } = Evidence::of(rule.record);
        let sold = |j: usize| -> f64 { capacity.partners.iter().map(|n| world.trade_nij()[(*n, capacity.i, j)]).sum() };
        let (trade, all) = (sold(capacity.j), (0..world.sectors().len()).map(sold).sum::<f64>());
        let share_of_trade = if all > 0.0 { trade / all } else { 0.0 };
        let (cells, whole) = (capacity.partners.len(), nothing(&capacity.name, rule.origin, "capacity"));
        Some(Touched { cells, trade, share_of_trade, judged, sources, ..whole })
    };
    let growth = rules.growth.iter().map(|(target, growth)| Touched {
        cells: world.economies().len(),
        sources: BTreeSet::from([target.source.clone()]),
        ..nothing(&target.source, &growth.origin, "growth")
    });
    capacities.iter().filter_map(capacity).chain(growth).collect()
}

/// Some goods of a cell, and the tariff on them before and after.
pub(super) struct Goods {
    pub(super) cell: Cell,
    pub(super) weight: f64,
    pub(super) before: f64,
    pub(super) after: f64,
}

#[derive(Debug)]
struct Entry<'a> {
    name: String,
    what: &'static str,
    origin: &'a Origin,
    judged: bool,
    sources: BTreeSet<String>,
    cells: usize,
    pairs: BTreeSet<(usize, usize)>,
    trade: f64,
    before: f64,
    after: f64,
    without_weight: usize,
    in_cell: bool,
}

/// Adds up what measures touch, cell by cell.
#[derive(Debug)]
pub(super) struct Ledger<'a> {
    entries: Vec<Entry<'a>>,
    /// Entry of each rule, then of each boost.
    of_rule: Vec<usize>,
    of_boost: Vec<usize>,
    of_deal: Vec<usize>,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(rules: &Rules<'a>) -> Self {
        let mut ledger = Self { entries: Vec::new(), of_rule: Vec::new(), of_boost: Vec::new(), of_deal: Vec::new() };
        let mut index = BTreeMap::new();
        for rule in &rules.cells {
            let at = ledger.entry(&mut index, (&rule.name, rule.what), Evidence::of(rule.record), rule.origin);
            ledger.of_rule.push(at);
        }
        for boost in &rules.boosts {
            let at = ledger.entry(&mut index, (&boost.name, "productivity"), Evidence::of(boost.record), boost.origin);
            ledger.of_boost.push(at);
        }
        for deal in &rules.deals {
            let agreement = deal.agreement;
            let priors = deal.cost.iter().chain(&deal.services).map(|prior| prior.source.clone());
            let sources = agreement.source.iter().cloned().chain(priors).collect();
            let evidence = Evidence { judged: agreement.is_judged(), sources };
            let at = ledger.entry(&mut index, (&agreement.id, "agreement"), evidence, &agreement.origin);
            ledger.of_deal.push(at);
        }
        ledger
    }

    fn entry(
        &mut self,
        index: &mut BTreeMap<(String, String), usize>,
        (name, what): (&str, &'static str),
        evidence: Evidence,
        origin: &'a Origin,
    ) -> usize {
        let at = *index.entry((origin.file().into(), name.into())).or_insert(self.entries.len());
        if at == self.entries.len() {
            self.entries.push(Entry {
                name: name.into(),
                what,
                origin,
                judged: false,
                sources: BTreeSet::new(),
                cells: 0,
                pairs: BTreeSet::new(),
                trade: 0.0,
                before: 0.0,
                after: 0.0,
                without_weight: 0,
                in_cell: false,
            });
        }
        let entry = &mut self.entries[at];
        entry.judged |= evidence.judged;
        entry.sources.extend(evidence.sources);
        at
    }

    /// Goods that these rules and deals touch; a measure with several rows counts them once.
    pub(super) fn enter(
        &mut self,
        goods: &Goods,
        rules: impl Iterator<Item = usize>,
        deals: impl Iterator<Item = usize>,
        world: &World,
    ) {
        let rules = rules.map(|rule| self.of_rule[rule]);
        let entries: BTreeSet<usize> = rules.chain(deals.map(|deal| self.of_deal[deal])).collect();
        let Cell { j, n, i } = goods.cell;
        let trade = goods.weight * world.trade_nij()[(n, i, j)];
        for at in entries {
            let entry = &mut self.entries[at];
            entry.trade += trade;
            entry.before += trade * goods.before;
            entry.after += trade * goods.after;
            entry.in_cell = true;
        }
    }

    /// Ends a cell: measures that touched goods in it touched the cell.
    pub(super) fn close_cell(&mut self, cell: Cell) {
        for entry in self.entries.iter_mut().filter(|entry| entry.in_cell) {
            entry.cells += 1;
            entry.pairs.insert((cell.n, cell.i));
            entry.in_cell = false;
        }
    }

    pub(super) fn boost(&mut self, boost: usize) {
        self.entries[self.of_boost[boost]].cells += 1;
    }

    pub(super) fn without_weight(&mut self, rule: usize) {
        self.entries[self.of_rule[rule]].without_weight += 1;
    }

    pub(super) fn deal_without_weight(&mut self, deal: usize) {
        self.entries[self.of_deal[deal]].without_weight += 1;
    }

    /// Measures on products that were applied to whole cells, since the products have no weight there.
    pub(super) fn product_notes(&self) -> Vec<Finding> {
        let without: Vec<&Entry> = self.entries.iter().filter(|entry| entry.without_weight > 0).collect();
        let (deals, measures): (Vec<&Entry>, Vec<&Entry>) =
            without.into_iter().partition(|entry| entry.what == "agreement");
        let measure = |entry: &&Entry| {
            let (name, cells) = (&entry.name, entry.without_weight);
            let message = format!(
                "the products of `{name}` have no weight in {cells} cells, where it is applied to the whole cell"
            );
            weight_note(entry.origin.place("product"), message)
        };
        let names: Vec<String> = deals.iter().map(|entry| format!("`{}`", entry.name)).collect();
        let cells: usize = deals.iter().map(|entry| entry.without_weight).sum();
        let message = format!(
            "products that {} leave out have no weight in {cells} cells, where they are not left out",
            names.join(", ")
        );
        let all_deals = deals.first().map(|first| weight_note(first.origin.place("exclude"), message));
        measures.iter().map(measure).chain(all_deals).collect()
    }

    pub(super) fn touched(self, world: &World) -> Vec<Touched> {
        let bought = |(n, i): &(usize, usize)| -> f64 {
            (0..world.sectors().len()).map(|j| world.trade_nij()[(*n, *i, j)]).sum()
        };
        let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let touched = |entry: Entry| Touched {
            share_of_trade: ratio(entry.trade, entry.pairs.iter().map(bought).sum()),
            tau_before: ratio(entry.before, entry.trade),
            tau_after: ratio(entry.after, entry.trade),
            name: entry.name,
            file: entry.origin.file().into(),
            what: entry.what,
            cells: entry.cells,
            trade: entry.trade,
            judged: entry.judged,
            sources: entry.sources,
        };
        self.entries.into_iter().map(touched).collect()
    }
}
