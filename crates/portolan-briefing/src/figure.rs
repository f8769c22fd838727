//! Figures as SVG that scales without scaling its text.
