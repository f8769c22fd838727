//! Rows of one solution beside its reference, with their proof.

use std::collections::BTreeSet;

use portolan_core::Shock;
use portolan_core::policy::average_tariff;
use portolan_core::results::{Kind, Row};
use portolan_equilibrium::{Certificate, Outcomes, QuotaOutcome, QuotaRegime, Solution};

use crate::case::Case;
use crate::outcome_rows::Pair;
use crate::rows::{Of, row};
use crate::variants::Job;

/// The rows of one solution, and its proof.
#[derive(Clone, Debug)]
pub struct Block {
    /// Policy or agreement; empty for the reference world.
    pub policy: String,
    /// Regime id; empty for the scenario as it stands.
    pub regime: String,
    /// Step of the reference world, or part of an agreement; empty for a policy as a whole.
    pub layer: String,
    /// Elasticity set.
    pub set: String,
    /// Model variant.
    pub variant: &'static str,
    /// Rows of the results table.
    pub rows: Vec<Row>,
    /// Largest relative residual of each equation, and where it is.
    pub residuals: Vec<(String, f64, String)>,
    /// Work in evaluations of all equations.
    pub sweeps: f64,
}

impl Block {
    /// The row of a variable, by economy, partner and sector; empty texts for what does not apply.
    pub fn value(&self, variable: &str, economy: &str, partner: &str, sector: &str) -> Option<&Row> {
        self.rows
            .iter()
            .find(|r| r.variable == variable && r.economy == economy && r.partner == partner && r.sector == sector)
    }
}

/// How much of a solution becomes rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Real income of every economy, and the country that asks as a whole.
    Income,
    /// Every economy as a whole, and the partners of the country that asks.
    Summary,
    /// As the first, and sectors of the country that asks.
    Country,
    /// Everything.
    All,
}

/// What a block is called, and on what it rests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Name {
    pub(crate) policy: String,
    pub(crate) regime: String,
    pub(crate) layer: String,
    pub(crate) judged: bool,
    pub(crate) sources: BTreeSet<String>,
}

/// A solution with the shock that it answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer<'a> {
    pub(crate) shock: &'a Shock,
    pub(crate) solution: &'a Solution,
    pub(crate) outcomes: &'a Outcomes,
}

/// The block of an answer beside its reference.
pub(crate) fn block(
    case: &Case,
    job: &Job,
    name: Name,
    (answer, reference): (Answer, Answer),
    extent: Extent,
) -> Block {
    let pair = Pair { world: &case.world, policy: answer.outcomes, reference: reference.outcomes };
    let country = case.country();
    let market = country.map(|n| case.main_market(n));
    let mut rows = match extent {
        Extent::Summary => pair.summary_rows(country),
        Extent::Income => pair.income_rows(country, market),
        Extent::Country => pair.country_rows(country, market),
        Extent::All => pair.rows(country),
    };
    let tariffs = country.iter().flat_map(|n| tariff_rows(case, *n, answer.shock, reference.shock));
    rows.extend(tariffs.filter(|row| extent == Extent::All || row.value != row.reference));
    rows.extend(answer.solution.quotas.iter().flat_map(quota_rows));
    let residuals = residuals(&answer.solution.certificate, case);
    rows.extend(residuals.iter().map(|(equation, value, _)| residual_row(equation, *value)));
    let mut block = Block {
        policy: name.policy.clone(),
        regime: name.regime.clone(),
        layer: name.layer.clone(),
        set: job.set.id.clone(),
        variant: job.variant.name,
        rows,
        residuals,
        sweeps: answer.solution.work.sweeps(),
    };
    block.sign(&name, job);
    block
}

impl Block {
    /// Writes on every row whose number it is.
    pub(crate) fn sign(&mut self, name: &Name, job: &Job) {
        let sources = name.sources.iter().map(String::as_str).chain(std::iter::once(job.set.source.as_str()));
        let source = sources.collect::<Vec<_>>().join(";");
        let judged = name.judged || job.variant.rent.is_some();
        for row in &mut self.rows {
            row.policy.clone_from(&name.policy);
            row.regime.clone_from(&name.regime);
            row.layer.clone_from(&name.layer);
            row.set.clone_from(&job.set.id);
            row.variant = job.variant.name.into();
            row.kind = if judged { Kind::Judged } else { Kind::Computed };
            row.source.clone_from(&source);
        }
    }
}

/// Average duties on the country's goods abroad and on others' goods at home, where a shock touches them.
fn tariff_rows(case: &Case, n: usize, shock: &Shock, reference: &Shock) -> Vec<Row> {
    let code = |m: usize| case.world.economies()[m].code.as_str();
    let pairs = (0..case.world.economies().len()).filter(|m| *m != n).flat_map(|m| [(m, n), (n, m)]);
    pairs
        .map(|(importer, exporter)| {
            let average = |shock| average_tariff(&case.world, shock, importer, exporter) * 100.0;
            row("average_tariff", average(shock), average(reference)).economy(code(importer)).partner(code(exporter))
        })
        .filter(|row| row.value != 0.0 || row.reference != 0.0)
        .collect()
}

fn quota_rows(quota: &QuotaOutcome) -> Vec<Row> {
    let regime = match quota.regime {
        QuotaRegime::Unfilled => 0.0,
        QuotaRegime::Binding => 1.0,
        QuotaRegime::Over => 2.0,
    };
    [
        ("quota_rate", quota.rate * 100.0),
        ("quota_fill", quota.fill),
        ("quota_rent", quota.rent),
        ("quota_regime", regime),
    ]
    .map(|(variable, value)| Row { product: quota.name.clone(), ..row(variable, value, f64::NAN) })
    .to_vec()
}

/// The residual of an equation; its name stands in the `product` column.
fn residual_row(equation: &str, value: f64) -> Row {
    Row { product: equation.into(), ..row("residual", value, 0.0) }
}

pub(crate) fn residuals(certificate: &Certificate, case: &Case) -> Vec<(String, f64, String)> {
    let place = |r: &portolan_equilibrium::Residual| {
        let economy = &case.world.economies()[r.economy].code;
        match r.sector {
            Some(j) => format!("{economy} {}", case.world.sectors()[j].code),
            None => economy.clone(),
        }
    };
    certificate.residuals.iter().map(|r| (r.equation.to_string(), r.value, place(r))).collect()
}
