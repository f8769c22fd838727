//! What was done to a user's files so that they make a world.

use std::fmt;

/// One repair and what it moved. Amounts are USD mn a year.
#[derive(Clone, Debug, PartialEq)]
pub enum Repair {
    /// Cells of the flows without a row, which count as no trade.
    MissingFlows {
        /// Cells without a row.
        rows: usize,
        /// Cells of the table.
        of: usize,
    },
    /// A negative flow was set to zero.
    NegativeTrade {
        /// Importer.
        importer: String,
        /// Exporter.
        exporter: String,
        /// Sector.
        sector: String,
        /// The flow as given.
        amount: f64,
    },
    /// A tariff on domestic sales was set to zero.
    HomeTariff {
        /// Economy.
        economy: String,
        /// Sector.
        sector: String,
        /// The rate as given.
        rate: f64,
    },
    /// A sector that produces and has no row in the input–output table: all of its output counts as value added.
    NoTechnology {
        /// Economy.
        economy: String,
        /// Sector.
        sector: String,
        /// Its output.
        output: f64,
    },
    /// Value added was not given, and is what inputs leave of output.
    ValueAddedDerived {
        /// Economy.
        economy: String,
        /// Sector.
        sector: String,
        /// Value added in output.
        share: f64,
    },
    /// Inputs and value added did not add up to output and were scaled, all by the same factor.
    SharesScaled {
        /// Economy.
        economy: String,
        /// Sector.
        sector: String,
        /// Their sum over output.
        sum: f64,
    },
    /// Intermediate use of an input moved so that it leaves something for final demand.
    Balanced {
        /// Economy.
        economy: String,
        /// Input.
        input: String,
        /// Use before.
        before: f64,
        /// Use after.
        after: f64,
    },
}

impl Repair {
    /// What the repair moved, USD mn; zero for repairs that move a rate or a share.
    pub fn amount(&self) -> f64 {
        match self {
            Repair::NegativeTrade { amount, .. } => amount.abs(),
            Repair::NoTechnology { output, .. } => *output,
            Repair::Balanced { before, after, .. } => (after - before).abs(),
            _ => 0.0,
        }
    }
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Repair::MissingFlows { rows, of } => write!(f, "{rows} of {of} flows have no row: no trade"),
            Repair::NegativeTrade { importer, exporter, sector, amount } => {
                write!(f, "{exporter} to {importer}, {sector}: trade of {amount:.3} USD mn set to zero")
            }
            Repair::HomeTariff { economy, sector, rate } => {
                write!(f, "{economy}, {sector}: tariff of {rate} on domestic sales set to zero")
            }
            Repair::NoTechnology { economy, sector, output } => {
                write!(f, "{economy}, {sector}: no inputs given; output of {output:.3} USD mn counts as value added")
            }
            Repair::ValueAddedDerived { economy, sector, share } => {
                write!(f, "{economy}, {sector}: value added not given; inputs leave {share:.6} of output")
            }
            Repair::SharesScaled { economy, sector, sum } => {
                write!(f, "{economy}, {sector}: inputs and value added sum to {sum:.9} of output; scaled to 1")
            }
            Repair::Balanced { economy, input, before, after } => {
                write!(f, "{economy}: intermediate use of {input} moved from {before:.3} to {after:.3} USD mn")
            }
        }
    }
}
