//! The vocabulary of Portolan: economies, sectors, worlds, shocks, scenarios and the results table.
//!
//! This crate does no input or output, reads no clock and prints nothing.
//!
//! | module | what it holds |
//! |---|---|
//! | [`world`] | one year's trade, tariffs and technology, checked |
//! | [`grid`] | arrays over importer `n`, exporter `i`, sector `j` |
//! | [`scenario`] | the scenario file: its keys, defaults and faults |
//! | [`groups`] | groups of economies with their members by date |
//! | [`policy`] | from measures to a shock |
//! | [`diversification`] | indices of concentration |
//! | [`shock`] | what a policy changes, cell by cell |
//! | [`elasticity`] | sets of trade elasticities |
//! | [`results`] | the tidy table and its dictionary |
//! | [`balance`] | input coefficients under which a measured table is an equilibrium |
//! | [`finding`] | faults of an input |

pub mod balance;
pub mod diversification;
pub mod elasticity;
pub mod finding;
pub mod grid;
pub mod groups;
pub mod policy;
pub mod results;
pub mod scenario;
pub mod shock;
pub mod world;

pub use elasticity::Elasticities;
pub use finding::{Finding, Place};
pub use grid::{Cube, InputTable, Panel};
pub use scenario::Scenario;
pub use shock::{Cell, Shock, Slice};
pub use world::{Economy, Sector, World, WorldTables};
