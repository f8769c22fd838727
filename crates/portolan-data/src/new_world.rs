//! A world from two long files: trade flows, and input–output coefficients or values.
//!
//! | file | columns |
//! |---|---|
//! | flows | `importer`, `exporter`, `sector`, `trade`, optionally `tariff` (a fraction); domestic sales where both are the same |
//! | technology | `economy`, `input`, `sector`, and `share` (of gross output) or `value`; value added is the input `VA` |
//!
//! Final demand and trade deficits are residuals of these tables. What does not fit is repaired, and every repair is reported
//! with what it moved; what cannot be repaired is a finding.

use std::path::Path;

use bytes::Bytes;
use portolan_core::balance::{Unbalanced, balance};
use portolan_core::world::{expenditure, output};
use portolan_core::{Cube, Economy, Finding, InputTable, Panel, Place, Sector, World, WorldTables};

use crate::table::{Column, Table, Texts, Type};
use crate::world_folder::Unit;
use crate::world_folder::keys::Keys;
pub use repair::Repair;

mod repair;

/// What the files do not say.
#[derive(Clone, Debug)]
pub struct NewWorld<'a> {
    /// Name of the world.
    pub id: &'a str,
    /// One line for people.
    pub title: &'a str,
    /// Year of the flows.
    pub year: i32,
    /// Unit of the flows, and of the input–output table if it holds values.
    pub unit: Unit,
    /// Sectors that are services; if empty, those whose code is `SERV…` or a letter from D to U as in ISIC Rev. 4.
    pub services: &'a [String],
}

/// Code of value added among the inputs.
pub const VALUE_ADDED: &str = "VA";

/// Reads the two files, repairs them and balances: a world, and what was done to the files to get it.
///
/// # Errors
/// All findings: files that cannot be read, missing columns, cells of the wrong type, unknown codes, duplicate rows,
/// economies without domestic sales, and tables that no repair makes an equilibrium.
pub fn new_world(flows: &Path, io: &Path, new: &NewWorld<'_>) -> Result<(World, Vec<Repair>), Vec<Finding>> {
    let mut faults = Vec::new();
    let flows = flow_table(flows).map_err(|findings| faults.extend(findings)).ok();
    let io = io_table(io).map_err(|findings| faults.extend(findings)).ok();
    let (Some(flows), Some((io, values))) = (flows, io) else { return Err(faults) };
    Builder::new(flows, new).build(io, values)
}

fn read(path: &Path) -> Result<(String, Bytes), Vec<Finding>> {
    let name = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => Ok((name, bytes.into())),
        Err(error) => Err(vec![Finding {
            code: "missing-file",
            place: Place { file: name, ..Place::default() },
            message: format!("the file cannot be read: {error}"),
            expected: "a CSV or Parquet file".into(),
            remedy: "check the path".into(),
        }]),
    }
}

fn flow_table(path: &Path) -> Result<Table, Vec<Finding>> {
    let (name, bytes) = read(path)?;
    let mut columns: Vec<Column> =
        vec![("importer", Type::Text), ("exporter", Type::Text), ("sector", Type::Text), ("trade", Type::Number)];
    if Table::column_names(&name, &bytes)?.iter().any(|column| column == "tariff") {
        columns.push(("tariff", Type::Number));
    }
    let mut table = Table::read(&name, bytes, &columns)?;
    if table.numbers.len() == 1 {
        table.numbers.push(vec![0.0; table.rows]);
    }
    Ok(table)
}

/// The table and whether it holds values.
fn io_table(path: &Path) -> Result<(Table, bool), Vec<Finding>> {
    let (name, bytes) = read(path)?;
    let values = Table::column_names(&name, &bytes)?.iter().any(|column| column == "value");
    let number = if values { "value" } else { "share" };
    let columns = [("economy", Type::Text), ("input", Type::Text), ("sector", Type::Text), (number, Type::Number)];
    let mut table = Table::read(&name, bytes, &columns)?;
    for text in &mut table.texts[1].values {
        if text == "value_added" {
            *text = VALUE_ADDED.into();
        }
    }
    Ok((table, values))
}

struct Builder<'a> {
    new: &'a NewWorld<'a>,
    flows: Table,
    economies: Vec<Economy>,
    sectors: Vec<Sector>,
    repairs: Vec<Repair>,
    findings: Vec<Finding>,
}

impl<'a> Builder<'a> {
    /// Economies and sectors in the order in which the flows name them.
    fn new(flows: Table, new: &'a NewWorld<'a>) -> Self {
        let mut economies: Vec<Economy> = Vec::new();
        for code in flows.texts[0].values.iter().chain(&flows.texts[1].values) {
            if !economies.iter().any(|known| known.code == *code) {
                economies.push(Economy { code: code.clone(), name: code.clone() });
            }
        }
        let sectors = flows.texts[2].values.iter();
        let sectors = sectors
            .map(|code| Sector { code: code.clone(), name: code.clone(), goods: !is_service(code, new.services) })
            .collect();
        Self { new, flows, economies, sectors, repairs: Vec::new(), findings: Vec::new() }
    }

    fn build(mut self, io: Table, values: bool) -> Result<(World, Vec<Repair>), Vec<Finding>> {
        let (trade_nij, tau_nij) = self.trade();
        let (gamma_nj, gamma_nkj) = self.technology(&io, values, &output(&trade_nij));
        if !self.findings.is_empty() {
            return Err(self.findings);
        }
        let gamma_nkj = self.balanced(&trade_nij, &tau_nij, &gamma_nj, gamma_nkj)?;
        let world = World::new(WorldTables {
            id: self.new.id.into(),
            title: self.new.title.into(),
            year: self.new.year,
            economies: self.economies,
            sectors: self.sectors,
            trade_nij,
            tau_nij,
            gamma_nj,
            gamma_nkj,
            sources: Vec::new(),
        })?;
        Ok((world, self.repairs))
    }

    /// Trade in USD mn and tariffs, without negative flows and without tariffs on domestic sales.
    fn trade(&mut self) -> (Cube, Cube) {
        let unit = self.new.unit;
        for row in 0..self.flows.rows {
            let [importer, exporter, sector] = [0, 1, 2].map(|c| text(&self.flows.texts[c], row).to_string());
            let amount = self.flows.numbers[0][row];
            if amount < 0.0 {
                self.flows.numbers[0][row] = 0.0;
                let (importer, exporter, sector) = (importer.clone(), exporter.clone(), sector.clone());
                self.repairs.push(Repair::NegativeTrade { importer, exporter, sector, amount: unit.millions(amount) });
            }
            let rate = self.flows.numbers[1][row];
            if importer == exporter && rate != 0.0 {
                self.flows.numbers[1][row] = 0.0;
                self.repairs.push(Repair::HomeTariff { economy: importer, sector, rate });
            }
        }
        let keys = Keys::new(&self.economies, &self.sectors);
        let (trade_nij, tau_nij) = keys.trade(&self.flows, unit, true, &mut self.findings);
        self.missing_rows();
        self.domestic_sales(&trade_nij);
        (trade_nij, tau_nij)
    }

    fn missing_rows(&mut self) {
        let cells = self.economies.len().pow(2) * self.sectors.len();
        if cells > self.flows.rows {
            self.repairs.push(Repair::MissingFlows { rows: cells - self.flows.rows, of: cells });
        }
    }

    fn domestic_sales(&mut self, trade_nij: &Cube) {
        for (n, economy) in self.economies.iter().enumerate() {
            if (0..self.sectors.len()).all(|j| trade_nij[(n, n, j)] == 0.0) {
                self.findings.push(Finding {
                    code: "no-domestic-sales",
                    place: Place {
                        file: self.flows.file.clone(),
                        cell: format!("importer {0}, exporter {0}", economy.code),
                        ..Place::default()
                    },
                    message: format!("{} sells nothing at home", economy.code),
                    expected: "rows in which importer and exporter are the same: output less exports".into(),
                    remedy: "add domestic sales by sector; a trade table alone does not say how open an economy is"
                        .into(),
                });
            }
        }
    }

    /// Value-added and input shares that sum to 1, from shares or values.
    fn technology(&mut self, io: &Table, values: bool, y_nj: &Panel) -> (Panel, InputTable) {
        let (n, j) = (self.economies.len(), self.sectors.len());
        let mut rows = self.sectors.clone();
        rows.push(Sector { code: VALUE_ADDED.into(), name: VALUE_ADDED.into(), goods: false });
        let table = Keys::new(&self.economies, &rows).inputs(io, &mut self.findings);
        let unit = if values { self.new.unit } else { Unit::UsdMn };
        let (mut gamma_nj, mut gamma_nkj) = (Panel::filled(n, j, 1.0), InputTable::filled(n, j, 0.0));
        for m in 0..n {
            for s in 0..j {
                let column: Vec<f64> = (0..=j).map(|k| unit.millions(table[(m, k, s)])).collect();
                let shares = self.column(m, s, &column, values, y_nj[(m, s)]);
                gamma_nj[(m, s)] = shares[j];
                for k in 0..j {
                    gamma_nkj[(m, k, s)] = shares[k];
                }
            }
        }
        (gamma_nj, gamma_nkj)
    }

    /// Shares of one column; the last one is value added.
    fn column(&mut self, m: usize, s: usize, column: &[f64], values: bool, output: f64) -> Vec<f64> {
        let (economy, sector) = (self.economies[m].code.clone(), self.sectors[s].code.clone());
        let value_added = column.len() - 1;
        let inputs: f64 = column[..value_added].iter().sum();
        let mut shares = column.to_vec();
        let total = if values { output } else { 1.0 };
        if inputs + column[value_added] == 0.0 {
            if output > 0.0 {
                self.repairs.push(Repair::NoTechnology { economy, sector, output });
            }
            shares[value_added] = 1.0;
            return shares;
        }
        if column[value_added] == 0.0 {
            shares[value_added] = (total - inputs).max(0.0);
            let share = if total > 0.0 { shares[value_added] / total } else { 0.0 };
            self.repairs.push(Repair::ValueAddedDerived { economy: economy.clone(), sector: sector.clone(), share });
        }
        let sum: f64 = shares.iter().sum();
        if (sum / total - 1.0).abs() > 1e-10 && output > 0.0 {
            self.repairs.push(Repair::SharesScaled { economy, sector, sum: sum / total });
        }
        shares.iter().map(|share| share / sum).collect()
    }

    fn balanced(
        &mut self,
        trade_nij: &Cube,
        tau_nij: &Cube,
        gamma_nj: &Panel,
        gamma_nkj: InputTable,
    ) -> Result<InputTable, Vec<Finding>> {
        let (x_nj, y_nj) = (expenditure(trade_nij, tau_nij), output(trade_nij));
        let balance = balance(&gamma_nkj, gamma_nj, &y_nj, &x_nj, Default::default())
            .map_err(|error| vec![self.unbalanced(&error)])?;
        for (n, economy) in self.economies.iter().enumerate().filter(|(n, _)| balance.rounds_n[*n] > 0) {
            for (k, input) in self.sectors.iter().enumerate() {
                let used = |gamma: &InputTable| -> f64 {
                    (0..self.sectors.len()).map(|j| gamma[(n, k, j)] * y_nj[(n, j)]).sum()
                };
                let (before, after) = (used(&gamma_nkj), used(&balance.gamma_nkj));
                if (after - before).abs() > 1e-9 * before.abs() {
                    let (economy, input) = (economy.code.clone(), input.code.clone());
                    self.repairs.push(Repair::Balanced { economy, input, before, after });
                }
            }
        }
        Ok(balance.gamma_nkj)
    }

    fn unbalanced(&self, error: &Unbalanced) -> Finding {
        let (n, cell, message, expected) = match *error {
            Unbalanced::NoInputs { n, j } => (
                n,
                format!("sector {}", self.sectors[j].code),
                "the sector uses only what the economy does not buy".to_string(),
                "purchases, at home or abroad, of at least one of its inputs",
            ),
            Unbalanced::Excess { n, k, excess } => (
                n,
                format!("input {}", self.sectors[k].code),
                format!("intermediate use exceeds purchases by {:.3}% whatever the other inputs are", 100.0 * excess),
                "more purchases than intermediate use, all inputs together",
            ),
        };
        Finding {
            code: "cannot-balance",
            place: Place {
                file: self.flows.file.clone(),
                cell: format!("economy {}, {cell}", self.economies[n].code),
                ..Place::default()
            },
            message,
            expected: expected.into(),
            remedy: "check the unit of both files, and that flows hold domestic sales and imports of all sectors"
                .into(),
        }
    }
}

fn text(texts: &Texts, row: usize) -> &str {
    &texts.values[texts.codes[row] as usize]
}

fn is_service(code: &str, services: &[String]) -> bool {
    if !services.is_empty() {
        return services.iter().any(|service| service == code);
    }
    let mut letters = code.chars();
    let isic =
        letters.next().is_some_and(|c| ('D'..='U').contains(&c)) && letters.next().is_none_or(|c| c.is_ascii_digit());
    code.to_uppercase().starts_with("SERV") || isic
}

#[cfg(test)]
mod tests;
