use std::path::Path;
use std::time::Duration;

use sqlx::{ConnectOptions, SqlitePool};

use super::*;
use crate::sqlite::open;

async fn writer(path: &Path) -> Writer {
    let options = open::options(path);
    Writer::start(open::connect(&options).await.unwrap(), options)
}

async fn runs(path: &Path) -> i64 {
    let mut reader = open::options(path).connect().await.unwrap();
    let count = sqlx::query_as("select count(*) from schedule_run");
    let (runs,): (i64,) = count.fetch_one(&mut reader).await.unwrap();
    runs
}

/// Keeps the writer busy, so that what is asked meanwhile becomes one batch.
struct Slow;

#[async_trait]
impl Write for Slow {
    type Output = ();

    async fn run(&self, _: &mut SqliteConnection) -> Result<(), StoreError> {
        tokio::time::sleep(Duration::from_millis(100)).await;
        Ok(())
    }
}

struct Panics;

#[async_trait]
impl Write for Panics {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        Run(-1).run(connection).await?;
        panic!("a fault of the program");
    }
}

/// Any statement.
struct Statement(&'static str);

#[async_trait]
impl Write for Statement {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query(self.0).execute(connection).await?;
        Ok(())
    }
}

/// Inserts one row.
struct Run(i64);

#[async_trait]
impl Write for Run {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query("insert into schedule_run (schedule, moment) values ('test', ?)")
            .bind(self.0)
            .execute(connection)
            .await?;
        Ok(())
    }
}

/// Rows that the transaction sees, and rows that everybody sees.
struct Look(SqlitePool);

#[async_trait]
impl Write for Look {
    type Output = (i64, i64);

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(i64, i64), StoreError> {
        let count = "select count(*) from schedule_run";
        let (inside,): (i64,) = sqlx::query_as(count).fetch_one(connection).await?;
        let (outside,): (i64,) = sqlx::query_as(count).fetch_one(&self.0).await?;
        Ok((inside, outside))
    }
}

/// Asks for `count` rows at once, while the writer is busy; the ends in order.
async fn at_once(
    writer: &Writer,
    count: i64,
) -> Vec<tokio::task::JoinHandle<Result<(), StoreError>>> {
    let asked = (0..count).map(|n| {
        let writer = writer.clone();
        tokio::spawn(async move { writer.write(Run(n)).await })
    });
    let asked = asked.collect();
    tokio::time::sleep(Duration::from_millis(20)).await;
    asked
}

#[tokio::test]
async fn waiting_requests_share_a_transaction() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let writer = writer(&path).await;
    let readers = SqlitePool::connect_lazy_with(open::options(&path));
    let slow = tokio::spawn({
        let writer = writer.clone();
        async move { writer.write(Slow).await }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    let asked = at_once(&writer, 20).await;
    assert_eq!(writer.write(Look(readers)).await.unwrap(), (20, 0));
    slow.await.unwrap().unwrap();
    for end in asked {
        end.await.unwrap().unwrap();
    }
    assert_eq!(runs(&path).await, 20);
}

#[tokio::test]
async fn a_request_that_fails_fails_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let writer = writer(&path).await;
    writer.write(Run(3)).await.unwrap();
    let slow = tokio::spawn({
        let writer = writer.clone();
        async move { writer.write(Slow).await }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    // The fourth of them meets the row that is there.
    let asked = at_once(&writer, 10).await;
    slow.await.unwrap().unwrap();
    for (n, end) in asked.into_iter().enumerate() {
        let end = end.await.unwrap();
        assert_eq!(end.is_err(), n == 3, "{n}: {end:?}");
    }
    assert_eq!(runs(&path).await, 10);
}

#[tokio::test]
async fn a_panic_is_the_end_of_its_batch_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let writer = writer(&path).await;
    for n in 0..3 {
        let end = writer.write(Panics).await;
        assert!(matches!(end, Err(StoreError::Unknown)), "{end:?}");
        writer.write(Run(n)).await.unwrap();
    }
    assert_eq!(runs(&path).await, 3, "nothing of a panicked transaction stays");
}

#[tokio::test]
async fn a_full_disk_refuses_and_recovers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let writer = writer(&path).await;
    writer.write(Run(1)).await.unwrap();
    // No page more than there are: what a disk without space answers.
    writer.write(Statement("pragma max_page_count = 1")).await.unwrap();
    let fill = "insert into edition select hex(randomblob(8)), 'p', 1, hex(randomblob(200000))";
    for _ in 0..3 {
        let error = writer.write(Statement(fill)).await.unwrap_err();
        assert!(error.to_string().contains("full"), "{error}");
    }
    assert_eq!(runs(&path).await, 1, "readers read on");
    writer.write(Statement("pragma max_page_count = 1000000")).await.unwrap();
    writer.write(Statement(fill)).await.unwrap();
    writer.write(Run(2)).await.unwrap();
    assert_eq!(runs(&path).await, 2);
}

#[tokio::test]
async fn closing_stores_what_was_asked_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let writer = writer(&path).await;
    let slow = tokio::spawn({
        let writer = writer.clone();
        async move { writer.write(Slow).await }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    let asked = at_once(&writer, 10).await;
    writer.close().await;
    for end in asked {
        end.await.unwrap().unwrap();
    }
    slow.await.unwrap().unwrap();
    assert_eq!(runs(&path).await, 10);
    assert!(matches!(writer.write(Run(99)).await, Err(StoreError::Closed)));
}
