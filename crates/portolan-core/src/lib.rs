//! The vocabulary of Portolan: economies, sectors, worlds, shocks, scenarios and the results table.
//!
//! This crate does no input or output, reads no clock and prints nothing.
//!
//! | module | what it holds |
//! |---|---|
//! | [`world`] | one year's trade, tariffs and technology, checked |
//! | [`grid`] | arrays over importer `n`, exporter `i`, sector `j` |
//! | [`shock`] | what a policy changes, cell by cell |
//! | [`elasticity`] | sets of trade elasticities |
//! | [`results`] | the tidy table and its dictionary |
//! | [`finding`] | faults of an input |

pub mod elasticity;
pub mod finding;
pub mod grid;
pub mod results;
pub mod shock;
pub mod world;

pub use elasticity::Elasticities;
pub use finding::{Finding, Place};
pub use grid::{Cube, InputTable, Panel};
pub use shock::{Cell, Shock, Slice};
pub use world::{Economy, Sector, World, WorldTables};
