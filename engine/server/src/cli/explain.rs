//! `reglament explain`: the page of a rule, or a due date day by day.

mod case;
mod due;
mod moment;

use clap::{Args, Subcommand};
use reglament_core::diagnostic::{Rule, did_you_mean};
use reglament_core::language::rules;

use super::output::print;
use super::{CommandResult, Usage};

/// Explain a rule of the checker, or a due date day by day
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    arg_required_else_help = true,
    after_help = "\
Examples:
  reglament explain RGL-014
  reglament explain due --process processes/mia/border-zone-pass --from 2026-03-18T10:00
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
            (None, Some(all)) if all == "all" => print(&list()),
            (None, code) => print(rule(&code.unwrap_or_default())?.page),
        }
    }
}

fn list() -> String {
    let line = |rule: &&Rule| format!("{}  {}", rule.code, rule.name);
    rules::ALL.iter().map(line).collect::<Vec<_>>().join("\n") + "\n"
}

fn rule(code: &str) -> Result<&'static Rule, Usage> {
    rules::by_code(code).ok_or_else(|| {
        let near = did_you_mean(&code.to_uppercase(), rules::ALL.iter().map(|rule| rule.code));
        let help = near.map_or_else(
            || "`reglament explain all` lists the rules".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Usage(format!("there is no rule `{code}`; {help}"))
    })
}
