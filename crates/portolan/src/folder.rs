//! The folder of a case: texts, facts and quoted numbers that no run computes. Every file is optional.

use std::collections::BTreeMap;

use portolan_core::Finding;
use portolan_core::scenario::{Scenario, Wanted, WantedKind};

use crate::texts::Texts;

/// Files of a case folder.
const FILES: [&str; 8] = [
    "texts.toml",
    "facts.csv",
    "timeline.csv",
    "polls.csv",
    "estimates.csv",
    "outturns.csv",
    "actors.csv",
    "provinces.csv",
];

/// A file of the folder: its name as people know it, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path, or name of the embedded file.
    pub name: String,
    /// Text.
    pub text: String,
}

/// The texts of a case folder, by name of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFolder {
    /// The files that are there.
    pub files: BTreeMap<&'static str, File>,
}

impl CaseFolder {
    /// Reads the folder that a scenario names; `None` if it asks for no briefing.
    pub(crate) fn read(scenario: &Scenario, texts: &Texts) -> Result<Option<Self>, Vec<Finding>> {
        let Some(briefing) = &scenario.briefing else { return Ok(None) };
        let mut folder = Self::default();
        let Some(name) = &briefing.folder else { return Ok(Some(folder)) };
        for file in FILES {
            let path = format!("{name}/{file}");
            let wanted = Wanted { name: &path, kind: WantedKind::Table, by: scenario.origin.file() };
            if let Ok((name, text)) = texts.wanted(wanted) {
                folder.files.insert(file, File { name, text });
            }
        }
        if folder.files.is_empty() { Err(vec![empty_folder(scenario, name)]) } else { Ok(Some(folder)) }
    }

    /// The text of a file; empty if it is not there.
    pub fn text(&self, file: &str) -> &str {
        self.files.get(file).map_or("", |file| &file.text)
    }

    /// The rows of a table of the folder, each with its columns by name.
    ///
    /// # Errors
    /// A finding for each row that does not fit the header.
    pub fn rows(&self, file: &str) -> Result<Vec<BTreeMap<String, String>>, Vec<Finding>> {
        match self.files.get(file) {
            Some(file) => portolan_data::csv_rows(&file.text, &file.name),
            None => Ok(Vec::new()),
        }
    }
}

fn empty_folder(scenario: &Scenario, name: &str) -> Finding {
    Finding {
        code: "empty-case-folder",
        place: scenario.origin.place("briefing"),
        message: format!("the folder `{name}` holds none of the files of a case"),
        expected: format!("at least one of {}", FILES.join(", ")),
        remedy: "paths are relative to the scenario; leave `folder` out for a briefing without texts of its own".into(),
    }
}
