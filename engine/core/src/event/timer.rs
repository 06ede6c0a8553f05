//! What the timers of an instance are for.

use serde::{Deserialize, Serialize};

use super::ActivationNo;

/// What a timer is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub enum TimerPurpose {
    /// A timer step goes on.
    Step {
        /// The activation.
        no: ActivationNo,
    },
    /// A flow of an event gateway is taken.
    Flow {
        /// The activation.
        no: ActivationNo,
        /// The flow, by its place in the map.
        index: u32,
    },
    /// A boundary event of an activation.
    Boundary {
        /// The activation.
        no: ActivationNo,
        /// The boundary event, by its place in the map.
        index: u32,
    },
    /// A boundary event of the whole process.
    Process {
        /// The boundary event, by its place in the map.
        index: u32,
    },
    /// A boundary event that waits for a threshold of the deadline.
    Deadline {
        /// The activation; none for one of the whole process.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        no: Option<ActivationNo>,
        /// The boundary event, by its place in the map.
        index: u32,
    },
    /// The term of a step.
    Overdue {
        /// The activation.
        no: ActivationNo,
    },
    /// A held decision takes effect.
    TakeEffect {
        /// The activation.
        no: ActivationNo,
    },
    /// How long a task may wait until somebody takes it.
    Waiting {
        /// The activation.
        no: ActivationNo,
    },
    /// A warning threshold of the deadline.
    Warning {
        /// The threshold, by its place in the map.
        threshold: u32,
    },
    /// A rung of the ladder.
    Rung {
        /// The rung, by its place in the map.
        rung: u32,
    },
    /// The due date of a clock beside that of the case.
    SideBreach {
        /// The deadline.
        deadline: String,
    },
    /// The due date of the case.
    Breach,
}

impl TimerPurpose {
    /// The activation with which the timer ends.
    pub const fn activation(&self) -> Option<ActivationNo> {
        match self {
            Self::Step { no }
            | Self::Flow { no, .. }
            | Self::Boundary { no, .. }
            | Self::Overdue { no }
            | Self::TakeEffect { no }
            | Self::Waiting { no } => Some(*no),
            Self::Deadline { no, .. } => *no,
            Self::Process { .. }
            | Self::Warning { .. }
            | Self::Rung { .. }
            | Self::SideBreach { .. }
            | Self::Breach => None,
        }
    }
}
