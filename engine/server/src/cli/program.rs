//! `reglament program`: programs with tokens, such as a portal or an external worker.

use std::collections::BTreeSet;

use clap::{Args, Subcommand};
use reglament_core::command::Role;

use super::{CommandResult, Outcome};
use crate::auth::{new_token, tokens};
use crate::serve::open_store;
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
}

/// Add a program and print its token; a token that it had before is void
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament program add portal --role filing
  reglament program add register-worker --role worker --store postgres://reglament@db/reglament")]
struct Add {
    /// Its name, as the history shows it
    program: String,
    /// What it may do: filing, worker; may be given several times
    #[arg(long = "role", required = true, value_parser = super::role)]
    roles: Vec<Role>,
    #[command(flatten)]
    store: StoreSettings,
}

impl Program {
    pub(super) fn run(self) -> CommandResult {
        let ProgramCommand::Add(add) = self.command;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(add.run())
    }
}

impl Add {
    async fn run(self) -> CommandResult {
        let store = open_store(&self.store).await?;
        let roles = BTreeSet::from_iter(self.roles);
        let token = new_token()?;
        let program = reglament_store::Program { program: self.program, roles, active: true };
        let change = tokens::program(program, &token, "first", jiff::Timestamp::now());
        store.change_organization(change).await?;
        println!("token: {token}   (shown this once)");
        Ok(Outcome::Good)
    }
}
