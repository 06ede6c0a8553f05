//! Instances as of their last commit here, so that a command need not read what it just wrote.
//! What stands here may be old where several nodes write: every decision on it is proved by the
//! version that the commit checks, or taken again on what the store has.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use reglament_core::ids::InstanceId;
use reglament_core::instance::Instance;
use tokio::sync::{Mutex as AsyncMutex, MutexGuard};

/// More instances than this are not kept; the one used longest ago goes first.
const INSTANCES_MAX: usize = 4_096;
/// So many commands for different instances run at once; two for one instance never do.
const LANES: usize = 1_024;

/// A bounded cache of instances, and a lane for each that its commands wait in.
pub struct InstanceCache {
    kept: Mutex<Kept>,
    lanes: Box<[AsyncMutex<()>]>,
    hasher: RandomState,
}

#[derive(Default)]
struct Kept {
    instances: HashMap<InstanceId, (u64, Arc<Instance>)>,
    by_use: BTreeMap<u64, InstanceId>,
    uses: u64,
}

impl Default for InstanceCache {
    fn default() -> Self {
        let lanes = (0..LANES).map(|_| AsyncMutex::new(())).collect();
        Self { kept: Mutex::default(), lanes, hasher: RandomState::new() }
    }
}

impl InstanceCache {
    /// Waits for the commands that this node runs on the instance: they would only meet as
    /// conflicts of the store. Correctness does not rest on it.
    pub async fn lane(&self, id: &InstanceId) -> MutexGuard<'_, ()> {
        let lane = usize::try_from(self.hasher.hash_one(id) % LANES as u64).unwrap_or(0);
        self.lanes[lane].lock().await
    }

    /// The instance as of its last commit here.
    pub fn get(&self, id: &InstanceId) -> Option<Arc<Instance>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let instance = Arc::clone(&kept.instances.get(id)?.1);
        kept.put(id, Arc::clone(&instance));
        Some(instance)
    }

    /// Keeps an instance while it runs.
    pub fn put(&self, instance: &Arc<Instance>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if instance.is_running() {
            kept.put(&instance.id, Arc::clone(instance));
        } else {
            kept.remove(&instance.id);
        }
    }

    /// Forgets an instance.
    pub fn forget(&self, id: &InstanceId) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }
}

impl Kept {
    fn put(&mut self, id: &InstanceId, instance: Arc<Instance>) {
        self.uses += 1;
        if let Some((used, _)) = self.instances.insert(id.clone(), (self.uses, instance)) {
            self.by_use.remove(&used);
        }
        self.by_use.insert(self.uses, id.clone());
        if self.instances.len() > INSTANCES_MAX
            && let Some((_, oldest)) = self.by_use.pop_first()
        {
            self.instances.remove(&oldest);
        }
    }

    fn remove(&mut self, id: &InstanceId) {
        if let Some((used, _)) = self.instances.remove(id) {
            self.by_use.remove(&used);
        }
    }
}
