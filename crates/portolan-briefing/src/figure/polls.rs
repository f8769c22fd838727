//! What was answered in surveys.

use super::lane::actor_class;
use super::number::number;
use super::sectors::row_name_lines;
use super::svg::Drawing;

/// Survey questions, one bar an answer; observed, no result of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct PollBars {
    /// Questions in the order drawn.
    pub polls: Vec<PollBar>,
}

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct PollBar {
    /// The question in few words.
    pub label: String,
    /// Pollster, date and size of the sample.
    pub note: String,
    /// Answers with the per cent that gave them.
    pub parts: Vec<(String, f64)>,
}

/// Room left of the axis, px.
const NAMES: f64 = 114.0;
/// Share of the width that the longest bar takes, so that its number fits beside it on a phone.
const LONGEST: f64 = 70.0;

impl PollBars {
    /// The bars, all on one scale.
    pub fn svg(&self) -> String {
        let most =
            self.polls.iter().flat_map(|p| &p.parts).map(|(_, v)| *v).filter(|v| v.is_finite()).fold(1.0, f64::max);
        let mut drawing = Drawing::default();
        let bottom = self.polls.iter().fold(0.0, |y, poll| poll.draw(&mut drawing, y, most));
        drawing.finish(bottom, "named slim", "Answers in surveys, per cent", &self.description())
    }

    /// All questions and answers.
    pub fn description(&self) -> String {
        let polls: Vec<String> = self
            .polls
            .iter()
            .map(|poll| {
                let parts: Vec<String> =
                    poll.parts.iter().map(|(answer, v)| format!("{answer} {}", number(*v, decimals(*v)))).collect();
                format!("{} ({}): {} per cent.", poll.label, poll.note, parts.join(", "))
            })
            .collect();
        polls.join(" ")
    }
}

impl PollBar {
    /// Draws the question below `y` and returns the y below it.
    fn draw(&self, drawing: &mut Drawing, y: f64, most: f64) -> f64 {
        let y = drawing.paragraph([-NAMES, y + 15.0], "b", &self.label, 3);
        let y = drawing.paragraph([-NAMES, y + 15.0], "s", &self.note, 3) + 7.0;
        for (n, (answer, value)) in self.parts.iter().enumerate() {
            let (top, length) = (y + 26.0 * n as f64, LONGEST * value / most);
            row_name_lines(drawing, answer, top + 15.0, "i");
            drawing.rect(0.0, top + 3.0, length, 15.0, actor_class(answer).unwrap_or("ot"));
            drawing.text_beside(length, 6.0, top + 15.0, "b", &format!("{}%", number(*value, decimals(*value))));
        }
        let bottom = y + 26.0 * self.parts.len() as f64;
        drawing.upright(0.0, y, bottom, "ax0");
        bottom + 18.0
    }
}

/// One decimal only where there is one.
fn decimals(value: f64) -> usize {
    usize::from((value - value.round()).abs() > 0.049)
}
