//! `reglament deadlines`: the due dates that amendments of the calendars would move, and the command
//! that moves them.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{ArgGroup, Args, Subcommand};
use reglament_core::command::{Actor, Command, Role};
use reglament_core::ids::InstanceId;
use reglament_core::text::Lang;

use super::output::print;
use super::{CommandResult, Failed, Outcome};
use crate::api::reports::moved::{Known, MovedCase, MovedDeadline};
use crate::app::{App, Settings};
use crate::assets::Assets;
use crate::clock::SystemClock;
use crate::deadlines;
use crate::dispatch::{DispatchError, Options, Target};
use crate::serve::{maps, open_known_store};
use crate::settings::StoreSettings;

/// Due dates that amendments of the calendars would move
#[derive(Args, Debug)]
pub struct Deadlines {
    #[command(subcommand)]
    command: DeadlinesCommand,
}

#[derive(Debug, Subcommand)]
enum DeadlinesCommand {
    Moved(ListMoved),
    Recount(Recount),
}

/// List the open cases whose due dates are others by the calendar as it is known now
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament deadlines moved
  reglament deadlines moved --demo --json")]
struct ListMoved {
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// The language of the names of amendments: ru, kk or en
    #[arg(long, default_value = "ru")]
    lang: Lang,
    #[command(flatten)]
    site: Site,
}

/// Count due dates anew, by the calendar as it is known now
#[derive(Args, Debug)]
#[command(
    group = ArgGroup::new("which").args(["case", "all"]).required(true),
    after_help = "\
Examples:
  reglament deadlines recount --case 26112200000001
  reglament deadlines recount --all --by gulnar"
)]
struct Recount {
    /// The case, by its number
    #[arg(long, value_name = "NUMBER")]
    case: Option<InstanceId>,
    /// Every case that `moved` lists
    #[arg(long)]
    all: bool,
    /// Who does it, for the history
    #[arg(long, value_name = "NAME", default_value = "administrator")]
    by: String,
    #[command(flatten)]
    site: Site,
}

/// The store and the calendars.
#[derive(Args, Debug)]
struct Site {
    /// Process maps and calendars, instead of the built-in ones
    #[arg(long, env = "REGLAMENT_PROCESSES", value_name = "DIR")]
    processes: Option<PathBuf>,
    #[command(flatten)]
    store: StoreSettings,
}

impl Deadlines {
    pub(super) fn run(self) -> CommandResult {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            match self.command {
                DeadlinesCommand::Moved(list) => list.run().await,
                DeadlinesCommand::Recount(recount) => recount.run().await,
            }
        })
    }
}

impl Site {
    async fn open(&self) -> Result<App, Failed> {
        let store = open_known_store(&self.store).await?;
        let sources = maps::sources(&Assets::processes(self.processes.as_deref())?)?;
        let (catalogue, faults) = maps::kept(&sources, &*store).await?;
        for fault in faults {
            eprintln!("reglament: {fault}: its cases are left out");
        }
        Ok(App::new(store, Arc::new(SystemClock), catalogue, Settings::default()))
    }
}

async fn moved(app: &App) -> Result<Vec<MovedCase>, Failed> {
    let (store, now) = (&*app.store, app.clock.now());
    let (found, _) = deadlines::moved(store, &app.catalogue(), now, None, usize::MAX).await?;
    Ok(found.into_iter().map(MovedCase::of).collect())
}

impl ListMoved {
    async fn run(self) -> CommandResult {
        let app = self.site.open().await?;
        let found = moved(&app).await;
        app.store.close().await;
        let found = found?;
        if self.json {
            return print(&format!("{}\n", serde_json::to_string_pretty(&found)?));
        }
        print(&text(&found, self.lang))
    }
}

fn text(cases: &[MovedCase], lang: Lang) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    for case in cases {
        let _ = writeln!(text, "case {} of {}", case.instance, case.process);
        for MovedDeadline { step, was_date, due_date, why, .. } in &case.deadlines {
            let of = step.as_ref().map_or_else(String::new, |step| format!("step {step}: "));
            let _ = writeln!(text, "  {of}due {was_date}, would be {due_date}");
            for known in why {
                let _ =
                    writeln!(text, "    known from {}: {}", known.known_from, what(known, lang));
            }
        }
    }
    let _ = writeln!(text, "{} cases move; `reglament deadlines recount` moves them", cases.len());
    text
}

fn what(known: &Known, lang: Lang) -> String {
    match (known.off, known.work) {
        (Some(off), Some(work)) => format!("{off} is off, {work} is worked instead"),
        _ => known.title.get(lang).to_owned(),
    }
}

impl Recount {
    async fn run(self) -> CommandResult {
        let app = self.site.open().await?;
        let done = self.recount(&app).await;
        app.store.close().await;
        print(&format!("{} cases recounted\n", done?))?;
        Ok(Outcome::Good)
    }

    async fn recount(&self, app: &App) -> Result<usize, Failed> {
        let cases = match &self.case {
            Some(case) => vec![case.clone()],
            None => moved(app).await?.into_iter().map(|case| case.instance).collect(),
        };
        let by = Actor::of_program(self.by.clone(), BTreeSet::from([Role::Supervisor]));
        let count = cases.len();
        for case in cases {
            let (target, options) = (Target::Instance(case.clone()), Options::default());
            let sent = app.dispatcher.dispatch(target, Command::Recount, by.clone(), options);
            sent.await.map_err(|error: DispatchError| format!("case {case}: {error}"))?;
        }
        Ok(count)
    }
}
