//! Between the plain data that is stored and the typed values that expressions work on.

use crate::definition::{Definition, FieldType, Fields, message_variable};
use crate::value::{Context, Value};

/// The case data with its days as dates, by the declared types ([`Definition::shape`]). Undeclared entries stay as they are.
pub(crate) fn typed(definition: &Definition, shape: &Fields, data: &Value) -> Value {
    let Some(entries) = data.as_context() else { return data.clone() };
    let typed = entries.iter().map(|(name, value)| {
        let value = match shape.get(name) {
            Some(field) => of_type(&field.kind, value),
            None => undeclared(definition, shape, name, value),
        };
        (name.clone(), value)
    });
    // A declared field that was never filled in is null, not unknown, and so is a message that did
    // not come.
    let mut typed: Context = typed.collect();
    for name in definition.data.keys() {
        typed.entry(name.clone()).or_default();
    }
    for (message, _) in definition.messages() {
        typed.entry(message_variable(message).into_owned()).or_default();
    }
    Value::Context(typed)
}

/// What a step or a message brought, or the item that a scope is for.
fn undeclared(definition: &Definition, shape: &Fields, name: &str, value: &Value) -> Value {
    if let Some(kind) = definition.item_type_in(shape, name) {
        return of_type(kind, value);
    }
    let received = definition.received_as(name);
    received.map_or_else(|| value.clone(), |fields| of_fields(fields, value))
}

fn of_type(kind: &FieldType, value: &Value) -> Value {
    match (kind, value) {
        (FieldType::Date, Value::Text(text)) => {
            text.parse().map_or_else(|_| value.clone(), Value::Date)
        }
        (FieldType::Object { fields }, Value::Context(_)) => of_fields(fields, value),
        (FieldType::List { of, .. }, Value::List(items)) => {
            Value::List(items.iter().map(|item| of_type(of, item)).collect())
        }
        _ => value.clone(),
    }
}

fn of_fields(fields: &Fields, value: &Value) -> Value {
    let Some(entries) = value.as_context() else { return value.clone() };
    let typed = |(name, value): (&String, &Value)| {
        let value =
            fields.get(name).map_or_else(|| value.clone(), |field| of_type(&field.kind, value));
        (name.clone(), value)
    };
    Value::Context(entries.iter().map(typed).collect())
}

/// The value as it is stored: days, moments and durations are texts there. What comes back from a
/// store equals what went in.
pub fn plain(value: Value) -> Value {
    match value {
        Value::Date(_) | Value::DateTime(_) | Value::Time(_) | Value::Duration(_) => {
            Value::Text(value.to_string())
        }
        Value::List(items) => Value::List(items.into_iter().map(plain).collect()),
        Value::Context(entries) => {
            Value::Context(entries.into_iter().map(|(name, value)| (name, plain(value))).collect())
        }
        other => other,
    }
}
