//! Timers and schedules.

use reglament_core::event::TimerPurpose;
use reglament_core::instance::RunningTimer;

use crate::case::{Case, after};
use crate::place::Place;

pub async fn timers_come_in_due_order(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.next_timer().await.unwrap(), None);
    for (n, due) in [(1, 30), (2, 10), (3, 20), (4, 99)] {
        let id = format!("2611230000000{n}");
        let (_, start) = Case::start_with_task(&id, "clerks", Some(after(due)));
        store.commit(start).await.unwrap();
    }
    assert_eq!(store.next_timer().await.unwrap(), Some(after(10)));
    assert_eq!(store.due_timers(after(9), 10).await.unwrap(), []);
    let due = store.due_timers(after(30), 10).await.unwrap();
    let order: Vec<_> = due.iter().map(|timer| timer.timer.as_str()).collect();
    assert_eq!(order, ["26112300000002.2", "26112300000003.2", "26112300000001.2"]);

    // A timer that moves is due at its new moment, a cancelled one never.
    let (mut case, start) = Case::start_with_task("26112300000005", "clerks", Some(after(500)));
    store.commit(start).await.unwrap();
    let timer = |due| RunningTimer { purpose: TimerPurpose::Breach, due: after(due) };
    store.commit(case.change(|it| it.timers.extend([(2, timer(400))]))).await.unwrap();
    let later = store.due_timers(after(450), 10).await.unwrap();
    assert!(later.iter().any(|timer| timer.timer == "26112300000005.2"), "{later:?}");
    store.commit(case.change(|it| it.timers.clear())).await.unwrap();
    let later = store.due_timers(after(900), 10).await.unwrap();
    assert!(later.iter().all(|timer| timer.timer != "26112300000005.2"), "{later:?}");
}

pub async fn a_scheduled_run_begins_once(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.last_run("digest").await.unwrap(), None);
    assert!(store.begin_run("digest", after(0)).await.unwrap());
    assert!(!store.begin_run("digest", after(0)).await.unwrap());
    assert!(store.begin_run("sweep", after(0)).await.unwrap());
    assert!(store.begin_run("digest", after(60)).await.unwrap());
    assert_eq!(store.last_run("digest").await.unwrap(), Some(after(60)));
    let nodes = (0..16).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.begin_run("digest", after(120)).await.unwrap() })
    });
    let mut began = 0;
    for node in nodes.collect::<Vec<_>>() {
        began += i32::from(node.await.unwrap());
    }
    assert_eq!(began, 1);
}
