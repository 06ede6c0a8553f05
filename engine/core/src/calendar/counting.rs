//! How terms are counted: every reading the sources leave open is a setting with a default.

use serde::{Deserialize, Serialize};

use super::scalars::ClockTime;

/// The resolved way of counting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counting {
    /// the number the day of the event has, 0 or 1.
    pub event_day: u8,
    /// when the last day of a term ends.
    pub end_of_term: EndOfTerm,
    /// where a term in calendar days ends if its last day is off.
    pub calendar_term_end: CalendarTermEnd,
    /// whether days of reception outside the working week count as working days.
    pub six_day_week: bool,
    /// what becomes of an electronic filing outside the working hours.
    pub after_hours: AfterHours,
    /// which minutes a term in minutes counts.
    pub minutes: ServiceMinutes,
}

impl Default for Counting {
    fn default() -> Self {
        Self {
            event_day: 0,
            end_of_term: EndOfTerm::Close,
            calendar_term_end: CalendarTermEnd::RollForward,
            six_day_week: false,
            after_hours: AfterHours::NextWorkingDay,
            minutes: ServiceMinutes::WallClock,
        }
    }
}

/// The `counting:` of a calendar file; what it leaves out comes from the calendar it extends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CountingSettings {
    /// See [`Counting::event_day`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_day: Option<u8>,
    /// See [`Counting::end_of_term`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_of_term: Option<EndOfTerm>,
    /// See [`Counting::calendar_term_end`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar_term_end: Option<CalendarTermEnd>,
    /// See [`Counting::six_day_week`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub six_day_week: Option<bool>,
    /// See [`Counting::after_hours`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_hours: Option<AfterHours>,
    /// See [`Counting::minutes`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<ServiceMinutes>,
}

impl CountingSettings {
    /// Lays these settings over inherited ones.
    pub(super) fn over(&self, inherited: &Counting) -> Counting {
        Counting {
            event_day: self.event_day.unwrap_or(inherited.event_day),
            end_of_term: self.end_of_term.unwrap_or(inherited.end_of_term),
            calendar_term_end: self.calendar_term_end.unwrap_or(inherited.calendar_term_end),
            six_day_week: self.six_day_week.unwrap_or(inherited.six_day_week),
            after_hours: self.after_hours.unwrap_or(inherited.after_hours),
            minutes: self.minutes.unwrap_or(inherited.minutes),
        }
    }
}

/// When the last day of a term ends: `close`, or a time such as `"18:00"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndOfTerm {
    /// When reception closes on that day.
    Close,
    /// At this time, whatever the day.
    At(ClockTime),
}

impl Serialize for EndOfTerm {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Close => serializer.serialize_str("close"),
            Self::At(time) => time.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for EndOfTerm {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "close" => Ok(Self::Close),
            time => time
                .parse()
                .map(Self::At)
                .map_err(|problem| serde::de::Error::custom(format!("{problem}, or `close`"))),
        }
    }
}

/// Where a term in calendar days ends if its last day is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarTermEnd {
    /// On the next working day.
    RollForward,
    /// On the last working day before.
    RollBack,
    /// On the day off itself.
    Strict,
}

/// What becomes of an electronic filing outside the working hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterHours {
    /// It counts as received when the next working day opens.
    NextWorkingDay,
    /// It counts as received when it was sent.
    SameDay,
}

/// Which minutes a term in minutes counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceMinutes {
    /// Every minute of the clock.
    WallClock,
    /// Every minute but those of the lunch break of a working day: the window is closed.
    WithoutLunch,
}
