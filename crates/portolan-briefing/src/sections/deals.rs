//! Deals one by one: what is agreed, what is new, and what the words may claim about them.

use crate::claim::{Sign, sign};
use crate::desk::{DRAWN, Desk, Drawn, the};
use crate::figure::{DealBar, DealBars};
use crate::ledger::Quantity;
use crate::line::{Block, Entry, Line, Table, capital, columns, list, say};
use crate::material::Deal;
use crate::series::Over;

/// Deals with their new worth, the largest first.
pub(super) fn sorted(desk: &Desk) -> Vec<(Deal, Quantity)> {
    let mut deals: Vec<(Deal, Quantity)> =
        desk.m.deals.iter().filter_map(|deal| Some((deal.clone(), desk.deal_worth(&deal.id)?))).collect();
    deals.sort_by(|a, b| b.1.range().mid.total_cmp(&a.1.range().mid));
    deals
}

/// Deals that cut no tariff which is not cut already.
pub(super) fn agreed(desk: &Desk) -> Vec<Deal> {
    let deals = desk.m.deals.iter();
    let shows = |q: Option<Quantity>| q.is_some_and(|q| q.shows());
    let old =
        |deal: &&Deal| desk.deal_income(&deal.id, "agreed").is_some() && !shows(desk.deal_income(&deal.id, "tariff"));
    deals.filter(old).cloned().collect()
}

/// Through which deals?
pub(super) fn answer(desk: &mut Desk) -> Line {
    let deals = sorted(desk);
    let Some((first, worth)) = deals.first().cloned() else { return Line::default() };
    let mut line = match deals.get(1).cloned() {
        Some((second, other)) if sign(&worth) != Sign::Nothing => {
            let (_, comparison) = desk.against(&worth, &other, &format!("one with {}", second.title));
            let parts = [("deal", Line::from(first.title.as_str())), ("comparison", comparison)];
            say(
                "An agreement with {deal} is worth {comparison}, in real income from goods and over what is agreed.",
                &parts,
            )
        }
        _ => {
            let effect = desk.effect(&worth, "real income");
            say(
                "An agreement with {deal} {effect}, over what is agreed.",
                &[("deal", Line::from(first.title.as_str())), ("effect", effect)],
            )
        }
    };
    line = line.then(split(desk, &first)).then(already(desk));
    line
}

/// What of a deal's worth is its tariff cut, and on what the rest stands.
fn split(desk: &mut Desk, deal: &Deal) -> Line {
    let (tariff, other) = (desk.deal_income(&deal.id, "tariff"), desk.deal_income(&deal.id, "non-tariff"));
    let Some(tariff) = tariff.filter(|_| other.is_some()) else { return Line::default() };
    let parts = [("tariff", desk.cite(&tariff))];
    say("Of it {tariff} is the tariff cut; the rest is what past agreements did to other costs.", &parts)
}

/// The deal of the largest worth without the set that stretches its range.
pub(super) fn without_one_set(desk: &mut Desk) -> Line {
    let Some((first, worth)) = sorted(desk).first().cloned() else { return Line::default() };
    let Some(set) = super::summary::stretching_set(&worth) else { return Line::default() };
    let rest = desk.cite(&super::summary::without(&worth, &set));
    let set = Line(vec![crate::line::Piece::Count { text: set }]);
    let parts =
        [("deal", Line::from(first.title.as_str())), ("worth", desk.cite(&worth)), ("set", set), ("rest", rest)];
    say(
        "One elasticity set, {set}, stretches these ranges: without it an agreement with {deal} is worth {rest} instead of {worth}.",
        &parts,
    )
}

/// Deals with partners whose tariffs are cut already.
pub(super) fn already(desk: &mut Desk) -> Line {
    let old: Vec<String> = agreed(desk).iter().map(|deal| deal.title.clone()).collect();
    let pattern = match old.len() {
        0 => return Line::default(),
        1 => {
            "An agreement with {deals} brings no visible tariff cut over the one in force, whose gains are part of the reference."
        }
        _ => {
            "Agreements with {deals} bring no visible tariff cut over those in force, whose gains are part of the reference."
        }
    };
    say(pattern, &[("deals", list(&old).into())])
}

/// The figure of all deals.
pub(super) fn figure(desk: &mut Desk) -> Option<Block> {
    let deals = sorted(desk);
    if deals.is_empty() {
        return None;
    }
    let finding = finding(desk, &deals);
    let drawn: Vec<_> = deals.iter().filter(|(deal, worth)| worth.shows() || any_part_shows(desk, deal)).collect();
    let bars = DealBars { deals: drawn.iter().map(|deal| bar(desk, deal)).collect(), unit: "% of real income".into() };
    let mut rows = Vec::new();
    let span = over(drawn.iter().map(|(_, worth)| worth));
    for (deal, _) in drawn {
        for part in ["agreed", "tariff", "non-tariff", "services"] {
            if let Some(quantity) = desk.deal_income(&deal.id, part) {
                let mut row: Vec<Entry> = vec![capital(&deal.title).into(), part.into()];
                row.extend(desk.drawn_cells(&quantity));
                rows.push(row);
            }
        }
    }
    let head = [&["deal", "part"][..], &DRAWN].concat();
    let subtitle = format!(
        "Real income of {}, % a year at full phase-in, over what agreements in force bring; goods, services apart",
        the(&desk.m.country.name)
    );
    let drawn = Drawn {
        svg: bars.svg(),
        legend: bars.legend(),
        source: format!("Portolan, {span}; agreements from the library of scenarios."),
        table: Table { head: columns(&head), rows, ..Table::default() },
    };
    Some(Block::Figure(desk.figure("deals", &finding, &subtitle, drawn)))
}

/// Whether what is agreed, or services, show where goods do not.
fn any_part_shows(desk: &Desk, deal: &Deal) -> bool {
    ["agreed", "services"].iter().any(|part| desk.deal_income(&deal.id, part).is_some_and(|q| q.shows()))
}

fn finding(desk: &Desk, deals: &[(Deal, Quantity)]) -> String {
    use crate::claim::{Order, rank};
    match deals {
        [(_, a), (_, b), ..] if sign(a) == Sign::Nothing && sign(b) == Sign::Nothing => {
            "No deal on goods has a visible effect on real income".into()
        }
        [(first, a), (second, b), ..] => match rank(&a.series, &b.series) {
            Order::More if sign(a) == Sign::Up => {
                format!("An agreement with {} is worth more on goods than any other here", first.title)
            }
            _ => format!(
                "Agreements with {} and {} are worth about as much on goods: their ranges overlap",
                first.title, second.title
            ),
        },
        _ => format!("What {} is worth over what is agreed", desk.m.deals.first().map_or("a deal", |d| &d.title)),
    }
}

fn bar(desk: &Desk, (deal, worth): &(Deal, Quantity)) -> DealBar {
    let mid = |part: &str| desk.deal_income(&deal.id, part).map_or(0.0, |q| q.range().mid);
    let range = worth.range();
    let services = desk.deal_income(&deal.id, "services").map(|q| [q.range().low, q.range().mid, q.range().high]);
    DealBar {
        name: capital(&deal.title),
        status: deal.status.clone(),
        agreed: mid("agreed"),
        tariff: mid("tariff"),
        non_tariff: mid("non-tariff"),
        low: range.low,
        high: range.high,
        judged: judged(worth) || deal.judged,
        services,
    }
}

pub(super) fn judged(quantity: &Quantity) -> bool {
    quantity.series.kind == portolan_core::results::Kind::Judged
}

/// Over what the ranges of quantities run, as the rows have it.
pub(crate) fn over<'q>(quantities: impl IntoIterator<Item = &'q Quantity>) -> String {
    let widest = quantities.into_iter().map(|q| q.series.over()).fold(Over::default(), Over::widest);
    widest.in_words()
}

/// Every deal with its parts; services have a row of their own.
pub(super) fn table(desk: &mut Desk) -> Option<Table> {
    let mut rows = Vec::new();
    for (deal, worth) in sorted(desk) {
        let mut row: Vec<Entry> = vec![capital(&deal.title).into(), deal.status.as_str().into()];
        for part in ["agreed", "tariff", "non-tariff"] {
            let quantity = desk.deal_income(&deal.id, part);
            row.push(desk.plain_cell(&quantity));
        }
        row.push(desk.cell(&Some(worth)));
        let services = desk.deal_income(&deal.id, "services");
        row.push(desk.plain_cell(&services));
        rows.push(row);
    }
    let head = [
        "agreement with",
        "stands",
        ">already agreed",
        ">new tariff cut",
        ">new non-tariff part",
        ">new worth, goods",
        ">services, apart",
    ];
    let caption = format!(
        "Table {}. What each deal changes in real income of {}; what is already agreed counts as nothing in it",
        desk.next_table(),
        the(&desk.m.country.name)
    );
    (!rows.is_empty()).then(|| Table { caption, class: "deals".into(), head: columns(&head), rows })
}

/// What others estimated of the same deals.
pub(super) fn estimates(desk: &mut Desk) -> Option<Table> {
    let deals = sorted(desk);
    let mut rows = Vec::new();
    for (deal, worth) in &deals {
        let known: Vec<_> = desk.m.case.estimates.iter().filter(|e| e.deal == deal.id).cloned().collect();
        for estimate in known {
            let Some(fact) = desk.fact(&format!("estimate:{}", estimate.id)) else { continue };
            let name = format!("{}: {}", estimate.author, estimate.outcome);
            let id = fact.id.clone();
            let mut fact = fact.named(&id, name);
            fact.definition = format!("{}; {}; {}", estimate.scenario, estimate.model, estimate.horizon);
            fact.unit = crate::format::Unit::Named(estimate.unit.clone());
            let author = Line(vec![crate::line::Piece::Link {
                text: format!("{}, {}", estimate.author, estimate.year),
                url: estimate.url.clone(),
            }])
            .joined(desk.m.case.texts.second_hand(&estimate.url).into());
            let outcome = format!("{}, {}", estimate.outcome, desk.economy_name(&estimate.economy));
            rows.push(vec![
                capital(&deal.title).into(),
                author.into(),
                outcome.into(),
                desk.cell(&Some(fact)),
                counts(&estimate.counts).into(),
                desk.plain_cell(&Some(worth.clone())),
            ]);
        }
    }
    let head = ["deal", "who", "what", ">estimate", "it counts", ">our goods, real income"];
    let caption = format!("Table {}. Published estimates beside ours; they count different things", desk.next_table());
    (!rows.is_empty()).then(|| Table { caption, class: "estimates".into(), head: columns(&head), rows })
}

fn counts(word: &str) -> &'static str {
    match word {
        "goods" => "tariffs on goods",
        "goods+ntm" => "tariffs on goods and non-tariff measures",
        _ => "the whole agreement, as the study has it",
    }
}
