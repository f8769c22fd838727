//! How wide a text is at most, and how it is made to fit: every font of the stack must fit, also the widest.

/// Type sizes of the figures, px.
pub(super) const BODY: f64 = 12.0;
/// Small type, px.
pub(super) const SMALL: f64 = 11.0;
/// Narrowest drawing that must hold, px: a page of 320 px.
pub(super) const NARROWEST: f64 = 280.0;
/// Narrowest drawing that is shown as the wide one, px: a page of 640 px.
pub(super) const NARROWEST_WIDE: f64 = 576.0;
/// Narrowest drawing with room to spare, px: a page of 900 px.
pub(super) const ROOMY: f64 = 830.0;

/// Most width of a text, px.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    text.chars().count() as f64 * size * if bold { 0.68 } else { 0.62 }
}

/// Number of characters that surely fit.
pub(super) fn fitting(room: f64, size: f64, bold: bool) -> usize {
    (room / (size * if bold { 0.68 } else { 0.62 })).floor().max(1.0) as usize
}

/// The text, or its beginning with an ellipsis.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let head: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", head.trim_end())
}

/// The text in at most `lines` lines of `most` characters, broken at spaces; the last line is shortened.
pub(super) fn wrapped(text: &str, most: usize, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let fits = out.last().is_some_and(|line| line.chars().count() + 1 + word.chars().count() <= most);
        match out.last_mut() {
            Some(line) if fits => *line = format!("{line} {word}"),
            _ => out.push(word.to_string()),
        }
    }
    if out.len() > lines {
        let rest = out.split_off(lines - 1).join(" ");
        out.push(rest);
    }
    out.into_iter().map(|line| shortened(&line, most)).collect()
}

/// What is taken on one level of labels, px.
#[derive(Default)]
pub(super) struct Level(Vec<(f64, f64)>);

impl Level {
    /// Takes the span if it lies within the drawing and clear of all others.
    pub(super) fn take(&mut self, from: f64, to: f64, within: f64) -> bool {
        const GAP: f64 = 7.0;
        let free = from >= 0.0 && to <= within && self.0.iter().all(|(a, b)| to + GAP <= *a || *b + GAP <= from);
        if free {
            self.0.push((from, to));
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_broken_at_spaces_and_shortened_at_the_end() {
        assert_eq!(wrapped("Mining support services", 16, 2), ["Mining support", "services"]);
        assert_eq!(wrapped("one two three four five", 9, 2), ["one two", "three fo…"]);
        assert_eq!(wrapped("Zusammengehörigkeit", 10, 2), ["Zusammeng…"]);
        assert_eq!(wrapped("", 10, 2), Vec::<String>::new());
    }

    #[test]
    fn spans_of_a_level_never_touch() {
        let mut level = Level::default();
        assert!(level.take(0.0, 40.0, 100.0));
        assert!(!level.take(44.0, 60.0, 100.0));
        assert!(level.take(47.0, 60.0, 100.0));
        assert!(!level.take(80.0, 101.0, 100.0));
    }
}
