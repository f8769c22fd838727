//! One bar a sector around zero.

use super::legend;
use super::number::number;
use super::range_bar::gain_class;
use super::scale::Scale;
use super::svg::Drawing;
use super::text::{SMALL, fitting, shortened, wrapped};

/// A change in each sector, with its range below the bar.
#[derive(Clone, Debug, PartialEq)]
pub struct SectorBars {
    /// Sectors in the order drawn.
    pub sectors: Vec<SectorBar>,
    /// What is measured.
    pub unit: String,
}

/// One sector.
#[derive(Clone, Debug, PartialEq)]
pub struct SectorBar {
    /// Code in the results table.
    pub code: String,
    /// Name.
    pub name: String,
    /// Low end of the range.
    pub low: f64,
    /// The middle.
    pub mid: f64,
    /// High end of the range.
    pub high: f64,
}

const PITCH: f64 = 30.0;
/// Room left of the axis in class `named`, less the gap, px.
pub(super) const NAME_WIDE: f64 = 206.0;
/// The same in class `slim` and on a phone.
pub(super) const NAME_NARROW: f64 = 106.0;

impl SectorBars {
    /// The bars.
    pub fn svg(&self) -> String {
        let scale = self.scale();
        let mut drawing = Drawing::default();
        let bottom = PITCH * self.sectors.len() as f64;
        drawing.grid(&scale, 0.0, bottom);
        for (n, sector) in self.sectors.iter().enumerate() {
            sector.draw(&mut drawing, &scale, PITCH * n as f64);
        }
        drawing.tick_labels(&scale, bottom + 14.0, &self.unit);
        drawing.finish(bottom + 36.0, "named", &format!("Sectors, {}", self.unit), &self.description())
    }

    /// All values drawn.
    pub fn description(&self) -> String {
        let decimals = self.scale().most_decimals();
        let sectors: Vec<String> = self.sectors.iter().map(|sector| sector.words(decimals)).collect();
        format!("One bar a sector around zero, its range below: {}.", sectors.join("; "))
    }

    /// The legend, in the order of the marks.
    pub fn legend(&self) -> String {
        legend::list(&[
            legend::fill("k6", "grows"),
            legend::fill("k2", "shrinks"),
            legend::line("rng", true, "range, default set"),
        ])
    }

    fn scale(&self) -> Scale {
        Scale::from_zero(self.sectors.iter().flat_map(|s| [s.low, s.mid, s.high]), 5)
    }
}

impl SectorBar {
    fn draw(&self, drawing: &mut Drawing, scale: &Scale, y: f64) {
        row_name(drawing, &self.name, y + 12.0, "i");
        let width = scale.percent(self.mid) - scale.percent(0.0);
        drawing.rect(scale.percent(0.0), y + 3.0, width, 10.0, gain_class(self.mid));
        drawing.range([self.low, self.mid, self.high].map(|v| scale.percent(v)), y + 19.0, false);
    }

    fn words(&self, decimals: usize) -> String {
        let [low, mid, high] = [self.low, self.mid, self.high].map(|v| number(v, decimals));
        format!("{} ({}) {low} to {high}, default set {mid}", self.name, self.code)
    }
}

/// The name of a row, left of the drawing: one line where there is room, two on a phone.
pub(super) fn row_name(drawing: &mut Drawing, name: &str, y: f64, class: &str) {
    let lines = wrapped(name, fitting(NAME_NARROW, SMALL, false), 2);
    if let [line] = lines.as_slice() {
        drawing.text_beside(0.0, -8.0, y, &format!("{class} s e"), line);
        return;
    }
    let whole = shortened(name, fitting(NAME_WIDE, SMALL, false));
    drawing.text_beside(0.0, -8.0, y, &format!("{class} s e wide"), &whole);
    row_name_lines(drawing, name, y, &format!("{class} narrow"));
}

/// The name of a row on at most two lines, left of the drawing.
pub(super) fn row_name_lines(drawing: &mut Drawing, name: &str, y: f64, class: &str) {
    let lines = wrapped(name, fitting(NAME_NARROW, SMALL, false), 2);
    let first = if lines.len() > 1 { y - 5.0 } else { y };
    for (n, line) in lines.iter().enumerate() {
        drawing.text_beside(0.0, -8.0, first + 12.0 * n as f64, &format!("{class} s e"), line);
    }
}
