//! The inbox in PostgreSQL.

use std::collections::BTreeSet;

use async_trait::async_trait;
use reglament_core::ids::{GroupId, InstanceId, PersonId, TaskId};
use reglament_core::rows::TaskRow;
use sqlx::{PgPool, Postgres};

use super::{PostgresStore, apart};
use crate::decode::{self, TaskColumns};
use crate::error::StoreError;
use crate::inbox::columns::{self, DraftColumns, FilterColumns};
use crate::inbox::statement::{self, GATHERED_MAX};
use crate::inbox::words::{self, Change};
use crate::inbox::{Draft, InboxStore, SavedFilter, Search, TaskFilter, TaskOrder};
use crate::model::Remembered;
use crate::prepared::task_key;

/// A page of an inbox.
pub(crate) async fn tasks(pool: &PgPool, filter: &TaskFilter) -> Result<Vec<TaskRow>, StoreError> {
    let gather = filter.order != TaskOrder::Due
        && count(pool, filter, GATHERED_MAX + 1).await? <= GATHERED_MAX;
    let Some(mut query) = statement::page::<Postgres>(filter, gather) else {
        return Ok(Vec::new());
    };
    let rows: Vec<TaskColumns> = query.build_query_as().fetch_all(pool).await?;
    decode::all(rows, decode::task)
}

async fn count(pool: &PgPool, filter: &TaskFilter, max: u32) -> Result<u32, StoreError> {
    let Some(mut query) = statement::count::<Postgres>(filter, max) else { return Ok(0) };
    let (count,): (i64,) = query.build_query_as().fetch_one(pool).await?;
    decode::count("count", count)
}

impl PostgresStore {
    async fn change(&self, change: Change) -> Result<bool, StoreError> {
        let pool = self.pool.clone();
        let run = async move {
            let done = change.sql::<Postgres>().build().execute(&pool).await?;
            Ok::<_, StoreError>(done.rows_affected() > 0)
        };
        apart(run).await
    }

    const fn inbox(&self) -> &PgPool {
        &self.pool
    }
}

#[async_trait]
impl InboxStore for PostgresStore {
    async fn count_tasks(&self, filter: &TaskFilter, max: u32) -> Result<u32, StoreError> {
        count(self.inbox(), filter, max).await
    }

    async fn holders(&self) -> Result<Vec<PersonId>, StoreError> {
        let rows: Vec<(String,)> =
            sqlx::query_as("select distinct assignee from task where assignee is not null")
                .fetch_all(self.inbox())
                .await?;
        Ok(rows.into_iter().map(|(person,)| person.into()).collect())
    }

    async fn find_cases(&self, search: &Search) -> Result<Vec<InstanceId>, StoreError> {
        let mut query = words::search::<Postgres>(search);
        let rows: Vec<(String,)> = query.build_query_as().fetch_all(self.inbox()).await?;
        Ok(rows.into_iter().map(|(instance,)| instance.into()).collect())
    }

    async fn registered(
        &self,
        cases: &BTreeSet<InstanceId>,
    ) -> Result<Vec<(InstanceId, String)>, StoreError> {
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = words::registered::<Postgres>(cases);
        let rows: Vec<(String, String)> = query.build_query_as().fetch_all(self.inbox()).await?;
        Ok(rows.into_iter().map(|(instance, number)| (instance.into(), number)).collect())
    }

    async fn put_draft(&self, draft: &Draft) -> Result<bool, StoreError> {
        self.change(Change::keep(draft)?).await
    }

    async fn draft(&self, task: &TaskId, person: &PersonId) -> Result<Option<Draft>, StoreError> {
        let mut query = words::draft::<Postgres>(task, person)?;
        let row: Option<DraftColumns> = query.build_query_as().fetch_optional(self.inbox()).await?;
        row.map(|row| columns::draft(task, row)).transpose()
    }

    async fn leave_draft(&self, task: &TaskId, person: &PersonId) -> Result<(), StoreError> {
        self.change(Change::Leave(task_key(task)?, person.clone())).await.map(drop)
    }

    async fn drop_draft(&self, task: &TaskId, person: &PersonId) -> Result<(), StoreError> {
        self.change(Change::Drop(task_key(task)?, person.clone())).await.map(drop)
    }

    async fn put_filter(&self, filter: &SavedFilter) -> Result<(), StoreError> {
        self.change(Change::Filter(filter.clone())).await.map(drop)
    }

    async fn filters(
        &self,
        person: &PersonId,
        groups: &BTreeSet<GroupId>,
    ) -> Result<Vec<SavedFilter>, StoreError> {
        let mut query = words::filters::<Postgres>(person, groups);
        let rows: Vec<FilterColumns> = query.build_query_as().fetch_all(self.inbox()).await?;
        decode::all(rows, columns::filter)
    }

    async fn drop_filter(&self, id: &str, owner: &PersonId) -> Result<(), StoreError> {
        self.change(Change::DropFilter(id.to_owned(), owner.clone())).await.map(drop)
    }

    async fn remember(&self, answer: &Remembered) -> Result<(), StoreError> {
        self.change(Change::Answer(answer.clone())).await.map(drop)
    }

    async fn put_preference(
        &self,
        person: &PersonId,
        name: &str,
        value: &str,
    ) -> Result<(), StoreError> {
        let change = Change::Preference(person.clone(), name.to_owned(), value.to_owned());
        self.change(change).await.map(drop)
    }

    async fn preference(
        &self,
        person: &PersonId,
        name: &str,
    ) -> Result<Option<String>, StoreError> {
        let mut query = words::preference::<Postgres>(person, name);
        let row: Option<(String,)> = query.build_query_as().fetch_optional(self.inbox()).await?;
        Ok(row.map(|(value,)| value))
    }
}
