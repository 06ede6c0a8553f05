//! Opening a PostgreSQL database: what the engine promises is asserted before anything is stored.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgConnection, PgPool};

use super::PostgresStore;
use crate::error::StoreError;
use crate::migrate;

/// The oldest version that is tested.
const VERSION_MIN: i32 = 140_000;
/// Connections of one node. Beyond about twice the cores of the server more add nothing.
const CONNECTIONS_MAX: u32 = 24;
/// A request that finds no free connection for so long fails.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// A connection that was idle for longer is asked whether it lives before it is used; asking each
/// time would double the round trips.
const ASK_AFTER_IDLE: Duration = Duration::from_secs(5);
/// Texts of statements that stay prepared on a connection.
const STATEMENTS_MAX: usize = 256;

impl PostgresStore {
    /// Opens the database and brings its schema up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Ok(Self { pool: pool(url).await? })
    }
}

/// The connections of a node, once the database was found fit and brought up to date.
pub(super) async fn pool(url: &str) -> Result<PgPool, StoreError> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("reglament")
        .statement_cache_capacity(STATEMENTS_MAX)
        .options([("default_transaction_isolation", "read committed")])
        .disable_statement_logging();
    let mut connection = PgConnection::connect_with(&options).await?;
    check(&mut connection).await?;
    migrate::postgres().run(&mut connection).await.map_err(migrate::explain)?;
    connection.close().await?;
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS_MAX)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .before_acquire(|connection, about| {
            Box::pin(async move {
                if about.idle_for > ASK_AFTER_IDLE {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_lazy_with(options);
    Ok(pool)
}

/// A reply means that the commit survives a power loss of the server.
async fn check(connection: &mut PgConnection) -> Result<(), StoreError> {
    let (version, fsync, commit, encoding, replica): (i32, String, String, String, bool) =
        sqlx::query_as(
            "select current_setting('server_version_num')::int, current_setting('fsync'),
                    current_setting('synchronous_commit'), current_setting('server_encoding'),
                    pg_is_in_recovery()",
        )
        .fetch_one(connection)
        .await?;
    let unfit = |text: String| Err(StoreError::Unfit(text));
    if version < VERSION_MIN {
        return unfit(format!("PostgreSQL {} is too old; use 14 or newer", version / 10_000));
    }
    if replica {
        return unfit("this PostgreSQL server is a replica; connect to the primary".to_owned());
    }
    if fsync != "on" || commit == "off" {
        return unfit(format!(
            "PostgreSQL runs with fsync={fsync} and synchronous_commit={commit}, which loses \
             answered commands when the power fails; both must be on"
        ));
    }
    if encoding != "UTF8" {
        return unfit(format!("the database is encoded in {encoding}; make one with UTF8"));
    }
    Ok(())
}
