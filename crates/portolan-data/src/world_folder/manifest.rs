//! `world.toml`: what the tables of a folder mean.

use portolan_core::{Finding, Place, finding::nearest};
use serde::Deserialize;

/// Unit of the values in the tables of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Millions of US dollars a year.
    UsdMn,
    /// Thousands of US dollars a year.
    UsdThousand,
    /// US dollars a year.
    Usd,
}

impl Unit {
    /// The units and how they are written.
    pub const ALL: [(&'static str, Unit); 3] =
        [("USD mn", Unit::UsdMn), ("USD thousand", Unit::UsdThousand), ("USD", Unit::Usd)];

    /// The unit with this name.
    ///
    /// # Errors
    /// A finding that lists the names.
    pub fn parse(name: &str, place: Place) -> Result<Self, Finding> {
        let names = Self::ALL.map(|(name, _)| name);
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, unit)| *unit).ok_or_else(|| Finding {
            code: "unknown-unit",
            place,
            message: format!("`{name}` is not a unit"),
            expected: format!("one of \"{}\"", names.join("\", \"")),
            remedy: nearest(name, names).map_or("state the unit of the values in the tables".into(), |near| {
                format!("did you mean \"{near}\"?")
            }),
        })
    }

    /// A value in this unit as millions of dollars.
    pub fn millions(self, value: f64) -> f64 {
        match self {
            Unit::UsdMn => value,
            Unit::UsdThousand => value / 1e3,
            Unit::Usd => value / 1e6,
        }
    }
}

/// What `world.toml` says.
#[derive(Debug)]
pub(crate) struct Manifest {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) year: i32,
    pub(crate) unit: Unit,
    pub(crate) missing_is_zero: bool,
    pub(crate) sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    schema: i64,
    id: String,
    title: String,
    year: i32,
    unit: Option<String>,
    #[serde(default)]
    missing: Option<String>,
    #[serde(default)]
    sources: Vec<String>,
}

impl Manifest {
    pub(crate) fn parse(file: &str, bytes: &[u8]) -> Result<Self, Vec<Finding>> {
        let text = String::from_utf8_lossy(bytes);
        let keys: Keys = toml::from_str(&text).map_err(|error| vec![not_toml(file, &text, &error)])?;
        let place = |cell: &str| Place { file: file.into(), cell: cell.into(), ..Place::default() };
        let mut findings = Vec::new();
        if keys.schema != 1 {
            findings.push(Finding {
                code: "unknown-schema",
                place: place("schema"),
                message: format!("the schema is {}", keys.schema),
                expected: "1".into(),
                remedy: "use a newer version of Portolan, or write the folder as schema 1".into(),
            });
        }
        let unit = match keys.unit {
            None => {
                findings.push(missing_unit(place("unit")));
                None
            }
            Some(name) => Unit::parse(&name, place("unit")).map_err(|finding| findings.push(finding)).ok(),
        };
        let missing_is_zero = match keys.missing.as_deref() {
            None | Some("error") => false,
            Some("zero") => true,
            Some(other) => {
                findings.push(Finding {
                    code: "unknown-value",
                    place: place("missing"),
                    message: format!("`{other}` is not a rule for pairs without a row"),
                    expected: "\"error\" or \"zero\"".into(),
                    remedy: "write missing = \"zero\" if a pair without a row does not trade".into(),
                });
                false
            }
        };
        match unit {
            Some(unit) if findings.is_empty() => {
                let Keys { id, title, year, sources, .. } = keys;
                Ok(Self { id, title, year, unit, missing_is_zero, sources })
            }
            _ => Err(findings),
        }
    }
}

fn missing_unit(place: Place) -> Finding {
    Finding {
        code: "missing-unit",
        place,
        message: "the unit of the values is not stated".into(),
        expected: "unit = \"USD mn\", \"USD thousand\" or \"USD\"".into(),
        remedy: "add the key: a table in dollars that is read as millions looks valid and is wrong by a million".into(),
    }
}

fn not_toml(file: &str, text: &str, error: &toml::de::Error) -> Finding {
    let before = error.span().map(|span| &text[..span.start.min(text.len())]);
    Finding {
        code: "bad-manifest",
        place: Place {
            file: file.into(),
            line: before.map(|b| b.matches('\n').count() + 1),
            column: before.map(|b| b.rsplit('\n').next().unwrap_or("").chars().count() + 1),
            span: error.span(),
            cell: String::new(),
        },
        message: error.message().lines().collect::<Vec<_>>().join(", "),
        expected: "the keys schema, id, title, year, unit, and optionally missing and sources".into(),
        remedy: "correct the line".into(),
    }
}
