//! The timers of a case on the other edition. One whose purpose goes on keeps its number and, unless its
//! term is another one, its moment; others end, and what the edition watches beside them is armed.

use jiff::Timestamp;

use super::carry::{due, event_after, events, own_terms};
use super::{Migration, Obstacle};
use crate::calendar::CalendarView;
use crate::definition::{Element, FlowEvent, Trigger, Wait};
use crate::event::{ActivationNo, TimerPurpose};
use crate::instance::{ActivationState, Instance, RunningTimer, SideClockState};
use crate::term::Term;

/// Puts the timers of `after` in order; `case` is the case before.
pub(super) fn carry(
    migration: &Migration<'_>,
    case: &Instance,
    after: &mut Instance,
    at: Timestamp,
) -> Result<(), Obstacle> {
    let view = migration.to.calendar_known(at);
    after.timers.clear();
    let mut wanted = Vec::new();
    for (no, timer) in &case.timers {
        if let Some(timer) = goes_on(migration, case, after, timer, &view)? {
            wanted.push((Some(*no), timer));
        }
    }
    let new = armed(migration, case, after, &view)?;
    wanted.extend(new.into_iter().map(|timer| (None, timer)));
    for (no, timer) in wanted {
        let no = no.unwrap_or(after.next_no);
        after.next_no = after.next_no.max(no + 1);
        after.timers.insert(no, timer);
    }
    Ok(())
}

/// The purpose that a timer of the case goes on with; none when the edition has none like it.
fn after_of(
    migration: &Migration<'_>,
    case: &Instance,
    purpose: &TimerPurpose,
) -> Option<TimerPurpose> {
    Some(match purpose {
        TimerPurpose::Boundary { no, index } => {
            let index = event_after(migration, case, Some(*no), *index)?;
            TimerPurpose::Boundary { no: *no, index }
        }
        TimerPurpose::Process { index } => {
            TimerPurpose::Process { index: event_after(migration, case, None, *index)? }
        }
        TimerPurpose::Flow { no, index } => {
            TimerPurpose::Flow { no: *no, index: flow_after(migration, case, *no, *index)? }
        }
        // The clock of the case arms its own anew.
        TimerPurpose::Breach
        | TimerPurpose::Warning { .. }
        | TimerPurpose::Rung { .. }
        | TimerPurpose::Deadline { .. } => return None,
        other => other.clone(),
    })
}

/// The flow of an event gateway that waits for the same.
fn flow_after(
    migration: &Migration<'_>,
    case: &Instance,
    no: ActivationNo,
    index: u32,
) -> Option<u32> {
    let step = &case.activations.get(&no)?.step;
    let flow = migration.from.definition.step(step)?.next.get(index as usize)?;
    let (to, flows) = (
        migration.renamed(&flow.to),
        &migration.to.definition.step(&migration.renamed(step))?.next,
    );
    let same_way = flows.iter().position(|it| it.to == to && is_timed(it.event.as_ref()));
    let found = same_way.or_else(|| flows.iter().position(|it| it.event == flow.event));
    found.and_then(|place| u32::try_from(place).ok())
}

const fn is_timed(event: Option<&FlowEvent>) -> bool {
    matches!(event, Some(FlowEvent::Timer(_) | FlowEvent::Until(_)))
}

/// What becomes of a running timer that is not of the clock of the case.
fn goes_on(
    migration: &Migration<'_>,
    case: &Instance,
    after: &Instance,
    timer: &RunningTimer,
    view: &CalendarView,
) -> Result<Option<RunningTimer>, Obstacle> {
    let Some(purpose) = after_of(migration, case, &timer.purpose) else { return Ok(None) };
    let moment = match &purpose {
        TimerPurpose::SideBreach { deadline } => {
            let clock = after.side_clocks.get(deadline);
            let runs = clock.filter(|clock| clock.state == SideClockState::Running);
            runs.map(|clock| clock.due.at)
        }
        TimerPurpose::Overdue { no } | TimerPurpose::Waiting { no } => {
            own_term(after, *no, matches!(purpose, TimerPurpose::Waiting { .. }))
                .or_else(|| kept(migration, case, *no, timer))
        }
        _ => Some(recounted(migration, case, (&timer.purpose, &purpose), timer, view)?),
    };
    Ok(moment.map(|due| RunningTimer { purpose, due }))
}

/// When the own term of a task ends, by its queue or by its work.
fn own_term(after: &Instance, no: ActivationNo, waiting: bool) -> Option<Timestamp> {
    match &after.activations.get(&no)?.state {
        ActivationState::Task(task) if task.queue == waiting => task.due.map(|due| due.at),
        _ => None,
    }
}

/// The own term of what is no task: kept while the edition says the same.
fn kept(
    migration: &Migration<'_>,
    case: &Instance,
    no: ActivationNo,
    timer: &RunningTimer,
) -> Option<Timestamp> {
    let open = case.activations.get(&no)?;
    let is_task = matches!(open.state, ActivationState::Task(_));
    let old = migration.from.definition.step(&open.step)?;
    let new = migration.to.definition.step(&migration.renamed(&open.step))?;
    (!is_task && own_terms(old) == own_terms(new)).then_some(timer.due)
}

/// The moment of a timer whose term may be another one: counted from the same beginning.
fn recounted(
    migration: &Migration<'_>,
    case: &Instance,
    (old, new): (&TimerPurpose, &TimerPurpose),
    timer: &RunningTimer,
    view: &CalendarView,
) -> Result<Timestamp, Obstacle> {
    let since = |no: Option<ActivationNo>| {
        let open = no.and_then(|no| case.activations.get(&no));
        open.map_or(case.started_at, |open| open.since)
    };
    let terms = (term_of(migration, case, old, true), term_of(migration, case, new, false));
    match terms {
        (before, Some(term)) if before != Some(term) => {
            Ok(due(view, since(new.activation()), term)?.at)
        }
        _ => Ok(timer.due),
    }
}

/// The term that a timer counts, in the edition before or after.
fn term_of(
    migration: &Migration<'_>,
    case: &Instance,
    purpose: &TimerPurpose,
    before: bool,
) -> Option<Term> {
    let of_event = |no: Option<ActivationNo>, index: u32| {
        let (old, new) = events(migration, case, no)?;
        match (if before { old } else { new }).get(index as usize)?.trigger {
            Trigger::Timer(term) => Some(term),
            _ => None,
        }
    };
    let step = |no: ActivationNo| {
        let step = &case.activations.get(&no)?.step;
        if before {
            migration.from.definition.step(step)
        } else {
            migration.to.definition.step(&migration.renamed(step))
        }
    };
    match purpose {
        TimerPurpose::Boundary { no, index } => of_event(Some(*no), *index),
        TimerPurpose::Process { index } => of_event(None, *index),
        TimerPurpose::Step { no } => match &step(*no)?.element {
            Element::Timer(timer) => match timer.wait {
                Wait::For(term) => Some(term),
                _ => None,
            },
            _ => None,
        },
        TimerPurpose::Flow { no, index } => match step(*no)?.next.get(*index as usize)?.event {
            Some(FlowEvent::Timer(term)) => Some(term),
            _ => None,
        },
        _ => None,
    }
}

/// What the edition watches and the one before did not.
fn armed(
    migration: &Migration<'_>,
    case: &Instance,
    after: &Instance,
    view: &CalendarView,
) -> Result<Vec<RunningTimer>, Obstacle> {
    let known = |purpose: &TimerPurpose| {
        case.timers
            .values()
            .any(|timer| after_of(migration, case, &timer.purpose).as_ref() == Some(purpose))
    };
    let mut new = Vec::new();
    for (no, open) in &after.activations {
        let Some(step) = migration.to.definition.step(&open.step) else { continue };
        for (index, event) in (0_u32..).zip(&step.on) {
            let purpose = TimerPurpose::Boundary { no: *no, index };
            if let Trigger::Timer(term) = event.trigger
                && !known(&purpose)
                && !went_off(migration, case, Some(*no), index)
            {
                new.push(RunningTimer { purpose, due: due(view, open.since, term)?.at });
            }
        }
        let own = own_timer(migration, case, *no, &open.state);
        new.extend(own.filter(|timer| !known(&timer.purpose)));
    }
    for (index, event) in (0_u32..).zip(&migration.to.definition.on) {
        let purpose = TimerPurpose::Process { index };
        if let Trigger::Timer(term) = event.trigger
            && !known(&purpose)
            && !went_off(migration, case, None, index)
        {
            new.push(RunningTimer { purpose, due: due(view, after.started_at, term)?.at });
        }
    }
    Ok(new)
}

/// Whether an event that the edition before had as well has gone off: its timer is gone with it.
fn went_off(
    migration: &Migration<'_>,
    case: &Instance,
    no: Option<ActivationNo>,
    index: u32,
) -> bool {
    let old = events(migration, case, no).map_or(0, |(old, _)| old.len());
    (0..u32::try_from(old).unwrap_or(0))
        .any(|place| event_after(migration, case, no, place) == Some(index))
}

/// The timer of a task's own term, where the edition gives it another term than it had.
fn own_timer(
    migration: &Migration<'_>,
    case: &Instance,
    no: ActivationNo,
    state: &ActivationState,
) -> Option<RunningTimer> {
    let ActivationState::Task(task) = state else { return None };
    let old = &case.activations.get(&no)?.step;
    let new = migration.to.definition.step(&migration.renamed(old))?;
    if own_terms(migration.from.definition.step(old)?) == own_terms(new) {
        return None;
    }
    let purpose =
        if task.queue { TimerPurpose::Waiting { no } } else { TimerPurpose::Overdue { no } };
    Some(RunningTimer { purpose, due: task.due?.at })
}
