//! The outbox: at least once, in the order of the instance.

use std::time::Duration;

use reglament_store::{LeasedEffect, Store};

use crate::case::{Case, after, noon};
use crate::place::Place;

const LEASE: Duration = Duration::from_secs(30);

async fn lease(store: &dyn Store, seconds: i64) -> Vec<LeasedEffect> {
    store.lease_effects(after(seconds), LEASE, 10).await.unwrap()
}

fn names(effects: &[LeasedEffect]) -> Vec<&str> {
    effects.iter().map(|leased| &leased.effect.id.as_str()[13..]).collect()
}

pub async fn effects_leave_in_the_order_of_their_instance(place: &Place) {
    let store = place.open().await;
    for n in 1..=2 {
        let (mut case, start) = Case::start(&format!("2611230000000{n}"));
        store.commit(start).await.unwrap();
        store.commit(case.notify(2)).await.unwrap();
        store.commit(case.notify(1)).await.unwrap();
    }
    assert_eq!(store.lease_effects(noon(), LEASE, 0).await.unwrap(), []);
    for expected in [["1/2/0", "2/2/0"], ["1/2/1", "2/2/1"], ["1/3/0", "2/3/0"]] {
        let leased = lease(&*store, 0).await;
        assert_eq!(names(&leased), expected);
        assert_eq!(lease(&*store, 0).await, [], "one at a time");
        for effect in &leased {
            assert_eq!(effect.attempts, 0);
            let other = store.effect_delivered(&effect.effect.id, "other", noon()).await.unwrap();
            assert!(!other, "not without its token");
            assert!(
                store.effect_delivered(&effect.effect.id, &effect.token, after(1)).await.unwrap()
            );
            let again = store.effect_delivered(&effect.effect.id, &effect.token, noon()).await;
            assert!(!again.unwrap(), "a token counts once");
        }
    }
    assert_eq!(lease(&*store, 999).await, []);
    let rows = store.effects(&"26112300000001".into()).await.unwrap();
    let order: Vec<_> = rows.iter().map(|row| &row.effect.id.as_str()[13..]).collect();
    assert_eq!(order, ["1/2/0", "1/2/1", "1/3/0"]);
    for row in rows {
        assert_eq!((&*row.state, row.attempts, row.error), ("delivered", 1, None));
        assert_eq!(row.delivered_at, Some(after(1)));
    }
}

pub async fn an_undelivered_effect_is_tried_again_before_later_ones(place: &Place) {
    let store = place.open().await;
    let (mut case, start) = Case::start("26112300000001");
    store.commit(start).await.unwrap();
    store.commit(case.notify(2)).await.unwrap();
    let first = lease(&*store, 0).await.remove(0);
    let retry = Some(after(60));
    assert!(!store.effect_failed(&first.effect.id, "other", "no", retry).await.unwrap());
    assert!(
        store
            .effect_failed(&first.effect.id, &first.token, "full \0 mailbox", retry)
            .await
            .unwrap()
    );
    assert_eq!(lease(&*store, 59).await, [], "the later one waits");
    let row = &store.effects(&case.id()).await.unwrap()[0];
    assert_eq!((&*row.state, row.attempts), ("waiting", 1));
    assert_eq!(row.error.as_deref(), Some("full \u{fffd} mailbox"));

    let second = lease(&*store, 60).await.remove(0);
    assert_eq!((&second.effect, second.attempts), (&first.effect, 1));
    assert!(store.effect_delivered(&second.effect.id, &second.token, after(60)).await.unwrap());
    assert_eq!(names(&lease(&*store, 60).await), ["1/2/1"]);
}

pub async fn a_failed_effect_stays_visible_and_blocks_nobody(place: &Place) {
    let store = place.open().await;
    let (mut case, start) = Case::start("26112300000001");
    store.commit(start).await.unwrap();
    store.commit(case.notify(2)).await.unwrap();
    let first = lease(&*store, 0).await.remove(0);
    assert!(
        store.effect_failed(&first.effect.id, &first.token, "no such address", None).await.unwrap()
    );
    assert_eq!(names(&lease(&*store, 0).await), ["1/2/1"]);
    assert_eq!(lease(&*store, 29).await, []);
    let row = &store.effects(&case.id()).await.unwrap()[0];
    assert_eq!((&*row.state, row.error.as_deref()), ("failed", Some("no such address")));
    assert_eq!(store.totals(noon()).await.unwrap().undelivered, 2);
}

pub async fn an_expired_lease_is_delivered_again_under_a_new_token(place: &Place) {
    let store = place.open().await;
    let (mut case, start) = Case::start("26112300000001");
    store.commit(start).await.unwrap();
    store.commit(case.notify(1)).await.unwrap();
    let first = lease(&*store, 0).await.remove(0);
    assert_eq!(lease(&*store, 29).await, []);
    let second = lease(&*store, 30).await.remove(0);
    assert_eq!(second.attempts, 1, "a lease that ran out was an attempt");
    assert_ne!(second.token, first.token);
    assert!(!store.effect_delivered(&first.effect.id, &first.token, after(31)).await.unwrap());
    assert!(!store.effect_failed(&first.effect.id, &first.token, "late", None).await.unwrap());
    assert!(store.effect_delivered(&second.effect.id, &second.token, after(31)).await.unwrap());
    assert_eq!(store.effects(&case.id()).await.unwrap()[0].attempts, 2);
}

pub async fn a_letter_to_print_holds_nobody_up(place: &Place) {
    let store = place.open().await;
    let (mut case, start) = Case::start("26112300000001");
    store.commit(start).await.unwrap();
    store.commit(case.notify(2)).await.unwrap();
    let first = lease(&*store, 0).await.remove(0);
    assert!(!store.effect_to_print(&first.effect.id, "other", after(1)).await.unwrap());
    assert!(store.effect_to_print(&first.effect.id, &first.token, after(1)).await.unwrap());
    assert_eq!(names(&lease(&*store, 1).await), ["1/2/1"]);
    let row = &store.effects(&case.id()).await.unwrap()[0];
    assert_eq!((&*row.state, row.attempts, &row.error), ("to_print", 1, &None));
    assert_eq!(store.totals(noon()).await.unwrap().undelivered, 1);
}
