//! Due timers become commands, in due order within their instance.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use reglament_core::command::{Actor, Command};
use reglament_core::ids::InstanceId;
use reglament_core::rejection::RejectionCode;
use reglament_core::rows::TimerRow;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::run::{Worker, WorkerFault};
use crate::app::App;
use crate::dispatch::{DispatchError, Dispatcher, Options, Target};

/// Timers taken in one batch: as many as are fired in well under a second.
const TIMERS_BATCH_MAX: u32 = 256;
/// Instances whose timers are fired at the same time.
const INSTANCES_AT_ONCE: usize = 16;
/// After its first failed timer an instance is left alone this long, then twice as long, and so on.
const FAILURE_REST: Duration = Duration::from_secs(2);
/// The longest time for which an instance is left alone.
const FAILURE_REST_MAX: Duration = Duration::from_mins(15);

/// Fires due timers. What was due while the server was down is due at its start, and fires once.
pub struct Timers {
    app: App,
    resting: Mutex<BTreeMap<InstanceId, Rest>>,
}

/// An instance whose timer could not be fired.
#[derive(Clone, Copy, Debug)]
struct Rest {
    failures: u32,
    until: Timestamp,
}

impl Timers {
    /// The worker of this product.
    pub fn new(app: App) -> Self {
        Self { app, resting: Mutex::default() }
    }

    /// Fires what is due, up to a batch: the instances, and how many timers of each fired.
    pub async fn fire_due(&self, now: Timestamp) -> Result<Vec<(InstanceId, usize)>, WorkerFault> {
        let mut waiting = self.due(now).await?.into_iter();
        let mut running = JoinSet::new();
        let mut fired = Vec::new();
        loop {
            while running.len() < INSTANCES_AT_ONCE {
                let Some(timers) = waiting.next() else { break };
                running.spawn(fire(self.app.dispatcher.clone(), timers));
            }
            let Some(done) = running.join_next().await else { return Ok(fired) };
            let Fired { instance, count, failure } = done?;
            self.note(instance.clone(), failure.as_ref(), now);
            fired.push((instance, count));
        }
    }

    fn resting(&self) -> MutexGuard<'_, BTreeMap<InstanceId, Rest>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The due timers of instances that do not rest, by instance, each in due order.
    async fn due(&self, now: Timestamp) -> Result<Vec<Vec<TimerRow>>, WorkerFault> {
        // Instances that rest must not fill the batch; each has few timers that are due at once.
        let resting = u32::try_from(self.resting().len()).unwrap_or(u32::MAX);
        let limit = TIMERS_BATCH_MAX.saturating_add(resting.saturating_mul(4));
        let rows = self.app.store.due_timers(now, limit).await?;
        let resting = self.resting();
        let mut instances: BTreeMap<InstanceId, usize> = BTreeMap::new();
        let mut due: Vec<Vec<TimerRow>> = Vec::new();
        for row in rows {
            if resting.get(&row.instance).is_some_and(|rest| now < rest.until) {
                continue;
            }
            let place = *instances.entry(row.instance.clone()).or_insert(due.len());
            if place == due.len() {
                due.push(Vec::new());
            }
            due[place].push(row);
        }
        Ok(due)
    }

    /// Keeps what became of an instance: it rests after a failure, and is forgotten after a success.
    fn note(&self, instance: InstanceId, failure: Option<&DispatchError>, now: Timestamp) {
        let mut resting = self.resting();
        let Some(failure) = failure else {
            resting.remove(&instance);
            return;
        };
        let failures = resting.get(&instance).map_or(0, |rest| rest.failures) + 1;
        tracing::warn!(%instance, failures, %failure, "a timer could not be fired");
        let rest = FAILURE_REST.saturating_mul(1 << (failures - 1).min(12)).min(FAILURE_REST_MAX);
        let until = now.saturating_add(rest).unwrap_or(Timestamp::MAX);
        resting.insert(instance, Rest { failures, until });
    }
}

#[async_trait]
impl Worker for Timers {
    fn name(&self) -> &'static str {
        "timers"
    }

    async fn run_once(&self, now: Timestamp) -> Result<usize, WorkerFault> {
        Ok(self.fire_due(now).await?.iter().map(|(_, count)| count).sum())
    }

    async fn next(&self, now: Timestamp) -> Result<Option<Timestamp>, WorkerFault> {
        let next = self.app.store.next_timer().await?;
        // The next one may belong to an instance that rests, and then looking at once is in vain.
        let patience = now.saturating_add(FAILURE_REST).unwrap_or(Timestamp::MAX);
        let rests = !self.resting().is_empty();
        Ok(next.map(|next| if rests { next.max(patience) } else { next }))
    }

    fn bell<'a>(&'a self, app: &'a App) -> &'a Notify {
        &app.dispatcher.wake().timers
    }
}

struct Fired {
    instance: InstanceId,
    count: usize,
    failure: Option<DispatchError>,
}

/// Fires timers of one instance, one after the other, up to the first that fails.
async fn fire(dispatcher: Dispatcher, timers: Vec<TimerRow>) -> Fired {
    let mut fired = Fired { instance: timers[0].instance.clone(), count: 0, failure: None };
    for row in timers {
        let (target, command) =
            (Target::Instance(row.instance), Command::FireTimer { timer: row.timer });
        match dispatcher.dispatch(target, command, Actor::Engine, Options::default()).await {
            Ok(_) => fired.count += 1,
            // An earlier timer of this batch, or another node, took it away in between.
            Err(DispatchError::Rejected(refusal)) if refusal.code == RejectionCode::NoSuchTimer => {
            }
            Err(failure) => {
                fired.failure = Some(failure);
                break;
            }
        }
    }
    fired
}
