//! Functions of numbers.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, MathematicalOps, RoundingStrategy};

use super::super::evaluator::{Arguments, Evaluator, Outcome, null};
use super::super::operand::Operand;
use super::super::temporal;
use super::Line;
use crate::value::{Duration, Value};

/// Digits after the point that a decimal can have.
const SCALE_MAX: i64 = 28;

pub const TABLE: [Line; 14] = [
    ("decimal", "n: number, scale: number -> number", |_, a| {
        rounded(a, RoundingStrategy::MidpointNearestEven)
    }),
    ("floor", "n: number, scale?: number -> number", |_, a| {
        rounded(a, RoundingStrategy::ToNegativeInfinity)
    }),
    ("ceiling", "n: number, scale?: number -> number", |_, a| {
        rounded(a, RoundingStrategy::ToPositiveInfinity)
    }),
    ("round up", "n: number, scale?: number -> number", |_, a| {
        rounded(a, RoundingStrategy::AwayFromZero)
    }),
    ("round down", "n: number, scale?: number -> number", |_, a| {
        rounded(a, RoundingStrategy::ToZero)
    }),
    ("round half up", "n: number, scale?: number -> number", |_, a| {
        rounded(a, RoundingStrategy::MidpointAwayFromZero)
    }),
    ("round half down", "n: number, scale?: number -> number", |_, a| {
        rounded(a, RoundingStrategy::MidpointTowardZero)
    }),
    ("abs", "n: any -> same", absolute),
    ("modulo", "dividend: number, divisor: number -> number", modulo),
    ("sqrt", "number: number -> number", square_root),
    ("log", "number: number -> number", logarithm),
    ("exp", "number: number -> number", exponential),
    ("even", "number: number -> boolean", even),
    ("odd", "number: number -> boolean", odd),
];

/// Rounded to digits after the point; a negative scale rounds tens, hundreds and so on.
fn rounded(mut arguments: Arguments<'_>, strategy: RoundingStrategy) -> Outcome<Operand<'_>> {
    let number = arguments.number(0)?;
    let scale = if arguments.is_null(1) { 0 } else { arguments.whole(1)? };
    if scale.abs() > SCALE_MAX {
        return null(format!("the scale {scale} is not between -{SCALE_MAX} and {SCALE_MAX}"));
    }
    let digits = u32::try_from(scale.unsigned_abs()).unwrap_or(0);
    let result = if scale >= 0 {
        Some(number.round_dp_with_strategy(digits, strategy))
    } else {
        tens(digits).and_then(|unit| {
            number.checked_div(unit)?.round_dp_with_strategy(0, strategy).checked_mul(unit)
        })
    };
    number_or_null(result)
}

fn tens(digits: u32) -> Option<Decimal> {
    Decimal::TEN.checked_powu(u64::from(digits))
}

fn number_or_null<'a>(result: Option<Decimal>) -> Outcome<Operand<'a>> {
    result
        .map_or_else(|| null("the result is too large"), |number| Ok(Value::Number(number).into()))
}

fn absolute<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    match arguments.value(0)? {
        Value::Number(number) => Ok(Value::Number(number.abs()).into()),
        Value::Duration(duration) => {
            let negative = match duration {
                Duration::Months(n) | Duration::Seconds(n) => n < 0,
            };
            let positive = if negative { temporal::negate(duration) } else { Some(duration) };
            Ok(positive.map_or(Value::Null, Value::Duration).into())
        }
        other => arguments.wrong(0, "a number or a duration", other.type_name()),
    }
}

/// The rest has the sign of the divisor, as DMN defines it.
fn modulo<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let (dividend, divisor) = (arguments.number(0)?, arguments.number(1)?);
    if divisor.is_zero() {
        return null("`modulo` divides by zero");
    }
    let rest = dividend.checked_rem(divisor).and_then(|rest| {
        let other_side = !rest.is_zero() && rest.is_sign_negative() != divisor.is_sign_negative();
        if other_side { rest.checked_add(divisor) } else { Some(rest) }
    });
    number_or_null(rest)
}

fn square_root<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    match arguments.number(0)?.sqrt() {
        Some(root) => Ok(Value::Number(root.normalize()).into()),
        None => null("a negative number has no square root"),
    }
}

fn logarithm<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    match arguments.number(0)?.checked_ln() {
        Some(result) => Ok(Value::Number(result).into()),
        None => null("only positive numbers have a logarithm"),
    }
}

fn exponential<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    number_or_null(arguments.number(0)?.checked_exp())
}

fn even<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    parity(&mut arguments, 0)
}

fn odd<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    parity(&mut arguments, 1)
}

/// Whether a whole number leaves this rest by two; a fraction is neither even nor odd.
fn parity<'a>(arguments: &mut Arguments<'a>, rest: i64) -> Outcome<Operand<'a>> {
    let left = (arguments.number(0)? % Decimal::TWO).abs();
    Ok(Value::Boolean(left.is_integer() && left.to_i64() == Some(rest)).into())
}
