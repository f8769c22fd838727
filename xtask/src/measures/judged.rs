//! Ends of shares that are judged: the metal content of derivative products, the US content of cars under USMCA, and
//! claims of USMCA preference.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use portolan_core::groups;

use super::extract::{Average, Row};
use super::sheet::{Sheet, number};

/// Average added duty of 24 October 2025, in points, if derivative products paid on their full value; from the README of
/// the extract.
const FULL_VALUE: [(&str, f64); 4] = [("CAN", 9.3), ("EU27", 15.6), ("JPN", 17.9), ("MEX", 11.9)];
/// Sectors of chapters 72, 73 and 76, whose goods pay on their full value; metals elsewhere are derivatives.
const OWN_METAL: [&str; 2] = ["C24", "C25"];
/// US content of cars under USMCA, which does not pay: low, mode, high.
const US_CONTENT: [f64; 3] = [0.18, 0.40, 0.55];
/// The sector of cars. Parts in other sectors pay only where USMCA is not claimed.
const CARS: &str = "C29";

/// Factors on a share at its low and its high end.
type Factors = [f64; 2];

/// Part of a partner's imports that claims USMCA preference.
#[derive(Clone, Copy)]
struct Claims {
    low: f64,
    mode: f64,
    high: f64,
}

/// What is judged on a day.
pub(super) struct Judgement {
    /// High end of metal content by partner; empty once metals pay on full value.
    content: BTreeMap<String, f64>,
    /// By partner and sector.
    claims: BTreeMap<(String, String), Claims>,
}

impl Judgement {
    /// Judgements of a day on which derivatives pay on their metal content, claims from the column `mode`.
    pub(super) fn on_content(rows: &[Row], averages: &[Average], claims: &Sheet) -> Result<Self> {
        Ok(Self { content: content_factors(rows, averages)?, claims: claims_of(claims, "mode")? })
    }

    /// Judgements of a day on which metals pay on full value, claims from the latest months.
    pub(super) fn on_full_value(claims: &Sheet) -> Result<Self> {
        Ok(Self { content: BTreeMap::new(), claims: claims_of(claims, "claim_share_2026_01_02")? })
    }

    /// Low and high end of the share of each row of a cell. No high end takes more room than the groups before it leave.
    pub(super) fn ends(&self, cell: &[Row]) -> Vec<[f64; 2]> {
        let mut room: f64 = 1.0;
        let mut ends = Vec::new();
        for row in cell {
            let (share, [low, high]) = (row.share(), self.factors(row));
            let high = (share * high).min(room).max(share);
            room -= high;
            ends.push([share * low, high]);
        }
        ends
    }

    fn factors(&self, row: &Row) -> Factors {
        let claims = self.claims.get(&(row.partner.clone(), row.sector.clone()));
        match (row.group(), claims) {
            ("metals", _) if !OWN_METAL.contains(&row.sector.as_str()) => {
                [1.0, self.content.get(&row.partner).copied().unwrap_or(1.0)]
            }
            ("autos", Some(claims)) if row.sector == CARS => car_factors(claims.mode),
            ("country-rate", Some(claims)) => claim_factors(claims),
            _ => [1.0, 1.0],
        }
    }
}

/// Factors on the share of cars that pays: the US content of those under USMCA is free, others pay on full value.
fn car_factors(claimed: f64) -> Factors {
    let [low, mode, high] = US_CONTENT.map(|content| claimed * (1.0 - content) + 1.0 - claimed);
    [high / mode, low / mode]
}

/// Factors on the share that pays the country rate, which goods under USMCA do not.
fn claim_factors(claims: &Claims) -> Factors {
    let unclaimed = 1.0 - claims.mode;
    if unclaimed <= 0.0 { [1.0, 1.0] } else { [(1.0 - claims.high) / unclaimed, (1.0 - claims.low) / unclaimed] }
}

fn claims_of(sheet: &Sheet, mode: &str) -> Result<BTreeMap<(String, String), Claims>> {
    let [partner, level, sector, low, mode, high] = sheet.columns(["partner", "level", "code", "low", mode, "high"])?;
    let mut claims = BTreeMap::new();
    for cells in sheet.records.iter().filter(|cells| &cells[level] == "sector") {
        let mode = number(cells, mode)?;
        let ends = Claims { low: number(cells, low)?.min(mode), mode, high: number(cells, high)?.max(mode) };
        claims.insert((cells[partner].to_string(), cells[sector].to_string()), ends);
    }
    Ok(claims)
}

/// For each partner the factor on the metal content of derivatives that brings its average duty to that of full value:
/// 1 + (full value − average) / contribution of derivatives. Partners whose average at full value is not known take the
/// factor of the others together.
fn content_factors(rows: &[Row], averages: &[Average]) -> Result<BTreeMap<String, f64>> {
    let eu = groups::members("EU", None).unwrap_or_default();
    let mut factors = BTreeMap::new();
    let (mut gaps, mut contents) = (0.0, 0.0);
    for (partner, full) in FULL_VALUE {
        let members = if partner == "EU27" { eu.clone() } else { vec![partner] };
        let average = averages.iter().find(|a| a.partner == partner).context("a partner without an average")?;
        let content = derivatives(rows, &members) / 1000.0;
        ensure!(content > 0.0, "{partner} pays nothing on derivatives of metals");
        let gap = (full - average.points.parse::<f64>()?) * average.imports;
        factors.extend(members.iter().map(|member| (member.to_string(), 1.0 + gap / content)));
        (gaps, contents) = (gaps + gap, contents + content);
    }
    for row in rows {
        factors.entry(row.partner.clone()).or_insert(1.0 + gaps / contents);
    }
    Ok(factors)
}

/// Points on derivatives of metals times imports, million US dollars.
fn derivatives(rows: &[Row], partners: &[&str]) -> f64 {
    let derivative = |row: &&Row| row.group() == "metals" && !OWN_METAL.contains(&row.sector.as_str());
    rows.iter().filter(derivative).filter(|row| partners.contains(&row.partner.as_str())).map(Row::weight).sum()
}
