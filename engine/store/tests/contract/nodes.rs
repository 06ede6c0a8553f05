//! Several nodes over one PostgreSQL database.

use std::collections::BTreeSet;
use std::time::Duration;

use reglament_store::CommitError;
use sqlx::{Connection, PgConnection};

use crate::case::{Case, after, noon};
use crate::place::Place;

pub async fn nodes_take_different_work(place: &Place) {
    let (one, two) = (place.open().await, place.open().await);
    for n in 10..30 {
        let due = Some(after(n));
        let (mut case, start) = Case::start_with_task(&format!("261123000000{n}"), "clerks", due);
        one.commit(start).await.unwrap();
        two.commit(case.open_job(5, "register", noon())).await.unwrap();
        one.commit(case.notify(1)).await.unwrap();
    }
    let lease = Duration::from_secs(30);
    let (first, second) =
        tokio::join!(one.due_timers(after(99), 15), two.due_timers(after(99), 15));
    let timers: Vec<_> = first.unwrap().into_iter().chain(second.unwrap()).collect();
    assert_eq!(timers.iter().map(|row| &row.timer).collect::<BTreeSet<_>>().len(), timers.len());
    let rest = one.due_timers(after(99), 99).await.unwrap();
    assert_eq!(timers.len() + rest.len(), 20, "each timer was taken by one node");

    let (first, second) =
        tokio::join!(one.lease_effects(noon(), lease, 15), two.lease_effects(noon(), lease, 15));
    let effects: Vec<_> = first.unwrap().into_iter().chain(second.unwrap()).collect();
    let names: BTreeSet<_> = effects.iter().map(|row| &row.effect.id).collect();
    assert_eq!(names.len(), effects.len());
    let (first, second) = tokio::join!(
        one.lease_jobs("register", noon(), lease, 15),
        two.lease_jobs("register", noon(), lease, 15)
    );
    let jobs: Vec<_> = first.unwrap().into_iter().chain(second.unwrap()).collect();
    assert_eq!(jobs.iter().map(|row| &row.job.job).collect::<BTreeSet<_>>().len(), jobs.len());
}

/// A node that took a timer and died: another one fires it when the lease has ended. Until then the
/// next timer is not in the past, so that nobody asks in a loop.
pub async fn a_timer_of_a_dead_node_is_taken_over(place: &Place) {
    let (one, two) = (place.open().await, place.open().await);
    let (mut case, start) = Case::start_with_task("26112300000001", "clerks", Some(after(5)));
    one.commit(start).await.unwrap();
    assert_eq!(one.next_timer().await.unwrap(), Some(after(5)));
    let taken = one.due_timers(after(6), 10).await.unwrap();
    assert_eq!(taken.len(), 1);
    assert_eq!(two.due_timers(after(6), 10).await.unwrap(), []);
    let next = two.next_timer().await.unwrap().unwrap();
    assert!(next > after(6));
    assert_eq!(two.due_timers(next, 10).await.unwrap(), taken, "with its own due date");
    two.commit(case.change(|instance| instance.timers.clear())).await.unwrap();
    assert_eq!(one.due_timers(after(999), 10).await.unwrap(), []);
}

/// A caller that goes away while a pooled connection begins a transaction could leave it open; the
/// next writes on that connection would be answered and lost. So no write may run in the caller.
pub async fn no_transaction_stays_open_behind_a_caller(place: &Place) {
    const ROUNDS: usize = 300;
    let store = place.open().await;
    let (mut kept, start) = Case::start("26112300000001");
    store.commit(start).await.unwrap();
    let mut cancelled = 0;
    for round in 0..ROUNDS {
        let (mut gone, start) = Case::start(&format!("261123{:08}", 100 + round));
        let patience = Duration::from_micros(u64::try_from(round * 53 % 2_000).unwrap());
        let write = async {
            store.commit(start).await.unwrap();
            store.commit(gone.notify(1)).await.unwrap();
            store.lease_effects(noon(), Duration::ZERO, 1).await.unwrap();
        };
        cancelled += usize::from(tokio::time::timeout(patience, write).await.is_err());
        match store.commit(kept.notify(1)).await {
            Ok(()) => {}
            Err(error @ CommitError::Conflict) => panic!("a commit was lost before: {error}"),
            Err(error) => panic!("{error}"),
        }
    }
    assert!(cancelled > ROUNDS / 10, "only {cancelled} callers went away");
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut other = PgConnection::connect(&place.url).await.unwrap();
    let (open,): (i64,) = sqlx::query_as(
        "select count(*) from pg_stat_activity where datname = current_database()
         and application_name = 'reglament' and state like 'idle in transaction%'",
    )
    .fetch_one(&mut other)
    .await
    .unwrap();
    assert_eq!(open, 0);
    let (events,): (i64,) = sqlx::query_as("select count(*) from event where instance = $1")
        .bind(kept.id().as_str())
        .fetch_one(&mut other)
        .await
        .unwrap();
    assert_eq!(usize::try_from(events).unwrap(), ROUNDS + 1, "seen by another connection");
}
