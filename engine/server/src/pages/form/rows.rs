//! Adds and removes rows of lists without JavaScript: the button posts the form, which comes back
//! with one row more or less and everything that was typed.

use reglament_core::definition::FieldType;
use reglament_core::value::Value;

use super::Asked;

/// Does what a row button says (`add:invitees`, `remove:invitees.0`) to the data that was typed.
/// What it does not understand changes nothing.
pub fn change_rows(asked: &[Asked], data: &mut Value, button: &str) {
    if let Some(path) = button.strip_prefix("add:") {
        if let Some(rows) = rows_at(asked, data, path) {
            // The form shows one empty row for an empty list: that one counts.
            rows.resize(rows.len().max(1) + 1, Value::Null);
        }
    } else if let Some((path, row)) =
        button.strip_prefix("remove:").and_then(|path| path.rsplit_once('.'))
        && let Some(rows) = rows_at(asked, data, path)
        && let Ok(row) = row.parse::<usize>()
        && row < rows.len()
    {
        rows.remove(row);
    }
}

/// The rows at a path, made if the path leads to a list of the form.
fn rows_at<'d>(asked: &[Asked], data: &'d mut Value, path: &str) -> Option<&'d mut Vec<Value>> {
    let field = asked.iter().find(|asked| {
        path == asked.path
            || path.strip_prefix(&asked.path).is_some_and(|rest| rest.starts_with('.'))
    })?;
    let mut kind = &field.field.kind;
    let mut value = entry(data, &field.path)?;
    for name in path[field.path.len()..].split('.').filter(|name| !name.is_empty()) {
        (kind, value) = match kind {
            FieldType::Object { fields } => (&fields.get(name)?.kind, entry(value, name)?),
            FieldType::List { of, .. } => (&**of, item(value, name.parse().ok()?)?),
            _ => return None,
        };
    }
    if !matches!(kind, FieldType::List { .. }) {
        return None;
    }
    if !matches!(value, Value::List(_)) {
        *value = Value::List(Vec::new());
    }
    match value {
        Value::List(rows) => Some(rows),
        _ => None,
    }
}

fn entry<'d>(value: &'d mut Value, path: &str) -> Option<&'d mut Value> {
    if value.at(path).is_null() {
        value.put(path, Value::Null);
    }
    path.split('.').try_fold(value, |value, name| match value {
        Value::Context(entries) => entries.get_mut(name),
        _ => None,
    })
}

fn item(value: &mut Value, row: usize) -> Option<&mut Value> {
    match value {
        Value::List(rows) => rows.get_mut(row),
        _ => None,
    }
}
