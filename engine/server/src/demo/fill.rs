//! A believable value for a field about which no example says anything: by its type alone.

use fastrand::Rng;
use jiff::ToSpan;
use jiff::civil::Date;
use reglament_core::definition::{Field, FieldType, Fields};
use reglament_core::value::Value;
use rust_decimal::Decimal;

use super::vary::Around;
use super::words::{draw, identification_number};

/// The value of a field with this name.
pub(super) fn value(name: &str, kind: &FieldType, around: &mut Around<'_>) -> Value {
    match kind {
        FieldType::Text { format, .. } => Value::Text(text(name, format.as_deref(), around)),
        FieldType::Number => Value::Number(Decimal::from(around.rng.u32(1..10))),
        FieldType::Money => Value::Number(Decimal::from(around.rng.u32(1..40) * 500)),
        FieldType::Boolean => Value::Boolean(true),
        FieldType::Date => Value::Text(day(around.today, around.rng).to_string()),
        FieldType::Choice { of, .. } => {
            of.keys().next().map_or(Value::Null, |first| Value::Text(first.clone()))
        }
        FieldType::Object { fields } => object(fields, around),
        FieldType::List { of, .. } => Value::List(vec![value(name, of, around)]),
    }
}

fn object(fields: &Fields, around: &mut Around<'_>) -> Value {
    let wanted = |field: &Field| !field.optional && field.required_if.is_none();
    let mut made = Value::default();
    for (name, field) in fields.iter().filter(|(_, field)| wanted(field)) {
        made.put(name, value(name, &field.kind, around));
    }
    made
}

fn text(name: &str, format: Option<&str>, around: &mut Around<'_>) -> String {
    let rng = &mut *around.rng;
    match format {
        Some("email") => "applicant@example.org".to_owned(),
        Some("phone") => {
            format!("+7 700 {:03} {:02} {:02}", rng.u32(..1000), rng.u32(..100), rng.u32(..100))
        }
        Some("kz_iin") => identification_number("800101", rng),
        Some("kz_bin") => identification_number("1801", rng),
        Some("passport") => format!("N{:07}", rng.u32(..10_000_000)),
        Some("url") => "https://example.org".to_owned(),
        _ if name.ends_with("name") => around.words.person(rng),
        _ if name.ends_with("number") => format!("Д-{:06}", rng.u32(..1_000_000)),
        _ => draw(&around.words.notes, rng),
    }
}

fn day(today: Date, rng: &mut Rng) -> Date {
    today.checked_add(rng.i32(0..20).days()).unwrap_or(today)
}
