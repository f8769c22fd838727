//! The results table as a briefing: one HTML page and one Markdown text. Reads rows, computes no economics.

pub mod figure;
