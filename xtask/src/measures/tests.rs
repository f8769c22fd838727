use super::*;

const HEADER: &str = "partner,sector,date,measure_group,share_of_cell,rate_pp,contribution_pp,\
                      cell_imports_2024_usd_mn,confidence\n";
/// Derivatives of metals pay 1 point on half of each partner's imports.
const CONTENT: &str = "CAN,C28,2025-10-24,metals,0.02,50,1,500,medium\n\
                       DEU,C28,2025-10-24,metals,0.02,50,1,500,medium\n\
                       JPN,C28,2025-10-24,metals,0.02,50,1,500,medium\n\
                       MEX,C28,2025-10-24,metals,0.02,50,1,500,medium\n\
                       KOR,C28,2025-10-24,metals,0.02,50,1,500,medium\n";
const AVERAGES: &str = "partner,date,total_without_other_pp,imports_2024_usd_bn\n\
                        EU27,2025-10-24,13.6,1\nCAN,2025-10-24,6.3,1\nJPN,2025-10-24,13.9,1\nMEX,2025-10-24,10.9,1\n\
                        BRN,2025-10-24,0,1\nCAN,2026-10-09,8.21,1\n";
const CLAIMS: &str = "partner,level,code,low,mode,high,claim_share_2026_01_02\n\
                      CAN,total,all,0.1,0.2,0.3,0.2\nCAN,sector,C28,0.6,0.9,0.95,0.5\nCAN,sector,C29,0.8,0.9,1.0,0.9\n";
const REGISTER: &str = "id,authority,partner,exclusions,hs,rate_percent,kind,exemptions,known,from,until,source_url,\
                        confidence,note,in_force_2025_10_24,in_force_2026_10_09\n";

fn extract(body: &str) -> Sheet {
    Sheet::parse(&format!("{HEADER}{body}")).unwrap()
}

fn first_day(body: &str) -> Result<Vec<Row>> {
    rows(&extract(body), DAYS[0])
}

fn judgement() -> Judgement {
    let averages = averages(&Sheet::parse(AVERAGES).unwrap()).unwrap();
    Judgement::on_content(&first_day(CONTENT).unwrap(), &averages, &Sheet::parse(CLAIMS).unwrap()).unwrap()
}

/// Ends of the one cell of this extract.
fn ends(body: &str) -> Vec<[f64; 2]> {
    judgement().ends(&first_day(body).unwrap())
}

fn close(found: &[[f64; 2]], expected: &[[f64; 2]]) {
    let gap = |(a, b): (&[f64; 2], &[f64; 2])| (a[0] - b[0]).abs().max((a[1] - b[1]).abs());
    assert_eq!(found.len(), expected.len());
    assert!(found.iter().zip(expected).map(gap).all(|gap| gap < 1e-9), "{found:?}");
}

#[test]
fn the_country_rate_comes_last_and_rates_stay_as_given() {
    let body = "CHN,C29,2025-10-24,country-rate,1.0,27.50,27.5,10,high\n\
                CHN,C29,2025-10-24,metals,0.1,50.0,5.0,10,medium\n\
                CAN,C16,2025-10-24,lumber,0.4663,10.0,4.663,10,judged\n";
    let expected = "importer,exporter,sector,add,share,part,from,source,judged_by\n\
                    USA,CAN,C16,10.0%,0.4663,us/lumber,2025-10-24,us-measures,portolan\n\
                    USA,CHN,C29,50.0%,0.1,us/metals,2025-10-24,us-measures,\n\
                    USA,CHN,C29,27.50%,1.0,us/country-rate,2025-10-24,us-measures,\n";
    assert_eq!(tables::as_given(&first_day(body).unwrap(), DAYS[0]).unwrap(), expected);
}

#[test]
fn other_days_medicines_and_empty_shares_are_left_out() {
    let body = "CAN,C24,2026-10-09,s338,0.5,50.0,25.0,10,high\n\
                SGP,C21,2025-10-24,other,0.2,100.0,20.0,10,judged\n\
                CAN,A03,2025-10-24,metals,0.0,50.0,0.002,10,medium\n";
    let rows = first_day(body).unwrap();
    assert_eq!(tables::as_given(&rows, DAYS[0]).unwrap().lines().count(), 1);
    assert_eq!(tables::by_product(&rows, &judgement()).unwrap().lines().count(), 1);
}

#[test]
fn an_extract_that_contradicts_itself_is_refused() {
    for (body, message) in [
        (
            "CAN,C24,2025-10-24,metals,0.5,50.0,2.5,1,high\n",
            "share times rate is not the contribution: CAN, C24, metals",
        ),
        ("CAN,C24,2025-10-24,metals,1.5,50.0,75,1,high\n", "the share lies outside 0 to 1: CAN, C24, metals"),
        ("CAN,C24,2025-10-24,ships,0.5,50.0,25,1,high\n", "unknown group: CAN, C24, ships"),
    ] {
        assert_eq!(first_day(body).unwrap_err().to_string(), message);
    }
    let missing = rows(&Sheet::parse("partner,sector\n").unwrap(), DAYS[0]).unwrap_err();
    assert_eq!(missing.to_string(), "the column `date` is missing");
}

/// Full value brings Canada from 6.3 to 9.3 points of imports of 1 bn: 3 points more on derivatives of 0.5 points make a
/// factor of 7. The EU's is 5, Japan's 9, Mexico's 3; Korea takes that of all four, 1 + 10 / 2.
#[test]
fn content_reaches_the_average_of_full_value() {
    for (partner, high) in [("CAN", 0.14), ("DEU", 0.1), ("JPN", 0.18), ("MEX", 0.06), ("KOR", 0.12)] {
        close(&ends(&format!("{partner},C28,2025-10-24,metals,0.02,50,1,500,medium\n")), &[[0.02, high]]);
    }
    close(&ends("CAN,C25,2025-10-24,metals,0.02,50,1,500,medium\n"), &[[0.02, 0.02]]);
}

/// With 90% claimed, 0.9 × 0.60 + 0.1 = 0.64 of cars' value pays; 0.9 × 0.45 + 0.1 = 0.505 and 0.9 × 0.82 + 0.1 = 0.838
/// at the ends of US content.
#[test]
fn cars_under_usmca_pay_on_what_is_not_american() {
    close(&ends("CAN,C29,2025-10-24,autos,0.32,25,8,1,medium\n"), &[[0.2525, 0.419]]);
    close(&ends("CAN,C28,2025-10-24,autos,0.32,25,8,1,medium\n"), &[[0.32, 0.32]]);
    close(&ends("DEU,C29,2025-10-24,autos,0.32,25,8,1,medium\n"), &[[0.32, 0.32]]);
}

#[test]
fn the_country_rate_follows_what_does_not_claim() {
    close(&ends("CAN,C28,2025-10-24,country-rate,0.1,35,3.5,1,medium\n"), &[[0.05, 0.4]]);
    let later = Judgement::on_full_value(&Sheet::parse(CLAIMS).unwrap()).unwrap();
    let rows = rows(&extract("CAN,C28,2026-10-09,country-rate,0.1,10,1,1,medium\n"), DAYS[1]).unwrap();
    close(&later.ends(&rows), &[[0.01, 0.1]]);
}

#[test]
fn no_high_end_takes_more_room_than_there_is() {
    let body = "CAN,C28,2025-10-24,metals,0.12,50,6,1,medium\nCAN,C28,2025-10-24,country-rate,0.1,35,3.5,1,medium\n";
    close(&ends(body), &[[0.12, 0.84], [0.05, 0.16]]);
    let on_top = "JPN,C28,2025-10-24,metals,0.12,50,6,1,medium\nJPN,C28,2025-10-24,country-rate,0.88,15,13.2,1,high\n";
    close(&ends(on_top), &[[0.12, 1.0], [0.88, 0.88]]);
}

#[test]
fn judged_shares_have_three_numbers_and_a_judge() {
    let body = "CAN,C28,2025-10-24,metals,0.001,50,0.05,500,medium\nCAN,C24,2025-10-24,metals,0.5,50,25,500,high\n";
    let expected = "importer,exporter,sector,add,share,part,id,source,judged_by\n\
                    USA,CAN,C24,50%,0.5,us/metals,us-metals-CAN,us-measures,\n\
                    USA,CAN,C28,50%,0.001;0.001;0.007,us/metals,us-metals-CAN,us-measures,portolan\n";
    assert_eq!(tables::by_product(&first_day(body).unwrap(), &judgement()).unwrap(), expected);
}

#[test]
fn a_sector_pays_the_sum_of_its_groups() {
    let body = "CAN,C24,2025-10-24,metals,0.5,50,25,500,high\nCAN,C24,2025-10-24,lumber,0.1,10,1,500,high\n\
                CAN,A03,2025-10-24,metals,0.0,50,0.0004,500,medium\n";
    let expected = "importer,exporter,sector,add,share,id,source,judged_by\n\
                    USA,CAN,C24,26.000%,,us-by-sector-CAN,us-measures,\n";
    assert_eq!(tables::by_sector(&first_day(body).unwrap(), &judgement()).unwrap(), expected);
}

/// Metals of 2% may be 14%, 6 points more of this cell; the country rate of 3.5 points may be half or four times as much.
#[test]
fn steps_lead_from_low_to_mode_and_high() {
    let body =
        "CAN,C28,2025-10-24,metals,0.02,50,1,500,medium\nCAN,C28,2025-10-24,country-rate,0.1,35,3.5,500,medium\n";
    let table = tables::by_sector(&first_day(body).unwrap(), &judgement()).unwrap();
    let steps = |table: &str| -> Vec<(String, String)> {
        let cell = |line: &str, k: usize| line.split(',').nth(k).unwrap().to_string();
        table.lines().filter(|line| line.contains(",CAN,")).map(|line| (cell(line, 3), cell(line, 4))).collect()
    };
    let pairs = |pairs: [(&str, &str); 3]| pairs.map(|(add, share)| (add.to_string(), share.to_string())).to_vec();
    assert_eq!(steps(&table), pairs([("2.750%", ""), ("1.750%", "0;1;1"), ("16.500%", "0;0;1")]));
    let averages = averages(&Sheet::parse(AVERAGES).unwrap()).unwrap();
    let even = tables::even(&averages, &first_day(body).unwrap(), &judgement(), DAYS[0]).unwrap();
    assert_eq!(steps(&even), pairs([("5.425%", ""), ("0.875%", "0;1;1"), ("8.250%", "0;0;1")]));
    let partners: Vec<&str> = even.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
    assert_eq!(partners, ["CAN", "CAN", "CAN", "JPN", "MEX"]);
}

#[test]
fn the_offer_cuts_only_what_canada_pays_above_it() {
    let body = "CAN,C24,2026-10-09,metals,0.5,50,25,1,medium\nCAN,C28,2026-10-09,metals,0.5,18,9,1,medium\n\
                CAN,C29,2026-10-09,autos,0.4,25,10,1,medium\nMEX,C24,2026-10-09,metals,0.5,50,25,1,medium\n";
    let rows = rows(&extract(body), DAYS[1]).unwrap();
    let expected = "importer,exporter,sector,add,share,part,id\n\
                    USA,CAN,C24,25%,0.5,us/metals,us-failed-deal-metals\n\
                    USA,CAN,C29,15%,0.3156;0.4;0.5238,us/autos,us-failed-deal-autos\n";
    let later = Judgement::on_full_value(&Sheet::parse(CLAIMS).unwrap()).unwrap();
    assert_eq!(tables::offer(&rows, &later).unwrap(), expected);
}

/// Canada: 0.1 of the cell more, 2 points more. Others: Japan 0.02 and Korea 0.04 more on equal imports; Korea's duty on
/// cars fell, so that the rate is Japan's alone.
#[test]
fn trucks_are_what_the_group_of_cars_takes_more() {
    let body = "CAN,C29,2025-10-24,autos,0.4,25,10,1,medium\nCAN,C29,2026-10-09,autos,0.5,24,12,1,medium\n\
                MEX,C29,2025-10-24,autos,0.4,25,10,1,medium\nMEX,C29,2026-10-09,autos,0.41,25,10.25,1,medium\n\
                JPN,C29,2025-10-24,autos,0.9,12,10.8,1,high\nJPN,C29,2026-10-09,autos,0.92,12.28,11.3,1,high\n\
                KOR,C29,2025-10-24,autos,0.9,25,22.5,1,high\nKOR,C29,2026-10-09,autos,0.94,15,14.1,1,high\n";
    let [before, after] = DAYS.map(|day| rows(&extract(body), day).unwrap());
    let expected = "importer,exporter,sector,add,share\nUSA,CAN,C29,20.0%,0.1000\nUSA,MEX,C29,25.0%,0.0100\n\
                    USA,*;!CAN;!MEX,C29,25.0%,0.0300\n";
    assert_eq!(tables::trucks(&before, &after).unwrap(), expected);
}

fn registered(body: &str) -> Result<String> {
    register::register(&Sheet::parse(&format!("{REGISTER}{body}"))?, &DAYS)
}

#[test]
fn the_register_has_codes_a_few_stems_and_our_words() {
    let body = "US094,s232-lumber,*,GBR;EU27;JPN (KOR from 2025-11-14; TWN from 2026-05-01),\
                1;2;3;4;5;6;7,25,cap including MFN,x,2025-09-29,2025-10-14,,https://x,high,y,yes,yes\n";
    let text = registered(body).unwrap();
    let row = text.lines().nth(1).unwrap();
    assert!(row.starts_with("US094,lumber,s232-lumber,*,GBR;EU;JPN,\"upholstered wooden furniture"), "{row}");
    assert!(row.contains(",1;2;3;4;5;6,7,25%,cap,"), "{row}");
}

#[test]
fn a_month_counts_as_its_last_day_or_the_day_of_force() {
    let line = |from: &str| {
        let text = registered(&format!("US153,s232-drones,*,,8806,25,add,,2026-09,{from},,u,high,,no,yes\n")).unwrap();
        text.lines().nth(1).unwrap().to_string()
    };
    assert!(line("2026-09-03").contains(",2026-09-03,2026-09-03,,") && line("2026-09-03").ends_with(",month"));
    assert!(line("2026-10-03").contains(",2026-09-30,2026-10-03,,"));
}

#[test]
fn a_register_that_contradicts_itself_or_has_no_words_is_refused() {
    let row =
        |id: &str, flag: &str| format!("{id},s122,*,,,10,add,,2026-02-20,2026-02-24,2026-07-24,u,high,,no,{flag}\n");
    let message = registered(&row("US101", "yes")).unwrap_err().to_string();
    assert_eq!(message, "US101 is in force on 2026-10-09 by its flag or by its dates, not by both");
    assert_eq!(registered(&row("US999", "no")).unwrap_err().to_string(), "no words for the measure US999");
}

#[test]
fn one_command_writes_every_table() {
    let shared = tempfile::tempdir().unwrap();
    let out = tempfile::tempdir().unwrap();
    let cars = "CAN,C29,2025-10-24,autos,0.4,25,10,1,medium\nCAN,C29,2026-10-09,autos,0.5,24,12,1,medium\n";
    let register = format!("{REGISTER}US092,s232-trucks,*,,8702,10,add,,2025-10-17,2025-11-01,,u,high,,no,yes\n");
    std::fs::create_dir(shared.path().join("measures")).unwrap();
    for (name, text) in [
        ("us_by_partner_sector.csv", format!("{HEADER}{CONTENT}{cars}")),
        ("check_by_partner.csv", AVERAGES.to_string()),
        ("usmca_share.csv", CLAIMS.to_string()),
        ("measures_us.csv", register),
    ] {
        std::fs::write(shared.path().join("measures").join(name), text).unwrap();
    }
    for folder in ["us-tariffs", "us-measures"] {
        std::fs::create_dir(out.path().join(folder)).unwrap();
    }
    Args { shared: shared.path().into(), out: out.path().into() }.run().unwrap();
    let written = std::fs::read_dir(out.path().join("us-measures")).unwrap().count();
    assert_eq!((written, out.path().join("us-tariffs/us-2025-10-24.csv").exists()), (9, true));
}

/// Tables that ship: exporter, sector, part, rate and share of each row.
fn shipped(text: &str) -> Vec<[String; 5]> {
    let sheet = Sheet::parse(text).unwrap();
    let places = sheet.columns(["exporter", "sector", "part", "add", "share"]).unwrap();
    sheet.records.iter().map(|cells| places.map(|k| cells[k].to_string())).collect()
}

#[test]
fn the_failed_deal_cuts_rates_on_the_goods_that_pay_them() {
    let offer = shipped(include_str!("../../../scenarios/us-measures/failed-deal.csv"));
    let text = include_str!("../../../scenarios/us-measures/2026-10-09.csv");
    let rate = |add: &str| add.trim_end_matches('%').parse::<f64>().unwrap();
    let paid = shipped(text);
    for [exporter, sector, part, add, share] in &offer {
        let same = |row: &&[String; 5]| row[..3] == [exporter.clone(), sector.clone(), part.clone()];
        let before = paid.iter().find(same).unwrap_or_else(|| panic!("nothing is paid on {part} of {sector}"));
        assert!(rate(add) < rate(&before[3]) && share == &before[4], "{part} of {sector}");
    }
    let policy = include_str!("../../../scenarios/us-failed-deal.toml");
    for line in policy.lines().filter(|line| line.starts_with("remove")) {
        let id = line.split('"').nth(1).unwrap();
        assert!(text.contains(&format!(",{id},")), "{id} is no id of the table");
    }
}

/// The overlay of this name, its tables read.
fn overlay(name: &str) -> portolan_core::Scenario {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let mut overlay = portolan_core::Scenario::parse(&text(&format!("{name}.toml")), name).unwrap();
    overlay.read_tables(&|wanted| Ok((wanted.name.into(), text(wanted.name)))).unwrap();
    overlay
}

#[test]
fn overlays_hold_two_days_of_every_partner_and_name_each_other() {
    let names = overlay("us-measures").structures;
    assert_eq!(names, ["us-measures-even", "us-measures-by-sector"]);
    for name in names.iter().map(String::as_str).chain(["us-measures"]) {
        let entries = overlay(name).tariff;
        let days: Vec<String> = entries.iter().filter_map(|entry| Some(entry.record.on?.to_string())).collect();
        assert_eq!(days, DAYS, "{name}");
        for entry in &entries {
            let mut partners: Vec<&str> =
                entry.rows.iter().flat_map(|row| &row.reach.exporter).map(String::as_str).collect();
            partners.dedup();
            assert_eq!(partners.len(), 76, "{name}");
        }
    }
}

#[test]
fn trucks_were_known_on_the_first_day_and_begin_later() {
    let announced = overlay("us-announced").tariff;
    let [before, after] = DAYS.map(|day| day.parse().unwrap());
    for row in announced.iter().flat_map(|entry| &entry.rows) {
        assert!(row.record.known_on().is_some_and(|known| known <= before));
        assert!(!row.record.in_force(before) && !row.record.in_force(after));
    }
    assert_eq!(announced[0].rows.len(), 3);
}
