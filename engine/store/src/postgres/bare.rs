//! What the ceiling measures: the pool and the statement of a commit, and nothing else.

use sqlx::PgPool;

use super::{commit, open};
use crate::error::StoreError;
use crate::prepared::Prepared;

/// A pool with the settings of a node, on a schema that is up to date.
pub(crate) async fn connect(url: &str) -> Result<PgPool, StoreError> {
    open::pool(url).await
}

/// Stores a commit that nobody competes with.
pub(crate) async fn write(pool: &PgPool, commit: &Prepared) -> Result<(), StoreError> {
    let moved: (bool, bool) = commit::statement(commit)?.build_query_as().fetch_one(pool).await?;
    if moved.1 { Ok(()) } else { Err(StoreError::Failed("an instance did not move".to_owned())) }
}
