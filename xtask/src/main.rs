//! Work on the repository itself: deriving the embedded worlds.

use anyhow::Result;
use clap::{Parser, Subcommand};

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
}

fn main() -> Result<()> {
    match Cli::parse().task {
        Task::World(args) => world::run(&args),
    }
}
