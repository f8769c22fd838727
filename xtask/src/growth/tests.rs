use super::*;

/// A world of two economies and a rest: sizes at parities 60, 30 and 10, growing by 2, 4 and 9 per cent a year.
fn outlook() -> Outlook {
    let mut values = BTreeMap::new();
    let world = 0.6 * 2.0 + 0.3 * 4.0 + 0.1 * 9.0;
    for (area, gdp, growth) in [("AAA", 60.0, 2.0), ("BBB", 30.0, 4.0), (WORLD, 100.0, world)] {
        for year in YEARS {
            let level = 7.0 * (1.0 + growth / 100.0_f64).powi(year - 2022);
            for (concept, value) in [("PPPGDP", gdp), ("NGDP_RPCH", growth), ("NGDP_R", level)] {
                values.insert((area.to_string(), concept.to_string(), year), value);
            }
        }
    }
    Outlook(values)
}

fn codes() -> Vec<String> {
    ["AAA", "BBB", REST].map(String::from).to_vec()
}

#[test]
fn the_rest_of_the_world_grows_by_what_the_others_leave() {
    let growth = outlook().rest_growth(&codes(), 2025).unwrap();
    assert!((growth - 9.0).abs() < 1e-12, "{growth}");
}

#[test]
fn the_index_is_a_hundred_in_the_first_year_and_follows_real_gdp() {
    let text = table(&outlook(), &codes()).unwrap();
    assert!(text.contains("\nAAA,2022,100.0000,weo-2025-10\n") && text.contains("\nAAA,2023,102.0000,weo-2025-10\n"));
    assert!(text.contains("\nROW,2024,118.8100,weo-2025-10\n"), "{text}");
    assert_eq!(text.lines().count(), 1 + 3 * 9);
}

#[test]
fn an_economy_without_real_gdp_is_named() {
    let mut outlook = outlook();
    outlook.0.remove(&("BBB".to_string(), "NGDP_R".to_string(), 2027));
    let error = table(&outlook, &codes()).unwrap_err().to_string();
    assert_eq!(error, "BBB has no NGDP_R in 2027");
}
