//! Commits by hand: a case that goes the way of its rows, without the rules of the engine.

use jiff::{SignedDuration, Timestamp};
use reglament_core::effect::{Effect, EffectKind, Recipient};
use reglament_core::event::{Event, Recorded, TimerPurpose};
use reglament_core::ids::{EffectId, GroupId, InstanceId, JobId, PersonId, TaskId};
use reglament_core::instance::{
    Activation, ActivationState, Assignee, Clock, Instance, Job, RunningTimer, Task,
};
use reglament_core::rows::{InstanceRow, RowChanges};
use reglament_core::text::Lang;
use reglament_core::value::Value;
use reglament_store::{AuditEntry, Commit, LeaseCheck, Remembered};
use serde_json::json;

/// The moment at which the tests begin.
pub fn noon() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

/// So many seconds after noon.
pub fn after(seconds: i64) -> Timestamp {
    noon() + SignedDuration::from_secs(seconds)
}

/// A case as of its last commit.
#[derive(Clone, Debug)]
pub struct Case {
    pub instance: Instance,
}

impl Case {
    /// The first commit of a case: it begins, and nothing stands open.
    pub fn start(id: &str) -> (Self, Commit) {
        // From JSON, so that a new field of an instance with a default needs no change here.
        let instance: Instance = serde_json::from_value(json!({
            "id": id,
            "process": "event-permit",
            "edition": "0123456789abcdef",
            "version": 1,
            "state": { "state": "running" },
            "started_at": noon(),
            "started_by": "portal",
            "applicant": "Сынақ Өтініші",
            "data": null,
            "activations": {},
            "clock": { "clock": "idle" },
            "next_no": 2,
        }))
        .unwrap();
        let event = Event::InstanceStarted {
            process: instance.process.clone(),
            edition: instance.edition.clone(),
            applicant: instance.applicant.clone(),
            data: Value::Null,
            caller: None,
        };
        let commit = commit_of(None, &instance, vec![event]);
        (Self { instance }, commit)
    }

    /// A case that begins with a task and a timer, as most do.
    pub fn start_with_task(id: &str, group: &str, due: Option<Timestamp>) -> (Self, Commit) {
        let (mut case, mut commit) = Self::start(id);
        case.instance.activations.insert(1, task(group));
        case.instance.clock = due.map_or(Clock::Idle, running_clock);
        case.instance
            .timers
            .extend(due.map(|due| (2, RunningTimer { purpose: TimerPurpose::Breach, due })));
        case.instance.next_no = 3;
        commit.instance = InstanceRow::of(&case.instance);
        commit.rows = RowChanges::between(None, &case.instance);
        (case, commit)
    }

    pub fn id(&self) -> InstanceId {
        self.instance.id.clone()
    }

    pub fn task_id(&self, no: u32) -> TaskId {
        self.instance.task_id(no)
    }

    pub fn job_id(&self, no: u32) -> JobId {
        self.instance.job_id(no)
    }

    /// The commit of any change; one event stands for it.
    pub fn change(&mut self, change: impl FnOnce(&mut Instance)) -> Commit {
        let before = self.instance.clone();
        change(&mut self.instance);
        self.instance.version += 1;
        let event = Event::StatusChanged { status: format!("step {}", self.instance.version) };
        commit_of(Some(&before), &self.instance, vec![event])
    }

    /// A task is taken.
    pub fn claim(&mut self, no: u32, person: &str) -> Commit {
        self.change(|instance| {
            if let ActivationState::Task(task) =
                &mut instance.activations.get_mut(&no).unwrap().state
            {
                task.assignee =
                    Some(Assignee { person: person.into(), since: noon(), on_behalf_of: None });
            }
        })
    }

    /// A job is opened.
    pub fn open_job(&mut self, no: u32, worker: &str, available_at: Timestamp) -> Commit {
        self.change(|instance| {
            let job = Job {
                worker: worker.to_owned(),
                input: Value::text("register"),
                attempts: 3,
                available_at,
            };
            instance.activations.insert(no, activation(ActivationState::Job(job)));
        })
    }

    /// The job is closed, under a lease.
    pub fn close_job(&mut self, no: u32, token: &str) -> Commit {
        let job = self.job_id(no);
        let mut commit = self.change(|instance| {
            instance.activations.remove(&no);
        });
        commit.lease = Some(LeaseCheck { job, token: token.to_owned() });
        commit
    }

    /// Something changes, and so many messages must be sent.
    pub fn notify(&mut self, count: usize) -> Commit {
        let mut commit = self.change(|_| {});
        let version = self.instance.version;
        commit.outbox = (0..count).map(|n| self.effect(version, n)).collect();
        commit
    }

    pub fn effect(&self, seq: u64, n: usize) -> Effect {
        Effect {
            id: EffectId::new(format!("{}/{seq}/{n}", self.instance.id)),
            instance: self.id(),
            seq,
            kind: EffectKind::Notify {
                message: "accepted".to_owned(),
                to: Recipient::Applicant {
                    name: "Үміт Сынақова".to_owned(),
                    email: Some("sample@example.test".to_owned()),
                    language: Lang::Kk,
                },
                variables: Value::text(format!("{seq}/{n}")),
                attach: Vec::new(),
            },
        }
    }
}

fn activation(state: ActivationState) -> Activation {
    Activation { step: "intake".into(), scope: 0, since: noon(), state }
}

/// An open task of a group.
pub fn task(group: &str) -> Activation {
    activation(ActivationState::Task(Task::new("clerk".into(), GroupId::from(group), None, false)))
}

fn running_clock(at: Timestamp) -> Clock {
    let due = json!({ "at": at, "date": "2026-11-30", "known_on": "2026-11-23" });
    serde_json::from_value(json!({
        "clock": "running",
        "from": noon(),
        "term": "5 working days",
        "original": due,
        "due": due,
        "paused": 0,
        "extended_days": 0,
    }))
    .unwrap()
}

fn commit_of(before: Option<&Instance>, after: &Instance, events: Vec<Event>) -> Commit {
    let first = before.map_or(0, |before| before.version);
    let recorded = (first + 1..).zip(events).map(|(seq, event)| Recorded {
        seq,
        at: noon(),
        by: "officer".to_owned(),
        event,
    });
    Commit {
        expected_version: first,
        events: recorded.collect(),
        instance: InstanceRow::of(after),
        rows: RowChanges::between(before, after),
        outbox: Vec::new(),
        audit: audit(&after.id, &format!("version {}", after.version)),
        remember: None,
        lease: None,
        organization: None,
        attachment: None,
    }
}

/// A row of the audit about this instance.
pub fn audit(instance: &InstanceId, detail: &str) -> AuditEntry {
    AuditEntry {
        at: noon(),
        actor: PersonId::from("officer").to_string(),
        action: "complete_task".to_owned(),
        instance: Some(instance.clone()),
        detail: detail.to_owned(),
    }
}

/// The answer to a key.
pub fn remember(key: &str, request: &str) -> Remembered {
    Remembered {
        key: key.to_owned(),
        request_hash: request.to_owned(),
        answer: format!(r#"{{"answer":"{request}"}}"#),
        at: noon(),
    }
}
