//! What an expression may read: data in layers, the moment of evaluation, and what is
//! looked up: indices, lists, the calendar.

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

use crate::calendar::CalendarView;
use crate::value::{Context, Value};

/// What expressions look up beside the data: indices, lists, the calendar.
pub trait Lookup {
    /// The value of an index in force on this day; none if it is unknown or has no value then.
    fn index(&self, name: &str, on: Date) -> Option<Decimal>;

    /// Whether a list has this entry on this day; none if there is no such list.
    fn listed(&self, list: &str, entry: &str, on: Date) -> Option<bool>;

    /// The calendar as it is known on this day; none where nobody counts days.
    fn calendar(&self, known_on: Date) -> Option<CalendarView>;
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
    reference: Option<&'a dyn Lookup>,
}

impl<'a> Scope<'a> {
    /// A scope over case data, at a moment in the zone of the map's calendar.
    pub fn new(data: &'a Context, now: DateTime) -> Self {
        Self { layers: vec![data], now, reference: None }
    }

    /// Lays more names over those there are; the newest layer wins.
    #[must_use]
    pub fn layer(mut self, names: &'a Context) -> Self {
        self.layers.push(names);
        self
    }

    /// Gives it what can be looked up.
    #[must_use]
    pub fn reference(mut self, reference: &'a dyn Lookup) -> Self {
        self.reference = Some(reference);
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
        self.reference?.index(name, on)
    }

    /// Whether a list has an entry on a day.
    pub fn listed(&self, list: &str, entry: &str, on: Date) -> Option<bool> {
        self.reference?.listed(list, entry, on)
    }

    /// The calendar, as it is known on the day of evaluation.
    pub fn calendar(&self) -> Option<CalendarView> {
        self.reference?.calendar(self.today())
    }
}
