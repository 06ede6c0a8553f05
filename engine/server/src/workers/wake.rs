//! The bells that a commit rings, so that workers need not look all the time.

use reglament_store::Commit;
use tokio::sync::Notify;

/// One bell for each kind of work. A bell that rings while its worker is busy is heard afterwards;
/// what another node committed is found by the worker's own interval.
#[derive(Debug, Default)]
pub struct Wake {
    /// A timer is new or moved.
    pub timers: Notify,
    /// An effect is to be delivered.
    pub outbox: Notify,
    /// A job is open.
    pub jobs: Notify,
    /// An edition was published, or cases are to be moved to one.
    pub maps: Notify,
}

/// The bells that one commit rings.
#[derive(Clone, Copy, Debug)]
pub struct Bells {
    timers: bool,
    outbox: bool,
    jobs: bool,
}

impl Bells {
    /// The bells for what this commit changes.
    pub fn of(commit: &Commit) -> Self {
        Self {
            timers: !commit.rows.timers.is_empty(),
            outbox: !commit.outbox.is_empty(),
            jobs: !commit.rows.jobs.is_empty(),
        }
    }
}

impl Wake {
    /// Rings these bells.
    pub fn ring(&self, bells: Bells) {
        let all =
            [(bells.timers, &self.timers), (bells.outbox, &self.outbox), (bells.jobs, &self.jobs)];
        for (_, bell) in all.into_iter().filter(|(rings, _)| *rings) {
            bell.notify_one();
        }
    }

    /// Rings all bells: the sweep does.
    pub fn ring_all(&self) {
        self.ring(Bells { timers: true, outbox: true, jobs: true });
        self.maps.notify_one();
    }
}
