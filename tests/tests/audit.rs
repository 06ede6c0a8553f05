//! The audit: what alters it is found, by two readers that share nothing.
#![expect(clippy::unwrap_used, reason = "what is missing fails its test")]

#[path = "audit/verify.rs"]
mod verify;
