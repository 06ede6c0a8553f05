//! `reglament demo`: half a year of invented cases, made by the real engine on a virtual clock.
//!
//! Applications arrive, officers take tasks and complete them, messages come, timers fire: everything by
//! the dispatcher, in the order of the virtual moments. Nothing here knows a service: what a map accepts is
//! tried on the map, with the examples of `demo.yaml` beside it. The same seed makes the same cases.

mod agenda;
mod arrivals;
mod doing;
mod examples;
mod fill;
mod plan;
mod post;
mod staff;
mod summary;
mod vary;
mod walk;
mod words;

use jiff::Timestamp;

pub use summary::Summary;
pub use walk::{Installation, run};

/// What to make.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How many applications.
    pub cases: u32,
    /// Over how many days.
    pub days: u16,
    /// Up to which moment.
    pub until: Timestamp,
    /// Where its chances come from.
    pub seed: u64,
}

/// Why there is no demonstration.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// There are cases already.
    #[error(
        "the database has cases already, and a demonstration among real cases could not be told from \
         them; give an empty folder with --data"
    )]
    NotEmpty,
    /// Nothing to make cases of.
    #[error("there is no process map to make cases of")]
    NoMaps,
    /// The store or the engine.
    #[error("{0}")]
    Fault(String),
}
