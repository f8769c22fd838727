//! Groups of economies with their members by date, groups of sectors, and the lists of names that scenarios use.
//!
//! A list holds codes, groups, `*` for all and `!X` to leave out X, a code or a group. What is left out is left out
//! wherever it stands in the list; a list of exclusions alone starts from all.
//!
//! Members are facts of `members.csv`. A date is the day from which a membership counts for trade: an entry into force,
//! not a signature; the United Kingdom belongs to the EU until it left the customs union on 1 January 2021, eleven months
//! after it left the Union. Venezuela, suspended from MERCOSUR, and Myanmar, for which RCEP is not in force with every
//! party, are left out.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use jiff::civil::Date;

use crate::finding::nearest;
use crate::world::{Economy, Sector};

/// The reviewed table of members by date.
pub const MEMBERS: &str = include_str!("groups/members.csv");

/// A membership of an economy in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Name of the group, for example `ASEAN`.
    pub group: String,
    /// ISO 3166 alpha-3 of the member.
    pub economy: String,
    /// First day.
    pub from: Date,
    /// First day on which it is no longer a member.
    pub until: Option<Date>,
    /// Source id.
    pub source: String,
}

/// Other names of groups.
const ALIASES: [(&str, &str); 3] = [("CUSMA", "USMCA"), ("T-MEC", "USMCA"), ("EU27", "EU")];

/// Words that stand for sectors of a kind.
pub const SECTOR_GROUPS: [&str; 3] = ["goods", "services", "*"];

/// All memberships, in the order of the file.
pub fn memberships() -> &'static [Membership] {
    static TABLE: OnceLock<Vec<Membership>> = OnceLock::new();
    TABLE.get_or_init(|| read(MEMBERS))
}

/// The file is part of this crate, and a test reads all of it.
fn read(text: &str) -> Vec<Membership> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let row = |cells: csv::StringRecord| {
        Some(Membership {
            group: cells.get(0)?.into(),
            economy: cells.get(1)?.into(),
            from: cells.get(2)?.parse().ok()?,
            until: cells.get(3)?.parse().ok(),
            source: cells.get(4)?.into(),
        })
    };
    reader.records().filter_map(|cells| row(cells.ok()?)).collect()
}

/// Names of the groups of economies, with their other names.
pub fn names() -> Vec<&'static str> {
    let mut names: BTreeSet<&str> = memberships().iter().map(|m| m.group.as_str()).collect();
    names.extend(ALIASES.iter().map(|(alias, _)| *alias));
    names.into_iter().collect()
}

/// Codes of a group's members on a day, or of its latest members without one; `None` if there is no such group.
pub fn members(group: &str, date: Option<Date>) -> Option<Vec<&'static str>> {
    let name = ALIASES.iter().find(|(alias, _)| *alias == group).map_or(group, |(_, name)| *name);
    let of_group: Vec<_> = memberships().iter().filter(|m| m.group == name).collect();
    let counts = |m: &&Membership| match date {
        Some(day) => m.from <= day && m.until.is_none_or(|until| day < until),
        None => m.until.is_none(),
    };
    let codes = || of_group.iter().copied().filter(counts).map(|m| m.economy.as_str()).collect();
    (!of_group.is_empty()).then(codes)
}

/// Day on which an economy last entered a group; `None` if it did not, or if there is no such group.
pub fn member_since(group: &str, economy: &str) -> Option<Date> {
    let name = ALIASES.iter().find(|(alias, _)| *alias == group).map_or(group, |(_, name)| *name);
    let of_group = memberships().iter().filter(|m| m.group == name && m.economy == economy);
    of_group.map(|m| m.from).max()
}

/// A name of a list that means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// Place in the list, from 0.
    pub index: usize,
    /// The name without its exclamation mark.
    pub name: String,
    /// The nearest name that means something.
    pub nearest: Option<String>,
    /// True if the name is known as an economy that this table does not have.
    pub elsewhere: bool,
}

/// What a list of names means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// Indices in increasing order.
    pub members: Vec<usize>,
    /// Members of groups that the table does not have, with their group.
    pub absent: Vec<(String, String)>,
    /// Names that mean nothing.
    pub unknown: Vec<UnknownName>,
}

/// Economies that a list of names means on a day.
pub fn expand_economies(names: &[String], economies: &[Economy], date: Option<Date>) -> Expansion {
    let index = |code: &str| economies.iter().position(|e| e.code == code);
    let known = || economies.iter().map(|e| e.code.as_str()).chain(self::names());
    let elsewhere = |name: &str| memberships().iter().any(|m| m.economy == name);
    expand(names, economies.len(), known, |name, expansion| {
        if let Some(one) = index(name) {
            return Meaning::Some(vec![one]);
        }
        let Some(codes) = members(name, date) else {
            return if elsewhere(name) { Meaning::Elsewhere } else { Meaning::Unknown };
        };
        let missing = codes.iter().filter(|code| index(code).is_none());
        expansion.absent.extend(missing.map(|code| (code.to_string(), name.to_string())));
        Meaning::Some(codes.iter().filter_map(|code| index(code)).collect())
    })
}

/// Sectors that a list of names means.
pub fn expand_sectors(names: &[String], sectors: &[Sector]) -> Expansion {
    let kind = |goods: bool| (0..sectors.len()).filter(|j| sectors[*j].goods == goods).collect();
    let known = || sectors.iter().map(|s| s.code.as_str()).chain(SECTOR_GROUPS);
    expand(names, sectors.len(), known, |name, _| match name {
        "goods" => Meaning::Some(kind(true)),
        "services" => Meaning::Some(kind(false)),
        _ => sectors.iter().position(|s| s.code == name).map_or(Meaning::Unknown, |j| Meaning::Some(vec![j])),
    })
}

enum Meaning {
    Some(Vec<usize>),
    Elsewhere,
    Unknown,
}

fn expand<'a, K: Iterator<Item = &'a str>>(
    names: &[String],
    count: usize,
    known: impl Fn() -> K,
    meaning: impl Fn(&str, &mut Expansion) -> Meaning,
) -> Expansion {
    let mut expansion = Expansion::default();
    let mut marked = vec![!names.is_empty() && names.iter().all(|name| name.starts_with('!')); count];
    // Exclusions come last, wherever they stand.
    for exclusion in [false, true] {
        for (index, written) in names.iter().enumerate().filter(|(_, name)| name.starts_with('!') == exclusion) {
            let name = written.trim_start_matches('!').trim();
            if name == "*" {
                marked.fill(!exclusion);
                continue;
            }
            match meaning(name, &mut expansion) {
                Meaning::Some(members) => members.into_iter().for_each(|m| marked[m] = !exclusion),
                other => expansion.unknown.push(UnknownName {
                    index,
                    name: name.into(),
                    nearest: nearest(name, known()).map(str::to_string),
                    elsewhere: matches!(other, Meaning::Elsewhere),
                }),
            }
        }
    }
    expansion.unknown.sort_by_key(|u| u.index);
    expansion.members = (0..count).filter(|m| marked[*m]).collect();
    expansion
}

#[cfg(test)]
mod tests;
