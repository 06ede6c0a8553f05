//! What is looked up: indices, lists, and the days of the calendar of the map.

use super::super::evaluator::{Arguments, Evaluator, Outcome, null};
use super::super::operand::Operand;
use super::Line;
use super::date::moment;
use crate::calendar::{CalendarError, CalendarView};
use crate::value::Value;

pub const TABLE: [Line; 5] = [
    ("index", "name: text, date?: moment -> number", index),
    ("listed", "list: text, entry: text, date?: moment -> boolean", listed),
    ("add working days", "date: moment, days: number -> date", add_working_days),
    ("is working day", "date: moment -> boolean", is_working_day),
    ("office open", "moment: moment -> boolean", office_open),
];

/// `index("mrp")` of today, or of a given day.
fn index<'a>(evaluator: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let name = arguments.text(0)?;
    let on = if arguments.given == 1 {
        evaluator.scope.today()
    } else {
        moment(&mut arguments, 1)?.date()
    };
    match evaluator.scope.index(&name, on) {
        Some(number) => Ok(Value::Number(number).into()),
        None => null(format!("the index `{name}` has no value on {on}")),
    }
}

/// `listed("eaeu", citizenship)` today, or on a given day. Nothing is on no list.
fn listed<'a>(evaluator: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let list = arguments.text(0)?;
    let on = if arguments.given == 2 {
        evaluator.scope.today()
    } else {
        moment(&mut arguments, 2)?.date()
    };
    let entry = if arguments.is_null(1) { String::new() } else { arguments.text(1)? };
    match evaluator.scope.listed(&list, &entry, on) {
        Some(has) => Ok(Value::Boolean(has).into()),
        None => null(format!("there is no list `{list}`")),
    }
}

/// The n-th working day after a day; counted back from the day before it for a negative n.
fn add_working_days<'a>(
    evaluator: &mut Evaluator<'a>,
    mut arguments: Arguments<'a>,
) -> Outcome<Operand<'a>> {
    let day = moment(&mut arguments, 0)?.date();
    let days = arguments.whole(1)?;
    let count = u32::try_from(days.unsigned_abs()).unwrap_or(u32::MAX);
    let calendar = calendar(evaluator)?;
    let reached = if days < 0 {
        calendar.back_working_days(day, count)
    } else {
        calendar.forward_working_days(day, count)
    };
    Ok(Value::Date(counted(reached)?).into())
}

fn is_working_day<'a>(
    evaluator: &mut Evaluator<'a>,
    mut arguments: Arguments<'a>,
) -> Outcome<Operand<'a>> {
    let day = moment(&mut arguments, 0)?.date();
    Ok(Value::Boolean(counted(calendar(evaluator)?.is_working(day))?).into())
}

/// Whether people are received at this moment of the calendar.
fn office_open<'a>(
    evaluator: &mut Evaluator<'a>,
    mut arguments: Arguments<'a>,
) -> Outcome<Operand<'a>> {
    let local = moment(&mut arguments, 0)?;
    let calendar = calendar(evaluator)?;
    Ok(Value::Boolean(counted(calendar.is_open(calendar.timestamp(local)))?).into())
}

fn calendar(evaluator: &Evaluator<'_>) -> Outcome<CalendarView> {
    match evaluator.scope.calendar() {
        Some(calendar) => Ok(calendar),
        None => null("there is no calendar to count by".to_owned()),
    }
}

fn counted<T>(result: Result<T, CalendarError>) -> Outcome<T> {
    result.or_else(|error| null(error.to_string()))
}
