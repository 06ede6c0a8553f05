//! evolve: what an event makes of an instance. Total: it refuses nothing and decides nothing.

use std::collections::BTreeMap;

use crate::calendar::WorkingTime;
use crate::command::ExtensionRequest;
use crate::event::{ActivationNo, DueDate, Event, Recorded, TimerPurpose};
use crate::ids::{InstanceId, StepId};
use crate::instance::{
    Activation, ActivationState, Assignee, Clock, ClockFigures, Incident, Instance, InstanceState,
    Job, KeptMessage, PATH_MAX, RunningTimer, Task,
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
            applicant: String::new(),
            data: Value::Null,
            activations: BTreeMap::default(),
            waiting: Vec::new(),
            late: BTreeMap::default(),
            timers: BTreeMap::default(),
            kept: Vec::new(),
            clock: Clock::Idle,
            documents: None,
            ground: None,
            extension: None,
            performers: BTreeMap::default(),
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
        Event::InstanceStarted { process, edition, applicant, data } => {
            instance.process = process.clone();
            instance.edition = edition.clone();
            instance.applicant.clone_from(applicant);
            instance.data = data.clone();
            instance.started_at = at;
            instance.started_by.clone_from(&recorded.by);
        }
        Event::StepPassed { step } => pass(instance, step),
        Event::StepEntered { no, step } => {
            open(instance, *no, step, at, ActivationState::Entered);
        }
        Event::TaskOpened { no, step, unit, group, due, queue } => {
            let (unit, group) = (unit.clone(), group.clone());
            let task = Task { unit, group, assignee: None, due: *due, queue: *queue };
            open(instance, *no, step, at, ActivationState::Task(task));
        }
        Event::TaskClaimed { no, person, due } => {
            assign(instance, *no, Some(Assignee { person: person.clone(), since: at }));
            leave_queue(instance, *no, *due);
        }
        Event::TaskUnclaimed { no, .. } => assign(instance, *no, None),
        Event::TaskCompleted { no, person, data, documents, ground, .. } => {
            instance.data = instance.data.with(data);
            if documents.is_some() {
                instance.documents.clone_from(documents);
            }
            if ground.is_some() {
                instance.ground.clone_from(ground);
            }
            if let Some(step) = close(instance, *no) {
                pass(instance, &step);
                instance.performers.insert(step, person.clone());
            }
        }
        Event::JobOpened { no, step, worker, input, attempts } => {
            let job = Job {
                worker: worker.clone(),
                input: input.clone(),
                attempts: *attempts,
                available_at: at,
            };
            open(instance, *no, step, at, ActivationState::Job(job));
        }
        Event::JobFailed { no, attempts, retry_at, .. } => {
            if let Some(ActivationState::Job(job)) = state_of(instance, *no) {
                job.attempts = *attempts;
                job.available_at = *retry_at;
            }
        }
        Event::JobCompleted { no, output } => {
            if let Some(step) = close(instance, *no) {
                instance.data.put(step.as_str(), output.clone());
                pass(instance, &step);
            }
        }
        Event::DecisionMade { step, result, .. } => {
            instance.data.put(step.as_str(), result.clone());
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
        Event::MessagesAwaited { no, step, messages } => {
            open(instance, *no, step, at, ActivationState::Messages(messages.clone()));
        }
        Event::MessageKept { message, key, data } => instance.kept.push(KeptMessage {
            no: recorded.seq,
            message: message.clone(),
            key: key.clone(),
            data: data.clone(),
        }),
        Event::MessageReceived { message, data, under, no, kept } => {
            instance.kept.retain(|message| Some(message.no) != *kept);
            if !data.is_null() {
                instance.data.put(under.as_ref().unwrap_or(message), data.clone());
            }
            if let Some(step) = no.and_then(|no| close(instance, no)) {
                pass(instance, &step);
            }
        }
        Event::NotificationRequested { .. } | Event::DocumentRequested { .. } => {}
        Event::StepOverdue { .. } => {}
        Event::TokenWaits { step, from } => instance.waiting.push((step.clone(), from.clone())),
        Event::Joined { step, from, late } => join(instance, step, from, *late),
        Event::TokensDropped { step, from } => {
            join(instance, step, from, 0);
            instance.late.clear();
        }
        Event::TokenEnded { step, .. } => end_late_token(instance, step),
        Event::StepInterrupted { no } => {
            close(instance, *no);
        }
        Event::ApplicantNamed { name } => instance.applicant.clone_from(name),
        Event::StatusChanged { status } => instance.status = Some(status.clone()),
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
        | Event::ClockWarned { .. }
        | Event::ClockBreached
        | Event::ClockMet => run_clock(instance, recorded),
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

fn open(
    instance: &mut Instance,
    no: ActivationNo,
    step: &StepId,
    since: jiff::Timestamp,
    state: ActivationState,
) {
    instance.next_no = instance.next_no.max(no + 1);
    instance.activations.insert(no, Activation { step: step.clone(), since, state });
}

/// Takes an activation away, with its timers.
fn close(instance: &mut Instance, no: ActivationNo) -> Option<StepId> {
    instance.timers.retain(|_, timer| timer.purpose.activation() != Some(no));
    instance.activations.remove(&no).map(|activation| activation.step)
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
        task.assignee = assignee;
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
        Some(TimerPurpose::Step { no }) => {
            if let Some(step) = close(instance, no) {
                pass(instance, &step);
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

fn join(instance: &mut Instance, step: &StepId, from: &[StepId], late: u32) {
    for source in from {
        if let Some(at) =
            instance.waiting.iter().position(|(join, of)| join == step && of == source)
        {
            instance.waiting.remove(at);
        }
    }
    if late > 0 {
        *instance.late.entry(step.clone()).or_default() += late;
    }
}

fn end_late_token(instance: &mut Instance, step: &StepId) {
    if let Some(left) = instance.late.get_mut(step) {
        *left = left.saturating_sub(1);
        if *left == 0 {
            instance.late.remove(step);
        }
    }
}

fn clear(instance: &mut Instance, state: InstanceState) {
    instance.state = state;
    instance.activations.clear();
    instance.waiting.clear();
    instance.late.clear();
    instance.timers.clear();
    instance.kept.clear();
}

fn run_clock(instance: &mut Instance, recorded: &Recorded) {
    let clock = std::mem::take(&mut instance.clock);
    instance.clock = match (clock, &recorded.event) {
        (_, Event::ClockStarted { from, term, due }) => Clock::Running(ClockFigures {
            from: *from,
            term: *term,
            original: *due,
            due: *due,
            paused: WorkingTime::ZERO,
            extended_days: 0,
            warned: Vec::new(),
            reached: Vec::new(),
        }),
        (Clock::Running(figures), Event::ClockPaused) => {
            Clock::Paused { figures, since: recorded.at }
        }
        (Clock::Paused { mut figures, .. }, Event::ClockResumed { stood, due }) => {
            figures.paused = figures.paused + *stood;
            figures.due = *due;
            Clock::Running(figures)
        }
        (mut clock, Event::ClockExtended { days, reason, due }) => {
            instance.extension = Some(ExtensionRequest { days: *days, reason: reason.clone() });
            // One granted after the breach keeps the breach; both dates stay visible.
            if let Some(figures) = clock.figures_mut() {
                figures.extended_days += days;
                figures.due = *due;
            }
            clock
        }
        (mut clock, Event::ClockWarned { threshold }) => {
            if let Some(figures) = clock.figures_mut() {
                figures.warned.push(*threshold);
            }
            clock
        }
        (Clock::Running(figures), Event::ClockBreached) => Clock::Breached(figures),
        (Clock::Running(figures) | Clock::Paused { figures, .. }, Event::ClockMet) => {
            Clock::Met(figures)
        }
        (clock, _) => clock,
    };
    // The timers of a clock are armed anew after each change of its course. A breach changes nothing
    // for the boundary events whose threshold has come with it.
    let breached = matches!(recorded.event, Event::ClockBreached);
    if !matches!(recorded.event, Event::ClockWarned { .. }) {
        instance.timers.retain(|_, timer| match timer.purpose {
            TimerPurpose::Warning { .. } | TimerPurpose::Breach => false,
            TimerPurpose::Deadline { .. } => breached,
            _ => true,
        });
    }
}
