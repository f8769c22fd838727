//! The executive summary: the five questions, one answer each.

use super::{break_it, deals};
use crate::claim::{Order, Sign, order, rank, sign, than};
use crate::desk::{Desk, the};
use crate::ledger::Quantity;
use crate::line::{Answer, Block, Entry, Line, Piece, Section, Table, columns, list, say};
use crate::series::Measure;

/// Changes of income below this are called small, per cent.
const SMALL: f64 = 0.05;

pub(super) fn section(desk: &mut Desk) -> Option<Section> {
    let main = main_policy(desk)?;
    let lead = super::structure::verdict(desk).then(lead(desk, &main)?).then(missing(desk));
    let answers = [
        ("Will it work?", will_it_work(desk, &main)),
        ("By when?", by_when(desk, &main)),
        ("Through which deals?", deals::answer(desk)),
        ("At what cost?", cost(desk, &main)),
        ("What could break it?", break_it::answer(desk, &main)),
    ];
    let answers = answers.into_iter().filter(|(_, line)| !line.is_empty());
    let answers = answers.map(|(question, line)| Answer { question: question.into(), line }).collect();
    let mut blocks = vec![Block::Lead { line: lead }, Block::Answers { answers }, Block::Key];
    blocks.extend(policies(desk).map(|table| Block::Table { table }));
    let title = desk.title("summary", "Executive summary".into());
    Some(Section { id: "answer", title, blocks })
}

/// What no number of the page counts.
fn missing(desk: &Desk) -> Line {
    match desk.missing_names() {
        names if names.is_empty() => Line::default(),
        names => say("Left out of every number: {names}.", &[("names", list(&names).into())]),
    }
}

/// The policy that the verdict is about.
pub(super) fn main_policy(desk: &Desk) -> Option<String> {
    desk.moving().first().map(|id| (*id).to_string())
}

/// What the policy does, and against which world.
fn lead(desk: &mut Desk, main: &str) -> Option<Line> {
    let income = desk.income(main)?;
    let mut parts = vec![("day", desk.day()), ("policy", desk.policy_title(main).into())];
    let covered = desk.covered(main);
    if let Some(covered) = &covered {
        parts.extend([("verb", reaches(covered).into()), ("covered", desk.cite(covered))]);
    }
    parts.push(("effect", desk.effect(&income, "real income")));
    let pattern = match covered {
        Some(_) => {
            "On what was known on {day}, {policy} {verb}: at full phase-in it covers {covered} of the distance and \
             {effect}, against a world in which the measures and agreements of that day stay as they are."
        }
        None => {
            "On what was known on {day}, {policy} {effect}, against a world in which the measures and agreements of \
             that day stay as they are."
        }
    };
    Some(say(pattern, &parts))
}

/// The world that policies are compared with.
pub(super) fn against(desk: &Desk) -> Line {
    let day = desk.day();
    let mut line = Line::from("a world in which the measures and agreements in force on ");
    line.0.extend(day.0);
    line.0.push(Piece::Text { text: " stay as they are".into() });
    line
}

/// What the part of the distance allows one to say.
fn reaches(covered: &Quantity) -> &'static str {
    let range = covered.range();
    match sign(covered) {
        open if open.open() => "moves the target in a direction that this model does not decide",
        Sign::Down => "leads away from the target",
        _ if range.low >= 100.0 => "reaches the target",
        _ if range.high >= 100.0 => "may reach the target, which this model does not decide",
        _ => "does not reach the target by itself",
    }
}

fn will_it_work(desk: &mut Desk, main: &str) -> Line {
    let Some(covered) = desk.covered(main) else { return decided_by_income(desk, main) };
    let verdict = match sign(&covered) {
        open if open.open() => "This model does not decide it",
        Sign::Down => "No",
        _ if covered.range().low >= 100.0 => "Yes, once phased in",
        _ if covered.range().high >= 100.0 => "This model does not decide it",
        _ => "Not by itself",
    };
    let goal = desk.m.case.texts.target.as_ref().map_or("to reach the target", |t| t.text.as_str()).to_string();
    let number = desk.cite(&covered);
    let parts = [
        ("verdict", Line::from(verdict)),
        ("goal", goal.into()),
        ("policy", desk.policy_title(main).into()),
        ("number", number),
    ];
    let line = say("{verdict}: of the way {goal}, {policy} covers {number} at full phase-in", &parts);
    line.joined(amounts(desk, main)).then(best_of_all(desk, main))
}

/// The same as amounts, and what of the target the model does not hold.
fn amounts(desk: &mut Desk, main: &str) -> Line {
    let base = desk.towards_target(main, Measure::Reference);
    let (Some(added), Some(base)) = (desk.towards_target(main, Measure::Rise), base) else { return ".".into() };
    let parts = [("added", desk.cite(&added)), ("base", desk.cite(&base))];
    say(
        ": {added} of exports a year on a base of {base} of goods. Most of a nominal doubling would be growth and prices, which are not computed here.",
        &parts,
    )
}

fn decided_by_income(desk: &mut Desk, main: &str) -> Line {
    let Some(income) = desk.income(main) else { return Line::default() };
    let verdict = match sign(&income) {
        Sign::Up => "It raises income",
        Sign::Down => "It lowers income",
        Sign::Nothing => "It changes next to nothing",
        _ => "This model does not decide it",
    };
    let effect = desk.effect(&income, "real income");
    let parts = [("verdict", verdict.into()), ("policy", desk.policy_title(main).into()), ("effect", effect)];
    say("{verdict}: {policy} {effect}.", &parts)
}

/// Which policy covers most, if one does.
fn best_of_all(desk: &mut Desk, main: &str) -> Line {
    let mut all: Vec<(String, Quantity)> =
        desk.moving().iter().filter_map(|id| Some(((*id).to_string(), desk.covered(id)?))).collect();
    all.sort_by(|a, b| b.1.range().mid.total_cmp(&a.1.range().mid));
    let Some((best, quantity)) = all.first().cloned() else { return Line::default() };
    if best == main || all.len() < 2 {
        return Line::default();
    }
    let Some(own) = desk.covered(main) else { return Line::default() };
    let paired = order(&quantity.series, &own.series) == Order::More;
    let words = match rank(&quantity.series, &own.series) {
        Order::Same if paired => "more set by set, though the ranges overlap",
        order => than(order),
    };
    let that = if words.ends_with("overlap") { "" } else { " that" };
    let parts = [
        ("best", Line::from(desk.policy_title(&best))),
        ("number", desk.cite(&quantity)),
        ("words", format!("{words}{that}").into()),
    ];
    say("{best} covers {number}, {words}.", &parts)
}

fn by_when(desk: &mut Desk, main: &str) -> Line {
    let Some(target) = desk.m.case.texts.target.clone() else { return Line::default() };
    let mut line =
        say("This edition computes no year: it compares two states of the world and no path between them.", &[]);
    if let Some(growth) = target.facts.iter().find(|id| is_growth(desk, id)).and_then(|id| desk.cite_fact(id)) {
        let year = Line(vec![Piece::Day { iso: target.by.to_string(), text: target.by.to_string() }]);
        let parts = [("growth", growth), ("year", year)];
        line = line.then(say("The target asks for growth of {growth} a year until {year}.", &parts));
    }
    if let (Some(partner), Some(moved)) = (partner(desk), partner_moved(desk, main)) {
        let effect = desk.effect(&moved, &format!("the share of {partner} in goods exports"));
        let parts = [("policy", desk.policy_title(main).into()), ("effect", effect)];
        line = line.then(say("Once phased in, {policy} {effect}.", &parts));
    }
    line
}

/// The target's yearly growth is the fact in per cent.
fn is_growth(desk: &Desk, id: &str) -> bool {
    desk.fact(id).is_some_and(|fact| fact.series.keys.iter().any(|key| key.contains("fact_percent")))
}

fn partner(desk: &Desk) -> Option<String> {
    (!desk.m.partner.code.is_empty()).then(|| the(&desk.m.partner.name))
}

/// Change of the main partner's share, points.
fn partner_moved(desk: &Desk, policy: &str) -> Option<Quantity> {
    let partner = &desk.m.partner;
    if partner.code.is_empty() { None } else { desk.share_moved(policy, partner) }
}

fn cost(desk: &mut Desk, main: &str) -> Line {
    let Some(income) = desk.income(main) else { return Line::default() };
    let title = desk.policy_title(main);
    let effect = desk.effect(&income, "real income");
    let mut line = match desk.money(main).filter(|money| income.shows() || money.shows()) {
        Some(money) => {
            let money = desk.cite(&money);
            let parts = [("policy", title.into()), ("effect", effect), ("money", money)];
            say("{policy} {effect}, or {money} a year.", &parts)
        }
        None => say("{policy} {effect}.", &[("policy", title.into()), ("effect", effect)]),
    };
    line = line.then(one_set(desk, main, &income));
    line = line.then(beside_measures(desk, &income));
    line.then(losers(desk, main))
}

/// Part of a range that is left without a set, at most, for the set to be named.
const SHORTER: f64 = 2.0 / 3.0;

/// The set without which the range of a quantity is shorter by a third or more, the most telling if there are several.
pub(super) fn stretching_set(quantity: &Quantity) -> Option<String> {
    let width = |set: &String| quantity.series.without(set).range().width();
    let sets = quantity.series.other_sets();
    let most = sets.into_iter().min_by(|a, b| width(a).total_cmp(&width(b)))?;
    (quantity.shows() && width(&most) <= SHORTER * quantity.range().width()).then_some(most)
}

/// The same quantity without a set.
pub(super) fn without(quantity: &Quantity, set: &str) -> Quantity {
    let series = quantity.series.without(set);
    let id = format!("{}.without.{set}", quantity.id);
    Quantity { series, ..quantity.clone() }.named(&id, format!("{}, without {set}", quantity.name))
}

/// The set that stretches the range of the policy's income, and the range without it.
fn one_set(desk: &mut Desk, main: &str, income: &Quantity) -> Line {
    let Some(set) = stretching_set(income) else { return Line::default() };
    let rest = without(income, &set);
    let end = if rest.range().high < income.range().high { "upper" } else { "lower" };
    let mut parts = vec![("end", Line::from(end)), ("rest", desk.cite(&rest))];
    parts.push(("set", Line(vec![Piece::Count { text: set.clone() }])));
    match desk.money(main).filter(|money| rest.shows() || money.shows()) {
        Some(money) => {
            parts.push(("money", desk.cite(&without(&money, &set))));
            say("One set, {set}, makes the {end} end: without it {rest}, or {money}.", &parts)
        }
        None => say("One set, {set}, makes the {end} end: without it {rest}.", &parts),
    }
}

/// The policy beside the measures of the main partner.
fn beside_measures(desk: &mut Desk, income: &Quantity) -> Line {
    let Some(measures) = desk.measures() else { return Line::default() };
    let Some(loss) = desk.layer_income(&measures.code) else { return Line::default() };
    let small = income.range().low.abs().max(income.range().high.abs()) < SMALL && loss.range().mid.abs() > SMALL;
    let effect = desk.effect(&loss, "it");
    let title = desk.layer_title(&measures.code);
    let parts = [("title", Line::from(title)), ("effect", plural(effect))];
    if small { say("That is small: {title} {effect}.", &parts) } else { Line::default() }
}

/// `changes` and `has` after a plural.
pub(super) fn plural(mut effect: Line) -> Line {
    if let Some(Piece::Text { text }) = effect.0.first_mut() {
        for (one, many) in [("changes ", "change "), ("has ", "have ")] {
            if let Some(rest) = text.strip_prefix(one) {
                *text = format!("{many}{rest}");
            }
        }
    }
    effect
}

/// The sector whose incomes fall most, if one falls in all sets but one.
fn losers(desk: &mut Desk, main: &str) -> Line {
    let falls = super::who::sector_incomes(desk, main);
    let worst = falls
        .into_iter()
        .filter(|(_, q)| sign(q) == Sign::Down)
        .min_by(|a, b| a.1.range().mid.total_cmp(&b.1.range().mid));
    let Some((code, quantity)) = worst else { return Line::default() };
    let number = desk.cite(&quantity);
    let parts = [
        ("policy", Line::from(desk.policy_title(main))),
        ("sector", desk.sector_name(&code).to_lowercase().into()),
        ("number", number),
    ];
    say("With {policy}, incomes fall most in {sector}: {number}.", &parts)
}

/// Every policy: income, money, the main partner's share, the distance covered.
fn policies(desk: &mut Desk) -> Option<Table> {
    let ids: Vec<String> = desk.moving().into_iter().map(str::to_string).collect();
    if ids.is_empty() {
        return None;
    }
    let partner = desk.m.partner.clone();
    let set = desk.income(&ids[0]).and_then(|income| stretching_set(&income));
    let mut rows = Vec::new();
    for id in &ids {
        let quantities = [desk.income(id), desk.money(id), partner_moved(desk, id), desk.covered(id)];
        let mut row = vec![Entry::from(crate::line::capital(&desk.policy_title(id)))];
        row.extend(quantities.iter().map(|q| desk.cell(q)));
        let rest = set.as_ref().and_then(|set| Some(without(quantities[0].as_ref()?, set)));
        row.insert(2, desk.plain_cell(&rest));
        row.push(verdict(&quantities[0]).into());
        rows.push(row);
    }
    let share = format!(">share of {}", the(&partner.name));
    let alone = format!(">without {}", set.as_deref().unwrap_or_default());
    let head = ["policy", ">real income", &alone, ">worth a year", &share, ">distance covered", "sign of income"];
    let mut table = Table {
        caption: format!(
            "Table {}. Every policy at full phase-in, against the same reference world",
            desk.next_table()
        ),
        class: "policies".into(),
        head: columns(&head),
        rows,
    };
    drop_empty_columns(&mut table);
    Some(table)
}

fn verdict(income: &Option<Quantity>) -> &'static str {
    match income.as_ref().map(sign) {
        Some(Sign::Up) => "gains",
        Some(Sign::Down) => "loses",
        Some(Sign::Nothing) => "no visible effect",
        Some(_) => "this model does not decide it",
        None => "—",
    }
}

/// Columns in which nothing is computed say nothing.
pub(super) fn drop_empty_columns(table: &mut Table) {
    let empty = |at: usize| table.rows.iter().all(|row| row[at].line.plain() == "—");
    let kept: Vec<bool> = (0..table.head.len()).map(|at| !empty(at)).collect();
    let mut keep = kept.iter();
    table.head.retain(|_| *keep.next().unwrap_or(&true));
    for row in &mut table.rows {
        let mut keep = kept.iter();
        row.retain(|_| *keep.next().unwrap_or(&true));
    }
}
