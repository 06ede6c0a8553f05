//! Cases.

pub mod attach;
pub mod attachment;
pub mod cancel;
pub mod comment;
pub mod documents;
pub mod explain;
pub mod extend;
pub mod history;
pub mod list;
pub mod message;
pub mod notice;
pub mod recount;
pub mod retry;
pub mod show;
pub mod start;
