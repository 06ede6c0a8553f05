//! A commit as the columns of its rows. Made in the caller's task, so that the one writer of SQLite
//! and a transaction of PostgreSQL only have to store.

use std::sync::Arc;

use reglament_core::collation;
use reglament_core::effect::Effect;
use reglament_core::event::Recorded;
use reglament_core::facts::Fact;
use reglament_core::ids::{InstanceId, JobId, TaskId, TimerId};
use reglament_core::instance::split_id;
use reglament_core::rows::{InstanceRow, JobRow, TaskRow, TimerRow};
use reglament_core::search::Term;
use serde::Serialize;

use crate::chain::{self, EventsHash};
use crate::error::StoreError;
use crate::fact::day_number;
use crate::model::{AttachedFile, AuditEntry, Commit, Remembered};
use crate::moment::{micros, micros_exact, micros_up};

/// The key of a task or a job: its instance, and its number there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Key {
    pub instance: String,
    pub no: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    pub expected_version: i64,
    pub instance: StoredInstance,
    pub events: Vec<StoredEvent>,
    pub tasks: Vec<StoredTask>,
    pub tasks_closed: Vec<Key>,
    pub timers: Vec<StoredTimer>,
    pub timers_closed: Vec<TimerKey>,
    pub jobs: Vec<StoredJob>,
    pub jobs_closed: Vec<Key>,
    pub terms: Vec<StoredTerm>,
    pub terms_gone: Vec<StoredTerm>,
    pub outbox: Vec<StoredEffect>,
    pub facts: Vec<StoredFact>,
    pub audit: StoredAudit,
    pub attachment: Option<StoredFile>,
    pub remember: Option<Remembered>,
    pub lease: Option<(Key, String)>,
    pub organization: Option<i64>,
}

#[derive(Clone, Debug)]
pub(crate) struct StoredInstance {
    pub instance: String,
    pub process: String,
    pub edition: String,
    pub version: i64,
    pub state: String,
    pub status: Option<String>,
    pub started_at: i64,
    pub ended_at: Option<i64>,
    pub due_at: Option<i64>,
    pub clock: String,
    pub clock_from: Option<i64>,
    pub extended: bool,
    pub incidents: i64,
    pub linked_to: Option<String>,
    pub office: Option<String>,
    pub body: String,
}

#[derive(Clone, Debug)]
pub(crate) struct StoredEvent {
    pub instance: String,
    pub seq: i64,
    pub at: i64,
    pub actor: String,
    pub body: String,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct StoredTask {
    #[serde(flatten)]
    pub key: Key,
    pub process: String,
    pub edition: String,
    pub step: String,
    pub unit: String,
    pub group_id: String,
    pub assignee: Option<String>,
    pub on_behalf_of: Option<String>,
    pub owner: Option<String>,
    pub claimed_at: Option<i64>,
    pub opened_at: i64,
    pub due_at: Option<i64>,
    pub clock: String,
    pub clock_from: Option<i64>,
    pub extended: bool,
    pub applicant: String,
    pub label: String,
    pub applicant_key: String,
    pub office: Option<String>,
    pub priority: i64,
}

/// What a case is found by: the row is its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StoredTerm {
    pub instance: String,
    pub term: String,
    pub whole: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct TimerKey {
    pub instance: String,
    pub timer: String,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct StoredTimer {
    #[serde(flatten)]
    pub key: TimerKey,
    pub due_at: i64,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct StoredJob {
    #[serde(flatten)]
    pub key: Key,
    pub worker: String,
    pub input: String,
    pub attempts: i64,
    pub available_at: i64,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct StoredEffect {
    pub instance: String,
    pub seq: i64,
    pub n: i64,
    pub at: i64,
    pub body: String,
}

/// The bytes of an attached file.
#[derive(Clone, Debug)]
pub(crate) struct StoredFile {
    pub instance: String,
    pub file: Arc<AttachedFile>,
}

#[derive(Clone, Debug)]
pub(crate) struct StoredFact {
    pub kind: i64,
    pub day: i64,
    pub edition: String,
    pub office: String,
    pub instance: String,
    pub seq: i64,
    pub body: String,
}

#[derive(Clone, Debug)]
pub(crate) struct StoredAudit {
    pub at: i64,
    pub actor: String,
    pub action: String,
    pub instance: Option<String>,
    pub detail: String,
    pub chain: String,
    pub events: Option<String>,
    /// Its place and hash where they are given: only the ceiling does.
    pub given: Option<(i64, String)>,
}

impl Prepared {
    pub(crate) fn new(commit: Commit) -> Result<Self, StoreError> {
        let id = commit.instance.instance.clone();
        check_sequence(&commit)?;
        let at = micros(commit.audit.at);
        let events = all(&commit.events, |event| stored_event(&id, event))?;
        let events_hash = events_hash(&events);
        let audit = StoredAudit { events: events_hash, ..StoredAudit::from(&commit.audit) };
        Ok(Self {
            expected_version: number(commit.expected_version)?,
            events,
            instance: stored_instance(&commit.instance)?,
            tasks: all(&commit.rows.tasks, |row| stored_task(&id, row))?,
            tasks_closed: all(&commit.rows.tasks_closed, |task| key_in(&id, task.as_str()))?,
            timers: all(&commit.rows.timers, |row| stored_timer(&id, row))?,
            timers_closed: all(&commit.rows.timers_closed, |timer| timer_key(&id, timer))?,
            jobs: all(&commit.rows.jobs, |row| stored_job(&id, row))?,
            jobs_closed: all(&commit.rows.jobs_closed, |job| key_in(&id, job.as_str()))?,
            terms: stored_terms(&id, &commit.rows.terms.added),
            terms_gone: stored_terms(&id, &commit.rows.terms.gone),
            outbox: all(&commit.outbox, |effect| stored_effect(&id, effect, at))?,
            attachment: commit.attachment.map(|file| StoredFile { instance: id.to_string(), file }),
            facts: all(&commit.rows.facts, |fact| stored_fact(&id, fact))?,
            audit,
            remember: commit.remember,
            lease: match commit.lease {
                Some(lease) => Some((job_key(&lease.job)?, lease.token)),
                None => None,
            },
            organization: commit.organization.map(number).transpose()?,
        })
    }
}

fn all<From, To>(
    rows: &[From],
    stored: impl Fn(&From) -> Result<To, StoreError>,
) -> Result<Vec<To>, StoreError> {
    rows.iter().map(stored).collect()
}

/// The history has no gap, and the version of an instance is the number of its last event.
fn check_sequence(commit: &Commit) -> Result<(), StoreError> {
    let mut version = commit.expected_version;
    for event in &commit.events {
        version += 1;
        if event.seq != version {
            return Err(unfit_commit(format!("event {} stands where {version} must", event.seq)));
        }
    }
    if commit.instance.version != version {
        return Err(unfit_commit(format!(
            "the instance has version {} after event {version}",
            commit.instance.version
        )));
    }
    Ok(())
}

fn unfit_commit(reason: String) -> StoreError {
    StoreError::Corrupt { what: "commit", reason }
}

/// The key of a task or job, which must be one of this instance.
fn key_in(instance: &InstanceId, id: &str) -> Result<Key, StoreError> {
    let key = key(id)?;
    if key.instance == instance.as_str() {
        return Ok(key);
    }
    Err(unfit_commit(format!("`{id}` is not of instance {instance}")))
}

/// The key in an identifier such as `26112200000001.7`.
pub(crate) fn key(id: &str) -> Result<Key, StoreError> {
    let (instance, no) = split_id(id).ok_or_else(|| StoreError::Corrupt {
        what: "identifier",
        reason: format!("`{id}` is not an instance, a dot and a number"),
    })?;
    Ok(Key { instance: instance.to_string(), no: i64::from(no) })
}

pub(crate) fn task_key(task: &TaskId) -> Result<Key, StoreError> {
    key(task.as_str())
}

pub(crate) fn job_key(job: &JobId) -> Result<Key, StoreError> {
    key(job.as_str())
}

/// The key of a timer, which must be one of this instance.
fn timer_key(instance: &InstanceId, timer: &TimerId) -> Result<TimerKey, StoreError> {
    let rest = timer.as_str().strip_prefix(instance.as_str());
    if rest.is_some_and(|rest| rest.starts_with('.')) {
        return Ok(TimerKey { instance: instance.to_string(), timer: timer.to_string() });
    }
    Err(unfit_commit(format!("timer `{timer}` is not of instance {instance}")))
}

/// The instance, the sequence number and the place in an identifier such as `26112200000001/4/0`.
pub(crate) fn effect_key(id: &str) -> Result<(String, i64, i64), StoreError> {
    let parts = || {
        let mut parts = id.rsplitn(3, '/');
        let n = parts.next()?.parse::<u32>().ok()?;
        let seq = parts.next()?.parse::<i64>().ok()?;
        Some((parts.next()?.to_owned(), seq, i64::from(n)))
    };
    parts().ok_or_else(|| StoreError::Corrupt {
        what: "effect identifier",
        reason: format!("`{id}` is not an instance, a sequence number and a number"),
    })
}

fn stored_instance(row: &InstanceRow) -> Result<StoredInstance, StoreError> {
    Ok(StoredInstance {
        instance: row.instance.to_string(),
        process: row.process.to_string(),
        edition: row.edition.to_string(),
        version: number(row.version)?,
        state: row.state.clone(),
        status: row.status.as_deref().map(clean),
        started_at: micros(row.started_at),
        ended_at: row.ended_at.map(micros),
        due_at: row.due_at.map(micros),
        clock: row.clock.clone(),
        clock_from: row.clock_from.map(micros),
        extended: row.extended,
        incidents: i64::from(row.incidents),
        linked_to: row.linked_to.as_deref().map(clean),
        office: row.office.as_ref().map(|office| clean(office.as_str())),
        body: json(&row.body)?,
    })
}

fn stored_event(instance: &InstanceId, recorded: &Recorded) -> Result<StoredEvent, StoreError> {
    Ok(StoredEvent {
        instance: instance.to_string(),
        seq: number(recorded.seq)?,
        at: micros_exact(recorded.at)?,
        actor: clean(&recorded.by),
        body: json(&recorded.event)?,
    })
}

fn stored_task(instance: &InstanceId, row: &TaskRow) -> Result<StoredTask, StoreError> {
    Ok(StoredTask {
        key: key_in(instance, row.task.as_str())?,
        process: row.process.to_string(),
        edition: row.edition.to_string(),
        step: row.step.to_string(),
        unit: row.unit.to_string(),
        group_id: row.group.to_string(),
        assignee: row.assignee.as_ref().map(ToString::to_string),
        on_behalf_of: row.on_behalf_of.as_ref().map(ToString::to_string),
        owner: row.owner.as_ref().map(ToString::to_string),
        claimed_at: row.claimed_at.map(micros),
        opened_at: micros(row.opened_at),
        due_at: row.due_at.map(micros),
        clock: row.clock.clone(),
        clock_from: row.clock_from.map(micros),
        extended: row.extended,
        applicant: clean(&row.applicant),
        label: clean(&row.label),
        applicant_key: collation::key(&row.applicant),
        office: row.office.as_ref().map(|office| clean(office.as_str())),
        priority: i64::from(row.priority as u8),
    })
}

fn stored_terms(instance: &InstanceId, terms: &[Term]) -> Vec<StoredTerm> {
    let stored = |term: &Term| StoredTerm {
        instance: instance.to_string(),
        term: clean(&term.term),
        whole: clean(&term.whole),
    };
    terms.iter().map(stored).collect()
}

fn stored_timer(instance: &InstanceId, row: &TimerRow) -> Result<StoredTimer, StoreError> {
    Ok(StoredTimer { key: timer_key(instance, &row.timer)?, due_at: micros_up(row.due_at) })
}

fn stored_job(instance: &InstanceId, row: &JobRow) -> Result<StoredJob, StoreError> {
    Ok(StoredJob {
        key: key_in(instance, row.job.as_str())?,
        worker: row.worker.clone(),
        input: json(&row.input)?,
        attempts: i64::from(row.attempts),
        available_at: micros_up(row.available_at),
    })
}

fn stored_effect(
    instance: &InstanceId,
    effect: &Effect,
    at: i64,
) -> Result<StoredEffect, StoreError> {
    let (of, seq, n) = effect_key(effect.id.as_str())?;
    if of != instance.as_str() {
        return Err(unfit_commit(format!("effect `{}` is not of instance {instance}", effect.id)));
    }
    Ok(StoredEffect { instance: of, seq, n, at, body: json(effect)? })
}

fn stored_fact(instance: &InstanceId, fact: &Fact) -> Result<StoredFact, StoreError> {
    if fact.instance != *instance {
        return Err(unfit_commit(format!("a fact of {} is not of {instance}", fact.instance)));
    }
    Ok(StoredFact {
        kind: fact.kind.number(),
        day: day_number(fact.day),
        edition: fact.edition.to_string(),
        office: clean(&fact.office),
        instance: instance.to_string(),
        seq: number(fact.seq)?,
        body: clean(&fact.text),
    })
}

impl From<&AuditEntry> for StoredAudit {
    fn from(entry: &AuditEntry) -> Self {
        Self {
            at: micros(entry.at),
            actor: clean(&entry.actor),
            action: clean(&entry.action),
            instance: entry.instance.as_ref().map(|id| clean(id.as_str())),
            detail: clean(&entry.detail),
            chain: match &entry.instance {
                Some(instance) => clean(instance.as_str()),
                None => chain::of_day(entry.at),
            },
            events: None,
            given: None,
        }
    }
}

impl StoredAudit {
    /// The row as it is hashed.
    pub(crate) fn content(&self) -> String {
        let events = self.events.as_deref();
        chain::content(&self.chain, self.at, &self.actor, &self.action, &self.detail, events)
    }
}

/// What binds the row of a command to its events.
fn events_hash(events: &[StoredEvent]) -> Option<String> {
    let (first, last) = (events.first()?.seq, events.last()?.seq);
    let mut hash = EventsHash::default();
    for event in events {
        hash.add(event.seq, event.at, &event.actor, &event.body);
    }
    Some(hash.of(first, last))
}

/// A text column cannot hold the character NUL in PostgreSQL, and tools read it wrongly from SQLite.
/// In JSON it is escaped and kept; in the plain texts beside it the sign for a wrong character
/// stands in its place.
pub(crate) fn clean(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// The JSON text of what is stored whole.
pub(crate) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::Corrupt { what: "JSON text", reason: error.to_string() })
}

/// A version or sequence number as the databases count.
pub(crate) fn number(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number)
        .map_err(|error| StoreError::Corrupt { what: "number", reason: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_fall_into_their_parts() {
        assert_eq!(key("26112200000001.7").unwrap().no, 7);
        assert_eq!(effect_key("26112200000001/4/0").unwrap(), ("26112200000001".into(), 4, 0));
        for wrong in ["", "1", "a.b", "1.-1"] {
            assert!(key(wrong).is_err(), "{wrong}");
        }
        for wrong in ["", "1/2", "a/b/c", "1/2/x"] {
            assert!(effect_key(wrong).is_err(), "{wrong}");
        }
    }
}
