//! The tables that scenarios name.

use anyhow::Result;

use super::extract::{Average, Row};
use super::judged::Judgement;
use super::sheet::written;

const SOURCE: &str = "us-measures";
/// Rate on Canada's steel and aluminium, and on its cars and parts, in the offer of August 2026, per cent.
const OFFER: [(&str, f64); 2] = [("metals", 25.0), ("autos", 15.0)];
/// Partners whose duty on cars or parts fell between the two days (measures US085 and US089 of the register).
const CHEAPER_CARS: [&str; 2] = ["KOR", "TWN"];

/// Columns of a duty on all goods of a cell.
const MEAN: [&str; 8] = ["importer", "exporter", "sector", "add", "share", "id", "source", "judged_by"];

fn line<const N: usize>(cells: [&str; N]) -> [String; N] {
    cells.map(str::to_string)
}

fn judge(judged: bool) -> &'static str {
    if judged { "portolan" } else { "" }
}

/// The table of the scenario `us-tariffs`: shares and rates as given.
pub(super) fn as_given(rows: &[Row], day: &str) -> Result<String> {
    let header = line(["importer", "exporter", "sector", "add", "share", "part", "from", "source", "judged_by"]);
    let row = |row: &Row| {
        let (add, part) = (format!("{}%", row.rate), format!("us/{}", row.group()));
        line(["USA", &row.partner, &row.sector, &add, &row.share, &part, day, SOURCE, judge(row.judged)])
    };
    let paying = rows.iter().filter(|row| row.share() > 0.0);
    written([header].into_iter().chain(paying.map(row)))
}

/// Shares by group of measures, with the ends of those that are judged. Ids say what is removed: `us-metals-CAN`.
pub(super) fn by_product(rows: &[Row], judgement: &Judgement) -> Result<String> {
    let header = line(["importer", "exporter", "sector", "add", "share", "part", "id", "source", "judged_by"]);
    let mut lines = vec![header];
    for cell in cells(rows) {
        for (row, ends) in cell.iter().zip(judgement.ends(cell)).filter(|(row, _)| row.share() > 0.0) {
            let share = share(row, ends);
            let judged = judge(row.judged || share != row.share);
            let (add, part) = (format!("{}%", row.rate), format!("us/{}", row.group()));
            let id = format!("us-{}-{}", row.group(), row.partner);
            lines.push(line(["USA", &row.partner, &row.sector, &add, &share, &part, &id, SOURCE, judged]));
        }
    }
    written(lines)
}

/// The mean of each cell on all its goods, at low, mode and high of what is judged.
pub(super) fn by_sector(rows: &[Row], judgement: &Judgement) -> Result<String> {
    let mut lines = vec![line(MEAN)];
    for cell in cells(rows) {
        let points: f64 = cell.iter().map(|row| row.contribution).sum();
        let [low, high] = gaps(cell, judgement);
        let (partner, sector) = (cell[0].partner.as_str(), cell[0].sector.as_str());
        lines.extend(steps((partner, sector, "by-sector"), [points + low, points, points + high]));
    }
    written(lines)
}

/// The mean of each partner on all its goods, at low, mode and high of what is judged.
pub(super) fn even(averages: &[Average], rows: &[Row], judgement: &Judgement, day: &str) -> Result<String> {
    let mut lines = vec![line(MEAN)];
    for average in averages.iter().filter(|a| a.date == day && a.partner != "EU27") {
        let points: f64 = average.points.parse()?;
        let mut ends = [points; 2];
        for cell in cells(rows).filter(|cell| cell[0].partner == average.partner) {
            let weight = cell[0].imports / (1000.0 * average.imports);
            for (end, gap) in ends.iter_mut().zip(gaps(cell, judgement)) {
                *end += weight * gap;
            }
        }
        lines.extend(steps((&average.partner, "goods", "even"), [ends[0], points, ends[1]]));
    }
    written(lines)
}

/// Points of a cell at low and at high, relative to what is given.
fn gaps(cell: &[Row], judgement: &Judgement) -> [f64; 2] {
    let ends = judgement.ends(cell);
    let gap = |end: usize| cell.iter().zip(&ends).map(|(row, ends)| (ends[end] - row.share()) * row.rate()).sum();
    [gap(0), gap(1)]
}

/// A duty on all goods with a low, mode and high: a rate is one number and a share has three, so the steps from low to mode
/// and from mode to high are rows of their own, on none or all of the cell.
fn steps((partner, sector, structure): (&str, &str, &str), points: [f64; 3]) -> Vec<[String; 8]> {
    let [low, mode, high] = points.map(|points| (points * 1e3).round() / 1e3);
    let id = format!("us-{structure}-{partner}");
    let step = |points: f64, share: &str| {
        let (add, judged) = (format!("{points:.3}%"), judge(!share.is_empty()));
        line(["USA", partner, sector, &add, share, &id, SOURCE, judged])
    };
    let steps = [(low, ""), (mode - low, "0;1;1"), (high - mode, "0;0;1")];
    steps.into_iter().filter(|(points, _)| *points >= 5e-4).map(|(points, share)| step(points, share)).collect()
}

/// Canada's metals and cars at the rates of the offer, on the same goods as in [`by_product`]; rates at or below the offer
/// stay, so those cells have no row.
pub(super) fn offer(rows: &[Row], judgement: &Judgement) -> Result<String> {
    let mut lines = vec![line(["importer", "exporter", "sector", "add", "share", "part", "id"])];
    for cell in cells(rows) {
        for (row, ends) in cell.iter().zip(judgement.ends(cell)) {
            let cut = OFFER.iter().find(|(group, offer)| row.is("CAN", group) && row.rate() > *offer);
            let Some((group, offer)) = cut else { continue };
            let [add, part, id] = [format!("{offer}%"), format!("us/{group}"), format!("us-failed-deal-{group}")];
            lines.push(line(["USA", "CAN", &row.sector, &add, &share(row, ends), &part, &id]));
        }
    }
    written(lines)
}

/// Trucks, their parts and buses: what the group `autos` takes more of cars' own sector once they pay. Rates are means over
/// partners whose duty on cars is the same on both days.
pub(super) fn trucks(before: &[Row], after: &[Row]) -> Result<String> {
    let mut lines = vec![line(["importer", "exporter", "sector", "add", "share"])];
    let own = ["CAN", "MEX"];
    let others: Vec<&str> = partners(after).into_iter().filter(|p| !own.contains(p)).collect();
    for (exporter, members) in [("CAN", vec!["CAN"]), ("MEX", vec!["MEX"]), ("*;!CAN;!MEX", others)] {
        let added = |value: fn(&Row, &Row) -> f64, kept: fn(&Row, &Row) -> bool| -> f64 {
            pairs(before, after, &members).filter(|(b, a)| kept(b, a)).map(|(b, a)| value(b, a) * a.imports).sum()
        };
        let share = added(|b, a| a.share() - b.share(), |_, _| true) / added(|_, _| 1.0, |_, _| true);
        let points = added(|b, a| a.contribution - b.contribution, same_duty_on_cars);
        let rate = points / added(|b, a| a.share() - b.share(), same_duty_on_cars);
        lines.push(line(["USA", exporter, "C29", &format!("{rate:.1}%"), &format!("{share:.4}")]));
    }
    written(lines)
}

fn partners(rows: &[Row]) -> Vec<&str> {
    let mut partners: Vec<&str> = rows.iter().map(|row| row.partner.as_str()).collect();
    partners.dedup();
    partners
}

/// Rows of cars' own sector on two days.
fn pairs<'a>(before: &'a [Row], after: &'a [Row], members: &'a [&str]) -> impl Iterator<Item = (&'a Row, &'a Row)> {
    let cars = |row: &&Row| row.group() == "autos" && row.sector == "C29" && members.contains(&row.partner.as_str());
    after.iter().filter(cars).filter_map(|a| {
        let b = before.iter().find(|b| b.is(&a.partner, "autos") && b.sector == a.sector)?;
        Some((b, a))
    })
}

fn same_duty_on_cars(before: &Row, _: &Row) -> bool {
    !CHEAPER_CARS.contains(&before.partner.as_str())
}

/// Runs of rows of one cell.
fn cells(rows: &[Row]) -> impl Iterator<Item = &[Row]> {
    rows.chunk_by(|a, b| a.partner == b.partner && a.sector == b.sector)
}

/// The share as given, or low, mode and high, to four digits.
fn share(row: &Row, ends: [f64; 2]) -> String {
    let [low, high] = ends.map(|end| (end * 1e4).round() / 1e4);
    if low == row.share() && high == row.share() { row.share.clone() } else { format!("{low};{};{high}", row.share) }
}
