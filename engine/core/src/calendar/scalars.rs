//! The small words of a calendar file: `03-21`, `09:00`, `mon`, `2022` or `2022-10-01`.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of every year, written `MM-DD`; `02-29` exists in leap years only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    month: i8,
    day: i8,
}

impl MonthDay {
    /// This day in a year, if the year has it.
    pub fn in_year(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day).ok()
    }
}

impl FromStr for MonthDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        /// Any leap year, so that 29 February is accepted.
        const LEAP_YEAR: i16 = 2024;
        two_numbers(text, '-')
            .and_then(|(month, day)| {
                Some(Self { month: month.try_into().ok()?, day: day.try_into().ok()? })
            })
            .filter(|day| day.in_year(LEAP_YEAR).is_some())
            .ok_or_else(|| {
                format!("`{text}` is not a day of the year; write `MM-DD`, such as `03-21`")
            })
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

/// A time of the day in minutes, written `HH:MM`; `24:00` is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime {
    minutes: u16,
}

impl ClockTime {
    /// Seconds since midnight.
    pub fn seconds(self) -> u32 {
        u32::from(self.minutes) * 60
    }
}

impl FromStr for ClockTime {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        two_numbers(text, ':')
            .filter(|&(hour, minute)| minute < 60 && (hour < 24 || (hour, minute) == (24, 0)))
            .map(|(hour, minute)| Self { minutes: hour * 60 + minute })
            .ok_or_else(|| {
                format!("`{text}` is not a time of the day; write `HH:MM`, such as `09:00`")
            })
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

/// Two numbers of two digits each, with this sign between.
fn two_numbers(text: &str, between: char) -> Option<(u16, u16)> {
    let (first, second) = text.split_once(between)?;
    let number = |digits: &str| {
        (digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| digits.parse().ok())
            .flatten()
    };
    Some((number(first)?, number(second)?))
}

/// The bound of a rule's validity: a whole year (`2022`) or a day (`2022-10-01`), both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum YearOrDate {
    /// A whole year.
    Year(i16),
    /// A day.
    Date(Date),
}

impl YearOrDate {
    /// Whether a rule that begins here is in force on this day.
    pub fn has_begun(self, on: Date) -> bool {
        match self {
            Self::Year(year) => on.year() >= year,
            Self::Date(date) => on >= date,
        }
    }

    /// Whether a rule that lasts until here is still in force on this day.
    pub fn still_lasts(self, on: Date) -> bool {
        match self {
            Self::Year(year) => on.year() <= year,
            Self::Date(date) => on <= date,
        }
    }
}

impl FromStr for YearOrDate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let year = || text.parse().ok().filter(|year| (1900..=9998).contains(year)).map(Self::Year);
        let date = || text.parse().ok().map(Self::Date);
        year().or_else(date).ok_or_else(|| {
            format!("`{text}` is neither a year nor a day; write `2022` or `2022-10-01`")
        })
    }
}

impl fmt::Display for YearOrDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Date(date) => write!(f, "{date}"),
        }
    }
}

macro_rules! text_form {
    ($($name:ty),+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(Error::custom)
            }
        }
    )+};
}
text_form!(MonthDay, ClockTime);

impl Serialize for YearOrDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Year(year) => serializer.serialize_i16(*year),
            Self::Date(date) => date.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for YearOrDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(YearOrDateVisitor)
    }
}

struct YearOrDateVisitor;

impl Visitor<'_> for YearOrDateVisitor {
    type Value = YearOrDate;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a year such as 2022 or a day such as 2022-10-01")
    }

    fn visit_u64<E: Error>(self, year: u64) -> Result<Self::Value, E> {
        year.to_string().parse().map_err(E::custom)
    }

    fn visit_i64<E: Error>(self, year: i64) -> Result<Self::Value, E> {
        year.to_string().parse().map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        text.parse().map_err(E::custom)
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Weekday {
    /// The week from Monday on.
    pub const ALL: [Self; 7] =
        [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// The day of the week of a date.
    pub fn of(date: Date) -> Self {
        let offset = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
        Self::ALL[offset % 7]
    }

    /// 0 for Monday to 6 for Sunday.
    pub const fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_as_they_are_written() {
        assert_eq!("02-29".parse::<MonthDay>().unwrap().to_string(), "02-29");
        assert_eq!("02-29".parse::<MonthDay>().unwrap().in_year(2026), None);
        assert_eq!("24:00".parse::<ClockTime>().unwrap().seconds(), 86_400);
        for wrong in ["", "9:00", "24:01", "09:60", "+9:00", "09:00:00", "aa:bb"] {
            assert!(wrong.parse::<ClockTime>().is_err(), "{wrong}");
        }
        for wrong in ["02-30", "13-01", "1-1", "0101", "01--1"] {
            assert!(wrong.parse::<MonthDay>().is_err(), "{wrong}");
        }
        for wrong in ["22", "99999", "2022-13-01", "soon"] {
            assert!(wrong.parse::<YearOrDate>().is_err(), "{wrong}");
        }
        let edges: Vec<YearOrDate> = serde_yaml::from_str("[2022, '2023', 2022-10-01]").unwrap();
        assert_eq!(serde_json::to_string(&edges).unwrap(), r#"[2022,2023,"2022-10-01"]"#);
    }
}
