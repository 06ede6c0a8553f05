//! `reglament audit`: who did, read or was refused what; checkpoints by hand.

use clap::{Args, Subcommand};
use jiff::Timestamp;
use reglament_core::ids::InstanceId;
use reglament_store::{AuditFilter, AuditRow};

use super::output::print;
use super::{CommandResult, Outcome};
use crate::checkpoint;
use crate::clock::{Clock, SystemClock};
use crate::serve::open_known_store;
use crate::settings::{CheckpointSettings, StoreSettings};

/// Who did, read or was refused what
#[derive(Args, Debug)]
pub struct Audit {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    List(List),
    Checkpoint(WriteCheckpoint),
}

/// List rows of the audit, the newest first
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament audit list --case 26112200000001
  reglament audit list --who aliya --action refused --from 2026-11-01T00:00:00Z --json")]
struct List {
    /// Of this case
    #[arg(long, value_name = "NUMBER")]
    case: Option<InstanceId>,
    /// By this person or program
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
    /// Of this kind: a command, `read`, `refused`, `sign-in` …
    #[arg(long)]
    action: Option<String>,
    /// From this moment on
    #[arg(long, value_name = "MOMENT")]
    from: Option<Timestamp>,
    /// Before this moment
    #[arg(long, value_name = "MOMENT")]
    until: Option<Timestamp>,
    /// At most so many rows
    #[arg(long, default_value_t = 100)]
    limit: u32,
    /// Print JSON lines
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreSettings,
}

/// Write a checkpoint now; the server writes one each day
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament audit checkpoint
  reglament audit checkpoint --checkpoints /mnt/vault/checkpoints")]
struct WriteCheckpoint {
    #[command(flatten)]
    checkpoints: CheckpointSettings,
    #[command(flatten)]
    store: StoreSettings,
}

impl Audit {
    pub(super) fn run(self) -> CommandResult {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            match self.command {
                AuditCommand::List(list) => list.run().await,
                AuditCommand::Checkpoint(checkpoint) => checkpoint.run().await,
            }
        })
    }
}

impl List {
    async fn run(self) -> CommandResult {
        let store = open_known_store(&self.store).await?;
        let filter = AuditFilter {
            instance: self.case,
            actor: self.who,
            action: self.action,
            from: self.from,
            until: self.until,
            before: None,
            limit: self.limit,
        };
        for row in store.audit_rows(&filter).await? {
            let line = if self.json { serde_json::to_string(&row)? } else { words(&row) };
            print(&format!("{line}\n"))?;
        }
        Ok(Outcome::Good)
    }
}

fn words(row: &AuditRow) -> String {
    let (entry, place) = (&row.entry, row.place.unwrap_or_default());
    format!(
        "{}  {:<20} {:<16} {} #{place}  {}",
        entry.at, entry.actor, entry.action, row.chain, entry.detail
    )
}

impl WriteCheckpoint {
    async fn run(self) -> CommandResult {
        let store = open_known_store(&self.store).await?;
        let folder = self.checkpoints.folder(&self.store);
        let point = checkpoint::write(&*store, &folder, SystemClock.now()).await?;
        let (heads, rows) = (point.heads, point.rows);
        let file = folder.join(&point.name);
        print(&format!("{}: {heads} heads of {rows} rows\n", file.display()))
    }
}
