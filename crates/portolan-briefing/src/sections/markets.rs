//! Targeting new markets: deals beside the estimates of others, regions, and sectors by partner.

use super::deals;
use crate::claim::{Sign, sign};
use crate::desk::{DRAWN, Desk, Drawn, GOODS, the};
use crate::figure::{Heat, SectorBar, SectorBars, class_limits};
use crate::format::Unit;
use crate::ledger::Quantity;
use crate::line::{Block, Column, Entry, Line, Section, Table, capital, columns, say};
use crate::material::{Named, Region};
use crate::series::{At, Measure, Over};

/// Partners in the table of sectors.
const PARTNERS: usize = 8;
/// Sectors drawn at each end of the list of incomes.
const ENDS: usize = 7;

pub(super) fn section(desk: &mut Desk) -> Option<Section> {
    let mut blocks = Vec::new();
    let line = intro(desk);
    if !line.is_empty() {
        blocks.push(Block::Paragraph { line });
    }
    blocks.extend(deals::figure(desk));
    blocks.extend(deals::table(desk).map(|table| Block::Table { table }));
    if let Some(table) = deals::estimates(desk) {
        let line = say(
            "Published estimates count different things: most official ones take services, investment and non-tariff measures together, ours of goods stand apart, and money of different years is not added.",
            &[],
        );
        blocks.extend([
            Block::Heading { text: "Beside the estimates of others".into() },
            Block::Paragraph { line },
            Block::Table { table },
        ]);
    }
    blocks.extend(regions(desk));
    blocks.extend(heat(desk));
    blocks.extend(sectors(desk));
    let title = desk.title("markets", "Targeting new markets".into());
    (!blocks.is_empty()).then_some(Section { id: "markets", title, blocks })
}

fn intro(desk: &mut Desk) -> Line {
    if desk.m.deals.is_empty() {
        return Line::default();
    }
    let parts = [("against", super::summary::against(desk))];
    let line = say(
        "Each deal is valued on its own, at full phase-in, against {against}: what agreements in force between the same partners still bring is shown apart and is no part of the deal.",
        &parts,
    );
    line.then(deals::without_one_set(desk)).then(deals::already(desk)).then(below_zero(desk))
}

/// Draws in which the tariff cut explains more than the whole effect.
fn below_zero(desk: &mut Desk) -> Line {
    let places: Vec<(String, String)> = {
        let all = desk.book.places("non_tariff_below_zero");
        all.map(|at| (at.policy.to_string(), at.key())).collect()
    };
    let mut most: Option<Quantity> = None;
    for (policy, key) in places {
        let found = desk.book.places("non_tariff_below_zero").find(|at| at.key() == key).copied();
        let title = desk.m.deals.iter().find(|d| d.id == policy).map_or(policy.as_str(), |d| &d.title).to_string();
        let name = format!("{title}: draws without a non-tariff part");
        let next = found.and_then(|at| desk.quantity(at, Measure::Percent, name));
        most = match (most, next) {
            (Some(a), Some(b)) => Some(if b.range().mid > a.range().mid { b } else { a }),
            (a, b) => a.or(b),
        };
    }
    let Some(most) = most.filter(|q| q.range().high > 0.0) else { return Line::default() };
    let number = desk.cite(&most);
    say(
        "The non-tariff part is what published estimates of agreements leave after the tariff cut; where that happens most, in {number} of the draws of a deal, the tariff cut alone explains more, and such draws are counted, not cut off.",
        &[("number", number)],
    )
}

/// Which of two regions takes more, and what the policies that reach it are worth.
fn regions(desk: &mut Desk) -> Vec<Block> {
    let regions = desk.m.case.texts.regions.clone();
    let policies: Vec<String> = desk.moving().into_iter().map(str::to_string).collect();
    let mut rows = Vec::new();
    for region in &regions {
        let now = region_share(desk, region);
        let mut row = vec![Entry::from(region.name.as_str()), desk.plain_cell(&now)];
        for policy in &policies {
            let moved = region_moved(desk, region, policy);
            row.push(desk.plain_cell(&moved));
        }
        rows.push(row);
    }
    if rows.len() < 2 || policies.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = regions.iter().map(|r| r.name.clone()).collect();
    let mut blocks = vec![Block::Heading { text: capital(&format!("{} or {}", names[0], names[1])) }];
    let line = either(desk, &regions, &policies);
    if !line.is_empty() {
        blocks.push(Block::Paragraph { line });
    }
    let mut head = vec!["region".to_string(), ">share of goods exports, reference".into()];
    head.extend(policies.iter().map(|id| format!(">{}", capital(&desk.policy_title(id)))));
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let caption = format!("Table {}. Where exports go, and how each policy moves them, points", desk.next_table());
    let mut table = Table { caption, class: String::new(), head: columns(&head), rows };
    super::summary::drop_empty_columns(&mut table);
    blocks.push(Block::Table { table });
    blocks
}

/// Shares of the economies of a region in the reference, added.
fn region_share(desk: &Desk, region: &Region) -> Option<Quantity> {
    let policy = desk.moving().first().copied()?;
    region_sum(desk, region, policy, Measure::ReferencePercent)
}

fn region_moved(desk: &Desk, region: &Region, policy: &str) -> Option<Quantity> {
    region_sum(desk, region, policy, Measure::Points)
}

fn region_sum(desk: &Desk, region: &Region, policy: &str, measure: Measure) -> Option<Quantity> {
    let at = |partner| At {
        variable: "export_share",
        policy,
        economy: &desk.m.country.code,
        partner,
        sector: GOODS,
        ..At::default()
    };
    let series = region.economies.iter().filter_map(|code| desk.book.series(&at(code), measure));
    let sum = series.reduce(|sum, next| sum.with(&next, |a, b| a + b))?;
    let slug = region.name.to_lowercase().replace(' ', "-");
    let id = format!("{policy}.export_share.{}.{slug}{}", desk.m.country.code, measure.suffix());
    let name = format!("Share of {} in goods exports: {}", region.name, desk.policy_title(policy));
    Some(desk.made(sum, &at(""), measure, String::new()).named(&id, name))
}

/// The policy that moves most towards each of the first two regions, one against the other.
fn either(desk: &mut Desk, regions: &[Region], policies: &[String]) -> Line {
    let towards = |region: &Region| {
        let moved = policies.iter().filter_map(|p| Some((p.clone(), region_moved(desk, region, p)?.range().mid)));
        moved.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(policy, _)| policy)
    };
    let (Some(first), Some(second)) = (towards(&regions[0]), towards(&regions[1])) else { return Line::default() };
    if first == second {
        return Line::default();
    }
    let (Some(a), Some(b)) = (desk.income(&first), desk.income(&second)) else { return Line::default() };
    let name = desk.policy_title(&second);
    let (_, comparison) = desk.against(&a, &b, &name);
    let moved = region_moved(desk, &regions[1], &second).map_or(Line::default(), |q| desk.cite(&q));
    let parts = [
        ("first", Line::from(desk.policy_title(&first))),
        ("comparison", comparison),
        ("a", regions[0].name.as_str().into()),
        ("b", regions[1].name.as_str().into()),
        ("second", name.into()),
        ("moved", moved),
    ];
    let line = say(
        "Of the policies here, {first} moves most exports towards {a} and changes real income by {comparison}. None moves more towards {b} than {second}, which changes the share of {b} by {moved}.",
        &parts,
    );
    line.then(what_more(desk, &second))
}

/// Partners named where a policy adds to another.
const NAMED: usize = 2;

/// What a policy that holds all of another adds to it, and whose share it raises.
fn what_more(desk: &mut Desk, policy: &str) -> Line {
    let Some(wider) = super::rival::wider(desk, policy) else { return Line::default() };
    let Some(income) = super::rival::difference(desk, policy, &wider) else { return Line::default() };
    let mut gains: Vec<(Named, Quantity)> = Vec::new();
    for partner in desk.m.economies.iter().filter(|e| e.code != desk.m.partner.code) {
        if let (Some(with), Some(before)) = (desk.share_moved(&wider, partner), desk.share_moved(policy, partner)) {
            gains.push((partner.clone(), super::rival::gap(&with, &before, "beyond", &the(&partner.name))));
        }
    }
    gains.retain(|(_, q)| sign(q) == Sign::Up);
    gains.sort_by(|a, b| b.1.range().mid.total_cmp(&a.1.range().mid));
    let mut shares = Line::default();
    for (n, (partner, gain)) in gains.iter().take(NAMED).enumerate() {
        let link = if n == 0 { "" } else { " and " };
        shares = shares.joined(format!("{link}{} by ", the(&partner.name)).into()).joined(desk.cite(gain));
    }
    if shares.is_empty() {
        return Line::default();
    }
    let number = desk.cite(&income);
    let title = desk.policy_title(&wider);
    let parts = [
        ("wider", Line::from(title)),
        ("income", number),
        ("shares", shares),
        ("policy", desk.policy_title(policy).into()),
    ];
    say("What {wider} adds to {policy} changes real income by {income} and raises most the share of {shares}.", &parts)
}

/// Change of exports by sector and partner under the main policy.
fn heat(desk: &mut Desk) -> Option<Block> {
    let main = super::summary::main_policy(desk)?;
    let partners = partners(desk, &main);
    let (mut values, mut rows, mut table, mut groups) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::<(String, usize)>::new());
    let mut over = Over::default();
    let mut goods: Vec<_> = desk.m.sectors.iter().filter(|s| s.goods).cloned().collect();
    goods.sort_by_key(|s| GROUPS.iter().position(|name| *name == group(&s.code)));
    for sector in goods {
        let cells: Vec<Option<Quantity>> = partners.iter().map(|p| flow(desk, &main, p, &sector.code)).collect();
        if cells.iter().all(Option::is_none) {
            continue;
        }
        over = cells.iter().flatten().map(|q| q.series.over()).fold(over, Over::widest);
        let mut row: Vec<Entry> = vec![sector.name.as_str().into()];
        row.extend(cells.iter().map(|q| Entry::from(q.as_ref().map_or(String::new(), |q| short(desk, q)))));
        table.push(row);
        let group = group(&sector.code).to_string();
        match groups.last_mut() {
            Some((name, n)) if *name == group => *n += 1,
            _ => groups.push((group, 1)),
        }
        rows.push(sector.name.clone());
        values.push(cells.iter().map(|q| q.as_ref().map(|q| q.range().mid)).collect::<Vec<_>>());
    }
    if rows.is_empty() || partners.is_empty() {
        return None;
    }
    let limits = class_limits(values.iter().flatten().flatten().copied());
    let columns_ = partners.iter().map(|p| p.code.clone()).collect();
    let heat = Heat { rows, columns: columns_, values, limits, groups };
    let finding = heat_finding(desk, &main, &partners);
    let code = desk.money(&main).map_or("US$ mn".into(), |q| q.unit.name());
    let subtitle = format!(
        "Change of exports of {} by sector and partner, {code} a year, {} at full phase-in, default set",
        the(&desk.m.country.name),
        desk.policy_title(&main)
    );
    let drawn = Drawn {
        svg: heat.svg(),
        legend: heat.legend("fewer", "more"),
        source: format!(
            "Portolan; ranges over {} in the table, each with the id {main}.exports.{}.partner.sector.rise.",
            over.in_words(),
            desk.m.country.code
        ),
        table: Table { head: heat_head(&partners), rows: table, ..Table::default() },
    };
    Some(Block::Figure(desk.figure("sectors", &finding, &subtitle, drawn)))
}

/// The text of a cell: what does not show is below the least that does.
fn short(desk: &mut Desk, quantity: &Quantity) -> String {
    crate::desk::brief(&desk.ledger.keep(quantity).text).into()
}

fn heat_head(partners: &[Named]) -> Vec<Column> {
    let titles: Vec<String> = partners.iter().map(|p| format!(">{}", p.name)).collect();
    let titles: Vec<&str> = std::iter::once("sector").chain(titles.iter().map(String::as_str)).collect();
    columns(&titles)
}

/// The main partner, the rival, then the partners whose trade moves most.
fn partners(desk: &Desk, main: &str) -> Vec<Named> {
    let fixed = [&desk.m.partner.code, &desk.m.rival.code];
    let moved = |p: &Named| desk.share_moved(main, p).map_or(0.0, |q| q.range().mid.abs());
    let mut all: Vec<Named> = desk.m.economies.iter().filter(|e| e.code != desk.m.country.code).cloned().collect();
    all.retain(|e| desk.share_moved(main, e).is_some());
    let rank = |e: &Named| fixed.iter().position(|code| **code == e.code).unwrap_or(fixed.len());
    all.sort_by(|a, b| rank(a).cmp(&rank(b)).then(moved(b).total_cmp(&moved(a))));
    all.truncate(PARTNERS);
    all
}

fn flow(desk: &Desk, policy: &str, partner: &Named, sector: &str) -> Option<Quantity> {
    let at = At {
        variable: "exports",
        policy,
        economy: &desk.m.country.code,
        partner: &partner.code,
        sector,
        ..At::default()
    };
    let name = format!("Exports of {} to {}", desk.sector_name(sector).to_lowercase(), the(&partner.name));
    let mut quantity = desk.quantity(at, Measure::Rise, name)?;
    let (code, per_usd) = match &desk.m.case.texts.currency {
        Some(currency) => (currency.code.clone(), currency.per_usd),
        None => ("US$".into(), 1.0),
    };
    quantity.series = quantity.series.map(|usd| usd * per_usd);
    quantity.unit = Unit::Money(code);
    Some(quantity)
}

fn heat_finding(desk: &Desk, main: &str, partners: &[Named]) -> String {
    let title = capital(&desk.policy_title(main));
    let cells = desk.m.sectors.iter().filter(|s| s.goods).flat_map(|s| partners.iter().map(move |p| (s, p)));
    let gains = cells.filter_map(|(s, p)| Some((s, p, flow(desk, main, p, &s.code)?)));
    let most = gains.filter(|(_, _, q)| sign(q) == Sign::Up).max_by(|a, b| a.2.range().low.total_cmp(&b.2.range().low));
    match most {
        Some((sector, partner, _)) => {
            format!("{title} adds most to exports of {} to {}", sector.name.to_lowercase(), the(&partner.name))
        }
        None => format!("{title} adds visibly to exports in no sector in all sets"),
    }
}

/// Groups of sectors in the order in which they are drawn.
const GROUPS: [&str; 4] = ["Farming and food", "Energy and mining", "Materials", "Machines and other goods"];

/// The group of a sector by the letter and number of its code.
fn group(code: &str) -> &'static str {
    let number: u32 =
        code.trim_start_matches(|c: char| c.is_alphabetic()).chars().take(2).collect::<String>().parse().unwrap_or(0);
    match code.chars().next() {
        Some('A') => GROUPS[0],
        Some('B') => GROUPS[1],
        Some('C') if number <= 12 => GROUPS[0],
        Some('C') if number <= 25 => GROUPS[2],
        _ => GROUPS[3],
    }
}

/// Incomes by sector under the main policy.
fn sectors(desk: &mut Desk) -> Option<Block> {
    let main = super::summary::main_policy(desk)?;
    let mut incomes = super::who::sector_incomes(desk, &main);
    incomes.sort_by(|a, b| b.1.range().mid.total_cmp(&a.1.range().mid));
    let (first, last) = (incomes.first().cloned()?, incomes.last().cloned()?);
    let title = capital(&desk.policy_title(&main));
    let finding = sector_finding(desk, &title, &first, &last);
    let ends = |n: &usize| *n < ENDS || *n + ENDS >= incomes.len();
    let drawn = (0..incomes.len()).filter(ends).map(|n| bar(desk, &incomes[n].0, &incomes[n].1)).collect();
    let bars = SectorBars { sectors: drawn, unit: "%".into() };
    let mut rows = Vec::new();
    for (code, quantity) in &incomes {
        let name = desk.sector_name(code);
        rows.push(super::why::with_name(desk, &name, quantity));
    }
    let subtitle = format!(
        "Real income of what is specific to a sector of {}, change in %, {} at full phase-in; the ends of the list",
        the(&desk.m.country.name),
        desk.policy_title(&main)
    );
    let drawn = Drawn {
        svg: bars.svg(),
        legend: bars.legend(),
        source: format!("Portolan, {}.", deals::over(incomes.iter().map(|(_, q)| q))),
        table: Table { head: columns(&[&["sector"][..], &DRAWN].concat()), rows, ..Table::default() },
    };
    Some(Block::Figure(desk.figure("incomes", &finding, &subtitle, drawn)))
}

pub(super) fn bar(desk: &Desk, code: &str, quantity: &Quantity) -> SectorBar {
    let range = quantity.range();
    SectorBar { code: code.into(), name: desk.sector_name(code), low: range.low, mid: range.mid, high: range.high }
}

/// Names the sector that gains most, if it does so in all sets but one.
fn sector_finding(desk: &Desk, title: &str, first: &(String, Quantity), last: &(String, Quantity)) -> String {
    let (gains, loses) = (desk.sector_name(&first.0).to_lowercase(), desk.sector_name(&last.0).to_lowercase());
    match (sign(&first.1), sign(&last.1)) {
        (Sign::Up, Sign::Down) => format!("{title} raises incomes most in {gains} and lowers them most in {loses}"),
        (Sign::Up, _) => format!("{title} raises incomes most in {gains}"),
        (_, Sign::Down) => format!("{title} lowers incomes most in {loses}"),
        _ => format!("{title} moves incomes of no sector visibly in all sets"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sectors_fall_into_four_groups_by_their_codes() {
        assert_eq!(group("A01_02"), "Farming and food");
        assert_eq!(group("C10T12"), "Farming and food");
        assert_eq!(group("B05_06"), "Energy and mining");
        assert_eq!(group("C24"), "Materials");
        assert_eq!(group("C29"), "Machines and other goods");
    }
}
