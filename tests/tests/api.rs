//! The HTTP API, against the real product on a SQLite store.
#![expect(clippy::unwrap_used, reason = "what is missing fails its test")]

#[path = "api/audit.rs"]
mod audit;
#[path = "api/document.rs"]
mod document;
#[path = "api/explain.rs"]
mod explain;
#[path = "api/funnel.rs"]
mod funnel;
#[path = "api/linked.rs"]
mod linked;
#[path = "api/lists.rs"]
mod lists;
#[path = "api/matrix.rs"]
mod matrix;
#[path = "api/moved.rs"]
mod moved;
#[path = "api/once.rs"]
mod once;
#[path = "api/organization.rs"]
mod organization;
#[path = "api/refused.rs"]
mod refused;
#[path = "api/rules.rs"]
mod rules;
#[path = "api/seen.rs"]
mod seen;
#[path = "api/sign_in.rs"]
mod sign_in;
#[path = "api/stage.rs"]
mod stage;
#[path = "api/task_work.rs"]
mod task_work;
