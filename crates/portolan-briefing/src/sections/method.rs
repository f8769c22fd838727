//! How this was computed: proof, manifest, commands, what the model cannot say; then numbers, judgements, notes.

use std::collections::BTreeSet;

use portolan_core::results::Kind;

use super::break_it::under;
use super::summary::main_policy;
use crate::desk::Desk;
use crate::figure::CertificatePlot;
use crate::format::{self, Unit};
use crate::ledger::Quantity;
use crate::line::{Block, Certificate, Entry, Line, Piece, Section, Table, capital, columns, say};
use crate::series::{At, Measure};

pub(super) fn section(desk: &mut Desk) -> Option<Section> {
    let line = say(
        "Each policy is solved exactly against the reference world, once for each elasticity set and variant of the model. Nothing on this page is shown unless its solve passed the checks below.",
        &[],
    );
    let mut blocks = vec![Block::Paragraph { line }];
    blocks.extend(certificate(desk).map(|c| Block::Certificate(Box::new(c))));
    blocks.extend(variants(desk).map(|table| Block::Table { table }));
    blocks.extend(super::quotas::capacities(desk).map(|table| Block::Table { table }));
    let remarks: Vec<Line> = desk.m.remarks.iter().map(|r| Line::from(r.as_str())).collect();
    if !remarks.is_empty() {
        blocks.extend([Block::Heading { text: "Remarks of the run".into() }, Block::List { items: remarks }]);
    }
    let missing = desk.m.case.texts.missing.clone();
    let items: Vec<Line> = missing.iter().map(|said| with_source(desk, said)).filter(|l| !l.is_empty()).collect();
    if !items.is_empty() {
        blocks.extend([Block::Heading { text: "What the model cannot say".into() }, Block::List { items }]);
    }
    Some(Section { id: "method", title: desk.title("how", "How this was computed".into()), blocks })
}

fn with_source(desk: &mut Desk, said: &crate::material::Said) -> Line {
    let mut line = desk.told(said);
    if !line.is_empty() && !said.source.is_empty() {
        let known = desk.m.sources.get(&said.source).map(|source| source.url.clone());
        let url = known.filter(|url| !url.is_empty()).unwrap_or_else(|| said.source.clone());
        let second_hand = desk.m.case.texts.second_hand(&url);
        line = line.then(Line(vec![Piece::Link { text: "Source".into(), url }])).joined(second_hand.into());
    }
    line
}

fn certificate(desk: &mut Desk) -> Option<Certificate> {
    let m = desk.m;
    let worst = m.certificate.equations.iter().max_by(|a, b| a.residual.total_cmp(&b.residual))?;
    let residual = desk.quantity(At { variable: "residual", ..At::default() }, Measure::Value, String::new());
    let mut quantity = residual.unwrap_or_else(|| bare(worst.residual));
    quantity.words = Some(format::scientific(worst.residual));
    let quantity = quantity.named("certificate.residual", format!("Largest residual: {}, {}", worst.name, worst.place));
    let number = desk.cite(&quantity);
    let solves = Line(vec![Piece::Count { text: m.certificate.solves.to_string() }]);
    let tolerance = Line(vec![Piece::Count { text: format::scientific(m.certificate.tolerance) }]);
    let parts = [("solves", solves), ("number", number), ("tolerance", tolerance)];
    let statement = say("Converged in all {solves} solves. Largest residual {number}, tolerance {tolerance}.", &parts);
    let plot = CertificatePlot {
        equations: m.certificate.equations.iter().map(|e| (e.name.clone(), e.residual, e.place.clone())).collect(),
        tolerance: m.certificate.tolerance,
    };
    Some(Certificate {
        statement,
        svg: plot.svg(),
        legend: plot.legend(),
        manifest: m.manifest.clone(),
        commands: m.commands.clone(),
    })
}

/// A residual that no row holds.
fn bare(residual: f64) -> Quantity {
    let variable = portolan_core::results::variable("residual");
    Quantity {
        id: String::new(),
        name: String::new(),
        definition: variable.map_or("", |v| v.definition).into(),
        equation: variable.map_or("", |v| v.equation).into(),
        unit: Unit::Named("relative".into()),
        series: crate::series::Series::single(residual, Kind::Computed),
        words: None,
    }
}

/// Real income of each policy under the other variants of the model.
fn variants(desk: &mut Desk) -> Option<Table> {
    main_policy(desk)?;
    let others = desk.m.variants.others.clone();
    let ids: Vec<String> = desk.moving().into_iter().map(str::to_string).collect();
    let mut rows = Vec::new();
    for id in &ids {
        let own = desk.income(id);
        let mut row = vec![Entry::from(capital(&desk.policy_title(id))), desk.cell(&own)];
        for variant in &others {
            let other = under(desk, id, &variant.code);
            row.push(desk.plain_cell(&other));
        }
        rows.push(row);
    }
    let (own, first) = (desk.income(&ids[0]), ids[0].as_str());
    let mut head = vec!["policy".to_string(), format!(">as in the text: {}", super::deals::over(&own))];
    head.extend(others.iter().map(|variant| {
        let other = under(desk, first, &variant.code);
        format!(">if {}: {}", variant.name, coverage(desk, &other))
    }));
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let caption = format!("Table {}. Real income under other variants of the model, %", desk.next_table());
    let mut table = Table { caption, class: String::new(), head: columns(&head), rows };
    super::summary::drop_empty_columns(&mut table);
    (table.head.len() > 2).then_some(table)
}

/// Over what the range of a column runs.
fn coverage(desk: &Desk, quantity: &Option<Quantity>) -> String {
    match quantity.as_ref().map(|q| q.series.over()) {
        Some(over) if over.sets == 1 && desk.m.sets.len() > 1 => "the default set".into(),
        Some(over) => over.in_words(),
        None => String::new(),
    }
}

/// Every number, judged inputs, notes and sources: their rows are there when all else is written.
pub(super) fn last_sections(desk: &mut Desk) -> Vec<Section> {
    let mut sections = vec![Section {
        id: "numbers",
        title: desk.title("numbers", "Every number".into()),
        blocks: vec![Block::Ledger],
    }];
    if let Some(table) = judged(desk) {
        let line = say(
            "A judged input is a number that no data set gives. A result that rests on one carries the mark wherever it appears.",
            &[],
        );
        let blocks = vec![Block::Paragraph { line }, Block::Table { table }];
        sections.push(Section { id: "judged", title: desk.title("judged", "Judged inputs".into()), blocks });
    }
    sections.push(Section {
        id: "notes",
        title: desk.title("notes", "Notes and sources".into()),
        blocks: vec![Block::Notes],
    });
    sections
}

fn judged(desk: &mut Desk) -> Option<Table> {
    let rows: Vec<Vec<Entry>> = desk
        .m
        .judged
        .iter()
        .enumerate()
        .map(|(n, input)| {
            vec![
                format!("◇{}", n + 1).into(),
                input.name.as_str().into(),
                input.value.as_str().into(),
                input.by.as_str().into(),
                input.file.as_str().into(),
            ]
        })
        .collect();
    let head =
        columns(&["no.", "input", "what is judged: low, middle, high, or before and after", "judged by", "where"]);
    let caption = format!("Table {}. Numbers that rest on a judgement, and where to change them", desk.next_table());
    (!rows.is_empty()).then(|| Table { caption, class: "judged".into(), head, rows })
}

/// Notes that the text called, in the order of their numbers, then those it did not call.
pub(crate) fn notes(desk: &mut Desk) -> Vec<Note> {
    let all = desk.m.case.texts.notes.clone();
    desk.closing = true;
    let mut notes = Vec::new();
    let mut at = 0;
    while at < desk.called.len() {
        let note = &all[desk.called[at]];
        notes.push(Note { called: true, line: with_source(desk, note) });
        at += 1;
    }
    let rest: Vec<usize> = (0..all.len()).filter(|n| !desk.called.contains(n)).collect();
    for n in rest {
        notes.push(Note { called: false, line: with_source(desk, &all[n]) });
    }
    notes
}

/// A note at the end.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Note {
    /// Whether the text has a mark that leads here.
    pub(crate) called: bool,
    pub(crate) line: Line,
}

/// Sources that the numbers on the page name, with title, date and licence where they are known.
pub(crate) fn sources(desk: &Desk, used: &BTreeSet<String>) -> Vec<Line> {
    let known = used.iter().filter_map(|id| desk.m.sources.get(id).map(|source| (id, source)));
    known
        .map(|(id, source)| {
            let link = if source.url.is_empty() {
                Piece::Text { text: source.title.clone() }
            } else {
                Piece::Link { text: source.title.clone(), url: source.url.clone() }
            };
            let rest: Vec<&str> =
                [source.date.as_str(), source.licence.as_str()].into_iter().filter(|t| !t.is_empty()).collect();
            let tail = if rest.is_empty() { format!(" ({id})") } else { format!(", {} ({id})", rest.join(", ")) };
            Line(vec![link, Piece::Text { text: tail }])
        })
        .collect()
}
