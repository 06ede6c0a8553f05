//! When a schedule runs: its cron line, by the clock on the wall, and what becomes of days off.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use reglament_store::DaysOff;

use super::CronLine;

/// Further back than this nothing is made up for: a digest of last month tells nobody anything.
const MOMENTS_MAX: usize = 64;
/// A row of days off is no longer than this.
const DAYS_OFF_MAX: usize = 40;

/// Whether anybody works on a day.
pub(super) trait Days {
    /// Whether it is a working day.
    fn is_working(&self, day: Date) -> bool;
}

impl<F: Fn(Date) -> bool> Days for F {
    fn is_working(&self, day: Date) -> bool {
        self(day)
    }
}

/// The last moment, up to now, at which something was to run; none when that lies before anything that
/// would be made up for. A run that waited for a working day has the moment at which it then runs.
pub(super) fn latest(
    line: &CronLine,
    zone: &TimeZone,
    days_off: DaysOff,
    days: &impl Days,
    now: Timestamp,
) -> Option<Timestamp> {
    let mut until = now;
    for _ in 0..MOMENTS_MAX {
        let moment = line.latest(until, zone)?;
        if let Some(runs) = runs_at(moment, zone, days_off, days).filter(|runs| *runs <= now) {
            return Some(runs);
        }
        until = Timestamp::from_second(moment.as_second().checked_sub(1)?).ok()?;
    }
    None
}

/// Whether this is a day on which the schedule writes to nobody, whatever was missed before.
pub(super) fn is_quiet(
    zone: &TimeZone,
    days_off: DaysOff,
    days: &impl Days,
    now: Timestamp,
) -> bool {
    days_off != DaysOff::Run && !days.is_working(now.to_zoned(zone.clone()).date())
}

/// When the run of a moment takes place: none when it is left out.
fn runs_at(
    moment: Timestamp,
    zone: &TimeZone,
    days_off: DaysOff,
    days: &impl Days,
) -> Option<Timestamp> {
    let local = moment.to_zoned(zone.clone());
    if days_off == DaysOff::Run || days.is_working(local.date()) {
        return Some(moment);
    }
    if days_off == DaysOff::Skip {
        return None;
    }
    let mut day = local.date();
    for _ in 0..DAYS_OFF_MAX {
        day = day.tomorrow().ok()?;
        if days.is_working(day) {
            // The same time of the day, however the zone has moved in between.
            return Some(day.to_datetime(local.time()).to_zoned(zone.clone()).ok()?.timestamp());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Monday to Friday, but not the 23rd of March.
    fn office(day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            && day != jiff::civil::date(2026, 3, 23)
    }

    fn last(line: &str, days_off: DaysOff, now: &str) -> Option<String> {
        let zone = TimeZone::get("Asia/Almaty").unwrap();
        let line: CronLine = line.parse().unwrap();
        let found = latest(&line, &zone, days_off, &office, at(now))?;
        Some(found.to_zoned(zone).datetime().to_string())
    }

    #[test]
    fn days_off_are_left_out_or_wait_or_do_not_matter() {
        let daily = "0 0 9 * * *";
        // Sunday the 22nd, ten o'clock in Almaty.
        let sunday = "2026-03-22T05:00:00Z";
        assert_eq!(last(daily, DaysOff::Run, sunday).unwrap(), "2026-03-22T09:00:00");
        assert_eq!(last(daily, DaysOff::Skip, sunday).unwrap(), "2026-03-20T09:00:00");
        assert_eq!(last(daily, DaysOff::Shift, sunday).unwrap(), "2026-03-20T09:00:00");
        // Monday is a holiday; on Tuesday everything that waited is one run, and Tuesday's own.
        assert_eq!(
            last("0 0 9 * * Mon", DaysOff::Shift, "2026-03-24T04:00:00Z").unwrap(),
            "2026-03-24T09:00:00"
        );
        assert_eq!(
            last("0 0 9 * * Mon", DaysOff::Shift, "2026-03-24T03:59:59Z").unwrap(),
            "2026-03-16T09:00:00"
        );
        assert_eq!(
            last("0 0 9 * * Mon", DaysOff::Skip, "2026-03-24T04:00:00Z").unwrap(),
            "2026-03-16T09:00:00"
        );
    }

    #[test]
    fn the_clock_on_the_wall_counts_when_the_zone_moves() {
        // Kazakhstan went from UTC+6 to UTC+5 in the night to 1 March 2024.
        let daily = "0 0 9 * * *";
        let zone = TimeZone::get("Asia/Almaty").unwrap();
        let line: CronLine = daily.parse().unwrap();
        let found = |now: &str| latest(&line, &zone, DaysOff::Run, &office, at(now)).unwrap();
        assert_eq!(found("2024-02-29T12:00:00Z"), at("2024-02-29T03:00:00Z"));
        assert_eq!(found("2024-03-01T03:59:59Z"), at("2024-02-29T03:00:00Z"));
        assert_eq!(found("2024-03-01T04:00:00Z"), at("2024-03-01T04:00:00Z"));
        // What waits over the change keeps its time of the day as well: Sunday's comes on Monday.
        let sunday: CronLine = "0 0 9 * * Sun".parse().unwrap();
        let shifted = latest(&sunday, &zone, DaysOff::Shift, &office, at("2024-03-04T04:00:00Z"));
        assert_eq!(shifted, Some(at("2024-03-04T04:00:00Z")));
    }

    #[test]
    fn nobody_is_written_to_on_a_day_off() {
        let zone = TimeZone::get("Asia/Almaty").unwrap();
        let quiet = |days_off, now: &str| is_quiet(&zone, days_off, &office, at(now));
        // Half past midnight on Saturday in Almaty is Friday evening in London.
        assert!(quiet(DaysOff::Skip, "2026-03-20T19:30:00Z"));
        assert!(quiet(DaysOff::Shift, "2026-03-23T05:00:00Z"));
        assert!(!quiet(DaysOff::Run, "2026-03-21T05:00:00Z"));
        assert!(!quiet(DaysOff::Skip, "2026-03-20T05:00:00Z"));
    }
}
