//! A sentence with its numbers, and the parts of a page: what HTML and Markdown both render.

use serde::Serialize;

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Piece {
    Text { text: String },
    Day { iso: String, text: String },
    Count { text: String },
    Number { number: usize, text: String, title: String, class: &'static str },
    Note { number: usize, again: bool },
    Link { text: String, url: String },
}

/// A sentence or more.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Line(pub(crate) Vec<Piece>);

impl Line {
    /// The line without its marks.
    pub(crate) fn plain(&self) -> String {
        let word = |piece: &Piece| match piece {
            Piece::Text { text }
            | Piece::Day { text, .. }
            | Piece::Count { text }
            | Piece::Number { text, .. }
            | Piece::Link { text, .. } => text.clone(),
            Piece::Note { .. } => String::new(),
        };
        self.0.iter().map(word).collect()
    }

    /// This line, then another, with a space between.
    pub(crate) fn then(mut self, next: Self) -> Self {
        if !self.0.is_empty() && !next.0.is_empty() {
            self.0.push(Piece::Text { text: " ".into() });
        }
        self.0.extend(next.0);
        self
    }

    /// This line, then another, with nothing between.
    pub(crate) fn joined(mut self, next: Self) -> Self {
        self.0.extend(next.0);
        self
    }

    /// The line with its first letter in upper case.
    pub(crate) fn capital(mut self) -> Self {
        if let Some(Piece::Text { text }) = self.0.first_mut() {
            *text = capital(text);
        }
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Into<String>> From<T> for Line {
    fn from(text: T) -> Self {
        let text = text.into();
        Self(if text.is_empty() { Vec::new() } else { vec![Piece::Text { text }] })
    }
}

/// The text with its first letter in upper case.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Fills the places `{name}` of a sentence. Our sentences hold no digit: numbers come from the results table.
pub(crate) fn say(pattern: &str, parts: &[(&str, Line)]) -> Line {
    debug_assert!(!pattern.bytes().any(|b| b.is_ascii_digit()), "a number is typed into `{pattern}`");
    let mut line = Line::default();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        push_text(&mut line, before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let part = parts.iter().find(|(known, _)| *known == name);
        debug_assert!(part.is_some(), "nothing is given for `{name}` in `{pattern}`");
        line.0.extend(part.map(|(_, part)| part.0.clone()).unwrap_or_default());
        rest = after;
    }
    push_text(&mut line, rest);
    line.capital()
}

fn push_text(line: &mut Line, text: &str) {
    if !text.is_empty() {
        line.0.push(Piece::Text { text: text.into() });
    }
}

/// Names as a list: `A`, `A and B`, `A, B and C`.
pub(crate) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A part of a section.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Block {
    Lead { line: Line },
    Paragraph { line: Line },
    Aside { title: String, line: Line },
    Heading { text: String },
    List { items: Vec<Line> },
    Answers { answers: Vec<Answer> },
    Key,
    Figure(Box<Figure>),
    Table { table: Table },
    Certificate(Box<Certificate>),
    Ledger,
    Notes,
}

/// One of the five questions.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Answer {
    pub(crate) question: String,
    pub(crate) line: Line,
}

/// A figure with everything around it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Figure {
    pub(crate) id: String,
    pub(crate) number: usize,
    pub(crate) finding: String,
    pub(crate) subtitle: String,
    /// Markup of the drawing and its legend, made by this crate.
    pub(crate) legend: String,
    pub(crate) svg: String,
    pub(crate) source: String,
    /// Percent-encoded rows for the link that saves them.
    pub(crate) data: String,
    pub(crate) table: Table,
    pub(crate) command: String,
}

/// A table.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Table {
    pub(crate) caption: String,
    /// Class of the table: `who`, or none.
    pub(crate) class: String,
    pub(crate) head: Vec<Column>,
    pub(crate) rows: Vec<Vec<Entry>>,
}

/// A column.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Column {
    pub(crate) title: String,
    pub(crate) right: bool,
}

/// A cell: words, or a drawing with its words.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Entry {
    pub(crate) line: Line,
    /// Markup of a drawing, made by this crate.
    pub(crate) svg: String,
}

impl From<Line> for Entry {
    fn from(line: Line) -> Self {
        Self { line, svg: String::new() }
    }
}

impl From<&str> for Entry {
    fn from(text: &str) -> Self {
        Line::from(text).into()
    }
}

impl From<String> for Entry {
    fn from(text: String) -> Self {
        Line::from(text).into()
    }
}

/// Columns from their titles; a title that starts with `>` stands right.
pub(crate) fn columns(titles: &[&str]) -> Vec<Column> {
    let column = |title: &&str| Column { title: title.trim_start_matches('>').into(), right: title.starts_with('>') };
    titles.iter().map(column).collect()
}

/// What proves the solves.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Certificate {
    pub(crate) statement: Line,
    pub(crate) svg: String,
    pub(crate) legend: String,
    pub(crate) manifest: Vec<(String, String)>,
    pub(crate) commands: Vec<(String, String)>,
}

/// A section of the page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Section {
    pub(crate) id: &'static str,
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block>,
}
