//! The inbox: who sees which tasks, in which order.

use std::collections::BTreeSet;

use reglament_core::ids::GroupId;
use reglament_store::{Store, TaskFilter};

use crate::case::{Case, after, task};
use crate::place::Place;

fn groups(names: &[&str]) -> BTreeSet<GroupId> {
    names.iter().copied().map(GroupId::from).collect()
}

fn all() -> TaskFilter {
    TaskFilter { limit: 100, ..Default::default() }
}

/// The last digit of the instance and the number of each task.
async fn names(store: &dyn Store, filter: &TaskFilter) -> Vec<String> {
    let rows = store.tasks(filter).await.unwrap();
    rows.iter().map(|row| row.task.as_str()[13..].to_owned()).collect()
}

pub async fn tasks_come_by_due_date_then_number(place: &Place) {
    let store = place.open().await;
    for (n, due) in [(1, None), (2, Some(30)), (3, Some(10)), (4, Some(30))] {
        let id = format!("2611230000000{n}");
        let (mut case, start) = Case::start_with_task(&id, "clerks", due.map(after));
        store.commit(start).await.unwrap();
        if n == 2 {
            // Ten tasks of one case: the numbers are counted, not spelt.
            let more = case.change(|instance| {
                instance.activations.extend((3..12).map(|no| (no, task("clerks"))));
            });
            store.commit(more).await.unwrap();
        }
    }
    let found = names(&*store, &all()).await;
    let second: Vec<_> =
        [1, 3, 4, 5, 6, 7, 8, 9, 10, 11].iter().map(|n| format!("2.{n}")).collect();
    assert_eq!(found[0], "3.1");
    assert_eq!(found[1..11], second);
    assert_eq!(found[11..], ["4.1", "1.1"]);
    assert_eq!(
        names(&*store, &TaskFilter { groups: Some(groups(&["clerks"])), ..all() }).await,
        found
    );
}

pub async fn tasks_are_filtered(place: &Place) {
    let store = place.open().await;
    for (n, group, due, holder) in [
        (1, "clerks", Some(30), None),
        (2, "experts", Some(10), Some("aigul")),
        (3, "heads", Some(20), None),
        (4, "clerks", None, Some("aigul")),
        (5, "clerks", Some(5), Some("baurzhan")),
    ] {
        let id = format!("2611230000000{n}");
        let (mut case, start) = Case::start_with_task(&id, group, due.map(after));
        store.commit(start).await.unwrap();
        if let Some(holder) = holder {
            store.commit(case.claim(1, holder)).await.unwrap();
        }
    }
    let check = async |filter: TaskFilter, expected: &[&str]| {
        let expected: Vec<_> = expected.iter().map(|n| format!("{n}.1")).collect();
        assert_eq!(names(&*store, &filter).await, expected, "{filter:?}");
    };
    check(all(), &["5", "2", "3", "1", "4"]).await;
    check(TaskFilter { groups: Some(groups(&["clerks"])), ..all() }, &["5", "1", "4"]).await;
    check(
        TaskFilter { groups: Some(groups(&["clerks", "heads"])), ..all() },
        &["5", "3", "1", "4"],
    )
    .await;
    check(TaskFilter { groups: Some(groups(&[])), ..all() }, &[]).await;
    check(TaskFilter { groups: Some(groups(&["nobody"])), ..all() }, &[]).await;
    check(TaskFilter { assignee: Some("aigul".into()), ..all() }, &["2", "4"]).await;
    let hers =
        TaskFilter { assignee: Some("aigul".into()), groups: Some(groups(&["clerks"])), ..all() };
    check(hers, &["4"]).await;
    check(TaskFilter { unclaimed: true, ..all() }, &["3", "1"]).await;
    let free =
        TaskFilter { unclaimed: true, groups: Some(groups(&["clerks", "experts"])), ..all() };
    check(free, &["1"]).await;
    check(TaskFilter { instance: Some("26112300000003".into()), ..all() }, &["3"]).await;
    check(TaskFilter { due_before: Some(after(20)), ..all() }, &["5", "2"]).await;
    let late =
        TaskFilter { due_before: Some(after(6)), groups: Some(groups(&["clerks"])), ..all() };
    check(late, &["5"]).await;
    let many: Vec<_> = (0..100).map(|n| format!("group-{n}")).chain(["heads".to_owned()]).collect();
    let many = many.iter().map(|name| GroupId::from(&**name)).collect();
    check(TaskFilter { groups: Some(many), ..all() }, &["3"]).await;
}

pub async fn pages_of_an_inbox_join_without_gap(place: &Place) {
    let store = place.open().await;
    for n in 10..40 {
        let group = ["clerks", "experts", "heads"][n % 3];
        let due = (n % 5 != 0).then(|| after(i64::try_from(n * 7 % 11).unwrap()));
        let (_, start) = Case::start_with_task(&format!("261123000000{n}"), group, due);
        store.commit(start).await.unwrap();
    }
    let filter = TaskFilter { groups: Some(groups(&["clerks", "heads"])), ..all() };
    let whole = names(&*store, &filter).await;
    assert_eq!(whole.len(), 20);
    let mut joined = Vec::new();
    for offset in (0..20).step_by(7) {
        joined.extend(names(&*store, &TaskFilter { offset, limit: 7, ..filter.clone() }).await);
    }
    assert_eq!(joined, whole);
}
