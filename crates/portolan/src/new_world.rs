//! A world of the user's own from two long files, written as a folder.

use std::path::Path;

use portolan_core::World;
use portolan_data::{Format, NewWorld, Repair, write_world};

use crate::error::Error;

/// Reads flows and input–output shares, repairs and balances them, and writes the world to a new folder.
///
/// # Errors
/// Everything that is wrong with the files; a folder that is there already.
pub fn new_world(folder: &Path, flows: &Path, io: &Path, new: &NewWorld) -> Result<(World, Vec<Repair>), Error> {
    let (world, repairs) = portolan_data::new_world(flows, io, new)?;
    write_world(&world, folder, Format::Csv)?;
    Ok((world, repairs))
}
