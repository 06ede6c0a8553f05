//! The case data as a letter prints it: every declared field with its words and its value, in the
//! order of the map.

use crate::definition::{Definition, Field, FieldType, Fields};
use crate::value::Value;

use super::{object, texts};

/// The fields of the case, as a list of `{ name, title, value, fields, rows }`: an object has `fields`,
/// a list has `rows` of fields, all others have a `value` (a choice its words); what is empty has null.
pub(super) fn of(definition: &Definition, data: &Value) -> Value {
    of_fields(&definition.data, data)
}

fn of_fields(fields: &Fields, data: &Value) -> Value {
    Value::List(fields.iter().map(|(name, field)| of_field(name, field, data.at(name))).collect())
}

fn of_field(name: &str, field: &Field, found: &Value) -> Value {
    let (value, inner, rows) = parts(&field.kind, found);
    object([
        ("name", Value::text(name)),
        ("title", texts(&field.title)),
        ("value", value),
        ("fields", inner),
        ("rows", rows),
    ])
}

/// The value, the fields and the rows of a field: one of them is there.
fn parts(kind: &FieldType, found: &Value) -> (Value, Value, Value) {
    match (kind, found) {
        (FieldType::Object { fields }, found) => {
            (Value::Null, of_fields(fields, found), Value::Null)
        }
        (FieldType::List { of, .. }, found) => {
            let items = match found {
                Value::List(items) => items.as_slice(),
                _ => &[],
            };
            let rows = items.iter().map(|item| row(of, item)).collect();
            (Value::Null, Value::Null, Value::List(rows))
        }
        (FieldType::Choice { of, .. }, Value::Text(chosen)) => {
            let words = of.get(chosen).map_or_else(|| Value::text(chosen.as_str()), texts);
            (words, Value::Null, Value::Null)
        }
        (_, found) => (found.clone(), Value::Null, Value::Null),
    }
}

/// An item of a list: its fields, or one field without a name.
fn row(of: &FieldType, item: &Value) -> Value {
    match of {
        FieldType::Object { fields } => of_fields(fields, item),
        plain => {
            let (value, inner, rows) = parts(plain, item);
            let entry = object([
                ("name", Value::Null),
                ("title", Value::Null),
                ("value", value),
                ("fields", inner),
                ("rows", rows),
            ]);
            Value::List(vec![entry])
        }
    }
}
