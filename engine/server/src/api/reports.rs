//! Figures over cases.

mod csv;
pub mod moved;
pub mod overdue;
pub mod show;

pub use csv::separated;
