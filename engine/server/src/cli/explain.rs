//! `reglament explain`: the page of a rule, or a due date day by day.

mod case;
mod due;
mod moment;

use clap::{Args, Subcommand};

use super::output::print;
use super::{CommandResult, Usage, explain_code};

/// Explain a rule of the checker, or a due date day by day
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    arg_required_else_help = true,
    after_help = "\
Examples:
  reglament explain RGL-014
  reglament explain due --process processes/town/library-card --from 2026-03-18T10:00
  reglament explain due --help"
)]
pub struct Explain {
    /// The code of a rule, such as RGL-014; `all` lists them
    rule: Option<String>,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    Due(due::ExplainDue),
}

impl Explain {
    pub(super) fn run(self) -> CommandResult {
        match (self.what, self.rule) {
            (Some(What::Due(due)), _) => due.run(),
            (None, Some(all)) if all == "all" => print(&explain_code::list()),
            (None, code) => {
                print(explain_code::explain_code(&code.unwrap_or_default()).map_err(Usage)?)
            }
        }
    }
}
