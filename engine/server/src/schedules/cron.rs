//! Cron lines, in the zone of an office. The crate `cron` speaks chrono; this file alone translates,
//! by the seconds since 1970, which both sides count alike.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A cron line with seconds: `0 0 9 * * Mon-Fri` is nine o'clock from Monday to Friday.
///
/// In a zone with summer time, a moment that the clocks skip is left out, and one that they show twice
/// comes once each time; its zone has had neither since 2005.
#[derive(Clone, Debug)]
pub struct CronLine(cron::Schedule);

/// What is not a cron line.
#[derive(Debug, thiserror::Error)]
#[error("`{line}` is no cron line ({reason}); write six fields, such as `0 0 9 * * Mon-Fri`")]
pub struct CronError {
    line: String,
    reason: String,
}

impl FromStr for CronLine {
    type Err = CronError;

    fn from_str(line: &str) -> Result<Self, CronError> {
        let error = |reason: String| CronError { line: line.to_owned(), reason };
        cron::Schedule::from_str(line).map(Self).map_err(|fault| error(fault.to_string()))
    }
}

impl CronLine {
    /// The first moment after this one.
    pub fn next(&self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        self.0.after(&to_chrono(after, zone)?).next().and_then(|it| from_chrono(&it))
    }

    /// The last moment that is not after this one.
    pub fn latest(&self, until: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        // `after` backwards leaves out the moment itself: start one second later.
        let later = Timestamp::from_second(until.as_second().checked_add(1)?).ok()?;
        self.0.after(&to_chrono(later, zone)?).next_back().and_then(|it| from_chrono(&it))
    }
}

/// The zone by its name in the database of zones; UTC for one that has none.
fn to_chrono(moment: Timestamp, zone: &TimeZone) -> Option<DateTime<Tz>> {
    let tz: Tz = zone.iana_name().and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC);
    let utc: DateTime<Utc> = DateTime::from_timestamp(moment.as_second(), 0)?;
    Some(utc.with_timezone(&tz))
}

fn from_chrono(moment: &DateTime<Tz>) -> Option<Timestamp> {
    Timestamp::from_second(moment.timestamp()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn nine_in_almaty_is_not_nine_elsewhere() {
        let line: CronLine = "0 0 9 * * Mon-Fri".parse().unwrap();
        let almaty = TimeZone::get("Asia/Almaty").unwrap();
        // Friday, then Monday.
        assert_eq!(
            line.next(at("2026-03-20T03:59:59Z"), &almaty),
            Some(at("2026-03-20T04:00:00Z"))
        );
        assert_eq!(
            line.next(at("2026-03-20T04:00:00Z"), &almaty),
            Some(at("2026-03-23T04:00:00Z"))
        );
        // UTC+6 until 29 February 2024: nine o'clock was an hour earlier.
        assert_eq!(
            line.next(at("2024-02-29T00:00:00Z"), &almaty),
            Some(at("2024-02-29T03:00:00Z"))
        );
    }

    #[test]
    fn the_latest_moment_may_be_now() {
        let line: CronLine = "0 0 9 * * *".parse().unwrap();
        let zone = TimeZone::UTC;
        let nine = at("2026-03-20T09:00:00Z");
        assert_eq!(line.latest(nine, &zone), Some(nine));
        assert_eq!(line.latest(at("2026-03-20T09:00:01.5Z"), &zone), Some(nine));
        assert_eq!(
            line.latest(at("2026-03-20T08:59:59.9Z"), &zone),
            Some(at("2026-03-19T09:00:00Z"))
        );
    }

    #[test]
    fn what_is_no_cron_line_says_how_to_write_one() {
        let error = "every morning".parse::<CronLine>().unwrap_err().to_string();
        assert!(error.contains("0 0 9 * * Mon-Fri"), "{error}");
    }
}
