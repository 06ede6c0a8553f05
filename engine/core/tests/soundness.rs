//! The verdicts on workflows: against independent verdicts on models of others, and against a plain search through
//! all markings, written here in another style.
#![expect(clippy::unwrap_used, reason = "a suite that fails, fails its test")]

#[path = "soundness/conformance.rs"]
mod conformance;
#[path = "soundness/named.rs"]
mod named;
#[path = "soundness/plain.rs"]
mod plain;
#[path = "soundness/random.rs"]
mod random;
