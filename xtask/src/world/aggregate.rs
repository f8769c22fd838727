//! From the publisher's economies and sectors to the world's.

use anyhow::{Result, ensure};
use portolan_core::{Cube, Economy, InputTable, Panel, Sector};

use super::concordance;
use super::inputs::{Inputs, Rate, Technology, Trade, Weights};

/// The table before corrections and balancing.
pub(crate) struct Aggregate {
    pub(crate) economies: Vec<Economy>,
    pub(crate) sectors: Vec<Sector>,
    pub(crate) trade_nij: Cube,
    pub(crate) tau_nij: Cube,
    pub(crate) gamma_nj: Panel,
    pub(crate) gamma_nkj: InputTable,
    /// Pairs of economies without any rate, which count as free.
    pub(crate) pairs_without_rates: usize,
}

pub(crate) fn aggregate(inputs: &Inputs) -> Result<Aggregate> {
    let (economies, sectors) = (concordance::economies(&inputs.trade.economies), concordance::sectors());
    let trade_nij = trade(&inputs.trade, &economies, sectors.len())?;
    let (tau_nij, pairs_without_rates) = mean_rates(&inputs.rates, &economies, &sectors);
    let (gamma_nj, gamma_nkj) = technology(&inputs.technology, &economies, &trade_nij)?;
    Ok(Aggregate { economies, sectors, trade_nij, tau_nij, gamma_nj, gamma_nkj, pairs_without_rates })
}

/// Sums of trade, in units of 100 USD. Negative cells, which are changes in stocks, count as zero before they are added.
fn trade(fine: &Trade, economies: &[Economy], j: usize) -> Result<Cube> {
    let n = economies.len();
    let mut trade_nij = Cube::filled(n, j, 0.0);
    let economy = concordance::indices(&fine.economies, economies);
    for (s, code) in fine.sectors.iter().enumerate() {
        let sector = concordance::sector(code);
        ensure!(sector.is_some(), "the sector {code} of the trade table is in no sector of the world");
        for m in 0..economy.len() {
            for i in 0..economy.len() {
                let cell = (economy[m], economy[i], sector.unwrap_or(0));
                trade_nij[cell] += fine.trade_nij[(m, i, s)].max(0.0);
            }
        }
    }
    Ok(Cube::from_fn(n, j, |m, i, s| super::rounded(trade_nij[(m, i, s)])))
}

/// Means of the rates, weighted by the trade they apply to; plain where there is no trade. Domestic sales pay nothing.
fn mean_rates(rates: &[Rate], economies: &[Economy], sectors: &[Sector]) -> (Cube, usize) {
    let n = economies.len();
    let index = |code: &str| economies.iter().position(|e| e.code == concordance::economy(code));
    let cube = || Cube::filled(n, sectors.len(), 0.0);
    let (mut weighted, mut weight, mut sum, mut count) = (cube(), cube(), cube(), cube());
    for rate in rates {
        let j = sectors.iter().position(|s| s.code == rate.sector);
        let (Some(m), Some(i), Some(j)) = (index(&rate.importer), index(&rate.exporter), j) else { continue };
        if m != i {
            weighted[(m, i, j)] += rate.rate * rate.trade;
            weight[(m, i, j)] += rate.trade;
            sum[(m, i, j)] += rate.rate;
            count[(m, i, j)] += 1.0;
        }
    }
    let mean = Cube::from_fn(n, sectors.len(), |m, i, j| {
        let cell = (m, i, j);
        if weight[cell] > 0.0 {
            weighted[cell] / weight[cell]
        } else if count[cell] > 0.0 {
            sum[cell] / count[cell]
        } else {
            0.0
        }
    });
    let empty = |m: usize, i: usize| m != i && (0..sectors.len()).all(|j| count[(m, i, j)] == 0.0);
    (mean, (0..n).map(|m| (0..n).filter(|&i| empty(m, i)).count()).sum())
}

/// Input and value-added shares of merged sectors, weighted by output.
fn technology(fine: &Technology, economies: &[Economy], trade_nij: &Cube) -> Result<(Panel, InputTable)> {
    let (n, j) = (trade_nij.economies(), trade_nij.sectors());
    let mut sector = Vec::new();
    for code in &fine.sectors {
        let found = concordance::sector(code);
        ensure!(found.is_some(), "the sector {code} of the input–output table is in no sector of the world");
        sector.extend(found);
    }
    let y_nj = portolan_core::world::output(trade_nij);
    let (mut output, mut value_added) = (Panel::filled(n, j, 0.0), Panel::filled(n, j, 0.0));
    let mut used = InputTable::filled(n, j, 0.0);
    for (e, code) in fine.economies.iter().enumerate() {
        let Some(m) = economies.iter().position(|economy| economy.code == concordance::economy(code)) else { continue };
        let weight_j = match &fine.weights {
            Weights::Output(panel) => panel.row(e).to_vec(),
            Weights::FinalShares(alpha) => leontief_output(fine, alpha, e, &sector, y_nj.row(m)),
        };
        for (s, &weight) in weight_j.iter().enumerate() {
            output[(m, sector[s])] += weight;
            value_added[(m, sector[s])] += weight * fine.gamma_nj[(e, s)];
            for k in 0..fine.sectors.len() {
                used[(m, sector[k], sector[s])] += weight * fine.gamma_nkj[(e, k, s)];
            }
        }
    }
    let share = |value: f64, m: usize, s: usize| if output[(m, s)] > 0.0 { value / output[(m, s)] } else { 0.0 };
    let gamma_nj =
        Panel::from_fn(n, j, |m, s| if output[(m, s)] > 0.0 { share(value_added[(m, s)], m, s) } else { 1.0 });
    Ok((gamma_nj, InputTable::from_fn(n, j, |m, k, s| share(used[(m, k, s)], m, s))))
}

/// Output by fine sector of economy `e` when only its output `y_j` by sector of the world is known.
///
/// A sector that does not merge has its own output. Those that merge follow from the economy's Leontief system,
/// `y = G y + a F`, with the input coefficients `G`, the shares `a` of final spending, and final spending `F` such that they
/// add up to the merged output. Imports enter the system like home products: only proportions inside a sector are taken
/// from it.
fn leontief_output(fine: &Technology, alpha: &Panel, e: usize, sector: &[usize], y_j: &[f64]) -> Vec<f64> {
    let merged: Vec<usize> =
        (0..sector.len()).filter(|&s| sector.iter().filter(|&&t| t == sector[s]).count() > 1).collect();
    let mut y: Vec<f64> =
        (0..sector.len()).map(|s| if merged.contains(&s) { 0.0 } else { y_j[sector[s]].max(1e-9) }).collect();
    // Demand from the sectors that do not merge, and from final spending, traced through the merged ones.
    let from_others = traced(fine, e, &merged, |k| {
        (0..sector.len()).filter(|s| !merged.contains(s)).map(|s| fine.gamma_nkj[(e, k, s)] * y[s]).sum()
    });
    let from_final = traced(fine, e, &merged, |k| alpha[(e, k)]);
    for &target in &merged.iter().map(|&s| sector[s]).collect::<std::collections::BTreeSet<_>>() {
        let members: Vec<usize> = (0..merged.len()).filter(|&r| sector[merged[r]] == target).collect();
        let others: f64 = members.iter().map(|&r| from_others[r]).sum();
        let final_uses: f64 = members.iter().map(|&r| from_final[r]).sum();
        let spending = ((y_j[target] - others) / final_uses).max(0.0);
        let total: f64 = members.iter().map(|&r| from_others[r] + spending * from_final[r]).sum();
        for &r in &members {
            y[merged[r]] = y_j[target] * (from_others[r] + spending * from_final[r]) / total;
        }
    }
    y
}

/// The solution of `y = G y + demand` over some sectors, by its Neumann series.
fn traced(fine: &Technology, e: usize, sectors: &[usize], demand: impl Fn(usize) -> f64) -> Vec<f64> {
    let demand: Vec<f64> = sectors.iter().map(|&k| demand(k)).collect();
    let mut y = demand.clone();
    for _ in 0..400 {
        y = (0..sectors.len())
            .map(|r| {
                let used: f64 = (0..sectors.len()).map(|c| fine.gamma_nkj[(e, sectors[r], sectors[c])] * y[c]).sum();
                demand[r] + used
            })
            .collect();
    }
    y
}
