//! An example becomes the data of one case: other names, other numbers, days moved to its own time.

use std::collections::BTreeMap;

use fastrand::Rng;
use jiff::ToSpan;
use jiff::civil::Date;
use reglament_core::definition::{FieldType, Fields};
use reglament_core::value::Value;

use super::examples::Example;
use super::words::{Words, identification_number, renumbered};

/// Days further back than this stay as they are: days of birth.
const MOVED_YEARS_MAX: i16 = 8;
/// These many first digits of a person's number tell the day of birth and the century.
const KEPT_DIGITS: usize = 7;

/// Varies the data of one case: the same number in an example stays the same number in the case.
#[derive(Clone, Debug, Default)]
pub(super) struct Varied {
    numbers: BTreeMap<String, String>,
}

/// What is needed beside the data.
pub(super) struct Around<'a> {
    pub words: &'a Words,
    pub rng: &'a mut Rng,
    pub today: Date,
}

impl Varied {
    /// The data of an example as a case of today has it.
    pub(super) fn data(
        &mut self,
        example: &Example,
        fields: &Fields,
        around: &mut Around<'_>,
    ) -> Value {
        let moved = example.on.until(around.today).map_or(0, |span| span.get_days());
        self.fields(&example.data, Some(fields), example.on, moved, around)
    }

    fn fields(
        &mut self,
        value: &Value,
        fields: Option<&Fields>,
        on: Date,
        moved: i32,
        around: &mut Around<'_>,
    ) -> Value {
        let Some(entries) = value.as_context() else { return value.clone() };
        let entries = entries.iter().map(|(name, value)| {
            let kind = fields.and_then(|fields| fields.get(name)).map(|field| &field.kind);
            (name.clone(), self.value(value, kind, on, moved, around))
        });
        Value::Context(entries.collect())
    }

    fn value(
        &mut self,
        value: &Value,
        kind: Option<&FieldType>,
        on: Date,
        moved: i32,
        around: &mut Around<'_>,
    ) -> Value {
        match (value, kind) {
            (Value::Context(_), Some(FieldType::Object { fields })) => {
                self.fields(value, Some(fields), on, moved, around)
            }
            (Value::Context(_), _) => self.fields(value, None, on, moved, around),
            (Value::List(items), kind) => {
                let of = match kind {
                    Some(FieldType::List { of, .. }) => Some(&**of),
                    _ => None,
                };
                Value::List(items.iter().map(|it| self.value(it, of, on, moved, around)).collect())
            }
            (Value::Text(text), Some(FieldType::Choice { .. })) => {
                let drawn = around.words.placeholder(text, around.rng);
                Value::Text(drawn.unwrap_or_else(|| text.clone()))
            }
            (Value::Text(text), kind) => Value::Text(self.text(text, kind, on, moved, around)),
            (value, _) => value.clone(),
        }
    }

    fn text(
        &mut self,
        text: &str,
        kind: Option<&FieldType>,
        on: Date,
        moved: i32,
        around: &mut Around<'_>,
    ) -> String {
        if let Some(invented) = around.words.placeholder(text, around.rng) {
            return invented;
        }
        if let Some(day) = (text.len() == 10).then(|| text.parse::<Date>().ok()).flatten() {
            return moved_day(day, on, moved).to_string();
        }
        let format = match kind {
            Some(FieldType::Text { format, .. }) => format.as_deref(),
            _ => None,
        };
        if let Some(known) = self.numbers.get(text) {
            return known.clone();
        }
        let new = match format {
            Some("kz_iin" | "kz_bin") => {
                identification_number(text.get(..KEPT_DIGITS).unwrap_or_default(), around.rng)
            }
            Some("email" | "url") => return text.to_owned(),
            _ => renumbered(text, around.rng),
        };
        self.numbers.insert(text.to_owned(), new.clone());
        new
    }
}

fn moved_day(day: Date, on: Date, moved: i32) -> Date {
    if day.year() < on.year() - MOVED_YEARS_MAX {
        return day;
    }
    day.checked_add(moved.days()).unwrap_or(day)
}
