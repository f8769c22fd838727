//! Tables of measures, overlays, and the schema.

use std::collections::BTreeSet;

use super::*;

fn with_table(table: &str) -> Result<Scenario, Vec<Finding>> {
    let text = format!("{HEAD}[[tariff]]\nid = \"us\"\nsource = \"s\"\ntable = \"t.csv\"\n");
    let mut scenario = Scenario::parse(&text, "test.toml").unwrap();
    scenario.read_tables(&|wanted: Wanted| Ok((format!("dir/{}", wanted.name), table.to_string())))?;
    Ok(scenario)
}

fn table_faults(table: &str) -> String {
    with_table(table).expect_err("the table has a mistake").iter().map(|f| format!("{f}\n")).collect()
}

#[test]
fn a_table_becomes_one_measure_a_row() {
    let table = "importer,exporter,sector,add,share,part,from,source\n\
                 USA,CAN,C24,50%,0.5815,us/metals,2025-10-24,x\n\
                 USA,CHN;HKG,C24;C25,35%,,,,\n";
    let scenario = with_table(table).unwrap();
    let rows = &scenario.tariff[0].rows;
    assert_eq!(rows[0].reach.share, Some(Triple::certain(0.5815)));
    assert_eq!(rows[0].reach.part.as_deref(), Some("us/metals"));
    assert_eq!(rows[0].record.source.as_deref(), Some("x"));
    assert_eq!(rows[1].reach.exporter, ["CHN", "HKG"]);
    assert_eq!((rows[1].record.id.as_deref(), rows[1].record.source.as_deref()), (Some("us"), Some("s")));
    assert_eq!(rows[1].origin.line(), 3);
    assert_eq!(scenario.measure_ids(), ["us", "us", "us"]);
}

#[test]
fn a_table_with_an_unknown_column_is_reported() {
    insta::assert_snapshot!(table_faults("importer,exporter,sectors,add\nUSA,CAN,C24,5%\n"), @"
    dir/t.csv:1: `sectors` is not a column of a table of tariffs [unknown-column]
      at: sectors
      expected: columns out of importer, exporter, sector, product, set, add, cap, cut, swiss, scale, share, part, id, from, until, known, source, judged_by
      help: did you mean `sector`?
    dir/t.csv:1: the column `sector` is missing [missing-column]
      at: sector
      expected: importer, exporter, sector or product, and one of set, add, cap, cut, swiss, scale
      help: name the columns in the first line of the file
    ");
}

#[test]
fn all_mistakes_of_a_table_are_reported_with_line_and_column_name() {
    let table = "importer,exporter,sector,set,add,share,from,until\n\
                 USA,CAN,C24,,0.5,,,\n\
                 USA,,C24,5%,,1.5,,\n\
                 USA,CAN,C24,5%,5%,,,\n\
                 USA,CAN,C24\n\
                 USA,CAN,C24,,5%,,2025-13-01,\n\
                 USA,CAN,C24,,5%,x,2025,2024\n";
    insta::assert_snapshot!(table_faults(table), @r#"
    dir/t.csv:2: the rate 0.5 has no unit [bad-rate]
      at: add
      expected: a rate with its unit, as a string, for example "25%"
      help: write "50%" if 0.5 is a fraction, or "0.5%" if it is in per cent
    dir/t.csv:3: the share 1.5 lies outside 0 to 1 [bad-share]
      at: share
      expected: a share between 0 and 1: one number, or [low, mode, high] in this order
      help: write 0.015 if 1.5 is in per cent
    dir/t.csv:3: the cell of `exporter` is empty [empty-cell]
      at: exporter
      expected: a code, a group or *; several separated by semicolons
      help: write * if all are meant
    dir/t.csv:4: the row has `set` and `add` [one-operation]
      at: add
      expected: exactly one of set, add, cap, cut, swiss, scale
      help: keep one of them, and put the other into a row of its own
    dir/t.csv:5: the row has 3 cells, the header 8 [bad-table]
      expected: as many cells as the header, with quotes around text with commas
      help: write the table as UTF-8 with a header line and commas
    dir/t.csv:6: `2025-13-01` is not a date [bad-date]
      at: from
      expected: a date such as 2025-10-24, or a year, which stands for 1 January
      help: write year, month and day with two digits each for month and day, without a time
    dir/t.csv:7: the measure ends on 2024-01-01, before it begins on 2025-01-01 [dates-out-of-order]
      at: until
      expected: `until` later than `from`: it is the first day on which the measure no longer applies
      help: exchange or correct the two dates
    dir/t.csv:7: `x` is not a share [bad-share]
      at: share
      expected: a number between 0 and 1, or low;mode;high
      help: write for example 0.35
    "#);
}

#[test]
fn a_table_without_rows_is_reported() {
    insta::assert_snapshot!(table_faults("importer,exporter,sector,add\n"), @"
    dir/t.csv: the table has no rows [bad-table]
      expected: one row for each measure
      help: write the table as UTF-8 with a header line and commas
    ");
}

#[test]
fn a_table_beside_other_keys_is_reported() {
    insta::assert_snapshot!(faults_below_head("[[tariff]]\ntable = \"t.csv\"\nimporter = [\"USA\"]\n"), @"
    test.toml:5:12: the row has `table` and `importer` [table-with-keys]
      at: tariff[1].importer
      expected: table, and id, from, until, known, source, judged_by for rows that do not say
      help: move `importer` into a column of the table
    ");
}

fn missing(wanted: Wanted) -> Result<(String, String), Finding> {
    Err(Finding {
        code: "no-such-file",
        place: Default::default(),
        message: format!("there is no {:?} \"{}\" beside {}", wanted.kind, wanted.name, wanted.by),
        expected: "a file".into(),
        remedy: "check the name".into(),
    })
}

#[test]
fn a_table_or_overlay_that_cannot_be_read_is_reported_where_it_is_named() {
    let text = format!(
        "{HEAD}reference = [\"gone\"]\n[[tariff]]\ntable = \"t.csv\"\n[[policy]]\nid = \"p\"\nuse = [\"x\", \"lib:can-idn\"]\n"
    );
    let mut scenario = Scenario::parse(&text, "test.toml").unwrap();
    let mut findings = scenario.read_tables(&missing).unwrap_err();
    findings.extend(Library::read(&scenario, &missing).unwrap_err());
    insta::assert_snapshot!(findings.iter().map(|f| format!("{f}\n")).collect::<String>(), @r#"
    test.toml:5:9: there is no Table "t.csv" beside test.toml [no-such-file]
      at: tariff[1].table
      expected: a file
      help: check the name
    test.toml:3:14: there is no Overlay "gone" beside test.toml [no-such-file]
      at: reference[1]
      expected: a file
      help: check the name
    test.toml:8:8: there is no Overlay "x" beside test.toml [no-such-file]
      at: policy[1].use[1]
      expected: a file
      help: check the name
    test.toml:8:13: there is no Agreement "can-idn" beside test.toml [no-such-file]
      at: policy[1].use[2]
      expected: a file
      help: check the name
    "#);
}

#[test]
fn an_overlay_with_a_question_is_reported() {
    let scenario = Scenario::parse(&format!("{HEAD}reference = [\"o\"]\n"), "test.toml").unwrap();
    let overlay = format!("{HEAD}question = \"why?\"\n[[policy]]\nid = \"p\"\n");
    let findings = Library::read(&scenario, &|_: Wanted| Ok(("o.toml".into(), overlay.clone()))).unwrap_err();
    insta::assert_snapshot!(findings.iter().map(|f| format!("{f}\n")).collect::<String>(), @"
    o.toml:3:12: the file is used as an overlay, and has `question` [not-an-overlay]
      at: question
      expected: a file of measures without a question
      help: remove `question`, or name a file that holds measures only
    o.toml:4:1: the file is used as an overlay, and has `policy` [not-an-overlay]
      at: policy
      expected: a file of measures without a question
      help: remove `policy`, or name a file that holds measures only
    ");
}

/// Names of all properties under a schema, `oneOf` and `anyOf` included.
fn properties(schema: &serde_json::Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if let Some(map) = schema.get("properties").and_then(|p| p.as_object()) {
        names.extend(map.keys().cloned());
    }
    for list in ["oneOf", "anyOf", "allOf"] {
        for branch in schema.get(list).and_then(|l| l.as_array()).into_iter().flatten() {
            names.extend(properties(branch));
        }
    }
    names
}

/// Keys that the decoder accepts in a table, as the finding on an unknown one lists them.
fn accepted(body: &str, cell: &str) -> BTreeSet<String> {
    let findings = Scenario::parse(&format!("{HEAD}{body}"), "test.toml").unwrap_err();
    let unknown = findings.iter().find(|f| f.code == "unknown-key" && f.place.cell == cell).expect("an unknown key");
    unknown.expected.trim_start_matches("one of ").split(", ").map(str::to_string).collect()
}

#[test]
fn the_schema_has_the_keys_that_the_decoder_accepts_and_no_other() {
    let schema = serde_json::to_value(scenario_schema()).unwrap();
    assert_eq!(properties(&schema), accepted("zzz = 1\n", "zzz"));
    for (name, body, cell) in [
        ("Tariff", "[[tariff]]\nzzz = 1\n", "tariff[1].zzz"),
        ("TradeCost", "[[trade_cost]]\nzzz = 1\n", "trade_cost[1].zzz"),
        ("Productivity", "[[productivity]]\nzzz = 1\n", "productivity[1].zzz"),
        ("ExportTax", "[[export_tax]]\nzzz = 1\n", "export_tax[1].zzz"),
        ("Regime", "[[regime]]\nzzz = 1\n", "regime[1].zzz"),
        ("Policy", "[[policy]]\nzzz = 1\n", "policy[1].zzz"),
        ("Model", "[model]\nzzz = 1\n", "model.zzz"),
        ("Labour", "[model]\nlabour = { zzz = 1 }\n", "model.labour.zzz"),
    ] {
        let of_type = schema.pointer(&format!("/$defs/{name}")).unwrap_or_else(|| panic!("{name} has a schema"));
        assert_eq!(properties(of_type), accepted(body, cell), "{name}");
    }
}

#[test]
fn every_key_of_the_schema_is_described() {
    fn check(name: &str, schema: &serde_json::Value) {
        for (key, property) in schema.get("properties").and_then(|p| p.as_object()).into_iter().flatten() {
            let described = property.get("description").is_some();
            assert!(described, "{name}.{key} has no description: {property}");
        }
    }
    let schema = serde_json::to_value(scenario_schema()).unwrap();
    check("Scenario", &schema);
    for (name, of_type) in schema["$defs"].as_object().unwrap() {
        check(name, of_type);
    }
}

#[test]
fn the_schema_requires_version_and_title_and_forbids_other_keys() {
    let schema = serde_json::to_value(scenario_schema()).unwrap();
    assert_eq!(schema["required"], serde_json::json!(["schema", "title"]));
    assert_eq!(schema["additionalProperties"], serde_json::json!(false));
    assert_eq!(schema["properties"]["world"]["default"], "world-2022");
    assert_eq!(schema["properties"]["closure"]["default"], "share-of-world");
}
