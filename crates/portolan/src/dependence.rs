//! On whom an economy depends, and how: gross exports, value added through supply chains, and the welfare at stake.

use portolan_core::diversification::{effective_number, herfindahl, theil_parts};
use portolan_core::policy::ProductTable;
use portolan_core::results::Row;
use portolan_core::{Cell, Elasticities, Place, Shock, Slice, World};
use portolan_data::CustomsShare;
use portolan_equilibrium::exposure::value_added_absorbed;
use portolan_equilibrium::{Options, Primitives, Problem, outcomes};
use rayon::prelude::*;

use crate::case;
use crate::error::Error;
use crate::manifest::{fingerprint, world_fingerprint};
use crate::rows::{Of, row};

/// Rise of a partner's tariff at which the welfare at stake is measured: 25 points, the rate of many threats.
const TARIFF_RISE: f64 = 0.25;
/// Iceberg factor at which trade has stopped for any elasticity in use.
const PROHIBITIVE: f64 = 1e12;

/// Exports of one economy: by partner in rows, by sector in columns.
struct Exports {
    partners: Vec<usize>,
    sectors: Vec<usize>,
    flows: Vec<Vec<f64>>,
}

impl Exports {
    fn new(world: &World, n: usize, goods_only: bool, kept: impl Fn(Cell) -> f64) -> Self {
        let economies = world.economies().len();
        let partners: Vec<usize> = (0..economies).filter(|p| *p != n).collect();
        let sectors: Vec<usize> =
            (0..world.sectors().len()).filter(|j| !goods_only || world.sectors()[*j].goods).collect();
        let flow = |p: usize, j: usize| world.trade_nij()[(p, n, j)] * kept(Cell { j, n: p, i: n });
        let flows = partners.iter().map(|p| sectors.iter().map(|j| flow(*p, *j)).collect()).collect();
        Self { partners, sectors, flows }
    }

    fn by_partner(&self) -> Vec<f64> {
        self.flows.iter().map(|flow| flow.iter().sum()).collect()
    }

    fn shares(&self) -> Vec<f64> {
        let by_partner = self.by_partner();
        let total: f64 = by_partner.iter().sum();
        by_partner.iter().map(|x| x / total).collect()
    }
}

/// On whom an economy depends.
#[derive(Debug)]
pub struct Dependence {
    /// Economy that is looked at.
    pub economy: String,
    /// Fingerprint of what the answer depends on.
    pub id: String,
    /// Elasticity set of the welfare at stake.
    pub set: String,
    /// World of the flows.
    pub world: World,
    /// Rows of the results table.
    pub rows: Vec<Row>,
    /// How shares read in customs statistics.
    pub customs: Vec<CustomsShare>,
}

impl Dependence {
    /// English name of an economy.
    pub fn name(&self, code: &str) -> &str {
        self.world.economy(code).map_or("", |n| &self.world.economies()[n].name)
    }
}

/// The dependence of an economy, in a world and for an elasticity set that are named as in a scenario.
///
/// # Errors
/// Names that are not known, faults of a world of the user's own, an equilibrium that was not found.
pub fn dependence(economy: &str, world: &str, set: &str) -> Result<Dependence, Error> {
    let world = case::world(world)?;
    let place = Place { file: "economy".into(), ..Place::default() };
    let n = world.economy(economy).ok_or_else(|| vec![case::unknown_economy(economy, &world, place)])?;
    let elasticities = portolan_data::elasticities(set, &world)?;
    let products = portolan_data::products(&world)?;
    let mut rows = gross_rows(&world, n, &products);
    rows.extend(value_added_rows(&world, n));
    rows.extend(at_stake_rows(&world, n, &elasticities)?);
    for row in &mut rows {
        row.economy.clone_from(&world.economies()[n].code);
        row.year = Some(world.tables().year);
    }
    let id = fingerprint(&[economy, &world_fingerprint(&world), &format!("{:?}", elasticities.theta_j)]);
    let customs = portolan_data::customs_shares(economy)?;
    Ok(Dependence { economy: economy.into(), id, set: elasticities.id, world, rows, customs })
}

/// Gross shares and concentration of goods and of everything, and the shares without each product that has a weight.
fn gross_rows(world: &World, n: usize, products: &ProductTable) -> Vec<Row> {
    let mut rows = Vec::new();
    for (scope, goods_only) in [("goods", true), ("", false)] {
        let exports = Exports::new(world, n, goods_only, |_| 1.0);
        rows.extend(share_rows(world, &exports, scope, ""));
        rows.extend(concentration_rows(&exports, scope));
    }
    rows.extend(sector_rows(world, &Exports::new(world, n, false, |_| 1.0)));
    for product in product_codes(products, n) {
        let weight = |cell| products.cell(cell).iter().filter(|p| p.product == product).map(|p| p.weight).sum::<f64>();
        let exports = Exports::new(world, n, true, |cell| 1.0 - weight(cell));
        rows.extend(share_rows(world, &exports, "goods", &format!("without {product}")));
    }
    rows
}

fn product_codes(products: &ProductTable, n: usize) -> Vec<String> {
    let sold = products.cells().filter(|(cell, _)| cell.i == n).flat_map(|(_, weights)| weights);
    let codes: std::collections::BTreeSet<String> = sold.map(|p| p.product.clone()).collect();
    codes.into_iter().collect()
}

fn share_rows(world: &World, exports: &Exports, scope: &str, product: &str) -> Vec<Row> {
    let (values, shares) = (exports.by_partner(), exports.shares());
    let mut rows = Vec::new();
    for (k, p) in exports.partners.iter().enumerate() {
        for (variable, value) in [("exports", values[k]), ("export_share", shares[k])] {
            let mut row = row(variable, value, f64::NAN).partner(&world.economies()[*p].code).sector(scope);
            row.product = product.into();
            rows.push(row);
        }
    }
    rows
}

fn sector_rows(world: &World, exports: &Exports) -> Vec<Row> {
    let mut rows = Vec::new();
    for (flow, p) in exports.flows.iter().zip(&exports.partners) {
        for (value, j) in flow.iter().zip(&exports.sectors) {
            let row = row("exports", *value, f64::NAN).partner(&world.economies()[*p].code);
            rows.push(row.sector(&world.sectors()[*j].code));
        }
    }
    rows
}

fn concentration_rows(exports: &Exports, scope: &str) -> Vec<Row> {
    let shares = exports.shares();
    let theil = theil_parts(&exports.flows.concat(), exports.sectors.len());
    [
        ("export_hhi", herfindahl(&shares)),
        ("effective_partners", effective_number(&shares)),
        ("export_theil", theil.total),
        ("export_theil_between", theil.between),
        ("export_theil_within", theil.within),
    ]
    .map(|(variable, value)| row(variable, value, f64::NAN).sector(scope))
    .to_vec()
}

/// Value added by where it is absorbed; shares are of what is absorbed abroad.
fn value_added_rows(world: &World, n: usize) -> Vec<Row> {
    let absorbed = value_added_absorbed(world, n);
    let abroad: f64 = absorbed.iter().enumerate().filter(|(p, _)| *p != n).map(|(_, v)| v).sum();
    let mut rows = Vec::new();
    for (p, value) in absorbed.iter().enumerate().filter(|(p, _)| *p != n) {
        let partner = &world.economies()[p].code;
        rows.push(row("value_added_exports", *value, f64::NAN).partner(partner));
        rows.push(row("value_added_export_share", value / abroad, f64::NAN).partner(partner));
    }
    rows
}

/// Change in real income, in per cent, if the partner's goods tariff rises, and if goods trade with it stops.
fn at_stake_rows(world: &World, n: usize, set: &Elasticities) -> Result<Vec<Row>, Error> {
    let options = Options::mobile();
    let fail = |partner: usize, what: &str| {
        let policy = format!("{what} with {}", world.economies()[partner].name);
        let set = set.id.clone();
        move |failure| Error::equilibrium(policy, set, "mobile".into(), failure, world)
    };
    let problem = Problem::new(Primitives::from(world), &set.theta_j, options).map_err(fail(n, "the world"))?;
    problem.prepare();
    let one = |p: usize| -> Result<Vec<Row>, Error> {
        let change = |shock: &Shock, what: &str| -> Result<f64, Error> {
            let solution = problem.solve(shock).map_err(fail(p, what))?;
            Ok((outcomes(&problem, &solution).real_income_n[n] - 1.0) * 100.0)
        };
        let code = &world.economies()[p].code;
        let rise = change(&tariff_rise(world, p, n), "a tariff of 25 points")?;
        let stop = change(&no_trade(world, p, n), "no goods trade")?;
        let stake = [("welfare_at_stake", rise), ("welfare_at_stake_both", stop)];
        Ok(stake
            .map(|(variable, value)| {
                let mut row = row(variable, value, 0.0).partner(code).sector("goods");
                row.set.clone_from(&set.id);
                row.variant = "mobile".into();
                row
            })
            .to_vec())
    };
    let partners: Vec<usize> = (0..world.economies().len()).filter(|p| *p != n).collect();
    let answers: Vec<Result<Vec<Row>, Error>> = partners.par_iter().map(|p| one(*p)).collect();
    let mut rows = Vec::new();
    for answer in answers {
        rows.extend(answer?);
    }
    Ok(rows)
}

fn tariff_rise(world: &World, importer: usize, exporter: usize) -> Shock {
    let mut shock = Shock::default();
    for j in (0..world.sectors().len()).filter(|j| world.sectors()[*j].goods) {
        let tau = world.tau_nij()[(importer, exporter, j)];
        shock.set_tariff(Cell { j, n: importer, i: exporter }, tau + TARIFF_RISE);
    }
    shock
}

fn no_trade(world: &World, a: usize, b: usize) -> Shock {
    let mut shock = Shock::default();
    for j in (0..world.sectors().len()).filter(|j| world.sectors()[*j].goods) {
        for (n, i) in [(a, b), (b, a)] {
            let tau = world.tau_nij()[(n, i, j)];
            let slice = Slice { weight: 1.0, tau, export_tax: 0.0, d_hat: PROHIBITIVE };
            shock.cells.insert(Cell { j, n, i }, vec![slice]);
        }
    }
    shock
}
