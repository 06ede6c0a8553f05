//! `reglament migrate`: running cases go to another edition.

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use reglament_core::migration::{CaseMove, ClockRule, MigrationPlan};
use reglament_store::{MigrationCase, MigrationRow};

use super::CommandResult;
use super::output::print;
use super::publish::{Site, analyst};
use crate::app::App;
use crate::migrations::{self, MigrationError, carry_out};

/// Cases that are printed; `--json` prints all.
const SHOWN: usize = 20;
/// Cases that are read at a time.
const READ: u32 = 1_000;

/// Move running cases to another edition: list what would change, do it, undo it
#[derive(Args, Debug)]
pub struct Migrate {
    #[command(subcommand)]
    command: MigrateCommand,
}

#[derive(Debug, Subcommand)]
enum MigrateCommand {
    Preview(Preview),
    Execute(Execute),
    Undo(Execute),
    Show(Show),
}

/// List what moving the running cases of an edition would change in each of them
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament migrate preview --from 0123456789abcdef --to fedcba9876543210 --by inkar
  reglament migrate preview --from 0123456789abcdef --to fedcba9876543210 --by inkar \\
      --step intake=reception --field phone=mobile --keep-due-dates")]
struct Preview {
    /// The edition that the cases run
    #[arg(long, value_name = "EDITION", required_unless_present = "plan")]
    from: Option<String>,
    /// The edition that they go to
    #[arg(long, value_name = "EDITION", required_unless_present = "plan")]
    to: Option<String>,
    /// The step that continues another, OLD=NEW; may be given several times
    #[arg(long = "step", value_name = "OLD=NEW")]
    steps: Vec<String>,
    /// The path at which a field goes on, OLD=NEW; may be given several times
    #[arg(long = "field", value_name = "OLD=NEW")]
    fields: Vec<String>,
    /// Keep the due dates that applicants were told
    #[arg(long)]
    keep_due_dates: bool,
    /// The plan as a YAML file, instead of the options above
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "to", "steps", "fields", "keep_due_dates"])]
    plan: Option<PathBuf>,
    /// Who plans it, for the audit
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    site: Site,
}

/// Move the cases of a migration as listed, or back; it goes on where it was stopped
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament migrate execute k3J9xQ2mB7aZ --by inkar
  reglament migrate undo k3J9xQ2mB7aZ --by inkar")]
struct Execute {
    /// The migration
    id: String,
    /// Who does it, for the audit
    #[arg(long, value_name = "NAME")]
    by: String,
    #[command(flatten)]
    site: Site,
}

/// Print a migration and what became of its cases
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament migrate show k3J9xQ2mB7aZ
  reglament migrate show k3J9xQ2mB7aZ --json")]
struct Show {
    /// The migration
    id: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    site: Site,
}

impl Migrate {
    pub(super) fn run(self) -> CommandResult {
        super::keeping::run(async {
            match self.command {
                MigrateCommand::Preview(preview) => preview.run().await,
                MigrateCommand::Execute(execute) => execute.run(false).await,
                MigrateCommand::Undo(execute) => execute.run(true).await,
                MigrateCommand::Show(show) => show.run().await,
            }
        })
    }
}

impl Preview {
    fn wanted(&self) -> Result<MigrationPlan, super::Failed> {
        if let Some(file) = &self.plan {
            let text = std::fs::read_to_string(file)
                .map_err(|error| format!("{}: {error}", file.display()))?;
            return Ok(serde_yaml::from_str(&text)
                .map_err(|error| format!("{}: {error}", file.display()))?);
        }
        let of = |edition: &Option<String>| edition.clone().unwrap_or_default().into();
        let mut plan = MigrationPlan::new(of(&self.from), of(&self.to));
        for (old, new) in pairs(&self.steps)? {
            plan.steps.insert(old.into(), new.into());
        }
        plan.fields.extend(pairs(&self.fields)?);
        plan.clock = if self.keep_due_dates { ClockRule::Keep } else { ClockRule::Recount };
        Ok(plan)
    }

    async fn run(self) -> CommandResult {
        let plan = self.wanted()?;
        let app = self.site.open(false).await?;
        let made = async {
            let made = migrations::preview(&app, &analyst(&self.by), plan, None).await?;
            shown(&app, &made, self.json).await
        };
        let made = made.await;
        app.store.close().await;
        print(&made?)
    }
}

fn pairs(given: &[String]) -> Result<Vec<(String, String)>, super::Failed> {
    let pair = |text: &String| {
        let (old, new) = text.split_once('=')?;
        Some((old.trim().to_owned(), new.trim().to_owned()))
    };
    let wrong = |text: &String| format!("`{text}` is not OLD=NEW");
    given.iter().map(|text| Ok(pair(text).ok_or_else(|| wrong(text))?)).collect()
}

impl Execute {
    async fn run(self, is_back: bool) -> CommandResult {
        let app = self.site.open(false).await?;
        let done = carried_out(&app, &self.id, &self.by, is_back).await;
        app.store.close().await;
        print(&done?)
    }
}

/// Begins, or goes on with what was begun, to the end.
async fn carried_out(
    app: &App,
    id: &str,
    by: &str,
    is_back: bool,
) -> Result<String, MigrationError> {
    use reglament_store::MigrationState::{Running, Undoing};
    let under_way = if is_back { Undoing } else { Running };
    let known = app.store.migration(id).await?;
    let mut migration = match known {
        Some(known) if known.state == under_way => known,
        _ if is_back => migrations::undo(app, &analyst(by), id).await?,
        _ => migrations::execute(app, &analyst(by), id).await?,
    };
    while carry_out(app, &migration).await? > 0 {
        let known = app.store.migration(id).await?;
        migration = known.ok_or_else(|| MigrationError::NoSuch(id.to_owned()))?;
    }
    let known = app.store.migration(id).await?;
    shown(app, &known.unwrap_or(migration), false).await
}

impl Show {
    async fn run(self) -> CommandResult {
        let app = self.site.open(false).await?;
        let text = async {
            let known = app.store.migration(&self.id).await?;
            let known = known.ok_or_else(|| MigrationError::NoSuch(self.id.clone()))?;
            shown(&app, &known, self.json).await
        };
        let text = text.await;
        app.store.close().await;
        print(&text?)
    }
}

/// A migration with its cases.
async fn shown(app: &App, migration: &MigrationRow, json: bool) -> Result<String, MigrationError> {
    let mut cases: Vec<MigrationCase> = Vec::new();
    loop {
        let after = cases.last().map(|case| &case.instance);
        let page = app.store.migration_cases(&migration.id, None, after, READ).await?;
        if page.is_empty() {
            break;
        }
        cases.extend(page);
    }
    if json {
        let all = serde_json::json!({ "migration": migration, "cases": cases });
        return Ok(format!("{all:#}\n"));
    }
    Ok(text(migration, &cases))
}

fn text(migration: &MigrationRow, cases: &[MigrationCase]) -> String {
    let (plan, state) = (&migration.plan, migration.state.as_str());
    let mut text = format!(
        "migration {} of {} from {} to {}: {state}\n",
        migration.id, migration.process, plan.from, plan.to
    );
    let mut counts = std::collections::BTreeMap::new();
    for case in cases {
        *counts.entry(case.state.as_str()).or_insert(0_u64) += 1;
    }
    // Writing to a String cannot fail.
    for (state, count) in counts {
        let _ = writeln!(text, "{count:>7} {state}");
    }
    for case in cases.iter().take(SHOWN) {
        let _ = writeln!(text, "case {}: {}", case.instance, case.state.as_str());
        if let Some(change) = &case.change {
            text += &lines(change);
        }
        for said in case.obstacles.iter().map(|it| &it.message).chain([&case.said]) {
            if !said.is_empty() {
                let _ = writeln!(text, "    {said}");
            }
        }
    }
    if cases.len() > SHOWN {
        let _ = writeln!(text, "and {} more; --json prints all", cases.len() - SHOWN);
    }
    text
}

fn lines(change: &CaseMove) -> String {
    let date =
        |date: Option<jiff::civil::Date>| date.map_or_else(|| "-".to_owned(), |it| it.to_string());
    let mut text = String::new();
    for task in &change.tasks {
        let _ = writeln!(text, "    step {} goes on as {}", task.step, task.to);
    }
    if change.due.before != change.due.after {
        let (before, after) = (date(change.due.before), date(change.due.after));
        let _ = writeln!(text, "    due {before}, then {after}");
    }
    for field in &change.fields {
        let to = field.to.as_ref().map(|to| format!(" to {to}")).unwrap_or_default();
        let _ = writeln!(text, "    field {}: {:?}{to}", field.path, field.state);
    }
    let moved = change.timers.iter().filter(|it| it.before != it.after);
    for timer in moved {
        let _ = writeln!(text, "    timer {:?}: {:?}", timer.purpose, timer.state);
    }
    text
}
