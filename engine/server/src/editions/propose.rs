//! Somebody proposes that an edition comes into force.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use reglament_core::access::{self, Action};
use reglament_core::command::Actor;
use reglament_core::ids::EditionId;
use reglament_core::language;
use reglament_core::process::Process;
use reglament_core::rejection::{Rejection, RejectionCode};
use reglament_store::{AuditEntry, Decided, EditionRow, Publication, PublicationState};

use super::{EditionError, Editions, MapFiles};
use crate::app::App;

/// Longer reasons are refused.
const NOTE_LETTERS_MAX: usize = 2_000;

/// What is proposed.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The files; none when an edition comes back that was published before.
    pub map: Option<MapFiles>,
    /// The publication whose edition comes back, instead of files.
    pub rolls_back: Option<u64>,
    /// The first day.
    pub from: Date,
    /// The last day, when it is repealed.
    pub until: Option<Date>,
    /// Why.
    pub note: String,
}

impl Editions {
    /// Proposes an edition. Where one person may publish alone, it is approved with it.
    pub async fn propose(
        &self,
        app: &App,
        actor: &Actor,
        proposal: Proposal,
    ) -> Result<Publication, EditionError> {
        access::check(actor, &Action::EditMaps)?;
        let now = app.clock.now();
        dates(&proposal, app.today())?;
        let known = app.store.publications(None).await?;
        let (process, edition, files) = match (&proposal.map, proposal.rolls_back) {
            (Some(map), _) => {
                let checked = self.check(map);
                let sound = checked.is_sound();
                let Some(process) = checked.process.as_ref().filter(|_| sound) else {
                    return Err(EditionError::Mistakes(Box::new(checked)));
                };
                let row = row(process, now)?;
                app.store.put_edition(&row).await?;
                (row.process, row.edition, map.files.clone())
            }
            (None, Some(no)) => {
                let before = known.iter().find(|it| it.no == no).ok_or(EditionError::NoSuch(no))?;
                (before.process.clone(), before.edition.clone(), before.files.clone())
            }
            (None, None) => return Err(refused("say which files or which publication").into()),
        };
        let waits =
            |it: &&Publication| it.process == process && it.state == PublicationState::Proposed;
        if let Some(open) = known.iter().find(waits) {
            let no = open.no;
            return Err(refused(&format!("publication {no} of this service still waits to be decided; have it decided or withdraw it first")).into());
        }
        if in_force_then(&known, &process, &edition, proposal.from) {
            return Err(refused("this edition is in force on that day already: comments, blanks and the order of keys make no new one").into());
        }
        let mut publication = publication(actor, &proposal, (process, edition), files, now);
        if self.alone {
            publication.state = PublicationState::Approved;
            let by = actor.name().to_owned();
            publication.decided = Some(Decided { by, at: now, note: String::new() });
        }
        let audit = told(&publication, "propose-edition", now);
        publication.no = app.store.add_publication(&publication, &audit).await?;
        publication.version = 1;
        self.refresh(app).await?;
        Ok(publication)
    }
}

/// Whether the edition would be in force on that day without this proposal.
fn in_force_then(
    known: &[Publication],
    process: &reglament_core::ids::ProcessId,
    edition: &EditionId,
    day: Date,
) -> bool {
    let mut of = known.to_vec();
    of.retain(|it| {
        it.process == *process && it.state == PublicationState::Approved && it.from <= day
    });
    of.sort_by_key(|it| it.from);
    of.last()
        .is_some_and(|last| last.edition == *edition && last.until.is_none_or(|until| day <= until))
}

fn publication(
    actor: &Actor,
    proposal: &Proposal,
    (process, edition): (reglament_core::ids::ProcessId, EditionId),
    files: BTreeMap<String, String>,
    now: Timestamp,
) -> Publication {
    Publication {
        no: 0,
        version: 0,
        process,
        edition,
        from: proposal.from,
        until: proposal.until,
        note: proposal.note.trim().to_owned(),
        rolls_back: proposal.rolls_back.filter(|_| proposal.map.is_none()),
        by: actor.name().to_owned(),
        at: now,
        state: PublicationState::Proposed,
        decided: None,
        files,
    }
}

/// Nothing comes into force in the past: cases that began meanwhile run another edition.
fn dates(proposal: &Proposal, today: Date) -> Result<(), Rejection> {
    if proposal.from < today {
        return Err(refused(
            "an edition cannot come into force on a day that is over; name today or a later day",
        ));
    }
    if proposal.until.is_some_and(|until| until < proposal.from) {
        return Err(refused("the last day lies before the first; correct one of them"));
    }
    if proposal.note.chars().count() > NOTE_LETTERS_MAX {
        return Err(refused(&format!(
            "the reason has more than {NOTE_LETTERS_MAX} letters; shorten it"
        )));
    }
    Ok(())
}

pub(super) fn refused(message: &str) -> Rejection {
    Rejection::new(RejectionCode::NotPublished, message.to_owned())
}

/// What is stored of an edition.
pub(super) fn row(process: &Process, now: Timestamp) -> Result<EditionRow, EditionError> {
    let content = language::canonical(&process.definition)
        .map_err(|error| EditionError::Unwritable(error.to_string()))?;
    Ok(EditionRow {
        edition: process.edition.clone(),
        process: process.definition.process.clone(),
        stored_at: now,
        content,
    })
}

/// What the audit says of a publication.
pub(super) fn told(publication: &Publication, action: &str, at: Timestamp) -> AuditEntry {
    let Publication { process, edition, from, by, decided, .. } = publication;
    AuditEntry {
        at,
        actor: decided.as_ref().map_or(by, |decided| &decided.by).clone(),
        action: action.to_owned(),
        instance: None,
        detail: format!("{process} {edition} from {from}"),
    }
}
