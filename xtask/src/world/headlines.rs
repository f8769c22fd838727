//! Three answers that the derivation of the world might move, solved anew on every variant of the table.

use anyhow::{Result, anyhow};
use portolan_core::world::{expenditure, final_demand, output};
use portolan_core::{Cell, Cube, Economy, Panel, Sector, Shock, World};
use portolan_data::elasticities;
use portolan_equilibrium::{Options, Primitives, Problem, outcomes};

use super::Built;

/// Partners of the agreements of the second question.
const ASIA: [&str; 5] = ["IDN", "PHL", "MYS", "KOR", "JPN"];
/// Members of ASEAN that have a row of their own.
const ASEAN: [&str; 9] = ["BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA"];

/// Changes in per cent, with the recommended elasticities and mobile factors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Headlines {
    /// Canada's real income if the United States add 25 points on all goods of Canada alone.
    pub(crate) canada: f64,
    /// The same for the United States.
    pub(crate) usa: f64,
    /// Share of the United States in Canada's goods exports after it.
    pub(crate) us_share: f64,
    /// Canada's real income if no goods duty is left with five partners in Asia.
    pub(crate) asia: f64,
    /// Canada's real income if no goods duty is left with ASEAN, Viet Nam included.
    pub(crate) asean: f64,
}

/// The table of a variant: codes and what a problem starts from.
pub(crate) struct Variant<'a> {
    pub(crate) economies: &'a [Economy],
    pub(crate) sectors: &'a [Sector],
    pub(crate) primitives: Primitives,
}

/// Elasticities of a set for the sectors of the world.
pub(crate) fn theta(world: &World, set: &str) -> Result<Vec<f64>> {
    Ok(elasticities(set, world).map_err(|findings| crate::listed(&findings))?.theta_j)
}

impl<'a> Variant<'a> {
    /// A world as it is.
    pub(crate) fn of(world: &'a World) -> Self {
        Self { economies: world.economies(), sectors: world.sectors(), primitives: Primitives::from(world) }
    }

    /// The same trade and tariffs with the measured input coefficients: final demand that is negative counts as zero, and
    /// the model is solved before the question, as is usual with tables that are no equilibrium.
    pub(crate) fn unbalanced(built: &'a Built) -> Self {
        let shipped = Self::of(&built.world);
        let raw = &built.raw;
        let x_nj = expenditure(&raw.trade_nij, &shipped.primitives.tau_nij);
        let final_nj = final_demand(&x_nj, &output(&raw.trade_nij), &raw.gamma_nkj);
        let alpha_nj = Panel::from_fn(final_nj.economies(), final_nj.sectors(), |n, j| {
            let total: f64 = final_nj.row(n).iter().map(|f| f.max(0.0)).sum();
            final_nj[(n, j)].max(0.0) / total
        });
        let gamma_nkj = raw.gamma_nkj.clone();
        Self { primitives: Primitives { gamma_nkj, alpha_nj, ..shipped.primitives }, ..shipped }
    }

    /// Answers of this variant.
    pub(crate) fn headlines(&self, theta_j: &[f64], options: Options) -> Result<Headlines> {
        let problem =
            Problem::new(self.primitives.clone(), theta_j, options).map_err(|failure| anyhow!("{failure:?}"))?;
        let (canada, usa) = (self.economy("CAN"), self.economy("USA"));
        let solved = |shock: &Shock| -> Result<_> {
            let solution = problem.solve(shock).map_err(|failure| anyhow!("{failure:?}"))?;
            Ok(outcomes(&problem, &solution))
        };
        let per_cent = |hat: f64| 100.0 * (hat - 1.0);
        let taxed = solved(&self.added(usa, canada, 0.25))?;
        let asia = solved(&self.free(canada, &ASIA.map(|code| self.economy(code))))?;
        let members: Vec<usize> = ASEAN.iter().chain(&["VNM"]).map(|code| self.economy(code)).collect();
        let asean = solved(&self.free(canada, &members))?;
        Ok(Headlines {
            canada: per_cent(taxed.real_income_n[canada]),
            usa: per_cent(taxed.real_income_n[usa]),
            us_share: 100.0 * self.share(&taxed.trade_nij, usa, canada),
            asia: per_cent(asia.real_income_n[canada]),
            asean: per_cent(asean.real_income_n[canada]),
        })
    }

    fn economy(&self, code: &str) -> usize {
        self.economies.iter().position(|economy| economy.code == code).unwrap_or(0)
    }

    fn goods(&self) -> impl Iterator<Item = usize> {
        (0..self.sectors.len()).filter(|&j| self.sectors[j].goods)
    }

    fn added(&self, n: usize, i: usize, points: f64) -> Shock {
        let mut shock = Shock::default();
        for j in self.goods() {
            shock.set_tariff(Cell { j, n, i }, self.primitives.tau_nij[(n, i, j)] + points);
        }
        shock
    }

    fn free(&self, n: usize, partners: &[usize]) -> Shock {
        let mut shock = Shock::default();
        for j in self.goods() {
            for &i in partners {
                shock.set_tariff(Cell { j, n, i }, 0.0);
                shock.set_tariff(Cell { j, n: i, i: n }, 0.0);
            }
        }
        shock
    }

    /// Share of importer `n` in the goods exports of `i`.
    fn share(&self, trade_nij: &Cube, n: usize, i: usize) -> f64 {
        let sold = |m: usize| -> f64 { self.goods().map(|j| trade_nij[(m, i, j)]).sum() };
        sold(n) / (0..self.economies.len()).filter(|&m| m != i).map(sold).sum::<f64>()
    }
}
