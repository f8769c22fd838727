//! The main partner's measures: what is the same in all sets first, then what their structure decides, then the layers.

use super::break_it::{signs_differ, structure, structures};
use super::parts;
use super::parts::in_words as parts_in_words;
use super::summary::plural;
use crate::claim::{Sign, sign};
use crate::desk::{DRAWN, Desk, Drawn, the};
use crate::figure::{StructureRow, Structures, Waterfall, WaterfallStep};
use crate::ledger::Quantity;
use crate::line::{Block, Entry, Line, Section, Table, capital, columns, list, say};
use crate::material::LayerKind;
use crate::series::{At, Measure, ZERO};

/// Sectors named as those hit most clearly.
const NAMED: usize = 3;
/// Part of the clearest effect below which a sector is not named beside it.
const CLEAR: f64 = 0.1;
/// How many times longer a range is with what is judged for the text to say so.
const JUDGED_ADDS: f64 = 1.5;
/// Smallest part of exports to the partner that counts as a main sector.
const MAIN_SECTOR: f64 = 0.01;

pub(super) fn section(desk: &mut Desk) -> Option<Section> {
    let mut blocks = Vec::new();
    for line in [clearest(desk), alone(desk), parts_in_words(desk), structure(desk)] {
        if !line.is_empty() {
            blocks.push(Block::Paragraph { line });
        }
    }
    let line = desk.left_out();
    if !blocks.is_empty() && !line.is_empty() {
        blocks.push(Block::Aside { title: "Limits.".into(), line });
    }
    blocks.extend(figure(desk));
    blocks.extend(parts::figure(desk));
    blocks.extend(waterfall(desk));
    let partner = the(&desk.m.partner.name);
    let title = desk.title("us", format!("Relations with {partner}"));
    (!blocks.is_empty()).then_some(Section { id: "us", title, blocks })
}

/// Sectors whose sales to the main partner fall in every set, the largest loss first.
pub(super) fn hit(desk: &Desk) -> Vec<(String, Quantity)> {
    let Some(layer) = desk.measures() else { return Vec::new() };
    let partner = market(desk, &layer.code);
    let economy = desk.m.country.code.as_str();
    let at = At { variable: "exports", layer: &layer.code, economy, partner, ..At::default() };
    let mut hit = Vec::new();
    let mut total = 0.0;
    for sector in desk.m.sectors.iter().filter(|s| s.goods) {
        let at = At { sector: &sector.code, ..at };
        let to = if partner.is_empty() { String::new() } else { format!(" to {}", the(&desk.m.partner.name)) };
        let name = format!("Exports of {}{to}: {}", sector.name.to_lowercase(), layer.name);
        let (Some(change), Some(before)) =
            (desk.quantity(at, Measure::Change, name), desk.book.series(&at, Measure::Reference))
        else {
            continue;
        };
        let before = before.range().mid;
        total += before;
        hit.push((sector.code.clone(), change, before));
    }
    let same = |q: &Quantity| sign(q) == Sign::Down && q.range().above == 0 && q.range().high < 0.0;
    hit.retain(|(_, change, before)| same(change) && *before >= MAIN_SECTOR * total);
    hit.sort_by(|a, b| a.1.range().high.total_cmp(&b.1.range().high));
    hit.into_iter().map(|(sector, change, _)| (sector, change)).collect()
}

/// The main partner where sales to it are known by sector, else all partners together.
fn market<'a>(desk: &Desk<'a>, layer: &str) -> &'a str {
    let partner = desk.m.partner.code.as_str();
    let mut places = desk.book.places("exports");
    let known = places.any(|at| at.layer == layer && at.partner == partner && !at.sector.is_empty());
    if known { partner } else { "" }
}

/// What is sold there, as a sentence says it.
pub(super) fn sales(desk: &Desk, layer: &str) -> String {
    match market(desk, layer) {
        "" => "exports".into(),
        _ => format!("sales to {}", the(&desk.m.partner.name)),
    }
}

/// The clearest effect of the measures, and what they do to real income, if a sign is known.
pub(super) fn verdict(desk: &mut Desk) -> Line {
    let Some(layer) = desk.measures() else { return Line::default() };
    let (Some((sector, change)), Some(income)) = (hit(desk).first().cloned(), desk.layer_income(&layer.code)) else {
        return Line::default();
    };
    let (number, own) = (desk.cite(&change), desk.cite(&income));
    let parts = [
        ("layer", Line::from(desk.layer_title(&layer.code))),
        ("sales", sales(desk, &layer.code).into()),
        ("sector", desk.sector_name(&sector).to_lowercase().into()),
        ("number", number),
        ("own", own),
    ];
    match sign(&income) {
        Sign::Nothing => say("{layer} change {sales} of {sector} by {number}, down in every elasticity set.", &parts),
        Sign::Up | Sign::Down => say(
            "{layer} change {sales} of {sector} by {number}, down in every elasticity set, and real income by {own}.",
            &parts,
        ),
        _ => say(
            "{layer} change {sales} of {sector} by {number}, down in every elasticity set; whether they raise or lower real income ({own}), this model does not decide.",
            &parts,
        ),
    }
}

/// What is the same in all sets.
fn clearest(desk: &mut Desk) -> Line {
    let hit = hit(desk);
    let Some(layer) = desk.measures() else { return Line::default() };
    if hit.is_empty() {
        return Line::default();
    }
    let clear = hit[0].1.range().high * CLEAR;
    let mut falls = Line::default();
    for (n, (sector, change)) in hit.iter().filter(|(_, q)| q.range().high <= clear).take(NAMED).enumerate() {
        let number = desk.cite(change);
        let link = if n == 0 { "" } else { ", " };
        falls
            .0
            .push(crate::line::Piece::Text { text: format!("{link}{} by ", desk.sector_name(sector).to_lowercase()) });
        falls.0.extend(number.0);
    }
    let parts = [
        ("layer", Line::from(desk.layer_title(&layer.code))),
        ("sales", sales(desk, &layer.code).into()),
        ("falls", falls),
    ];
    let line = say(
        "Against a world without them, {layer} lower {sales} in every elasticity set, most clearly of {falls}.",
        &parts,
    );
    line.then(sets_alone(desk, &hit[0].0, &hit[0].1))
}

/// The range over the elasticity sets alone, where what is judged makes it longer by half or more.
fn sets_alone(desk: &mut Desk, sector: &str, change: &Quantity) -> Line {
    let alone = Quantity { series: change.series.sets_alone(), ..change.clone() };
    if change.range().width() < JUDGED_ADDS * alone.range().width() {
        return Line::default();
    }
    let alone = alone.named(&format!("{}.sets-alone", change.id), format!("{}, elasticity sets alone", change.name));
    let parts = [("sector", Line::from(desk.sector_name(sector).to_lowercase())), ("alone", desk.cite(&alone))];
    say("Over the elasticity sets alone, {sector} fall by {alone}; the rest of that range is what is judged.", &parts)
}

/// What they do to the whole economy.
fn alone(desk: &mut Desk) -> Line {
    let Some(layer) = desk.measures() else { return Line::default() };
    let Some(income) = desk.layer_income(&layer.code) else { return Line::default() };
    let effect = plural(desk.effect(&income, "real income"));
    let mut line = say(
        "As a whole, {layer} {effect}.",
        &[("layer", Line::from(desk.layer_title(&layer.code))), ("effect", effect)],
    );
    if let Some(share) = layer_share(desk, &layer.code) {
        let effect = desk.effect(&share, &format!("the share of {} in goods exports", the(&desk.m.partner.name)));
        line = line.then(say("They {effect}.", &[("effect", plural(effect))]));
    }
    if let Some(duty) = average_duty(desk, &layer.code) {
        let number = desk.cite(&duty);
        let parts = [("country", Line::from(the(&desk.m.country.name))), ("number", number)];
        line = line.then(say("They raise the average duty on goods from {country} by {number}.", &parts));
    }
    line
}

fn layer_share(desk: &Desk, layer: &str) -> Option<Quantity> {
    share_at(desk, layer, Measure::Points)
}

fn share_at(desk: &Desk, layer: &str, measure: Measure) -> Option<Quantity> {
    let at = At {
        variable: "export_share",
        layer,
        economy: &desk.m.country.code,
        partner: &desk.m.partner.code,
        sector: crate::desk::GOODS,
        ..At::default()
    };
    let name = format!("Share of {} in goods exports: {}", the(&desk.m.partner.name), desk.layer_title(layer));
    desk.quantity(at, measure, name)
}

fn average_duty(desk: &Desk, layer: &str) -> Option<Quantity> {
    let (country, partner) = (&desk.m.country.code, &desk.m.partner.code);
    let mut places = desk.book.places("average_tariff");
    let at = *places.find(|at| at.layer == layer && at.economy == partner && at.partner == country)?;
    desk.quantity(at, Measure::Rise, format!("Average duty on goods from {}", the(&desk.m.country.name)))
}

/// The same average arranged otherwise, in one figure.
fn figure(desk: &mut Desk) -> Option<Block> {
    let effects = structures(desk);
    if effects.len() < 2 {
        return None;
    }
    let mut rows = Vec::new();
    let mut table = Vec::new();
    for (id, income) in &effects {
        let share = share_at(desk, id, Measure::Percent)?;
        let name = capital(&desk.layer_title(id));
        rows.push(structure_row(&name, income, &share));
        for (what, quantity) in [("real income", income), ("share of the main partner", &share)] {
            let mut row: Vec<Entry> = vec![name.as_str().into(), what.into()];
            row.extend(desk.drawn_cells(quantity));
            table.push(row);
        }
    }
    let reference = share_at(desk, &effects[0].0, Measure::ReferencePercent)?;
    let mut row: Vec<Entry> = vec!["Without measures".into(), "share of the main partner".into()];
    row.extend(desk.drawn_cells(&reference));
    table.push(row);
    let drawing = Structures { rows, reference_share: reference.range().mid };
    let title = capital(&desk.layer_title(&effects[0].0));
    let finding = structure_finding(desk, &title, &effects);
    let subtitle = format!(
        "Left: change of real income of {}, %. Right: share of {} in its goods exports, %, line: without measures",
        the(&desk.m.country.name),
        the(&desk.m.partner.name)
    );
    let drawn = Drawn {
        svg: drawing.svg(),
        legend: drawing.legend(),
        source: format!(
            "Portolan, {}; one average in three arrangements, even duties being an average over all imports, those outside the sectors of the table included.",
            super::deals::over(effects.iter().map(|(_, q)| q))
        ),
        table: Table {
            head: columns(&[&["arrangement", "measure"][..], &DRAWN].concat()),
            rows: table,
            ..Table::default()
        },
    };
    Some(Block::Figure(desk.figure("structures", &finding, &subtitle, drawn)))
}

fn structure_row(name: &str, income: &Quantity, share: &Quantity) -> StructureRow {
    let ends = |q: &Quantity| [q.range().low, q.range().mid, q.range().high];
    let judged = super::deals::judged(income) || super::deals::judged(share);
    StructureRow { name: name.into(), income: ends(income), share: ends(share), judged }
}

fn structure_finding(desk: &Desk, title: &str, effects: &[(String, Quantity)]) -> String {
    let names = |wanted: Sign| -> Vec<String> {
        let with = effects.iter().filter(|(_, q)| sign(q) == wanted);
        with.map(|(id, _)| desk.layer_title(id)).collect()
    };
    let (losses, gains) = (names(Sign::Down), names(Sign::Up));
    match () {
        () if !signs_differ(effects) && !losses.is_empty() => {
            format!("{title} lower real income however the same average is arranged")
        }
        () if !signs_differ(effects) && !gains.is_empty() => {
            format!("{title} raise real income however the same average is arranged")
        }
        () if signs_differ(effects) && losses.len() == 1 && gains.is_empty() => {
            format!("Of the same average duty, only {} lower real income in all sets", list(&losses))
        }
        () if sign(&effects[0].1).open() && losses.len() + 1 == effects.len() => format!(
            "{} lower real income; for {} the sign is open",
            capital(&list(&losses)),
            desk.layer_title(&effects[0].0)
        ),
        () => format!("Whether {title} raise or lower real income depends on how they are arranged"),
    }
}

/// The layers of the reference world, one after the other.
fn waterfall(desk: &mut Desk) -> Option<Block> {
    let layers: Vec<(String, Quantity, LayerKind)> = desk
        .m
        .layers
        .iter()
        .filter_map(|layer| Some((layer.id.clone(), desk.layer_income(&layer.id)?, layer.kind)))
        .filter(|(_, q, kind)| *kind != LayerKind::Growth && q.range().low.abs().max(q.range().high.abs()) > ZERO)
        .collect();
    if layers.len() < 2 {
        return None;
    }
    let total = layers.iter().skip(1).fold(layers[0].1.series.clone(), |sum, (_, q, _)| {
        sum.with(&q.series, |a, b| 100.0 * ((1.0 + a / 100.0) * (1.0 + b / 100.0) - 1.0))
    });
    let total = Quantity { series: total, ..layers[0].1.clone() };
    let total =
        total.named(&format!("reference.real_income.{}", desk.m.country.code), "Real income, all layers".into());
    let mut rows = Vec::new();
    for (id, quantity, _) in &layers {
        let name = capital(&desk.layer_title(id));
        rows.push(super::why::with_name(desk, &name, quantity));
    }
    rows.push(super::why::with_name(desk, "All of them", &total));
    let mut steps: Vec<WaterfallStep> =
        layers.iter().map(|(id, q, _)| step(&capital(&desk.layer_title(id)), q, false)).collect();
    steps.push(step("All of them", &total, true));
    let waterfall = Waterfall { steps, unit: "% of real income".into() };
    let finding = waterfall_finding(desk, &layers);
    let subtitle = format!(
        "Change of real income of {}, %, each layer over those before it; growth is left out",
        the(&desk.m.country.name)
    );
    let drawn = Drawn {
        svg: waterfall.svg(),
        legend: waterfall.legend(),
        source: format!("Portolan, {}.", super::deals::over(layers.iter().map(|(_, q, _)| q))),
        table: Table { head: columns(&[&["layer"][..], &DRAWN].concat()), rows, ..Table::default() },
    };
    Some(Block::Figure(desk.figure("layers", &finding, &subtitle, drawn)))
}

pub(super) fn step(name: &str, quantity: &Quantity, total: bool) -> WaterfallStep {
    let range = quantity.range();
    let judged = super::deals::judged(quantity);
    WaterfallStep { name: name.into(), value: range.mid, low: range.low, high: range.high, total, judged }
}

fn waterfall_finding(desk: &Desk, layers: &[(String, Quantity, LayerKind)]) -> String {
    let size = |q: &Quantity| q.range().mid.abs();
    let mut sorted: Vec<_> = layers.iter().collect();
    sorted.sort_by(|a, b| size(&b.1).total_cmp(&size(&a.1)));
    let abs = |q: &Quantity| q.series.map(f64::abs);
    let most = |q: &Quantity| abs(q).range().high;
    let largest = desk.layer_title(&sorted[0].0);
    match sorted[1..].iter().max_by(|a, b| most(&a.1).total_cmp(&most(&b.1))) {
        Some(next)
            if most(&sorted[0].1) >= most(&next.1)
                && crate::claim::order(&abs(&sorted[0].1), &abs(&next.1)) == crate::claim::Order::More =>
        {
            format!("Of what came after the data year, {largest} changed real income most")
        }
        Some(next) => {
            format!(
                "Whether {largest} or {} changed real income more depends on the elasticity set",
                desk.layer_title(&next.0)
            )
        }
        None => format!("What {largest} changed"),
    }
}
