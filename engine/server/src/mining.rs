//! The log for process mining: what the histories of cases say of steps and people, in the formats that mining tools read.
//! Cases are read one by one: the size of the store does not matter. People are pseudonyms unless somebody asks for names.

pub mod ocel;
mod rows;
pub mod xes;

use std::io::{self, Write};

use jiff::Timestamp;
use reglament_core::event::Recorded;
use reglament_core::ids::{InstanceId, ProcessId};
use reglament_core::rows::InstanceRow;
use reglament_store::{InstanceFilter, Store, StoreError};
use sha2::{Digest, Sha256};

use crate::pages::assets::hex;

pub use rows::{Row, rows};

/// Cases and events of one question.
const PAGE: u32 = 200;

/// Which cases, and how people are shown.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Of this process; of all when none.
    pub process: Option<ProcessId>,
    /// Started from this moment on.
    pub from: Option<Timestamp>,
    /// Started before this moment.
    pub until: Option<Timestamp>,
    /// What pseudonyms are made with; people are named when there is none.
    pub secret: Option<String>,
}

/// A case with its history.
pub struct History {
    /// Its row.
    pub case: InstanceRow,
    /// What happened.
    pub events: Vec<Recorded>,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Cases.
    pub cases: u64,
    /// Rows of the log.
    pub rows: u64,
}

/// The log cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Selection {
    /// A person or a program as the log shows them.
    pub fn shown(&self, actor: &str) -> String {
        match &self.secret {
            None => actor.to_owned(),
            Some(secret) => {
                let hash = Sha256::new().chain_update(secret).chain_update(actor).finalize();
                format!("person-{}", &hex(&hash)[..12])
            }
        }
    }

    fn has(&self, case: &InstanceRow) -> bool {
        self.from.is_none_or(|from| case.started_at >= from)
            && self.until.is_none_or(|until| case.started_at < until)
    }
}

/// Gives every case of the selection to `take`, the newest first.
pub async fn each(
    store: &dyn Store,
    selection: &Selection,
    mut take: impl FnMut(History) -> io::Result<()>,
) -> Result<u64, ExportError> {
    let process = selection.process.clone();
    let mut filter = InstanceFilter { process, limit: PAGE, ..InstanceFilter::default() };
    let mut count = 0;
    loop {
        let cases = store.instances(&filter).await?;
        let Some(last) = cases.last() else { return Ok(count) };
        filter.before = Some(last.instance.clone());
        for case in cases.into_iter().filter(|case| selection.has(case)) {
            let events = history(store, &case.instance).await?;
            take(History { case, events })?;
            count += 1;
        }
    }
}

async fn history(store: &dyn Store, id: &InstanceId) -> Result<Vec<Recorded>, StoreError> {
    let mut events: Vec<Recorded> = Vec::new();
    loop {
        let after = events.last().map_or(0, |event| event.seq);
        let page = store.events(id, after, PAGE).await?;
        if page.is_empty() {
            return Ok(events);
        }
        events.extend(page);
    }
}

/// Writes a line of a text.
fn line(to: &mut impl Write, text: &str) -> io::Result<()> {
    writeln!(to, "{text}")
}
