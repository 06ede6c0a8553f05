//! Conversions: `string`, `number`, `date`, `time`, `date and time`, `duration`.

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use super::super::evaluator::{Arguments, Evaluator, Outcome, null};
use super::super::operand::Operand;
use super::super::temporal;
use super::Line;
use crate::value::{Duration, Value};

pub const TABLE: [Line; 7] = [
    ("string", "from: any -> text", string),
    ("number", "from: text, grouping separator?: text, decimal separator?: text -> number", number),
    ("date", "from: any -> date | year: number, month: number, day: number -> date", date),
    ("time", "from: any -> time | hour: number, minute: number, second: number -> time", time),
    (
        "date and time",
        "from: text -> date and time | date: moment, time: time -> date and time",
        date_and_time,
    ),
    ("duration", "from: text -> duration", duration),
    (
        "years and months duration",
        "from: moment, to: moment -> years and months duration",
        years_and_months,
    ),
];

fn string<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    Ok(match arguments.value(0)? {
        Value::Null => Value::Null,
        Value::Text(text) => Value::Text(text),
        other => Value::Text(written(&other)),
    }
    .into())
}

/// As FEEL writes it: texts within lists and objects stand in quotes.
pub fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::List(items) => {
            format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", "))
        }
        Value::Context(entries) => {
            let entries = entries.iter().map(|(name, value)| format!("{name}: {}", written(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// `number("1 234,56", " ", ",")`.
fn number<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let original = arguments.text(0)?;
    let mut text = original.clone();
    if !arguments.is_null(1) {
        text = text.replace(&arguments.text(1)?, "");
    }
    if !arguments.is_null(2) {
        text = text.replace(&arguments.text(2)?, ".");
    }
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    match text.parse::<Decimal>() {
        Ok(number) if plain => Ok(Value::Number(number).into()),
        _ => null(format!("`{original}` is not a number")),
    }
}

fn date<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    if arguments.given == 3 {
        let (year, month, day) = (arguments.whole(0)?, arguments.whole(1)?, arguments.whole(2)?);
        return match day_of(year, month, day) {
            Some(date) => Ok(Value::Date(date).into()),
            None => null(format!("there is no day {year}-{month}-{day}")),
        };
    }
    match arguments.value(0)? {
        Value::Text(text) => match temporal::date(&text) {
            Some(date) => Ok(Value::Date(date).into()),
            None => null(format!("`{text}` is not a date; it reads like 2026-03-18")),
        },
        value => match temporal::moment(&value) {
            Some(moment) => Ok(Value::Date(moment.date()).into()),
            None => arguments.wrong(0, "a text or a date and time", value.type_name()),
        },
    }
}

fn day_of(year: i64, month: i64, day: i64) -> Option<Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

fn time<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    if arguments.given == 3 {
        let (hour, minute) = (arguments.whole(0)?, arguments.whole(1)?);
        let second = arguments.whole(2)?;
        return match clock_of(hour, minute, second) {
            Some(time) => Ok(Value::Time(time).into()),
            None => null(format!("there is no time {hour}:{minute}:{second}")),
        };
    }
    match arguments.value(0)? {
        Value::Text(text) => match temporal::time(&text) {
            Some(time) => Ok(Value::Time(time).into()),
            None => null(format!("`{text}` is not a time; it reads like 09:30:00, without a zone")),
        },
        Value::DateTime(moment) => Ok(Value::Time(moment.time()).into()),
        Value::Date(_) => Ok(Value::Time(Time::midnight()).into()),
        Value::Time(time) => Ok(Value::Time(time).into()),
        other => arguments.wrong(0, "a text or a date and time", other.type_name()),
    }
}

fn clock_of(hour: i64, minute: i64, second: i64) -> Option<Time> {
    let part = |part: i64| i8::try_from(part).ok();
    Time::new(part(hour)?, part(minute)?, part(second)?, 0).ok()
}

fn date_and_time<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let first = arguments.value(0)?;
    if arguments.given == 2 {
        let Some(day) = temporal::moment(&first) else {
            return arguments.wrong(0, "a date", first.type_name());
        };
        return match arguments.value(1)? {
            Value::Time(time) => Ok(Value::DateTime(day.date().to_datetime(time)).into()),
            other => arguments.wrong(1, "a time", other.type_name()),
        };
    }
    match first {
        Value::Text(text) => match temporal::date_time(&text) {
            Some(moment) => Ok(Value::DateTime(moment).into()),
            None => match temporal::date(&text) {
                Some(day) => Ok(Value::DateTime(day.to_datetime(Time::midnight())).into()),
                None => null(format!(
                    "`{text}` is no date and time; it reads like 2026-03-18T09:30:00, without a zone"
                )),
            },
        },
        other => arguments.wrong(0, "a text", other.type_name()),
    }
}

fn duration<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let text = arguments.text(0)?;
    match temporal::duration(&text) {
        Some(duration) => Ok(Value::Duration(duration).into()),
        None => null(format!("`{text}` is not a duration; it reads like P5D, PT2H or P1Y6M")),
    }
}

fn years_and_months<'a>(
    _: &mut Evaluator<'a>,
    mut arguments: Arguments<'a>,
) -> Outcome<Operand<'a>> {
    let mut moment = |n: usize| {
        let value = arguments.value(n)?;
        match temporal::moment(&value) {
            Some(moment) => Ok(moment),
            None => arguments.wrong(n, "a date", value.type_name()),
        }
    };
    let (from, to) = (moment(0)?, moment(1)?);
    Ok(Value::Duration(Duration::Months(temporal::months_between(from, to))).into())
}
