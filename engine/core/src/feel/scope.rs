//! What an expression may read: data in layers, the moment of evaluation and reference indices.

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

use crate::value::{Context, Value};

/// Reference indices such as the monthly calculation index: a value by name and day.
pub trait Indices {
    /// The value in force on this day; none if the index is unknown or has no value then.
    fn index(&self, name: &str, on: Date) -> Option<Decimal>;
}

/// The surroundings of an evaluation. Borrowed data, nothing that could be changed.
///
/// ```
/// use reglament_core::feel::{Expression, Scope};
/// use reglament_core::value::{Context, Value};
///
/// let data = Context::from([("age".to_owned(), Value::Number(15.into()))]);
/// let scope = Scope::new(&data, jiff::civil::date(2026, 3, 18).at(10, 0, 0, 0));
/// let minor = Expression::parse("age < 16").unwrap();
/// assert_eq!(minor.evaluate(&scope).unwrap().value, Value::Boolean(true));
/// ```
#[derive(Clone)]
pub struct Scope<'a> {
    layers: Vec<&'a Context>,
    now: DateTime,
    indices: Option<&'a dyn Indices>,
}

impl<'a> Scope<'a> {
    /// A scope over case data, at a moment in the zone of the map's calendar.
    pub fn new(data: &'a Context, now: DateTime) -> Self {
        Self { layers: vec![data], now, indices: None }
    }

    /// Lays more names over those there are; the newest layer wins.
    #[must_use]
    pub fn layer(mut self, names: &'a Context) -> Self {
        self.layers.push(names);
        self
    }

    /// Gives it the reference indices.
    #[must_use]
    pub fn indices(mut self, indices: &'a dyn Indices) -> Self {
        self.indices = Some(indices);
        self
    }

    /// The value of a name; none if no layer has it.
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.layers.iter().rev().find_map(|layer| layer.get(name))
    }

    /// The moment of evaluation.
    pub const fn now(&self) -> DateTime {
        self.now
    }

    /// The day of evaluation.
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// An index on a day.
    pub fn index(&self, name: &str, on: Date) -> Option<Decimal> {
        self.indices?.index(name, on)
    }
}
