//! Work on the repository itself: deriving the embedded worlds, and keeping the tree tidy.

use anyhow::Result;
use clap::{Parser, Subcommand};
use portolan_core::Finding;

mod growth;
mod measures;
mod nafta;
mod tidy;
mod world;

/// Work on the repository itself.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Derive the embedded world from public tables, balance it and report what moved.
    World(world::Args),
    /// The table of US duties of the scenario `us-tariffs`.
    Measures(measures::Args),
    /// Real GDP by economy and year, from an extract of the IMF's World Economic Outlook.
    Growth(growth::Args),
    /// Solve the world of Caliendo and Parro (2015) and write it with its tariffs of 2005.
    Nafta(nafta::Args),
    /// Check what no compiler checks.
    Tidy,
}

fn main() -> Result<()> {
    match Cli::parse().task {
        Task::World(args) => world::run(&args),
        Task::Measures(args) => args.run(),
        Task::Growth(args) => args.run(),
        Task::Nafta(args) => nafta::run(&args),
        Task::Tidy => tidy::run(),
    }
}

/// All findings as one error.
fn listed(findings: &[Finding]) -> anyhow::Error {
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    anyhow::anyhow!("{} findings\n{}", findings.len(), lines.join("\n"))
}
