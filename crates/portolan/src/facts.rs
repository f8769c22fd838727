//! Numbers of the case file as rows of the results table, and what they weigh: observed facts, polls, estimates of others,
//! outturns, and how provinces are exposed.

use std::collections::BTreeMap;

use portolan_core::results::{Kind, Row};

use crate::block::Block;
use crate::case::Case;
use crate::rows::{Of, row};

/// Rows of the case file, and of customs statistics.
pub(crate) fn rows(case: &Case) -> Vec<Row> {
    let mut rows = customs_rows(case);
    rows.extend(case.folder.iter().flat_map(|folder| folder.rows()));
    rows
}

/// Shares of partners as customs statistics have them.
fn customs_rows(case: &Case) -> Vec<Row> {
    let Some(country) = case.scenario.country.as_deref() else { return Vec::new() };
    let shares = portolan_data::customs_shares(country).unwrap_or_default();
    let as_row = |share: portolan_data::CustomsShare| {
        let row = row("export_share", share.share, f64::NAN).economy(country).partner(&share.partner).sector("goods");
        let year = share.period.get(..4).and_then(|year| year.parse().ok());
        Row { layer: "customs".into(), kind: Kind::Observed, source: share.url, year, product: share.period, ..row }
    };
    shares.into_iter().map(as_row).collect()
}

/// How far a policy goes towards the target of the case: the part of the rise that it asks for.
pub(crate) fn target_rows(case: &Case, block: &Block) -> Vec<Row> {
    let Some(target) = case.folder.as_ref().and_then(|folder| folder.texts.target.as_ref()) else { return Vec::new() };
    let sold = |partner: &str| block.value("exports", &target.economy, partner, &target.sector);
    let Some(all) = sold("") else { return Vec::new() };
    let left_out = target.partner.strip_prefix('!').map(|partner| goods_to(block, &target.economy, partner));
    let (value, reference) = left_out
        .map_or((all.value, all.reference), |(value, reference)| (all.value - value, all.reference - reference));
    let covered = (value / reference - 1.0) / (target.factor - 1.0);
    let of = |row: Row| row.economy(&target.economy).partner(&target.partner).sector(&target.sector);
    vec![of(row("exports", value, reference)), of(row("target_covered", covered, 0.0))]
}

/// Goods sold to a partner, from its share in all goods.
fn goods_to(block: &Block, economy: &str, partner: &str) -> (f64, f64) {
    let of = |variable, partner| block.value(variable, economy, partner, "goods");
    match (of("exports", ""), of("export_share", partner)) {
        (Some(all), Some(share)) => (all.value * share.value, all.reference * share.reference),
        _ => (f64::NAN, f64::NAN),
    }
}

/// How the incomes of a province's sectors change under a policy: the province's shares of national sectors as weights.
pub(crate) fn province_rows(case: &Case, block: &Block) -> Vec<Row> {
    let (Some(folder), Some(country)) = (&case.folder, case.scenario.country.as_deref()) else { return Vec::new() };
    let mut provinces: BTreeMap<&str, Vec<(f64, &Row)>> = BTreeMap::new();
    for part in &folder.provinces {
        let of = |variable: &&str| block.value(variable, country, "", &part.sector);
        if let Some(row) = ["real_sector_income", "value_added"].iter().find_map(of) {
            provinces.entry(&part.province).or_default().push((part.share, row));
        }
    }
    let value_added = |row: &Row| block.value("value_added", country, "", &row.sector).map_or(0.0, |r| r.reference);
    let exposure = |(province, sectors): (&str, Vec<(f64, &Row)>)| {
        let weight: f64 = sectors.iter().map(|(share, row)| share * value_added(row)).sum();
        let change = |row: &Row| (row.value / row.reference - 1.0) * 100.0;
        let sum: f64 = sectors.iter().map(|(share, row)| share * value_added(row) * change(row)).sum();
        let value = if weight > 0.0 { sum / weight } else { f64::NAN };
        Row { product: province.into(), ..row("province_exposure", value, 0.0).economy(country) }
    };
    provinces.into_iter().map(exposure).collect()
}
