//! Functions of objects.

use super::super::evaluator::{Arguments, Evaluator, Outcome, null};
use super::super::operand::Operand;
use super::Line;
use crate::value::{Context, Value};

pub const TABLE: [Line; 5] = [
    ("get value", "m: context, key: any -> any", get_value),
    ("get entries", "m: context -> list", get_entries),
    (
        "context put",
        "context: context, key: text, value: any -> context | context: context, keys: list, value: any -> context",
        context_put,
    ),
    ("context merge", "contexts: list -> context", context_merge),
    ("context", "entries: list -> context", context),
];

/// By a key, or by a list of keys that leads inwards.
fn get_value<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let mut found = Value::Context(arguments.context(0)?);
    for key in keys(&mut arguments, 1)? {
        found = match found {
            Value::Context(mut entries) => entries.remove(&key).unwrap_or_default(),
            _ => Value::Null,
        };
    }
    Ok(found.into())
}

fn keys(arguments: &mut Arguments<'_>, n: usize) -> Outcome<Vec<String>> {
    let mut keys = Vec::new();
    for key in arguments.list(n)? {
        match key {
            Value::Text(key) => keys.push(key),
            other => return arguments.wrong(n, "a text or a list of texts", other.type_name()),
        }
    }
    if keys.is_empty() { arguments.wrong(n, "a key", "an empty list") } else { Ok(keys) }
}

fn get_entries<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let entries = arguments.context(0)?.into_iter().map(|(key, value)| {
        Value::Context(Context::from([
            ("key".to_owned(), Value::Text(key)),
            ("value".to_owned(), value),
        ]))
    });
    Ok(Value::List(entries.collect()).into())
}

/// A copy of the object with one entry changed.
fn context_put<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let mut root = Value::Context(arguments.context(0)?);
    let keys = keys(&mut arguments, 1)?;
    let value = arguments.value(2)?;
    let mut place = &mut root;
    for key in keys {
        let Value::Context(entries) = place else {
            return null(format!("`{key}` would be put into a {}", place.type_name()));
        };
        place = entries.entry(key).or_insert_with(|| Value::Context(Context::new()));
    }
    *place = value;
    Ok(root.into())
}

/// Later objects win.
fn context_merge<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let mut merged = Context::new();
    for item in arguments.list(0)? {
        match item {
            Value::Context(entries) => merged.extend(entries),
            other => return arguments.wrong(0, "a list of objects", other.type_name()),
        }
    }
    Ok(Value::Context(merged).into())
}

/// An object of `{ key: …, value: … }` entries.
fn context<'a>(_: &mut Evaluator<'a>, mut arguments: Arguments<'a>) -> Outcome<Operand<'a>> {
    let mut made = Context::new();
    for item in arguments.list(0)? {
        let Value::Context(mut entry) = item else {
            return arguments.wrong(0, "a list of entries", item.type_name());
        };
        let (Some(Value::Text(key)), Some(value)) = (entry.remove("key"), entry.remove("value"))
        else {
            return null("an entry needs a `key` that is a text, and a `value`");
        };
        if made.insert(key.clone(), value).is_some() {
            return null(format!("the key `{key}` stands there twice"));
        }
    }
    Ok(Value::Context(made).into())
}
