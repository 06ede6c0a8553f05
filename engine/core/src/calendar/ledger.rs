//! The account of a due date: every day between the event and the due date, counted or skipped.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::days::DayKind;
use super::hours::WorkingTime;
use super::resolve::CalendarEdition;
use crate::term::{Term, TermUnit};

/// How a due date came about; `explain due` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The edition of the calendar it was computed with.
    pub edition: CalendarEdition,
    /// The moment of the event that started the term.
    pub start: Timestamp,
    /// The term.
    pub term: Term,
    /// The days, in order.
    pub days: Vec<LedgerDay>,
    /// Where it ends.
    pub due: Timestamp,
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerDay {
    /// The day.
    pub date: Date,
    /// What kind of day it is; none where the term does not ask (hours and minutes of the clock).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<DayKind>,
    /// What it adds.
    pub counted: Counted,
}

/// What a day adds to a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Counted {
    /// The day of the event: day 0, which adds nothing.
    Event,
    /// The n-th day of the term.
    Day {
        /// Its number.
        n: u32,
    },
    /// A day off, which adds nothing.
    Skipped,
    /// The term was counted to its end on a day off, and moved on to or back to this day.
    Moved,
    /// This much time of the term.
    Time {
        /// How much.
        time: WorkingTime,
    },
    /// This much time of the clock left out, because the window is closed for lunch.
    Lunch {
        /// How much.
        time: WorkingTime,
    },
    /// This much working time for which the clock stood still, added at the end.
    Paused {
        /// How much.
        time: WorkingTime,
    },
}

impl Ledger {
    /// The days or, for hours and minutes, seconds counted. Equals what the term asks for.
    pub fn counted(&self) -> u64 {
        self.days
            .iter()
            .map(|day| match day.counted {
                Counted::Day { .. } => 1,
                Counted::Time { time } => time.seconds(),
                _ => 0,
            })
            .sum()
    }

    /// The time for which the clock stood still.
    pub fn paused(&self) -> WorkingTime {
        let time = |day: &LedgerDay| match day.counted {
            Counted::Paused { time } => time.seconds(),
            _ => 0,
        };
        WorkingTime::from_seconds(self.days.iter().map(time).sum())
    }

    /// Whether the days add up to the term.
    pub fn adds_up(&self) -> bool {
        let count = u64::from(self.term.count);
        let asked = match self.term.unit {
            TermUnit::WorkingDays | TermUnit::CalendarDays => count,
            TermUnit::WorkingHours | TermUnit::Hours => count * 3600,
            TermUnit::Minutes => count * 60,
        };
        self.counted() == asked
    }
}
