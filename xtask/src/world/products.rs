//! Weights of finer industries inside the cells of the world: what the publisher knows and 23 sectors hide.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use portolan_core::World;

use super::concordance;
use super::inputs::Trade;

/// Finer industries whose measures differ from those of their sector: crude oil and gas beside coal; ships beside aircraft,
/// trains and other vehicles.
const PRODUCTS: [&str; 3] = ["B06", "C301", "C302T309"];

/// Cells with less trade than this, USD mn a year, are left whole.
const THRESHOLD: f64 = 10.0;

/// The table of weights, or nothing if the publisher's sectors are not finer than the world's.
pub(crate) fn weights(trade: &Trade, world: &World, year: i32, source: &str) -> Option<String> {
    let fine: Vec<(usize, &str)> = PRODUCTS
        .iter()
        .filter_map(|product| Some((trade.sectors.iter().position(|sector| sector == product)?, *product)))
        .collect();
    if fine.len() < PRODUCTS.len() {
        return None;
    }
    let mut cells: BTreeMap<(usize, usize, usize), BTreeMap<&str, f64>> = BTreeMap::new();
    let economy = concordance::indices(&trade.economies, world.economies());
    for (s, product) in fine {
        let j = concordance::sector(product)?;
        for m in 0..economy.len() {
            for i in (0..economy.len()).filter(|&i| economy[i] != economy[m]) {
                *cells.entry((j, economy[m], economy[i])).or_default().entry(product).or_default() +=
                    trade.trade_nij[(m, i, s)].max(0.0);
            }
        }
    }
    let mut text = String::from("importer,exporter,sector,product,weight,year,source\n");
    for ((j, n, i), products) in cells {
        let total = world.trade_nij()[(n, i, j)];
        if total < THRESHOLD {
            continue;
        }
        let (importer, exporter) = (&world.economies()[n].code, &world.economies()[i].code);
        for (product, weight) in rounded(&products, total) {
            let sector = &world.sectors()[j].code;
            let _ = writeln!(text, "{importer},{exporter},{sector},{product},{weight},{year},{source}");
        }
    }
    Some(text)
}

/// Weights to four digits that never sum above 1; products that make up the cell sum to 1.
fn rounded<'a>(products: &BTreeMap<&'a str, f64>, total: f64) -> Vec<(&'a str, f64)> {
    let mut left = 10_000.0;
    let mut weights = Vec::new();
    for (product, value) in products {
        let weight = (1e4 * value / total).round().min(left);
        left -= weight;
        if weight > 0.0 {
            weights.push((*product, weight / 1e4));
        }
    }
    weights
}
