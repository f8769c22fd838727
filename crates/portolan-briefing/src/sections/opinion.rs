//! Public opinion: surveys as they were published, apart from anything computed.

use std::collections::BTreeMap;

use crate::desk::{Desk, Drawn};
use crate::figure::{PollBar, PollBars};
use crate::format;
use crate::ledger::Quantity;
use crate::line::{Block, Entry, Line, Piece, Section, Table, columns, say};
use crate::material::Poll;

/// Questions drawn, and questions quoted in the text.
const DRAWN: usize = 4;
const QUOTED: usize = 2;

pub(super) fn section(desk: &mut Desk) -> Option<Section> {
    let questions = questions(&desk.m.case.polls);
    let newest = questions.last()?.clone();
    let quoted = questions.iter().rev().take(QUOTED).map(|answers| paragraph(desk, answers));
    let line = quoted.fold(Line::default(), Line::then);
    let line = line.then(say("Surveys are quoted as published and enter no number above.", &[]));
    let mut blocks = vec![Block::Paragraph { line }];
    blocks.push(figure(desk, &questions, &newest));
    let title = desk.title("opinion", "Public opinion".into());
    Some(Section { id: "opinion", title, blocks })
}

/// Answers by question, the oldest survey first, the most frequent answer first.
fn questions(polls: &[Poll]) -> Vec<Vec<Poll>> {
    let mut all: BTreeMap<_, Vec<Poll>> = BTreeMap::new();
    for poll in polls {
        all.entry((poll.date, poll.pollster.clone(), poll.question.clone())).or_default().push(poll.clone());
    }
    let mut all: Vec<Vec<Poll>> = all.into_values().collect();
    all.iter_mut().for_each(|answers| answers.sort_by(|a, b| b.value.total_cmp(&a.value)));
    all
}

fn answer(desk: &Desk, poll: &Poll) -> Option<Quantity> {
    let fact = desk.fact(&format!("poll:{}", poll.id))?;
    let id = fact.id.clone();
    let mut fact = fact.named(&id, format!("{}: {}", poll.question, poll.answer));
    fact.definition = format!(
        "{}, {}{}",
        poll.pollster,
        poll.date,
        if poll.note.is_empty() { String::new() } else { format!(". {}", poll.note) }
    );
    Some(fact)
}

fn paragraph(desk: &mut Desk, newest: &[Poll]) -> Line {
    let mut answers = Line::default();
    for (n, poll) in newest.iter().take(3).enumerate() {
        let Some(quantity) = answer(desk, poll) else { continue };
        let number = desk.cite(&quantity);
        answers.0.push(Piece::Text { text: format!("{}{} ", if n == 0 { "" } else { ", " }, poll.answer) });
        answers.0.extend(number.0);
    }
    let first = &newest[0];
    let day = Line(vec![Piece::Day { iso: first.date.to_string(), text: format::day(first.date) }]);
    let parts = [
        ("pollster", Line(vec![Piece::Link { text: first.pollster.clone(), url: first.url.clone() }])),
        ("day", day),
        ("question", first.question.as_str().into()),
        ("answers", answers),
    ];
    say("{pollster} asked on {day}: “{question}”. The answers: {answers}.", &parts)
}

fn figure(desk: &mut Desk, questions: &[Vec<Poll>], newest: &[Poll]) -> Block {
    let drawn: Vec<&Vec<Poll>> = questions.iter().rev().take(DRAWN).collect();
    let bars = PollBars { polls: drawn.iter().map(|q| bar(q)).collect() };
    let mut rows = Vec::new();
    for poll in drawn.iter().copied().flatten() {
        let Some(quantity) = answer(desk, poll) else { continue };
        desk.ledger.keep(&quantity);
        let pollster = Line(vec![Piece::Link { text: poll.pollster.clone(), url: poll.url.clone() }]);
        let row: Vec<Entry> = vec![
            poll.date.to_string().into(),
            pollster.into(),
            poll.question.as_str().into(),
            poll.answer.as_str().into(),
            quantity.text().into(),
            poll.n.map_or(String::new(), |n| n.to_string()).into(),
        ];
        rows.push(row);
    }
    let finding = format!("“{}”: the most frequent answer is {}", newest[0].question, newest[0].answer);
    let head = columns(&["date", "who asked", "question", "answer", ">share", ">respondents"]);
    let drawn = Drawn {
        svg: bars.svg(),
        legend: String::new(),
        source: "Pollsters as named; older surveys are in the case file; no result of the model.".into(),
        table: Table { head, rows, ..Table::default() },
    };
    Block::Figure(desk.figure("polls", &finding, "Answers in surveys, % of respondents, the newest first", drawn))
}

fn bar(answers: &[Poll]) -> PollBar {
    let first = &answers[0];
    let size = first.n.map_or(String::new(), |n| format!(", {n} respondents"));
    PollBar {
        label: first.question.clone(),
        note: format!("{}, {}{size}", first.pollster, format::day(first.date)),
        parts: answers.iter().map(|poll| (poll.answer.clone(), poll.value)).collect(),
    }
}
