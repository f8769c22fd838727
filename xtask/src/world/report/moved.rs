//! Tables of what moved: rates by group, importer and sector; intermediate use by economy and input.

use std::fmt::Write as _;

use portolan_core::{Cube, Panel};

use super::super::Built;
use super::total;

/// Importers whose duty on Canada's goods the facts speak about.
const IMPORTERS: [&str; 10] = ["CHN", "IDN", "IND", "JPN", "KOR", "MYS", "PHL", "THA", "TWN", "VNM"];

/// What each group of corrections moved.
pub(super) fn corrections(built: &Built) -> String {
    let mut text = String::from(
        "Each group of corrections replaces or caps the rates of one importer; `services` sets services free, `ceiling` \
         caps every rate at one half at the end. Means are weighted by trade in the cells that moved.\n\n\
         | group | cells moved | trade in them | mean before, % | after, % | largest change, points |\n|---|---|---|---|---|---|\n",
    );
    for c in &built.corrections {
        let _ = writeln!(
            text,
            "| {} | {} | {:.0} | {:.2} | {:.2} | {:+.1} |",
            c.group,
            c.cells,
            c.trade,
            100.0 * c.mean[0],
            100.0 * c.mean[1],
            100.0 * c.largest
        );
    }
    let goods = |tau: &Cube| 100.0 * mean_rate(built, tau, |_, _, j| built.world.sectors()[j].goods);
    let cells = built.world.economies().len() * (built.world.economies().len() - 1);
    let _ = writeln!(
        text,
        "\nThe mean duty on the world's trade in goods falls from {:.2} to {:.2}%. Of the {} rates on goods {} are those of \
         the source.\n",
        goods(&built.raw.tau_nij),
        goods(built.world.tau_nij()),
        cells * built.world.sectors().iter().filter(|s| s.goods).count(),
        unmoved(built)
    );
    text
}

fn unmoved(built: &Built) -> usize {
    let (n, j) = (built.world.economies().len(), built.world.sectors().len());
    let goods = (0..j).filter(|&s| built.world.sectors()[s].goods);
    let moved =
        |m: usize, i: usize, s: usize| (built.world.tau_nij()[(m, i, s)] - built.raw.tau_nij[(m, i, s)]).abs() > 5.1e-5;
    goods.map(|s| (0..n).map(|m| (0..n).filter(|&i| i != m && !moved(m, i, s)).count()).sum::<usize>()).sum()
}

/// Trade-weighted duties on Canada's goods.
pub(super) fn duties(built: &Built) -> String {
    let world = &built.world;
    let mut text = String::from(
        "Duty on Canada's goods, weighted by trade, in per cent:\n\n| importer | source | shipped |\n|---|---|---|\n",
    );
    for importer in IMPORTERS {
        let (Some(n), Some(canada)) = (world.economy(importer), world.economy("CAN")) else { continue };
        let duty =
            |tau: &Cube| 100.0 * mean_rate(built, tau, |m, i, j| m == n && i == canada && world.sectors()[j].goods);
        let _ = writeln!(text, "| {importer} | {:.2} | {:.2} |", duty(&built.raw.tau_nij), duty(world.tau_nij()));
    }
    text + "\n"
}

/// Means and largest changes by sector.
pub(super) fn rates_by_sector(built: &Built) -> String {
    let mut text = String::from(
        "By sector: mean rate on world trade before and after, mean of the absolute change, and the cell that moved most.\n\n\
         | sector | before, % | after, % | mean change, points | largest change, points | in |\n|---|---|---|---|---|---|\n",
    );
    let change = change(built);
    for (j, sector) in built.world.sectors().iter().enumerate() {
        let mean = |tau: &Cube| 100.0 * mean_rate(built, tau, |_, _, s| s == j);
        let Some((value, m, i, _)) = largest(&change, 1, |_, _, s| s == j).into_iter().next() else { continue };
        let code = |n: usize| &built.world.economies()[n].code;
        let _ = writeln!(
            text,
            "| {} | {:.2} | {:.2} | {:.2} | {:+.1} | {} on {} |",
            sector.code,
            mean(&built.raw.tau_nij),
            mean(built.world.tau_nij()),
            mean(&absolute(&change)),
            100.0 * value,
            code(m),
            code(i)
        );
    }
    text + "\n"
}

/// The cells of goods whose change weighs most in trade.
pub(super) fn largest_rates(built: &Built) -> String {
    let change = change(built);
    let trade = &built.raw.trade_nij;
    let weighted = Cube::from_fn(trade.economies(), trade.sectors(), |m, i, j| {
        change[(m, i, j)] * trade[(m, i, j)] * f64::from(u8::from(built.world.sectors()[j].goods))
    });
    let mut text = String::from(
        "The twelve cells whose change, times trade, is largest:\n\n| importer | exporter | sector | trade | change, points |\n|---|---|---|---|---|\n",
    );
    for (_, m, i, j) in largest(&weighted, 12, |_, _, _| true) {
        let code = |n: usize| &built.world.economies()[n].code;
        let (flow, points) = (trade[(m, i, j)], 100.0 * change[(m, i, j)]);
        let _ = writeln!(
            text,
            "| {} | {} | {} | {flow:.0} | {points:+.1} |",
            code(m),
            code(i),
            built.world.sectors()[j].code
        );
    }
    text + "\n"
}

/// Mean of rates over the cells that `counts`, domestic sales left out, weighted by trade.
fn mean_rate(built: &Built, tau: &Cube, counts: impl Fn(usize, usize, usize) -> bool) -> f64 {
    let trade = &built.raw.trade_nij;
    let (mut paid, mut value) = (0.0, 0.0);
    for j in 0..trade.sectors() {
        for m in 0..trade.economies() {
            for i in (0..trade.economies()).filter(|&i| i != m && counts(m, i, j)) {
                paid += tau[(m, i, j)] * trade[(m, i, j)];
                value += trade[(m, i, j)];
            }
        }
    }
    if value > 0.0 { paid / value } else { 0.0 }
}

fn change(built: &Built) -> Cube {
    let (before, after) = (&built.raw.tau_nij, built.world.tau_nij());
    Cube::from_fn(after.economies(), after.sectors(), |m, i, j| after[(m, i, j)] - before[(m, i, j)])
}

fn absolute(cube: &Cube) -> Cube {
    Cube::from_fn(cube.economies(), cube.sectors(), |m, i, j| cube[(m, i, j)].abs())
}

/// The largest cells by absolute value, with their place.
fn largest(cube: &Cube, count: usize, counts: impl Fn(usize, usize, usize) -> bool) -> Vec<(f64, usize, usize, usize)> {
    let mut cells = Vec::new();
    for j in 0..cube.sectors() {
        for m in 0..cube.economies() {
            for i in (0..cube.economies()).filter(|&i| counts(m, i, j)) {
                cells.push((cube[(m, i, j)], m, i, j));
            }
        }
    }
    cells.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    cells.truncate(count);
    cells
}

/// Intermediate use before and after balancing.
pub(super) struct Balancing {
    before: Panel,
    after: Panel,
    /// Half of the absolute changes of all cells `(k, j)` of an economy: what left one cell for another.
    moved_n: Vec<f64>,
}

impl Balancing {
    pub(super) fn new(built: &Built) -> Self {
        let (n, j) = (built.world.economies().len(), built.world.sectors().len());
        let y = built.world.y_nj();
        let (measured, balanced) = (&built.raw.gamma_nkj, &built.balance.gamma_nkj);
        let used = |gamma: &portolan_core::InputTable| {
            Panel::from_fn(n, j, |m, k| (0..j).map(|s| gamma[(m, k, s)] * y[(m, s)]).sum())
        };
        let cell = |m: usize, k: usize, s: usize| (balanced[(m, k, s)] - measured[(m, k, s)]).abs() * y[(m, s)];
        let moved_n =
            (0..n).map(|m| 0.5 * (0..j).map(|k| (0..j).map(|s| cell(m, k, s)).sum::<f64>()).sum::<f64>()).collect();
        Self { before: used(measured), after: used(balanced), moved_n }
    }

    /// Share of the world's intermediate use that moved.
    pub(super) fn share(&self) -> f64 {
        self.moved_n.iter().sum::<f64>() / total(&self.after)
    }

    pub(super) fn tables(&self, built: &Built) -> String {
        let rounds = &built.balance.rounds_n;
        format!(
            "Input coefficients move until every economy keeps at least 0.1% of what it buys of a product for final demand. \
             {:.3}% of the world's intermediate use moves, in {} of {} economies; the longest takes {} rounds. Trade, \
             tariffs and value-added shares do not move.\n\n{}{}{}",
            100.0 * self.share(),
            rounds.iter().filter(|&&r| r > 0).count(),
            rounds.len(),
            rounds.iter().max().copied().unwrap_or(0),
            self.by_economy(built),
            self.by_input(built),
            self.largest_cells(built)
        )
    }

    fn by_economy(&self, built: &Built) -> String {
        let codes = built.world.economies();
        let share = |n: usize| 100.0 * self.moved_n[n] / self.after.row(n).iter().sum::<f64>();
        let mut order: Vec<usize> = (0..codes.len()).collect();
        order.sort_by(|&a, &b| share(b).total_cmp(&share(a)));
        let shown = (order.iter().copied().enumerate())
            .filter(|(place, n)| *place < 12 || ["CAN", "USA", "MEX", "CHN", "JPN"].contains(&codes[*n].code.as_str()));
        let mut text = String::from("| economy | moved | of its intermediate use, % |\n|---|---|---|\n");
        for (_, n) in shown {
            let _ = writeln!(text, "| {} | {:.0} | {:.3} |", codes[n].code, self.moved_n[n], share(n));
        }
        text + "\n"
    }

    fn by_input(&self, built: &Built) -> String {
        let mut text = String::from("| input | use before | after | change, % |\n|---|---|---|---|\n");
        for (k, sector) in built.world.sectors().iter().enumerate() {
            let sum = |panel: &Panel| -> f64 { (0..panel.economies()).map(|n| panel[(n, k)]).sum() };
            let (before, after) = (sum(&self.before), sum(&self.after));
            let _ = writeln!(
                text,
                "| {} | {before:.0} | {after:.0} | {:+.2} |",
                sector.code,
                100.0 * (after / before - 1.0)
            );
        }
        text + "\n"
    }

    fn largest_cells(&self, built: &Built) -> String {
        let (n, j) = (self.before.economies(), self.before.sectors());
        let mut cells: Vec<(f64, usize, usize)> = (0..n)
            .flat_map(|m| (0..j).map(move |k| (m, k)))
            .map(|(m, k)| (self.after[(m, k)] - self.before[(m, k)], m, k))
            .collect();
        cells.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
        let mut text = String::from(
            "The fifteen uses that move most:\n\n| economy | input | use before | after | change, % |\n|---|---|---|---|---|\n",
        );
        for (change, m, k) in cells.into_iter().take(15) {
            let (before, after) = (self.before[(m, k)], self.after[(m, k)]);
            let (economy, input) = (&built.world.economies()[m].code, &built.world.sectors()[k].code);
            let _ =
                writeln!(text, "| {economy} | {input} | {before:.0} | {after:.0} | {:+.1} |", 100.0 * change / before);
        }
        text + "\n"
    }
}
