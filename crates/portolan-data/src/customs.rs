//! How the share of a partner in goods exports reads in customs statistics: facts shown beside the world table's own figure.

use portolan_core::{Finding, Place};

/// The reviewed facts, a source a row.
const FACTS: &str = include_str!("../../../data/customs-shares.csv");

/// A partner's share in an economy's goods exports as published.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
pub struct CustomsShare {
    /// Exporter.
    pub economy: String,
    /// Importer.
    pub partner: String,
    /// Year or month.
    pub period: String,
    /// Share of goods exports.
    pub share: f64,
    /// Who published it.
    pub publisher: String,
    /// Where it was read.
    pub url: String,
    /// Why the world table reads differently.
    pub why: String,
}

/// Published shares of the partners of an economy.
///
/// # Errors
/// A finding for each row that does not read; the embedded file has none, by test.
pub fn customs_shares(economy: &str) -> Result<Vec<CustomsShare>, Vec<Finding>> {
    let mut reader = csv::Reader::from_reader(FACTS.as_bytes());
    let (mut facts, mut findings) = (Vec::new(), Vec::new());
    for row in reader.deserialize::<CustomsShare>() {
        match row {
            Ok(fact) if fact.economy == economy => facts.push(fact),
            Ok(_) => {}
            Err(fault) => findings.push(Finding {
                code: "bad-row",
                place: Place { file: "customs-shares.csv".into(), ..Place::default() },
                message: fault.to_string(),
                expected: "economy,partner,period,share,publisher,url,why".into(),
                remedy: "correct the row".into(),
            }),
        }
    }
    if findings.is_empty() { Ok(facts) } else { Err(findings) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_reads_and_names_where_it_was_read() {
        let facts = customs_shares("CAN").unwrap();
        assert!(facts.iter().all(|f| f.url.starts_with("http") && (0.0..1.0).contains(&f.share)));
        assert!(facts.iter().any(|f| f.partner == "USA" && f.period == "2024"));
        assert!(customs_shares("ZZZ").unwrap().is_empty());
    }
}
