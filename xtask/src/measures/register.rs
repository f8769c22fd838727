//! The register of measures: facts from the extract, words of our own from `words.csv` beside this file.

use anyhow::{Context, Result, ensure};
use csv::StringRecord;

use super::sheet::{Sheet, written};

/// What measures touch and leave out, in our own words: the first and the last measure of a run, products, exemptions,
/// note.
const WORDS: &str = include_str!("words.csv");
/// Most stems of the Harmonized System that a row shows.
const STEMS: usize = 6;
/// Columns of the register.
const COLUMNS: [&str; 18] = [
    "id",
    "group",
    "authority",
    "partner",
    "except",
    "products",
    "hs",
    "hs_stems",
    "rate",
    "kind",
    "exemptions",
    "known",
    "from",
    "until",
    "url",
    "confidence",
    "note",
    "known_to_the",
];

/// The register as CSV. Flags of the extract that say whether a measure is in force on a day must agree with its dates.
pub(super) fn register(sheet: &Sheet, days: &[&str]) -> Result<String> {
    let words = Sheet::parse(WORDS)?;
    let mut lines = vec![COLUMNS.map(str::to_string)];
    for cells in &sheet.records {
        let facts = Facts { sheet, cells };
        for day in days {
            facts.check_force(day)?;
        }
        let id = facts.text("id")?;
        let words = words_of(&words, id).with_context(|| format!("no words for the measure {id}"))?;
        lines.push(facts.line(&words)?);
    }
    written(lines)
}

/// Products, exemptions and note of a measure.
fn words_of(words: &Sheet, id: &str) -> Option<[String; 3]> {
    let within = |cells: &&StringRecord| &cells[0] <= id && id <= &cells[1];
    let cells = words.records.iter().find(within)?;
    Some([2, 3, 4].map(|k| cells[k].to_string()))
}

/// A measure of the extract.
struct Facts<'a> {
    sheet: &'a Sheet,
    cells: &'a StringRecord,
}

impl<'a> Facts<'a> {
    fn text(&self, column: &str) -> Result<&'a str> {
        let [place] = self.sheet.columns([column])?;
        Ok(&self.cells[place])
    }

    fn line(&self, [products, exemptions, note]: &[String; 3]) -> Result<[String; 18]> {
        let (hs, stems) = stems(self.text("hs")?);
        let (known, within) = self.known()?;
        let [partner, except] = [self.codes("partner")?, self.codes("exclusions")?];
        let authority = self.text("authority")?;
        let [rate, from, until] = [self.text("rate_percent")?, self.text("from")?, self.text("until")?];
        let rate = if rate.is_empty() { String::new() } else { format!("{rate}%") };
        let [id, url, confidence] = [self.text("id")?, self.text("source_url")?, self.text("confidence")?];
        Ok([
            id,
            group(authority),
            authority,
            &partner,
            &except,
            products,
            &hs,
            &stems,
            &rate,
            kind(self.text("kind")?),
            exemptions,
            &known,
            from,
            until,
            url,
            confidence,
            note,
            within,
        ]
        .map(str::to_string))
    }

    /// Codes, groups and `*`; exceptions that the extract describes in a sentence are told in our words.
    fn codes(&self, column: &str) -> Result<String> {
        let codes: Vec<&str> = self.text(column)?.split(';').filter_map(code).collect();
        Ok(codes.join(";"))
    }

    /// Day of the announcement, and whether only its month is known: then the last day of the month, or the day on which
    /// the measure applies if that is earlier, so that nobody is said to have known too early.
    fn known(&self) -> Result<(String, &'static str)> {
        let (known, from) = (self.text("known")?, self.text("from")?);
        let Some((_, month)) = known.split_once('-').filter(|(_, month)| month.len() == 2) else {
            return Ok((known.to_string(), "day"));
        };
        let last = match month {
            "02" => 28,
            "04" | "06" | "09" | "11" => 30,
            _ => 31,
        };
        Ok((format!("{known}-{last}").min(from.to_string()), "month"))
    }

    fn check_force(&self, day: &str) -> Result<()> {
        let flag = self.text(&format!("in_force_{}", day.replace('-', "_")))? == "yes";
        let (from, until) = (self.text("from")?, self.text("until")?);
        let dated = from <= day && (until.is_empty() || day < until);
        ensure!(flag == dated, "{} is in force on {day} by its flag or by its dates, not by both", self.text("id")?);
        Ok(())
    }
}

/// The code that a name is or begins with: `EU27` is the EU, `JPN (KOR from 2025-11-14` is Japan, `GBR at 25` is not an
/// exception but another rate.
fn code(name: &str) -> Option<&str> {
    let (code, rest) = name.trim().split_once(' ').unwrap_or((name.trim(), ""));
    let plain = code == "*" || (code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase()));
    let whole = rest.is_empty() || rest.starts_with('(') || rest.starts_with("and the");
    match code {
        "EU27" if whole => Some("EU"),
        _ => (plain && whole).then_some(code),
    }
}

/// The first stems, and how many there are.
fn stems(hs: &str) -> (String, String) {
    let stems: Vec<&str> =
        hs.split(';').map(str::trim).filter(|s| s.starts_with(|c: char| c.is_ascii_digit())).collect();
    let count = if stems.is_empty() { String::new() } else { stems.len().to_string() };
    (stems[..stems.len().min(STEMS)].join(";"), count)
}

/// The group of the tables that holds a measure; empty if none does.
fn group(authority: &str) -> &'static str {
    let begins = |names: &[&str]| names.iter().any(|name| authority.starts_with(name));
    match authority {
        "s338" => "s338",
        "s122" | "s301-Brazil" | "s301-forced labour" => "country-rate",
        _ if begins(&["IEEPA"]) => "country-rate",
        _ if begins(&["s232-autos", "s232-parts", "s232-trucks"]) => "autos",
        _ if begins(&["s232-lumber"]) => "lumber",
        _ if begins(&["s232-steel", "s232-aluminium", "s232-copper", "s232-metals"]) => "metals",
        _ => "",
    }
}

fn kind(kind: &str) -> &str {
    match kind {
        "cap including MFN" => "cap",
        "add on metal content only" | "add on copper content only" => "add on metal content",
        "prohibition" => "ban",
        other => other,
    }
}
