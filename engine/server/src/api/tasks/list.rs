//! `GET /tasks`

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use jiff::Timestamp;
use reglament_core::access::{self, Action};
use reglament_core::catalogue::Catalogue;
use reglament_core::command::{Actor, Offices, Role};
use reglament_core::ids::{GroupId, InstanceId, PersonId, ProcessId, StepId, TaskId};
use reglament_core::rows::TaskRow;
use reglament_core::text::Texts;
use reglament_store::{TaskFilter, TaskPlace};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::answer::{Page, Paging};
use crate::api::docs::{ReadProblems, Words};
use crate::api::extract::Params;
use crate::api::instances::list::moment;
use crate::api::problem::{Code, Problem};
use crate::app::App;
use crate::auth::Caller;
use crate::reach;

/// Which tasks.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Those that the caller has.
    #[serde(default)]
    mine: bool,
    /// Those that nobody has.
    #[serde(default)]
    unclaimed: bool,
    /// Of these groups, with commas in between; of the caller's groups if nothing is said, of all
    /// groups for a supervisor.
    #[param(example = "mp-district,mp-head")]
    groups: Option<String>,
    /// Of this case.
    instance: Option<String>,
    /// With a due date before this moment.
    #[param(format = DateTime)]
    due_before: Option<String>,
    /// How many items, 50 if nothing is said, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A task in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TaskInList {
    /// The task.
    #[schema(value_type = String)]
    task: TaskId,
    /// Its case.
    #[schema(value_type = String)]
    instance: InstanceId,
    /// Its process.
    #[schema(value_type = String)]
    process: ProcessId,
    /// Its step.
    #[schema(value_type = String)]
    step: StepId,
    /// What the step is called.
    #[schema(value_type = Words)]
    title: Texts,
    /// The group that works it.
    #[schema(value_type = String)]
    group: GroupId,
    /// Who has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    assignee: Option<PersonId>,
    /// When it was opened.
    #[schema(value_type = String, format = DateTime)]
    opened_at: Timestamp,
    /// The earlier of the step's due date and the case's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Timestamp>,
    /// The state of the case's SLA clock.
    clock: String,
    /// The applicant.
    applicant: String,
}

impl TaskInList {
    /// A row, with the words of its map.
    pub fn of(row: TaskRow, catalogue: &Catalogue) -> Self {
        let step = catalogue.edition(&row.edition).and_then(|map| map.definition.step(&row.step));
        Self {
            title: step.map(|step| step.title.clone()).unwrap_or_default(),
            task: row.task,
            instance: row.instance,
            process: row.process,
            step: row.step,
            group: row.group,
            assignee: row.assignee,
            opened_at: row.opened_at,
            due_at: row.due_at,
            clock: row.clock,
            applicant: row.applicant,
        }
    }
}

/// Lists open tasks, the earliest due date first
#[utoipa::path(
    get, path = "/tasks", tag = "tasks", params(Which),
    responses((status = 200, description = "A page of them", body = Page<TaskInList>), ReadProblems),
)]
pub async fn list_tasks(
    State(app): State<App>,
    Caller(actor): Caller,
    Params(which): Params<Which>,
) -> Result<Page<TaskInList>, Problem> {
    let paging = Paging { limit: which.limit, after: which.after.clone() };
    let (limit, after) = (paging.limit()?, which.after.as_deref().map(place).transpose()?);
    let groups = groups(&actor, which.groups.as_deref());
    access::check(&actor, &Action::ListTasks(groups.as_ref()))?;
    // One more than asked for tells whether there is a next page.
    let reach = reach(&app.catalogue(), &actor, groups);
    let filter = TaskFilter { reach, after, limit: limit + 1, ..filter(&actor, &which)? };
    let mut rows = app.store.tasks(&filter).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| named(&TaskPlace::of(row)));
    let catalogue = app.catalogue();
    let items = rows.into_iter().map(|row| TaskInList::of(row, &catalogue)).collect();
    Ok(Page { items, next })
}

/// The groups that are asked for, each within the offices from which the actor sees it.
fn reach(
    catalogue: &Catalogue,
    actor: &Actor,
    groups: Option<BTreeSet<GroupId>>,
) -> Option<BTreeMap<GroupId, Offices>> {
    let Some(groups) = groups else { return reach::of_all(catalogue, actor) };
    let mut own = actor.reach();
    let seen = |group: GroupId| {
        let offices = match own.remove(&group) {
            Some(offices) => offices,
            None => actor.offices(),
        };
        (group, offices)
    };
    Some(groups.into_iter().map(seen).collect())
}

/// A place as `after` and `next` name it: the due date in microseconds, and the task.
fn named(place: &TaskPlace) -> String {
    let due = place.due.map(|due| due.as_microsecond().to_string()).unwrap_or_default();
    format!("{due}~{}", place.task)
}

fn place(text: &str) -> Result<TaskPlace, Problem> {
    let read = || {
        let (due, task) = text.split_once('~')?;
        let due = match due {
            "" => None,
            micros => Some(Timestamp::from_microsecond(micros.parse().ok()?).ok()?),
        };
        Some(TaskPlace { due, applicant: String::new(), task: task.into() })
    };
    let wrong = "`after` is the `next` of the page before";
    read().ok_or_else(|| Problem::new(Code::InvalidParameter, wrong))
}

fn groups(actor: &Actor, asked: Option<&str>) -> Option<BTreeSet<GroupId>> {
    match (asked, actor) {
        (Some(names), _) => Some(names.split(',').map(GroupId::from).collect()),
        (None, _) if actor.has(Role::Supervisor) => None,
        (None, Actor::Person { groups, .. }) => Some(groups.clone()),
        (None, _) => Some(BTreeSet::new()),
    }
}

fn filter(actor: &Actor, which: &Which) -> Result<TaskFilter, Problem> {
    if which.mine && which.unclaimed {
        return Err(Problem::new(
            Code::InvalidParameter,
            "no task is both `mine` and `unclaimed`; ask for one of them",
        ));
    }
    Ok(TaskFilter {
        holders: actor.person().filter(|_| which.mine).cloned().into_iter().collect(),
        unclaimed: which.unclaimed,
        instance: which.instance.as_deref().map(Into::into),
        due_before: which.due_before.as_deref().map(moment).transpose()?,
        ..TaskFilter::default()
    })
}
