//! What no compiler checks: scenarios have answers, equations have one home, sources exist, files stay small.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Most lines of a source file.
const MOST_LINES: usize = 500;
/// Largest size of each embedded world, bytes.
const WORLD_SIZES: [(&str, u64); 2] = [("data/world-2022", 3_000_000), ("data/nafta-1993", 1_000_000)];
/// Marks of unfinished work, and of one machine.
const UNWANTED: [&str; 5] = ["todo!(", "unimplemented!(", "FIXME", "XXX", "dbg!("];

/// Checks the repository and lists everything that is wrong.
///
/// # Errors
/// All faults at once.
pub(crate) fn run() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace has a folder")?;
    let mut faults = Vec::new();
    faults.extend(scenarios(root)?);
    faults.extend(equations(root)?);
    faults.extend(sources(root)?);
    faults.extend(code(root)?);
    faults.extend(worlds(root)?);
    if !faults.is_empty() {
        bail!("{} faults\n{}", faults.len(), faults.join("\n"));
    }
    println!("tidy: scenarios, equations, sources, code and worlds are in order");
    Ok(())
}

/// Every scenario has its expected answer beside it and is embedded; what is embedded as a scenario asks a question.
fn scenarios(root: &Path) -> Result<Vec<String>> {
    let embedded = embedded_scenarios(&text(&root.join("crates/portolan/src/embedded.rs"))?);
    let mut faults = Vec::new();
    let mut asked = Vec::new();
    for path in files(&root.join("scenarios"), "toml")? {
        if !asks_question(&text(&path)?) {
            continue;
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !path.with_extension("expected.csv").exists() {
            faults.push(format!("scenarios/{name}.toml has no {name}.expected.csv"));
        }
        if !embedded.contains(&name) {
            faults.push(format!("scenarios/{name}.toml is not among SCENARIOS of crates/portolan/src/embedded.rs"));
        }
        asked.push(name);
    }
    let idle = embedded.iter().filter(|name| !asked.contains(name));
    faults.extend(idle.map(|name| format!("embedded.rs lists {name}, and no scenarios/{name}.toml asks a question")));
    Ok(faults)
}

/// Whether a file is a scenario: overlays, agreements and texts of a case ask nothing.
fn asks_question(text: &str) -> bool {
    text.lines().any(|line| key_value(line, "question").is_some())
}

/// Names in the list SCENARIOS.
fn embedded_scenarios(code: &str) -> Vec<String> {
    let list = code.split_once("const SCENARIOS").and_then(|(_, rest)| rest.split_once("];")).unwrap_or_default().0;
    list.split('"').skip(1).step_by(2).map(str::to_string).collect()
}

/// Every equation text is taken by exactly one function and shown in the book.
fn equations(root: &Path) -> Result<Vec<String>> {
    let folder = root.join("crates/portolan-equilibrium/src");
    let code: Vec<String> = files(&folder, "rs")?.iter().map(|path| text(path)).collect::<Result<_>>()?;
    let book: Vec<String> =
        files(&root.join("docs/src"), "md")?.iter().map(|path| text(path)).collect::<Result<_>>()?;
    let mut faults = Vec::new();
    for path in files(&folder.join("eq"), "md")? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let uses: usize = code.iter().map(|c| c.matches(&format!("include_str!(\"eq/{name}\")")).count()).sum();
        if uses != 1 {
            faults.push(format!("eq/{name} is taken by {uses} functions, not by one"));
        }
        if !book.iter().any(|page| page.contains(&format!("eq/{name}}}}}"))) {
            faults.push(format!("eq/{name} is not in the book"));
        }
        if !text(&path)?.contains("```math") {
            faults.push(format!("eq/{name} has no math block"));
        }
    }
    Ok(faults)
}

/// Every source id of scenarios, overlays, agreements, priors, tables and variables is a key of the bibliography or a
/// file in `data/sources`; in the folder of a case an address will do.
fn sources(root: &Path) -> Result<Vec<String>> {
    let bibliography = text(&root.join("parameters/literature.bib"))?;
    let known = |id: &str| {
        bibliography.contains(&format!("{{{id},")) || root.join("data/sources").join(format!("{id}.toml")).exists()
    };
    let cases = case_folders(root)?;
    let mut faults = Vec::new();
    for (path, ids) in named_sources(root)? {
        let case = cases.iter().any(|folder| path.starts_with(folder));
        let address = |id: &str| case && (id.starts_with("https://") || id.starts_with("http://"));
        let unknown = ids.iter().filter(|id| !address(id) && !known(id));
        faults.extend(unknown.map(|id| format!("{}: the source `{id}` is not known", path.display())));
    }
    for variable in portolan_core::results::VARIABLES {
        if !variable.source.is_empty() && !known(variable.source) {
            faults.push(format!("variable {}: the source `{}` is not known", variable.id, variable.source));
        }
    }
    Ok(faults)
}

/// Files that name sources, each with those that it names.
fn named_sources(root: &Path) -> Result<Vec<(PathBuf, BTreeSet<String>)>> {
    let mut found = Vec::new();
    for folder in ["scenarios", "parameters/agreements"] {
        for path in files(&root.join(folder), "toml")? {
            let ids = text(&path)?.lines().filter_map(|line| key_value(line, "source").map(str::to_string)).collect();
            found.push((path, ids));
        }
    }
    for folder in ["scenarios", "data"] {
        for path in files(&root.join(folder), "csv")?.into_iter().filter(|path| !is_expected(path)) {
            let ids = column(&path, "source")?;
            found.push((path, ids));
        }
    }
    Ok(found)
}

fn is_expected(path: &Path) -> bool {
    path.to_string_lossy().ends_with(".expected.csv")
}

/// Values in a column of a CSV file; several in a cell are divided by semicolons. None without the column.
fn column(path: &Path, name: &str) -> Result<BTreeSet<String>> {
    let mut reader = csv::Reader::from_path(path).with_context(|| path.display().to_string())?;
    let Some(place) = reader.headers()?.iter().position(|header| header == name) else { return Ok(BTreeSet::new()) };
    let mut values = BTreeSet::new();
    for row in reader.records() {
        let row = row.with_context(|| path.display().to_string())?;
        let cell = row.get(place).unwrap_or("");
        values.extend(cell.split(';').map(str::trim).filter(|value| !value.is_empty()).map(str::to_string));
    }
    Ok(values)
}

/// Folders of cases: texts and facts that a scenario's briefing names.
fn case_folders(root: &Path) -> Result<Vec<PathBuf>> {
    let folder = root.join("scenarios");
    let mut found = Vec::new();
    for path in files(&folder, "toml")? {
        found.extend(text(&path)?.lines().filter_map(|line| key_value(line, "folder")).map(|name| folder.join(name)));
    }
    Ok(found)
}

/// The text of `key = "text"`, on a line of its own.
fn key_value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let value = line.trim_start().strip_prefix(key)?.trim_start().strip_prefix('=')?;
    value.trim_start().strip_prefix('"')?.split('"').next()
}

/// Source files stay short, finished and free of one machine's paths.
fn code(root: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut paths = files(&root.join("crates"), "rs")?;
    paths.extend(files(&root.join("xtask"), "rs")?);
    for path in paths.iter().filter(|path| !path.ends_with("xtask/src/tidy.rs")) {
        let text = text(path)?;
        let (name, tests) = (path.display(), path.to_string_lossy().contains("tests"));
        if !tests && text.lines().count() > MOST_LINES {
            faults.push(format!("{name} has {} lines, more than {MOST_LINES}", text.lines().count()));
        }
        for word in UNWANTED.iter().filter(|word| text.contains(**word)) {
            faults.push(format!("{name} contains {word}"));
        }
    }
    Ok(faults)
}

fn worlds(root: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for (folder, most) in WORLD_SIZES {
        let entries = std::fs::read_dir(root.join(folder)).with_context(|| folder.to_string())?;
        let size: u64 = entries.map(|entry| Ok(entry?.metadata()?.len())).sum::<Result<u64>>()?;
        if size > most {
            faults.push(format!("{folder} has {size} bytes, more than {most}"));
        }
    }
    Ok(faults)
}

/// Files below a folder with this extension, in order of their names.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small repository with one overlay, one case and one table.
    fn repository() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for folder in
            ["scenarios/case", "scenarios/duties", "data/sources", "parameters/agreements", "crates/portolan/src"]
        {
            std::fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        write(&root, "crates/portolan/src/embedded.rs", "const SCENARIOS: &[&str] = &[\n    \"case\",\n];\n");
        write(&root, "parameters/literature.bib", "@article{author2020,\n}\n");
        write(&root, "data/sources/decree.toml", "");
        write(&root, "scenarios/case.toml", "question = \"Why?\"\n[briefing]\nfolder = \"case\"\n");
        write(&root, "scenarios/case.expected.csv", "");
        write(&root, "scenarios/case/facts.csv", "id,source\na,https://example.org/a\nb,decree\n");
        write(&root, "scenarios/duties.toml", "title = \"Duties\"\n[[tariff]]\nsource = \"decree\" # as printed\n");
        write(&root, "scenarios/duties/rates.csv", "exporter,source\nCAN,decree; author2020\n");
        root
    }

    fn write(root: &tempfile::TempDir, name: &str, text: &str) {
        std::fs::write(root.path().join(name), text).unwrap();
    }

    #[test]
    fn an_overlay_needs_no_answer_and_a_scenario_does() {
        let root = repository();
        assert_eq!(scenarios(root.path()).unwrap(), Vec::<String>::new());
        write(&root, "scenarios/other.toml", "question = \"And this?\"\n");
        let faults = scenarios(root.path()).unwrap();
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].contains("other.expected.csv") && faults[1].contains("embedded.rs"), "{faults:?}");
    }

    #[test]
    fn an_embedded_scenario_asks_a_question() {
        let root = repository();
        write(&root, "scenarios/case.toml", "title = \"Nothing asked\"\n");
        let faults = scenarios(root.path()).unwrap();
        assert!(faults.len() == 1 && faults[0].contains("asks a question"), "{faults:?}");
    }

    #[test]
    fn sources_exist_and_addresses_stand_in_cases_only() {
        let root = repository();
        assert_eq!(sources_of_files(&root), Vec::<String>::new());
        write(&root, "scenarios/duties/rates.csv", "exporter,source\nCAN,https://example.org/rates\n");
        write(&root, "scenarios/case/facts.csv", "id,source\na,decre\n");
        write(&root, "scenarios/duties.toml", "source = \"author2021\"\n");
        let faults = sources_of_files(&root);
        assert_eq!(faults.len(), 3, "{faults:?}");
    }

    /// Faults of files; those of the program's variables are about another bibliography.
    fn sources_of_files(root: &tempfile::TempDir) -> Vec<String> {
        sources(root.path()).unwrap().into_iter().filter(|fault| !fault.starts_with("variable")).collect()
    }
}
