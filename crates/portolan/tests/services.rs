//! Services of agreements in force are part of what a new deal is compared with.

use portolan::{Case, Detail, run};

const QUESTION: &str = r#"
schema = 1
title = "Malaysia again"
country = "CAN"
as_of = 2025-10-24
reference = ["lib:cptpp-mys"]
[[policy]]
id = "deal"
title = "an agreement with Malaysia"
use = ["lib:can-mys"]
"#;

#[test]
fn services_that_are_agreed_already_are_not_sold_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("malaysia.toml");
    let income = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let case = Case::load(file.to_str().unwrap(), &[]).ok().unwrap();
        let run = run(&case, Detail::BRIEFING).unwrap();
        let services = run.blocks.iter().find(|b| b.policy == "can-mys" && b.layer == "services").unwrap().clone();
        let row = services.value("real_income", "CAN", "", "").unwrap().clone();
        (row.value / row.reference).ln()
    };
    assert!(income(QUESTION).abs() < 1e-9, "the CPTPP has them");
    assert!(income(&QUESTION.replace("lib:cptpp-mys", "lib:cptpp-jpn")) > 1e-6, "without it they are new");
}
