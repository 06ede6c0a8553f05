//! The one road of commands: load the instance, decide, commit once, reply.
//!
//! HTTP calls, forms, timers, messages and workers' results all come through
//! [`Dispatcher::dispatch`]; nothing else changes an instance.

mod cache;
mod error;
mod linked;
mod moving;
mod numbers;
mod once;
mod refused;
mod reply;
pub(crate) mod road;

use std::sync::Arc;

use jiff::tz::TimeZone;
use reglament_core::command::{Actor, Command, Request};
use reglament_core::ids::{EditionId, InstanceId, ProcessId};
use reglament_core::instance::Instance;
use reglament_core::process::Process;
use reglament_core::rejection::Rejection;
use reglament_core::transition::{Transition, transition};
use reglament_store::{AttachedFile, LeaseCheck, Store, StoreError};

use crate::app::SharedCatalogue;
use crate::clock::Clock;
use crate::live::Live;
use crate::organization::Rosters;
use crate::workers::Wake;
use cache::InstanceCache;
use numbers::InstanceNumbers;
use road::Errand;

pub use error::{DispatchError, Fault};
pub use once::Idempotency;
pub use reply::{OpenIncident, OpenJob, OpenTask, Reply};

/// The instance that a command is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A new one of this process; its number is drawn here.
    New(ProcessId),
    /// A new one of this process, on this edition of its map.
    NewOn(ProcessId, EditionId),
    /// This one.
    Instance(InstanceId),
}

/// What the sender of a command demands beside it.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Carry it out once, however often it is sent.
    pub idempotency: Option<Idempotency>,
    /// Only on this version of the instance.
    pub if_match: Option<u64>,
    /// Only while this lease is held.
    pub lease: Option<LeaseCheck>,
    /// The bytes of the file that it attaches.
    pub attachment: Option<Arc<AttachedFile>>,
}

/// Carries out commands. Cheap to clone: everything is shared.
#[derive(Clone)]
pub struct Dispatcher(Arc<Shared>);

/// The pure part of the road, [`transition`] but in tests of what happens when it fails.
type Decide =
    fn(&Process, &InstanceId, Option<&Instance>, &Request) -> Result<Transition, Rejection>;

struct Shared {
    decide: Decide,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    catalogue: SharedCatalogue,
    cache: InstanceCache,
    numbers: InstanceNumbers,
    wake: Wake,
    live: Arc<Live>,
    rosters: Arc<Rosters>,
}

impl Dispatcher {
    /// A dispatcher over this store; numbers of instances name the day in this zone.
    pub fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        catalogue: SharedCatalogue,
        zone: TimeZone,
    ) -> Self {
        Self::deciding(transition, store, clock, catalogue, zone)
    }

    fn deciding(
        decide: Decide,
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        catalogue: SharedCatalogue,
        zone: TimeZone,
    ) -> Self {
        let (cache, numbers) = (InstanceCache::default(), InstanceNumbers::new(zone));
        let (wake, live) = (Wake::default(), Arc::new(Live::default()));
        let rosters = Arc::default();
        Self(Arc::new(Shared {
            decide,
            store,
            clock,
            catalogue,
            cache,
            numbers,
            wake,
            live,
            rosters,
        }))
    }

    /// Who works here, as it was read last.
    pub(crate) fn rosters(&self) -> &Arc<Rosters> {
        &self.0.rosters
    }

    /// The bells that its commits ring.
    pub fn wake(&self) -> &Wake {
        &self.0.wake
    }

    /// Where its commits are news.
    pub fn live(&self) -> &Arc<Live> {
        &self.0.live
    }

    /// The instance as it was known here last: for facts that never change, such as who started
    /// it. What is shown to people is read from the store.
    pub async fn known(&self, id: &InstanceId) -> Result<Option<Arc<Instance>>, StoreError> {
        if let Some(kept) = self.0.cache.get(id) {
            return Ok(Some(kept));
        }
        Ok(self.0.store.instance(id).await?.map(Arc::new))
    }

    /// The reply to the start of an instance under this key; none when there was none.
    pub async fn started_under(&self, key: &Idempotency) -> Result<Option<Reply>, DispatchError> {
        let remembered = self.0.store.remembered(key.key()).await.map_err(Fault::from)?;
        remembered.as_ref().map(Idempotency::given).transpose()
    }

    /// Carries out a command; the reply is given after the commit that holds it.
    ///
    /// The work runs in a task of its own: a caller that goes away cancels nothing, so no
    /// transaction is left half-way.
    pub async fn dispatch(
        &self,
        target: Target,
        command: Command,
        actor: Actor,
        options: Options,
    ) -> Result<Reply, DispatchError> {
        let shared = Arc::clone(&self.0);
        let errand = Errand { target, command, actor, options };
        let work = tokio::spawn(async move { shared.carry_out_on_record(errand).await });
        work.await.unwrap_or_else(|error| Err(Fault::Task(error.to_string()).into()))
    }
}

#[cfg(test)]
mod tests;
