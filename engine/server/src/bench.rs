//! `reglament bench`: how fast the engine is on this machine, beside what the bare database can do.
//!
//! One run of the workload W1 is three commands, each durable before its reply: start, completion of
//! the intake, completion of the decision. The ceiling writes the same rows with the same statements
//! and no engine; the ratio of the two is what the engine costs.

mod figures;
mod load;
mod report;

use std::time::Duration;

pub use report::Table;

pub use figures::Figures;

/// What to measure.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The stores, as URLs; `sqlite:` files are made anew in a temporary folder.
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
    let store = reglament_store::open(url).await?;
    let ceiling = Figures::of_ceiling(&reglament_store::ceiling::run(&store, clients, lasting).await?);
    let engine = load::w1(&store, clients, lasting).await?;
    let share = 100.0 * engine.commits_per_second / ceiling.commits_per_second.max(f64::MIN_POSITIVE);
    Ok(Line { store: store.backend(), clients, engine, ceiling, share })
}
