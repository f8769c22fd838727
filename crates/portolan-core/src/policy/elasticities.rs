//! A stack resolved for one set of elasticities, read for another: only the non-tariff part of agreements differs.

use std::collections::BTreeMap;

use super::Resolution;
use super::agreement::{AgreementCell, non_tariff_cost, tariff_effect};
use crate::shock::Cell;

impl Resolution {
    /// The same stack for other trade elasticities. It must have been resolved without rents.
    #[must_use]
    pub fn with_elasticities(&self, theta_j: &[f64]) -> Self {
        let mut other = self.clone();
        let mut costs: BTreeMap<Cell, (f64, f64)> = BTreeMap::new();
        for agreement in &mut other.agreements {
            for cell in agreement.cells.iter_mut().chain(&mut agreement.service_cells) {
                let before = cell.d;
                cell.d = cost(cell, theta_j[cell.cell.j]);
                if let (true, Some(before), Some(after)) = (cell.counts, before, cell.d) {
                    let least = costs.entry(cell.cell).or_insert((f64::INFINITY, f64::INFINITY));
                    *least = (least.0.min(before), least.1.min(after));
                }
            }
        }
        for (cell, (before, after)) in costs {
            let slices = other.shock.cells.get_mut(&cell).into_iter().flatten();
            slices.for_each(|slice| slice.d_hat *= after / before);
        }
        other
    }
}

fn cost(cell: &AgreementCell, theta: f64) -> Option<f64> {
    cell.beta.map(|beta| non_tariff_cost(beta, tariff_effect(&cell.parts, theta), theta))
}
