//! The log for process mining: what the histories of cases say of steps and people, in the formats that mining tools read.
//! Cases are read one by one: the size of the store does not matter. People are pseudonyms unless somebody asks for names.

pub mod ocel;
mod rows;
mod walk;
pub mod xes;

use std::io::{self, Write};

use jiff::{SignedDuration, Timestamp};
use reglament_core::command::Offices;
use reglament_core::event::Recorded;
use reglament_core::ids::{InstanceId, ProcessId};
use reglament_core::rows::InstanceRow;
use reglament_store::{InstanceFilter, Store, StoreError};
use sha2::{Digest, Sha256};

use crate::pages::assets::hex;

pub use rows::{Row, rows};
pub use walk::{Arrow, Passage, Walk};

/// Cases and events of one question.
const PAGE: u32 = 200;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A format of logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// XES (IEEE 1849).
    Xes,
    /// OCEL 2.0 as JSON.
    Ocel,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Xes, Self::Ocel];

    /// Its name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xes => "xes",
            Self::Ocel => "ocel",
        }
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// What HTTP calls it, and the ending of its files.
    pub const fn media_type(self) -> (&'static str, &'static str) {
        match self {
            Self::Xes => ("application/xml", "xes"),
            Self::Ocel => ("application/json", "json"),
        }
    }

    /// Writes the log of the selection.
    pub async fn write(
        self,
        store: &dyn Store,
        selection: &Selection,
        to: impl Write,
    ) -> Result<Written, ExportError> {
        match self {
            Self::Xes => xes::write(store, selection, to).await,
            Self::Ocel => ocel::write(store, selection, to).await,
        }
    }

    /// What goes on record of it (`export`).
    pub fn said(self, selection: &Selection, written: Written) -> String {
        let names = selection.secret.is_none();
        format!("{self:?} of {} cases, names: {names}", written.cases)
    }
}

/// Which cases, and how people are shown.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Of this process; of all when none.
    pub process: Option<ProcessId>,
    /// Of this edition of its map; of all when none.
    pub edition: Option<String>,
    /// Of this office, empty for cases without one; of all when none.
    pub office: Option<String>,
    /// Of these offices and of none.
    pub seen: Offices,
    /// At most so many, the newest; all when none.
    pub limit: Option<u64>,
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
        let office = case.office.as_ref();
        self.from.is_none_or(|from| case.started_at >= from)
            && self.until.is_none_or(|until| case.started_at < until)
            && self.edition.as_ref().is_none_or(|edition| case.edition == **edition)
            && self.office.as_ref().is_none_or(|it| office.map_or("", |id| id.as_str()) == it)
            && self.seen.see(office)
    }

    /// Whether this case and all older ones started too early: a number begins with its day, and a day is not
    /// everywhere the same.
    fn ends_before(&self, case: &InstanceRow) -> bool {
        let day = self.from.and_then(|from| from.checked_sub(DAY * 2).ok());
        day.is_some_and(|day| case.instance.as_str() < &*day.strftime("%y%m%d").to_string())
    }
}

/// Gives every case of the selection to `take`, the newest first.
pub async fn each<E: From<StoreError>>(
    store: &dyn Store,
    selection: &Selection,
    mut take: impl FnMut(History) -> Result<(), E>,
) -> Result<u64, E> {
    let process = selection.process.clone();
    let mut filter = InstanceFilter { process, limit: PAGE, ..InstanceFilter::default() };
    let mut count = 0;
    loop {
        let cases = store.instances(&filter).await?;
        let Some(last) = cases.last() else { return Ok(count) };
        let is_last = selection.ends_before(last);
        filter.before = Some(last.instance.clone());
        for case in cases.into_iter().filter(|case| selection.has(case)) {
            if selection.limit.is_some_and(|limit| count >= limit) {
                return Ok(count);
            }
            let events = history(store, &case.instance).await?;
            take(History { case, events })?;
            count += 1;
        }
        if is_last {
            return Ok(count);
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
