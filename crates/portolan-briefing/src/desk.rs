//! The writer's desk: the rows, the material, and the ledger that fills while sentences are written.

use std::collections::{BTreeMap, BTreeSet};

use portolan_core::results::{Kind, variable};

use crate::claim::{Order, Sign, agreement, rank, sign, than};
use crate::format::{self, Unit};
use crate::ledger::{Ledger, LedgerEntry, Quantity, kind_words};
use crate::line::{Entry, Figure, Line, Piece, Table, list, say};
use crate::material::{LayerKind, Material, Named, Said};
use crate::series::{At, Book, Measure, Series, Spread, ZERO};

/// What amounts are measured in.
const PRICES: &str = " Prices of the world table’s year, at the exchange rate of the case.";

/// Scope of goods in the `sector` column.
pub(crate) const GOODS: &str = "goods";

pub(crate) struct Desk<'a> {
    pub(crate) m: &'a Material,
    pub(crate) book: Book<'a>,
    pub(crate) ledger: Ledger,
    /// Facts by id, for their labels.
    labels: BTreeMap<&'a str, &'a str>,
    /// Notes that the text has called, by their place in the list of notes.
    pub(crate) called: Vec<usize>,
    /// Whether notes are being written: they call none.
    pub(crate) closing: bool,
    /// Definitions that a link has spelled out.
    defined: BTreeSet<String>,
    figures: usize,
    tables: usize,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(rows: &'a [portolan_core::results::Row], m: &'a Material) -> Self {
        let spread = Spread { main_variant: &m.variants.main, ends: &m.variants.ends, main_set: &m.main_set };
        Self {
            m,
            book: Book::new(rows, spread),
            ledger: Ledger::new(format!("portolan run {}", m.scenario)),
            labels: m.case.facts.iter().map(|fact| (fact.id.as_str(), fact.label.as_str())).collect(),
            called: Vec::new(),
            closing: false,
            defined: BTreeSet::new(),
            figures: 0,
            tables: 0,
        }
    }

    // ---- quantities

    /// A number of the table with the name that the ledger gives it.
    pub(crate) fn quantity(&self, at: At, measure: Measure, name: String) -> Option<Quantity> {
        let series = self.book.series(&at, measure)?;
        Some(self.made(series, &at, measure, name))
    }

    /// A quantity made of a series that stands at, or begins at, a place.
    pub(crate) fn made(&self, series: Series, at: &At, measure: Measure, name: String) -> Quantity {
        let variable = variable(at.variable);
        Quantity {
            id: format!("{}{}", at.slug(), measure.suffix()),
            name,
            definition: variable.map_or("", |v| v.definition).into(),
            equation: variable.map_or("", |v| v.equation).into(),
            unit: unit(at.variable, measure),
            series,
            words: None,
        }
    }

    /// Real income of the country, per cent.
    pub(crate) fn income(&self, policy: &str) -> Option<Quantity> {
        self.income_of(policy, &self.m.country)
    }

    pub(crate) fn income_of(&self, policy: &str, economy: &Named) -> Option<Quantity> {
        let at = At { variable: "real_income", policy, economy: &economy.code, ..At::default() };
        let name = format!("Real income of {}: {}", the(&economy.name), self.policy_title(policy));
        self.quantity(at, Measure::Change, name)
    }

    /// Equivalent variation of the country in the currency of the case, millions a year.
    pub(crate) fn money(&self, policy: &str) -> Option<Quantity> {
        let at = At { variable: "equivalent_variation", policy, economy: &self.m.country.code, ..At::default() };
        let name = format!("Worth a year: {}", self.policy_title(policy));
        Some(self.in_currency(self.quantity(at, Measure::Value, name)?))
    }

    /// Change of a partner's share in the country's goods exports, points.
    pub(crate) fn share_moved(&self, policy: &str, partner: &Named) -> Option<Quantity> {
        let at = At {
            variable: "export_share",
            policy,
            economy: &self.m.country.code,
            partner: &partner.code,
            sector: GOODS,
            ..At::default()
        };
        let title = self.policy_title(policy);
        self.quantity(at, Measure::Points, format!("Share of {} in goods exports: {title}", the(&partner.name)))
    }

    /// Part of the distance to the target, per cent.
    pub(crate) fn covered(&self, policy: &str) -> Option<Quantity> {
        let at = self.covered_at(policy)?;
        let name = format!("Part of the distance to the target: {}", self.policy_title(policy));
        self.quantity(at, Measure::Percent, name)
    }

    /// Where the part of the distance stands.
    pub(crate) fn covered_at(&self, policy: &str) -> Option<At<'a>> {
        let mut places = self.book.places("target_covered").filter(|at| at.policy == policy && at.layer.is_empty());
        places.find(|at| at.economy.is_empty() || at.economy == self.m.country.code).copied()
    }

    /// Exports that a policy adds towards the target, or those of the reference, in the currency of the case.
    pub(crate) fn towards_target(&self, policy: &str, measure: Measure) -> Option<Quantity> {
        let target = self.m.case.texts.target.as_ref()?;
        let (economy, partner, sector) = (target.economy.as_str(), target.partner.as_str(), target.sector.as_str());
        let at = At { variable: "exports", policy, economy, partner, sector, ..At::default() };
        let what = if measure == Measure::Rise { "Exports that are added" } else { "Exports that the target doubles" };
        let quantity = self.quantity(at, measure, format!("{what}: {}", self.policy_title(policy)))?;
        Some(self.in_currency(quantity))
    }

    /// An amount in US dollars in the currency of the case.
    fn in_currency(&self, mut quantity: Quantity) -> Quantity {
        let (code, per_usd, source) = match &self.m.case.texts.currency {
            Some(currency) => (currency.code.clone(), currency.per_usd, currency.source.as_str()),
            None => ("US$".into(), 1.0, ""),
        };
        quantity.series = quantity.series.map(|usd| usd * per_usd);
        quantity.series.sources.extend((!source.is_empty()).then(|| source.to_string()));
        quantity.definition.push_str(PRICES);
        quantity.unit = Unit::Money(code);
        quantity
    }

    /// Real income of the country after a layer of the reference, per cent of what it was before.
    pub(crate) fn layer_income(&self, layer: &str) -> Option<Quantity> {
        let at = At { variable: "real_income", layer, economy: &self.m.country.code, ..At::default() };
        let name = format!("Real income of {}: {}", the(&self.m.country.name), self.layer_title(layer));
        self.quantity(at, Measure::Change, name)
    }

    /// Real income of the country through a part of a deal, per cent.
    pub(crate) fn deal_income(&self, deal: &str, part: &str) -> Option<Quantity> {
        let at =
            At { variable: "real_income", policy: deal, layer: part, economy: &self.m.country.code, ..At::default() };
        let title = self.m.deals.iter().find(|d| d.id == deal).map_or(deal, |d| &d.title);
        let mut quantity = self.quantity(at, Measure::Change, format!("{title}, {} part", part_name(part)))?;
        let size = quantity.range().low.abs().max(quantity.range().high.abs());
        quantity.words = (size < ZERO).then(|| "none".into());
        Some(quantity)
    }

    /// What a deal is worth over what is agreed: tariffs and non-tariff costs on goods, one after the other.
    pub(crate) fn deal_worth(&self, deal: &str) -> Option<Quantity> {
        let (tariff, other) = (self.deal_income(deal, "tariff"), self.deal_income(deal, "non-tariff"));
        let title = self.m.deals.iter().find(|d| d.id == deal).map_or(deal, |d| &d.title);
        let id = format!("{deal}.new.real_income.{}", self.m.country.code);
        let name = format!("{title}, new worth in goods");
        match (tariff, other) {
            (Some(a), Some(b)) => {
                let series = a.series.with(&b.series, |a, b| 100.0 * ((1.0 + a / 100.0) * (1.0 + b / 100.0) - 1.0));
                Some(Quantity { series, words: None, ..a }.named(&id, name))
            }
            (one, other) => one.or(other).map(|q| Quantity { words: None, ..q }.named(&id, name)),
        }
    }

    /// A number of the case file.
    pub(crate) fn fact(&self, id: &str) -> Option<Quantity> {
        let at = self.book.fact(id)?;
        let mut quantity = self.quantity(*at, Measure::Value, String::new())?;
        let label = self.labels.get(id).copied().unwrap_or(id);
        quantity.definition = label.into();
        quantity.id = format!("fact.{id}");
        let judged = quantity.series.kind == Kind::Judged;
        quantity.words = judged.then(|| format::exact(quantity.range().mid, &quantity.unit));
        quantity.name = label.split([',', ':']).next().unwrap_or(label).into();
        Some(quantity)
    }

    // ---- sentences

    /// The number as a link to its row.
    pub(crate) fn cite(&mut self, quantity: &Quantity) -> Line {
        let new = !self.ledger.is_cited(&quantity.id);
        let entry = self.ledger.cite(quantity);
        let kind = kind_words(&entry.kind);
        let title = if new && !self.defined.contains(&entry.definition) {
            self.defined.insert(entry.definition.clone());
            format!("{}: {} ({kind})", entry.name, entry.definition)
        } else if new {
            format!("{} ({kind})", entry.name)
        } else {
            kind
        };
        linked(entry, &entry.text, title)
    }

    /// The number in a cell of a wide table, without a row of its own on the page; its id stands in the ledger file.
    pub(crate) fn plain_cell(&mut self, quantity: &Option<Quantity>) -> Entry {
        let Some(quantity) = quantity else { return "—".into() };
        let entry = self.ledger.keep(quantity);
        let mark = if entry.kind == "judged" { "◇" } else { "" };
        format!("{}{mark}", brief(&entry.text)).into()
    }

    /// The number in a cell of a table, whose heads say what it is; a judgement is spoken all the same.
    pub(crate) fn cell(&mut self, quantity: &Option<Quantity>) -> Entry {
        let Some(quantity) = quantity else { return "—".into() };
        let entry = self.ledger.cite(quantity);
        let judged = entry.kind == "judged";
        let title = if judged { kind_words(&entry.kind) } else { String::new() };
        linked(entry, brief(&entry.text), title).into()
    }

    /// What happens to a measure, as the end of a sentence.
    pub(crate) fn effect(&mut self, quantity: &Quantity, measure: &str) -> Line {
        let number = self.cite(quantity);
        let range = quantity.range();
        let count = Line(vec![Piece::Count { text: agreement(&range) }]);
        let measure = Line::from(measure);
        let line = match sign(quantity) {
            Sign::Nothing => say("has {number} on {measure}", &[("number", number), ("measure", measure)]),
            Sign::OpenBySets => say(
                "changes {measure} by {number}, and this model does not decide the sign: {count} sets",
                &[("measure", measure), ("number", number), ("count", count)],
            ),
            Sign::OpenByJudgement => say(
                "changes {measure} by {number}, and the sign turns on what is judged",
                &[("measure", measure), ("number", number)],
            ),
            Sign::Up | Sign::Down if range.low < 0.0 && range.high > 0.0 => say(
                "changes {measure} by {number} ({count} sets)",
                &[("measure", measure), ("number", number), ("count", count)],
            ),
            Sign::Up | Sign::Down => say("changes {measure} by {number}", &[("measure", measure), ("number", number)]),
        };
        lower(line)
    }

    /// One quantity against another, as in `n.nn%, more than B with n.nn%`.
    pub(crate) fn against(&mut self, a: &Quantity, b: &Quantity, name: &str) -> (Order, Line) {
        let order = rank(&a.series, &b.series);
        let (first, second) = (self.cite(a), self.cite(b));
        let parts = [("a", first), ("than", than(order).into()), ("name", name.into()), ("b", second)];
        (order, lower(say("{a}, {than} {name} ({b})", &parts)))
    }

    /// A sentence of the case file, with its facts as numbers and its notes; nothing if a fact is missing.
    pub(crate) fn told(&mut self, said: &Said) -> Line {
        let mut line = Line::default();
        let mut rest = said.text.as_str();
        while let Some((before, after)) = rest.split_once("{fact:") {
            let (id, after) = after.split_once('}').unwrap_or((after, ""));
            let Some(fact) = self.fact(id) else { return Line::default() };
            line.0.push(Piece::Text { text: before.into() });
            line.0.extend(self.cite(&fact).0);
            line.0.extend(self.note_on(id));
            rest = after;
        }
        line.0.push(Piece::Text { text: rest.into() });
        line
    }

    /// A fact with its notes.
    pub(crate) fn cite_fact(&mut self, id: &str) -> Option<Line> {
        let fact = self.fact(id)?;
        let mut line = self.cite(&fact);
        line.0.extend(self.note_on(id));
        Some(line)
    }

    /// The mark of the note that belongs to a fact.
    fn note_on(&mut self, fact: &str) -> Option<Piece> {
        let notes = self.m.case.texts.notes.iter();
        let at = notes.filter(|_| !self.closing).position(|note| note.facts.iter().any(|id| id == fact))?;
        let known = self.called.iter().position(|called| *called == at);
        if known.is_none() {
            self.called.push(at);
        }
        Some(Piece::Note { number: known.unwrap_or(self.called.len() - 1) + 1, again: known.is_some() })
    }

    /// The day of the briefing.
    pub(crate) fn day(&self) -> Line {
        Line(vec![Piece::Day { iso: self.m.as_of.to_string(), text: format::day(self.m.as_of) }])
    }

    // ---- names

    pub(crate) fn policy_title(&self, id: &str) -> String {
        self.m
            .policies
            .iter()
            .find(|p| p.id == id)
            .map_or(id, |p| if p.title.is_empty() { id } else { &p.title })
            .into()
    }

    pub(crate) fn layer_title(&self, id: &str) -> String {
        let layers = self.m.layers.iter().map(|layer| (&layer.id, &layer.title));
        let structures = self.m.structures.iter().map(|s| (&s.code, &s.name));
        layers.chain(structures).find(|(known, _)| *known == id).map_or(id, |(_, title)| title).into()
    }

    /// The main partner's measures: the layer whose arrangement is compared, or else the last layer of measures.
    pub(crate) fn measures(&self) -> Option<Named> {
        let last = self.m.layers.iter().rev().find(|layer| layer.kind == LayerKind::Measures);
        let last = last.map(|layer| Named { code: layer.id.clone(), name: layer.title.clone() });
        self.m.structures.first().cloned().or(last)
    }

    /// What the model leaves out, in few words.
    pub(crate) fn missing_names(&self) -> Vec<String> {
        let missing = self.m.case.texts.missing.iter().filter(|said| !said.id.starts_with("others"));
        missing
            .map(|said| self.m.case.texts.names.get(&said.id).cloned().unwrap_or_else(|| said.id.replace('-', " ")))
            .collect()
    }

    /// What the model leaves out, and where it is said in full.
    pub(crate) fn left_out(&self) -> Line {
        let names = self.missing_names();
        if names.is_empty() {
            return Line::default();
        }
        say("Left out of every number: {names}; see “What the model cannot say”.", &[("names", list(&names).into())])
    }

    /// What a code of the `product` column is called.
    pub(crate) fn name_of(&self, code: &str) -> String {
        self.m.case.texts.names.get(code).cloned().unwrap_or_else(|| code.replace(['-', '/'], " "))
    }

    pub(crate) fn economy_name(&self, code: &str) -> String {
        self.m.economies.iter().find(|e| e.code == code).map_or(code, |e| &e.name).into()
    }

    pub(crate) fn sector_name(&self, code: &str) -> String {
        self.m.sectors.iter().find(|s| s.code == code).map_or(code, |s| &s.name).into()
    }

    pub(crate) fn title(&self, key: &str, default: String) -> String {
        self.m.case.texts.titles.get(key).cloned().unwrap_or(default)
    }

    /// Policies that move anything, the main one first.
    pub(crate) fn moving(&self) -> Vec<&'a str> {
        let moves = |id: &str| self.income(id).is_some_and(|q| q.range().low.abs().max(q.range().high.abs()) > 1e-7);
        let mut ids: Vec<&str> = self.m.policies.iter().map(|p| p.id.as_str()).filter(|id| moves(id)).collect();
        if let Some(at) = ids.iter().position(|id| *id == self.m.main_policy) {
            let main = ids.remove(at);
            ids.insert(0, main);
        }
        ids
    }

    // ---- figures and tables

    pub(crate) fn next_table(&mut self) -> usize {
        self.tables += 1;
        self.tables
    }

    /// A figure with the next number; titles that outgrow twenty words lose what follows their last comma.
    pub(crate) fn figure(&mut self, id: &str, finding: &str, subtitle: &str, drawn: Drawn) -> Box<Figure> {
        self.figures += 1;
        let data = crate::csv_link::data(&drawn.table);
        let mut table = drawn.table;
        lift_constants(&mut table);
        Box::new(Figure {
            id: format!("fig-{id}"),
            number: self.figures,
            finding: short_title(finding),
            subtitle: subtitle.into(),
            legend: drawn.legend,
            svg: drawn.svg,
            source: drawn.source,
            data,
            table,
            command: format!("portolan run {}", self.m.scenario),
        })
    }

    /// Low, middle and high of a quantity as cells of the table behind a figure.
    pub(crate) fn drawn_cells(&mut self, quantity: &Quantity) -> Vec<Entry> {
        let entry = self.ledger.keep(quantity).clone();
        let range = quantity.range();
        let decimals = format::decimals(range.high - range.low).max(2);
        let mut cells: Vec<Entry> =
            [range.low, range.mid, range.high].map(|value| Entry::from(format::number(value, decimals))).into();
        cells.extend([entry.unit.as_str().into(), entry.kind.as_str().into(), entry.id.as_str().into()]);
        cells
    }
}

/// What does not show, in a cell: below the least that does.
pub(crate) fn brief(text: &str) -> &str {
    let below = text.strip_prefix("no visible effect (").and_then(|rest| rest.strip_suffix(')'));
    below.unwrap_or(text)
}

/// A link to the row of a number.
fn linked(entry: &LedgerEntry, text: &str, title: String) -> Line {
    let class = match entry.kind.as_str() {
        "observed" => "n o",
        "judged" => "n j",
        _ => "n",
    };
    Line(vec![Piece::Number { number: entry.number.unwrap_or(0), text: text.into(), title, class }])
}

/// Unit and kind go to the caption where all rows share them.
fn lift_constants(table: &mut Table) {
    for title in ["unit", "kind"] {
        let Some(at) = table.head.iter().position(|column| column.title == title) else { continue };
        let Some(first) = table.rows.first().map(|row| row[at].line.plain()) else { continue };
        if table.rows.iter().all(|row| row[at].line.plain() == first) {
            table.head.remove(at);
            table.rows.iter_mut().for_each(|row| drop(row.remove(at)));
            let link = if table.caption.is_empty() { "" } else { ", " };
            table.caption = format!("{}{link}{title}: {first}", table.caption);
        }
    }
}

/// What a drawing brings to its figure.
pub(crate) struct Drawn {
    pub(crate) svg: String,
    pub(crate) legend: String,
    pub(crate) source: String,
    pub(crate) table: Table,
}

/// Titles of the last columns of a table behind a figure.
pub(crate) const DRAWN: [&str; 6] = [">low", ">default set", ">high", "unit", "kind", "id"];

fn short_title(finding: &str) -> String {
    match finding.rsplit_once(", ") {
        Some((before, _)) if finding.split_whitespace().count() > 20 => short_title(before),
        _ => finding.into(),
    }
}

/// The line as the end of a sentence: its first letter in lower case again.
fn lower(mut line: Line) -> Line {
    if let Some(Piece::Text { text }) = line.0.first_mut() {
        let mut letters = text.chars();
        *text = letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect());
    }
    line
}

/// The country as it stands in a sentence.
pub(crate) fn the(name: &str) -> String {
    let plural = ["Philippines", "Netherlands"].contains(&name) || name.starts_with("United ");
    if plural { format!("the {name}") } else { name.into() }
}

fn part_name(part: &str) -> &str {
    match part {
        "agreed" => "already agreed",
        part => part,
    }
}

fn unit(variable: &str, measure: Measure) -> Unit {
    let own = portolan_core::results::variable(variable).map_or("", |v| v.unit);
    match (measure, own) {
        (Measure::Change, _) => Unit::Percent,
        (Measure::Points, _) => Unit::Points,
        (Measure::Percent | Measure::ReferencePercent, _) => Unit::Share,
        (Measure::Rise, "per cent") => Unit::Points,
        (_, "per cent") if variable == "average_tariff" || variable.starts_with("fact_") => Unit::Share,
        (_, "per cent") => Unit::Percent,
        (_, "USD mn") => Unit::Money("US$".into()),
        (_, "points") => Unit::Points,
        (_, own) => Unit::Named(own.into()),
    }
}
