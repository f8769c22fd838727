//! A long file of bilateral tariffs, in the layout of the Global Tariff Database: `iso1` (importer), `iso2` (exporter),
//! `year`, `sector` (division of ISIC Rev. 3), `tariff`.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::concordance::{economy, sectors_of_isic3};
use super::inputs::{Inputs, Rate, Trade};

/// Unit of the rates in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum RateUnit {
    /// 5 for 5%.
    Percent,
    /// 0.05 for 5%.
    Fraction,
}

/// The rates of one year: `year`, or the newest one up to `world_year`.
///
/// Rows without a rate are skipped: the publisher leaves pairs empty for which it found nothing.
pub(crate) fn read(
    file: &Path,
    year: Option<i32>,
    world_year: i32,
    unit: RateUnit,
    inputs: &Inputs,
) -> Result<Vec<Rate>> {
    let mut reader = csv::Reader::from_path(file).with_context(|| file.display().to_string())?;
    let columns = positions(reader.headers()?)?;
    let trade = TradeOf::new(&inputs.trade);
    // The file holds decades: only the newest year seen so far is kept.
    let (mut newest, mut rates) = (i32::MIN, Vec::new());
    for record in reader.records() {
        let record = record?;
        let cell = |c: usize| record.get(columns[c]).unwrap_or("").trim();
        let row_year: i32 = cell(2).parse().with_context(|| format!("year `{}`", cell(2)))?;
        let unwanted = row_year > world_year || year.is_some_and(|wanted| wanted != row_year);
        if unwanted || row_year < newest || matches!(cell(4), "" | "." | "NA") {
            continue;
        }
        if row_year > newest {
            newest = row_year;
            rates.clear();
        }
        let rate: f64 = cell(4).parse().with_context(|| format!("tariff `{}`", cell(4)))?;
        let division: u32 = cell(3).parse().with_context(|| format!("sector `{}`", cell(3)))?;
        rates.extend(sectors_of_isic3(division).iter().map(|sector| Rate {
            importer: cell(0).into(),
            exporter: cell(1).into(),
            sector,
            rate: if unit == RateUnit::Percent { rate / 100.0 } else { rate },
            trade: trade.between(cell(0), cell(1), sector),
        }));
    }
    ensure!(!rates.is_empty(), "{} holds no rate for a year up to {world_year}", file.display());
    Ok(rates)
}

fn positions(header: &csv::StringRecord) -> Result<[usize; 5]> {
    let mut positions = [0; 5];
    for (position, name) in positions.iter_mut().zip(["iso1", "iso2", "year", "sector", "tariff"]) {
        *position = header.iter().position(|h| h.trim() == name).with_context(|| format!("no column `{name}`"))?;
    }
    Ok(positions)
}

/// Trade between economies of the publisher, by sector of the world: the weight of a rate.
struct TradeOf {
    flows: HashMap<(String, String, &'static str), f64>,
}

impl TradeOf {
    fn new(trade: &Trade) -> Self {
        let mut flows = HashMap::new();
        for (s, sector) in trade.sectors.iter().enumerate() {
            let Some(code) = super::concordance::sector(sector).map(super::concordance::sector_code) else { continue };
            for (m, importer) in trade.economies.iter().enumerate() {
                for (i, exporter) in trade.economies.iter().enumerate() {
                    *flows.entry((plain(importer), plain(exporter), code)).or_insert(0.0) +=
                        trade.trade_nij[(m, i, s)].max(0.0);
                }
            }
        }
        Self { flows }
    }

    fn between(&self, importer: &str, exporter: &str, sector: &'static str) -> f64 {
        self.flows.get(&(plain(importer), plain(exporter), sector)).copied().unwrap_or(0.0)
    }
}

/// The world's code where there is one, else the publisher's.
fn plain(code: &str) -> String {
    match economy(code) {
        "ROW" => code.into(),
        known => known.into(),
    }
}
