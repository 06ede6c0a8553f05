//! What moving a case changes, listed: its tasks, its timers, its clock and its fields.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Migration;
use crate::definition::{Field, FieldType, Fields};
use crate::event::{ActivationNo, TimerPurpose};
use crate::ids::{GroupId, InstanceId, PersonId, StepId};
use crate::instance::{ActivationState, Instance, RunningTimer};

/// A case that moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseMove {
    /// The case.
    pub instance: InstanceId,
    /// Its version, on which the list was made.
    pub version: u64,
    /// The steps that stand open.
    pub tasks: Vec<TaskMove>,
    /// Its timers.
    pub timers: Vec<TimerMove>,
    /// Its due date.
    pub due: DueMove,
    /// The fields that do not just stay.
    pub fields: Vec<FieldMove>,
}

/// A step that stands open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskMove {
    /// Its activation.
    pub no: ActivationNo,
    /// The step.
    pub step: StepId,
    /// The step that continues it.
    pub to: StepId,
    /// The group that has it, and had it, where they differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<(GroupId, GroupId)>,
    /// Who has it no longer, because the group is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_back: Option<PersonId>,
    /// Its own due date before and after.
    #[serde(default)]
    pub due: DueMove,
}

/// A due date before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueMove {
    /// Before; none without one.
    pub before: Option<Date>,
    /// After.
    pub after: Option<Date>,
}

/// A timer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerMove {
    /// What it is for, in the edition in which it runs.
    pub purpose: TimerPurpose,
    /// What becomes of it.
    pub state: TimerState,
    /// Its moment before; none when it is new.
    pub before: Option<Timestamp>,
    /// Its moment after; none when it is dropped.
    pub after: Option<Timestamp>,
}

/// What becomes of a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerState {
    /// It stays as it is.
    Kept,
    /// It fires at another moment.
    Moved,
    /// It is gone.
    Dropped,
    /// It was not there before.
    New,
}

/// A field of the case data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldMove {
    /// Its path before; after, when it is new.
    pub path: String,
    /// What becomes of it.
    pub state: FieldState,
    /// Its path after, where it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// What becomes of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldState {
    /// It goes on at another path.
    Renamed,
    /// The edition does not know it; what is in it stays in the case.
    Dropped,
    /// The edition knows it, and the case has nothing in it.
    New,
}

impl CaseMove {
    /// What differs between the case and itself on the other edition.
    pub(super) fn between(migration: &Migration<'_>, case: &Instance, after: &Instance) -> Self {
        Self {
            instance: case.id.clone(),
            version: case.version,
            tasks: tasks(case, after),
            timers: timers(case, after),
            due: DueMove { before: due_of(case), after: due_of(after) },
            fields: fields(migration, case),
        }
    }

    /// Whether both lists change the same: the version is that of the list, not of the change.
    pub fn says_the_same(&self, other: &Self) -> bool {
        Self { version: other.version, ..self.clone() } == *other
    }
}

fn due_of(case: &Instance) -> Option<Date> {
    case.clock.figures().map(|figures| figures.due.date)
}

fn tasks(case: &Instance, after: &Instance) -> Vec<TaskMove> {
    let moved = case.activations.iter().filter_map(|(no, open)| {
        let new = after.activations.get(no)?;
        let mut moved = TaskMove {
            no: *no,
            step: open.step.clone(),
            to: new.step.clone(),
            group: None,
            given_back: None,
            due: DueMove::default(),
        };
        if let (ActivationState::Task(old), ActivationState::Task(new)) = (&open.state, &new.state)
        {
            let differs = old.group != new.group;
            moved.group = differs.then(|| (old.group.clone(), new.group.clone()));
            let had = old.assignee.as_ref().filter(|_| new.assignee.is_none());
            moved.given_back = had.map(|had| had.person.clone());
            let date = |task: &crate::instance::Task| task.due.map(|due| due.date);
            moved.due = DueMove { before: date(old), after: date(new) };
        }
        Some(moved)
    });
    moved.collect()
}

/// The timers before and after, each by its number or, where the clock armed it anew, by its purpose.
fn timers(case: &Instance, after: &Instance) -> Vec<TimerMove> {
    let mut new: Vec<(u32, &RunningTimer)> =
        after.timers.iter().map(|(no, timer)| (*no, timer)).collect();
    let mut found = Vec::new();
    for (no, timer) in &case.timers {
        let place = new
            .iter()
            .position(|(other, _)| other == no)
            .or_else(|| new.iter().position(|(_, other)| other.purpose == timer.purpose));
        let other = place.map(|place| new.remove(place).1);
        found.push(TimerMove {
            purpose: other.unwrap_or(timer).purpose.clone(),
            state: match other {
                None => TimerState::Dropped,
                Some(other) if other.due == timer.due => TimerState::Kept,
                Some(_) => TimerState::Moved,
            },
            before: Some(timer.due),
            after: other.map(|other| other.due),
        });
    }
    found.extend(new.into_iter().map(|(_, timer)| TimerMove {
        purpose: timer.purpose.clone(),
        state: TimerState::New,
        before: None,
        after: Some(timer.due),
    }));
    found
}

/// The fields of the case that are renamed or dropped, and those that it has not yet.
fn fields(migration: &Migration<'_>, case: &Instance) -> Vec<FieldMove> {
    let (old, new) = (paths(&migration.from.shape), paths(&migration.to.shape));
    let paths_to = &migration.plan.fields;
    let there = |path: &String| !case.data.at(path).is_null();
    let renamed = paths_to.iter().filter(|(path, _)| there(path)).map(|(path, to)| FieldMove {
        path: path.clone(),
        state: FieldState::Renamed,
        to: Some(to.clone()),
    });
    let plain = |path: &String, state| FieldMove { path: path.clone(), state, to: None };
    let is_renamed = |path: &String| paths_to.contains_key(path);
    let dropped = old
        .iter()
        .filter(|path| !new.contains(path) && !is_renamed(path) && there(path))
        .map(|path| plain(path, FieldState::Dropped));
    let is_target = |path: &String| paths_to.values().any(|to| to == path);
    let added = new
        .iter()
        .filter(|path| !old.contains(path) && !is_target(path) && !there(path))
        .map(|path| plain(path, FieldState::New));
    renamed.chain(dropped).chain(added).collect()
}

/// The paths of fields, without those within lists: their items keep what they have.
fn paths(fields: &Fields) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<(String, &Field)> =
        fields.iter().map(|(name, field)| (name.clone(), field)).collect();
    while let Some((path, field)) = open.pop() {
        if let FieldType::Object { fields } = &field.kind {
            open.extend(fields.iter().map(|(name, field)| (format!("{path}.{name}"), field)));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
