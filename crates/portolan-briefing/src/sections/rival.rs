//! The partner that has a section of its own: what a policy that adds it changes.

use super::summary::main_policy;
use crate::claim::{Sign, sign};
use crate::desk::{DRAWN, Desk, Drawn, the};
use crate::figure::SectorBars;
use crate::ledger::Quantity;
use crate::line::{Block, Line, Section, Table, capital, columns, say};

/// Sectors drawn at each end.
const DRAWN_SECTORS: usize = 6;

pub(super) fn section(desk: &mut Desk) -> Option<Section> {
    let main = main_policy(desk)?;
    let wider = wider(desk, &main)?;
    let rival = (!desk.m.rival.code.is_empty()).then(|| the(&desk.m.rival.name))?;
    let income = difference(desk, &main, &wider)?;
    let effect = desk.effect(&income, "real income");
    let parts = [("main", Line::from(desk.policy_title(&main))), ("rival", rival.clone().into()), ("effect", effect)];
    let mut line = say("Against {main} alone, adding {rival} {effect}.", &parts);
    let moved = desk.m.rival.clone();
    if let (Some(with), Some(without)) = (desk.share_moved(&wider, &moved), desk.share_moved(&main, &moved)) {
        let share = gap(&with, &without, "its share", &rival);
        let effect = desk.effect(&share, &format!("the share of {rival} in goods exports"));
        line = line.then(say("It {effect}.", &[("effect", effect)]));
    }
    line = line.then(answer(desk, &rival));
    let mut blocks = vec![Block::Paragraph { line }];
    blocks.extend(sectors(desk, &main, &wider, &rival));
    blocks.extend(super::quotas::table(desk).map(|table| Block::Table { table }));
    let title = desk.title("china", format!("Relations with {rival}"));
    Some(Section { id: "china", title, blocks })
}

/// Whether the main partner answers is not in a static run.
fn answer(desk: &Desk, rival: &str) -> Line {
    if desk.m.partner.code.is_empty() {
        return Line::default();
    }
    let parts = [("partner", Line::from(the(&desk.m.partner.name))), ("rival", rival.into())];
    say("Whether {partner} answers a settlement with {rival}, and how, is not computed in this edition.", &parts)
}

/// A policy that holds everything of another, and more.
pub(super) fn wider(desk: &Desk, main: &str) -> Option<String> {
    let uses = |id: &str| desk.m.policies.iter().find(|p| p.id == id).map(|p| &p.uses);
    let own = uses(main).filter(|own| !own.is_empty())?;
    let holds = |p: &&crate::material::Policy| p.uses.len() > own.len() && own.iter().all(|u| p.uses.contains(u));
    desk.m.policies.iter().find(holds).map(|p| p.id.clone())
}

/// Real income of the wider policy over that of the main one, per cent.
pub(super) fn difference(desk: &Desk, main: &str, wider: &str) -> Option<Quantity> {
    let (with, without) = (desk.income(wider)?, desk.income(main)?);
    let name = format!("Real income: {} over {}", desk.policy_title(wider), desk.policy_title(main));
    Some(over(&with, &without, name))
}

fn over(with: &Quantity, without: &Quantity, name: String) -> Quantity {
    let series = with.series.with(&without.series, |a, b| 100.0 * ((1.0 + a / 100.0) / (1.0 + b / 100.0) - 1.0));
    let id = format!("{}.over.{}", with.id, without.id.split('.').next().unwrap_or(""));
    Quantity { series, ..with.clone() }.named(&id, name)
}

pub(super) fn gap(with: &Quantity, without: &Quantity, what: &str, rival: &str) -> Quantity {
    let series = with.series.with(&without.series, |a, b| a - b);
    let id = format!("{}.over.{}", with.id, without.id.split('.').next().unwrap_or(""));
    Quantity { series, ..with.clone() }
        .named(&id, format!("Share of {rival} in goods exports, what adding it moves, {what}"))
}

/// Which sectors gain and lose by adding the rival.
fn sectors(desk: &mut Desk, main: &str, wider: &str, rival: &str) -> Option<Block> {
    let incomes = |policy: &str| super::who::sector_incomes(desk, policy);
    let (with, without) = (incomes(wider), incomes(main));
    let mut changes: Vec<(String, Quantity)> = Vec::new();
    for (code, quantity) in &with {
        if let Some((_, before)) = without.iter().find(|(other, _)| other == code) {
            let name = format!("Income in {}: adding {rival}", desk.sector_name(code));
            changes.push((code.clone(), over(quantity, before, name)));
        }
    }
    changes.sort_by(|a, b| b.1.range().mid.total_cmp(&a.1.range().mid));
    if changes.len() > 2 * DRAWN_SECTORS {
        changes.drain(DRAWN_SECTORS..changes.len() - DRAWN_SECTORS);
    }
    let (first, last) = (changes.first().cloned()?, changes.last().cloned()?);
    let finding = match (sign(&first.1), sign(&last.1)) {
        (Sign::Up, Sign::Down) => format!(
            "Adding {rival} raises incomes most in {} and lowers them most in {}",
            desk.sector_name(&first.0).to_lowercase(),
            desk.sector_name(&last.0).to_lowercase()
        ),
        (Sign::Up, _) => format!("Adding {rival} raises incomes most in {}", desk.sector_name(&first.0).to_lowercase()),
        _ => format!("Adding {rival} raises incomes visibly in no sector in all sets"),
    };
    let bars = changes.iter().map(|(code, q)| super::markets::bar(desk, code, q)).collect();
    let bars = SectorBars { sectors: bars, unit: "%".into() };
    let mut rows = Vec::new();
    for (code, quantity) in &changes {
        let name = desk.sector_name(code);
        rows.push(super::why::with_name(desk, &name, quantity));
    }
    let subtitle = format!(
        "Real income of what is specific to a sector, change in %, {} over {}; the ends of the list",
        desk.policy_title(wider),
        desk.policy_title(main)
    );
    let drawn = Drawn {
        svg: bars.svg(),
        legend: bars.legend(),
        source: format!("Portolan, {}.", super::deals::over(changes.iter().map(|(_, q)| q))),
        table: Table { head: columns(&[&["sector"][..], &DRAWN].concat()), rows, ..Table::default() },
    };
    Some(Block::Figure(desk.figure("rival", &capital(&finding), &subtitle, drawn)))
}
