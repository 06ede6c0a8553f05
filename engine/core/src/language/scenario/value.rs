//! Case data of a scenario: what YAML and JSON agree on. Days and times stay texts, as in a request.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::super::reader::Reader;
use super::super::rules;
use crate::value::{Context, Value};
use crate::yaml::{Kind, Meaning, Node, Style, meaning};

/// Reads a value. The depth is that of the file, which its parser limits.
pub(super) fn read(r: &mut Reader<'_>, node: &Node) -> Value {
    match &node.kind {
        Kind::Scalar { text, style: Style::Plain } => plain(r, node, text),
        Kind::Scalar { text, .. } => Value::text(text.as_str()),
        Kind::List(items) => Value::List(items.iter().map(|item| read(r, item)).collect()),
        Kind::Map(entries) => {
            let pair = |entry: &crate::yaml::Entry| (entry.key.text.clone(), read(r, &entry.value));
            Value::Context(entries.iter().map(pair).collect::<Context>())
        }
        Kind::Reported => Value::Null,
    }
}

fn plain(r: &mut Reader<'_>, node: &Node, text: &str) -> Value {
    match meaning(text) {
        None | Some(Meaning::Date) => Value::text(text),
        Some(Meaning::Nothing) => Value::Null,
        Some(Meaning::Boolean) => Value::Boolean(text == "true"),
        Some(Meaning::Number) => Decimal::from_str(text).map_or(Value::Null, Value::Number),
        Some(odd @ (Meaning::OldBoolean | Meaning::OddNumber)) => {
            let message = format!("`{text}` is {} to some readers of YAML only", odd.describe());
            r.report(&rules::QUOTE_IT, node.span, message, format!("write \"{text}\" for a text"));
            Value::Null
        }
    }
}
