//! Data beside the repository: where it is, and tables from its files.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests read files and say what they skip"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use portolan_core::{Cell, Cube, InputTable, Panel, Shock};
use portolan_equilibrium::Primitives;

/// The folder, or none after saying that the test is skipped.
pub(crate) fn data(folder: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let root = std::env::var("PORTOLAN_SHARED").map_or(beside, PathBuf::from);
    let path = root.join("data").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

/// Rows of a csv file, by column name.
pub(crate) fn rows(path: PathBuf) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// A column's number.
pub(crate) fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: {:?}", row[column]))
}

/// Place of a name in a list.
pub(crate) fn place(names: &[String], name: &str) -> usize {
    names.iter().position(|n| n == name).unwrap_or_else(|| panic!("no {name}"))
}

/// Names in a column, each once, in the order of the file.
pub(crate) fn names(rows: &[BTreeMap<String, String>], column: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for row in rows {
        if !names.contains(&row[column]) {
            names.push(row[column].clone());
        }
    }
    names
}

/// The world of 1993 with its elasticities, and what NAFTA did to tariffs.
pub(crate) struct Nafta {
    pub(crate) primitives: Primitives,
    pub(crate) theta_j: Vec<f64>,
    pub(crate) shock: Shock,
    pub(crate) economies: Vec<String>,
}

/// Reads the table of Caliendo and Parro (2015); it is not an equilibrium.
pub(crate) fn nafta(with_deficits: bool) -> Option<Nafta> {
    let folder = data("cp2015_nafta")?;
    let (theta, deficits) = (rows(folder.join("theta.csv")), rows(folder.join("deficit.csv")));
    let (economies, sectors) = (names(&deficits, "region"), names(&theta, "sector"));
    let (n, j) = (economies.len(), sectors.len());
    let (mut trade, mut before, mut after) =
        (Cube::filled(n, j, 0.0), Cube::filled(n, j, 0.0), Cube::filled(n, j, 0.0));
    for row in rows(folder.join("trade.csv")) {
        let at =
            (place(&economies, &row["importer"]), place(&economies, &row["exporter"]), place(&sectors, &row["sector"]));
        trade[at] = number(&row, "value");
        before[at] = number(&row, "tariff_bln");
        after[at] = number(&row, "tariff_cfl");
    }
    let mut inputs = InputTable::filled(n, j, 0.0);
    for row in rows(folder.join("intermediate_consumption.csv")) {
        let at = (place(&economies, &row["region"]), place(&sectors, &row["input"]), place(&sectors, &row["sector"]));
        inputs[at] = number(&row, "value");
    }
    let panel = |file: &str| {
        let mut panel = Panel::filled(n, j, 0.0);
        for row in rows(folder.join(file)) {
            panel[(place(&economies, &row["region"]), place(&sectors, &row["sector"]))] = number(&row, "value");
        }
        panel
    };
    let (value_added, consumption) = (panel("value_added.csv"), panel("final_consumption.csv"));
    let output = |m: usize, s: usize| value_added[(m, s)] + (0..j).map(|k| inputs[(m, k, s)]).sum::<f64>();
    let x_nj = portolan_core::world::expenditure(&trade, &before);
    let mut shock = Shock::default();
    for (s, m, i) in (0..j).flat_map(|s| (0..n).flat_map(move |m| (0..n).map(move |i| (s, m, i)))) {
        if before[(m, i, s)] != after[(m, i, s)] {
            shock.set_tariff(Cell { j: s, n: m, i }, after[(m, i, s)]);
        }
    }
    let primitives = Primitives {
        pi_nij: Cube::from_fn(n, j, |m, i, s| trade[(m, i, s)] * (1.0 + before[(m, i, s)]) / x_nj[(m, s)]),
        tau_nij: before,
        gamma_nj: Panel::from_fn(n, j, |m, s| value_added[(m, s)] / output(m, s)),
        gamma_nkj: InputTable::from_fn(n, j, |m, k, s| inputs[(m, k, s)] / output(m, s)),
        alpha_nj: Panel::from_fn(n, j, |m, s| consumption[(m, s)] / consumption.row(m).iter().sum::<f64>()),
        wl_n: (0..n).map(|m| value_added.row(m).iter().sum()).collect(),
        deficit_n: deficits.iter().map(|row| if with_deficits { number(row, "D") } else { 0.0 }).collect(),
        x_nj,
    };
    Some(Nafta { primitives, theta_j: theta.iter().map(|row| number(row, "value")).collect(), shock, economies })
}
