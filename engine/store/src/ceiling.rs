//! The bare-database ceiling: the same rows as an engine writes, by the same statements, in the same
//! groups and with the same durability, but prebuilt and without an engine: nothing is loaded,
//! decided, checked or turned into JSON. What an engine reaches of it is its share of the database.

mod clients;
mod postgres;
mod rows;
mod sqlite;

use std::time::Duration;

use crate::error::StoreError;
use crate::model::Commit;
use crate::open::{Place, place};

/// What a run gave.
#[derive(Clone, Debug)]
pub struct Ceiling {
    /// How long each commit took, from its request to its durable reply.
    pub latencies: Vec<Duration>,
    /// How long the run lasted.
    pub lasted: Duration,
}

impl Ceiling {
    /// Durable commits per second.
    pub fn commits_per_second(&self) -> f64 {
        let commits = u32::try_from(self.latencies.len()).unwrap_or(u32::MAX);
        f64::from(commits) / self.lasted.as_secs_f64().max(f64::MIN_POSITIVE)
    }
}

/// Writes the commits of one instance, again and again under new numbers, with so many clients for
/// so long. `instance` holds the commits of one whole instance, in order, as an engine makes them.
/// The database must be one that is thrown away: its instances are not real ones.
pub async fn run(
    url: &str,
    instance: &[Commit],
    clients: usize,
    lasting: Duration,
) -> Result<Ceiling, StoreError> {
    let template = rows::Template::new(instance)?;
    match place(url)? {
        Place::Sqlite(path) => sqlite::run(path, template, clients, lasting).await,
        Place::Postgres(url) => postgres::run(url, template, clients, lasting).await,
    }
}
