//! The due date of a task or a case, with its chip.

use jiff::Timestamp;
use reglament_core::definition::Step;
use reglament_core::instance::{Clock, Instance};
use reglament_core::process::Process;
use reglament_core::rows::TaskRow;
use reglament_core::term::{Term, TermUnit};
use reglament_core::text::Lang;

use super::chip::{Chip, Reading};
use super::{format, names};

/// The due date in words, and the chip; none of both where there is no term.
pub type Shown = (Option<String>, Option<Chip>);

/// The term of a task: the step's own or the case's, whichever ends first.
pub fn of_task(lang: Lang, process: Option<&Process>, row: &TaskRow, now: Timestamp) -> Shown {
    let (Some(process), Some(due)) = (process, row.due_at) else { return (None, None) };
    let step = names::find(Some(process), &row.step);
    let own = step.and_then(|step| step.within);
    let from = if own.is_some() { row.opened_at } else { row.clock_from.unwrap_or(row.opened_at) };
    let reading = Reading {
        due,
        from,
        clock: row.clock.clone(),
        extended: row.extended,
        in_hours: own.is_some_and(in_hours),
        pause: pause(lang, process, step, &row.step),
    };
    let href = format!("/instances/{}#clock", row.instance);
    show(lang, process, &reading, now, href)
}

/// The term of a case.
pub fn of_case(lang: Lang, process: Option<&Process>, case: &Instance, now: Timestamp) -> Shown {
    let (Some(process), Some(figures)) = (process, case.clock.figures()) else {
        return (None, None);
    };
    let paused = matches!(case.clock, Clock::Paused { .. });
    let waits = case.activations.values().find_map(|open| {
        let step = names::find(Some(process), &open.step);
        if paused { pause(lang, process, step, &open.step) } else { None }
    });
    let reading = Reading {
        due: figures.due.at,
        from: figures.from,
        clock: case.clock.name().to_owned(),
        extended: figures.extended_days > 0,
        in_hours: in_hours(figures.term),
        pause: waits,
    };
    show(lang, process, &reading, now, "#clock".to_owned())
}

fn show(lang: Lang, process: &Process, reading: &Reading, now: Timestamp, href: String) -> Shown {
    let calendar = process.calendar_known(now);
    let due = format::moment(lang, reading.due, calendar.zone());
    let chip = Chip::of(lang, reading, now, &calendar).map(|chip| chip.to(href));
    if let Err(error) = &chip {
        tracing::warn!(%error, "a chip was left out");
    }
    (Some(due), chip.ok())
}

/// Why the clock stands still: what the step is called during which it does.
fn pause(
    lang: Lang,
    process: &Process,
    step: Option<&Step>,
    id: &reglament_core::ids::StepId,
) -> Option<String> {
    let deadline = process.definition.deadline.as_ref()?;
    let pauses = step.is_some() && deadline.pauses.contains(id);
    pauses.then(|| names::step(lang, Some(process), id))
}

const fn in_hours(term: Term) -> bool {
    matches!(term.unit, TermUnit::WorkingHours | TermUnit::Hours | TermUnit::Minutes)
}
