//! The row of an open task. It has more columns than a tuple can have.

use reglament_core::ids::TaskId;
use reglament_core::instance::Priority;
use reglament_core::rows::TaskRow;
use sqlx::{ColumnIndex, Database, Decode, FromRow, Row, Type};

use super::count;
use crate::error::StoreError;
use crate::moment::{moment, moment_opt};

/// The columns of a task, as queries name them.
pub(crate) const TASK_COLUMNS: &str = "instance, no, process, edition, step, unit, group_id, \
    assignee, on_behalf_of, owner, claimed_at, opened_at, due_at, clock, clock_from, extended, \
    applicant, label, office, priority";

/// What those columns hold.
pub(crate) struct TaskColumns {
    instance: String,
    no: i64,
    process: String,
    edition: String,
    step: String,
    unit: String,
    group: String,
    assignee: Option<String>,
    on_behalf_of: Option<String>,
    owner: Option<String>,
    claimed_at: Option<i64>,
    opened_at: i64,
    due_at: Option<i64>,
    clock: String,
    clock_from: Option<i64>,
    extended: bool,
    applicant: String,
    label: String,
    office: Option<String>,
    priority: i64,
}

impl<'r, R> FromRow<'r, R> for TaskColumns
where
    R: Row,
    &'static str: ColumnIndex<R>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
    R::Database: Database,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self {
            instance: row.try_get("instance")?,
            no: row.try_get("no")?,
            process: row.try_get("process")?,
            edition: row.try_get("edition")?,
            step: row.try_get("step")?,
            unit: row.try_get("unit")?,
            group: row.try_get("group_id")?,
            assignee: row.try_get("assignee")?,
            on_behalf_of: row.try_get("on_behalf_of")?,
            owner: row.try_get("owner")?,
            claimed_at: row.try_get("claimed_at")?,
            opened_at: row.try_get("opened_at")?,
            due_at: row.try_get("due_at")?,
            clock: row.try_get("clock")?,
            clock_from: row.try_get("clock_from")?,
            extended: row.try_get("extended")?,
            applicant: row.try_get("applicant")?,
            label: row.try_get("label")?,
            office: row.try_get("office")?,
            priority: row.try_get("priority")?,
        })
    }
}

pub(crate) fn task(columns: TaskColumns) -> Result<TaskRow, StoreError> {
    Ok(TaskRow {
        task: TaskId::new(format!("{}.{}", columns.instance, columns.no)),
        instance: columns.instance.into(),
        process: columns.process.into(),
        edition: columns.edition.into(),
        step: columns.step.into(),
        unit: columns.unit.into(),
        group: columns.group.into(),
        assignee: columns.assignee.map(Into::into),
        on_behalf_of: columns.on_behalf_of.map(Into::into),
        owner: columns.owner.map(Into::into),
        claimed_at: moment_opt(columns.claimed_at)?,
        opened_at: moment(columns.opened_at)?,
        due_at: moment_opt(columns.due_at)?,
        clock: columns.clock,
        clock_from: moment_opt(columns.clock_from)?,
        extended: columns.extended,
        applicant: columns.applicant,
        label: columns.label,
        office: columns.office.map(Into::into),
        priority: priority(columns.priority)?,
    })
}

fn priority(number: i64) -> Result<Priority, StoreError> {
    let place: usize = count("priority", number)?;
    let reason = || format!("{number} is no priority");
    let found = Priority::ALL.get(place).copied();
    found.ok_or_else(|| StoreError::Corrupt { what: "priority", reason: reason() })
}
