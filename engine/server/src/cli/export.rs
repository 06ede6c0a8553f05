//! `reglament export`.

use std::io::{self, BufWriter, Write};

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use reglament_core::ids::ProcessId;
use reglament_store::AuditEntry;

use super::{CommandResult, Outcome};
use crate::auth::new_token;
use crate::clock::{Clock, SystemClock};
use crate::mining::{Format, Selection};
use crate::serve::open_known_store;
use crate::settings::StoreSettings;

/// Write the log of cases for process mining
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament export xes > log.xes
  reglament export ocel --process library-card --from 2026-01-01T00:00:00Z > log.json

People are pseudonyms, others in each export, unless --names is given. The export goes on record.")]
pub struct Export {
    /// The format: XES (IEEE 1849) or OCEL 2.0 as JSON
    format: Format,
    /// Cases of this process
    #[arg(long, value_name = "PROCESS")]
    process: Option<ProcessId>,
    /// Cases that started from this moment on
    #[arg(long, value_name = "MOMENT")]
    from: Option<Timestamp>,
    /// Cases that started before this moment
    #[arg(long, value_name = "MOMENT")]
    until: Option<Timestamp>,
    /// With the names under which people sign in
    #[arg(long)]
    names: bool,
    #[command(flatten)]
    store: StoreSettings,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl Export {
    pub(super) fn run(self) -> CommandResult {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(self.export())
    }

    async fn export(self) -> CommandResult {
        let store = open_known_store(&self.store).await?;
        let selection = Selection {
            process: self.process,
            from: self.from,
            until: self.until,
            secret: if self.names { None } else { Some(new_token()?) },
            ..Selection::default()
        };
        let mut out = BufWriter::new(io::stdout().lock());
        let written = self.format.write(&*store, &selection, &mut out).await?;
        out.flush()?;
        let entry = AuditEntry {
            at: SystemClock.now(),
            actor: "administrator".to_owned(),
            action: "export".to_owned(),
            instance: None,
            detail: self.format.said(&selection, written),
        };
        store.audit(&entry).await?;
        store.close().await;
        eprintln!("{} cases, {} events", written.cases, written.rows);
        Ok(Outcome::Good)
    }
}
