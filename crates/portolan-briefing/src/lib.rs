//! The results table as a briefing: one HTML page and one Markdown text. Reads rows, computes no economics.
//!
//! | module | what it holds |
//! |---|---|
//! | [`material`] | what is told besides rows, and the reader of a case folder |
//! | [`figure`] | drawings |
//! | `series`, `ledger` | numbers over sets and variants; one entry for each that is used |
//! | `claim` | what a number allows one to say |
//! | `desk`, `sections` | sentences, made of numbers and conditions |
//! | `line` | sentences and parts of a page, which `html` and `markdown` render |

use portolan_core::results::Row;

mod claim;
mod csv_link;
mod desk;
pub mod figure;
mod format;
mod html;
mod ledger;
mod line;
mod markdown;
pub mod material;
mod page;
mod sections;
mod series;
#[cfg(test)]
mod tests;

pub use ledger::{LedgerEntry, explain};
pub use material::Material;

/// A question answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Briefing {
    /// One file that loads nothing.
    pub html: String,
    /// The same words, with tables in place of figures.
    pub markdown: String,
    /// Every number of both, those of the text first, in the order of their numbers.
    pub ledger: Vec<LedgerEntry>,
}

/// The briefing of a run: `rows` are its results and the observed rows of its case folder ([`material::Case::rows`]).
pub fn briefing(rows: &[Row], material: &Material) -> Briefing {
    let page = page::page(rows, material);
    Briefing { html: html::html(&page), markdown: markdown::markdown(&page), ledger: page.ledger }
}
