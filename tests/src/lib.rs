//! The harness of the suites: the real product on a store of its own, a clock that tests set, and
//! clients that speak HTTP to it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a harness that fails, fails its test"
)]
#![expect(clippy::missing_panics_doc, reason = "all of it panics, so that the test fails")]

mod app;
mod binary;
mod client;
mod live;
pub mod maps;
pub mod pdf;
pub mod schema;

pub use app::{TestApp, papers};
pub use binary::binary;
pub use client::{Answer, Client};
pub use live::LiveWorld;
