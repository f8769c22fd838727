//! Quotas, capacities and growth.

use super::*;
use crate::shock::Rent;

fn quota(goods: &str, rest: &str) -> String {
    format!(
        "[[quota]]\nid = \"q\"\nimporter = [\"USA\"]\nexporter = [\"CAN\"]\n{goods}\nquantity = \"49000 units\"\nunit_value = \"USD 30000\"\nwithin = \"8%\"\nbeyond = \"50%\"\nsource = \"s\"\n{rest}\n"
    )
}

const METALS: &str = "sector = [\"C24\"]\nshare = [0.2, 0.25, 0.3]";

#[test]
fn the_goods_of_a_quota_are_slices_of_their_own() {
    let resolution = Case::new(&quota(METALS, "rent = \"importer\"")).run().unwrap();
    assert_eq!(rates(&resolution.shock, USA, CAN, C24), [(0.25, 8.0), (0.75, 8.0)], "though the rates are equal");
    let [found] = resolution.shock.quotas.as_slice() else { panic!("one quota") };
    assert_eq!((found.name.as_str(), found.quantity, found.rent), ("q", 1470.0, Rent::Importer));
    assert_eq!((found.within, found.beyond), (0.08, 0.5));
    assert_eq!(found.slices, [(Cell { j: C24, n: USA, i: CAN }, 0)]);
    let touched = &resolution.touched[0];
    assert_eq!((touched.what, touched.cells, touched.judged), ("quota", 1, false));
    assert_eq!(touched.trade, 0.25 * world().trade_nij()[(USA, CAN, C24)]);
}

#[test]
fn quotas_on_products_take_their_weights_and_need_them() {
    let resolution = Case::new(&quota("product = [\"1001\"]", "")).run().unwrap();
    assert_eq!(rates(&resolution.shock, USA, CAN, 0), [(0.2, 8.0), (0.8, 8.0)]);
    let found = text(&Case::new(&quota("product = [\"7601*\"]", "")).run().unwrap_err());
    assert!(found.starts_with("test.toml:7:11: the goods of the quota `q` have no weight in the cell"), "{found}");
    assert!(found.contains("[quota-without-weight]\n  at: quota[1].product"), "{found}");
}

#[test]
fn a_quota_ends_with_its_id_or_where_a_later_file_sets_a_rate() {
    let q = quota(METALS, "");
    let overlays = [("o", &*q)];
    let run = |text: &str| Case { overlays: &overlays, ..Case::new(text) }.run().unwrap().shock;
    assert_eq!(run("reference = [\"o\"]\n").quotas.len(), 1);
    let set = run(&format!("reference = [\"o\"]\n{}", row("set = \"3%\"")));
    assert!(set.quotas.is_empty());
    assert_eq!(rates(&set, USA, CAN, C24), [(1.0, 3.0)]);
    assert!(run("reference = [\"o\"]\n[[tariff]]\nremove = [\"q\"]\n").is_empty());
}

#[test]
fn later_measures_act_on_both_rates_of_a_quota() {
    let q = quota(METALS, "");
    let overlays = [("o", &*q)];
    let run = |text: &str| Case { overlays: &overlays, ..Case::new(text) }.run();
    let added = run(&format!("reference = [\"o\"]\n{}", row("add = \"10%\""))).unwrap().shock;
    assert_eq!((added.quotas[0].within, added.quotas[0].beyond), (0.18, 0.6));
    let halved = run(&format!("reference = [\"o\"]\n{}", row("cut = \"50%\""))).unwrap().shock;
    assert_eq!((halved.quotas[0].within, halved.quotas[0].beyond), (0.04, 0.25));
    let partly = run(&format!("reference = [\"o\"]\n{}", row("add = \"10%\"\nshare = 0.5"))).unwrap_err();
    assert_eq!((partly.len(), partly[0].code), (1, "quota-rates-differ"));
    assert_eq!(partly[0].place.cell, "quota[1].within");
}

#[test]
fn a_quota_replaces_the_surcharges_of_its_file_and_keeps_out_of_preferences() {
    let deal = "[[agreement]]\nid = \"a\"\nparties = [\"CAN\", \"USA\"]\ncover = { \"*\" = 0.5, basis = \"trade\" }\n";
    let text = format!("{}{}{deal}", row("add = \"20%\""), quota(METALS, ""));
    let shock = Case::new(&text).run().unwrap().shock;
    let mut found = rates(&shock, USA, CAN, C24);
    found.sort_by(|a, b| a.partial_cmp(b).unwrap());
    assert_eq!(found, [(0.25, 8.0), (0.375, 20.0), (0.375, 28.0)]);
    assert_eq!((shock.quotas[0].within, shock.quotas[0].slices.len()), (0.08, 1));
}

fn capacity(rest: &str) -> String {
    format!(
        "[[capacity]]\nid = \"pipe\"\nexporter = \"CAN\"\nsector = \"C24\"\npartner = [\"USA\", \"IDN\"]\nflow = \"USD 60 mn\"\n{rest}\n"
    )
}

#[test]
fn a_capacity_is_handed_to_the_solver() {
    let resolution = Case::new(&capacity("cost = \"paid\"\nsource = \"s\"")).run().unwrap();
    let expected = Capacity { name: "pipe".into(), i: CAN, j: C24, partners: vec![USA, IDN], flow: 60.0, free: false };
    assert_eq!(resolution.capacities, [expected]);
    let touched = &resolution.touched[0];
    let trade = world().trade_nij()[(USA, CAN, C24)] + world().trade_nij()[(IDN, CAN, C24)];
    assert_eq!((touched.what, touched.cells, touched.trade, touched.judged), ("capacity", 2, trade, false));
    assert!(resolution.shock.is_empty());
}

#[test]
fn a_capacity_ends_for_the_partners_that_a_row_names() {
    let pipe = capacity("");
    let overlays = [("o", &*pipe)];
    let run = |rest: &str| {
        let text = format!("reference = [\"o\"]\n[[tariff]]\nremove = [\"pipe\"]\n{rest}");
        Case { overlays: &overlays, ..Case::new(&text) }.run().unwrap().capacities
    };
    assert_eq!(run("importer = [\"IDN\"]\n")[0].partners, [USA]);
    assert!(run("").is_empty());
}

#[test]
fn mistakes_of_a_capacity_are_reported_together() {
    let text = "[[capacity]]\nexporter = \"ASEAN\"\nsector = \"goods\"\npartner = [\"UAS\"]\nflow = \"USD 1 mn\"\n";
    let found = super::text(&Case::new(text).run().unwrap_err());
    assert!(found.contains("test.toml:6:12: \"UAS\" is not an economy or group of tiny [unknown-economy]"), "{found}");
    assert!(found.contains("test.toml:5:10: `sector` of a capacity means 2 of them [one-name]"), "{found}");
}

#[test]
fn growth_of_an_overlay_and_of_the_scenario_is_part_of_the_reference() {
    let growth = "[growth]\nsource = \"weo\"\nmatch = \"real_gdp\"\nto = 2025\n";
    let overlays = [("since", growth)];
    let target = GrowthTarget { source: "weo".into(), from: 2022, to: 2025 };
    let of = |text: &str, policy| Case { overlays: &overlays, policy, ..Case::new(text) }.run().unwrap();
    let resolution = of("reference = [\"since\"]\n", None);
    assert_eq!(resolution.growth, Some(target.clone()));
    assert_eq!((resolution.touched[0].what, resolution.touched[0].cells), ("growth", 4));
    assert_eq!(of(&format!("{growth}[[policy]]\nid = \"p\"\n"), Some("p")).growth, Some(target.clone()));
    let later = format!("reference = [\"since\"]\n{}", growth.replace("to = 2025", "from = 2023\nto = 2026"));
    assert_eq!(of(&later, None).growth, Some(GrowthTarget { from: 2023, to: 2026, ..target }));
    let wrong = growth.replace("2025", "2021");
    let found = super::text(&Case::new(&wrong).run().unwrap_err());
    assert!(found.contains("growth ends in 2021, and the world is of 2022 [dates-out-of-order]"), "{found}");
}
