//! `reglament program`: programs with tokens, such as a portal or an external worker.

use std::collections::BTreeSet;

use clap::{Args, Subcommand};
use reglament_core::command::Role;
use reglament_store::Holder;

use super::keeping::{change, joined, place, print, roster, run};
use super::{CommandResult, Outcome};
use crate::auth::{new_token, tokens};
use crate::organization::{KeepError, edit};
use crate::settings::StoreSettings;

/// Programs with tokens: portals, external workers
#[derive(Args, Debug)]
pub struct Program {
    #[command(subcommand)]
    command: ProgramCommand,
}

#[derive(Debug, Subcommand)]
enum ProgramCommand {
    Add(Add),
    Change(Change),
    List(List),
}

/// Add a program and print its first token, which may be used for all that the program may do
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament program add portal --role filing
  reglament program add register-worker --role worker --store postgres://reglament@db/reglament
Further tokens, with scopes and an end: reglament token add --help")]
struct Add {
    /// Its name, as the history shows it
    program: String,
    /// What it may do: filing, worker, supervisor, auditor; may be given several times
    #[arg(long = "role", required = true, value_parser = super::role)]
    roles: Vec<Role>,
    #[command(flatten)]
    store: StoreSettings,
}

/// Change a program: what is not given stays as it is
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament program change portal --role filing --role supervisor
  reglament program change portal --off")]
struct Change {
    /// Its name
    program: String,
    /// What it may do; may be given several times
    #[arg(long = "role", value_parser = super::role)]
    roles: Vec<Role>,
    /// Its tokens count no more
    #[arg(long)]
    off: bool,
    /// Its tokens count again
    #[arg(long, conflicts_with = "off")]
    on: bool,
    #[command(flatten)]
    store: StoreSettings,
}

/// List the programs
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament program list
  reglament program list --json")]
struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreSettings,
}

impl Program {
    pub(super) fn run(self) -> CommandResult {
        run(async {
            match self.command {
                ProgramCommand::Add(add) => add.run().await,
                ProgramCommand::Change(change) => change.run().await,
                ProgramCommand::List(list) => list.run().await,
            }
        })
    }
}

impl Add {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        let token = new_token()?;
        let roles = BTreeSet::from_iter(self.roles);
        let holder = Holder::Program(self.program.clone());
        let row = tokens::row(&token, holder, "first", place.now);
        let program = reglament_store::Program { program: self.program, roles, active: true };
        change(&place, "program", |roster, by| {
            let mut kept = edit::program(roster, by, program.clone(), true)?;
            kept.changes.push(reglament_store::Change::Token(row.clone()));
            Ok(kept)
        })
        .await?;
        println!("token: {token}   (shown this once)");
        Ok(Outcome::Good)
    }
}

impl Change {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        change(&place, &format!("program `{}`", self.program), |roster, by| {
            let mut program = roster.program(&self.program).cloned().ok_or(KeepError::NotFound)?;
            if !self.roles.is_empty() {
                program.roles = self.roles.iter().copied().collect();
            }
            program.active = self.on || (program.active && !self.off);
            edit::program(roster, by, program, false)
        })
        .await?;
        println!("{} is changed", self.program);
        Ok(Outcome::Good)
    }
}

impl List {
    async fn run(self) -> CommandResult {
        let place = place(&self.store).await?;
        let roster = roster(&place).await?;
        print(&roster.data().programs, self.json, |program| {
            let off = if program.active { "" } else { "off" };
            let roles = joined(program.roles.iter().map(|role| role.as_str()));
            vec![program.program.clone(), roles, off.to_owned()]
        })?;
        Ok(Outcome::Good)
    }
}
