use super::*;
use crate::embedded_world;

#[test]
fn crude_oil_is_nearly_all_that_the_united_states_buy_of_canadian_coal_and_oil() {
    let world = embedded_world("world-2022").unwrap();
    let table = products(&world).unwrap();
    let cell = |importer: &str, exporter: &str, sector: &str| Cell {
        j: world.sector(sector).unwrap(),
        n: world.economy(importer).unwrap(),
        i: world.economy(exporter).unwrap(),
    };
    let crude = table.cell(cell("USA", "CAN", "B05_06"));
    assert_eq!(crude.len(), 1);
    assert_eq!((crude[0].product.as_str(), crude[0].year), ("B06", 2022));
    assert!((crude[0].weight - 0.998).abs() < 1e-3, "{}", crude[0].weight);
    let vehicles = table.cell(cell("USA", "CAN", "C30"));
    let sum: f64 = vehicles.iter().map(|p| p.weight).sum();
    assert_eq!(vehicles.iter().map(|p| p.product.as_str()).collect::<Vec<_>>(), ["C301", "C302T309"]);
    assert!((sum - 1.0).abs() < 1e-12);
}

#[test]
fn without_crude_oil_the_united_states_buy_two_thirds_of_canadian_goods() {
    let world = embedded_world("world-2022").unwrap();
    let table = products(&world).unwrap();
    let canada = world.economy("CAN").unwrap();
    let exports = |n: usize| -> f64 {
        (0..world.sectors().len())
            .filter(|&j| world.sectors()[j].goods)
            .map(|j| {
                let crude = table.cell(Cell { j, n, i: canada }).iter().find(|p| p.product == "B06");
                world.trade_nij()[(n, canada, j)] * (1.0 - crude.map_or(0.0, |p| p.weight))
            })
            .sum()
    };
    let total: f64 = (0..world.economies().len()).filter(|&n| n != canada).map(exports).sum();
    let share = exports(world.economy("USA").unwrap()) / total;
    assert!((share - 0.654).abs() < 1e-3, "{share}");
}

#[test]
fn headings_lie_in_the_sectors_that_measures_on_them_touch() {
    let world = embedded_world("world-2022").unwrap();
    let table = products(&world).unwrap();
    let sectors = |pattern: &str| -> Vec<&str> {
        table.sectors(pattern).into_iter().map(|j| world.sectors()[j].code.as_str()).collect()
    };
    assert_eq!(sectors("7601*"), ["C24"]);
    assert_eq!(sectors("8703"), ["C29"]);
    assert_eq!(sectors("120510"), ["A01_02"]);
}

#[test]
fn other_worlds_have_no_products() {
    let world = embedded_world("nafta-1993").unwrap();
    assert_eq!(products(&world).unwrap().cells().count(), 0);
}

#[test]
fn faults_of_a_table_are_named_all_of_them() {
    let world = embedded_world("world-2022").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.csv");
    std::fs::write(
        &path,
        "importer,exporter,sector,product,weight,year,source\nUSA,CAM,C29,8703,0.5,2024,x\nUSA,CAN,C299,8703,0.5,2024,x\n",
    )
    .unwrap();
    let codes: Vec<_> = read_products(&path, &world).unwrap_err().iter().map(|f| f.code).collect();
    assert_eq!(codes, ["unknown-economy", "unknown-sector"]);
    std::fs::write(&path, "importer,exporter,sector,product,weight,year,source\nUSA,CAN,C29,8703,1.5,2024,x\n")
        .unwrap();
    assert!(read_products(&path, &world).unwrap_err().iter().all(|f| f.code == "bad-product-weight"));
}

#[test]
fn every_product_of_the_weights_has_a_name() {
    let world = embedded_world("world-2022").unwrap();
    let table = products(&world).unwrap();
    for product in table.cells().flat_map(|(_, weights)| weights) {
        assert!(product_name(&product.product).is_some(), "{}", product.product);
    }
    assert_eq!(product_name("B06"), Some("crude oil and gas"));
}

#[test]
fn canola_seed_is_between_two_fifths_and_nine_tenths_of_what_china_buys_of_canadian_farms() {
    let world = embedded_world("world-2022").unwrap();
    let table = products(&world).unwrap();
    let [importer, exporter] = ["CHN", "CAN"].map(|code| world.economy(code).unwrap());
    let cell = Cell { j: world.sector("A01_02").unwrap(), n: importer, i: exporter };
    let seed = table.cell(cell).iter().find(|p| p.product == "1205").unwrap();
    assert!(0.4 < seed.low && seed.low < seed.weight && seed.weight < seed.high && seed.high < 0.9, "{seed:?}");
    let wheat_to_japan = Cell { n: world.economy("JPN").unwrap(), ..cell };
    let wheat = table.cell(wheat_to_japan).iter().find(|p| p.product == "1001").unwrap();
    assert_eq!((wheat.low, wheat.high), (wheat.weight, wheat.weight));
}

#[test]
fn weights_of_a_user_may_have_a_range_in_some_rows() {
    let world = embedded_world("world-2022").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("weights.csv");
    let header = "importer,exporter,sector,product,weight,weight_low,weight_high,year,source\n";
    let rows = "USA,CAN,C24,7601,0.4,0.3,0.5,2024,s\nUSA,CAN,C29,8703,0.6,,,2024,s\n";
    std::fs::write(&path, format!("{header}{rows}")).unwrap();
    let table = read_products(&path, &world).unwrap();
    let ends: Vec<(f64, f64)> = table.cells().map(|(_, weights)| (weights[0].low, weights[0].high)).collect();
    assert_eq!(ends, [(0.3, 0.5), (0.6, 0.6)]);
}
