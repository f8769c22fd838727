//! The scenarios that the program carries with it, with the files they name.

/// An embedded file: its name below `scenarios/`, and its text.
type File = (&'static str, &'static str);

static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));

/// Scenarios that ask a question, in the order in which they are best read; the other files are what they build on.
const SCENARIOS: &[&str] = &[
    "canada-asia-pivot",
    "canada-2026",
    "vietnam-us-demand",
    "fragmentation",
    "us-three-ways",
    "canada-indonesia",
    "canada-steel",
    "us-tariffs",
    "canada-only-tariff",
    "canada-asean",
    "nafta-1993",
];

/// Names of the embedded scenarios, in the order in which they are best read.
pub fn scenario_names() -> Vec<&'static str> {
    SCENARIOS.to_vec()
}

/// Names of the overlays and agreements that scenarios build on.
pub fn overlay_names() -> Vec<&'static str> {
    let stems = FILES.iter().filter_map(|(name, _)| name.strip_suffix(".toml"));
    stems.filter(|name| !SCENARIOS.contains(name) && !name.ends_with("/texts")).collect()
}

/// The embedded file with this name below `scenarios/`, as `(name, text)`.
pub(crate) fn file(name: &str) -> Option<File> {
    FILES.iter().copied().find(|(known, _)| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_is_there() {
        for name in SCENARIOS {
            assert!(file(&format!("{name}.toml")).is_some(), "{name}");
        }
    }
}
