//! A run as a folder: the results table in the forms asked for, the manifest with the scenario as resolved, and a log.

use std::path::Path;
use std::time::Duration;

use portolan_briefing::Briefing;
use portolan_core::results::Row;
use portolan_data::{Format, remove_stale, run_folder, write_results, write_text};

use crate::briefing::{LEDGER, briefing, write_ledger};
use crate::case::Case;
use crate::error::Error;
use crate::manifest::manifest;
use crate::run::Run;

/// Writes a run to a folder, and gives its briefing if it has one. Times go to `run.log` alone, so that every other file is the same bytes every time.
///
/// # Errors
/// A folder that holds something else; what the operating system refuses.
pub fn write_run(
    case: &Case,
    run: &Run,
    folder: &Path,
    formats: &[Format],
    elapsed: Duration,
) -> Result<Option<Briefing>, Error> {
    run_folder(folder)?;
    let rows: Vec<Row> = run.rows().cloned().collect();
    write_tables(&rows, &run.id, folder, formats)?;
    let manifest = serde_json::to_string_pretty(&manifest(case, run)).unwrap_or_default();
    write_text(&folder.join("manifest.json"), &(manifest + "\n")).map_err(Error::from)?;
    let briefing = briefing(case, run);
    write_briefing(briefing.as_ref(), folder)?;
    let threads = rayon::current_num_threads();
    let log = format!("run {}\nrows {}\nthreads {threads}\nseconds {:.3}\n", run.id, rows.len(), elapsed.as_secs_f64());
    write_text(&folder.join("run.log"), &log)?;
    Ok(briefing)
}

/// Writes rows as `results.<form>` for each form; forms of an earlier run that are not asked for are removed.
///
/// # Errors
/// What the operating system refuses.
pub fn write_tables(rows: &[Row], run: &str, folder: &Path, formats: &[Format]) -> Result<(), Error> {
    for format in formats {
        let path = folder.join(format!("results.{}", format.extension()));
        write_results(&path, *format, run, rows).map_err(Error::from)?;
    }
    let stale = [Format::Parquet, Format::Csv, Format::Dta].into_iter().filter(|format| !formats.contains(format));
    for format in stale {
        remove_stale(&folder.join(format!("results.{}", format.extension())))?;
    }
    Ok(())
}

/// Writes the briefing as HTML and Markdown, and the ledger of its numbers; removes those of an earlier run if there is none.
fn write_briefing(briefing: Option<&Briefing>, folder: &Path) -> Result<(), Error> {
    match briefing {
        Some(briefing) => {
            write_text(&folder.join("briefing.html"), &briefing.html).map_err(Error::from)?;
            write_text(&folder.join("briefing.md"), &briefing.markdown).map_err(Error::from)?;
            write_ledger(folder, &briefing.ledger)
        }
        None => {
            ["briefing.html", "briefing.md", LEDGER].iter().try_for_each(|file| Ok(remove_stale(&folder.join(file))?))
        }
    }
}
