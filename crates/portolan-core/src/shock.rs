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
    /// Tariff-rate quotas on slices of these cells.
    pub quotas: Vec<Quota>,
}

/// A tariff-rate quota: one rate up to a quantity, another beyond it. The slices that it names hold its goods.
#[derive(Clone, Debug, PartialEq)]
pub struct Quota {
    /// Id of the measure.
    pub name: String,
    /// Cells, and the position of the slice in each.
    pub slices: Vec<(Cell, usize)>,
    /// Quantity that pays the lower rate, USD mn a year at the table's producer prices.
    pub quantity: f64,
    /// Rate up to the quantity.
    pub within: f64,
    /// Rate beyond it.
    pub beyond: f64,
    /// Who earns the difference between the price that clears the quota and the rate within.
    pub rent: Rent,
}

/// Who earns the rent of a quota.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rent {
    /// Holders of licences in the exporting economy.
    #[default]
    Exporter,
    /// Holders of licences in the importing economy.
    Importer,
}

/// Supply that the table does not know: exports that are at least `flow`, by a lower cost of reaching the partners.
#[derive(Clone, Debug, PartialEq)]
pub struct Capacity {
    /// Id of the measure.
    pub name: String,
    /// Exporter.
    pub i: usize,
    /// Sector.
    pub j: usize,
    /// Importers, together.
    pub partners: Vec<usize>,
    /// Sales to them, USD mn a year at the table's prices.
    pub flow: f64,
    /// True if the saving is free; false if the exporter spends it on transport.
    pub free: bool,
}

impl Shock {
    /// True if nothing changes.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.productivity_hat.is_empty() && self.quotas.is_empty()
    }

    /// Sets the tariff of a whole cell, everything else as in the world.
    pub fn set_tariff(&mut self, cell: Cell, tau: f64) {
        self.cells.insert(cell, vec![Slice { weight: 1.0, tau, export_tax: 0.0, d_hat: 1.0 }]);
    }
}
