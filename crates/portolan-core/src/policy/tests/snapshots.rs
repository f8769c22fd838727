//! Snapshots of one day, and structures in the place of a layer.

use super::*;

const TWO_DAYS: &str = r#"[[tariff]]
id = "october-2025"
importer = ["USA"]
exporter = ["CAN"]
sector = ["C24"]
add = "50%"
on = 2025-10-24
source = "us"
[[tariff]]
id = "october-2026"
importer = ["USA"]
exporter = ["CAN"]
sector = ["C24"]
add = "20%"
on = 2026-10-09
source = "us"
"#;

fn on(day: &'static str) -> Result<Resolution, Vec<Finding>> {
    let text = format!("as_of = {day}\nreference = [\"us\"]\n");
    Case { overlays: &[("us", TWO_DAYS)], date: Some(day), ..Case::new(&text) }.run()
}

#[test]
fn a_snapshot_counts_on_its_day_only() {
    let first = on("2025-10-24").unwrap();
    assert_eq!(rates(&first.shock, USA, CAN, C24), [(1.0, 58.0)]);
    let left: Vec<_> = first.left_out.iter().map(|l| (l.name.as_str(), l.reason)).collect();
    assert_eq!(left, [("october-2026", Reason::OtherDay("2026-10-09".parse().unwrap()))]);
    assert_eq!(rates(&on("2026-10-09").unwrap().shock, USA, CAN, C24), [(1.0, 28.0)]);
}

#[test]
fn a_day_without_a_snapshot_is_refused_and_the_days_are_named() {
    let found = text(&on("2026-01-01").unwrap_err());
    assert!(found.starts_with("us.toml:9:6: the measures of `us` are those of 2025-10-24 and 2026-10-09"), "{found}");
    assert!(found.contains("[no-snapshot]\n  at: tariff[1].on") && found.contains("`portolan reference`"), "{found}");
    let without = Case { overlays: &[("us", TWO_DAYS)], ..Case::new("reference = [\"us\"]\n") }.run().unwrap_err();
    assert!(without.iter().all(|f| f.code == "date-needed" && f.place.cell.ends_with(".on")), "{}", text(&without));
}

#[test]
fn a_snapshot_has_no_dates_of_its_own() {
    let text = format!("{HEAD}{}", TWO_DAYS.replacen("source", "from = 2025-08-01\nsource", 1));
    let found = super::text(&Scenario::parse(&text, "us.toml").unwrap_err());
    assert!(found.contains("us.toml:9:6:") && found.contains("[snapshot-with-dates]"), "{found}");
}

#[test]
fn a_structure_stands_in_the_place_of_its_layer() {
    let [measures, even, last] = [row("add = \"50%\"\nshare = 0.2"), row("add = \"10%\""), row("cut = \"50%\"")];
    let parse = |text: &str, file: &str| Scenario::parse(&format!("{HEAD}{text}"), file).unwrap();
    let scenario = parse("reference = [\"us\", \"last\"]\n", "test.toml");
    let mut library = Library::default();
    library.insert("us", parse(&format!("structures = [\"us-even\"]\n{measures}"), "us.toml"));
    library.insert("us-even", parse(&even, "us-even.toml"));
    library.insert("last", parse(&last, "last.toml"));
    let stack = Stack::reference(&scenario, &library, None).unwrap();
    let other = stack.with_structure(&library, "us", "us-even").unwrap();
    assert_eq!((stack.names(), other.names()), (vec!["us", "last"], vec!["us-even", "last"]));
    let (world, products, priors) = (world(), products(), priors());
    let shock = resolve(&other, &setting(&world, &products, &priors)).unwrap().shock;
    assert_eq!(rates(&shock, USA, CAN, C24), [(1.0, 14.0)]);
    let unknown = stack.with_structure(&library, "us", "us-evn").unwrap_err().to_string();
    assert!(unknown.contains("us.toml:3:14") && unknown.contains("did you mean \"us-even\"?"), "{unknown}");
    assert!(stack.with_structure(&library, "uss", "us-even").is_err());
}
