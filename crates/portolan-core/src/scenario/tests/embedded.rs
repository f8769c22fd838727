//! The scenarios that ship.

use super::*;

const US_TABLE: &str = include_str!("../../../../../scenarios/us-tariffs/us-2025-10-24.csv");

fn embedded(name: &str, text: &str) -> Scenario {
    Scenario::parse(text, name).unwrap_or_else(|f| panic!("{}", f[0]))
}

#[test]
fn the_embedded_scenarios_have_no_mistake() {
    for (name, text) in [
        ("us-tariffs.toml", include_str!("../../../../../scenarios/us-tariffs.toml")),
        ("canada-only-tariff.toml", include_str!("../../../../../scenarios/canada-only-tariff.toml")),
        ("canada-asean.toml", include_str!("../../../../../scenarios/canada-asean.toml")),
        ("nafta-1993.toml", include_str!("../../../../../scenarios/nafta-1993.toml")),
    ] {
        let scenario = embedded(name, text);
        assert!(scenario.has_measures() && !scenario.question.is_empty(), "{name}");
        for record in scenario.tariff.iter().map(|m| &m.record) {
            let evidence = record.source.is_some() || record.judged_by.is_some();
            assert!(evidence || scenario.tariff.iter().all(|m| matches!(m.change, TariffChange::Table(_))), "{name}");
        }
    }
}

#[test]
fn the_table_of_us_duties_is_read_as_it_was_given() {
    let mut scenario = embedded("us-tariffs.toml", include_str!("../../../../../scenarios/us-tariffs.toml"));
    scenario.read_tables(&|wanted: Wanted| Ok((wanted.name.into(), US_TABLE.into()))).unwrap();
    let rows = &scenario.tariff[0].rows;
    assert_eq!(rows.len(), 3086);
    assert!(rows.iter().all(|row| row.record.id.as_deref() == Some("us-measures") && row.record.source.is_some()));
    let of = |exporter: &str, sector: &str| -> Vec<(String, f64)> {
        let cell = |row: &&Tariff| row.reach.exporter == [exporter] && row.reach.sector == [sector];
        let entry = |row: &Tariff| (row.reach.part.clone().unwrap(), row.reach.share.unwrap().mode);
        rows.iter().filter(cell).map(entry).collect()
    };
    let lumber = [("us/lumber".to_string(), 0.4663), ("us/country-rate".to_string(), 0.0016)];
    assert_eq!(of("CAN", "C16"), lumber);
    let cars: f64 = of("CHN", "C29").iter().map(|(_, share)| share).sum();
    assert!((cars - 1.7133).abs() < 1e-12, "the country rate lies on top of the others");
}
