//! The SLA chip: a shape, words and a colour, never the colour alone.

use jiff::Timestamp;
use reglament_core::calendar::{CalendarError, CalendarView, Remaining, WorkingTime};
use reglament_core::text::Lang;
use serde::Serialize;

use super::format;
use crate::texts::say;

/// A term is at risk when no more than this part of it is left …
const RISK_PART: u64 = 5;
/// … or no more than four working hours.
const RISK_SECONDS: u64 = 4 * 3600;

/// How a term stands, as the chip shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Enough is left.
    OnTime,
    /// Little is left.
    Risk,
    /// The due date has passed.
    Late,
    /// The clock stands still.
    Paused,
    /// The clock goes on when the office opens.
    Outside,
    /// The term was extended.
    Extended,
    /// The case ended in time.
    Met,
}

/// What a template needs to draw a chip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// The shape and the colour.
    pub state: State,
    /// The words.
    pub text: String,
    /// Where the account of the term is.
    pub href: Option<String>,
}

/// A term to show.
#[derive(Clone, Debug)]
pub struct Reading {
    /// When it ends.
    pub due: Timestamp,
    /// When it began.
    pub from: Timestamp,
    /// The state of the SLA clock: `running`, `paused`, `met`, `breached`.
    pub clock: String,
    /// Whether it was extended.
    pub extended: bool,
    /// Whether it counts hours or minutes, which rest while the office is closed.
    pub in_hours: bool,
    /// Why the clock stands still, when it does.
    pub pause: Option<String>,
}

impl Chip {
    /// The chip of a term at this moment.
    pub fn of(
        lang: Lang,
        reading: &Reading,
        now: Timestamp,
        calendar: &CalendarView,
    ) -> Result<Self, CalendarError> {
        let (state, text) = words(lang, reading, now, calendar)?;
        Ok(Self { state, text, href: None })
    }

    /// The same chip, leading to an account of the term.
    #[must_use]
    pub fn to(self, href: String) -> Self {
        Self { href: Some(href), ..self }
    }
}

fn words(
    lang: Lang,
    reading: &Reading,
    now: Timestamp,
    calendar: &CalendarView,
) -> Result<(State, String), CalendarError> {
    if reading.clock == "met" {
        return Ok((State::Met, say(lang, "chip-met", &[])));
    }
    if reading.clock == "paused" {
        return Ok((State::Paused, paused(lang, reading.pause.as_deref())));
    }
    let left = calendar.remaining(now, reading.due)?;
    if left.is_late() {
        return Ok((State::Late, late(lang, left)));
    }
    if reading.in_hours && !calendar.is_open(now)? {
        let opens = calendar.local(calendar.next_opening(now)?);
        let args = [("time", format::time(opens.time()).into())];
        return Ok((State::Outside, say(lang, "chip-outside", &args)));
    }
    if is_at_risk((reading.from, reading.due), now, calendar)? {
        return Ok((State::Risk, risk(lang, left, reading.due, calendar)));
    }
    if reading.extended {
        let date = format::date(lang, calendar.date_of(reading.due));
        return Ok((State::Extended, say(lang, "chip-extended", &[("date", date.into())])));
    }
    Ok((State::OnTime, on_time(lang, left)))
}

/// Whether so little is left of a term that it may be missed.
pub fn is_at_risk(
    (from, due): (Timestamp, Timestamp),
    now: Timestamp,
    calendar: &CalendarView,
) -> Result<bool, CalendarError> {
    let left = calendar.working_time_between(now, due)?.seconds();
    let whole = calendar.working_time_between(from.min(now), due)?.seconds();
    Ok(left <= RISK_SECONDS.max(whole / RISK_PART))
}

fn paused(lang: Lang, reason: Option<&str>) -> String {
    match reason {
        Some(reason) => say(lang, "chip-paused-for", &[("reason", reason.to_owned().into())]),
        None => say(lang, "chip-paused", &[]),
    }
}

fn late(lang: Lang, left: Remaining) -> String {
    match left {
        Remaining::DaysLate { days } => count(lang, "chip-late-days", "days", u64::from(days)),
        Remaining::TimeLate { time } => match hours_or_minutes(time) {
            (0, 0) => say(lang, "chip-late", &[]),
            (0, minutes) => count(lang, "chip-late-minutes", "minutes", minutes),
            (hours, _) => count(lang, "chip-late-hours", "hours", hours),
        },
        Remaining::DaysLeft { .. } | Remaining::TimeLeft { .. } => String::new(),
    }
}

fn risk(lang: Lang, left: Remaining, due: Timestamp, calendar: &CalendarView) -> String {
    if let Remaining::DaysLeft { days } = left {
        return count(lang, "chip-risk-days", "days", u64::from(days));
    }
    let time = format::time(calendar.local(due).time());
    say(lang, "chip-risk-today", &[("time", time.into())])
}

fn on_time(lang: Lang, left: Remaining) -> String {
    match left {
        Remaining::TimeLeft { time } => match hours_or_minutes(time) {
            (0, minutes) => count(lang, "chip-on-time-minutes", "minutes", minutes),
            (hours, _) => count(lang, "chip-on-time-hours", "hours", hours),
        },
        Remaining::DaysLeft { days } => count(lang, "chip-on-time-days", "days", u64::from(days)),
        Remaining::TimeLate { .. } | Remaining::DaysLate { .. } => String::new(),
    }
}

const fn hours_or_minutes(time: WorkingTime) -> (u64, u64) {
    (time.seconds() / 3600, time.seconds() % 3600 / 60)
}

fn count(lang: Lang, key: &str, name: &'static str, count: u64) -> String {
    say(lang, key, &[(name, count.into())])
}

#[cfg(test)]
mod tests;
