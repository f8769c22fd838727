//! Walks TOML's spanned tree: every value knows its place, every fault is collected, no key passes unseen.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::agreement::Expected;
use super::origin::{At, Origin};
use super::value::{self, Fault, Rate, Triple};
use crate::finding::{Finding, Place, nearest};

/// A text, where its lines begin, and what was found wrong with it.
pub(super) struct Text<'a> {
    pub(super) file: Arc<str>,
    text: &'a str,
    lines: Vec<usize>,
    findings: RefCell<Vec<Finding>>,
}

impl<'a> Text<'a> {
    pub(super) fn new(text: &'a str, file: &str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file: file.into(), text, lines, findings: RefCell::default() }
    }

    /// Line and column, counted from 1; columns count characters.
    pub(super) fn at(&self, span: Range<usize>) -> At {
        let start = span.start.min(self.text.len());
        let line = self.lines.partition_point(|begin| *begin <= start);
        let column = self.text.get(self.lines[line - 1]..start).map_or(0, |before| before.chars().count()) + 1;
        At { line, column, span }
    }

    pub(super) fn place(&self, span: Range<usize>, cell: &str) -> Place {
        let at = self.at(span);
        Place {
            file: self.file.to_string(),
            line: Some(at.line),
            column: Some(at.column),
            span: Some(at.span),
            cell: cell.into(),
        }
    }

    pub(super) fn report(&self, span: Range<usize>, cell: &str, fault: Fault) {
        let Fault { code, message, expected, remedy } = fault;
        let place = self.place(span, cell);
        self.findings.borrow_mut().push(Finding { code, place, message, expected, remedy });
    }

    /// All findings in the order of their places.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        let mut findings = self.findings.into_inner();
        findings.sort_by_key(|f| f.place.span.as_ref().map(|span| (span.start, span.end)));
        findings
    }
}

/// A key that the format reserves for what this version does not solve.
pub(super) struct Reserved {
    pub(super) key: &'static str,
    /// What the key asks for.
    pub(super) what: &'static str,
    /// What to do instead.
    pub(super) remedy: &'static str,
}

/// The keys of a table, each of which is asked for once.
pub(super) struct Keys<'a> {
    pub(super) text: &'a Text<'a>,
    table: &'a DeTable<'a>,
    /// Where the table begins, for what is missing in it.
    pub(super) span: Range<usize>,
    /// `tariff[2]`; empty for the file.
    pub(super) path: String,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Keys<'a> {
    pub(super) fn new(text: &'a Text<'a>, table: &'a DeTable<'a>, span: Range<usize>, path: String) -> Self {
        Self { text, table, span, path, asked: RefCell::default() }
    }

    fn child(&self, key: &str) -> String {
        if self.path.is_empty() { key.into() } else { format!("{}.{key}", self.path) }
    }

    /// True if the key is written; does not count as asking for it.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The value of a key, if it is written.
    pub(super) fn get(&self, key: &'static str) -> Option<Field<'a>> {
        if !self.asked.borrow().contains(&key) {
            self.asked.borrow_mut().push(key);
        }
        let value = self.table.get(key)?;
        Some(Field { text: self.text, value, path: self.child(key) })
    }

    /// All keys with their values, for tables whose keys are names.
    pub(super) fn entries(&self) -> Vec<(String, Field<'a>)> {
        let entry = |(key, value): (&Spanned<_>, &'a Spanned<DeValue<'a>>)| {
            let name: &std::borrow::Cow<'_, str> = key.get_ref();
            (name.to_string(), Field { text: self.text, value, path: self.child(name) })
        };
        self.table.iter().map(entry).collect()
    }

    /// The value of a key that must be written.
    pub(super) fn need(&self, key: &'static str, expected: &str, remedy: &str) -> Option<Field<'a>> {
        let field = self.get(key);
        if field.is_none() {
            let message = format!("`{key}` is missing");
            self.report("missing-key", message, expected, remedy);
        }
        field
    }

    /// Reports a fault of the table as a whole.
    pub(super) fn report(&self, code: &'static str, message: String, expected: &str, remedy: &str) {
        let fault = Fault { code, message, expected: expected.into(), remedy: remedy.into() };
        self.text.report(self.span.clone(), &self.path, fault);
    }

    /// Reports every key that nobody asked for.
    pub(super) fn finish(self, reserved: &[Reserved]) {
        let asked = self.asked.borrow();
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if asked.contains(&name) {
                continue;
            }
            let fault = match reserved.iter().find(|r| r.key == name) {
                Some(r) => not_in_this_version(&format!("`{name}`"), r.what, r.remedy),
                None => unknown_key(name, &asked, reserved),
            };
            self.text.report(key.span(), &self.child(name), fault);
        }
    }

    /// Places of the table and of all its values.
    pub(super) fn origin(&self) -> Origin {
        let at = self.text.at(self.span.clone());
        let mut values = vec![(String::new(), at.clone())];
        for (key, value) in self.table {
            values.push((key.get_ref().to_string(), self.text.at(value.span())));
            if let DeValue::Array(items) = value.get_ref() {
                let item = |(i, v): (usize, &Spanned<DeValue>)| {
                    (format!("{}[{}]", key.get_ref(), i + 1), self.text.at(v.span()))
                };
                values.extend(items.iter().enumerate().map(item));
            }
            if let DeValue::Table(inner) = value.get_ref() {
                let item = |(name, v): (&Spanned<_>, &Spanned<DeValue>)| {
                    (format!("{}.{}", key.get_ref(), name.get_ref()), self.text.at(v.span()))
                };
                values.extend(inner.iter().map(item));
            }
        }
        Origin { file: self.text.file.clone(), path: self.path.clone(), line: at.line, values }
    }
}

pub(super) fn not_in_this_version(key: &str, what: &str, remedy: &str) -> Fault {
    Fault {
        code: "not-in-this-version",
        message: format!("{key} asks for {what}, which this version does not solve"),
        expected: "keys of a static question".into(),
        remedy: remedy.into(),
    }
}

fn unknown_key(name: &str, asked: &[&'static str], reserved: &[Reserved]) -> Fault {
    let known = asked.iter().copied().chain(reserved.iter().map(|r| r.key));
    let remedy = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "remove the key, or turn it into a comment with #".into(),
    };
    let expected = format!("one of {}", asked.join(", "));
    Fault { code: "unknown-key", message: format!("`{name}` is not a key here"), expected, remedy }
}

/// The value of a key.
#[derive(Clone)]
pub(super) struct Field<'a> {
    text: &'a Text<'a>,
    value: &'a Spanned<DeValue<'a>>,
    pub(super) path: String,
}

impl<'a> Field<'a> {
    pub(super) fn report(&self, fault: Fault) {
        self.text.report(self.value.span(), &self.path, fault);
    }

    fn wrong_type(&self, expected: &str, remedy: &str) {
        let message = format!("this is {}", kind(self.value.get_ref()));
        self.report(Fault { code: "wrong-type", message, expected: expected.into(), remedy: remedy.into() });
    }

    pub(super) fn string(&self) -> Option<String> {
        let text = self.value.get_ref().as_str().map(str::to_string);
        if text.is_none() {
            self.wrong_type("text in quotes", "put the value in double quotes");
        }
        text
    }

    pub(super) fn boolean(&self) -> Option<bool> {
        let value = self.value.get_ref().as_bool();
        if value.is_none() {
            self.wrong_type("true or false", "write true or false without quotes");
        }
        value
    }

    fn plain_number(&self) -> Option<f64> {
        match self.value.get_ref() {
            DeValue::Integer(i) => i64::from_str_radix(&i.as_str().replace('_', ""), i.radix()).ok().map(|x| x as f64),
            DeValue::Float(x) => x.as_str().replace('_', "").parse().ok(),
            _ => None,
        }
    }

    pub(super) fn number(&self) -> Option<f64> {
        let value = self.plain_number();
        if value.is_none() {
            self.wrong_type("a number", "write the number without quotes and without a unit");
        }
        value
    }

    /// A number that satisfies a condition.
    pub(super) fn number_where(&self, expected: &str, remedy: &str, holds: impl Fn(f64) -> bool) -> Option<f64> {
        let value = self.number()?;
        if !(value.is_finite() && holds(value)) {
            let (message, expected) = (format!("the number is {value}"), expected.into());
            self.report(Fault { code: "bad-number", message, expected, remedy: remedy.into() });
            return None;
        }
        Some(value)
    }

    pub(super) fn checked<T>(&self, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.report(fault)).ok()
    }

    pub(super) fn rate(&self) -> Option<Rate> {
        match (self.value.get_ref(), self.plain_number()) {
            (DeValue::String(text), _) => self.checked(value::rate(text)),
            (_, Some(bare)) => self.checked(Err(value::bare_rate(bare))),
            _ => {
                self.wrong_type("a rate with its unit, as a string", "write for example \"25%\"");
                None
            }
        }
    }

    pub(super) fn date(&self) -> Option<Date> {
        match self.value.get_ref() {
            DeValue::Datetime(d) => self.checked(value::date(&d.to_string())),
            DeValue::String(text) => self.checked(value::date(text)),
            DeValue::Integer(year) => self.checked(value::date(year.as_str())),
            _ => {
                self.wrong_type("a date, or a year", "write for example 2025-10-24");
                None
            }
        }
    }

    pub(super) fn share(&self) -> Option<Triple> {
        let numbers = match self.value.get_ref() {
            DeValue::Array(_) => self.items()?.iter().map(Field::number).collect::<Option<Vec<f64>>>()?,
            _ => vec![self.number()?],
        };
        self.checked(value::share(&numbers))
    }

    /// One date, or earliest, most likely and latest.
    pub(super) fn expected(&self) -> Option<Expected> {
        let dates = match self.items() {
            Some(items) => items.iter().map(Field::date).collect::<Option<Vec<Date>>>()?,
            None => vec![self.date()?],
        };
        self.checked(value::expected(&dates))
    }

    fn items(&self) -> Option<Vec<Field<'a>>> {
        let array = self.value.get_ref().as_array()?;
        let item = |(i, value)| Field { text: self.text, value, path: format!("{}[{}]", self.path, i + 1) };
        Some(array.iter().enumerate().map(item).collect())
    }

    /// A list of names, or one name.
    pub(super) fn names(&self) -> Option<Vec<String>> {
        if let DeValue::String(one) = self.value.get_ref() {
            return Some(vec![one.to_string()]);
        }
        let Some(items) = self.items() else {
            self.wrong_type("a list of names", "write the names in quotes between [ and ]");
            return None;
        };
        Some(items.iter().filter_map(Field::string).collect())
    }

    /// A list of names with at least one in it.
    pub(super) fn some_names(&self) -> Option<Vec<String>> {
        let names = self.names()?;
        if names.is_empty() && self.value.get_ref().as_array().is_some_and(|a| a.is_empty()) {
            let message = "the list is empty".into();
            let (expected, remedy) = ("at least one name".into(), "name what is meant, or \"*\" for all".into());
            self.report(Fault { code: "empty-list", message, expected, remedy });
        }
        Some(names)
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let word = self.string()?;
        let found = words.iter().find(|(w, _)| *w == word).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = words.iter().map(|(w, _)| *w).collect();
            let remedy = nearest(&word, names.iter().copied())
                .map_or_else(|| "use one of these words".to_string(), |near| format!("did you mean \"{near}\"?"));
            let expected = format!("one of {}", names.join(", "));
            self.report(Fault {
                code: "unknown-choice",
                message: format!("\"{word}\" is not a choice here"),
                expected,
                remedy,
            });
        }
        found
    }

    /// The keys of a table.
    pub(super) fn table(&self) -> Option<Keys<'a>> {
        match self.value.get_ref() {
            DeValue::Table(table) => Some(Keys::new(self.text, table, self.value.span(), self.path.clone())),
            _ => {
                let name = self.path.rsplit('.').next().unwrap_or(&self.path);
                self.wrong_type("a table of keys", &format!("write [{name}] and its keys on the lines below"));
                None
            }
        }
    }

    /// The tables of an array of tables, counted from 1.
    pub(super) fn tables(&self) -> Vec<Keys<'a>> {
        let Some(items) = self.items() else {
            let remedy = format!("write [[{}]], with two brackets, above each entry", self.path);
            self.wrong_type("an array of tables", &remedy);
            return Vec::new();
        };
        items.iter().filter_map(Field::table).collect()
    }

    pub(super) fn is_string(&self) -> bool {
        self.value.get_ref().is_str()
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
