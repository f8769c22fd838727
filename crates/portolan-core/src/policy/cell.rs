//! The slices of a cell: measures first, in their order, then what agreements prefer and save.

use std::collections::BTreeMap;

use super::agreement::{AgreementCell, PartOfCell, non_tariff_cost, tariff_effect};
use super::deal::Offer;
use super::parts::{MAX_SLICES, Touch, pieces};
use super::products::{self, ProductWeight};
use super::quotas::UnderQuota;
use super::rates::{Duty, Effect};
use super::rule::{Rule, Rules};
use super::touched::{Goods, Ledger};
use super::{Met, Setting, cell_name};
use crate::finding::Finding;
use crate::shock::{Cell, Slice};

/// Dimension of the goods that agreements prefer. No `part` of a scenario is named so.
const PREFERENCE: &str = "[[agreement]]";

/// A cell as slices.
#[derive(Debug, Default)]
pub(super) struct Sliced {
    pub(super) slices: Vec<Slice>,
    /// Quota of each slice, and the rate beyond it.
    pub(super) quotas: Vec<Option<(usize, f64)>>,
    /// What each offer does alone.
    pub(super) alone: Vec<(usize, AgreementCell)>,
}

/// Goods of a cell that the same measures and agreements touch.
struct Part {
    weight: f64,
    duty: Duty,
    /// Rules in force on them.
    hit: Vec<usize>,
    /// For each offer whether it prefers them.
    preferred: Vec<bool>,
}

/// The slices of a cell. Rules that ended there still say how the cell is cut, so that ending one moves no other.
pub(super) fn slices(
    cell: Cell,
    (met, offers): (&[Met], &[Offer]),
    (rules, setting): (&Rules, &Setting),
    ledger: &mut Ledger,
) -> Result<Sliced, Box<Finding>> {
    let parts = parts(cell, (met, offers), (rules, setting), ledger)?;
    let theta = setting.theta_j.get(cell.j).copied().unwrap_or(f64::INFINITY);
    let trade = setting.world.trade_nij()[(cell.n, cell.i, cell.j)];
    let mut alone: Vec<AgreementCell> =
        offers.iter().enumerate().map(|(k, offer)| alone(cell, trade, (&parts, k), offer.beta, theta)).collect();
    let goods_sector = setting.world.sectors()[cell.j].goods;
    let counts = |k: usize| if goods_sector { offers[k].parts.cost } else { offers[k].parts.services };
    alone.iter_mut().enumerate().for_each(|(k, a)| a.counts = counts(k));
    let d = alone.iter().filter(|a| a.counts).filter_map(|a| a.d).reduce(f64::min).unwrap_or(1.0);
    let mut sliced = Sliced::default();
    let tau = setting.world.tau_nij()[(cell.n, cell.i, cell.j)];
    for part in &parts {
        let prefers = |k: usize| offers[k].parts.tariff && part.preferred[k];
        let preferred = (0..offers.len()).any(prefers);
        let duty = if preferred { part.duty.preferred() } else { part.duty };
        let goods = Goods { cell, weight: part.weight, before: tau, after: duty.tau() };
        let deal = |k: &usize| prefers(*k) || (counts(*k) && offers[*k].beta.is_some());
        let deals = (0..offers.len()).filter(deal).map(|k| offers[k].deal);
        ledger.enter(&goods, part.hit.iter().copied(), deals, setting.world);
        sliced.merge(part.weight, &duty, (d, setting.rent));
    }
    ledger.close_cell(cell);
    sliced.alone = offers.iter().map(|offer| offer.deal).zip(alone).collect();
    Ok(sliced)
}

fn parts(
    cell: Cell,
    (met, offers): (&[Met], &[Offer]),
    (rules, setting): (&Rules, &Setting),
    ledger: &mut Ledger,
) -> Result<Vec<Part>, Box<Finding>> {
    let products = setting.products.cell(cell);
    let mut touches: Vec<Touch> = Vec::new();
    for m in met {
        touches.push(touch(cell, (m, &rules.cells[m.rule]), (products, setting), ledger)?);
    }
    for offer in offers {
        touches.push(preference(offer));
        if offer.without_weight {
            ledger.deal_without_weight(offer.deal);
        }
    }
    let weights: Vec<f64> = products.iter().map(|p| p.at(setting.estimate)).collect();
    let pieces =
        pieces(&touches, &weights).ok_or_else(|| Box::new(too_many_slices(cell, (met, offers), (rules, setting))))?;
    let mut order: Vec<usize> = (0..met.len()).filter(|m| !met[*m].ended).collect();
    order.sort_by_key(|m| (rules.cells[met[*m].rule].layer, rules.cells[met[*m].rule].effect.rank(), *m));
    let mut parts = Vec::new();
    for piece in pieces {
        let mut duty = Duty::new(setting.world.tau_nij()[(cell.n, cell.i, cell.j)]);
        let hit: Vec<usize> = order.iter().filter(|m| piece.hit[**m]).map(|m| met[*m].rule).collect();
        hit.iter().for_each(|rule| duty.apply(rules.cells[*rule].effect));
        if duty.tau() <= -1.0 || duty.export_tax() <= -1.0 {
            return Err(Box::new(below_minus_100(cell, &rules.cells[hit[hit.len() - 1]], setting)));
        }
        // Goods that pay nothing, and goods under a quota, have nothing to be preferred by.
        let falls = duty.preferred().tau() < duty.tau();
        let preferred = piece.hit[met.len()..].iter().map(|hit| *hit && falls).collect();
        parts.push(Part { weight: piece.weight, duty, hit, preferred });
    }
    Ok(parts)
}

/// What a rule touches of a cell. Products without a weight make it the plain cell, which is noted; a quota cannot be
/// filled by goods that the table does not show.
fn touch<'a>(
    cell: Cell,
    (met, rule): (&Met, &Rule<'a>),
    (products, setting): (&[ProductWeight], &Setting),
    ledger: &mut Ledger,
) -> Result<Touch<'a>, Box<Finding>> {
    let mut touch = Touch { share: rule.share, part: rule.part, products: None, rest: false };
    if !rule.products.is_empty() {
        let meant = |p: &ProductWeight| rule.products.iter().any(|pattern| products::matches(pattern, &p.product));
        let mask: Vec<bool> = products.iter().map(meant).collect();
        if mask.contains(&true) {
            touch.products = Some(mask);
        } else if matches!(rule.effect, Effect::Quota { .. }) && !met.ended {
            return Err(Box::new(quota_without_weight(cell, rule, setting)));
        } else {
            ledger.without_weight(met.rule);
        }
    }
    Ok(touch)
}

/// The goods that an agreement prefers: its share of those it does not leave out.
fn preference(offer: &Offer) -> Touch<'static> {
    let products = offer.products.clone();
    Touch { share: Some(offer.share), part: Some(PREFERENCE), products, rest: true }
}

/// What an offer does if it is the only one.
fn alone(cell: Cell, trade: f64, (parts, k): (&[Part], usize), beta: Option<f64>, theta: f64) -> AgreementCell {
    let mut of_cell: Vec<PartOfCell> = Vec::new();
    for part in parts {
        let after = if part.preferred[k] { part.duty.preferred() } else { part.duty };
        let cost = part.duty.d_hat * (1.0 + part.duty.export_tax());
        let new = PartOfCell { weight: part.weight, cost, tau_before: part.duty.tau(), tau_after: after.tau() };
        let same =
            |p: &&mut PartOfCell| (p.cost, p.tau_before, p.tau_after) == (new.cost, new.tau_before, new.tau_after);
        match of_cell.iter_mut().find(same) {
            Some(p) => p.weight += new.weight,
            None => of_cell.push(new),
        }
    }
    let weight = |part: &Part| if part.preferred[k] { part.weight } else { 0.0 };
    let preferred = parts.iter().map(weight).sum();
    let d = beta.map(|beta| non_tariff_cost(beta, tariff_effect(&of_cell, theta), theta));
    AgreementCell { cell, trade, preferred, parts: of_cell, d, beta, counts: false }
}

impl Sliced {
    /// Slices that meet the same rates, costs and quota are one. A part `rent` of a non-tariff cut `d` is taken from the
    /// duty factor instead of the iceberg cost; not on the goods of a quota, whose rates are fixed.
    fn merge(&mut self, weight: f64, duty: &Duty, (d, rent): (f64, f64)) {
        let quota = duty.quota();
        let rent = if quota.is_some() { 0.0 } else { rent };
        let tau = if rent > 0.0 { (1.0 + duty.tau()) * d.powf(rent) - 1.0 } else { duty.tau() };
        let d_hat = if d == 1.0 { duty.d_hat } else { duty.d_hat * d.powf(1.0 - rent) };
        let new = Slice { weight, tau, export_tax: duty.export_tax(), d_hat };
        let same = |(s, q): (&Slice, &Option<(usize, f64)>)| {
            (s.tau, s.export_tax, s.d_hat) == (new.tau, new.export_tax, new.d_hat) && *q == quota
        };
        match self.slices.iter().zip(&self.quotas).position(same) {
            Some(at) => self.slices[at].weight += weight,
            None => {
                self.slices.push(new);
                self.quotas.push(quota);
            }
        }
    }

    /// Adds the slices that lie under quotas to the quotas' lists.
    pub(super) fn under_quotas(&self, cell: Cell, under: &mut BTreeMap<usize, Vec<UnderQuota>>) {
        for (slice, quota) in self.quotas.iter().enumerate() {
            if let Some((at, beyond)) = *quota {
                let within = self.slices[slice].tau;
                under.entry(at).or_default().push(UnderQuota { cell, slice, within, beyond });
            }
        }
    }

    /// True if the cell is one slice as in the world.
    pub(super) fn is_plain(&self, tau: f64) -> bool {
        let plain = |s: &Slice| s.tau == tau && s.export_tax == 0.0 && s.d_hat == 1.0;
        self.slices.len() == 1 && plain(&self.slices[0]) && self.quotas[0].is_none()
    }
}

fn too_many_slices(cell: Cell, (met, offers): (&[Met], &[Offer]), (rules, setting): (&Rules, &Setting)) -> Finding {
    let place = match (met.last(), offers.last()) {
        (Some(last), _) => rules.cells[last.rule].origin.place("share"),
        (None, Some(offer)) => rules.deals[offer.deal].agreement.origin.place("exclude"),
        (None, None) => Default::default(),
    };
    Finding {
        code: "too-many-slices",
        place,
        message: format!("measures cut the cell {} into more than {MAX_SLICES} slices", cell_name(cell, setting.world)),
        expected: "measures on the same goods that say so by the same `part`".into(),
        remedy: "give the measures a common `part`, or parts \"family/name\" if their goods are disjoint".into(),
    }
}

fn below_minus_100(cell: Cell, rule: &Rule, setting: &Setting) -> Finding {
    let name = cell_name(cell, setting.world);
    Finding {
        code: "rate-out-of-range",
        place: rule.origin.place(rule.effect.key()),
        message: format!("measures together bring the rate of the cell {name} to -100% or less"),
        expected: "a rate above -100%".into(),
        remedy: "check the signs of the measures on this cell".into(),
    }
}

fn quota_without_weight(cell: Cell, rule: &Rule, setting: &Setting) -> Finding {
    let name = cell_name(cell, setting.world);
    Finding {
        code: "quota-without-weight",
        place: rule.origin.place("product"),
        message: format!("the goods of the quota `{}` have no weight in the cell {name}", rule.name),
        expected: "weights of the products in the product table".into(),
        remedy: "name the sector instead, with the products' `share` of it and whose judgement it is".into(),
    }
}
