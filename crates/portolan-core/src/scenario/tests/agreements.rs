use super::*;
use jiff::civil::date;

const FULL: &str = r#"
structures = ["even", "by-sector"]
[growth]
source = "weo-2025-10"
match = "real_gdp"
to = 2025
[briefing]
folder = "case"
[[quota]]
id = "ev-quota"
importer = ["CAN"]
exporter = ["CHN"]
product = ["870380"]
quantity = "49000 units"
unit_value = "USD 30000"
within = "6.1%"
beyond = "106.1%"
rent = "importer"
[[capacity]]
id = "lng"
exporter = "CAN"
sector = "B05_06"
partner = ["JPN", "KOR"]
flow = "USD 6 bn"
cost = "paid"
from = 2025-07-01
source = "lng-canada"
[[agreement]]
id = "can-idn"
title = "Canada and Indonesia"
parties = ["CAN", "IDN"]
status = "signed"
launched = 2021-06-20
concluded = 2024-12-02
signed = 2025-09-24
in_force = [2026-06-01, 2027-01-01, 2029-01-01]
known = 2025-09-25
cover = { IDN = [0.8, 0.858, 0.9], CAN = 0.905, "*" = 0, basis = "trade" }
exclude = { CAN = ["0401*"], IDN = "C24" }
staging = { 0 = 0.7, 5 = 0.3 }
use = [0.5, 0.7, 0.9]
cost = "rta-prior"
services = "rta-prior"
lifts = ["surcharge"]
replaces = ["older"]
source = "gac-idn"
"#;

#[test]
fn agreements_quotas_capacities_and_growth_are_read_with_every_key() {
    let scenario = Scenario::parse(&format!("{HEAD}{FULL}"), "test.toml").unwrap_or_else(|f| panic!("{}", f[0]));
    let agreement = &scenario.agreement[0];
    assert_eq!(agreement.parties, ["CAN", "IDN"]);
    assert_eq!(agreement.cover.of["IDN"].at(Estimate::High), 0.9);
    assert_eq!((agreement.cover.of["*"].mode, agreement.cover.basis), (0.0, Basis::Trade));
    assert_eq!((agreement.staging[&0], agreement.staging[&5]), (0.7, 0.3));
    assert_eq!(agreement.exclude["IDN"], ["C24"]);
    assert_eq!(agreement.in_force.unwrap().mode, date(2027, 1, 1));
    assert_eq!(agreement.known_on(), Some(date(2025, 9, 25)));
    assert_eq!(agreement.services.as_deref(), Some("rta-prior"));
    assert_eq!((scenario.quota[0].value(), scenario.quota[0].rent), (1470.0, RentTo::Importer));
    assert_eq!((scenario.capacity[0].flow, scenario.capacity[0].cost), (Amount::Usd(6000.0), CapacityCost::Paid));
    assert_eq!(scenario.growth.as_ref().map(|g| (g.from, g.to)), Some((None, 2025)));
    assert_eq!(scenario.briefing.as_ref().and_then(|b| b.folder.as_deref()), Some("case"));
    assert_eq!(scenario.structures, ["even", "by-sector"]);
    assert_eq!(scenario.measure_ids(), ["ev-quota", "lng", "can-idn"]);
}

#[test]
fn what_is_written_can_be_read_as_json_again() {
    let scenario = Scenario::parse(&format!("{HEAD}{FULL}"), "test.toml").unwrap();
    let json = serde_json::to_value(&scenario).unwrap();
    assert_eq!(
        json["agreement"][0]["cover"],
        serde_json::json!({
            "*": 0.0, "CAN": 0.905, "IDN": [0.8, 0.858, 0.9], "basis": "trade"
        })
    );
    assert_eq!(json["agreement"][0]["staging"], serde_json::json!({ "0": 0.7, "5": 0.3 }));
    assert_eq!(json["quota"][0]["quantity"], "49000 units");
    assert_eq!(json["capacity"][0]["flow"], "USD 6000 mn");
}

/// A mistake by what is written, where it is reported, and its kind.
fn mistake(written: &str, instead: &str, place: &str, code: &str) {
    assert!(FULL.contains(written), "{written}");
    let found = faults_below_head(&FULL.replacen(written, instead, 1));
    assert!(found.contains(&format!("[{code}]\n  at: {place}\n")), "{found}");
    let line = FULL.replacen(written, instead, 1).lines().position(|line| line.contains(instead)).unwrap() + 3;
    assert!(found.starts_with(&format!("test.toml:{line}:")), "line {line}: {found}");
}

#[test]
fn mistakes_of_agreements_are_reported_at_their_values() {
    mistake("staging = { 0 = 0.7, 5 = 0.3 }", "staging = { 0 = 0.7, 5 = 0.4 }", "agreement[1].staging", "bad-staging");
    mistake("5 = 0.3", "soon = 0.3", "agreement[1].staging.soon", "bad-staging");
    mistake("5 = 0.3", "5 = 30", "agreement[1].staging.5", "bad-number");
    mistake("CAN = 0.905", "CAN = 90.5", "agreement[1].cover.CAN", "bad-share");
    mistake("basis = \"trade\"", "basis = \"line\"", "agreement[1].cover.basis", "unknown-choice");
    mistake("status = \"signed\"", "status = \"sign\"", "agreement[1].status", "unknown-choice");
    mistake("2027-01-01, 2029", "2027-01-01, 2026", "agreement[1].in_force", "dates-out-of-order");
    mistake("signed = 2025-09-24", "signed = 2023-09-24", "agreement[1].signed", "dates-out-of-order");
    mistake("lifts =", "lift =", "agreement[1].lift", "unknown-key");
    mistake("parties = [\"CAN\", \"IDN\"]", "parties = []", "agreement[1].parties", "empty-list");
}

#[test]
fn mistakes_of_quotas_capacities_and_growth_are_reported_at_their_values() {
    mistake("\"49000 units\"", "\"49,000 units\"", "quota[1].quantity", "bad-amount");
    let all = "\"49000 units\"\nunit_value = \"USD 30000\"";
    mistake(all, "\"49000 units\"", "quota[1].quantity", "bad-amount");
    mistake("unit_value = \"USD 30000\"", "unit_value = \"3 units\"", "quota[1].unit_value", "bad-amount");
    mistake("beyond = \"106.1%\"", "beyond = \"1%\"", "quota[1].beyond", "rate-out-of-range");
    mistake("within = \"6.1%\"", "within = 6.1", "quota[1].within", "bad-rate");
    mistake("rent = \"importer\"", "rent = \"china\"", "quota[1].rent", "unknown-choice");
    mistake("flow = \"USD 6 bn\"", "flow = \"6 units\"", "capacity[1].flow", "bad-amount");
    mistake("cost = \"paid\"", "cost = \"payed\"", "capacity[1].cost", "unknown-choice");
    mistake("match = \"real_gdp\"", "match = \"gdp\"", "growth.match", "unknown-choice");
    mistake("to = 2025", "to = 2025.5", "growth.to", "bad-number");
    mistake("folder =", "map =", "briefing.map", "unknown-key");
}

#[test]
fn ids_of_all_kinds_are_one_name_space() {
    let found = faults_below_head(&FULL.replacen("id = \"lng\"", "id = \"can-idn\"", 1));
    assert!(found.contains("\"can-idn\" is already the name of an entry on line 22 [duplicate-id]"), "{found}");
}

#[test]
fn the_status_of_a_day_knows_no_later_fact() {
    let agreement = Scenario::parse(&format!("{HEAD}{FULL}"), "test.toml").unwrap().agreement.remove(0);
    let on = |y, m, d| agreement.status_on(Some(date(y, m, d)));
    assert_eq!(agreement.status_on(None), Some(Status::Signed));
    assert_eq!(on(2020, 1, 1), None);
    assert_eq!(on(2021, 7, 1), Some(Status::Negotiating));
    assert_eq!(on(2024, 12, 2), Some(Status::Concluded));
    assert_eq!(on(2025, 10, 24), Some(Status::Signed));
    assert_eq!(on(2030, 1, 1), Some(Status::Signed), "an expected day in force is no fact");
    let talks = |y, m, d| {
        let [explored, paused, launched] = [date(2022, 1, 1), date(2023, 9, 1), date(2026, 3, 2)].map(Some);
        let agreement = Agreement { explored, paused, launched, ..Agreement::default() };
        agreement.status_on(Some(date(y, m, d)))
    };
    assert_eq!(talks(2023, 1, 1), Some(Status::Exploring));
    assert_eq!(talks(2025, 10, 24), Some(Status::Suspended), "a pause holds until talks begin again");
    assert_eq!(talks(2026, 10, 9), Some(Status::Negotiating));
    let undated = Agreement { status: Some(Status::Exploring), ..Agreement::default() };
    assert_eq!(undated.status_on(Some(date(2025, 1, 1))), Some(Status::Exploring));
}

#[test]
fn agreements_of_the_library_and_structures_are_asked_for() {
    let text = format!("{HEAD}reference = [\"us\"]\n[[policy]]\nid = \"p\"\nuse = [\"lib:can-idn\"]\n");
    let scenario = Scenario::parse(&text, "test.toml").unwrap();
    let asked = std::cell::RefCell::new(Vec::new());
    let load = |wanted: Wanted| {
        asked.borrow_mut().push(format!("{:?} {} by {}", wanted.kind, wanted.name, wanted.by));
        let text = match wanted.name {
            "us" => "structures = [\"us-even\"]\n",
            "can-idn" => "[[agreement]]\nid = \"can-idn\"\nparties = [\"CAN\", \"IDN\"]\n",
            _ => "",
        };
        Ok((format!("{}.toml", wanted.name), format!("{HEAD}{text}")))
    };
    let library = Library::read(&scenario, &load).unwrap();
    assert_eq!(
        *asked.borrow(),
        ["Overlay us by test.toml", "Agreement can-idn by test.toml", "Overlay us-even by us.toml"]
    );
    assert_eq!(library.names().collect::<Vec<_>>(), ["lib:can-idn", "us", "us-even"]);
}

#[test]
fn a_file_of_the_library_has_one_agreement_of_its_name() {
    let text = format!("{HEAD}[[policy]]\nid = \"p\"\nuse = [\"lib:can-idn\"]\n");
    let scenario = Scenario::parse(&text, "test.toml").unwrap();
    let found = |text: &str| {
        let load = |_: Wanted| Ok(("a.toml".to_string(), format!("{HEAD}{text}")));
        Library::read(&scenario, &load).unwrap_err()[0].to_string()
    };
    assert!(found("").contains("a.toml") && found("").contains("has 0 agreements [not-an-agreement]"));
    let other = found("[[agreement]]\nid = \"can-phl\"\nparties = [\"CAN\", \"PHL\"]\n");
    assert!(other.starts_with("a.toml:4:6: the file of `lib:can-idn` has the agreement `can-phl`"), "{other}");
}
