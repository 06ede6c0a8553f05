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
    let mut instances = 0;
    // Two runs on one database do not meet.
    for _ in 0..2 {
        let ceiling = ceiling::run(&place.url, &commits, 4, lasting).await.unwrap();
        assert!(ceiling.lasted >= lasting);
        assert!(ceiling.commits_per_second() > 1.0);
        let whole = ceiling.latencies.len() / 3;
        assert!(whole >= 4 && ceiling.latencies.len() == 3 * whole, "{whole}");
        instances += whole;
    }

    let store = place.open().await;
    let all = InstanceFilter { limit: u32::MAX, ..Default::default() };
    let rows = store.instances(&all).await.unwrap();
    assert_eq!(rows.len(), instances);
    assert!(rows.iter().all(|row| row.version == case.instance.version));
    // The database itself is asked, because the bodies are those of the template.
    for (table, key, per_instance) in [
        ("event", "instance", 3),
        ("audit", "instance", 3),
        ("outbox", "instance", 1),
        ("remembered", "key", 1),
    ] {
        let counts = format!("select count(*), count(distinct {key}) from {table}");
        let (rows, distinct) = place.counts(&counts).await;
        assert_eq!((rows, distinct), (per_instance * instances, instances), "{table}");
    }
    let totals = store.totals(after(0)).await.unwrap();
    assert_eq!((totals.tasks, totals.undelivered), (0, instances as u64));
    assert_eq!(store.next_timer().await.unwrap(), None);
}
