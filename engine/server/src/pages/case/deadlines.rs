//! The deadlines of things within the case, each with its own clock.

use reglament_core::definition::EXTENSION_NOTICE;
use reglament_core::instance::{Instance, SideClockState};
use reglament_core::process::Process;
use reglament_core::text::Lang;
use serde::Serialize;

use crate::pages::format;
use crate::texts::say;

/// A deadline and how it stands.
#[derive(Clone, Debug, Serialize)]
pub struct DeadlineLine {
    /// What it is called.
    pub title: String,
    /// Until when, and how it stands.
    pub text: String,
    /// Whether the due date passed first.
    pub late: bool,
}

/// The deadlines of a case that have begun.
pub fn list(lang: Lang, process: &Process, case: &Instance) -> Vec<DeadlineLine> {
    let zone = process.calendar.zone();
    let line = |(name, clock): (&String, &reglament_core::instance::SideClock)| {
        let key = match clock.state {
            SideClockState::Running => "deadline-running",
            SideClockState::Met => "deadline-met",
            SideClockState::Breached => "deadline-breached",
        };
        let done = clock.done_at.map(|at| format::moment(lang, at, zone)).unwrap_or_default();
        let due = format::date(lang, clock.due.date);
        let text = say(lang, key, &[("due", due.into()), ("done", done.into())]);
        let late = clock.state == SideClockState::Breached;
        DeadlineLine { title: title(lang, process, name), text, late }
    };
    case.side_clocks.iter().map(line).collect()
}

/// The words of a deadline.
pub fn title(lang: Lang, process: &Process, name: &str) -> String {
    let title = process.definition.deadlines.get(name).map(|it| it.title.get(lang));
    match title.filter(|title| !title.is_empty()) {
        Some(title) => title.to_owned(),
        None if name == EXTENSION_NOTICE => say(lang, "deadline-extension-notice", &[]),
        None => name.to_owned(),
    }
}
