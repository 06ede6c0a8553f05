//! A case that goes its usual way: every task is done with its first outcome, every job with what the
//! case file says, and time passes when nothing else can happen.

use std::collections::BTreeSet;

use jiff::Timestamp;
use reglament_core::command::{Actor, Command, Completion, DocumentChecks, Role};
use reglament_core::ids::{PersonId, StepId};
use reglament_core::instance::{ActivationState, Instance};
use reglament_core::scenario::{MemoryWorld, Observer, Played, Trouble, World};
use reglament_core::value::Value;

/// A case that is not done after so many acts goes round in circles.
const ACTS_MAX: usize = 1_000;

/// Plays the case until it ends or nothing can happen any more.
pub(super) fn play(
    case: &Value,
    world: &mut MemoryWorld,
    observer: &mut dyn Observer,
) -> Result<(), String> {
    let portal = program("portal", Role::Filing);
    submit(world, Command::Start { data: case.at("data").clone(), caller: None }, &portal)?;
    let mut seen = (0, 0);
    for _ in 0..ACTS_MAX {
        seen = show(world, observer, seen)?;
        let Some(instance) = world.instance().map_err(words)? else { break };
        if !instance.is_running() {
            return Ok(());
        }
        let called = world.called().map_err(words)?.into_iter().map(|(_, instance)| instance);
        let cases: Vec<Instance> = [instance.clone()].into_iter().chain(called).collect();
        let mut acts = cases.iter().filter_map(|instance| next(case, instance).transpose());
        if let Some((command, by)) = acts.next().transpose()? {
            submit(world, command, &by)?;
        } else if let Some(due) = cases.iter().flat_map(timers).min() {
            world.set(due.max(world.now()));
            world.fire().map_err(words)?;
        } else {
            let at: Vec<_> = instance.activations.values().map(|it| it.step.as_str()).collect();
            return Err(format!("the case stands at {} and nothing can happen", at.join(", ")));
        }
    }
    Err(format!("the case is not done after {ACTS_MAX} acts"))
}

fn timers(instance: &Instance) -> impl Iterator<Item = Timestamp> {
    instance.timers.values().map(|timer| timer.due)
}

/// What can be done now: the first open task, else the first open job.
fn next(case: &Value, instance: &Instance) -> Result<Option<(Command, Actor)>, String> {
    for (no, open) in &instance.activations {
        if let ActivationState::Task(task) = &open.state {
            let completion = completion(case, &open.step);
            let by = Actor::of_person(
                // A person for each step, so that four eyes are always four.
                PersonId::new(format!("{}-{}", task.group, open.step)),
                BTreeSet::from([task.group.clone()]),
                BTreeSet::from([Role::Officer]),
            );
            let command = Command::CompleteTask { task: instance.task_id(*no), completion };
            return Ok(Some((command, by)));
        }
    }
    for (no, open) in &instance.activations {
        if let ActivationState::Job(job) = &open.state {
            let output = case.at("jobs").at(&job.worker).clone();
            if output.is_null() {
                let worker = &job.worker;
                return Err(format!("say what the worker gives back: `jobs: {{ {worker}: … }}`"));
            }
            let by = program(&job.worker, Role::Worker);
            return Ok(Some((Command::CompleteJob { job: instance.job_id(*no), output }, by)));
        }
    }
    Ok(None)
}

fn completion(case: &Value, step: &StepId) -> Completion {
    let said = case.at("tasks").at(step.as_str());
    Completion {
        outcome: said.at("outcome").as_text().map(str::to_owned),
        data: said.at("data").clone(),
        documents: Some(DocumentChecks::All),
        ..Completion::default()
    }
}

fn show(
    world: &mut MemoryWorld,
    observer: &mut dyn Observer,
    seen: (usize, usize),
) -> Result<(usize, usize), String> {
    let (process, at) = (world.process(), world.now());
    let (events, effects) = (world.events().map_err(words)?, world.effects().map_err(words)?);
    if let Some(instance) = world.instance().map_err(words)? {
        observer.played(&Played {
            process: &process,
            at,
            instance: &instance,
            events: events.get(seen.0..).unwrap_or_default(),
            effects: effects.get(seen.1..).unwrap_or_default(),
        });
    }
    Ok((events.len(), effects.len()))
}

fn submit(world: &mut MemoryWorld, command: Command, by: &Actor) -> Result<(), String> {
    world.submit(command, by).map_err(words)
}

fn words(trouble: Trouble) -> String {
    match trouble {
        Trouble::Refused(rejection) => {
            let fields: Vec<_> =
                rejection.fields.iter().map(|it| format!("{}: {}", it.field, it.message)).collect();
            format!("refused: {}: {rejection} {}", rejection.code.as_str(), fields.join("; "))
        }
        Trouble::Broken(fault) => fault,
    }
}

fn program(name: &str, role: Role) -> Actor {
    Actor::of_program(name, BTreeSet::from([role]))
}
