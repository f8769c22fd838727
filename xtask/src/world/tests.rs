use std::fs;
use std::path::Path;

use portolan_core::{Cube, Panel};
use portolan_data::read_world;
use portolan_equilibrium::Options;

use super::headlines::{Variant, theta};
use super::*;

/// A small table in the OECD's layout: China by kind of firm, two sectors of farming, Angola without a row of its own.
const ECONOMIES: [&str; 4] = ["CAN", "CN1", "CN2", "AGO"];
const SECTORS: [&str; 5] = ["A01", "A02", "C29", "D", "G"];
const FINALS: [&str; 3] = ["CAN", "CHN", "AGO"];

/// Sales of sector `k` of economy `i` to sector `s` of economy `m`.
fn intermediate(i: usize, k: usize, m: usize, s: usize) -> f64 {
    let home = if i == m { 20.0 } else { 1.0 };
    home * (1.0 + ((3 * i + 5 * k + 7 * m + 11 * s) % 6) as f64)
}

/// Sales of sector `k` of economy `i` to consumers of `m`, and the change in stocks.
fn consumed(i: usize, k: usize, m: usize) -> [f64; 2] {
    let home = if (m, i) == (0, 0) || (m, i) == (2, 3) || (m == 1 && (i == 1 || i == 2)) { 900.0 } else { 10.0 };
    // Stocks of Canadian cars in Angola fall by more than is sold there in the year.
    let stocks = if (i, k, m) == (0, 2, 2) { -500.0 } else { 1.5 };
    [home + (i + k + m) as f64, stocks]
}

fn oecd_table() -> String {
    let mut text = String::from("V1");
    for m in ECONOMIES {
        for s in SECTORS {
            text += &format!(",{m}_{s}");
        }
    }
    for m in FINALS {
        text += &format!(",{m}_HFCE,{m}_INVNT");
    }
    text += ",OUT\n";
    for (i, economy) in ECONOMIES.iter().enumerate() {
        for (k, sector) in SECTORS.iter().enumerate() {
            text += &format!("{economy}_{sector}");
            for m in 0..4 {
                for s in 0..5 {
                    text += &format!(",{}", intermediate(i, k, m, s));
                }
            }
            for m in 0..3 {
                let [household, stocks] = consumed(i, k, m);
                text += &format!(",{household},{stocks}");
            }
            text += ",0\n";
        }
    }
    for (row, value) in [("TLS", 1.0), ("VA", 300.0), ("OUT", 0.0)] {
        text += &format!("{row}{},0,0,0,0,0,0,0\n", format!(",{value}").repeat(20));
    }
    text
}

const TARIFFS: &str = "iso1,iso2,year,sector,tariff,mfn\n\
    CAN,CHN,2018,1,99,99\nCAN,CHN,2019,1,4,5\nCAN,CHN,2019,2,8,9\nCAN,CHN,2019,34,6,6\n\
    CAN,AGO,2019,34,10,10\nCAN,AFG,2019,34,50,50\nCHN,CAN,2019,1,20,20\nCHN,CAN,2019,15,.,12\n\
    AGO,CAN,2019,34,30,30\nCHN,CHN,2019,34,7,7\nCAN,CHN,2023,1,77,77\nCAN,CHN,2019,75,3,3\n";

/// Inputs in the publishers' layouts.
fn published() -> Inputs {
    let folder = tempfile::tempdir().unwrap();
    let (table, rates) = (folder.path().join("2022_SML.csv"), folder.path().join("tariff_isic33.csv"));
    fs::write(&table, oecd_table()).unwrap();
    fs::write(&rates, TARIFFS).unwrap();
    let mut inputs = oecd::read(&table).unwrap();
    inputs.rates = tariffs::read(&rates, None, 2022, tariffs::RateUnit::Percent, &inputs).unwrap();
    inputs
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{a} against {b}");
}

#[test]
fn the_publishers_layouts_become_a_balanced_world() {
    let built = Built::new(&published(), &Corrections::default(), Rates::Corrected, 2022).unwrap();
    let world = &built.world;
    let codes: Vec<&str> = world.economies().iter().map(|e| e.code.as_str()).collect();
    assert_eq!(codes, ["CAN", "CHN", "ROW"]);
    let [farm, cars, services] = ["A01_02", "C29", "SERV"].map(|code| world.sector(code).unwrap());
    // China buys of Canada's farming and forestry: users of both kinds of firm and final demand.
    let mut expected = 0.0;
    for k in [0, 1] {
        for s in 0..5 {
            expected += intermediate(0, k, 1, s) + intermediate(0, k, 2, s);
        }
        expected += consumed(0, k, 1).iter().sum::<f64>();
    }
    near(world.trade_nij()[(1, 0, farm)], expected);
    // The fall in stocks outweighs Angola's purchases of cars: no trade, and no negative trade.
    assert_eq!(world.trade_nij()[(2, 0, cars)], 0.0);
    assert!(world.trade_nij()[(0, 0, services)] > 0.0);
    assert!(built.balance.rounds_n.len() == 3 && world.final_nj().as_slice().iter().all(|f| *f >= 0.0));
}

#[test]
fn coefficients_are_shares_in_inputs_plus_value_added_weighted_by_output() {
    let inputs = published();
    let raw = aggregate(&inputs).unwrap();
    let (n, farm) = (0, 0);
    // Canada's farming and forestry together: value added of 300 each over inputs of both columns.
    let used: f64 = [0, 1]
        .iter()
        .map(|&s| (0..4).map(|i| (0..5).map(|k| intermediate(i, k, n, s)).sum::<f64>()).sum::<f64>())
        .sum();
    near(raw.gamma_nj[(n, farm)], 600.0 / (600.0 + used));
    let column: f64 = (0..raw.sectors.len()).map(|k| raw.gamma_nkj[(n, k, farm)]).sum();
    near(column + raw.gamma_nj[(n, farm)], 1.0);
}

#[test]
fn rates_are_the_newest_ones_as_fractions_weighted_by_trade() {
    let raw = aggregate(&published()).unwrap();
    let sector = |code: &str| raw.sectors.iter().position(|s| s.code == code).unwrap();
    let rate = |m: usize, i: usize, code: &str| raw.tau_nij[(m, i, sector(code))];
    // Farming 4 and forestry 8, one trade flow: the plain mean.
    near(rate(0, 1, "A01_02"), 0.06);
    near(rate(0, 1, "C29"), 0.06);
    // Canada buys cars of Angola and none of Afghanistan.
    near(rate(0, 2, "C29"), 0.10);
    // Angola buys no Canadian cars: its rate stands although nothing weighs it.
    near(rate(2, 0, "C29"), 0.30);
    // No rate for food, none for services, none on domestic sales.
    assert_eq!((rate(1, 0, "C10T12"), rate(0, 1, "SERV"), rate(1, 1, "C29")), (0.0, 0.0, 0.0));
    // Only Angola on China has no rate, and China on Angola.
    assert_eq!(raw.pairs_without_rates, 2);
}

#[test]
fn a_year_may_be_named_and_one_that_is_missing_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.csv");
    fs::write(&file, TARIFFS).unwrap();
    let inputs = published();
    let read = |year| tariffs::read(&file, Some(year), 2022, tariffs::RateUnit::Fraction, &inputs);
    let rates = read(2018).unwrap();
    assert_eq!((rates.len(), rates[0].rate), (1, 99.0));
    assert!(read(2017).is_err());
}

#[test]
fn a_table_in_another_layout_is_refused_with_the_row() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.csv");
    fs::write(&file, oecd_table().replace("TLS", "CIF")).unwrap();
    assert!(oecd::read(&file).err().unwrap().to_string().contains("CIF"));
    fs::write(&file, oecd_table().replace("\nVA,", "\nOUTPUT,")).unwrap();
    assert!(oecd::read(&file).err().unwrap().to_string().contains("value added"));
}

#[test]
fn codes_of_publishers_find_their_economy_and_sector() {
    use concordance::{economy, sector, sector_code};
    assert_eq!(["ROM", "CN2", "MX1", "CAN", "COD", "XKX"].map(economy), ["ROU", "CHN", "MEX", "CAN", "ROW", "ROW"]);
    let code = |fine: &str| sector(fine).map(sector_code);
    assert_eq!(
        ["A02", "B06", "C24B", "C302T309", "J58T60", "T"].map(code),
        [Some("A01_02"), Some("B05_06"), Some("C24"), Some("C30"), Some("SERV"), Some("SERV")]
    );
    assert_eq!(code("X99"), None);
}

/// One importer, cells of two sectors.
fn raw(tau: f64) -> Aggregate {
    let published = aggregate(&published()).unwrap();
    let (n, j) = (published.economies.len(), published.sectors.len());
    let tau_nij = Cube::from_fn(n, j, |m, i, _| if m == i { 0.0 } else { tau });
    Aggregate { tau_nij, gamma_nj: Panel::filled(n, j, 1.0), ..published }
}

fn corrections(rows: &str) -> Corrections {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("c.csv");
    fs::write(&file, format!("importer,exporter,sector,year_from,op,rate,tier\n{rows}")).unwrap();
    Corrections::read(&file, 2022).unwrap()
}

#[test]
fn the_last_setting_of_the_highest_tier_wins_and_caps_come_after() {
    let raw = raw(0.2);
    let rows = "CAN,*,C29,2022,set,0.11,1\nCAN,CHN,C29,2020,set,0.04,2\nCAN,CHN,C29,2021,set,0.05,2\n\
                CAN,CHN,C29,2023,set,0.9,3\nCAN,*,C29,2022,cap,0.10,1\n*,*,SERV,2011,set,0,1\nCHN,*,C10T12,2022,cap,0.07,1\n";
    let (tau, moved) = corrections(rows).apply(&raw);
    let sector = |code: &str| raw.sectors.iter().position(|s| s.code == code).unwrap();
    assert_eq!(tau[(0, 1, sector("C29"))], 0.05);
    assert_eq!(tau[(0, 2, sector("C29"))], 0.10);
    assert_eq!(tau[(0, 0, sector("C29"))], 0.0);
    assert_eq!(tau[(1, 0, sector("C10T12"))], 0.07);
    assert_eq!(tau[(1, 0, sector("C29"))], 0.2);
    assert!(tau.sector(sector("SERV")).iter().all(|t| *t == 0.0));
    let groups: Vec<(&str, usize)> = moved.iter().map(|m| (m.group.as_str(), m.cells)).collect();
    assert_eq!(groups, [("services", 6), ("CAN", 2), ("CHN", 2), ("ceiling", 0)]);
    assert!((moved[1].largest + 0.15).abs() < 1e-15);
}

#[test]
fn what_is_above_one_half_is_cut_last() {
    let (tau, moved) = corrections("CAN,*,C29,2022,set,0.8,1\n").apply(&raw(0.6));
    assert!(tau.as_slice().iter().all(|t| *t <= 0.5));
    assert_eq!(moved.last().unwrap().group, "ceiling");
    let rows = corrections("CAN,*,C29,2022,set,0.8,1\n");
    let (without, _) = rows.without("ceiling").apply(&raw(0.6));
    assert!(without.as_slice().contains(&0.8));
    let (without, _) = rows.without("CAN").apply(&raw(0.4));
    assert!(without.as_slice().iter().all(|t| *t == 0.4 || *t == 0.0));
}

#[test]
fn the_facts_alone_leave_every_other_rate_at_zero() {
    let rows = corrections("CAN,CHN,C29,2022,set,0.05,1\n");
    let built = Built::new(&published(), &rows, Rates::Facts, 2022).unwrap();
    let rates: Vec<f64> = built.world.tau_nij().as_slice().iter().copied().filter(|t| *t != 0.0).collect();
    assert_eq!(rates, [0.05]);
}

#[test]
fn product_weights_need_sectors_finer_than_the_worlds() {
    let inputs = published();
    let built = Built::new(&inputs, &Corrections::default(), Rates::Corrected, 2022).unwrap();
    assert!(products::weights(&inputs.trade, &built.world, 2022, "x").is_none());
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What the services elasticity alone does to the answer: parameters/elasticities/README.md quotes these numbers.
#[test]
fn the_services_elasticity_alone_moves_the_answer_by_half() {
    let world = read_world(&root().join("data/world-2022")).unwrap();
    let mut theta_j = theta(&world, "fontagne2022").unwrap();
    let canada = |theta_j: &[f64]| Variant::of(&world).headlines(theta_j, Options::mobile()).unwrap().canada;
    let estimated = canada(&theta_j);
    theta_j[world.sector("SERV").unwrap()] = 4.0;
    let assigned = canada(&theta_j);
    assert!((estimated - -0.90).abs() < 0.005, "{estimated}");
    assert!((assigned - -1.36).abs() < 0.005, "{assigned}");
}

/// Runs where the extracts are: `PORTOLAN_SHARED`, or `../shared` beside the repository.
#[test]
fn the_extracts_give_the_committed_world() {
    let shared = std::env::var_os("PORTOLAN_SHARED").map_or(root().join("../shared"), PathBuf::from).join("data");
    if !shared.is_dir() {
        println!("skipped: {} is not there", shared.display());
        return;
    }
    let inputs = extracts::read(&shared, 2022).unwrap();
    let corrections = Corrections::read(&shared.join("tariffs_better/corrections.csv"), 2022).unwrap();
    let built = Built::new(&inputs, &corrections, Rates::Corrected, 2022).unwrap();
    let committed = read_world(&root().join("data/world-2022")).unwrap();
    assert_eq!(built.world.trade_nij(), committed.trade_nij());
    assert_eq!(built.world.tau_nij(), committed.tau_nij());
    for (a, b) in built.world.gamma_nkj().as_slice().iter().zip(committed.gamma_nkj().as_slice()) {
        assert!((a - b).abs() < 1e-12);
    }
}
