//! JSON as the values of the typesetter: null is `none`, a number is an integer or an exact decimal.

use std::str::FromStr;

use serde_json::{Map, Number, Value as Json};
use typst::foundations::{Array, Decimal, Dict, Str, Value};

/// The value of this JSON; variables nest no deeper than their map.
pub(super) fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::None,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => number_of(number),
        Json::String(text) => Value::Str(Str::from(text.as_str())),
        Json::Array(items) => Value::Array(items.iter().map(value).collect::<Array>()),
        Json::Object(entries) => Value::Dict(dict(entries)),
    }
}

/// The entries of an object.
pub(super) fn dict(entries: &Map<String, Json>) -> Dict {
    entries.iter().map(|(name, json)| (Str::from(name.as_str()), value(json))).collect()
}

fn number_of(number: &Number) -> Value {
    let whole = number.as_i64().map(Value::Int);
    let exact = || Decimal::from_str(&number.to_string()).ok().map(Value::Decimal);
    whole.or_else(exact).unwrap_or_else(|| Value::Float(number.as_f64().unwrap_or_default()))
}
