//! decide: what a command does to an instance, or why it is refused. Every rule of the engine is
//! reached from here; nothing here stores, sends or reads a clock.

mod assign;
mod call;
mod clock;
mod compensation;
mod extension;
pub(crate) mod flow;
mod hold;
pub(crate) mod incident;
mod job;
mod ladder;
mod message;
mod migrate;
mod moves;
mod notes;
mod occur;
mod patient;
mod recount;
mod scope;
mod side_clock;
mod start;
mod task;
pub(crate) mod throw;
mod timer;
pub(crate) mod watch;

pub(crate) use clock::end_of_term;
pub(crate) use migrate::{migrate, moved, undo_migration};

use std::collections::VecDeque;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::access::{self, Action, CaseFacts};
use crate::calendar::CalendarView;
use crate::command::{Actor, Command, Request};
use crate::effect::Effect;
use crate::event::{ActivationNo, Event, Recorded};
use crate::evolve::evolve;
use crate::facts::Fact;
use crate::ids::InstanceId;
use crate::instance::{Activation, Instance};
use crate::process::Process;
use crate::react::{calling, react};
use crate::rejection::{Rejection, RejectionCode};
use flow::Place;

/// The state of one decision: the instance as the events so far make it.
pub(crate) struct Deciding<'a> {
    pub(crate) process: &'a Process,
    pub(crate) instance: Instance,
    pub(crate) events: Vec<Recorded>,
    pub(crate) effects: Vec<Effect>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) at: Timestamp,
    by: &'a Actor,
    moves: moves::Count,
    under_way: flow::Moves,
    signals: VecDeque<String>,
}

/// Decides a command; gives the instance after it, what happened and what must be told.
pub(crate) fn decide<'a>(
    process: &'a Process,
    id: &InstanceId,
    before: Option<&Instance>,
    request: &'a Request,
) -> Result<Deciding<'a>, Rejection> {
    let instance = before.cloned().unwrap_or_else(|| Instance::blank(id.clone()));
    let mut deciding = Deciding::of(process, instance, &request.by, request.at);
    deciding.command(&request.command)?;
    Ok(deciding)
}

impl<'a> Deciding<'a> {
    /// A decision on this instance, before anything happened.
    fn of(process: &'a Process, instance: Instance, by: &'a Actor, at: Timestamp) -> Self {
        Self {
            process,
            instance,
            events: Vec::new(),
            effects: Vec::new(),
            facts: Vec::new(),
            at,
            by,
            moves: moves::Count::default(),
            under_way: flow::Moves::new(),
            signals: VecDeque::new(),
        }
    }
}

impl Deciding<'_> {
    fn command(&mut self, command: &Command) -> Result<(), Rejection> {
        self.open_for(command)?;
        self.catch_up_decisions(command)?;
        self.catch_up();
        match command {
            Command::Start { data, caller } => self.start(data, caller.as_ref()),
            Command::ClaimTask { task } => self.claim(task),
            Command::UnclaimTask { task } => self.unclaim(task),
            Command::CompleteTask { task, completion } => self.complete_task(task, completion),
            Command::AssignTask { task, to, candidate } => self.assign(task, to, candidate),
            Command::DelegateTask { task, to, candidate, note } => {
                self.delegate(task, to, candidate, note)
            }
            Command::ResolveDelegation { task, note } => self.resolve(task, note),
            Command::RecallDecision { task, reason } => self.recall(task, reason),
            Command::SetPriority { task, priority } => self.prioritise(task, *priority),
            Command::Comment { text } => self.comment(text),
            Command::Attach { file } => self.attach(file),
            Command::RemoveAttachment { no, reason } => self.remove_attachment(*no, reason),
            Command::CompleteJob { job, output } => self.complete_job(job, output),
            Command::FailJob { job, error, code } => self.fail_job(job, error, code.as_deref()),
            Command::CompleteCall { no, child, result } => {
                self.complete_call(*no, child.as_ref(), result)
            }
            Command::FireTimer { timer } => self.fire_timer(timer),
            Command::ReceiveMessage { message, key, data } => {
                self.receive(message, key.as_deref(), data)
            }
            Command::GiveNotice => self.give_notice_by_hand(),
            Command::Extend { extension } => self.extend(extension),
            Command::Recount => self.recount(),
            // The road carries these out on two editions: `crate::transition::migrate`.
            Command::Migrate { .. } | Command::UndoMigration => Err(Rejection::new(
                RejectionCode::NotMigrated,
                "a case is moved between two editions; name the one it goes to",
            )),
            Command::RetryIncident { incident } => self.retry(incident),
            Command::Cancel { reason } => self.cancel(reason),
        }
    }

    /// A new instance takes `Start` only, a closed one nothing.
    fn open_for(&self, command: &Command) -> Result<(), Rejection> {
        let started = self.instance.version > 0;
        match command {
            Command::Start { .. } if started => Err(Rejection::new(
                RejectionCode::AlreadyStarted,
                "this instance has started; a new application gets a number of its own",
            )),
            Command::Start { .. } => Ok(()),
            _ if started && self.instance.is_running() => Ok(()),
            // A timer of a closed instance is gone with it.
            Command::FireTimer { .. } => {
                Err(Rejection::new(RejectionCode::NoSuchTimer, "the timer ended with its instance"))
            }
            _ => Err(Rejection::new(
                RejectionCode::InstanceClosed,
                "the instance is closed; read its history to see how it ended",
            )),
        }
    }

    fn cancel(&mut self, reason: &str) -> Result<(), Rejection> {
        self.allow(&Action::CancelInstance)?;
        if reason.trim().is_empty() {
            return Err(Rejection::new(
                RejectionCode::ReasonRequired,
                "say why the case is cancelled",
            ));
        }
        self.emit(Event::InstanceCancelled { reason: reason.to_owned() });
        Ok(())
    }

    /// The day on which the application was filed: codes are chosen by the lists of that day.
    fn filed_on(&self) -> Date {
        self.process.day(self.instance.started_at)
    }

    /// Whether the actor may do this.
    pub(crate) fn allow(&self, action: &Action<'_>) -> Result<(), Rejection> {
        access::check(self.by, action)
    }

    /// Whether the actor may read the case, which some commands demand beside their own rule.
    pub(crate) fn allow_reading(&self) -> Result<(), Rejection> {
        let facts = CaseFacts::of(&self.process.definition, &self.instance);
        self.allow(&Action::ReadInstance(&facts))
    }

    pub(crate) const fn by(&self) -> &Actor {
        self.by
    }

    /// Records an event: the working instance evolves, and what must be told is noted.
    pub(crate) fn emit(&mut self, event: Event) {
        let recorded = Recorded {
            seq: self.instance.version + 1,
            at: self.at,
            by: self.by.name().to_owned(),
            event,
        };
        self.facts.extend(Fact::of(self.process, &self.instance, &recorded));
        let calls = calling(&self.instance);
        evolve(&mut self.instance, &recorded);
        self.effects.extend(react(self.process, &self.instance, &calls, &recorded));
        self.events.push(recorded);
    }

    /// The next number of an activation or a timer.
    pub(crate) const fn next_no(&self) -> ActivationNo {
        self.instance.next_no
    }

    /// The activation with the number at the end of an identifier of this instance.
    pub(crate) fn activation(&self, id: &str) -> Option<(ActivationNo, &Activation)> {
        let (instance, no) = crate::instance::split_id(id)?;
        let activation = self.instance.activations.get(&no)?;
        (instance == self.instance.id).then_some((no, activation))
    }

    /// The calendar as it is known at the moment of the command.
    pub(crate) fn calendar(&self) -> CalendarView {
        self.process.calendar_known(self.at)
    }

    /// Where an activation stands.
    pub(crate) fn place_of(&self, no: ActivationNo) -> Option<Place> {
        self.instance.activations.get(&no).map(Place::from)
    }
}
