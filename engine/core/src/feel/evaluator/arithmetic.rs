//! `+ - * / **` on numbers, texts, dates and durations.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, MathematicalOps};

use super::super::ast::{Node, Operator};
use super::super::operand::{Names, Operand};
use super::super::temporal;
use super::{Evaluated, Evaluator};
use crate::value::{Duration, Value};

/// Greatest exponent of `**`; decimals overflow long before it.
const EXPONENT_MAX: i64 = 1_000;

/// Significant digits of a power with a fractional exponent.
const ROOT_DIGITS: u32 = 24;

impl<'a> Evaluator<'a> {
    pub(super) fn arithmetic(
        &mut self,
        first: &'a Node,
        rest: &'a [(Operator, Node)],
        names: &Names<'a>,
    ) -> Evaluated<'a> {
        let mut total = self.value(first, names)?;
        let mut known: Option<&Node> = Some(first);
        for (operator, node) in rest {
            let right = self.value(node, names)?;
            total = match operate(*operator, &total, &right) {
                Ok(value) => value,
                Err(reason) => {
                    self.warn_arithmetic(*operator, (known, &total), (node, &right), reason);
                    return Ok(Operand::Plain(Value::Null));
                }
            };
            known = None;
            if let Value::Text(_) = total {
                self.spend_on(&total, 0)?;
            }
        }
        Ok(Operand::Plain(total))
    }

    fn warn_arithmetic(
        &mut self,
        operator: Operator,
        left: (Option<&Node>, &Value),
        right: (&Node, &Value),
        reason: &str,
    ) {
        let before = match left {
            (Some(node), value) => self.describe(node, value),
            (None, value) => format!("the part before is {}", value.type_name()),
        };
        let after = self.describe(right.0, right.1);
        self.warn(right.0, format!("`{}` {reason}: {before}, {after}", operator.sign()));
    }

    pub(super) fn negate(
        &mut self,
        node: &'a Node,
        operand: &'a Node,
        names: &Names<'a>,
    ) -> Evaluated<'a> {
        let negated = match self.value(operand, names)? {
            Value::Number(number) => Some(Value::Number(-number)),
            Value::Duration(duration) => temporal::negate(duration).map(Value::Duration),
            other => {
                self.warn_of(node, &other, "`-` needs a number or a duration");
                None
            }
        };
        Ok(Operand::Plain(negated.unwrap_or_default()))
    }
}

const KINDS: &str = "does not fit these kinds";
const LARGE: &str = "gives a number that is too large";
const CALENDAR: &str = "leads out of the calendar";

fn operate(operator: Operator, left: &Value, right: &Value) -> Result<Value, &'static str> {
    match operator {
        Operator::Add => add(left, right),
        Operator::Subtract => subtract(left, right),
        Operator::Multiply => multiply(left, right),
        Operator::Divide => divide(left, right),
        Operator::Power => match (left, right) {
            (Value::Number(base), Value::Number(exponent)) => power(*base, *exponent),
            _ => Err(KINDS),
        },
    }
}

fn add(left: &Value, right: &Value) -> Result<Value, &'static str> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => number(left.checked_add(*right)),
        (Value::Text(left), Value::Text(right)) => Ok(Value::Text(format!("{left}{right}"))),
        (Value::Duration(left), Value::Duration(right)) => durations(*left, *right),
        (Value::Date(_) | Value::DateTime(_) | Value::Time(_), Value::Duration(duration)) => {
            moved(left, *duration)
        }
        (Value::Duration(duration), Value::Date(_) | Value::DateTime(_) | Value::Time(_)) => {
            moved(right, *duration)
        }
        _ => Err(KINDS),
    }
}

fn subtract(left: &Value, right: &Value) -> Result<Value, &'static str> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => number(left.checked_sub(*right)),
        (Value::Duration(left), Value::Duration(right)) => {
            durations(*left, temporal::negate(*right).ok_or(LARGE)?)
        }
        (Value::Date(_) | Value::DateTime(_) | Value::Time(_), Value::Duration(duration)) => {
            moved(left, temporal::negate(*duration).ok_or(LARGE)?)
        }
        _ => temporal::difference(left, right).map(Value::Duration).ok_or(KINDS),
    }
}

fn multiply(left: &Value, right: &Value) -> Result<Value, &'static str> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => number(left.checked_mul(*right)),
        (Value::Duration(duration), Value::Number(factor))
        | (Value::Number(factor), Value::Duration(duration)) => {
            scaled(*duration, |units| units.checked_mul(*factor))
        }
        _ => Err(KINDS),
    }
}

fn divide(left: &Value, right: &Value) -> Result<Value, &'static str> {
    match (left, right) {
        (_, Value::Number(zero)) if zero.is_zero() => Err("divides by zero"),
        (Value::Number(left), Value::Number(right)) => number(left.checked_div(*right)),
        (Value::Duration(duration), Value::Number(divisor)) => {
            scaled(*duration, |units| units.checked_div(*divisor))
        }
        (Value::Duration(left), Value::Duration(right)) => ratio(*left, *right),
        _ => Err(KINDS),
    }
}

fn power(base: Decimal, exponent: Decimal) -> Result<Value, &'static str> {
    let whole = exponent.is_integer().then(|| exponent.to_i64()).flatten();
    match whole {
        Some(whole) if whole.abs() <= EXPONENT_MAX => number(base.checked_powi(whole)),
        Some(_) => Err(LARGE),
        // The last digits of a root are noise of the series that computes it.
        None => number(base.checked_powd(exponent).and_then(|root| root.round_sf(ROOT_DIGITS))),
    }
}

fn number(result: Option<Decimal>) -> Result<Value, &'static str> {
    result.map(Value::Number).ok_or(LARGE)
}

fn moved(moment: &Value, duration: Duration) -> Result<Value, &'static str> {
    if matches!((moment, duration), (Value::Time(_), Duration::Months(_))) {
        return Err(KINDS);
    }
    temporal::add(moment, duration).ok_or(CALENDAR)
}

fn durations(left: Duration, right: Duration) -> Result<Value, &'static str> {
    let sum = match (left, right) {
        (Duration::Months(left), Duration::Months(right)) => {
            left.checked_add(right).map(Duration::Months)
        }
        (Duration::Seconds(left), Duration::Seconds(right)) => {
            left.checked_add(right).map(Duration::Seconds)
        }
        _ => return Err(KINDS),
    };
    sum.map(Value::Duration).ok_or(LARGE)
}

/// A duration times or by a number, towards zero.
fn scaled(
    duration: Duration,
    scale: impl Fn(Decimal) -> Option<Decimal>,
) -> Result<Value, &'static str> {
    let units = |units: i64| scale(units.into()).and_then(|result| result.trunc().to_i64());
    let scaled = match duration {
        Duration::Months(months) => units(months).map(Duration::Months),
        Duration::Seconds(seconds) => units(seconds).map(Duration::Seconds),
    };
    scaled.map(Value::Duration).ok_or(LARGE)
}

fn ratio(left: Duration, right: Duration) -> Result<Value, &'static str> {
    match (left, right) {
        (Duration::Months(left), Duration::Months(right))
        | (Duration::Seconds(left), Duration::Seconds(right)) => {
            if right == 0 {
                Err("divides by zero")
            } else {
                number(Decimal::from(left).checked_div(right.into()))
            }
        }
        _ => Err(KINDS),
    }
}
