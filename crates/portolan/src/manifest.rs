//! What an answer depends on, as one file: the scenario as resolved, fingerprints, options, proof. No clock, no host.

use portolan_core::World;
use portolan_data::sha256;
use portolan_equilibrium::Options;
use serde_json::{Value, json};

use crate::case::Case;
use crate::run::Run;

/// Number of hexadecimal digits of a run id.
const ID_DIGITS: usize = 12;

/// Fingerprint of everything that an answer depends on.
pub(crate) fn run_id(case: &Case) -> String {
    fingerprint(&[&inputs(case).to_string()])
}

/// Short fingerprint of some texts.
pub(crate) fn fingerprint(texts: &[&str]) -> String {
    sha256(texts.join("\n").as_bytes()).chars().take(ID_DIGITS).collect()
}

/// The manifest of a run.
pub fn manifest(case: &Case, run: &Run) -> Value {
    let blocks: Vec<Value> = run
        .blocks
        .iter()
        .map(|b| {
            let residuals: serde_json::Map<String, Value> = b
                .residuals
                .iter()
                .map(|(equation, value, at)| (equation.clone(), json!({ "largest": value, "at": at })))
                .collect();
            json!({
                "policy": b.policy, "regime": b.regime, "layer": b.layer, "set": b.set, "variant": b.variant, "status": "converged",
                "sweeps": b.sweeps, "rows": b.rows.len(), "residuals": residuals,
            })
        })
        .collect();
    json!({
        "run": run.id,
        "tolerance": run.tolerance,
        "main_set": run.main_set,
        "main_variant": run.main_variant,
        "notes": run.notes,
        "inputs": inputs(case),
        "solutions": blocks,
    })
}

fn inputs(case: &Case) -> Value {
    let texts: std::collections::BTreeSet<String> = case.sources.values().map(|text| sha256(text.as_bytes())).collect();
    let sets: Vec<Value> =
        case.sets.iter().map(|s| json!({ "id": s.id, "source": s.source, "theta_j": s.theta_j })).collect();
    let products = format!("{:?}", case.products);
    json!({
        "portolan": env!("CARGO_PKG_VERSION"),
        "scenario": case.scenario,
        "texts_sha256": texts,
        "world": { "id": case.world.id(), "sha256": world_fingerprint(&case.world), "sources": case.world.tables().sources },
        "products_sha256": sha256(products.as_bytes()),
        "groups_sha256": sha256(portolan_core::groups::MEMBERS.as_bytes()),
        "priors_sha256": sha256(format!("{:?}", case.priors).as_bytes()),
        "options": format!("{:?}", Options::default()),
        "elasticities": sets,
    })
}

/// SHA-256 of every number and name of a world.
pub(crate) fn world_fingerprint(world: &World) -> String {
    let mut bytes = Vec::new();
    let tables = world.tables();
    for code in tables.economies.iter().map(|e| &e.code).chain(tables.sectors.iter().map(|s| &s.code)) {
        bytes.extend_from_slice(code.as_bytes());
        bytes.push(0);
    }
    bytes.extend(tables.sectors.iter().map(|s| u8::from(s.goods)));
    let numbers = [
        tables.trade_nij.as_slice(),
        tables.tau_nij.as_slice(),
        tables.gamma_nj.as_slice(),
        tables.gamma_nkj.as_slice(),
    ];
    for value in numbers.iter().flat_map(|n| n.iter()) {
        bytes.extend_from_slice(&value.to_le_bytes());
    }
    sha256(&bytes)
}
