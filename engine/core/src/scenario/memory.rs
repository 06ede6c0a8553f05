//! The pure world: no store, no workers. After each command the instance is rebuilt from its events
//! and must be the same.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::Timestamp;

use super::world::{Trouble, World};
use crate::catalogue::Catalogue;
use crate::command::{Actor, CallResult, Caller, Command, Request};
use crate::effect::{Effect, EffectKind};
use crate::event::{ActivationNo, Recorded};
use crate::ids::{EditionId, InstanceId, ProcessId};
use crate::instance::{Instance, split_id};
use crate::process::Process;
use crate::rejection::RejectionCode;
use crate::transition::{replay, transition};
use crate::value::Value;

/// A world in memory.
#[derive(Debug)]
pub struct MemoryWorld {
    now: Timestamp,
    maps: Catalogue,
    /// The instance that is played, and after it those that it called.
    cases: Vec<Case>,
}

/// An instance with its process and what became of it.
#[derive(Debug)]
struct Case {
    process: Arc<Process>,
    id: InstanceId,
    instance: Option<Instance>,
    events: Vec<Recorded>,
    effects: Vec<Effect>,
}

impl Case {
    /// The numbers of instances count from 1, so that the same scenario gives the same history.
    fn new(process: Arc<Process>, number: usize) -> Self {
        let id = InstanceId::new(format!("{number:014}"));
        Self { process, id, instance: None, events: Vec::new(), effects: Vec::new() }
    }

    /// Gives it a command; what must be told is for the world to see to.
    fn submit(&mut self, request: &Request) -> Result<Vec<Effect>, Trouble> {
        let done = transition(&self.process, &self.id, self.instance.as_ref(), request)?;
        self.events.extend(done.events);
        self.effects.extend(done.effects.iter().cloned());
        self.instance = Some(done.after);
        self.check_replay()?;
        Ok(done.effects)
    }

    /// Invariant: the instance is the fold of its events, and nothing else.
    fn check_replay(&self) -> Result<(), Trouble> {
        let rebuilt = replay(&self.id, &self.events);
        if rebuilt == self.instance {
            return Ok(());
        }
        let (was, is) = (format!("{:#?}", self.instance), format!("{rebuilt:#?}"));
        let differing = was.lines().zip(is.lines()).find(|(was, is)| was != is);
        Err(Trouble::Broken(format!(
            "the instance rebuilt from its {} events differs: {differing:?}",
            self.events.len()
        )))
    }

    fn is_called_by(&self, instance: &InstanceId, no: ActivationNo) -> bool {
        let caller = self.instance.as_ref().and_then(|instance| instance.caller.as_ref());
        caller.is_some_and(|caller| caller.instance == *instance && caller.no == no)
    }
}

impl MemoryWorld {
    /// A world at this moment, without an instance yet.
    pub fn new(process: Arc<Process>, now: Timestamp) -> Self {
        Self { now, maps: Catalogue::default(), cases: vec![Case::new(process, 1)] }
    }

    /// The same, with the maps that steps may call.
    #[must_use]
    pub fn with_maps(mut self, maps: Catalogue) -> Self {
        self.maps = maps;
        self
    }

    fn played(&self) -> &Case {
        &self.cases[0]
    }

    /// Gives a command to one case, and then whatever follows from it to those beside it.
    fn give(&mut self, case: usize, command: Command, by: &Actor) -> Result<(), Trouble> {
        let request = Request { command, by: by.clone(), at: self.now };
        let mut effects = VecDeque::from(self.cases[case].submit(&request)?);
        while let Some(effect) = effects.pop_front() {
            effects.extend(self.carry_out(effect)?);
        }
        Ok(())
    }

    /// What the workers of the server do with calls.
    fn carry_out(&mut self, effect: Effect) -> Result<Vec<Effect>, Trouble> {
        match effect.kind {
            EffectKind::StartCalled { process, edition, data, no } => {
                let caller = Caller { instance: effect.instance, no };
                self.start(&process, edition.as_ref(), data, caller)
            }
            EffectKind::ReturnToCaller { instance, no, result } => {
                let command = Command::CompleteCall { no, child: Some(effect.instance), result };
                self.tell(&instance, command)
            }
            EffectKind::CancelCalled { no } => {
                let called = self.cases.iter().find(|case| case.is_called_by(&effect.instance, no));
                let Some(id) = called.map(|case| case.id.clone()) else { return Ok(Vec::new()) };
                self.tell(&id, Command::Cancel { reason: effect.instance.to_string() })
            }
            EffectKind::Notify { .. }
            | EffectKind::Document { .. }
            | EffectKind::Reassign { .. }
            | EffectKind::Mail(_) => Ok(Vec::new()),
        }
    }

    fn start(
        &mut self,
        process: &ProcessId,
        edition: Option<&EditionId>,
        data: Value,
        caller: Caller,
    ) -> Result<Vec<Effect>, Trouble> {
        let (parent, no) = (caller.instance.clone(), caller.no);
        let found = match edition {
            Some(edition) => self.maps.edition(edition),
            None => self.maps.current(process),
        };
        let reason = match found {
            None => format!("there is no process `{process}` here"),
            Some(found) => {
                let mut case = Case::new(Arc::clone(found), self.cases.len() + 1);
                let command = Command::Start { data, caller: Some(caller) };
                let request = Request { command, by: Actor::Engine, at: self.now };
                match case.submit(&request) {
                    Ok(effects) => {
                        self.cases.push(case);
                        return Ok(effects);
                    }
                    Err(Trouble::Refused(rejection)) => rejection.to_string(),
                    Err(broken) => return Err(broken),
                }
            }
        };
        let result = CallResult::Refused { reason };
        self.tell(&parent, Command::CompleteCall { no, child: None, result })
    }

    /// Tells a case; one that does not wait for it any more needs not be told.
    fn tell(&mut self, id: &InstanceId, command: Command) -> Result<Vec<Effect>, Trouble> {
        let request = Request { command, by: Actor::Engine, at: self.now };
        let Some(case) = self.cases.iter_mut().find(|case| case.id == *id) else {
            return Ok(Vec::new());
        };
        match case.submit(&request) {
            Err(Trouble::Refused(rejection)) if is_late(rejection.code) => Ok(Vec::new()),
            told => told,
        }
    }
}

/// Whether a refusal says that nobody waits any more.
const fn is_late(code: RejectionCode) -> bool {
    matches!(code, RejectionCode::NoSuchCall | RejectionCode::InstanceClosed)
}

impl World for MemoryWorld {
    fn process(&self) -> Arc<Process> {
        Arc::clone(&self.played().process)
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn set(&mut self, at: Timestamp) {
        self.now = at;
    }

    fn submit(&mut self, command: Command, by: &Actor) -> Result<(), Trouble> {
        let named = command.instance();
        let case = self.cases.iter().position(|case| Some(&case.id) == named.as_ref());
        self.give(case.unwrap_or_default(), command, by)
    }

    fn fire(&mut self) -> Result<(), Trouble> {
        let instances = self.cases.iter().filter_map(|case| case.instance.as_ref());
        let timers = instances.flat_map(|instance| {
            instance.timers.iter().map(|(no, timer)| (timer.due, instance.timer_id(*no), *no))
        });
        let first = timers.min_by_key(|(due, timer, no)| {
            (*due, split_id(timer.as_str()).map(|(instance, _)| instance), *no)
        });
        let Some((_, timer, _)) = first else { return Ok(()) };
        self.submit(Command::FireTimer { timer }, &Actor::Engine)
    }

    fn instance(&mut self) -> Result<Option<Instance>, Trouble> {
        Ok(self.played().instance.clone())
    }

    fn called(&mut self) -> Result<Vec<(Arc<Process>, Instance)>, Trouble> {
        let called = self.cases.iter().skip(1);
        let called =
            called.filter_map(|case| Some((Arc::clone(&case.process), case.instance.clone()?)));
        Ok(called.collect())
    }

    fn events(&mut self) -> Result<Vec<Recorded>, Trouble> {
        Ok(self.played().events.clone())
    }

    fn effects(&mut self) -> Result<Vec<Effect>, Trouble> {
        Ok(self.played().effects.clone())
    }
}
