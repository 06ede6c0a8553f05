//! The live world of scenarios: every command takes the road of the product, to a SQLite store of its
//! own, under a clock that the scenario sets.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reglament_core::catalogue::Catalogue;
use reglament_core::command::{Actor, Command};
use reglament_core::effect::{Effect, EffectKind};
use reglament_core::event::Recorded;
use reglament_core::ids::{EffectId, InstanceId, JobId};
use reglament_core::instance::{ActivationState, Instance, split_id};
use reglament_core::process::Process;
use reglament_core::scenario::{Trouble, World};
use reglament_core::transition::replay;
use reglament_server::app::{App, Settings};
use reglament_server::clock::{Clock, SetClock};
use reglament_server::dispatch::{DispatchError, Options, Target};
use reglament_server::workers::calls;
use reglament_store::LeaseCheck;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// No instance of a scenario has more events.
const EVENTS_MAX: u32 = 10_000;
/// No store of a scenario has more timers or jobs due at once.
const DUE_MAX: u32 = 100;
/// How long a worker of a scenario holds a job.
const LEASE: Duration = Duration::from_mins(1);

/// One instance in a store of its own.
pub struct LiveWorld {
    process: Arc<Process>,
    clock: Arc<SetClock>,
    app: App,
    instance: Option<InstanceId>,
    /// The cases that it called, in the order of their start.
    called: Vec<InstanceId>,
    /// The effects between cases that were carried out.
    carried_out: BTreeSet<EffectId>,
    runtime: Runtime,
    _folder: TempDir,
}

impl LiveWorld {
    /// A world at this moment, on a new store, with the maps that steps may call.
    pub fn new(process: Arc<Process>, maps: Catalogue, now: Timestamp) -> Self {
        let runtime = Runtime::new().unwrap();
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite:{}", folder.path().join("reglament.db").display());
        let store = runtime.block_on(reglament_store::open(&url)).unwrap();
        let clock = Arc::new(SetClock::at(now));
        let mut catalogue = maps;
        catalogue.publish(Arc::clone(&process));
        let app = App::new(store, Arc::<SetClock>::clone(&clock), catalogue, Settings::default());
        Self {
            process,
            clock,
            app,
            instance: None,
            called: Vec::new(),
            carried_out: BTreeSet::new(),
            runtime,
            _folder: folder,
        }
    }

    fn dispatch(&mut self, command: Command, by: &Actor, options: Options) -> Result<(), Trouble> {
        let named = command.instance().filter(|named| self.called.contains(named));
        let target = match named.or_else(|| self.instance.clone()) {
            Some(instance) => Target::Instance(instance),
            None => Target::New(self.process.definition.process.clone()),
        };
        let work = self.app.dispatcher.dispatch(target, command, by.clone(), options);
        match self.runtime.block_on(work) {
            Ok(reply) => {
                self.instance.get_or_insert(reply.instance);
                self.carry_out_calls()?;
                self.check_replay()
            }
            Err(DispatchError::Rejected(rejection)) => Err(Trouble::Refused(rejection)),
            Err(other) => Err(broken(other)),
        }
    }

    /// Does what the outbox worker does with calls, until nothing is left to do.
    fn carry_out_calls(&mut self) -> Result<(), Trouble> {
        while let Some(effect) = self.next_call()? {
            self.runtime.block_on(calls::carry_out(&self.app, &effect)).map_err(broken)?;
            if let EffectKind::StartCalled { no, .. } = &effect.kind {
                let called = calls::called(&self.app, &effect.instance, *no);
                self.called.extend(self.runtime.block_on(called).map_err(broken)?);
            }
            self.carried_out.insert(effect.id);
        }
        Ok(())
    }

    /// The first effect between cases that was not carried out.
    fn next_call(&self) -> Result<Option<Effect>, Trouble> {
        for case in self.instance.iter().chain(&self.called) {
            let rows = self.runtime.block_on(self.app.store.effects(case)).map_err(broken)?;
            let found = rows.into_iter().map(|row| row.effect).find(|effect| {
                let between =
                    !matches!(effect.kind, EffectKind::Notify { .. } | EffectKind::Document { .. });
                between && !self.carried_out.contains(&effect.id)
            });
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Invariant: the row of the instance is the fold of its stored events.
    fn check_replay(&mut self) -> Result<(), Trouble> {
        let (stored, events) = (self.instance()?, self.events()?);
        let rebuilt = self.instance.as_ref().and_then(|id| replay(id, &events));
        if stored == rebuilt {
            return Ok(());
        }
        Err(broken(format!("stored {stored:?}\nrebuilt {rebuilt:?}")))
    }

    /// Leases the job like a worker; its rest after a failure is over for scenarios.
    fn lease(&mut self, job: &JobId) -> Result<Option<LeaseCheck>, Trouble> {
        let named = split_id(job.as_str()).map(|(instance, _)| instance);
        let found = match named.filter(|named| self.called.contains(named)) {
            Some(called) => {
                self.runtime.block_on(self.app.store.instance(&called)).map_err(broken)?
            }
            None => self.instance()?,
        };
        let of = |instance: &Instance| {
            let (_, no) = split_id(job.as_str())?;
            match &instance.activations.get(&no)?.state {
                ActivationState::Job(job) => Some((job.worker.clone(), job.available_at)),
                _ => None,
            }
        };
        let Some((worker, available_at)) = found.as_ref().and_then(of) else { return Ok(None) };
        let now = self.now().max(available_at);
        let store = &self.app.store;
        let leased = self.runtime.block_on(store.lease_jobs(&worker, now, LEASE, DUE_MAX));
        let leased = leased.map_err(broken)?.into_iter().find(|leased| leased.job.job == *job);
        Ok(leased.map(|leased| LeaseCheck { job: leased.job.job, token: leased.token }))
    }
}

impl World for LiveWorld {
    fn process(&self) -> Arc<Process> {
        Arc::clone(&self.process)
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn set(&mut self, at: Timestamp) {
        self.clock.set(at);
    }

    fn submit(&mut self, command: Command, by: &Actor) -> Result<(), Trouble> {
        let lease = match &command {
            Command::CompleteJob { job, .. } | Command::FailJob { job, .. } => self.lease(job)?,
            _ => None,
        };
        self.dispatch(command, by, Options { lease, ..Options::default() })
    }

    fn fire(&mut self) -> Result<(), Trouble> {
        let due = self.runtime.block_on(self.app.store.due_timers(self.now(), DUE_MAX));
        let due = due.map_err(broken)?;
        let Some(first) = due.first() else { return Err(broken("no timer of the store is due")) };
        let timer = first.timer.clone();
        self.dispatch(Command::FireTimer { timer }, &Actor::Engine, Options::default())
    }

    fn instance(&mut self) -> Result<Option<Instance>, Trouble> {
        let Some(id) = &self.instance else { return Ok(None) };
        self.runtime.block_on(self.app.store.instance(id)).map_err(broken)
    }

    fn called(&mut self) -> Result<Vec<(Arc<Process>, Instance)>, Trouble> {
        let mut all = Vec::new();
        for id in &self.called {
            let instance = self.runtime.block_on(self.app.store.instance(id)).map_err(broken)?;
            let instance =
                instance.ok_or_else(|| broken(format!("the called case {id} is gone")))?;
            let process = self.app.catalogue().edition(&instance.edition).cloned();
            all.push((process.ok_or_else(|| broken("its edition is gone"))?, instance));
        }
        Ok(all)
    }

    fn events(&mut self) -> Result<Vec<Recorded>, Trouble> {
        let Some(id) = &self.instance else { return Ok(Vec::new()) };
        self.runtime.block_on(self.app.store.events(id, 0, EVENTS_MAX)).map_err(broken)
    }

    fn effects(&mut self) -> Result<Vec<Effect>, Trouble> {
        let Some(id) = &self.instance else { return Ok(Vec::new()) };
        let rows = self.runtime.block_on(self.app.store.effects(id)).map_err(broken)?;
        Ok(rows.into_iter().map(|row| row.effect).collect())
    }
}

fn broken(fault: impl std::fmt::Display) -> Trouble {
    Trouble::Broken(fault.to_string())
}
