//! The OECD's inter-country input–output table as published: `YYYY_SML.csv`.
//!
//! A wide file. The first column names the row: `CAN_A01_02`, …, then taxes less subsidies (`TLS` or `TAXSUB`), value added
//! (`VA` or `VALU`) and output (`OUT` or `OUTPUT`). The other columns are the users: industries (`CAN_A01_02`, …), final
//! demand by economy (`CAN_HFCE`, `CAN_NPISH`, `CAN_GGFC`, `CAN_GFCF`, `CAN_INVNT`, `CAN_NONRES`, …) and `OUT`.
//! Values are millions of US dollars at basic prices.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use portolan_core::{Cube, InputTable, Panel};

use super::inputs::{Inputs, Technology, Trade, Weights};

/// What a column of the file is used for.
enum User {
    Industry(usize, usize),
    Final(usize),
    Ignored,
}

pub(crate) fn read(file: &Path) -> Result<Inputs> {
    let mut reader = csv::Reader::from_path(file).with_context(|| file.display().to_string())?;
    let header: Vec<String> = reader.headers()?.iter().map(str::to_string).collect();
    let layout = Layout::new(&header)?;
    let (n, j) = (layout.economies.len(), layout.sectors.len());
    let mut trade_nij = Cube::filled(n, j, 0.0);
    let mut used = InputTable::filled(n, j, 0.0);
    let mut value_added: Option<Panel> = None;
    let mut rows = 0;
    for record in reader.records() {
        let record = record?;
        let name = record.get(0).unwrap_or("").trim();
        let cell = |c: usize| -> Result<f64> {
            let text = record.get(c).unwrap_or("").trim();
            text.parse().with_context(|| format!("row {name}, column {}: `{text}` is not a number", header[c]))
        };
        if let Some((i, k)) = layout.industry(name) {
            rows += 1;
            for (c, user) in layout.users.iter().enumerate().skip(1) {
                match *user {
                    User::Industry(m, s) => {
                        trade_nij[(m, i, k)] += cell(c)?;
                        used[(m, k, s)] += cell(c)?;
                    }
                    User::Final(m) => trade_nij[(m, i, k)] += cell(c)?,
                    User::Ignored => {}
                }
            }
        } else if matches!(name, "VA" | "VALU") {
            let mut panel = Panel::filled(n, j, 0.0);
            for (c, user) in layout.users.iter().enumerate().skip(1) {
                if let User::Industry(m, s) = *user {
                    panel[(m, s)] = cell(c)?;
                }
            }
            value_added = Some(panel);
        } else if !matches!(name, "TLS" | "TAXSUB" | "OUT" | "OUTPUT" | "TOTAL") && !name.ends_with("_TAXSUB") {
            bail!("{}: the row {name} is not part of the layout that is known", file.display());
        }
    }
    ensure!(
        rows == layout.rows.len(),
        "{}: {rows} rows of industries where the columns name {}",
        file.display(),
        layout.rows.len()
    );
    let value_added = value_added.context("the file has no row of value added (VA)")?;
    Ok(Inputs {
        technology: technology(&layout, &used, &value_added),
        trade: Trade { economies: layout.economies, sectors: layout.sectors, trade_nij },
        rates: Vec::new(),
        sources: vec!["oecd-icio-2025", "teti-gtd-2024"],
    })
}

/// Economies and sectors of the file, in the order of its columns.
struct Layout {
    economies: Vec<String>,
    sectors: Vec<String>,
    users: Vec<User>,
    rows: BTreeMap<String, (usize, usize)>,
}

/// Kinds of final demand in the editions from 2018 to 2025.
const FINAL: [&str; 10] = ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "NONRES", "DPABR", "FD", "P33", "CONS_ABR"];

impl Layout {
    fn new(header: &[String]) -> Result<Self> {
        let mut layout = Self { economies: Vec::new(), sectors: Vec::new(), users: Vec::new(), rows: BTreeMap::new() };
        let mut finals = Vec::new();
        for (c, name) in header.iter().enumerate() {
            let split = name.split_once('_').filter(|_| c > 0);
            layout.users.push(match split {
                Some((economy, kind)) if FINAL.contains(&kind) => {
                    finals.push((c, economy.to_string()));
                    User::Ignored
                }
                Some((economy, sector)) => {
                    let cell = (index(&mut layout.economies, economy), index(&mut layout.sectors, sector));
                    layout.rows.insert(name.clone(), cell);
                    User::Industry(cell.0, cell.1)
                }
                None => User::Ignored,
            });
        }
        for (c, economy) in finals {
            // Economies that the table splits (CN1, CN2) have one column of final demand (CHN).
            layout.users[c] = User::Final(index(&mut layout.economies, &economy));
        }
        ensure!(!layout.rows.is_empty(), "the first row names no industry such as CAN_A01_02");
        Ok(layout)
    }

    fn industry(&self, row: &str) -> Option<(usize, usize)> {
        self.rows.get(row).copied()
    }
}

fn index(list: &mut Vec<String>, name: &str) -> usize {
    list.iter().position(|known| known == name).unwrap_or_else(|| {
        list.push(name.into());
        list.len() - 1
    })
}

/// Shares in inputs plus value added; negative inputs count as zero, and so does negative value added.
fn technology(layout: &Layout, used: &InputTable, value_added: &Panel) -> Technology {
    let (n, j) = (layout.economies.len(), layout.sectors.len());
    let total = Panel::from_fn(n, j, |m, s| {
        (0..j).map(|k| used[(m, k, s)].max(0.0)).sum::<f64>() + value_added[(m, s)].max(0.0)
    });
    let share = |value: f64, m: usize, s: usize| {
        if total[(m, s)] > 0.0 { value.max(0.0) / total[(m, s)] } else { 0.0 }
    };
    Technology {
        economies: layout.economies.clone(),
        sectors: layout.sectors.clone(),
        gamma_nj: Panel::from_fn(n, j, |m, s| share(value_added[(m, s)], m, s)),
        gamma_nkj: InputTable::from_fn(n, j, |m, k, s| share(used[(m, k, s)], m, s)),
        weights: Weights::Output(total),
    }
}
