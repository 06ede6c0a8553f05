//! The HTTP API, against the real product on a SQLite store.

#[path = "api/funnel.rs"]
mod funnel;
