//! The parts into which the duties of a market are taken apart.

use portolan::{Case, Detail, run};

#[test]
fn the_parts_of_a_layer_sum_to_its_effect() {
    let settings =
        [("reference".to_string(), "[\"us-measures\"]".to_string()), ("sets".into(), "[\"fontagne2022\"]".into())];
    let case = Case::load("canada-indonesia", &settings).ok().unwrap();
    let run = run(&case, Detail::REFERENCE).unwrap();
    let block = |layer: &str| run.main_steps().into_iter().find(|b| b.layer == layer).unwrap().clone();
    let (whole, parts) = (block("us-measures"), block("us-measures-parts"));
    let sum = |variable: &str| parts.rows.iter().filter(|r| r.variable == variable).map(|r| r.value).sum::<f64>();
    let income = whole.value("real_income", "CAN", "", "").unwrap();
    let share = whole.value("export_share", "CAN", "USA", "goods").unwrap();
    assert!(parts.rows.iter().filter(|r| r.variable == "shapley_income").count() == 5);
    assert!((sum("shapley_income") - (income.value / income.reference).ln() * 100.0).abs() < 1e-7);
    assert!((sum("shapley_share") - (share.value - share.reference) * 100.0).abs() < 1e-7);
}

#[test]
fn a_stack_resolved_for_one_set_serves_another() {
    let answer = |elasticities: &str, sets: &str| {
        let settings = [("elasticities", elasticities), ("sets", sets)].map(|(k, v)| (k.to_string(), v.to_string()));
        let run = run(&Case::load("canada-indonesia", &settings).ok().unwrap(), Detail::TERMINAL).unwrap();
        let blocks = run.policy_blocks().filter(|b| b.set == "caliendo2015" && b.policy == "deal-at-two");
        let incomes = blocks.map(|b| b.value("real_income", "CAN", "", "").unwrap().value);
        incomes.collect::<Vec<f64>>()
    };
    let (alone, second) = (answer("caliendo2015", "[\"caliendo2015\"]"), answer("fontagne2022", "[\"caliendo2015\"]"));
    assert_eq!((alone.len(), second.len()), (2, 2));
    assert!(alone.iter().zip(&second).all(|(a, b)| (a / b - 1.0).abs() < 1e-9), "{alone:?} {second:?}");
}
