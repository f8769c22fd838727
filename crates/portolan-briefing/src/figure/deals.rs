//! What deals are worth, in parts that are never added across goods and services.

use super::legend;
use super::number::{number, range};
use super::scale::Scale;
use super::svg::Drawing;
use super::text::{NARROWEST, SMALL, fitting, shortened};

/// One bar a deal.
#[derive(Clone, Debug, PartialEq)]
pub struct DealBars {
    /// Deals in the order drawn, by convention the largest new worth first.
    pub deals: Vec<DealBar>,
    /// What is measured, for example `% of real income`.
    pub unit: String,
}

/// One deal.
#[derive(Clone, Debug, PartialEq)]
pub struct DealBar {
    /// Name of the deal.
    pub name: String,
    /// Where the deal stands, in words.
    pub status: String,
    /// What agreements in force between the parties still bring; no part of the deal.
    pub agreed: f64,
    /// New worth of the tariff part, middle of the range.
    pub tariff: f64,
    /// New worth of the non-tariff part of goods, middle of the range.
    pub non_tariff: f64,
    /// Low end of the new worth, tariff and non-tariff part together.
    pub low: f64,
    /// High end of the new worth, tariff and non-tariff part together.
    pub high: f64,
    /// Whether the range rests on a judged input.
    pub judged: bool,
    /// Low end, middle and high end of services, which have a row of their own.
    pub services: Option<[f64; 3]>,
}

impl DealBars {
    /// The bars.
    pub fn svg(&self) -> String {
        let scale = Scale::from_zero(self.deals.iter().flat_map(DealBar::ends), 7);
        let mut drawing = Drawing::default();
        let bottom = self.deals.iter().fold(13.0, |y, deal| deal.draw(&mut drawing, &scale, y));
        drawing.tick_labels(&scale, bottom, &self.unit);
        drawing.finish(bottom + 22.0, "", &format!("Worth of each deal, {}", self.unit), &self.description())
    }

    /// All values drawn.
    pub fn description(&self) -> String {
        let scale = Scale::from_zero(self.deals.iter().flat_map(DealBar::ends), 7);
        let deals: Vec<String> = self.deals.iter().map(|deal| deal.words(scale.most_decimals() + 1)).collect();
        format!(
            "One bar a deal: new tariff part, new non-tariff part, then what is already agreed; the range of the new \
             parts below; services in their own row. {}.",
            deals.join(". ")
        )
    }

    /// The legend, in the order of the marks.
    pub fn legend(&self) -> String {
        let mut entries = vec![
            legend::fill("tar", "new, tariff"),
            legend::fill("ntm", "new, non-tariff"),
            legend::fill("agr", "already agreed"),
            legend::line("rng", true, "range of the new parts, default set"),
        ];
        if self.deals.iter().any(|deal| deal.judged) {
            entries.push(legend::line("rng j", false, "◇ rests on a judged input"));
        }
        if self.deals.iter().any(|deal| deal.services.is_some()) {
            entries.push(legend::fill("sv", "services"));
        }
        legend::list(&entries)
    }
}

impl DealBar {
    /// Draws the deal below `y`, the line of its name, and returns the line of the next.
    fn draw(&self, drawing: &mut Drawing, scale: &Scale, y: f64) -> f64 {
        let mark = if self.judged { " ◇" } else { "" };
        let worth = range(self.low, self.high, scale.most_decimals());
        let y = drawing.head(y, &format!("{}{mark}", self.name), &worth, "b");
        drawing.grid(scale, y + 5.0, y + 37.0);
        self.stack(drawing, scale, y + 7.0);
        drawing.range([self.low, self.new_worth(), self.high].map(|v| scale.percent(v)), y + 30.0, self.judged);
        let y = drawing.paragraph([0.0, y + 48.0], "s", &self.status, 2);
        let y = self.services.map_or(y, |services| draw_services(drawing, scale, (services, self.judged), y + 19.0));
        y + 30.0
    }

    /// Gains run right from zero and losses left, in the order of the legend.
    fn stack(&self, drawing: &mut Drawing, scale: &Scale, y: f64) {
        let (mut right, mut left) = (0.0, 0.0);
        for (value, class) in [(self.tariff, "tar"), (self.non_tariff, "ntm"), (self.agreed, "agr")] {
            let from = if value < 0.0 { &mut left } else { &mut right };
            drawing.rect(scale.percent(*from), y, scale.percent(value) - scale.percent(0.0), 16.0, class);
            *from += value;
        }
    }

    fn new_worth(&self) -> f64 {
        self.tariff + self.non_tariff
    }

    /// Everything that the axis must hold.
    fn ends(&self) -> Vec<f64> {
        let parts = [self.agreed, self.tariff, self.non_tariff];
        let gains: f64 = parts.iter().filter(|v| **v > 0.0).sum();
        let losses: f64 = parts.iter().filter(|v| **v < 0.0).sum();
        [gains, losses, self.low, self.high].into_iter().chain(self.services.into_iter().flatten()).collect()
    }

    fn words(&self, decimals: usize) -> String {
        let part = |value: f64| number(value, decimals);
        let judged = if self.judged { ", rests on a judged input" } else { "" };
        let services = self.services.map_or(String::new(), |[low, mid, high]| {
            format!("; services {} to {}, default set {}", part(low), part(high), part(mid))
        });
        format!(
            "{} ({}): new tariff {}, new non-tariff {}, already agreed {}; new parts {} to {}{judged}{services}",
            self.name,
            self.status,
            part(self.tariff),
            part(self.non_tariff),
            part(self.agreed),
            part(self.low),
            part(self.high)
        )
    }
}

/// Services: an outlined bar of their own, with their range below; returns the y of the last line.
fn draw_services(drawing: &mut Drawing, scale: &Scale, ([low, mid, high], judged): ([f64; 3], bool), y: f64) -> f64 {
    let worth = format!("services {}", range(low, high, scale.most_decimals()));
    drawing.text(0.0, y, "i s", &shortened(&worth, fitting(NARROWEST, SMALL, false)));
    drawing.grid(scale, y + 5.0, y + 27.0);
    drawing.rect(scale.percent(0.0), y + 7.0, scale.percent(mid) - scale.percent(0.0), 8.0, "sv");
    drawing.range([low, mid, high].map(|v| scale.percent(v)), y + 22.0, judged);
    y + 24.0
}
