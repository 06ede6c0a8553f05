//! The chains of the audit: every row linked to the one before, whoever appends.

use reglament_store::chain::{self, EventsHash, GENESIS};
use reglament_store::{
    AuditCount, AuditEntry, AuditFilter, AuditRow, ChainHead, Checkpoint, CommitError, Store,
};

use crate::case::{Case, after, audit, noon};
use crate::place::Place;

/// The hash that a row must have after this one.
fn linked(previous: &str, row: &AuditRow) -> String {
    let entry = &row.entry;
    let (at, events) = (entry.at.as_microsecond(), row.events.as_deref());
    let content =
        chain::content(&row.chain, at, &entry.actor, &entry.action, &entry.detail, events);
    chain::link(previous, i64::try_from(row.place.unwrap()).unwrap(), &content)
}

/// The rows of a chain, which must be whole, and its head.
async fn whole(store: &dyn Store, name: &str) -> Vec<AuditRow> {
    let rows = store.audit_chain(name, 0, 100_000).await.unwrap();
    let mut previous = GENESIS.to_owned();
    for (place, row) in (1..).zip(&rows) {
        assert_eq!(row.place, Some(place), "{row:?}");
        previous = linked(&previous, row);
        assert_eq!(row.hash.as_ref(), Some(&previous), "{row:?}");
    }
    let heads = store.audit_heads("", false, 100_000).await.unwrap();
    let head = heads.into_iter().find(|head| head.chain == name);
    let place = rows.len() as u64;
    assert_eq!(head, Some(ChainHead { chain: name.to_owned(), place, hash: previous }));
    rows
}

pub async fn every_row_is_linked_to_the_one_before(place: &Place) {
    let store = place.open().await;
    let (mut case, start) = Case::start("26112300000001");
    let events = start.events.clone();
    store.commit(start).await.unwrap();
    store.audit(&audit(&case.id(), "Әлия, 1:2")).await.unwrap();
    let change = case.change(|_| {});
    store.commit(change.clone()).await.unwrap();
    assert!(matches!(store.commit(change).await, Err(CommitError::Conflict)));
    let sign_in = AuditEntry { instance: None, ..audit(&case.id(), "") };
    store.audit(&sign_in).await.unwrap();
    store.audit(&sign_in).await.unwrap();

    let rows = whole(&*store, case.id().as_str()).await;
    assert_eq!(rows.len(), 3);
    let stored = store.event_texts(&case.id(), 0, 10).await.unwrap();
    let mut hash = EventsHash::default();
    let first = &stored[0];
    hash.add(first.seq, first.at, &first.actor, &first.body);
    assert_eq!(rows[0].events, Some(hash.of(1, 1)));
    assert_eq!((first.seq, first.at), (1, events[0].at.as_microsecond()));
    assert_eq!(rows[1].events, None);
    assert!(rows[2].events.as_ref().unwrap().starts_with("2-2:"));
    assert_eq!(whole(&*store, "2026-11-23").await.len(), 2);
    let count = AuditCount { chained: 5, ..AuditCount::default() };
    assert_eq!(store.audit_count().await.unwrap(), count);
    place
        .run(
            "insert into audit (at, actor, action, instance, detail, chain)
             values (1, 'x', 'read', '26112300000001', '', '26112300000001')",
        )
        .await;
    assert_eq!(store.audit_count().await.unwrap(), AuditCount { loose: 1, ..count });
    assert_eq!(store.audit_unchained(case.id().as_str()).await.unwrap(), 1);
    assert_eq!(store.audit_head("nothing").await.unwrap(), None);
    let rest = store.audit_chain(case.id().as_str(), 2, 10).await.unwrap();
    assert_eq!(rest, rows[2..]);
}

pub async fn nobody_forks_or_loses_a_link(place: &Place) {
    const EACH: usize = 15;
    let stores = [place.open().await, place.open().await];
    let (case, start) = Case::start("26112300000001");
    stores[0].commit(start).await.unwrap();
    let mut running = Vec::new();
    for n in 0..8 {
        let (store, mut case) = (stores[n % 2].clone(), case.clone());
        running.push(tokio::spawn(async move {
            for _ in 0..EACH {
                if n < 4 {
                    store.audit(&audit(&case.id(), "read")).await.unwrap();
                    continue;
                }
                loop {
                    case.instance = store.instance(&case.id()).await.unwrap().unwrap();
                    match store.commit(case.notify(1)).await {
                        Ok(()) => break,
                        Err(CommitError::Conflict) => {}
                        Err(other) => panic!("{other}"),
                    }
                }
            }
        }));
    }
    for task in running {
        task.await.unwrap();
    }
    let rows = whole(&*stores[1], case.id().as_str()).await;
    assert_eq!(rows.len(), 1 + 8 * EACH);
    let bound = rows.iter().filter_map(|row| row.events.as_ref());
    let firsts: Vec<String> = bound.map(|it| it.split('-').next().unwrap().to_owned()).collect();
    let seqs: Vec<String> = (1..=1 + 4 * EACH).map(|seq| seq.to_string()).collect();
    assert_eq!(firsts, seqs, "each event is bound by one row, in order");
}

pub async fn rows_are_found_by_who_did_what_and_when(place: &Place) {
    let store = place.open().await;
    let (case, start) = Case::start("26112300000001");
    store.commit(start).await.unwrap();
    for n in 1..=4 {
        let actor = if n % 2 == 0 { "aigul" } else { "daniyar" }.to_owned();
        let row =
            AuditEntry { actor, at: after(n), action: "read".into(), ..audit(&case.id(), "") };
        store.audit(&row).await.unwrap();
    }
    let found = async |filter: AuditFilter| {
        let rows = store.audit_rows(&AuditFilter { limit: 9, ..filter }).await.unwrap();
        rows.iter().map(|row| row.entry.at.duration_since(noon()).as_secs()).collect::<Vec<_>>()
    };
    let all = AuditFilter::default();
    assert_eq!(found(all.clone()).await, [4, 3, 2, 1, 0]);
    let by = AuditFilter { actor: Some("aigul".into()), ..all.clone() };
    assert_eq!(found(by).await, [4, 2]);
    let action = AuditFilter { action: Some("read".into()), until: Some(after(3)), ..all.clone() };
    assert_eq!(found(action).await, [2, 1]);
    let from = AuditFilter { from: Some(after(3)), instance: Some(case.id()), ..all.clone() };
    assert_eq!(found(from).await, [4, 3]);
    let rows = store.audit_rows(&AuditFilter { limit: 2, ..all.clone() }).await.unwrap();
    assert_eq!(found(AuditFilter { before: Some(rows[1].no), ..all }).await, [2, 1, 0]);
}

pub async fn a_checkpoint_has_each_head_once(place: &Place) {
    let store = place.open().await;
    for n in 1..=3 {
        store.commit(Case::start(&format!("2611230000000{n}")).1).await.unwrap();
    }
    let names = async |after: &str, limit| {
        let heads = store.audit_heads(after, true, limit).await.unwrap();
        heads.iter().map(|head| head.chain[13..].to_owned()).collect::<String>()
    };
    assert_eq!(names("", 2).await, "12");
    assert_eq!(names("26112300000002", 2).await, "3");
    let heads = store.audit_heads("", true, 2).await.unwrap();
    store.heads_kept(&heads).await.unwrap();
    assert_eq!(names("", 9).await, "3");
    store.audit(&audit(&"26112300000001".into(), "read")).await.unwrap();
    assert_eq!(names("", 9).await, "13");
    let point = |name: &str, rows| Checkpoint {
        name: name.to_owned(),
        at: noon(),
        heads: 3,
        rows,
        sha256: "ab".to_owned(),
    };
    store.put_checkpoint(&point("one", 3)).await.unwrap();
    store.put_checkpoint(&point("two", 4)).await.unwrap();
    store.put_checkpoint(&point("two", 5)).await.unwrap();
    assert_eq!(store.checkpoints(9).await.unwrap(), [point("two", 4), point("one", 3)]);
}
