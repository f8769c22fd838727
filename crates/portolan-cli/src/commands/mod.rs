//! One file a verb: each turns rows of the results table into text.

pub(crate) mod catalogue;
pub(crate) mod compare;
pub(crate) mod dependence;
pub(crate) mod explain;
pub(crate) mod init;
pub(crate) mod reference;
pub(crate) mod run;
mod summary;
pub(crate) mod world;
