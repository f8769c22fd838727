//! Quotas, capacities and growth as rules.

use jiff::civil::Date;

use super::faults::{known_later, touches_nothing};
use super::{CapacityRule, QuotaRule, Reason, Row, Rules};
use crate::finding::Finding;
use crate::policy::rates::Effect;
use crate::policy::stack::Layer;
use crate::policy::{GrowthTarget, LeftOut, Setting};
use crate::scenario::{Amount, CapacityCost, CapacityMeasure, Growth, Origin, QuotaMeasure, RentTo};
use crate::shock::{Capacity, Rent};

impl<'a> Rules<'a> {
    pub(super) fn quota(
        &mut self,
        at: usize,
        layer: &Layer<'a>,
        quota: &'a QuotaMeasure,
        as_of: Option<Date>,
        setting: &Setting,
    ) {
        let Some(row) = self.admit(at, layer, (&quota.record, &quota.origin, None), as_of, setting) else {
            return self.check_names(&quota.reach, &quota.origin, setting);
        };
        let rent = match quota.rent {
            RentTo::Exporter => Rent::Exporter,
            RentTo::Importer => Rent::Importer,
        };
        let rule = QuotaRule { name: row.name.clone(), origin: row.origin, quantity: quota.value(), rent };
        let (within, beyond) = (quota.within.fraction(), quota.beyond.fraction());
        let effect = Effect::Quota { at: self.quotas.len(), within, beyond };
        self.quotas.push(rule);
        self.cell(row, "quota", &quota.reach, effect, setting);
    }

    pub(super) fn capacity(
        &mut self,
        at: usize,
        layer: &Layer<'a>,
        measure: &'a CapacityMeasure,
        as_of: Option<Date>,
        setting: &Setting,
    ) {
        let admitted = self.admit(at, layer, (&measure.record, &measure.origin, None), as_of, setting);
        let notes = self.notes.len();
        let exporters = self.economies(std::slice::from_ref(&measure.exporter), "exporter", &measure.origin, setting);
        let sectors = self.sectors(std::slice::from_ref(&measure.sector), &measure.origin, setting);
        let mut partners = self.economies(&measure.partner, "partner", &measure.origin, setting);
        let Some(Row { layer, name, record, origin }) = admitted else {
            return self.notes.truncate(notes);
        };
        let exporter = self.one("exporter", &exporters, origin);
        let Some((i, j)) = exporter.zip(self.one("sector", &sectors, origin)) else { return };
        partners.retain(|n| *n != i);
        if partners.is_empty() {
            self.findings.push(touches_nothing(origin, "capacity"));
        }
        let flow = match measure.flow {
            Amount::Usd(mn) | Amount::Units(mn) => mn,
        };
        let free = measure.cost == CapacityCost::Free;
        let capacity = Capacity { name, i, j, partners, flow, free };
        self.capacities.push(CapacityRule { layer, record, origin, capacity });
    }

    /// The one member of a list; unknown names are reported already.
    fn one(&mut self, key: &str, members: &[usize], origin: &Origin) -> Option<usize> {
        if members.len() > 1 {
            self.findings.push(Finding {
                code: "one-name",
                place: origin.place(key),
                message: format!("`{key}` of a capacity means {} of them", members.len()),
                expected: "one code".into(),
                remedy: "write a capacity for each".into(),
            });
        }
        members.first().copied().filter(|_| members.len() == 1)
    }

    pub(super) fn grow(&mut self, growth: &'a Growth, own: bool, as_of: Option<Date>, setting: &Setting) {
        let origin = &growth.origin;
        if let Some((known, as_of)) = growth.known.zip(as_of).filter(|(known, as_of)| known > as_of) {
            if own {
                self.findings.push(known_later("growth", known, as_of, origin.place("known")));
            } else {
                let (file, line, reason) = (origin.file().into(), origin.line(), Reason::KnownLater(known));
                self.left_out.push(LeftOut { name: growth.source.clone(), file, line, reason });
            }
            return;
        }
        let from = growth.from.unwrap_or(setting.world.year());
        if growth.to <= from {
            self.findings.push(Finding {
                code: "dates-out-of-order",
                place: origin.place("to"),
                message: format!("growth ends in {}, and the world is of {from}", growth.to),
                expected: "`to` later than `from`, which is the year of the world where it is not written".into(),
                remedy: "correct the year".into(),
            });
        }
        self.growth = Some((GrowthTarget { source: growth.source.clone(), from, to: growth.to }, growth));
    }
}
