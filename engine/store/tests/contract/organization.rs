use jiff::civil::date;
use reglament_core::command::Role;
use reglament_core::ids::PersonId;
use reglament_core::text::{Lang, Texts};
use reglament_core::token_scope::TokenScope;
use reglament_store::{
    Absence, AuditEntry, Change, CommitError, Group, Holder, Office, OrganizationChange, Person,
    Program, Session, Token,
};

use crate::case::{Case, after, audit, noon};
use crate::place::Place;

fn texts(name: &str) -> Texts {
    Texts { ru: name.to_owned(), kk: format!("{name} қала"), en: name.to_owned() }
}

fn person(name: &str, active: bool) -> Person {
    Person {
        person: name.into(),
        name: name.to_owned(),
        email: None,
        language: Lang::Kk,
        groups: ["police".into()].into(),
        roles: [Role::Officer].into(),
        office: Some("north".into()),
        identity: Some(format!("{name}@idp")),
        password_hash: None,
        active,
    }
}

fn office() -> Office {
    Office {
        office: "north".into(),
        titles: texts("Север"),
        parent: Some("centre".into()),
        head: Some("gulnar".into()),
        territories: ["KZ-59".into(), "KZ-59-1".into()].into(),
        active: true,
    }
}

fn absence(name: &str, from: i64, until: Option<i64>) -> Absence {
    Absence {
        absence: name.to_owned(),
        person: "aliya".into(),
        from: after(from),
        until: until.map(after),
        substitute: Some("bolat".into()),
        groups: Some(["police".into()].into()),
        reason: "отпуск".to_owned(),
        set_by: "gulnar".to_owned(),
        set_at: noon(),
        cancelled_by: None,
        cancelled_at: None,
    }
}

fn token(hash: &str, holder: Holder, created: i64) -> Token {
    Token {
        hash: hash.to_owned(),
        holder,
        name: "nightly".to_owned(),
        prefix: "abcdef01".to_owned(),
        scopes: Some([TokenScope::Jobs, TokenScope::CasesRead].into()),
        created_at: after(created),
        expires_at: Some(after(900)),
        used_on: None,
        revoked_at: None,
    }
}

pub async fn a_change_is_stored_whole_and_raises_the_version(place: &Place) {
    let store = place.open().await;
    let before = store.organization_version().await.unwrap();
    let group =
        Group { group: "police".into(), titles: texts("Полиция"), head: None, active: true };
    let program =
        Program { program: "portal".to_owned(), roles: [Role::Filing].into(), active: true };
    let entry = AuditEntry { instance: None, ..audit(&"0".into(), "office north") };
    let change = OrganizationChange {
        expected: Some(before),
        changes: vec![
            Change::Office(office()),
            Change::Group(group.clone()),
            Change::Person(person("aliya", true)),
            Change::Program(program.clone()),
            Change::Absence(absence("a", 0, None)),
        ],
        audit: Some(entry),
    };
    let version = store.change_organization(change).await.unwrap();
    assert_eq!(version, Some(before + 1));
    let whole = store.organization(noon()).await.unwrap();
    assert_eq!(whole.version, before + 1);
    assert_eq!(whole.offices, [office()]);
    assert_eq!(whole.groups, [group]);
    assert_eq!(whole.people, [person("aliya", true)]);
    assert_eq!(whole.programs, [program]);
    assert_eq!(whole.absences, [absence("a", 0, None)]);
    store.put_person(&person("aliya", false)).await.unwrap();
    assert_eq!(store.organization_version().await.unwrap(), before + 2);
}

pub async fn a_change_that_was_decided_on_an_old_version_changes_nothing(place: &Place) {
    let store = place.open().await;
    let seen = store.organization_version().await.unwrap();
    store.put_person(&person("aliya", true)).await.unwrap();
    let change = OrganizationChange {
        expected: Some(seen),
        changes: vec![Change::Person(person("bolat", true))],
        audit: None,
    };
    assert_eq!(store.change_organization(change).await.unwrap(), None);
    assert_eq!(store.person(&"bolat".into()).await.unwrap(), None);
    assert_eq!(store.organization_version().await.unwrap(), seen + 1);
}

pub async fn a_commit_on_an_old_organization_is_refused(place: &Place) {
    let store = place.open().await;
    let seen = store.organization_version().await.unwrap();
    let (mut case, mut start) = Case::start_with_task("26112300000001", "police", None);
    start.organization = Some(seen);
    store.commit(start).await.unwrap();
    let mut claim = case.claim(1, "aliya");
    claim.organization = Some(seen);
    store.put_person(&person("aliya", true)).await.unwrap();
    let refused = store.commit(claim.clone()).await.unwrap_err();
    assert!(matches!(refused, CommitError::OrganizationMoved), "{refused}");
    assert_eq!(store.task(&case.task_id(1)).await.unwrap().unwrap().assignee, None);
    let (other, mut begun) = Case::start("26112300000002");
    begun.organization = Some(seen);
    let refused = store.commit(begun).await.unwrap_err();
    assert!(matches!(refused, CommitError::OrganizationMoved), "{refused}");
    assert_eq!(store.instance(&other.id()).await.unwrap(), None);
    claim.organization = Some(seen + 1);
    store.commit(claim).await.unwrap();
}

pub async fn absences_stay_and_those_that_ended_are_not_loaded(place: &Place) {
    let store = place.open().await;
    let cancelled = Absence {
        cancelled_by: Some("aliya".to_owned()),
        cancelled_at: Some(after(50)),
        ..absence("c", 20, None)
    };
    for one in [absence("a", 0, Some(10)), absence("b", 5, Some(100)), absence("c", 20, None)] {
        store.change_organization(Change::Absence(one).into()).await.unwrap();
    }
    store.change_organization(Change::Absence(cancelled.clone()).into()).await.unwrap();
    let loaded = async |at| {
        let whole = store.organization(after(at)).await.unwrap();
        whole.absences.into_iter().map(|one| one.absence).collect::<Vec<_>>()
    };
    assert_eq!(loaded(0).await, ["a", "b", "c"]);
    assert_eq!(loaded(10).await, ["b", "c"]);
    assert_eq!(loaded(60).await, ["b"]);
    let aliya = PersonId::from("aliya");
    let history = store.absences(Some(&aliya), 10).await.unwrap();
    assert_eq!(history[0], cancelled);
    assert_eq!(history.len(), 3);
    assert_eq!(store.absences(None, 2).await.unwrap(), history[..2]);
    assert!(store.absences(Some(&"bolat".into()), 10).await.unwrap().is_empty());
    let holds = |at| cancelled.holds(after(at));
    assert_eq!([19, 20, 49, 50].map(holds), [false, true, true, false]);
}

pub async fn tokens_are_found_by_their_hash_and_listed_by_their_holder(place: &Place) {
    let store = place.open().await;
    let (portal, aliya) = (Holder::Program("portal".to_owned()), Holder::Person("portal".into()));
    let mut first = token("aa", portal.clone(), 1);
    let second = Token { scopes: None, expires_at: None, ..token("bb", portal.clone(), 2) };
    let hers = token("cc", aliya.clone(), 3);
    for one in [&first, &second, &hers] {
        store.change_organization(Change::Token(one.clone()).into()).await.unwrap();
    }
    assert_eq!(store.token("aa").await.unwrap(), Some(first.clone()));
    assert_eq!(store.token("dd").await.unwrap(), None);
    assert_eq!(store.tokens(&portal).await.unwrap(), [second, first.clone()]);
    assert_eq!(store.tokens(&aliya).await.unwrap(), [hers]);
    let version = store.organization_version().await.unwrap();
    store.token_used("aa", date(2026, 11, 23)).await.unwrap();
    assert_eq!(store.organization_version().await.unwrap(), version, "a use changes no right");
    first.used_on = Some(date(2026, 11, 23));
    first.revoked_at = Some(after(7));
    store.change_organization(Change::Token(first.clone()).into()).await.unwrap();
    assert_eq!(store.token("aa").await.unwrap(), Some(first.clone()));
    assert!(!first.counts(after(8)));
}

pub async fn sessions_end_with_their_person(place: &Place) {
    let store = place.open().await;
    let session = |hash: &str, person: &str| Session {
        hash: hash.to_owned(),
        person: person.into(),
        csrf: "form".to_owned(),
        started_at: noon(),
        expires_at: after(60),
    };
    for (hash, person) in [("aa", "aliya"), ("ab", "aliya"), ("ba", "bolat")] {
        store.put_session(&session(hash, person)).await.unwrap();
    }
    let end = Change::EndSessions("aliya".into(), Some("aa".to_owned()));
    store.change_organization(end.into()).await.unwrap();
    let open = async |hash: &str| store.session(hash, after(1)).await.unwrap().is_some();
    assert_eq!([open("aa").await, open("ab").await, open("ba").await], [true, false, true]);
    store.put_person(&person("aliya", false)).await.unwrap();
    assert_eq!([open("aa").await, open("ba").await], [false, true]);
    store.move_session("aa", after(90)).await.unwrap();
    assert!(!open("aa").await, "a session that was ended does not come back");
    store.move_session("ba", after(90)).await.unwrap();
    assert!(store.session("ba", after(80)).await.unwrap().is_some());
}

pub async fn loads_count_the_open_tasks_of_each(place: &Place) {
    let store = place.open().await;
    for n in 1..4 {
        let (mut case, start) = Case::start_with_task(&format!("2611230000000{n}"), "police", None);
        store.commit(start).await.unwrap();
        store.commit(case.claim(1, if n == 1 { "bolat" } else { "aliya" })).await.unwrap();
    }
    let people = ["aliya".into(), "bolat".into(), "damir".into()];
    let loads = store.loads(&people).await.unwrap();
    assert_eq!(loads, [("aliya".into(), 2), ("bolat".into(), 1), ("damir".into(), 0)]);
}

pub async fn guesses_are_counted_and_forgotten(place: &Place) {
    let store = place.open().await;
    let count = async |key: &str, at, since| {
        store.count_guess(key, after(at), after(since)).await.unwrap().wrong
    };
    assert_eq!(count("aliya", 1, 0).await, 1);
    assert_eq!(count("aliya", 2, 0).await, 2);
    assert_eq!(count("bolat", 3, 0).await, 1);
    let known = store.guesses("aliya").await.unwrap().unwrap();
    assert_eq!((known.wrong, known.last), (2, after(2)));
    assert_eq!(count("aliya", 9, 5).await, 1, "the last was before");
    assert_eq!(store.guesses("bolat").await.unwrap(), None, "and so was the other");
    store.forget_guesses("aliya").await.unwrap();
    assert_eq!(store.guesses("aliya").await.unwrap(), None);
}

pub async fn a_way_is_taken_once(place: &Place) {
    let store = place.open().await;
    let body = r#"{"nonce":"n"}"#;
    store.put_way("s", body, after(10), noon()).await.unwrap();
    store.put_way("old", body, after(10), noon()).await.unwrap();
    assert_eq!(store.take_way("other", noon()).await.unwrap(), None);
    assert_eq!(store.take_way("s", noon()).await.unwrap().as_deref(), Some(body));
    assert_eq!(store.take_way("s", noon()).await.unwrap(), None);
    assert_eq!(store.take_way("old", after(11)).await.unwrap(), None, "too late");
}
