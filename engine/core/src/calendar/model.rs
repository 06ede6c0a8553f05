//! What a calendar file says. Structs, maps with names as keys and lists only.

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::counting::CountingSettings;
use super::scalars::{ClockTime, MonthDay, Weekday, YearOrDate};
use crate::ids::CalendarId;
use crate::text::Texts;

/// A calendar file. A calendar that `extends` another adds holidays, transfers and amendments to
/// it, and replaces what else it states itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Its name, the same as the name of the file.
    pub calendar: CalendarId,
    /// The calendar it is based on: an authority's on its country's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<CalendarId>,
    /// What people call it.
    pub title: Texts,
    /// The time zone by its IANA name, such as `Asia/Almaty`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The years whose days off are all known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<Covers>,
    /// The working week.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub week: Vec<Weekday>,
    /// Working hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<Opening>,
    /// Hours in which people are received, if they are not the working hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reception: Vec<Opening>,
    /// How terms are counted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub counting: CountingSettings,
    /// Holidays by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub holidays: IndexMap<String, Holiday>,
    /// Days of rest transferred by the order of each year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transfers: Vec<Transfer>,
    /// Changes that became known later than the rest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amendments: Vec<Amendment>,
}

fn is_default(settings: &CountingSettings) -> bool {
    *settings == CountingSettings::default()
}

/// Years, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Covers {
    /// The first year.
    pub from: i16,
    /// The last year.
    pub until: i16,
}

/// The hours of some days of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// On these days
    pub days: Vec<Weekday>,
    /// from
    pub open: ClockTime,
    /// to,
    pub close: ClockTime,
    /// except for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lunch: Option<Break>,
}

/// A break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Break {
    /// Its beginning.
    pub from: ClockTime,
    /// Its end.
    pub until: ClockTime,
}

/// A holiday: days of every year, or dates by year, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Its name.
    pub title: Texts,
    /// The days of every year on which it is kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<MonthDay>,
    /// The dates of a holiday that is announced year by year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<Date>,
    /// The first year or day of its validity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<YearOrDate>,
    /// The last year or day of its validity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<YearOrDate>,
    /// Whether the next working day is off when it falls on a day off.
    #[serde(default = "yes")]
    pub moves: bool,
    /// The act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cites: Option<String>,
}

const fn yes() -> bool {
    true
}

/// A day of rest transferred from one day to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// The day that becomes free.
    pub off: Date,
    /// The day that is worked instead.
    pub work: Date,
    /// The day the order became known; before it the calendar did not show the transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_from: Option<Date>,
    /// The order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cites: Option<String>,
}

/// A change of the holidays that became known on a day. Before it, the calendar showed the old state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    /// The day it became known.
    pub known_from: Date,
    /// What happened, for people.
    pub title: Texts,
    /// Holidays kept for the last time in this year or on this day, by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub ended: IndexMap<String, YearOrDate>,
    /// New holidays, by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub begun: IndexMap<String, Holiday>,
    /// Announced dates that turned out to be others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<Moved>,
    /// Transfers withdrawn, by the day that was to be off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<Date>,
    /// The act or announcement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cites: Option<String>,
}

/// An announced date of a holiday that turned out to be another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The holiday by name.
    pub holiday: String,
    /// The date announced first.
    pub from: Date,
    /// The date it really has.
    pub to: Date,
}
