//! `reglament demo`: invented cases to look at.

use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use jiff::Timestamp;

use super::{CommandResult, Outcome};
use crate::clock::{Clock, SystemClock};
use crate::demo::{Plan, run};
use crate::serve::demo_installation;
use crate::settings::{AssetSettings, StoreSettings};

/// Fill an empty folder with half a year of invented cases
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament demo --cases 5000
  reglament demo --cases 300 --days 30 --seed 7 --data ./small-demo
  reglament serve --demo            # shows what was made

Everybody and everything in it is invented. The same seed makes the same cases.")]
pub struct MakeDemo {
    /// How many applications
    #[arg(long, default_value_t = 5_000, value_name = "N")]
    cases: u32,
    /// Over how many days
    #[arg(long, default_value_t = 180, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1_500))]
    days: u16,
    /// The last moment, such as 2026-11-27T12:00:00Z [default: now]
    #[arg(long, value_name = "MOMENT")]
    until: Option<Timestamp>,
    /// Where its chances come from: the same seed makes the same cases
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    #[command(flatten)]
    store: StoreSettings,
    #[command(flatten)]
    assets: AssetSettings,
}

impl MakeDemo {
    pub(super) fn run(self) -> CommandResult {
        // One thread: who is first at a moment is then the same each time.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(self.make())
    }

    async fn make(self) -> CommandResult {
        let store = StoreSettings { demo: true, ..self.store };
        let installation = demo_installation(&store, &self.assets).await?;
        let until = match self.until {
            Some(until) => until,
            None => Timestamp::from_second(SystemClock.now().as_second())?,
        };
        let kept = Arc::clone(&installation.app.store);
        let plan = Plan { cases: self.cases, days: self.days, until, seed: self.seed };
        let begun = Instant::now();
        let summary = run(installation, plan, |at, filed| {
            eprintln!("{}  {filed:>6} cases", at.strftime("%Y-%m-%d"));
        });
        let summary = summary.await;
        kept.close().await;
        println!("{}", summary?);
        eprintln!(
            "made in {:.1} s; `reglament serve --demo` shows it",
            begun.elapsed().as_secs_f64()
        );
        Ok(Outcome::Good)
    }
}
