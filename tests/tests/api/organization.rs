//! Rights as of the moment: substitutions, roles that are taken away, commands that meet a change.

use reglament_core::command::{Actor, Command, Credential, Role};
use reglament_server::dispatch::{Options, Target};
use reglament_store::{Absence, Change, Holder, Token};
use serde_json::json;

use crate::stage::Stage;

async fn away(stage: &Stage, person: &str, substitute: &str, until: &str) {
    let absence = Absence {
        absence: format!("{person}-away"),
        person: person.into(),
        from: "2026-03-18T04:00:00Z".parse().unwrap(),
        until: Some(until.parse().unwrap()),
        substitute: Some(substitute.into()),
        groups: None,
        reason: String::new(),
        set_by: person.to_owned(),
        set_at: "2026-03-18T04:00:00Z".parse().unwrap(),
        cancelled_by: None,
        cancelled_at: None,
    };
    let store = &stage.app.app.store;
    store.change_organization(Change::Absence(absence).into()).await.unwrap();
}

#[tokio::test]
async fn a_substitution_begins_and_ends_by_itself() {
    let stage = Stage::set().await;
    let guest = stage.app.person("bolat", &[], &[Role::Officer]).await;
    let claim = format!("/api/v1/tasks/{}/claim", stage.filed().await.task("intake"));
    let _ = guest.post(&claim, json!({})).await.expect(404);
    away(&stage, "aliya", "bolat", "2026-03-18T05:40:00Z").await;
    let _ = guest.post(&claim, json!({})).await.expect(200);
    let other = format!("/api/v1/tasks/{}/claim", stage.filed().await.task("intake"));
    stage.app.set_time("2026-03-18T05:40:00Z");
    let _ = guest.post(&other, json!({})).await.expect(404);
}

#[tokio::test]
async fn a_role_that_was_taken_away_counts_at_the_next_request() {
    let stage = Stage::set().await;
    let claim = format!("/api/v1/tasks/{}/claim", stage.filed().await.task("intake"));
    let store = &stage.app.app.store;
    let mut person = store.person(&"aliya".into()).await.unwrap().unwrap();
    person.roles.clear();
    store.put_person(&person).await.unwrap();
    // Not even that there is such a case is told any more.
    let _ = stage.aliya.post(&claim, json!({})).await.expect(404);
}

#[tokio::test]
async fn a_command_that_meets_a_change_is_decided_on_the_rights_after_it() {
    let stage = Stage::set().await;
    let filed = stage.filed().await;
    let app = &stage.app.app;
    let now = app.clock.now();
    let before = app.roster().await.unwrap().actor(&"aliya".into(), now).unwrap();
    let mut person = app.store.person(&"aliya".into()).await.unwrap().unwrap();
    person.groups.clear();
    app.store.put_person(&person).await.unwrap();
    let claim = || Command::ClaimTask { task: filed.task("intake").as_str().into() };
    let target = || Target::Instance(filed.at("/instance").as_str().into());
    let dispatch = async |actor: &Actor| {
        app.dispatcher.dispatch(target(), claim(), actor.clone(), Options::default()).await
    };
    assert!(dispatch(&before).await.is_err(), "the rights of before do not count");
    let unchecked = before.clone().with(Credential::default());
    assert!(dispatch(&unchecked).await.is_ok(), "who was never looked up is not looked up again");
}

#[tokio::test]
async fn a_command_goes_on_when_the_change_was_about_somebody_else() {
    let stage = Stage::set().await;
    let filed = stage.filed().await;
    let app = &stage.app.app;
    let before = app.roster().await.unwrap().actor(&"aliya".into(), app.clock.now()).unwrap();
    let _ = stage.app.person("somebody", &[], &[]).await;
    let claim = Command::ClaimTask { task: filed.task("intake").as_str().into() };
    let target = Target::Instance(filed.at("/instance").as_str().into());
    let done = app.dispatcher.dispatch(target, claim, before, Options::default()).await;
    assert!(done.is_ok(), "{:?}", done.err());
}

#[tokio::test]
async fn a_token_ends_is_revoked_and_shows_its_last_day() {
    let stage = Stage::set().await;
    let app = &stage.app.app;
    let holder = Holder::Person("aliya".into());
    let row = reglament_server::auth::tokens::row("hers", holder.clone(), "hers", app.clock.now());
    let row = Token { expires_at: Some("2026-03-18T06:00:00Z".parse().unwrap()), ..row };
    app.store.change_organization(Change::Token(row).into()).await.unwrap();
    let hers = reglament_tests::Client::program(&stage.app.url, "hers");
    let _ = hers.get("/api/v1/tasks").await.expect(200);
    let used = app.store.tokens(&holder).await.unwrap()[0].used_on;
    assert_eq!(used.map(|day| day.to_string()).as_deref(), Some("2026-03-18"));
    stage.app.set_time("2026-03-18T06:00:00Z");
    let _ = hers.get("/api/v1/tasks").await.expect(401);
}

#[tokio::test]
async fn wrong_guesses_are_remembered_past_a_restart() {
    let app = reglament_tests::TestApp::permit().await;
    app.person_with_password("aliya", "correct horse battery").await;
    let home = std::net::IpAddr::from([192, 0, 2, 1]);
    for _ in 0..8 {
        assert!(reglament_server::auth::sign_in(&app.app, "aliya", "no", home).await.is_err());
    }
    let app = app.restart().await;
    let right = "correct horse battery";
    let error = reglament_server::auth::sign_in(&app.app, "aliya", right, home).await.unwrap_err();
    assert!(matches!(error, reglament_server::auth::SignInError::TooMany(_)), "{error}");
}
