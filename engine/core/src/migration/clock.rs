//! The SLA clock and the clocks beside it, carried over to the other edition.

use jiff::Timestamp;

use super::carry::{due, event_after};
use super::{ClockRule, Migration, Obstacle};
use crate::decide::end_of_term;
use crate::definition::{ClockEvent, Deadline, Rung, Threshold};
use crate::event::DueDate;
use crate::instance::{Clock, ClockFigures, Instance, SideClockState};

/// The clocks of the case. What was met or breached stays so.
pub(super) fn carry(
    migration: &Migration<'_>,
    case: &Instance,
    after: &mut Instance,
    at: Timestamp,
) -> Result<(), Obstacle> {
    let deadlines =
        (migration.from.definition.deadline.as_ref(), migration.to.definition.deadline.as_ref());
    after.clock = match (case.clock.clone(), deadlines) {
        (Clock::Idle, (None, Some(deadline))) if deadline.from == ClockEvent::Start => {
            started(migration, case, deadline, at)?
        }
        // Nothing limits the case any more.
        (Clock::Running(_) | Clock::Paused { .. }, (_, None)) => Clock::Idle,
        (mut clock, (Some(old), Some(new))) => {
            if let Some(figures) = clock.figures_mut() {
                places(migration, case, figures, (old, new));
            }
            if !matches!(clock, Clock::Met(_)) && migration.plan.clock == ClockRule::Recount {
                recount(migration, &mut clock, (old, new), at)?;
            }
            clock
        }
        (clock, _) => clock,
    };
    side_clocks(migration, after)
}

/// A map that had no deadline gets one that counts from the filing.
fn started(
    migration: &Migration<'_>,
    case: &Instance,
    deadline: &Deadline,
    at: Timestamp,
) -> Result<Clock, Obstacle> {
    let view = migration.to.calendar_known(at);
    let from = view.received_at(case.started_at).map_err(|error| Obstacle::calendar(&error))?;
    let due = due(&view, from, deadline.within)?;
    Ok(Clock::Running(ClockFigures {
        from,
        term: deadline.within,
        original: due,
        due,
        paused: crate::calendar::WorkingTime::ZERO,
        extended_days: 0,
        warned: Vec::new(),
        rungs: Vec::new(),
        done_late: false,
        reached: Vec::new(),
        met_at: None,
        stood_since: None,
    }))
}

/// Warnings, rungs and events that went off stay so under their new places.
fn places(
    migration: &Migration<'_>,
    case: &Instance,
    figures: &mut ClockFigures,
    (old, new): (&Deadline, &Deadline),
) {
    let warning = |threshold: &Threshold| new.warn.iter().position(|it| it == threshold);
    figures.warned = places_of(&figures.warned, &old.warn, warning);
    let rung = |rung: &Rung| new.escalate.iter().position(|it| it.at == rung.at);
    figures.rungs = places_of(&figures.rungs, &old.escalate, rung);
    let reached = figures.reached.iter();
    figures.reached = reached
        .filter_map(|(no, index)| Some((*no, event_after(migration, case, *no, *index)?)))
        .collect();
}

fn places_of<T>(places: &[u32], old: &[T], new: impl Fn(&T) -> Option<usize>) -> Vec<u32> {
    let found = places.iter().filter_map(|place| new(old.get(*place as usize)?));
    found.filter_map(|place| u32::try_from(place).ok()).collect()
}

/// The new term from the same day 0, with the pauses and extensions there were.
fn recount(
    migration: &Migration<'_>,
    clock: &mut Clock,
    (old, new): (&Deadline, &Deadline),
    at: Timestamp,
) -> Result<(), Obstacle> {
    let same_calendar = migration.from.definition.calendar == migration.to.definition.calendar;
    let Some(figures) = clock.figures_mut() else { return Ok(()) };
    if old.within == new.within && same_calendar {
        return Ok(());
    }
    figures.term = new.within;
    let known_on = if same_calendar { figures.due.known_on } else { migration.to.day(at) };
    let view = migration.to.calendar.known_on(known_on);
    let counted = |figures: &ClockFigures| {
        // An extension that was granted stays granted, by the rule under which it was.
        let extension = new.extension.clone().or_else(|| old.extension.clone());
        end_of_term(&view, figures, &Deadline { extension, ..new.clone() })
            .map(|(at, date)| DueDate { at, date, known_on })
            .map_err(|error| Obstacle::calendar(&error))
    };
    let (original, date) =
        view.due_at(figures.from, figures.term).map_err(|error| Obstacle::calendar(&error))?;
    figures.original = DueDate { at: original, date, known_on };
    figures.due = counted(figures)?;
    Ok(())
}

/// Clocks that the edition has not are gone; those whose term is another one count anew.
fn side_clocks(migration: &Migration<'_>, after: &mut Instance) -> Result<(), Obstacle> {
    let deadlines = &migration.to.definition.deadlines;
    after.side_clocks.retain(|name, clock| {
        clock.state != SideClockState::Running || deadlines.contains_key(name)
    });
    for (name, clock) in &mut after.side_clocks {
        let Some(deadline) = deadlines.get(name) else { continue };
        let runs = clock.state == SideClockState::Running;
        if runs && deadline.within != clock.term && migration.plan.clock == ClockRule::Recount {
            let view = migration.to.calendar.known_on(clock.due.known_on);
            clock.term = deadline.within;
            clock.due =
                DueDate { known_on: clock.due.known_on, ..due(&view, clock.from, clock.term)? };
        }
    }
    Ok(())
}
