//! `portolan explain`: where a number of a briefing comes from.

use std::path::{Path, PathBuf};

use portolan::Error;

use crate::arguments;

/// Where runs with a briefing are kept.
pub(super) const RUNS: &str = "runs";

pub(crate) fn answer(arguments: &arguments::Explain) -> Result<String, Error> {
    if let Some(variable) = portolan::variable(&arguments.id) {
        return Ok(definition(variable));
    }
    let folder = arguments.run.clone().or_else(latest).unwrap_or_else(|| PathBuf::from(RUNS));
    portolan::explain(&folder, &arguments.id)
}

fn definition(variable: &portolan::Variable) -> String {
    let source = if variable.source.is_empty() {
        "own".into()
    } else {
        format!("parameters/literature.bib: {}", variable.source)
    };
    format!(
        "{}\n{}\nUnit      {}\nEquation  the book, {}\nSource    {source}",
        variable.id, variable.definition, variable.unit, variable.equation
    )
}

/// The folder of the run that was written last.
fn latest() -> Option<PathBuf> {
    let folders = std::fs::read_dir(Path::new(RUNS)).ok()?.flatten().map(|entry| entry.path());
    let ledgers = folders.filter(|folder| folder.join(portolan::LEDGER).is_file());
    ledgers.max_by_key(|folder| std::fs::metadata(folder.join(portolan::LEDGER)).and_then(|m| m.modified()).ok())
}
