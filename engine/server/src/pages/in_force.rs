//! Warns where the rules of a process are not in force today.

use jiff::Timestamp;
use reglament_core::process::Process;
use reglament_core::text::Lang;

use super::format;
use crate::texts::say;

/// The warning; none while the rules are in force.
pub fn warning(lang: Lang, process: &Process, now: Timestamp) -> Option<String> {
    let today = now.to_zoned(process.calendar.zone().clone()).date();
    if process.in_force_on(today) {
        return None;
    }
    let in_force = process.definition.in_force;
    let from = format::date(lang, in_force.from);
    Some(match in_force.until {
        Some(until) => {
            let args = [("from", from.into()), ("until", format::date(lang, until).into())];
            say(lang, "repealed", &args)
        }
        None => say(lang, "not-yet-in-force", &[("from", from.into())]),
    })
}
