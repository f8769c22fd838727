//! Changes to a scenario from the command line: `key=value`, read exactly as the file would be.

use portolan_core::finding::nearest;
use portolan_core::scenario::Scenario;
use portolan_core::{Finding, Place};

/// How a setting is named where a fault is reported.
const FILE: &str = "--set";

type Assign = fn(&mut Scenario, Scenario);

/// Keys that can be set, each with what it changes.
const KEYS: [(&str, Assign); 9] = [
    ("as_of", |s, new| s.as_of = new.as_of),
    ("closure", |s, new| s.closure = new.closure),
    ("country", |s, new| s.country = new.country),
    ("elasticities", |s, new| s.elasticities = new.elasticities),
    ("model.factor_share", |s, new| s.model.factor_share = new.model.factor_share),
    ("model.factors", |s, new| s.model.factors = new.model.factors),
    ("reference", |s, new| s.reference = new.reference),
    ("sets", |s, new| s.sets = new.sets),
    ("world", |s, new| s.world = new.world),
];

/// Applies every setting.
///
/// # Errors
/// A finding for each key that cannot be set and each value that the format refuses.
pub(crate) fn apply(scenario: &mut Scenario, settings: &[(String, String)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, value) in settings {
        let Some((_, assign)) = KEYS.iter().find(|(known, _)| known == key) else {
            findings.push(unknown_key(key));
            continue;
        };
        match read(key, value) {
            Ok(new) => assign(scenario, new),
            Err(found) => findings.extend(found),
        }
    }
    findings
}

/// A scenario with this key alone. A value that begins as no number, date, list or quoted text does is taken as a text.
fn read(key: &str, value: &str) -> Result<Scenario, Vec<Finding>> {
    let file = |value: &str| format!("schema = 1\ntitle = \"setting\"\n{key} = {value}\n");
    let quoted = format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
    let is_toml = value.starts_with(|c: char| c.is_ascii_digit() || "[{\"'+-".contains(c));
    let read = Scenario::parse(&file(if is_toml { value } else { &quoted }), FILE);
    read.map_err(|found| {
        found
            .into_iter()
            .map(|f| Finding { place: place(key), message: format!("{key}={value}: {}", f.message), ..f })
            .collect()
    })
}

fn place(key: &str) -> Place {
    Place { file: FILE.into(), cell: key.into(), ..Place::default() }
}

fn unknown_key(key: &str) -> Finding {
    let known = KEYS.iter().map(|(known, _)| *known);
    Finding {
        code: "unknown-setting",
        place: place(key),
        message: format!("`{key}` cannot be set from the command line"),
        expected: format!("one of {}", known.clone().collect::<Vec<_>>().join(", ")),
        remedy: match nearest(key, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "change it in a copy of the scenario file".into(),
        },
    }
}
