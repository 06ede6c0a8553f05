//! Reports of supervisors: from facts ([`reglament_core::facts`]) and the rows of open work to sections
//! of tiles, charts and tables, which pages, exports, the API and digests all show. A report decides
//! nothing. Every figure knows which cases it counts: its [`pick::Pick`] is the address of their list.
//!
//! One report, one file; what they share: `gather` reads facts, [`model`] is what a report is made of.

pub mod cases;
pub mod chart;
mod closed;
mod complaints;
mod counts;
mod desk;
pub mod digest;
mod done;
pub mod export;
mod extensions;
mod forecast;
mod gather;
mod groups;
mod make;
pub mod model;
mod now;
mod open;
pub mod paths;
mod period;
pub mod pick;
pub mod spec;
mod spread;
pub mod viewer;

pub use counts::Counts;
pub use make::make;
pub use model::Report;
pub use spec::{Kind, Spec};
pub use viewer::Viewer;
