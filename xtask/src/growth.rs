//! `cargo xtask growth`: real GDP of every economy of the world table by year, from an extract of the IMF's World Economic Outlook.
//!
//! The extract is long: `ref_area`, `concept`, `year`, `value`. Real GDP is `NGDP_R`, national currency at constant prices.
//! The rest of the world is the world (`G001`) without the table's other economies: growth rates (`NGDP_RPCH`) weighted by
//! the GDP of the same year at purchasing power parities (`PPPGDP`), the weights of the IMF's own world growth.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use portolan_data::table::{Table, Type};

/// Years of the table; the first has index 100.
const YEARS: std::ops::RangeInclusive<i32> = 2022..=2030;
/// Code of the world in the extract.
const WORLD: &str = "G001";
/// Code of the rest of the world in the table.
const REST: &str = "ROW";
/// Id of the source.
const SOURCE: &str = "weo-2025-10";

/// Where the extract is and where the table goes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder with the extracts; holds `imf_weo_oct2025/weo_oct2025.parquet`.
    #[arg(long)]
    shared: PathBuf,
    /// World whose economies are wanted.
    #[arg(long, default_value = "data/world-2022")]
    world: PathBuf,
    /// File to write.
    #[arg(long, default_value = "data/growth/weo-2025-10.csv")]
    out: PathBuf,
}

/// Values of the extract by area, concept and year.
struct Outlook(BTreeMap<(String, String, i32), f64>);

impl Args {
    /// Writes the table where the arguments say.
    pub(crate) fn run(&self) -> Result<()> {
        let outlook = Outlook::read(&self.shared.join("imf_weo_oct2025/weo_oct2025.parquet"))?;
        let economies = economies(&self.world.join("economies.csv"))?;
        std::fs::write(&self.out, table(&outlook, &economies)?).with_context(|| self.out.display().to_string())?;
        println!("{}: {} economies, {} years", self.out.display(), economies.len(), YEARS.count());
        Ok(())
    }
}

fn economies(path: &Path) -> Result<Vec<String>> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let columns = [("economy", Type::Text)];
    let t = Table::read(&path.display().to_string(), bytes.into(), &columns).map_err(|f| crate::listed(&f))?;
    Ok((0..t.rows).map(|row| t.text(0, row).to_string()).collect())
}

fn table(outlook: &Outlook, economies: &[String]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["economy", "year", "real_gdp_index", "source"])?;
    for code in economies {
        let index = if code == REST { outlook.rest_index(economies)? } else { outlook.index(code)? };
        for (year, index) in YEARS.zip(index) {
            writer.write_record([code, &year.to_string(), &format!("{index:.4}"), SOURCE])?;
        }
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

impl Outlook {
    fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
        let columns =
            [("ref_area", Type::Text), ("concept", Type::Text), ("year", Type::Number), ("value", Type::AnyNumber)];
        let t = Table::read(&path.display().to_string(), bytes.into(), &columns).map_err(|f| crate::listed(&f))?;
        let key = |row: usize| (t.text(0, row).to_string(), t.text(1, row).to_string(), t.numbers[0][row] as i32);
        Ok(Self((0..t.rows).map(|row| (key(row), t.numbers[1][row])).filter(|(_, value)| value.is_finite()).collect()))
    }

    fn value(&self, area: &str, concept: &str, year: i32) -> Result<f64> {
        let key = (area.to_string(), concept.to_string(), year);
        self.0.get(&key).copied().with_context(|| format!("{area} has no {concept} in {year}"))
    }

    /// Real GDP of an economy, 100 in the first year.
    fn index(&self, area: &str) -> Result<Vec<f64>> {
        let levels: Vec<f64> = YEARS.map(|year| self.value(area, "NGDP_R", year)).collect::<Result<_>>()?;
        Ok(levels.iter().map(|level| 100.0 * level / levels[0]).collect())
    }

    /// Real GDP of the world without these economies, 100 in the first year.
    fn rest_index(&self, economies: &[String]) -> Result<Vec<f64>> {
        let mut index = vec![100.0];
        for year in YEARS.skip(1) {
            let growth = self.rest_growth(economies, year)?;
            index.push(index[index.len() - 1] * (1.0 + growth / 100.0));
        }
        Ok(index)
    }

    /// Growth of the world without these economies, per cent.
    fn rest_growth(&self, economies: &[String], year: i32) -> Result<f64> {
        let mut weight = self.value(WORLD, "PPPGDP", year)?;
        let mut sum = weight * self.value(WORLD, "NGDP_RPCH", year)?;
        for code in economies.iter().filter(|code| *code != REST) {
            let gdp = self.value(code, "PPPGDP", year)?;
            weight -= gdp;
            sum -= gdp * self.value(code, "NGDP_RPCH", year)?;
        }
        Ok(sum / weight)
    }
}

#[cfg(test)]
mod tests;
