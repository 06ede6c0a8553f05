//! Moments in both databases are integer microseconds since 1970 (UTC): they compare and sort as
//! they are, need no time zone of a session, and come back exactly as they were given.

use jiff::{Span, Timestamp};

use crate::error::StoreError;

/// A moment that has happened; a finer part than a microsecond is cut off.
pub(crate) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// A moment before which something must not happen: rounded up, so that it never comes too early.
pub(crate) fn micros_up(at: Timestamp) -> i64 {
    let fraction = at.subsec_nanosecond() % 1_000;
    at.as_microsecond() + i64::from(fraction > 0)
}

/// A moment that must come back to the last digit, because events are compared with it.
pub(crate) fn micros_exact(at: Timestamp) -> Result<i64, StoreError> {
    if at.subsec_nanosecond() % 1_000 == 0 {
        return Ok(at.as_microsecond());
    }
    Err(StoreError::Corrupt {
        what: "moment",
        reason: format!("{at} is finer than a microsecond; give events moments of the clock"),
    })
}

/// The moment that was stored.
pub(crate) fn moment(micros: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(micros)
        .map_err(|error| StoreError::Corrupt { what: "moment", reason: error.to_string() })
}

/// The moment that was stored, if one was.
pub(crate) fn moment_opt(micros: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    micros.map(moment).transpose()
}

/// The end of a lease that begins now; a span beyond the end of time ends there.
pub(crate) fn lease_end(now: Timestamp, lease: std::time::Duration) -> Timestamp {
    let seconds = i64::try_from(lease.as_secs()).unwrap_or(i64::MAX);
    Span::new()
        .try_seconds(seconds)
        .and_then(|span| span.try_microseconds(i64::from(lease.subsec_micros())))
        .and_then(|span| now.checked_add(span))
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn moments_come_back_and_never_fire_early() {
        let at: Timestamp = "2026-11-23T09:00:00.000001Z".parse().unwrap();
        assert_eq!(moment(micros_exact(at).unwrap()).unwrap(), at);
        let finer: Timestamp = "2026-11-23T09:00:00.000001001Z".parse().unwrap();
        assert_eq!(micros(finer), micros(at));
        assert!(moment(micros_up(finer)).unwrap() > finer);
        assert!(micros_exact(finer).is_err());
        let before_1970: Timestamp = "1969-12-31T23:59:59.9999985Z".parse().unwrap();
        assert!(moment(micros_up(before_1970)).unwrap() >= before_1970);
    }

    #[test]
    fn a_lease_ends_after_its_span() {
        let at: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let end = lease_end(at, Duration::from_millis(1_500));
        assert_eq!(end.to_string(), "2026-11-23T09:00:01.5Z");
        assert_eq!(lease_end(at, Duration::MAX), Timestamp::MAX);
    }
}
