//! The scenarios that the program carries with it, with the files they name.

/// An embedded file: its name below `scenarios/`, and its text.
type File = (&'static str, &'static str);

macro_rules! scenarios {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../scenarios/", $name)))),*]
    };
}

static FILES: &[File] = scenarios![
    "us-tariffs.toml",
    "us-tariffs/us-2025-10-24.csv",
    "canada-only-tariff.toml",
    "canada-asean.toml",
    "nafta-1993.toml",
    "nafta-1993/tariffs-2005.csv",
];

/// Names of the embedded scenarios, in the order in which they are best read.
pub fn scenario_names() -> Vec<&'static str> {
    FILES.iter().filter_map(|(name, _)| name.strip_suffix(".toml")).filter(|name| !name.contains('/')).collect()
}

/// The embedded file with this name below `scenarios/`, as `(name, text)`.
pub(crate) fn file(name: &str) -> Option<File> {
    FILES.iter().copied().find(|(known, _)| *known == name)
}
