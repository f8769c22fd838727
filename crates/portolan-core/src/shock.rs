//! What changes relative to a world: tariffs, export taxes, iceberg costs and productivity of every cell that a policy touches.

use std::collections::BTreeMap;

/// A part of a cell that one set of measures meets: products of share `weight` in the cell's reference spending.
///
/// A measure that touches every product of the cell makes a single slice of weight 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slice {
    /// Share of the cell's reference spending; the weights of a cell sum to 1.
    pub weight: f64,
    /// Ad-valorem tariff under the policy; 0.10 means 10%.
    pub tau: f64,
    /// Export tax under the policy, of the producer price.
    pub export_tax: f64,
    /// Iceberg cost under the policy relative to the world.
    pub d_hat: f64,
}

/// The cell of importer `n`, exporter `i` and sector `j`. Ordered by sector, then importer, then exporter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Sector.
    pub j: usize,
    /// Importer.
    pub n: usize,
    /// Exporter.
    pub i: usize,
}

/// A policy in numbers. Cells that are not listed keep the tariffs and costs of the world.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shock {
    /// The slices of each cell that the policy touches.
    pub cells: BTreeMap<Cell, Vec<Slice>>,
    /// Productivity of economy and sector `(n, j)` relative to the world: unit costs are divided by it.
    pub productivity_hat: BTreeMap<(usize, usize), f64>,
}

impl Shock {
    /// True if nothing changes.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.productivity_hat.is_empty()
    }

    /// Sets the tariff of a whole cell, everything else as in the world.
    pub fn set_tariff(&mut self, cell: Cell, tau: f64) {
        self.cells.insert(cell, vec![Slice { weight: 1.0, tau, export_tax: 0.0, d_hat: 1.0 }]);
    }
}
