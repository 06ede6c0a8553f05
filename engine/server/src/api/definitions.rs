//! What can be applied for: the process definitions in their current editions.

pub mod list;
pub mod show;
