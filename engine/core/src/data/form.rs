//! What a form may and must say.

use jiff::civil::Date;

use crate::definition::{Definition, Field, FieldType, Fields};
use crate::feel::Scope;
use crate::process::Process;
use crate::rejection::FieldFault;
use crate::value::Value;

use super::check::{fault, join, value};

/// The field at a path: of the case data, of what a step or a message brings (`step.name`), or of an
/// item as the steps of its subprocess call it (`guest.name`).
pub fn field_at<'d>(definition: &'d Definition, path: &str) -> Option<&'d Field> {
    within(&definition.data, path).or_else(|| {
        let (name, rest) = path.split_once('.')?;
        match definition.item_type(name) {
            Some(FieldType::Object { fields }) => within(fields, rest),
            _ => within(definition.received_as(name)?, rest),
        }
    })
}

/// The field at a path within these.
pub(crate) fn within<'d>(fields: &'d Fields, path: &str) -> Option<&'d Field> {
    match path.split_once('.') {
        None => fields.get(path),
        Some((first, rest)) => match &fields.get(first)?.kind {
            FieldType::Object { fields } => within(fields, rest),
            _ => None,
        },
    }
}

/// The faults of what a form says: of a wrong type, or not in the form. A code is of its list if it is
/// so on this day.
pub fn check_form(process: &Process, form: &[String], data: &Value, on: Date) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    for path in form {
        if let Some(field) = field_at(&process.definition, path) {
            value(&field.kind, data.at(path), path, on, &mut faults);
        }
    }
    strangers(form, data, "", &mut faults);
    faults
}

/// Entries that no path of the form names or leads to.
fn strangers(form: &[String], data: &Value, path: &str, faults: &mut Vec<FieldFault>) {
    for (name, value) in data.as_context().into_iter().flatten() {
        let path = join(path, name);
        let leads =
            |field: &String| field.strip_prefix(&path).is_some_and(|rest| rest.starts_with('.'));
        if form.contains(&path) {
            continue;
        }
        if form.iter().any(leads) {
            strangers(form, value, &path, faults);
        } else {
            faults.push(fault(
                &path,
                "unknown",
                "the form of this task has no such field".to_owned(),
            ));
        }
    }
}

/// The fields of a form that must be filled in and are not.
pub fn missing_in_form(
    process: &Process,
    form: &[String],
    data: &Value,
    scope: &Scope<'_>,
) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    for path in form {
        if let Some(field) = field_at(&process.definition, path) {
            demand(field, data.at(path), path, scope, &mut faults);
        }
    }
    faults
}

/// The fields that must be filled in and are not.
pub fn missing(fields: &Fields, data: &Value, scope: &Scope<'_>) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    for (name, field) in fields {
        demand(field, data.at(name), name, scope, &mut faults);
    }
    faults
}

fn demand(
    field: &Field,
    value: &Value,
    path: &str,
    scope: &Scope<'_>,
    faults: &mut Vec<FieldFault>,
) {
    let empty = match value {
        Value::Null => true,
        Value::Text(text) => text.trim().is_empty(),
        _ => false,
    };
    if empty && is_required(field, scope) && !matches!(field.kind, FieldType::Object { .. }) {
        faults.push(fault(path, "required", "this field must be filled in".to_owned()));
        return;
    }
    inside(&field.kind, value, path, scope, faults);
}

fn inside(
    kind: &FieldType,
    value: &Value,
    path: &str,
    scope: &Scope<'_>,
    faults: &mut Vec<FieldFault>,
) {
    match (kind, value) {
        (FieldType::Object { fields }, _) => {
            for (name, field) in fields {
                demand(field, value.at(name), &join(path, name), scope, faults);
            }
        }
        (FieldType::List { of, at_least }, Value::List(items)) => {
            let least = at_least.unwrap_or(0) as usize;
            if items.len() < least {
                faults.push(fault(path, "count", format!("at least {least} are needed")));
            }
            for (n, item) in items.iter().enumerate() {
                inside(of, item, &format!("{path}[{}]", n + 1), scope, faults);
            }
        }
        _ => {}
    }
}

/// A condition that does not evaluate demands nothing here; the checker refuses it.
fn is_required(field: &Field, scope: &Scope<'_>) -> bool {
    match &field.required_if {
        Some(condition) => condition
            .evaluate(scope)
            .is_ok_and(|evaluation| evaluation.value == Value::Boolean(true)),
        None => !field.optional,
    }
}
