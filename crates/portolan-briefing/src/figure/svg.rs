//! The drawing: x in per cent, y and type in px, classes in place of colours.

use std::fmt::Write as _;

use super::scale::Scale;
use super::text::{BODY, NARROWEST, NARROWEST_WIDE, SMALL, fitting, shortened, width, wrapped};

/// Marks of one drawing, in the order in which they are painted.
#[derive(Default)]
pub(super) struct Drawing {
    marks: String,
    /// One of two panels: on a wide page no wider than on a phone.
    panel: bool,
}

/// From line to line of a text, px.
const PITCH: f64 = 15.0;

impl Drawing {
    /// A drawing that shares a wide page with another.
    pub(super) fn panel() -> Self {
        Self { panel: true, ..Self::default() }
    }

    /// A bar from `x` of `width` per cent; a negative width runs to the left.
    pub(super) fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, class: &str) {
        let (x, width) = if width < 0.0 { (x + width, -width) } else { (x, width) };
        if (x + width).is_finite() {
            let _ = write!(
                self.marks,
                r#"<rect x="{}%" y="{}" width="{}%" height="{}" class="{class}"/>"#,
                short(x),
                short(y),
                short(width),
                short(height)
            );
        }
    }

    /// An upright line at `x` per cent.
    pub(super) fn upright(&mut self, x: f64, y1: f64, y2: f64, class: &str) {
        self.line([x, x], [y1, y2], class);
    }

    /// A line between two points: x in per cent, y in px.
    pub(super) fn line(&mut self, x: [f64; 2], y: [f64; 2], class: &str) {
        if x.iter().all(|x| x.is_finite()) {
            let [x1, x2] = x.map(short);
            let [y1, y2] = y.map(short);
            let _ = write!(self.marks, r#"<line x1="{x1}%" y1="{y1}" x2="{x2}%" y2="{y2}" class="{class}"/>"#);
        }
    }

    /// A ring or dot.
    pub(super) fn circle(&mut self, x: f64, y: f64, r: f64, class: &str) {
        if x.is_finite() {
            let _ = write!(
                self.marks,
                r#"<circle cx="{}%" cy="{}" r="{}" class="{class}"/>"#,
                short(x),
                short(y),
                short(r)
            );
        }
    }

    /// A text at `x` per cent.
    pub(super) fn text(&mut self, x: f64, y: f64, class: &str, text: &str) {
        self.text_beside(x, 0.0, y, class, text);
    }

    /// A text `dx` px beside `x` per cent.
    pub(super) fn text_beside(&mut self, x: f64, dx: f64, y: f64, class: &str, text: &str) {
        if !x.is_finite() || text.is_empty() {
            return;
        }
        let dx = if dx == 0.0 { String::new() } else { format!(r#" dx="{}""#, short(dx)) };
        let _ = write!(
            self.marks,
            r#"<text x="{}%" y="{}"{dx} class="{class}">{}</text>"#,
            short(x),
            short(y),
            escaped(text)
        );
    }

    /// Finished markup, for shapes of their own.
    pub(super) fn raw(&mut self, markup: &str) {
        self.marks.push_str(markup);
    }

    /// A range: a line with end ticks and a ring at the middle; dashed where it rests on a judgement.
    pub(super) fn range(&mut self, low_mid_high: [f64; 3], y: f64, judged: bool) {
        let [low, mid, high] = low_mid_high;
        let class = if judged { "rng j" } else { "rng" };
        self.line([low, high], [y, y], class);
        self.upright(low, y - 4.0, y + 4.0, &format!("{class} t"));
        self.upright(high, y - 4.0, y + 4.0, &format!("{class} t"));
        self.circle(mid, y, 3.6, if judged { "mid j" } else { "mid" });
    }

    /// Grid lines of one row, the zero line in ink.
    pub(super) fn grid(&mut self, scale: &Scale, y1: f64, y2: f64) {
        let (zero, others): (Vec<f64>, Vec<f64>) = scale.ticks().into_iter().partition(|t| *t == 0.0);
        others.iter().for_each(|tick| self.upright(scale.percent(*tick), y1, y2, "ax"));
        zero.iter().for_each(|tick| self.upright(scale.percent(*tick), y1, y2, "ax0"));
    }

    /// Labels of the ticks, on a phone every second one from zero, and below them the unit.
    pub(super) fn tick_labels(&mut self, scale: &Scale, y: f64, unit: &str) {
        let ticks = scale.ticks();
        let zero = ticks.iter().position(|t| *t == 0.0).unwrap_or(0);
        for (n, tick) in ticks.iter().enumerate() {
            let x = scale.percent(*tick);
            let spare = if !self.panel && ticks.len() > 4 && n.abs_diff(zero) % 2 == 1 { " wide" } else { "" };
            self.text(x, y, &format!("s{}{spare}", anchor(x)), &scale.label(*tick));
        }
        self.text(100.0, y + 16.0, "s e", unit);
    }

    /// A text on as many lines as it needs, first for a phone, then for a wide page, both ending on the same line;
    /// returns the y of that line.
    pub(super) fn paragraph(&mut self, at: [f64; 2], class: &str, text: &str, most: usize) -> f64 {
        let ([dx, y], size) = (at, if has(class, "s") { SMALL } else { BODY });
        let lines = |room: f64| wrapped(text, fitting(room, size, has(class, "b")), most);
        let narrow = lines(NARROWEST);
        let wide = if self.panel { narrow.clone() } else { lines(NARROWEST_WIDE) };
        let last = y + PITCH * narrow.len().saturating_sub(1) as f64;
        let variants = if narrow == wide { vec![(narrow, "")] } else { vec![(narrow, " narrow"), (wide, " wide")] };
        for (lines, shown) in variants {
            for (n, line) in lines.iter().rev().enumerate() {
                self.text_beside(0.0, dx, last - PITCH * n as f64, &format!("{class}{shown}"), line);
            }
        }
        last
    }

    /// The head of a row: name at the left and value at the right, on a phone below it where both do not fit; returns
    /// the y of the last line.
    pub(super) fn head(&mut self, y: f64, name: &str, value: &str, class: &str) -> f64 {
        let bold = has(class, "b");
        let lines = wrapped(name, fitting(NARROWEST, BODY, bold), 2);
        let used = lines.last().map_or(0.0, |line| width(line, BODY, bold));
        if used + width(value, BODY, bold) + 12.0 <= NARROWEST {
            let last = self.paragraph([0.0, y], class, name, 2);
            self.text(100.0, last, &format!("{class} halo e"), value);
            return last;
        }
        let last = y + PITCH * lines.len() as f64;
        let phone = if self.panel { class.to_string() } else { format!("{class} narrow") };
        for (n, line) in lines.iter().map(String::as_str).chain([value]).enumerate() {
            self.text(0.0, y + PITCH * n as f64, &phone, line);
        }
        if !self.panel {
            let room = NARROWEST_WIDE - width(value, BODY, bold) - 12.0;
            self.text(0.0, last, &format!("{class} wide"), &shortened(name, fitting(room, BODY, bold)));
            self.text(100.0, last, &format!("{class} halo e wide"), value);
        }
        last
    }

    /// The drawing as an image with a title and a description.
    pub(super) fn finish(&self, height: f64, class: &str, title: &str, description: &str) -> String {
        let class = if class.is_empty() { String::new() } else { format!(" {class}") };
        format!(
            r#"<svg class="fig{class}" role="img" width="100%" height="{}"><title>{}</title><desc>{}</desc>{}</svg>"#,
            short(height),
            escaped(title),
            escaped(description),
            self.marks
        )
    }
}

fn has(class: &str, wanted: &str) -> bool {
    class.split(' ').any(|c| c == wanted)
}

/// Class that keeps a centred label inside the drawing.
pub(super) fn anchor(x: f64) -> &'static str {
    match x {
        x if x < 6.0 => "",
        x if x > 94.0 => " e",
        _ => " m",
    }
}

/// A coordinate with at most two decimals.
pub(super) fn short(value: f64) -> String {
    let text = format!("{:.2}", value + 0.0);
    match text.trim_end_matches('0').trim_end_matches('.') {
        "" | "-0" => "0".to_string(),
        text => text.to_string(),
    }
}

/// Text that cannot be taken for markup.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
