//! `reglament bench`: how fast the engine is on this machine, beside what the bare database can do.
//!
//! One run of the workload W1 is three commands, each durable before its reply: start, completion of
//! the intake, completion of the decision. The ceiling writes the same rows with the same statements
//! and no engine; the ratio of the two is what the engine costs.

mod figures;
pub mod inbox;
pub mod period;
mod report;
mod w1;

use std::path::PathBuf;
use std::time::Duration;

use reglament_store::ceiling;

pub use report::Table;

pub use figures::Figures;

/// What to measure.
#[derive(Clone, Debug)]
pub struct Plan {
    /// `sqlite:FOLDER`, where a database is made and removed; `postgres://…`, a database to throw away.
    pub stores: Vec<String>,
    /// How many clients at a time.
    pub clients: Vec<usize>,
    /// How long each measurement lasts.
    pub lasting: Duration,
}

/// One line of the table: the engine and the ceiling, measured in turn.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Line {
    /// `sqlite` or `postgres`.
    pub store: &'static str,
    /// How many clients at a time.
    pub clients: usize,
    /// The engine.
    pub engine: Figures,
    /// The bare database.
    pub ceiling: Figures,
    /// Commands of the engine per commit of the bare database, in per cent.
    pub share: f64,
}

/// Measures everything in the plan, in turn.
pub async fn run(plan: &Plan) -> Result<Vec<Line>, Box<dyn std::error::Error + Send + Sync>> {
    let mut lines = Vec::new();
    for url in &plan.stores {
        for &clients in &plan.clients {
            lines.push(measure(url, clients, plan.lasting).await?);
        }
    }
    Ok(lines)
}

async fn measure(
    url: &str,
    clients: usize,
    lasting: Duration,
) -> Result<Line, Box<dyn std::error::Error + Send + Sync>> {
    let folder = Folder::new(url)?;
    let instance = w1::commits()?;
    let bare = ceiling::run(&folder.url("bare"), &instance, clients, lasting).await?;
    let ceiling = Figures::of(bare.latencies, bare.lasted, None);
    let store = reglament_store::open(&folder.url("engine")).await?;
    let engine = w1::load(&store, clients, lasting).await?;
    let share =
        100.0 * engine.commits_per_second / ceiling.commits_per_second.max(f64::MIN_POSITIVE);
    Ok(Line { store: store.backend(), clients, engine, ceiling, share })
}

/// Where a measurement keeps its database: a folder of its own that is removed afterwards, or the
/// server that was named, whose database must be one to throw away.
enum Folder {
    Own(PathBuf),
    Named(String),
}

impl Folder {
    fn new(url: &str) -> std::io::Result<Self> {
        let Some(parent) = url.strip_prefix("sqlite:") else {
            return Ok(Self::Named(url.to_owned()));
        };
        let own = PathBuf::from(parent).join(format!("reglament-bench-{}", std::process::id()));
        std::fs::create_dir_all(&own)?;
        Ok(Self::Own(own))
    }

    fn url(&self, name: &str) -> String {
        match self {
            Self::Own(folder) => format!("sqlite:{}", folder.join(format!("{name}.db")).display()),
            Self::Named(url) => url.clone(),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Self::Own(folder) = self {
            // Nothing of value is in it; what cannot be removed now is removed by the system later.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
