//! `cargo xtask measures`: the table of the scenario `us-tariffs` from the extract of US import duties by partner and sector.
//!
//! The extract has one row for each partner, sector, date and group of measures: the share of the cell that pays, and the
//! points that it pays more than in 2024. The table keeps one date, leaves out the group `other` (patented medicines,
//! whose paying shares were not observed) and rows whose share is zero at the four digits given. Groups of a cell are
//! disjoint, so each is a part of the family `us`; the country rate comes last, since it lies on top of the others where
//! shares sum above 1.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// Day of the shares.
const DATE: &str = "2025-10-24";
/// Groups in the order in which they are laid on a cell.
const GROUPS: [&str; 4] = ["autos", "lumber", "metals", "country-rate"];
/// Largest difference, in points, between share × rate and the contribution that the extract states; it rounds shares
/// to four digits and rates to two.
const ROUNDING: f64 = 0.01;

/// Where the extract is and where the table goes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder with the extracts; holds `measures/us_by_partner_sector.csv`.
    #[arg(long)]
    shared: PathBuf,
    /// File to write.
    #[arg(long, default_value = "scenarios/us-tariffs/us-2025-10-24.csv")]
    out: PathBuf,
}

/// A row of the extract that the table keeps.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    partner: String,
    sector: String,
    /// Place in [`GROUPS`].
    group: usize,
    share: String,
    rate: String,
    judged: bool,
}

/// Writes the table.
pub(crate) fn run(shared: &Path, out: &Path) -> Result<()> {
    let path = shared.join("measures/us_by_partner_sector.csv");
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let rows = rows(&text).with_context(|| format!("in {}", path.display()))?;
    std::fs::write(out, table(&rows)?).with_context(|| format!("writing {}", out.display()))?;
    let partners: BTreeSet<&str> = rows.iter().map(|row| row.partner.as_str()).collect();
    println!("{}: {} rows, {} partners", out.display(), rows.len(), partners.len());
    Ok(())
}

impl Args {
    /// Writes the table where the arguments say.
    pub(crate) fn run(&self) -> Result<()> {
        run(&self.shared, &self.out)
    }
}

/// Rows of the day with a share, in the order of the table.
fn rows(text: &str) -> Result<Vec<Row>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers()?.clone();
    let column =
        |name: &str| header.iter().position(|h| h == name).with_context(|| format!("the column `{name}` is missing"));
    let [partner, sector, date, group] =
        [column("partner")?, column("sector")?, column("date")?, column("measure_group")?];
    let [share, rate, contribution, confidence] =
        [column("share_of_cell")?, column("rate_pp")?, column("contribution_pp")?, column("confidence")?];
    let mut rows = Vec::new();
    for cells in reader.records() {
        let cells = cells?;
        if &cells[date] != DATE || &cells[group] == "other" {
            continue;
        }
        let at = || format!("{}, {}, {}", &cells[partner], &cells[sector], &cells[group]);
        let place =
            GROUPS.iter().position(|g| *g == &cells[group]).with_context(|| format!("unknown group: {}", at()))?;
        let number = |k: usize| cells[k].parse::<f64>().with_context(|| format!("not a number: {}", at()));
        ensure!((0.0..=1.0).contains(&number(share)?), "the share lies outside 0 to 1: {}", at());
        let gap = number(share)? * number(rate)? - number(contribution)?;
        ensure!(gap.abs() <= ROUNDING, "share times rate is not the contribution: {}", at());
        if number(share)? > 0.0 {
            let [partner, sector, share, rate] = [partner, sector, share, rate].map(|k| cells[k].to_string());
            rows.push(Row { partner, sector, group: place, share, rate, judged: &cells[confidence] == "judged" });
        }
    }
    rows.sort();
    Ok(rows)
}

fn table(rows: &[Row]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["importer", "exporter", "sector", "add", "share", "part", "from", "source", "judged_by"])?;
    for row in rows {
        let (add, part) = (format!("{}%", row.rate), format!("us/{}", GROUPS[row.group]));
        let judged_by = if row.judged { "portolan" } else { "" };
        writer.write_record([
            "USA",
            &row.partner,
            &row.sector,
            &add,
            &row.share,
            &part,
            DATE,
            "us-measures",
            judged_by,
        ])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

#[cfg(test)]
mod tests;
