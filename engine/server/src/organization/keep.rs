//! The one way in which the organisation is changed: rights and rules are looked at on one version, and the
//! change counts only on that one.

use std::sync::Arc;

use jiff::Timestamp;
use reglament_core::command::Actor;
use reglament_store::{AuditEntry, Change, OrganizationChange, Store, StoreError};

use super::fault::Fault;
use super::{Roster, Rosters};

/// So often a change is decided again when others were first.
const ATTEMPTS_MAX: usize = 8;

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// Who asks may not do it.
    #[error("this takes the role administrator")]
    Forbidden,
    /// What was asked for does not exist.
    #[error("there is no such thing")]
    NotFound,
    /// Fields are wrong.
    #[error("{}", english(.0))]
    Faults(Vec<Fault>),
    /// Others change the organisation all the time.
    #[error("the organisation is being changed by others; try again")]
    Busy,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no randomness.
    #[error("no randomness: {0}")]
    Randomness(#[from] std::io::Error),
}

impl From<Vec<Fault>> for KeepError {
    fn from(faults: Vec<Fault>) -> Self {
        Self::Faults(faults)
    }
}

fn english(faults: &[Fault]) -> String {
    let line =
        |fault: &Fault| format!("{}: {}", fault.field, fault.text(reglament_core::text::Lang::En));
    faults.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Who changes the organisation: an actor whose rights are looked up anew, or the command line, which has
/// the database anyway.
#[derive(Clone, Debug)]
pub enum Keeper {
    /// Somebody who is signed in.
    Actor(Box<Actor>),
    /// Who runs the command line.
    CommandLine,
}

impl Keeper {
    /// The name that the audit shows.
    pub fn name(&self) -> String {
        match self {
            Self::Actor(actor) => actor.name().to_owned(),
            Self::CommandLine => "command-line".to_owned(),
        }
    }

    /// The actor with the rights of this version.
    fn again(&self, roster: &Roster, now: Timestamp) -> Result<Self, KeepError> {
        match self {
            Self::Actor(actor) => {
                let actor = roster.again(actor, now).ok_or(KeepError::Forbidden)?;
                Ok(Self::Actor(Box::new(actor)))
            }
            Self::CommandLine => Ok(Self::CommandLine),
        }
    }
}

/// What is to be changed, and what the audit says of it: names among the data, nothing personal.
#[derive(Debug, Default)]
pub struct Kept {
    /// What changes; nothing is stored when it is empty.
    pub changes: Vec<Change>,
    /// What was changed.
    pub detail: String,
}

/// Where the organisation is kept, and when.
#[derive(Clone)]
pub struct Place {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The roster read last.
    pub rosters: Arc<Rosters>,
    /// The moment.
    pub now: Timestamp,
}

/// Changes the organisation. `decide` is asked on one version, again when it moved meanwhile; it looks whether
/// the keeper may do it.
pub async fn keep(
    place: &Place,
    by: &Keeper,
    action: &str,
    decide: impl Fn(&Roster, &Keeper) -> Result<Kept, KeepError>,
) -> Result<Arc<Roster>, KeepError> {
    for _ in 0..ATTEMPTS_MAX {
        let roster = place.rosters.current(&*place.store, place.now).await?;
        let by = by.again(&roster, place.now)?;
        let Kept { changes, detail } = decide(&roster, &by)?;
        if changes.is_empty() {
            return Ok(roster);
        }
        let audit = AuditEntry {
            at: place.now,
            actor: by.name(),
            action: action.to_owned(),
            instance: None,
            detail,
        };
        let expected = Some(roster.version());
        let change = OrganizationChange { expected, changes, audit: Some(audit) };
        if place.store.change_organization(change).await?.is_some() {
            return Ok(place.rosters.current(&*place.store, place.now).await?);
        }
    }
    Err(KeepError::Busy)
}
