//! The account of a due date as lines of text, for `explain due`.

use std::fmt::Write;

use jiff::Timestamp;

use super::days::DayKind;
use super::hours::WorkingTime;
use super::ledger::{Counted, Ledger, LedgerDay};
use super::resolve::CalendarView;
use crate::text::Lang;

impl CalendarView {
    /// One line for the term, one for each day, one for the end. Holidays are named in `lang`.
    ///
    /// ```text
    /// 1 working day from Fri 2026-10-23 11:00, calendar town as known on 2026-03-18
    ///   Fri 2026-10-23  day 0   the event
    ///   Sat 2026-10-24  -       day off
    ///   Sun 2026-10-25  -       Town fair
    ///   Mon 2026-10-26  -       off for Town fair of Sun 2026-10-25
    ///   Tue 2026-10-27  day 1   working day
    /// due Tue 2026-10-27 18:00
    /// ```
    pub fn explain(&self, ledger: &Ledger, lang: Lang) -> String {
        let edition = &ledger.edition;
        let known = edition.known_on.map_or_else(
            || "before any amendment".to_owned(),
            |date| format!("as known on {date}"),
        );
        let start = self.clock_reading(ledger.start);
        let mut text =
            format!("{} from {start}, calendar {} {known}\n", ledger.term, edition.calendar);
        for line in &ledger.days {
            let date = line.date.strftime("%a %Y-%m-%d");
            let (counted, why) = (count(line.counted), reason(line, lang));
            // Writing to a String cannot fail.
            let _ = writeln!(text, "  {date}  {counted:<7} {why}");
        }
        text + &format!("due {}\n", self.clock_reading(ledger.due))
    }

    fn clock_reading(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let seconds = if local.second() == 0 { "" } else { ":%S" };
        local.strftime(&format!("%a %Y-%m-%d %H:%M{seconds}")).to_string()
    }
}

fn count(counted: Counted) -> String {
    match counted {
        Counted::Event => "day 0".to_owned(),
        Counted::Day { n } => format!("day {n}"),
        Counted::Skipped | Counted::Moved => "-".to_owned(),
        Counted::Time { time } => duration(time),
        Counted::Lunch { time } => format!("-{}", duration(time)),
        Counted::Paused { time } => format!("+{}", duration(time)),
    }
}

fn reason(line: &LedgerDay, lang: Lang) -> String {
    let kind = line.day.as_ref().map_or_else(String::new, |day| kind(day, lang));
    match line.counted {
        Counted::Event if line.day == Some(DayKind::Working) => "the event".to_owned(),
        Counted::Event => format!("the event, {kind}"),
        Counted::Moved => format!("the term may not end on a day off and moves here, {kind}"),
        Counted::Time { .. } if line.day.is_none() => "by the clock".to_owned(),
        Counted::Lunch { .. } => "closed for lunch".to_owned(),
        Counted::Paused { .. } => format!("the clock stood still this long, {kind}"),
        _ => kind,
    }
}

fn kind(day: &DayKind, lang: Lang) -> String {
    match day {
        DayKind::Working => "working day".to_owned(),
        DayKind::WeeklyDayOff => "day off".to_owned(),
        DayKind::Holiday { name } => name.get(lang).to_owned(),
        DayKind::Substituted { holiday, name } => {
            format!("off for {} of {}", name.get(lang), holiday.strftime("%a %Y-%m-%d"))
        }
        DayKind::TransferredOff { work } => {
            format!("off by transfer, {} is worked instead", work.strftime("%a %Y-%m-%d"))
        }
        DayKind::TransferredWorking { off } => {
            format!("working day by transfer, {} is off instead", off.strftime("%a %Y-%m-%d"))
        }
    }
}

/// Hours and minutes, and seconds if there are any.
fn duration(time: WorkingTime) -> String {
    let (hours, minutes, seconds) = (time.minutes() / 60, time.minutes() % 60, time.seconds() % 60);
    if seconds == 0 {
        format!("{hours}:{minutes:02}")
    } else {
        format!("{hours}:{minutes:02}:{seconds:02}")
    }
}
