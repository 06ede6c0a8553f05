//! Whether data is of its declared types. Nothing is demanded here: an application may be filed
//! with less than the intake form asks for.

use indexmap::IndexMap;
use jiff::civil::Date;

use super::formats;
use crate::definition::{FieldType, Fields};
use crate::rejection::FieldFault;
use crate::text::Texts;
use crate::value::{NUMBER_DIGITS_MAX, Value};

/// Lists longer than this are refused: a case of the size of a village is a mistake or an attack.
pub const LIST_ITEMS_MAX: usize = 1_000;
/// Texts longer than this are refused, in bytes.
pub const TEXT_BYTES_MAX: usize = 64 * 1024;

/// The faults of a context against its fields, unknown names among them. A code is of its list if
/// it is so on this day.
pub fn check(fields: &Fields, data: &Value, on: Date) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    entries(fields, data, "", on, &mut faults);
    faults
}

fn entries(fields: &Fields, data: &Value, path: &str, on: Date, faults: &mut Vec<FieldFault>) {
    let Some(found) = data.as_context() else {
        if !data.is_null() {
            faults.push(fault(
                path,
                "type",
                format!("an object is expected, not {}", data.type_name()),
            ));
        }
        return;
    };
    for (name, value) in found {
        let path = join(path, name);
        match fields.get(name) {
            Some(field) => self::value(&field.kind, value, &path, on, faults),
            None => faults.push(fault(&path, "unknown", "the map has no such field".to_owned())),
        }
    }
}

/// The faults of one value against its type; null is of every type.
pub(super) fn value(
    kind: &FieldType,
    value: &Value,
    path: &str,
    on: Date,
    faults: &mut Vec<FieldFault>,
) {
    match (kind, value) {
        (_, Value::Null)
        | (FieldType::Boolean, Value::Boolean(_))
        | (FieldType::Date, Value::Date(_)) => {}
        (FieldType::Text { format, .. }, Value::Text(text)) => {
            faults.extend(text_fault(text, format.as_deref(), path));
        }
        (FieldType::Number | FieldType::Money, Value::Number(number)) => {
            let digits = number.normalize().mantissa().unsigned_abs().to_string().len();
            if digits > NUMBER_DIGITS_MAX as usize {
                faults.push(fault(path, "type", format!("at most {NUMBER_DIGITS_MAX} digits")));
            } else if matches!(kind, FieldType::Money) && number.normalize().scale() > 2 {
                faults.push(fault(path, "format", "an amount has at most two decimals".to_owned()));
            }
        }
        (FieldType::Date, Value::Text(text)) => {
            if text.parse::<Date>().is_err() || text.len() != 10 {
                faults.push(fault(
                    path,
                    "format",
                    "a day is expected, such as 2026-03-18".to_owned(),
                ));
            }
        }
        (FieldType::Choice { of, valid, .. }, Value::Text(text)) => {
            if !of.contains_key(text) {
                faults.push(fault(path, "choice", format!("`{text}` is not one of {}", few(of))));
            } else if valid.get(text).is_some_and(|valid| !valid.on(on)) {
                let message = format!("`{text}` cannot be chosen on {on}");
                faults.push(fault(path, "choice", message));
            }
        }
        (FieldType::Object { fields }, Value::Context(_)) => {
            entries(fields, value, path, on, faults);
        }
        (FieldType::List { of, .. }, Value::List(items)) => list(of, items, path, on, faults),
        (kind, value) => {
            let message = format!("{} is expected, not {}", name_of(kind), value.type_name());
            faults.push(fault(path, "type", message));
        }
    }
}

/// Values for a message: not more than a reader takes in.
fn few(values: &IndexMap<String, Texts>) -> String {
    const SHOWN: usize = 30;
    let shown: Vec<_> = values.keys().take(SHOWN).map(String::as_str).collect();
    let more = if values.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

fn list(of: &FieldType, items: &[Value], path: &str, on: Date, faults: &mut Vec<FieldFault>) {
    if items.len() > LIST_ITEMS_MAX {
        faults.push(fault(path, "count", format!("at most {LIST_ITEMS_MAX} items")));
        return;
    }
    for (n, item) in items.iter().enumerate() {
        value(of, item, &format!("{path}[{}]", n + 1), on, faults);
    }
}

fn text_fault(text: &str, format: Option<&str>, path: &str) -> Option<FieldFault> {
    if text.len() > TEXT_BYTES_MAX {
        return Some(fault(path, "count", format!("at most {TEXT_BYTES_MAX} bytes of text")));
    }
    let format = format.filter(|_| !text.is_empty())?;
    formats::fault(format, text).map(|message| fault(path, "format", message.to_owned()))
}

const fn name_of(kind: &FieldType) -> &'static str {
    match kind {
        FieldType::Text { .. } => "a text",
        FieldType::Number => "a number",
        FieldType::Money => "an amount",
        FieldType::Boolean => "true or false",
        FieldType::Date => "a day",
        FieldType::Choice { .. } => "one of the choices",
        FieldType::Object { .. } => "an object",
        FieldType::List { .. } => "a list",
    }
}

pub(super) fn fault(field: &str, code: &'static str, message: String) -> FieldFault {
    FieldFault { field: field.to_owned(), code, message }
}

pub(super) fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
