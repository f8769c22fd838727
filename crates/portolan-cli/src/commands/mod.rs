//! One file a verb: each turns rows of the results table into text.

pub(crate) mod catalogue;
pub(crate) mod compare;
pub(crate) mod dependence;
pub(crate) mod run;
mod summary;
pub(crate) mod world;
