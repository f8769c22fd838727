//! The world table: one year's trade, tariffs and technology, an exact equilibrium by construction.

use crate::finding::{Finding, Place};
use crate::grid::{Cube, InputTable, Panel};

/// Largest relative gap that an identity of a world may show.
pub const TOLERANCE: f64 = 1e-10;

/// Words that results and scenarios use for groups of sectors.
pub const RESERVED_SECTORS: [&str; 2] = ["goods", "*"];

/// Trade-weighted mean tariff above which a table must be in per cent: no world has had one of half of all imports.
const HIGHEST_MEAN_TARIFF: f64 = 0.5;

/// An economy of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Economy {
    /// ISO 3166 alpha-3, or `ROW` for the rest of the world.
    pub code: String,
    /// English short name.
    pub name: String,
}

/// A sector of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sector {
    /// ICIO or ISIC Rev. 4 code.
    pub code: String,
    /// English short name.
    pub name: String,
    /// True for goods, false for services.
    pub goods: bool,
}

/// The tables that a world is made from. All values are in millions of US dollars a year.
#[derive(Clone, Debug)]
pub struct WorldTables {
    /// Name, for example `world-2022`.
    pub id: String,
    /// One line for people.
    pub title: String,
    /// Year of the trade flows.
    pub year: i32,
    /// Economies in index order.
    pub economies: Vec<Economy>,
    /// Sectors in index order.
    pub sectors: Vec<Sector>,
    /// Trade at producer prices, without the tariff; domestic sales on `n = i`.
    pub trade_nij: Cube,
    /// Ad-valorem tariff; zero on `n = i`.
    pub tau_nij: Cube,
    /// Value added in output.
    pub gamma_nj: Panel,
    /// Input `k` in output of `j`; sums over `k` to `1 − gamma_nj`.
    pub gamma_nkj: InputTable,
    /// Source ids, one for each kind of number.
    pub sources: Vec<String>,
}

/// A consistent world: every identity holds to [`TOLERANCE`].
#[derive(Clone, Debug)]
pub struct World {
    tables: WorldTables,
    x_nj: Panel,
    y_nj: Panel,
    pi_nij: Cube,
    final_nj: Panel,
    alpha_nj: Panel,
    wl_n: Vec<f64>,
    revenue_n: Vec<f64>,
    deficit_n: Vec<f64>,
}

impl World {
    /// Builds a world and checks it; returns *all* findings if there are any.
    ///
    /// # Errors
    /// Every negative or non-finite cell, every column of shares that does not sum to 1, every sector in which
    /// intermediate use exceeds what the economy buys, every economy without income.
    pub fn new(tables: WorldTables) -> Result<Self, Vec<Finding>> {
        let mut findings = cell_findings(&tables);
        findings.extend(name_findings(&tables));
        if findings.is_empty() {
            findings.extend(share_findings(&tables));
            findings.extend(percent_finding(&tables));
        }
        if !findings.is_empty() {
            return Err(findings);
        }
        let world = Self::derive(tables);
        let findings = world.balance_findings();
        if findings.is_empty() { Ok(world) } else { Err(findings) }
    }

    fn derive(tables: WorldTables) -> Self {
        let (n, j) = (tables.economies.len(), tables.sectors.len());
        let x_nj = expenditure(&tables.trade_nij, &tables.tau_nij);
        let y_nj = output(&tables.trade_nij);
        let pi_nij = Cube::from_fn(n, j, |m, i, s| {
            let x = x_nj[(m, s)];
            if x > 0.0 { tables.trade_nij[(m, i, s)] * (1.0 + tables.tau_nij[(m, i, s)]) / x } else { 0.0 }
        });
        let mut final_nj = final_demand(&x_nj, &y_nj, &tables.gamma_nkj);
        // Rounding can leave a demand of −1e-17 of spending where all of it is intermediate.
        for m in 0..n {
            for s in 0..j {
                if final_nj[(m, s)] < 0.0 && final_nj[(m, s)] > -TOLERANCE * x_nj[(m, s)] {
                    final_nj[(m, s)] = 0.0;
                }
            }
        }
        let alpha_nj = Panel::from_fn(n, j, |m, s| {
            let total: f64 = final_nj.row(m).iter().sum();
            if total > 0.0 { final_nj[(m, s)] / total } else { 0.0 }
        });
        let wl_n = (0..n).map(|m| (0..j).map(|s| tables.gamma_nj[(m, s)] * y_nj[(m, s)]).sum()).collect();
        let trade = |f: &dyn Fn(usize, usize, usize) -> f64| -> Vec<f64> {
            (0..n).map(|m| (0..j).map(|s| (0..n).map(|i| f(m, i, s)).sum::<f64>()).sum()).collect()
        };
        let revenue_n = trade(&|m, i, s| tables.tau_nij[(m, i, s)] * tables.trade_nij[(m, i, s)]);
        let deficit_n = trade(&|m, i, s| tables.trade_nij[(m, i, s)] - tables.trade_nij[(i, m, s)]);
        Self { tables, x_nj, y_nj, pi_nij, final_nj, alpha_nj, wl_n, revenue_n, deficit_n }
    }

    fn balance_findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for n in 0..self.economies().len() {
            for j in 0..self.sectors().len() {
                let (f, x) = (self.final_nj[(n, j)], self.x_nj[(n, j)]);
                if f < 0.0 {
                    findings.push(Finding {
                        code: "negative-final-demand",
                        place: cell_place(&self.tables, &[n], Some(j)),
                        message: format!("intermediate use exceeds what the economy buys by {:.6} USD mn", -f),
                        expected: format!("intermediate use of at most {x:.6} USD mn"),
                        remedy: "balance the table first: `portolan world new` does it and reports what it moves"
                            .into(),
                    });
                }
            }
            if self.income(n) <= 0.0 || self.wl_n[n] <= 0.0 {
                findings.push(Finding {
                    code: "no-income",
                    place: cell_place(&self.tables, &[n], None),
                    message: format!(
                        "the economy has value added {:.6} and final spending {:.6} USD mn",
                        self.wl_n[n],
                        self.income(n)
                    ),
                    expected: "both positive".into(),
                    remedy: "give the economy output, or merge it into the rest of the world".into(),
                });
            }
        }
        findings
    }

    /// Name of the world.
    pub fn id(&self) -> &str {
        &self.tables.id
    }

    /// Everything that the world was made from.
    pub fn tables(&self) -> &WorldTables {
        &self.tables
    }

    /// Economies in index order.
    pub fn economies(&self) -> &[Economy] {
        &self.tables.economies
    }

    /// Sectors in index order.
    pub fn sectors(&self) -> &[Sector] {
        &self.tables.sectors
    }

    /// Index of the economy with this code.
    pub fn economy(&self, code: &str) -> Option<usize> {
        self.tables.economies.iter().position(|e| e.code == code)
    }

    /// Index of the sector with this code.
    pub fn sector(&self, code: &str) -> Option<usize> {
        self.tables.sectors.iter().position(|s| s.code == code)
    }

    /// Year of the trade flows.
    pub fn year(&self) -> i32 {
        self.tables.year
    }

    /// Trade at producer prices, USD mn a year; domestic sales on `n = i`.
    pub fn trade_nij(&self) -> &Cube {
        &self.tables.trade_nij
    }

    /// Ad-valorem tariffs of the table.
    pub fn tau_nij(&self) -> &Cube {
        &self.tables.tau_nij
    }

    /// Value added in output.
    pub fn gamma_nj(&self) -> &Panel {
        &self.tables.gamma_nj
    }

    /// Input `k` in output of `j`.
    pub fn gamma_nkj(&self) -> &InputTable {
        &self.tables.gamma_nkj
    }

    /// Expenditure at purchaser prices, tariffs included, USD mn a year.
    pub fn x_nj(&self) -> &Panel {
        &self.x_nj
    }

    /// Gross output at producer prices, USD mn a year.
    pub fn y_nj(&self) -> &Panel {
        &self.y_nj
    }

    /// Share of `n`'s spending on `j` that goes to `i`; zero where `n` buys none of `j`.
    pub fn pi_nij(&self) -> &Cube {
        &self.pi_nij
    }

    /// Final demand, USD mn a year.
    pub fn final_nj(&self) -> &Panel {
        &self.final_nj
    }

    /// Share of sector `j` in final spending.
    pub fn alpha_nj(&self) -> &Panel {
        &self.alpha_nj
    }

    /// Value added, USD mn a year.
    pub fn wl_n(&self) -> &[f64] {
        &self.wl_n
    }

    /// Tariff revenue, USD mn a year.
    pub fn revenue_n(&self) -> &[f64] {
        &self.revenue_n
    }

    /// Imports less exports at producer prices, USD mn a year; sums to zero over the world.
    pub fn deficit_n(&self) -> &[f64] {
        &self.deficit_n
    }

    /// Final spending: value added, tariff revenue and the deficit, USD mn a year.
    pub fn income(&self, n: usize) -> f64 {
        self.wl_n[n] + self.revenue_n[n] + self.deficit_n[n]
    }
}

/// Expenditure of `n` on `j`, tariffs included.
pub fn expenditure(trade_nij: &Cube, tau_nij: &Cube) -> Panel {
    Panel::from_fn(trade_nij.economies(), trade_nij.sectors(), |n, j| {
        trade_nij.row(n, j).iter().zip(tau_nij.row(n, j)).map(|(q, tau)| q * (1.0 + tau)).sum()
    })
}

/// Gross output of `i` in `j`: its sales to everyone at producer prices.
pub fn output(trade_nij: &Cube) -> Panel {
    let n = trade_nij.economies();
    Panel::from_fn(n, trade_nij.sectors(), |i, j| (0..n).map(|m| trade_nij[(m, i, j)]).sum())
}

/// Final demand as the residual: expenditure less intermediate use.
pub fn final_demand(x_nj: &Panel, y_nj: &Panel, gamma_nkj: &InputTable) -> Panel {
    Panel::from_fn(x_nj.economies(), x_nj.sectors(), |n, k| {
        let use_k: f64 = (0..x_nj.sectors()).map(|j| gamma_nkj[(n, k, j)] * y_nj[(n, j)]).sum();
        x_nj[(n, k)] - use_k
    })
}

fn cell_place(tables: &WorldTables, economies: &[usize], j: Option<usize>) -> Place {
    let mut cell = match economies {
        [n, i] => format!("importer {}, exporter {}", tables.economies[*n].code, tables.economies[*i].code),
        [n] => format!("economy {}", tables.economies[*n].code),
        _ => String::new(),
    };
    if let Some(j) = j {
        cell.push_str(&format!(", sector {}", tables.sectors[j].code));
    }
    Place { file: tables.id.clone(), cell, ..Place::default() }
}

fn cell_findings(t: &WorldTables) -> Vec<Finding> {
    let (n, j) = (t.economies.len(), t.sectors.len());
    let mut findings = Vec::new();
    let mut cell = |code, place, value: f64, what: &str, expected: &str| {
        findings.push(Finding {
            code,
            place,
            message: format!("{what} is {value}"),
            expected: expected.into(),
            remedy: "correct the cell in the table".into(),
        });
    };
    for s in 0..j {
        for m in 0..n {
            for i in 0..n {
                let (q, tau) = (t.trade_nij[(m, i, s)], t.tau_nij[(m, i, s)]);
                if !(q.is_finite() && q >= 0.0) {
                    cell("bad-trade", cell_place(t, &[m, i], Some(s)), q, "trade", "a number of USD mn, zero or more");
                }
                if !(tau.is_finite() && tau > -1.0) {
                    cell(
                        "bad-tariff",
                        cell_place(t, &[m, i], Some(s)),
                        tau,
                        "the tariff",
                        "a fraction above −1, such as 0.05",
                    );
                }
                if m == i && tau != 0.0 {
                    cell("home-tariff", cell_place(t, &[m, i], Some(s)), tau, "the tariff on domestic sales", "0");
                }
            }
            let gamma = t.gamma_nj[(m, s)];
            if !(gamma.is_finite() && (0.0..=1.0).contains(&gamma)) {
                cell(
                    "bad-value-added",
                    cell_place(t, &[m], Some(s)),
                    gamma,
                    "the value-added share",
                    "a share between 0 and 1",
                );
            }
            for k in 0..j {
                let g = t.gamma_nkj[(m, k, s)];
                if !(g.is_finite() && g >= 0.0) {
                    let mut place = cell_place(t, &[m], Some(s));
                    place.cell.push_str(&format!(", input {}", t.sectors[k].code));
                    cell("bad-input-share", place, g, "the input share", "a share of output, zero or more");
                }
            }
        }
    }
    findings
}

/// Names of all goods and of everything are not names of a sector.
fn name_findings(t: &WorldTables) -> Vec<Finding> {
    let reserved = |s: &&Sector| RESERVED_SECTORS.contains(&s.code.as_str());
    let finding = |s: &Sector| Finding {
        code: "reserved-name",
        place: Place { file: t.id.clone(), cell: format!("sector {}", s.code), ..Place::default() },
        message: format!("`{}` stands for a group of sectors and cannot be the code of one", s.code),
        expected: "a code of its own, such as C29".into(),
        remedy: "rename the sector in every table of the world".into(),
    };
    t.sectors.iter().filter(reserved).map(finding).collect()
}

/// Tariffs whose mean is beyond any in force are percentages in a column of fractions.
fn percent_finding(t: &WorldTables) -> Option<Finding> {
    let (mut trade, mut duty) = (0.0, 0.0);
    for j in 0..t.sectors.len() {
        for n in 0..t.economies.len() {
            for i in (0..t.economies.len()).filter(|i| *i != n) {
                trade += t.trade_nij[(n, i, j)];
                duty += t.trade_nij[(n, i, j)] * t.tau_nij[(n, i, j)];
            }
        }
    }
    (duty > HIGHEST_MEAN_TARIFF * trade).then(|| Finding {
        code: "tariffs-in-percent",
        place: Place { file: t.id.clone(), cell: "tariff".into(), ..Place::default() },
        message: format!("tariffs on imports average {:.0}% by trade", duty / trade * 100.0),
        expected: "fractions: 0.05 means 5%".into(),
        remedy: "divide the column by 100".into(),
    })
}

fn share_findings(t: &WorldTables) -> Vec<Finding> {
    let y_nj = output(&t.trade_nij);
    let mut findings = Vec::new();
    for n in 0..t.economies.len() {
        for j in 0..t.sectors.len() {
            let inputs: f64 = (0..t.sectors.len()).map(|k| t.gamma_nkj[(n, k, j)]).sum();
            let sum = inputs + t.gamma_nj[(n, j)];
            if y_nj[(n, j)] > 0.0 && (sum - 1.0).abs() > TOLERANCE {
                findings.push(Finding {
                    code: "shares-do-not-sum",
                    place: cell_place(t, &[n], Some(j)),
                    message: format!("value added and inputs sum to {sum:.12} of output"),
                    expected: "1".into(),
                    remedy: "give inputs and value added as shares of gross output of the same sector".into(),
                });
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests;
