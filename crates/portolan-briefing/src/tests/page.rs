//! What holds for every page: numbers lead to rows, links resolve, nothing is loaded, nothing is left to chance.

use std::collections::BTreeSet;

use portolan_core::results::Row;

use super::fixture::{material, rows};
use crate::material::{Case, Material};
use crate::{Briefing, LedgerEntry, briefing, explain};

fn written() -> Briefing {
    briefing(&rows(), &material())
}

/// Values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Number links: row and text.
fn numbers(html: &str) -> Vec<(usize, &str)> {
    let links = html.split("<a class=\"n").skip(1);
    let parts = links.filter_map(|link| {
        let row = link.split("data-r=\"").nth(1)?.split('"').next()?.parse().ok()?;
        let text = link.split_once("\">")?.1.split_once("</a>")?.0;
        Some((row, text))
    });
    parts.collect()
}

#[test]
fn every_number_of_the_page_is_the_text_of_its_row() {
    let briefing = written();
    let numbers = numbers(&briefing.html);
    assert!(numbers.len() > 60, "{} numbers", numbers.len());
    for (row, text) in numbers {
        let entry = &briefing.ledger[row - 1];
        assert_eq!(entry.number, Some(row));
        assert_eq!(text, entry.text, "{}", entry.id);
        assert!(briefing.html.contains(&format!("<tr id=\"n{row}\">")));
    }
}

#[test]
fn every_number_of_the_ledger_is_found_again_in_the_results() {
    let rows = rows();
    let mut found = 0;
    for entry in written().ledger.iter().filter(|entry| entry.rows.len() == 1 && entry.id != "certificate.residual") {
        let values: Vec<f64> = selected(&rows, entry).iter().map(|row| measured(row, entry)).collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        assert!((low - entry.low).abs() < 1e-9 * (1.0 + low.abs()), "{}: {low} {}", entry.id, entry.low);
        assert!((high - entry.high).abs() < 1e-9 * (1.0 + high.abs()), "{}: {high} {}", entry.id, entry.high);
        found += 1;
    }
    assert!(found > 90, "{found} found");
}

#[test]
fn numbers_made_of_several_rows_name_them_all() {
    let rows = rows();
    let briefing = written();
    let made: Vec<&LedgerEntry> = briefing.ledger.iter().filter(|entry| entry.rows.len() > 1).collect();
    assert!(made.iter().any(|entry| entry.id == "arc-boe.new.real_income.ARC"));
    for key in made.iter().flat_map(|entry| &entry.rows) {
        assert!(rows.iter().any(|row| is_at(row, key)), "{key}");
    }
}

/// Rows over which the range of an entry runs.
fn selected<'a>(rows: &'a [Row], entry: &LedgerEntry) -> Vec<&'a Row> {
    let counted = |row: &&Row| ["", "specific", "specific-low", "specific-high"].contains(&row.variant.as_str());
    let variant = ["mobile", "specific-rent"].into_iter().find(|v| entry.id.ends_with(&format!(".{v}")));
    let left_out = entry.id.split_once(".without.").map(|(_, set)| set);
    let rows = rows.iter().filter(|row| is_at(row, &entry.rows[0]) && left_out != Some(row.set.as_str()));
    let alone = entry.id.ends_with(".sets-alone");
    let rows = rows.filter(|row| !alone || row.variant == "specific");
    rows.filter(|row| variant.map_or(counted(row), |variant| row.variant == variant)).collect()
}

fn is_at(row: &Row, key: &str) -> bool {
    let fields = [
        ("policy", row.policy.as_str()),
        ("layer", &row.layer),
        ("variable", row.variable),
        ("economy", &row.economy),
        ("partner", &row.partner),
        ("sector", &row.sector),
        ("product", &row.product),
    ];
    let said = fields.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ") == key
}

/// What the id says is read from a row.
fn measured(row: &Row, entry: &LedgerEntry) -> f64 {
    let money = if entry.unit == "A$ mn" { 1.4 } else { 1.0 };
    match () {
        () if entry.id.ends_with(".points") => 100.0 * (row.value - row.reference),
        () if row.layer == "customs" => (1000.0 * row.value).round() / 10.0,
        () if entry.id.ends_with(".percent") => 100.0 * row.value,
        () if entry.id.ends_with(".reference") && row.variable == "exports" => money * row.reference,
        () if entry.id.ends_with(".reference") => 100.0 * row.reference,
        () if entry.id.ends_with(".rise") => money * (row.value - row.reference),
        () if ["real_income", "real_sector_income", "exports"].contains(&row.variable) => {
            100.0 * (row.value / row.reference - 1.0)
        }
        () => money * row.value,
    }
}

#[test]
fn ids_are_unique_and_every_link_inside_the_page_resolves() {
    let html = written().html;
    let ids = values(&html, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    let inside: Vec<&str> = values(&html, "href").into_iter().filter_map(|href| href.strip_prefix('#')).collect();
    assert!(inside.len() > 60);
    for target in inside {
        assert!(unique.contains(target), "nothing has the id {target}");
    }
}

#[test]
fn the_page_loads_nothing_runs_nothing_and_styles_nothing_in_place() {
    let html = written().html;
    for forbidden in ["<script", "<link", "<img", "<iframe", " src=", " style=", "url(http", "@import", "javascript:"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    assert!(html.len() < 300_000, "{} bytes", html.len());
    assert!(html.starts_with("<!doctype html>"));
}

#[test]
fn a_page_as_large_as_the_flagship_keeps_to_its_budget() {
    let (material, rows) = super::fixture::large();
    let briefing = briefing(&rows, &material);
    assert!(briefing.html.len() < 300_000, "{} bytes", briefing.html.len());
    assert!(briefing.html.len() > 150_000, "it is as large as the flagship");
}

#[test]
fn only_addresses_of_the_web_are_linked() {
    let mut material = material();
    material.case.actors[0].url = "javascript:alert(1)".into();
    material.case.actors[1].url = "https://example.org/a?b=1&c=\"2\"".into();
    let html = briefing(&rows(), &material).html;
    assert!(!html.contains("javascript:"));
    assert!(html.contains("href=\"https://example.org/a?b=1&amp;c=%222%22\""));
}

#[test]
fn the_template_holds_no_number() {
    let mut prose = String::new();
    let mut rest = crate::html::TEMPLATE;
    while let Some(at) = rest.find(['{', '<']) {
        prose.push_str(&rest[..at]);
        let close = match &rest[at..at + 2] {
            "{%" => "%}",
            "{{" => "}}",
            _ => ">",
        };
        rest = rest[at..].split_once(close).map_or("", |(_, after)| after);
    }
    prose.push_str(rest);
    assert!(prose.contains("How to read a number"));
    assert!(!prose.bytes().any(|b| b.is_ascii_digit()), "{prose}");
}

#[test]
fn the_same_rows_in_any_order_give_the_same_bytes() {
    let first = written();
    let mut reversed = rows();
    reversed.reverse();
    assert_eq!(briefing(&reversed, &material()), first);
}

#[test]
fn what_came_out_later_stands_in_its_own_section_only() {
    let html = written().html;
    let before = html.split("<section id=\"since\"").next().expect("a page");
    for later in ["January 2026", "2026-0", "taken back", "took the rate", "poll2", "71.3"] {
        assert!(!before.contains(later), "{later}");
    }
    let since =
        html.split("<section id=\"since\"").nth(1).expect("a section").split("</section>").next().expect("its end");
    assert!(since.contains("71.3%") && since.contains(">no</a>"));
    assert!(!since.contains("75.1"), "an outturn of before is not news");
}

#[test]
fn a_run_without_a_case_and_without_deals_is_a_short_page() {
    let bare = Material {
        case: Case::default(),
        deals: vec![],
        layers: vec![],
        structures: vec![],
        rival: crate::material::Named::default(),
        judged: vec![],
        ..material()
    };
    let kept: Vec<Row> = rows()
        .into_iter()
        .filter(|row| ["real_income", "export_share"].contains(&row.variable) && row.layer.is_empty())
        .collect();
    let briefing = briefing(&kept, &bare);
    let ids: Vec<&str> = briefing.html.split("<section id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
    assert_eq!(ids, ["answer", "why", "key", "method", "numbers", "notes"]);
    assert!(!briefing.html.contains("not computed"));
    assert!(briefing.html.contains("Can Arcadia do without Megara?"));
}

#[test]
fn a_run_without_rows_says_nothing_of_policies() {
    let briefing = briefing(&[], &Material { case: Case::default(), ..material() });
    assert!(!briefing.html.contains("<section id=\"answer\""));
    assert!(briefing.html.contains("<section id=\"method\""));
}

#[test]
fn sections_stand_in_the_order_of_the_design() {
    let html = written().html;
    let ids: Vec<&str> = html.split("<section id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
    let order = [
        "answer", "story", "why", "who", "us", "markets", "china", "opinion", "key", "since", "method", "numbers",
        "judged", "notes",
    ];
    assert_eq!(ids, order);
}

#[test]
fn markdown_says_the_same_sentences() {
    let briefing = written();
    let lead = briefing.html.split("<p class=\"lead\">").nth(1).and_then(|p| p.split("</p>").next()).expect("a lead");
    let plain = without_tags(lead);
    let first: String = plain.split_whitespace().take(8).collect::<Vec<_>>().join(" ");
    assert!(briefing.markdown.contains(&first), "{first}");
    assert!(briefing.markdown.starts_with("# Can Arcadia do without Megara?"));
    for row in briefing.ledger.iter().filter_map(|entry| entry.number) {
        assert!(briefing.markdown.contains(&format!("\n| {row} | ")), "{row}");
    }
}

pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}

#[test]
fn explain_names_definition_rows_and_command() {
    let briefing = written();
    let entry = briefing.ledger.iter().find(|entry| entry.id == "pipeline.real_income.ARC").expect("an entry");
    let text = explain(entry);
    for part in [
        "Final spending",
        "outcomes.html",
        "policy=pipeline variable=real_income economy=ARC",
        "portolan run arcadia",
        "same sign in 5 of 5",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn the_words_of_the_page_are_those_that_were_reviewed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/tests/case/reviewed.md");
    let masked: String = masked(&written().markdown);
    if std::env::var_os("PORTOLAN_ACCEPT").is_some() {
        std::fs::write(path, &masked).expect("the reviewed text is written");
    }
    let reviewed = std::fs::read_to_string(path).expect("the reviewed text");
    let changed = masked.lines().zip(reviewed.lines()).find(|(now, then)| now != then);
    assert_eq!(masked.len(), reviewed.len(), "{changed:?}; PORTOLAN_ACCEPT=1 accepts the words as they are now");
    assert!(changed.is_none(), "{changed:?}; PORTOLAN_ACCEPT=1 accepts the words as they are now");
}

/// Numbers of any length as one mark.
fn masked(text: &str) -> String {
    let mut masked = String::new();
    for c in text.chars() {
        let number = c.is_ascii_digit() || (c == '.' && masked.ends_with('n'));
        match number {
            true if masked.ends_with('n') && c != '.' && !masked.ends_with("in") => {}
            true if c == '.' => masked.push('.'),
            true => masked.push('n'),
            false => masked.push(c),
        }
    }
    masked
}
