//! Editions come into force: somebody proposes one, somebody else approves it, and from its day new cases
//! start on it (docs/decisions/0031-an-edition-comes-into-force-by-two-people.md).

mod checked;
mod decide;
mod plan;
mod propose;
mod watch;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use reglament_core::catalogue::{Catalogue, Force};
use reglament_core::ids::ProcessId;
use reglament_core::language;
use reglament_core::rejection::Rejection;
use reglament_core::source::Sources;
use reglament_store::{EditionRow, FILES, Publication, PublicationState, Store, StoreError};

use crate::app::App;
use crate::assets::Assets;

pub use checked::{Checked, MapFiles};
pub use decide::Verdict;
pub use plan::{PublishPlan, RunningCases, running_cases};
pub use propose::Proposal;
pub use watch::WatchEditions;

/// What an edition is checked and made ready with, and what was read of the publications last.
#[derive(Debug)]
pub struct Editions {
    /// The processes folder: calendars, indices, shared parts.
    pub sources: Sources,
    /// The templates that maps name; without them those are not checked.
    pub templates: Option<Assets>,
    /// Whether one person may publish alone.
    pub alone: bool,
    read: Mutex<Option<(u64, Date)>>,
}

/// Why an edition was not published.
#[derive(Debug, thiserror::Error)]
pub enum EditionError {
    /// The map has mistakes: nothing is published.
    #[error("the map has mistakes; correct them and propose it again")]
    Mistakes(Box<Checked>),
    /// The actor may not, or the publication does not allow it.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// There is no such publication.
    #[error("there is no publication {0}")]
    NoSuch(u64),
    /// Somebody decided about it meanwhile.
    #[error("somebody else was faster; look at the publication again")]
    Moved,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The edition cannot be written.
    #[error("an edition cannot be written: {0}")]
    Unwritable(String),
}

impl Editions {
    /// Editions that are checked and made ready with these.
    pub const fn new(sources: Sources, templates: Option<Assets>, alone: bool) -> Self {
        Self { sources, templates, alone, read: Mutex::new(None) }
    }

    /// Reads the publications, if they or the day changed since the last time, and replaces the catalogue.
    /// True when it did.
    pub async fn refresh(&self, app: &App) -> Result<bool, StoreError> {
        let today = app.today();
        let version = app.store.publications_version().await?;
        let seen = *self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if seen == Some((version, today)) {
            return Ok(false);
        }
        let mut catalogue = Catalogue::clone(&app.catalogue());
        self.fill(&mut catalogue, &*app.store, today).await?;
        let mut shared = app.catalogue.write().unwrap_or_else(PoisonError::into_inner);
        *shared = Arc::new(catalogue);
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, today));
        Ok(true)
    }

    /// Adds the editions that the store has and the catalogue has not, and says when each is in force.
    pub async fn fill(
        &self,
        catalogue: &mut Catalogue,
        store: &dyn Store,
        today: Date,
    ) -> Result<(), StoreError> {
        let mut rows = store.editions(None).await?;
        rows.retain(|row| catalogue.edition(&row.edition).is_none());
        let contents = rows.iter().map(|row| row.content.as_str());
        let (revived, faults) = language::revive(&self.sources, contents);
        for fault in faults {
            tracing::error!("{fault}: its cases stand still");
        }
        for process in revived {
            catalogue.keep(Arc::new(process));
        }
        for (process, forces) in forces(&store.publications(None).await?) {
            catalogue.put_in_force(process, forces, today);
        }
        Ok(())
    }
}

/// When the approved editions of each process are in force.
fn forces(publications: &[Publication]) -> Vec<(ProcessId, Vec<Force>)> {
    let mut found: BTreeMap<ProcessId, Vec<Force>> = BTreeMap::new();
    let approved = publications.iter().filter(|it| it.state == PublicationState::Approved);
    for it in approved {
        let force = Force { from: it.from, until: it.until, edition: it.edition.clone() };
        found.entry(it.process.clone()).or_default().push(force);
    }
    found.into_iter().collect()
}

/// The maps that lie in files are published by whoever starts the server with them: each edition that the
/// files did not have the last time comes into force today.
pub async fn publish_files(
    store: &dyn Store,
    rows: &[EditionRow],
    today: Date,
    now: Timestamp,
) -> Result<(), StoreError> {
    let known = store.publications(None).await?;
    for row in rows {
        let last = known.iter().rev().find(|it| it.process == row.process && it.by == FILES);
        if last.is_some_and(|last| last.edition == row.edition) {
            continue;
        }
        let publication = Publication {
            no: 0,
            version: 0,
            process: row.process.clone(),
            edition: row.edition.clone(),
            from: today,
            until: None,
            note: String::new(),
            rolls_back: None,
            by: FILES.to_owned(),
            at: now,
            state: PublicationState::Approved,
            decided: None,
            files: BTreeMap::new(),
        };
        store.add_publication(&publication, &propose::told(&publication, "publish", now)).await?;
    }
    Ok(())
}
