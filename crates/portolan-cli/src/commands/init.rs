//! `portolan init`: a commented scenario of one's own.

use std::path::{Path, PathBuf};

use portolan::Error;

use crate::arguments;

pub(crate) fn answer(arguments: &arguments::Init) -> Result<String, Error> {
    let (name, path) = name_and_path(&arguments.name);
    let market = arguments.market.as_deref();
    let case = portolan::new_case(&name, &arguments.country, market, &arguments.world)?;
    portolan::write_new_case(&path, &case)?;
    let (file, market, partner) = (path.display(), &case.market, &case.partner);
    Ok(format!(
        "{file} is written: a threat by {market} and a deal with {partner}, each line explained.\n\
         Answer it with\n\n    portolan run {file}\n\nthen change what it says and run it again."
    ))
}

/// `mycase` and `mycase.toml` both mean the file mycase.toml.
fn name_and_path(text: &str) -> (String, PathBuf) {
    let path = Path::new(text).with_extension("toml");
    let name = path.file_stem().map_or(text.to_string(), |stem| stem.to_string_lossy().into_owned());
    (name, path)
}
