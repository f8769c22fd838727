use super::*;

fn toy() -> WorldTables {
    let economy = |code: &str| Economy { code: code.into(), name: code.into() };
    let sector = |code: &str, goods| Sector { code: code.into(), name: code.into(), goods };
    WorldTables {
        id: "toy".into(),
        title: "Two economies, two sectors".into(),
        year: 2022,
        economies: vec![economy("AAA"), economy("BBB")],
        sectors: vec![sector("G", true), sector("S", false)],
        trade_nij: Cube::from_fn(2, 2, |n, i, j| if n == i { 100.0 } else { 20.0 - 10.0 * j as f64 + n as f64 }),
        tau_nij: Cube::from_fn(2, 2, |n, i, j| if n != i && j == 0 { 0.1 } else { 0.0 }),
        gamma_nj: Panel::filled(2, 2, 0.5),
        gamma_nkj: InputTable::filled(2, 2, 0.25),
        sources: vec![],
    }
}

#[test]
fn spending_is_income() {
    let world = World::new(toy()).unwrap();
    for n in 0..2 {
        let spending: f64 = world.final_nj().row(n).iter().sum();
        assert!((spending / world.income(n) - 1.0).abs() < 1e-14);
        assert!((world.alpha_nj().row(n).iter().sum::<f64>() - 1.0).abs() < 1e-14);
    }
    assert!(world.deficit_n().iter().sum::<f64>().abs() < 1e-12);
}

#[test]
fn all_faults_are_reported_at_once() {
    let mut tables = toy();
    tables.trade_nij[(0, 1, 0)] = -1.0;
    tables.tau_nij[(1, 1, 1)] = 0.2;
    tables.gamma_nj[(1, 0)] = f64::NAN;
    let codes: Vec<_> = World::new(tables).unwrap_err().into_iter().map(|f| f.code).collect();
    assert_eq!(codes, ["bad-trade", "bad-value-added", "home-tariff"]);
}

#[test]
fn shares_that_do_not_sum_are_found() {
    let mut tables = toy();
    tables.gamma_nj[(1, 0)] = 0.6;
    let findings = World::new(tables).unwrap_err();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].place.cell, "economy BBB, sector G");
}

#[test]
fn use_above_supply_is_found() {
    let mut tables = toy();
    for j in 0..2 {
        tables.gamma_nkj[(0, 0, j)] = 0.5;
        tables.gamma_nkj[(0, 1, j)] = 0.0;
        tables.trade_nij[(1, 0, j)] = 2000.0;
    }
    let findings = World::new(tables).unwrap_err();
    assert!(findings.iter().any(|f| f.code == "negative-final-demand"));
}

#[test]
fn percentages_in_a_column_of_fractions_are_found() {
    let mut tables = toy();
    tables.tau_nij = Cube::from_fn(2, 2, |n, i, _| if n == i { 0.0 } else { 2.5 });
    let findings = World::new(tables).unwrap_err();
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["tariffs-in-percent"]);
    assert!(findings[0].message.contains("250%"));
}

#[test]
fn a_sector_cannot_have_the_name_of_a_group() {
    let mut tables = toy();
    tables.sectors[0].code = "goods".into();
    assert_eq!(World::new(tables).unwrap_err()[0].code, "reserved-name");
}
