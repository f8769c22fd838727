//! The facade of Portolan: a scenario file in, the results table out. One file a verb.
//!
//! ```no_run
//! let case = portolan::Case::load("us-tariffs", &[])?;
//! let run = portolan::run(&case, portolan::Detail::TERMINAL)?;
//! let income = run.main_block("scenario").value("real_income", "CAN", "", "").unwrap();
//! println!("{:+.3}%", (income.value / income.reference - 1.0) * 100.0);
//! # Ok::<(), portolan::Error>(())
//! ```
//!
//! | module | verb |
//! |---|---|
//! | [`case`] | read a question and all that it names |
//! | [`run`](mod@run) | solve it: rows of the results table, each block with its proof |
//! | [`dependence`](mod@dependence) | on whom an economy depends |
//! | [`output`] | write a run to a folder |
//! | [`manifest`](mod@manifest) | what an answer depends on |

pub mod block;
pub mod briefing;
pub mod case;
mod deals;
pub mod dependence;
mod embedded;
mod error;
mod facts;
mod folder;
pub mod init;
pub mod manifest;
pub mod new_world;
mod outcome_rows;
pub mod output;
mod question;
pub mod reference_world;
mod rows;
pub mod run;
mod settings;
mod structures;
mod texts;
mod variants;
mod walk;

pub use block::Block;
pub use briefing::{LEDGER, briefing, explain};
pub use case::{Case, DEFAULT_WORLD, world};
pub use dependence::{Dependence, dependence};
pub use embedded::{overlay_names, scenario_names};
pub use error::{Error, Sources};
pub use init::{NewCase, new_case, write_new_case};
pub use manifest::manifest;
pub use new_world::new_world;
pub use output::{write_run, write_tables};
pub use portolan_core::results::{Kind, Row, VARIABLES, Variable, variable};
pub use portolan_core::scenario::{Scenario, scenario_schema};
pub use portolan_core::{Economy, Finding, Place, Sector, World};
pub use portolan_data::{CustomsShare, Format, NewWorld, Repair, Unit, product_name};
pub use question::{Policy, Question, Regime};
pub use reference_world::{InForce, Layer, Registered, in_force};
pub use run::{Detail, Progress, Run, run, run_with};

/// Name and title of each embedded scenario.
pub fn scenarios() -> Vec<(String, String)> {
    let title = |name: &str| {
        let text = embedded::file(&format!("{name}.toml")).map_or("", |(_, text)| text);
        Scenario::decode(text, name).0.title
    };
    scenario_names().into_iter().map(|name| (name.to_string(), title(name))).collect()
}

/// The scenario format as JSON Schema, indented.
pub fn schema_text() -> String {
    serde_json::to_string_pretty(&scenario_schema()).unwrap_or_default()
}
