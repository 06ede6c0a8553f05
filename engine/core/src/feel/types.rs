//! Types, for checking expressions before a map is published.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::definition::{FieldType, Fields};
use crate::value::{Duration, Value};

/// The type of an expression or of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Not known; fits everything.
    Any,
    /// Only null.
    Null,
    /// True or false.
    Boolean,
    /// A decimal number.
    Number,
    /// A text.
    Text,
    /// One of these texts.
    Choice(Vec<String>),
    /// A day.
    Date,
    /// A day with a time.
    DateTime,
    /// A time of day.
    Time,
    /// A duration of either kind.
    Duration,
    /// A duration of days and time.
    DurationDays,
    /// A duration of years and months.
    DurationMonths,
    /// A list of elements of one type.
    List(Box<Type>),
    /// An object with exactly these entries.
    Context(BTreeMap<String, Type>),
    /// A range between two values of one type.
    Range(Box<Type>),
    /// A function with this many parameters, and its result.
    Function(usize, Box<Type>),
}

/// The names an expression may read, with their types.
#[derive(Clone, Debug, Default)]
pub struct TypeScope {
    pub(super) names: BTreeMap<String, Type>,
    pub(super) indices: Option<Vec<String>>,
    pub(super) lists: Option<Vec<String>>,
}

/// What a check found; offsets are bytes of the expression's text, the end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TypeProblem {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl TypeScope {
    /// A scope with these names and no others.
    pub fn new(names: impl IntoIterator<Item = (String, Type)>) -> Self {
        Self { names: names.into_iter().collect(), indices: None, lists: None }
    }

    /// The scope of the case data.
    pub fn of_fields(fields: &Fields) -> Self {
        Self::new(entries(fields))
    }

    /// Adds a name, or replaces it.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, ty: Type) -> Self {
        self.names.insert(name.into(), ty);
        self
    }

    /// Names the reference indices that exist; without it any is taken.
    #[must_use]
    pub fn indices(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.indices = Some(names.into_iter().collect());
        self
    }

    /// Names the lists that exist; without it any is taken.
    #[must_use]
    pub fn lists(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.lists = Some(names.into_iter().collect());
        self
    }
}

fn entries(fields: &Fields) -> BTreeMap<String, Type> {
    fields.iter().map(|(name, field)| (name.clone(), Type::from(&field.kind))).collect()
}

impl From<&FieldType> for Type {
    fn from(ty: &FieldType) -> Self {
        match ty {
            FieldType::Text { .. } => Self::Text,
            FieldType::Number | FieldType::Money => Self::Number,
            FieldType::Boolean => Self::Boolean,
            FieldType::Date => Self::Date,
            FieldType::Choice { of, .. } => Self::Choice(of.keys().cloned().collect()),
            FieldType::Object { fields } => Self::Context(entries(fields)),
            FieldType::List { of, .. } => Self::List(Box::new(Self::from(&**of))),
        }
    }
}

impl Type {
    /// A list of this type.
    #[must_use]
    pub fn list(self) -> Self {
        Self::List(Box::new(self))
    }

    /// The type of a value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Boolean(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::Text(_) => Self::Text,
            Value::Date(_) => Self::Date,
            Value::DateTime(_) => Self::DateTime,
            Value::Time(_) => Self::Time,
            Value::Duration(Duration::Months(_)) => Self::DurationMonths,
            Value::Duration(Duration::Seconds(_)) => Self::DurationDays,
            Value::List(items) => {
                items.iter().map(Self::of).reduce(Self::join).unwrap_or(Self::Any).list()
            }
            Value::Context(entries) => Self::Context(
                entries.iter().map(|(name, value)| (name.clone(), Self::of(value))).collect(),
            ),
        }
    }

    /// The type of something that is of one type or of the other.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::Null, ty) | (ty, Self::Null) => ty,
            (left, right) if left == right => left,
            (Self::Text | Self::Choice(_), Self::Text | Self::Choice(_)) => Self::Text,
            (left, right) if left.is_duration() && right.is_duration() => Self::Duration,
            (Self::List(left), Self::List(right)) => left.join(*right).list(),
            _ => Self::Any,
        }
    }

    /// Whether values of both types can be equal.
    pub fn compares_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any | Self::Null, _)
            | (_, Self::Any | Self::Null)
            | (Self::Text | Self::Choice(_), Self::Text | Self::Choice(_)) => true,
            (Self::Duration, right) => right.is_duration(),
            (left, Self::Duration) => left.is_duration(),
            (Self::List(left), Self::List(right)) | (Self::Range(left), Self::Range(right)) => {
                left.compares_with(right)
            }
            (left, right) => std::mem::discriminant(left) == std::mem::discriminant(right),
        }
    }

    /// Whether this may stand where the other type is needed.
    pub fn fits(&self, needed: &Self) -> bool {
        match (self, needed) {
            (Self::Choice(words), Self::Choice(known)) => {
                words.iter().all(|word| known.contains(word))
            }
            (Self::List(left), Self::List(right)) => left.fits(right),
            (Self::Context(entries), Self::Context(needed)) => {
                needed.iter().all(|(name, ty)| entries.get(name).is_none_or(|entry| entry.fits(ty)))
            }
            _ => self.compares_with(needed),
        }
    }

    /// Whether values of this type have an order.
    pub(super) fn is_ordered(&self) -> bool {
        !matches!(
            self,
            Self::Boolean | Self::List(_) | Self::Context(_) | Self::Range(_) | Self::Function(..)
        )
    }

    pub(super) const fn is_duration(&self) -> bool {
        matches!(self, Self::Duration | Self::DurationDays | Self::DurationMonths)
    }

    pub(super) const fn is_open(&self) -> bool {
        matches!(self, Self::Any | Self::Null)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "anything",
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Text => "text",
            Self::Choice(words) => return write!(f, "one of {}", few(words)),
            Self::Date => "date",
            Self::DateTime => "date and time",
            Self::Time => "time",
            Self::Duration => "duration",
            Self::DurationDays => "duration of days and time",
            Self::DurationMonths => "duration of years and months",
            Self::List(of) if **of == Self::Any => "list",
            Self::List(of) => return write!(f, "list of {of}"),
            Self::Context(_) => "object",
            Self::Range(_) => "range",
            Self::Function(..) => "function",
        })
    }
}

/// Words for a message: not more than a reader takes in.
pub(super) fn few(words: &[String]) -> String {
    const SHOWN: usize = 12;
    let shown = words.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    if words.len() > SHOWN { format!("{shown} and {} more", words.len() - SHOWN) } else { shown }
}
