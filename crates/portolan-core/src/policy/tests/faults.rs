//! Faults that only a world can show.

use super::*;

fn faults(body: &str) -> String {
    text(&Case::new(body).run().expect_err("the text has a mistake"))
}

#[test]
fn unknown_economies_and_sectors_are_reported_with_the_nearest_name() {
    let body = "[[tariff]]\nimporter = [\"USB\", \"ASAEN\"]\nexporter = [\"*\", \"!TLS\"]\nsector = [\"C25\", \"godos\"]\nadd = \"1%\"\n";
    insta::assert_snapshot!(faults(body), @r#"
    test.toml:4:13: "USB" is not an economy or group of tiny [unknown-economy]
      at: tariff[1].importer[1]
      expected: the code of one, a group of them, or "*"
      help: did you mean "USA"?
    test.toml:4:20: "ASAEN" is not an economy or group of tiny [unknown-economy]
      at: tariff[1].importer[2]
      expected: the code of one, a group of them, or "*"
      help: did you mean "ASEAN"?
    test.toml:5:18: "TLS" is not an economy or group of tiny [unknown-economy]
      at: tariff[1].exporter[2]
      expected: the code of one, a group of them, or "*"
      help: it lies in the rest of the world of this table, if there is one: ROW
    test.toml:6:11: "C25" is not a sector of tiny [unknown-sector]
      at: tariff[1].sector[1]
      expected: the code of one, a group of them, or "*"
      help: did you mean "C24"?
    test.toml:6:18: "godos" is not a sector of tiny [unknown-sector]
      at: tariff[1].sector[2]
      expected: the code of one, a group of them, or "*"
      help: did you mean "goods"?
    "#);
}

#[test]
fn an_unknown_product_is_reported() {
    let body = "[[tariff]]\nimporter = [\"USA\"]\nexporter = [\"CAN\"]\nproduct = [\"1206*\", \"X9\"]\nadd = \"1%\"\n";
    insta::assert_snapshot!(faults(body), @r#"
    test.toml:6:12: it is not known in which sector "1206*" lies [unknown-product]
      at: tariff[1].product[1]
      expected: a code of the product table, or one that begins with such a code; a final * for all that begin so
      help: did you mean "120510"?
    test.toml:6:21: it is not known in which sector "X9" lies [unknown-product]
      at: tariff[1].product[2]
      expected: a code of the product table, or one that begins with such a code; a final * for all that begin so
      help: name the sector instead, with the product's `share` of it
    "#);
}

#[test]
fn a_measure_that_touches_nothing_is_reported() {
    insta::assert_snapshot!(faults(&row("add = \"1%\"").replace("USA", "CAN")), @"
    test.toml:5:12: importer and exporter are the same economy, which has no tariff on itself [touches-nothing]
      at: tariff[1].exporter
      expected: at least one pair of two economies
      help: name another importer or exporter
    ");
    let body = "[[tariff]]\nimporter = [\"USA\", \"!USA\"]\nexporter = [\"CAN\"]\nsector = [\"C24\"]\nadd = \"1%\"\n";
    insta::assert_snapshot!(faults(body), @"
    test.toml:4:12: nothing is left of `importer` [touches-nothing]
      at: tariff[1].importer
      expected: at least one member on the day, after what is left out
      help: check the names with an exclamation mark, and the members of groups on that day
    ");
}

#[test]
fn a_fact_that_was_known_later_is_reported_in_the_scenario_itself() {
    let body = row("id = \"a\"\nadd = \"1%\"\nfrom = 2025-10-01\nknown = 2025-10-25\nsource = \"s\"");
    insta::assert_snapshot!(faults(&format!("as_of = 2025-10-24\n{body}")), @"
    test.toml:11:9: `a` became known on 2025-10-25, after 2025-10-24 [known-later]
      at: tariff[1].known
      expected: facts that were known on the day of the question, `as_of`
      help: move `as_of`, remove the row, or make it a hypothesis with `judged_by`
    ");
}

#[test]
fn a_dated_measure_without_a_day_is_reported() {
    insta::assert_snapshot!(faults(&row("add = \"1%\"\nfrom = 2025-10-01")), @"
    test.toml:8:8: the measure has a date, and the scenario has none [date-needed]
      at: tariff[1].from
      expected: `as_of`, the day on which measures in force count
      help: write as_of = 2025-10-24, or another day, at the top of the scenario
    ");
}

#[test]
fn ids_that_no_earlier_file_has_are_reported() {
    let overlay = row("id = \"metals\"\nadd = \"1%\"");
    let body = format!(
        "reference = [\"o\"]\n[[tariff]]\nremove = [\"metal\"]\n{}[[policy]]\nid = \"p\"\nremove = [\"timber\"]\n",
        row("id = \"lumber\"\nadd = \"1%\"")
    );
    let case = Case { overlays: &[("o", &overlay)], policy: Some("p"), ..Case::new(&body) };
    insta::assert_snapshot!(text(&case.run().unwrap_err()), @r#"
    test.toml:5:11: "metal" is not known [unknown-id]
      at: tariff[1].remove[1]
      expected: the id of a measure of an earlier file
      help: did you mean "metals"?
    test.toml:14:11: "timber" is not known [unknown-id]
      at: policy[1].remove[1]
      expected: the id of a measure
      help: did you mean "lumber"?
    "#);
}

#[test]
fn unknown_overlays_policies_and_regimes_are_reported() {
    let body = format!(
        "reference = [\"us-measure\"]\n{}[[policy]]\nid = \"pivot\"\nuse = [\"lumbre\"]\n",
        row("id = \"lumber\"\nadd = \"1%\"")
    );
    let overlays = [("us-measures", "")];
    let case = |policy| Case { overlays: &overlays, policy, ..Case::new(&body) };
    insta::assert_snapshot!(text(&case(Some("pivot")).run().unwrap_err()), @r#"
    test.toml:3:14: "us-measure" is not known [unknown-overlay]
      at: reference[1]
      expected: an overlay or an id of this file
      help: did you mean "us-measures"?
    "#);
    let body = "[[policy]]\nid = \"pivot\"\nuse = [\"lumbre\"]\n";
    insta::assert_snapshot!(text(&Case { policy: Some("pivto"), ..Case::new(body) }.run().unwrap_err()), @r#"
    test.toml: "pivto" is not known [unknown-policy]
      expected: the id of a [[policy]] of this file
      help: did you mean "pivot"?
    "#);
    insta::assert_snapshot!(text(&Case { policy: Some("pivot"), ..Case::new(body) }.run().unwrap_err()), @r#"
    test.toml:5:8: "lumbre" is not known [unknown-overlay]
      at: policy[1].use[1]
      expected: an overlay or an id of this file
      help: there is none
    "#);
    let scenario = Scenario::parse(&format!("{HEAD}[[regime]]\nid = \"lifted\"\n"), "test.toml").unwrap();
    let library = Library::default();
    insta::assert_snapshot!(text(&Stack::reference(&scenario, &library, Some("lift")).unwrap_err()), @r#"
    test.toml: "lift" is not known [unknown-regime]
      expected: the id of a [[regime]] of this file
      help: did you mean "lifted"?
    "#);
}

#[test]
fn rates_that_together_fall_below_minus_100_are_reported_once() {
    let cut = "[[tariff]]\nimporter = [\"USA\"]\nexporter = [\"*\"]\nsector = [\"goods\"]\nadd = \"-60%\"\n";
    insta::assert_snapshot!(faults(&format!("{cut}{cut}")), @"
    test.toml:12:7: measures together bring the rate of the cell importer USA, exporter CAN, sector A01_02 to -100% or less [rate-out-of-range]
      at: tariff[2].add
      expected: a rate above -100%
      help: check the signs of the measures on this cell
    ");
}

#[test]
fn a_cell_in_too_many_slices_is_reported() {
    let rows: String = (1..=7).map(|k| row(&format!("add = \"1%\"\nshare = 0.{k}"))).collect();
    insta::assert_snapshot!(faults(&rows), @r#"
    test.toml:44:9: measures cut the cell importer USA, exporter CAN, sector C24 into more than 64 slices [too-many-slices]
      at: tariff[7].share
      expected: measures on the same goods that say so by the same `part`
      help: give the measures a common `part`, or parts "family/name" if their goods are disjoint
    "#);
}

#[test]
fn faults_of_all_measures_come_at_once() {
    let body = row("add = \"1%\"").replace("C24", "C25") + &row("add = \"1%\"").replace("CAN", "CNA");
    let findings = Case::new(&body).run().unwrap_err();
    let codes: Vec<_> = findings.iter().map(|f| (f.code, f.place.line.unwrap())).collect();
    assert_eq!(codes, [("unknown-sector", 6), ("unknown-economy", 10)]);
}

#[test]
fn a_fault_of_a_table_names_its_line() {
    let head = format!("{HEAD}[[tariff]]\ntable = \"t.csv\"\n");
    let mut scenario = Scenario::parse(&head, "test.toml").unwrap();
    let table = "importer,exporter,sector,add\nUSA,CAN,C24,1%\nUSA,CNA,C24,1%\n";
    scenario.read_tables(&|_: crate::scenario::Wanted| Ok(("t.csv".into(), table.into()))).unwrap();
    let (library, world, products) = (Library::default(), world(), products());
    let priors = priors();
    let setting = setting(&world, &products, &priors);
    let findings = resolve(&Stack::policy(&scenario, &library, None, None).unwrap(), &setting).unwrap_err();
    let expected = Place { file: "t.csv".into(), line: Some(3), cell: "exporter".into(), ..Place::default() };
    assert_eq!(findings[0].place, expected);
}
