//! Bad input through the binary: exit code 2, every fault at once, nothing written.

use std::process::{Command, Output};

fn portolan(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_portolan")).args(arguments).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs a scenario of this text; the name of its file is cut from the report.
fn run_text(text: &str) -> (Output, String, bool) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("question.toml");
    std::fs::write(&file, text).unwrap();
    let out = folder.path().join("answer");
    let output = portolan(&["run", file.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    let report = stderr(&output).replace(folder.path().to_str().unwrap(), "");
    (output, report, out.exists())
}

#[test]
fn all_faults_of_a_scenario_are_shown_with_a_caret_and_a_remedy() {
    let (output, report, wrote) = run_text(
        r#"schema = 1
title = "Faulty"
country = "CAD"
[[tariff]]
importer = ["USA"]
exporter = ["*"]
sector = ["C29"]
add = 25
[[tariff]]
importer = ["USA"]
exporter = ["ASEEN"]
sector = ["C99"]
ad = "25%"
"#,
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(!wrote);
    insta::assert_snapshot!(report);
}

#[test]
fn a_name_that_is_nearly_right_gets_the_right_one() {
    for (arguments, remedy) in [
        (&["run", "us-tarifs"][..], "did you mean `us-tariffs`?"),
        (&["dependence", "CAM"], "did you mean `CAN`?"),
        (&["dependence", "Canada"], "did you mean `CAN`?"),
        (&["economies", "--world", "world-2021"], "did you mean `world-2022`?"),
        (&["run", "us-tariffs", "--set", "set=all"], "did you mean `sets`?"),
        (&["run", "us-tariffs", "--set", "elasticities=fontane2022"], "fontagne2022"),
        (&["run", "us-tariffs", "--set", "model.factor_share=2"], "less than 1"),
        (&["run", "us-tariffs", "--set", "reference=[\"us-mesures\"]"], "did you mean `us-measures`?"),
        (&["run", "us-tariffs", "--as-of", "2025-13-01"], "a day of the calendar"),
    ] {
        let output = portolan(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(remedy), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn one_name_that_is_wrong_makes_no_other_unknown() {
    let (output, report, wrote) = run_text(
        r#"schema = 1
title = "Faulty"
country = "CAN"
as_of = 2025-10-24
reference = ["us-measures", "lib:nonsense"]
[[policy]]
id = "a"
title = "a"
use = ["us-mesures"]
"#,
    );
    assert_eq!((output.status.code(), wrote), (Some(2), false));
    assert!(report.contains("`nonsense`") && report.contains("there is no overlay `us-mesures`"), "{report}");
    assert!(report.contains("2 faults") && !report.contains("\"us-measures\" is not known"), "{report}");
}

#[test]
fn a_question_asked_as_of_an_earlier_day_says_so() {
    let out = tempfile::tempdir().unwrap();
    let question = out.path().join("question.toml");
    let text = "schema = 1\ntitle = \"t\"\ncountry = \"CAN\"\nas_of = 2026-10-09\n[[tariff]]\nimporter = [\"USA\"]\nexporter = [\"CAN\"]\nsector = [\"C29\"]\nadd = \"25%\"\n";
    std::fs::write(&question, text).unwrap();
    let said = |more: &[&str]| {
        let output = portolan(&[&["run", question.to_str().unwrap()], more].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        format!("{}{}", String::from_utf8_lossy(&output.stdout), stderr(&output))
    };
    let words = "the file asks as of 2026-10-09 and is answered as of 2025-10-24";
    assert!(said(&["--as-of", "2025-10-24"]).contains(words));
    assert!(!said(&[]).contains("is answered as of"));
}

#[test]
fn a_note_names_a_few_and_counts_the_rest() {
    let output = portolan(&["run", "canada-indonesia", "--set", "sets=[\"fontagne2022\"]"]);
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), stderr(&output));
    let note = said.lines().find(|line| line.contains("rest on judgements") || line.contains("rests on judgements"));
    let note = note.unwrap_or_else(|| panic!("{said}"));
    assert!(note.len() < 600 && note.contains("more, which `portolan reference` lists"), "{note}");
}

#[test]
fn what_this_version_does_not_solve_is_refused_not_ignored() {
    let (output, report, _) = run_text("schema = 1\ntitle = \"t\"\nhorizon = { from = 2025, to = 2035 }\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(report.contains("not-in-this-version") && report.contains("horizon"), "{report}");
}

#[test]
fn a_missing_file_is_a_fault_of_the_input() {
    let output = portolan(&["run", "nowhere.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nowhere.toml"));
}

#[test]
fn help_teaches_by_example() {
    for arguments in [&["--help"][..], &["run", "--help"], &["dependence", "--help"], &["world", "new", "--help"]] {
        let output = portolan(arguments);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && text.contains("Example"), "{text}");
    }
    insta::assert_snapshot!(String::from_utf8_lossy(&portolan(&["--help"]).stdout));
}

#[test]
fn lists_are_complete() {
    for (arguments, words) in [
        (&["economies"][..], &["Canada", "ROW"][..]),
        (&["sectors"], &["C29", "SERV"]),
        (&["scenarios"], &["us-tariffs", "nafta-1993"]),
        (&["schema"], &["\"tariff\"", "\"title\""]),
        (&["schema", "--variables"], &["real_income", "equivalent_variation"]),
        (&["completions", "bash"], &["portolan"]),
    ] {
        let output = portolan(arguments);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success());
        for word in words {
            assert!(text.contains(word), "{arguments:?} lacks {word}: {}", &text[..text.len().min(400)]);
        }
    }
}

#[test]
fn a_folder_holds_one_run_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let run = |form: &str, out: &std::path::Path| {
        portolan(&["run", "canada-asean", "--format", form, "--out", out.to_str().unwrap()])
    };
    let out = folder.path().join("answer");
    assert!(run("csv,dta", &out).status.success());
    assert!(run("csv", &out).status.success());
    assert!(out.join("results.csv").exists() && !out.join("results.dta").exists());
    let foreign = folder.path().join("foreign");
    std::fs::create_dir(&foreign).unwrap();
    std::fs::write(foreign.join("thesis.txt"), "mine").unwrap();
    assert_eq!(run("csv", &foreign).status.code(), Some(1));
    assert_eq!(std::fs::read_dir(&foreign).unwrap().count(), 1);
}

#[test]
fn a_slip_in_a_measure_that_is_not_yet_in_force_is_found_today() {
    let text = "schema = 1\ntitle = \"t\"\ncountry = \"CAN\"\nas_of = 2025-10-24\n[[tariff]]\nimporter = [\"USA\"]\n\
                exporter = [\"CAM\"]\nsector = [\"C29\"]\nadd = \"5%\"\nfrom = 2025-12-01\n";
    let (output, report, _) = run_text(text);
    assert_eq!(output.status.code(), Some(2), "{report}");
    assert!(report.contains("CAM"), "{report}");
}
