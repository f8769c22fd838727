//! A bar around zero with its range below, for the cell of a table.

use super::number::range;
use super::svg::Drawing;

/// One value with its range, zero in the middle.
#[derive(Clone, Debug, PartialEq)]
pub struct RangeBar {
    /// Low end of the range.
    pub low: f64,
    /// The middle.
    pub mid: f64,
    /// High end of the range.
    pub high: f64,
    /// Value at the right edge; the left edge is its negative.
    pub limit: f64,
    /// Whether the range rests on a judged input.
    pub judged: bool,
}

impl RangeBar {
    /// The bar; the page gives its cell a width.
    pub fn svg(&self) -> String {
        let mut drawing = Drawing::default();
        let x = |value: f64| 50.0 + 48.0 * (value / self.limit).clamp(-1.0, 1.0);
        drawing.upright(50.0, 0.0, 26.0, "ax0");
        drawing.rect(50.0, 4.0, x(self.mid) - 50.0, 10.0, gain_class(self.mid));
        drawing.range([x(self.low), x(self.mid), x(self.high)], 20.0, self.judged);
        drawing.finish(26.0, "", "Value with its range around zero", &self.description())
    }

    /// The bar beside its range in words, which says the same: a decoration.
    pub fn svg_beside_words(&self) -> String {
        let svg = self.svg().replace(r#"role="img""#, r#"aria-hidden="true""#);
        let words = svg.find("<title>").zip(svg.find("</desc>"));
        words.map_or(svg.clone(), |(from, to)| format!("{}{}", &svg[..from], &svg[to + "</desc>".len()..]))
    }

    /// The range in words.
    pub fn description(&self) -> String {
        let words = range(self.low, self.high, 2);
        if self.judged { format!("{words}, rests on a judged input") } else { words }
    }
}

/// The colour of a gain or a loss.
pub(super) fn gain_class(value: f64) -> &'static str {
    if value < 0.0 { "k2" } else { "k6" }
}
