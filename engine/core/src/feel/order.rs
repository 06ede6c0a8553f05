//! Equality and order of values; values of two kinds have neither.

pub use std::cmp::Ordering as Order;

use crate::value::{Duration, Value};

/// The order of two values of one ordered kind.
pub fn compare(left: &Value, right: &Value) -> Option<Order> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => Some(left.cmp(right)),
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        (Value::Date(left), Value::Date(right)) => Some(left.cmp(right)),
        (Value::DateTime(left), Value::DateTime(right)) => Some(left.cmp(right)),
        (Value::Time(left), Value::Time(right)) => Some(left.cmp(right)),
        (Value::Duration(left), Value::Duration(right)) => compare_durations(*left, *right),
        _ => None,
    }
}

fn compare_durations(left: Duration, right: Duration) -> Option<Order> {
    match (left, right) {
        (Duration::Months(left), Duration::Months(right))
        | (Duration::Seconds(left), Duration::Seconds(right)) => Some(left.cmp(&right)),
        _ => None,
    }
}

/// Whether two values are equal; none for values of two kinds. Null equals null alone.
pub fn equal(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Some(left == right),
        (Value::Duration(a), Value::Duration(b)) => Some(compare_durations(*a, *b)?.is_eq()),
        _ if std::mem::discriminant(left) == std::mem::discriminant(right) => Some(left == right),
        _ => None,
    }
}
