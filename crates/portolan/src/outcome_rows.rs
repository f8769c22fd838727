//! Rows of the results table from the outcomes of a policy and of the reference.

use portolan_core::World;
use portolan_core::diversification::{effective_number, herfindahl};
use portolan_core::results::Row;
use portolan_equilibrium::{Decomposition, Outcomes, PublishedDecomposition};

use crate::rows::{Of, row};

/// All goods together, in the `sector` column.
const GOODS: &str = "goods";

/// A policy beside the reference, ready to become rows.
pub(crate) struct Pair<'a> {
    pub(crate) world: &'a World,
    pub(crate) policy: &'a Outcomes,
    pub(crate) reference: &'a Outcomes,
}

impl Pair<'_> {
    /// Rows that ranges are made from: every economy as a whole, and the partners of `country`.
    pub(crate) fn summary_rows(&self, country: Option<usize>) -> Vec<Row> {
        let mut rows: Vec<Row> = (0..self.world.economies().len()).flat_map(|n| self.economy_rows(n)).collect();
        rows.extend(country.iter().flat_map(|n| self.share_rows(*n)));
        rows
    }

    /// Real income of every economy; what else happens to the country as a whole, and its main market's share.
    pub(crate) fn income_rows(&self, country: Option<usize>, market: Option<usize>) -> Vec<Row> {
        let all = (0..self.world.economies().len()).filter(|n| Some(*n) != country);
        let mut rows: Vec<Row> = all.flat_map(|n| self.economy_rows(n).into_iter().take(1)).collect();
        if let Some(n) = country {
            rows.extend(self.economy_rows(n));
            let code = market.map_or("", |m| self.code(m));
            rows.extend(self.share_rows(n).into_iter().filter(|r| r.partner == code && r.sector == GOODS));
        }
        rows
    }

    /// The same, with the country's trade and sectors, and its sales to its main market by sector.
    pub(crate) fn country_rows(&self, country: Option<usize>, market: Option<usize>) -> Vec<Row> {
        let mut rows = self.income_rows(country, None);
        if let Some(n) = country {
            rows.extend(self.share_rows(n).into_iter().filter(|r| r.sector == GOODS));
            rows.extend(self.trade_rows(n));
            rows.extend(self.sector_rows(n));
            rows.extend(market.iter().flat_map(|m| self.sales_rows(n, *m)));
        }
        rows
    }

    /// Sales to one market by sector.
    fn sales_rows(&self, n: usize, m: usize) -> Vec<Row> {
        let sectors = self.world.sectors().iter().enumerate();
        let sold = sectors.map(|(j, sector)| {
            let (value, reference) = (self.policy.trade_nij[(m, n, j)], self.reference.trade_nij[(m, n, j)]);
            row("exports", value, reference).economy(self.code(n)).partner(self.code(m)).sector(&sector.code)
        });
        sold.filter(|row| row.reference > 0.0 || row.value > 0.0).collect()
    }

    /// Rows of every economy and sector; trade by partner and sector for `country` only.
    pub(crate) fn rows(&self, country: Option<usize>) -> Vec<Row> {
        let mut rows = Vec::new();
        for n in 0..self.world.economies().len() {
            rows.extend(self.economy_rows(n));
            rows.extend(self.trade_rows(n));
            rows.extend(self.sector_rows(n));
        }
        if let Some(n) = country {
            rows.extend(self.share_rows(n));
            rows.extend(self.flow_rows(n));
        }
        rows
    }

    fn economy_rows(&self, n: usize) -> Vec<Row> {
        let (p, r) = (self.policy, self.reference);
        let variation = r.nominal_income_n[n] * (p.real_income_n[n] / r.real_income_n[n] - 1.0);
        [
            row("real_income", p.real_income_n[n], r.real_income_n[n]),
            row("equivalent_variation", variation, 0.0),
            row("real_gdp", p.real_gdp_n[n], r.real_gdp_n[n]),
            row("real_gdp_double_deflated", p.real_gdp_double_deflated_n[n], r.real_gdp_double_deflated_n[n]),
            row("real_wage", p.real_wage_n[n], r.real_wage_n[n]),
            row("consumer_prices", p.consumer_prices_n[n], r.consumer_prices_n[n]),
            row("nominal_income", p.nominal_income_n[n], r.nominal_income_n[n]),
            row("tariff_revenue", p.tariff_revenue_n[n], r.tariff_revenue_n[n]),
            row("export_tax_revenue", p.export_tax_revenue_n[n], r.export_tax_revenue_n[n]),
            row("trade_deficit", p.trade_deficit_n[n], r.trade_deficit_n[n]),
        ]
        .map(|row| row.economy(self.code(n)))
        .to_vec()
    }

    /// Exports and imports, of goods and in all, and the concentration of exports.
    fn trade_rows(&self, n: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        for (scope, sectors) in self.scopes() {
            let (policy, reference) =
                (self.exports(self.policy, n, &sectors), self.exports(self.reference, n, &sectors));
            let imports = |o: &Outcomes| -> f64 {
                self.partners(n).flat_map(|i| sectors.iter().map(move |j| o.trade_nij[(n, i, *j)])).sum()
            };
            let concentration = |exports: &[f64]| {
                let total: f64 = exports.iter().sum();
                let shares: Vec<f64> = exports.iter().map(|x| x / total).collect();
                (herfindahl(&shares), effective_number(&shares))
            };
            let ((hhi, number), (hhi_reference, number_reference)) =
                (concentration(&policy), concentration(&reference));
            let of = |row: Row| row.economy(self.code(n)).sector(scope);
            rows.push(of(row("exports", policy.iter().sum(), reference.iter().sum())));
            rows.push(of(row("imports", imports(self.policy), imports(self.reference))));
            rows.push(of(row("export_hhi", hhi, hhi_reference)));
            rows.push(of(row("effective_partners", number, number_reference)));
        }
        rows
    }

    fn sector_rows(&self, n: usize) -> Vec<Row> {
        let (p, r) = (self.policy, self.reference);
        let mut rows = Vec::new();
        for (j, sector) in self.world.sectors().iter().enumerate() {
            if r.output_nj[(n, j)] == 0.0 {
                continue;
            }
            let sold = |o: &Outcomes| self.partners(n).map(|m| o.trade_nij[(m, n, j)]).sum::<f64>();
            let mut push = |variable, value, reference| {
                rows.push(row(variable, value, reference).economy(self.code(n)).sector(&sector.code));
            };
            push("exports", sold(p), sold(r));
            push("output", p.output_nj[(n, j)], r.output_nj[(n, j)]);
            push("output_volume", p.output_volume_nj[(n, j)], r.output_volume_nj[(n, j)]);
            push("value_added", p.value_added_nj[(n, j)], r.value_added_nj[(n, j)]);
            if let (Some(policy), Some(reference)) = (&p.real_sector_income_nj, &r.real_sector_income_nj) {
                push("real_sector_income", policy[(n, j)], reference[(n, j)]);
            }
        }
        rows
    }

    /// Export shares by partner.
    fn share_rows(&self, n: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        for (scope, sectors) in self.scopes() {
            let (policy, reference) =
                (self.exports(self.policy, n, &sectors), self.exports(self.reference, n, &sectors));
            let (total, total_reference): (f64, f64) = (policy.iter().sum(), reference.iter().sum());
            for (k, m) in self.partners(n).enumerate() {
                let share = row("export_share", policy[k] / total, reference[k] / total_reference);
                rows.push(share.economy(self.code(n)).partner(self.code(m)).sector(scope));
            }
        }
        rows
    }

    /// Trade by partner and sector.
    fn flow_rows(&self, n: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        for m in self.partners(n) {
            for (j, sector) in self.world.sectors().iter().enumerate() {
                for (variable, at) in [("exports", (m, n, j)), ("imports", (n, m, j))] {
                    let (value, reference) = (self.policy.trade_nij[at], self.reference.trade_nij[at]);
                    if reference > 0.0 || value > 0.0 {
                        let row = row(variable, value, reference).economy(self.code(n));
                        rows.push(row.partner(self.code(m)).sector(&sector.code));
                    }
                }
            }
        }
        rows
    }

    /// Goods alone, and everything.
    fn scopes(&self) -> [(&'static str, Vec<usize>); 2] {
        let sectors = self.world.sectors();
        let goods = (0..sectors.len()).filter(|j| sectors[*j].goods).collect();
        [(GOODS, goods), ("", (0..sectors.len()).collect())]
    }

    fn partners(&self, n: usize) -> impl Iterator<Item = usize> + Clone {
        (0..self.world.economies().len()).filter(move |m| *m != n)
    }

    fn exports(&self, outcomes: &Outcomes, n: usize, sectors: &[usize]) -> Vec<f64> {
        self.partners(n).map(|m| sectors.iter().map(|j| outcomes.trade_nij[(m, n, *j)]).sum()).collect()
    }

    fn code(&self, n: usize) -> &str {
        &self.world.economies()[n].code
    }
}

/// Rows of a decomposition, in log points times 100; no reference, since they are changes.
pub(crate) fn decomposition_rows(world: &World, parts: &Decomposition) -> Vec<Row> {
    let mut rows = Vec::new();
    for (n, economy) in world.economies().iter().enumerate() {
        for (variable, value) in [
            ("terms_of_trade", parts.terms_of_trade_n[n]),
            ("volume_of_trade", parts.volume_of_trade_n[n]),
            ("trade_costs", parts.trade_costs_n[n]),
            ("technology", parts.technology_n[n]),
            ("transfers", parts.transfers_n[n]),
            ("decomposition_gap", parts.gap_n[n]),
        ] {
            rows.push(row(variable, value * 100.0, 0.0).economy(&economy.code));
        }
    }
    rows
}

/// Rows of the first-order formula as papers print it, in per cent.
pub(crate) fn published_rows(world: &World, published: &PublishedDecomposition) -> Vec<Row> {
    let mut rows = Vec::new();
    for (n, economy) in world.economies().iter().enumerate() {
        for (variable, value) in [
            ("published_terms_of_trade", published.terms_of_trade_n[n]),
            ("published_volume_of_trade", published.volume_of_trade_n[n]),
        ] {
            rows.push(row(variable, value * 100.0, 0.0).economy(&economy.code));
        }
    }
    rows
}
