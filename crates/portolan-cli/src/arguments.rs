//! What can be typed. Flags with the same meaning are spelt the same everywhere.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Answers questions of trade policy with numbers that carry their proof.
///
/// A question is a small file; `portolan scenarios` lists those that come with the program.
#[derive(Parser)]
#[command(name = "portolan", version, max_term_width = 100)]
#[command(after_help = "Examples:
  portolan run canada-asia-pivot               can Canada's Asia pivot succeed? A verdict and a briefing
  portolan run us-tariffs                      what the US duties of 24 October 2025 do to Canada
  portolan reference --as-of 2025-10-24        what was in force on that day, and what each layer does
  portolan init mycase --country VNM           a case of your own to start from
  portolan run mycase.toml                     its answer
  portolan dependence CAN                      on whom Canada depends, and how
  portolan world check my-world                what is wrong with a world of your own

Exit codes: 0 an answer, 1 no equilibrium or no file, 2 faults in the input.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Answer a scenario: who gains, who loses, by how much, and the proof of the solution.
    Run(Run),
    /// Answer several scenarios and set their results side by side.
    Compare(Compare),
    /// Show what is in force on a day: measures with rates, share of trade and source, and what each layer does.
    Reference(Reference),
    /// Explain a number of a briefing, or a variable: definition, equation, inputs, sources.
    Explain(Explain),
    /// Write a commented scenario for a case of your own.
    Init(Init),
    /// Show on whom an economy depends: gross exports, value added, and the welfare at stake with each partner.
    Dependence(Dependence),
    /// Check a world of your own, or make one from two long files.
    World(World),
    /// List the economies of a world.
    Economies(Catalogue),
    /// List the sectors of a world.
    Sectors(Catalogue),
    /// List the scenarios that come with the program.
    Scenarios,
    /// Print the format of scenario files as JSON Schema, or the dictionary of variables.
    Schema(Schema),
    /// Print a completion script for your shell.
    Completions(Completions),
}

#[derive(Args)]
#[command(after_help = "Examples:
  portolan run us-tariffs
  portolan run us-tariffs --set sets=all
  portolan run us-tariffs --why                terms of trade, volume of trade and so on
  portolan run us-tariffs --set elasticities=caliendo2015 --set model.factors=mobile
  portolan run question.toml --out answer --format csv,dta
  portolan run canada-asean --json | jq '.headline'")]
pub(crate) struct Run {
    /// Name of an embedded scenario, or path of a .toml file.
    pub(crate) scenario: String,
    #[command(flatten)]
    pub(crate) change: Change,
    /// Folder for the results: briefing, tables, manifest and log. New, empty, or of an earlier run, which is replaced.
    /// A scenario with a briefing writes to runs/NAME if nothing is said.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Forms of the tables in `--out`.
    #[arg(long, value_delimiter = ',', default_value = "parquet,csv", value_name = "FORM")]
    pub(crate) format: Vec<Format>,
    /// Say why: take the change of real income apart along the policy path (always done for `--out`).
    #[arg(long)]
    pub(crate) why: bool,
    /// Print the summary as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Changes to the scenario from the command line.
#[derive(Args)]
pub(crate) struct Change {
    /// Change a key of the scenario: country, sets, elasticities, closure, reference, world, as_of, model.factors, model.factor_share.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_value)]
    pub(crate) settings: Vec<(String, String)>,
    /// Answer as of this day: what was known then, and in force.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
}

impl Change {
    /// All changes as key and value.
    pub(crate) fn settings(&self) -> Vec<(String, String)> {
        let as_of = self.as_of.iter().map(|date| ("as_of".to_string(), date.clone()));
        self.settings.iter().cloned().chain(as_of).collect()
    }
}

#[derive(Args)]
#[command(after_help = "Example:
  portolan compare us-tariffs canada-only-tariff")]
pub(crate) struct Compare {
    /// Names of embedded scenarios, or paths of .toml files.
    #[arg(required = true, num_args = 2..)]
    pub(crate) scenarios: Vec<String>,
    #[command(flatten)]
    pub(crate) change: Change,
    /// Print the comparison as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
#[command(after_help = "Examples:
  portolan reference --as-of 2025-10-24
  portolan reference canada-2026 --all
  portolan reference --as-of 2026-03-01        listed, and not solved: duties by product hold for two days")]
pub(crate) struct Reference {
    /// The scenario whose reference world is shown.
    #[arg(default_value = "canada-asia-pivot")]
    pub(crate) scenario: String,
    #[command(flatten)]
    pub(crate) change: Change,
    /// List every measure, not the largest alone.
    #[arg(long)]
    pub(crate) all: bool,
    /// Print as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
#[command(after_help = "Examples:
  portolan explain n17                         the number n17 of the latest briefing
  portolan explain pipeline.real_income.CAN
  portolan explain real_income                 what the variable is
  portolan explain n17 --run runs/canada-2026")]
pub(crate) struct Explain {
    /// A number of a briefing (n17, or its name), or a variable of the results table.
    pub(crate) id: String,
    /// Folder of the run; the latest below runs/ if nothing is said.
    #[arg(long, value_name = "DIR")]
    pub(crate) run: Option<PathBuf>,
}

#[derive(Args)]
#[command(after_help = "Examples:
  portolan init mycase --country VNM
  portolan init mycase --country MEX --market USA")]
pub(crate) struct Init {
    /// Name of the case: the file NAME.toml is written here; it must not exist.
    pub(crate) name: String,
    /// Code of the country whose question it is.
    #[arg(long, value_name = "CODE")]
    pub(crate) country: String,
    /// Code of the market on which it depends; its largest one if nothing is said.
    #[arg(long, value_name = "CODE")]
    pub(crate) market: Option<String>,
    /// An embedded world, or the path of a folder.
    #[arg(long, default_value = portolan::DEFAULT_WORLD, value_name = "WORLD")]
    pub(crate) world: String,
}

#[derive(Args)]
#[command(after_help = "Examples:
  portolan dependence CAN
  portolan dependence VNM --elasticities caliendo2015 --json")]
pub(crate) struct Dependence {
    /// Code of the economy.
    pub(crate) economy: String,
    /// An embedded world, or the path of a folder.
    #[arg(long, default_value = portolan::DEFAULT_WORLD, value_name = "WORLD")]
    pub(crate) world: String,
    /// The elasticity set for the welfare at stake: a name, or the path of a file.
    #[arg(long, default_value = "recommended", value_name = "SET")]
    pub(crate) elasticities: String,
    /// Number of partners shown.
    #[arg(long, default_value_t = 15, value_name = "N")]
    pub(crate) partners: usize,
    /// Folder for the results.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Forms of the tables in `--out`.
    #[arg(long, value_delimiter = ',', default_value = "parquet,csv", value_name = "FORM")]
    pub(crate) format: Vec<Format>,
    /// Print all rows as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct World {
    #[command(subcommand)]
    pub(crate) command: WorldCommand,
}

#[derive(Subcommand)]
pub(crate) enum WorldCommand {
    /// List everything that is wrong with a world folder.
    Check {
        /// The folder.
        folder: PathBuf,
    },
    /// Make a world folder from long files: balances it, derives deficits and reports each repair.
    New(NewWorld),
}

#[derive(Args)]
#[command(after_help = "Example:
  portolan world new my-world --from flows.csv --io io.csv --unit 'USD mn' --year 2019

flows.csv has columns importer,exporter,sector,trade and, if you like, tariff; domestic sales stand on importer = exporter.
io.csv has columns economy,input,sector,share: inputs as shares of output; the input VA is value added.
io.csv may hold values instead: the column is then `value`.")]
pub(crate) struct NewWorld {
    /// The folder to make; it must not exist.
    pub(crate) folder: PathBuf,
    /// Trade at producer prices, without tariffs.
    #[arg(long, value_name = "FILE")]
    pub(crate) from: PathBuf,
    /// Input–output shares.
    #[arg(long, value_name = "FILE")]
    pub(crate) io: PathBuf,
    /// Unit of trade in the file.
    #[arg(long, value_name = "UNIT")]
    pub(crate) unit: String,
    /// Year of the flows.
    #[arg(long, value_name = "YEAR")]
    pub(crate) year: i32,
    /// One line for people.
    #[arg(long, default_value = "", value_name = "TEXT")]
    pub(crate) title: String,
    /// Sectors that are services, all others being goods.
    #[arg(long, value_delimiter = ',', value_name = "SECTORS")]
    pub(crate) services: Vec<String>,
}

#[derive(Args)]
pub(crate) struct Catalogue {
    /// An embedded world, or the path of a folder.
    #[arg(long, default_value = portolan::DEFAULT_WORLD, value_name = "WORLD")]
    pub(crate) world: String,
    /// Print as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Schema {
    /// Print the variables of the results table instead: name, unit, definition, equation, source.
    #[arg(long)]
    pub(crate) variables: bool,
}

#[derive(Args)]
pub(crate) struct Completions {
    /// The shell.
    pub(crate) shell: clap_complete::Shell,
}

/// Form of a results table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Apache Parquet.
    Parquet,
    /// Comma-separated text.
    Csv,
    /// Stata 118.
    Dta,
}

impl From<Format> for portolan::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Parquet => portolan::Format::Parquet,
            Format::Csv => portolan::Format::Csv,
            Format::Dta => portolan::Format::Dta,
        }
    }
}

fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().into(), value.trim().into())),
        _ => Err("write KEY=VALUE, for example sets=all".into()),
    }
}
