//! The case data as labels and values, in the order of the map.

use reglament_core::definition::{Definition, Element, Field, FieldType, Fields};
use reglament_core::process::Process;
use reglament_core::text::Lang;
use reglament_core::value::Value;
use serde::Serialize;

use super::form::{label_of, word};
use super::format;
use crate::texts::say;

/// Deeper than this nothing is shown.
const DEPTH_MAX: usize = 8;

/// A label with a value, or a heading over those below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The value.
    pub value: String,
    /// Whether it is a heading.
    pub heading: bool,
    /// How deep it lies.
    pub depth: usize,
}

/// What is known of a case: its declared data, then what services and decisions gave back.
pub fn of(lang: Lang, process: &Process, data: &Value) -> Vec<Fact> {
    let mut facts = Facts { lang, list: Vec::new() };
    facts.fields(&process.shape, data, 0);
    facts.results(&process.definition, data);
    facts.list
}

struct Facts {
    lang: Lang,
    list: Vec<Fact>,
}

impl Facts {
    fn fields(&mut self, fields: &Fields, data: &Value, depth: usize) {
        for (name, field) in fields {
            let value = data.at(name);
            if !value.is_null() {
                self.field(&label_of(self.lang, field, name), field, value, depth);
            }
        }
    }

    fn field(&mut self, label: &str, field: &Field, value: &Value, depth: usize) {
        self.kind(label, &field.kind, value, depth);
    }

    fn kind(&mut self, label: &str, kind: &FieldType, value: &Value, depth: usize) {
        match (kind, value) {
            _ if depth > DEPTH_MAX => {}
            (FieldType::Object { fields }, Value::Context(_)) => {
                self.heading(label, depth);
                self.fields(fields, value, depth + 1);
            }
            (FieldType::List { of, .. }, Value::List(rows)) => {
                for (n, row) in rows.iter().enumerate() {
                    let n = i64::try_from(n + 1).unwrap_or(i64::MAX);
                    let args = [("list", label.to_owned().into()), ("n", n.into())];
                    self.kind(&say(self.lang, "form-row", &args), of, row, depth);
                }
            }
            _ => self.line(label, &self.show(kind, value), depth),
        }
    }

    /// What service tasks and decisions stored under the names of their steps.
    fn results(&mut self, definition: &Definition, data: &Value) {
        for (id, step) in definition.all_steps() {
            let result = data.at(id.as_str());
            if result.is_null() || definition.data.contains_key(id.as_str()) {
                continue;
            }
            match &step.element {
                Element::ServiceTask(task) => {
                    self.heading(step.title.get(self.lang), 0);
                    self.fields(&task.receives, result, 1);
                }
                Element::CallActivity(call) => {
                    self.heading(step.title.get(self.lang), 0);
                    self.fields(&titled(&call.receives), result, 1);
                }
                Element::BusinessRuleTask(_) => {
                    self.line(step.title.get(self.lang), &result.to_string(), 0);
                }
                _ => {}
            }
        }
    }

    fn show(&self, kind: &FieldType, value: &Value) -> String {
        match (kind, value) {
            (FieldType::Choice { of, .. }, Value::Text(text)) => {
                of.get(text).map_or_else(|| text.clone(), |title| word(self.lang, text, title))
            }
            (FieldType::Money, Value::Number(amount)) => format::money(self.lang, *amount),
            (FieldType::Number, Value::Number(number)) => format::number(self.lang, *number, 0),
            (_, Value::Boolean(true)) => say(self.lang, "form-yes", &[]),
            (_, Value::Boolean(false)) => say(self.lang, "form-no", &[]),
            (_, Value::Date(date)) => format::date(self.lang, *date),
            (FieldType::Date, Value::Text(text)) => {
                text.parse().map_or_else(|_| text.clone(), |date| format::date(self.lang, date))
            }
            _ => value.to_string(),
        }
    }

    fn heading(&mut self, label: &str, depth: usize) {
        let label = label.to_owned();
        self.list.push(Fact { label, value: String::new(), heading: true, depth });
    }

    fn line(&mut self, label: &str, value: &str, depth: usize) {
        let (label, value) = (label.to_owned(), value.to_owned());
        self.list.push(Fact { label, value, heading: false, depth });
    }
}

/// The fields that people have words for: how a called case ended is for expressions.
fn titled(fields: &Fields) -> Fields {
    let titled = fields.iter().filter(|(_, field)| !field.title.is_empty());
    titled.map(|(name, field)| (name.clone(), field.clone())).collect()
}
