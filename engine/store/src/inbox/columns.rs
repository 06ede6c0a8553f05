//! Drafts and saved filters as both databases give them back.

use reglament_core::ids::{GroupId, TaskId};

use super::{Draft, SavedFilter};
use crate::decode::count;
use crate::error::StoreError;
use crate::moment::moment;

/// `person, version, body, saved_at, left_behind`
pub(crate) type DraftColumns = (String, i64, String, i64, i64);
/// `id, owner, group_id, name, query, made_at`
pub(crate) type FilterColumns = (String, String, Option<String>, String, String, i64);

pub(crate) fn draft(task: &TaskId, columns: DraftColumns) -> Result<Draft, StoreError> {
    let (person, version, body, at, left) = columns;
    Ok(Draft {
        task: task.clone(),
        person: person.into(),
        version: count("version", version)?,
        body,
        at: moment(at)?,
        left: left != 0,
    })
}

pub(crate) fn filter(columns: FilterColumns) -> Result<SavedFilter, StoreError> {
    let (id, owner, group, name, query, at) = columns;
    Ok(SavedFilter {
        id,
        owner: owner.into(),
        group: group.map(GroupId::from),
        name,
        query,
        at: moment(at)?,
    })
}
