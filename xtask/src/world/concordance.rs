//! Economies and sectors of the world, and what of the publishers' goes into each.

use portolan_core::{Economy, Sector};

/// The 23 sectors: 22 of goods and services together.
const SECTORS: [(&str, &str); 23] = [
    ("A01_02", "Agriculture and forestry"),
    ("A03", "Fishing"),
    ("B05_06", "Coal, crude oil and gas"),
    ("B07_08", "Metal ores and other minerals"),
    ("B09", "Mining support services"),
    ("C10T12", "Food, drink and tobacco"),
    ("C13T15", "Textiles, clothing and leather"),
    ("C16", "Wood"),
    ("C17_18", "Paper and printing"),
    ("C19", "Refined petroleum"),
    ("C20", "Chemicals"),
    ("C21", "Medicines"),
    ("C22", "Rubber and plastics"),
    ("C23", "Glass, cement and ceramics"),
    ("C24", "Basic metals"),
    ("C25", "Metal products"),
    ("C26", "Computers and electronics"),
    ("C27", "Electrical equipment"),
    ("C28", "Machinery"),
    ("C29", "Cars and parts"),
    ("C30", "Aircraft, ships and trains"),
    ("C31T33", "Furniture, other goods, repair"),
    ("SERV", "Services"),
];

/// The 76 economies of the publisher's 2023 edition and the rest of the world.
const ECONOMIES: [(&str, &str); 77] = [
    ("ARG", "Argentina"),
    ("AUS", "Australia"),
    ("AUT", "Austria"),
    ("BEL", "Belgium"),
    ("BGD", "Bangladesh"),
    ("BGR", "Bulgaria"),
    ("BLR", "Belarus"),
    ("BRA", "Brazil"),
    ("BRN", "Brunei"),
    ("CAN", "Canada"),
    ("CHE", "Switzerland"),
    ("CHL", "Chile"),
    ("CHN", "China"),
    ("CIV", "Côte d'Ivoire"),
    ("CMR", "Cameroon"),
    ("COL", "Colombia"),
    ("CRI", "Costa Rica"),
    ("CYP", "Cyprus"),
    ("CZE", "Czechia"),
    ("DEU", "Germany"),
    ("DNK", "Denmark"),
    ("EGY", "Egypt"),
    ("ESP", "Spain"),
    ("EST", "Estonia"),
    ("FIN", "Finland"),
    ("FRA", "France"),
    ("GBR", "United Kingdom"),
    ("GRC", "Greece"),
    ("HKG", "Hong Kong"),
    ("HRV", "Croatia"),
    ("HUN", "Hungary"),
    ("IDN", "Indonesia"),
    ("IND", "India"),
    ("IRL", "Ireland"),
    ("ISL", "Iceland"),
    ("ISR", "Israel"),
    ("ITA", "Italy"),
    ("JOR", "Jordan"),
    ("JPN", "Japan"),
    ("KAZ", "Kazakhstan"),
    ("KHM", "Cambodia"),
    ("KOR", "South Korea"),
    ("LAO", "Laos"),
    ("LTU", "Lithuania"),
    ("LUX", "Luxembourg"),
    ("LVA", "Latvia"),
    ("MAR", "Morocco"),
    ("MEX", "Mexico"),
    ("MLT", "Malta"),
    ("MMR", "Myanmar"),
    ("MYS", "Malaysia"),
    ("NGA", "Nigeria"),
    ("NLD", "Netherlands"),
    ("NOR", "Norway"),
    ("NZL", "New Zealand"),
    ("PAK", "Pakistan"),
    ("PER", "Peru"),
    ("PHL", "Philippines"),
    ("POL", "Poland"),
    ("PRT", "Portugal"),
    ("ROU", "Romania"),
    ("RUS", "Russia"),
    ("SAU", "Saudi Arabia"),
    ("SEN", "Senegal"),
    ("SGP", "Singapore"),
    ("SVK", "Slovakia"),
    ("SVN", "Slovenia"),
    ("SWE", "Sweden"),
    ("THA", "Thailand"),
    ("TUN", "Tunisia"),
    ("TUR", "Türkiye"),
    ("TWN", "Taiwan"),
    ("UKR", "Ukraine"),
    ("USA", "United States"),
    ("VNM", "Viet Nam"),
    ("ZAF", "South Africa"),
    ("ROW", "Rest of the world"),
];

/// The world's economies in index order: those that the publisher's economies go into.
pub(crate) fn economies(publisher: &[String]) -> Vec<Economy> {
    let present = |code: &str| publisher.iter().any(|p| economy(p) == code);
    let known = ECONOMIES.iter().filter(|(code, _)| present(code));
    known.map(|(code, name)| Economy { code: code.to_string(), name: name.to_string() }).collect()
}

/// Index in a world of each economy of a publisher.
pub(crate) fn indices(publisher: &[String], world: &[Economy]) -> Vec<usize> {
    publisher.iter().filter_map(|p| world.iter().position(|e| e.code == economy(p))).collect()
}

/// The world's sectors in index order.
pub(crate) fn sectors() -> Vec<Sector> {
    SECTORS
        .iter()
        .map(|(code, name)| Sector { code: code.to_string(), name: name.to_string(), goods: *code != "SERV" })
        .collect()
}

/// Code of the economy that an economy of a publisher goes into.
///
/// The OECD splits China (`CN1`, `CN2`) and Mexico (`MX1`, `MX2`) by kind of firm; some publishers write `ROM` for Romania.
/// Everybody who has no row of their own is in the rest of the world: Angola, the Emirates, DR Congo and São Tomé of the
/// 2025 edition too, because the input–output coefficients do not know them.
pub(crate) fn economy(publisher: &str) -> &'static str {
    let code = match publisher {
        "CN1" | "CN2" => "CHN",
        "MX1" | "MX2" => "MEX",
        "ROM" => "ROU",
        other => other,
    };
    ECONOMIES.iter().find(|(known, _)| *known == code).map_or("ROW", |(known, _)| known)
}

/// Index of the sector that a sector of the OECD's tables (45, 50 or 28 sectors) belongs to.
pub(crate) fn sector(publisher: &str) -> Option<usize> {
    let code = match publisher {
        "A01" | "A02" => "A01_02",
        "B05" | "B06" => "B05_06",
        "B07" | "B08" => "B07_08",
        "C24A" | "C24B" => "C24",
        "C301" | "C302T309" => "C30",
        "Services (aggregate)" => "SERV",
        services if services.starts_with(|c: char| ('D'..='U').contains(&c)) => "SERV",
        other => other,
    };
    SECTORS.iter().position(|(known, _)| *known == code)
}

/// Codes of the world's sectors that a two-digit division of ISIC Rev. 3 covers; none for services.
///
/// Tobacco (16) is left out of food: its mean of specific duties would double the rate of a sector that is hardly tobacco.
/// Chemicals (24) hold medicines.
pub(crate) fn sectors_of_isic3(division: u32) -> &'static [&'static str] {
    match division {
        1 | 2 => &["A01_02"],
        5 => &["A03"],
        10 | 11 => &["B05_06"],
        12..=14 => &["B07_08"],
        15 => &["C10T12"],
        17..=19 => &["C13T15"],
        20 => &["C16"],
        21 | 22 => &["C17_18"],
        23 => &["C19"],
        24 => &["C20", "C21"],
        25 => &["C22"],
        26 => &["C23"],
        27 => &["C24"],
        28 => &["C25"],
        30 | 32 | 33 => &["C26"],
        31 => &["C27"],
        29 => &["C28"],
        34 => &["C29"],
        35 => &["C30"],
        36 => &["C31T33"],
        _ => &[],
    }
}

/// Code of a sector of the world.
pub(crate) fn sector_code(j: usize) -> &'static str {
    SECTORS[j].0
}
