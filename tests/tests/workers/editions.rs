//! Editions come into force: on their day, by two people, and back again.

use std::sync::Arc;

use reglament_core::command::{Actor, Command, Role};
use reglament_core::ids::StepId;
use reglament_core::language;
use reglament_core::rejection::RejectionCode;
use reglament_core::value::Value;
use reglament_server::app::App;
use reglament_server::dispatch::{DispatchError, Options, Target};
use reglament_server::editions::{
    self, EditionError, Editions, MapFiles, Proposal, Verdict, WatchEditions,
};
use reglament_server::workers::Worker as _;
use reglament_store::{AuditFilter, EditionRow, Publication, PublicationState};
use reglament_tests::{TestApp, maps};

use super::migrations::{OLD, newer, sources};

fn analyst(name: &str) -> Actor {
    Actor::of_person(name.into(), [].into(), [Role::Analyst].into())
}

/// The product with one map that lies in a file, on 18 March 2026.
async fn open() -> (TestApp, App) {
    let sources = sources(OLD);
    let stage = TestApp::with(maps::catalogue(&sources)).await;
    let app = stage.app.clone().with_editions(Arc::new(Editions::new(sources, None, false)));
    let process = Arc::clone(app.catalogue().current(&"moving".into()).unwrap());
    let row = EditionRow {
        edition: process.edition.clone(),
        process: process.definition.process.clone(),
        stored_at: app.clock.now(),
        content: language::canonical(&process.definition).unwrap(),
    };
    app.store.put_edition(&row).await.unwrap();
    for _ in 0..2 {
        // A second start with the same files publishes nothing.
        let (today, now) = (app.today(), app.clock.now());
        let rows = std::slice::from_ref(&row);
        editions::publish_files(&*app.store, rows, today, now).await.unwrap();
    }
    assert_eq!(app.store.publications(None).await.unwrap().len(), 1);
    app.editions.refresh(&app).await.unwrap();
    (stage, app)
}

fn map(text: &str) -> MapFiles {
    let files = [("process.yaml".to_owned(), text.to_owned())].into();
    MapFiles { folder: "demo/moving".to_owned(), files }
}

async fn propose(app: &App, text: &str, from: &str) -> Result<Publication, EditionError> {
    let (from, note) = (from.parse().unwrap(), "the new term".to_owned());
    let proposal = Proposal { map: Some(map(text)), rolls_back: None, from, until: None, note };
    app.editions.propose(app, &analyst("dinara"), proposal).await
}

async fn decide(
    app: &App,
    name: &str,
    no: u64,
    verdict: Verdict,
) -> Result<Publication, EditionError> {
    app.editions.decide(app, &analyst(name), no, verdict, "").await
}

fn code<T: std::fmt::Debug>(result: Result<T, EditionError>) -> RejectionCode {
    match result {
        Err(EditionError::Rejected(rejection)) => rejection.code,
        other => panic!("not a rejection: {other:?}"),
    }
}

/// The edition on which a case starts that is filed now.
async fn filed(app: &App) -> Result<String, DispatchError> {
    let portal = Actor::of_program("portal", [Role::Filing].into());
    let data: Value = serde_json::from_value(serde_json::json!({ "name": "Пример" })).unwrap();
    let start = Command::Start { data, caller: None };
    let target = Target::New("moving".into());
    let reply = app.dispatcher.dispatch(target, start, portal, Options::default()).await?;
    let case = app.store.instance(&reply.instance).await.unwrap().unwrap();
    Ok(case.edition.to_string())
}

#[tokio::test]
async fn an_edition_comes_into_force_on_its_day_when_a_second_person_approved_it() {
    let (stage, app) = open().await;
    let old = filed(&app).await.unwrap();
    let proposed = propose(&app, &newer(), "2026-03-19").await.unwrap();
    assert_eq!((proposed.no, proposed.state), (2, PublicationState::Proposed));
    assert_eq!(code(propose(&app, &newer(), "2026-03-19").await), RejectionCode::NotPublished);
    assert_eq!(code(decide(&app, "dinara", 2, Verdict::Approve).await), RejectionCode::FourEyes);
    assert_eq!(code(decide(&app, "yerlan", 2, Verdict::Withdraw).await), RejectionCode::Forbidden);
    assert_eq!(
        code(decide(&app, "yerlan", 2, Verdict::Reject).await),
        RejectionCode::ReasonRequired
    );
    let nobody = Actor::of_person("bolat".into(), [].into(), [Role::Officer].into());
    let refused = app.editions.decide(&app, &nobody, 2, Verdict::Approve, "").await;
    assert_eq!(code(refused), RejectionCode::Forbidden);
    let approved = decide(&app, "yerlan", 2, Verdict::Approve).await.unwrap();
    assert_eq!(approved.decided.unwrap().by, "yerlan");
    assert_eq!(
        code(decide(&app, "yerlan", 2, Verdict::Approve).await),
        RejectionCode::NotPublished
    );

    assert_eq!(filed(&app).await.unwrap(), old, "its day has not come");
    // Midnight in Almaty: nobody has told this node yet.
    stage.set_time("2026-03-18T19:00:00Z");
    let new = filed(&app).await.unwrap();
    assert_eq!(new, approved.edition.to_string());
    WatchEditions::new(app.clone()).run_once(app.clock.now()).await.unwrap();
    let current = app.catalogue().current(&"moving".into()).unwrap().edition.to_string();
    assert_eq!(current, new);
    let rows = app.store.audit_rows(&AuditFilter { limit: 100, ..AuditFilter::default() }).await;
    let told: Vec<(String, String)> =
        rows.unwrap().into_iter().map(|row| (row.entry.actor, row.entry.action)).collect();
    for (actor, action) in [("dinara", "propose-edition"), ("yerlan", "approve-edition")] {
        let is = |row: &(String, String)| (row.0.as_str(), row.1.as_str()) == (actor, action);
        assert!(told.iter().any(is), "{action} by {actor}: {told:?}");
    }
}

#[tokio::test]
async fn what_is_the_same_wrong_or_past_is_no_edition() {
    let (_stage, app) = open().await;
    let same = format!("# a comment\n{}", OLD.trim_start());
    assert_eq!(code(propose(&app, &same, "2026-03-18").await), RejectionCode::NotPublished);
    assert_eq!(code(propose(&app, &newer(), "2026-03-17").await), RejectionCode::NotPublished);
    let wrong = OLD.replace("next: check", "next: chek");
    let Err(EditionError::Mistakes(checked)) = propose(&app, &wrong, "2026-03-18").await else {
        panic!("a map with a mistake was proposed");
    };
    assert!(checked.diagnostics.iter().any(|it| it.message.contains("chek")), "{checked:?}");
    assert_eq!(app.store.publications(None).await.unwrap().len(), 1);
    assert!(matches!(
        decide(&app, "yerlan", 9, Verdict::Approve).await,
        Err(EditionError::NoSuch(9))
    ));
}

#[tokio::test]
async fn an_edition_is_rolled_back_and_repealed() {
    let (stage, app) = open().await;
    let old = filed(&app).await.unwrap();
    propose(&app, &newer(), "2026-03-18").await.unwrap();
    decide(&app, "yerlan", 2, Verdict::Approve).await.unwrap();
    assert_ne!(filed(&app).await.unwrap(), old);
    let back = Proposal {
        map: None,
        rolls_back: Some(1),
        from: "2026-03-18".parse().unwrap(),
        until: Some("2026-03-20".parse().unwrap()),
        note: "a mistake".to_owned(),
    };
    let proposed = app.editions.propose(&app, &analyst("dinara"), back).await.unwrap();
    assert_eq!((proposed.no, proposed.rolls_back), (3, Some(1)));
    decide(&app, "yerlan", 3, Verdict::Approve).await.unwrap();
    assert_eq!(filed(&app).await.unwrap(), old);
    stage.set_time("2026-03-20T19:00:00Z");
    let refused = filed(&app).await.unwrap_err();
    assert!(matches!(refused, DispatchError::NoSuchProcess(_)), "{refused}");
}

#[tokio::test]
async fn another_node_takes_an_edition_up_and_one_person_may_publish_where_that_is_allowed() {
    let (_stage, app) = open().await;
    let alone = Arc::new(Editions::new(sources(OLD), None, true));
    let other = App::new(
        Arc::clone(&app.store),
        Arc::clone(&app.clock),
        maps::catalogue(&sources(OLD)),
        reglament_server::app::Settings::default(),
    );
    let other = other.with_editions(alone);
    let published = propose(&other, &newer(), "2026-03-18").await.unwrap();
    assert_eq!(published.state, PublicationState::Approved);
    assert_eq!(published.decided.unwrap().by, "dinara");
    assert_eq!(filed(&other).await.unwrap(), published.edition.to_string());
    WatchEditions::new(app.clone()).run_once(app.clock.now()).await.unwrap();
    assert_eq!(filed(&app).await.unwrap(), published.edition.to_string());
}

#[tokio::test]
async fn a_plan_says_what_publishing_would_do() {
    let (_stage, app) = open().await;
    for _ in 0..3 {
        filed(&app).await.unwrap();
    }
    let plan = app.editions.plan(&app, &analyst("dinara"), &map(&newer())).await.unwrap();
    assert!(plan.is_new);
    assert_eq!(plan.without_namesake.iter().map(StepId::as_str).collect::<Vec<_>>(), ["intake"]);
    assert_eq!(plan.running.iter().map(|it| it.cases).collect::<Vec<_>>(), [3]);
    assert_eq!((plan.movable, plan.due_moves), (0, 0), "`intake` is gone");
    let text = newer().replace("  reception:", "  intake:");
    let plan = app.editions.plan(&app, &analyst("dinara"), &map(&text)).await.unwrap();
    assert_eq!((plan.movable, plan.due_moves), (3, 3));
    let same = app.editions.plan(&app, &analyst("dinara"), &map(OLD)).await.unwrap();
    assert!(!same.is_new);
    assert_eq!(app.store.publications(None).await.unwrap().len(), 1, "nothing was published");
}
