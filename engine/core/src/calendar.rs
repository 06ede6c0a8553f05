//! The working calendar: which days and hours an authority works, and when a term ends.
//!
//! A calendar is data (`processes/calendars/*.yaml`), read into [`Calendar`] and resolved once
//! into a [`WorkingCalendar`]. What is off may change after the fact, so one asks the calendar *as
//! it was known on a day*; the [`CalendarView`] answers everything else and is cheap to clone:
//!
//! ```
//! use std::collections::BTreeMap;
//! use reglament_core::calendar::{Calendar, WorkingCalendar};
//! use reglament_core::term::Term;
//!
//! let office: Calendar = serde_yaml::from_str(r#"
//! calendar: office
//! title: { en: An office }
//! zone: Asia/Almaty
//! covers: { from: 2026, until: 2026 }
//! week: [mon, tue, wed, thu, fri]
//! hours: [{ days: [mon, tue, wed, thu, fri], open: "09:00", close: "18:00" }]
//! holidays:
//!   fair: { title: { en: Town fair }, days: [03-08] }
//! "#).unwrap();
//! let all = BTreeMap::from([(office.calendar.clone(), office)]);
//! let office = WorkingCalendar::resolve(&"office".into(), &all).unwrap();
//!
//! let start = "2026-03-05T10:00+05:00".parse().unwrap();
//! let view = office.known_on(jiff::civil::date(2026, 3, 5));
//! // Sunday 8 March moves to Monday 9 March.
//! assert_eq!(view.due(start, Term::working_days(2)).unwrap().date.to_string(), "2026-03-10");
//! ```

mod account;
mod announced;
mod check;
mod counting;
mod days;
mod due;
mod error;
mod explain;
mod hours;
mod ledger;
mod model;
mod questions;
mod remaining;
mod resolve;
mod rules;
mod scalars;
mod timetable;

pub use announced::Announcement;
pub use check::CalendarProblem;
pub use counting::{
    AfterHours, CalendarTermEnd, Counting, CountingSettings, EndOfTerm, ServiceMinutes,
};
pub use days::DayKind;
pub use due::Due;
pub use error::CalendarError;
pub use hours::WorkingTime;
pub use ledger::{Counted, Ledger, LedgerDay};
pub use model::{Amendment, Break, Calendar, Covers, Holiday, Moved, Opening, Transfer};
pub use remaining::Remaining;
pub use resolve::{CalendarEdition, CalendarView, WorkingCalendar};
pub use scalars::{ClockTime, MonthDay, Weekday, YearOrDate};
