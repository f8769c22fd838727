//! Who thinks what: what each side wants, and what each gains or loses from each policy.

use portolan_core::groups::{Membership, memberships};

use crate::desk::{Desk, the};
use crate::figure::RangeBar;
use crate::ledger::Quantity;
use crate::line::{Block, Entry, Line, Piece, Section, Table, capital, columns, list, say};
use crate::material::{Actor, Named};
use crate::series::{At, Measure};

pub(super) fn section(desk: &mut Desk) -> Option<Section> {
    let main = super::summary::main_policy(desk)?;
    let table = table(desk, &main)?;
    let parts = [("policy", Line::from(desk.policy_title(&main)))];
    let line = say(
        "Against a world without it, {policy} and its alternatives change the incomes of those below by these ranges. What each wants is quoted; what each gains or loses is computed; how much each counts is not judged here. A group stands for the range over its members; a province stands for the sectors that it names, by its cited parts of them; a dash is for whom the case file has no shares of sectors, or one sector that has its own row.",
        &parts,
    );
    let title = desk.title("who", "Who thinks what".into());
    Some(Section { id: "who", title, blocks: vec![Block::Paragraph { line }, Block::Table { table }] })
}

fn table(desk: &mut Desk, main: &str) -> Option<Table> {
    let actors = desk.m.case.actors.clone();
    let policies: Vec<String> = desk.moving().into_iter().map(str::to_string).collect();
    let bars: Vec<Option<Quantity>> = actors.iter().map(|a| interest(desk, a, main)).collect();
    let size = |q: &Quantity| q.range().low.abs().max(q.range().high.abs());
    let limit = bars.iter().flatten().map(size).fold(0.0, f64::max);
    let mut rows = Vec::new();
    for (actor, bar) in actors.iter().zip(&bars) {
        let wants = Line(vec![Piece::Link { text: actor.wants.clone(), url: actor.url.clone() }]);
        let mut row = vec![called(desk, actor).into(), wants.into(), drawn(bar, limit)];
        for policy in &policies {
            let quantity = interest(desk, actor, policy);
            row.push(if policy == main { desk.cell(&quantity) } else { desk.plain_cell(&quantity) });
        }
        rows.push(row);
    }
    let mut head =
        vec!["actor".to_string(), "wants".into(), format!("{}: loses · gains", capital(&desk.policy_title(main)))];
    head.extend(policies.iter().map(|id| format!(">{}", capital(&desk.policy_title(id)))));
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let caption = format!(
        "Table {}. Change of real income, %: governments by economy, sectors and provinces of {} by income",
        desk.next_table(),
        the(&desk.m.country.name)
    );
    (!rows.is_empty()).then(|| Table { caption, class: "who".into(), head: columns(&head), rows })
}

/// Sectors of which the case file has a part of a province.
fn sectors_of<'d>(desk: &'d Desk, province: &'d str) -> impl Iterator<Item = &'d str> {
    let parts = desk.m.case.provinces.iter().filter(move |part| part.province == province);
    parts.map(|part| part.sector.as_str())
}

/// The actor, and of a province the sectors whose income stands for it.
fn called(desk: &Desk, actor: &Actor) -> String {
    let sectors: Vec<String> =
        sectors_of(desk, &actor.code).map(|code| desk.sector_name(code).to_lowercase()).collect();
    match actor.kind.as_str() {
        "province" if !sectors.is_empty() && !stands_already(desk, actor) => {
            format!("{}: income in {}", actor.name, list(&sectors))
        }
        _ => actor.name.clone(),
    }
}

/// Whether a province is known by one sector that has a row of its own.
fn stands_already(desk: &Desk, actor: &Actor) -> bool {
    let sectors: Vec<&str> = sectors_of(desk, &actor.code).collect();
    let own = |sector: &str| desk.m.case.actors.iter().any(|a| a.kind == "sector" && a.code == sector);
    actor.kind == "province" && matches!(sectors.as_slice(), [one] if own(one))
}

fn drawn(quantity: &Option<Quantity>, limit: f64) -> Entry {
    match quantity {
        Some(quantity) if limit > 0.0 => {
            let range = quantity.range();
            let judged = super::deals::judged(quantity);
            let bar = RangeBar { low: range.low, mid: range.mid, high: range.high, limit, judged };
            Entry { line: Line::default(), svg: bar.svg_beside_words() }
        }
        _ => Entry::default(),
    }
}

/// What an actor gains or loses under a policy, if that is computed.
fn interest(desk: &Desk, actor: &Actor, policy: &str) -> Option<Quantity> {
    let country = desk.m.country.code.as_str();
    match actor.kind.as_str() {
        "province" if stands_already(desk, actor) => None,
        "government" | "public" if desk.m.economies.iter().all(|e| e.code != actor.code) => group(desk, actor, policy),
        "government" | "public" => {
            let name = desk.economy_name(&actor.code);
            desk.income_of(policy, &Named { code: actor.code.clone(), name })
        }
        "sector" => sector_income(desk, policy, &actor.code),
        "province" => {
            let at =
                At { variable: "province_exposure", policy, economy: country, product: &actor.code, ..At::default() };
            let title = desk.policy_title(policy);
            desk.quantity(at, Measure::Value, format!("Incomes of {}: {title}", actor.name))
        }
        _ => None,
    }
}

/// Real incomes of the members of a group, as one range.
fn group(desk: &Desk, actor: &Actor, policy: &str) -> Option<Quantity> {
    let members = memberships().iter().filter(|m| m.group == actor.code);
    let now = members.filter(|m| m.from <= desk.m.as_of && m.until.is_none_or(|until| until > desk.m.as_of));
    let own = |m: &Membership| {
        let name = desk.economy_name(&m.economy);
        desk.income_of(policy, &Named { code: m.economy.clone(), name })
    };
    let all = now.filter_map(own).reduce(|all, next| Quantity { series: all.series.beside(&next.series), ..all })?;
    let name = format!("Real incomes of the members of {}: {}", actor.code, desk.policy_title(policy));
    Some(all.named(&format!("{policy}.real_income.{}", actor.code.to_lowercase()), name))
}

/// Income of a sector of the country.
pub(super) fn sector_income(desk: &Desk, policy: &str, sector: &str) -> Option<Quantity> {
    let at = At { variable: "real_sector_income", policy, economy: &desk.m.country.code, sector, ..At::default() };
    let name = format!("Income in {}: {}", desk.sector_name(sector), desk.policy_title(policy));
    desk.quantity(at, Measure::Change, name)
}

/// Incomes of all sectors of the country.
pub(super) fn sector_incomes(desk: &Desk, policy: &str) -> Vec<(String, Quantity)> {
    let sectors = desk.m.sectors.iter();
    sectors.filter_map(|s| Some((s.code.clone(), sector_income(desk, policy, &s.code)?))).collect()
}
