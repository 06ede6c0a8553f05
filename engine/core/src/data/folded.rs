//! Codes as they are kept, whatever letters they were typed in.

use crate::codes;
use crate::definition::{Definition, FieldType, Fields};
use crate::value::Value;

/// The data with its codes in Latin capitals. Everything else stays as it is.
pub fn folded(fields: &Fields, data: &Value) -> Value {
    each(data, |name| Some(&fields.get(name)?.kind))
}

/// The same for what a form of a case says, items of subprocesses included.
pub fn folded_case(definition: &Definition, data: &Value) -> Value {
    let of_case = |name: &str| definition.data.get(name).map(|field| &field.kind);
    each(data, |name| of_case(name).or_else(|| definition.item_type(name)))
}

fn each<'d>(data: &Value, kind: impl Fn(&str) -> Option<&'d FieldType>) -> Value {
    let Some(entries) = data.as_context() else { return data.clone() };
    let fold = |(name, value): (&String, &Value)| {
        let value = kind(name).map_or_else(|| value.clone(), |kind| of(kind, value));
        (name.clone(), value)
    };
    Value::Context(entries.iter().map(fold).collect())
}

fn of(kind: &FieldType, value: &Value) -> Value {
    match (kind, value) {
        (FieldType::Choice { of, codes: true, .. }, Value::Text(text)) => {
            let code = codes::fold(text);
            // What is no code is refused as it was typed.
            Value::Text(if of.contains_key(&code) { code } else { text.clone() })
        }
        (FieldType::Object { fields }, Value::Context(_)) => folded(fields, value),
        (FieldType::List { of: item, .. }, Value::List(items)) => {
            Value::List(items.iter().map(|value| of(item, value)).collect())
        }
        _ => value.clone(),
    }
}
