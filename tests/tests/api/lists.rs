//! Lists: pages, filters, the history and the report of late cases.

use serde_json::json;

use crate::stage::Stage;

#[tokio::test]
async fn pages_of_cases_hold_each_case_once() {
    let stage = Stage::set().await;
    let mut filed = Vec::new();
    for _ in 0..7 {
        filed.push(stage.filed().await.at("/instance"));
    }
    filed.reverse();
    let (mut seen, mut path) = (Vec::new(), "/api/v1/instances?limit=3".to_owned());
    loop {
        let page = stage.portal.get(&path).await.expect(200);
        let items = page.json["items"].as_array().unwrap();
        assert!(items.len() <= 3);
        seen.extend(items.iter().map(|item| item["instance"].as_str().unwrap().to_owned()));
        let Some(next) = page.json["next"].as_str() else { break };
        assert_eq!(page.header("link"), format!("<?after={next}>; rel=\"next\""));
        path = format!("/api/v1/instances?limit=3&after={next}");
    }
    assert_eq!(seen, filed);
}

#[tokio::test]
async fn the_inbox_is_filtered_by_holder_and_group() {
    let stage = Stage::set().await;
    let (one, two) = (stage.filed().await.task("intake"), stage.filed().await.task("intake"));
    let _ = stage.aliya.post(&format!("/api/v1/tasks/{one}/claim"), json!({})).await.expect(200);
    let decision = stage.decided().await.task("decision");
    let tasks = async |client: &reglament_tests::Client, query: &str| {
        let listed = client.get(&format!("/api/v1/tasks{query}")).await.expect(200);
        let items = listed.json["items"].as_array().unwrap().clone();
        items.into_iter().map(|item| item["task"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(tasks(&stage.aliya, "").await, [&*one, &*two]);
    assert_eq!(tasks(&stage.aliya, "?mine=true").await, [&*one]);
    assert_eq!(tasks(&stage.aliya, "?unclaimed=true").await, [&*two]);
    assert_eq!(tasks(&stage.gulnar, "").await, [&*decision]);
    assert_eq!(tasks(&stage.dana, "?groups=head").await, [&*decision]);
    assert_eq!(tasks(&stage.dana, "?limit=2").await.len(), 2);
    let first = stage.dana.get("/api/v1/tasks?limit=2").await.expect(200);
    let next = first.json["next"].as_str().unwrap();
    let rest = tasks(&stage.dana, &format!("?limit=2&after={next}")).await;
    assert_eq!((tasks(&stage.dana, "?limit=2").await.len(), rest.len()), (2, 1));
    assert_eq!(
        stage.dana.get("/api/v1/tasks?after=2").await.expect(400).code(),
        "invalid_parameter"
    );
    assert_eq!(tasks(&stage.stranger, "").await, Vec::<String>::new());
    let foreign = stage.aliya.get("/api/v1/tasks?groups=head").await.expect(403);
    assert_eq!(foreign.code(), "forbidden");
}

#[tokio::test]
async fn a_task_tells_what_is_needed_to_complete_it() {
    let stage = Stage::set().await;
    let filed = stage.filed().await;
    let task =
        stage.aliya.get(&format!("/api/v1/tasks/{}", filed.task("intake"))).await.expect(200);
    assert_eq!(task.json["form"], json!({ "note": null }));
    assert_eq!(task.at("/outcomes/0/outcome"), "accepted");
    assert_eq!(task.at("/title/en"), "Intake");
    assert_eq!(task.header("etag"), filed.header("etag"));
}

#[tokio::test]
async fn the_history_is_read_by_pages_without_a_gap() {
    let stage = Stage::set().await;
    let case = stage.decided().await;
    let base = format!("/api/v1/instances/{}/history?limit=4", case.at("/instance"));
    let (mut numbers, mut path) = (Vec::new(), base.clone());
    loop {
        let page = stage.dana.get(&path).await.expect(200);
        let items = page.json["items"].as_array().unwrap();
        numbers.extend(items.iter().map(|item| item["seq"].as_u64().unwrap()));
        let Some(next) = page.json["next"].as_str() else { break };
        path = format!("{base}&after={next}");
    }
    let version = case.json["version"].as_u64().unwrap();
    assert_eq!(numbers, (1..=version).collect::<Vec<_>>());
}

#[tokio::test]
async fn late_cases_are_reported_as_json_and_csv() {
    let stage = Stage::set().await;
    let case = stage.filed().await.at("/instance");
    let none = stage.dana.get("/api/v1/reports/overdue").await.expect(200);
    assert_eq!(none.json["items"], json!([]));
    // The term of 5 working days from Wednesday ends on Wednesday at 18:00 in Almaty (UTC+5).
    stage.app.set_time("2026-03-25T16:30:00Z");
    let late = stage.dana.get("/api/v1/reports/overdue").await;
    // The sessions of the cast have ended in the meantime.
    assert_eq!(late.status, 401);
    let dana = stage.app.person("dana", &[], &[reglament_core::command::Role::Supervisor]).await;
    let late = dana.get("/api/v1/reports/overdue").await.expect(200);
    assert_eq!(late.at("/items/0/instance"), case);
    assert_eq!(late.at("/items/0/hours_late"), "3");
    assert_eq!(late.at("/items/0/tasks/0/step"), "intake");
    let table = dana.with("accept", "text/csv").get("/api/v1/reports/overdue").await.expect(200);
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    let lines: Vec<_> = table.text.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[1].starts_with(&format!("{case},permit,")), "{}", lines[1]);
}
