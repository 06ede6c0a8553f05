//! The clocks of a case: the SLA clock, and those of the deadlines beside it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::calendar::WorkingTime;
use crate::event::{ActivationNo, DueDate};
use crate::term::Term;

/// The SLA clock of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "clock", rename_all = "snake_case")]
pub enum Clock {
    /// The event that starts it has not happened, or the map has no deadline.
    #[default]
    Idle,
    /// It runs.
    Running(ClockFigures),
    /// It stands still since then.
    Paused {
        /// Its figures, as of the pause.
        figures: ClockFigures,
        /// Since when.
        since: Timestamp,
    },
    /// The case ended by the due date.
    Met(ClockFigures),
    /// The due date passed first; the case may still be open.
    Breached(ClockFigures),
}

/// The running figures of an SLA clock. due = start + term + paused working time + extension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockFigures {
    /// The event whose day is day 0.
    pub from: Timestamp,
    /// The term.
    pub term: Term,
    /// The due date without pauses and extension.
    pub original: DueDate,
    /// The due date.
    pub due: DueDate,
    /// The working time for which it stood still.
    pub paused: WorkingTime,
    /// How far it was extended, in the unit of the extension.
    pub extended_days: u32,
    /// The warning thresholds that were passed, by their place in the map.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warned: Vec<u32>,
    /// The rungs of the ladder that went off, by their place in the map.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rungs: Vec<u32>,
    /// Whether the service was done after its due date: nobody escalates it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub done_late: bool,
    /// The boundary events at a threshold that went off: of an activation or of the process, by
    /// their place in the map.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reached: Vec<(Option<ActivationNo>, u32)>,
    /// When the service was done, in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_at: Option<Timestamp>,
    /// Since when it stood still then, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stood_since: Option<Timestamp>,
}

/// A clock beside that of the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideClock {
    /// The event whose day is day 0.
    pub from: Timestamp,
    /// The term.
    pub term: Term,
    /// The due date.
    pub due: DueDate,
    /// How it stands.
    pub state: SideClockState,
    /// When what it is for was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Timestamp>,
}

/// How a clock beside that of the case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SideClockState {
    /// It runs.
    Running,
    /// It was done in time.
    Met,
    /// The due date passed first.
    Breached,
}

impl SideClockState {
    /// Its name, as scenarios and the API show it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Met => "met",
            Self::Breached => "breached",
        }
    }
}

impl Clock {
    /// Its name, as tables and the API show it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Running(_) => "running",
            Self::Paused { .. } => "paused",
            Self::Met(_) => "met",
            Self::Breached(_) => "breached",
        }
    }

    /// The figures, once it has started.
    pub const fn figures(&self) -> Option<&ClockFigures> {
        match self {
            Self::Idle => None,
            Self::Running(figures)
            | Self::Paused { figures, .. }
            | Self::Met(figures)
            | Self::Breached(figures) => Some(figures),
        }
    }

    /// The figures, to be changed.
    pub(crate) const fn figures_mut(&mut self) -> Option<&mut ClockFigures> {
        match self {
            Self::Idle => None,
            Self::Running(figures)
            | Self::Paused { figures, .. }
            | Self::Met(figures)
            | Self::Breached(figures) => Some(figures),
        }
    }
}
