//! How much is left of a term, for people: working days, and hours below one day.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::error::CalendarError;
use super::hours::WorkingTime;
use super::resolve::CalendarView;

/// What is left until a due date, or how late it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Remaining {
    /// So many working days after today, the last being the day it is due.
    DaysLeft {
        /// At least 1.
        days: u32,
    },
    /// No working day after today is left, but this much working time; none outside the hours.
    TimeLeft {
        /// How much.
        time: WorkingTime,
    },
    /// Late by this much working time, and not yet by a day.
    TimeLate {
        /// How much.
        time: WorkingTime,
    },
    /// Late by so many working days.
    DaysLate {
        /// At least 1.
        days: u32,
    },
}

impl Remaining {
    /// Whether the term has ended.
    pub const fn is_late(&self) -> bool {
        matches!(self, Self::TimeLate { .. } | Self::DaysLate { .. })
    }
}

impl CalendarView {
    /// What is left at `now` until a due date. The due moment itself is still in time.
    pub fn remaining(&self, now: Timestamp, due: Timestamp) -> Result<Remaining, CalendarError> {
        let late = now > due;
        let (first, last) = if late { (due, now) } else { (now, due) };
        let days = self.working_days_between(self.date_of(first), self.date_of(last))?;
        Ok(match (late, days) {
            (false, 0) => Remaining::TimeLeft { time: self.working_time_between(now, due)? },
            (false, days) => Remaining::DaysLeft { days },
            (true, 0) => Remaining::TimeLate { time: self.working_time_between(due, now)? },
            (true, days) => Remaining::DaysLate { days },
        })
    }
}
