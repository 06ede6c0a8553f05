//! The command line: one file below `cli/` and one line in `Command` for each subcommand.
//!
//! Exit codes: 0 all well, 1 problems were found or the command failed, 2 the command line was wrong.

mod absence;
mod audit;
mod bench;
pub mod check;
mod deadlines;
mod demo;
mod diagram;
mod diff;
mod explain;
pub mod explain_code;
mod export;
mod git;
mod group;
mod import;
mod keeping;
mod letter;
mod migrate;
mod new;
mod office;
mod one_map;
mod organization;
mod output;
mod person;
mod program;
mod publish;
pub mod scenario_files;
mod schedule;
mod schema;
mod serve;
pub mod simulate;
mod table;
pub mod test;
mod token;
mod verify;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use reglament_core::command::Role;

/// How a command that did its work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All well: exit code 0.
    Good,
    /// It found problems and has printed them: exit code 1.
    Problems,
}

/// The command line named something that is not there: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

/// Why a subcommand failed.
type Failed = Box<dyn Error + Send + Sync>;

/// What a subcommand gives back; an error is printed and exits with 1, a [`Usage`] with 2.
pub type CommandResult = Result<Outcome, Failed>;

/// Executable regulations: YAML process maps, run to the letter
#[derive(Debug, Parser)]
#[command(
    name = "reglament",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  reglament serve --demo
  reglament check
  reglament table processes/town/library-card
  reglament explain due --process processes/town/library-card --from 2026-03-18T10:00

Exit codes: 0 all well, 1 problems were found or the command failed, 2 the command line was wrong.
`reglament <COMMAND> --help` has more examples."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Check(check::Check),
    New(new::New),
    Table(table::PrintTable),
    Schema(schema::PrintSchema),
    Diagram(diagram::Draw),
    Diff(diff::Compare),
    Publish(publish::Publish),
    Migrate(migrate::Migrate),
    Import(import::Import),
    Test(test::Test),
    Simulate(simulate::Simulate),
    Letter(letter::MakeLetter),
    Explain(explain::Explain),
    Deadlines(deadlines::Deadlines),
    Demo(demo::MakeDemo),
    Verify(verify::Verify),
    Audit(audit::Audit),
    Export(export::Export),
    Bench(bench::Bench),
    Person(person::Person),
    Program(program::Program),
    Schedule(schedule::Schedule),
    Office(office::Office),
    Group(group::Group),
    Absence(absence::Absence),
    Token(token::Token),
    Organization(organization::Organization),
}

/// Reads the arguments, runs the subcommand and gives the exit code.
pub fn run() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Serve(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::New(command) => command.run(),
        Command::Table(command) => command.run(),
        Command::Schema(command) => command.run(),
        Command::Diagram(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Publish(command) => command.run(),
        Command::Migrate(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Test(command) => command.run(),
        Command::Simulate(command) => command.run(),
        Command::Letter(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Deadlines(command) => command.run(),
        Command::Demo(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::Audit(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::Bench(command) => command.run(),
        Command::Person(command) => command.run(),
        Command::Program(command) => command.run(),
        Command::Schedule(command) => command.run(),
        Command::Office(command) => command.run(),
        Command::Group(command) => command.run(),
        Command::Absence(command) => command.run(),
        Command::Token(command) => command.run(),
        Command::Organization(command) => command.run(),
    };
    match result {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::FAILURE,
        // Who reads through `head` has read enough.
        Err(error) if is_closed_pipe(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("reglament: {error}");
            if error.is::<Usage>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

fn is_closed_pipe(error: &(dyn Error + 'static)) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|fault| fault.kind() == std::io::ErrorKind::BrokenPipe)
}

/// A role by its name.
fn role(name: &str) -> Result<Role, String> {
    Role::ALL.into_iter().find(|role| role.as_str() == name).ok_or_else(|| {
        let names: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("the roles are {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
