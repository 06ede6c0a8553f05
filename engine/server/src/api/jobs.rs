//! Work of programs: leased, then completed or failed with the token of the lease.

pub mod complete;
pub mod fail;
pub mod lease;
