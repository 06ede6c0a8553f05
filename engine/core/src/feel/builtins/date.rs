//! Days of the civil calendar. The moment of evaluation comes from the scope, never from a clock.

use jiff::civil::{Date, DateTime};

use super::super::evaluator::{Arguments, Evaluator, Outcome};
use super::super::operand::Operand;
use super::super::temporal;
use super::Line;
use crate::value::Value;

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub const TABLE: [Line; 7] = [
    ("today", "-> date", |evaluator, _| Ok(Value::Date(evaluator.scope.today()).into())),
    ("now", "-> date and time", |evaluator, _| Ok(Value::DateTime(evaluator.scope.now()).into())),
    ("day of year", "date: moment -> number", |_, a| number(a, |day| day.day_of_year().into())),
    ("day of week", "date: moment -> text", day_of_week),
    ("month of year", "date: moment -> text", month_of_year),
    ("week of year", "date: moment -> number", |_, a| {
        number(a, |day| day.iso_week_date().week().into())
    }),
    ("last day of month", "date: moment -> number", |_, a| {
        number(a, |day| day.days_in_month().into())
    }),
];

pub fn moment(arguments: &mut Arguments<'_>, n: usize) -> Outcome<DateTime> {
    let value = arguments.value(n)?;
    match temporal::moment(&value) {
        Some(moment) => Ok(moment),
        None => arguments.wrong(n, "a date", value.type_name()),
    }
}

fn number(mut arguments: Arguments<'_>, of: fn(Date) -> i64) -> Outcome<Operand<'_>> {
    Ok(Value::Number(of(moment(&mut arguments, 0)?.date()).into()).into())
}

fn day_of_week<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let place = moment(&mut arguments, 0)?.weekday().to_monday_zero_offset();
    Ok(Value::text(*WEEKDAYS.get(usize::from(place.unsigned_abs())).unwrap_or(&"")).into())
}

fn month_of_year<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let place = moment(&mut arguments, 0)?.month() - 1;
    Ok(Value::text(*MONTHS.get(usize::from(place.unsigned_abs())).unwrap_or(&"")).into())
}
