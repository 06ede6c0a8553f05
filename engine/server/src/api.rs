//! The HTTP API, `/api/v1`.

pub mod problem;
