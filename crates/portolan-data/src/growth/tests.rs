use super::*;
use crate::embedded::embedded_world;

#[test]
fn every_economy_of_the_embedded_world_has_growth_until_2030() {
    let world = embedded_world("world-2022").unwrap();
    let factors = growth_rates("weo-2025-10", &world, 2022, 2030).unwrap();
    assert_eq!(factors.len(), 77);
    assert!(factors.iter().all(|factor| (0.7..2.0).contains(factor)), "{factors:?}");
}

#[test]
fn canada_grows_by_four_and_a_third_per_cent_from_2022_to_2025() {
    let world = embedded_world("world-2022").unwrap();
    let factors = growth_rates("weo-2025-10", &world, 2022, 2025).unwrap();
    let canada = factors[world.economy("CAN").unwrap()];
    // The three growth rates of the same publication, 1.529, 1.555 and 1.153 per cent.
    assert!((canada - 1.01529 * 1.01555 * 1.01153).abs() < 2e-5, "{canada}");
}

#[test]
fn growth_between_the_same_year_is_one() {
    let world = embedded_world("world-2022").unwrap();
    assert!(growth_rates("weo-2025-10", &world, 2024, 2024).unwrap().iter().all(|factor| *factor == 1.0));
}

#[test]
fn an_unknown_source_is_met_with_the_nearest_one() {
    let world = embedded_world("world-2022").unwrap();
    let findings = growth_rates("weo-2025-1", &world, 2022, 2025).unwrap_err();
    assert_eq!(findings[0].code, "unknown-growth-source");
    assert!(findings[0].remedy.contains("weo-2025-10"));
}

#[test]
fn a_year_outside_the_table_is_a_finding_for_every_economy() {
    let world = embedded_world("world-2022").unwrap();
    let findings = growth_rates("weo-2025-10", &world, 2022, 2035).unwrap_err();
    assert_eq!(findings.len(), 77);
    assert!(findings.iter().all(|f| f.code == "missing-growth" && f.remedy.contains("2022 and 2030")));
}
