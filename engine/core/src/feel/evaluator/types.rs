//! `instance of`.

use super::super::ast::{Node, TypeName};
use super::super::operand::{Names, Operand};
use super::compare::truth;
use super::{Evaluated, Evaluator};
use crate::value::{Context, Duration, Value};

impl<'a> Evaluator<'a> {
    pub(super) fn instance_of(
        &mut self,
        node: &'a Node,
        ty: &TypeName,
        names: &Names<'a>,
    ) -> Evaluated<'a> {
        let result = match self.evaluate(node, names)? {
            Operand::Plain(value) => is(&value, ty),
            Operand::Range(range) => ty.name == "range" && all_are([&range.start], ty),
            Operand::Function(_) | Operand::Builtin(_) => ty.name == "function",
        };
        Ok(truth(Some(result)))
    }
}

fn is(value: &Value, ty: &TypeName) -> bool {
    match value {
        Value::Null => ty.name == "null",
        _ if ty.name == "any" => true,
        Value::Boolean(_) => ty.name == "boolean",
        Value::Number(_) => ty.name == "number",
        Value::Text(_) => ty.name == "string",
        Value::Date(_) => ty.name == "date",
        Value::DateTime(_) => matches!(ty.name.as_str(), "date and time" | "date time"),
        Value::Time(_) => ty.name == "time",
        Value::Duration(Duration::Months(_)) => ty.name == "years and months duration",
        Value::Duration(Duration::Seconds(_)) => ty.name == "days and time duration",
        Value::List(items) => ty.name == "list" && all_are(items, ty),
        Value::Context(entries) => ty.name == "context" && entries_are(entries, ty),
    }
}

fn all_are<'v>(values: impl IntoIterator<Item = &'v Value>, ty: &TypeName) -> bool {
    ty.arguments.first().is_none_or(|(_, of)| values.into_iter().all(|value| is(value, of)))
}

fn entries_are(entries: &Context, ty: &TypeName) -> bool {
    ty.arguments.iter().all(|(name, of)| {
        name.as_ref().and_then(|name| entries.get(name)).is_some_and(|value| is(value, of))
    })
}
