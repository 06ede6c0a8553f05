//! A schema of its own on the PostgreSQL server that tests may use.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// Holds the URL of the server (`tests/bin/with-postgres` sets it).
const POSTGRES: &str = "REGLAMENT_TEST_POSTGRES";
/// With the value 1, a missing server is a failure.
const REQUIRED: &str = "REGLAMENT_TEST_REQUIRE_POSTGRES";

/// A schema that no other test uses.
pub struct Schema {
    server: String,
    name: String,
}

impl Schema {
    /// Makes it; none when there is no server.
    pub async fn make(test: &str) -> Option<Self> {
        let server = std::env::var(POSTGRES).ok().filter(|url| !url.is_empty());
        let required = std::env::var(REQUIRED).as_deref() == Ok("1");
        assert!(server.is_some() || !required, "{REQUIRED}=1, but {POSTGRES} holds no URL");
        let schema = Self { server: server?, name: format!("app_{test}_{}", std::process::id()) };
        schema.run(&format!("create schema {}", schema.name)).await;
        Some(schema)
    }

    /// The address of a store in it.
    pub fn url(&self) -> String {
        let separator = if self.server.contains('?') { '&' } else { '?' };
        format!("{}{separator}options[search_path]={}", self.server, self.name)
    }

    /// Removes it with all that is in it.
    pub async fn remove(self) {
        self.run(&format!("drop schema {} cascade", self.name)).await;
    }

    async fn run(&self, statement: &str) {
        let mut connection = PgConnection::connect(&self.server).await.unwrap();
        connection.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
        connection.close().await.unwrap();
    }
}
