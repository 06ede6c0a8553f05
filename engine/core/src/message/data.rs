//! The case data as messages see it: every declared field is there, a choice carries its words.

use crate::definition::{Definition, FieldType, Fields};
use crate::value::{Context, Value};

use super::{object, texts};

/// The case data with every declared field in place: null where it is empty, a choice as
/// `{value, ru, kk, en}`. What a step or a message brings stands under its name.
pub(super) fn labelled(definition: &Definition, data: &Value) -> Value {
    let mut entries = data.as_context().cloned().unwrap_or_default();
    let shape = definition.shape();
    entries.extend(fields(&shape, data));
    for (_, step) in definition.all_steps() {
        if let Some((item, kind)) = step.block().and_then(|block| definition.item_in(&shape, block))
        {
            entries.insert(item.to_owned(), value(kind, data.at(item)));
        }
    }
    for (name, declared) in definition.received() {
        let received = data.at(&name);
        let mut result = received.as_context().cloned().unwrap_or_default();
        result.extend(fields(declared, received));
        entries.insert(name.into_owned(), Value::Context(result));
    }
    Value::Context(entries)
}

fn fields(fields: &Fields, data: &Value) -> Context {
    let entry = |(name, field): (&String, &crate::definition::Field)| {
        (name.clone(), value(&field.kind, data.at(name)))
    };
    fields.iter().map(entry).collect()
}

fn value(kind: &FieldType, found: &Value) -> Value {
    match (kind, found) {
        (FieldType::Object { fields: declared }, found) => Value::Context(fields(declared, found)),
        (FieldType::List { of, .. }, Value::List(items)) => {
            Value::List(items.iter().map(|item| value(of, item)).collect())
        }
        (FieldType::List { .. }, _) => Value::List(Vec::new()),
        (FieldType::Choice { of, .. }, Value::Text(chosen)) => {
            let mut words = of.get(chosen).map_or_else(|| object([]), texts);
            words.put("value", Value::text(chosen.as_str()));
            words
        }
        (_, found) => found.clone(),
    }
}
