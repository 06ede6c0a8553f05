//! The moment of an event as people type it.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// A moment with its offset, or the reading of the office's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Exact(Timestamp),
    Local(DateTime),
}

impl Moment {
    /// The moment itself. A reading that a change of the clock skips or repeats is the earlier one.
    pub(super) fn at(self, zone: &TimeZone) -> Result<Timestamp, jiff::Error> {
        match self {
            Self::Exact(at) => Ok(at),
            Self::Local(local) => zone.to_ambiguous_timestamp(local).earlier(),
        }
    }
}

/// `2026-03-18T10:00`, with or without an offset; `2026-03-18` is the midnight that begins the day.
pub(super) fn moment(text: &str) -> Result<Moment, String> {
    let exact = text.parse().map(Moment::Exact);
    exact.or_else(|_| text.parse().map(Moment::Local)).map_err(|_| {
        format!(
            "`{text}` is not a moment; write one like `2026-03-18T10:00` (the office's clock) or \
             `2026-03-18T10:00+05:00`"
        )
    })
}

/// `2026-03-18`.
pub(super) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("`{text}` is not a day; write one like `2026-03-18`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_by_the_clock_of_the_office() {
        let zone = TimeZone::get("Asia/Almaty").unwrap();
        let at = |text: &str| moment(text).unwrap().at(&zone).unwrap().to_string();
        assert_eq!(at("2026-03-18T10:00"), "2026-03-18T05:00:00Z");
        assert_eq!(at("2026-03-18T10:00+05:00"), "2026-03-18T05:00:00Z");
        assert_eq!(at("2026-03-18"), "2026-03-17T19:00:00Z");
        // The clock went from 24:00 back to 23:00; the earlier of the two readings counts.
        assert_eq!(at("2024-02-29T23:30"), "2024-02-29T17:30:00Z");
        assert!(moment("18.03.2026").is_err() && date("2026-02-30").is_err());
    }
}
