//! Measures: what a scenario changes in the world.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::origin::Origin;
use super::value::{DateText, Names, Rate, Triple};

/// Identity, dates and evidence of a measure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(default)]
pub struct Record {
    /// Name by which the measure is removed, used, explained and swept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// First day on which it applies; absent: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DateText>")]
    pub from: Option<Date>,
    /// First day on which it no longer applies; absent: without end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DateText>")]
    pub until: Option<Date>,
    /// The one day for which it is written: a snapshot, which counts on no other day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DateText>")]
    pub on: Option<Date>,
    /// Day on which it was announced; absent: `from` or `on`, for rows with a `source`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DateText>")]
    pub known: Option<Date>,
    /// Source id of a fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whose judgement the numbers are; makes the row a hypothesis, which `as_of` never refuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged_by: Option<String>,
}

impl Record {
    /// Day on which a fact became known; `None` for a hypothesis, which is always admitted.
    pub fn known_on(&self) -> Option<Date> {
        if self.judged_by.is_some() || self.source.is_none() { None } else { self.known.or(self.from).or(self.on) }
    }

    /// True if the measure applies on this day.
    pub fn in_force(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date < until)
    }
}

/// Which goods a measure touches.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(default)]
pub struct Reach {
    /// Importers: codes, groups, "*", and "!X" to leave out.
    #[schemars(with = "Names")]
    pub importer: Vec<String>,
    /// Exporters: codes, groups, "*", and "!X" to leave out.
    #[schemars(with = "Names")]
    pub exporter: Vec<String>,
    /// Sectors: codes, "goods", "services", "*"; never together with `product`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Names")]
    pub sector: Vec<String>,
    /// Products: codes, with a final * for all that begin so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Names")]
    pub product: Vec<String>,
    /// Part of each cell that is touched, by trade; absent: all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Triple>,
    /// Measures with the same part hit the same goods. "family/name": the parts of a family are disjoint and laid end
    /// to end in file order; where their shares sum above 1 the last ones lie on top of the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

/// A change of import duties.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Tariff {
    /// Identity, dates and evidence.
    #[serde(flatten)]
    pub record: Record,
    /// Goods that are touched.
    #[serde(flatten)]
    pub reach: Reach,
    /// What is done to the duty.
    #[serde(flatten)]
    pub change: TariffChange,
    /// Rows of the table, once it is read.
    #[serde(skip)]
    pub rows: Vec<Tariff>,
    /// Where it is written.
    #[serde(skip)]
    pub origin: Origin,
}

/// What a measure does to a duty; exactly one of these keys.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TariffChange {
    /// The new rate (WITS: new rate).
    Set(Rate),
    /// Points on top of the set-rate: a surcharge.
    Add(Rate),
    /// The highest rate that remains (WITS: maximum rate).
    Cap(Rate),
    /// The rate falls by this part of itself (WITS: linear cut): "30%" leaves 70% of it.
    Cut(Rate),
    /// Swiss formula with this coefficient a: t·a/(t + a).
    Swiss(Rate),
    /// Factor on the rate.
    Scale(f64),
    /// Ids of measures of earlier files that end, within the reach of this row if it has one.
    Remove(#[schemars(with = "Names")] Vec<String>),
    /// A CSV file with a row a measure instead of keys.
    Table(String),
}

/// A change of iceberg trade costs: non-tariff barriers and transport.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TradeCost {
    /// Identity, dates and evidence.
    #[serde(flatten)]
    pub record: Record,
    /// Goods that are touched.
    #[serde(flatten)]
    pub reach: Reach,
    /// What is done to the cost.
    #[serde(flatten)]
    pub change: FactorChange,
    /// Where it is written.
    #[serde(skip)]
    pub origin: Origin,
}

/// A change of a factor; exactly one of these keys.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FactorChange {
    /// Factor on the iceberg cost d, or on productivity.
    Scale(f64),
    /// Ids of measures of earlier files that end, within the reach of this row if it has one.
    Remove(#[schemars(with = "Names")] Vec<String>),
}

/// A change of productivity.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Productivity {
    /// Identity, dates and evidence.
    #[serde(flatten)]
    pub record: Record,
    /// Economies: codes, groups, "*", and "!X" to leave out.
    #[schemars(with = "Names", default)]
    pub economy: Vec<String>,
    /// Sectors: codes, "goods", "services", "*".
    #[schemars(with = "Names", default)]
    pub sector: Vec<String>,
    /// What is done to productivity: at 1.05 unit costs fall by 1 − 1/1.05.
    #[serde(flatten)]
    pub change: FactorChange,
    /// Where it is written.
    #[serde(skip)]
    pub origin: Origin,
}

/// A tax on exports, of the producer price; the revenue is the exporter's.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ExportTax {
    /// Identity, dates and evidence.
    #[serde(flatten)]
    pub record: Record,
    /// Goods that are touched.
    #[serde(flatten)]
    pub reach: Reach,
    /// What is done to the tax.
    #[serde(flatten)]
    pub change: TaxChange,
    /// Where it is written.
    #[serde(skip)]
    pub origin: Origin,
}

/// What a measure does to an export tax; exactly one of these keys.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TaxChange {
    /// The new rate.
    Set(Rate),
    /// Points on top of the set-rate.
    Add(Rate),
    /// Ids of measures of earlier files that end, within the reach of this row if it has one.
    Remove(#[schemars(with = "Names")] Vec<String>),
}
