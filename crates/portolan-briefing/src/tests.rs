//! The briefing of a country that does not exist.

mod fixture;
mod page;
mod words;
