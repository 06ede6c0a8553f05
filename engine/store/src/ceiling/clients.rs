//! Clients that ask for the next commit when the last one is durable.

use std::future::Future;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::Ceiling;
use super::rows::Template;
use crate::error::StoreError;
use crate::prepared::Prepared;

/// Runs clients for so long; `store` makes a commit durable.
pub(super) async fn run<Store, Stored>(
    template: &Template,
    clients: usize,
    lasting: Duration,
    store: Store,
) -> Result<Ceiling, StoreError>
where
    Store: Fn(Prepared) -> Stored + Clone + Send + 'static,
    Stored: Future<Output = Result<(), StoreError>> + Send + 'static,
{
    let begun = Instant::now();
    let mut running = JoinSet::new();
    for _ in 0..clients {
        running.spawn(client(template.clone(), store.clone(), begun + lasting));
    }
    let mut latencies = Vec::new();
    while let Some(client) = running.join_next().await {
        latencies
            .extend(client.unwrap_or_else(|error| Err(StoreError::Failed(error.to_string())))?);
    }
    Ok(Ceiling { latencies, lasted: begun.elapsed() })
}

async fn client<Store, Stored>(
    template: Template,
    store: Store,
    until: Instant,
) -> Result<Vec<Duration>, StoreError>
where
    Store: Fn(Prepared) -> Stored,
    Stored: Future<Output = Result<(), StoreError>>,
{
    let mut latencies = Vec::new();
    while Instant::now() < until {
        for commit in template.next() {
            let asked = Instant::now();
            store(commit).await?;
            latencies.push(asked.elapsed());
        }
    }
    Ok(latencies)
}
