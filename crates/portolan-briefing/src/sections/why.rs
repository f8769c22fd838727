//! Why this matters: where exports go, what the target asks, and where a policy would move trade.

use crate::claim::{Sign, sign};
use crate::desk::{DRAWN, Desk, Drawn, GOODS, brief, the};
use crate::figure::{SharePart, ShareStrip, TileMap, TileValue, class_limits};
use crate::format;
use crate::ledger::Quantity;
use crate::line::{Block, Entry, Line, Piece, Section, Table, columns, say};
use crate::material::Named;
use crate::series::{At, Measure};

/// Partners below this share of exports are drawn together, per cent.
const MERGED: f64 = 1.0;

pub(super) fn section(desk: &mut Desk) -> Option<Section> {
    let mut blocks = Vec::new();
    let line = dependence(desk).then(target(desk));
    if !line.is_empty() {
        blocks.push(Block::Paragraph { line });
    }
    blocks.extend(strip(desk));
    blocks.extend(map(desk));
    let title = desk.title("why", "Why this matters".into());
    (!blocks.is_empty()).then_some(Section { id: "why", title, blocks })
}

/// Share of a partner in the country's goods exports, as customs statistics have it.
fn export_share(desk: &Desk, partner: &Named) -> Option<Quantity> {
    let country = desk.m.country.code.as_str();
    let customs =
        At { variable: "export_share", layer: "customs", economy: country, partner: &partner.code, ..At::default() };
    let name = format!("Share of {} in exports of {}", the(&partner.name), the(&desk.m.country.name));
    let goods = At { sector: GOODS, ..customs };
    let year = last_year(desk, &goods);
    let of_year = year.as_deref().and_then(|year| {
        let name = format!("{name}, {year}");
        desk.quantity(At { product: year, ..goods }, Measure::Percent, name)
    });
    let observed = of_year
        .or_else(|| desk.quantity(goods, Measure::Percent, name.clone()))
        .or_else(|| desk.quantity(customs, Measure::Percent, name));
    observed.map(rounded)
}

/// The last year of customs statistics that was over on the day of the briefing.
fn last_year(desk: &Desk, goods: &At) -> Option<String> {
    let before = desk.m.as_of.year();
    let of_year = desk.book.places("export_share").filter(|at| At { product: "", ..**at } == *goods);
    let years = of_year.filter_map(|at| at.product.parse::<i16>().ok()).filter(|year| *year < before);
    years.max().map(|year| year.to_string())
}

/// Share of a partner in the reference world.
fn reference_share(desk: &Desk, partner: &Named) -> Option<Quantity> {
    let policy = &desk.m.policies.first()?.id;
    let (economy, partner_code) = (desk.m.country.code.as_str(), partner.code.as_str());
    let at = At { variable: "export_share", policy, economy, partner: partner_code, sector: GOODS, ..At::default() };
    let name = format!("Share of {} in exports of {}, reference world", the(&partner.name), the(&desk.m.country.name));
    desk.quantity(at, Measure::ReferencePercent, name)
}

/// Customs shares of all partners that are drawn, or else the shares of the reference world; never a mix of the two.
fn shares(desk: &Desk) -> (Vec<(Named, Quantity)>, bool) {
    let all = |of: fn(&Desk, &Named) -> Option<Quantity>| -> Vec<(Named, Quantity)> {
        desk.m.economies.iter().filter_map(|p| Some((p.clone(), of(desk, p)?))).collect()
    };
    let customs = all(export_share);
    if customs.len() > 1 { (customs, true) } else { (all(reference_share), false) }
}

/// Shares of customs statistics come with more digits than anyone knows.
fn rounded(mut quantity: Quantity) -> Quantity {
    quantity.series = quantity.series.map(|share| (share * 10.0).round() / 10.0);
    quantity
}

fn dependence(desk: &mut Desk) -> Line {
    let partner = desk.m.partner.clone();
    if partner.code.is_empty() {
        return Line::default();
    }
    let customs = export_share(desk, &partner);
    let reference = reference_share(desk, &partner);
    let (Some(number), model) = (customs.clone().or_else(|| reference.clone()), customs.and(reference)) else {
        return Line::default();
    };
    let year = number.name.rsplit(", ").next().filter(|year| year.parse::<i16>().is_ok()).map(str::to_string);
    let year = year.map_or(Line::default(), |year| {
        Line(vec![Piece::Text { text: " in ".into() }, Piece::Day { iso: year.clone(), text: year }])
    });
    let parts = [
        ("country", Line::from(the(&desk.m.country.name))),
        ("number", desk.cite(&number)),
        ("partner", the(&partner.name).into()),
        ("verb", if year.is_empty() { "sells".into() } else { "sold".into() }),
        ("year", year),
    ];
    let line = say(
        "{country} {verb} {number} of its goods exports to {partner}{year}: when that buyer changes the rules, there is little to fall back on.",
        &parts,
    );
    let Some(model) = model else { return line };
    let number = desk.cite(&model);
    let parts = [("against", super::summary::against(desk)), ("number", number)];
    line.then(say("In the model’s reference, {against}, the share is {number}.", &parts))
}

fn target(desk: &mut Desk) -> Line {
    let Some(target) = desk.m.case.texts.target.clone() else { return Line::default() };
    let facts: Vec<Line> = target.facts.iter().filter_map(|id| labelled(desk, id)).collect();
    let source = Line(vec![Piece::Link { text: "target".into(), url: target.source.clone() }]);
    let mut line = say("The {target} is {goal}", &[("target", source), ("goal", target.text.into())]);
    for (n, fact) in facts.into_iter().enumerate() {
        line.0.push(Piece::Text { text: if n == 0 { ": ".into() } else { ", ".into() } });
        line.0.extend(fact.0);
    }
    line.0.push(Piece::Text { text: ".".into() });
    line
}

/// A fact with its label; one without a unit says what the goal says already.
fn labelled(desk: &mut Desk, id: &str) -> Option<Line> {
    let fact = desk.fact(id).filter(|fact| fact.unit.name() != "number")?;
    let about = fact.definition.rsplit(": ").next().filter(|words| QUALIFIERS.contains(words));
    let mut line = about.map_or(Line::default(), |words| format!("{words} ").into());
    line.0.extend(desk.cite_fact(id)?.0);
    line.0.push(Piece::Text { text: format!(" ({})", lower_first(&fact.name)) });
    Some(line)
}

/// What a source says of its number stands at the end of a label.
const QUALIFIERS: [&str; 4] = ["more than", "about", "up to", "less than"];

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

/// Where exports go, at true scale.
fn strip(desk: &mut Desk) -> Option<Block> {
    let (mut shares, customs) = shares(desk);
    shares.sort_by(|a, b| {
        let main = |p: &Named| p.code != desk.m.partner.code;
        (main(&a.0), b.1.range().mid).partial_cmp(&(main(&b.0), a.1.range().mid)).unwrap_or(std::cmp::Ordering::Equal)
    });
    let (first, first_share) = shares.first().cloned()?;
    let mut parts: Vec<SharePart> = Vec::new();
    let mut rest = 0.0;
    for (partner, share) in &shares {
        match share.range().mid {
            share if share >= MERGED => {
                parts.push(SharePart { label: partner.name.clone(), share, class: class(desk, partner) })
            }
            share => rest += share,
        }
    }
    if rest > 0.0 {
        parts.push(SharePart { label: "others".into(), share: rest, class: "ot".into() });
    }
    let strip = ShareStrip { parts };
    let drawn = shares.iter().filter(|(_, share)| share.range().mid >= MERGED);
    let rows = drawn.map(|(p, q)| with_name(desk, &p.name, q)).collect();
    let finding = format!(
        "{} takes {} of the goods exports of {}{}",
        crate::line::capital(&the(&first.name)),
        first_share.text(),
        the(&desk.m.country.name),
        if customs { "" } else { " in the reference world" }
    );
    let source = match customs {
        true => "Customs statistics.".into(),
        false => {
            let span = super::deals::over(shares.iter().map(|(_, q)| q));
            format!("Portolan, reference world, {span}; the bar is the default set.")
        }
    };
    let drawn = Drawn {
        svg: strip.svg(),
        legend: String::new(),
        source,
        table: Table { head: columns(&[&["partner"][..], &DRAWN].concat()), rows, ..Table::default() },
    };
    Some(Block::Figure(desk.figure(
        "where",
        &finding,
        "Share of goods exports by destination, %, at true scale",
        drawn,
    )))
}

/// The colour of an actor: the main partner, the rival, Asia and everybody else.
pub(super) fn class(desk: &Desk, economy: &Named) -> String {
    let region = desk.m.case.texts.regions.first();
    let class = match () {
        () if economy.code == desk.m.partner.code => "us",
        () if economy.code == desk.m.rival.code => "ch",
        () if region.is_some_and(|r| r.economies.contains(&economy.code)) => "as",
        () => "ot",
    };
    class.into()
}

/// A row of the table behind a figure.
pub(super) fn with_name(desk: &mut Desk, name: &str, quantity: &Quantity) -> Vec<Entry> {
    let mut row = vec![Entry::from(name)];
    row.extend(desk.drawn_cells(quantity));
    row
}

/// Where the main policy moves exports, or else incomes.
fn map(desk: &mut Desk) -> Option<Block> {
    let main = super::summary::main_policy(desk)?;
    let economies = desk.m.economies.clone();
    let moved: Vec<(Named, Quantity)> =
        economies.iter().filter_map(|e| Some((e.clone(), desk.share_moved(&main, e)?))).collect();
    if moved.is_empty() {
        return None;
    }
    let limits = class_limits(moved.iter().map(|(_, q)| q.range().mid));
    let tile = |e: &Named| {
        let found = moved.iter().find(|(economy, _)| economy.code == e.code).map(|(_, q)| q);
        TileValue {
            code: e.code.clone(),
            name: e.name.clone(),
            value: found.map(|q| q.range().mid),
            text: found.map_or(String::new(), |q| brief(&q.text()).into()),
        }
    };
    let outlined = desk.m.case.texts.regions.first().map_or(Vec::new(), |r| r.economies.clone());
    let group = desk.m.case.texts.regions.first().map_or(String::new(), |r| r.name.clone());
    let map =
        TileMap { tiles: economies.iter().map(tile).collect(), limits, country: desk.m.country.code.clone(), outlined };
    let (shown, small): (Vec<_>, Vec<_>) = moved.iter().partition(|(_, q)| q.shows());
    for (_, quantity) in &small {
        desk.ledger.keep(quantity);
    }
    let least = small.first().map(|(_, q)| brief(&q.text()).to_string());
    let caption = least.map_or(String::new(), |least| format!("{} others, each {least}", small.len()));
    let rows = shown.iter().map(|(e, q)| with_name(desk, &e.name, q)).collect();
    let title = desk.policy_title(&main);
    let subtitle = format!(
        "Change of each economy’s share in goods exports of {}, points, {title} at full phase-in; one equal tile an economy",
        the(&desk.m.country.name)
    );
    let finding = map_finding(desk, &main, &title);
    let drawn = Drawn {
        svg: map.svg(),
        legend: map.legend("smaller share", "larger share", &group),
        source: format!(
            "Portolan, {}. A tile shows where, not how large.",
            super::deals::over(moved.iter().map(|(_, q)| q))
        ),
        table: Table { head: columns(&[&["economy"][..], &DRAWN].concat()), rows, caption, ..Table::default() },
    };
    Some(Block::Figure(desk.figure("map", &finding, &subtitle, drawn)))
}

fn map_finding(desk: &Desk, main: &str, title: &str) -> String {
    let partner = desk.m.partner.clone();
    let title = crate::line::capital(title);
    match desk.share_moved(main, &partner) {
        Some(moved) => {
            let text = format::range(moved.range().low, moved.range().high, &moved.unit);
            match sign(&moved) {
                Sign::Nothing => format!("{title} leaves the share of {} as it is", the(&partner.name)),
                s if s.open() => {
                    format!("Whether {title} lowers the share of {} depends on the elasticity set", the(&partner.name))
                }
                _ => format!("{title} changes the share of {} by {text}", the(&partner.name)),
            }
        }
        None => format!("Where {title} moves exports"),
    }
}
