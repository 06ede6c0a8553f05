//! What reports count: one short line for each case that was received or closed, each task that was
//! done, each extension and its notice. A fact follows from the state before an event, the event and
//! the map, so that the log of events gives the same facts again; it is stored with the event and
//! decides nothing.
//!
//! A fact belongs to a day, in the zone of the map's calendar. Its text is whole numbers and short
//! names with blanks between them, in the order of [`Closed`], [`Done`], [`Extended`] and [`Noticed`].

mod closed;
mod done;
mod extended;
mod measure;
mod words;

use jiff::civil::Date;

use crate::event::{Event, Recorded};
use crate::ids::{EditionId, InstanceId};
use crate::instance::Instance;
use crate::process::Process;

pub use closed::{Closed, Outcome};
pub use done::Done;
pub use extended::{Extended, Noticed};
pub use measure::{minutes_of, percentile, rank};

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    /// A case began.
    Received,
    /// A case ended or was cancelled: [`Closed`].
    Closed,
    /// A person completed a task: [`Done`].
    Done,
    /// A term was extended: [`Extended`].
    Extended,
    /// A deadline beside that of the case was met or missed: [`Noticed`].
    Noticed,
}

/// A line that reports count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub kind: FactKind,
    /// Its day.
    pub day: Date,
    /// The edition of the map.
    pub edition: EditionId,
    /// The office of the case; empty without one.
    pub office: String,
    /// The case.
    pub instance: InstanceId,
    /// The event it comes from.
    pub seq: u64,
    /// The figures.
    pub text: String,
}

impl FactKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Received, Self::Closed, Self::Done, Self::Extended, Self::Noticed];

    /// The number under which stores keep it.
    pub const fn number(self) -> i64 {
        match self {
            Self::Received => 1,
            Self::Closed => 2,
            Self::Done => 3,
            Self::Extended => 4,
            Self::Noticed => 5,
        }
    }
}

impl Fact {
    /// The fact of an event, which comes after this state of the instance. Most events have none.
    pub fn of(process: &Process, before: &Instance, recorded: &Recorded) -> Option<Self> {
        let (kind, text) = match &recorded.event {
            Event::InstanceStarted { .. } => (FactKind::Received, String::new()),
            Event::InstanceEnded { .. } => {
                (FactKind::Closed, closed::text(process, before, recorded.at, false))
            }
            Event::InstanceCancelled { .. } => {
                (FactKind::Closed, closed::text(process, before, recorded.at, true))
            }
            Event::TaskCompleted { .. } => (FactKind::Done, done::text(process, before, recorded)?),
            Event::ClockExtended { days, reason, .. } => {
                (FactKind::Extended, extended::text(process, *days, reason))
            }
            Event::DeadlineMet { deadline } => {
                (FactKind::Noticed, extended::noticed(deadline, false))
            }
            Event::DeadlineBreached { deadline } => {
                (FactKind::Noticed, extended::noticed(deadline, true))
            }
            _ => return None,
        };
        Some(Self {
            kind,
            day: process.day(recorded.at),
            edition: process.edition.clone(),
            office: office(process, before, recorded),
            instance: before.id.clone(),
            seq: recorded.seq,
            text,
        })
    }
}

/// The office of the case as of this event; empty when it has none.
fn office(process: &Process, before: &Instance, recorded: &Recorded) -> String {
    let office = match &recorded.event {
        Event::InstanceStarted { data, .. } => process.office(data, recorded.at),
        _ => before.office.clone(),
    };
    office.map_or_else(String::new, |office| office.to_string())
}

#[cfg(test)]
mod tests;
