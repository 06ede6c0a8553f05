//! Figures over cases.

mod csv;
pub mod overdue;
