//! Reads posted fields back into case data. What does not read as its type is kept as the text that
//! was typed: the core then names the field, and the page shows the text again.

use reglament_core::definition::{Field, FieldType};
use reglament_core::value::{Context, Value};
use rust_decimal::Decimal;

use super::{Asked, DEPTH_MAX, PREFIX};

/// Longer lists than this are cut: nobody types so many rows into one form.
const ROWS_MAX: usize = 200;

/// The names and values of a posted form, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    /// The first value of a name, without spaces around it; none if it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|pair| pair.0 == name)?.1.trim();
        (!value.is_empty()).then_some(value)
    }

    /// All values of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |pair| pair.0 == name).map(|pair| pair.1.as_str())
    }

    fn rows(&self, prefix: &str) -> usize {
        let number = |name: &String| {
            name.strip_prefix(prefix)?.strip_prefix('.')?.split('.').next()?.parse::<usize>().ok()
        };
        let last = self.0.iter().filter_map(|pair| number(&pair.0)).max();
        last.map_or(0, |last| (last + 1).min(ROWS_MAX))
    }
}

/// The case data that was typed for these fields. A field left empty says nothing, unless the case
/// has a value there (`before`): then it says that there is none any more. With `keep_rows`, empty
/// rows of lists stay, so that a form shows as many rows as before.
pub fn read(asked: &[Asked], pairs: &Pairs, before: &Value, keep_rows: bool) -> Value {
    let reader = Reader { pairs, keep_rows };
    let mut data = Value::Context(Context::new());
    for Asked { path, field } in asked {
        let name = format!("{PREFIX}{path}");
        if let Some(value) = reader.value(&name, &field.kind, before.at(path), 0) {
            data.put(path, value);
        }
    }
    data
}

struct Reader<'a> {
    pairs: &'a Pairs,
    keep_rows: bool,
}

impl Reader<'_> {
    fn value(&self, name: &str, kind: &FieldType, before: &Value, depth: usize) -> Option<Value> {
        match kind {
            _ if depth > DEPTH_MAX => None,
            FieldType::Object { fields } => {
                let entry = |(field, kind): (&String, &Field)| {
                    let before = before.at(field);
                    let value =
                        self.value(&format!("{name}.{field}"), &kind.kind, before, depth + 1);
                    value.map(|value| (field.clone(), value))
                };
                let entries: Context = fields.iter().filter_map(entry).collect();
                (!entries.is_empty()).then_some(Value::Context(entries))
            }
            FieldType::List { of, .. } => Some(self.rows(name, of, depth)),
            simple => match self.pairs.get(name) {
                Some(text) => Some(typed(simple, text)),
                None => (!before.is_null()).then_some(Value::Null),
            },
        }
    }

    fn rows(&self, name: &str, of: &FieldType, depth: usize) -> Value {
        let row = |n: usize| {
            let row = self.value(&format!("{name}.{n}"), of, &Value::Null, depth + 1);
            row.or_else(|| self.keep_rows.then_some(Value::Null))
        };
        Value::List((0..self.pairs.rows(name)).filter_map(row).collect())
    }
}

fn typed(kind: &FieldType, text: &str) -> Value {
    let read = match kind {
        FieldType::Number | FieldType::Money => decimal(text).map(Value::Number),
        FieldType::Boolean => text.parse().ok().map(Value::Boolean),
        FieldType::Date => text.parse().ok().map(Value::Date),
        _ => None,
    };
    read.unwrap_or_else(|| Value::text(text))
}

/// People write `2 162,50` as well as `2162.50`.
fn decimal(text: &str) -> Option<Decimal> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    plain.replace(',', ".").parse().ok()
}
