//! Values of case data and of FEEL expressions.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use rust_decimal::Decimal;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// More significant digits than this are refused in numbers that come from outside: up to 15
/// digits a decimal survives the number format of JSON (an IEEE double) to the last digit.
pub const NUMBER_DIGITS_MAX: u32 = 15;

/// A value. In JSON: null, boolean, number, text, list and object; dates, times and durations are
/// ISO 8601 texts there, and the declared type of a field turns them back ([`crate::definition::FieldType`]).
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing.
    #[default]
    Null,
    /// True or false.
    Boolean(bool),
    /// A decimal number; money is one, never a float.
    Number(Decimal),
    /// A text.
    Text(String),
    /// A day of the civil calendar.
    Date(Date),
    /// A moment of the civil calendar, in the zone of the map's calendar.
    DateTime(DateTime),
    /// A time of day.
    Time(Time),
    /// A duration: of days and time, or of years and months (never both).
    Duration(Duration),
    /// A list.
    List(Vec<Value>),
    /// A context (an object): entries by name, in the order of the names.
    Context(Context),
}

/// The entries of a context.
pub type Context = BTreeMap<String, Value>;

/// A duration of FEEL; the two kinds do not compare with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duration {
    /// Years and months, in months.
    Months(i64),
    /// Days and time, in seconds.
    Seconds(i64),
}

impl Value {
    /// A text value.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The name of this value's type, for messages.
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "boolean",
            Self::Number(_) => "number",
            Self::Text(_) => "text",
            Self::Date(_) => "date",
            Self::DateTime(_) => "date and time",
            Self::Time(_) => "time",
            Self::Duration(_) => "duration",
            Self::List(_) => "list",
            Self::Context(_) => "object",
        }
    }

    /// Whether this is null.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text, if this is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The entries, if this is a context.
    pub const fn as_context(&self) -> Option<&Context> {
        match self {
            Self::Context(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value at a path such as `inviter.kind` or `guests[2].name`, with items counted from 1;
    /// null where there is none.
    pub fn at(&self, path: &str) -> &Value {
        steps_of(path).fold(self, |value, step| match (value, step) {
            (Self::Context(entries), PathStep::Name(name)) => {
                entries.get(name).unwrap_or(&Self::Null)
            }
            (Self::List(items), PathStep::Item(n)) => {
                n.checked_sub(1).and_then(|n| items.get(n)).unwrap_or(&Self::Null)
            }
            _ => &Self::Null,
        })
    }

    /// Puts a value at a path, making what is missing on the way.
    pub fn put(&mut self, path: &str, value: Value) {
        *self.slot(path) = value;
    }

    /// Takes the value at a path out of its object; null where there is none.
    #[must_use]
    pub fn take(&mut self, path: &str) -> Value {
        let (within, name) = path.rsplit_once('.').unwrap_or(("", path));
        let holder = if within.is_empty() {
            self
        } else if self.at(within).is_null() {
            return Self::Null;
        } else {
            self.slot(within)
        };
        match holder {
            Self::Context(entries) => entries.remove(name).unwrap_or_default(),
            _ => Self::Null,
        }
    }

    /// Lays a value over the one at a path; null lays nothing over.
    pub fn lay(&mut self, path: &str, over: Value) {
        if !over.is_null() {
            self.slot(path).merge(over);
        }
    }

    fn slot(&mut self, path: &str) -> &mut Value {
        steps_of(path).fold(self, |value, step| match step {
            PathStep::Name(name) => value.entry(name),
            PathStep::Item(n) => value.item(n.max(1)),
        })
    }

    fn entry(&mut self, name: &str) -> &mut Value {
        if !matches!(self, Self::Context(_)) {
            *self = Self::Context(Context::new());
        }
        match self {
            Self::Context(entries) => entries.entry(name.to_owned()).or_default(),
            _ => unreachable!("made a context above"),
        }
    }

    fn item(&mut self, n: usize) -> &mut Value {
        if !matches!(self, Self::List(_)) {
            *self = Self::List(Vec::new());
        }
        match self {
            Self::List(items) => {
                // The engine writes items of lists that it has counted; this only bounds the rest.
                let n = n.min(crate::data::LIST_ITEMS_MAX);
                if items.len() < n {
                    items.resize(n, Self::Null);
                }
                &mut items[n - 1]
            }
            _ => unreachable!("made a list above"),
        }
    }

    /// This value with `over` laid over it; null lays nothing over.
    #[must_use]
    pub fn with(&self, over: &Value) -> Value {
        let mut value = self.clone();
        if !over.is_null() {
            value.merge(over.clone());
        }
        value
    }

    /// Lays `other` over this value: contexts are merged entry by entry, everything else is replaced.
    pub fn merge(&mut self, other: Value) {
        match (self, other) {
            (Self::Context(mine), Self::Context(theirs)) => {
                for (name, value) in theirs {
                    mine.entry(name).or_default().merge(value);
                }
            }
            (mine, theirs) => *mine = theirs,
        }
    }
}

/// A step of a path: a name, or an item counted from 1.
enum PathStep<'p> {
    Name(&'p str),
    Item(usize),
}

/// `guests[2].name` in its steps. A number that cannot be read is that of no item.
fn steps_of(path: &str) -> impl Iterator<Item = PathStep<'_>> {
    path.split('.').flat_map(|part| {
        let (name, item) = match part.strip_suffix(']').and_then(|part| part.split_once('[')) {
            Some((name, item)) => (name, Some(PathStep::Item(item.parse().unwrap_or(0)))),
            None => (part, None),
        };
        [Some(PathStep::Name(name)), item].into_iter().flatten()
    })
}

impl fmt::Display for Value {
    /// As a person would write it: texts without quotes, lists with commas.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => value.fmt(f),
            Self::Number(value) => value.normalize().fmt(f),
            Self::Text(value) => f.write_str(value),
            Self::Date(value) => value.fmt(f),
            Self::DateTime(value) => value.fmt(f),
            Self::Time(value) => value.fmt(f),
            Self::Duration(value) => value.fmt(f),
            Self::List(items) => {
                for (n, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if n == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
            Self::Context(entries) => {
                for (n, (name, value)) in entries.iter().enumerate() {
                    write!(f, "{}{name}: {value}", if n == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Duration {
    /// ISO 8601: `P1Y2M`, `P3DT4H`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, parts) = match *self {
            Self::Months(n) => (n < 0, vec![(n.abs() / 12, "Y"), (n.abs() % 12, "M")]),
            Self::Seconds(n) => (n < 0, vec![(n.abs() / 86_400, "D")]),
        };
        write!(f, "{}P", if sign { "-" } else { "" })?;
        for (count, unit) in parts.into_iter().filter(|part| part.0 != 0) {
            write!(f, "{count}{unit}")?;
        }
        let rest = match *self {
            Self::Seconds(n) => n.abs() % 86_400,
            Self::Months(0) => return f.write_str("0M"),
            Self::Months(_) => return Ok(()),
        };
        if rest == 0 {
            return if *self == Self::Seconds(0) { f.write_str("T0S") } else { Ok(()) };
        }
        f.write_str("T")?;
        for (count, unit) in [(rest / 3600, "H"), (rest / 60 % 60, "M"), (rest % 60, "S")] {
            if count != 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Number(value) => serialize_number(*value, serializer),
            Self::Text(value) => serializer.serialize_str(value),
            Self::Date(_) | Self::DateTime(_) | Self::Time(_) | Self::Duration(_) => {
                serializer.collect_str(self)
            }
            Self::List(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Self::Context(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (name, value) in entries {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

fn serialize_number<S: Serializer>(value: Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let plain = value.normalize();
    match i64::try_from(plain) {
        Ok(whole) if plain.scale() == 0 => serializer.serialize_i64(whole),
        // The shortest text of the double is the decimal again, up to NUMBER_DIGITS_MAX digits.
        _ => match plain.to_string().parse::<f64>() {
            Ok(number) => serializer.serialize_f64(number),
            Err(_) => serializer.collect_str(&plain),
        },
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null, a boolean, a number, a text, a list or an object")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        // `{}` prints the shortest text that reads back as the same double.
        format!("{value}")
            .parse()
            .map(Value::Number)
            .map_err(|_| E::custom(format!("the number {value} is out of range")))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::text(value))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Context::new();
        while let Some((name, value)) = map.next_entry()? {
            entries.insert(name, value);
        }
        Ok(Value::Context(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_survives_json_to_the_last_digit() {
        for text in ["2162.5", "0.01", "9999999999999.99", "-17300", "0.1"] {
            let value = Value::Number(text.parse().unwrap());
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(json, text);
            assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), value);
        }
    }

    #[test]
    fn a_path_is_put_and_read_back() {
        let mut value = Value::default();
        value.put("inviter.kind", Value::text("legal_entity"));
        assert_eq!(value.at("inviter.kind").as_text(), Some("legal_entity"));
        assert!(value.at("inviter.bin").is_null());
    }

    #[test]
    fn a_path_leads_into_the_items_of_a_list() {
        let mut value = Value::default();
        value.put("guests[2].check.hits", Value::Number(1.into()));
        value.lay("guests[2].check", Value::Context([("day".to_owned(), Value::Null)].into()));
        assert!(value.at("guests[1]").is_null());
        assert_eq!(*value.at("guests[2].check.hits"), Value::Number(1.into()));
        for nowhere in ["guests[0]", "guests[3]", "guests[x]", "guests[2].check[1]", "guests.check"]
        {
            assert!(value.at(nowhere).is_null(), "{nowhere}");
        }
    }

    #[test]
    fn durations_read_as_iso_8601() {
        for (duration, text) in [
            (Duration::Seconds(0), "PT0S"),
            (Duration::Seconds(86_400 * 3 + 4 * 3600), "P3DT4H"),
            (Duration::Months(14), "P1Y2M"),
            (Duration::Months(0), "P0M"),
            (Duration::Seconds(-60), "-PT1M"),
        ] {
            assert_eq!(duration.to_string(), text);
        }
    }
}
