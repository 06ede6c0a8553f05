//! Rows as both databases give them back, turned into what the engine knows. The order of a tuple
//! is the order of the columns that its queries name.

mod task;

use std::str::FromStr;

use jiff::Timestamp;
use reglament_core::event::Recorded;
use reglament_core::ids::{EffectId, InstanceId, JobId, OfficeId, PersonId, TimerId};
use reglament_core::rows::{InstanceRow, JobRow, TimerRow};
use reglament_core::text::Lang;
use serde::de::DeserializeOwned;

use crate::audit::{AuditCount, AuditRow, ChainHead, Checkpoint, EventText};
use crate::document::{DocumentPlace, DocumentRow};
use crate::error::StoreError;
use crate::model::{
    AuditEntry, EditionRow, LeasedEffect, LeasedJob, OutboxRow, Remembered, Session, Totals,
};
use crate::moment::{moment, moment_opt};
use crate::organization::{Absence, Group, Guesses, Holder, Office, Person, Program, Token};
use crate::schedule::{RunRow, Schedule};

pub(crate) use task::{TASK_COLUMNS, TaskColumns, task};

/// `process, edition, version, state, status, started_at, ended_at, due_at, clock, clock_from,
/// extended, incidents, linked_to, body`
pub(crate) type InstanceColumns = (
    String,
    String,
    i64,
    String,
    Option<String>,
    i64,
    Option<i64>,
    Option<i64>,
    String,
    Option<i64>,
    bool,
    i64,
    Option<String>,
    String,
);
/// `seq, at, actor, body`
pub(crate) type EventColumns = (i64, i64, String, String);
/// `instance, timer, due_at`
pub(crate) type TimerColumns = (String, String, i64);
/// `instance, no, worker, input, attempts, available_at, lease_token, lease_until`
pub(crate) type JobColumns = (String, i64, String, String, i64, i64, String, i64);
/// `body, state, attempts, error, delivered_at`
pub(crate) type OutboxColumns = (String, String, i64, Option<String>, Option<i64>);
/// `at, instance, seq, n, body, lease_token, attempts`
pub(crate) type LeasedEffectColumns = (i64, String, i64, i64, String, String, i64);
/// `key, request_hash, answer, at`
pub(crate) type RememberedColumns = (String, String, String, i64);
/// `edition, process, stored_at, content`
pub(crate) type EditionColumns = (String, String, i64, String);
/// `person, name, email, language, groups, roles, office, identity, password_hash, active`
pub(crate) type PersonColumns = (
    String,
    String,
    Option<String>,
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    bool,
);
/// `program, roles, active`
pub(crate) type ProgramColumns = (String, String, bool);
/// `office, titles, parent, head, territories, active`
pub(crate) type OfficeColumns = (String, String, Option<String>, Option<String>, String, bool);
/// `group_id, titles, head, active`
pub(crate) type GroupColumns = (String, String, Option<String>, bool);
/// `absence, person, from_at, until_at, substitute, groups, reason, set_by, set_at, cancelled_by,
/// cancelled_at`
pub(crate) type AbsenceColumns = (
    String,
    String,
    i64,
    Option<i64>,
    Option<String>,
    Option<String>,
    String,
    String,
    i64,
    Option<String>,
    Option<i64>,
);
/// `hash, holder, name, prefix, scopes, created_at, expires_at, used_on, revoked_at`
pub(crate) type TokenColumns =
    (String, String, String, String, Option<String>, i64, Option<i64>, Option<String>, Option<i64>);
/// `hash, person, csrf, started_at, expires_at`
pub(crate) type SessionColumns = (String, String, String, i64, i64);
/// `place, code, made_at, made`
pub(crate) type DocumentPlaceColumns = (i64, String, i64, bool);
/// `instance, seq, n, document, title, languages, number, code, made_at, sha256, bytes`
pub(crate) type DocumentColumns =
    (String, i64, i64, String, String, String, String, String, i64, String, i64);
/// `no, chain, place, hash, events, at, actor, action, instance, detail`
pub(crate) type AuditRowColumns = (
    i64,
    String,
    Option<i64>,
    Option<String>,
    Option<String>,
    i64,
    String,
    String,
    Option<String>,
    String,
);
/// `chain, place, hash`
pub(crate) type HeadColumns = (String, i64, String);
/// `chained, from_before, loose`
pub(crate) type CountColumns = (i64, i64, i64);
/// `name, at, heads, rows, sha256`
pub(crate) type CheckpointColumns = (String, i64, i64, i64, String);
/// `at, actor, action, instance, detail`
pub(crate) type AuditColumns = (i64, String, String, Option<String>, String);
/// `running, overdue, tasks, unclaimed, incidents, undelivered`
pub(crate) type TotalsColumns = (i64, i64, i64, i64, i64, i64);

/// All rows, each decoded.
pub(crate) fn all<Columns, Row>(
    rows: Vec<Columns>,
    decode: impl Fn(Columns) -> Result<Row, StoreError>,
) -> Result<Vec<Row>, StoreError> {
    rows.into_iter().map(decode).collect()
}

/// What a stored JSON text says.
pub(crate) fn from_json<T: DeserializeOwned>(
    what: &'static str,
    text: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(text)
        .map_err(|error| StoreError::Corrupt { what, reason: error.to_string() })
}

pub(crate) fn count<T: TryFrom<i64>>(what: &'static str, number: i64) -> Result<T, StoreError> {
    T::try_from(number)
        .map_err(|_| StoreError::Corrupt { what, reason: format!("{number} is out of range") })
}

pub(crate) fn instance(columns: InstanceColumns) -> Result<InstanceRow, StoreError> {
    let (process, edition, version, state, status, started, ended, due, clock, ..) = columns;
    let (.., clock_from, extended, incidents, to, body) = columns;
    let body: reglament_core::instance::Instance = from_json("instance", &body)?;
    Ok(InstanceRow {
        instance: body.id.clone(),
        process: process.into(),
        edition: edition.into(),
        version: count("version", version)?,
        state,
        status,
        started_at: moment(started)?,
        ended_at: moment_opt(ended)?,
        due_at: moment_opt(due)?,
        clock,
        clock_from: moment_opt(clock_from)?,
        extended,
        incidents: count("number of incidents", incidents)?,
        linked_to: to,
        office: body.office.clone(),
        body,
    })
}

pub(crate) fn event((seq, at, by, body): EventColumns) -> Result<Recorded, StoreError> {
    Ok(Recorded {
        seq: count("sequence number", seq)?,
        at: moment(at)?,
        by,
        event: from_json("event", &body)?,
    })
}

pub(crate) fn timer((instance, timer, due_at): TimerColumns) -> Result<TimerRow, StoreError> {
    Ok(TimerRow { timer: TimerId::from(timer), instance: instance.into(), due_at: moment(due_at)? })
}

pub(crate) fn job(columns: JobColumns) -> Result<LeasedJob, StoreError> {
    let (instance, no, worker, input, attempts, available_at, token, until) = columns;
    Ok(LeasedJob {
        job: JobRow {
            job: JobId::new(format!("{instance}.{no}")),
            instance: InstanceId::from(instance),
            worker,
            input: from_json("input of a job", &input)?,
            attempts: count("number of attempts", attempts)?,
            available_at: moment(available_at)?,
        },
        token,
        until: moment(until)?,
    })
}

pub(crate) fn outbox(columns: OutboxColumns) -> Result<OutboxRow, StoreError> {
    let (body, state, attempts, error, delivered_at) = columns;
    Ok(OutboxRow {
        effect: from_json("effect", &body)?,
        state,
        attempts: count("number of attempts", attempts)?,
        error,
        delivered_at: moment_opt(delivered_at)?,
    })
}

/// The leased effects, the oldest first; the database returns them in any order. `attempts` in
/// the row counts the one that now begins.
pub(crate) fn leased_effects(
    mut rows: Vec<LeasedEffectColumns>,
) -> Result<Vec<LeasedEffect>, StoreError> {
    rows.sort_by(|a, b| (a.0, &a.1, a.2, a.3).cmp(&(b.0, &b.1, b.2, b.3)));
    all(rows, |(.., body, token, attempts)| {
        Ok(LeasedEffect {
            effect: from_json("effect", &body)?,
            token,
            attempts: count("number of attempts", attempts - 1)?,
        })
    })
}

pub(crate) fn remembered(columns: RememberedColumns) -> Result<Remembered, StoreError> {
    let (key, request_hash, answer, at) = columns;
    Ok(Remembered { key, request_hash, answer, at: moment(at)? })
}

pub(crate) fn document_place(columns: DocumentPlaceColumns) -> Result<DocumentPlace, StoreError> {
    let (place, code, at, made) = columns;
    Ok(DocumentPlace { place: count("place in a sequence", place)?, code, at: moment(at)?, made })
}

pub(crate) fn document(columns: DocumentColumns) -> Result<DocumentRow, StoreError> {
    let (instance, seq, n, document, title, languages, ..) = columns;
    let (.., number, code, made_at, sha256, bytes) = columns;
    Ok(DocumentRow {
        effect: EffectId::new(format!("{instance}/{seq}/{n}")),
        instance: instance.into(),
        document,
        title: from_json("title", &title)?,
        languages: from_json("list of languages", &languages)?,
        number,
        code,
        made_at: moment(made_at)?,
        sha256,
        bytes: count("size", bytes)?,
    })
}

pub(crate) fn edition(columns: EditionColumns) -> Result<EditionRow, StoreError> {
    let (edition, process, stored_at, content) = columns;
    Ok(EditionRow {
        edition: edition.into(),
        process: process.into(),
        stored_at: moment(stored_at)?,
        content,
    })
}

pub(crate) fn person(columns: PersonColumns) -> Result<Person, StoreError> {
    let (person, name, email, language, groups, roles, office, identity, password_hash, active) =
        columns;
    Ok(Person {
        person: person.into(),
        name,
        email,
        language: Lang::from_str(&language)
            .map_err(|reason| StoreError::Corrupt { what: "language", reason })?,
        groups: from_json("list of groups", &groups)?,
        roles: from_json("list of roles", &roles)?,
        office: office.map(OfficeId::from),
        identity,
        password_hash,
        active,
    })
}

pub(crate) fn program(columns: ProgramColumns) -> Result<Program, StoreError> {
    let (program, roles, active) = columns;
    Ok(Program { program, roles: from_json("list of roles", &roles)?, active })
}

pub(crate) fn office(columns: OfficeColumns) -> Result<Office, StoreError> {
    let (office, titles, parent, head, territories, active) = columns;
    Ok(Office {
        office: office.into(),
        titles: from_json("title", &titles)?,
        parent: parent.map(OfficeId::from),
        head: head.map(PersonId::from),
        territories: from_json("list of territories", &territories)?,
        active,
    })
}

pub(crate) fn group(columns: GroupColumns) -> Result<Group, StoreError> {
    let (group, titles, head, active) = columns;
    let titles = from_json("title", &titles)?;
    Ok(Group { group: group.into(), titles, head: head.map(PersonId::from), active })
}

pub(crate) fn absence(columns: AbsenceColumns) -> Result<Absence, StoreError> {
    let (absence, person, from, until, substitute, groups, ..) = columns;
    let (.., reason, set_by, set_at, cancelled_by, cancelled_at) = columns;
    Ok(Absence {
        absence,
        person: person.into(),
        from: moment(from)?,
        until: moment_opt(until)?,
        substitute: substitute.map(PersonId::from),
        groups: groups.map(|groups| from_json("list of groups", &groups)).transpose()?,
        reason,
        set_by,
        set_at: moment(set_at)?,
        cancelled_by,
        cancelled_at: moment_opt(cancelled_at)?,
    })
}

pub(crate) fn token(columns: TokenColumns) -> Result<Token, StoreError> {
    let (hash, holder, name, prefix, scopes, created_at, expires_at, used_on, revoked_at) = columns;
    let corrupt = |what| move |reason: String| StoreError::Corrupt { what, reason };
    let day =
        |day: String| day.parse().map_err(|error: jiff::Error| corrupt("day")(error.to_string()));
    Ok(Token {
        hash,
        holder: Holder::read(&holder)
            .ok_or_else(|| corrupt("holder of a token")(holder.clone()))?,
        name,
        prefix,
        scopes: scopes.map(|scopes| from_json("list of scopes", &scopes)).transpose()?,
        created_at: moment(created_at)?,
        expires_at: moment_opt(expires_at)?,
        used_on: used_on.map(day).transpose()?,
        revoked_at: moment_opt(revoked_at)?,
    })
}

pub(crate) fn load((person, tasks): (String, i64)) -> Result<(PersonId, u64), StoreError> {
    Ok((person.into(), count("number of tasks", tasks)?))
}

pub(crate) fn guesses((wrong, last): (i64, i64)) -> Result<Guesses, StoreError> {
    Ok(Guesses { wrong: count("number of guesses", wrong)?, last: moment(last)? })
}

/// The body of a way that was begun not before `since`.
pub(crate) fn way(
    row: Option<(String, i64)>,
    since: Timestamp,
) -> Result<Option<String>, StoreError> {
    let Some((body, begun_at)) = row else { return Ok(None) };
    Ok(if moment(begun_at)? < since { None } else { Some(body) })
}

pub(crate) fn session(columns: SessionColumns) -> Result<Session, StoreError> {
    let (hash, person, csrf, started_at, expires_at) = columns;
    Ok(Session {
        hash,
        person: person.into(),
        csrf,
        started_at: moment(started_at)?,
        expires_at: moment(expires_at)?,
    })
}

pub(crate) fn audit(columns: AuditColumns) -> Result<AuditEntry, StoreError> {
    let (at, actor, action, instance, detail) = columns;
    Ok(AuditEntry {
        at: moment(at)?,
        actor,
        action,
        // PostgreSQL has the empty text where SQLite has nothing.
        instance: instance.filter(|id| !id.is_empty()).map(InstanceId::from),
        detail,
    })
}

pub(crate) fn audit_row(columns: AuditRowColumns) -> Result<AuditRow, StoreError> {
    let (no, chain, place, hash, events, at, actor, action, instance, detail) = columns;
    Ok(AuditRow {
        no: count("number of a row", no)?,
        chain,
        place: place.map(|place| count("place", place)).transpose()?,
        hash,
        events,
        entry: audit((at, actor, action, instance, detail))?,
    })
}

pub(crate) fn head((chain, place, hash): HeadColumns) -> Result<ChainHead, StoreError> {
    Ok(ChainHead { chain, place: count("place", place)?, hash })
}

pub(crate) fn audit_count(columns: CountColumns) -> Result<AuditCount, StoreError> {
    let what = "number of rows";
    let (chained, from_before, loose) = columns;
    Ok(AuditCount {
        chained: count(what, chained)?,
        from_before: count(what, from_before)?,
        loose: count(what, loose)?,
    })
}

pub(crate) fn checkpoint(columns: CheckpointColumns) -> Result<Checkpoint, StoreError> {
    let (name, at, heads, rows, sha256) = columns;
    let (heads, rows) = (count("number of heads", heads)?, count("number of rows", rows)?);
    Ok(Checkpoint { name, at: moment(at)?, heads, rows, sha256 })
}

pub(crate) fn event_text((seq, at, actor, body): EventColumns) -> EventText {
    EventText { seq, at, actor, body }
}

pub(crate) fn totals(columns: TotalsColumns) -> Result<Totals, StoreError> {
    let what = "total";
    Ok(Totals {
        running: count(what, columns.0)?,
        overdue: count(what, columns.1)?,
        tasks: count(what, columns.2)?,
        unclaimed: count(what, columns.3)?,
        incidents: count(what, columns.4)?,
        undelivered: count(what, columns.5)?,
    })
}

/// A moment that may not be there.
pub(crate) fn last(columns: Option<(Option<i64>,)>) -> Result<Option<Timestamp>, StoreError> {
    moment_opt(columns.and_then(|columns| columns.0))
}

pub(crate) fn schedule((body,): (String,)) -> Result<Schedule, StoreError> {
    from_json("schedule", &body)
}

/// `moment, note`; a run without mails has no note.
pub(crate) fn run((at, note): (i64, Option<String>)) -> Result<RunRow, StoreError> {
    let note = note.map(|note| from_json("note of a run", &note)).transpose()?;
    Ok(RunRow { moment: moment(at)?, note: note.unwrap_or_default() })
}
