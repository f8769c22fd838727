use super::*;

const HEAD: &str = "schema = 1\ntitle = \"A test\"\n";

/// Findings as a person would read them.
fn faults_of(text: &str) -> String {
    let findings = Scenario::parse(text, "test.toml").expect_err("the text has a mistake");
    findings.iter().map(|f| format!("{f}\n")).collect()
}

fn faults_below_head(body: &str) -> String {
    faults_of(&format!("{HEAD}{body}"))
}

#[test]
fn the_question_in_nine_lines_is_read_with_every_default() {
    let text = r#"schema = 1
title = "What would a tariff of 25% on everyone's cars cost Canada?"
country = "CAN"
[[tariff]]
importer = ["USA"]
exporter = ["*"]
sector = ["C29"]
add = "25%"
"#;
    let scenario = Scenario::parse(text, "cars.toml").unwrap();
    assert_eq!(scenario.tariff[0].change, TariffChange::Add(Rate::from_percent(25.0)));
    assert_eq!(scenario.tariff[0].reach.exporter, ["*"]);
    assert_eq!(scenario.tariff[0].origin.line(), 4);
    let written = serde_json::to_string_pretty(&scenario).unwrap();
    insta::assert_snapshot!(written, @r#"
    {
      "schema": 1,
      "title": "What would a tariff of 25% on everyone's cars cost Canada?",
      "question": "",
      "author": "",
      "country": "CAN",
      "as_of": null,
      "world": "world-2022",
      "reference": [],
      "elasticities": "recommended",
      "sets": null,
      "closure": "share-of-world",
      "model": {
        "factors": "specific",
        "factor_share": 0.35,
        "parts": "slice",
        "rent": 0.0,
        "inputs": 1.0,
        "final": 1.0,
        "scale": 0.0,
        "labour": {
          "elasticity": 0.0,
          "revenue": "lump-sum"
        },
        "io": true
      },
      "growth": null,
      "briefing": null,
      "structures": [],
      "tariff": [
        {
          "importer": [
            "USA"
          ],
          "exporter": [
            "*"
          ],
          "sector": [
            "C29"
          ],
          "add": "25%"
        }
      ],
      "trade_cost": [],
      "productivity": [],
      "export_tax": [],
      "quota": [],
      "capacity": [],
      "agreement": [],
      "regime": [],
      "policy": []
    }
    "#);
}

#[test]
fn every_key_of_a_static_question_is_read() {
    let text = r#"schema = 1
title = "All keys"
question = "?"
author = "Portolan"
country = "CAN"
as_of = 2025-10-24
world = "world-2022"
reference = ["since-2022"]
elasticities = "fontagne2022"
sets = ["fontagne2022", "caliendo2015"]
closure = "share-of-own"
[model]
factors = "mobile"
factor_share = 0.2
parts = "slice"
rent = 0.0
inputs = 1
final = 1.0
scale = 0
labour = { elasticity = 0.0, revenue = "lump-sum" }
io = true
[[tariff]]
id = "metals"
importer = "USA"
exporter = ["*", "!CAN"]
product = ["7601*"]
add = "50%"
share = [0.80, 0.90, 0.95]
part = "metals"
from = 2025-06-04
until = "2026-06-04"
known = 2025
source = "us-232-metals"
[[trade_cost]]
importer = ["IDN"]
exporter = ["CAN"]
sector = ["goods"]
scale = 0.98
judged_by = "author"
[[productivity]]
economy = ["VNM"]
sector = ["C26"]
scale = 1.05
[[export_tax]]
exporter = ["CAN"]
importer = ["USA"]
sector = ["B05_06"]
set = "10%"
[[regime]]
id = "lifted"
remove = ["metals"]
[[policy]]
id = "no-pivot"
[[policy]]
id = "pivot"
title = "The pivot"
use = ["overlay"]
remove = ["metals"]
"#;
    let scenario = Scenario::parse(text, "all.toml").unwrap();
    let metals = &scenario.tariff[0];
    assert_eq!(metals.reach.share.unwrap().at(Estimate::High), 0.95);
    assert_eq!(metals.record.known, Some(jiff::civil::date(2025, 1, 1)));
    assert_eq!(metals.record.until, Some(jiff::civil::date(2026, 6, 4)));
    assert_eq!(scenario.sets, Some(Sets::List(vec!["fontagne2022".into(), "caliendo2015".into()])));
    assert_eq!(scenario.model.factors, Factors::Mobile);
    assert_eq!(scenario.policy[1].uses, ["overlay"]);
    assert_eq!(scenario.measure_ids(), ["metals"]);
}

#[test]
fn rates_and_shares_print_as_they_were_written() {
    for text in ["25%", "-5%", "5.76%", "0%"] {
        assert_eq!(value::rate(text).unwrap().to_string(), text);
    }
    assert_eq!(value::rate("5.76 %").unwrap().fraction(), 0.0576);
    assert_eq!(serde_json::to_string(&Triple { low: 0.1, mode: 0.2, high: 0.3 }).unwrap(), "[0.1,0.2,0.3]");
    assert_eq!(serde_json::to_string(&Triple::certain(0.5)).unwrap(), "0.5");
}

mod agreements;
mod damage;
mod embedded;
mod faults;
mod tables;
