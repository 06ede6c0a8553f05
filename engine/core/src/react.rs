//! react: what must be told because something happened. It only says what to do; the outbox does it.

mod ladder;

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::command::CallResult;
use crate::effect::{Effect, EffectKind, Recipient};
use crate::event::{ActivationNo, Event, Recorded, ScopeNo};
use crate::ids::{EffectId, GroupId, StepId};
use crate::instance::{ActivationState, Instance};
use crate::message;
use crate::process::Process;
use crate::text::Lang;
use crate::value::Value;

pub use ladder::DEADLINE_REMINDER;

/// The message to the people who hold open tasks when a warning threshold of the deadline passes.
pub const DEADLINE_WARNING: &str = "deadline-warning";
/// The message to them when the due date has passed.
pub const DEADLINE_BREACHED: &str = "deadline-breached";

/// The effects of an event; `instance` is the state after it, `calling` are the activations that
/// waited for a called case before it.
pub fn react(
    process: &Process,
    instance: &Instance,
    calling: &[ActivationNo],
    recorded: &Recorded,
) -> Vec<Effect> {
    let at = recorded.at.to_zoned(process.calendar.zone().clone());
    let variables =
        |step: &StepId, scope: ScopeNo| message::variables(process, instance, step, scope, &at);
    let mut kinds = match &recorded.event {
        Event::NotificationRequested { step, scope, message, to, attach } => {
            recipient(process, instance, recorded.at, to)
                .map(|to| EffectKind::Notify {
                    message: message.clone(),
                    to,
                    variables: variables(step, *scope),
                    attach: attach.clone(),
                })
                .into_iter()
                .collect()
        }
        Event::DocumentRequested { step, scope, document } => {
            let variables = variables(step, *scope);
            vec![EffectKind::Document { document: document.clone(), variables }]
        }
        Event::ClockWarned { .. } => to_holders(instance, DEADLINE_WARNING, variables),
        Event::ClockBreached => to_holders(instance, DEADLINE_BREACHED, variables),
        Event::EscalationReached { rung } => ladder::effects(process, instance, *rung, variables),
        Event::CallOpened { no, process, edition, data, .. } => vec![EffectKind::StartCalled {
            process: process.clone(),
            edition: edition.clone(),
            data: data.clone(),
            no: *no,
        }],
        Event::InstanceEnded { step } => to_caller(
            instance,
            CallResult::Ended {
                step: step.clone(),
                status: instance.status.clone(),
                data: instance.data.clone(),
            },
        ),
        Event::InstanceCancelled { reason } => {
            to_caller(instance, CallResult::Cancelled { reason: reason.clone() })
        }
        _ => Vec::new(),
    };
    kinds.extend(given_up(instance, calling, &recorded.event));
    let effect = |(n, kind)| Effect {
        id: EffectId::new(format!("{}/{}/{n}", instance.id, recorded.seq)),
        instance: instance.id.clone(),
        seq: recorded.seq,
        kind,
    };
    kinds.into_iter().enumerate().map(effect).collect()
}

/// The activations that wait for a called case.
pub(crate) fn calling(instance: &Instance) -> Vec<ActivationNo> {
    let waits = |state: &ActivationState| matches!(state, ActivationState::Call { .. });
    let open = instance.activations.iter().filter(|(_, open)| waits(&open.state));
    open.map(|(no, _)| *no).collect()
}

/// The called cases for which nobody waits after this event, whatever took their steps away.
fn given_up<'c>(
    instance: &'c Instance,
    calling: &'c [ActivationNo],
    event: &'c Event,
) -> impl Iterator<Item = EffectKind> {
    let is_done = |no: &ActivationNo| match event {
        Event::CallCompleted { no: done, .. } => done == no,
        _ => false,
    };
    let gone = calling.iter().filter(|no| !instance.activations.contains_key(no));
    gone.filter(move |no| !is_done(no)).map(|no| EffectKind::CancelCalled { no: *no })
}

/// The caller of a case that is over is told.
fn to_caller(instance: &Instance, result: CallResult) -> Vec<EffectKind> {
    let caller = instance.caller.clone();
    let told = caller.map(|caller| EffectKind::ReturnToCaller {
        instance: caller.instance,
        no: caller.no,
        result,
    });
    told.into_iter().collect()
}

/// `applicant`, or everybody in the group of a unit.
pub(crate) fn recipient(
    process: &Process,
    instance: &Instance,
    at: Timestamp,
    to: &str,
) -> Option<Recipient> {
    if to != "applicant" {
        let unit = process.definition.units.get(to)?;
        return Some(Recipient::Group { group: unit.group.clone() });
    }
    let applicant = process.definition.applicant.as_ref()?;
    let text = |expression| match process.evaluate(expression, &instance.data, at) {
        Ok(Value::Text(text)) if !text.is_empty() => Some(text),
        _ => None,
    };
    let language = applicant.language.as_ref().and_then(text).and_then(|code| code.parse().ok());
    Some(Recipient::Applicant {
        name: instance.applicant.clone(),
        email: text(&applicant.email),
        language: language.unwrap_or(Lang::Ru),
    })
}

/// One message to each group that has an open task of the case.
fn to_holders(
    instance: &Instance,
    message: &str,
    variables: impl Fn(&StepId, ScopeNo) -> Value,
) -> Vec<EffectKind> {
    let mut told: BTreeSet<&GroupId> = BTreeSet::new();
    let mut messages = Vec::new();
    for open in instance.activations.values() {
        if let ActivationState::Task(task) = &open.state
            && told.insert(&task.group)
        {
            messages.push(EffectKind::Notify {
                message: message.to_owned(),
                to: Recipient::Group { group: task.group.clone() },
                variables: variables(&open.step, open.scope),
                attach: Vec::new(),
            });
        }
    }
    messages
}
