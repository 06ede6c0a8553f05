//! The command line.

pub mod scenario_files;
pub mod test;
