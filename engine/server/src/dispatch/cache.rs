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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use reglament_core::event::{Event, Recorded};
    use reglament_core::instance::InstanceState;
    use reglament_core::transition::replay;
    use reglament_core::value::Value;

    use super::*;

    fn instance(n: usize) -> Arc<Instance> {
        let event = Event::InstanceStarted {
            process: "errand".into(),
            edition: "0000000000000000".into(),
            applicant: String::new(),
            data: Value::Null,
            caller: None,
        };
        let (at, by) = (Timestamp::UNIX_EPOCH, "portal".to_owned());
        let started = [Recorded { seq: 1, at, by, event }];
        Arc::new(replay(&InstanceId::new(format!("{n:014}")), &started).unwrap())
    }

    #[test]
    fn the_one_used_longest_ago_goes_first() {
        let cache = InstanceCache::default();
        for n in 0..INSTANCES_MAX {
            cache.put(&instance(n));
        }
        let first = instance(0).id.clone();
        assert!(cache.get(&first).is_some(), "and it counts as used");
        cache.put(&instance(INSTANCES_MAX));
        assert!(cache.get(&first).is_some());
        assert!(cache.get(&instance(1).id).is_none());
        let kept = cache.kept.lock().unwrap();
        assert_eq!((kept.instances.len(), kept.by_use.len()), (INSTANCES_MAX, INSTANCES_MAX));
    }

    #[test]
    fn an_instance_that_ended_is_not_kept() {
        let cache = InstanceCache::default();
        cache.put(&instance(1));
        let mut ended = Instance::clone(&instance(1));
        ended.state = InstanceState::Ended { step: "end".into(), at: Timestamp::UNIX_EPOCH };
        cache.put(&Arc::new(ended));
        assert!(cache.get(&instance(1).id).is_none());
    }
}
