//! What is known on a day: six rows of overlays and libraries are left out, four of the scenario itself are errors.

use super::*;

const DAY: &str = "2025-10-24";
const AFTER: &str = "known = 2025-11-05\nsource = \"s\"\n";

/// Resolves with an overlay on the day, and returns what was left out.
fn left_out(overlay: &str) -> Resolution {
    let text = format!("as_of = {DAY}\nreference = [\"o\"]\n");
    Case { overlays: &[("o", overlay)], date: Some(DAY), ..Case::new(&text) }
        .run()
        .unwrap_or_else(|f| panic!("{}", f[0]))
}

fn is_left_out(overlay: &str) {
    let resolution = left_out(overlay);
    assert!(resolution.shock.is_empty() && resolution.capacities.is_empty() && resolution.agreements.is_empty());
    let later = Reason::KnownLater("2025-11-05".parse().unwrap());
    assert_eq!(resolution.left_out.iter().map(|l| l.reason).collect::<Vec<_>>(), [later]);
    let admitted = left_out(&overlay.replace("source = \"s\"", "judged_by = \"author\""));
    assert!(admitted.left_out.is_empty() && !admitted.touched.is_empty(), "a hypothesis is always admitted");
}

const COST: &str = "[[trade_cost]]\nimporter = [\"USA\"]\nexporter = [\"CAN\"]\nsector = [\"C24\"]\nscale = 0.9\n";
const QUOTA: &str = "[[quota]]\nid = \"q\"\nimporter = [\"USA\"]\nexporter = [\"CAN\"]\nsector = [\"C24\"]\nquantity = \"USD 9 mn\"\nwithin = \"0%\"\nbeyond = \"9%\"\n";
const CAPACITY: &str = "[[capacity]]\nexporter = \"CAN\"\nsector = \"C24\"\npartner = [\"IDN\"]\nflow = \"USD 9 mn\"\n";
const AGREEMENT: &str = "[[agreement]]\nid = \"a\"\nparties = [\"CAN\", \"IDN\"]\ncover = { \"*\" = 0.9 }\n";

#[test]
fn a_tariff_known_later_is_left_out() {
    is_left_out(&row(&format!("add = \"25%\"\n{AFTER}")));
}

#[test]
fn a_trade_cost_known_later_is_left_out() {
    is_left_out(&format!("{COST}{AFTER}"));
}

#[test]
fn a_quota_known_later_is_left_out() {
    is_left_out(&format!("{QUOTA}{AFTER}"));
}

#[test]
fn a_capacity_known_later_is_left_out() {
    is_left_out(&format!("{CAPACITY}{AFTER}"));
}

#[test]
fn an_agreement_known_later_is_left_out_and_a_policy_without_it_says_so() {
    is_left_out(&format!("{AGREEMENT}{AFTER}"));
    let text = format!("as_of = {DAY}\n[[policy]]\nid = \"p\"\nuse = [\"lib:a\"]\n");
    let file = format!("{AGREEMENT}signed = 2025-11-05\nsource = \"s\"\n");
    let run = |file: &str| {
        let overlays = [("lib:a", file)];
        Case { overlays: &overlays, policy: Some("p"), date: Some(DAY), ..Case::new(&text) }.run().unwrap()
    };
    let resolution = run(&file);
    assert_eq!((resolution.left_out.len(), resolution.shock.is_empty()), (1, true));
    assert!(resolution.notes[0].to_string().contains("`a` became known on 2025-11-05, after 2025-10-24 [known-later]"));
    let hypothesis = run(&file.replace("source = \"s\"", "judged_by = \"portolan\""));
    assert_eq!(hypothesis.agreements[0].status, None, "it is admitted, and its signature is not known yet");
}

#[test]
fn a_row_of_a_table_known_later_is_left_out() {
    let table =
        "importer,exporter,sector,add,known,source\nUSA,CAN,C24,25%,2025-11-05,s\nUSA,IDN,C24,10%,2025-08-01,s\n";
    let mut overlay = Scenario::parse(&format!("{HEAD}[[tariff]]\ntable = \"t.csv\"\n"), "o.toml").unwrap();
    overlay.read_tables(&|_: crate::scenario::Wanted| Ok(("t.csv".into(), table.into()))).unwrap();
    let scenario = Scenario::parse(&format!("{HEAD}as_of = {DAY}\nreference = [\"o\"]\n"), "test.toml").unwrap();
    let mut library = Library::default();
    library.insert("o", overlay);
    let (world, products, priors) = (world(), products(), priors());
    let setting = Setting { date: Some(DAY.parse().unwrap()), ..setting(&world, &products, &priors) };
    let resolution = resolve(&Stack::reference(&scenario, &library, None).unwrap(), &setting).unwrap();
    assert_eq!(resolution.left_out.iter().map(|l| (l.file.as_str(), l.line)).collect::<Vec<_>>(), [("t.csv", 2)]);
    assert_eq!(resolution.shock.cells.len(), 1);
}

/// The scenario itself holds the row: an error that names the fact and its place.
fn is_an_error(body: &str, name: &str, line: usize) {
    let text = format!("as_of = {DAY}\n{body}");
    let found = Case { date: Some(DAY), ..Case::new(&text) }.run().unwrap_err();
    assert_eq!(found.iter().map(|f| f.code).collect::<Vec<_>>(), ["known-later"]);
    let found = super::text(&found);
    assert!(found.contains(&format!("test.toml:{line}:")), "{found}");
    assert!(found.contains(&format!("`{name}` became known on 2025-11-05, after 2025-10-24")), "{found}");
}

#[test]
fn a_tariff_of_the_scenario_known_later_is_an_error() {
    is_an_error(&row(&format!("id = \"t\"\nadd = \"25%\"\n{AFTER}")), "t", 10);
}

#[test]
fn a_quota_of_the_scenario_known_later_is_an_error() {
    is_an_error(&format!("{QUOTA}{AFTER}"), "q", 12);
}

#[test]
fn an_agreement_of_the_scenario_signed_later_is_an_error() {
    is_an_error(&format!("{AGREEMENT}signed = 2025-11-05\nsource = \"s\"\n"), "a", 8);
}

#[test]
fn a_snapshot_of_the_scenario_of_a_later_day_is_an_error() {
    let today = row("add = \"25%\"\non = 2025-10-24\nsource = \"s\"");
    let later = row("id = \"t\"\nadd = \"25%\"\non = 2025-11-05\nsource = \"s\"");
    is_an_error(&format!("{today}{later}"), "t", 17);
}

#[test]
fn a_duty_announced_before_and_starting_after_is_listed_and_not_in_the_static_layer() {
    let trucks = row("id = \"trucks\"\nadd = \"25%\"\nknown = 2025-10-17\nfrom = 2025-11-01\nsource = \"s\"");
    let in_overlay = left_out(&trucks);
    let own = format!("as_of = {DAY}\n{trucks}");
    let in_scenario = Case { date: Some(DAY), ..Case::new(&own) }.run().expect("the fact is known, so it is no error");
    for resolution in [in_overlay, in_scenario] {
        assert!(resolution.shock.is_empty());
        let listed: Vec<_> = resolution.left_out.iter().map(|l| (l.name.as_str(), l.reason)).collect();
        assert_eq!(listed, [("trucks", Reason::NotYet("2025-11-01".parse().unwrap()))]);
    }
    let later = format!("as_of = 2025-11-01\n{trucks}");
    let applied = Case { date: Some("2025-11-01"), ..Case::new(&later) }.rates(USA, CAN, C24);
    assert_eq!(applied, [(1.0, 33.0)]);
}
