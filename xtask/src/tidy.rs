//! What no compiler checks: scenarios have answers, equations have one home, sources exist, files stay small.

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

/// Every scenario has its expected answer beside it and is embedded.
fn scenarios(root: &Path) -> Result<Vec<String>> {
    let embedded = text(&root.join("crates/portolan/src/embedded.rs"))?;
    let mut faults = Vec::new();
    for path in files(&root.join("scenarios"), "toml")? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let expected = path.with_extension("expected.csv");
        if !expected.exists() {
            faults.push(format!(
                "scenarios/{name} has no {}",
                expected.file_name().unwrap_or_default().to_string_lossy()
            ));
        }
        if !embedded.contains(&format!("\"{name}\"")) {
            faults.push(format!("scenarios/{name} is not in crates/portolan/src/embedded.rs"));
        }
    }
    Ok(faults)
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

/// Every source id of the scenarios and of the variables is a key of the bibliography or a file in `data/sources`.
fn sources(root: &Path) -> Result<Vec<String>> {
    let bibliography = text(&root.join("parameters/literature.bib"))?;
    let known = |id: &str| {
        bibliography.contains(&format!("{{{id},")) || root.join("data/sources").join(format!("{id}.toml")).exists()
    };
    let mut faults = Vec::new();
    for path in files(&root.join("scenarios"), "toml")? {
        for line in text(&path)?.lines().filter(|line| line.trim_start().starts_with("source")) {
            let id = line.split('"').nth(1).unwrap_or("");
            if !known(id) {
                faults.push(format!("{}: the source `{id}` is not known", path.display()));
            }
        }
    }
    for variable in portolan_core::results::VARIABLES {
        if !variable.source.is_empty() && !known(variable.source) {
            faults.push(format!("variable {}: the source `{}` is not known", variable.id, variable.source));
        }
    }
    Ok(faults)
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
