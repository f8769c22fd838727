//! The parts of the main partner's measures: what is on the country's own goods, and what is on everyone else's.

use super::structure::step;
use crate::claim::{Sign, sign};
use crate::desk::{DRAWN, Desk, Drawn, the};
use crate::figure::Waterfall;
use crate::ledger::Quantity;
use crate::line::{Block, Line, Table, capital, columns, list, say};
use crate::series::{At, Measure};

/// The group of measures that are not on the country's goods.
const EVERYONE_ELSE: &str = portolan_core::policy::EVERYONE_ELSE;

/// Parts with their effects on real income, those on the country's goods first and the largest loss first.
fn parts(desk: &Desk) -> Vec<(String, Quantity)> {
    let Some(layer) = desk.measures().map(|layer| format!("{}-parts", layer.code)) else { return Vec::new() };
    let places: Vec<String> = {
        let all =
            desk.book.places("shapley_income").filter(|at| at.layer == layer && at.economy == desk.m.country.code);
        all.map(|at| at.product.to_string()).collect()
    };
    let part = |product: &String| {
        let at =
            At { variable: "shapley_income", layer: &layer, economy: &desk.m.country.code, product, ..At::default() };
        let name = format!("Part of {} in real income", desk.name_of(product));
        Some((product.clone(), desk.quantity(at, Measure::Value, name)?))
    };
    let mut parts: Vec<(String, Quantity)> = places.iter().filter_map(part).collect();
    let last = |product: &str| product == EVERYONE_ELSE;
    parts.sort_by(|a, b| last(&a.0).cmp(&last(&b.0)).then(a.1.range().mid.total_cmp(&b.1.range().mid)));
    parts
}

/// Several parts added, set by set.
fn sum(parts: &[&(String, Quantity)], id: &str, name: String) -> Option<Quantity> {
    let (first, rest) = parts.split_first()?;
    let series = rest.iter().fold(first.1.series.clone(), |sum, (_, q)| sum.with(&q.series, |a, b| a + b));
    Some(Quantity { series, ..first.1.clone() }.named(id, name))
}

/// Said of a range that leaves out the ends of what is judged, where other ranges of the page have them.
fn at_the_middle(desk: &Desk, quantity: &Quantity) -> &'static str {
    let left_out = desk.book.over().at_ends > 0 && quantity.series.over().at_ends == 0;
    if left_out { ", what is judged at its middle" } else { "" }
}

/// What the country's own duties cost, and what those of everyone else bring.
pub(super) fn in_words(desk: &mut Desk) -> Line {
    let parts = parts(desk);
    let (others, own): (Vec<_>, Vec<_>) = parts.iter().partition(|(product, _)| product == EVERYONE_ELSE);
    let country = the(&desk.m.country.name);
    let Some(costs) = sum(&own, "measures.own-parts.real_income", format!("Duties on {country} in real income")) else {
        return Line::default();
    };
    let Some((_, gains)) = others.first() else { return Line::default() };
    let middle = at_the_middle(desk, &costs);
    let names: Vec<String> = own.iter().map(|(product, _)| desk.name_of(product)).collect();
    let (costs, gains) = (desk.cite(&costs), desk.cite(gains));
    let parts = [
        ("country", Line::from(country)),
        ("names", list(&names).into()),
        ("costs", costs),
        ("gains", gains),
        ("middle", middle.into()),
    ];
    say(
        "Taken apart{middle}, duties on goods of {country} ({names}) change its real income by {costs}, and those on everyone else’s goods, beside which it sells more, by {gains}.",
        &parts,
    )
}

/// The parts as steps to the whole.
pub(super) fn figure(desk: &mut Desk) -> Option<Block> {
    let parts = parts(desk);
    if parts.len() < 2 {
        return None;
    }
    let all: Vec<&(String, Quantity)> = parts.iter().collect();
    let total = sum(&all, "measures.parts.real_income", "All parts in real income".into())?;
    let mut rows = Vec::new();
    for (product, quantity) in &parts {
        let name = capital(&desk.name_of(product));
        rows.push(super::why::with_name(desk, &name, quantity));
    }
    rows.push(super::why::with_name(desk, "All of them", &total));
    let mut steps: Vec<_> = parts.iter().map(|(product, q)| step(&capital(&desk.name_of(product)), q, false)).collect();
    steps.push(step("All of them", &total, true));
    let waterfall = Waterfall { steps, unit: "% of real income".into() };
    let subtitle = format!(
        "Parts of {} in the change of real income of {}, %, averaged over all orders of adding them",
        desk.measures().map(|layer| desk.layer_title(&layer.code)).unwrap_or_default(),
        the(&desk.m.country.name)
    );
    let drawn = Drawn {
        svg: waterfall.svg(),
        legend: waterfall.legend(),
        source: format!(
            "Portolan, {}{}; the parts add up to the whole in log points.",
            super::deals::over(parts.iter().map(|(_, q)| q)),
            at_the_middle(desk, &total)
        ),
        table: Table { head: columns(&[&["part"][..], &DRAWN].concat()), rows, ..Table::default() },
    };
    let finding = finding(desk, &parts);
    Some(Block::Figure(desk.figure("parts", &finding, &subtitle, drawn)))
}

fn finding(desk: &Desk, parts: &[(String, Quantity)]) -> String {
    let country = the(&desk.m.country.name);
    let own = parts.iter().filter(|(product, _)| product != EVERYONE_ELSE).all(|(_, q)| sign(q) == Sign::Down);
    let others = parts.iter().find(|(product, _)| product == EVERYONE_ELSE).map(|(_, q)| sign(q));
    match (own, others) {
        (true, Some(Sign::Up)) => {
            format!("Duties on goods of {country} cost it, those on everyone else’s goods are to its gain")
        }
        (true, _) => format!("Every part of the duties on goods of {country} costs it"),
        _ => format!("What each part of the duties does to {country}"),
    }
}
