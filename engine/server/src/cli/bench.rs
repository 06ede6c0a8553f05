//! `reglament bench`.

use std::time::Duration;

use clap::{Args, Subcommand};

use super::{CommandResult, Outcome};
use crate::bench::inbox::{self, InboxPlan};
use crate::bench::period::{self, ReportPlan};
use crate::bench::{self, Plan, Table};

/// Measure the engine beside the bare database
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  reglament bench
  reglament bench inbox --tasks 1000000
  reglament bench report --cases 1000000
  reglament bench --store sqlite:/var/tmp --clients 1,16,64 --seconds 10
  reglament bench --store postgres://reglament@127.0.0.1/throwaway --json

Build it for speed first (`cargo run --release -- bench`): the figures of an unoptimised build say \
nothing."
)]
pub struct Bench {
    #[command(subcommand)]
    what: Option<What>,
    /// sqlite:FOLDER or postgres://… (a database to throw away); may be given several times
    #[arg(
        long,
        env = "REGLAMENT_BENCH_STORES",
        value_delimiter = ',',
        default_value = "sqlite:.",
        value_name = "URL"
    )]
    store: Vec<String>,
    /// How many clients at a time
    #[arg(long, value_delimiter = ',', default_value = "1,16,64", value_name = "N")]
    clients: Vec<usize>,
    /// How long each measurement lasts
    #[arg(long, default_value_t = 5, value_name = "SECONDS")]
    seconds: u64,
    /// Print JSON lines instead of a table
    #[arg(long)]
    json: bool,
}

/// What to measure instead of the engine.
#[derive(Subcommand, Debug)]
enum What {
    Inbox(Inbox),
    Report(Report),
}

/// Measure the pages of the inbox over very many open tasks
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament bench inbox
  reglament bench inbox --tasks 1000000 --requests 100 --json")]
struct Inbox {
    /// sqlite:FOLDER or postgres://… (a database to throw away)
    #[arg(long, default_value = "sqlite:.", value_name = "URL")]
    store: String,
    /// How many open tasks
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    tasks: u64,
    /// How often each page is asked for
    #[arg(long, default_value_t = 100, value_name = "N")]
    requests: usize,
    /// Print JSON lines instead of a table
    #[arg(long)]
    json: bool,
}

/// Measure the report of a period over very many closed cases
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament bench report
  reglament bench report --cases 1000000 --requests 20 --json")]
struct Report {
    /// sqlite:FOLDER or postgres://… (a database to throw away)
    #[arg(long, default_value = "sqlite:.", value_name = "URL")]
    store: String,
    /// How many closed cases, each with three completed tasks
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    cases: u64,
    /// How often each page is asked for
    #[arg(long, default_value_t = 20, value_name = "N")]
    requests: usize,
    /// Print JSON lines instead of a table
    #[arg(long)]
    json: bool,
}

impl Report {
    fn run(self) -> CommandResult {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let Self { store, cases, requests, json } = self;
        let lines = runtime.block_on(period::run(&ReportPlan { store, cases, requests }))?;
        if json {
            for line in &lines {
                println!("{}", serde_json::to_string(line)?);
            }
        } else {
            println!("{}", period::table(&lines));
        }
        Ok(Outcome::Good)
    }
}

impl Inbox {
    fn run(self) -> CommandResult {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let Self { store, tasks, requests, json } = self;
        let lines = runtime.block_on(inbox::run(&InboxPlan { store, tasks, requests }))?;
        if json {
            for line in &lines {
                println!("{}", serde_json::to_string(line)?);
            }
        } else {
            println!("{}", inbox::table(&lines));
        }
        Ok(Outcome::Good)
    }
}

impl Bench {
    pub(super) fn run(self) -> CommandResult {
        match self.what {
            Some(What::Inbox(inbox)) => return inbox.run(),
            Some(What::Report(report)) => return report.run(),
            None => {}
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let plan = Plan {
            stores: self.store,
            clients: self.clients,
            lasting: Duration::from_secs(self.seconds),
        };
        let lines = runtime.block_on(bench::run(&plan))?;
        if self.json {
            for line in &lines {
                println!("{}", serde_json::to_string(line)?);
            }
        } else {
            println!("{}", Table(&lines));
        }
        Ok(Outcome::Good)
    }
}
