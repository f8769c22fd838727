//! What agreements bring: the goods that they prefer, and the non-tariff part with the tariff part netted out.

use std::collections::BTreeSet;

use super::Setting;
use super::cell::Sliced;
use super::deal::Deal;
use super::prior::Prior;
use super::rule::Rules;
use crate::finding::Finding;
use crate::scenario::{Basis, Status};
use crate::shock::Cell;

/// Which parts of the agreements of a stack count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgreementParts {
    /// Preferences, and the surcharges that agreements lift.
    pub tariff: bool,
    /// Non-tariff costs of goods.
    pub cost: bool,
    /// Costs of services.
    pub services: bool,
}

impl Default for AgreementParts {
    /// Goods: tariffs and costs.
    fn default() -> Self {
        Self { tariff: true, cost: true, services: false }
    }
}

/// An agreement of a stack as numbers, at full phase-in.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementInForce {
    /// Id.
    pub id: String,
    /// One line for people.
    pub title: String,
    /// How far it had come on the day.
    pub status: Option<Status>,
    /// Name of the prior of its non-tariff part.
    pub cost: Option<String>,
    /// Name of the prior of its part on services.
    pub services: Option<String>,
    /// Cells of goods between its parties.
    pub cells: Vec<AgreementCell>,
    /// Cells of services between its parties.
    pub service_cells: Vec<AgreementCell>,
    /// True if a number of it is a judgement.
    pub judged: bool,
}

/// What an agreement does to a cell, alone.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementCell {
    /// The cell.
    pub cell: Cell,
    /// Its trade, USD mn a year.
    pub trade: f64,
    /// Part of the trade on which its preference lowers the duty.
    pub preferred: f64,
    /// Rates before and after its preferences, once what it lifts is lifted.
    pub parts: Vec<PartOfCell>,
    /// Factor on the cost; `None` where the agreement brings no non-tariff part, or the table has it already.
    pub d: Option<f64>,
    /// Effect on trade in all from which the factor comes.
    pub beta: Option<f64>,
    /// True if the factor counts: the part of the agreement to which it belongs is asked for.
    pub counts: bool,
}

/// Some goods of a cell that pay the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartOfCell {
    /// Share of the cell.
    pub weight: f64,
    /// Iceberg cost relative to the world, times one plus the export tax.
    pub cost: f64,
    /// Tariff without the agreement.
    pub tau_before: f64,
    /// Tariff with it.
    pub tau_after: f64,
}

impl AgreementInForce {
    /// Importers and exporters between which it holds.
    pub fn pairs(&self) -> BTreeSet<(usize, usize)> {
        self.cells.iter().chain(&self.service_cells).map(|cell| (cell.cell.n, cell.cell.i)).collect()
    }

    /// Trade in goods between the parties, USD mn a year.
    pub fn trade(&self) -> f64 {
        self.cells.iter().map(|cell| cell.trade).sum()
    }

    /// Trade on which its preference lowers the duty, USD mn a year.
    pub fn preferred_trade(&self) -> f64 {
        self.cells.iter().map(|cell| cell.trade * cell.preferred).sum()
    }

    /// Average tariff on goods between the parties without the agreement and with it, by the world's trade.
    pub fn average_tariffs(&self) -> (f64, f64) {
        let mean = |rate: fn(&PartOfCell) -> f64| {
            let duty = |cell: &AgreementCell| cell.trade * cell.parts.iter().map(|p| p.weight * rate(p)).sum::<f64>();
            weighted(self.cells.iter().map(duty).sum(), self.trade())
        };
        (mean(|part| part.tau_before), mean(|part| part.tau_after))
    }

    /// Average change of the costs of goods, by the world's trade; 0 where nothing changes.
    pub fn non_tariff_change(&self) -> f64 {
        let change = |cell: &AgreementCell| cell.trade * (cell.d.unwrap_or(1.0) - 1.0);
        weighted(self.cells.iter().map(change).sum(), self.trade())
    }
}

/// Collects what agreements do, cell by cell.
pub(super) struct Agreements {
    pub(super) list: Vec<AgreementInForce>,
    /// Place in the list of each deal; none for one that is replaced.
    of_deal: Vec<Option<usize>>,
    goods: Vec<bool>,
}

impl Agreements {
    pub(super) fn new(rules: &Rules, setting: &Setting) -> Self {
        let mut list = Vec::new();
        let mut of_deal = Vec::new();
        for deal in &rules.deals {
            of_deal.push((!deal.replaced).then_some(list.len()));
            if !deal.replaced {
                list.push(AgreementInForce {
                    id: deal.agreement.id.clone(),
                    title: deal.agreement.title.clone(),
                    status: deal.agreement.status_on(setting.date),
                    cost: deal.agreement.cost.clone(),
                    services: deal.agreement.services.clone(),
                    cells: Vec::new(),
                    service_cells: Vec::new(),
                    judged: deal.agreement.is_judged(),
                });
            }
        }
        Self { list, of_deal, goods: setting.world.sectors().iter().map(|sector| sector.goods).collect() }
    }

    /// That shares of lines are read as shares of trade, if a preference rests on it.
    pub(super) fn lines_note(&self, rules: &Rules) -> Option<Finding> {
        let prefers = |deal: &&Deal| {
            let found = self.list.iter().find(|agreement| agreement.id == deal.agreement.id);
            deal.agreement.cover.basis == Basis::Lines && found.is_some_and(|found| found.preferred_trade() > 0.0)
        };
        let deals: Vec<&Deal> = rules.deals.iter().filter(prefers).collect();
        let names: Vec<String> = deals.iter().map(|deal| format!("`{}`", deal.agreement.id)).collect();
        deals.first().map(|first| Finding {
            code: "lines-as-trade",
            place: first.agreement.origin.place("cover"),
            message: format!("shares of tariff lines are read as shares of trade, in {}", names.join(", ")),
            expected: "shares of trade".into(),
            remedy: "this is a judgement; give shares of trade with basis = \"trade\" where they are known".into(),
        })
    }

    pub(super) fn enter(&mut self, cell: Cell, sliced: &Sliced) {
        for (deal, alone) in &sliced.alone {
            let Some(at) = self.of_deal[*deal] else { continue };
            let agreement = &mut self.list[at];
            let cells = if self.goods[cell.j] { &mut agreement.cells } else { &mut agreement.service_cells };
            cells.push(alone.clone());
        }
    }
}

fn weighted(sum: f64, weight: f64) -> f64 {
    if weight > 0.0 { sum / weight } else { 0.0 }
}

/// What the tariff part does to the logarithm of the cell's flow net of tariff, at given prices.
///
/// `m = ln Σ_h w_h ((1+τ'_h)/(1+τ_h))^−(1+θ)`, where `w_h` is the share of part `h` in this flow before.
pub fn tariff_effect(parts: &[PartOfCell], theta: f64) -> f64 {
    let flow = |part: &PartOfCell, tau: f64| part.weight * part.cost.powf(-theta) * (1.0 + tau).powf(-1.0 - theta);
    let (before, after) = parts.iter().fold((0.0, 0.0), |(before, after), part| {
        (before + flow(part, part.tau_before), after + flow(part, part.tau_after))
    });
    if before > 0.0 { (after / before).ln() } else { 0.0 }
}

/// Factor on the iceberg cost that, with a tariff effect of `m`, moves the flow by `exp(β)`: `exp(−(β − m)/θ)`.
pub fn non_tariff_cost(beta: f64, m: f64, theta: f64) -> f64 {
    (-(beta - m) / theta).exp()
}

/// Share of draws in which the non-tariff part is negative, a rise of costs: `β` from the prior, `θ` from one of the
/// sets with equal chance, cells by their trade. Only cells with a non-tariff part count.
pub fn non_tariff_below_zero(prior: &Prior, sets: &[&[f64]], cells: &[AgreementCell]) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for cell in cells.iter().filter(|cell| cell.d.is_some()) {
        for theta_j in sets {
            sum += cell.trade * prior.probability_below(tariff_effect(&cell.parts, theta_j[cell.cell.j]));
            weight += cell.trade;
        }
    }
    weighted(sum, weight)
}
