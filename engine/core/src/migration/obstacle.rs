//! Why a plan cannot be carried out, or a case not be moved. Nothing is guessed: whoever plans says what
//! continues a step that is gone.

use serde::{Deserialize, Serialize};

use super::Migration;
use super::plan::is_alike;
use crate::definition::{Element, FlowEvent, Step};
use crate::event::{Awaited, CASE, ScopeNo};
use crate::ids::StepId;
use crate::instance::{Activation, ActivationState, Instance, Local};
use crate::rejection::Rejection;

/// A reason, with a stable code and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obstacle {
    /// A stable code.
    pub code: String,
    /// The step at which the case or the plan stands.
    pub step: StepId,
    /// What is wrong and what to do.
    pub message: String,
}

impl Obstacle {
    fn new(code: &str, step: &StepId, message: String) -> Self {
        Self { code: code.to_owned(), step: step.clone(), message }
    }

    /// The engine refuses the case on the other edition.
    pub(super) fn rejected(rejection: &Rejection) -> Self {
        Self::new(rejection.code.as_str(), &StepId::from(""), rejection.message.clone())
    }

    pub(super) fn calendar(error: &impl std::fmt::Display) -> Self {
        Self::new("calendar_not_covered", &StepId::from(""), error.to_string())
    }
}

/// What is wrong with a plan, whichever case it meets: steps that are not there, and steps that wait for
/// something else.
pub fn of_plan(migration: &Migration<'_>) -> Vec<Obstacle> {
    let Migration { from, to, plan } = migration;
    let mut found = Vec::new();
    if from.definition.process != to.definition.process {
        let message = format!(
            "the editions are of two processes, `{}` and `{}`; name two editions of one",
            from.definition.process, to.definition.process
        );
        found.push(Obstacle::new("two_processes", &StepId::from(""), message));
    }
    for (old, new) in &plan.steps {
        let sides = (from.definition.step(old), to.definition.step(new));
        let problem = match sides {
            (None, _) => Some(format!("the edition {} has no step `{old}`", plan.from)),
            (_, None) => Some(format!("the edition {} has no step `{new}`", plan.to)),
            (Some(old), Some(new)) => unlike(old, new),
        };
        found.extend(problem.map(|message| Obstacle::new("plan", old, message)));
    }
    found
}

fn unlike(old: &Step, new: &Step) -> Option<String> {
    let alike = is_alike(&old.element, &new.element);
    (!alike).then(|| {
        let (old, new) = (old.element.name(), new.element.name());
        format!("a {old} cannot go on as a {new}; name a step that is a {old}")
    })
}

/// Why this case cannot be moved.
pub(super) fn of_case(migration: &Migration<'_>, case: &Instance) -> Vec<Obstacle> {
    let mut found = Vec::new();
    if case.edition != migration.from.edition {
        let message = format!(
            "the case runs the edition {}, the plan is for {}",
            case.edition, migration.from.edition
        );
        found.push(Obstacle::new("other_edition", &StepId::from(""), message));
        return found;
    }
    for open in case.activations.values() {
        found.extend(of_open(migration, open));
    }
    for (scope, local) in locals(case) {
        found.extend(of_joins(migration, scope, local));
    }
    found
}

fn locals(case: &Instance) -> impl Iterator<Item = (ScopeNo, &Local)> {
    let scopes = case.scopes.iter().map(|(no, scope)| (*no, &scope.local));
    [(CASE, &case.local)].into_iter().chain(scopes)
}

/// Why something that stands open cannot go on.
fn of_open(migration: &Migration<'_>, open: &Activation) -> Option<Obstacle> {
    let step = &open.step;
    let Some(new_id) = migration.continues(step) else {
        let to = &migration.to.edition;
        let message = format!(
            "the edition {to} has no step `{step}`; say in the plan which step continues it"
        );
        return Some(Obstacle::new("unmapped_step", step, message));
    };
    let (from, to) = (&migration.from.definition, &migration.to.definition);
    let (Some(old), Some(new)) = (from.step(step), to.step(new_id)) else { return None };
    if let Some(message) = unlike(old, new) {
        return Some(Obstacle::new("another_kind", step, message));
    }
    let home = from.home_of(step).map(|home| migration.renamed(home));
    if to.home_of(new_id) != home.as_ref() {
        let message = format!("`{new_id}` stands in another subprocess than `{step}`");
        return Some(Obstacle::new("another_scope", step, message));
    }
    of_state(migration, open, new)
}

/// What a step waits for must be there in the other edition as well.
fn of_state(migration: &Migration<'_>, open: &Activation, new: &Step) -> Option<Obstacle> {
    let step = &open.step;
    match (&open.state, &new.element) {
        (ActivationState::Task(task), Element::UserTask(form) | Element::ManualTask(form)) => {
            let held = task.held.as_ref().and_then(|held| held.completion.outcome.as_ref());
            let gone = held.filter(|outcome| !form.outcomes.contains_key(*outcome))?;
            let message = format!(
                "the held decision `{gone}` is none of the step any more; wait until it takes effect, or have it recalled"
            );
            Some(Obstacle::new("held_outcome", step, message))
        }
        (ActivationState::Task(_), _) if new.unit.is_none() => {
            Some(Obstacle::new("no_unit", step, "the step names no unit".to_owned()))
        }
        (ActivationState::Messages { awaited }, _) if !awaits(awaited, new) => {
            let message = "the step waits for other messages; a message on its way would be lost";
            Some(Obstacle::new("other_messages", step, message.to_owned()))
        }
        (ActivationState::Call { process }, Element::CallActivity(call))
            if call.process != *process =>
        {
            let message = format!("the step waits for a case of `{process}`, which runs already");
            Some(Obstacle::new("other_call", step, message))
        }
        (ActivationState::Undoing { left }, _) => {
            let gone = left.iter().find(|step| migration.continues(step).is_none())?;
            let message =
                format!("`{gone}` is still to be undone, and the edition has no such step");
            Some(Obstacle::new("unmapped_step", gone, message))
        }
        _ => None,
    }
}

fn awaits(awaited: &[Awaited], new: &Step) -> bool {
    let names: Vec<&str> = match &new.element {
        Element::ReceiveTask(task) => vec![task.message.as_str()],
        _ => new
            .next
            .iter()
            .filter_map(|flow| match &flow.event {
                Some(FlowEvent::Message(message)) => Some(message.message.as_str()),
                _ => None,
            })
            .collect(),
    };
    awaited.iter().all(|awaited| names.contains(&awaited.message.as_str()))
}

/// Tokens that wait at a join must be able to meet the others there.
fn of_joins(migration: &Migration<'_>, _: ScopeNo, local: &Local) -> Vec<Obstacle> {
    let met = |(join, from): &(StepId, StepId)| {
        let (new_join, new_from) = (migration.continues(join)?, migration.continues(from)?);
        migration.to.incoming(new_join).contains(new_from).then_some(())
    };
    let stuck = local.waiting.iter().filter(|waiting| met(waiting).is_none());
    stuck
        .map(|(join, from)| {
            let message = format!(
                "a token from `{from}` waits at the join `{join}`, and the edition has no such flow; say in the plan which steps continue them"
            );
            Obstacle::new("unmapped_join", join, message)
        })
        .collect()
}
