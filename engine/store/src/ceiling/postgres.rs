//! The ceiling of PostgreSQL: one statement per commit, on the connections that a node has.

use std::time::Duration;

use super::rows::Template;
use super::{Ceiling, clients};
use crate::error::StoreError;
use crate::postgres::bare;

pub(super) async fn run(
    url: &str,
    template: Template,
    count: usize,
    lasting: Duration,
) -> Result<Ceiling, StoreError> {
    let pool = bare::connect(url).await?;
    let ceiling = {
        let pool = pool.clone();
        let store = move |commit| {
            let pool = pool.clone();
            async move { bare::write(&pool, &commit).await }
        };
        clients::run(&template, count, lasting, store).await
    };
    pool.close().await;
    ceiling
}
