//! `cargo xtask world`: from public tables to a world that is an exact equilibrium.
//!
//! 1. Read trade, technology and tariffs, in the publishers' own layouts ([`oecd`], [`tariffs`]) or from extracts of them
//!    ([`extracts`]).
//! 2. Aggregate to 77 economies and 23 sectors ([`concordance`], [`aggregate`](mod@aggregate)).
//! 3. Correct the tariffs with sourced facts and cap them ([`corrections`]).
//! 4. Balance: move input coefficients until final demand is nowhere negative (`portolan_core::balance`).
//! 5. Check every identity, write the folder, report what moved ([`report`]).

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use portolan_core::balance::{Balance, Unbalanced, balance};
use portolan_core::world::{expenditure, output};
use portolan_core::{Cube, World, WorldTables};
use portolan_data::{Format, write_world};

use aggregate::{Aggregate, aggregate};
use corrections::{Correction, Corrections};
use inputs::Inputs;

use crate::listed;

mod aggregate;
mod concordance;
mod corrections;
mod extracts;
mod headlines;
mod inputs;
mod oecd;
mod products;
mod report;
mod tariffs;

/// Where the tables come from and where the world goes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder with the extracts (`icio_trade_tariff_2011_2022`, `icio2020_io_coefficients`, `tariffs_better`).
    #[arg(long, conflicts_with_all = ["oecd", "tariffs"])]
    shared: Option<PathBuf>,
    /// OECD inter-country input–output table of one year, as published: `YYYY_SML.csv`.
    #[arg(long, requires = "tariffs")]
    oecd: Option<PathBuf>,
    /// Long bilateral tariff file: iso1 (importer), iso2, year, sector (ISIC Rev. 3, two digits), tariff.
    #[arg(long, requires = "oecd")]
    tariffs: Option<PathBuf>,
    /// Year of the tariff file to use; the newest one up to the year of the world by default.
    #[arg(long)]
    tariff_year: Option<i32>,
    /// Unit of the tariff column.
    #[arg(long, value_enum, default_value = "percent")]
    tariff_unit: tariffs::RateUnit,
    /// Corrections of tariffs; default: `tariffs_better/corrections.csv` of the extracts, none with `--oecd`.
    #[arg(long)]
    corrections: Option<PathBuf>,
    /// Which rates ship.
    #[arg(long, value_enum, default_value = "corrected")]
    rates: Rates,
    /// Year of the world.
    #[arg(long, default_value_t = 2022)]
    year: i32,
    /// Folder of the world; replaced if it holds one.
    #[arg(long)]
    out: PathBuf,
    /// Folder of the product weights.
    #[arg(long, default_value = "data/products")]
    products: PathBuf,
    /// Folder of the report.
    #[arg(long, default_value = "docs/src/data")]
    report: PathBuf,
}

/// Which rates ship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Rates {
    /// The rates of the tariff file, corrected.
    Corrected,
    /// Only the rates that a correction sets; everything else is free.
    Facts,
}

/// Rates above this are not believed: what is left above it is the mean of food and tobacco.
const HIGHEST_RATE: f64 = 0.5;

/// Four decimals are kept: trade in units of 100 USD, tariffs in hundredths of a percentage point.
fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let inputs = read(args)?;
    let corrections = read_corrections(args)?;
    let built = Built::new(&inputs, &corrections, args.rates, args.year)?;
    if args.out.join("world.toml").exists() {
        std::fs::remove_dir_all(&args.out)?;
    }
    write_world(&built.world, &args.out, Format::Parquet)?;
    match products::weights(&inputs.trade, &built.world, args.year, inputs.sources[0]) {
        Some(weights) => {
            portolan_data::write_text(&args.products.join(format!("{}.csv", built.world.id())), &weights)?;
        }
        None => println!("no product weights: the publisher's sectors are not finer than the world's"),
    }
    let text = report::report(&built, &inputs, &corrections)?;
    let file = args.report.join(format!("{}-report.md", built.world.id()));
    portolan_data::write_text(&file, &text)?;
    println!("{}", report::summary(&built));
    println!("wrote {} and {}", args.out.display(), file.display());
    Ok(())
}

fn read(args: &Args) -> Result<Inputs> {
    match (&args.shared, &args.oecd, &args.tariffs) {
        (Some(folder), None, None) => extracts::read(folder, args.year),
        (None, Some(table), Some(rates)) => {
            let mut inputs = oecd::read(table)?;
            inputs.rates = tariffs::read(rates, args.tariff_year, args.year, args.tariff_unit, &inputs)?;
            Ok(inputs)
        }
        _ => bail!("give either --shared DIR or --oecd YYYY_SML.csv with --tariffs FILE"),
    }
}

fn read_corrections(args: &Args) -> Result<Corrections> {
    let default = args.shared.as_ref().map(|folder| folder.join("tariffs_better/corrections.csv"));
    match args.corrections.as_ref().or(default.as_ref()) {
        Some(file) => Corrections::read(file, args.year),
        None => Ok(Corrections::default()),
    }
}

/// A world and everything that the report tells about how it came to be.
pub(crate) struct Built {
    pub(crate) world: World,
    /// The table before corrections and balancing.
    pub(crate) raw: Aggregate,
    /// What each group of corrections moved, in the order in which they were applied.
    pub(crate) corrections: Vec<Correction>,
    pub(crate) balance: Balance,
}

impl Built {
    pub(crate) fn new(inputs: &Inputs, corrections: &Corrections, rates: Rates, year: i32) -> Result<Self> {
        let mut raw = aggregate(inputs)?;
        if rates == Rates::Facts {
            raw.tau_nij = Cube::filled(raw.economies.len(), raw.sectors.len(), 0.0);
        }
        let (tau_nij, moved) = corrections.apply(&raw);
        let x_nj = expenditure(&raw.trade_nij, &tau_nij);
        let y_nj = output(&raw.trade_nij);
        let balance = balance(&raw.gamma_nkj, &raw.gamma_nj, &y_nj, &x_nj, Default::default())
            .map_err(|error| unbalanced(&error))
            .context("the table cannot be balanced")?;
        let world = World::new(WorldTables {
            id: format!("world-{year}"),
            title: format!("World {year}: {} economies, {} sectors", raw.economies.len(), raw.sectors.len()),
            year,
            economies: raw.economies.clone(),
            sectors: raw.sectors.clone(),
            trade_nij: raw.trade_nij.clone(),
            tau_nij,
            gamma_nj: raw.gamma_nj.clone(),
            gamma_nkj: balance.gamma_nkj.clone(),
            sources: inputs.sources.iter().map(|s| s.to_string()).collect(),
        })
        .map_err(|findings| listed(&findings))?;
        Ok(Self { world, raw, corrections: moved, balance })
    }
}

fn unbalanced(error: &Unbalanced) -> anyhow::Error {
    match error {
        Unbalanced::NoInputs { n, j } => anyhow::anyhow!("economy {n}: sector {j} has no inputs left"),
        Unbalanced::Excess { n, k, excess } => {
            anyhow::anyhow!("economy {n}: use of input {k} exceeds purchases by {:.3}%", 100.0 * excess)
        }
    }
}

#[cfg(test)]
mod tests;
