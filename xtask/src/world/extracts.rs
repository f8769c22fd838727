//! A thin adapter for extracts of the publishers' tables in long form.
//!
//! | file | columns |
//! |---|---|
//! | `icio_trade_tariff_2011_2022/trade_tariff.parquet` | year, exporter, importer, sector, trade_usd_mn, tariff_adval |
//! | `icio2020_io_coefficients/io_coeff_2020_77x45.parquet` | country, input, output, share_of_gross_output |
//! | `icio2020_io_coefficients/va_alpha_2020_77x45.parquet` | country, sector, va_share, final_expenditure_share |

use std::path::Path;

use anyhow::{Context, Result, ensure};
use portolan_core::{Cube, InputTable, Panel};
use portolan_data::table::{Table, Type};

use super::concordance;
use super::inputs::{Inputs, Rate, Technology, Trade, Weights};

pub(crate) fn read(folder: &Path, year: i32) -> Result<Inputs> {
    let (trade, rates) = trade_and_rates(&folder.join("icio_trade_tariff_2011_2022/trade_tariff.parquet"), year)?;
    let technology = technology(&folder.join("icio2020_io_coefficients"))?;
    Ok(Inputs {
        trade,
        technology,
        rates,
        sources: vec!["oecd-icio-2025", "oecd-icio-2023", "teti-gtd-2024", "tariff-corrections"],
    })
}

pub(crate) fn table(path: &Path, columns: &[(&'static str, Type)]) -> Result<Table> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    Table::read(&path.display().to_string(), bytes.into(), columns).map_err(|findings| crate::listed(&findings))
}

fn trade_and_rates(path: &Path, year: i32) -> Result<(Trade, Vec<Rate>)> {
    let columns = [
        ("exporter", Type::Text),
        ("importer", Type::Text),
        ("sector", Type::Text),
        ("year", Type::Number),
        ("trade_usd_mn", Type::Number),
        ("tariff_adval", Type::Number),
    ];
    let t = table(path, &columns)?;
    let [exporters, importers, sectors] = &t.texts[..] else { unreachable!("three text columns were asked for") };
    let (economies, codes) = (exporters.values.clone(), sectors.values.clone());
    let mut trade_nij = Cube::filled(economies.len(), codes.len(), 0.0);
    let mut rates = Vec::new();
    let importer_of: Vec<usize> = importers
        .values
        .iter()
        .map(|code| economies.iter().position(|e| e == code).context("an importer that exports nothing"))
        .collect::<Result<_>>()?;
    for row in (0..t.rows).filter(|&row| t.numbers[0][row] == f64::from(year)) {
        let (i, s) = (exporters.codes[row] as usize, sectors.codes[row] as usize);
        let m = importer_of[importers.codes[row] as usize];
        trade_nij[(m, i, s)] = t.numbers[1][row];
        let sector = concordance::sector(&codes[s]).map(concordance::sector_code);
        rates.push(Rate {
            importer: economies[m].clone(),
            exporter: economies[i].clone(),
            sector: sector.context("an unknown sector")?,
            rate: t.numbers[2][row],
            trade: t.numbers[1][row].max(0.0),
        });
    }
    ensure!(!rates.is_empty(), "{} holds no row of {year}", path.display());
    Ok((Trade { economies, sectors: codes, trade_nij }, rates))
}

fn technology(folder: &Path) -> Result<Technology> {
    let columns = [
        ("country", Type::Text),
        ("sector", Type::Text),
        ("va_share", Type::Number),
        ("final_expenditure_share", Type::Number),
    ];
    let shares = table(&folder.join("va_alpha_2020_77x45.parquet"), &columns)?;
    let (economies, sectors) = (shares.texts[0].values.clone(), shares.texts[1].values.clone());
    let (n, j) = (economies.len(), sectors.len());
    let (mut gamma_nj, mut alpha_nj) = (Panel::filled(n, j, 0.0), Panel::filled(n, j, 0.0));
    for row in 0..shares.rows {
        let cell = (shares.texts[0].codes[row] as usize, shares.texts[1].codes[row] as usize);
        gamma_nj[cell] = shares.numbers[0][row];
        alpha_nj[cell] = shares.numbers[1][row];
    }
    let columns = [
        ("country", Type::Text),
        ("input", Type::Text),
        ("output", Type::Text),
        ("share_of_gross_output", Type::Number),
    ];
    let t = table(&folder.join("io_coeff_2020_77x45.parquet"), &columns)?;
    let index = |codes: &[String], of: &[String]| -> Result<Vec<usize>> {
        of.iter().map(|code| codes.iter().position(|c| c == code).with_context(|| format!("unknown {code}"))).collect()
    };
    let country = index(&economies, &t.texts[0].values)?;
    let (input, output) = (index(&sectors, &t.texts[1].values)?, index(&sectors, &t.texts[2].values)?);
    let mut gamma_nkj = InputTable::filled(n, j, 0.0);
    for row in 0..t.rows {
        let at = |c: usize, map: &[usize]| map[t.texts[c].codes[row] as usize];
        gamma_nkj[(at(0, &country), at(1, &input), at(2, &output))] = t.numbers[0][row];
    }
    Ok(Technology { economies, sectors, gamma_nj, gamma_nkj, weights: Weights::FinalShares(alpha_nj) })
}
