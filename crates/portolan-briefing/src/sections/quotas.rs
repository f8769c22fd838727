//! Quotas and new capacities: how full they are, what they cost, and who has the rent.

use std::collections::BTreeSet;

use super::summary::main_policy;
use crate::desk::Desk;
use crate::format::Unit;
use crate::ledger::Quantity;
use crate::line::{Entry, Table, capital, columns};
use crate::series::{At, Measure};

/// Every quota under the main policy and the one that adds to it.
pub(super) fn table(desk: &mut Desk) -> Option<Table> {
    let main = main_policy(desk)?;
    let policies: Vec<String> = std::iter::once(main.clone()).chain(super::rival::wider(desk, &main)).collect();
    let mut rows: Vec<Vec<Entry>> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for policy in &policies {
        for quota in products(desk, "quota_fill", policy, "").into_iter().filter(|quota| seen.insert(quota.clone())) {
            let mut row: Vec<Entry> = vec![
                capital(&desk.name_of(&quota)).into(),
                desk.policy_title(policy).into(),
                regime(desk, policy, &quota),
            ];
            for (variable, measure) in
                [("quota_rate", Measure::Value), ("quota_fill", Measure::Percent), ("quota_rent", Measure::Value)]
            {
                let at = At { variable, policy, product: &quota, ..At::default() };
                let name = format!("{}: {}", desk.name_of(&quota), desk.policy_title(policy));
                let quantity = desk.quantity(at, measure, name).map(|q| in_currency(desk, q));
                row.push(desk.plain_cell(&quantity));
            }
            rows.push(row);
        }
    }
    let head = ["quota", "under", "stands", ">duty that clears it", ">filled", ">rent a year"];
    let caption = format!("Table {}. Quotas: how full they are, and what a place in them is worth", desk.next_table());
    (!rows.is_empty()).then(|| Table { caption, class: String::new(), head: columns(&head), rows })
}

/// New capacities of the reference world and what the first barrel or tonne costs beside the table's year.
pub(super) fn capacities(desk: &mut Desk) -> Option<Table> {
    let layers: Vec<String> = desk.m.layers.iter().map(|layer| layer.id.clone()).collect();
    let mut rows: Vec<Vec<Entry>> = Vec::new();
    for layer in &layers {
        for name in products(desk, "capacity_flow", "", layer) {
            let at = |variable| At { variable, layer, product: &name, ..At::default() };
            let title = desk.name_of(&name);
            let flow = desk.quantity(at("capacity_flow"), Measure::Value, format!("{title}: sales"));
            let flow = flow.map(|q| in_currency(desk, q));
            let cost = desk.quantity(at("capacity_cost"), Measure::Change, format!("{title}: cost of delivery"));
            let cells = [desk.plain_cell(&flow), desk.plain_cell(&cost)];
            rows.push(std::iter::once(capital(&title).into()).chain(cells).collect());
        }
    }
    let head = ["capacity", ">sales a year", ">cost of delivery that fills it"];
    let caption = format!("Table {}. New capacity in the reference world", desk.next_table());
    (!rows.is_empty()).then(|| Table { caption, class: String::new(), head: columns(&head), rows })
}

fn products(desk: &Desk, variable: &str, policy: &str, layer: &str) -> Vec<String> {
    let places = desk.book.places(variable).filter(|at| at.policy == policy && at.layer == layer);
    places.map(|at| at.product.to_string()).collect()
}

/// The regime in words, and in how many sets if they differ.
fn regime(desk: &Desk, policy: &str, quota: &str) -> Entry {
    let at = At { variable: "quota_regime", policy, product: quota, ..At::default() };
    let Some(series) = desk.book.series(&at, Measure::Value) else { return "—".into() };
    let sets = series.by_set();
    let words = ["not full", "full, the quota binds", "full, imports beyond it"];
    let said = |(code, words): (usize, &&str)| {
        let count = sets.iter().filter(|value| value.round() as usize == code).count();
        match count {
            0 => None,
            n if n == sets.len() => Some((*words).to_string()),
            n => Some(format!("{words} in {n} of {} sets", sets.len())),
        }
    };
    let mut all: Vec<String> = words.iter().enumerate().filter_map(said).collect();
    for variant in &desk.m.variants.ends {
        let Some(end) = desk.book.variant(&at, Measure::Value, variant) else { continue };
        let code = end.range().mid.round() as usize;
        let known = sets.iter().any(|value| value.round() as usize == code);
        let which = variant.rsplit('-').next().unwrap_or("one");
        all.extend(words.get(code).filter(|_| !known).map(|words| format!("{words} at the {which} end")));
    }
    all.join("; ").into()
}

/// Amounts in the currency of the case; other units stay.
fn in_currency(desk: &Desk, mut quantity: Quantity) -> Quantity {
    let (Unit::Money(_), Some(currency)) = (&quantity.unit, &desk.m.case.texts.currency) else { return quantity };
    let per_usd = currency.per_usd;
    quantity.series = quantity.series.map(|usd| usd * per_usd);
    quantity.unit = Unit::Money(currency.code.clone());
    quantity
}
