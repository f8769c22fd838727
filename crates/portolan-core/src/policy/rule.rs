//! Measures as rules: names become indices, words become numbers, and what does not count on the day is left out.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::deal::Deal;
use super::rates::Effect;
use super::stack::{Layer, Stack, name_finding};
use super::{GrowthTarget, LeftOut, Reason, Setting};
use crate::finding::{Finding, Place};
use crate::groups::{self, Expansion};
use crate::scenario::{
    FactorChange, Growth, Origin, Productivity, Reach, Record, Scenario, Tariff, TariffChange, TaxChange,
};
use crate::shock::{Capacity, Rent};

mod agreements;
mod faults;
mod supply;

use faults::*;

/// A measure on cells, ready to be applied.
#[derive(Clone, Debug)]
pub(super) struct Rule<'a> {
    pub(super) layer: usize,
    pub(super) name: String,
    pub(super) record: &'a Record,
    pub(super) origin: &'a Origin,
    pub(super) what: &'static str,
    pub(super) importers: Vec<usize>,
    pub(super) exporters: Vec<usize>,
    /// Sectors; those of its products if it names products.
    pub(super) sectors: Vec<usize>,
    pub(super) products: &'a [String],
    pub(super) share: Option<f64>,
    pub(super) part: Option<&'a str>,
    pub(super) effect: Effect,
    /// True if domestic trade is meant.
    pub(super) home: bool,
}

/// A measure on productivity.
#[derive(Clone, Debug)]
pub(super) struct Boost<'a> {
    pub(super) layer: usize,
    pub(super) name: String,
    pub(super) record: &'a Record,
    pub(super) origin: &'a Origin,
    pub(super) economies: Vec<usize>,
    pub(super) sectors: Vec<usize>,
    pub(super) factor: f64,
}

/// A quota, without its goods, which a rule on cells has.
#[derive(Clone, Debug)]
pub(super) struct QuotaRule<'a> {
    pub(super) name: String,
    pub(super) origin: &'a Origin,
    /// USD mn a year.
    pub(super) quantity: f64,
    pub(super) rent: Rent,
}

/// A capacity in force.
#[derive(Clone, Debug)]
pub(super) struct CapacityRule<'a> {
    pub(super) layer: usize,
    pub(super) record: &'a Record,
    pub(super) origin: &'a Origin,
    pub(super) capacity: Capacity,
}

/// A row that ends measures of earlier layers; empty lists mean all.
#[derive(Clone, Debug)]
pub(super) struct Removal<'a> {
    pub(super) layer: usize,
    pub(super) ids: &'a [String],
    pub(super) importers: Vec<usize>,
    pub(super) exporters: Vec<usize>,
    pub(super) sectors: Vec<usize>,
    /// True for a row of `[[productivity]]`: exporters are then its economies.
    pub(super) productivity: bool,
}

impl Removal<'_> {
    /// True if the row ends measures such as this one, of an earlier layer.
    pub(super) fn ends(&self, layer: usize, id: Option<&str>, productivity: bool) -> bool {
        let named = id.is_some_and(|id| self.ids.iter().any(|ended| ended == id));
        layer < self.layer && productivity == self.productivity && named
    }

    /// True if the row's reach holds the cell; an empty list means all.
    pub(super) fn reaches(&self, n: usize, i: usize, j: usize) -> bool {
        let holds = |list: &[usize], x: usize| list.is_empty() || list.contains(&x);
        holds(&self.importers, n) && holds(&self.exporters, i) && holds(&self.sectors, j)
    }
}

/// All rules of a stack in file order.
#[derive(Debug, Default)]
pub(super) struct Rules<'a> {
    pub(super) cells: Vec<Rule<'a>>,
    pub(super) boosts: Vec<Boost<'a>>,
    pub(super) removals: Vec<Removal<'a>>,
    pub(super) quotas: Vec<QuotaRule<'a>>,
    pub(super) capacities: Vec<CapacityRule<'a>>,
    pub(super) deals: Vec<Deal<'a>>,
    pub(super) growth: Option<(GrowthTarget, &'a Growth)>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) notes: Vec<Finding>,
    pub(super) findings: Vec<Finding>,
    /// Ids met so far, with their layer.
    ids: Vec<(usize, &'a str)>,
}

/// A measure of any kind, as one row of a layer.
struct Row<'a> {
    layer: usize,
    name: String,
    record: &'a Record,
    origin: &'a Origin,
}

pub(super) fn rules<'a>(stack: &Stack<'a>, setting: &Setting) -> Rules<'a> {
    let mut rules = Rules::default();
    for (at, layer) in stack.layers.iter().enumerate() {
        rules.layer(at, layer, stack.as_of, setting);
    }
    if let Some(growth) = stack.growth {
        rules.grow(growth, true, stack.as_of, setting);
    }
    rules.settle_agreements();
    for ended in &stack.ended {
        if !rules.ids.iter().any(|(_, id)| *id == ended.id) {
            let known = rules.ids.iter().map(|(_, id)| *id);
            rules.findings.push(name_finding(
                "unknown-id",
                ended.id,
                ended.place.clone(),
                "the id of a measure",
                known,
            ));
        }
    }
    rules
}

impl<'a> Rules<'a> {
    fn layer(&mut self, at: usize, layer: &Layer<'a>, as_of: Option<Date>, setting: &Setting) {
        let scenario: &'a Scenario = layer.scenario;
        self.snapshots(layer, setting);
        for entry in &scenario.tariff {
            if entry.rows.is_empty() {
                self.tariff(at, layer, (entry, entry), as_of, setting);
            }
            for row in &entry.rows {
                self.tariff(at, layer, (entry, row), as_of, setting);
            }
        }
        for cost in &scenario.trade_cost {
            let Some(row) = self.admit(at, layer, (&cost.record, &cost.origin, None), as_of, setting) else {
                self.check_names(&cost.reach, &cost.origin, setting);
                continue;
            };
            match &cost.change {
                FactorChange::Scale(factor) => {
                    self.cell(row, "trade cost", &cost.reach, Effect::Cost(*factor), setting)
                }
                FactorChange::Remove(ids) => self.remove(&row, ids, &cost.reach, setting),
            }
        }
        for tax in &scenario.export_tax {
            let Some(row) = self.admit(at, layer, (&tax.record, &tax.origin, None), as_of, setting) else {
                self.check_names(&tax.reach, &tax.origin, setting);
                continue;
            };
            match &tax.change {
                TaxChange::Set(rate) => {
                    self.cell(row, "export tax", &tax.reach, Effect::TaxSet(rate.fraction()), setting)
                }
                TaxChange::Add(rate) => {
                    self.cell(row, "export tax", &tax.reach, Effect::TaxAdd(rate.fraction()), setting)
                }
                TaxChange::Remove(ids) => self.remove(&row, ids, &tax.reach, setting),
            }
        }
        scenario.productivity.iter().for_each(|boost| self.productivity(at, layer, boost, as_of, setting));
        scenario.quota.iter().for_each(|quota| self.quota(at, layer, quota, as_of, setting));
        scenario.capacity.iter().for_each(|capacity| self.capacity(at, layer, capacity, as_of, setting));
        scenario.agreement.iter().for_each(|agreement| self.agreement(at, layer, agreement, as_of, setting));
        if let Some(growth) = scenario.growth.as_ref().filter(|_| !layer.own) {
            self.grow(growth, false, as_of, setting);
        }
    }

    fn productivity(
        &mut self,
        at: usize,
        layer: &Layer<'a>,
        boost: &'a Productivity,
        as_of: Option<Date>,
        setting: &Setting,
    ) {
        let Some(row) = self.admit(at, layer, (&boost.record, &boost.origin, None), as_of, setting) else {
            return;
        };
        let economies = self.economies(&boost.economy, "economy", row.origin, setting);
        let sectors = self.sectors(&boost.sector, row.origin, setting);
        let Row { layer, name, record, origin } = row;
        match &boost.change {
            FactorChange::Scale(factor) => {
                self.boosts.push(Boost { layer, name, record, origin, economies, sectors, factor: *factor });
            }
            FactorChange::Remove(ids) => {
                self.known_ids(ids, layer, origin);
                let (importers, exporters) = (Vec::new(), economies);
                self.removals.push(Removal { layer, ids, importers, exporters, sectors, productivity: true });
            }
        }
    }

    /// A layer that has snapshots must have one of the day.
    fn snapshots(&mut self, layer: &Layer<'a>, setting: &Setting) {
        let entries = || layer.scenario.tariff.iter().filter(|t| layer.pick.takes(t.record.id.as_deref()));
        let days: BTreeSet<Date> = entries().filter_map(|t| t.record.on).collect();
        let Some(first) = entries().find(|t| t.record.on.is_some()) else { return };
        if setting.date.is_none_or(|day| days.contains(&day)) {
            return;
        }
        let day = setting.date.map_or(String::new(), |day| day.to_string());
        let days: Vec<String> = days.iter().map(Date::to_string).collect();
        let days = days.join(" and ");
        self.findings.push(Finding {
            code: "no-snapshot",
            place: first.origin.place("on"),
            message: format!("the measures of `{}` are those of {days}, and the question is of {day}", layer.name),
            expected: format!("`as_of` one of {days}"),
            remedy: "measures of other days are listed by `portolan reference`; no answer is solved from them".into(),
        });
    }

    fn tariff(
        &mut self,
        at: usize,
        layer: &Layer<'a>,
        (entry, tariff): (&'a Tariff, &'a Tariff),
        as_of: Option<Date>,
        setting: &Setting,
    ) {
        let of = (&tariff.record, &tariff.origin, Some(&entry.origin));
        let Some(row) = self.admit(at, layer, of, as_of, setting) else {
            return self.check_names(&tariff.reach, &tariff.origin, setting);
        };
        let effect = match &tariff.change {
            TariffChange::Set(rate) => Effect::Set(rate.fraction()),
            TariffChange::Add(rate) => Effect::Add(rate.fraction()),
            TariffChange::Cap(rate) => Effect::Cap(rate.fraction()),
            TariffChange::Cut(rate) => Effect::Cut(rate.fraction()),
            TariffChange::Swiss(rate) => Effect::Swiss(rate.fraction()),
            TariffChange::Scale(factor) => Effect::Scale(*factor),
            TariffChange::Remove(ids) => return self.remove(&row, ids, &tariff.reach, setting),
            TariffChange::Table(_) => return self.findings.push(table_not_read(&tariff.origin)),
        };
        self.cell(row, "tariff", &tariff.reach, effect, setting);
    }

    /// A measure that counts on the day; what does not is listed, or a fault in the scenario itself.
    fn admit(
        &mut self,
        at: usize,
        layer: &Layer<'a>,
        (record, origin, entry): (&'a Record, &'a Origin, Option<&'a Origin>),
        as_of: Option<Date>,
        setting: &Setting,
    ) -> Option<Row<'a>> {
        if !layer.pick.takes(record.id.as_deref()) {
            return None;
        }
        self.ids.extend(record.id.as_deref().map(|id| (at, id)));
        let name = record.id.clone().unwrap_or_else(|| entry.unwrap_or(origin).label());
        let leave = |reason| LeftOut { name: name.clone(), file: origin.file().into(), line: origin.line(), reason };
        if let Some(on) = record.on.filter(|on| !layer.own && setting.date.is_some_and(|day| *on != day)) {
            // One line for the snapshot, not one for each of its rows.
            let (name, origin) = (name.clone(), entry.unwrap_or(origin));
            let other = LeftOut { name, file: origin.file().into(), line: origin.line(), reason: Reason::OtherDay(on) };
            if !self.left_out.contains(&other) {
                self.left_out.push(other);
            }
            return None;
        }
        if let Some((known, as_of)) = record.known_on().zip(as_of).filter(|(known, as_of)| known > as_of) {
            if layer.own {
                let place = origin.place(known_key(record));
                self.findings.push(known_later(&name, known, as_of, place));
            } else {
                self.left_out.push(leave(Reason::KnownLater(known)));
            }
            return None;
        }
        match setting.date {
            None if record.from.is_some() || record.until.is_some() || record.on.is_some() => {
                self.findings.push(date_needed(origin, record));
                return None;
            }
            Some(day) if record.on.is_some_and(|on| on != day) => {
                self.left_out.push(leave(Reason::OtherDay(record.on.unwrap_or(day))));
                return None;
            }
            Some(day) if !record.in_force(day) => {
                let later = record.from.filter(|from| *from > day).map(Reason::NotYet);
                self.left_out.push(leave(later.unwrap_or(Reason::Ended(record.until.unwrap_or(day)))));
                return None;
            }
            _ => {}
        }
        Some(Row { layer: at, name, record, origin })
    }

    fn cell(&mut self, row: Row<'a>, what: &'static str, reach: &'a Reach, effect: Effect, setting: &Setting) {
        let importers = self.economies(&reach.importer, "importer", row.origin, setting);
        let exporters = self.economies(&reach.exporter, "exporter", row.origin, setting);
        let mut sectors = self.sectors(&reach.sector, row.origin, setting);
        for (i, pattern) in reach.product.iter().enumerate() {
            let found = setting.products.sectors(pattern);
            if found.is_empty() {
                self.findings.push(unknown_product(pattern, row.origin.place(&format!("product[{}]", i + 1)), setting));
            }
            sectors.extend(found);
        }
        sectors.sort_unstable();
        sectors.dedup();
        let home = what == "trade cost"
            && reach.importer.len() == 1
            && reach.importer == reach.exporter
            && importers.len() == 1;
        let pair = importers.iter().any(|n| exporters.iter().any(|i| n != i || home));
        if !pair && !importers.is_empty() && !exporters.is_empty() {
            self.findings.push(touches_nothing(row.origin, what));
        }
        let (share, part) = (reach.share.map(|share| share.at(setting.estimate)), reach.part.as_deref());
        let (products, Row { layer, name, record, origin, .. }) = (reach.product.as_slice(), row);
        let rule = Rule {
            layer,
            name,
            record,
            origin,
            what,
            importers,
            exporters,
            sectors,
            products,
            share,
            part,
            effect,
            home,
        };
        self.cells.push(rule);
    }

    fn remove(&mut self, row: &Row<'a>, ids: &'a [String], reach: &Reach, setting: &Setting) {
        self.known_ids(ids, row.layer, row.origin);
        let removal = Removal {
            layer: row.layer,
            ids,
            importers: self.economies(&reach.importer, "importer", row.origin, setting),
            exporters: self.economies(&reach.exporter, "exporter", row.origin, setting),
            sectors: self.sectors(&reach.sector, row.origin, setting),
            productivity: false,
        };
        self.removals.push(removal);
    }

    /// Reports ids that no earlier layer has.
    fn known_ids(&mut self, ids: &[String], layer: usize, origin: &Origin) {
        let earlier: Vec<&str> = self.ids.iter().filter(|(at, _)| *at < layer).map(|(_, id)| *id).collect();
        for (i, id) in ids.iter().enumerate().filter(|(_, id)| !earlier.contains(&id.as_str())) {
            let place = origin.place(&format!("remove[{}]", i + 1));
            let expected = "the id of a measure of an earlier file";
            self.findings.push(name_finding("unknown-id", id, place, expected, earlier.iter().copied()));
        }
    }

    /// A measure that does not count on the day must still name what the world has: a slip would hide until its day.
    fn check_names(&mut self, reach: &Reach, origin: &Origin, setting: &Setting) {
        let notes = self.notes.len();
        self.economies(&reach.importer, "importer", origin, setting);
        self.economies(&reach.exporter, "exporter", origin, setting);
        self.sectors(&reach.sector, origin, setting);
        self.notes.truncate(notes);
    }

    fn economies(&mut self, names: &[String], key: &'static str, origin: &Origin, setting: &Setting) -> Vec<usize> {
        let expansion = groups::expand_economies(names, setting.world.economies(), setting.date);
        for (code, group) in &expansion.absent {
            self.note_absent(code, group, origin.place(key), setting);
        }
        self.expanded(expansion, ("unknown-economy", key, "economy"), names, origin, setting)
    }

    fn sectors(&mut self, names: &[String], origin: &Origin, setting: &Setting) -> Vec<usize> {
        let expansion = groups::expand_sectors(names, setting.world.sectors());
        self.expanded(expansion, ("unknown-sector", "sector", "sector"), names, origin, setting)
    }

    fn expanded(
        &mut self,
        expansion: Expansion,
        (code, key, what): (&'static str, &str, &str),
        names: &[String],
        origin: &Origin,
        setting: &Setting,
    ) -> Vec<usize> {
        let world = setting.world.id();
        let nothing = expansion.members.is_empty() && expansion.unknown.is_empty() && !names.is_empty();
        for name in expansion.unknown {
            let remedy = match (&name.nearest, name.elsewhere) {
                (_, true) => "it lies in the rest of the world of this table, if there is one: ROW".to_string(),
                (Some(near), _) => format!("did you mean \"{near}\"?"),
                (None, _) => {
                    format!("`portolan {}` lists the codes", if what == "sector" { "sectors" } else { "economies" })
                }
            };
            self.findings.push(Finding {
                code,
                place: origin.place(&format!("{key}[{}]", name.index + 1)),
                message: format!(
                    "\"{}\" is not {} of {world}",
                    name.name,
                    if what == "sector" { "a sector" } else { "an economy or group" }
                ),
                expected: "the code of one, a group of them, or \"*\"".into(),
                remedy,
            });
        }
        if nothing {
            self.findings.push(empty_list(key, origin));
        }
        expansion.members
    }

    fn note_absent(&mut self, code: &str, group: &str, place: Place, setting: &Setting) {
        let message = format!("{code} of {group} is not an economy of {}", setting.world.id());
        if self.notes.iter().all(|note| note.message != message) {
            let (expected, remedy) = (String::new(), "its trade stays in the rest of the world, untouched".into());
            self.notes.push(Finding { code: "absent-member", place, message, expected, remedy });
        }
    }
}
