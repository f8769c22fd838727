//! Preferences: which goods, by how much, and what of them is there already.

use super::*;

fn agreement(id: &str, parties: &str, rest: &str) -> String {
    format!("[[agreement]]\nid = \"{id}\"\nparties = [{parties}]\njudged_by = \"author\"\n{rest}\n")
}

fn covering(id: &str, share: f64, rest: &str) -> String {
    agreement(id, "\"CAN\", \"USA\"", &format!("cover = {{ \"*\" = {share}, basis = \"trade\" }}\n{rest}"))
}

fn rates_of(text: &str, n: usize, i: usize, j: usize) -> Vec<(f64, f64)> {
    sorted(Case::new(text).rates(n, i, j))
}

/// The lowest rate first.
fn sorted(mut rates: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    rates.sort_by(|a, b| a.1.total_cmp(&b.1));
    rates
}

fn round(x: f64) -> f64 {
    (x * 1e12).round() / 1e12
}

#[test]
fn the_preferred_part_is_cover_times_staging_times_use() {
    let text = agreement(
        "can-idn",
        "\"CAN\", \"IDN\"",
        "cover = { IDN = 0.8, CAN = 0.9, basis = \"trade\" }\nstaging = { 0 = 0.7, 5 = 0.2 }\nuse = [0.4, 0.5, 0.6]",
    );
    assert_eq!(rates_of(&text, IDN, CAN, C24), [(0.36, 0.0), (0.64, 8.0)]);
    assert_eq!(rates_of(&text, CAN, IDN, C24), [(0.405, 0.0), (0.595, 8.0)]);
    let low = Case { estimate: Estimate::Low, ..Case::new(&text) };
    assert_eq!(low.rates(IDN, CAN, C24), [(0.288, 0.0), (0.712, 8.0)]);
    let resolution = Case::new(&text).run().unwrap();
    assert!(resolution.shock.cells.keys().all(|c| c.j != 2), "services have no duty to prefer");
    let found = &resolution.agreements[0];
    let trade = |n, i, j| world().trade_nij()[(n, i, j)];
    let (there, back) = (trade(IDN, CAN, 0) + trade(IDN, CAN, C24), trade(CAN, IDN, 0) + trade(CAN, IDN, C24));
    assert!((found.preferred_trade() - 0.36 * there - 0.405 * back).abs() < 1e-12);
    assert_eq!(found.trade(), there + back);
    let (before, after) = found.average_tariffs();
    assert!((before - 0.08).abs() < 1e-15);
    assert!((after - 0.08 * (1.0 - found.preferred_trade() / found.trade())).abs() < 1e-15);
    let touched = &resolution.touched[0];
    assert_eq!((touched.name.as_str(), touched.what, touched.cells), ("can-idn", "agreement", 4));
    assert!((touched.trade - found.preferred_trade()).abs() < 1e-12);
}

#[test]
fn shares_of_lines_are_read_as_trade_and_marked_judged() {
    let text = |basis: &str| {
        format!(
            "[[agreement]]\nid = \"a\"\nparties = [\"CAN\", \"IDN\"]\nsource = \"s\"\ncover = {{ CAN = 0.5{basis} }}\n"
        )
    };
    let lines = Case::new(&text(", basis = \"lines\"")).run().unwrap();
    assert!(lines.touched[0].judged && lines.agreements[0].judged);
    assert!(lines.notes.iter().any(|n| n.code == "lines-as-trade" && n.message.contains("read as shares of trade")));
    assert_eq!(rates(&lines.shock, CAN, IDN, C24), [(0.5, 0.0), (0.5, 8.0)]);
    let trade = Case::new(&text(", basis = \"trade\"")).run().unwrap();
    assert!(!trade.touched[0].judged && trade.notes.is_empty());
    assert_eq!(trade.touched[0].sources.iter().collect::<Vec<_>>(), ["s"]);
    assert!(Case::new(&text("")).run().unwrap().touched[0].judged, "without a basis they are lines");
}

#[test]
fn the_narrowest_name_decides_what_an_importer_frees() {
    let cover = "cover = { \"*\" = 0.1, ASEAN = 0.2, IDN = 0.3, basis = \"trade\" }";
    let text = |cover: &str| format!("as_of = 2025-01-01\n{}", agreement("a", "\"CAN\", \"ASEAN\"", cover));
    let at = |text: &str, n, i| Case { date: Some("2025-01-01"), ..Case::new(text) }.rates(n, i, C24)[0];
    assert_eq!(at(&text(cover), IDN, CAN), (0.3, 0.0));
    assert_eq!(at(&text(cover), CAN, IDN), (0.1, 0.0));
    assert_eq!(at(&text(&cover.replace(", IDN = 0.3", "")), IDN, CAN), (0.2, 0.0));
}

#[test]
fn products_and_sectors_that_are_left_out_pay() {
    let exclude = |list: &str| covering("a", 0.5, &format!("exclude = {{ USA = [{list}] }}"));
    assert_eq!(rates_of(&exclude("\"1001*\""), USA, CAN, 0), [(0.4, 0.0), (0.6, 8.0)]);
    assert_eq!(rates_of(&exclude("\"1001\", \"1205*\""), USA, CAN, 0), [(0.25, 0.0), (0.75, 8.0)]);
    assert_eq!(rates_of(&exclude("\"1001*\""), CAN, USA, 0), [(0.5, 0.0), (0.5, 8.0)]);
    assert_eq!(rates_of(&exclude("\"C24\""), USA, CAN, C24), []);
    assert_eq!(rates_of(&exclude("\"C24\""), USA, CAN, 0), [(0.5, 0.0), (0.5, 8.0)]);
    let noted = Case::new(&exclude("\"7601*\"")).run().unwrap();
    assert_eq!(rates(&noted.shock, USA, CAN, C24), [(0.5, 0.0), (0.5, 8.0)]);
    let note = noted.notes.iter().find(|n| n.code == "no-product-weight").expect("a note");
    assert!(note.message.contains("products that `a` leave out have no weight in 1 cells"), "{note}");
}

#[test]
fn two_agreements_prefer_the_same_goods_and_never_multiply() {
    let both = format!("{}{}", covering("a", 0.3, ""), covering("b", 0.6, ""));
    assert_eq!(rates_of(&both, USA, CAN, C24), [(0.6, 0.0), (0.4, 8.0)]);
    let turned = format!("{}{}", covering("b", 0.6, ""), covering("a", 0.3, ""));
    assert_eq!(rates_of(&turned, USA, CAN, C24), [(0.6, 0.0), (0.4, 8.0)]);
    let out = format!("{}{}", covering("a", 0.6, "exclude = { USA = [\"1001\"] }"), covering("b", 0.3, ""));
    let by_hand = round(0.2 * 0.3 + 0.8 * 0.6);
    assert_eq!(rates_of(&out, USA, CAN, 0), [(by_hand, 0.0), (round(1.0 - by_hand), 8.0)]);
}

#[test]
fn surcharges_stay_unless_they_are_lifted_between_the_parties() {
    let surcharge =
        "[[tariff]]\nid = \"s\"\nimporter = [\"USA\"]\nexporter = [\"*\"]\nsector = [\"C24\"]\nadd = \"25%\"\n";
    let stays = format!("{surcharge}{}", covering("a", 1.0, ""));
    assert_eq!(rates_of(&stays, USA, CAN, C24), [(1.0, 25.0)]);
    let lifted = format!("{surcharge}{}", covering("a", 0.5, "lifts = [\"s\"]"));
    assert_eq!(rates_of(&lifted, USA, CAN, C24), [(0.5, 0.0), (0.5, 8.0)]);
    assert_eq!(rates_of(&lifted, USA, IDN, C24), [(1.0, 33.0)]);
    let parts = AgreementParts { tariff: false, ..AgreementParts::default() };
    assert_eq!(Case { parts, ..Case::new(&lifted) }.rates(USA, CAN, C24), [(1.0, 33.0)]);
    let nothing = Case::new(&covering("a", 0.5, "lifts = [\"gone\"]")).run().unwrap();
    assert!(nothing.notes.iter().any(|n| n.code == "lifts-nothing" && n.message.contains("`gone`")));
}

#[test]
fn a_set_rate_is_replaced_by_the_preference_and_a_subsidy_is_not() {
    let text = |set: &str| format!("{}{}", row(&format!("set = \"{set}\"")), covering("a", 0.5, ""));
    assert_eq!(rates_of(&text("20%"), USA, CAN, C24), [(0.5, 0.0), (0.5, 20.0)]);
    assert_eq!(rates_of(&text("-5%"), USA, CAN, C24), [(1.0, -5.0)]);
}

#[test]
fn goods_that_pay_nothing_are_not_counted_as_preferred() {
    let free = format!("{}{}", row("set = \"0%\""), covering("a", 0.5, ""));
    let resolution = Case::new(&free).run().unwrap();
    let trade = |n, i, j| world().trade_nij()[(n, i, j)];
    let farm = trade(USA, CAN, 0) + trade(CAN, USA, 0);
    assert_eq!(resolution.agreements[0].preferred_trade(), 0.5 * (farm + trade(CAN, USA, C24)));
    assert_eq!(resolution.touched[1].cells, 3);
}

#[test]
fn an_agreement_takes_the_place_of_the_one_it_replaces() {
    let text = format!("{}{}", covering("a", 0.6, ""), covering("b", 0.3, "replaces = [\"a\"]"));
    assert_eq!(rates_of(&text, USA, CAN, C24), [(0.3, 0.0), (0.7, 8.0)]);
    let resolution = Case::new(&text).run().unwrap();
    assert_eq!(resolution.agreements.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["b"]);
}

#[test]
fn an_agreement_older_than_the_table_brings_only_its_later_stages() {
    let old = "in_force = 2015-01-01\nstaging = { 0 = 0.5, 10 = 0.5 }";
    let two_thirds = (0.8 - 0.4) / (1.0 - 0.4);
    let later = covering("old", 0.8, old);
    assert_eq!(rates_of(&later, USA, CAN, C24), [(round(two_thirds), 0.0), (round(1.0 - two_thirds), 8.0)]);
    let through = covering("old", 0.8, "in_force = 2015-01-01");
    assert!(Case::new(&through).run().unwrap().shock.is_empty(), "all of it is in the table");
    let again = format!("{through}{}", covering("new", 0.8, "use = 0.9"));
    assert!(Case::new(&again).run().unwrap().shock.is_empty(), "a second one frees nothing more");
    let wider = format!("{through}{}", covering("new", 0.9, "use = 0.5"));
    let newly = round(0.5 * (0.9 - 0.8) / (1.0 - 0.8));
    assert_eq!(rates_of(&wider, USA, CAN, C24), [(newly, 0.0), (round(1.0 - newly), 8.0)]);
    let young = covering("young", 0.8, "in_force = 2022-11-29");
    assert_eq!(rates_of(&young, USA, CAN, C24), [(0.8, 0.0), (0.2, 8.0)]);
    let expected = covering("expected", 0.8, "in_force = [2015-01-01, 2016-01-01, 2017-01-01]");
    assert_eq!(rates_of(&expected, USA, CAN, C24), [(0.8, 0.0), (0.2, 8.0)]);
}

#[test]
fn blocs_have_their_members_of_the_day_and_their_members_their_dates() {
    let text = agreement("a", "\"CAN\", \"RCEP\"", "cover = { \"*\" = 1, basis = \"trade\" }\nin_force = 2010-01-01");
    let on = |date: &'static str| {
        let text = format!("as_of = {date}\n{text}");
        Case { date: Some(date), ..Case::new(&text) }.run()
    };
    let early = super::text(&on("2022-06-01").unwrap_err());
    assert!(early.contains("`a` has no two parties"), "{early}");
    let pairs: Vec<_> = on("2024-06-01").unwrap().shock.cells.keys().map(|c| (c.n, c.i, c.j)).collect();
    assert_eq!(pairs, [(CAN, IDN, 0), (IDN, CAN, 0), (CAN, IDN, 1), (IDN, CAN, 1)], "Indonesia entered in 2023");
}

#[test]
fn members_of_a_bloc_free_each_other_only_where_it_is_alone() {
    let pairs = |parties: &str| {
        let text = agreement("a", parties, "cover = { \"*\" = 1, basis = \"trade\" }");
        let cells = Case::new(&text).run().unwrap().shock.cells;
        cells.keys().filter(|c| c.j == C24).map(|c| (c.n, c.i)).collect::<Vec<_>>()
    };
    assert_eq!(pairs("\"USMCA\""), [(CAN, USA), (USA, CAN)]);
    assert_eq!(pairs("\"USMCA\", \"IDN\""), [(CAN, IDN), (USA, IDN), (IDN, CAN), (IDN, USA)]);
    assert_eq!(pairs("\"USMCA\", \"IDN\", \"!USA\""), [(CAN, IDN), (IDN, CAN)]);
}

#[test]
fn an_agreement_that_a_policy_ends_is_as_if_it_were_not_there() {
    let policy = "[[policy]]\nid = \"p\"\nremove = [\"lib:a\"]\n[[policy]]\nid = \"q\"\n";
    let text = format!("{}{policy}", covering("a", 0.6, ""));
    assert!(Case { policy: Some("p"), ..Case::new(&text) }.run().unwrap().shock.is_empty());
    assert!(!Case { policy: Some("q"), ..Case::new(&text) }.run().unwrap().shock.is_empty());
    let row = "reference = [\"o\"]\n[[tariff]]\nremove = [\"a\"]\nimporter = [\"USA\"]\nexporter = [\"CAN\"]\n";
    let overlays = [("o", &*covering("a", 0.6, ""))];
    let resolution = Case { overlays: &overlays, ..Case::new(row) }.run().unwrap();
    assert_eq!(rates(&resolution.shock, USA, CAN, C24), []);
    assert_eq!(rates(&resolution.shock, CAN, USA, C24), [(0.6, 0.0), (0.4, 8.0)]);
}

#[test]
fn one_agreement_named_twice_counts_once() {
    let a = covering("a", 0.6, "");
    let overlays = [("lib:a", &*a)];
    let text = "reference = [\"lib:a\"]\n[[policy]]\nid = \"p\"\nuse = [\"lib:a\"]\n";
    let resolution = Case { overlays: &overlays, policy: Some("p"), ..Case::new(text) }.run().unwrap();
    assert_eq!((resolution.agreements.len(), resolution.touched.len()), (1, 1));
    assert_eq!(rates(&resolution.shock, USA, CAN, C24), [(0.6, 0.0), (0.4, 8.0)]);
}

#[test]
fn mistakes_of_an_agreement_are_reported_together_at_their_places() {
    let text = r#"[[agreement]]
id = "a"
parties = ["CAN", "IDM"]
cover = { CAN = 0.9, USA = 0.5, INO = 0.5 }
exclude = { CAN = ["9999*"] }
cost = "rta"
"#;
    let found = super::text(&Case::new(text).run().unwrap_err());
    for expected in [
        "test.toml:5:19: \"IDM\" is not an economy or group of tiny [unknown-economy]\n  at: agreement[1].parties[2]",
        "did you mean \"IDN\"?",
        "test.toml:6:39: \"INO\" is not an economy or group [unknown-economy]\n  at: agreement[1].cover.INO",
        "test.toml:7:19: it is not known in which sector \"9999*\" lies [unknown-product]\n  at: agreement[1].exclude.CAN",
        "test.toml:8:8: \"rta\" is not known [unknown-prior]\n  at: agreement[1].cost",
        "did you mean \"rta-prior\"?",
    ] {
        assert!(found.contains(expected), "{expected}\n\n{found}");
    }
    let text = text
        .replace("IDM", "IDN")
        .replace(", INO = 0.5", "")
        .replace("9999*", "1001")
        .replace("\"rta\"", "\"rta-prior\"");
    let found = super::text(&Case::new(&text).run().unwrap_err());
    assert!(found.starts_with("test.toml:6:28: USA is not a party of `a` [not-a-party]"), "{found}");
}

#[test]
fn one_more_layer_can_stand_on_a_stack() {
    let scenario = Scenario::parse(
        &format!("{HEAD}{}[[policy]]\nid = \"p\"\nuse = [\"own\"]\n", covering("own", 0.4, "")),
        "test.toml",
    );
    let scenario = scenario.unwrap();
    let mut library = Library::default();
    library.insert("lib:a", Scenario::parse(&format!("{HEAD}{}", covering("a", 0.6, "")), "a.toml").unwrap());
    let reference = Stack::reference(&scenario, &library, None).unwrap();
    let (world, products, priors) = (world(), products(), priors());
    let with = |name: &'static str| {
        let stack = reference.with(&scenario, &library, name)?;
        Ok(sorted(rates(&resolve(&stack, &setting(&world, &products, &priors)).unwrap().shock, USA, CAN, C24)))
    };
    assert_eq!(with("own"), Ok(vec![(0.4, 0.0), (0.6, 8.0)]));
    assert_eq!(with("lib:a"), Ok(vec![(0.6, 0.0), (0.4, 8.0)]));
    let stack = reference.with(&scenario, &library, "lib:a").unwrap();
    assert_eq!((stack.names(), stack.without(&["lib:a"]).names()), (vec!["", "lib:a"], vec![""]));
    let resolution = resolve(&stack, &setting(&world, &products, &priors)).unwrap();
    assert_eq!(resolution.agreements[0].pairs().into_iter().collect::<Vec<_>>(), [(CAN, USA), (USA, CAN)]);
    assert!(with("lib:b").is_err_and(|finding: Finding| finding.code == "unknown-overlay"));
}

#[test]
fn a_measure_of_the_file_that_the_reference_names_counts_once() {
    let text = format!("reference = [\"s\"]\n{}[[policy]]\nid = \"p\"\n", row("id = \"s\"\nadd = \"25%\""));
    let shock = Case { policy: Some("p"), ..Case::new(&text) }.run().unwrap().shock;
    assert_eq!(rates(&shock, USA, CAN, C24), [(1.0, 33.0)]);
}
