//! Texts that people and programs send.

use reglament_core::command::Offices;
use reglament_core::value::{Context, Value};
use reglament_store::{AuditEntry, InstanceFilter, TaskFilter};

use crate::case::{Case, remember};
use crate::place::Place;

const TEXTS: [&str; 8] = [
    "'; drop table instance; --",
    "\"quoted\" and \\back\\slashed\\ {\"a\":1}",
    "Әлия Ғабитқызы Ңұрөүіһ — №5 «Қазақстан»",
    "line\nfeed\r\ttab \u{7} bell",
    "\u{202e}right to left\u{2066} emoji 👩‍👩‍👧 \u{10ffff}",
    "$1 ? ?1 :name @p %s {{x}} ${y}",
    "  spaces  ",
    "",
];

fn data(text: &str) -> Value {
    let mut entries = Context::new();
    entries.insert(text.to_owned(), Value::List(vec![Value::text(text), Value::Boolean(true)]));
    Value::Context(entries)
}

pub async fn texts_come_back_as_they_were(place: &Place) {
    let store = place.open().await;
    for (n, text) in TEXTS.iter().enumerate() {
        let (mut case, start) = Case::start_with_task(&format!("2611230000000{n}"), text, None);
        store.commit(start).await.unwrap();
        let mut commit = case.change(|instance| {
            (*text).clone_into(&mut instance.applicant);
            instance.data = data(text);
            instance.status = Some((*text).to_owned());
        });
        (*text).clone_into(&mut commit.events[0].by);
        (*text).clone_into(&mut commit.audit.detail);
        commit.remember = Some(remember(&format!("{n}{text}"), text));
        store.commit(commit.clone()).await.unwrap();
        assert_eq!(store.instance(&case.id()).await.unwrap().unwrap(), case.instance);
        assert_eq!(store.events(&case.id(), 1, 9).await.unwrap(), commit.events);
        assert_eq!(store.remembered(&format!("{n}{text}")).await.unwrap(), commit.remember);
        assert_eq!(store.audit_of(&case.id(), 9).await.unwrap()[1].detail, *text);
        let reach = Some([((*text).into(), Offices::All)].into());
        let inbox = TaskFilter { reach, limit: 9, ..Default::default() };
        let tasks = store.tasks(&inbox).await.unwrap();
        assert_eq!(tasks.len(), 1, "{text:?}");
        assert_eq!(tasks[0].applicant, *text);
        let process = Some((*text).into());
        let none = InstanceFilter { process, limit: 9, ..Default::default() };
        assert_eq!(store.instances(&none).await.unwrap(), []);
        assert_eq!(store.person(&(*text).into()).await.unwrap(), None);
        assert_eq!(store.task(&(*text).into()).await.unwrap(), None);
        assert_eq!(store.token(text).await.unwrap(), None);
    }
    assert_eq!(store.totals(crate::case::noon()).await.unwrap().running, 8);
}

/// In JSON the character is escaped and kept; in plain texts a sign stands for it.
pub async fn a_character_nul_does_no_harm(place: &Place) {
    let store = place.open().await;
    let text = "before\0after";
    let (mut case, start) = Case::start_with_task("26112300000001", "clerks", None);
    store.commit(start).await.unwrap();
    let mut commit = case.change(|instance| {
        text.clone_into(&mut instance.applicant);
        instance.data = data(text);
    });
    commit.outbox = vec![case.effect(2, 0)];
    store.commit(commit).await.unwrap();
    assert_eq!(store.instance(&case.id()).await.unwrap().unwrap(), case.instance);
    let task = store.task(&case.task_id(1)).await.unwrap().unwrap();
    assert_eq!(task.applicant, "before\u{fffd}after");
    let entry = AuditEntry { actor: text.to_owned(), ..crate::case::audit(&case.id(), text) };
    store.audit(&entry).await.unwrap();
    // Asked for by such a text, nothing is found and nothing fails.
    assert_eq!(store.instance(&text.into()).await.unwrap(), None);
    assert_eq!(store.events(&text.into(), 0, 9).await.unwrap(), []);
    assert_eq!(store.person(&text.into()).await.unwrap(), None);
    assert_eq!(store.task(&format!("{text}.1").into()).await.unwrap(), None);
    assert_eq!(store.remembered(text).await.unwrap(), None);
    assert_eq!(store.session(text, crate::case::noon()).await.unwrap(), None);
    assert_eq!(store.token(text).await.unwrap(), None);
    let inbox = TaskFilter {
        reach: Some([(text.into(), Offices::All)].into()),
        holders: [text.into()].into(),
        limit: 9,
        ..Default::default()
    };
    assert_eq!(store.tasks(&inbox).await.unwrap(), []);
}

pub async fn large_data_comes_back(place: &Place) {
    let store = place.open().await;
    let megabyte: String = "Қ'\"\\".chars().cycle().take(400_000).collect();
    assert!(megabyte.len() >= 500_000);
    let (mut case, start) = Case::start("26112300000001");
    store.commit(start).await.unwrap();
    let text = megabyte.repeat(2);
    let commit = case.change(|instance| instance.data = Value::text(text));
    store.commit(commit).await.unwrap();
    assert_eq!(store.instance(&case.id()).await.unwrap().unwrap(), case.instance);
    store.commit(case.notify(1)).await.unwrap();
    assert_eq!(store.effects(&case.id()).await.unwrap().len(), 1);
}
