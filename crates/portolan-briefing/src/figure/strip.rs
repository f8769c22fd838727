//! One stacked bar at true scale.

use super::number::number;
use super::svg::Drawing;
use super::text::{BODY, Level, NARROWEST, NARROWEST_WIDE, width};

/// Parts of a whole at true scale, in the order given.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareStrip {
    /// Parts, the main one first.
    pub parts: Vec<SharePart>,
}

/// A part of a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct SharePart {
    /// What it is.
    pub label: String,
    /// Its share, per cent of the whole.
    pub share: f64,
    /// Colour class: `us`, `as`, `ch`, `ot` or `me`.
    pub class: String,
}

const TOP: f64 = 18.0;
const HEIGHT: f64 = 30.0;

impl ShareStrip {
    /// The strip; labels that do not fit stay in the title of their part and in the description.
    pub fn svg(&self) -> String {
        let mut drawing = Drawing::default();
        for (from, part) in self.starts().into_iter().zip(&self.parts) {
            drawing.raw(&format!("<g><title>{}</title>", super::svg::escaped(&part.words())));
            drawing.rect(from, TOP, part.share, HEIGHT, &format!("part {}", part.class));
            drawing.raw("</g>");
        }
        self.labels(&mut drawing, NARROWEST, " narrow");
        self.labels(&mut drawing, NARROWEST_WIDE, " wide");
        drawing.finish(70.0, "", "Shares at true scale", &self.description())
    }

    /// All parts with their shares.
    pub fn description(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(SharePart::words).collect();
        format!("One bar, parts of 100 per cent: {}.", parts.join("; "))
    }

    fn starts(&self) -> Vec<f64> {
        self.parts
            .iter()
            .scan(0.0, |sum, part| {
                let from = *sum;
                *sum += part.share;
                Some(from)
            })
            .collect()
    }

    /// Largest parts choose first, above before below the bar.
    fn labels(&self, drawing: &mut Drawing, room: f64, class: &str) {
        let starts = self.starts();
        let mut order: Vec<usize> = (0..self.parts.len()).collect();
        order.sort_by(|a, b| self.parts[*b].share.total_cmp(&self.parts[*a].share));
        let mut levels = [(TOP - 6.0, Level::default()), (TOP + HEIGHT + 14.0, Level::default())];
        for n in order {
            let (part, from) = (&self.parts[n], starts[n]);
            let words = part.words();
            let (wide, start, end) =
                (width(&words, BODY, true), from * room / 100.0, (from + part.share) * room / 100.0);
            for (y, level) in &mut levels {
                if level.take(start, start + wide, room) {
                    drawing.text(from, *y, &format!("b{class}"), &words);
                    break;
                }
                if level.take(end - wide, end, room + 1e-6) {
                    drawing.text(from + part.share, *y, &format!("b e{class}"), &words);
                    break;
                }
            }
        }
    }
}

impl SharePart {
    fn words(&self) -> String {
        format!("{} {}%", self.label, number(self.share, 1))
    }
}
