//! The rows of one instance, ready to be written under another number.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::chain;
use crate::error::StoreError;
use crate::model::Commit;
use crate::prepared::Prepared;
use crate::token::tokens;

/// The commits of an instance, prepared, and the numbers that were given out.
#[derive(Clone, Debug)]
pub(super) struct Template {
    commits: Arc<[Prepared]>,
    /// Begins the numbers of this run, so that runs on one database do not meet.
    run: Arc<str>,
    instances: Arc<AtomicU64>,
}

impl Template {
    pub(super) fn new(commits: &[Commit]) -> Result<Self, StoreError> {
        let mut commits: Vec<_> =
            commits.iter().cloned().map(Prepared::new).collect::<Result<_, _>>()?;
        for (place, commit) in (1..).zip(&mut commits) {
            let hash = chain::link(chain::GENESIS, place, &commit.audit.content());
            commit.audit.given = Some((place, hash));
        }
        let commits = commits.into();
        let run = tokens(1)?.concat();
        Ok(Self { commits, run: run.into(), instances: Arc::default() })
    }

    /// The commits of the next instance. The bodies stay those of the template, so that they need
    /// not be built again; the keys are new.
    pub(super) fn next(&self) -> impl Iterator<Item = Prepared> {
        let number = self.instances.fetch_add(1, Ordering::Relaxed);
        let instance = format!("{}-{number:012}", self.run);
        self.commits.iter().map(move |commit| renamed(commit, &instance))
    }
}

fn renamed(commit: &Prepared, instance: &str) -> Prepared {
    let mut commit = commit.clone();
    let old = std::mem::replace(&mut commit.instance.instance, instance.to_owned());
    let own = |text: &mut String| instance.clone_into(text);
    commit.events.iter_mut().for_each(|row| own(&mut row.instance));
    commit.tasks.iter_mut().for_each(|row| own(&mut row.key.instance));
    commit.tasks_closed.iter_mut().for_each(|key| own(&mut key.instance));
    commit.jobs.iter_mut().for_each(|row| own(&mut row.key.instance));
    commit.jobs_closed.iter_mut().for_each(|key| own(&mut key.instance));
    commit.terms.iter_mut().for_each(|row| own(&mut row.instance));
    commit.terms_gone.iter_mut().for_each(|row| own(&mut row.instance));
    commit.outbox.iter_mut().for_each(|row| own(&mut row.instance));
    commit.facts.iter_mut().for_each(|row| own(&mut row.instance));
    commit.audit.instance.iter_mut().for_each(own);
    own(&mut commit.audit.chain);
    let timers = commit.timers.iter_mut().map(|row| &mut row.key);
    for key in timers.chain(&mut commit.timers_closed) {
        key.timer = key.timer.replacen(&old, instance, 1);
        own(&mut key.instance);
    }
    if let Some(remember) = &mut commit.remember {
        remember.key = format!("{instance}:{}", commit.instance.version);
    }
    commit.lease = None;
    commit
}
