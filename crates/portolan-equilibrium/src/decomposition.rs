//! Where a change of real income comes from: terms of trade, volume of trade, trade costs, technology and transfers,
//! integrated along the policy path so that the parts add up to the exact number.

use portolan_core::{Cell, Cube, Finding, Panel, Place, Shock};

use crate::failure::Failure;
use crate::options::Options;
use crate::outcomes::consumer_price;
use crate::path::{Move, Path};
use crate::problem::Problem;
use crate::quadrature::Quadrature;
use crate::solution::{Solution, Work};

/// Gap of one piece of the path, in logarithms, above which the piece is halved.
const GAP: f64 = 1e-9;
/// Most pieces of a path: past it the gap is reported as it is.
const PIECES: usize = 32;
/// Tolerance of the solves on the path: their errors are divided by steps of the path.
const PATH_TOLERANCE: f64 = 1e-12;

/// Parts of the change of real income, in logarithms, by economy; `0.01` is one per cent, nearly.
#[derive(Clone, Debug, PartialEq)]
pub struct Decomposition {
    /// The exact change, `ln` of the hat of real income.
    pub real_income_n: Vec<f64>,
    /// Prices of exports over prices of imports, at the border.
    pub terms_of_trade_n: Vec<f64>,
    /// Volumes of taxed trade.
    pub volume_of_trade_n: Vec<f64>,
    /// Iceberg costs of purchases.
    pub trade_costs_n: Vec<f64>,
    /// Productivity of own output.
    pub technology_n: Vec<f64>,
    /// The trade deficit.
    pub transfers_n: Vec<f64>,
    /// The exact change less the sum of the parts.
    pub gap_n: Vec<f64>,
    /// Terms of trade of `n` with partner `i` in sector `j`: its exports to less its imports from the partner.
    pub terms_of_trade_nij: Cube,
    /// Volume of trade of `n` with partner `i` in sector `j`.
    pub volume_of_trade_nij: Cube,
    /// Trade costs on purchases of `n` from `i` in sector `j`.
    pub trade_costs_nij: Cube,
    /// Technology by sector.
    pub technology_nj: Panel,
    /// What the solves along the path have cost.
    pub work: Work,
}

/// Decomposition of the change from the reference of a problem to a policy.
///
/// # Errors
/// Those of [`Problem::solve`] anywhere on the path; bad input if a trade cost becomes infinite, since no path leads there.
pub fn decomposition(problem: &Problem, shock: &Shock) -> Result<Decomposition, Failure> {
    decomposition_between(problem, &Shock::default(), shock)
}

#[doc = include_str!("eq/decomposition.md")]
///
/// Decomposition of the change between two policies. Quotas are the slices that they amount to at the two ends, so that rents
/// are revenue of the tariff or export tax of these slices on the way.
///
/// # Errors
/// As [`decomposition`].
pub fn decomposition_between(problem: &Problem, from: &Shock, to: &Shock) -> Result<Decomposition, Failure> {
    let (from, to) = (problem.without_quotas(from)?, problem.without_quotas(to)?);
    let path = Path::new(problem, &from, &to);
    reject_endless(&path)?;
    let walk = Walk { problem, path: &path, touched: touched(problem, &path), quadrature: Quadrature::new() };
    let start = walk.solve(0.0, problem.reference())?;
    let mut parts = Parts::zero(start.economies(), start.sectors());
    let mut work = start.work;
    let mut pieces = vec![(1.0, None)];
    let (mut done, mut last, mut count) = (0.0, start.clone(), 1);
    while let Some((end, known)) = pieces.pop() {
        let nodes = walk.nodes(done, end, &last, known)?;
        work = nodes.iter().skip(1).fold(work, |mut work, s| {
            work.add(s.work);
            work
        });
        let piece = walk.piece(&nodes, done, end);
        if piece.largest_gap(problem, &nodes) > GAP && count < PIECES {
            let middle = nodes.len() / 2;
            let half = nodes[middle].clone();
            pieces.push((end, nodes.into_iter().last()));
            pieces.push((0.5 * (done + end), Some(half)));
            count += 1;
            continue;
        }
        parts.add(&piece);
        done = end;
        last = nodes.into_iter().last().unwrap_or(last);
    }
    Ok(parts.decomposition(problem, &start, &last, work))
}

fn reject_endless(path: &Path) -> Result<(), Failure> {
    let endless = |m: &Move| !(m.from.d_hat.is_finite() && m.to.d_hat.is_finite());
    let findings: Vec<Finding> = path
        .cells
        .iter()
        .filter(|(_, moves)| moves.iter().any(endless))
        .map(|(cell, _)| Finding {
            code: "endless-path",
            place: Place {
                cell: format!("importer {}, exporter {}, sector {}", cell.n, cell.i, cell.j),
                ..Place::default()
            },
            message: "the trade cost becomes infinite".into(),
            expected: "a finite factor, however large".into(),
            remedy: "leave the decomposition out, or use a large finite factor".into(),
        })
        .collect();
    if findings.is_empty() { Ok(()) } else { Err(Failure::BadInput(findings)) }
}

fn touched(problem: &Problem, path: &Path) -> Vec<bool> {
    let (n, j) = (problem.primitives().economies(), problem.primitives().sectors());
    let mut touched = vec![false; n * n * j];
    for cell in path.cells.keys() {
        touched[(cell.j * n + cell.n) * n + cell.i] = true;
    }
    touched
}

/// The path and how it is integrated.
struct Walk<'a> {
    problem: &'a Problem,
    path: &'a Path,
    /// `[j][n][i]`: whether the path touches the cell.
    touched: Vec<bool>,
    quadrature: Quadrature,
}

impl Walk<'_> {
    fn solve(&self, lambda: f64, near: &Solution) -> Result<Solution, Failure> {
        let options = self.problem.options();
        let tight = Options { tolerance: options.tolerance.min(PATH_TOLERANCE), ..*options };
        let shock = self.path.at(lambda);
        self.problem.solve_at(&shock, near.point(), &tight)
    }

    /// Solutions at the nodes of a piece; the first, and perhaps the last, are known.
    fn nodes(&self, a: f64, b: f64, first: &Solution, last: Option<Solution>) -> Result<Vec<Solution>, Failure> {
        let mut nodes = vec![first.clone()];
        let count = self.quadrature.nodes.len();
        for k in 1..count {
            let lambda = a + (b - a) * self.quadrature.nodes[k];
            let node = match &last {
                Some(known) if k == count - 1 => Solution { work: Work::default(), ..known.clone() },
                _ => self.solve(lambda, &nodes[k - 1])?,
            };
            nodes.push(node);
        }
        Ok(nodes)
    }

    /// The integral over one piece.
    fn piece(&self, nodes: &[Solution], a: f64, b: f64) -> Parts {
        let first = &nodes[0];
        let mut parts = Parts::zero(first.economies(), first.sectors());
        let lambda: Vec<f64> = self.quadrature.nodes.iter().map(|x| a + (b - a) * x).collect();
        for (k, here) in nodes.iter().enumerate() {
            let slope = &self.quadrature.derivative[k];
            let node = Node { walk: self, nodes, here, slope, length: b - a, weight: self.quadrature.weights[k] };
            node.untouched_cells(&mut parts);
            node.touched_cells(&mut parts, &lambda, k);
            node.technology(&mut parts);
            node.transfers(&mut parts);
        }
        parts
    }
}

/// One node of a piece: what it adds to the integrals. Slopes are with respect to the place within the piece, from 0 to 1.
struct Node<'a> {
    walk: &'a Walk<'a>,
    nodes: &'a [Solution],
    here: &'a Solution,
    slope: &'a [f64],
    length: f64,
    weight: f64,
}

/// One flow at a node: its value, rates, and their slopes.
struct Flow {
    trade: f64,
    trade_slope: f64,
    cost_slope: f64,
    tau: f64,
    export_tax: f64,
    export_tax_slope: f64,
    d_slope: f64,
}

impl Node<'_> {
    fn slope(&self, value: impl Fn(&Solution) -> f64) -> f64 {
        self.slope.iter().zip(self.nodes).map(|(d, node)| d * value(node)).sum()
    }

    fn untouched_cells(&self, parts: &mut Parts) {
        let (n, primitives) = (self.here.economies(), self.walk.problem.primitives());
        for j in 0..self.here.sectors() {
            for i in 0..n {
                let cost_slope = self.slope(|s| s.c_nj_hat[(i, j)].ln());
                for m in 0..n {
                    let trade = self.here.trade_nij[(m, i, j)];
                    if trade == 0.0 || self.walk.touched[(j * n + m) * n + i] {
                        continue;
                    }
                    let tau = primitives.tau_nij[(m, i, j)];
                    let trade_slope = if tau == 0.0 { 0.0 } else { self.slope(|s| s.trade_nij[(m, i, j)]) };
                    let flow = Flow {
                        trade,
                        trade_slope,
                        cost_slope,
                        tau,
                        export_tax: 0.0,
                        export_tax_slope: 0.0,
                        d_slope: 0.0,
                    };
                    self.add(parts, Cell { j, n: m, i }, &flow);
                }
            }
        }
    }

    /// `lambda` holds the places of all nodes on the path, `k` is this one.
    fn touched_cells(&self, parts: &mut Parts, lambda: &[f64], k: usize) {
        for (cell, moves) in &self.walk.path.cells {
            let cost_slope = self.slope(|s| s.c_nj_hat[(cell.i, cell.j)].ln());
            let shares: Vec<Vec<f64>> = lambda.iter().map(|at| self.slice_shares(*cell, moves, *at)).collect();
            let trade = |node: usize, h: usize| self.nodes[node].trade_nij[(cell.n, cell.i, cell.j)] * shares[node][h];
            for (h, step) in moves.iter().enumerate() {
                let slice = step.at(lambda[k]);
                let flow = Flow {
                    trade: trade(k, h),
                    trade_slope: (0..lambda.len()).map(|node| self.slope[node] * trade(node, h)).sum(),
                    cost_slope,
                    tau: slice.tau,
                    export_tax: slice.export_tax,
                    export_tax_slope: self.length * (step.to.export_tax.ln_1p() - step.from.export_tax.ln_1p()),
                    d_slope: self.length * (step.to.d_hat / step.from.d_hat).ln(),
                };
                self.add(parts, *cell, &flow);
            }
        }
    }

    /// Shares of slices in a cell's trade at producer prices.
    fn slice_shares(&self, cell: Cell, moves: &[Move], lambda: f64) -> Vec<f64> {
        if moves.len() == 1 {
            return vec![1.0];
        }
        let theta = self.walk.problem.theta_j()[cell.j];
        let received = |m: &Move| {
            let slice = m.at(lambda);
            let rates = (1.0 + slice.tau) * (1.0 + slice.export_tax);
            slice.weight * (rates * slice.d_hat).powf(-theta) / rates
        };
        let parts: Vec<f64> = moves.iter().map(received).collect();
        let all: f64 = parts.iter().sum();
        parts.iter().map(|part| if all > 0.0 { part / all } else { 0.0 }).collect()
    }

    fn add(&self, parts: &mut Parts, cell: Cell, flow: &Flow) {
        let Cell { j, n, i } = cell;
        let (buyer, seller) = (self.weight / self.here.income_n[n], self.weight / self.here.income_n[i]);
        let border = (1.0 + flow.export_tax) * flow.trade;
        let volume = flow.trade_slope - flow.trade * flow.cost_slope;
        let price = border * (flow.cost_slope + flow.export_tax_slope);
        parts.terms_of_trade_nij[(n, i, j)] -= price * buyer;
        parts.terms_of_trade_nij[(i, n, j)] += price * seller;
        parts.volume_of_trade_nij[(n, i, j)] += flow.tau * (1.0 + flow.export_tax) * volume * buyer;
        parts.volume_of_trade_nij[(i, n, j)] += flow.export_tax * volume * seller;
        parts.trade_costs_nij[(n, i, j)] -= (1.0 + flow.tau) * border * flow.d_slope * buyer;
    }

    fn technology(&self, parts: &mut Parts) {
        for (at, (from, to)) in &self.walk.path.productivity {
            let slope = self.length * (to / from).ln();
            parts.technology_nj[*at] += self.weight * self.here.y_nj[*at] * slope / self.here.income_n[at.0];
        }
    }

    fn transfers(&self, parts: &mut Parts) {
        for n in 0..self.here.economies() {
            let slope = self.slope(|s| s.deficit_n[n]);
            parts.transfers_n[n] += self.weight * slope / self.here.income_n[n];
        }
    }
}

/// Integrals over a piece of the path.
struct Parts {
    terms_of_trade_nij: Cube,
    volume_of_trade_nij: Cube,
    trade_costs_nij: Cube,
    technology_nj: Panel,
    transfers_n: Vec<f64>,
}

impl Parts {
    fn zero(n: usize, j: usize) -> Self {
        let cube = Cube::filled(n, j, 0.0);
        Self {
            terms_of_trade_nij: cube.clone(),
            volume_of_trade_nij: cube.clone(),
            trade_costs_nij: cube,
            technology_nj: Panel::filled(n, j, 0.0),
            transfers_n: vec![0.0; n],
        }
    }

    fn add(&mut self, other: &Parts) {
        let (n, j) = (self.transfers_n.len(), self.technology_nj.sectors());
        for s in 0..j {
            for m in 0..n {
                for i in 0..n {
                    let at = (m, i, s);
                    self.terms_of_trade_nij[at] += other.terms_of_trade_nij[at];
                    self.volume_of_trade_nij[at] += other.volume_of_trade_nij[at];
                    self.trade_costs_nij[at] += other.trade_costs_nij[at];
                }
                self.technology_nj[(m, s)] += other.technology_nj[(m, s)];
            }
        }
        self.transfers_n.iter_mut().zip(&other.transfers_n).for_each(|(a, b)| *a += b);
    }

    fn sum(&self, n: usize) -> f64 {
        total(&self.terms_of_trade_nij, n)
            + total(&self.volume_of_trade_nij, n)
            + total(&self.trade_costs_nij, n)
            + self.technology_nj.row(n).iter().sum::<f64>()
            + self.transfers_n[n]
    }

    /// Largest difference between the exact change over a piece and the sum of its parts.
    fn largest_gap(&self, problem: &Problem, nodes: &[Solution]) -> f64 {
        let (first, last) = (&nodes[0], &nodes[nodes.len() - 1]);
        let gap = |n: usize| (ln_real_income(problem, first, last, n) - self.sum(n)).abs();
        (0..self.transfers_n.len()).map(gap).fold(0.0, f64::max)
    }

    fn decomposition(self, problem: &Problem, first: &Solution, last: &Solution, work: Work) -> Decomposition {
        let n = self.transfers_n.len();
        let by_economy = |cube: &Cube| (0..n).map(|m| total(cube, m)).collect();
        let real_income_n: Vec<f64> = (0..n).map(|m| ln_real_income(problem, first, last, m)).collect();
        Decomposition {
            gap_n: (0..n).map(|m| real_income_n[m] - self.sum(m)).collect(),
            real_income_n,
            terms_of_trade_n: by_economy(&self.terms_of_trade_nij),
            volume_of_trade_n: by_economy(&self.volume_of_trade_nij),
            trade_costs_n: by_economy(&self.trade_costs_nij),
            technology_n: (0..n).map(|m| self.technology_nj.row(m).iter().sum()).collect(),
            transfers_n: self.transfers_n,
            terms_of_trade_nij: self.terms_of_trade_nij,
            volume_of_trade_nij: self.volume_of_trade_nij,
            trade_costs_nij: self.trade_costs_nij,
            technology_nj: self.technology_nj,
            work,
        }
    }
}

fn total(cube: &Cube, n: usize) -> f64 {
    (0..cube.sectors()).map(|j| cube.row(n, j).iter().sum::<f64>()).sum()
}

fn ln_real_income(problem: &Problem, first: &Solution, last: &Solution, n: usize) -> f64 {
    let prices = consumer_price(problem, last, n) / consumer_price(problem, first, n);
    (last.income_n[n] / first.income_n[n] / prices).ln()
}

#[cfg(test)]
mod tests;
