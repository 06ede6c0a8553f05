//! The rows that stores keep for reading: what an inbox, a timer wheel and a worker ask for. They
//! are computed from the instance before and after a command, so they cannot disagree with it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::facts::Fact;
use crate::ids::{
    EditionId, GroupId, InstanceId, JobId, OfficeId, PersonId, ProcessId, StepId, TaskId, TimerId,
    UnitId,
};
use crate::instance::{ActivationState, Instance, InstanceState, Priority};
use crate::search::TermChanges;
use crate::value::Value;

/// The row of an instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InstanceRow {
    /// Its number.
    pub instance: InstanceId,
    /// Its process.
    pub process: ProcessId,
    /// The edition it runs.
    pub edition: EditionId,
    /// Its version.
    pub version: u64,
    /// `running`, `ended` or `cancelled`.
    pub state: String,
    /// The status that the applicant sees.
    pub status: Option<String>,
    /// When it started.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The due date of the case.
    pub due_at: Option<Timestamp>,
    /// The state of its SLA clock.
    pub clock: String,
    /// From when on its term counts.
    pub clock_from: Option<Timestamp>,
    /// Whether the term was extended.
    pub extended: bool,
    /// How many incidents stand.
    pub incidents: u32,
    /// The number of the case that it is about.
    pub linked_to: Option<String>,
    /// The office that it belongs to; none when it belongs to all.
    pub office: Option<OfficeId>,
    /// The whole instance.
    pub body: Instance,
}

/// The row of an open task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    /// The task.
    pub task: TaskId,
    /// Its instance.
    pub instance: InstanceId,
    /// Its process.
    pub process: ProcessId,
    /// The edition of the map.
    pub edition: EditionId,
    /// The step.
    pub step: StepId,
    /// The unit.
    pub unit: UnitId,
    /// The people who may take it.
    pub group: GroupId,
    /// Who has it.
    pub assignee: Option<PersonId>,
    /// In whose name they took it, when they stand in for somebody.
    pub on_behalf_of: Option<PersonId>,
    /// Who delegated it, and answers for it.
    pub owner: Option<PersonId>,
    /// Since when.
    pub claimed_at: Option<Timestamp>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// The earlier of the step's due date and the case's.
    pub due_at: Option<Timestamp>,
    /// The state of the case's SLA clock.
    pub clock: String,
    /// From when on the term counts; the chip shows how much of it is left.
    pub clock_from: Option<Timestamp>,
    /// Whether the term was extended.
    pub extended: bool,
    /// The applicant's name, for the inbox.
    pub applicant: String,
    /// What people read of the item that the task is for; empty when it is for the whole case.
    pub label: String,
    /// The office of its case; none when it belongs to all.
    pub office: Option<OfficeId>,
    /// How urgent it is, beside its due date.
    pub priority: Priority,
}

/// The row of a running timer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerRow {
    /// The timer.
    pub timer: TimerId,
    /// Its instance.
    pub instance: InstanceId,
    /// When it fires.
    pub due_at: Timestamp,
}

/// The row of an open job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobRow {
    /// The job.
    pub job: JobId,
    /// Its instance.
    pub instance: InstanceId,
    /// The worker.
    pub worker: String,
    /// What it gets.
    pub input: Value,
    /// Attempts left.
    pub attempts: u32,
    /// Not to be leased before this moment.
    pub available_at: Timestamp,
}

/// What a command changes in the rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowChanges {
    /// Tasks that are new or changed.
    pub tasks: Vec<TaskRow>,
    /// Tasks that are gone.
    pub tasks_closed: Vec<TaskId>,
    /// Timers that are new or moved.
    pub timers: Vec<TimerRow>,
    /// Timers that are gone.
    pub timers_closed: Vec<TimerId>,
    /// Jobs that are new or changed; a changed job has lost its lease.
    pub jobs: Vec<JobRow>,
    /// Jobs that are gone.
    pub jobs_closed: Vec<JobId>,
    /// What reports count.
    pub facts: Vec<Fact>,
    /// What the case is found by.
    pub terms: TermChanges,
}

impl InstanceRow {
    /// The row of this instance.
    pub fn of(instance: &Instance) -> Self {
        let (state, ended_at) = match &instance.state {
            InstanceState::Running => ("running", None),
            InstanceState::Ended { at, .. } => ("ended", Some(*at)),
            InstanceState::Cancelled { at, .. } => ("cancelled", Some(*at)),
        };
        let incidents = instance
            .activations
            .values()
            .filter(|activation| matches!(activation.state, ActivationState::Incident(_)))
            .count();
        Self {
            instance: instance.id.clone(),
            process: instance.process.clone(),
            edition: instance.edition.clone(),
            version: instance.version,
            state: state.to_owned(),
            status: instance.status.clone(),
            started_at: instance.started_at,
            ended_at,
            due_at: instance.clock.figures().map(|figures| figures.due.at),
            clock: instance.clock.name().to_owned(),
            clock_from: instance.clock.figures().map(|figures| figures.from),
            extended: instance.clock.figures().is_some_and(|figures| figures.extended_days > 0),
            incidents: u32::try_from(incidents).unwrap_or(u32::MAX),
            linked_to: instance.linked_to.clone(),
            office: instance.office.clone(),
            body: instance.clone(),
        }
    }
}

impl RowChanges {
    /// What changed between two states of one instance; `before` is none for a new one.
    /// Computes in O(open activations + timers).
    pub fn between(before: Option<&Instance>, after: &Instance) -> Self {
        let mut changes = Self::default();
        (changes.tasks, changes.tasks_closed) =
            difference(before, after, task_rows, |row| &row.task);
        (changes.timers, changes.timers_closed) =
            difference(before, after, timer_rows, |row| &row.timer);
        (changes.jobs, changes.jobs_closed) = difference(before, after, job_rows, |row| &row.job);
        changes
    }
}

/// The rows that are new or changed, and the keys of those that are gone.
fn difference<Row: PartialEq, Key: PartialEq + Clone>(
    before: Option<&Instance>,
    after: &Instance,
    rows: impl Fn(&Instance) -> Vec<Row>,
    key: impl Fn(&Row) -> &Key,
) -> (Vec<Row>, Vec<Key>) {
    let old = before.map(&rows).unwrap_or_default();
    let new = rows(after);
    let closed = old
        .iter()
        .map(&key)
        .filter(|gone| !new.iter().any(|row| key(row) == *gone))
        .cloned()
        .collect();
    let changed = new.into_iter().filter(|row| !old.contains(row)).collect();
    (changed, closed)
}

/// The rows of the open tasks of an instance.
pub fn task_rows(instance: &Instance) -> Vec<TaskRow> {
    let figures = instance.clock.figures();
    let rows = instance.activations.iter().filter_map(|(no, activation)| {
        let ActivationState::Task(task) = &activation.state else { return None };
        let case_due = figures.map(|figures| figures.due.at);
        let due_at = [task.due.map(|due| due.at), case_due].into_iter().flatten().min();
        Some(TaskRow {
            task: instance.task_id(*no),
            instance: instance.id.clone(),
            process: instance.process.clone(),
            edition: instance.edition.clone(),
            step: activation.step.clone(),
            unit: task.unit.clone(),
            group: task.group.clone(),
            assignee: task.assignee.as_ref().map(|assignee| assignee.person.clone()),
            on_behalf_of: task.assignee.as_ref().and_then(|it| it.on_behalf_of.clone()),
            owner: task.owner.as_ref().map(|owner| owner.person.clone()),
            claimed_at: task.assignee.as_ref().map(|assignee| assignee.since),
            opened_at: activation.since,
            due_at,
            clock: instance.clock.name().to_owned(),
            clock_from: figures.map(|figures| figures.from),
            extended: figures.is_some_and(|figures| figures.extended_days > 0),
            applicant: instance.applicant.clone(),
            label: instance.label(activation.scope),
            office: instance.office.clone(),
            priority: task.priority.unwrap_or(instance.priority),
        })
    });
    rows.collect()
}

fn timer_rows(instance: &Instance) -> Vec<TimerRow> {
    let row = |(no, timer): (&u32, &crate::instance::RunningTimer)| TimerRow {
        timer: instance.timer_id(*no),
        instance: instance.id.clone(),
        due_at: timer.due,
    };
    instance.timers.iter().map(row).collect()
}

fn job_rows(instance: &Instance) -> Vec<JobRow> {
    let rows = instance.activations.iter().filter_map(|(no, activation)| {
        let ActivationState::Job(job) = &activation.state else { return None };
        Some(JobRow {
            job: instance.job_id(*no),
            instance: instance.id.clone(),
            worker: job.worker.clone(),
            input: job.input.clone(),
            attempts: job.attempts,
            available_at: job.available_at,
        })
    });
    rows.collect()
}
