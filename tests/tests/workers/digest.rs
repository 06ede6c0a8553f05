//! Digests by schedule: on working mornings, once over all nodes, made up for once, and each mail sent once
//! however long the mail server was away.

use std::time::Duration;

use reglament_core::text::{Lang, Texts};
use reglament_server::channels::DeliveryError;
use reglament_server::schedules::{self, Digests, Scheduled, Sweep};
use reglament_store::Schedule;
use serde_json::json;

use super::office::{Office, messages};

/// A node of the product: what makes digests on it.
fn node(office: &Office) -> Digests {
    let name = Texts { en: "Office".into(), ..Texts::default() };
    Digests::new(office.app.app.clone(), messages(), name)
}

/// The schedule that every installation begins with, from now on.
async fn begin(office: &Office) {
    let app = &office.app.app;
    schedules::begin(&*app.store, app.clock.now()).await.unwrap();
}

/// The first schedule with another line and another way of days off.
async fn change(office: &Office, change: impl FnOnce(&mut Schedule)) {
    let app = &office.app.app;
    let mut schedule = app.store.schedules().await.unwrap().remove(0);
    change(&mut schedule);
    schedules::check(&schedule, app.clock.now()).unwrap();
    schedules::put(&*app.store, &schedule, app.clock.now()).await.unwrap();
}

/// Sets the clock (UTC; Almaty is five hours ahead), runs the nodes and the outbox, and gives the new
/// letters by their subjects: two letters of one run leave beside each other, and whose comes first is not
/// promised.
async fn morning(office: &Office, nodes: &[Digests], at: &str) -> Vec<(String, String)> {
    let before = office.channel.letters().len();
    office.app.set_time(at);
    for node in nodes {
        office.run(node).await;
    }
    office.run(&office.outbox()).await;
    let mut letters = office.channel.letters().split_off(before);
    letters.sort_by(|one, other| one.subject.cmp(&other.subject));
    letters.into_iter().map(|it| (it.subject, it.body)).collect()
}

#[tokio::test]
async fn each_supervisor_gets_one_digest_a_working_morning_over_all_nodes() {
    let office = Office::open().await;
    office.supervisor("gulnar", Lang::En).await;
    office.supervisor("saule", Lang::Kk).await;
    office.person("clerk", "clerks", Lang::En, true).await;
    let nodes = [node(&office), node(&office)];
    begin(&office).await;
    // Wednesday 10:00: what is new makes up for nothing.
    assert_eq!(morning(&office, &nodes, "2026-03-18T05:00:00Z").await, []);
    // Due on Friday 18:00.
    let case = office.start("letters", json!({ "name": "Aliya" })).await;
    office.run(&office.outbox()).await;

    let thursday = morning(&office, &nodes, "2026-03-19T04:00:00Z").await;
    assert_eq!(thursday.len(), 2, "{thursday:?}");
    assert_eq!(thursday[0].0, "Overdue cases: 0, due today: 0 (19.03.2026)");
    assert!(thursday[0].1.contains("No case is overdue."), "{thursday:?}");
    assert!(thursday[1].0.starts_with("Мерзімі өткен істер: 0"), "{thursday:?}");

    let friday = morning(&office, &nodes, "2026-03-20T04:00:00Z").await;
    assert_eq!(friday[0].0, "Overdue cases: 0, due today: 1 (20.03.2026)");
    let listed =
        format!("  {case}, Trial, due 20.03.2026 18:00\n    {}/instances/{case}\n", office.app.url);
    assert!(friday[0].1.contains(&listed), "{listed} is not in {}", friday[0].1);
    assert_eq!(morning(&office, &nodes, "2026-03-20T04:00:01Z").await, []);

    // Nothing at the weekend, by the line; on Monday it is overdue.
    assert_eq!(morning(&office, &nodes, "2026-03-21T12:00:00Z").await, []);
    let monday = morning(&office, &nodes, "2026-03-23T04:00:30Z").await;
    assert_eq!(monday[0].0, "Overdue cases: 1, due today: 0 (23.03.2026)");
}

#[tokio::test]
async fn what_was_missed_is_made_up_for_once() {
    let office = Office::open().await;
    office.supervisor("gulnar", Lang::En).await;
    begin(&office).await;
    assert_eq!(morning(&office, &[node(&office)], "2026-03-18T05:00:00Z").await, []);
    // Down from Wednesday to Saturday: on a day off nobody is written to, whatever was missed.
    assert_eq!(morning(&office, &[node(&office)], "2026-03-21T07:30:00Z").await, []);
    // Down until Tuesday: four mornings were missed.
    let after = morning(&office, &[node(&office)], "2026-03-24T07:30:00Z").await;
    assert_eq!(after.len(), 1, "{after:?}");
    assert_eq!(morning(&office, &[node(&office)], "2026-03-24T08:30:00Z").await, []);
    // The clock goes back an hour and forward again: that is no new morning.
    assert_eq!(morning(&office, &[node(&office)], "2026-03-24T03:30:00Z").await, []);
    assert_eq!(morning(&office, &[node(&office)], "2026-03-24T09:30:00Z").await, []);
}

#[tokio::test]
async fn nobody_is_written_to_on_a_day_on_which_nobody_works() {
    let office = Office::open().await;
    office.supervisor("gulnar", Lang::En).await;
    begin(&office).await;
    change(&office, |it| it.line = "0 0 9 * * *".into()).await;
    let nodes = [node(&office)];
    assert_eq!(morning(&office, &nodes, "2026-03-20T04:00:00Z").await.len(), 1, "a Friday");
    assert_eq!(morning(&office, &nodes, "2026-03-21T04:00:00Z").await, [], "a Saturday");
    assert_eq!(morning(&office, &nodes, "2026-03-23T04:00:00Z").await.len(), 1, "a Monday");
}

#[tokio::test]
async fn what_falls_on_a_day_off_can_wait_for_the_next_working_day() {
    let office = Office::open().await;
    office.supervisor("gulnar", Lang::En).await;
    begin(&office).await;
    // Every Saturday and Sunday at half past seven.
    change(&office, |it| {
        it.line = "0 30 7 * * Sat,Sun".into();
        it.days_off = reglament_store::DaysOff::Shift;
    })
    .await;
    let nodes = [node(&office)];
    assert_eq!(morning(&office, &nodes, "2026-03-21T04:00:00Z").await, []);
    assert_eq!(morning(&office, &nodes, "2026-03-23T02:29:59Z").await, []);
    let monday = morning(&office, &nodes, "2026-03-23T02:30:00Z").await;
    assert_eq!(monday.len(), 1, "both are one: {monday:?}");
    assert_eq!(morning(&office, &nodes, "2026-03-23T12:30:00Z").await, []);
}

#[tokio::test]
async fn a_run_is_kept_with_its_mails_while_the_mail_server_is_away_and_each_is_sent_once() {
    let office = Office::open().await;
    for name in ["gulnar", "saule", "kanat"] {
        office.supervisor(name, Lang::Ru).await;
    }
    begin(&office).await;
    // A whole day of refusals: every attempt of every mail.
    for _ in 0..200 {
        office.channel.fail_next(DeliveryError::Later("no line".to_owned()));
    }
    assert_eq!(morning(&office, &[node(&office)], "2026-03-19T04:00:00Z").await, []);
    let Office { app, channel } = office;
    let office = Office { app: app.restart().await, channel };
    for hour in 5..24 {
        let at = format!("2026-03-19T{hour:02}:00:00Z");
        assert_eq!(morning(&office, &[node(&office)], &at).await, []);
    }
    let store = &office.app.app.store;
    let run = store.runs("overdue-digest", 9).await.unwrap().remove(0);
    let mails = store.run_mails("overdue-digest", run.moment).await.unwrap();
    assert_eq!((run.note.recipients, mails.len()), (3, 3));
    assert!(mails.iter().all(|mail| mail.state == "waiting"), "{mails:?}");

    office.channel.mend();
    let sent = morning(&office, &[node(&office)], "2026-03-20T03:59:00Z").await;
    assert_eq!(sent.len(), 3, "Thursday's: {sent:?}");
    assert!(sent.iter().all(|(subject, _)| subject.contains("19.03.2026")), "{sent:?}");
    let friday = morning(&office, &[node(&office)], "2026-03-20T04:00:00Z").await;
    assert_eq!(friday.len(), 3, "and Friday's own: {friday:?}");
    let ids: std::collections::BTreeSet<_> =
        office.channel.letters().into_iter().map(|letter| letter.id).collect();
    assert_eq!(ids.len(), 6, "each has an identifier of its own: {ids:?}");
}

#[tokio::test]
async fn who_has_no_address_is_named_on_the_run_and_a_removed_schedule_stays_away() {
    let office = Office::open().await;
    office.supervisor("gulnar", Lang::En).await;
    let mut person = office.app.app.store.person(&"gulnar".into()).await.unwrap().unwrap();
    (person.person, person.email) = ("saule".into(), None);
    office.app.app.store.put_person(&person).await.unwrap();
    begin(&office).await;
    let thursday = morning(&office, &[node(&office)], "2026-03-19T04:00:00Z").await;
    assert_eq!(thursday.len(), 1);
    let store = &office.app.app.store;
    let run = store.runs("overdue-digest", 1).await.unwrap().remove(0);
    assert_eq!(run.note.without_address, ["saule"]);
    assert!(store.remove_schedule("overdue-digest").await.unwrap());
    begin(&office).await;
    assert_eq!(store.schedules().await.unwrap(), [], "whoever removed it does not want it back");
    assert_eq!(morning(&office, &[node(&office)], "2026-03-20T04:00:00Z").await, []);
}

#[tokio::test]
async fn any_report_goes_by_its_address_with_its_tables() {
    let office = Office::open().await;
    office.supervisor("gulnar", Lang::En).await;
    office.supervisor("saule", Lang::Kk).await;
    begin(&office).await;
    change(&office, |it| it.report = "period?last=7".into()).await;
    let letters = morning(&office, &[node(&office)], "2026-03-19T04:00:00Z").await;
    assert_eq!(letters.len(), 2, "{letters:?}");
    assert!(letters[0].1.contains("There is nothing to tell"), "an empty one says so: {letters:?}");
    assert!(letters[0].1.contains("/reports/period?last=7"), "{letters:?}");
    assert!(letters[1].1.contains("хабарлайтын ештеңе жоқ"), "{letters:?}");
    for letter in office.channel.letters() {
        let [file] = &letter.attachments[..] else { panic!("one file: {:?}", letter.id) };
        assert!(
            std::path::Path::new(&file.name).extension().is_some_and(|it| it == "xlsx")
                && file.content.starts_with(b"PK"),
            "{}",
            file.name
        );
    }
}

#[tokio::test]
async fn the_sweep_rings_every_bell() {
    let office = Office::open().await;
    let app = office.app.app.clone();
    Sweep::new(app.clone()).run(app.clock.now()).await.unwrap();
    let wake = app.dispatcher.wake();
    for bell in [&wake.timers, &wake.outbox, &wake.jobs] {
        let heard = tokio::time::timeout(Duration::from_millis(100), bell.notified());
        heard.await.expect("the bell rang");
    }
}
