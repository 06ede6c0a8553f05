//! evolve: what an event makes of an instance. Total: it refuses nothing and decides nothing.

mod clock;
mod scopes;
mod side_clocks;
mod work;

use std::collections::{BTreeMap, BTreeSet};

use crate::event::{ActivationNo, CASE, DueDate, Event, Recorded, ScopeNo, TimerPurpose};
use crate::ids::{InstanceId, StepId};
use crate::instance::{
    Activation, ActivationState, Assignee, Clock, Incident, Instance, InstanceState, Job,
    KeptMessage, Local, PATH_MAX, Performance, Priority, RunningTimer, Runs, Scope, Taken, Task,
};
use crate::value::Value;

impl Instance {
    /// An instance before its first event.
    pub fn blank(id: InstanceId) -> Self {
        Self {
            id,
            process: "".into(),
            edition: "".into(),
            version: 0,
            state: InstanceState::Running,
            status: None,
            started_at: jiff::Timestamp::UNIX_EPOCH,
            started_by: String::new(),
            caller: None,
            applicant: String::new(),
            linked_to: None,
            office: None,
            priority: Priority::Normal,
            data: Value::Null,
            activations: BTreeMap::default(),
            scopes: BTreeMap::default(),
            local: Local::default(),
            timers: BTreeMap::default(),
            kept: Vec::new(),
            conditions_met: BTreeSet::new(),
            clock: Clock::Idle,
            side_clocks: BTreeMap::default(),
            documents: None,
            ground: None,
            extension: None,
            attachments: BTreeMap::default(),
            performers_within: BTreeMap::default(),
            path: Vec::new(),
            next_no: 1,
        }
    }
}

/// Applies one event. Computes in O(log n) of what stands open, save for the ends of activations,
/// which look at each running timer.
#[expect(clippy::too_many_lines, reason = "one arm for each event: it reads as a table")]
pub fn evolve(instance: &mut Instance, recorded: &Recorded) {
    instance.version = recorded.seq;
    let at = recorded.at;
    match &recorded.event {
        Event::InstanceStarted { process, edition, applicant, data, caller } => {
            instance.process = process.clone();
            instance.edition = edition.clone();
            instance.applicant.clone_from(applicant);
            instance.data = data.clone();
            instance.started_at = at;
            instance.started_by.clone_from(&recorded.by);
            instance.caller.clone_from(caller);
        }
        Event::StepPassed { step, .. } => pass(instance, step),
        Event::StepEntered { no, step, scope } => {
            open(instance, *no, (step, *scope), at, ActivationState::Entered);
        }
        Event::TaskOpened { no, step, scope, unit, group, due, queue } => {
            let (unit, group) = (unit.clone(), group.clone());
            let task = Task::new(unit, group, *due, *queue);
            open(instance, *no, (step, *scope), at, ActivationState::Task(task));
        }
        Event::TaskClaimed { no, person, on_behalf_of, due } => {
            let (person, on_behalf_of) = (person.clone(), on_behalf_of.clone());
            assign(instance, *no, Some(Assignee { person, since: at, on_behalf_of }));
            leave_queue(instance, *no, *due);
        }
        Event::TaskUnclaimed { no, .. } => give_back(instance, *no),
        Event::TaskAssigned { no, due, .. } => {
            work::run(instance, recorded);
            leave_queue(instance, *no, *due);
        }
        Event::TaskDelegated { .. }
        | Event::DelegationResolved { .. }
        | Event::DecisionHeld { .. }
        | Event::TaskMoved { .. }
        | Event::TaskPrioritised { .. }
        | Event::CasePrioritised { .. }
        | Event::FileAttached { .. }
        | Event::AttachmentRemoved { .. } => work::run(instance, recorded),
        Event::DecisionRecalled { no, .. } => {
            work::run(instance, recorded);
            instance
                .timers
                .retain(|_, timer| timer.purpose != TimerPurpose::TakeEffect { no: *no });
        }
        Event::TaskRecounted { no, due, .. } => {
            if let Some(ActivationState::Task(task)) = state_of(instance, *no) {
                task.due = Some(*due);
            }
            let overdue = TimerPurpose::Overdue { no: *no };
            for timer in instance.timers.values_mut().filter(|timer| timer.purpose == overdue) {
                timer.due = due.at;
            }
        }
        Event::TaskCompleted {
            no,
            person,
            on_behalf_of,
            data,
            items,
            documents,
            ground,
            returned_to,
            comment,
            ..
        } => {
            if !data.is_null() {
                instance.data.merge(data.clone());
            }
            for (path, data) in items {
                instance.data.lay(path, data.clone());
            }
            if documents.is_some() {
                instance.documents.clone_from(documents);
            }
            if ground.is_some() {
                instance.ground.clone_from(ground);
            }
            if let Some(Activation { step, scope, state, .. }) = close(instance, *no) {
                pass(instance, &step);
                let with = match state {
                    ActivationState::Task(task) => task.with,
                    _ => BTreeSet::new(),
                };
                let (person, on_behalf_of) = (person.clone(), on_behalf_of.clone());
                perform(instance, step, scope, Performance { person, on_behalf_of, with });
                let comment = returned_to.clone().zip(comment.clone());
                if let (Some((to, comment)), Some(local)) = (comment, instance.local_mut(scope)) {
                    local.returned.insert(to, comment);
                }
            }
        }
        Event::JobOpened { no, step, scope, worker, input, attempts } => {
            let job = Job {
                worker: worker.clone(),
                input: input.clone(),
                attempts: *attempts,
                available_at: at,
            };
            open(instance, *no, (step, *scope), at, ActivationState::Job(job));
        }
        Event::JobFailed { no, attempts, retry_at, .. } => {
            if let Some(ActivationState::Job(job)) = state_of(instance, *no) {
                job.attempts = *attempts;
                job.available_at = *retry_at;
            }
        }
        Event::CallOpened { no, step, scope, process, .. } => {
            let call = ActivationState::Call { process: process.clone() };
            open(instance, *no, (step, *scope), at, call);
        }
        Event::JobCompleted { no, output, data } => {
            if let Some(Activation { step, scope, .. }) = close(instance, *no) {
                if !data.is_null() {
                    instance.data.merge(data.clone());
                }
                put(instance, scope, step.as_str(), output);
                pass(instance, &step);
            }
        }
        Event::CallCompleted { no, output, .. } => {
            if let Some(Activation { step, scope, .. }) = close(instance, *no) {
                put(instance, scope, step.as_str(), output);
                pass(instance, &step);
            }
        }
        Event::DecisionMade { step, scope, result, .. } => {
            put(instance, *scope, step.as_str(), result);
            pass(instance, step);
        }
        Event::TimerArmed { timer, purpose, due } => {
            instance.next_no = instance.next_no.max(timer + 1);
            if let TimerPurpose::Step { no } = purpose
                && let Some(state) = state_of(instance, *no)
            {
                *state = ActivationState::Timer;
            }
            instance.timers.insert(*timer, RunningTimer { purpose: purpose.clone(), due: *due });
        }
        Event::TimerFired { timer } => fire(instance, *timer),
        Event::MessagesAwaited { no, step, scope, messages } => {
            open(
                instance,
                *no,
                (step, *scope),
                at,
                ActivationState::Messages { awaited: messages.clone() },
            );
        }
        Event::MessageKept { message, key, data } => instance.kept.push(KeptMessage {
            no: recorded.seq,
            message: message.clone(),
            key: key.clone(),
            data: data.clone(),
        }),
        Event::MessageReceived { message, data, under, no, kept } => {
            instance.kept.retain(|message| Some(message.no) != *kept);
            let closed = no.and_then(|no| close(instance, no));
            let scope = closed.as_ref().map_or(CASE, |open| open.scope);
            if !data.is_null() {
                put(instance, scope, under.as_ref().unwrap_or(message), data);
            }
            if let Some(open) = closed {
                pass(instance, &open.step);
            }
        }
        Event::CommentAdded { .. }
        | Event::NotificationRequested { .. }
        | Event::DocumentRequested { .. }
        | Event::StepOverdue { .. }
        | Event::ErrorThrown { .. }
        | Event::EscalationThrown { .. }
        | Event::SignalThrown { .. } => {}
        Event::ConditionMet { no, index } => {
            instance.conditions_met.insert((no.unwrap_or_default(), *index));
        }
        Event::SubprocessOpened { no, step, scope, items } => {
            let runs = Runs { items: *items, ..Runs::default() };
            open(instance, *no, (step, *scope), at, ActivationState::Runs(runs));
        }
        Event::ScopeOpened { scope, of, item, undoes, path, label } => {
            let (path, label) = (path.clone(), label.clone());
            let opened = Scope { of: *of, item: *item, path, label, local: Local::default() };
            scopes::open(instance, *scope, opened, undoes.as_ref());
        }
        Event::UndoNoted { step, scope } => {
            if let Some(local) = instance.local_mut(*scope) {
                local.undoable.retain(|known| known != step);
                local.undoable.push(step.clone());
            }
        }
        Event::CompensationBegun { no, step, scope, undoes } => {
            if let Some(local) = instance.local_mut(*scope) {
                local.undoable.retain(|known| !undoes.contains(known));
            }
            let undoing = ActivationState::Undoing { left: undoes.clone() };
            open(instance, *no, (step, *scope), at, undoing);
        }
        Event::ScopeEnded { scope } => scopes::end(instance, *scope),
        Event::ScopeCancelled { scope } => scopes::remove(instance, *scope),
        Event::ScopeCleared { scope } => scopes::clear(instance, *scope),
        Event::TokenWaits { step, from, scope } => {
            if let Some(local) = instance.local_mut(*scope) {
                local.waiting.push((step.clone(), from.clone()));
            }
        }
        Event::Joined { step, from, late, scope } => join(instance, *scope, step, from, *late),
        Event::TokensDropped { step, from, scope } => {
            join(instance, *scope, step, from, 0);
            if let Some(local) = instance.local_mut(*scope) {
                local.late.clear();
            }
        }
        Event::TokenEnded { step, scope, .. } => end_late_token(instance, *scope, step),
        Event::StepInterrupted { no } | Event::CompensationEnded { no } => {
            close(instance, *no);
        }
        Event::SubprocessCompleted { no } | Event::FlowChosen { no, .. } => {
            if let Some(open) = close(instance, *no) {
                pass(instance, &open.step);
            }
        }
        Event::CaseMigrated { after } | Event::MigrationUndone { after } => {
            *instance = Instance { version: recorded.seq, ..(**after).clone() };
        }
        Event::CaseLinked { to } => instance.linked_to.clone_from(to),
        Event::OfficeNamed { office } => instance.office.clone_from(office),
        Event::ApplicantNamed { name } => instance.applicant.clone_from(name),
        Event::StatusChanged { status } => instance.status = Some(status.clone()),
        Event::DeadlineStarted { .. }
        | Event::DeadlineMet { .. }
        | Event::DeadlineBreached { .. }
        | Event::DoneLate { .. } => side_clocks::evolve(instance, recorded),
        Event::IncidentRaised { no, code, message, .. } => {
            if let Some(state) = state_of(instance, *no) {
                *state = ActivationState::Incident(Incident {
                    code: code.clone(),
                    message: message.clone(),
                    since: at,
                });
            }
        }
        Event::IncidentResolved { no } => {
            if let Some(state) = state_of(instance, *no) {
                *state = ActivationState::Entered;
            }
        }
        Event::InstanceEnded { step } => {
            clear(instance, InstanceState::Ended { step: step.clone(), at });
        }
        Event::InstanceCancelled { reason } => {
            clear(instance, InstanceState::Cancelled { reason: reason.clone(), at });
        }
        Event::ClockStarted { .. }
        | Event::ClockPaused
        | Event::ClockResumed { .. }
        | Event::ClockExtended { .. }
        | Event::ClockRecounted { .. }
        | Event::ClockWarned { .. }
        | Event::EscalationReached { .. }
        | Event::ClockDoneLate
        | Event::ClockBreached
        | Event::ClockMet => clock::run(instance, recorded),
    }
}

/// The instance that these events make; none when there are none.
pub fn replay(id: &InstanceId, events: &[Recorded]) -> Option<Instance> {
    let mut instance = Instance::blank(id.clone());
    for event in events {
        evolve(&mut instance, event);
    }
    (!events.is_empty()).then_some(instance)
}

/// A replay that goes event by event, for a history that is read page by page.
#[derive(Clone, Debug)]
pub struct Replay(Instance);

impl Replay {
    /// The replay of this instance, before its first event.
    pub fn of(id: InstanceId) -> Self {
        Self(Instance::blank(id))
    }

    /// Takes the next event.
    pub fn take(&mut self, event: &Recorded) {
        evolve(&mut self.0, event);
    }

    /// The instance that the events so far make.
    pub const fn instance(&self) -> &Instance {
        &self.0
    }
}

fn open(
    instance: &mut Instance,
    no: ActivationNo,
    (step, scope): (&StepId, ScopeNo),
    since: jiff::Timestamp,
    state: ActivationState,
) {
    instance.next_no = instance.next_no.max(no + 1);
    instance.activations.insert(no, Activation { step: step.clone(), scope, since, state });
}

/// Takes an activation away, with its timers and the scopes that belong to it.
fn close(instance: &mut Instance, no: ActivationNo) -> Option<Activation> {
    let closed = instance.activations.remove(&no)?;
    instance.conditions_met.retain(|(of, _)| *of != no);
    scopes::remove_of(instance, no);
    scopes::forget_timers(instance);
    Some(closed)
}

/// Stores a result under its name, in the case data or in the item that the scope is for.
fn put(instance: &mut Instance, scope: ScopeNo, name: &str, value: &Value) {
    match instance.scopes.get(&scope) {
        Some(scope) if !scope.path.is_empty() => {
            instance.data.put(&format!("{}.{name}", scope.path), value.clone());
        }
        _ => instance.data.put(name, value.clone()),
    }
}

/// Remembers who completed a step, for the four-eyes rule.
fn perform(instance: &mut Instance, step: StepId, scope: ScopeNo, by: Performance) {
    if scope != CASE {
        let within = instance.performers_within.entry(step.clone()).or_default();
        within.extend(by.people().cloned());
    }
    if let Some(local) = instance.local_mut(scope) {
        local.returned.remove(&step);
        local.performers.insert(step, by);
    }
}

fn pass(instance: &mut Instance, step: &StepId) {
    instance.path.push(step.clone());
    if instance.path.len() > PATH_MAX {
        instance.path.remove(0);
    }
}

fn state_of(instance: &mut Instance, no: ActivationNo) -> Option<&mut ActivationState> {
    instance.activations.get_mut(&no).map(|activation| &mut activation.state)
}

fn assign(instance: &mut Instance, no: ActivationNo, assignee: Option<Assignee>) {
    if let Some(ActivationState::Task(task)) = state_of(instance, no) {
        if let (Some(first), None) = (&assignee, &task.taken) {
            task.taken = Some(Taken { at: first.since, due: task.due.filter(|_| task.queue) });
        }
        task.assignee = assignee;
    }
}

fn give_back(instance: &mut Instance, no: ActivationNo) {
    if let Some(ActivationState::Task(task)) = state_of(instance, no) {
        work::take_back(task);
    }
}

/// Somebody takes a task for the first time: its own term counts from here.
fn leave_queue(instance: &mut Instance, no: ActivationNo, due: Option<DueDate>) {
    if let Some(ActivationState::Task(task)) = state_of(instance, no)
        && std::mem::take(&mut task.queue)
    {
        task.due = due;
        instance.timers.retain(|_, timer| timer.purpose != TimerPurpose::Waiting { no });
    }
}

fn fire(instance: &mut Instance, timer: u32) {
    match instance.timers.remove(&timer).map(|timer| timer.purpose) {
        Some(TimerPurpose::Step { no } | TimerPurpose::Flow { no, .. }) => {
            if let Some(open) = close(instance, no) {
                pass(instance, &open.step);
            }
        }
        Some(TimerPurpose::Deadline { no, index }) => {
            if let Some(figures) = instance.clock.figures_mut() {
                figures.reached.push((no, index));
            }
        }
        _ => {}
    }
}

fn join(instance: &mut Instance, scope: ScopeNo, step: &StepId, from: &[StepId], late: u32) {
    let Some(local) = instance.local_mut(scope) else { return };
    for source in from {
        let found = local.waiting.iter().position(|(join, of)| join == step && of == source);
        if let Some(at) = found {
            local.waiting.remove(at);
        }
    }
    if late > 0 {
        *local.late.entry(step.clone()).or_default() += late;
    }
}

fn end_late_token(instance: &mut Instance, scope: ScopeNo, step: &StepId) {
    let Some(local) = instance.local_mut(scope) else { return };
    if let Some(left) = local.late.get_mut(step) {
        *left = left.saturating_sub(1);
        if *left == 0 {
            local.late.remove(step);
        }
    }
}

fn clear(instance: &mut Instance, state: InstanceState) {
    instance.state = state;
    instance.activations.clear();
    instance.scopes.clear();
    instance.local.waiting.clear();
    instance.local.late.clear();
    instance.timers.clear();
    instance.kept.clear();
}
