//! Agreements: who, when, which goods, and what else they change.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::origin::Origin;
use super::value::{DateText, Names, Triple};

/// A trade agreement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(default, deny_unknown_fields, extend("required" = ["id", "parties"]))]
pub struct Agreement {
    /// Name.
    pub id: String,
    /// One line for people.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Economies and blocs between which it holds; between the members of a bloc only if the bloc is the only party.
    #[schemars(with = "Names")]
    pub parties: Vec<String>,
    /// How far it has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Day on which talks about talks began.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DateText>")]
    pub explored: Option<Date>,
    /// Day on which talks began, or began again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DateText>")]
    pub launched: Option<Date>,
    /// Day on which talks were last paused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DateText>")]
    pub paused: Option<Date>,
    /// Day on which talks ended with a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DateText>")]
    pub concluded: Option<Date>,
    /// Day of signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DateText>")]
    pub signed: Option<Date>,
    /// First day in force; earliest, most likely and latest where it is a judgement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force: Option<Expected>,
    /// Day on which its facts became known; absent: `signed`, or the day in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DateText>")]
    pub known: Option<Date>,
    /// Part of the goods that each importer frees in the end; absent: no duty falls.
    pub cover: Cover,
    /// Products, or codes of sectors, that an importer leaves out.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, Names>")]
    pub exclude: BTreeMap<String, Vec<String>>,
    /// Years after force, and the share of covered goods that reach zero by then; absent: all at once.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub staging: BTreeMap<u32, f64>,
    /// Share of eligible trade that claims the preference; absent: all of it.
    #[serde(rename = "use")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uses: Option<Triple>,
    /// Prior of the non-tariff part on goods; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// Prior of the part on services; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub services: Option<String>,
    /// Ids of measures that it also ends between the parties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Names")]
    pub lifts: Vec<String>,
    /// Ids of agreements whose place it takes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Names")]
    pub replaces: Vec<String>,
    /// Source id of its facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whose judgement its numbers are; makes it a hypothesis, which `as_of` never refuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged_by: Option<String>,
    /// Where it is written.
    #[serde(skip)]
    pub origin: Origin,
}

impl Agreement {
    /// Day on which its facts became known; `None` for a hypothesis, which is always admitted.
    pub fn known_on(&self) -> Option<Date> {
        if self.judged_by.is_some() || self.source.is_none() {
            return None;
        }
        let force = self.in_force.map(|force| force.mode);
        self.known.or(self.signed).or(force).or(self.concluded).or(self.launched)
    }

    /// How far it had come on a day; facts of later days do not count, nor do expected ones.
    pub fn status_on(&self, day: Option<Date>) -> Option<Status> {
        let Some(day) = day else { return self.status };
        let force = self.in_force.filter(|force| force.is_certain()).map(|force| force.mode);
        let texts = [(force, Status::InForce), (self.signed, Status::Signed), (self.concluded, Status::Concluded)];
        let talks = [
            (self.explored, Status::Exploring),
            (self.launched, Status::Negotiating),
            (self.paused, Status::Suspended),
        ];
        let dated = texts.iter().chain(&talks).any(|(date, _)| date.is_some());
        let reached = |(date, _): &&(Option<Date>, Status)| date.is_some_and(|date| date <= day);
        let last = talks.iter().filter(reached).max_by_key(|(date, _)| *date);
        let reached = texts.iter().find(reached).or(last).map(|(_, status)| *status);
        let later = self.known.is_some_and(|known| known > day);
        match self.status {
            Some(Status::Suspended) if !later => Some(Status::Suspended),
            Some(status) if !dated && !later => Some(status),
            _ => reached,
        }
    }

    /// True if a number of it is a judgement: its author says so, no source is given, or lines are read as trade.
    pub fn is_judged(&self) -> bool {
        let lines = !self.cover.of.is_empty() && self.cover.basis == Basis::Lines;
        self.judged_by.is_some() || self.source.is_none() || lines
    }
}

/// How far an agreement has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Talks about talks.
    Exploring,
    /// Talks.
    Negotiating,
    /// A text is agreed.
    Concluded,
    /// Signed.
    Signed,
    /// In force.
    InForce,
    /// Talks or agreement suspended.
    Suspended,
}

impl Status {
    /// Its word in a scenario file.
    pub fn word(self) -> &'static str {
        match self {
            Status::Exploring => "exploring",
            Status::Negotiating => "negotiating",
            Status::Concluded => "concluded",
            Status::Signed => "signed",
            Status::InForce => "in-force",
            Status::Suspended => "suspended",
        }
    }

    /// Every status, from the first to the last.
    pub const ALL: [Status; 6] =
        [Status::Exploring, Status::Negotiating, Status::Concluded, Status::Signed, Status::InForce, Status::Suspended];
}

/// What part of the goods each importer frees: by code, by bloc, or `*` for the others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Cover {
    /// Share by importer.
    #[serde(flatten)]
    pub of: BTreeMap<String, Triple>,
    /// What the shares are shares of; absent: tariff lines.
    #[serde(default)]
    pub basis: Basis,
}

/// What a share of coverage counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Tariff lines; read as if they were trade, which is a judgement.
    #[default]
    Lines,
    /// Trade.
    Trade,
}

/// A date, or the earliest, most likely and latest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Earliest.
    pub earliest: Date,
    /// Most likely.
    pub mode: Date,
    /// Latest.
    pub latest: Date,
}

impl Expected {
    /// A date without a range.
    pub fn certain(date: Date) -> Self {
        Self { earliest: date, mode: date, latest: date }
    }

    /// True if it is one date.
    pub fn is_certain(self) -> bool {
        self.earliest == self.latest
    }
}

impl Serialize for Expected {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_certain() {
            self.mode.serialize(serializer)
        } else {
            [self.earliest, self.mode, self.latest].serialize(serializer)
        }
    }
}

impl JsonSchema for Expected {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ExpectedDate".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let date = DateText::json_schema(generator);
        json_schema!({
            "description": "A date, or the earliest, most likely and latest one in this order.",
            "anyOf": [date, { "type": "array", "items": date, "minItems": 3, "maxItems": 3 }]
        })
    }
}
