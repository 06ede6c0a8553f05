//! Editions, people, sessions and the audit.

use reglament_core::command::Role;
use reglament_core::text::Lang;
use reglament_store::{AuditEntry, EditionRow, Person, Session};

use crate::case::{Case, after, audit, noon};
use crate::place::Place;

pub async fn editions_are_kept_once(place: &Place) {
    let store = place.open().await;
    let edition = |name: &str, process: &str, seconds| EditionRow {
        edition: name.into(),
        process: process.into(),
        stored_at: after(seconds),
        content: format!("process: {process}\n"),
    };
    let first = edition("aaaa", "library-card", 0);
    store.put_edition(&first).await.unwrap();
    store.put_edition(&EditionRow { stored_at: after(9), ..first.clone() }).await.unwrap();
    assert_eq!(store.edition(&"aaaa".into()).await.unwrap(), Some(first.clone()));
    assert_eq!(store.edition(&"bbbb".into()).await.unwrap(), None);
    let second = edition("bbbb", "library-card", 10);
    let other = edition("cccc", "dog-licence", 5);
    store.put_edition(&second).await.unwrap();
    store.put_edition(&other).await.unwrap();
    let of = store.editions(Some(&"library-card".into())).await.unwrap();
    assert_eq!(of, [second.clone(), first.clone()]);
    assert_eq!(store.editions(None).await.unwrap(), [second, other, first]);
}

pub async fn people_are_replaced(place: &Place) {
    let store = place.open().await;
    let mut person = Person {
        person: "aigul".into(),
        name: "Айгүл Үлгі".to_owned(),
        email: Some("aigul@example.test".to_owned()),
        language: Lang::Kk,
        groups: ["clerks".into(), "experts".into()].into(),
        roles: [Role::Officer].into(),
        office: None,
        identity: None,
        password_hash: Some("$argon2id$…".to_owned()),
        active: true,
    };
    store.put_person(&person).await.unwrap();
    assert_eq!(store.person(&"aigul".into()).await.unwrap(), Some(person.clone()));
    person.active = false;
    person.email = None;
    person.roles.insert(Role::Supervisor);
    store.put_person(&person).await.unwrap();
    assert_eq!(store.people().await.unwrap(), [person]);
    assert_eq!(store.person(&"nobody".into()).await.unwrap(), None);
}

pub async fn sessions_end(place: &Place) {
    let store = place.open().await;
    let session = |hash: &str, started, expires| Session {
        hash: hash.to_owned(),
        person: "aigul".into(),
        csrf: "form".to_owned(),
        started_at: after(started),
        expires_at: after(expires),
    };
    let first = session("aa", 0, 60);
    store.put_session(&first).await.unwrap();
    assert_eq!(store.session("aa", after(59)).await.unwrap(), Some(first));
    assert_eq!(store.session("aa", after(60)).await.unwrap(), None);
    store.put_session(&session("bb", 61, 100)).await.unwrap();
    assert_eq!(store.session("aa", noon()).await.unwrap(), None, "swept by the next sign-in");
    store.end_session("bb").await.unwrap();
    assert_eq!(store.session("bb", after(62)).await.unwrap(), None);
    store.end_session("bb").await.unwrap();
}

pub async fn the_audit_is_read_in_order(place: &Place) {
    let store = place.open().await;
    let (case, start) = Case::start("26112300000001");
    store.commit(start.clone()).await.unwrap();
    for n in 0..12 {
        store.audit(&audit(&case.id(), &format!("read {n}"))).await.unwrap();
    }
    let sign_in = AuditEntry { instance: None, ..audit(&case.id(), "sign-in") };
    store.audit(&sign_in).await.unwrap();
    let entries = store.audit_of(&case.id(), 100).await.unwrap();
    assert_eq!(entries.len(), 13);
    assert_eq!(entries[0], start.audit);
    assert_eq!(entries[12].detail, "read 11");
    assert_eq!(store.audit_of(&case.id(), 3).await.unwrap(), entries[..3]);
}
