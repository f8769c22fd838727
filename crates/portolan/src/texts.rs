//! Finds the texts that a scenario names: files beside it, or embedded ones; keeps each for the reports that point into it.

use std::cell::RefCell;
use std::path::Path;

use portolan_core::finding::nearest;
use portolan_core::scenario::{Wanted, WantedKind};
use portolan_core::{Finding, Place};

use crate::embedded;
use crate::error::Sources;

/// How an embedded file is named where people see it.
const EMBEDDED: &str = "scenarios/";

/// Texts read so far.
#[derive(Default)]
pub(crate) struct Texts {
    read: RefCell<Sources>,
}

impl Texts {
    /// The scenario of this name: an embedded one, or the path of a file.
    pub(crate) fn scenario(&self, name: &str) -> Result<(String, String), Finding> {
        if let Some((file, text)) = embedded::file(&format!("{name}.toml")) {
            return Ok(self.keep(format!("{EMBEDDED}{file}"), text.into()));
        }
        if !name.contains(['/', '\\']) && !name.ends_with(".toml") {
            return Err(unknown_scenario(name));
        }
        self.on_disk(Path::new(name)).map_err(|reason| unreadable(name, &reason))
    }

    /// The text that a scenario names.
    pub(crate) fn wanted(&self, wanted: Wanted) -> Result<(String, String), Finding> {
        let file = match wanted.kind {
            WantedKind::Overlay if !wanted.name.ends_with(".toml") => format!("{}.toml", wanted.name),
            WantedKind::Agreement => format!("agreements/{}.toml", wanted.name),
            _ => wanted.name.to_string(),
        };
        if let Some(by) = wanted.by.strip_prefix(EMBEDDED) {
            let beside = Path::new(by).parent().unwrap_or(Path::new("")).join(&file);
            if let Some((known, text)) = embedded::file(&beside.to_string_lossy()) {
                return Ok(self.keep(format!("{EMBEDDED}{known}"), text.into()));
            }
        } else {
            let beside = Path::new(wanted.by).parent().unwrap_or(Path::new("")).join(&file);
            match self.on_disk(&beside) {
                Ok(found) => return Ok(found),
                Err(reason)
                    if beside.exists() || embedded::file(&file).is_none() && wanted.kind != WantedKind::Agreement =>
                {
                    let is_name = wanted.kind == WantedKind::Overlay && !wanted.name.contains(['/', '\\', '.']);
                    let missing = is_name && !beside.exists();
                    let unreadable = || unreadable(&beside.to_string_lossy(), &reason);
                    return Err(if missing { unknown_overlay(wanted.name) } else { unreadable() });
                }
                Err(_) => {}
            }
        }
        match embedded::file(&file) {
            Some((known, text)) => Ok(self.keep(format!("{EMBEDDED}{known}"), text.into())),
            None if wanted.kind == WantedKind::Agreement => Err(unknown_agreement(wanted.name)),
            None if wanted.kind == WantedKind::Overlay => Err(unknown_overlay(wanted.name)),
            None => Err(unreadable(&file, "no such embedded file")),
        }
    }

    /// All texts read, by file name.
    pub(crate) fn sources(&self) -> Sources {
        self.read.borrow().clone()
    }

    fn on_disk(&self, path: &Path) -> Result<(String, String), String> {
        let text = portolan_data::read_text(path)?;
        Ok(self.keep(path.to_string_lossy().into_owned(), text))
    }

    fn keep(&self, file: String, text: String) -> (String, String) {
        self.read.borrow_mut().insert(file.clone(), text.clone());
        (file, text)
    }
}

fn unreadable(path: &str, reason: &str) -> Finding {
    Finding {
        code: "unreadable-file",
        place: Place { file: path.into(), ..Place::default() },
        message: format!("`{path}` cannot be read: {reason}"),
        expected: "a text file".into(),
        remedy: "paths are relative to the file that names them; check the spelling".into(),
    }
}

fn unknown_overlay(name: &str) -> Finding {
    let known: Vec<&str> = embedded::overlay_names().into_iter().filter(|name| !name.contains('/')).collect();
    Finding {
        code: "unknown-overlay",
        place: Place { file: name.into(), ..Place::default() },
        message: format!("there is no overlay `{name}`, neither beside the scenario nor embedded"),
        expected: format!("one of {}, or a file {name}.toml beside the scenario", known.join(", ")),
        remedy: match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "paths are relative to the file that names them".into(),
        },
    }
}

fn unknown_agreement(name: &str) -> Finding {
    let known: Vec<&str> =
        embedded::overlay_names().into_iter().filter_map(|name| name.strip_prefix("agreements/")).collect();
    Finding {
        code: "unknown-agreement",
        place: Place { file: name.into(), ..Place::default() },
        message: format!("the library has no agreement `{name}`"),
        expected: format!("one of {}", known.join(", ")),
        remedy: match nearest(name, known) {
            Some(near) => format!("did you mean `lib:{near}`?"),
            None => "write an [[agreement]] of your own, and use its id".into(),
        },
    }
}

fn unknown_scenario(name: &str) -> Finding {
    let known = embedded::scenario_names();
    Finding {
        code: "unknown-scenario",
        place: Place { file: name.into(), ..Place::default() },
        message: format!("there is no embedded scenario `{name}`"),
        expected: format!("one of {}, or the path of a .toml file", known.join(", ")),
        remedy: match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write a path ending in .toml to run a file of your own".into(),
        },
    }
}
