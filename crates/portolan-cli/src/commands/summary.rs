//! The answer as JSON: the headline, the country's rows and the proof; one object, keys in a fixed order.

use portolan::{Block, Case, Row, Run};
use serde_json::{Map, Value, json};

/// Summary of a run. All rows of every economy are in the tables of `--out`.
pub(super) fn json(case: &Case, run: &Run) -> String {
    let country = case.scenario.country.as_deref().unwrap_or("");
    let answers: Vec<Value> = run.blocks.iter().map(|block| block_json(block, country)).collect();
    let summary = json!({
        "run": run.id,
        "scenario": case.name,
        "title": case.scenario.title,
        "question": case.scenario.question,
        "country": case.scenario.country,
        "as_of": case.scenario.as_of.map(|d| d.to_string()),
        "world": case.world.id(),
        "elasticities": run.main_set,
        "tolerance": run.tolerance,
        "notes": run.notes,
        "headline": headline(run, country),
        "answers": answers,
    });
    serde_json::to_string_pretty(&summary).unwrap_or_default()
}

/// Real income of the country under the first policy, main set and main variant.
fn headline(run: &Run, country: &str) -> Value {
    let Some(policy) = run.policies().first().cloned() else { return Value::Null };
    run.main_block(&policy).value("real_income", country, "", "").map_or(Value::Null, row_json)
}

fn block_json(block: &Block, country: &str) -> Value {
    let rows: Vec<Value> =
        block.rows.iter().filter(|r| r.economy == country || r.variable == "real_income").map(row_json).collect();
    let residuals: Map<String, Value> =
        block.residuals.iter().map(|(equation, value, _)| (equation.clone(), json!(value))).collect();
    json!({
        "policy": block.policy,
        "regime": block.regime,
        "set": block.set,
        "variant": block.variant,
        "residuals": residuals,
        "sweeps": block.sweeps,
        "rows": rows,
    })
}

pub(super) fn row_json(row: &Row) -> Value {
    let mut object = Map::new();
    for (key, text) in [
        ("policy", row.policy.as_str()),
        ("regime", &row.regime),
        ("set", &row.set),
        ("variant", &row.variant),
        ("economy", &row.economy),
        ("partner", &row.partner),
        ("sector", &row.sector),
        ("product", &row.product),
        ("variable", row.variable),
        ("unit", portolan::variable(row.variable).map_or("", |v| v.unit)),
        ("kind", row.kind.as_str()),
        ("source", &row.source),
    ] {
        if !text.is_empty() {
            object.insert(key.into(), json!(text));
        }
    }
    object.insert("value".into(), json!(row.value));
    if !row.reference.is_nan() {
        object.insert("reference".into(), json!(row.reference));
    }
    Value::Object(object)
}
