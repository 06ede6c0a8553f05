//! The audit: what alters it is found, by two readers that share nothing; and the log for process mining, as another tool
//! reads it.
#![expect(clippy::unwrap_used, reason = "what is missing fails its test")]

#[path = "audit/mining.rs"]
mod mining;
#[path = "audit/verify.rs"]
mod verify;
