//! What has happened since: outturns that came out after the day of the briefing, none of them used.

use std::collections::BTreeMap;

use crate::desk::Desk;
use crate::format::{self, Unit};
use crate::line::{Block, Entry, Line, Piece, Section, Table, columns, say};
use crate::material::Outturn;

/// Rows shown: the newest value of as many series.
const SHOWN: usize = 16;

pub(super) fn section(desk: &mut Desk) -> Option<Section> {
    let later: Vec<Outturn> = desk.m.case.outturns.iter().filter(|o| o.published > desk.m.as_of).cloned().collect();
    if later.is_empty() {
        return None;
    }
    let line = say(
        "Nothing below was used. A static answer names no year, so that no range of this page can be held against it; the later editions of the question can. Older values and more series are in the case file.",
        &[],
    );
    let rows = newest(&later).iter().take(SHOWN).map(|outturn| row(desk, outturn)).collect();
    let caption = format!("Table {}. Observed after {}", desk.next_table(), format::day(desk.m.as_of));
    let head = columns(&["series", "period", ">value", "came out"]);
    let table = Table { caption, class: String::new(), head, rows };
    let blocks = vec![Block::Paragraph { line }, Block::Table { table }];
    let title = desk.title("since", "What has happened since".into());
    Some(Section { id: "since", title, blocks })
}

/// The newest value of each series: events first, then shares, then the rest.
fn newest(outturns: &[Outturn]) -> Vec<Outturn> {
    let mut by_series: BTreeMap<&str, &Outturn> = BTreeMap::new();
    for outturn in outturns {
        let kept = by_series.entry(outturn.series.as_str()).or_insert(outturn);
        if (&outturn.period, outturn.published) > (&kept.period, kept.published) {
            *kept = outturn;
        }
    }
    let mut all: Vec<Outturn> = by_series.into_values().cloned().collect();
    let rank = |o: &Outturn| match o.unit.as_str() {
        "yes = 1" => 0,
        "%" if o.series.contains("share") => 1,
        _ => 2,
    };
    all.sort_by_key(rank);
    all
}

fn row(desk: &mut Desk, outturn: &Outturn) -> Vec<Entry> {
    let second_hand = desk.m.case.texts.second_hand(&outturn.url);
    let came_out = Line(vec![Piece::Link { text: outturn.published.to_string(), url: outturn.url.clone() }]);
    let came_out = came_out.joined(second_hand.into());
    vec![outturn.series.as_str().into(), outturn.period.as_str().into(), value(desk, outturn), came_out.into()]
}

fn value(desk: &mut Desk, outturn: &Outturn) -> Entry {
    let Some(fact) = desk.fact(&format!("outturn:{}", outturn.id)) else { return "not computed".into() };
    let id = fact.id.clone();
    let mut fact = fact.named(&id, outturn.series.clone());
    fact.definition = format!("{}, {}, came out on {}; not used", outturn.series, outturn.period, outturn.published);
    if outturn.unit == "yes = 1" {
        fact.words = Some(if outturn.value == 1.0 { "yes".into() } else { "no".into() });
    } else {
        fact.unit = Unit::Named(outturn.unit.clone());
    }
    desk.cell(&Some(fact))
}
