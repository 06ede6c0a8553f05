//! The people whom an event names, beside who gave the command.

use super::Event;
use crate::ids::PersonId;

impl Event {
    /// In whose name it was done, when somebody stood in for them.
    pub const fn on_behalf_of(&self) -> Option<&PersonId> {
        match self {
            Self::TaskClaimed { on_behalf_of, .. }
            | Self::TaskUnclaimed { on_behalf_of, .. }
            | Self::TaskDelegated { on_behalf_of, .. }
            | Self::DelegationResolved { on_behalf_of, .. }
            | Self::TaskCompleted { on_behalf_of, .. } => on_behalf_of.as_ref(),
            Self::DecisionHeld { decision, .. } => decision.on_behalf_of.as_ref(),
            _ => None,
        }
    }

    /// Whether it is for colleagues only: what they note, attach and hand to each other.
    pub const fn is_internal(&self) -> bool {
        matches!(
            self,
            Self::CommentAdded { .. }
                | Self::FileAttached { .. }
                | Self::AttachmentRemoved { .. }
                | Self::TaskDelegated { .. }
                | Self::DelegationResolved { .. }
                | Self::DecisionHeld { .. }
                | Self::DecisionRecalled { .. }
        )
    }

    /// Everybody whom it names.
    pub fn people(&self) -> impl Iterator<Item = &PersonId> {
        let to = match self {
            Self::TaskAssigned { to, .. } | Self::TaskDelegated { to, .. } => Some(to),
            _ => None,
        };
        self.on_behalf_of().into_iter().chain(to)
    }
}
