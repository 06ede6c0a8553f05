//! The organisation: who works here, in which offices and groups, who stands in for whom. The file describes
//! it, the store keeps it, the roster answers questions about it, edits change it.

mod checks;
pub mod edit;
mod fault;
mod file;
pub mod keep;
mod roster;
mod rosters;

pub use fault::Fault;
pub use file::Organization;
pub use keep::{KeepError, Keeper, Kept, Place, keep};
pub use roster::{Candidate, Roster};
pub use rosters::Rosters;
