//! Numbers of the results table, one for each elasticity set and variant, and what is made of them.

use std::collections::{BTreeMap, BTreeSet};

use portolan_core::results::{Kind, Row};

/// Where a number stands in the results table; what is empty applies to nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At<'a> {
    pub(crate) variable: &'a str,
    pub(crate) policy: &'a str,
    pub(crate) layer: &'a str,
    pub(crate) economy: &'a str,
    pub(crate) partner: &'a str,
    pub(crate) sector: &'a str,
    pub(crate) product: &'a str,
}

impl<'a> At<'a> {
    pub(crate) fn of(row: &'a Row) -> Self {
        Self {
            variable: row.variable,
            policy: &row.policy,
            layer: &row.layer,
            economy: &row.economy,
            partner: &row.partner,
            sector: &row.sector,
            product: &row.product,
        }
    }

    fn fields(&self) -> [(&'static str, &'a str); 7] {
        [
            ("policy", self.policy),
            ("layer", self.layer),
            ("variable", self.variable),
            ("economy", self.economy),
            ("partner", self.partner),
            ("sector", self.sector),
            ("product", self.product),
        ]
    }

    /// The key of the row, readable and stable.
    pub(crate) fn key(&self) -> String {
        let said = self.fields().into_iter().filter(|(_, value)| !value.is_empty());
        said.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
    }

    /// The same as a name for people to type.
    pub(crate) fn slug(&self) -> String {
        let said = self.fields().into_iter().map(|(_, value)| value).filter(|value| !value.is_empty());
        said.collect::<Vec<_>>().join(".")
    }
}

/// What is read from a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Change in per cent of the reference.
    Change,
    /// Change of a share, in points.
    Points,
    /// Value as it is.
    Value,
    /// Value in per cent.
    Percent,
    /// Reference in per cent.
    ReferencePercent,
    /// Reference as it is.
    Reference,
    /// Value less reference.
    Rise,
}

impl Measure {
    fn of(self, row: &Row) -> f64 {
        match self {
            Self::Change => 100.0 * (row.value / row.reference - 1.0),
            Self::Points => 100.0 * (row.value - row.reference),
            Self::Value => row.value,
            Self::Percent => 100.0 * row.value,
            Self::ReferencePercent => 100.0 * row.reference,
            Self::Reference => row.reference,
            Self::Rise => row.value - row.reference,
        }
    }

    /// Ending of the ids of numbers that are not the plain change or value.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Change | Self::Value => "",
            Self::Points => ".points",
            Self::Percent => ".percent",
            Self::Reference | Self::ReferencePercent => ".reference",
            Self::Rise => ".rise",
        }
    }
}

/// Over which rows ranges run.
#[derive(Clone, Debug)]
pub(crate) struct Spread<'a> {
    /// Variant of the model that the text speaks of.
    pub(crate) main_variant: &'a str,
    /// Variants at the ends of what is judged.
    pub(crate) ends: &'a [String],
    /// The default set.
    pub(crate) main_set: &'a str,
}

/// The rows, found by where they stand.
pub(crate) struct Book<'a> {
    rows: BTreeMap<At<'a>, Vec<&'a Row>>,
    facts: BTreeMap<&'a str, At<'a>>,
    spread: Spread<'a>,
}

impl<'a> Book<'a> {
    pub(crate) fn new(rows: &'a [Row], spread: Spread<'a>) -> Self {
        let mut book = Self { rows: BTreeMap::new(), facts: BTreeMap::new(), spread };
        for row in rows.iter().filter(|row| row.regime.is_empty() && row.draw.is_none()) {
            book.rows.entry(At::of(row)).or_default().push(row);
            if row.variable.starts_with("fact_") {
                book.facts.insert(&row.product, At::of(row));
            }
        }
        book
    }

    /// The numbers at a place: the main variant in every set, and the ends of what is judged.
    pub(crate) fn series(&self, at: &At, measure: Measure) -> Option<Series> {
        let main = self.spread.main_variant;
        self.select(at, measure, main, |variant| {
            variant.is_empty() || variant == main || self.spread.ends.iter().any(|end| end == variant)
        })
    }

    /// The numbers at a place under another variant of the model.
    pub(crate) fn variant(&self, at: &At, measure: Measure, variant: &str) -> Option<Series> {
        self.select(at, measure, variant, |v| v == variant)
    }

    /// The place of a number of the case file.
    pub(crate) fn fact(&self, id: &str) -> Option<&At<'a>> {
        self.facts.get(id)
    }

    /// Every place of a variable, in order.
    pub(crate) fn places<'b>(&'b self, variable: &'b str) -> impl Iterator<Item = &'b At<'a>> + 'b {
        self.rows.keys().filter(move |at| at.variable == variable)
    }

    /// Over what the numbers of all rows run.
    pub(crate) fn over(&self) -> Over {
        let places = self.rows.keys().filter_map(|at| self.series(at, Measure::Value));
        places.map(|series| series.over()).fold(Over::default(), Over::widest)
    }

    fn select(&self, at: &At, measure: Measure, main: &str, wanted: impl Fn(&str) -> bool) -> Option<Series> {
        let rows = self.rows.get(at)?.iter().filter(|row| wanted(&row.variant));
        let mut series = Series::empty(&Spread { main_variant: main, ..self.spread.clone() });
        series.keys.push(at.key());
        for row in rows {
            let value = measure.of(row);
            if value.is_finite() {
                series.points.push(Point { set: row.set.clone(), variant: row.variant.clone(), value });
                series.kind = series.kind.max(row.kind);
                series.sources.extend(row.source.split(';').filter(|s| !s.is_empty()).map(str::to_string));
            }
        }
        (!series.main().is_empty()).then_some(series)
    }
}

/// One number.
#[derive(Clone, Debug, PartialEq)]
struct Point {
    set: String,
    variant: String,
    value: f64,
}

/// One quantity in every set, and at the ends of what is judged.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Series {
    points: Vec<Point>,
    main_variant: String,
    main_set: String,
    /// How the numbers came about: the weakest of all rows.
    pub(crate) kind: Kind,
    /// Ids of sources.
    pub(crate) sources: BTreeSet<String>,
    /// Keys of the rows.
    pub(crate) keys: Vec<String>,
}

/// Over what the numbers of a series run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Over {
    /// Elasticity sets.
    pub(crate) sets: usize,
    /// Sets in which the ends of what is judged stand too.
    pub(crate) at_ends: usize,
}

impl Over {
    /// The wider of two.
    pub(crate) fn widest(self, other: Self) -> Self {
        Self { sets: self.sets.max(other.sets), at_ends: self.at_ends.max(other.at_ends) }
    }

    /// As a sentence says it; nothing for what was observed.
    pub(crate) fn in_words(self) -> String {
        let sets = match self.sets {
            0 => return String::new(),
            1 => "one elasticity set".to_string(),
            n => format!("{n} elasticity sets"),
        };
        match self.at_ends {
            0 => sets,
            n if n == self.sets => format!("{sets}, each with the ends of what is judged"),
            1 => format!("{sets} and, in one of them, the ends of what is judged"),
            n => format!("{sets} and, in {n} of them, the ends of what is judged"),
        }
    }
}

/// A range over the sets and what is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    pub(crate) low: f64,
    pub(crate) mid: f64,
    pub(crate) high: f64,
    /// Sets that were counted.
    pub(crate) sets: usize,
    /// Sets above and below zero.
    pub(crate) above: usize,
    pub(crate) below: usize,
}

impl Range {
    /// Distance of its ends.
    pub(crate) fn width(&self) -> f64 {
        self.high - self.low
    }
}

impl Series {
    fn empty(spread: &Spread) -> Self {
        Self {
            points: Vec::new(),
            main_variant: spread.main_variant.into(),
            main_set: spread.main_set.into(),
            kind: Kind::Observed,
            sources: BTreeSet::new(),
            keys: Vec::new(),
        }
    }

    /// One number that stands in no row.
    pub(crate) fn single(value: f64, kind: Kind) -> Self {
        let spread = Spread { main_variant: "", ends: &[], main_set: "" };
        let point = Point { set: String::new(), variant: String::new(), value };
        Self { points: vec![point], kind, ..Self::empty(&spread) }
    }

    /// Each number changed in the same way.
    pub(crate) fn map(&self, change: impl Fn(f64) -> f64) -> Self {
        let mut series = self.clone();
        series.points.iter_mut().for_each(|point| point.value = change(point.value));
        series
    }

    /// Two quantities made one, set by set and variant by variant; where one does not know a variant it keeps its
    /// main one.
    pub(crate) fn with(&self, other: &Self, make: impl Fn(f64, f64) -> f64) -> Self {
        let mut series = self.clone();
        series.points.clear();
        for (set, variant) in self.labels().union(&other.labels()) {
            if let (Some(a), Some(b)) = (self.at(set, variant), other.at(set, variant)) {
                series.points.push(Point { set: set.clone(), variant: variant.clone(), value: make(a, b) });
            }
        }
        series.kind = self.kind.max(other.kind);
        series.sources.extend(other.sources.iter().cloned());
        series.keys.extend(other.keys.iter().cloned());
        series
    }

    /// This quantity and another as one range.
    pub(crate) fn beside(mut self, other: &Self) -> Self {
        self.points.extend(other.points.iter().cloned());
        self.kind = self.kind.max(other.kind);
        self.sources.extend(other.sources.iter().cloned());
        self.keys.extend(other.keys.iter().cloned());
        self
    }

    fn labels(&self) -> BTreeSet<(String, String)> {
        self.points.iter().map(|p| (p.set.clone(), p.variant.clone())).collect()
    }

    fn at(&self, set: &str, variant: &str) -> Option<f64> {
        let find = |variant: &str| self.points.iter().find(|p| p.set == set && p.variant == variant).map(|p| p.value);
        find(variant).or_else(|| find(&self.main_variant))
    }

    fn main(&self) -> Vec<&Point> {
        self.points.iter().filter(|p| p.variant.is_empty() || p.variant == self.main_variant).collect()
    }

    /// Numbers at the ends of what is judged.
    pub(crate) fn ends(&self) -> Vec<f64> {
        let main = |p: &&Point| p.variant.is_empty() || p.variant == self.main_variant;
        self.points.iter().filter(|p| !main(p)).map(|p| p.value).collect()
    }

    /// Over what the numbers run.
    pub(crate) fn over(&self) -> Over {
        let is_main = |p: &&Point| p.variant.is_empty() || p.variant == self.main_variant;
        let named = self.points.iter().filter(|p| !p.set.is_empty());
        let (main, ends): (Vec<&Point>, Vec<&Point>) = named.partition(is_main);
        let count = |points: Vec<&Point>| points.iter().map(|p| &p.set).collect::<BTreeSet<_>>().len();
        Over { sets: count(main), at_ends: count(ends) }
    }

    /// The elasticity sets, in order, but for the main one.
    pub(crate) fn other_sets(&self) -> BTreeSet<String> {
        self.main().iter().map(|p| p.set.clone()).filter(|set| *set != self.main_set).collect()
    }

    /// The same numbers without those of a set.
    pub(crate) fn without(&self, set: &str) -> Self {
        let points = self.points.iter().filter(|p| p.set != set).cloned().collect();
        Self { points, ..self.clone() }
    }

    /// The numbers of the main variant alone.
    pub(crate) fn sets_alone(&self) -> Self {
        let points = self.main().into_iter().cloned().collect();
        Self { points, ..self.clone() }
    }

    /// Numbers of the main variant, one a set.
    pub(crate) fn by_set(&self) -> Vec<f64> {
        self.main().iter().map(|p| p.value).collect()
    }

    /// The range over everything that is known here.
    pub(crate) fn range(&self) -> Range {
        let main = self.by_set();
        let all = || self.points.iter().map(|p| p.value);
        let middle: Vec<f64> = self.main().iter().filter(|p| p.set == self.main_set).map(|p| p.value).collect();
        let sets: BTreeSet<&str> = self.main().iter().map(|p| p.set.as_str()).collect();
        let whole = |is: fn(f64) -> bool| {
            let all = |set: &&&str| self.main().iter().filter(|p| p.set == **set).all(|p| is(p.value));
            sets.iter().filter(all).count()
        };
        Range {
            low: all().fold(f64::INFINITY, f64::min),
            mid: median(if middle.is_empty() { &main } else { &middle }),
            high: all().fold(f64::NEG_INFINITY, f64::max),
            sets: sets.len(),
            above: whole(|v| v > ZERO),
            below: whole(|v| v < -ZERO),
        }
    }
}

/// Changes closer to nothing than this are rounding of the solver.
pub(crate) const ZERO: f64 = 1e-9;

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
