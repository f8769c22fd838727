//! The `portolan` command.

mod arguments;
mod commands;
mod diagnostics;
mod number;
mod table;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use portolan::Error;

use arguments::{Arguments, Command};

/// Bad input: nothing was written.
const BAD_INPUT: u8 = 2;
/// No equilibrium, or the operating system refused.
const FAILURE: u8 = 1;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match answer(arguments.command) {
        Ok(text) => print(&text),
        Err(Error::Input { findings, sources }) => {
            eprintln!("{}", diagnostics::report(&findings, &sources, std::io::stderr().is_terminal()));
            ExitCode::from(BAD_INPUT)
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(FAILURE)
        }
    }
}

fn answer(command: Command) -> Result<String, Error> {
    match command {
        Command::Run(arguments) => commands::run::answer(&arguments),
        Command::Compare(arguments) => commands::compare::answer(&arguments),
        Command::Reference(arguments) => commands::reference::answer(&arguments),
        Command::Explain(arguments) => commands::explain::answer(&arguments),
        Command::Init(arguments) => commands::init::answer(&arguments),
        Command::Dependence(arguments) => commands::dependence::answer(&arguments),
        Command::World(arguments) => commands::world::answer(&arguments),
        Command::Economies(arguments) => commands::catalogue::economies(&arguments),
        Command::Sectors(arguments) => commands::catalogue::sectors(&arguments),
        Command::Scenarios => Ok(commands::catalogue::scenarios()),
        Command::Schema(arguments) => Ok(commands::catalogue::schema(&arguments)),
        Command::Completions(arguments) => Ok(commands::catalogue::completions(&arguments)),
    }
}

/// A reader that closes early, such as `head`, is no fault.
fn print(text: &str) -> ExitCode {
    match writeln!(std::io::stdout().lock(), "{}", text.trim_end()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) if fault.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(FAILURE),
    }
}
