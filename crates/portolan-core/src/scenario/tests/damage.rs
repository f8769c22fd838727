//! Damaged texts: decoding never panics, and findings point into the text.

use super::*;
use proptest::prelude::*;

const WHOLE: &str = r#"schema = 1
title = "Tout coûte plus cher"
as_of = 2025-10-24
sets = ["a", "b"]
[model]
labour = { elasticity = 0.0 }
[[tariff]]
id = "a"
importer = ["USA", "!CAN"]
exporter = "*"
sector = ["goods"]
add = "25%"
share = [0.1, 0.2, 0.3]
from = 2025
[[tariff]]
table = "t.csv"
[[policy]]
id = "p"
use = ["a"]
"#;
const TABLE: &str =
    "importer,exporter,sector,add,share,from\nUSA,CAN,\"C24\",5%,0.5,2025-01-01\nUSA,CHN;HKG,C25,1%,,\n";

/// The text with a stretch of characters replaced.
fn damaged(text: &str, at: usize, length: usize, by: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (from, to) = (at.min(chars.len()), (at + length).min(chars.len()));
    chars[..from].iter().chain(&by.chars().collect::<Vec<_>>()).chain(&chars[to..]).collect()
}

proptest! {
    #[test]
    fn a_damaged_scenario_is_decoded_without_panic(at in 0..400usize, length in 0..40usize, by in "[\\[\\]\"=,.%#a-z0-9\n é-]{0,6}") {
        let text = damaged(WHOLE, at, length, &by);
        let (_, findings) = Scenario::decode(&text, "test.toml");
        for finding in findings {
            let span = finding.place.span.clone().expect("a span");
            prop_assert!(text.get(span).is_some(), "{finding}");
            prop_assert!(finding.place.line.unwrap() <= text.lines().count() + 1, "{finding}");
        }
    }

    #[test]
    fn a_damaged_table_is_read_without_panic(at in 0..120usize, length in 0..20usize, by in "[\",;%a-z0-9\n é-]{0,6}") {
        let table = damaged(TABLE, at, length, &by);
        let mut scenario = Scenario::parse(WHOLE, "test.toml").unwrap();
        if let Err(findings) = scenario.read_tables(&|_: Wanted| Ok(("t.csv".into(), table.clone()))) {
            prop_assert!(!findings.is_empty());
        }
    }
}
