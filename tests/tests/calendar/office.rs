//! What the tests share: the calendars of the repository, and shorthand.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use jiff::civil::Date;
use reglament_core::calendar::{Calendar, CalendarView, WorkingCalendar};
use reglament_core::ids::CalendarId;

const FILES: [&str; 4] = [
    include_str!("../../../processes/calendars/kz.yaml"),
    include_str!("../../../processes/calendars/kz-migration-police.yaml"),
    include_str!("../../../processes/calendars/kz-mfa.yaml"),
    include_str!("../../../processes/calendars/kz-aifc.yaml"),
];

/// The files, read.
pub fn files() -> BTreeMap<CalendarId, Calendar> {
    let read = |text: &&str| serde_yaml::from_str::<Calendar>(text).unwrap();
    FILES.iter().map(read).map(|calendar| (calendar.calendar.clone(), calendar)).collect()
}

static ALL: LazyLock<BTreeMap<CalendarId, Arc<WorkingCalendar>>> =
    LazyLock::new(|| WorkingCalendar::resolve_all(&files()).unwrap());

/// A calendar by name.
pub fn calendar(id: &str) -> &'static WorkingCalendar {
    &ALL[id]
}

/// A calendar with everything that became known.
pub fn latest(id: &str) -> CalendarView {
    calendar(id).latest()
}

/// A calendar with other settings: `(key, value)` as in YAML.
pub fn with_counting(id: &str, settings: &str) -> CalendarView {
    let mut files = files();
    let file = files.get_mut(id).unwrap();
    let mut counting = serde_yaml::to_value(&file.counting).unwrap();
    let extra: serde_yaml::Mapping = serde_yaml::from_str(settings).unwrap();
    counting.as_mapping_mut().unwrap().extend(extra);
    file.counting = serde_yaml::from_value(counting).unwrap();
    WorkingCalendar::resolve(&id.into(), &files).unwrap().latest()
}

/// A moment: with an offset, or as the clock in Almaty shows it.
pub fn at(text: &str) -> Timestamp {
    let local = || latest("kz").timestamp(text.parse().unwrap());
    text.parse().unwrap_or_else(|_| local())
}

/// A day.
pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}
