//! Schedules, and runs that are stored with their mails.

use std::time::Duration;

use reglament_core::command::Role;
use reglament_core::effect::{Effect, EffectKind, Mail};
use reglament_core::text::Lang;
use reglament_store::{DaysOff, PlannedRun, RunNote, Schedule, mail_id, mail_of};

use crate::case::{after, noon};
use crate::place::Place;

const LEASE: Duration = Duration::from_secs(30);

fn schedule(name: &str) -> Schedule {
    Schedule {
        name: name.to_owned(),
        line: "0 0 9 * * Mon-Fri".to_owned(),
        zone: Some("Asia/Almaty".to_owned()),
        calendar: None,
        days_off: DaysOff::Shift,
        report: "overdue".to_owned(),
        roles: [Role::Supervisor].into(),
        offices: ["almaty".to_owned()].into(),
        personal_data: true,
    }
}

fn run(people: &[&str]) -> PlannedRun {
    let mail = |(place, person): (u32, &&str)| Effect {
        id: mail_id("mondays", noon(), place),
        instance: mail_of("mondays", noon(), place),
        seq: 0,
        kind: EffectKind::Mail(Mail {
            schedule: "mondays".to_owned(),
            moment: noon(),
            person: (*person).into(),
            name: format!("{person} Үлгі"),
            email: format!("{person}@example.test"),
            language: Lang::Kk,
            subject: "Жиынтық".to_owned(),
            body: "Мерзімі өткен іс жоқ.".to_owned(),
            files: vec!["overdue.xlsx".to_owned()],
        }),
    };
    PlannedRun {
        schedule: "mondays".to_owned(),
        moment: noon(),
        at: after(3),
        note: RunNote {
            rows: 7,
            recipients: u32::try_from(people.len()).unwrap(),
            without_address: vec!["saule".into()],
        },
        mails: (0..).zip(people).map(mail).collect(),
        files: vec![("overdue.xlsx".to_owned(), vec![0, 1, 2, 255])],
    }
}

pub async fn schedules_are_replaced_and_removed(place: &Place) {
    let store = place.open().await;
    let mut one = schedule("mondays");
    store.put_schedule(&one).await.unwrap();
    store.put_schedule(&schedule("fridays")).await.unwrap();
    "0 30 8 * * Mon".clone_into(&mut one.line);
    store.put_schedule(&one).await.unwrap();
    assert_eq!(store.schedules().await.unwrap(), [schedule("fridays"), one.clone()]);
    assert!(store.remove_schedule("fridays").await.unwrap());
    assert!(!store.remove_schedule("fridays").await.unwrap());
    assert_eq!(store.schedules().await.unwrap(), [one]);
}

pub async fn a_run_is_stored_with_its_mails_once(place: &Place) {
    let store = place.open().await;
    assert!(store.plan_run(run(&["aigul", "bolat"])).await.unwrap());
    // Another node, or the same one again: nothing is added.
    assert!(!store.plan_run(run(&["aigul", "bolat", "damir"])).await.unwrap());
    assert_eq!(store.last_run("mondays").await.unwrap(), Some(noon()));
    let runs = store.runs("mondays", 5).await.unwrap();
    assert_eq!(runs.len(), 1);
    assert_eq!((runs[0].moment, &runs[0].note), (noon(), &run(&["", ""]).note));
    let file = store.run_file("mondays", noon(), "overdue.xlsx").await.unwrap();
    assert_eq!(file, Some(vec![0, 1, 2, 255]));
    assert_eq!(store.run_file("mondays", noon(), "other.xlsx").await.unwrap(), None);

    let leased = store.lease_effects(after(3), LEASE, 10).await.unwrap();
    assert_eq!(leased.len(), 2, "one mail holds up no other: {leased:?}");
    let first = leased.iter().find(|it| it.effect.id == mail_id("mondays", noon(), 0)).unwrap();
    assert_eq!(first.effect, run(&["aigul"]).mails[0]);
    store.effect_delivered(&first.effect.id, &first.token, after(4)).await.unwrap();
    let mails = store.run_mails("mondays", noon()).await.unwrap();
    let states: Vec<&str> = mails.iter().map(|mail| mail.state.as_str()).collect();
    assert_eq!(states, ["delivered", "waiting"]);
    assert_eq!(store.run_mails("monday", noon()).await.unwrap(), []);
}

pub async fn one_of_many_makes_a_run(place: &Place) {
    let store = place.open().await;
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let store = std::sync::Arc::clone(&store);
        running.spawn(async move { store.plan_run(run(&["aigul", "bolat"])).await.unwrap() });
    }
    let made = running.join_all().await.into_iter().filter(|made| *made).count();
    assert_eq!(made, 1);
    assert_eq!(store.run_mails("mondays", noon()).await.unwrap().len(), 2);
}

pub async fn a_run_without_mails_is_a_run(place: &Place) {
    let store = place.open().await;
    assert!(store.begin_run("mondays", noon()).await.unwrap());
    assert!(!store.plan_run(run(&["aigul"])).await.unwrap());
    assert_eq!(store.runs("mondays", 5).await.unwrap()[0].note, RunNote::default());
}
