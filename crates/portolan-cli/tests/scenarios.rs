//! Every embedded scenario through the binary, beside its expected answer.
//!
//! `PORTOLAN_ACCEPT=1 cargo test -p portolan-cli --test scenarios` writes the answers anew and prints what moved; list
//! the moves in CHANGELOG.md under "Numbers that moved", each with its reason.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use portolan::Row;
use portolan_data::read_results;

/// Relative difference that an answer may show: tolerance of the solves, and the mathematics library of another system.
const TOLERANCE: f64 = 1e-8;

const SCENARIOS: [&str; 11] = [
    "us-tariffs",
    "canada-only-tariff",
    "canada-asean",
    "nafta-1993",
    "us-three-ways",
    "canada-asia-pivot",
    "canada-2026",
    "vietnam-us-demand",
    "fragmentation",
    "canada-indonesia",
    "canada-steel",
];

/// Scenarios with many rows: those that a reader looks at first are pinned.
const TOLD: [&str; 6] =
    ["canada-asia-pivot", "canada-2026", "vietnam-us-demand", "fragmentation", "canada-indonesia", "canada-steel"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs the binary and gives the folder that it wrote.
fn run(scenario: &str, threads: usize, settings: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
    command.args(["run", scenario, "--format", "csv", "--out"]).arg(folder.path());
    command.env("RAYON_NUM_THREADS", threads.to_string());
    for setting in settings {
        command.args(["--set", setting]);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{scenario}: {}", String::from_utf8_lossy(&output.stderr));
    folder
}

/// What is pinned: real income everywhere; the country's prices, sectors, export shares and the parts of its change.
fn pinned(row: &Row, country: &str) -> bool {
    let own = row.economy == country;
    match row.variable {
        "real_income" => true,
        "exports" | "imports" => own && row.partner.is_empty(),
        "export_share" => own && row.sector == "goods",
        "decomposition_gap" => false,
        _ => own,
    }
}

/// What is pinned of a scenario with a briefing, for every set and variant.
fn pinned_of_told(row: &Row, country: &str) -> bool {
    let own = row.economy == country;
    match row.variable {
        "real_income" => own || (row.variant == "specific" && row.set == "fontagne2022" && row.layer.is_empty()),
        "export_share" => own && row.sector == "goods" && row.partner == "USA",
        "average_tariff" => own || row.partner == country,
        "target_covered" | "shapley_income" | "shapley_share" | "non_tariff_change" | "non_tariff_below_zero" => true,
        "quota_rate" | "quota_fill" | "quota_rent" | "quota_regime" | "capacity_flow" | "capacity_cost" => true,
        _ => false,
    }
}

type Answers = BTreeMap<String, (f64, f64)>;

fn answers(folder: &Path, scenario: &str) -> Answers {
    let results = read_results(&folder.join("results.csv")).unwrap();
    let (told, country) = (TOLD.contains(&scenario), country(scenario));
    let key = |r: &Row| {
        let product = if told { &r.product } else { "" };
        [&r.policy, &r.layer, &r.set, &r.variant, &r.economy, &r.partner, &r.sector, product].join(",")
            + ","
            + r.variable
    };
    let pins = |r: &&Row| !r.set.is_empty() && if told { pinned_of_told(r, country) } else { pinned(r, country) };
    results.rows.iter().filter(pins).map(|r| (key(r), (r.value, r.reference))).collect()
}

fn expected_path(scenario: &str) -> PathBuf {
    root().join("scenarios").join(format!("{scenario}.expected.csv"))
}

fn read_expected(scenario: &str) -> Answers {
    let text = std::fs::read_to_string(expected_path(scenario)).unwrap_or_default();
    text.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.rsplitn(3, ',').collect();
            (cells[2].to_string(), (cells[1].parse().unwrap(), cells[0].parse().unwrap()))
        })
        .collect()
}

fn write_expected(scenario: &str, answers: &Answers) {
    let mut text = String::from("policy,layer,set,variant,economy,partner,sector,product,variable,value,reference\n");
    for (key, (value, reference)) in answers {
        text.push_str(&format!("{key},{value:.9e},{reference:.9e}\n"));
    }
    std::fs::write(expected_path(scenario), text).unwrap();
}

/// Differences, as lines that a person can read. An equivalent variation is a small difference of large incomes: it is
/// held to 1e-4 USD mn.
fn moves(expected: &Answers, found: &Answers) -> Vec<String> {
    let mut moves = Vec::new();
    for (key, (value, reference)) in found {
        match expected.get(key) {
            None => moves.push(format!("{key}: new, {value}")),
            Some((was, was_reference)) => {
                let floor = if key.ends_with("equivalent_variation") { 1e4 } else { 1e-3 };
                let same = |a: f64, b: f64| {
                    a.is_nan() && b.is_nan() || (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()).max(floor)
                };
                if !(same(*value, *was) && same(*reference, *was_reference)) {
                    moves.push(format!(
                        "{key}: {was} (reference {was_reference}) is now {value} (reference {reference})"
                    ));
                }
            }
        }
    }
    moves.extend(expected.keys().filter(|key| !found.contains_key(*key)).map(|key| format!("{key}: gone")));
    moves
}

fn country(scenario: &str) -> &'static str {
    match scenario {
        "nafta-1993" => "MEX",
        "vietnam-us-demand" => "VNM",
        _ => "CAN",
    }
}

#[test]
fn every_scenario_gives_its_expected_answer() {
    for scenario in SCENARIOS {
        let folder = run(scenario, 2, &[]);
        let found = answers(folder.path(), scenario);
        let moves = moves(&read_expected(scenario), &found);
        if std::env::var_os("PORTOLAN_ACCEPT").is_some() {
            write_expected(scenario, &found);
            println!("{scenario}: {} moves\n{}", moves.len(), moves.join("\n"));
            continue;
        }
        assert!(
            moves.is_empty(),
            "{scenario}: {} numbers moved\n{}",
            moves.len(),
            moves[..moves.len().min(20)].join("\n")
        );
    }
}

#[test]
fn the_number_of_threads_does_not_change_a_byte() {
    let settings = ["sets=[\"fontagne2022\",\"caliendo2015\"]"];
    let (one, two) = (run("us-tariffs", 1, &settings), run("us-tariffs", 2, &settings));
    for file in ["results.csv", "manifest.json"] {
        let read = |folder: &tempfile::TempDir| std::fs::read(folder.path().join(file)).unwrap();
        assert!(read(&one) == read(&two), "{file} differs");
    }
}

#[test]
fn every_form_holds_the_same_rows() {
    let folder = tempfile::tempdir().unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_portolan"))
        .args(["run", "canada-asean", "--format", "parquet,csv,dta", "--out"])
        .arg(folder.path())
        .output()
        .unwrap()
        .status;
    assert!(status.success());
    let csv = read_results(&folder.path().join("results.csv")).unwrap();
    let parquet = read_results(&folder.path().join("results.parquet")).unwrap();
    assert_eq!(csv.rows.len(), parquet.rows.len());
    assert!(csv.rows.len() > 1000);
    assert!(std::fs::metadata(folder.path().join("results.dta")).unwrap().len() > 1000);
    for file in ["manifest.json", "run.log"] {
        assert!(folder.path().join(file).exists(), "{file}");
    }
}
