//! The story so far: what happened, in sentences of the case file, and the timeline.

use crate::desk::{Desk, Drawn};
use crate::figure::{EventKind, Timeline, TimelineEvent};
use crate::format;
use crate::line::{Block, Entry, Line, Section, Table, columns};
use crate::material::Event;

pub(super) fn section(desk: &mut Desk) -> Option<Section> {
    let story = desk.m.case.texts.story.clone();
    let told = story.iter().map(|said| desk.told(said)).fold(Line::default(), Line::then);
    let mut blocks = Vec::new();
    if !told.is_empty() {
        blocks.push(Block::Paragraph { line: told });
    }
    blocks.extend(timeline(desk));
    let title = desk.title("story", "The story so far".into());
    (!blocks.is_empty()).then_some(Section { id: "story", title, blocks })
}

fn timeline(desk: &mut Desk) -> Option<Block> {
    let events = desk.m.case.timeline.clone();
    let last = events.iter().filter(|e| e.date <= desk.m.as_of).max_by_key(|e| e.date)?.clone();
    let drawn = Timeline {
        events: events.iter().filter_map(|event| mark(event, desk)).collect(),
        as_of: desk.m.as_of.to_string(),
        lanes: lanes(desk, &events),
    };
    let rows = events.iter().map(row).collect();
    let finding = format!("{}: {}, {}", last.actor, lower(&last.label), format::day(last.date));
    let subtitle = "Dated events of the case up to the day of this briefing, and what was then scheduled";
    let table = Table { head: columns(&["date", "actor", "kind", "event"]), rows, ..Table::default() };
    let drawn = Drawn {
        svg: drawn.svg(),
        legend: drawn.legend(),
        source: "Case file; each row has its address in the folder of the scenario.".into(),
        table,
    };
    Some(Block::Figure(desk.figure("events", &finding, subtitle, drawn)))
}

fn mark(event: &Event, desk: &Desk) -> Option<TimelineEvent> {
    Some(TimelineEvent {
        date: event.date.to_string(),
        actor: event.actor.clone(),
        kind: EventKind::read(&event.kind)?,
        label: event.label.clone(),
        short: event.short.clone(),
        scheduled: event.date > desk.m.as_of,
    })
}

/// The lanes of the case, then actors that have none.
fn lanes(desk: &Desk, events: &[Event]) -> Vec<String> {
    let mut lanes = desk.m.case.texts.lanes.clone();
    for event in events {
        if !lanes.contains(&event.actor) {
            lanes.push(event.actor.clone());
        }
    }
    lanes
}

fn row(event: &Event) -> Vec<Entry> {
    vec![
        event.date.to_string().into(),
        event.actor.as_str().into(),
        event.kind.as_str().into(),
        event.label.as_str().into(),
    ]
}

/// A label inside a sentence: its first letter falls unless it begins a name in capitals.
fn lower(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second))
            if second.is_lowercase()
                && ["Talks", "The ", "Goods", "Duty", "Duties"].iter().any(|w| label.starts_with(w)) =>
        {
            first.to_lowercase().collect::<String>() + &label[first.len_utf8()..]
        }
        _ => label.into(),
    }
}
