//! Timers fire once, in due order, also those that were due while the server was down; an instance
//! that cannot go on stops no other.

use std::sync::Arc;

use reglament_core::catalogue::Catalogue;
use reglament_core::event::Event;
use reglament_core::ids::InstanceId;
use reglament_server::workers::Timers;
use serde_json::json;

use super::office::Office;

/// The timers of a case that fired, by their numbers.
async fn fired(office: &Office, case: &InstanceId) -> Vec<u32> {
    let events = office.app.app.store.events(case, 0, 1_000).await.unwrap();
    let number = |event: &Event| match event {
        Event::TimerFired { timer } => Some(*timer),
        _ => None,
    };
    events.iter().filter_map(|it| number(&it.event)).collect()
}

#[tokio::test]
async fn a_timer_fires_when_it_is_due_and_not_before() {
    let office = Office::open().await;
    let case = office.start("waits", json!({})).await;
    office.app.set_time("2026-03-18T05:59:59Z");
    assert_eq!(office.fire_timers().await, 0);
    office.app.set_time("2026-03-18T06:00:00Z");
    assert_eq!(office.fire_timers().await, 1);
    assert_eq!(office.fire_timers().await, 0, "once");
    assert_eq!(office.open_steps(&case).await, ["long", "after_short"]);
}

#[tokio::test]
async fn what_was_due_while_the_server_was_down_fires_once_at_its_start_in_due_order() {
    let Office { app, channel } = Office::open().await;
    let office = Office { app, channel };
    let case = office.start("waits", json!({})).await;
    let Office { app, channel } = office;
    let office = Office { app: app.restart().await, channel };
    office.app.set_time("2026-04-18T05:00:00Z");
    assert_eq!(office.fire_timers().await, 2);
    assert_eq!(office.fire_timers().await, 0);
    // The short one was armed second and is due first.
    let [first, second] = fired(&office, &case).await[..] else { panic!("two timers") };
    assert!(first > second, "{first} {second}");
    assert_eq!(office.open_steps(&case).await, ["after_short", "after_long"]);
}

#[tokio::test]
async fn many_instances_fire_in_one_run_and_each_once() {
    let office = Office::open().await;
    let mut cases = Vec::new();
    for _ in 0..40 {
        cases.push(office.start("waits", json!({})).await);
    }
    office.app.set_time("2026-03-19T05:00:00Z");
    // Two workers at the same time, as two nodes would.
    let (one, other) = (Timers::new(office.app.app.clone()), Timers::new(office.app.app.clone()));
    let (first, second) = tokio::join!(office.run(&one), office.run(&other));
    assert_eq!(first + second, 80, "{first} + {second}");
    for case in &cases {
        assert_eq!(fired(&office, case).await.len(), 2, "{case}");
    }
}

#[tokio::test]
async fn an_instance_that_cannot_go_on_stops_no_other_and_is_tried_again() {
    let office = Office::open().await;
    let stuck = office.start("waits", json!({})).await;
    // Its edition is gone: the dispatcher cannot decide anything about it.
    let whole = office.app.app.catalogue();
    let mut without = Catalogue::default();
    for process in whole.all_current().filter(|it| it.definition.process != "waits") {
        without.publish(Arc::clone(process));
    }
    let set = |catalogue| *office.app.app.catalogue.write().unwrap() = catalogue;
    set(Arc::new(without));
    let case = office.start("letters", json!({ "name": "Aliya" })).await;
    office.app.set_time("2026-03-20T13:00:00Z");
    let timers = Timers::new(office.app.app.clone());
    assert!(office.run(&timers).await > 0, "the clock of the other case warns or is breached");
    let other = office.app.app.store.instance(&case).await.unwrap().unwrap();
    assert_eq!(other.clock.name(), "breached");
    assert_eq!(fired(&office, &stuck).await, Vec::<u32>::new());

    set(whole);
    assert_eq!(office.run(&timers).await, 0, "it rests after its failure");
    office.app.set_time("2026-03-20T13:00:10Z");
    assert_eq!(office.run(&timers).await, 2);
}
