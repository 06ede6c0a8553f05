//! The ceiling writes what a store writes.

use std::time::Duration;

use reglament_store::{Commit, InstanceFilter, ceiling};

use crate::case::{Case, after, remember, task};
use crate::place::Place;

/// The commits of one instance of the shape of W1: start, intake, decision.
pub fn w1() -> (Case, Vec<Commit>) {
    let (mut case, mut start) = Case::start_with_task("26112300000001", "clerks", Some(after(60)));
    start.remember = Some(remember("portal:1", "a"));
    let intake = case.change(|instance| {
        instance.activations.clear();
        instance.activations.insert(3, task("heads"));
    });
    let mut decision = case.change(|instance| {
        instance.activations.clear();
        instance.timers.clear();
    });
    decision.outbox = vec![case.effect(3, 0)];
    (case, vec![start, intake, decision])
}

pub async fn the_ceiling_writes_what_a_store_writes(place: &Place) {
    let (case, commits) = w1();
    let lasting = Duration::from_millis(300);
    let ceiling = ceiling::run(&place.url, &commits, 4, lasting).await.unwrap();
    assert!(ceiling.lasted >= lasting);
    assert!(ceiling.commits_per_second() > 1.0);
    let instances = ceiling.latencies.len() / 3;
    assert!(instances >= 4 && ceiling.latencies.len() == 3 * instances, "{instances}");

    let store = place.open().await;
    let all = InstanceFilter { limit: u32::MAX, ..Default::default() };
    let rows = store.instances(&all).await.unwrap();
    assert_eq!(rows.len(), instances);
    let written = InstanceFilter { before: Some("1".into()), limit: 1, ..Default::default() };
    assert_eq!(store.instances(&written).await.unwrap()[0].version, case.instance.version);
    for number in [0, instances - 1] {
        let id = format!("00{number:012}").into();
        assert_eq!(store.events(&id, 0, 9).await.unwrap().len(), 3);
        assert_eq!(store.audit_of(&id, 9).await.unwrap().len(), 3);
        assert_eq!(store.effects(&id).await.unwrap().len(), 1);
        assert!(store.remembered(&format!("{id}:1")).await.unwrap().is_some());
    }
    let totals = store.totals(after(0)).await.unwrap();
    assert_eq!((totals.tasks, totals.undelivered), (0, instances as u64));
    assert_eq!(store.next_timer().await.unwrap(), None);
}
