//! Key takeaways: at most five, the last says what would change the answer most.

use super::break_it::structure;
use super::deals;
use super::summary::main_policy;
use crate::claim::{Sign, sign};
use crate::desk::Desk;
use crate::line::{Block, Line, Section, list, say};
use crate::series::{At, Measure};

const MOST: usize = 5;

pub(super) fn section(desk: &mut Desk) -> Option<Section> {
    let main = main_policy(desk)?;
    let mut items: Vec<Line> = [measures(desk), verdict(desk, &main), deals(desk), structure(desk)].into();
    items.retain(|line| !line.is_empty());
    items.truncate(MOST - 1);
    let last = changes_most(desk, &main);
    if !last.is_empty() {
        items.push(last);
    }
    let title = desk.title("takeaways", "Key takeaways".into());
    (!items.is_empty()).then_some(Section { id: "key", title, blocks: vec![Block::List { items }] })
}

/// What is the same in all sets comes first.
fn measures(desk: &mut Desk) -> Line {
    let Some((sector, change)) = super::structure::hit(desk).first().cloned() else { return Line::default() };
    let number = desk.cite(&change);
    let Some(layer) = desk.measures() else { return Line::default() };
    let parts = [
        ("layer", Line::from(desk.layer_title(&layer.code))),
        ("sector", desk.sector_name(&sector).to_lowercase().into()),
        ("sales", super::structure::sales(desk, &layer.code).into()),
        ("number", number),
    ];
    say("The clearest effect of {layer} is on {sector}: {sales} change by {number}, down in every set.", &parts)
}

fn verdict(desk: &mut Desk, main: &str) -> Line {
    let Some(income) = desk.income(main) else { return Line::default() };
    let title = desk.policy_title(main);
    let effect = desk.effect(&income, "real income");
    match desk.covered(main) {
        Some(covered) => {
            let number = desk.cite(&covered);
            let parts = [("policy", title.into()), ("number", number), ("effect", effect)];
            say("{policy} covers {number} of the distance to the target at full phase-in and {effect}.", &parts)
        }
        None => say("{policy} {effect}.", &[("policy", title.into()), ("effect", effect)]),
    }
}

fn deals(desk: &mut Desk) -> Line {
    let new: Vec<String> = {
        let old = deals::agreed(desk);
        let all = deals::sorted(desk);
        let gains = all.iter().filter(|(deal, q)| sign(q) == Sign::Up && !old.iter().any(|o| o.id == deal.id));
        gains.map(|(deal, _)| deal.title.clone()).collect()
    };
    let line = deals::already(desk);
    match new.as_slice() {
        [] => line,
        new => say("New gains on goods come from {new}.", &[("new", list(new).into())]).then(line),
    }
}

/// What moves the answer most, the target first.
fn changes_most(desk: &Desk, main: &str) -> Line {
    let country = desk.m.country.code.as_str();
    let income = At { variable: "real_income", policy: main, economy: country, ..At::default() };
    let covered = desk.covered_at(main).map(|at| ("the part of the distance", at, Measure::Percent));
    let mut line = Line::default();
    for (what, at, measure) in covered.into_iter().chain([("real income", income, Measure::Change)]) {
        let names = causes(desk, &at, measure);
        if !names.is_empty() {
            let parts = [("what", Line::from(what)), ("names", list(&names).into())];
            line = line.then(say("What would change {what} most, in this order: {names}.", &parts));
        }
    }
    line
}

/// What moves a quantity, the most first: the sets, what is judged, or another closure of the model.
fn causes(desk: &Desk, at: &At, measure: Measure) -> Vec<String> {
    let Some(series) = desk.book.series(at, measure) else { return Vec::new() };
    let width = |values: &[f64]| {
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        if values.is_empty() { 0.0 } else { high - low }
    };
    let mut causes = vec![(width(&series.by_set()), "the trade elasticities".to_string())];
    causes.push((width(&series.ends()), "what is judged".into()));
    for variant in &desk.m.variants.others {
        if let Some(other) = desk.book.variant(at, measure, &variant.code) {
            causes.push(((other.range().mid - series.range().mid).abs(), format!("whether {}", variant.name)));
        }
    }
    causes.retain(|(width, _)| *width > 0.0);
    causes.sort_by(|a, b| b.0.total_cmp(&a.0));
    causes.into_iter().map(|(_, name)| name).collect()
}
