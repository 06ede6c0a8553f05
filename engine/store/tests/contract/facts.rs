//! Facts: what reports read is what commits wrote, whichever way it is kept.

use std::sync::Arc;

use jiff::civil::Date;
use reglament_core::facts::{Fact, FactKind};
use reglament_store::{FactDay, FactRange, SavedReport, Store};

use crate::case::{Case, after, noon};
use crate::place::Place;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// All of November 2026; days before this one are over.
fn november(kind: FactKind, over_before: &str) -> FactRange {
    let (from, until) = (day("2026-11-01"), day("2026-11-30"));
    FactRange { kind, from, until, over_before: day(over_before) }
}

/// A case begins, and a fact of this day comes with it.
async fn fact(store: &dyn Store, id: &str, at: &str, (edition, office): (&str, &str), text: &str) {
    let (case, mut start) = Case::start(id);
    start.rows.facts.push(Fact {
        kind: FactKind::Closed,
        day: day(at),
        edition: edition.into(),
        office: office.to_owned(),
        instance: case.id(),
        seq: 1,
        text: text.to_owned(),
    });
    store.commit(start).await.unwrap();
}

fn texts(days: &[FactDay]) -> Vec<(String, &str)> {
    days.iter().map(|it| (it.day.to_string(), it.text.as_str())).collect()
}

pub async fn facts_come_by_day_and_edition(place: &Place) {
    let store = place.open().await;
    fact(&*store, "26112300000003", "2026-11-05", ("b", "north"), "3 x").await;
    fact(&*store, "26112300000001", "2026-11-05", ("a", ""), "1 x").await;
    fact(&*store, "26112300000002", "2026-11-05", ("a", ""), "2 Әлия").await;
    fact(&*store, "26112300000004", "2026-11-03", ("a", ""), "").await;
    fact(&*store, "26112300000005", "2026-12-01", ("a", ""), "5").await;
    let expected = [
        ("2026-11-03".to_owned(), "#a \n"),
        ("2026-11-05".to_owned(), "#a \n1 x\n2 Әлия\n#b north\n3 x"),
    ];
    for over_before in ["2026-11-01", "2026-11-04", "2027-01-01", "2027-01-01"] {
        let range = november(FactKind::Closed, over_before);
        assert_eq!(texts(&store.facts(&range).await.unwrap()), expected, "{over_before}");
    }
    let by_case = store.facts_by_case(&november(FactKind::Closed, "2027-01-01")).await.unwrap();
    let expected = "#a \n26112300000001 1 x\n26112300000002 2 Әлия\n#b north\n26112300000003 3 x";
    assert_eq!(texts(&by_case)[1].1, expected);
    let other = store.facts(&november(FactKind::Done, "2027-01-01")).await.unwrap();
    assert_eq!(other, []);
}

pub async fn a_day_that_is_over_is_whole_whatever_comes_later(place: &Place) {
    let store = place.open().await;
    let range = november(FactKind::Closed, "2026-11-20");
    assert_eq!(store.facts(&range).await.unwrap(), []);
    // A clock that was set back, or a case of a demonstration: the day was read as empty before.
    fact(&*store, "26112300000001", "2026-11-05", ("a", ""), "1").await;
    assert_eq!(texts(&store.facts(&range).await.unwrap())[0].1, "#a \n1");
    fact(&*store, "26112300000002", "2026-11-05", ("a", ""), "2").await;
    assert_eq!(texts(&store.facts(&range).await.unwrap())[0].1, "#a \n1\n2");
    // A refused commit leaves no fact.
    let (case, mut start) = Case::start("26112300000002");
    start.rows.facts.push(Fact {
        kind: FactKind::Closed,
        day: day("2026-11-05"),
        edition: "a".into(),
        office: String::new(),
        instance: case.id(),
        seq: 1,
        text: "3".to_owned(),
    });
    store.commit(start).await.unwrap_err();
    assert_eq!(texts(&store.facts(&range).await.unwrap())[0].1, "#a \n1\n2");
}

pub async fn the_size_of_days_that_are_over_is_that_of_their_texts(place: &Place) {
    let store = place.open().await;
    let range = november(FactKind::Closed, "2026-12-01");
    let size = async || store.facts_size(&range).await.unwrap();
    let read = async || {
        let days = store.facts(&range).await.unwrap();
        Some(days.iter().map(|day| day.text.len() as u64).sum::<u64>())
    };
    fact(&*store, "26112300000001", "2026-11-05", ("a", ""), "1 Әлия").await;
    assert_eq!(size().await, None, "nothing was put together");
    let first = read().await;
    assert_eq!(size().await, first);
    fact(&*store, "26112300000002", "2026-11-07", ("a", ""), "2").await;
    assert_eq!(size().await, None, "a day gives way to its new line");
    let second = read().await;
    assert!(second > first);
    assert_eq!(size().await, second);
    let open = november(FactKind::Closed, "2026-11-30");
    assert_eq!(store.facts_size(&open).await.unwrap(), None, "its last day is open");
}

pub async fn readers_beside_writers_see_whole_days(place: &Place) {
    const CASES: usize = 40;
    let store = place.open().await;
    let writer = Arc::clone(&store);
    let writing = tokio::spawn(async move {
        for n in 0..CASES {
            let id = format!("261123000000{n:02}");
            fact(&*writer, &id, "2026-11-05", ("a", ""), &n.to_string()).await;
        }
    });
    let range = november(FactKind::Closed, "2027-01-01");
    let mut seen = 0;
    while seen < CASES {
        let days = store.facts(&range).await.unwrap();
        let lines = days.iter().flat_map(|day| day.text.lines());
        let now = lines.filter(|line| !line.starts_with('#')).count();
        assert!(now >= seen, "{now} after {seen}");
        seen = now;
    }
    writing.await.unwrap();
}

pub async fn running_cases_are_listed_without_their_bodies(place: &Place) {
    let store = place.open().await;
    for (id, due) in [("26112300000001", Some(after(90))), ("26112300000002", None)] {
        let (_, start) = Case::start_with_task(id, "clerks", due);
        store.commit(start).await.unwrap();
    }
    let (mut ended, start) = Case::start("26112300000003");
    store.commit(start).await.unwrap();
    let end = ended.change(|it| {
        it.state =
            reglament_core::instance::InstanceState::Ended { step: "end".into(), at: noon() };
    });
    store.commit(end).await.unwrap();
    let open = store.open_cases().await.unwrap();
    let numbers: Vec<_> = open.iter().map(|case| case.instance.as_str()).collect();
    assert_eq!(numbers, ["26112300000002", "26112300000001"]);
    assert_eq!((open[1].due_at, open[1].clock_from), (Some(after(90)), Some(noon())));
    assert_eq!((open[0].clock.as_str(), open[1].clock.as_str()), ("idle", "running"));
    assert!(!open[1].extended);
    let tasks = store.open_tasks().await.unwrap();
    let numbers: Vec<_> = tasks.iter().map(|task| (task.instance.as_str(), task.no)).collect();
    assert_eq!(numbers, [("26112300000002", 1), ("26112300000001", 1)]);
    assert_eq!((tasks[1].due_at, tasks[0].assignee.clone()), (Some(after(90)), None));
}

pub async fn a_report_is_kept_under_its_name(place: &Place) {
    let store = place.open().await;
    let report = |id: &str, name: &str| SavedReport {
        id: id.to_owned(),
        name: name.to_owned(),
        report: "period".to_owned(),
        query: "from=2026-11-01&until=2026-11-30".to_owned(),
        owner: "gulnar".to_owned(),
        at: noon(),
    };
    store.put_report(&report("2", "Ноябрь")).await.unwrap();
    store.put_report(&report("1", "Әр апта")).await.unwrap();
    store.put_report(&report("2", "Апрель")).await.unwrap();
    assert_eq!(store.reports().await.unwrap(), [report("2", "Апрель"), report("1", "Әр апта")]);
    assert!(store.forget_report("2").await.unwrap());
    assert!(!store.forget_report("2").await.unwrap());
    assert_eq!(store.reports().await.unwrap(), [report("1", "Әр апта")]);
}
