//! The extract of US import duties: a row for each partner, sector, day and group of measures, with the share of the cell
//! that pays and the points that it pays more than in 2024.

use anyhow::{Context, Result, ensure};

use super::sheet::{Sheet, number};

/// Groups in the order in which they are laid on a cell. The country rate comes last: where shares sum above 1 it lies on
/// top of the others.
pub(super) const GROUPS: [&str; 5] = ["autos", "lumber", "metals", "s338", "country-rate"];
/// Largest difference, in points, between share × rate and the contribution that the extract states; it rounds shares
/// to four digits and rates to two.
const ROUNDING: f64 = 0.01;

/// What a group of measures does to a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) partner: String,
    pub(super) sector: String,
    /// Place in [`GROUPS`].
    pub(super) group: usize,
    /// Part of the cell that pays, as given.
    pub(super) share: String,
    /// Points on the goods that pay, as given.
    pub(super) rate: String,
    /// Points on the whole cell.
    pub(super) contribution: f64,
    /// Imports of 2024, million US dollars.
    pub(super) imports: f64,
    pub(super) judged: bool,
}

impl Row {
    pub(super) fn group(&self) -> &'static str {
        GROUPS[self.group]
    }

    /// The share as a number; [`rows`] has checked it.
    pub(super) fn share(&self) -> f64 {
        self.share.parse().unwrap_or_default()
    }

    /// The rate as a number; [`rows`] has checked it.
    pub(super) fn rate(&self) -> f64 {
        self.rate.parse().unwrap_or_default()
    }

    /// Points on the cell times its imports.
    pub(super) fn weight(&self) -> f64 {
        self.contribution * self.imports
    }

    pub(super) fn is(&self, partner: &str, group: &str) -> bool {
        self.partner == partner && self.group() == group
    }
}

/// Rows of a day by partner, sector and group. Patented medicines, the group `other`, are left out: paying shares were not
/// observed.
pub(super) fn rows(sheet: &Sheet, day: &str) -> Result<Vec<Row>> {
    let [partner, sector, date, group, confidence] =
        sheet.columns(["partner", "sector", "date", "measure_group", "confidence"])?;
    let [share, rate, contribution, imports] =
        sheet.columns(["share_of_cell", "rate_pp", "contribution_pp", "cell_imports_2024_usd_mn"])?;
    let mut rows = Vec::new();
    for cells in sheet.records.iter().filter(|cells| &cells[date] == day && &cells[group] != "other") {
        let at = || format!("{}, {}, {}", &cells[partner], &cells[sector], &cells[group]);
        let place =
            GROUPS.iter().position(|g| *g == &cells[group]).with_context(|| format!("unknown group: {}", at()))?;
        let (part, points) = (number(cells, share)?, number(cells, contribution)?);
        ensure!((0.0..=1.0).contains(&part), "the share lies outside 0 to 1: {}", at());
        let gap = part * number(cells, rate)? - points;
        ensure!(gap.abs() <= ROUNDING, "share times rate is not the contribution: {}", at());
        let [partner, sector, share, rate] = [partner, sector, share, rate].map(|k| cells[k].to_string());
        let (imports, judged) = (number(cells, imports)?, &cells[confidence] == "judged");
        rows.push(Row { partner, sector, group: place, share, rate, contribution: points, imports, judged });
    }
    rows.sort_by(|a, b| (&a.partner, &a.sector, a.group).cmp(&(&b.partner, &b.sector, b.group)));
    Ok(rows)
}

/// Added duty of a partner on all its goods, on the imports of 2024.
pub(super) struct Average {
    pub(super) partner: String,
    pub(super) date: String,
    /// Points, without medicines; as given.
    pub(super) points: String,
    /// Billion US dollars.
    pub(super) imports: f64,
}

/// Averages by partner and day, in the order of the extract; the EU as a whole is the partner `EU27`.
pub(super) fn averages(sheet: &Sheet) -> Result<Vec<Average>> {
    let [partner, date, points, imports] =
        sheet.columns(["partner", "date", "total_without_other_pp", "imports_2024_usd_bn"])?;
    let average = |cells: &csv::StringRecord| {
        number(cells, points)?;
        let [partner, date, points] = [partner, date, points].map(|k| cells[k].to_string());
        Ok(Average { partner, date, points, imports: number(cells, imports)? })
    };
    sheet.records.iter().map(average).collect()
}
