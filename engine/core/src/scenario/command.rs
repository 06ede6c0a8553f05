//! From what somebody does in a scenario to a command: names of steps become identifiers.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::world::{Trouble, World};
use super::{Act, Complete, Scenario};
use crate::command::{
    Actor, Command, Completion, DocumentChecks, DocumentState, ExtensionRequest, Role,
};
use crate::definition::Element;
use crate::event::CASE;
use crate::ids::{IncidentId, JobId, PersonId, TaskId};
use crate::instance::{Activation, ActivationState, Instance, split_id};
use crate::process::Process;
use crate::text::Texts;
use crate::value::Value;

/// The command of an act, and who gives it.
pub(super) fn of(
    scenario: &Scenario,
    world: &mut dyn World,
    act: &Act,
) -> Result<(Command, Actor), Trouble> {
    let cases = cases(world)?;
    let task = |step: &str, item: &Option<String>| open_task(&cases, step, item.as_deref());
    let user = |name: &str| user(scenario, name);
    let or_portal =
        |by: &Option<String>| by.as_deref().map_or_else(|| program("portal", Role::Filing), user);
    Ok(match act {
        Act::Start { by, data } => {
            (Command::Start { data: data.clone(), caller: None }, or_portal(by))
        }
        Act::Complete(complete) => {
            let completion = completion(&*world, complete, &cases);
            let task = task(&complete.task, &complete.item);
            (Command::CompleteTask { task, completion }, user(&complete.by))
        }
        Act::Claim { task: step, item, by } => {
            (Command::ClaimTask { task: task(step.as_str(), item) }, user(by))
        }
        Act::Unclaim { task: step, item, by } => {
            (Command::UnclaimTask { task: task(step.as_str(), item) }, user(by))
        }
        Act::Recall { task: step, item, by, reason } => {
            let task = task(step.as_str(), item);
            (Command::RecallDecision { task, reason: reason.clone() }, user(by))
        }
        Act::Job { worker, item, result, error: code } => {
            let job = open_job(&cases, worker, item.as_deref());
            let command = match result {
                Ok(output) => Command::CompleteJob { job, output: output.clone() },
                Err(error) => Command::FailJob { job, error: error.clone(), code: code.clone() },
            };
            (command, program(worker, Role::Worker))
        }
        Act::Message { name, by, key, data } => {
            let (message, key, data) = (name.clone(), key.clone(), data.clone());
            let command = Command::ReceiveMessage { message, key, data };
            (command, or_portal(by))
        }
        Act::Extend { by, extension } => {
            (Command::Extend { extension: extension.clone() }, user(by))
        }
        Act::Recount { by } => (Command::Recount, user(by)),
        Act::HandOverNotice { by } => (Command::GiveNotice, user(by)),
        Act::Cancel { by, reason } => (Command::Cancel { reason: reason.clone() }, user(by)),
        Act::Retry { task, item, by } => {
            let incident = standing_incident(&cases, task.as_str(), item.as_deref());
            let supervisor = || program("supervisor", Role::Supervisor);
            (Command::RetryIncident { incident }, by.as_deref().map_or_else(supervisor, user))
        }
    })
}

/// The instance that is played, if it has started, and those that it called, each with its process.
type Cases = Vec<(Arc<Process>, Instance)>;

fn cases(world: &mut dyn World) -> Result<Cases, Trouble> {
    let process = world.process();
    let played = world.instance()?.map(|instance| (process, instance));
    Ok(played.into_iter().chain(world.called()?).collect())
}

fn completion(world: &dyn World, complete: &Complete, cases: &Cases) -> Completion {
    let task = open_task(cases, &complete.task, complete.item.as_deref());
    let named = split_id(task.as_str());
    let case = cases.iter().find(|(_, case)| named.as_ref().is_some_and(|it| it.0 == case.id));
    let process = case.map_or_else(|| world.process(), |(process, _)| Arc::clone(process));
    let instance = case.map(|(_, instance)| instance);
    let mut data = complete.data.clone();
    let extension = extends(&process, complete).then(|| extension(&mut data));
    let documents = complete.documents.as_ref().map(|exceptions| {
        if exceptions.is_empty() {
            return DocumentChecks::All;
        }
        let open = instance.zip(named.as_ref());
        let open = open.and_then(|(instance, (_, no))| instance.activations.get(no));
        let scope = open.map_or(CASE, |open| open.scope);
        let seen = |instance: &Instance| instance.seen_in(&process.definition, scope).with(&data);
        let after = instance.map_or(Value::Null, seen);
        let demanded = process.demanded_documents(&after, world.now()).unwrap_or_default();
        let present = demanded.into_iter().map(|it| (it.document, DocumentState::Present));
        let exceptions = exceptions.iter().map(|(name, state)| (name.clone(), *state));
        DocumentChecks::Each(present.chain(exceptions).collect())
    });
    let (outcome, ground) = (complete.outcome.clone(), complete.ground.clone());
    let comment = complete.comment.clone();
    Completion { outcome, data, documents, ground, extension, comment }
}

/// Whether the outcome extends the deadline.
fn extends(process: &Process, complete: &Complete) -> bool {
    let step = process.definition.step(&complete.task.as_str().into());
    let (Some(Element::UserTask(task) | Element::ManualTask(task)), Some(outcome)) =
        (step.map(|step| &step.element), &complete.outcome)
    else {
        return false;
    };
    task.outcomes.get(outcome).is_some_and(|outcome| outcome.extends_deadline)
}

/// Takes `days` and `reason` out of the data of an outcome that extends the deadline.
fn extension(data: &mut Value) -> ExtensionRequest {
    let Value::Context(entries) = data else {
        return ExtensionRequest { days: 0, reason: Texts::default() };
    };
    let days = match entries.remove("days") {
        Some(Value::Number(days)) => u32::try_from(days).unwrap_or_default(),
        _ => 0,
    };
    let reason = match entries.remove("reason") {
        Some(Value::Text(ru)) => Texts { ru, ..Texts::default() },
        Some(texts) => {
            let text = |lang: &str| texts.at(lang).as_text().unwrap_or_default().to_owned();
            Texts { ru: text("ru"), kk: text("kk"), en: text("en") }
        }
        None => Texts::default(),
    };
    ExtensionRequest { days, reason }
}

fn user(scenario: &Scenario, name: &str) -> Actor {
    let user = scenario.users.get(name).cloned().unwrap_or_default();
    Actor::of_person(PersonId::from(name), user.groups, user.roles)
}

fn program(name: &str, role: Role) -> Actor {
    Actor::of_program(name, BTreeSet::from([role]))
}

/// The open task of a step; when there is none, a name that the engine refuses.
fn open_task(cases: &Cases, step: &str, item: Option<&str>) -> TaskId {
    let is_task = |state: &ActivationState| matches!(state, ActivationState::Task(_));
    TaskId::new(numbered(cases, item, |open, state| open == step && is_task(state)))
}

fn open_job(cases: &Cases, worker: &str, item: Option<&str>) -> JobId {
    let of_worker = |state: &ActivationState| match state {
        ActivationState::Job(job) => job.worker == worker,
        _ => false,
    };
    JobId::new(numbered(cases, item, |_, state| of_worker(state)))
}

fn standing_incident(cases: &Cases, step: &str, item: Option<&str>) -> IncidentId {
    let stands = |state: &ActivationState| matches!(state, ActivationState::Incident(_));
    IncidentId::new(numbered(cases, item, |open, state| open == step && stands(state)))
}

/// The identifier of the first activation that is so, of the case that is played before those that it
/// called; `<instance>.0`, which none has, otherwise.
fn numbered(
    cases: &Cases,
    item: Option<&str>,
    is: impl Fn(&str, &ActivationState) -> bool,
) -> String {
    let Some((_, played)) = cases.first() else { return "0.0".to_owned() };
    let meant = |instance: &Instance, open: &Activation| {
        let own = || instance.scopes.get(&open.scope).map(|scope| scope.label.as_str());
        item.is_none_or(|item| own() == Some(item) || instance.label(open.scope) == item)
    };
    let found = cases.iter().find_map(|(_, instance)| {
        let mut open = instance.activations.iter();
        let fits = |open: &Activation| is(open.step.as_str(), &open.state) && meant(instance, open);
        open.find(|(_, open)| fits(open)).map(|(no, _)| instance.task_id(*no).to_string())
    });
    found.unwrap_or_else(|| format!("{}.0", played.id))
}

/// An act in words, for messages.
pub(super) fn words(act: &Act) -> String {
    match act {
        Act::Start { .. } => "start".to_owned(),
        Act::Complete(complete) => {
            let outcome = complete.outcome.as_ref().map(|it| format!(" as `{it}`"));
            format!(
                "complete `{}` by {}{}",
                complete.task,
                complete.by,
                outcome.unwrap_or_default()
            )
        }
        Act::Claim { task, by, .. } => format!("claim `{task}` by {by}"),
        Act::Unclaim { task, by, .. } => format!("unclaim `{task}` by {by}"),
        Act::Job { worker, result: Ok(_), .. } => format!("job of `{worker}` completes"),
        Act::Job { worker, result: Err(_), .. } => format!("job of `{worker}` fails"),
        Act::Message { name, .. } => format!("message `{name}`"),
        Act::Extend { by, extension } => format!("extend by {} by {by}", extension.days),
        Act::Recount { by } => format!("recount by {by}"),
        Act::HandOverNotice { by } => format!("notice handed over by {by}"),
        Act::Cancel { by, .. } => format!("cancel by {by}"),
        Act::Recall { task, .. } => format!("recall `{task}`"),
        Act::Retry { task, .. } => format!("retry `{task}`"),
    }
}
