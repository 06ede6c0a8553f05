//! The outbox: rendered, delivered at least once with one id, retried, failed for good, printed.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use reglament_core::text::Lang;
use reglament_server::channels::{Channel, DeliveryError, Letter, RecordingChannel};
use reglament_server::workers::{DELIVERY_ATTEMPTS_MAX, Worker};

use super::office::Office;

#[tokio::test]
async fn an_applicant_and_a_group_are_told_each_in_their_language() {
    let office = Office::open().await;
    office.person("bolat", "heads", Lang::Ru, true).await;
    office.person("erlan", "heads", Lang::En, true).await;
    office.person("former", "heads", Lang::En, false).await;
    office.person("clerk", "clerks", Lang::En, true).await;
    let case = office.letter_to(Some("aliya@example.org")).await;
    office.run(&office.outbox()).await;

    let letters = office.channel.letters();
    let to: Vec<_> = letters.iter().map(|it| (it.to_email.as_str(), it.subject.clone())).collect();
    let subject = |lang: &str| format!("{lang} {case}");
    assert_eq!(
        to,
        [
            ("aliya@example.org", subject("kk")),
            ("bolat@example.org", subject("ru")),
            ("erlan@example.org", subject("en"))
        ]
    );
    let effect = office.first_effect(&case).await;
    assert_eq!(letters[0].id, effect.id.to_string());
    assert!(letters[1].id.ends_with("/bolat"), "{}", letters[1].id);
    let url = format!("{}/instances/{case}", office.app.url);
    assert_eq!(letters[0].body, format!("Aliya, Сынақ, {url}\n"));
    assert_eq!(office.states(&case).await, ["delivered", "delivered"]);
    assert_eq!(office.run(&office.outbox()).await, 0, "delivered letters do not leave again");
}

/// Delivers a letter and never comes back, so that the test can end everything before it is noted.
struct Crash(Arc<RecordingChannel>);

#[async_trait]
impl Channel for Crash {
    fn name(&self) -> &'static str {
        "crash"
    }

    async fn deliver(&self, letter: &Letter) -> Result<(), DeliveryError> {
        self.0.deliver(letter).await?;
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_crash_between_delivery_and_its_note_repeats_the_letter_with_its_id() {
    let office = Office::open().await;
    office.person("bolat", "heads", Lang::Ru, true).await;
    let case = office.letter_to(Some("aliya@example.org")).await;
    let crashing = office.outbox_over(Arc::new(Crash(Arc::clone(&office.channel))));
    let batch = crashing.run_once(office.app.app.clock.now());
    assert!(tokio::time::timeout(Duration::from_millis(300), batch).await.is_err());
    assert_eq!(office.channel.letters().len(), 1);
    assert_eq!(office.states(&case).await, ["waiting", "waiting"]);
    assert_eq!(office.run(&office.outbox()).await, 0, "while its lease lasts nobody else delivers");

    office.app.set_time("2026-03-18T05:01:00Z");
    office.run(&office.outbox()).await;
    assert_eq!(office.states(&case).await, ["delivered", "delivered"]);
    let ids: Vec<_> = office.channel.letters().into_iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), 3);
    assert_eq!(ids[0], ids[1], "at least once, always with the same id");
    assert_eq!(ids[0], office.first_effect(&case).await.id.to_string());
}

#[tokio::test]
async fn a_delivery_whose_lease_ran_out_notes_nothing_any_more() {
    let office = Office::open().await;
    office.person("bolat", "heads", Lang::Ru, true).await;
    let case = office.letter_to(Some("aliya@example.org")).await;
    let (store, now) = (&office.app.app.store, office.app.app.clock.now());
    let leased = store.lease_effects(now, Duration::from_mins(1), 1).await.unwrap().remove(0);
    office.app.set_time("2026-03-18T05:01:00Z");
    office.run(&office.outbox()).await;
    assert!(!store.effect_failed(&leased.effect.id, &leased.token, "late", None).await.unwrap());
    assert_eq!(office.states(&case).await, ["delivered", "delivered"]);
}

#[tokio::test]
async fn without_an_address_a_letter_waits_to_be_printed_and_holds_up_nothing() {
    let office = Office::open().await;
    office.person("bolat", "heads", Lang::Ru, true).await;
    let case = office.letter_to(None).await;
    office.run(&office.outbox()).await;
    assert_eq!(office.states(&case).await, ["to_print", "delivered"]);
    assert_eq!(office.channel.letters().len(), 1);
}

#[tokio::test]
async fn a_channel_that_is_down_is_tried_again_with_growing_rests() {
    let office = Office::open().await;
    office.person("bolat", "heads", Lang::Ru, true).await;
    let case = office.letter_to(Some("aliya@example.org")).await;
    let down = || office.channel.fail_next(DeliveryError::Later("down".into()));
    down();
    office.run(&office.outbox()).await;
    // The order of the case holds: the second letter waits for the first.
    assert_eq!(office.states(&case).await, ["waiting", "waiting"]);
    assert_eq!(office.effects(&case).await[0].error.as_deref(), Some("down"));

    office.app.set_time("2026-03-18T05:00:29Z");
    assert_eq!(office.run(&office.outbox()).await, 0);
    office.app.set_time("2026-03-18T05:00:30Z");
    down();
    assert_eq!(office.run(&office.outbox()).await, 1);
    office.app.set_time("2026-03-18T05:01:29Z");
    assert_eq!(office.run(&office.outbox()).await, 0, "the second rest is a minute");
    office.app.set_time("2026-03-18T05:01:30Z");
    office.run(&office.outbox()).await;
    assert_eq!(office.states(&case).await, ["delivered", "delivered"]);
    assert_eq!(office.channel.letters().len(), 2);
}

#[tokio::test]
async fn who_got_a_letter_of_a_group_does_not_get_it_again_when_another_fails() {
    let office = Office::open().await;
    office.person("bolat", "heads", Lang::Ru, true).await;
    office.person("erlan", "heads", Lang::En, true).await;
    office.letter_to(None).await;
    let outbox = office.outbox();
    office.channel.fail_next(DeliveryError::Later("down".into()));
    office.run(&outbox).await;
    assert_eq!(office.channel.letters().len(), 1);
    office.app.set_time("2026-03-18T05:01:00Z");
    office.run(&outbox).await;
    let mut ids: Vec<_> = office.channel.letters().into_iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), 2);
    ids.dedup();
    assert_eq!(ids.len(), 2, "two people, two letters");
}

#[tokio::test]
async fn a_letter_that_never_leaves_fails_for_good_and_is_counted() {
    let office = Office::open().await;
    office.person("bolat", "heads", Lang::Ru, true).await;
    let case = office.letter_to(Some("aliya@example.org")).await;
    let mut now = office.app.app.clock.now();
    for _ in 0..DELIVERY_ATTEMPTS_MAX {
        office.channel.fail_next(DeliveryError::Later("down".into()));
        assert_eq!(office.states(&case).await[0], "waiting");
        office.run(&office.outbox()).await;
        now = now.checked_add(Duration::from_hours(7)).unwrap();
        office.app.clock.set(now);
    }
    let effects = office.effects(&case).await;
    assert_eq!((effects[0].state.as_str(), effects[0].attempts), ("failed", DELIVERY_ATTEMPTS_MAX));
    office.run(&office.outbox()).await;
    assert_eq!(office.states(&case).await, ["failed", "delivered"], "the next one goes on");
    let totals = office.app.app.store.totals(now).await.unwrap();
    assert_eq!(totals.undelivered, 1);
}

#[tokio::test]
async fn an_address_that_is_none_fails_at_once() {
    let office = Office::open().await;
    office.person("bolat", "heads", Lang::Ru, true).await;
    let case = office.letter_to(Some("aliya@example.org")).await;
    office.channel.fail_next(DeliveryError::Never("no such mailbox".into()));
    office.run(&office.outbox()).await;
    assert_eq!(office.states(&case).await, ["failed", "delivered"]);
}

#[tokio::test]
async fn a_group_in_which_nobody_has_an_address_is_told_when_somebody_joins() {
    let office = Office::open().await;
    let case = office.letter_to(None).await;
    office.run(&office.outbox()).await;
    let effects = office.effects(&case).await;
    assert_eq!(effects[1].state, "waiting");
    assert!(effects[1].error.as_deref().is_some_and(|it| it.contains("`heads`")), "{effects:?}");
    office.person("bolat", "heads", Lang::Ru, true).await;
    office.app.set_time("2026-03-18T05:01:00Z");
    office.run(&office.outbox()).await;
    assert_eq!(office.states(&case).await, ["to_print", "delivered"]);
}

/// A channel with a bug.
struct Panics;

#[async_trait]
impl Channel for Panics {
    fn name(&self) -> &'static str {
        "panics"
    }

    async fn deliver(&self, _: &Letter) -> Result<(), DeliveryError> {
        panic!("a bug")
    }
}

#[tokio::test]
async fn a_channel_that_panics_costs_an_attempt_and_stops_nothing() {
    let office = Office::open().await;
    let case = office.letter_to(Some("aliya@example.org")).await;
    assert_eq!(office.run(&office.outbox_over(Arc::new(Panics))).await, 1);
    let effects = office.effects(&case).await;
    assert_eq!((effects[0].state.as_str(), effects[0].attempts), ("waiting", 1));
}
