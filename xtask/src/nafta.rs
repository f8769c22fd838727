//! `cargo xtask nafta`: the world of Caliendo and Parro (2015), an equilibrium at the tariffs of 1993.
//!
//! The data of 1993 are not an equilibrium: output of the input–output tables and sales of the trade table differ. The model
//! is solved at the tariffs and deficits of the data, as the paper does before any counterfactual, and the solution is the
//! world.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use portolan_core::{Cube, Economy, InputTable, Panel, Sector, World, WorldTables};
use portolan_data::table::{Column, Table, Type};
use portolan_data::{Format, write_text, write_world};
use portolan_equilibrium::{Options, Primitives, Problem};

use crate::listed;

/// Where the data come from and where the world goes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder with the tables of the R package `cp2015` as CSV: `trade`, `intermediate_consumption`, `final_consumption`,
    /// `value_added`, `deficit`, `theta`.
    #[arg(long)]
    data: PathBuf,
    /// Folder of the world; replaced if it holds one.
    #[arg(long, default_value = "data/nafta-1993")]
    out: PathBuf,
    /// Table of the tariffs of 2005 within NAFTA.
    #[arg(long, default_value = "scenarios/nafta-1993/tariffs-2005.csv")]
    tariffs: PathBuf,
    /// Elasticities of the paper.
    #[arg(long, default_value = "parameters/elasticities/caliendo2015-nafta.csv")]
    elasticities: PathBuf,
}

/// ISO 3166 codes and names of the paper's economies, in its order.
const ECONOMIES: [(&str, &str, &str); 31] = [
    ("Argentina", "ARG", "Argentina"),
    ("Australia", "AUS", "Australia"),
    ("Austria", "AUT", "Austria"),
    ("Brazil", "BRA", "Brazil"),
    ("Canada", "CAN", "Canada"),
    ("Chile", "CHL", "Chile"),
    ("China", "CHN", "China"),
    ("Denmark", "DNK", "Denmark"),
    ("Finland", "FIN", "Finland"),
    ("France", "FRA", "France"),
    ("Germany", "DEU", "Germany"),
    ("Greece", "GRC", "Greece"),
    ("Hungary", "HUN", "Hungary"),
    ("India", "IND", "India"),
    ("Indonesia", "IDN", "Indonesia"),
    ("Ireland", "IRL", "Ireland"),
    ("Italy", "ITA", "Italy"),
    ("Japan", "JPN", "Japan"),
    ("Korea", "KOR", "South Korea"),
    ("Mexico", "MEX", "Mexico"),
    ("Netherlands", "NLD", "Netherlands"),
    ("New Zealand", "NZL", "New Zealand"),
    ("Norway", "NOR", "Norway"),
    ("Portugal", "PRT", "Portugal"),
    ("Row", "ROW", "Rest of the world"),
    ("South Africa", "ZAF", "South Africa"),
    ("Spain", "ESP", "Spain"),
    ("Sweden", "SWE", "Sweden"),
    ("Turkey", "TUR", "Türkiye"),
    ("UK", "GBR", "United Kingdom"),
    ("USA", "USA", "United States"),
];

/// The first 20 sectors of the paper are goods.
const GOODS: usize = 20;

pub(crate) fn run(args: &Args) -> Result<()> {
    let data = Data::read(&args.data)?;
    let options = Options { tolerance: 1e-13, ..Options::mobile() };
    let problem = Problem::new(data.primitives(), &data.theta_j, options).map_err(|f| anyhow::anyhow!("{f:?}"))?;
    let world = data.world(problem.reference().trade_nij.clone())?;
    if args.out.join("world.toml").exists() {
        std::fs::remove_dir_all(&args.out)?;
    }
    write_world(&world, &args.out, Format::Parquet)?;
    write_text(&args.tariffs, &data.tariffs_2005())?;
    write_text(&args.elasticities, &data.elasticities())?;
    let sweeps = problem.reference_work().sweeps();
    println!("solved in {sweeps:.1} sweeps; largest residual {:?}", problem.reference().certificate.worst());
    println!("wrote {}, {} and {}", args.out.display(), args.tariffs.display(), args.elasticities.display());
    Ok(())
}

/// The paper's data, USD mn.
struct Data {
    sectors: Vec<String>,
    trade_nij: Cube,
    tau_1993: Cube,
    tau_2005: Cube,
    gamma_nj: Panel,
    gamma_nkj: InputTable,
    alpha_nj: Panel,
    wl_n: Vec<f64>,
    deficit_n: Vec<f64>,
    theta_j: Vec<f64>,
}

impl Data {
    fn read(folder: &Path) -> Result<Self> {
        let theta = Values::read(folder, "theta", &["sector"], "value")?;
        let sectors: Vec<String> = theta.order.clone();
        let j = sectors.len();
        ensure!(j == 40, "theta.csv has {j} sectors, not 40");
        let n = ECONOMIES.len();
        let trade = |column| Values::read(folder, "trade", &["importer", "exporter", "sector"], column);
        let cube = |values: &Values, scale: f64| {
            Cube::from_fn(n, j, |m, i, s| scale * values.get(&[ECONOMIES[m].0, ECONOMIES[i].0, &sectors[s]]))
        };
        let value_added = Values::read(folder, "value_added", &["region", "sector"], "value")?;
        let used = Values::read(folder, "intermediate_consumption", &["region", "input", "sector"], "value")?;
        let finals = Values::read(folder, "final_consumption", &["region", "sector"], "value")?;
        let deficits = Values::read(folder, "deficit", &["region"], "D")?;
        let va = |m: usize, s: usize| value_added.get(&[ECONOMIES[m].0, &sectors[s]]);
        // One cell of the data is negative: Canada's use of other goods in basic metals, −9.5 mn of 16,597 mn USD of output.
        let input = |m: usize, k: usize, s: usize| used.get(&[ECONOMIES[m].0, &sectors[k], &sectors[s]]).max(0.0);
        let output = Panel::from_fn(n, j, |m, s| va(m, s) + (0..j).map(|k| input(m, k, s)).sum::<f64>());
        let demand = Panel::from_fn(n, j, |m, s| finals.get(&[ECONOMIES[m].0, &sectors[s]]));
        let share = |value: f64, total: f64| if total > 0.0 { value / total } else { 0.0 };
        Ok(Self {
            trade_nij: cube(&trade("value")?, 1e-6),
            tau_1993: cube(&trade("tariff_bln")?, 1.0),
            tau_2005: cube(&trade("tariff_cfl")?, 1.0),
            gamma_nj: Panel::from_fn(n, j, |m, s| share(va(m, s), output[(m, s)])),
            gamma_nkj: InputTable::from_fn(n, j, |m, k, s| share(input(m, k, s), output[(m, s)])),
            alpha_nj: Panel::from_fn(n, j, |m, s| share(demand[(m, s)], demand.row(m).iter().sum())),
            wl_n: (0..n).map(|m| 1e-6 * (0..j).map(|s| va(m, s)).sum::<f64>()).collect(),
            deficit_n: ECONOMIES.iter().map(|(name, ..)| 1e-6 * deficits.get(&[name])).collect(),
            theta_j: sectors.iter().map(|sector| theta.get(&[sector])).collect(),
            sectors,
        })
    }

    fn primitives(&self) -> Primitives {
        let (n, j) = (ECONOMIES.len(), self.sectors.len());
        let x_nj = portolan_core::world::expenditure(&self.trade_nij, &self.tau_1993);
        Primitives {
            pi_nij: Cube::from_fn(n, j, |m, i, s| {
                self.trade_nij[(m, i, s)] * (1.0 + self.tau_1993[(m, i, s)]) / x_nj[(m, s)]
            }),
            tau_nij: self.tau_1993.clone(),
            x_nj,
            gamma_nj: self.gamma_nj.clone(),
            gamma_nkj: self.gamma_nkj.clone(),
            alpha_nj: self.alpha_nj.clone(),
            wl_n: self.wl_n.clone(),
            deficit_n: self.deficit_n.clone(),
        }
    }

    fn world(&self, trade_nij: Cube) -> Result<World> {
        World::new(WorldTables {
            id: "nafta-1993".into(),
            title: "Caliendo and Parro's world of 1993: 31 economies, 40 sectors".into(),
            year: 1993,
            economies: ECONOMIES
                .iter()
                .map(|(_, code, name)| Economy { code: (*code).into(), name: (*name).into() })
                .collect(),
            sectors: (self.sectors.iter().enumerate())
                .map(|(j, name)| Sector { code: name.clone(), name: name.clone(), goods: j < GOODS })
                .collect(),
            trade_nij,
            tau_nij: self.tau_1993.clone(),
            gamma_nj: self.gamma_nj.clone(),
            gamma_nkj: self.gamma_nkj.clone(),
            sources: vec!["caliendo-parro-1993".into()],
        })
        .map_err(|findings| listed(&findings))
    }

    /// Rates of 2005 where they differ from those of 1993, as a table for a scenario.
    fn tariffs_2005(&self) -> String {
        let mut text = String::from("importer,exporter,sector,set,source\n");
        for (m, (_, importer, _)) in ECONOMIES.iter().enumerate() {
            for (i, (_, exporter, _)) in ECONOMIES.iter().enumerate() {
                for (s, sector) in self.sectors.iter().enumerate() {
                    let rate = self.tau_2005[(m, i, s)];
                    if rate != self.tau_1993[(m, i, s)] {
                        // Fifteen digits of a percentage: the rate reads back to the last bit but one.
                        let percent = (rate * 1e15).round() / 1e13;
                        let _ = writeln!(text, "{importer},{exporter},{sector},{percent}%,caliendo-parro-1993");
                    }
                }
            }
        }
        text
    }

    fn elasticities(&self) -> String {
        let rows = self.sectors.iter().zip(&self.theta_j).map(|(sector, theta)| format!("{sector},{theta}\n"));
        format!("sector,theta\n{}", rows.collect::<String>())
    }
}

/// Values by text keys.
struct Values {
    values: BTreeMap<Vec<String>, f64>,
    /// First keys in the order of the file.
    order: Vec<String>,
}

impl Values {
    fn read(folder: &Path, name: &str, keys: &[&'static str], value: &'static str) -> Result<Self> {
        let path = folder.join(format!("{name}.csv"));
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        let columns: Vec<Column> = keys.iter().map(|key| (*key, Type::Text)).chain([(value, Type::Number)]).collect();
        let table = Table::read(&path.display().to_string(), bytes.into(), &columns).map_err(|f| listed(&f))?;
        let key = |row: usize| (0..keys.len()).map(|c| table.text(c, row).to_string()).collect::<Vec<_>>();
        Ok(Self {
            values: (0..table.rows).map(|row| (key(row), table.numbers[0][row])).collect(),
            order: table.texts[0].values.clone(),
        })
    }

    fn get(&self, key: &[&str]) -> f64 {
        let key: Vec<String> = key.iter().map(|part| part.to_string()).collect();
        self.values.get(&key).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests;
