//! Which tasks an inbox shows, in which order, and how its pages join: the question that both
//! databases answer by the same statement.

pub(crate) mod columns;
pub(crate) mod statement;
pub(crate) mod words;

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use jiff::Timestamp;
use reglament_core::collation;
use reglament_core::command::Offices;
use reglament_core::ids::{GroupId, InstanceId, OfficeId, PersonId, ProcessId, StepId, TaskId};
use reglament_core::instance::Priority;
use reglament_core::rows::TaskRow;

use crate::error::StoreError;
use crate::model::Remembered;

/// Which tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// Of these groups, each within these offices; all tasks when none.
    pub reach: Option<BTreeMap<GroupId, Offices>>,
    /// Held by one of these people; by anybody or nobody when empty.
    pub holders: BTreeSet<PersonId>,
    /// Held by nobody.
    pub unclaimed: bool,
    /// Of this instance.
    pub instance: Option<InstanceId>,
    /// Of one of these instances, such as those that a search found.
    pub instances: Option<BTreeSet<InstanceId>>,
    /// Of these steps; of all when none.
    pub steps: Option<BTreeSet<(ProcessId, StepId)>>,
    /// So urgent.
    pub priority: Option<Priority>,
    /// With a clock that stands still (true) or runs (false).
    pub paused: Option<bool>,
    /// With a term that was extended.
    pub extended: bool,
    /// With a due date before this moment.
    pub due_before: Option<Timestamp>,
    /// With a due date at this moment or later, or without one.
    pub due_from: Option<Timestamp>,
    /// In which order.
    pub order: TaskOrder,
    /// The other way round.
    pub descending: bool,
    /// Behind this place of that order: the next page.
    pub after: Option<TaskPlace>,
    /// At most this many.
    pub limit: u32,
}

/// The order of an inbox. Equals come by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TaskOrder {
    /// By due date, those without one last.
    #[default]
    Due,
    /// By the number of the case.
    Number,
    /// By the applicant's name, as a dictionary has it.
    Applicant,
}

/// Where a page of an inbox ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskPlace {
    /// The due date of the last task.
    pub due: Option<Timestamp>,
    /// The collation key of its applicant.
    pub applicant: String,
    /// The last task.
    pub task: TaskId,
}

impl TaskPlace {
    /// The place of this row, in every order.
    pub fn of(row: &TaskRow) -> Self {
        Self { due: row.due_at, applicant: collation::key(&row.applicant), task: row.task.clone() }
    }
}

/// What an officer has typed into the form of a task and not sent yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The task.
    pub task: TaskId,
    /// Who typed it.
    pub person: PersonId,
    /// The version of the case that the form was made for.
    pub version: u64,
    /// The fields, as JSON.
    pub body: String,
    /// When it was saved.
    pub at: Timestamp,
    /// Whether it was left for colleagues.
    pub left: bool,
}

/// An address of the inbox with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFilter {
    /// Its identifier.
    pub id: String,
    /// Who made it.
    pub owner: PersonId,
    /// Whose it is: of this group, or of its owner alone.
    pub group: Option<GroupId>,
    /// Its name.
    pub name: String,
    /// What stands behind the question mark of the address.
    pub query: String,
    /// When it was made.
    pub at: Timestamp,
}

/// Which cases are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Folded words: each begins a word of one name.
    pub words: Vec<String>,
    /// The beginning of a number without signs: of a person, a passport, another case.
    pub number: Option<String>,
    /// The number of a document, as it is printed.
    pub document: Option<String>,
    /// Of these offices.
    pub offices: Option<BTreeSet<OfficeId>>,
    /// At most this many, the newest first.
    pub limit: u32,
}

/// What an inbox asks of a store beside its tasks.
#[async_trait]
pub trait InboxStore: Send + Sync + 'static {
    /// How many tasks there are, up to so many: a page must not count a million.
    async fn count_tasks(&self, filter: &TaskFilter, max: u32) -> Result<u32, StoreError>;
    /// Who holds tasks.
    async fn holders(&self) -> Result<Vec<PersonId>, StoreError>;
    /// The cases that are found, the newest first.
    async fn find_cases(&self, search: &Search) -> Result<Vec<InstanceId>, StoreError>;

    /// The numbers of the documents made for these cases, in the order in which they were made.
    async fn registered(
        &self,
        cases: &BTreeSet<InstanceId>,
    ) -> Result<Vec<(InstanceId, String)>, StoreError>;

    /// Keeps a draft, in place of the person's earlier one. False when the task is not open any more.
    async fn put_draft(&self, draft: &Draft) -> Result<bool, StoreError>;
    /// The person's own draft, or the last one that a colleague left.
    async fn draft(&self, task: &TaskId, person: &PersonId) -> Result<Option<Draft>, StoreError>;
    /// Leaves the person's draft to whoever takes the task next.
    async fn leave_draft(&self, task: &TaskId, person: &PersonId) -> Result<(), StoreError>;
    /// Throws the person's draft away. That of a closed task goes with it.
    async fn drop_draft(&self, task: &TaskId, person: &PersonId) -> Result<(), StoreError>;

    /// Keeps a filter under its identifier.
    async fn put_filter(&self, filter: &SavedFilter) -> Result<(), StoreError>;
    /// The filters of a person and of these groups, by name.
    async fn filters(
        &self,
        person: &PersonId,
        groups: &BTreeSet<GroupId>,
    ) -> Result<Vec<SavedFilter>, StoreError>;
    /// Throws away a filter that this person made.
    async fn drop_filter(&self, id: &str, owner: &PersonId) -> Result<(), StoreError>;

    /// Keeps an answer that no single commit gives; the first one under its key stays.
    async fn remember(&self, answer: &Remembered) -> Result<(), StoreError>;

    /// Keeps a setting of a person.
    async fn put_preference(
        &self,
        person: &PersonId,
        name: &str,
        value: &str,
    ) -> Result<(), StoreError>;
    /// A setting of a person.
    async fn preference(&self, person: &PersonId, name: &str)
    -> Result<Option<String>, StoreError>;
}
