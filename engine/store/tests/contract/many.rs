//! Many callers at once, and callers that go away.

use std::time::Duration;

use reglament_store::{CommitError, Store};

use crate::case::{Case, remember};
use crate::place::Place;

const CALLERS: usize = 16;

pub async fn sixteen_callers_commit_their_instances(place: &Place) {
    let store = place.open().await;
    let callers = (0..CALLERS).map(|n| {
        let store = store.clone();
        tokio::spawn(async move {
            let (mut case, start) = Case::start(&format!("261123000000{n:02}"));
            store.commit(start).await.unwrap();
            for step in 0..20 {
                let mut commit = case.notify(1);
                commit.remember = Some(remember(&format!("{n}:{step}"), "a"));
                store.commit(commit).await.unwrap();
                // What was answered is what the next read sees.
                assert_eq!(store.instance(&case.id()).await.unwrap().unwrap(), case.instance);
            }
            case
        })
    });
    for caller in callers.collect::<Vec<_>>() {
        let case = caller.await.unwrap();
        whole(&*store, &case, 21).await;
        assert_eq!(store.effects(&case.id()).await.unwrap().len(), 20);
    }
}

/// The history, the version and the audit of a case agree.
async fn whole(store: &dyn Store, case: &Case, version: u64) {
    let events = store.events(&case.id(), 0, 10_000).await.unwrap();
    let seqs: Vec<u64> = events.iter().map(|event| event.seq).collect();
    assert_eq!(seqs, (1..=version).collect::<Vec<_>>());
    let instance = store.instance(&case.id()).await.unwrap().unwrap();
    assert_eq!(instance.version, version);
    let audit = store.audit_of(&case.id(), 10_000).await.unwrap();
    assert_eq!(u64::try_from(audit.len()).unwrap(), version);
}

pub async fn one_of_many_wins_each_version(place: &Place) {
    const VERSIONS: u64 = 25;
    let store = place.open().await;
    let (case, start) = Case::start("26112300000001");
    store.commit(start).await.unwrap();
    let callers = (0..CALLERS).map(|_| {
        let (store, mut case) = (store.clone(), case.clone());
        tokio::spawn(async move {
            let (mut wins, mut conflicts) = (0, 0);
            loop {
                case.instance = store.instance(&case.id()).await.unwrap().unwrap();
                if case.instance.version >= VERSIONS {
                    return (wins, conflicts);
                }
                match store.commit(case.notify(1)).await {
                    Ok(()) => wins += 1,
                    Err(CommitError::Conflict) => conflicts += 1,
                    Err(other) => panic!("{other}"),
                }
            }
        })
    });
    let (mut wins, mut conflicts) = (0, 0);
    for caller in callers.collect::<Vec<_>>() {
        let (won, lost) = caller.await.unwrap();
        (wins, conflicts) = (wins + won, conflicts + lost);
    }
    let version = store.instance(&case.id()).await.unwrap().unwrap().version;
    assert_eq!(wins, version - 1, "each version has one winner");
    assert!(conflicts > 0, "nobody competed, so nothing was tested");
    whole(&*store, &case, version).await;
    assert_eq!(store.effects(&case.id()).await.unwrap().len() as u64, version - 1);
}

pub async fn one_of_many_uses_a_key(place: &Place) {
    let store = place.open().await;
    for round in 0..5 {
        let callers = (0..CALLERS).map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                let (_, mut start) = Case::start(&format!("2611230000{round:02}{n:02}"));
                start.remember = Some(remember(&format!("round {round}"), &n.to_string()));
                match store.commit(start).await {
                    Ok(()) => (true, n.to_string()),
                    Err(CommitError::Repeated(known)) => (false, known.request_hash.clone()),
                    Err(other) => panic!("{other}"),
                }
            })
        });
        let mut answers = Vec::new();
        for caller in callers.collect::<Vec<_>>() {
            answers.push(caller.await.unwrap());
        }
        let winners: Vec<_> = answers.iter().filter(|(won, _)| *won).collect();
        assert_eq!(winners.len(), 1);
        assert!(answers.iter().all(|(_, request)| *request == winners[0].1), "{answers:?}");
    }
}

/// Callers drop their request at arbitrary moments. Each commit is then there whole or not at all,
/// and what other callers are told is stored stays stored.
pub async fn a_caller_that_goes_away_leaves_nothing_half_done(place: &Place) {
    const ROUNDS: u64 = 150;
    let store = place.open().await;
    let (mut kept, start) = Case::start("26112300000001");
    store.commit(start).await.unwrap();
    let (mut stored, mut gone) = (0, 0);
    for round in 0..ROUNDS {
        let (case, mut start) =
            Case::start_with_task(&format!("261123{:08}", 100 + round), "clerks", None);
        start.outbox = vec![case.effect(1, 0)];
        start.remember = Some(remember(&format!("gone:{round}"), "a"));
        let patience = Duration::from_micros(round * 37 % 3_000);
        let _ = tokio::time::timeout(patience, store.commit(start)).await;

        // The next writer of the same connection is told the truth.
        store.commit(kept.notify(1)).await.unwrap();
        let there = store.instance(&case.id()).await.unwrap().is_some();
        if there {
            stored += 1;
            whole(&*store, &case, 1).await;
            assert!(store.task(&case.task_id(1)).await.unwrap().is_some());
            assert!(store.remembered(&format!("gone:{round}")).await.unwrap().is_some());
            assert_eq!(store.effects(&case.id()).await.unwrap().len(), 1);
        } else {
            gone += 1;
        }
    }
    assert!(stored > 0, "no commit was stored: {gone} gone");
    store.close().await;
    let store = place.open().await;
    whole(&*store, &kept, ROUNDS + 1).await;
}
