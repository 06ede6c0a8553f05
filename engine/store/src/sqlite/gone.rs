//! Rows that a batch deletes: closed tasks and jobs, timers that fired or were cancelled.

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::rows::portion;
use crate::prepared::{Key, StoredTerm, TimerKey};

/// The key of a row that is deleted.
pub(crate) trait Gone {
    /// `delete from …`
    const DELETE: &'static str;
    /// One row: `instance = … and no = …`
    fn condition(&self, query: &mut QueryBuilder<Sqlite>);
}

pub(crate) async fn delete<Row: Gone>(
    connection: &mut SqliteConnection,
    mut rows: &[Row],
) -> Result<(), sqlx::Error> {
    while !rows.is_empty() {
        let (portion, rest) = rows.split_at(portion(rows.len()));
        statement(portion).build().execute(&mut *connection).await?;
        rows = rest;
    }
    Ok(())
}

/// `(instance, no) in (values …)` would read the whole table; SQLite finds each row of this form by
/// its key.
fn statement<Row: Gone>(rows: &[Row]) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(Row::DELETE);
    for (n, row) in rows.iter().enumerate() {
        query.push(if n == 0 { " where (" } else { " or (" });
        row.condition(&mut query);
        query.push(")");
    }
    query
}

/// A task that is closed.
pub(crate) struct TaskGone<'a>(pub &'a Key);

impl Gone for TaskGone<'_> {
    const DELETE: &'static str = "delete from task";

    fn condition(&self, query: &mut QueryBuilder<Sqlite>) {
        query.push("instance = ").push_bind(&*self.0.instance);
        query.push(" and no = ").push_bind(self.0.no);
    }
}

/// A job that is closed.
pub(crate) struct JobGone<'a>(pub &'a Key);

impl Gone for JobGone<'_> {
    const DELETE: &'static str = "delete from job";

    fn condition(&self, query: &mut QueryBuilder<Sqlite>) {
        query.push("instance = ").push_bind(&*self.0.instance);
        query.push(" and no = ").push_bind(self.0.no);
    }
}

/// A term by which a case is not found any more.
pub(crate) struct TermGone<'a>(pub &'a StoredTerm);

impl Gone for TermGone<'_> {
    const DELETE: &'static str = "delete from search_term";

    fn condition(&self, query: &mut QueryBuilder<Sqlite>) {
        query.push("term = ").push_bind(&*self.0.term);
        query.push(" and instance = ").push_bind(&*self.0.instance);
        query.push(" and whole = ").push_bind(&*self.0.whole);
    }
}

/// A timer that fired or was cancelled.
pub(crate) struct TimerGone<'a>(pub &'a TimerKey);

impl Gone for TimerGone<'_> {
    const DELETE: &'static str = "delete from timer";

    fn condition(&self, query: &mut QueryBuilder<Sqlite>) {
        query.push("instance = ").push_bind(&*self.0.instance);
        query.push(" and timer = ").push_bind(&*self.0.timer);
    }
}

#[cfg(test)]
mod tests {
    use sqlx::AssertSqlSafe;

    use super::*;
    use crate::sqlite::open;

    async fn assert_no_scan<Row: Gone>(connection: &mut SqliteConnection, rows: &[Row]) {
        let explain = format!("explain query plan {}", statement(rows).into_string());
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(AssertSqlSafe(explain)).fetch_all(connection).await.unwrap();
        assert!(plan.iter().all(|step| !step.3.contains("SCAN")), "{plan:?}");
        // What hangs on a row is found by its key as well, so there may be more.
        let keys = plan.iter().filter(|step| step.3.contains("PRIMARY KEY")).count();
        assert!(keys >= rows.len(), "{plan:?}");
    }

    /// A single missing index makes a known engine ten times slower at a million open tasks.
    #[tokio::test]
    async fn closed_rows_are_found_by_their_keys() {
        let folder = tempfile::tempdir().unwrap();
        let options = open::options(&folder.path().join("store.db"));
        let mut connection = open::connect(&options).await.unwrap();
        let key = Key { instance: "a".to_owned(), no: 1 };
        let timer = TimerKey { instance: "a".to_owned(), timer: "a.1".to_owned() };
        for count in [1, 2, 64] {
            let tasks: Vec<_> = (0..count).map(|_| TaskGone(&key)).collect();
            assert_no_scan(&mut connection, &tasks).await;
            let jobs: Vec<_> = (0..count).map(|_| JobGone(&key)).collect();
            assert_no_scan(&mut connection, &jobs).await;
            let timers: Vec<_> = (0..count).map(|_| TimerGone(&timer)).collect();
            assert_no_scan(&mut connection, &timers).await;
        }
    }
}
