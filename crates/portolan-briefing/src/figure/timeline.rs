//! Dated events in lanes, and the same as a list for a phone.

use super::date::Day;
use super::lane::{EventKind, lane_classes};
use super::legend;
use super::svg::{Drawing, anchor, escaped, short};
use super::text::{BODY, Level, NARROWEST_WIDE, ROOMY, SMALL, width};

/// Events by actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// Events in any order.
    pub events: Vec<TimelineEvent>,
    /// Date after which nothing was known, as `2025-10-24`.
    pub as_of: String,
    /// Actors in the order of the lanes; events of others go to a last lane.
    pub lanes: Vec<String>,
}

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineEvent {
    /// Date, as `2025-10-24`, `2025-10` or `2025`.
    pub date: String,
    /// Actor, the name of a lane.
    pub actor: String,
    /// What it did.
    pub kind: EventKind,
    /// What happened, for the list.
    pub label: String,
    /// The same in a few words, for the drawing.
    pub short: String,
    /// Whether it was yet to come.
    pub scheduled: bool,
}

/// An event on the axis.
struct Placed<'a> {
    event: &'a TimelineEvent,
    day: Day,
    /// Place on the axis, from 0 to 1.
    x: f64,
    lane: usize,
    label: Option<Label>,
}

/// Where a label stands.
#[derive(Clone, Copy)]
struct Label {
    below: bool,
    ends: bool,
    roomy: bool,
}

/// From the line of a lane down to the next, without labels below it.
const PITCH: f64 = 58.0;
/// Half a mark, px.
const REACH: f64 = 6.0;

impl Timeline {
    /// The drawing for wide pages followed by the list for narrow ones.
    pub fn svg(&self) -> String {
        self.drawing() + &self.list()
    }

    /// How it is drawn, and the first, the last known and the last scheduled event; the list and the table have them all.
    pub fn description(&self) -> String {
        let events = self.sorted();
        let known = events.iter().rposition(|(_, event)| !event.scheduled);
        let mut told: Vec<usize> = [Some(0), known, events.len().checked_sub(1)].into_iter().flatten().collect();
        told.dedup();
        let told: Vec<String> =
            told.into_iter().filter_map(|n| events.get(n)).map(|(day, event)| words(*day, event)).collect();
        format!(
            "A lane an actor, shapes show the kind, hollow ones were scheduled. {} events, among them: {}.",
            events.len(),
            told.join("; ")
        )
    }

    /// The legend: kinds that occur, in a fixed order.
    pub fn legend(&self) -> String {
        let occurs = |kind: &EventKind| self.events.iter().any(|e| e.kind == *kind);
        let kinds = EventKind::ALL.into_iter().filter(occurs);
        let mut entries: Vec<_> = kinds.map(|kind| legend::shape(&kind.shape("me", false), kind.words())).collect();
        if self.events.iter().any(|e| e.scheduled) {
            entries.push(legend::shape(&EventKind::Talks.shape("me", true), "hollow: scheduled"));
        }
        legend::list(&entries)
    }

    /// Events with a readable date, oldest first.
    fn sorted(&self) -> Vec<(Day, &TimelineEvent)> {
        let mut events: Vec<_> = self.events.iter().filter_map(|e| Some((Day::read(&e.date)?, e))).collect();
        events.sort_by(|a, b| a.0.number().total_cmp(&b.0.number()));
        events
    }

    fn all_lanes(&self) -> Vec<String> {
        let mut lanes = self.lanes.clone();
        if self.events.iter().any(|e| !lanes.contains(&e.actor)) {
            lanes.push("Others".to_string());
        }
        lanes
    }

    fn drawing(&self) -> String {
        let (lanes, axis) = (self.all_lanes(), Axis::of(self));
        let placed = self.placed(&lanes, &axis);
        let ys = lane_ys(&placed, lanes.len());
        let bottom = ys.last().map_or(40.0, |y| y + 26.0);
        let mut drawing = Drawing::default();
        if let Some(x) = axis.as_of {
            drawing.rect(100.0 * x, 0.0, 100.0 - 100.0 * x, bottom, "beyond");
        }
        let classes = lane_classes(&lanes);
        for ((lane, y), _) in lanes.iter().zip(&ys).zip(&classes) {
            drawing.line([0.0, 100.0], [*y; 2], "ax");
            drawing.text(0.0, y - 28.0, "b", lane);
        }
        axis.draw_as_of(&mut drawing, &self.as_of, bottom);
        for event in &placed {
            event.draw_label(&mut drawing, ys[event.lane], &axis);
        }
        for event in &placed {
            event.draw_mark(&mut drawing, ys[event.lane], classes[event.lane]);
        }
        axis.draw_ticks(&mut drawing, bottom);
        drawing.finish(bottom + 36.0, "wide", "Events by actor", &self.description())
    }

    fn placed<'a>(&'a self, lanes: &[String], axis: &Axis) -> Vec<Placed<'a>> {
        let place = |(day, event): (Day, &'a TimelineEvent)| {
            let lane = lanes.iter().position(|l| *l == event.actor).unwrap_or(lanes.len().saturating_sub(1));
            Placed { event, day, x: axis.x(day), lane, label: None }
        };
        let mut placed: Vec<Placed> = self.sorted().into_iter().map(place).collect();
        for lane in 0..lanes.len() {
            place_labels(&mut placed, lane, axis, NARROWEST_WIDE);
            place_labels(&mut placed, lane, axis, ROOMY);
        }
        placed
    }

    fn list(&self) -> String {
        let (lanes, as_of) = (self.all_lanes(), Day::read(&self.as_of));
        let classes = lane_classes(&lanes);
        let (mut items, mut passed) = (String::new(), false);
        for (day, event) in self.sorted() {
            if let Some(known) = as_of.filter(|a| !passed && day.number() > a.number()) {
                items += &format!(r#"<li class="asof">known on {}; below: scheduled</li>"#, known.written());
                passed = true;
            }
            let lane = lanes.iter().position(|l| *l == event.actor).unwrap_or(lanes.len() - 1);
            items += &list_item(day, event, classes[lane]);
        }
        format!(r#"<ol class="ev narrow">{items}</ol>"#)
    }
}

fn words(day: Day, event: &TimelineEvent) -> String {
    let scheduled = if event.scheduled { ", scheduled" } else { "" };
    format!("{}, {}: {} ({}{scheduled})", day.written(), event.actor, event.label, event.kind.words())
}

fn list_item(day: Day, event: &TimelineEvent, class: &str) -> String {
    let mark = event.kind.shape(class, event.scheduled);
    format!(
        r#"<li><svg class="fig swatch" width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">{mark}</svg><time datetime="{}">{}</time> <b>{}</b> {}</li>"#,
        escaped(&event.date),
        day.written(),
        escaped(&event.actor),
        escaped(&event.label)
    )
}

/// Later events choose first; each tries above and below, and the side that the as-of line asks for.
fn place_labels(placed: &mut [Placed], lane: usize, axis: &Axis, room: f64) {
    let mut levels = [Level::default(), Level::default()];
    for event in placed.iter().filter(|p| p.lane == lane) {
        if let Some(label) = event.label {
            let (from, to) = event.span(label.ends, room, axis);
            levels[usize::from(label.below)].take(from, to, room);
        }
    }
    for event in placed.iter_mut().rev().filter(|p| p.lane == lane && p.label.is_none()) {
        let before = axis.as_of.is_none_or(|x| event.x <= x);
        for (ends, below) in [(before, false), (before, true), (!before, false), (!before, true)] {
            let (from, to) = event.span(ends, room, axis);
            let crosses = axis.as_of.is_some_and(|x| from + 0.5 < x * room && to - 0.5 > x * room);
            if !crosses && levels[usize::from(below)].take(from, to, room) {
                event.label = Some(Label { below, ends, roomy: room > NARROWEST_WIDE });
                break;
            }
        }
    }
}

/// The lines of the lanes: a lane with labels below its line is higher.
fn lane_ys(placed: &[Placed], lanes: usize) -> Vec<f64> {
    let below = |lane: usize| placed.iter().any(|p| p.lane == lane && p.label.is_some_and(|l| l.below));
    let mut y = 56.0;
    (0..lanes)
        .map(|lane| {
            let line = y;
            y += PITCH + if below(lane) { 18.0 } else { 0.0 };
            line
        })
        .collect()
}

impl Placed<'_> {
    fn text(&self, year: Option<i64>) -> String {
        format!("{} · {}", self.day.brief(year), self.event.short)
    }

    /// How far a label reaches beyond the middle of its mark, px: never over the as-of line.
    fn reach(&self, axis: &Axis) -> f64 {
        axis.as_of.map_or(REACH, |x| REACH.min((self.x - x).abs() * NARROWEST_WIDE))
    }

    /// What the label takes in a drawing of this width, px.
    fn span(&self, ends: bool, room: f64, axis: &Axis) -> (f64, f64) {
        let (x, wide, reach) = (self.x * room, width(&self.text(axis.year), BODY, false), self.reach(axis));
        if ends { (x + reach - wide, x + reach) } else { (x - reach, x - reach + wide) }
    }

    fn draw_label(&self, drawing: &mut Drawing, y: f64, axis: &Axis) {
        let Some(label) = self.label else { return };
        let class = format!("i halo{}{}", if label.ends { " e" } else { "" }, if label.roomy { " roomy" } else { "" });
        let dx = if label.ends { self.reach(axis) } else { -self.reach(axis) };
        let y = if label.below { y + 21.0 } else { y - 11.0 };
        drawing.text_beside(100.0 * self.x, dx, y, &class, &self.text(axis.year));
    }

    fn draw_mark(&self, drawing: &mut Drawing, y: f64, class: &str) {
        drawing.raw(&format!(
            r#"<svg x="{}%" y="{}" width="1" height="1">{}</svg>"#,
            short(100.0 * self.x),
            short(y),
            self.event.kind.shape(class, self.event.scheduled)
        ));
    }
}

/// The axis of months.
struct Axis {
    first: Day,
    months: i64,
    as_of: Option<f64>,
    year: Option<i64>,
}

impl Axis {
    /// From the month of the first event to the one after the last.
    fn of(timeline: &Timeline) -> Self {
        let as_of = Day::read(&timeline.as_of);
        let days: Vec<Day> = timeline.sorted().into_iter().map(|(day, _)| day).chain(as_of).collect();
        let by_day = |a: &&Day, b: &&Day| a.number().total_cmp(&b.number());
        let first = days.iter().min_by(by_day).copied().unwrap_or_default().month_start(0);
        let last = days.iter().max_by(by_day).copied().unwrap_or_default().month_start(1);
        let months = (last.year - first.year) * 12 + last.month.unwrap_or(1) - first.month.unwrap_or(1);
        let mut axis = Self { first, months, as_of: None, year: as_of.map(|d| d.year) };
        axis.as_of = as_of.map(|day| axis.x(day));
        axis
    }

    /// Place of a day, with a margin for half a mark at both ends.
    fn x(&self, day: Day) -> f64 {
        let (from, to) = (self.first.number(), self.first.month_start(self.months).number());
        0.015 + 0.97 * (day.number() - from) / (to - from)
    }

    fn draw_as_of(&self, drawing: &mut Drawing, date: &str, bottom: f64) {
        let (Some(x), Some(day)) = (self.as_of, Day::read(date)) else { return };
        let words = format!("known on {}", day.brief(None));
        drawing.upright(100.0 * x, 0.0, bottom, "asof");
        let right = (1.0 - x) * NARROWEST_WIDE > width(&words, SMALL, false) + REACH;
        let (dx, class) = if right { (REACH, "s") } else { (-REACH, "s e") };
        drawing.text_beside(100.0 * x, dx, 12.0, class, &words);
    }

    /// At most eight ticks; the year stands below the first and below every January.
    fn draw_ticks(&self, drawing: &mut Drawing, y: f64) {
        let step = [1, 2, 3, 6, 12, 24, 60, 120].into_iter().find(|s| self.months / s <= 7).unwrap_or(1200);
        let offset = (1 - self.first.month.unwrap_or(1)).rem_euclid(step);
        for (n, later) in (0..=self.months).skip(offset as usize).step_by(step as usize).enumerate() {
            let day = self.first.month_start(later);
            let x = 100.0 * self.x(day);
            drawing.upright(x, y, y + 4.0, "tick");
            let class = format!("s{}", anchor(x));
            drawing.text(x, y + 17.0, &class, &day.brief(Some(day.year)));
            if n == 0 || day.month == Some(1) {
                drawing.text(x, y + 31.0, &class, &day.year.to_string());
            }
        }
    }
}
