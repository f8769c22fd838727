//! Everything of Portolan that touches a file: worlds, results, elasticities, product weights, sources.
//!
//! | module | what it reads or writes |
//! |---|---|
//! | [`world_folder`] | a world as a folder of tables, with all faults found |
//! | [`embedded`] | the worlds that the program carries (feature `embedded`, on by default) |
//! | [`files`] | files that appear whole or not at all; fingerprints |
//! | [`table`] | columns of a CSV or Parquet file, with all faults found |
//! | [`frame`] | the forms of a table: Parquet, CSV, Stata |
//!
//! Bad input gives [`portolan_core::Finding`] values, all of them at once; trouble with the operating system gives
//! [`files::Error`].

#[cfg(feature = "embedded")]
pub mod embedded;
pub mod files;
pub mod frame;
pub mod table;
pub mod world_folder;
mod world_write;

#[cfg(feature = "embedded")]
pub use embedded::{embedded_files, embedded_world, embedded_worlds};
pub use files::{Error, sha256, write_atomically, write_folder, write_text};
pub use frame::Format;
pub use world_folder::{Unit, read_world};
pub use world_write::write_world;
