//! What a calendar cannot answer.

use jiff::civil::Date;

use crate::ids::CalendarId;
use crate::term::Term;

/// A question the calendar must not guess an answer to. The case that asked becomes an incident.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The count leaves the years whose days off are known.
    #[error(
        "the working days of {year} are not known: calendar `{calendar}` covers {from} to {until}; \
         add the transfers and the announced holidays of {year} to \
         processes/calendars/{declared_in}.yaml, widen its `covers` to {year}, then retry"
    )]
    YearNotCovered {
        /// The calendar asked.
        calendar: CalendarId,
        /// The calendar that states `covers`: its file is the one to edit.
        declared_in: CalendarId,
        /// The year asked for.
        year: i16,
        /// The first year covered.
        from: i16,
        /// The last year covered.
        until: i16,
    },
    /// The term ends in a time that no calendar has.
    #[error("a term of {term} from {start} is too long to be counted; shorten it in the map")]
    TooLong {
        /// The term.
        term: Term,
        /// The day it was to start on.
        start: Date,
    },
}
