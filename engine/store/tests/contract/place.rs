//! Where a test keeps its store: a file of its own, or a schema of its own on a PostgreSQL server.

use std::io::Write as _;
use std::sync::Arc;

use reglament_store::Store;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

/// Holds the URL of a PostgreSQL server that tests may use (`tests/bin/with-postgres` sets it).
pub const POSTGRES: &str = "REGLAMENT_TEST_POSTGRES";
/// With the value 1, a missing server is a failure.
pub const REQUIRED: &str = "REGLAMENT_TEST_REQUIRE_POSTGRES";

pub struct Place {
    pub url: String,
    folder: Option<tempfile::TempDir>,
    schema: Option<(String, String)>,
}

impl Place {
    /// A file that no other test uses.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("store.db").display());
        Self { url, folder: Some(folder), schema: None }
    }

    /// A schema that no other test uses; none when there is no server.
    pub async fn postgres(test: &str) -> Option<Self> {
        let server = server()?;
        let schema = format!("test_{}_{}", test.replace("::", "_"), std::process::id());
        run(&server, &format!("create schema {schema}")).await;
        let separator = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{separator}options[search_path]={schema}");
        Some(Self { url, folder: None, schema: Some((server, schema)) })
    }

    /// The store, open.
    pub async fn open(&self) -> Arc<dyn Store> {
        reglament_store::open(&self.url).await.unwrap()
    }

    /// Runs a statement beside the store.
    pub async fn run(&self, statement: &str) {
        if self.schema.is_some() {
            return run(&self.url, statement).await;
        }
        let path = self.url.trim_start_matches("sqlite:");
        let mut file = SqliteConnection::connect(path).await.unwrap();
        file.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
        file.close().await.unwrap();
    }

    /// Two counts that a query gives.
    pub async fn counts(&self, query: &str) -> (usize, usize) {
        let query = AssertSqlSafe(query.to_owned());
        let (a, b): (i64, i64) = if self.schema.is_some() {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query_as(query).fetch_one(&mut connection).await.unwrap()
        } else {
            let path = self.url.trim_start_matches("sqlite:");
            let mut connection = SqliteConnection::connect(path).await.unwrap();
            sqlx::query_as(query).fetch_one(&mut connection).await.unwrap()
        };
        (usize::try_from(a).unwrap(), usize::try_from(b).unwrap())
    }

    /// Removes what the test left.
    pub async fn remove(self) {
        if let Some((server, schema)) = &self.schema {
            run(server, &format!("drop schema {schema} cascade")).await;
        }
        drop(self.folder);
    }
}

/// The server, or a skipped test; a failure where a server is required.
pub fn server() -> Option<String> {
    let server = std::env::var(POSTGRES).ok().filter(|url| !url.is_empty());
    let required = std::env::var(REQUIRED).as_deref() == Ok("1");
    assert!(
        server.is_some() || !required,
        "{REQUIRED}=1, but {POSTGRES} holds no URL; run the tests by tests/bin/with-postgres"
    );
    server
}

/// Says on the terminal itself, past the capture of test output, that half of the suite did not run.
pub fn say_skipped() {
    let line = format!(
        "\n*** SKIPPED: the contract suite did not run on PostgreSQL, because {POSTGRES} is not \
         set.\n*** Run it by `tests/bin/with-postgres cargo test -p reglament-store`.\n"
    );
    let _ = std::io::stderr().write_all(line.as_bytes());
}

async fn run(server: &str, statement: &str) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    connection.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
    connection.close().await.unwrap();
}
