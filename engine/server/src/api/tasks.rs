//! Work of people.

pub mod claim;
pub mod complete;
pub mod list;
pub mod show;
pub mod unclaim;
