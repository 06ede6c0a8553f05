//! One commit: whole or not at all, once, and for good.

use reglament_store::{CommitError, InstanceFilter, StoreError};

use crate::case::{Case, after, noon, remember};
use crate::place::Place;

pub async fn a_commit_is_stored_whole(place: &Place) {
    let store = place.open().await;
    let (mut case, mut start) = Case::start_with_task("26112300000001", "clerks", Some(after(60)));
    start.outbox = vec![case.effect(1, 0)];
    start.remember = Some(remember("portal:1", "a"));
    store.commit(start.clone()).await.unwrap();

    assert_eq!(store.instance(&case.id()).await.unwrap().unwrap(), case.instance);
    assert_eq!(store.events(&case.id(), 0, 100).await.unwrap(), start.events);
    assert_eq!(store.task(&case.task_id(1)).await.unwrap().unwrap(), start.rows.tasks[0]);
    assert_eq!(store.due_timers(after(60), 10).await.unwrap(), start.rows.timers);
    assert_eq!(store.effects(&case.id()).await.unwrap()[0].effect, start.outbox[0]);
    assert_eq!(store.remembered("portal:1").await.unwrap(), start.remember);
    assert_eq!(store.audit_of(&case.id(), 10).await.unwrap(), [start.audit]);
    let row = store.instances(&InstanceFilter { limit: 5, ..Default::default() }).await.unwrap();
    assert_eq!(row, [start.instance]);

    let end = case.change(|instance| {
        instance.activations.clear();
        instance.timers.clear();
    });
    store.commit(end).await.unwrap();
    assert_eq!(store.instance(&case.id()).await.unwrap().unwrap(), case.instance);
    assert_eq!(store.task(&case.task_id(1)).await.unwrap(), None);
    assert_eq!(store.next_timer().await.unwrap(), None);
    assert_eq!(store.events(&case.id(), 1, 100).await.unwrap().len(), 1);
}

pub async fn a_refused_commit_changes_nothing(place: &Place) {
    let store = place.open().await;
    let (mut case, start) = Case::start_with_task("26112300000001", "clerks", Some(after(60)));
    store.commit(start.clone()).await.unwrap();
    let mut other = case.clone();
    store.commit(case.claim(1, "aigul")).await.unwrap();

    // Decided on the version before the claim.
    let mut late = other.change(|instance| {
        instance.activations.clear();
        instance.timers.clear();
    });
    late.outbox = vec![case.effect(2, 0)];
    late.remember = Some(remember("late", "a"));
    assert!(matches!(store.commit(late).await, Err(CommitError::Conflict)));
    // The same number twice.
    assert!(matches!(store.commit(start).await, Err(CommitError::Conflict)));
    // A change of an instance that does not exist.
    let (mut unknown, _) = Case::start("26112300000009");
    let change = unknown.change(|_| {});
    assert!(matches!(store.commit(change).await, Err(CommitError::Conflict)));

    assert_eq!(store.instance(&case.id()).await.unwrap().unwrap(), case.instance);
    assert_eq!(store.events(&case.id(), 0, 100).await.unwrap().len(), 2);
    let task = store.task(&case.task_id(1)).await.unwrap().unwrap();
    assert_eq!(task.assignee.unwrap(), "aigul");
    assert_eq!(store.next_timer().await.unwrap(), Some(after(60)));
    assert_eq!(store.effects(&case.id()).await.unwrap(), []);
    assert_eq!(store.remembered("late").await.unwrap(), None);
    assert_eq!(store.audit_of(&case.id(), 10).await.unwrap().len(), 2);
    assert_eq!(store.instance(&unknown.id()).await.unwrap(), None);
}

pub async fn a_repeated_key_gives_the_first_answer(place: &Place) {
    let store = place.open().await;
    let (mut case, mut start) = Case::start("26112300000001");
    start.remember = Some(remember("portal:1", "a"));
    store.commit(start.clone()).await.unwrap();

    // The same command again: not a conflict with itself.
    let Err(CommitError::Repeated(known)) = store.commit(start.clone()).await else { panic!() };
    assert_eq!(Some(*known), start.remember);
    // Another request, for another instance, with the key that is taken.
    let (other, mut another) = Case::start("26112300000002");
    another.remember = Some(remember("portal:1", "b"));
    let Err(CommitError::Repeated(known)) = store.commit(another).await else { panic!() };
    assert_eq!(known.request_hash, "a");
    assert_eq!(store.instance(&other.id()).await.unwrap(), None);
    // A later version with the key that is taken.
    let mut next = case.change(|_| {});
    next.remember = Some(remember("portal:1", "a"));
    assert!(matches!(store.commit(next).await, Err(CommitError::Repeated(_))));
    assert_eq!(store.events(&case.id(), 0, 100).await.unwrap().len(), 1);
    assert_eq!(store.audit_of(&case.id(), 10).await.unwrap().len(), 1);
}

pub async fn a_commit_out_of_sequence_is_refused(place: &Place) {
    let store = place.open().await;
    let (case, start) = Case::start("26112300000001");
    let mut gap = start.clone();
    gap.events[0].seq = 2;
    let mut version = start.clone();
    version.instance.version = 7;
    let mut foreign = start.clone();
    foreign.outbox = vec![Case::start("26112300000002").0.effect(1, 0)];
    let mut fine = start;
    fine.events[0].at = "2026-11-23T12:00:00.000000001Z".parse().unwrap();
    for wrong in [gap, version, foreign, fine] {
        let error = store.commit(wrong).await.unwrap_err();
        assert!(matches!(error, CommitError::Store(StoreError::Corrupt { .. })), "{error}");
    }
    assert_eq!(store.instance(&case.id()).await.unwrap(), None);
}

pub async fn closing_keeps_everything(place: &Place) {
    let store = place.open().await;
    let (mut case, start) = Case::start_with_task("26112300000001", "clerks", Some(after(60)));
    store.commit(start).await.unwrap();
    store.commit(case.claim(1, "aigul")).await.unwrap();
    store.close().await;
    let closed = store.commit(case.clone().change(|_| {})).await;
    assert!(closed.is_err(), "a closed store takes nothing");

    let store = place.open().await;
    assert_eq!(store.instance(&case.id()).await.unwrap().unwrap(), case.instance);
    assert_eq!(store.events(&case.id(), 0, 100).await.unwrap().len(), 2);
    assert_eq!(store.next_timer().await.unwrap(), Some(after(60)));
    store.commit(case.change(|_| {})).await.unwrap();
    store.close().await;
}

pub async fn instances_are_filtered_newest_first(place: &Place) {
    let store = place.open().await;
    for n in 1..=5 {
        let due = (n != 3).then(|| after(n * 10));
        let (mut case, start) = Case::start_with_task(&format!("2611230000000{n}"), "clerks", due);
        store.commit(start).await.unwrap();
        if n == 5 {
            let end = case.change(|instance| {
                let reason = "withdrawn".to_owned();
                instance.state =
                    reglament_core::instance::InstanceState::Cancelled { reason, at: noon() };
            });
            store.commit(end).await.unwrap();
        }
    }
    let all = InstanceFilter { limit: 10, ..Default::default() };
    let numbers = async |filter: InstanceFilter| {
        let rows = store.instances(&filter).await.unwrap();
        rows.iter().map(|row| row.instance.as_str()[13..].to_owned()).collect::<Vec<_>>().concat()
    };
    assert_eq!(numbers(all.clone()).await, "54321");
    assert_eq!(numbers(InstanceFilter { limit: 2, ..all.clone() }).await, "54");
    let before = Some("26112300000004".into());
    assert_eq!(numbers(InstanceFilter { before, limit: 2, ..all.clone() }).await, "32");
    let state = Some("cancelled".to_owned());
    assert_eq!(numbers(InstanceFilter { state, ..all.clone() }).await, "5");
    let due_before = Some(after(41));
    assert_eq!(numbers(InstanceFilter { due_before, ..all.clone() }).await, "421");
    let process = Some("another".into());
    assert_eq!(numbers(InstanceFilter { process, ..all }).await, "");
}

pub async fn a_case_is_found_by_the_case_it_is_about(place: &Place) {
    let store = place.open().await;
    let (first, start) = Case::start("26112300000001");
    store.commit(start).await.unwrap();
    let (mut second, start) = Case::start("26112300000002");
    store.commit(start).await.unwrap();
    let linked =
        |to: &str| InstanceFilter { linked_to: Some(to.into()), limit: 5, ..Default::default() };
    let number = first.id().to_string();
    assert_eq!(store.instances(&linked(&number)).await.unwrap(), []);
    let to = number.clone();
    store.commit(second.change(|instance| instance.linked_to = Some(to))).await.unwrap();
    let found = store.instances(&linked(&number)).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0].instance, &found[0].linked_to), (&second.id(), &Some(number.clone())));
    let paper = || Some("12/2026".to_owned());
    store.commit(second.change(|instance| instance.linked_to = paper())).await.unwrap();
    assert_eq!(store.instances(&linked(&number)).await.unwrap(), []);
    assert_eq!(store.instances(&linked("12/2026")).await.unwrap().len(), 1);
}

pub async fn totals_count_what_is_open(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.totals(noon()).await.unwrap(), reglament_store::Totals::default());
    let (mut first, start) = Case::start_with_task("26112300000001", "clerks", Some(after(60)));
    store.commit(start).await.unwrap();
    store.commit(first.claim(1, "aigul")).await.unwrap();
    store.commit(first.notify(2)).await.unwrap();
    let (_, start) = Case::start_with_task("26112300000002", "clerks", None);
    store.commit(start).await.unwrap();
    let totals = store.totals(after(61)).await.unwrap();
    assert_eq!((totals.running, totals.overdue, totals.tasks), (2, 1, 2));
    assert_eq!((totals.unclaimed, totals.incidents, totals.undelivered), (1, 0, 2));
    assert_eq!(store.totals(after(60)).await.unwrap().overdue, 0);
}

pub async fn a_newer_schema_is_refused(place: &Place) {
    place.open().await.close().await;
    place
        .run(
            "insert into _sqlx_migrations
                 (version, description, installed_on, success, checksum, execution_time)
             select 99, 'of the future', installed_on, success, checksum, execution_time
             from _sqlx_migrations where version = 1",
        )
        .await;
    let error = reglament_store::open(&place.url).await.map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("run the newer version"), "{error}");
}
