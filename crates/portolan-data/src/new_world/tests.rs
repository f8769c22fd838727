use std::fs;

use tempfile::TempDir;

use super::*;
use crate::frame::Format;
use crate::{read_world, write_world};

const FLOWS: &str = "importer,exporter,sector,trade,tariff\n\
    NOR,NOR,manuf,80,0\nNOR,SOU,manuf,20,0.1\nSOU,NOR,manuf,30,0\nSOU,SOU,manuf,70,0\n\
    NOR,NOR,services,100,0\nSOU,NOR,services,5,0\nSOU,SOU,services,90,0\n";
const SHARES: &str = "economy,input,sector,share\n\
    NOR,manuf,manuf,0.3\nNOR,services,manuf,0.2\nNOR,VA,manuf,0.5\n\
    NOR,manuf,services,0.1\nNOR,services,services,0.2\nNOR,value_added,services,0.7\n\
    SOU,manuf,manuf,0.25\nSOU,services,manuf,0.25\nSOU,VA,manuf,0.5\n\
    SOU,manuf,services,0.125\nSOU,services,services,0.25\nSOU,VA,services,0.625\n";

fn built(flows: &str, io: &str, unit: Unit) -> Result<(World, Vec<Repair>), Vec<Finding>> {
    let folder: TempDir = tempfile::tempdir().unwrap();
    let paths = [folder.path().join("flows.csv"), folder.path().join("io.csv")];
    fs::write(&paths[0], flows).unwrap();
    fs::write(&paths[1], io).unwrap();
    let services = ["services".to_string()];
    let new = NewWorld { id: "toy", title: "Toy", year: 2020, unit, services: &services };
    new_world(&paths[0], &paths[1], &new)
}

fn codes(flows: &str, io: &str) -> Vec<&'static str> {
    built(flows, io, Unit::UsdMn).unwrap_err().iter().map(|f| f.code).collect()
}

#[test]
fn a_clean_pair_of_files_needs_one_repair_for_the_row_that_is_not_there() {
    let (world, repairs) = built(FLOWS, SHARES, Unit::UsdMn).unwrap();
    assert_eq!(repairs, [Repair::MissingFlows { rows: 1, of: 8 }]);
    assert_eq!(world.trade_nij()[(1, 0, 0)], 30.0);
    assert_eq!(world.gamma_nj()[(0, 1)], 0.7);
    assert_eq!(world.sectors().iter().map(|s| s.goods).collect::<Vec<_>>(), [true, false]);
    // Deficits are residuals: South buys 30 + 5 and sells 20.
    assert_eq!(world.deficit_n(), [-15.0, 15.0]);
}

#[test]
fn the_new_world_is_a_valid_folder() {
    let (world, _) = built(FLOWS, SHARES, Unit::UsdMn).unwrap();
    let out = tempfile::tempdir().unwrap();
    write_world(&world, &out.path().join("toy"), Format::Csv).unwrap();
    assert_eq!(read_world(&out.path().join("toy")).unwrap().tables().trade_nij, world.tables().trade_nij);
}

#[test]
fn values_give_the_same_world_as_shares() {
    let values: String = SHARES
        .lines()
        .enumerate()
        .map(|(row, line)| {
            let cells: Vec<&str> = line.split(',').collect();
            let output = match (cells[0], cells[2]) {
                ("NOR", "manuf") => 110.0,
                ("NOR", "services") => 105.0,
                _ => 90.0,
            };
            if row == 0 {
                "economy,input,sector,value\n".to_string()
            } else {
                format!("{},{},{},{}\n", cells[0], cells[1], cells[2], cells[3].parse::<f64>().unwrap() * output * 1e3)
            }
        })
        .collect();
    let flows = FLOWS.lines().skip(1).map(|line| {
        let mut cells: Vec<String> = line.split(',').map(str::to_string).collect();
        cells[3] = (cells[3].parse::<f64>().unwrap() * 1e3).to_string();
        cells.join(",") + "\n"
    });
    let flows = format!("importer,exporter,sector,trade,tariff\n{}", flows.collect::<String>());
    let (from_values, repairs) = built(&flows, &values, Unit::UsdThousand).unwrap();
    let (from_shares, _) = built(FLOWS, SHARES, Unit::UsdMn).unwrap();
    assert_eq!(repairs, [Repair::MissingFlows { rows: 1, of: 8 }]);
    for (a, b) in from_values.gamma_nkj().as_slice().iter().zip(from_shares.gamma_nkj().as_slice()) {
        assert!((a - b).abs() < 1e-12);
    }
    assert_eq!(from_values.trade_nij(), from_shares.trade_nij());
}

#[test]
fn a_tariff_column_may_be_left_out() {
    let flows: String = FLOWS.lines().map(|line| line.rsplit_once(',').unwrap().0.to_string() + "\n").collect();
    let (world, _) = built(&flows, SHARES, Unit::UsdMn).unwrap();
    assert!(world.tau_nij().as_slice().iter().all(|tau| *tau == 0.0));
}

#[test]
fn every_repair_is_reported_with_what_it_moved() {
    let flows = FLOWS
        .replace("NOR,SOU,manuf,20,0.1", "NOR,SOU,manuf,-4,0.1")
        .replace("SOU,SOU,manuf,70,0", "SOU,SOU,manuf,70,0.2");
    let io = SHARES
        .replace("NOR,VA,manuf,0.5\n", "")
        .replace("NOR,manuf,services,0.1\nNOR,services,services,0.2\nNOR,value_added,services,0.7\n", "")
        .replace("SOU,services,services,0.25", "SOU,services,services,0.35");
    let (_, repairs) = built(&flows, &io, Unit::UsdMn).unwrap();
    assert!(repairs.contains(&Repair::NegativeTrade {
        importer: "NOR".into(),
        exporter: "SOU".into(),
        sector: "manuf".into(),
        amount: -4.0
    }));
    assert!(repairs.contains(&Repair::HomeTariff { economy: "SOU".into(), sector: "manuf".into(), rate: 0.2 }));
    assert!(repairs.contains(&Repair::NoTechnology {
        economy: "NOR".into(),
        sector: "services".into(),
        output: 105.0
    }));
    assert!(repairs.contains(&Repair::ValueAddedDerived { economy: "NOR".into(), sector: "manuf".into(), share: 0.5 }));
    assert!(repairs.iter().any(|r| matches!(r, Repair::SharesScaled { sum, .. } if (sum - 1.1).abs() < 1e-12)));
    assert_eq!(repairs.iter().map(Repair::amount).fold(0.0, f64::max), 105.0);
    assert!(repairs.iter().all(|repair| !repair.to_string().is_empty()));
}

#[test]
fn inputs_beyond_purchases_are_balanced_and_reported() {
    let flows = FLOWS.replace("SOU,SOU,services,90", "SOU,SOU,services,30");
    let (world, repairs) = built(&flows, SHARES, Unit::UsdMn).unwrap();
    let moved: Vec<&Repair> = repairs.iter().filter(|r| matches!(r, Repair::Balanced { .. })).collect();
    assert!(moved.is_empty(), "35 of services are bought and 30 used");
    assert!(world.final_nj().as_slice().iter().all(|f| *f > 0.0));
    let flows = FLOWS.replace("SOU,SOU,services,90", "SOU,SOU,services,20");
    let io = SHARES
        .replace("SOU,manuf,manuf,0.25\nSOU,services,manuf,0.25", "SOU,manuf,manuf,0.15\nSOU,services,manuf,0.35");
    let (world, repairs) = built(&flows, &io, Unit::UsdMn).unwrap();
    let moved = repairs.iter().find_map(|r| match r {
        Repair::Balanced { economy, input, before, after } if input == "services" => Some((economy, before, after)),
        _ => None,
    });
    let (economy, before, after) = moved.expect("services move");
    assert_eq!(economy, "SOU");
    assert!(after < before && *after <= 25.0);
    assert!(world.final_nj().as_slice().iter().all(|f| *f > 0.0));
}

#[test]
fn a_trade_table_without_domestic_sales_is_refused() {
    let flows: String =
        FLOWS.lines().filter(|line| !line.starts_with("SOU,SOU")).map(|l| l.to_string() + "\n").collect();
    assert!(codes(&flows, SHARES).contains(&"no-domestic-sales"));
}

#[test]
fn unknown_codes_and_duplicates_of_both_files_come_together() {
    let flows = FLOWS.to_string() + "NOR,NOR,manuf,1,0\n";
    let io = SHARES.replace("SOU,VA,services", "SUO,VA,services");
    assert_eq!(codes(&flows, &io), ["duplicate-key", "unknown-economy"]);
}

#[test]
fn technology_for_another_unit_of_output_is_refused() {
    let io = SHARES
        .replace("SOU,manuf,manuf,0.25", "SOU,manuf,manuf,5")
        .replace("SOU,services,manuf,0.25", "SOU,services,manuf,5");
    let flows =
        FLOWS.replace("SOU,SOU,manuf,70", "SOU,SOU,manuf,7").replace("SOU,SOU,services,90", "SOU,SOU,services,2");
    let flows = flows.replace("NOR,SOU,manuf,20", "NOR,SOU,manuf,200");
    assert_eq!(codes(&flows, &io), ["cannot-balance"]);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let new = NewWorld { id: "t", title: "T", year: 2020, unit: Unit::UsdMn, services: &[] };
    let findings = new_world(Path::new("no.csv"), Path::new("nor.csv"), &new).unwrap_err();
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["missing-file", "missing-file"]);
}

#[test]
fn services_are_guessed_from_codes_of_the_publishers() {
    let service = |code: &str| is_service(code, &[]);
    assert!(["SERV", "services", "D", "H49", "J58T60", "T"].iter().all(|code| service(code)));
    assert!(["A01_02", "B05_06", "C29", "manuf", "Food", "Textile", "Medical"].iter().all(|code| !service(code)));
}
