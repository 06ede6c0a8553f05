//! The live world of scenarios: every command takes the road of the product, to a SQLite store of its
//! own, under a clock that the scenario sets.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reglament_core::catalogue::Catalogue;
use reglament_core::command::{Actor, Command};
use reglament_core::effect::Effect;
use reglament_core::event::Recorded;
use reglament_core::ids::{InstanceId, JobId};
use reglament_core::instance::{ActivationState, Instance, split_id};
use reglament_core::process::Process;
use reglament_core::scenario::{Trouble, World};
use reglament_core::transition::replay;
use reglament_server::app::{App, Settings};
use reglament_server::clock::{Clock, SetClock};
use reglament_server::dispatch::{DispatchError, Options, Target};
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
    runtime: Runtime,
    _folder: TempDir,
}

impl LiveWorld {
    /// A world at this moment, on a new store.
    pub fn new(process: Arc<Process>, now: Timestamp) -> Self {
        let runtime = Runtime::new().unwrap();
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite:{}", folder.path().join("reglament.db").display());
        let store = runtime.block_on(reglament_store::open(&url)).unwrap();
        let clock = Arc::new(SetClock::at(now));
        let mut catalogue = Catalogue::default();
        catalogue.publish(Arc::clone(&process));
        let app = App::new(store, Arc::<SetClock>::clone(&clock), catalogue, Settings::default());
        Self { process, clock, app, instance: None, runtime, _folder: folder }
    }

    fn dispatch(&mut self, command: Command, by: &Actor, options: Options) -> Result<(), Trouble> {
        let target = match &self.instance {
            Some(instance) => Target::Instance(instance.clone()),
            None => Target::New(self.process.definition.process.clone()),
        };
        let work = self.app.dispatcher.dispatch(target, command, by.clone(), options);
        match self.runtime.block_on(work) {
            Ok(reply) => {
                self.instance = Some(reply.instance);
                self.check_replay()
            }
            Err(DispatchError::Rejected(rejection)) => Err(Trouble::Refused(rejection)),
            Err(other) => Err(broken(other)),
        }
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
        let found = self.instance()?;
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
