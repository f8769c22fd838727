//! Reads the files of a case folder and says everything that is wrong with them.

use std::collections::BTreeSet;

use portolan_core::results::variable;
use portolan_core::{Finding, Place};
use serde::de::DeserializeOwned;

use super::case::Case;
use super::texts::{Said, Texts};

pub(super) fn texts(text: &Option<String>, file: &str, findings: &mut Vec<Finding>) -> Texts {
    let Some(text) = text else { return Texts::default() };
    toml::from_str(text).unwrap_or_else(|error| {
        let line = error.span().map(|span| 1 + text[..span.start].matches('\n').count());
        let place = Place { file: file.into(), line, ..Place::default() };
        let expected = "deck, story, missing and notes with text, known and source; titles, currency, target, regions, second_hand";
        findings.push(finding("bad-texts", place, error.message(), [expected, "correct the line"]));
        Texts::default()
    })
}

pub(super) fn table<T: DeserializeOwned>(text: &Option<String>, file: &str, findings: &mut Vec<Finding>) -> Vec<T> {
    let Some(text) = text else { return Vec::new() };
    let mut rows = Vec::new();
    for row in csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes()).deserialize() {
        match row {
            Ok(row) => rows.push(row),
            Err(error) => findings.push(row_fault(&error, file)),
        }
    }
    rows
}

fn row_fault(error: &csv::Error, file: &str) -> Finding {
    let line = error.position().map(|position| position.line() as usize);
    let message = match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.kind().to_string(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the row has {len} cells, the header {expected_len}")
        }
        _ => "the row is not readable as CSV".into(),
    };
    let place = Place { file: file.into(), line, ..Place::default() };
    let expected = "the columns of this file, days as 2025-10-24, numbers without units";
    finding("bad-case-row", place, &message, [expected, "see the page of the book on the case file"])
}

/// Faults that only show when the files are seen together.
pub(super) fn checks(case: &Case, folder: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let known: BTreeSet<&str> = case.facts.iter().map(|fact| fact.id.as_str()).collect();
    let place =
        |file: &str, cell: &str| Place { file: format!("{folder}/{file}"), cell: cell.into(), ..Place::default() };
    for (list, said) in lists(&case.texts) {
        let at = || place("texts.toml", &format!("{list}: {}", beginning(&said.text)));
        for id in quoted(&said.text).iter().chain(&said.facts).filter(|id| !known.contains(id.as_str())) {
            findings.push(unknown_fact(at(), id, &known));
        }
        for fact in case.facts.iter().filter(|f| quoted(&said.text).contains(&f.id) && f.known > said.known) {
            let message = format!("it quotes `{}`, which was known only on {}", fact.id, fact.known);
            findings.push(finding(
                "late-fact",
                at(),
                &message,
                ["a day no earlier than that of its facts", "move `known`"],
            ));
        }
        if let Some(number) = typed_number(&said.text) {
            let message = format!("the number `{number}` is typed into a text");
            let expected = "no number but {fact:id}, a date or a year";
            findings.push(finding("number-in-text", at(), &message, [expected, "add it to facts.csv and quote it"]));
        }
        if said.source.is_empty() {
            let parts = ["an address or the id of a source", "add `source`"];
            findings.push(finding("missing-evidence", at(), "the sentence has no source", parts));
        }
    }
    for id in case.texts.target.iter().flat_map(|target| &target.facts).filter(|id| !known.contains(id.as_str())) {
        findings.push(unknown_fact(place("texts.toml", "target"), id, &known));
    }
    findings.extend(row_checks(case, &place));
    findings
}

fn row_checks(case: &Case, place: &impl Fn(&str, &str) -> Place) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    let mut word = |file: &str, cell: &str, value: &str, known: &[&str]| {
        if !known.contains(&value) {
            let message = format!("`{value}` is not a word of this column");
            let expected = known.join(", ");
            findings.push(finding("unknown-word", place(file, cell), &message, [&expected, "use one of these"]));
        }
    };
    for event in &case.timeline {
        word("timeline.csv", "kind", &event.kind, &KINDS_OF_EVENT);
    }
    for actor in &case.actors {
        word("actors.csv", "kind", &actor.kind, &["government", "sector", "province", "public"]);
    }
    for estimate in &case.estimates {
        word("estimates.csv", "counts", &estimate.counts, &["goods", "goods+ntm", "all"]);
    }
    for fact in &case.facts {
        if variable(&fact.variable).is_none_or(|v| !v.id.starts_with("fact_")) {
            let known = ["fact_percent, fact_points, fact_cad_bn, fact_usd_bn or fact_number", "use one of these"];
            let message = format!("`{}` is not a variable of facts", fact.variable);
            findings.push(finding("unknown-word", place("facts.csv", &fact.id), &message, known));
        }
    }
    for (file, id) in ids(case) {
        if !seen.insert((file, id)) {
            let parts = ["an id once", "rename one of the rows"];
            findings.push(finding("duplicate-id", place(file, id), &format!("`{id}` stands twice"), parts));
        }
    }
    findings
}

const KINDS_OF_EVENT: [&str; 7] = ["raised", "lowered", "signed", "talks", "target", "ended", "scheduled"];

fn ids(case: &Case) -> impl Iterator<Item = (&'static str, &str)> {
    let facts = case.facts.iter().map(|f| ("facts.csv", f.id.as_str()));
    let polls = case.polls.iter().map(|p| ("polls.csv", p.id.as_str()));
    let estimates = case.estimates.iter().map(|e| ("estimates.csv", e.id.as_str()));
    let outturns = case.outturns.iter().map(|o| ("outturns.csv", o.id.as_str()));
    facts.chain(polls).chain(estimates).chain(outturns)
}

fn lists(texts: &Texts) -> impl Iterator<Item = (&'static str, &Said)> {
    let lists = [("deck", &texts.deck), ("story", &texts.story), ("missing", &texts.missing), ("notes", &texts.notes)];
    lists.into_iter().flat_map(|(name, said)| said.iter().map(move |s| (name, s)))
}

/// Ids in `{fact:id}`.
pub(crate) fn quoted(text: &str) -> Vec<String> {
    let after = text.split("{fact:").skip(1);
    after.filter_map(|rest| rest.split_once('}')).map(|(id, _)| id.to_string()).collect()
}

/// The first number of a text that is neither a fact nor part of a date.
fn typed_number(text: &str) -> Option<String> {
    const MONTHS: &str = "January February March April May June July August September October November December";
    let mut bare = text.to_string();
    for id in quoted(text) {
        bare = bare.replace(&format!("{{fact:{id}}}"), "");
    }
    let words: Vec<&str> = bare.split_whitespace().collect();
    words.iter().enumerate().find_map(|(n, word)| {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
        let is_month = |w: &&str| MONTHS.contains(w.trim_matches(|c: char| !c.is_alphabetic())) && w.len() > 2;
        let day = digits.len() <= 2 && words.get(n + 1).is_some_and(is_month);
        (!digits.is_empty() && !year && !day).then(|| (*word).to_string())
    })
}

fn unknown_fact(place: Place, id: &str, known: &BTreeSet<&str>) -> Finding {
    let near = portolan_core::finding::nearest(id, known.iter().copied());
    let remedy = near.map_or("add it to facts.csv".to_string(), |near| format!("did you mean `{near}`?"));
    finding("unknown-fact", place, &format!("no fact has the id `{id}`"), ["an id of facts.csv", &remedy])
}

fn beginning(text: &str) -> String {
    text.split_whitespace().take(6).collect::<Vec<_>>().join(" ")
}

fn finding(code: &'static str, place: Place, message: &str, [expected, remedy]: [&str; 2]) -> Finding {
    Finding {
        code,
        place,
        message: message.trim_end_matches('.').into(),
        expected: expected.into(),
        remedy: remedy.into(),
    }
}
