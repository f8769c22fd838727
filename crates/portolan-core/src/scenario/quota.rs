//! Quotas, capacities, growth and the texts of a briefing.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::measure::{Reach, Record};
use super::origin::Origin;
use super::value::{DateText, Names, Rate};

/// A tariff-rate quota: one rate up to a quantity, another beyond it. Both are whole rates, surcharges included.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct QuotaMeasure {
    /// Identity, dates and evidence.
    #[serde(flatten)]
    pub record: Record,
    /// Goods that share the quota.
    #[serde(flatten)]
    pub reach: Reach,
    /// Quantity a year that pays the lower rate.
    pub quantity: Amount,
    /// Value of one unit, where the quantity counts units.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub unit_value: Option<Amount>,
    /// Rate up to the quantity.
    pub within: Rate,
    /// Rate beyond it.
    pub beyond: Rate,
    /// Who earns the rent.
    #[schemars(default)]
    pub rent: RentTo,
    /// Where it is written.
    #[serde(skip)]
    pub origin: Origin,
}

impl QuotaMeasure {
    /// Value of the quantity, USD mn a year.
    pub fn value(&self) -> f64 {
        match (self.quantity, self.unit_value) {
            (Amount::Units(units), Some(Amount::Usd(mn))) => units * mn,
            (Amount::Usd(mn), _) => mn,
            (Amount::Units(_), _) => 0.0,
        }
    }
}

/// Who earns the rent of a quota.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RentTo {
    /// Holders of licences in the exporting economy.
    #[default]
    Exporter,
    /// Holders of licences in the importing economy.
    Importer,
}

/// An amount with its unit: `USD 1200 mn`, `49000 units`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// Money, USD mn.
    Usd(f64),
    /// A number of things.
    Units(f64),
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Amount::Usd(mn) => write!(f, "USD {mn} mn"),
            Amount::Units(units) => write!(f, "{units} units"),
        }
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Amount {
    fn schema_name() -> Cow<'static, str> {
        "Amount".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": r"^(USD \d+(\.\d+)?( (mn|bn))?|\d+(\.\d+)? units)$",
            "description": "An amount with its unit, for example \"USD 1200 mn\" or \"49000 units\"."
        })
    }
}

/// Supply that the table's year does not know: a pipeline, a terminal.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CapacityMeasure {
    /// Identity, dates and evidence.
    #[serde(flatten)]
    pub record: Record,
    /// Exporter, one code.
    pub exporter: String,
    /// Sector, one code.
    pub sector: String,
    /// Importers, together.
    #[schemars(with = "Names")]
    pub partner: Vec<String>,
    /// Sales to them a year at the table's prices; a lower limit.
    pub flow: Amount,
    /// Whether the lower cost of reaching them is free.
    #[schemars(default)]
    pub cost: CapacityCost,
    /// Where it is written.
    #[serde(skip)]
    pub origin: Origin,
}

/// What becomes of the saving that a capacity brings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CapacityCost {
    /// It is kept.
    #[default]
    Free,
    /// It is spent on transport.
    Paid,
}

/// Growth that productivity is made to match.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Growth {
    /// Source id of the rates.
    pub source: String,
    /// What is matched.
    #[serde(rename = "match")]
    pub matched: GrowthMatch,
    /// First year; absent: the year of the world.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub from: Option<i32>,
    /// Last year.
    pub to: i32,
    /// Day on which the rates were published.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default, with = "Option<DateText>")]
    pub known: Option<Date>,
    /// Where it is written.
    #[serde(skip)]
    pub origin: Origin,
}

/// What growth is matched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrowthMatch {
    /// Value added at the price of own output.
    #[default]
    RealGdp,
}

/// Where the texts and facts of a briefing lie.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(default, deny_unknown_fields)]
pub struct BriefingTexts {
    /// Folder of the case, beside the scenario; absent: no texts of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
}
