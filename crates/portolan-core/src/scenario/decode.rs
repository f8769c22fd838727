//! The keys of a scenario file, from the top down.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::reader::{Field, Keys, Reserved, Text, not_in_this_version};
use super::value::Fault;
use super::*;

mod agreements;
pub(super) mod measures;
mod quotas;

use agreements::agreement;
use measures::{export_tax, productivity, tariff, trade_cost};
use quotas::{briefing, capacity, growth, quota};

const fn reserved(key: &'static str, what: &'static str, remedy: &'static str) -> Reserved {
    Reserved { key, what, remedy }
}

const STATIC: &str = "leave it out: the answer is then the long run of a static model";
const DROP: &str = "leave it out of a static question";

/// Top-level keys of the format that this version does not solve.
const RESERVED: &[Reserved] = &[
    reserved("horizon", "a path over years", STATIC),
    reserved("negotiation", "negotiations", DROP),
    reserved("event", "events", "put what the event brings into a [[policy]] of its own"),
    reserved("target", "targets", DROP),
    reserved("game", "games", "write each outcome as a [[policy]] and compare them"),
    reserved("dimension", "bargaining", DROP),
    reserved("stakeholder", "bargaining", DROP),
    reserved("opinion", "public opinion", DROP),
    reserved("uncertainty", "draws", "use `sets = \"all\"` for ranges over the sets of elasticities"),
];
const MODEL_RESERVED: &[Reserved] =
    &[reserved("trade", "slow adjustment of trade", STATIC), reserved("capital", "capital on a path", STATIC)];
const POLICY_RESERVED: &[Reserved] =
    &[reserved("teams", "an order of agreements", DROP), reserved("order", "an order of agreements", DROP)];

pub(super) fn scenario(text: &str, file: &str) -> (Scenario, Vec<Finding>) {
    let source = Text::new(text, file);
    let (tree, errors) = DeTable::parse_recoverable(text);
    let keys = Keys::new(&source, tree.get_ref(), 0..0, String::new());
    let scenario = top_level(keys);
    unique_ids(&source, &scenario);
    let mut findings = source.into_findings();
    if !errors.is_empty() {
        let syntax = syntax_findings(&Text::new(text, file), &errors);
        findings.retain(|f| f.code != "missing-key" && !syntax.iter().any(|s| s.place.line == f.place.line));
        findings.extend(syntax);
        findings.sort_by_key(|f| f.place.span.as_ref().map(|span| span.start));
    }
    (scenario, findings)
}

fn syntax_findings(text: &Text, errors: &[toml::de::Error]) -> Vec<Finding> {
    let finding = |e: &toml::de::Error| {
        let message = e.message().lines().next().unwrap_or("this is not TOML").to_string();
        let remedy = if message.starts_with("duplicate key") {
            "remove or rename one of the two"
        } else if message.starts_with("string values must be quoted") {
            "put the text in double quotes"
        } else if message.starts_with("invalid date") {
            "write a day of the calendar, for example 2025-10-24"
        } else {
            "look for a missing quote, bracket or comma here or on the line above"
        };
        let expected = "TOML: `key = value`, text in double quotes, [table] and [[array of tables]] headers";
        let place = text.place(e.span().unwrap_or(0..0), "");
        Finding { code: "toml-syntax", place, message, expected: expected.into(), remedy: remedy.into() }
    };
    errors.iter().map(finding).collect()
}

fn top_level(keys: Keys) -> Scenario {
    let default = Scenario::default();
    let string = |key: &'static str| keys.get(key).and_then(|f| f.string());
    let names = |key: &'static str| keys.get(key).and_then(|f| f.names()).unwrap_or_default();
    let scenario = Scenario {
        schema: version(&keys).unwrap_or(SCHEMA_VERSION),
        title: keys
            .need("title", "one line for people", "write title = \"…\" at the top")
            .and_then(|f| f.string())
            .unwrap_or_default(),
        question: string("question").unwrap_or_default(),
        author: string("author").unwrap_or_default(),
        country: string("country"),
        as_of: keys.get("as_of").and_then(|f| f.date()),
        world: string("world").unwrap_or(default.world),
        reference: names("reference"),
        elasticities: string("elasticities").unwrap_or(default.elasticities),
        sets: keys.get("sets").and_then(|f| sets(&f)),
        closure: keys.get("closure").and_then(|f| closure(&f)).unwrap_or_default(),
        model: keys.get("model").and_then(|f| f.table()).map(model).unwrap_or_default(),
        growth: keys.get("growth").and_then(|f| f.table()).and_then(growth),
        briefing: keys.get("briefing").and_then(|f| f.table()).map(briefing),
        structures: names("structures"),
        tariff: entries(&keys, "tariff", tariff),
        trade_cost: entries(&keys, "trade_cost", trade_cost),
        productivity: entries(&keys, "productivity", productivity),
        export_tax: entries(&keys, "export_tax", export_tax),
        quota: entries(&keys, "quota", quota).into_iter().flatten().collect(),
        capacity: entries(&keys, "capacity", capacity).into_iter().flatten().collect(),
        agreement: entries(&keys, "agreement", agreement),
        regime: entries(&keys, "regime", regime),
        policy: entries(&keys, "policy", policy),
        origin: keys.origin(),
    };
    keys.finish(RESERVED);
    scenario
}

fn entries<T>(keys: &Keys, key: &'static str, read: fn(Keys) -> T) -> Vec<T> {
    keys.get(key).map(|f| f.tables()).unwrap_or_default().into_iter().map(read).collect()
}

fn version(keys: &Keys) -> Option<i64> {
    let field = keys.need("schema", "the version of the format", "write schema = 1 at the top")?;
    field.number_where("1", "this program reads version 1 of the format", |x| x == SCHEMA_VERSION as f64)?;
    Some(SCHEMA_VERSION)
}

fn sets(field: &Field) -> Option<Sets> {
    if field.is_string() {
        return field.choice(&[("all", ())]).map(|()| Sets::All(AllSets::All));
    }
    field.some_names().map(Sets::List)
}

fn closure(field: &Field) -> Option<Closure> {
    field.choice(&[
        ("share-of-world", Closure::ShareOfWorld),
        ("share-of-own", Closure::ShareOfOwn),
        ("zero", Closure::Zero),
        ("endogenous", Closure::Endogenous),
    ])
}

fn model(keys: Keys) -> Model {
    let default = Model::default();
    let model = Model {
        factors: keys
            .get("factors")
            .and_then(|f| f.choice(&[("specific", Factors::Specific), ("mobile", Factors::Mobile)]))
            .unwrap_or_default(),
        factor_share: keys
            .get("factor_share")
            .and_then(|f| {
                let remedy = "give the part of value added that stays in its sector, for example 0.35";
                f.number_where("a share from 0 to less than 1", remedy, |x| (0.0..1.0).contains(&x))
            })
            .unwrap_or(default.factor_share),
        parts: keys.get("parts").and_then(|f| parts(&f)).unwrap_or_default(),
        rent: keys
            .get("rent")
            .and_then(|f| {
                let remedy = "give the part of a non-tariff cut that is rent, for example 0.5";
                f.number_where("a share from 0 to 1", remedy, |x| (0.0..=1.0).contains(&x))
            })
            .unwrap_or(default.rent),
        inputs: only(&keys, "inputs", default.inputs, "substitution between inputs"),
        final_spending: only(&keys, "final", default.final_spending, "substitution between sectors"),
        scale: only(&keys, "scale", default.scale, "scale economies"),
        labour: keys.get("labour").and_then(|f| f.table()).map(labour).unwrap_or_default(),
        io: io(&keys),
    };
    keys.finish(MODEL_RESERVED);
    model
}

/// A switch of which this version solves one value only.
fn only(keys: &Keys, key: &'static str, value: f64, what: &str) -> f64 {
    if let Some((field, x)) = keys.get(key).and_then(|f| f.number().map(|x| (f, x)))
        && x != value
    {
        field.report(switch(&format!("`{key} = {x}`"), what, &format!("write {key} = {value:?}")));
    }
    value
}

fn switch(key: &str, what: &str, remedy: &str) -> Fault {
    not_in_this_version(key, what, &format!("{remedy}, or leave it out"))
}

fn parts(field: &Field) -> Option<Parts> {
    let nest = field.choice(&[("slice", false), ("nest", true)])?;
    if nest {
        field.report(switch("`parts = \"nest\"`", "a nest for the taxed part of a cell", "write parts = \"slice\""));
    }
    Some(Parts::Slice)
}

fn labour(keys: Keys) -> Labour {
    only(&keys, "elasticity", 0.0, "elastic labour supply");
    if let Some(field) = keys.get("revenue")
        && field.choice(&[("lump-sum", false), ("income-tax", true)]) == Some(true)
    {
        let remedy = "write revenue = \"lump-sum\"";
        field.report(switch("`revenue = \"income-tax\"`", "revenue as a cut of income tax", remedy));
    }
    keys.finish(&[]);
    Labour::default()
}

fn io(keys: &Keys) -> bool {
    if let Some(field) = keys.get("io")
        && field.boolean() == Some(false)
    {
        field.report(switch("`io = false`", "a world without input–output links", "write io = true"));
    }
    true
}

fn id(keys: &Keys) -> String {
    keys.need("id", "a name", "write for example id = \"pivot\"").and_then(|f| f.string()).unwrap_or_default()
}

fn regime(keys: Keys) -> Regime {
    let remove = keys.get("remove").and_then(|f| f.names()).unwrap_or_default();
    let regime = Regime { id: id(&keys), remove, origin: keys.origin() };
    keys.finish(&[]);
    regime
}

fn policy(keys: Keys) -> Policy {
    let names = |key: &'static str| keys.get(key).and_then(|f| f.names()).unwrap_or_default();
    let policy = Policy {
        id: id(&keys),
        title: keys.get("title").and_then(|f| f.string()).unwrap_or_default(),
        uses: names("use"),
        remove: names("remove"),
        origin: keys.origin(),
    };
    keys.finish(POLICY_RESERVED);
    policy
}

/// Ids of a file are one name space.
fn unique_ids(text: &Text, s: &Scenario) {
    let measures = (s.tariff.iter().map(|t| (t.record.id.as_deref(), &t.origin)))
        .chain(s.trade_cost.iter().map(|t| (t.record.id.as_deref(), &t.origin)))
        .chain(s.productivity.iter().map(|t| (t.record.id.as_deref(), &t.origin)))
        .chain(s.export_tax.iter().map(|t| (t.record.id.as_deref(), &t.origin)))
        .chain(s.quota.iter().map(|t| (t.record.id.as_deref(), &t.origin)))
        .chain(s.capacity.iter().map(|t| (t.record.id.as_deref(), &t.origin)))
        .chain(s.agreement.iter().map(|t| (Some(t.id.as_str()), &t.origin)))
        .chain(s.regime.iter().map(|t| (Some(t.id.as_str()), &t.origin)))
        .chain(s.policy.iter().map(|t| (Some(t.id.as_str()), &t.origin)));
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, origin) in measures {
        let Some(id) = id.filter(|id| !id.is_empty()) else { continue };
        let place = origin.place("id");
        if let Some(line) = seen.insert(id, place.line.unwrap_or(0)) {
            let fault = Fault {
                code: "duplicate-id",
                message: format!("\"{id}\" is already the name of an entry on line {line}"),
                expected: "a name of its own for each measure, agreement, regime and policy".into(),
                remedy: "give one of the two another id".into(),
            };
            text.report(place.span.clone().unwrap_or(0..0), &place.cell, fault);
        }
    }
}
