//! Dates, times and durations: reading them, and their arithmetic.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Span};

use crate::value::{Duration, Value};

/// Seconds of a day.
pub const DAY: i64 = 86_400;

/// A date, time, date and time or duration in ISO 8601.
pub fn any(text: &str) -> Option<Value> {
    date(text)
        .map(Value::Date)
        .or_else(|| date_time(text).map(Value::DateTime))
        .or_else(|| time(text).map(Value::Time))
        .or_else(|| duration(text).map(Value::Duration))
}

/// `2026-03-18`.
pub fn date(text: &str) -> Option<Date> {
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    plain.then(|| text.parse().ok()).flatten()
}

/// `10:00` or `10:00:00`; civil, without an offset.
pub fn time(text: &str) -> Option<Time> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b':' || b == b'.');
    let full = if text.len() == 5 { format!("{text}:00") } else { text.to_owned() };
    (plain && full.len() >= 8).then(|| full.parse().ok()).flatten()
}

/// `2026-03-18T10:00:00`; civil, without an offset.
pub fn date_time(text: &str) -> Option<DateTime> {
    let (day, clock) = text.split_once('T')?;
    Some(date(day)?.to_datetime(time(clock)?))
}

/// `P1Y6M` or `P3DT4H30M`: years and months, or days and time, never both.
pub fn duration(text: &str) -> Option<Duration> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.strip_prefix('P')?),
        None => (false, text.strip_prefix('P')?),
    };
    let (days, clock) = body.split_once('T').map_or((body, None), |(a, b)| (a, Some(b)));
    if clock == Some("") || days.is_empty() && clock.is_none() {
        return None;
    }
    let sign = if negative { -1 } else { 1 };
    if clock.is_none() && !days.ends_with('D') {
        return Some(Duration::Months(sign * parts(days, &[('Y', 12), ('M', 1)])?));
    }
    let clock = parts(clock.unwrap_or(""), &[('H', 3600), ('M', 60), ('S', 1)])?;
    Some(Duration::Seconds(sign * parts(days, &[('D', DAY)])?.checked_add(clock)?))
}

/// `1Y6M`: counts with their units, in this order, each at most once.
fn parts(mut text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut total = 0_i64;
    for (unit, size) in units {
        let Some((count, rest)) = text.split_once(*unit) else { continue };
        if count.is_empty() || !count.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        total = total.checked_add(count.parse::<i64>().ok()?.checked_mul(*size)?)?;
        text = rest;
    }
    text.is_empty().then_some(total)
}

/// `value + duration`; null where the calendar ends. A time goes round the clock.
pub fn add(value: &Value, duration: Duration) -> Option<Value> {
    match (value, duration) {
        (Value::Date(date), Duration::Months(months)) => {
            date.checked_add(month_span(months)?).ok().map(Value::Date)
        }
        (Value::Date(date), Duration::Seconds(seconds)) => {
            let moment = date.to_datetime(Time::midnight());
            let sum = moment.checked_add(SignedDuration::from_secs(seconds)).ok()?;
            Some(Value::Date(sum.date()))
        }
        (Value::DateTime(moment), Duration::Months(months)) => {
            moment.checked_add(month_span(months)?).ok().map(Value::DateTime)
        }
        (Value::DateTime(moment), Duration::Seconds(seconds)) => {
            moment.checked_add(SignedDuration::from_secs(seconds)).ok().map(Value::DateTime)
        }
        (Value::Time(time), Duration::Seconds(seconds)) => {
            Some(Value::Time(time.wrapping_add(SignedDuration::from_secs(seconds))))
        }
        _ => None,
    }
}

fn month_span(months: i64) -> Option<Span> {
    Span::new().try_months(months).ok()
}

/// The duration with the other sign.
pub fn negate(duration: Duration) -> Option<Duration> {
    match duration {
        Duration::Months(months) => months.checked_neg().map(Duration::Months),
        Duration::Seconds(seconds) => seconds.checked_neg().map(Duration::Seconds),
    }
}

/// `left - right` of two moments of one kind.
pub fn difference(left: &Value, right: &Value) -> Option<Duration> {
    let span = match (left, right) {
        (Value::Time(left), Value::Time(right)) => left.duration_since(*right),
        _ => moment(left)?.duration_since(moment(right)?),
    };
    Some(Duration::Seconds(span.as_secs()))
}

/// A date (at midnight) or date and time as a moment.
pub fn moment(value: &Value) -> Option<DateTime> {
    match value {
        Value::Date(date) => Some(date.to_datetime(Time::midnight())),
        Value::DateTime(moment) => Some(*moment),
        _ => None,
    }
}

/// Whole months between two days, towards zero.
pub fn months_between(from: DateTime, to: DateTime) -> i64 {
    let months = |at: DateTime| i64::from(at.year()) * 12 + i64::from(at.month());
    let count = months(to) - months(from);
    let rest = |at: DateTime| (at.day(), at.time());
    match count {
        1.. if rest(to) < rest(from) => count - 1,
        ..=-1 if rest(to) > rest(from) => count + 1,
        _ => count,
    }
}
