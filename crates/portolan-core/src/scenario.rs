//! The scenario file: a question about policy as a TOML text, with every key's default.
//!
//! A text becomes a [`Scenario`] by [`Scenario::parse`], which reports all mistakes at once. Tables that it names are
//! read by [`Scenario::read_tables`], the files on which it builds by [`Library::read`]; both ask the caller for the
//! texts, since this crate reads no files. [`crate::policy`] turns measures into a [`crate::Shock`].
//!
//! | module | what it holds |
//! |---|---|
//! | [`value`] | rates, shares and dates |
//! | [`measure`] | tariffs, trade costs, productivity, export taxes |
//! | [`agreement`] | agreements |
//! | [`quota`] | quotas, capacities, growth, texts of a briefing |
//! | `reader`, `decode` | the walk through the TOML tree that keeps every place |
//! | `table` | measures from a CSV file |
//! | [`library`] | overlays, and the texts that the caller supplies |
//! | [`schema`] | the JSON Schema |

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::Finding;

pub mod agreement;
mod decode;
pub mod library;
pub mod measure;
mod origin;
pub mod quota;
mod reader;
pub mod schema;
mod table;
pub mod value;

pub use agreement::{Agreement, Basis, Cover, Expected, Status};
pub use library::{Library, Wanted, WantedKind};
pub use measure::{ExportTax, FactorChange, Productivity, Reach, Record, Tariff, TariffChange, TaxChange, TradeCost};
pub use origin::Origin;
pub use quota::{Amount, BriefingTexts, CapacityCost, CapacityMeasure, Growth, GrowthMatch, QuotaMeasure, RentTo};
pub use schema::scenario_schema;
pub use value::{Estimate, Rate, Triple};

use value::{DateText, Names};

/// Version of the format that this program reads.
pub const SCHEMA_VERSION: i64 = 1;

/// A scenario as it is written, with the default of every key that is not.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(default, deny_unknown_fields, extend("required" = ["schema", "title"]))]
pub struct Scenario {
    /// Version of the format: 1.
    pub schema: i64,
    /// One line for people.
    pub title: String,
    /// The question in full.
    pub question: String,
    /// Who asks.
    pub author: String,
    /// Economy whose question it is.
    pub country: Option<String>,
    /// What is known on that day counts, and a static answer holds what is in force on it.
    #[schemars(with = "Option<DateText>")]
    pub as_of: Option<Date>,
    /// An embedded table, or the path of a folder with the same tables.
    pub world: String,
    /// Overlays that make the world that policies are compared with, applied and solved in this order.
    #[schemars(with = "Names")]
    pub reference: Vec<String>,
    /// The middle set of elasticities: a file in parameters/elasticities, or a path.
    pub elasticities: String,
    /// Sets over which ranges run: "all", or a list; absent: the middle set alone.
    pub sets: Option<Sets>,
    /// What happens to trade deficits.
    pub closure: Closure,
    /// Switches of the model.
    pub model: Model,
    /// Growth that productivity is made to match.
    pub growth: Option<Growth>,
    /// Texts and facts of a briefing.
    pub briefing: Option<BriefingTexts>,
    /// Overlays that arrange the same average otherwise: they can stand in the place of this one.
    #[schemars(with = "Names")]
    pub structures: Vec<String>,
    /// Import duties.
    pub tariff: Vec<Tariff>,
    /// Iceberg trade costs.
    pub trade_cost: Vec<TradeCost>,
    /// Productivity.
    pub productivity: Vec<Productivity>,
    /// Export taxes.
    pub export_tax: Vec<ExportTax>,
    /// Tariff-rate quotas.
    pub quota: Vec<QuotaMeasure>,
    /// Supply that the table's year does not know.
    pub capacity: Vec<CapacityMeasure>,
    /// Agreements.
    pub agreement: Vec<Agreement>,
    /// Regimes: rows of conditional tables.
    pub regime: Vec<Regime>,
    /// Policies that are compared; absent: the measures of this file are the policy.
    pub policy: Vec<Policy>,
    /// Where its keys are written.
    #[serde(skip)]
    pub origin: Origin,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            schema: SCHEMA_VERSION,
            title: String::new(),
            question: String::new(),
            author: String::new(),
            country: None,
            as_of: None,
            world: "world-2022".into(),
            reference: Vec::new(),
            elasticities: "recommended".into(),
            sets: None,
            closure: Closure::default(),
            model: Model::default(),
            growth: None,
            briefing: None,
            structures: Vec::new(),
            tariff: Vec::new(),
            trade_cost: Vec::new(),
            productivity: Vec::new(),
            export_tax: Vec::new(),
            quota: Vec::new(),
            capacity: Vec::new(),
            agreement: Vec::new(),
            regime: Vec::new(),
            policy: Vec::new(),
            origin: Origin::default(),
        }
    }
}

/// Sets of elasticities over which ranges run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Sets {
    /// Every embedded set.
    All(AllSets),
    /// These sets.
    List(Vec<String>),
}

/// The word "all".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AllSets {
    /// Every embedded set.
    All,
}

/// What happens to trade deficits when policy changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Closure {
    /// A constant share of world value added.
    #[default]
    ShareOfWorld,
    /// A constant share of the economy's own value added; the rest is spread over the world.
    ShareOfOwn,
    /// Deficits are first removed in a solve of their own, then the policy is applied.
    Zero,
    /// Deficits move with trade.
    Endogenous,
}

/// Switches of the model.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(default, deny_unknown_fields)]
pub struct Model {
    /// Whether a part of value added stays in its sector.
    pub factors: Factors,
    /// Part of value added that is specific to the sector, from 0 to less than 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub factor_share: f64,
    /// How a taxed part of a cell competes with the rest.
    pub parts: Parts,
    /// Part of a non-tariff cut of an agreement that is rent, not resources.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub rent: f64,
    /// Elasticity of substitution between inputs; this version solves 1.
    #[schemars(range(min = 1.0, max = 1.0))]
    pub inputs: f64,
    /// Elasticity of substitution between sectors in final spending; this version solves 1.
    #[serde(rename = "final")]
    #[schemars(range(min = 1.0, max = 1.0))]
    pub final_spending: f64,
    /// Scale economies; this version solves 0.
    #[schemars(range(min = 0.0, max = 0.0))]
    pub scale: f64,
    /// Labour supply.
    pub labour: Labour,
    /// Input–output links; this version solves `true`.
    pub io: bool,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            factors: Factors::default(),
            factor_share: 0.35,
            parts: Parts::default(),
            rent: 0.0,
            inputs: 1.0,
            final_spending: 1.0,
            scale: 0.0,
            labour: Labour::default(),
            io: true,
        }
    }
}

/// Mobility of factors between sectors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Factors {
    /// `factor_share` of value added stays in its sector.
    #[default]
    Specific,
    /// Every factor moves between the sectors of its economy.
    Mobile,
}

/// How a taxed part of a cell competes with the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Parts {
    /// As a random slice of the cell's varieties.
    #[default]
    Slice,
}

/// Labour supply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(default, deny_unknown_fields)]
pub struct Labour {
    /// Elasticity of labour supply to the real wage; this version solves 0.
    #[schemars(range(min = 0.0, max = 0.0))]
    pub elasticity: f64,
    /// How tariff revenue is handed back.
    pub revenue: Revenue,
}

/// How tariff revenue is handed back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Revenue {
    /// As a lump sum.
    #[default]
    LumpSum,
}

/// A regime: the state of the world in which policies are also solved.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Regime {
    /// Name.
    pub id: String,
    /// Ids of measures that do not apply in this regime.
    #[schemars(with = "Names", default)]
    pub remove: Vec<String>,
    /// Where it is written.
    #[serde(skip)]
    pub origin: Origin,
}

/// A policy: what is compared with the reference.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Policy {
    /// Name.
    pub id: String,
    /// One line for people.
    #[schemars(default)]
    pub title: String,
    /// Overlays, and ids of measures of this file, that make the policy, in order.
    #[serde(rename = "use")]
    #[schemars(with = "Names", default)]
    pub uses: Vec<String>,
    /// Ids of measures that the policy ends.
    #[schemars(with = "Names", default)]
    pub remove: Vec<String>,
    /// Where it is written.
    #[serde(skip)]
    pub origin: Origin,
}

impl Scenario {
    /// Reads a scenario from the text of a file; `file` is its name as the user gave it.
    ///
    /// # Errors
    /// All mistakes of the text, in the order of their places.
    pub fn parse(text: &str, file: &str) -> Result<Self, Vec<Finding>> {
        let (scenario, findings) = Self::decode(text, file);
        if findings.is_empty() { Ok(scenario) } else { Err(findings) }
    }

    /// Reads what can be read, with all mistakes; lets a caller check the names of a faulty file too.
    pub fn decode(text: &str, file: &str) -> (Self, Vec<Finding>) {
        decode::scenario(text, file)
    }

    /// Ids of the measures and agreements of this file.
    pub fn measure_ids(&self) -> Vec<&str> {
        let records = (self.tariff.iter().map(|m| &m.record))
            .chain(self.trade_cost.iter().map(|m| &m.record))
            .chain(self.productivity.iter().map(|m| &m.record))
            .chain(self.export_tax.iter().map(|m| &m.record))
            .chain(self.quota.iter().map(|m| &m.record))
            .chain(self.capacity.iter().map(|m| &m.record));
        let rows = self.tariff.iter().flat_map(|m| &m.rows).map(|m| &m.record);
        let ids = records.chain(rows).filter_map(|record| record.id.as_deref());
        ids.chain(self.agreement.iter().map(|agreement| agreement.id.as_str())).collect()
    }

    /// True if the file holds a measure.
    pub fn has_measures(&self) -> bool {
        !(self.tariff.is_empty()
            && self.trade_cost.is_empty()
            && self.productivity.is_empty()
            && self.export_tax.is_empty()
            && self.quota.is_empty()
            && self.capacity.is_empty()
            && self.agreement.is_empty()
            && self.growth.is_none())
    }
}

#[cfg(test)]
mod tests;
