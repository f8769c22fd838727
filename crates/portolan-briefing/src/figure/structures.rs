//! The same average arranged in several ways: what it does to income and to the share of the main market.

use super::legend;
use super::number::{number, range};
use super::range_bar::gain_class;
use super::scale::Scale;
use super::svg::Drawing;

/// Two panels with the same rows: real income in per cent, and the share of the main market.
#[derive(Clone, Debug, PartialEq)]
pub struct Structures {
    /// Rows in the order drawn.
    pub rows: Vec<StructureRow>,
    /// Share of the main market in the reference, per cent.
    pub reference_share: f64,
}

/// One arrangement.
#[derive(Clone, Debug, PartialEq)]
pub struct StructureRow {
    /// Name of the arrangement.
    pub name: String,
    /// Change of real income, per cent: low end, middle, high end.
    pub income: [f64; 3],
    /// Share of the main market, per cent: low end, middle, high end.
    pub share: [f64; 3],
    /// Whether it rests on a judged input.
    pub judged: bool,
}

impl Structures {
    /// Both panels, side by side where there is room.
    pub fn svg(&self) -> String {
        format!(r#"<div class="panels">{}{}</div>"#, self.income_panel(), self.share_panel())
    }

    /// All values drawn.
    pub fn description(&self) -> String {
        format!("{} {}", self.income_words(), self.share_words())
    }

    /// The legend, in the order of the marks.
    pub fn legend(&self) -> String {
        let mut entries = vec![legend::line("rng", true, "range, default set")];
        if self.rows.iter().any(|row| row.judged) {
            entries.push(legend::line("rng j", false, "◇ rests on a judged input"));
        }
        entries.push(legend::line("limit", false, "share in the reference"));
        legend::list(&entries)
    }

    fn income_panel(&self) -> String {
        let scale = Scale::from_zero(self.rows.iter().flat_map(|row| row.income), 4);
        let mut drawing = Drawing::panel();
        drawing.text(0.0, 13.0, "b", "Real income, change in %");
        let mut y = 40.0;
        for row in &self.rows {
            y = drawing.head(y, &row.label(), &range(row.income[0], row.income[2], scale.most_decimals()), "i");
            drawing.grid(&scale, y + 5.0, y + 33.0);
            let width = scale.percent(row.income[1]) - scale.percent(0.0);
            drawing.rect(scale.percent(0.0), y + 7.0, width, 12.0, gain_class(row.income[1]));
            drawing.range(row.income.map(|v| scale.percent(v)), y + 26.0, row.judged);
            y += 54.0;
        }
        drawing.tick_labels(&scale, y - 8.0, "");
        drawing.finish(y, "", "Real income, change in per cent", &self.income_words())
    }

    fn share_panel(&self) -> String {
        let shares = self.rows.iter().flat_map(|row| row.share).chain([self.reference_share]);
        let scale = Scale::covering(shares, 4);
        let mut drawing = Drawing::panel();
        drawing.text(0.0, 13.0, "b", "Share of the main market, %");
        let mut y = 40.0;
        for row in &self.rows {
            y = drawing.head(y, &row.label(), &range(row.share[0], row.share[2], scale.most_decimals()), "i");
            drawing.grid(&scale, y + 5.0, y + 33.0);
            drawing.upright(scale.percent(self.reference_share), y + 4.0, y + 34.0, "limit");
            drawing.range(row.share.map(|v| scale.percent(v)), y + 19.0, row.judged);
            y += 54.0;
        }
        drawing.tick_labels(&scale, y - 8.0, "");
        drawing.finish(y, "", "Share of the main market, per cent", &self.share_words())
    }

    fn income_words(&self) -> String {
        let rows: Vec<String> = self.rows.iter().map(|row| row.words(row.income)).collect();
        format!("Change of real income in per cent: {}.", rows.join("; "))
    }

    fn share_words(&self) -> String {
        let rows: Vec<String> = self.rows.iter().map(|row| row.words(row.share)).collect();
        let reference = number(self.reference_share, 2);
        format!("Share of the main market in per cent, {reference} in the reference: {}.", rows.join("; "))
    }
}

impl StructureRow {
    fn label(&self) -> String {
        if self.judged { format!("{} ◇", self.name) } else { self.name.clone() }
    }

    fn words(&self, values: [f64; 3]) -> String {
        let [low, mid, high] = values.map(|v| number(v, 3));
        let judged = if self.judged { ", rests on a judged input" } else { "" };
        format!("{} {low} to {high}, default set {mid}{judged}", self.name)
    }
}
