//! Repeats, versions and races: every accepted command is applied exactly once.

use std::collections::BTreeSet;
use std::time::Duration;

use reglament_core::command::{Actor, Command, Role};
use reglament_core::value::Value;
use reglament_server::dispatch::{Options, Target};
use reglament_store::{InstanceFilter, LeaseCheck, LeasedJob};
use serde_json::json;

use crate::stage::{Stage, application};

fn all() -> InstanceFilter {
    InstanceFilter { limit: 200, ..InstanceFilter::default() }
}

#[tokio::test]
async fn a_hundred_parallel_repeats_start_one_case() {
    let stage = Stage::set().await;
    let portal = stage.portal.clone().with("idempotency-key", "application-1");
    let repeats: Vec<_> = (0..100)
        .map(|_| {
            let portal = portal.clone();
            tokio::spawn(async move { portal.post("/api/v1/instances", application()).await })
        })
        .collect();
    let mut answers = BTreeSet::new();
    for repeat in repeats {
        answers.insert(repeat.await.unwrap().expect(201).text);
    }
    assert_eq!(answers.len(), 1, "a repeat gets the same answer: {answers:?}");
    assert_eq!(stage.app.app.store.instances(&all()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_key_counts_for_its_request_and_its_sender() {
    let stage = Stage::set().await;
    let portal = stage.portal.clone().with("idempotency-key", "k");
    let other_portal = stage.other_portal.clone().with("idempotency-key", "k");
    let first = portal.post("/api/v1/instances", application()).await.expect(201);
    let body = json!({ "process": "permit", "data": { "applicant": { "name": "Another" } } });
    let reused = portal.post("/api/v1/instances", body).await.expect(422);
    assert_eq!(reused.code(), "idempotency_key_reused");
    let other = other_portal.post("/api/v1/instances", application()).await.expect(201);
    assert_ne!(first.at("/instance"), other.at("/instance"));
}

#[tokio::test]
async fn a_repeat_gets_its_answer_after_the_case_has_moved_on() {
    let stage = Stage::set().await;
    let intake = stage.filed().await.task("intake");
    let path = format!("/api/v1/tasks/{intake}/complete");
    let aliya = stage.aliya.clone().with("idempotency-key", "done-1");
    let first = aliya.post(&path, json!({})).await.expect(200);
    let again = aliya.post(&path, json!({})).await.expect(200);
    assert_eq!(first.text, again.text);
    let without = stage.aliya.post(&path, json!({})).await.expect(404);
    assert_eq!(without.code(), "no_such_task");
}

#[tokio::test]
async fn a_refused_request_may_be_sent_again_with_its_key() {
    let stage = Stage::set().await;
    let portal = stage.portal.clone().with("idempotency-key", "k");
    let wrong = json!({ "process": "permit", "data": { "applicant": { "age": "old" } } });
    let refused = portal.post("/api/v1/instances", wrong).await.expect(422);
    assert_eq!(refused.code(), "invalid_data");
    let _ = portal.post("/api/v1/instances", application()).await.expect(201);
}

#[tokio::test]
async fn a_command_on_an_old_version_is_told_the_current_one() {
    let stage = Stage::set().await;
    let filed = stage.filed().await;
    let claim = format!("/api/v1/tasks/{}/claim", filed.task("intake"));
    let unclaim = claim.replace("/claim", "/unclaim");
    let etag = filed.header("etag").to_owned();
    let aliya = stage.aliya.clone().with("if-match", &etag);
    let claimed = aliya.post(&claim, json!({})).await.expect(200);
    let outdated = aliya.post(&unclaim, json!({})).await.expect(412);
    assert_eq!(outdated.code(), "version_mismatch");
    assert_eq!(outdated.at("/current_version"), claimed.at("/version"));
    let fresh = stage.aliya.clone().with("if-match", claimed.header("etag"));
    let _ = fresh.post(&unclaim, json!({})).await.expect(200);
}

#[tokio::test]
async fn of_twenty_claims_one_wins_and_the_others_are_told_who_has_it() {
    let stage = Stage::set().await;
    let claim = format!("/api/v1/tasks/{}/claim", stage.filed().await.task("intake"));
    let mut claims = Vec::new();
    for n in 0..20 {
        let officer = stage.app.officer(&format!("officer{n}"), &["front"]).await;
        let claim = claim.clone();
        claims.push(tokio::spawn(async move { officer.post(&claim, json!({})).await }));
    }
    let mut answers = Vec::new();
    for claim in claims {
        answers.push(claim.await.unwrap());
    }
    let winners: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(winners.len(), 1);
    let holder = winners[0].at("/tasks/0/assignee");
    for lost in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!((lost.status.as_u16(), lost.code()), (409, "already_claimed"));
        assert_eq!(lost.at("/holder"), holder);
    }
}

#[tokio::test]
async fn a_caller_that_goes_away_cancels_nothing_halfway() {
    let stage = Stage::set().await;
    let dispatcher = &stage.app.app.dispatcher;
    let data: Value = serde_json::from_value(application()["data"].clone()).unwrap();
    let actor = Actor::of_program("portal", [Role::Filing].into());
    for n in 0..50_u64 {
        let start = Command::Start { data: data.clone(), caller: None };
        let target = Target::New("permit".into());
        let sent = dispatcher.dispatch(target, start, actor.clone(), Options::default());
        // Some are given up before they begin, some in the middle of the transaction.
        let _ = tokio::time::timeout(Duration::from_micros(n * 60), sent).await;
    }
    for _ in 0..200 {
        if stage.app.app.store.instances(&all()).await.unwrap().len() == 50 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let rows = stage.app.app.store.instances(&all()).await.unwrap();
    assert_eq!(rows.len(), 50, "each of them was carried out");
    for row in rows {
        let events = stage.app.app.store.events(&row.instance, 0, 100).await.unwrap();
        assert_eq!(events.len() as u64, row.version);
    }
}

#[tokio::test]
async fn a_stale_lease_changes_nothing() {
    let stage = Stage::set().await;
    let (case, job, token) = stage.leased().await;
    let path = format!("/api/v1/instances/{}", case.at("/instance"));
    let complete = format!("/api/v1/jobs/{job}/complete");
    let body = |token: &str| json!({ "token": token, "output": { "hits": 0 } });
    let wrong = stage.worker.post(&complete, body("not the token")).await.expect(409);
    assert_eq!(wrong.code(), "lease_lost");
    stage.app.set_time("2026-03-18T05:10:00Z");
    sweep(&stage).await;
    let swept = stage.portal.get(&path).await.expect(200);
    let late = stage.worker.post(&complete, body(&token)).await.expect(409);
    assert_eq!(late.code(), "lease_lost");
    let after = stage.portal.get(&path).await.expect(200);
    assert_eq!(after.json, swept.json);
}

/// What the worker of leases does: an attempt whose lease ran out has failed.
async fn sweep(stage: &Stage) {
    let app = &stage.app.app;
    let expired = app.store.expired_jobs(app.clock.now(), 10).await.unwrap();
    assert_eq!(expired.len(), 1);
    for LeasedJob { job, token, .. } in expired {
        let fail =
            Command::FailJob { job: job.job.clone(), error: "no answer".to_owned(), code: None };
        let options =
            Options { lease: Some(LeaseCheck { job: job.job, token }), ..Options::default() };
        let target = Target::Instance(job.instance);
        app.dispatcher.dispatch(target, fail, Actor::Engine, options).await.unwrap();
    }
}

#[tokio::test]
async fn what_was_answered_is_there_after_a_restart() {
    let stage = Stage::set().await;
    let case = stage.decided().await;
    let path = format!("/api/v1/instances/{}", case.at("/instance"));
    let portal_token = stage.portal.clone();
    let before = portal_token.get(&path).await.expect(200);
    let Stage { app, .. } = stage;
    let app = app.restart().await;
    let after = app.portal().await.get(&path).await.expect(200);
    assert_eq!(before.json, after.json);
}
