//! Terms of the law: `5 working days`, `30 calendar days`, `10 minutes`, `2 working hours`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Longer terms than this are refused: no service of the state lasts longer than ten years.
pub const TERM_COUNT_MAX: u32 = 3_660 * 24 * 60;

/// A span of time as a regulation states it. How it is counted is the calendar's matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: TermUnit,
}

/// The unit of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TermUnit {
    /// Days on which the calendar works.
    WorkingDays,
    /// Every day counts; a term that ends on a day off moves to the next working day.
    CalendarDays,
    /// Hours within the opening hours, lunch left out.
    WorkingHours,
    /// Minutes of the clock.
    Minutes,
    /// Hours of the clock.
    Hours,
}

const UNITS: [(TermUnit, &str, &str); 5] = [
    (TermUnit::WorkingDays, "working day", "working days"),
    (TermUnit::CalendarDays, "calendar day", "calendar days"),
    (TermUnit::WorkingHours, "working hour", "working hours"),
    (TermUnit::Minutes, "minute", "minutes"),
    (TermUnit::Hours, "hour", "hours"),
];

impl Term {
    /// This many working days.
    pub const fn working_days(count: u32) -> Self {
        Self { count, unit: TermUnit::WorkingDays }
    }

    /// This many calendar days.
    pub const fn calendar_days(count: u32) -> Self {
        Self { count, unit: TermUnit::CalendarDays }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = UNITS
            .iter()
            .find(|unit| unit.0 == self.unit)
            .map_or("", |unit| if self.count == 1 { unit.1 } else { unit.2 });
        write!(f, "{} {name}", self.count)
    }
}

impl FromStr for Term {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let term = if text.starts_with('P') { iso(text) } else { words(text) };
        term.filter(|term| (1..=TERM_COUNT_MAX).contains(&term.count)).ok_or_else(|| {
            format!(
                "`{text}` is not a term; write a count and a unit, such as `5 working days`, \
                 `30 calendar days`, `2 working hours`, `10 minutes`, or ISO 8601 such as `P30D`, `PT10M`"
            )
        })
    }
}

fn words(text: &str) -> Option<Term> {
    let (count, unit) = text.split_once(' ')?;
    let unit = UNITS.iter().find(|known| unit.trim() == known.1 || unit.trim() == known.2)?.0;
    Some(Term { count: count.parse().ok()?, unit })
}

/// `P30D`, `PT2H`, `PT10M`: ISO 8601 knows calendar time only, so days are calendar days.
fn iso(text: &str) -> Option<Term> {
    let (body, unit) = if let Some(body) = text.strip_prefix("PT") {
        match body.strip_suffix('M') {
            Some(body) => (body, TermUnit::Minutes),
            None => (body.strip_suffix('H')?, TermUnit::Hours),
        }
    } else {
        (text.strip_prefix('P')?.strip_suffix('D')?, TermUnit::CalendarDays)
    };
    Some(Term { count: body.parse().ok()?, unit })
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Term {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_read_as_the_law_writes_them() {
        for text in
            ["5 working days", "1 working day", "30 calendar days", "2 working hours", "10 minutes"]
        {
            assert_eq!(text.parse::<Term>().unwrap().to_string(), text);
        }
        assert_eq!("P30D".parse(), Ok(Term::calendar_days(30)));
        assert_eq!("PT10M".parse(), Ok(Term { count: 10, unit: TermUnit::Minutes }));
        for wrong in
            ["", "5", "five days", "0 working days", "5 days", "P", "PT", "99999999999 minutes"]
        {
            assert!(wrong.parse::<Term>().is_err(), "{wrong}");
        }
    }
}
