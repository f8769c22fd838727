//! Steps from one total to the next.

use super::legend;
use super::number::{number, range};
use super::range_bar::gain_class;
use super::scale::Scale;
use super::svg::Drawing;

/// Steps that lead from one level to another, drawn from left to right.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// Steps in reading order.
    pub steps: Vec<WaterfallStep>,
    /// What is measured.
    pub unit: String,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct WaterfallStep {
    /// Name of the step.
    pub name: String,
    /// What it adds, or the level if it is a total.
    pub value: f64,
    /// Low end of the same.
    pub low: f64,
    /// High end of the same.
    pub high: f64,
    /// Whether the value is a level, drawn from zero.
    pub total: bool,
    /// Whether it rests on a judged input.
    pub judged: bool,
}

const PITCH: f64 = 46.0;

impl Waterfall {
    /// The waterfall.
    pub fn svg(&self) -> String {
        let scale = self.scale();
        let mut drawing = Drawing::default();
        let (mut y, mut before) = (13.0, None);
        for (step, from) in self.steps.iter().zip(self.starts()) {
            let top = step.joined(&mut drawing, &scale, [y, from], before);
            before = Some((scale.percent(from + step.value), top + 22.0));
            y = top + PITCH;
        }
        drawing.grid(&scale, y, y + 4.0);
        drawing.tick_labels(&scale, y + 17.0, &self.unit);
        drawing.finish(y + 39.0, "", &format!("Steps, {}", self.unit), &self.description())
    }

    /// All values drawn.
    pub fn description(&self) -> String {
        let decimals = self.scale().most_decimals();
        let steps: Vec<String> = self.steps.iter().map(|step| step.words(decimals)).collect();
        format!("Bars that start where the one above ends; totals start at zero. {}.", steps.join("; "))
    }

    /// The legend, in the order of the marks.
    pub fn legend(&self) -> String {
        let any = |test: fn(&WaterfallStep) -> bool| self.steps.iter().any(test);
        let entries = [
            (any(|s| s.total), legend::fill("ot", "total")),
            (any(|s| s.plain() && s.value >= 0.0), legend::fill("k6", "adds")),
            (any(|s| s.plain() && s.value < 0.0), legend::fill("k2", "takes away")),
            (any(|s| !s.total && s.judged), legend::fill("ch", "step that rests on a judged input ◇")),
            (any(|s| !s.judged), legend::line("rng", true, "range, default set")),
            (any(|s| s.judged), legend::line("rng j", false, "range that rests on a judged input ◇")),
        ];
        legend::list(&entries.into_iter().filter_map(|(used, entry)| used.then_some(entry)).collect::<Vec<_>>())
    }

    /// Level at which each step starts.
    fn starts(&self) -> Vec<f64> {
        let mut level = 0.0;
        self.steps
            .iter()
            .map(|step| {
                let from = if step.total { 0.0 } else { level };
                level = from + step.value;
                from
            })
            .collect()
    }

    fn scale(&self) -> Scale {
        let ends = self.steps.iter().zip(self.starts());
        Scale::from_zero(ends.flat_map(|(s, from)| [from + s.low, from + s.value, from + s.high]), 5)
    }
}

impl WaterfallStep {
    fn plain(&self) -> bool {
        !self.total && !self.judged
    }

    /// Draws the step below `y`, the line of its name, with a line down from the end of the step before; returns the
    /// last line of the head.
    fn joined(&self, drawing: &mut Drawing, scale: &Scale, at: [f64; 2], before: Option<(f64, f64)>) -> f64 {
        let [y, from] = at;
        let mark = if self.judged { " ◇" } else { "" };
        let (name, worth) = (format!("{}{mark}", self.name), range(self.low, self.high, scale.most_decimals()));
        let class = if self.total { "b" } else { "i" };
        let last = Drawing::default().head(y, &name, &worth, class);
        if let Some((x, top)) = before {
            drawing.upright(x, top, last + 7.0, "join");
        }
        drawing.head(y, &name, &worth, class);
        self.bar(drawing, scale, last, from);
        last
    }

    fn bar(&self, drawing: &mut Drawing, scale: &Scale, y: f64, from: f64) {
        let width = scale.percent(from + self.value) - scale.percent(from);
        let class = match (self.total, self.judged) {
            (true, _) => "ot",
            (_, true) => "ch",
            _ => gain_class(self.value),
        };
        drawing.rect(scale.percent(from), y + 7.0, width, 14.0, class);
        let ends = [self.low, self.value, self.high].map(|v| scale.percent(from + v));
        if self.low < self.high {
            drawing.range(ends, y + 27.0, self.judged);
        }
        if self.total {
            drawing.upright(scale.percent(0.0), y + 6.0, y + 22.0, "ax0");
        }
    }

    fn words(&self, decimals: usize) -> String {
        let [value, low, high] = [self.value, self.low, self.high].map(|v| number(v, decimals));
        let judged = if self.judged { ", rests on a judged input" } else { "" };
        format!("{}: {value}, range {low} to {high}{judged}", self.name)
    }
}
