//! Everything of Portolan that touches a file: worlds, results, elasticities, product weights, sources.
//!
//! | module | what it reads or writes |
//! |---|---|
//! | [`world_folder`] | a world as a folder of tables, with all faults found |
//! | [`embedded`] | the worlds that the program carries (feature `embedded`, on by default) |
//! | [`elasticities`] | sets of trade elasticities |
//! | [`results`] | the results table as Parquet, CSV or Stata |
//! | [`files`] | files that appear whole or not at all; fingerprints |
//! | [`table`] | columns of a CSV or Parquet file, with all faults found |
//! | [`frame`] | the forms of a table: Parquet, CSV, Stata |
//!
//! Bad input gives [`portolan_core::Finding`] values, all of them at once; trouble with the operating system gives
//! [`files::Error`].

pub mod elasticities;
#[cfg(feature = "embedded")]
pub mod embedded;
pub mod files;
pub mod frame;
pub mod results;
pub mod table;
pub mod world_folder;
mod world_write;

pub use elasticities::{RECOMMENDED, elasticities, elasticity_sets};
#[cfg(feature = "embedded")]
pub use embedded::{embedded_files, embedded_world, embedded_worlds};
pub use files::{Error, sha256, write_atomically, write_folder, write_text};
pub use frame::Format;
pub use results::{Results, read_results, results_csv, write_results};
pub use world_folder::{Unit, read_world};
pub use world_write::write_world;
