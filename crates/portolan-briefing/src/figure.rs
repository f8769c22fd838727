//! Figures as SVG that scales without scaling its text.
//!
//! A drawing has no `viewBox`: x is in per cent, y and type are in px, so that one drawing fits 280 to 1056 px. Colours
//! are classes of the style sheet [`STYLE`], so that dark mode and print cost nothing. Every figure is a pure function
//! of its fields: `svg` draws it, `description` says in words what is drawn, `legend` lists the marks in the order in
//! which they are painted.

mod certificate;
mod date;
mod deals;
mod heat;
mod lane;
mod legend;
mod number;
mod polls;
mod range_bar;
mod scale;
mod sectors;
mod strip;
mod structures;
mod svg;
mod text;
mod tile_map;
mod timeline;
mod waterfall;

#[cfg(test)]
mod tests;

pub use certificate::CertificatePlot;
pub use deals::{DealBar, DealBars};
pub use heat::Heat;
pub use lane::EventKind;
pub use polls::{PollBar, PollBars};
pub use range_bar::RangeBar;
pub use scale::class_limits;
pub use sectors::{SectorBar, SectorBars};
pub use strip::{SharePart, ShareStrip};
pub use structures::{StructureRow, Structures};
pub use tile_map::{TileMap, TileValue};
pub use timeline::{Timeline, TimelineEvent};
pub use waterfall::{Waterfall, WaterfallStep};

/// The style sheet of the figures; the page includes it once, before its own rules, and takes its colours from it.
pub const STYLE: &str = include_str!("figure/figures.css");

/// Patterns that the figures refer to; the page includes them once, before the first figure.
pub const PATTERNS: &str = concat!(
    r#"<svg class="fig patterns" width="0" height="0" aria-hidden="true"><defs>"#,
    r#"<pattern id="fig-agreed" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">"#,
    r#"<rect x="0" y="0" width="6" height="6" class="hatch-ground"/>"#,
    r#"<line x1="0" y1="0" x2="0" y2="6" class="hatch-line"/></pattern>"#,
    r#"<pattern id="fig-none" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">"#,
    r#"<line x1="0" y1="0" x2="0" y2="5" class="hatch-thin"/></pattern></defs></svg>"#
);
