//! The pure world: no store, no workers. After each command the instance is rebuilt from its events
//! and must be the same.

use std::sync::Arc;

use jiff::Timestamp;

use super::world::{Trouble, World};
use crate::command::{Actor, Command, Request};
use crate::effect::Effect;
use crate::event::Recorded;
use crate::ids::InstanceId;
use crate::instance::Instance;
use crate::process::Process;
use crate::transition::{replay, transition};

/// The number of the instance in scenarios, so that the same scenario gives the same history.
const INSTANCE: &str = "00000000000001";

/// A world in memory.
#[derive(Debug)]
pub struct MemoryWorld {
    process: Arc<Process>,
    id: InstanceId,
    now: Timestamp,
    instance: Option<Instance>,
    events: Vec<Recorded>,
    effects: Vec<Effect>,
}

impl MemoryWorld {
    /// A world at this moment, without an instance yet.
    pub fn new(process: Arc<Process>, now: Timestamp) -> Self {
        let id = InstanceId::from(INSTANCE);
        Self { process, id, now, instance: None, events: Vec::new(), effects: Vec::new() }
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
}

impl World for MemoryWorld {
    fn process(&self) -> Arc<Process> {
        Arc::clone(&self.process)
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn set(&mut self, at: Timestamp) {
        self.now = at;
    }

    fn submit(&mut self, command: Command, by: &Actor) -> Result<(), Trouble> {
        let request = Request { command, by: by.clone(), at: self.now };
        let done = transition(&self.process, &self.id, self.instance.as_ref(), &request)?;
        self.events.extend(done.events);
        self.effects.extend(done.effects);
        self.instance = Some(done.after);
        self.check_replay()
    }

    fn fire(&mut self) -> Result<(), Trouble> {
        let Some(instance) = &self.instance else { return Ok(()) };
        let first = instance.timers.iter().min_by_key(|(no, timer)| (timer.due, **no));
        let Some(timer) = first.map(|(no, _)| instance.timer_id(*no)) else { return Ok(()) };
        self.submit(Command::FireTimer { timer }, &Actor::Engine)
    }

    fn instance(&mut self) -> Result<Option<Instance>, Trouble> {
        Ok(self.instance.clone())
    }

    fn events(&mut self) -> Result<Vec<Recorded>, Trouble> {
        Ok(self.events.clone())
    }

    fn effects(&mut self) -> Result<Vec<Effect>, Trouble> {
        Ok(self.effects.clone())
    }
}
