//! Jobs of workers: a lease is a fence.

use std::collections::BTreeSet;
use std::time::Duration;

use reglament_core::instance::ActivationState;
use reglament_store::CommitError;

use crate::case::{Case, after, noon, remember};
use crate::place::Place;

const LEASE: Duration = Duration::from_secs(30);

pub async fn a_lease_is_a_fence(place: &Place) {
    let store = place.open().await;
    let (mut case, start) = Case::start("26112300000001");
    store.commit(start).await.unwrap();
    store.commit(case.open_job(2, "register", noon())).await.unwrap();
    let mut done = case.clone().close_job(2, "");
    done.remember = Some(remember("worker:1", "a"));
    assert!(matches!(store.commit(done.clone()).await, Err(CommitError::LeaseLost)), "no lease");

    let first = store.lease_jobs("register", noon(), LEASE, 10).await.unwrap();
    assert_eq!(first[0].job.job, case.job_id(2));
    assert_eq!(first[0].until, after(30));
    assert_eq!(first[0].token.len(), 32);
    assert!(matches!(store.commit(done.clone()).await, Err(CommitError::LeaseLost)), "no token");

    // The attempt is failed by the sweep: the job changes, the lease is gone.
    let mut failed = case.change(|instance| {
        if let ActivationState::Job(job) = &mut instance.activations.get_mut(&2).unwrap().state {
            job.attempts -= 1;
        }
    });
    failed.lease =
        Some(reglament_store::LeaseCheck { job: case.job_id(2), token: first[0].token.clone() });
    store.commit(failed).await.unwrap();
    let second = store.lease_jobs("register", after(31), LEASE, 10).await.unwrap();
    assert_eq!(second[0].job.attempts, 2);
    assert_ne!(second[0].token, first[0].token);

    // The first worker wakes up and is refused, and nothing of it is stored.
    let mut stale = case.clone().close_job(2, &first[0].token);
    stale.remember = Some(remember("worker:1", "a"));
    assert!(matches!(store.commit(stale).await, Err(CommitError::LeaseLost)));
    assert_eq!(store.instance(&case.id()).await.unwrap().unwrap(), case.instance);
    assert_eq!(store.remembered("worker:1").await.unwrap(), None);
    store.commit(case.close_job(2, &second[0].token)).await.unwrap();
    assert_eq!(store.lease_jobs("register", after(999), LEASE, 10).await.unwrap(), []);
}

pub async fn an_expired_lease_is_listed_and_costs_its_holder(place: &Place) {
    let store = place.open().await;
    let (mut case, start) = Case::start("26112300000001");
    store.commit(start).await.unwrap();
    store.commit(case.open_job(2, "register", noon())).await.unwrap();
    let leased = store.lease_jobs("register", noon(), LEASE, 10).await.unwrap();
    assert_eq!(store.expired_jobs(after(29), 10).await.unwrap(), []);
    let expired = store.expired_jobs(after(30), 10).await.unwrap();
    assert_eq!(expired, leased);
    // It is not given away silently: it must cost an attempt first.
    assert_eq!(store.lease_jobs("register", after(60), LEASE, 10).await.unwrap(), []);
    // Until that happened, its holder may still finish.
    store.commit(case.close_job(2, &leased[0].token)).await.unwrap();
    assert_eq!(store.expired_jobs(after(60), 10).await.unwrap(), []);
}

pub async fn only_available_jobs_of_the_worker_are_leased(place: &Place) {
    let store = place.open().await;
    for (n, worker, at) in
        [(1, "register", 20), (2, "register", 10), (3, "border", 0), (4, "register", 99)]
    {
        let (mut case, start) = Case::start(&format!("2611230000000{n}"));
        store.commit(start).await.unwrap();
        store.commit(case.open_job(2, worker, after(at))).await.unwrap();
    }
    assert_eq!(store.lease_jobs("register", after(9), LEASE, 10).await.unwrap(), []);
    let one = store.lease_jobs("register", after(30), LEASE, 1).await.unwrap();
    assert_eq!(one[0].job.instance, "26112300000002");
    let rest = store.lease_jobs("register", after(30), LEASE, 10).await.unwrap();
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0].job.instance, "26112300000001");
    assert_eq!(store.lease_jobs("border", after(30), LEASE, 0).await.unwrap(), []);
    assert_eq!(store.lease_jobs("border", after(30), LEASE, u32::MAX).await.unwrap().len(), 1);
}

pub async fn two_workers_never_share_a_job(place: &Place) {
    let store = place.open().await;
    for n in 10..50 {
        let (mut case, start) = Case::start(&format!("261123000000{n}"));
        store.commit(start).await.unwrap();
        store.commit(case.open_job(2, "register", noon())).await.unwrap();
    }
    let workers = (0..8).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut mine = Vec::new();
            for _ in 0..10 {
                mine.extend(store.lease_jobs("register", noon(), LEASE, 2).await.unwrap());
            }
            mine
        })
    });
    let mut jobs = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        jobs.extend(worker.await.unwrap());
    }
    assert_eq!(jobs.len(), 40);
    assert_eq!(jobs.iter().map(|leased| &leased.job.job).collect::<BTreeSet<_>>().len(), 40);
    assert_eq!(jobs.iter().map(|leased| &leased.token).collect::<BTreeSet<_>>().len(), 40);
}
