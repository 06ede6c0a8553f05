//! What runs beside the requests: timers, the outbox, jobs. Each is a `run_once` and the same loop
//! ([`run_until`]).

pub mod calls;
mod jobs;
pub mod ladder;
mod letters;
mod outbox;
mod papers;
mod recipients;
mod run;
mod timers;
mod wake;

pub use jobs::Jobs;
pub use letters::Letters;
pub use outbox::{DELIVERY_ATTEMPTS_MAX, Outbox};
pub use papers::Papers;
pub use run::{Worker, WorkerFault, run_until};
pub use timers::Timers;
pub use wake::{Bells, Wake};
