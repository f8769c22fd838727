//! Broken scenarios: code, place, message and remedy of each kind of mistake.

use super::*;

#[test]
fn a_missing_head_is_reported() {
    insta::assert_snapshot!(faults_of("country = \"CAN\"\n"), @r#"
    test.toml:1:1: `schema` is missing [missing-key]
      expected: the version of the format
      help: write schema = 1 at the top
    test.toml:1:1: `title` is missing [missing-key]
      expected: one line for people
      help: write title = "…" at the top
    "#);
}

#[test]
fn another_version_of_the_format_is_reported() {
    insta::assert_snapshot!(faults_of("schema = 2\ntitle = \"x\"\n"), @"
    test.toml:1:10: the number is 2 [bad-number]
      at: schema
      expected: 1
      help: this program reads version 1 of the format
    ");
}

#[test]
fn an_unknown_key_is_reported_with_the_nearest_one() {
    insta::assert_snapshot!(faults_below_head("elasticites = \"x\"\n[[tarif]]\nadd = \"1%\"\n"), @"
    test.toml:3:1: `elasticites` is not a key here [unknown-key]
      at: elasticites
      expected: one of schema, title, question, author, country, as_of, world, reference, elasticities, sets, closure, model, growth, briefing, structures, tariff, trade_cost, productivity, export_tax, quota, capacity, agreement, regime, policy
      help: did you mean `elasticities`?
    test.toml:4:3: `tarif` is not a key here [unknown-key]
      at: tarif
      expected: one of schema, title, question, author, country, as_of, world, reference, elasticities, sets, closure, model, growth, briefing, structures, tariff, trade_cost, productivity, export_tax, quota, capacity, agreement, regime, policy
      help: did you mean `tariff`?
    ");
}

#[test]
fn an_unknown_key_of_a_measure_is_reported_with_the_nearest_one() {
    let body = "[[tariff]]\nimporters = [\"USA\"]\nexporter = [\"*\"]\nsector = [\"C29\"]\nadd = \"1%\"\n";
    insta::assert_snapshot!(faults_below_head(body), @r#"
    test.toml:3:1: `importer` is missing [missing-key]
      at: tariff[1]
      expected: codes of economies, groups such as "ASEAN", "*" for all, "!X" to leave out
      help: write for example ["USA"], or ["*"] for all
    test.toml:4:1: `importers` is not a key here [unknown-key]
      at: tariff[1].importers
      expected: one of set, add, cap, cut, swiss, scale, remove, table, id, from, until, on, known, source, judged_by, importer, exporter, sector, product, share, part
      help: did you mean `importer`?
    "#);
}

#[test]
fn text_that_is_not_toml_is_reported_where_it_breaks() {
    insta::assert_snapshot!(faults_below_head("country = CAN\nas_of = 2025-10-24\nclosure = \"nil\"\n"), @r#"
    test.toml:3:11: string values must be quoted, expected literal string [toml-syntax]
      expected: TOML: `key = value`, text in double quotes, [table] and [[array of tables]] headers
      help: put the text in double quotes
    test.toml:5:11: "nil" is not a choice here [unknown-choice]
      at: closure
      expected: one of share-of-world, share-of-own, zero, endogenous
      help: use one of these words
    "#);
}

#[test]
fn a_key_written_twice_is_reported() {
    insta::assert_snapshot!(faults_below_head("country = \"CAN\"\ncountry = \"USA\"\n"), @"
    test.toml:4:1: duplicate key [toml-syntax]
      expected: TOML: `key = value`, text in double quotes, [table] and [[array of tables]] headers
      help: remove or rename one of the two
    ");
}

#[test]
fn a_rate_without_a_unit_is_reported() {
    let body = "[[tariff]]\nimporter = [\"USA\"]\nexporter = [\"*\"]\nsector = [\"C29\"]\nadd = 0.25\n";
    insta::assert_snapshot!(faults_below_head(body), @r#"
    test.toml:7:7: the rate 0.25 has no unit [bad-rate]
      at: tariff[1].add
      expected: a rate with its unit, as a string, for example "25%"
      help: write "25%" if 0.25 is a fraction, or "0.25%" if it is in per cent
    "#);
    let body = "[[tariff]]\nimporter = [\"USA\"]\nexporter = [\"*\"]\nsector = [\"C29\"]\nset = \"0.5\"\n";
    insta::assert_snapshot!(faults_below_head(body), @r#"
    test.toml:7:7: the rate 0.5 has no unit [bad-rate]
      at: tariff[1].set
      expected: a rate with its unit, as a string, for example "25%"
      help: write "50%" if 0.5 is a fraction, or "0.5%" if it is in per cent
    "#);
    let body = "[[tariff]]\nimporter = [\"USA\"]\nexporter = [\"*\"]\nsector = [\"C29\"]\nset = \"half\"\n";
    insta::assert_snapshot!(faults_below_head(body), @r#"
    test.toml:7:7: `half` is not a rate [bad-rate]
      at: tariff[1].set
      expected: a rate with its unit, as a string, for example "25%"
      help: write the number and the unit, for example "25%"
    "#);
}

#[test]
fn a_rate_out_of_its_range_is_reported() {
    let body = "[[tariff]]\nimporter = [\"USA\"]\nexporter = [\"*\"]\nsector = [\"C29\"]\ncut = \"130%\"\n";
    insta::assert_snapshot!(faults_below_head(body), @"
    test.toml:7:7: `cut` is 130% [rate-out-of-range]
      at: tariff[1].cut
      expected: a cut between 0% and 100%
      help: correct the number or its sign
    ");
    let body = "[[export_tax]]\nimporter = [\"USA\"]\nexporter = [\"CAN\"]\nsector = [\"C29\"]\nset = \"-100%\"\n";
    insta::assert_snapshot!(faults_below_head(body), @"
    test.toml:7:7: `set` is -100% [rate-out-of-range]
      at: export_tax[1].set
      expected: a rate above -100%
      help: correct the number or its sign
    ");
}

#[test]
fn a_row_that_does_two_things_is_reported() {
    let body = "[[tariff]]\nimporter = [\"USA\"]\nexporter = [\"*\"]\nsector = [\"C29\"]\nadd = \"1%\"\ncap = \"5%\"\n";
    insta::assert_snapshot!(faults_below_head(body), @"
    test.toml:8:7: the row has `add` and `cap` [one-operation]
      at: tariff[1].cap
      expected: exactly one of set, add, cap, cut, swiss, scale, remove, table
      help: keep one of them, and put the other into a row of its own
    ");
}

#[test]
fn a_row_that_does_nothing_is_reported() {
    let body = "[[trade_cost]]\nimporter = [\"USA\"]\nexporter = [\"*\"]\nsector = [\"C29\"]\n";
    insta::assert_snapshot!(faults_below_head(body), @"
    test.toml:3:1: the row does not say what is done [one-operation]
      at: trade_cost[1]
      expected: exactly one of scale, remove
      help: write one of them, for example scale = 0.98
    ");
}

#[test]
fn a_row_that_says_not_what_it_touches_is_reported() {
    insta::assert_snapshot!(faults_below_head("[[tariff]]\nimporter = [\"USA\"]\nadd = \"1%\"\n"), @r#"
    test.toml:3:1: `exporter` is missing [missing-key]
      at: tariff[1]
      expected: codes of economies, groups such as "ASEAN", "*" for all, "!X" to leave out
      help: write for example ["USA"], or ["*"] for all
    test.toml:3:1: `sector` or `product` is missing [missing-key]
      at: tariff[1]
      expected: codes of sectors, "goods", "services" or "*"; or codes of products
      help: write for example sector = ["goods"]
    "#);
}

#[test]
fn a_row_with_sector_and_product_is_reported() {
    let body = "[[tariff]]\nimporter = [\"USA\"]\nexporter = [\"*\"]\nsector = [\"C29\"]\nproduct = [\"8703\"]\nadd = \"1%\"\n";
    insta::assert_snapshot!(faults_below_head(body), @"
    test.toml:7:11: the row has `sector` and `product` [sector-and-product]
      at: tariff[1].product
      expected: one of the two
      help: remove `sector`: a product lies in a sector already
    ");
}

#[test]
fn a_date_that_is_none_is_reported() {
    insta::assert_snapshot!(faults_below_head("as_of = \"24 October 2025\"\n"), @"
    test.toml:3:9: `24 October 2025` is not a date [bad-date]
      at: as_of
      expected: a date such as 2025-10-24, or a year, which stands for 1 January
      help: write year, month and day with two digits each for month and day, without a time
    ");
    insta::assert_snapshot!(faults_below_head("as_of = 2025-10-24T10:00:00\n"), @"
    test.toml:3:9: `2025-10-24T10:00:00` is not a date [bad-date]
      at: as_of
      expected: a date such as 2025-10-24, or a year, which stands for 1 January
      help: write year, month and day with two digits each for month and day, without a time
    ");
    insta::assert_snapshot!(faults_below_head("as_of = true\n"), @"
    test.toml:3:9: this is true or false [wrong-type]
      at: as_of
      expected: a date, or a year
      help: write for example 2025-10-24
    ");
}

#[test]
fn dates_out_of_order_are_reported() {
    let body =
        "[[productivity]]\neconomy = [\"VNM\"]\nsector = [\"*\"]\nscale = 1.1\nfrom = 2026\nuntil = 2025-06-01\n";
    insta::assert_snapshot!(faults_below_head(body), @"
    test.toml:8:9: the measure ends on 2025-06-01, before it begins on 2026-01-01 [dates-out-of-order]
      at: productivity[1].until
      expected: `until` later than `from`: it is the first day on which the measure no longer applies
      help: exchange or correct the two dates
    ");
}

#[test]
fn a_share_that_is_none_is_reported() {
    let row = "[[tariff]]\nimporter = [\"USA\"]\nexporter = [\"*\"]\nsector = [\"C29\"]\nadd = \"1%\"\n";
    insta::assert_snapshot!(faults_below_head(&format!("{row}share = 40\n")), @"
    test.toml:8:9: the share 40 lies outside 0 to 1 [bad-share]
      at: tariff[1].share
      expected: a share between 0 and 1: one number, or [low, mode, high] in this order
      help: write 0.4 if 40 is in per cent
    ");
    insta::assert_snapshot!(faults_below_head(&format!("{row}share = [0.9, 0.8, 0.95]\n")), @"
    test.toml:8:9: low, mode and high are not in order: 0.9, 0.8, 0.95 [bad-share]
      at: tariff[1].share
      expected: a share between 0 and 1: one number, or [low, mode, high] in this order
      help: sort the three numbers
    ");
    insta::assert_snapshot!(faults_below_head(&format!("{row}share = [0.1, 0.2]\n")), @"
    test.toml:8:9: a share has one number or three, not 2 [bad-share]
      at: tariff[1].share
      expected: a share between 0 and 1: one number, or [low, mode, high] in this order
      help: give low, mode and high
    ");
    insta::assert_snapshot!(faults_below_head(&format!("{row}share = \"half\"\n")), @"
    test.toml:8:9: this is text [wrong-type]
      at: tariff[1].share
      expected: a number
      help: write the number without quotes and without a unit
    ");
}

#[test]
fn a_word_that_is_no_choice_is_reported() {
    insta::assert_snapshot!(faults_below_head("closure = \"share-of-word\"\n[model]\nfactors = \"sticky\"\n"), @r#"
    test.toml:3:11: "share-of-word" is not a choice here [unknown-choice]
      at: closure
      expected: one of share-of-world, share-of-own, zero, endogenous
      help: did you mean "share-of-world"?
    test.toml:5:11: "sticky" is not a choice here [unknown-choice]
      at: model.factors
      expected: one of specific, mobile
      help: use one of these words
    "#);
}

#[test]
fn a_number_out_of_its_range_is_reported() {
    insta::assert_snapshot!(faults_below_head("[model]\nfactor_share = 1.0\n"), @"
    test.toml:4:16: the number is 1 [bad-number]
      at: model.factor_share
      expected: a share from 0 to less than 1
      help: give the part of value added that stays in its sector, for example 0.35
    ");
    let body = "[[productivity]]\neconomy = [\"VNM\"]\nsector = [\"*\"]\nscale = 0\n";
    insta::assert_snapshot!(faults_below_head(body), @"
    test.toml:6:9: the number is 0 [bad-number]
      at: productivity[1].scale
      expected: a factor above zero
      help: 1 leaves everything as it is
    ");
}

#[test]
fn a_factor_without_end_is_reported() {
    let faults = faults_below_head("[[productivity]]\neconomy = [\"VNM\"]\nsector = [\"*\"]\nscale = inf\n");
    assert!(faults.contains("bad-number"), "{faults}");
}

#[test]
fn a_table_where_an_array_of_tables_belongs_is_reported() {
    insta::assert_snapshot!(faults_below_head("[tariff]\nadd = \"1%\"\n"), @"
    test.toml:3:1: this is a table [wrong-type]
      at: tariff
      expected: an array of tables
      help: write [[tariff]], with two brackets, above each entry
    ");
}

#[test]
fn names_that_are_not_text_are_reported() {
    let body = "[[tariff]]\nimporter = [1]\nexporter = []\nsector = true\nadd = \"1%\"\n";
    insta::assert_snapshot!(faults_below_head(body), @r#"
    test.toml:4:13: this is a number [wrong-type]
      at: tariff[1].importer[1]
      expected: text in quotes
      help: put the value in double quotes
    test.toml:5:12: the list is empty [empty-list]
      at: tariff[1].exporter
      expected: at least one name
      help: name what is meant, or "*" for all
    test.toml:6:10: this is true or false [wrong-type]
      at: tariff[1].sector
      expected: a list of names
      help: write the names in quotes between [ and ]
    "#);
}

#[test]
fn the_same_id_twice_is_reported() {
    let row = "[[tariff]]\nid = \"a\"\nimporter = [\"USA\"]\nexporter = [\"*\"]\nsector = [\"C29\"]\nadd = \"1%\"\n";
    insta::assert_snapshot!(faults_below_head(&format!("{row}[[policy]]\nid = \"a\"\n")), @r#"
    test.toml:10:6: "a" is already the name of an entry on line 4 [duplicate-id]
      at: policy[1].id
      expected: a name of its own for each measure, agreement, regime and policy
      help: give one of the two another id
    "#);
}

#[test]
fn keys_of_later_versions_are_reported_and_not_passed_over() {
    let body = r#"horizon = { from = 2025, to = 2035 }
[model]
scale = 0.5
parts = "nest"
trade = "slow"
labour = { elasticity = 0.5, revenue = "income-tax" }
io = false
[[negotiation]]
agreement = "can-idn"
[[trade_cost]]
importer = ["IDN"]
exporter = ["CAN"]
sector = ["goods"]
estimate = "rta-2011-2022"
[[policy]]
id = "p"
teams = 2
[uncertainty]
draws = 512
"#;
    insta::assert_snapshot!(faults_below_head(body), @r#"
    test.toml:3:1: `horizon` asks for a path over years, which this version does not solve [not-in-this-version]
      at: horizon
      expected: keys of a static question
      help: leave it out: the answer is then the long run of a static model
    test.toml:5:9: `scale = 0.5` asks for scale economies, which this version does not solve [not-in-this-version]
      at: model.scale
      expected: keys of a static question
      help: write scale = 0.0, or leave it out
    test.toml:6:9: `parts = "nest"` asks for a nest for the taxed part of a cell, which this version does not solve [not-in-this-version]
      at: model.parts
      expected: keys of a static question
      help: write parts = "slice", or leave it out
    test.toml:7:1: `trade` asks for slow adjustment of trade, which this version does not solve [not-in-this-version]
      at: model.trade
      expected: keys of a static question
      help: leave it out: the answer is then the long run of a static model
    test.toml:8:25: `elasticity = 0.5` asks for elastic labour supply, which this version does not solve [not-in-this-version]
      at: model.labour.elasticity
      expected: keys of a static question
      help: write elasticity = 0.0, or leave it out
    test.toml:8:40: `revenue = "income-tax"` asks for revenue as a cut of income tax, which this version does not solve [not-in-this-version]
      at: model.labour.revenue
      expected: keys of a static question
      help: write revenue = "lump-sum", or leave it out
    test.toml:9:6: `io = false` asks for a world without input–output links, which this version does not solve [not-in-this-version]
      at: model.io
      expected: keys of a static question
      help: write io = true, or leave it out
    test.toml:10:3: `negotiation` asks for negotiations, which this version does not solve [not-in-this-version]
      at: negotiation
      expected: keys of a static question
      help: leave it out of a static question
    test.toml:16:1: `estimate` asks for costs from an estimate, which this version does not solve [not-in-this-version]
      at: trade_cost[1].estimate
      expected: keys of a static question
      help: write the factor on d as `scale`, with `judged_by`
    test.toml:19:1: `teams` asks for an order of agreements, which this version does not solve [not-in-this-version]
      at: policy[1].teams
      expected: keys of a static question
      help: leave it out of a static question
    test.toml:20:2: `uncertainty` asks for draws, which this version does not solve [not-in-this-version]
      at: uncertainty
      expected: keys of a static question
      help: use `sets = "all"` for ranges over the sets of elasticities
    "#);
}

#[test]
fn every_key_that_the_format_reserves_is_named() {
    for key in ["negotiation", "event", "target", "game", "dimension", "stakeholder"] {
        let found = faults_below_head(&format!("[[{key}]]\n"));
        assert!(found.contains(&format!("`{key}` asks for")) && found.contains("not-in-this-version"), "{found}");
    }
}

#[test]
fn removing_a_rate_or_a_part_of_a_measure_is_reported() {
    insta::assert_snapshot!(faults_below_head("[[tariff]]\nremove = \"10%\"\n"), @r#"
    test.toml:4:10: `remove` has a rate [bad-remove]
      at: tariff[1].remove
      expected: ids of measures that end
      help: write set = "0%" for trade without duty
    "#);
    insta::assert_snapshot!(faults_below_head("[[tariff]]\nremove = \"a\"\nshare = 0.5\n"), @"
    test.toml:5:9: the row has `remove` and `share` [bad-remove]
      at: tariff[1].share
      expected: measures end as a whole, in cells of importer, exporter and sector
      help: leave `share` out
    ");
}

#[test]
fn all_mistakes_of_a_file_come_at_once_and_in_order() {
    let body =
        "closure = 3\n[[tariff]]\nimporter = \"USA\"\nexporter = []\nadd = 5\nshare = 2\n[[policy]]\ntitle = 1\n";
    let findings = Scenario::parse(&format!("{HEAD}{body}"), "test.toml").unwrap_err();
    let lines: Vec<_> = findings.iter().map(|f| (f.place.line.unwrap(), f.code)).collect();
    let expected = [
        (3, "wrong-type"),
        (4, "missing-key"),
        (6, "empty-list"),
        (7, "bad-rate"),
        (8, "bad-share"),
        (9, "missing-key"),
        (10, "wrong-type"),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn the_span_of_a_finding_is_the_value() {
    let text = format!("{HEAD}# é\nclosure = \"nil\"\n");
    let finding = Scenario::parse(&text, "test.toml").unwrap_err().remove(0);
    assert_eq!(&text[finding.place.span.unwrap()], "\"nil\"");
    assert_eq!((finding.place.line, finding.place.column), (Some(4), Some(11)));
}
