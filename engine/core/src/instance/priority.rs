//! How urgent a task is, beside its due date.

use serde::{Deserialize, Serialize};

/// How urgent a task is. The inbox shows what is more urgent first only among equal due dates: the
/// law's term decides.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// As any other.
    #[default]
    Normal,
    /// Before others.
    High,
    /// At once.
    Urgent,
}

impl Priority {
    /// Every priority, the lowest first.
    pub const ALL: [Self; 3] = [Self::Normal, Self::High, Self::Urgent];

    /// Its name, as maps, tables and the API write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }

    /// Whether it is the one that needs no mention.
    pub const fn is_normal(&self) -> bool {
        matches!(self, Self::Normal)
    }
}
