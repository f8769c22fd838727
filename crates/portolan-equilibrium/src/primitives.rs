//! What a problem starts from: trade shares, tariffs, spending and technology of one year.

use portolan_core::{Cube, Finding, InputTable, Panel, Place, Shock, World};

use crate::quota::quota_findings;

/// Largest gap of shares from their sum: a reference is solved for, in which they have none.
const SHARE_TOLERANCE: f64 = 1e-8;

/// The table of a problem in the letters of the model. It need not be an equilibrium: a problem solves it first if it is not.
#[derive(Clone, Debug, PartialEq)]
pub struct Primitives {
    /// Share of `n`'s spending on `j` that goes to `i`; a row sums to 1, or is zero where `n` buys none of `j`.
    pub pi_nij: Cube,
    /// Ad-valorem tariff.
    pub tau_nij: Cube,
    /// Expenditure at purchaser prices, tariffs included, USD mn a year.
    pub x_nj: Panel,
    /// Value added in output.
    pub gamma_nj: Panel,
    /// Input `k` in output of `j`; sums over `k` to `1 − gamma_nj`.
    pub gamma_nkj: InputTable,
    /// Share of sector `j` in final spending.
    pub alpha_nj: Panel,
    /// Value added, USD mn a year.
    pub wl_n: Vec<f64>,
    /// Imports less exports at producer prices, USD mn a year; sums to zero.
    pub deficit_n: Vec<f64>,
}

impl From<&World> for Primitives {
    fn from(world: &World) -> Self {
        Self {
            pi_nij: world.pi_nij().clone(),
            tau_nij: world.tau_nij().clone(),
            x_nj: world.x_nj().clone(),
            gamma_nj: world.gamma_nj().clone(),
            gamma_nkj: world.gamma_nkj().clone(),
            alpha_nj: world.alpha_nj().clone(),
            wl_n: world.wl_n().to_vec(),
            deficit_n: world.deficit_n().to_vec(),
        }
    }
}

impl Primitives {
    /// Number of economies.
    pub fn economies(&self) -> usize {
        self.wl_n.len()
    }

    /// Number of sectors.
    pub fn sectors(&self) -> usize {
        self.gamma_nj.sectors()
    }

    /// Everything that is wrong with the table and the elasticities. Deficits may miss zero by the tolerance of a solution, relative
    /// to world value added: no solve could mend them.
    pub(crate) fn findings(&self, theta_j: &[f64], tolerance: f64) -> Vec<Finding> {
        let mut findings = self.shape_findings(theta_j);
        if findings.is_empty() {
            findings.extend(theta_findings(theta_j));
            findings.extend(self.trade_findings());
            findings.extend(self.technology_findings());
            findings.extend(self.income_findings());
            findings.extend(self.deficit_finding(tolerance));
        }
        findings
    }

    fn shape_findings(&self, theta_j: &[f64]) -> Vec<Finding> {
        let (n, j) = (self.economies(), self.sectors());
        let shapes = [
            ("pi_nij", self.pi_nij.economies(), self.pi_nij.sectors()),
            ("tau_nij", self.tau_nij.economies(), self.tau_nij.sectors()),
            ("x_nj", self.x_nj.economies(), self.x_nj.sectors()),
            ("gamma_nj", self.gamma_nj.economies(), self.gamma_nj.sectors()),
            ("gamma_nkj", self.gamma_nkj.economies(), self.gamma_nkj.sectors()),
            ("alpha_nj", self.alpha_nj.economies(), self.alpha_nj.sectors()),
            ("deficit_n", self.deficit_n.len(), j),
            ("theta_j", n, theta_j.len()),
        ];
        let wrong = shapes.into_iter().filter(|(_, a, b)| (*a, *b) != (n, j));
        wrong
            .map(|(name, a, b)| {
                finding("bad-shape", name, format!("is {a} economies × {b} sectors"), format!("{n} × {j}"))
            })
            .collect()
    }

    fn trade_findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for j in 0..self.sectors() {
            for n in 0..self.economies() {
                let (shares, sum) = (self.pi_nij.row(n, j), self.pi_nij.row(n, j).iter().sum::<f64>());
                let empty = shares.iter().all(|s| *s == 0.0);
                if !shares.iter().all(|s| *s >= 0.0) || !(empty || is_one(sum)) {
                    findings.push(finding("bad-trade-shares", &cell(n, j), format!("trade shares sum to {sum}"), "1"));
                }
                let x = self.x_nj[(n, j)];
                if !(x.is_finite() && x >= 0.0) || (empty && x > 0.0) {
                    findings.push(finding(
                        "bad-spending",
                        &cell(n, j),
                        format!("spending is {x}"),
                        "zero, or a positive number where there are sellers",
                    ));
                }
                if self.tau_nij.row(n, j).iter().any(|t| !(t.is_finite() && *t > -1.0)) {
                    findings.push(finding(
                        "bad-tariff",
                        &cell(n, j),
                        "a tariff is −100% or less",
                        "a fraction above −1",
                    ));
                }
            }
        }
        findings
    }

    fn technology_findings(&self) -> Vec<Finding> {
        let y_nj = self.output();
        let mut findings = Vec::new();
        for n in 0..self.economies() {
            for j in (0..self.sectors()).filter(|j| y_nj[(n, *j)] > 0.0) {
                let inputs = |k: usize| self.gamma_nkj[(n, k, j)];
                let sum = self.gamma_nj[(n, j)] + (0..self.sectors()).map(inputs).sum::<f64>();
                if !is_one(sum) {
                    let message = format!("value added and inputs sum to {sum} of output");
                    findings.push(finding("shares-do-not-sum", &cell(n, j), message, "1"));
                }
                for k in (0..self.sectors()).filter(|k| inputs(*k) > 0.0 && self.buys_none(n, *k)) {
                    let message = format!("sector {j} uses input {k}, of which the economy buys none");
                    findings.push(finding("input-without-seller", &cell(n, j), message, "a seller, or no use"));
                }
            }
        }
        findings
    }

    fn income_findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for n in 0..self.economies() {
            let sum: f64 = self.alpha_nj.row(n).iter().sum();
            if !is_one(sum) {
                findings.push(finding("bad-final-shares", &economy(n), format!("final shares sum to {sum}"), "1"));
            }
            if let Some(j) = (0..self.sectors()).find(|j| self.alpha_nj[(n, *j)] > 0.0 && self.buys_none(n, *j)) {
                findings.push(finding(
                    "demand-without-seller",
                    &cell(n, j),
                    "final demand meets no seller",
                    "a seller",
                ));
            }
            let wl = self.wl_n[n];
            if !(wl.is_finite() && wl > 0.0) {
                findings.push(finding("no-income", &economy(n), format!("value added is {wl}"), "a positive number"));
            }
        }
        findings
    }

    fn deficit_finding(&self, tolerance: f64) -> Option<Finding> {
        let (gap, world) = (self.deficit_n.iter().sum::<f64>(), self.wl_n.iter().sum::<f64>());
        let balanced = gap.abs() <= tolerance.clamp(1e-14, SHARE_TOLERANCE) * world;
        (!balanced).then(|| finding("deficits-do-not-cancel", "deficit_n", format!("deficits sum to {gap}"), "0"))
    }

    fn buys_none(&self, n: usize, j: usize) -> bool {
        self.pi_nij.row(n, j).iter().all(|s| *s == 0.0)
    }

    /// Gross output at producer prices implied by spending, shares and tariffs, USD mn a year.
    pub fn output(&self) -> Panel {
        let mut y_nj = Panel::filled(self.economies(), self.sectors(), 0.0);
        for j in 0..self.sectors() {
            for n in 0..self.economies() {
                for i in 0..self.economies() {
                    let producer = self.pi_nij[(n, i, j)] / (1.0 + self.tau_nij[(n, i, j)]);
                    y_nj[(i, j)] += producer * self.x_nj[(n, j)];
                }
            }
        }
        y_nj
    }
}

/// Whether shares sum to one; not a number does not.
fn is_one(sum: f64) -> bool {
    (sum - 1.0).abs() < SHARE_TOLERANCE
}

fn theta_findings(theta_j: &[f64]) -> Vec<Finding> {
    let bad = theta_j.iter().enumerate().filter(|(_, t)| !(t.is_finite() && **t > 0.0));
    bad.map(|(j, t)| finding("bad-elasticity", &format!("sector {j}"), format!("theta is {t}"), "a positive number"))
        .collect()
}

/// Everything that is wrong with a shock for a table of `n` economies and `j` sectors.
pub(crate) fn shock_findings(shock: &Shock, n: usize, j: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (cell, slices) in &shock.cells {
        let place = || format!("importer {}, exporter {}, sector {}", cell.n, cell.i, cell.j);
        if cell.n >= n || cell.i >= n || cell.j >= j {
            findings.push(finding(
                "unknown-cell",
                &place(),
                "the cell is not in the table",
                format!("{n} × {n} × {j}"),
            ));
        }
        let sum: f64 = slices.iter().map(|s| s.weight).sum();
        if !is_one(sum) || !slices.iter().all(|s| s.weight >= 0.0) {
            findings.push(finding(
                "bad-weights",
                &place(),
                format!("weights of slices sum to {sum}"),
                "1, none negative",
            ));
        }
        if slices.iter().any(|s| !(s.tau.is_finite() && s.tau > -1.0)) {
            findings.push(finding("bad-tariff", &place(), "a tariff is −100% or less", "a fraction above −1"));
        }
        if slices.iter().any(|s| !(s.export_tax.is_finite() && s.export_tax > -1.0)) {
            findings.push(finding("bad-export-tax", &place(), "an export tax is −100% or less", "a fraction above −1"));
        }
        if !slices.iter().all(|s| s.d_hat > 0.0) {
            findings.push(finding("bad-trade-cost", &place(), "a factor on trade costs is not positive", "above 0"));
        }
    }
    for ((m, s), value) in &shock.productivity_hat {
        if *m >= n || *s >= j || !(value.is_finite() && *value > 0.0) {
            findings.push(finding("bad-productivity", &cell(*m, *s), format!("productivity is {value}"), "above 0"));
        }
    }
    findings.extend(quota_findings(shock));
    findings
}

fn cell(n: usize, j: usize) -> String {
    format!("economy {n}, sector {j}")
}

fn economy(n: usize) -> String {
    format!("economy {n}")
}

pub(crate) fn finding(
    code: &'static str,
    place: &str,
    message: impl Into<String>,
    expected: impl Into<String>,
) -> Finding {
    Finding {
        code,
        place: Place { cell: place.into(), ..Place::default() },
        message: message.into(),
        expected: expected.into(),
        remedy: "correct the number where it comes from".into(),
    }
}

#[cfg(test)]
mod tests;
