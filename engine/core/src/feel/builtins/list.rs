//! Functions that sum lists up.

use rust_decimal::{Decimal, MathematicalOps};

use super::super::evaluator::{Arguments, Evaluator, Outcome, null};
use super::super::operand::Operand;
use super::super::order::{self, Order};
use super::Line;
use crate::value::{Duration, Value};

pub const TABLE: [Line; 12] = [
    ("count", "list: list -> number", count),
    ("list contains", "list: list, element: any -> boolean", list_contains),
    ("min", "list: list -> element | ...values: any -> same", min),
    ("max", "list: list -> element | ...values: any -> same", max),
    ("sum", "list: list -> element | ...values: any -> same", sum),
    ("mean", "list: list -> number | ...values: number -> number", mean),
    ("median", "list: list -> number | ...values: number -> number", median),
    ("mode", "list: list -> numbers | ...values: number -> numbers", mode),
    ("stddev", "list: list -> number | ...values: number -> number", stddev),
    ("product", "list: list -> number | ...values: number -> number", product),
    ("all", "list: list -> boolean | ...values: boolean -> boolean", all),
    ("any", "list: list -> boolean | ...values: boolean -> boolean", any),
];

fn count<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    Ok(Value::Number(arguments.list(0)?.len().into()).into())
}

fn list_contains<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let (items, element) = (arguments.list(0)?, arguments.value(1)?);
    Ok(Value::Boolean(items.contains(&element)).into())
}

fn min<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    extreme(arguments.rest(0)?, Order::Less)
}

fn max<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    extreme(arguments.rest(0)?, Order::Greater)
}

/// The element that stands in this order to all others; null of an empty list.
fn extreme<'a>(items: Vec<Value>, wanted: Order) -> Outcome<Operand<'a>> {
    let mut items = items.into_iter();
    let Some(mut best) = items.next() else { return Ok(Value::Null.into()) };
    if order::compare(&best, &best).is_none() {
        return null(format!("values of the kind {} have no order", best.type_name()));
    }
    for item in items {
        match order::compare(&item, &best) {
            Some(found) if found == wanted => best = item,
            Some(_) => {}
            None => {
                return null(format!(
                    "{} and {} have no order",
                    item.type_name(),
                    best.type_name()
                ));
            }
        }
    }
    Ok(best.into())
}

/// A sum of numbers, or of durations of one kind; null of an empty list.
fn sum<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let items = arguments.rest(0)?;
    let durations: Option<Vec<Duration>> = items
        .iter()
        .map(|item| match item {
            Value::Duration(duration) => Some(*duration),
            _ => None,
        })
        .collect();
    match (items.is_empty(), durations) {
        (true, _) => Ok(Value::Null.into()),
        (false, Some(durations)) => sum_of_durations(&durations),
        (false, None) => match total(&numbers(items)?) {
            Some(total) => Ok(Value::Number(total).into()),
            None => null("the sum is too large"),
        },
    }
}

fn sum_of_durations<'a>(durations: &[Duration]) -> Outcome<Operand<'a>> {
    let months = durations.iter().try_fold(0_i64, |sum, duration| match duration {
        Duration::Months(months) => sum.checked_add(*months),
        Duration::Seconds(_) => None,
    });
    let seconds = durations.iter().try_fold(0_i64, |sum, duration| match duration {
        Duration::Seconds(seconds) => sum.checked_add(*seconds),
        Duration::Months(_) => None,
    });
    match (months, seconds) {
        (Some(months), _) => Ok(Value::Duration(Duration::Months(months)).into()),
        (_, Some(seconds)) => Ok(Value::Duration(Duration::Seconds(seconds)).into()),
        _ => null("these durations do not add up: they are of two kinds, or too long"),
    }
}

/// The numbers of a list; anything else makes the result null.
pub fn numbers(items: Vec<Value>) -> Outcome<Vec<Decimal>> {
    items
        .into_iter()
        .map(|item| match item {
            Value::Number(number) => Ok(number),
            other => null(format!("an element of the list is {}, not a number", other.type_name())),
        })
        .collect()
}

fn total(numbers: &[Decimal]) -> Option<Decimal> {
    numbers.iter().try_fold(Decimal::ZERO, |total, number| total.checked_add(*number))
}

/// What a list of numbers sums up to; null of an empty list.
fn summary(
    mut arguments: Arguments<'_>,
    of: fn(&mut Vec<Decimal>) -> Option<Decimal>,
) -> Outcome<Operand<'_>> {
    let mut numbers = numbers(arguments.rest(0)?)?;
    if numbers.is_empty() {
        return Ok(Value::Null.into());
    }
    match of(&mut numbers) {
        Some(number) => Ok(Value::Number(number).into()),
        None => null("the result is too large, or the list is too short"),
    }
}

fn average(numbers: &[Decimal]) -> Option<Decimal> {
    total(numbers)?.checked_div(numbers.len().into())
}

fn mean<'a>(_: &mut Evaluator<'a>, arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    summary(arguments, |numbers| average(numbers))
}

fn median<'a>(_: &mut Evaluator<'a>, arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    summary(arguments, |numbers| {
        numbers.sort();
        let middle = numbers.len() / 2;
        if numbers.len() % 2 == 1 {
            Some(numbers[middle])
        } else {
            average(&numbers[middle - 1..=middle])
        }
    })
}

fn product<'a>(_: &mut Evaluator<'a>, arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    summary(arguments, |numbers| {
        numbers.iter().try_fold(Decimal::ONE, |product, number| product.checked_mul(*number))
    })
}

/// The standard deviation of a sample.
fn stddev<'a>(_: &mut Evaluator<'a>, arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    summary(arguments, |numbers| {
        let mean = average(numbers)?;
        let squares: Option<Vec<Decimal>> = numbers
            .iter()
            .map(|number| number.checked_sub(mean).and_then(|rest| rest.checked_mul(rest)))
            .collect();
        total(&squares?)?.checked_div(Decimal::from(numbers.len() - 1))?.sqrt()
    })
}

/// The most frequent numbers, ascending.
fn mode<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let mut numbers = numbers(arguments.rest(0)?)?;
    numbers.sort();
    let groups: Vec<&[Decimal]> = numbers.chunk_by(|left, right| left == right).collect();
    let most = groups.iter().map(|group| group.len()).max().unwrap_or(0);
    let modes = groups.iter().filter(|group| group.len() == most);
    Ok(Value::List(modes.map(|group| Value::Number(group[0])).collect()).into())
}

fn all<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    junction(&arguments.rest(0)?, false)
}

fn any<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    junction(&arguments.rest(0)?, true)
}

fn junction<'a>(items: &[Value], decider: bool) -> Outcome<Operand<'a>> {
    if items.contains(&Value::Boolean(decider)) {
        return Ok(Value::Boolean(decider).into());
    }
    if let Some(other) = items.iter().find(|item| !matches!(item, Value::Boolean(_) | Value::Null))
    {
        return null(format!("an element of the list is {}, not true or false", other.type_name()));
    }
    let known = !items.contains(&Value::Null);
    Ok(if known { Value::Boolean(!decider) } else { Value::Null }.into())
}
