//! Who works a task is said over the API: assigned, delegated, and on record when it is refused.

use serde_json::json;

use crate::stage::Stage;

#[tokio::test]
async fn a_delegated_task_comes_back_and_both_count_for_four_eyes() {
    let stage = Stage::set().await;
    let task = stage.delegated().await;
    let done = json!({ "outcome": "accepted" });
    let complete = format!("/api/v1/tasks/{task}/complete");
    for client in [&stage.aliya, &stage.erlan] {
        let refused = client.post(&complete, done.clone()).await.expect(409);
        assert_eq!(refused.code(), "delegated");
    }
    let note = json!({ "note": "The address is right" });
    let resolve = format!("/api/v1/tasks/{task}/resolve");
    let back = stage.erlan.post(&resolve, note).await.expect(200);
    assert_eq!(back.at("/tasks/0/assignee"), "aliya");
    let _ = stage.aliya.post(&complete, done).await.expect(200);
}

#[tokio::test]
async fn a_task_goes_to_who_is_of_its_group_and_there() {
    let stage = Stage::set().await;
    let task = stage.filed().await.task("intake");
    let assign = format!("/api/v1/tasks/{task}/assign");
    for (to, code) in
        [("stranger", "not_candidate"), ("guest", "not_candidate"), ("nobody", "not_candidate")]
    {
        let refused = stage.dana.post(&assign, json!({ "to": to })).await.expect(403);
        assert_eq!(refused.code(), code, "{to}");
    }
    let given = stage.dana.post(&assign, json!({ "to": "erlan" })).await.expect(200);
    assert_eq!(given.at("/tasks/0/assignee"), "erlan");
    let handed = stage.erlan.post(&assign, json!({ "to": "aliya" })).await.expect(200);
    assert_eq!(handed.at("/tasks/0/assignee"), "aliya");
}

#[tokio::test]
async fn a_forged_request_past_the_rules_is_refused_and_on_record() {
    let stage = Stage::set().await;
    let case = stage.filed().await;
    let (number, task) = (case.at("/instance"), case.task("intake"));
    let assign = format!("/api/v1/tasks/{task}/assign");
    // The facts about a person are the server's: a caller who states them is not read.
    let forged =
        json!({ "to": "stranger", "candidate": { "groups": ["front"], "roles": ["officer"] } });
    assert_eq!(stage.dana.post(&assign, forged).await.expect(400).code(), "malformed_body");
    let _ = stage.aliya.post(&assign, json!({ "to": "erlan" })).await.expect(403);
    let audit = stage.app.app.store.audit_of(&number.as_str().into(), 100).await.unwrap();
    let refused: Vec<_> = audit.iter().filter(|entry| entry.action == "refused").collect();
    assert_eq!(refused.len(), 1, "{audit:?}");
    assert_eq!((&*refused[0].actor, &*refused[0].detail), ("aliya", "assign_task: forbidden"));
}

#[tokio::test]
async fn a_file_is_kept_by_its_content_and_struck_through() {
    let stage = Stage::set().await;
    let case = stage.attached().await;
    let number = case.at("/instance");
    let files = format!("/api/v1/instances/{number}/attachments");
    let program = stage.aliya.post_text(&format!("{files}?name=letter.pdf"), "MZ\u{1}\u{2}").await;
    assert_eq!(program.expect(422).code(), "attachment_refused");
    let read = stage.aliya.get(&format!("{files}/1")).await.expect(200);
    assert_eq!((read.text.as_str(), read.header("x-content-type-options")), ("a text", "nosniff"));
    assert_eq!(read.header("content-disposition"), "attachment; filename*=UTF-8''a.txt");
    let body = json!({ "reason": "By mistake" });
    let _ = stage.erlan.post(&format!("{files}/1/remove"), body.clone()).await.expect(403);
    let _ = stage.aliya.post(&format!("{files}/1/remove"), body).await.expect(200);
    let _ = stage.aliya.get(&format!("{files}/1")).await.expect(404);
    let shown = stage.aliya.get(&format!("/api/v1/instances/{number}")).await.expect(200);
    assert_eq!(shown.at("/attachments/0/removed"), "By mistake");
}

#[tokio::test]
async fn what_colleagues_note_is_not_for_who_filed_the_case() {
    let stage = Stage::set().await;
    let number = stage.attached().await.at("/instance");
    let case = format!("/api/v1/instances/{number}");
    let comment = json!({ "text": "Ask the archive" });
    let _ = stage.aliya.post(&format!("{case}/comments"), comment).await.expect(200);
    let inside = stage.aliya.get(&format!("{case}/history")).await.expect(200);
    assert!(inside.text.contains("Ask the archive") && inside.text.contains("a.txt"));
    let outside = stage.portal.get(&format!("{case}/history")).await.expect(200);
    assert!(!outside.text.contains("Ask the archive") && !outside.text.contains("a.txt"));
    let shown = stage.portal.get(&case).await.expect(200);
    assert!(!shown.text.contains("a.txt"));
}
