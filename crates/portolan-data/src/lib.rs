//! Everything of Portolan that touches a file: worlds, results, elasticities, product weights, sources.
//!
//! | module | what it reads or writes |
//! |---|---|
//! | [`world_folder`] | a world as a folder of tables, with all faults found |
//! | [`embedded`] | the worlds that the program carries (feature `embedded`, on by default) |
//! | [`new_world`](mod@new_world) | a world from two long files, repaired and balanced |
//! | [`customs`] | published shares of partners, beside the table's own |
//! | [`products`](mod@products) | weights of products inside cells |
//! | [`growth`] | real GDP by economy and year |
//! | `priors` | priors of the non-tariff part of agreements |
//! | `sources` | where the numbers come from and on what terms |
//! | [`elasticities`](mod@elasticities) | sets of trade elasticities |
//! | [`results`] | the results table as Parquet, CSV or Stata |
//! | [`files`] | files that appear whole or not at all; fingerprints |
//! | [`table`] | columns of a CSV or Parquet file, with all faults found |
//! | [`frame`] | the forms of a table: Parquet, CSV, Stata |
//!
//! Bad input gives [`portolan_core::Finding`] values, all of them at once; trouble with the operating system gives
//! [`files::Error`].

pub mod customs;
pub mod elasticities;
#[cfg(feature = "embedded")]
pub mod embedded;
pub mod files;
pub mod frame;
#[cfg(feature = "embedded")]
pub mod growth;
pub mod new_world;
#[cfg(feature = "embedded")]
pub mod priors;
pub mod products;
pub mod results;
mod rows;
#[cfg(feature = "embedded")]
pub mod sources;
pub mod table;
pub mod world_folder;
mod world_write;

pub use customs::{CustomsShare, customs_shares};
pub use elasticities::{RECOMMENDED, elasticities, elasticity_sets};
#[cfg(feature = "embedded")]
pub use embedded::{embedded_files, embedded_world, embedded_worlds};
pub use files::{Error, read_text, remove_stale, run_folder, sha256, write_atomically, write_folder, write_text};
pub use frame::Format;
#[cfg(feature = "embedded")]
pub use growth::{growth_rates, growth_sources};
pub use new_world::{NewWorld, Repair, new_world};
#[cfg(feature = "embedded")]
pub use priors::priors;
pub use products::read_products;
#[cfg(feature = "embedded")]
pub use products::{product_name, products};
pub use results::{Results, read_results, results_csv, write_results};
pub use rows::csv_rows;
#[cfg(feature = "embedded")]
pub use sources::{Source, sources};
pub use world_folder::{Unit, read_world};
pub use world_write::write_world;
