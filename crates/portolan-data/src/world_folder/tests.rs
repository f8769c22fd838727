use std::fs;

use tempfile::TempDir;

use super::*;
use crate::frame::Format;
use crate::world_write::write_world;

/// Two economies, goods and services; shares are exact in decimals.
const FILES: [(&str, &str); 6] = [
    ("world.toml", "schema = 1\nid = \"toy\"\ntitle = \"Toy\"\nyear = 2020\nunit = \"USD mn\"\nsources = [\"own\"]\n"),
    ("economies.csv", "economy,name\nNOR,North\nSOU,South\n"),
    ("sectors.csv", "sector,name,goods\nG,Goods,true\nS,Services,false\n"),
    (
        "trade.csv",
        "importer,exporter,sector,trade,tariff\n\
         NOR,NOR,G,80,0\nNOR,SOU,G,20,0.1\nSOU,NOR,G,30,0\nSOU,SOU,G,70,0\n\
         NOR,NOR,S,100,0\nNOR,SOU,S,0,0\nSOU,NOR,S,5,0\nSOU,SOU,S,90,0\n",
    ),
    (
        "inputs.csv",
        "economy,input,sector,share\nNOR,G,G,0.3\nNOR,S,G,0.2\nNOR,G,S,0.1\nNOR,S,S,0.2\n\
         SOU,G,G,0.25\nSOU,S,G,0.25\nSOU,G,S,0.125\nSOU,S,S,0.25\n",
    ),
    ("value_added.csv", "economy,sector,share\nNOR,G,0.5\nNOR,S,0.7\nSOU,G,0.5\nSOU,S,0.625\n"),
];

/// The toy world with some texts of a file replaced.
fn folder(changes: &[(&str, &str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FILES {
        let mut text = text.to_string();
        for (_, from, to) in changes.iter().filter(|(file, ..)| *file == name) {
            assert!(text.contains(from), "{name} does not contain {from}");
            text = text.replacen(from, to, 1);
        }
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn findings(changes: &[(&str, &str, &str)]) -> Vec<Finding> {
    read_world(folder(changes).path()).expect_err("the world is broken")
}

/// The only finding, which must have this code.
fn one(code: &str, changes: &[(&str, &str, &str)]) -> Finding {
    let findings = findings(changes);
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [code], "{findings:#?}");
    findings.into_iter().next().unwrap()
}

#[test]
fn a_sound_world_is_read() {
    let world = read_world(folder(&[]).path()).unwrap();
    assert_eq!((world.id(), world.tables().year), ("toy", 2020));
    assert_eq!(world.trade_nij()[(1, 0, 0)], 30.0);
    assert_eq!(world.tau_nij()[(0, 1, 0)], 0.1);
    assert_eq!(world.gamma_nkj()[(0, 1, 0)], 0.2);
    assert_eq!(world.tables().sources, ["own"]);
}

#[test]
fn a_world_reads_back_to_the_same_bits_in_either_form() {
    let world = read_world(folder(&[]).path()).unwrap();
    for format in [Format::Csv, Format::Parquet] {
        let out = tempfile::tempdir().unwrap();
        write_world(&world, &out.path().join("w"), format).unwrap();
        let back = read_world(&out.path().join("w")).unwrap();
        assert_eq!(back.tables().trade_nij, world.tables().trade_nij);
        assert_eq!(back.tables().tau_nij, world.tables().tau_nij);
        assert_eq!(back.tables().gamma_nkj, world.tables().gamma_nkj);
        assert_eq!(back.tables().gamma_nj, world.tables().gamma_nj);
        assert_eq!((back.economies(), back.sectors()), (world.economies(), world.sectors()));
    }
}

#[test]
fn a_missing_folder_is_named() {
    assert_eq!(read_world(Path::new("no/such/world")).unwrap_err()[0].code, "missing-folder");
}

#[test]
fn a_missing_file_is_named_with_what_it_holds() {
    let folder = folder(&[]);
    fs::remove_file(folder.path().join("inputs.csv")).unwrap();
    let findings = read_world(folder.path()).unwrap_err();
    assert_eq!(findings[0].code, "missing-file");
    assert!(findings[0].place.file.ends_with("inputs.csv"));
    assert!(findings[0].expected.contains("economy, input, sector, share"));
}

#[test]
fn the_same_table_twice_is_refused() {
    let folder = folder(&[]);
    fs::write(folder.path().join("trade.parquet"), b"").unwrap();
    assert_eq!(read_world(folder.path()).unwrap_err()[0].code, "two-tables");
}

#[test]
fn a_missing_column_is_named() {
    let finding = one("missing-column", &[("trade.csv", "tariff", "tarif")]);
    assert!(finding.remedy.contains("`tarif`"), "{finding}");
}

#[test]
fn a_missing_unit_is_named_with_the_units_there_are() {
    let finding = one("missing-unit", &[("world.toml", "unit = \"USD mn\"\n", "")]);
    assert!(finding.expected.contains("USD thousand"));
}

#[test]
fn an_unknown_unit_is_named_with_the_nearest_one() {
    let finding = one("unknown-unit", &[("world.toml", "USD mn", "USD millions")]);
    assert!(finding.remedy.contains("\"USD mn\""), "{finding}");
}

#[test]
fn values_in_dollars_become_millions() {
    let world = read_world(folder(&[("world.toml", "USD mn", "USD")]).path()).unwrap();
    assert_eq!(world.trade_nij()[(0, 0, 0)], 80e-6);
}

#[test]
fn a_schema_of_the_future_and_an_unknown_rule_are_named_together() {
    let findings = findings(&[
        ("world.toml", "schema = 1", "schema = 2"),
        ("world.toml", "sources", "missing = \"skip\"\nsources"),
    ]);
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["unknown-schema", "unknown-value"]);
}

#[test]
fn a_manifest_that_is_no_toml_is_named_with_line_and_column() {
    let finding = one("bad-manifest", &[("world.toml", "year = 2020", "year = = 2020")]);
    assert_eq!((finding.place.line, finding.place.column), (Some(4), Some(8)), "{finding:?}");
}

#[test]
fn an_unknown_key_of_the_manifest_is_named() {
    let finding = one("bad-manifest", &[("world.toml", "unit", "units")]);
    assert!(finding.message.contains("units"), "{finding}");
}

#[test]
fn a_cell_of_the_wrong_type_is_named_with_its_line() {
    let finding = one("wrong-type", &[("trade.csv", "SOU,SOU,G,70", "SOU,SOU,G,seventy")]);
    assert_eq!(finding.place.line, Some(5));
}

#[test]
fn goods_are_true_or_false() {
    let finding = one("wrong-type", &[("sectors.csv", "Services,false", "Services,no")]);
    assert_eq!(finding.place.line, Some(3));
}

#[test]
fn an_unknown_economy_is_named_once_with_the_nearest_one() {
    let findings = findings(&[("trade.csv", "SOU,SOU,G", "SOUT,SOU,G"), ("trade.csv", "SOU,SOU,S", "SOUT,SOU,S")]);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0].code, "unknown-economy");
    assert!(findings[0].message.contains("2 rows"));
    assert!(findings[0].remedy.contains("`SOU`"));
}

#[test]
fn an_unknown_sector_is_named() {
    let finding = one("unknown-sector", &[("inputs.csv", "NOR,S,G", "NOR,SX,G")]);
    assert!(finding.remedy.contains("`S`"), "{finding}");
    assert_eq!(finding.place.line, Some(3));
}

#[test]
fn a_duplicate_row_is_named_with_the_first_one() {
    let finding = one("duplicate-key", &[("trade.csv", "NOR,SOU,S,0,0\n", "NOR,SOU,S,0,0\nNOR,SOU,S,0,0\n")]);
    assert_eq!(finding.place.line, Some(8));
    assert!(finding.message.contains("row 7"), "{finding}");
}

#[test]
fn a_duplicate_economy_is_named() {
    let findings = findings(&[("economies.csv", "SOU,South", "SOU,South\nNOR,North again")]);
    assert_eq!(findings[0].code, "duplicate-key");
    assert_eq!(findings[0].place.line, Some(4));
}

#[test]
fn a_missing_pair_is_an_error_unless_the_manifest_says_otherwise() {
    let gone = ("trade.csv", "NOR,SOU,S,0,0\n", "");
    let finding = one("missing-pair", &[gone]);
    assert_eq!(finding.place.cell, "importer NOR, exporter SOU, sector S");
    let allowed = [gone, ("world.toml", "sources", "missing = \"zero\"\nsources")];
    assert!(read_world(folder(&allowed).path()).is_ok());
}

#[test]
fn a_missing_value_added_share_is_named() {
    let finding = one("missing-pair", &[("value_added.csv", "SOU,S,0.625\n", "")]);
    assert_eq!(finding.place.cell, "economy SOU, sector S");
}

#[test]
fn negative_cells_are_named_all_of_them() {
    let findings = findings(&[
        ("trade.csv", "NOR,SOU,G,20", "NOR,SOU,G,-20"),
        ("inputs.csv", "NOR,G,G,0.3", "NOR,G,G,-0.3"),
        ("value_added.csv", "NOR,S,0.7", "NOR,S,-0.7"),
    ]);
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["negative-cell"; 3]);
    assert_eq!(findings.iter().map(|f| f.place.line).collect::<Vec<_>>(), [Some(3), Some(2), Some(3)]);
}

#[test]
fn a_tariff_in_per_cent_is_recognised() {
    let finding = one("tariff-in-per-cent", &[("trade.csv", "20,0.1", "20,12.5")]);
    assert!(finding.remedy.contains("divide"));
}

#[test]
fn a_tariff_on_domestic_sales_is_named() {
    one("home-tariff", &[("trade.csv", "NOR,NOR,G,80,0", "NOR,NOR,G,80,0.1")]);
}

#[test]
fn shares_that_do_not_sum_are_named() {
    let finding = one("shares-do-not-sum", &[("inputs.csv", "NOR,G,G,0.3", "NOR,G,G,0.31")]);
    assert!(finding.message.contains("1.01"), "{finding}");
}

#[test]
fn a_value_added_share_above_one_is_named() {
    one("bad-value-added", &[("value_added.csv", "NOR,S,0.7", "NOR,S,1.7")]);
}

#[test]
fn use_beyond_what_is_bought_is_named() {
    let finding = one("negative-final-demand", &[("trade.csv", "SOU,SOU,S,90", "SOU,SOU,S,1")]);
    assert_eq!(finding.place.cell, "economy SOU, sector S");
}

#[test]
fn an_economy_without_income_is_named() {
    let nothing = [
        ("trade.csv", "SOU,SOU,G,70", "SOU,SOU,G,0"),
        ("trade.csv", "SOU,NOR,G,30", "SOU,NOR,G,0"),
        ("trade.csv", "NOR,SOU,G,20", "NOR,SOU,G,0"),
        ("trade.csv", "SOU,NOR,S,5", "SOU,NOR,S,0"),
        ("trade.csv", "SOU,SOU,S,90", "SOU,SOU,S,0"),
    ];
    one("no-income", &nothing);
}

#[test]
fn a_stated_final_demand_is_compared_with_the_residual() {
    let folder = folder(&[]);
    let write = |goods: f64| {
        let text = format!("economy,sector,value\nNOR,G,{goods}\nNOR,S,57\nSOU,G,66.25\nSOU,S,50\n");
        fs::write(folder.path().join("final_demand.csv"), text).unwrap();
    };
    // 80 + 22 − 0.3 × 110 − 0.1 × 105, and so on.
    write(58.5);
    assert!(read_world(folder.path()).is_ok(), "{:?}", read_world(folder.path()).err());
    write(60.0);
    let findings = read_world(folder.path()).unwrap_err();
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["final-demand-differs"]);
    assert_eq!(findings[0].place.cell, "economy NOR, sector G");
}

#[test]
fn the_toy_worlds_of_the_repository_are_sound() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    for (id, economies, sectors) in [("three-by-two", 3, 2), ("two-by-one", 2, 1)] {
        let world = read_world(&examples.join(id)).unwrap_or_else(|findings| panic!("{id}: {findings:#?}"));
        assert_eq!((world.id(), world.economies().len(), world.sectors().len()), (id, economies, sectors));
    }
}
