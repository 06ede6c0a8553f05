//! Who sees which cases, and that reading leaves a trace.

use reglament_core::ids::InstanceId;
use serde_json::json;

use crate::stage::Stage;

#[tokio::test]
async fn lists_hold_what_the_caller_may_see_and_nothing_else() {
    let stage = Stage::set().await;
    let mine = stage.filed().await.at("/instance");
    let body = crate::stage::application();
    let other =
        stage.other_portal.post("/api/v1/instances", body).await.expect(201).at("/instance");
    for (name, client) in stage.callers() {
        let expected: &[&String] = match name {
            "front officer" | "supervisor" => &[&other, &mine],
            "portal" => &[&mine],
            "other portal" => &[&other],
            "stranger" | "head officer" => &[],
            _ => continue,
        };
        let listed = client.get("/api/v1/instances").await.expect(200);
        let items = listed.json["items"].as_array().unwrap().clone();
        let numbers: Vec<_> = items.iter().map(|item| item["instance"].clone()).collect();
        assert_eq!(json!(numbers), json!(expected), "{name}");
    }
}

#[tokio::test]
async fn an_officer_still_sees_a_case_that_has_moved_on() {
    let stage = Stage::set().await;
    let case = stage.decided().await.at("/instance");
    let path = format!("/api/v1/instances/{case}");
    let _ = stage.aliya.get(&path).await.expect(200);
    let _ = stage.gulnar.get(&path).await.expect(200);
    let _ = stage.stranger.get(&path).await.expect(404);
}

#[tokio::test]
async fn what_may_not_be_seen_answers_like_what_does_not_exist() {
    let stage = Stage::set().await;
    let case = stage.filed().await.at("/instance");
    let hidden = stage.stranger.get(&format!("/api/v1/instances/{case}")).await.expect(404);
    let absent = stage.stranger.get("/api/v1/instances/26031899999999").await.expect(404);
    let without_names = |answer: &reglament_tests::Answer, number: &str| {
        let mut problem = answer.json.clone();
        problem["instance"] = json!(null);
        problem.to_string().replace(number, "<number>")
    };
    assert_eq!(without_names(&hidden, &case), without_names(&absent, "26031899999999"));
}

#[tokio::test]
async fn every_read_of_a_case_is_on_record_and_every_refused_one() {
    let stage = Stage::set().await;
    let filed = stage.filed().await;
    let (case, intake) = (filed.at("/instance"), filed.task("intake"));
    let _ = stage.aliya.get(&format!("/api/v1/instances/{case}")).await.expect(200);
    let _ = stage.dana.get(&format!("/api/v1/instances/{case}/history")).await.expect(200);
    let _ = stage.portal.get(&format!("/api/v1/tasks/{intake}")).await.expect(200);
    let _ = stage.stranger.get(&format!("/api/v1/instances/{case}")).await.expect(404);
    let audit = stage.app.app.store.audit_of(&InstanceId::new(case), 100).await.unwrap();
    let rows: Vec<_> = audit.iter().map(|row| (row.actor.as_str(), row.action.as_str())).collect();
    assert_eq!(
        rows,
        [
            ("portal", "start"),
            ("aliya", "read"),
            ("dana", "read"),
            ("portal", "read"),
            ("stranger", "refused")
        ]
    );
    assert!(audit.iter().all(|row| !row.detail.contains("Applicant")), "{audit:?}");
}

#[tokio::test]
async fn what_is_taken_from_a_person_is_gone_with_the_next_request() {
    let stage = Stage::set().await;
    let case = stage.filed().await.at("/instance");
    let path = format!("/api/v1/instances/{case}");
    let _ = stage.aliya.get(&path).await.expect(200);
    let store = &stage.app.app.store;
    let mut person = store.person(&"aliya".into()).await.unwrap().unwrap();
    person.groups.clear();
    store.put_person(&person).await.unwrap();
    let _ = stage.aliya.get(&path).await.expect(404);
    person.active = false;
    store.put_person(&person).await.unwrap();
    let _ = stage.aliya.get(&path).await.expect(401);
}
