//! `not` and `is`.

use super::super::evaluator::{Arguments, Evaluator, Outcome};
use super::super::operand::Operand;
use super::Line;
use crate::value::Value;

pub const TABLE: [Line; 2] =
    [("not", "negand: boolean -> boolean", not), ("is", "value1: any, value2: any -> boolean", is)];

fn not<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    match arguments.value(0)? {
        Value::Boolean(value) => Ok(Value::Boolean(!value).into()),
        // Not known stays not known; that is three-valued logic and no mistake.
        Value::Null => Ok(Value::Null.into()),
        other => arguments.wrong(0, "true or false", other.type_name()),
    }
}

/// Equal and of the same kind; never null.
fn is<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    Ok(Value::Boolean(arguments.value(0)? == arguments.value(1)?).into())
}
