//! Work of people.

pub mod assign;
pub mod claim;
pub mod complete;
pub mod delegate;
pub mod list;
pub mod priority;
pub mod recall;
pub mod resolve;
pub mod show;
pub mod unclaim;
