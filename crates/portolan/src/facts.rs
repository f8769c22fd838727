//! Numbers of the case file as rows of the results table, and what they weigh: observed facts, polls, estimates of others,
//! outturns, and how provinces are exposed.

use std::collections::BTreeMap;

use portolan_core::results::{Kind, Row};

use crate::block::Block;
use crate::case::Case;
use crate::rows::{Of, row};

/// A row of a table of the case folder.
type Columns = BTreeMap<String, String>;

/// Rows of the case file, and of customs statistics.
pub(crate) fn rows(case: &Case) -> Vec<Row> {
    let mut rows = customs_rows(case);
    let Some(folder) = &case.folder else { return rows };
    // Faults of these tables were reported when the case was read.
    let table = |file: &str| folder.rows(file).unwrap_or_default();
    rows.extend(table("facts.csv").iter().filter_map(fact));
    rows.extend(table("polls.csv").iter().filter_map(|r| number(r, "fact_percent", "value")));
    rows.extend(table("estimates.csv").iter().filter_map(|r| number(r, variable(text(r, "unit")), "value")));
    rows.extend(table("outturns.csv").iter().filter_map(|r| number(r, variable(text(r, "unit")), "value")));
    rows
}

fn text<'a>(columns: &'a Columns, name: &str) -> &'a str {
    columns.get(name).map_or("", String::as_str)
}

fn fact(columns: &Columns) -> Option<Row> {
    let id = portolan_core::results::variable(text(columns, "variable"))?.id;
    let mut row = number(columns, id, "value")?;
    row.partner = text(columns, "partner").into();
    if !text(columns, "judged_by").is_empty() {
        row.kind = Kind::Judged;
    }
    Some(row)
}

/// An observed number, named in the `product` column.
fn number(columns: &Columns, variable: &'static str, column: &str) -> Option<Row> {
    let value = text(columns, column).parse().ok()?;
    let source = if text(columns, "source").is_empty() { text(columns, "url") } else { text(columns, "source") };
    let row = row(variable, value, f64::NAN).economy(text(columns, "economy"));
    Some(Row { product: text(columns, "id").into(), kind: Kind::Observed, source: source.into(), ..row })
}

/// The variable that holds facts of a unit.
fn variable(unit: &str) -> &'static str {
    match unit {
        "%" | "percent" | "per cent" => "fact_percent",
        "points" | "pp" => "fact_points",
        _ if unit.contains("CAD bn") => "fact_cad_bn",
        _ if unit.contains("USD bn") => "fact_usd_bn",
        _ => "fact_number",
    }
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

/// How the incomes of a province's sectors change under a policy: the province's shares of national sectors as weights.
pub(crate) fn province_rows(case: &Case, block: &Block) -> Vec<Row> {
    let (Some(folder), Some(country)) = (&case.folder, case.scenario.country.as_deref()) else { return Vec::new() };
    let mut provinces: BTreeMap<String, Vec<(f64, &Row)>> = BTreeMap::new();
    for columns in folder.rows("provinces.csv").unwrap_or_default() {
        let income = ["real_sector_income", "value_added"]
            .iter()
            .find_map(|variable| block.value(variable, country, "", text(&columns, "sector")));
        if let (Some(row), Ok(share)) = (income, text(&columns, "share").parse::<f64>()) {
            provinces.entry(text(&columns, "province").into()).or_default().push((share, row));
        }
    }
    let value_added = |row: &Row| block.value("value_added", country, "", &row.sector).map_or(0.0, |r| r.reference);
    let exposure = |(province, sectors): (String, Vec<(f64, &Row)>)| {
        let weight: f64 = sectors.iter().map(|(share, row)| share * value_added(row)).sum();
        let change = |row: &Row| (row.value / row.reference - 1.0) * 100.0;
        let sum: f64 = sectors.iter().map(|(share, row)| share * value_added(row) * change(row)).sum();
        let value = if weight > 0.0 { sum / weight } else { f64::NAN };
        Row { partner: province, kind: Kind::Judged, ..row("province_exposure", value, 0.0).economy(country) }
    };
    provinces.into_iter().map(exposure).collect()
}
