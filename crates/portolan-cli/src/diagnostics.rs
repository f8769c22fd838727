//! Faults of an input in one style: what, where (with a caret into the text where there is one), what was expected, what to do.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use portolan::{Finding, Sources};

/// Findings of one kind in one file that are shown in full; the rest is counted.
const SHOWN_OF_A_KIND: usize = 5;

/// All findings as text, in the order in which they were found; many of one kind in one file are counted.
pub(crate) fn report(findings: &[Finding], sources: &Sources, color: bool) -> String {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut out = Vec::new();
    for finding in findings {
        let count = counts.entry((finding.code, finding.place.file.as_str())).or_default();
        *count += 1;
        if *count <= SHOWN_OF_A_KIND {
            out.push(one(finding, sources, color));
        }
    }
    for ((code, file), count) in counts.iter().filter(|(_, count)| **count > SHOWN_OF_A_KIND) {
        out.push(format!("and {} more [{code}] in {file}", count - SHOWN_OF_A_KIND));
    }
    let count = findings.len();
    out.push(format!("{count} {} found; nothing was written", if count == 1 { "fault" } else { "faults" }));
    out.join("\n\n")
}

fn one(finding: &Finding, sources: &Sources, color: bool) -> String {
    let place = &finding.place;
    let title = Level::ERROR.primary_title(&finding.message).id(finding.code);
    let text = sources.get(&place.file);
    let mut group = match (text, &place.span) {
        (Some(text), Some(span)) if span.end <= text.len() => title.element(
            Snippet::source(text.as_str())
                .path(place.file.as_str())
                .annotation(AnnotationKind::Primary.span(span.clone()).label(label(finding))),
        ),
        _ => title.element(Level::NOTE.with_name("at").message(location(finding))),
    };
    let shown_in_text = text.is_some() && place.span.is_some();
    if !shown_in_text && !finding.expected.is_empty() {
        group = group.element(Level::NOTE.with_name("expected").message(&finding.expected));
    }
    if !finding.remedy.is_empty() {
        group = group.element(Level::HELP.message(&finding.remedy));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group]).to_string()
}

fn label(finding: &Finding) -> String {
    if finding.expected.is_empty() { String::new() } else { format!("expected {}", finding.expected) }
}

fn location(finding: &Finding) -> String {
    let place = &finding.place;
    let mut text = place.file.clone();
    if let Some(line) = place.line {
        text.push_str(&format!(":{line}"));
    }
    if let Some(column) = place.column {
        text.push_str(&format!(":{column}"));
    }
    if !place.cell.is_empty() {
        text.push_str(&format!(" ({})", place.cell));
    }
    text
}
