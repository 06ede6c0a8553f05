//! The overdue digest: on working mornings, once over all nodes, made up for once.

use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use reglament_core::text::{Lang, Texts};
use reglament_server::channels::Channel;
use reglament_server::schedules::{CronLine, OverdueDigest, Schedule, Scheduled, Sweep, digest};
use serde_json::json;

use super::office::{Office, messages};

fn node(office: &Office) -> Schedule {
    let app = office.app.app.clone();
    let zone = TimeZone::get("Asia/Almaty").unwrap();
    let channel = Arc::clone(&office.channel) as Arc<dyn Channel>;
    let name = Texts { en: "Office".into(), ..Texts::default() };
    let what = OverdueDigest::new(app.clone(), messages(), channel, name, zone.clone());
    let line: CronLine = digest::LINE.parse().unwrap();
    Schedule::new(app, line, zone, Arc::new(what))
}

/// Sets the clock (UTC; Almaty is five hours ahead), runs the nodes and gives the new letters.
async fn morning(office: &Office, nodes: &[Schedule], at: &str) -> Vec<(String, String)> {
    let before = office.channel.letters().len();
    office.app.set_time(at);
    for node in nodes {
        office.run(node).await;
    }
    let letters = office.channel.letters().split_off(before);
    letters.into_iter().map(|it| (it.subject, it.body)).collect()
}

#[tokio::test]
async fn each_supervisor_gets_one_digest_a_working_morning_over_all_nodes() {
    let office = Office::open().await;
    office.supervisor("gulnar", Lang::En).await;
    office.supervisor("saule", Lang::Kk).await;
    office.person("clerk", "clerks", Lang::En, true).await;
    let nodes = [node(&office), node(&office)];
    // Wednesday 10:00: the first start makes up for nothing.
    assert_eq!(morning(&office, &nodes, "2026-03-18T05:00:00Z").await, []);
    // Due on Friday 18:00.
    let case = office.start("letters", json!({ "name": "Aliya" })).await;

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
    assert_eq!(morning(&office, &[node(&office)], "2026-03-18T05:00:00Z").await, []);
    // Down from Wednesday to Tuesday: four mornings were missed.
    let after = morning(&office, &[node(&office)], "2026-03-24T07:30:00Z").await;
    assert_eq!(after.len(), 1, "{after:?}");
    assert_eq!(morning(&office, &[node(&office)], "2026-03-24T08:30:00Z").await, []);
}

#[tokio::test]
async fn nobody_is_written_to_on_a_day_on_which_nobody_works() {
    let office = Office::open().await;
    office.supervisor("gulnar", Lang::En).await;
    let line: CronLine = "0 0 9 * * *".parse().unwrap();
    let zone = TimeZone::get("Asia/Almaty").unwrap();
    let app = office.app.app.clone();
    let channel = Arc::clone(&office.channel) as Arc<dyn Channel>;
    let name = Texts::default();
    let what = OverdueDigest::new(app.clone(), messages(), channel, name, zone.clone());
    let nodes = [Schedule::new(app, line, zone, Arc::new(what))];
    assert_eq!(morning(&office, &nodes, "2026-03-20T05:00:00Z").await, []);
    assert_eq!(morning(&office, &nodes, "2026-03-21T04:00:00Z").await, [], "a Saturday");
    assert_eq!(morning(&office, &nodes, "2026-03-23T04:00:00Z").await.len(), 1, "a Monday");
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
