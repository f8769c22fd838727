//! Semantics of each operation, their order, overlays, ends, and what counts on a day.

use super::*;

fn rate(rest: &str) -> f64 {
    match Case::new(&row(rest)).rates(USA, CAN, C24)[..] {
        [(1.0, rate)] => rate,
        ref other => panic!("one slice expected: {other:?}"),
    }
}

#[test]
fn each_operation_means_what_its_name_says() {
    assert_eq!(rate("set = \"3%\""), 3.0);
    assert_eq!(rate("add = \"25%\""), 33.0);
    assert_eq!(rate("add = \"-5%\""), 3.0);
    assert_eq!(rate("cap = \"5%\""), 5.0);
    assert_eq!(rate("cap = \"10%\""), 8.0);
    assert_eq!(rate("cut = \"25%\""), 6.0);
    assert_eq!(rate("swiss = \"8%\""), 4.0);
    assert_eq!(rate("scale = 1.5"), 12.0);
}

#[test]
fn inside_a_file_the_order_is_set_cap_cut_swiss_scale_add() {
    // 40% set, capped at 30%, halved to 15%, by Swiss 15% to 7.5%, doubled to 15%, and 1 point on top.
    let rows = ["add = \"1%\"", "scale = 2", "swiss = \"15%\"", "cut = \"50%\"", "cap = \"30%\"", "set = \"40%\""];
    let text: String = rows.iter().map(|rest| row(rest)).collect();
    assert_eq!(Case::new(&text).rates(USA, CAN, C24), [(1.0, 16.0)]);
}

#[test]
fn surcharges_add_up() {
    assert_eq!(Case::new(&(row("add = \"10%\"") + &row("add = \"25%\""))).rates(USA, CAN, C24), [(1.0, 43.0)]);
}

#[test]
fn of_two_sets_in_a_file_the_later_one_counts() {
    assert_eq!(Case::new(&(row("set = \"10%\"") + &row("set = \"25%\""))).rates(USA, CAN, C24), [(1.0, 25.0)]);
}

#[test]
fn a_later_set_replaces_the_set_of_earlier_files_and_keeps_their_surcharges() {
    let overlay = row("id = \"old\"\nset = \"20%\"") + &row("id = \"extra\"\nadd = \"25%\"");
    let overlays = [("first", overlay.as_str())];
    let text = format!("reference = [\"first\"]\n{}", row("set = \"5%\""));
    let case = Case { overlays: &overlays, ..Case::new(&text) };
    assert_eq!(case.rates(USA, CAN, C24), [(1.0, 30.0)]);
    let text = format!("reference = [\"first\"]\n{}[[tariff]]\nremove = [\"extra\"]\n", row("set = \"5%\""));
    let case = Case { overlays: &overlays, ..Case::new(&text) };
    assert_eq!(case.rates(USA, CAN, C24), [(1.0, 5.0)]);
}

#[test]
fn a_cap_of_a_later_file_leaves_surcharges_alone() {
    let overlay = row("add = \"25%\"");
    let overlays = [("first", overlay.as_str())];
    let text = format!("reference = [\"first\"]\n{}", row("cap = \"5%\""));
    assert_eq!(Case { overlays: &overlays, ..Case::new(&text) }.rates(USA, CAN, C24), [(1.0, 30.0)]);
}

#[test]
fn overlays_are_applied_in_the_order_in_which_they_are_listed() {
    let (set, halve) = (row("set = \"20%\""), row("scale = 0.5"));
    let overlays = [("set", set.as_str()), ("halve", halve.as_str())];
    let rates = |text: &str| Case { overlays: &overlays, ..Case::new(text) }.rates(USA, CAN, C24);
    assert_eq!(rates("reference = [\"set\", \"halve\"]\n"), [(1.0, 10.0)]);
    assert_eq!(rates("reference = [\"halve\", \"set\"]\n"), [(1.0, 20.0)]);
}

#[test]
fn a_removal_with_a_reach_ends_the_measure_there_only() {
    let overlay =
        "[[tariff]]\nid = \"all\"\nimporter = [\"USA\"]\nexporter = [\"*\"]\nsector = [\"C24\"]\nadd = \"10%\"\n";
    let text = "reference = [\"o\"]\n[[tariff]]\nexporter = [\"CAN\"]\nremove = \"all\"\n";
    let shock = Case { overlays: &[("o", overlay)], ..Case::new(text) }.run().unwrap().shock;
    assert_eq!(rates(&shock, USA, CAN, C24), []);
    assert_eq!(rates(&shock, USA, IDN, C24), [(1.0, 18.0)]);
}

#[test]
fn policies_are_compared_with_the_measures_that_none_of_them_uses() {
    let text = row("add = \"1%\"") + &row("id = \"a\"\nadd = \"10%\"") + &row("id = \"b\"\nadd = \"20%\"");
    let text = text
        + "[[policy]]\nid = \"none\"\n[[policy]]\nid = \"both\"\nuse = [\"a\", \"b\", \"o\"]\n"
        + "[[policy]]\nid = \"end\"\nuse = [\"a\", \"o\"]\nremove = [\"a\"]\n";
    let overlay = row("id = \"c\"\nadd = \"40%\"");
    let overlays = [("o", overlay.as_str())];
    let rates = |policy| Case { policy, overlays: &overlays, ..Case::new(&text) }.rates(USA, CAN, C24)[0].1;
    assert_eq!([rates(None), rates(Some("none")), rates(Some("both")), rates(Some("end"))], [9.0, 9.0, 79.0, 49.0]);
}

#[test]
fn the_reference_is_made_step_by_step() {
    let (one, two) = (row("add = \"1%\""), row("add = \"2%\""));
    let text = format!("{HEAD}reference = [\"one\", \"two\"]\n{}", row("add = \"4%\""));
    let scenario = Scenario::parse(&text, "test.toml").unwrap();
    let mut library = Library::default();
    for (name, text) in [("one", one), ("two", two)] {
        library.insert(name, Scenario::parse(&format!("{HEAD}{text}"), "o.toml").unwrap());
    }
    let reference = Stack::reference(&scenario, &library, None).unwrap();
    assert_eq!(reference.names(), ["one", "two"]);
    let (world, products) = (world(), products());
    let priors = priors();
    let setting = setting(&world, &products, &priors);
    let step = |layers| rates(&resolve(&reference.first(layers), &setting).unwrap().shock, USA, CAN, C24);
    assert_eq!((step(0), step(1), step(2)), (vec![], vec![(1.0, 9.0)], vec![(1.0, 11.0)]));
    let policy = Stack::policy(&scenario, &library, None, None).unwrap();
    assert_eq!(policy.names(), ["one", "two", ""]);
}

#[test]
fn a_regime_ends_measures() {
    let text = format!("{HEAD}{}[[regime]]\nid = \"lifted\"\nremove = [\"a\"]\n", row("id = \"a\"\nadd = \"10%\""));
    let scenario = Scenario::parse(&text, "test.toml").unwrap();
    let library = Library::default();
    let stack = Stack::policy(&scenario, &library, None, Some("lifted")).unwrap();
    let (world, products) = (world(), products());
    let priors = priors();
    let setting = setting(&world, &products, &priors);
    let resolution = resolve(&stack, &setting).unwrap();
    assert!(resolution.shock.is_empty());
    assert_eq!(resolution.touched[0].cells, 0);
}

#[test]
fn only_what_is_in_force_on_the_day_counts() {
    let text = row("id = \"a\"\nadd = \"10%\"\nfrom = 2025-03-04\nuntil = 2026-02-24");
    let text = format!("as_of = 2026-12-31\n{text}");
    let on = |date| Case { date: Some(date), ..Case::new(&text) }.run().unwrap();
    assert_eq!(on("2025-03-03").left_out[0].reason, Reason::NotYet("2025-03-04".parse().unwrap()));
    assert_eq!(rates(&on("2025-03-04").shock, USA, CAN, C24), [(1.0, 18.0)]);
    assert_eq!(rates(&on("2026-02-23").shock, USA, CAN, C24), [(1.0, 18.0)]);
    assert_eq!(on("2026-02-24").left_out[0].reason, Reason::Ended("2026-02-24".parse().unwrap()));
}

#[test]
fn what_overlays_knew_later_is_left_out_and_counted() {
    let rows = [
        "id = \"late\"\nadd = \"1%\"\nknown = 2025-10-25\nfrom = 2025-01-01\nsource = \"s\"",
        "id = \"announced\"\nadd = \"2%\"\nknown = 2025-10-17\nfrom = 2025-11-01\nsource = \"s\"",
        "id = \"hypothesis\"\nadd = \"4%\"\nknown = 2025-10-25\nsource = \"s\"\njudged_by = \"author\"",
        "id = \"neither\"\nadd = \"8%\"\nfrom = 2025-10-01\nknown = 2026-01-01",
    ];
    let overlay: String = rows.iter().map(|rest| row(rest)).collect();
    let text = "as_of = 2025-10-24\nreference = [\"o\"]\n";
    let case = Case { overlays: &[("o", overlay.as_str())], date: Some("2025-10-24"), ..Case::new(text) };
    let resolution = case.run().unwrap();
    assert_eq!(rates(&resolution.shock, USA, CAN, C24), [(1.0, 20.0)]);
    let left: Vec<_> = resolution.left_out.iter().map(|l| (l.name.as_str(), l.reason)).collect();
    let day = |text: &str| text.parse().unwrap();
    let expected = [("late", Reason::KnownLater(day("2025-10-25"))), ("announced", Reason::NotYet(day("2025-11-01")))];
    assert_eq!(left, expected);
}

#[test]
fn the_estimate_picks_low_mode_or_high() {
    let text = row("add = \"10%\"\nshare = [0.25, 0.5, 1]");
    let weight = |estimate| Case { estimate, ..Case::new(&text) }.rates(USA, CAN, C24)[0];
    assert_eq!(weight(Estimate::Low), (0.25, 18.0));
    assert_eq!(weight(Estimate::Mode), (0.5, 18.0));
    assert_eq!(weight(Estimate::High), (1.0, 18.0));
}
