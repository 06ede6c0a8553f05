//! Builds the page of a case.

use std::sync::Arc;

use axum::extract::{Path, Query};
use jiff::tz::TimeZone;
use reglament_core::access::{Action, CaseFacts};
use reglament_core::event::Recorded;
use reglament_core::ids::{InstanceId, PersonId};
use reglament_core::instance::{ActivationState, Instance, InstanceState};
use reglament_core::process::Process;
use reglament_core::rows::{TaskRow, task_rows};
use reglament_core::text::Lang;
use serde::Deserialize;

use super::{
    CasePage, IncidentLine, TaskLine, deadlines, documents, explained, held, history, ledger,
    linked, messages, notes,
};
use crate::pages::error::PageError;
use crate::pages::inbox::Notice;
use crate::pages::names::{self, People};
use crate::pages::visit::{PageResult, Visit};
use crate::pages::{facts, format, in_force, term};
use crate::reading::Case;
use crate::texts::say;

/// So many events make one page of history.
const EVENTS: u64 = 300;

/// What the address of the page says.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// What was just done.
    done: Option<String>,
    /// The history up to this event.
    until: Option<u64>,
    /// With what the engine noted for itself.
    #[serde(default)]
    all: Option<u8>,
}

/// Shows a case.
pub async fn show(visit: Visit, Path(id): Path<String>, Query(asked): Query<Asked>) -> PageResult {
    let page = page_of(&visit, &InstanceId::from(id), asked).await?;
    visit.page(&page)
}

/// The page of a case; the read is on record.
pub async fn page_of(visit: &Visit, id: &InstanceId, asked: Asked) -> Result<CasePage, PageError> {
    let Case { instance: case, process } = visit.case(id).await?;
    let until = asked.until.unwrap_or(case.version).clamp(1, case.version);
    let from = until.saturating_sub(EVENTS);
    let limit = u32::try_from(until - from).unwrap_or(u32::MAX);
    let events = visit.app.store.events(id, from, limit).await?;
    let events = shown(visit, &case, &process, events);
    let people = people(visit, &case, &events).await?;
    let page = page(visit, &case, &process, &people, &events, &asked).await?;
    Ok(CasePage {
        previous: (until < case.version).then(|| history_href(id, until + EVENTS, &asked)),
        next: (from > 0).then(|| history_href(id, from, &asked)),
        ..page
    })
}

async fn page(
    visit: &Visit,
    case: &Instance,
    process: &Arc<Process>,
    people: &People,
    events: &[Recorded],
    asked: &Asked,
) -> Result<CasePage, PageError> {
    let (lang, now, zone) = (visit.lang, visit.now(), process.calendar.zone());
    let (due, chip) = term::of_case(lang, Some(process), case, now);
    let all = asked.all.is_some();
    let whole = events.first().is_some_and(|first| first.seq == 1);
    let teller = teller(visit, case, process, people, events, whole);
    let facts_of = CaseFacts::of(&process.definition, case);
    let sees_notes = visit.may(&Action::ReadNotes(&facts_of));
    let effects = visit.app.store.effects(&case.id).await?;
    let made = visit.app.store.documents(&case.id).await?;
    let ended = match &case.state {
        InstanceState::Running => None,
        InstanceState::Ended { at, .. } | InstanceState::Cancelled { at, .. } => Some(*at),
    };
    let href =
        |all: bool| format!("/instances/{}{}#history", case.id, if all { "?all=1" } else { "" });
    Ok(CasePage {
        service: process.definition.title.get(lang).to_owned(),
        number: case.id.to_string(),
        status: status(visit.lang, case, process),
        applicant: case.applicant.clone(),
        started: format::moment(lang, case.started_at, zone),
        ended: ended.map(|at| format::moment(lang, at, zone)),
        due,
        chip,
        repealed: in_force::warning(lang, process, now),
        linked: linked::list(visit, case).await?,
        incidents: incidents(visit, case, process),
        tasks: task_rows(case).iter().map(|row| task(visit, process, people, case, row)).collect(),
        no_tasks: no_tasks(visit, case, process),
        facts: facts::of(lang, process, &case.data),
        explained: explained::list(lang, process, case, ended.unwrap_or(now)),
        ledger: ledger::account(lang, process, case, events),
        documents: documents::list(lang, zone, &made, &effects),
        deadlines: deadlines::list(lang, process, case),
        messages: messages::list(lang, process, &effects, events),
        sees_notes,
        may_annotate: visit.may(&Action::Annotate(&facts_of)),
        comments: if sees_notes { notes::comments(lang, zone, people, events) } else { Vec::new() },
        files: if sees_notes { notes::files(visit, zone, people, case) } else { Vec::new() },
        history: teller.lines(events, all),
        previous: None,
        next: None,
        edition: case.edition.to_string(),
        all_href: (!all).then(|| href(true)),
        plain_href: all.then(|| href(false)),
        notice: asked.done.as_deref().and_then(|done| notice(visit, done)),
    })
}

/// The events that this person may see: comments and files are for colleagues.
pub fn shown(
    visit: &Visit,
    case: &Instance,
    process: &Process,
    mut events: Vec<Recorded>,
) -> Vec<Recorded> {
    let facts = CaseFacts::of(&process.definition, case);
    let sees_notes = visit.may(&Action::ReadNotes(&facts));
    events.retain(|recorded| sees_notes || !recorded.event.is_internal());
    events
}

/// Tells the history; what each event changed, as long as the whole of it is at hand.
pub fn teller<'a>(
    visit: &Visit,
    case: &Instance,
    process: &'a Process,
    people: &'a People,
    events: &[Recorded],
    whole: bool,
) -> history::Teller<'a> {
    let teller = history::Teller::new(visit.lang, process, people, events);
    if whole { teller.with_changes(&case.id, events) } else { teller }
}

/// The words of the status; of the state, while the map gives none.
pub fn status(lang: Lang, case: &Instance, process: &Process) -> String {
    let key = match case.state {
        InstanceState::Running => "state-running",
        InstanceState::Ended { .. } => "state-ended",
        InstanceState::Cancelled { .. } => "state-cancelled",
    };
    let words = case.status.as_ref().and_then(|status| process.definition.statuses.get(status));
    match (&case.state, words) {
        (InstanceState::Cancelled { .. }, _) | (_, None) => say(lang, key, &[]),
        (_, Some(words)) => words.get(lang).to_owned(),
    }
}

fn task(
    visit: &Visit,
    process: &Process,
    people: &People,
    case: &Instance,
    row: &TaskRow,
) -> TaskLine {
    let (lang, now) = (visit.lang, visit.now());
    let (due, chip) = term::of_task(lang, Some(process), row, now);
    let zone = process.calendar.zone();
    let since = row.claimed_at.map(|at| format::recent(lang, at, now, zone));
    TaskLine {
        href: format!("/tasks/{}", row.task),
        action: names::task(lang, Some(process), row),
        unit: names::unit(lang, Some(process), &row.unit),
        holder: row.assignee.as_ref().map(|person| people.name(person.as_str())),
        since: since.unwrap_or_default(),
        due,
        chip,
        held: held::of(visit, process, people, case, row),
    }
}

/// What a case without a task waits for.
fn no_tasks(visit: &Visit, case: &Instance, process: &Process) -> String {
    let lang = visit.lang;
    let Some(open) = case.activations.values().next() else {
        return say(lang, "case-no-tasks", &[]);
    };
    let args = [("step", names::step(lang, Some(process), &open.step).into())];
    match &open.state {
        ActivationState::Job(_) => say(lang, "case-waits-worker", &args),
        ActivationState::Timer => say(lang, "case-waits-time", &args),
        ActivationState::Call { .. } => say(lang, "case-waits-call", &args),
        ActivationState::Messages { .. } => say(lang, "case-waits-message", &args),
        _ => say(lang, "case-no-tasks", &[]),
    }
}

fn incidents(visit: &Visit, case: &Instance, process: &Process) -> Vec<IncidentLine> {
    let zone: &TimeZone = process.calendar.zone();
    let incidents = case.activations.values().filter_map(|open| {
        let ActivationState::Incident(incident) = &open.state else { return None };
        Some(IncidentLine {
            step: names::step(visit.lang, Some(process), &open.step),
            message: incident.message.clone(),
            code: incident.code.clone(),
            since: format::moment(visit.lang, incident.since, zone),
        })
    });
    incidents.collect()
}

/// The people of these events and of the open tasks.
pub async fn people(
    visit: &Visit,
    case: &Instance,
    events: &[Recorded],
) -> Result<People, PageError> {
    let ids: Vec<PersonId> = events.iter().map(|event| event.by.as_str().into()).collect();
    let named = events.iter().flat_map(|recorded| recorded.event.people());
    let rows = task_rows(case);
    let holders = rows.iter().filter_map(|row| row.assignee.as_ref());
    let all: Vec<PersonId> =
        ids.into_iter().chain(named.cloned()).chain(holders.cloned()).collect();
    Ok(People::of(&visit.app.store, all.iter()).await?)
}

fn notice(visit: &Visit, done: &str) -> Option<Notice> {
    let key = match done {
        "completed" => "case-completed",
        "held" => "case-decided",
        "started" => "case-filed",
        "gone" => "case-task-gone",
        "commented" => "case-commented",
        "attached" => "case-attached",
        "removed" => "case-removed",
        _ => return None,
    };
    Some(Notice::done(say(visit.lang, key, &[])))
}

fn history_href(id: &InstanceId, until: u64, asked: &Asked) -> String {
    let all = if asked.all.is_some() { "&all=1" } else { "" };
    format!("/instances/{id}?until={until}{all}#history")
}
