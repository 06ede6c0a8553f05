//! The case as it stands on the other edition.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{Migration, Obstacle, clock, timers};
use crate::calendar::CalendarView;
use crate::definition::{Boundary, Element, Step};
use crate::event::{ActivationNo, DueDate};
use crate::ids::StepId;
use crate::instance::{Activation, ActivationState, Instance, Job, Local, Task};
use crate::term::{Term, TermUnit};

/// Carries a case over that has no obstacle.
pub(super) fn carry(
    migration: &Migration<'_>,
    case: &Instance,
    at: Timestamp,
) -> Result<Instance, Obstacle> {
    let mut after = case.clone();
    after.edition = migration.to.edition.clone();
    remember(migration, &mut after);
    for open in after.activations.values_mut() {
        activation(migration, open, at)?;
    }
    after.conditions_met = case
        .conditions_met
        .iter()
        .filter_map(|(no, index)| Some((*no, event_after(migration, case, Some(*no), *index)?)))
        .collect();
    fields(migration, &mut after);
    clock::carry(migration, case, &mut after, at)?;
    timers::carry(migration, case, &mut after, at)?;
    Ok(after)
}

/// The steps that the case remembers get their new names.
fn remember(migration: &Migration<'_>, case: &mut Instance) {
    local(migration, &mut case.local);
    for scope in case.scopes.values_mut() {
        local(migration, &mut scope.local);
    }
    let performers = std::mem::take(&mut case.performers_within);
    for (step, people) in performers {
        let within = case.performers_within.entry(migration.renamed(&step)).or_default();
        within.extend(people);
    }
    for step in &mut case.path {
        *step = migration.renamed(step);
    }
}

fn local(migration: &Migration<'_>, local: &mut Local) {
    let renamed = |step: StepId| migration.renamed(&step);
    for (join, from) in &mut local.waiting {
        (*join, *from) = (migration.renamed(join), migration.renamed(from));
    }
    local.late = rename(std::mem::take(&mut local.late), renamed);
    local.returned = rename(std::mem::take(&mut local.returned), renamed);
    local.performers = rename(std::mem::take(&mut local.performers), renamed);
    for step in &mut local.undoable {
        *step = migration.renamed(step);
    }
    // What the edition cannot undo is not kept for it: the list is what a compensation goes through.
    local.undoable.retain(|step| {
        migration.to.definition.step(step).is_some_and(|step| step.compensate.is_some())
    });
}

fn rename<T>(map: BTreeMap<StepId, T>, by: impl Fn(StepId) -> StepId) -> BTreeMap<StepId, T> {
    map.into_iter().map(|(step, value)| (by(step), value)).collect()
}

/// Something that stands open goes on as the step of the other edition.
fn activation(
    migration: &Migration<'_>,
    open: &mut Activation,
    at: Timestamp,
) -> Result<(), Obstacle> {
    let old = migration.from.definition.step(&open.step);
    open.step = migration.renamed(&open.step);
    let (Some(old), Some(new)) = (old, migration.to.definition.step(&open.step)) else {
        return Ok(());
    };
    let since = open.since;
    match &mut open.state {
        ActivationState::Task(task) => self::task(migration, task, (old, new), since, at),
        ActivationState::Job(job) => {
            self::job(job, new);
            Ok(())
        }
        ActivationState::Undoing { left } => {
            for step in left {
                *step = migration.renamed(step);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// A task of another group goes back to the inbox: whoever has it may not be one of them. A decision that
/// is held stays with whoever made it.
fn task(
    migration: &Migration<'_>,
    task: &mut Task,
    (old, new): (&Step, &Step),
    since: Timestamp,
    at: Timestamp,
) -> Result<(), Obstacle> {
    let unit = new.unit.as_ref();
    let found = unit.and_then(|unit| migration.to.definition.units.get(unit));
    if let (Some(unit), Some(found)) = (unit, found) {
        task.unit = unit.clone();
        if task.group != found.group && task.held.is_none() {
            (task.assignee, task.owner) = (None, None);
        }
        task.group = found.group.clone();
    }
    if own_terms(old) == own_terms(new) {
        return Ok(());
    }
    let (waits, within) = own_terms(new);
    let taken = task.taken.as_ref().map(|taken| taken.at);
    task.queue = waits.is_some() && taken.is_none();
    let (from, term) = match (waits, taken) {
        (Some(waits), None) => (since, Some(waits)),
        (Some(_), Some(taken)) => (taken, within),
        (None, _) => (since, within),
    };
    let view = migration.to.calendar_known(at);
    task.due = term.map(|term| due(&view, from, term)).transpose()?;
    Ok(())
}

/// How long the task of a step may wait, and how long it may take.
pub(super) fn own_terms(step: &Step) -> (Option<Term>, Option<Term>) {
    match &step.element {
        Element::UserTask(task) | Element::ManualTask(task) => (task.waits, step.within),
        _ => (None, step.within),
    }
}

/// When a term ends; minutes begin when the office opens.
pub(super) fn due(view: &CalendarView, from: Timestamp, term: Term) -> Result<DueDate, Obstacle> {
    let known_on = view.date_of(from);
    let from = match term.unit {
        TermUnit::Minutes => view.open_from(from).map_err(|error| Obstacle::calendar(&error))?,
        _ => from,
    };
    let (at, date) = view.due_at(from, term).map_err(|error| Obstacle::calendar(&error))?;
    Ok(DueDate { at, date, known_on })
}

/// A job goes to the worker of the other edition; its attempts begin anew when that is another one.
fn job(job: &mut Job, new: &Step) {
    let Element::ServiceTask(service) = &new.element else { return };
    if job.worker != service.worker {
        job.worker.clone_from(&service.worker);
        job.attempts = service.retry.attempts;
    }
}

/// The fields that the plan renames.
fn fields(migration: &Migration<'_>, case: &mut Instance) {
    let moved: Vec<_> = migration
        .plan
        .fields
        .iter()
        .map(|(old, new)| (new, case.data.take(old)))
        .filter(|(_, value)| !value.is_null())
        .collect();
    for (path, value) in moved {
        case.data.put(path, value);
    }
}

/// The place in the other edition of a boundary event of an activation, or of the process without one: the
/// event with the same trigger that leads to the step that continues the old one's.
pub(super) fn event_after(
    migration: &Migration<'_>,
    case: &Instance,
    no: Option<ActivationNo>,
    index: u32,
) -> Option<u32> {
    let (old, new) = events(migration, case, no)?;
    let event = old.get(index as usize)?;
    let wanted = Boundary { to: migration.renamed(&event.to), ..event.clone() };
    let place = new.iter().position(|event| *event == wanted).or_else(|| {
        // Led elsewhere it is still the same event; two of one kind would be a guess.
        let alike: BTreeSet<usize> =
            (0..new.len()).filter(|place| new[*place].trigger == event.trigger).collect();
        alike.first().copied().filter(|_| alike.len() == 1)
    });
    place.and_then(|place| u32::try_from(place).ok())
}

/// The boundary events of an activation in both editions; those of the process for 0 and none.
pub(super) fn events<'a>(
    migration: &'a Migration<'_>,
    case: &Instance,
    no: Option<ActivationNo>,
) -> Option<(&'a [Boundary], &'a [Boundary])> {
    let (from, to) = (&migration.from.definition, &migration.to.definition);
    let Some(no) = no.filter(|no| *no > 0) else { return Some((&from.on, &to.on)) };
    let step = &case.activations.get(&no)?.step;
    let new = migration.renamed(step);
    Some((&from.step(step)?.on, &to.step(&new)?.on))
}
