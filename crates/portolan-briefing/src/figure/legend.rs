//! Legends: a list in the order in which the marks are painted.

use super::number::number;
use super::scale::decimals_of_limits;
use super::svg::escaped;

/// One line of a legend: a swatch and what it stands for.
pub(super) struct Entry {
    swatch: String,
    words: String,
}

/// A filled swatch.
pub(super) fn fill(class: &str, words: &str) -> Entry {
    Entry {
        swatch: swatch(18, &format!(r#"<rect x="0" y="0" width="18" height="12" class="{class}"/>"#)),
        words: words.to_string(),
    }
}

/// A line with or without a ring: a range or a limit.
pub(super) fn line(class: &str, ring: bool, words: &str) -> Entry {
    let ends = if class.starts_with("rng") {
        [1, 17].map(|x| format!(r#"<line x1="{x}" y1="2" x2="{x}" y2="10" class="{class} t"/>"#)).concat()
    } else {
        String::new()
    };
    let ring = if ring { r#"<circle cx="9" cy="6" r="3.2" class="mid"/>"# } else { "" };
    Entry {
        swatch: swatch(18, &format!(r#"<line x1="1" y1="6" x2="17" y2="6" class="{class}"/>{ends}{ring}"#)),
        words: words.to_string(),
    }
}

/// A shape drawn around its middle.
pub(super) fn shape(markup: &str, words: &str) -> Entry {
    Entry {
        swatch: swatch(16, &format!(r#"<svg x="8" y="6" width="1" height="1">{markup}</svg>"#)),
        words: words.to_string(),
    }
}

/// The seven diverging classes with their limits.
pub(super) fn diverging(limits: &[f64; 6], losses: &str, gains: &str) -> Vec<Entry> {
    let decimals = decimals_of_limits(limits);
    let boxes: String =
        (1..=7).map(|k| format!(r#"<rect x="{}" y="0" width="23" height="12" class="k{k}"/>"#, (k - 1) * 24)).collect();
    let limits = limits.map(|l| number(l, decimals)).join("  ");
    vec![Entry { swatch: swatch(168, &boxes), words: format!("{losses} · classes end at {limits} · {gains}") }]
}

/// The legend.
pub(super) fn list(entries: &[Entry]) -> String {
    let items: String = entries.iter().map(|e| format!("<li>{}{}</li>", e.swatch, escaped(&e.words))).collect();
    format!(r#"<ul class="leg">{items}</ul>"#)
}

fn swatch(width: u32, markup: &str) -> String {
    format!(r#"<svg class="fig swatch" width="{width}" height="12" aria-hidden="true">{markup}</svg>"#)
}
