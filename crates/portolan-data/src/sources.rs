//! Where the numbers come from: `data/sources/<id>.toml`.

use portolan_core::{Finding, Place};
use serde::Deserialize;

/// One source: who published it, on what terms, and what was done with it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Name of the file without its ending.
    #[serde(skip)]
    pub id: String,
    /// Title of the data.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Name of the licence, or that none was found.
    pub licence: String,
    /// How to cite it.
    pub citation: String,
    /// Where it is published.
    pub url: String,
    /// Day on which it was read, `YYYY-MM-DD`.
    pub accessed: String,
    /// The terms as they were found, and where.
    pub terms: String,
    /// What they allow, as we read them.
    pub allows: String,
    /// What ships here and how it differs from the original.
    pub transformation: String,
}

macro_rules! source {
    ($id:literal) => {
        ($id, include_str!(concat!("../../../data/sources/", $id, ".toml")))
    };
}

const SOURCES: [(&str, &str); 38] = [
    source!("oecd-icio-2025"),
    source!("oecd-icio-2023"),
    source!("teti-gtd-2024"),
    source!("tariff-corrections"),
    source!("hs-sectors"),
    source!("caliendo-parro-1993"),
    source!("us-measures"),
    source!("bank-of-canada-2025-10"),
    source!("group-memberships"),
    source!("agtpa"),
    source!("can-asean"),
    source!("can-gbr"),
    source!("can-idn"),
    source!("can-ind"),
    source!("can-mercosur"),
    source!("can-phl"),
    source!("can-tha"),
    source!("canada-china-2026"),
    source!("canada-counter-2025"),
    source!("canada-counter-2026"),
    source!("canada-on-china-2024"),
    source!("canada-products"),
    source!("canada-steel-quotas"),
    source!("ceta"),
    source!("china-on-canada-2025"),
    source!("ckfta"),
    source!("cptpp"),
    source!("cptpp-gbr"),
    source!("cusma"),
    source!("lng-canada"),
    source!("preference-use"),
    source!("tariff-changes"),
    source!("trans-mountain"),
    source!("un-ideal-points"),
    source!("vnm-agreements"),
    source!("weo-2025-10"),
    source!("us-measures-offer"),
    source!("us-measures-trucks"),
];

/// All sources that the embedded data name, in a fixed order.
///
/// # Errors
/// A finding for every file that lacks a key or has one that is not known.
pub fn sources() -> Result<Vec<Source>, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut list = Vec::new();
    for (id, text) in SOURCES {
        match parse_source(id, text) {
            Ok(source) => list.push(source),
            Err(finding) => findings.push(finding),
        }
    }
    if findings.is_empty() { Ok(list) } else { Err(findings) }
}

/// Reads one source file.
///
/// # Errors
/// A finding if a key is missing or not known.
pub fn parse_source(id: &str, text: &str) -> Result<Source, Finding> {
    let parsed: Result<Source, toml::de::Error> = toml::from_str(text);
    parsed.map(|source| Source { id: id.into(), ..source }).map_err(|error| Finding {
        code: "bad-source",
        place: Place {
            file: format!("data/sources/{id}.toml"),
            line: error.span().map(|span| text[..span.start].matches('\n').count() + 1),
            ..Place::default()
        },
        message: error.message().lines().collect::<Vec<_>>().join(", "),
        expected: "title, publisher, licence, citation, url, accessed, terms, allows and transformation".into(),
        remedy: "correct the file".into(),
    })
}

#[cfg(test)]
mod tests;
