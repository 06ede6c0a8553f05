//! Figures over cases.

mod csv;
pub mod moved;
pub mod overdue;
