//! `reglament schedule`: digests that are mailed by a cron line.

use std::collections::BTreeSet;
use std::sync::Arc;

use clap::{Args, Subcommand};
use comfy_table::Table;
use reglament_core::command::Role;
use reglament_store::{DaysOff, Schedule as Kept, Store};

use super::{CommandResult, Outcome, Usage};
use crate::clock::{Clock, SystemClock};
use crate::schedules;
use crate::serve::{open_known_store, open_store, run_schedule};
use crate::settings::{AssetSettings, StoreSettings};

/// Digests that are mailed by schedule
#[derive(Args, Debug)]
pub struct Schedule {
    #[command(subcommand)]
    command: ScheduleCommand,
}

#[derive(Debug, Subcommand)]
enum ScheduleCommand {
    Add(Add),
    List(List),
    Remove(Remove),
    Run(Run),
}

/// Add a schedule, or change one: what is not given again is taken away
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament schedule add overdue-digest --line '0 0 9 * * Mon-Fri' --report overdue --role supervisor
  reglament schedule add mondays --line '0 30 8 * * Mon' --days-off shift --report overdue \\
      --role supervisor --zone Asia/Almaty")]
struct Add {
    /// Its name: letters, digits and -
    name: String,
    /// When: a cron line with seconds, by the clock on the wall
    #[arg(long, value_name = "CRON")]
    line: String,
    /// What it tells
    #[arg(long)]
    report: String,
    /// Who gets it; may be given several times
    #[arg(long = "role", required = true, value_parser = super::role)]
    roles: Vec<Role>,
    /// People of this office alone; may be given several times
    #[arg(long = "office")]
    offices: Vec<String>,
    /// What becomes of a run on a day off: skip, shift or run
    #[arg(long, default_value = "skip", value_parser = days_off)]
    days_off: DaysOff,
    /// The time zone [default: that of the installation]
    #[arg(long)]
    zone: Option<String>,
    /// The calendar that knows the days off [default: those of the maps]
    #[arg(long)]
    calendar: Option<String>,
    /// Let the mail name people
    #[arg(long)]
    personal_data: bool,
    #[command(flatten)]
    store: StoreSettings,
}

/// Print the schedules, with the last run of each
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament schedule list
  reglament schedule list --demo")]
struct List {
    #[command(flatten)]
    store: StoreSettings,
}

/// Remove a schedule; mails that wait still leave
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament schedule remove mondays
  reglament schedule remove overdue-digest --demo")]
struct Remove {
    /// Its name
    name: String,
    #[command(flatten)]
    store: StoreSettings,
}

/// Make the mails of a schedule now; the server sends them
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament schedule run mondays
  reglament schedule run overdue-digest --demo")]
struct Run {
    /// Its name
    name: String,
    #[command(flatten)]
    store: StoreSettings,
    #[command(flatten)]
    assets: AssetSettings,
}

impl Schedule {
    pub(super) fn run(self) -> CommandResult {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            match self.command {
                ScheduleCommand::Add(add) => add.run().await,
                ScheduleCommand::List(list) => list.run().await,
                ScheduleCommand::Remove(remove) => remove.run().await,
                ScheduleCommand::Run(run) => run.run().await,
            }
        })
    }
}

impl Add {
    async fn run(self) -> CommandResult {
        let schedule = Kept {
            name: self.name,
            line: self.line,
            zone: self.zone,
            calendar: self.calendar,
            days_off: self.days_off,
            report: self.report,
            roles: BTreeSet::from_iter(self.roles),
            offices: BTreeSet::from_iter(self.offices),
            personal_data: self.personal_data,
        };
        schedules::check(&schedule, SystemClock.now()).map_err(|it| Usage(it.to_string()))?;
        let store = open_store(&self.store).await?;
        schedules::put(&*store, &schedule, SystemClock.now()).await?;
        eprintln!("`{}` runs by `{}` from now on", schedule.name, schedule.line);
        Ok(Outcome::Good)
    }
}

impl List {
    async fn run(self) -> CommandResult {
        let store = open_known_store(&self.store).await?;
        let mut table = Table::new();
        table.load_style(comfy_table::presets::ASCII_MARKDOWN);
        table.set_header(["name", "line", "days off", "report", "roles", "last run", "sent"]);
        for schedule in store.schedules().await? {
            table.add_row(row(&store, schedule).await?);
        }
        println!("{table}");
        Ok(Outcome::Good)
    }
}

async fn row(
    store: &Arc<dyn Store>,
    schedule: Kept,
) -> Result<Vec<String>, reglament_store::StoreError> {
    let last = store.runs(&schedule.name, 1).await?.pop();
    let sent = match &last {
        Some(run) => {
            let mails = store.run_mails(&schedule.name, run.moment).await?;
            let sent = mails.iter().filter(|mail| mail.state == "delivered").count();
            format!("{sent} of {}", mails.len())
        }
        None => String::new(),
    };
    let roles: Vec<&str> = schedule.roles.iter().map(|role| role.as_str()).collect();
    let (days_off, roles) = (schedule.days_off.as_str().to_owned(), roles.join(", "));
    let last = last.map(|run| run.moment.to_string()).unwrap_or_default();
    Ok(vec![schedule.name, schedule.line, days_off, schedule.report, roles, last, sent])
}

impl Remove {
    async fn run(self) -> CommandResult {
        let store = open_known_store(&self.store).await?;
        if store.remove_schedule(&self.name).await? {
            return Ok(Outcome::Good);
        }
        Err(Usage(format!("there is no schedule `{}`; see `reglament schedule list`", self.name))
            .into())
    }
}

impl Run {
    async fn run(self) -> CommandResult {
        let made = run_schedule(&self.store, &self.assets, &self.name).await?;
        let made = made.ok_or_else(|| {
            Usage(format!("there is no schedule `{}`; see `reglament schedule list`", self.name))
        })?;
        eprintln!("{} mails wait in the outbox; the server sends them", made.recipients);
        for person in made.without_address {
            eprintln!("{person} has no e-mail address");
        }
        Ok(Outcome::Good)
    }
}

fn days_off(word: &str) -> Result<DaysOff, String> {
    let known = DaysOff::ALL.into_iter().find(|it| it.as_str() == word);
    known.ok_or_else(|| "write skip, shift or run".to_owned())
}
