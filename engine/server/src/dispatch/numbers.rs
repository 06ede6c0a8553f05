//! Numbers of instances: `yyMMdd` and the millisecond of that day, 14 digits in all.

use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use reglament_core::ids::InstanceId;

/// The millisecond of the day has eight digits (at most 86,399,999).
const DAY: u64 = 100_000_000;
/// The digits of a number.
const DIGITS: usize = 14;

/// Whether a text has the form of a number of this system: what has another is a case on paper.
pub fn is_number(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|digit| digit.is_ascii_digit())
}

/// Draws numbers that rise strictly within this process. Another node may draw the same one; the
/// commit refuses it then, and the next is drawn.
pub struct InstanceNumbers {
    zone: TimeZone,
    last: Mutex<u64>,
}

impl InstanceNumbers {
    /// Numbers that name the day in this zone.
    pub const fn new(zone: TimeZone) -> Self {
        Self { zone, last: Mutex::new(0) }
    }

    /// The zone in which they name the day.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The next number.
    pub fn draw(&self, now: Timestamp) -> InstanceId {
        let local = now.to_zoned(self.zone.clone());
        let part = |value: i16| u64::try_from(value).unwrap_or(0);
        let day = (part(local.year() % 100) * 100 + part(local.month().into())) * 100
            + part(local.day().into());
        let time = local.time();
        let seconds = (part(time.hour().into()) * 60 + part(time.minute().into())) * 60
            + part(time.second().into());
        let millis = seconds * 1_000 + part(time.millisecond());
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = (*last + 1).max(day * DAY + millis);
        InstanceId::new(format!("{:0DIGITS$}", *last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers() -> InstanceNumbers {
        InstanceNumbers::new(TimeZone::get("Asia/Almaty").unwrap())
    }

    #[test]
    fn the_number_names_the_local_day_and_millisecond() {
        let at = "2026-11-22T20:00:00.123Z".parse().unwrap();
        assert_eq!(numbers().draw(at), "26112303600123");
    }

    #[test]
    fn a_number_of_another_system_is_told_apart() {
        assert!(is_number("26112303600123"));
        for other in
            ["", "2611230360012", "261123036001234", "26112303600123 ", "٢٦١١٢٣٠", "12/2026"]
        {
            assert!(!is_number(other), "{other}");
        }
    }

    #[test]
    fn numbers_rise_while_the_clock_stands_or_goes_back() {
        let numbers = numbers();
        let at: Timestamp = "2026-11-22T04:00:00Z".parse().unwrap();
        let first = numbers.draw(at);
        let second = numbers.draw(at);
        let third = numbers.draw(at - jiff::SignedDuration::from_hours(24));
        assert!(first < second && second < third);
        assert_eq!(third.as_str().len(), 14);
    }
}
