//! `cargo xtask measures`: tables of US import duties from the extract of measures.
//!
//! | what it writes | from |
//! |---|---|
//! | `us-tariffs/us-2025-10-24.csv` | shares and rates by partner, sector and group, as given |
//! | `us-measures/DAY.csv` | the same with the ends of judged shares, for each of two days |
//! | `us-measures/by-sector-DAY.csv` | the sum of contributions of each cell |
//! | `us-measures/even-DAY.csv` | each partner's average on all goods |
//! | `us-measures/failed-deal.csv` | Canada's metals and cars at the rates of an offer, on the same goods |
//! | `us-measures/trucks-2025-11-01.csv` | what `autos` takes more of cars' own sector once trucks pay |
//! | `us-measures/measures.csv` | the register of measures |
//!
//! `scenarios/us-measures/README.md` says what is judged and how.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

mod extract;
mod judged;
mod register;
mod sheet;
mod tables;

use extract::{Average, Row, averages, rows};
use judged::Judgement;
use sheet::Sheet;

/// Days of the shares: derivatives of metals pay on their metal content on the first, on full value on the second.
const DAYS: [&str; 2] = ["2025-10-24", "2026-10-09"];

/// Where the extract is and where the tables go.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder with the extracts; its `measures` has `us_by_partner_sector.csv`, `check_by_partner.csv`, `usmca_share.csv`
    /// and `measures_us.csv`.
    #[arg(long)]
    shared: PathBuf,
    /// Folder of the scenarios; `us-tariffs` and `us-measures` in it are written.
    #[arg(long, default_value = "scenarios")]
    out: PathBuf,
}

impl Args {
    /// Writes the tables where the arguments say.
    pub(crate) fn run(&self) -> Result<()> {
        let folder = self.shared.join("measures");
        let sheet = |name: &str| Sheet::read(&folder.join(name));
        let (extract, averages) = (sheet("us_by_partner_sector.csv")?, averages(&sheet("check_by_partner.csv")?)?);
        let [before, after] = [rows(&extract, DAYS[0])?, rows(&extract, DAYS[1])?];
        let claims = sheet("usmca_share.csv")?;
        let judgements = [Judgement::on_content(&before, &averages, &claims)?, Judgement::on_full_value(&claims)?];
        for ((day, rows), judgement) in DAYS.iter().zip([&before, &after]).zip(&judgements) {
            self.snapshot(day, rows, &averages, judgement)?;
        }
        self.write("us-tariffs/us-2025-10-24.csv", &tables::as_given(&before, DAYS[0])?)?;
        self.write("us-measures/failed-deal.csv", &tables::offer(&after, &judgements[1])?)?;
        self.write("us-measures/trucks-2025-11-01.csv", &tables::trucks(&before, &after)?)?;
        self.write("us-measures/measures.csv", &register::register(&sheet("measures_us.csv")?, &DAYS)?)
    }

    /// The three tables of a day: by product, by sector, even.
    fn snapshot(&self, day: &str, rows: &[Row], averages: &[Average], judgement: &Judgement) -> Result<()> {
        self.write(&format!("us-measures/{day}.csv"), &tables::by_product(rows, judgement)?)?;
        self.write(&format!("us-measures/by-sector-{day}.csv"), &tables::by_sector(rows, judgement)?)?;
        self.write(&format!("us-measures/even-{day}.csv"), &tables::even(averages, rows, judgement, day)?)
    }

    fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.out.join(Path::new(name));
        std::fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        println!("{}: {} rows", path.display(), text.lines().count() - 1);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
