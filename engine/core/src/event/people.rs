//! The people whom an event names, beside who gave the command.

use super::Event;
use crate::ids::PersonId;

impl Event {
    /// In whose name it was done, when somebody stood in for them.
    pub const fn on_behalf_of(&self) -> Option<&PersonId> {
        match self {
            Self::TaskClaimed { on_behalf_of, .. }
            | Self::TaskUnclaimed { on_behalf_of, .. }
            | Self::TaskCompleted { on_behalf_of, .. } => on_behalf_of.as_ref(),
            _ => None,
        }
    }

    /// Everybody whom it names.
    pub fn people(&self) -> impl Iterator<Item = &PersonId> {
        self.on_behalf_of().into_iter()
    }
}
