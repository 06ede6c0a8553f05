//! Deadlines beside that of the case: each has a clock of its own.

use serde::{Deserialize, Serialize};

use super::ClockEvent;
use crate::term::Term;
use crate::text::Texts;

/// The name of the deadline for the notice of an extension.
pub const EXTENSION_NOTICE: &str = "extension_notice";

/// A deadline of something within the case, such as the notice of an extension. It is kept, shown and
/// reported as met or breached, and moves nothing else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SideDeadline {
    /// What it is called.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub title: Texts,
    /// The term.
    pub within: Term,
    /// The event whose day is day 0. When it happens again after the clock has stopped, the clock
    /// runs anew.
    pub from: ClockEvent,
    /// The event by which it must be done.
    pub until: ClockEvent,
    /// Its sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<String>,
}
