//! What the aggregation starts from, whatever the layout it came in.

use portolan_core::{Cube, InputTable, Panel};

/// Trade, technology and tariffs in the economies and sectors of the publisher.
pub(crate) struct Inputs {
    pub(crate) trade: Trade,
    pub(crate) technology: Technology,
    pub(crate) rates: Vec<Rate>,
    /// Source ids.
    pub(crate) sources: Vec<&'static str>,
}

/// Trade at basic prices, USD mn, domestic sales on the diagonal.
pub(crate) struct Trade {
    pub(crate) economies: Vec<String>,
    pub(crate) sectors: Vec<String>,
    pub(crate) trade_nij: Cube,
}

/// Input–output coefficients with the output that each column stands for.
pub(crate) struct Technology {
    pub(crate) economies: Vec<String>,
    pub(crate) sectors: Vec<String>,
    /// Value added in value added plus inputs: taxes on products are left out.
    pub(crate) gamma_nj: Panel,
    pub(crate) gamma_nkj: InputTable,
    pub(crate) weights: Weights,
}

/// How columns of the technology are weighted when sectors merge.
pub(crate) enum Weights {
    /// Gross output is known.
    Output(Panel),
    /// Only shares of final spending are known: output within a merged sector follows from the economy's own Leontief
    /// system, given its output of the sectors that do not merge.
    FinalShares(Panel),
}

/// One ad-valorem rate, a fraction, of a sector of the world between two economies of the publisher.
pub(crate) struct Rate {
    pub(crate) importer: String,
    pub(crate) exporter: String,
    /// Code of the world's sector.
    pub(crate) sector: &'static str,
    pub(crate) rate: f64,
    /// Trade that it applies to, USD mn.
    pub(crate) trade: f64,
}
