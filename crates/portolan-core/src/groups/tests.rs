use super::*;

fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

fn economies(codes: &str) -> Vec<Economy> {
    codes.split(' ').map(|code| Economy { code: code.into(), name: code.into() }).collect()
}

fn codes(names: &[&str], world: &str, date: Option<Date>) -> Vec<String> {
    let economies = economies(world);
    let names: Vec<String> = names.iter().map(|n| n.to_string()).collect();
    expand_economies(&names, &economies, date).members.iter().map(|i| economies[*i].code.clone()).collect()
}

#[test]
fn every_line_of_the_file_is_a_membership() {
    let lines = include_str!("members.csv").lines().count() - 1;
    assert_eq!(memberships().len(), lines);
    for m in memberships() {
        assert!(m.economy.len() == 3 && !m.source.is_empty(), "{m:?}");
        assert!(m.until.is_none_or(|until| m.from < until), "{m:?}");
        let same = |o: &&Membership| o.group == m.group && o.economy == m.economy;
        assert_eq!(memberships().iter().filter(same).count(), 1, "{m:?}");
    }
}

#[test]
fn timor_leste_is_a_member_of_asean_from_its_day() {
    assert!(!members("ASEAN", day("2025-10-25")).unwrap().contains(&"TLS"));
    assert!(members("ASEAN", day("2025-10-26")).unwrap().contains(&"TLS"));
    assert_eq!(members("ASEAN", day("2025-10-24")).unwrap().len(), 10);
}

#[test]
fn the_united_kingdom_leaves_the_customs_union_in_2021() {
    assert_eq!(members("EU", day("2020-12-31")).unwrap().len(), 28);
    assert_eq!(members("EU", day("2021-01-01")).unwrap().len(), 27);
    assert_eq!(members("EU", day("1995-01-01")).unwrap().len(), 15);
    assert_eq!(members("EU", day("1957-01-01")).unwrap().len(), 0);
}

#[test]
fn cptpp_grows_member_by_member() {
    let size = |date| members("CPTPP", day(date)).unwrap().len();
    assert_eq!([size("2018-12-29"), size("2018-12-30"), size("2019-01-14"), size("2021-09-19")], [0, 6, 7, 8]);
    assert_eq!([size("2022-11-29"), size("2023-02-21"), size("2023-07-12"), size("2024-12-15")], [9, 10, 11, 12]);
}

#[test]
fn an_agreement_has_one_membership_under_all_its_names() {
    assert_eq!(members("CUSMA", day("2025-01-01")), members("USMCA", day("2025-01-01")));
    assert_eq!(members("NAFTA", day("2020-06-30")).unwrap(), ["CAN", "MEX", "USA"]);
    assert!(members("NAFTA", day("2020-07-01")).unwrap().is_empty());
    assert_eq!(members("NOWHERE", None), None);
}

#[test]
fn without_a_day_the_latest_members_count() {
    assert_eq!(members("ASEAN", None).unwrap().len(), 11);
    assert_eq!(members("EU", None).unwrap().len(), 27);
}

#[test]
fn exclusions_count_wherever_they_stand() {
    let world = "CAN IDN MYS USA ROW";
    assert_eq!(codes(&["*", "!CAN"], world, None), ["IDN", "MYS", "USA", "ROW"]);
    assert_eq!(codes(&["!CAN", "*"], world, None), ["IDN", "MYS", "USA", "ROW"]);
    assert_eq!(codes(&["!CAN"], world, None), ["IDN", "MYS", "USA", "ROW"]);
    assert_eq!(codes(&["ASEAN", "USA", "!MYS"], world, None), ["IDN", "USA"]);
    assert_eq!(codes(&["*", "!ASEAN"], world, None), ["CAN", "USA", "ROW"]);
    assert!(codes(&["CAN", "!CAN"], world, None).is_empty());
    assert!(codes(&[], world, None).is_empty());
}

#[test]
fn members_that_the_table_lacks_are_named() {
    let expansion = expand_economies(&["USMCA".into()], &economies("CAN USA"), None);
    assert_eq!(expansion.members, [0, 1]);
    assert_eq!(expansion.absent, [("MEX".to_string(), "USMCA".to_string())]);
}

#[test]
fn unknown_names_come_with_the_nearest_one() {
    let names = ["ASAEN".into(), "CAN".into(), "!USB".into(), "TLS".into()];
    let unknown = expand_economies(&names, &economies("CAN USA"), None).unknown;
    let found: Vec<_> = unknown.iter().map(|u| (u.index, u.nearest.as_deref(), u.elsewhere)).collect();
    assert_eq!(found, [(0, Some("ASEAN"), false), (2, Some("USA"), false), (3, None, true)]);
}

#[test]
fn sectors_have_groups_of_their_own() {
    let sector = |code: &str, goods| Sector { code: code.into(), name: code.into(), goods };
    let sectors = [sector("A01_02", true), sector("C24", true), sector("SERV", false)];
    let of = |names: &[&str]| expand_sectors(&names.iter().map(|n| n.to_string()).collect::<Vec<_>>(), &sectors);
    assert_eq!(of(&["goods"]).members, [0, 1]);
    assert_eq!(of(&["services"]).members, [2]);
    assert_eq!(of(&["*", "!C24"]).members, [0, 2]);
    assert_eq!(of(&["C2"]).unknown[0].nearest.as_deref(), Some("C24"));
}
