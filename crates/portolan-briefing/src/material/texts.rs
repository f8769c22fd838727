//! `texts.toml`: the words of a case that no run computes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de::Error as _};

/// The words of a case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Texts {
    /// Code of the market on which the country depends.
    pub main_partner: String,
    /// Code of the partner that has a section of its own.
    pub rival: String,
    /// Rows of the timeline, from the top.
    pub lanes: Vec<String>,
    /// The lines below the title.
    pub deck: Vec<Said>,
    /// What happened so far.
    pub story: Vec<Said>,
    /// What the model leaves out.
    pub missing: Vec<Said>,
    /// Notes on facts.
    pub notes: Vec<Said>,
    /// Titles of sections by their key.
    pub titles: BTreeMap<String, String>,
    /// Names of quotas, capacities and groups of measures by their id.
    pub names: BTreeMap<String, String>,
    /// Currency of amounts.
    pub currency: Option<Currency>,
    /// The goal of the case.
    pub target: Option<Target>,
    /// Sites that report what others found.
    pub second_hand: Vec<String>,
    /// Groups of economies that are compared.
    pub regions: Vec<Region>,
}

impl Texts {
    /// Said after a link to a site that reports what others found.
    pub(crate) fn second_hand(&self, url: &str) -> &'static str {
        let site = url.split("//").nth(1).unwrap_or(url).split('/').next().unwrap_or_default();
        let known =
            |domain: &String| site == domain || site.strip_suffix(domain.as_str()).is_some_and(|s| s.ends_with('.'));
        if self.second_hand.iter().any(known) { " (second-hand)" } else { "" }
    }
}

/// A sentence with its source.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Said {
    /// Name.
    pub id: String,
    /// The sentence; `{fact:id}` stands for a number.
    pub text: String,
    /// Facts that it quotes, or that a note belongs to.
    pub facts: Vec<String>,
    /// Day from which it may be used.
    #[serde(deserialize_with = "day")]
    pub known: Date,
    /// Address or id of its source.
    pub source: String,
}

/// A currency.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Currency {
    /// Sign, for example `C$`.
    pub code: String,
    /// Name, for example `Canadian dollars`.
    pub name: String,
    /// Units of it per US dollar.
    pub per_usd: f64,
    /// Address or id of its source.
    pub source: String,
}

/// The goal of a case.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Target {
    /// In words, as in `to double exports outside the United States`.
    pub text: String,
    /// Variable of the results table.
    pub variable: String,
    /// Economy.
    pub economy: String,
    /// Partner; with `!` before it, all others.
    pub partner: String,
    /// Sector or scope.
    pub sector: String,
    /// Goal over base.
    pub factor: f64,
    /// Year of the base.
    pub base_year: i32,
    /// Year of the goal.
    pub by: i32,
    /// Facts that it rests on.
    pub facts: Vec<String>,
    /// Day from which it may be used.
    #[serde(deserialize_with = "day")]
    pub known: Date,
    /// Address or id of its source.
    pub source: String,
}

/// A group of economies.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Name.
    pub name: String,
    /// Codes of its economies.
    pub economies: Vec<String>,
}

fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(from)?;
    written.to_string().parse().map_err(|_| D::Error::custom(format!("`{written}` is not a day")))
}
