//! The folder of a case: texts, facts and quoted numbers that no run computes. Every file is optional.

use portolan_briefing::material::{Case, CaseFiles};
use portolan_core::Finding;
use portolan_core::scenario::{Scenario, Wanted, WantedKind};

use crate::texts::Texts;

/// Reads the folder that a scenario names; `None` if it asks for no briefing.
///
/// # Errors
/// Every fault of its files; a folder that holds none of them.
pub(crate) fn case_folder(scenario: &Scenario, texts: &Texts) -> Result<Option<Case>, Vec<Finding>> {
    let Some(briefing) = &scenario.briefing else { return Ok(None) };
    let Some(folder) = &briefing.folder else { return Ok(Some(Case::default())) };
    let file = |file: &str| {
        let path = format!("{folder}/{file}");
        let wanted = Wanted { name: &path, kind: WantedKind::Table, by: scenario.origin.file() };
        texts.wanted(wanted).ok().map(|(_, text)| text)
    };
    let files = CaseFiles {
        folder: folder.clone(),
        texts: file("texts.toml"),
        facts: file("facts.csv"),
        timeline: file("timeline.csv"),
        polls: file("polls.csv"),
        estimates: file("estimates.csv"),
        outturns: file("outturns.csv"),
        actors: file("actors.csv"),
        provinces: file("provinces.csv"),
    };
    if is_empty(&files) {
        return Err(vec![empty_folder(scenario, folder)]);
    }
    let (case, findings) = Case::read(&files);
    if findings.is_empty() { Ok(Some(case)) } else { Err(findings) }
}

fn is_empty(files: &CaseFiles) -> bool {
    let tables = [&files.facts, &files.timeline, &files.polls, &files.estimates, &files.outturns, &files.actors];
    files.texts.is_none() && files.provinces.is_none() && tables.iter().all(|table| table.is_none())
}

fn empty_folder(scenario: &Scenario, name: &str) -> Finding {
    Finding {
        code: "empty-case-folder",
        place: scenario.origin.place("briefing"),
        message: format!("the folder `{name}` holds none of the files of a case"),
        expected: "at least one of texts.toml, facts.csv, timeline.csv, polls.csv, estimates.csv, outturns.csv, actors.csv, provinces.csv".into(),
        remedy: "paths are relative to the scenario; leave `folder` out for a briefing without texts of its own".into(),
    }
}
