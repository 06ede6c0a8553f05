//! `reglament verify`.

use clap::Args;
use reglament_core::ids::InstanceId;

use super::output::print;
use super::{CommandResult, Outcome};
use crate::serve::open_known_store;
use crate::settings::{CheckpointSettings, StoreSettings};
use crate::verify::{self, Report};

/// Verify the audit: chains, histories, checkpoints
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament verify
  reglament verify --case 26112200000001
  reglament verify --store postgres://reglament@db/reglament --checkpoints /mnt/vault/checkpoints --json

Exit code 1 says that something was altered; each line names the case, the row and what is broken.")]
pub struct Verify {
    /// One case alone
    #[arg(long, value_name = "NUMBER")]
    case: Option<InstanceId>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    checkpoints: CheckpointSettings,
    #[command(flatten)]
    store: StoreSettings,
}

impl Verify {
    pub(super) fn run(self) -> CommandResult {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let report = runtime.block_on(self.report())?;
        if self.json {
            print(&format!("{}\n", serde_json::to_string_pretty(&report)?))?;
        } else {
            print(&words(&report))?;
        }
        Ok(if report.findings.is_empty() { Outcome::Good } else { Outcome::Problems })
    }

    async fn report(&self) -> Result<Report, super::Failed> {
        let store = open_known_store(&self.store).await?;
        let report = if let Some(case) = &self.case {
            verify::one(&*store, case.as_str()).await?
        } else {
            let folder = self.checkpoints.known_folder(&self.store);
            verify::all(&*store, folder.as_deref()).await?
        };
        store.close().await;
        Ok(report)
    }
}

fn words(report: &Report) -> String {
    let lines: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    let counts = format!(
        "{} rows in {} chains, {} events of {} cases, {} checkpoints",
        report.rows, report.chains, report.events, report.cases, report.checkpoints
    );
    let before = match report.unchained {
        0 => String::new(),
        rows => format!("; {rows} rows are from before there were chains"),
    };
    let end = match report.findings.len() {
        0 => "nothing was altered".to_owned(),
        1 => "1 break".to_owned(),
        breaks => format!("{breaks} breaks"),
    };
    let lines: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    format!("{lines}{counts}{before}: {end}\n")
}
