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

pub(crate) fn target_rows(_: &Case, _: &Block) -> Vec<Row> {
    Vec::new()
}
pub(crate) fn province_rows(_: &Case, _: &Block) -> Vec<Row> {
    Vec::new()
}
