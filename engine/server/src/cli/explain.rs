//! `reglament explain`: the page of a rule; or how the fee, the documents, the requirements and the due
//! date of a case come about.

mod case;
mod due;
mod facts;
mod format;
mod moment;
mod place;

use clap::{Args, Subcommand};

use reglament_core::explain::Question;

use super::output::print;
use super::{CommandResult, Usage, explain_code};

/// Explain a rule of the checker, or the fee, documents, requirements and due date of a case
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    arg_required_else_help = true,
    after_help = "\
Examples:
  reglament explain RGL-014
  reglament explain due --process processes/town/library-card --from 2026-03-18T10:00
  reglament explain fee --process processes/town/library-card --data case.yaml --on 2026-03-18
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
    /// Explain what is paid: each amount with its rule, inputs, computation and sources
    Fee(facts::ExplainFacts),
    /// Explain which documents are demanded: each with its rule, inputs and sources
    Documents(facts::ExplainFacts),
    /// Explain which requirements hold, and which do not
    Requirements(facts::ExplainFacts),
    Due(due::ExplainDue),
}

impl Explain {
    pub(super) fn run(self) -> CommandResult {
        match (self.what, self.rule) {
            (Some(What::Fee(facts)), _) => facts.run(Question::Fee),
            (Some(What::Documents(facts)), _) => facts.run(Question::Documents),
            (Some(What::Requirements(facts)), _) => facts.run(Question::Requirements),
            (Some(What::Due(due)), _) => due.run(),
            (None, Some(all)) if all == "all" => print(&explain_code::list()),
            (None, code) => {
                print(explain_code::explain_code(&code.unwrap_or_default()).map_err(Usage)?)
            }
        }
    }
}
