//! Every endpoint against every caller. The rows are the operations of the served document, so an
//! endpoint without a rule here fails; every answer must be one that the document declares.

use reqwest::Method;
use serde_json::{Value, json};

use crate::document::Document;
use crate::stage::{Stage, application};

/// Columns: nobody, front officer, stranger, head officer, supervisor, portal, other portal, worker,
/// guest. 404 hides what the caller may not see; 403 is for what may be seen and not done.
const RULES: &[(&str, [u16; 9])] = &[
    ("list_definitions", [401, 200, 200, 200, 200, 200, 200, 403, 403]),
    ("show_definition", [401, 200, 200, 200, 200, 200, 200, 403, 403]),
    ("list_instances", [401, 200, 200, 200, 200, 200, 200, 403, 403]),
    ("start_instance", [401, 403, 403, 403, 403, 201, 201, 403, 403]),
    ("show_instance", [401, 200, 404, 404, 200, 200, 404, 404, 404]),
    ("show_history", [401, 200, 404, 404, 200, 200, 404, 404, 404]),
    ("list_documents", [401, 200, 404, 404, 200, 200, 404, 404, 404]),
    // This permit makes none: the suite of the pages reads one that was made.
    ("show_document", [401, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("explain_instance", [401, 200, 404, 404, 200, 200, 404, 404, 404]),
    ("cancel_instance", [401, 403, 404, 404, 200, 403, 404, 404, 404]),
    ("extend_deadline", [401, 403, 404, 200, 403, 403, 404, 404, 404]),
    ("recount_deadlines", [401, 403, 404, 404, 409, 403, 404, 404, 404]),
    // Nothing was extended, so there is no notice to hand over.
    ("give_notice", [401, 409, 404, 404, 409, 403, 404, 404, 404]),
    ("send_message", [401, 403, 404, 404, 200, 200, 404, 404, 404]),
    ("retry_incident", [401, 403, 404, 404, 200, 403, 404, 404, 404]),
    ("list_tasks", [401, 200, 200, 200, 200, 403, 403, 403, 403]),
    ("show_task", [401, 200, 404, 404, 200, 200, 404, 404, 404]),
    ("claim_task", [401, 200, 404, 404, 403, 403, 404, 404, 404]),
    ("unclaim_task", [401, 200, 404, 404, 200, 403, 404, 404, 404]),
    ("complete_task", [401, 200, 404, 404, 403, 403, 404, 404, 404]),
    ("assign_task", [401, 403, 404, 404, 200, 403, 404, 404, 404]),
    ("delegate_task", [401, 200, 404, 404, 403, 403, 404, 404, 404]),
    // It is erlan's to give back.
    ("resolve_delegation", [401, 409, 404, 404, 403, 403, 404, 404, 404]),
    // Nothing is held.
    ("recall_decision", [401, 409, 404, 404, 409, 403, 404, 404, 404]),
    ("set_priority", [401, 403, 404, 404, 200, 403, 404, 404, 404]),
    ("comment", [401, 200, 404, 404, 200, 403, 404, 404, 404]),
    ("attach", [401, 200, 404, 404, 200, 403, 404, 404, 404]),
    // What colleagues note and attach is not for who filed the case.
    ("show_attachment", [401, 200, 404, 404, 200, 404, 404, 404, 404]),
    ("remove_attachment", [401, 200, 404, 404, 200, 403, 404, 404, 404]),
    ("lease_jobs", [401, 403, 403, 403, 403, 403, 403, 200, 403]),
    ("complete_job", [401, 403, 403, 403, 403, 403, 403, 200, 403]),
    ("fail_job", [401, 403, 403, 403, 403, 403, 403, 200, 403]),
    ("show_overdue", [401, 403, 403, 403, 200, 403, 403, 403, 403]),
    ("show_moved_deadlines", [401, 403, 403, 403, 200, 403, 403, 403, 403]),
    ("show_report", [401, 403, 403, 403, 200, 403, 403, 403, 403]),
    ("list_audit", [401, 403, 403, 403, 403, 403, 403, 403, 403]),
    // For analysts: the suite `matrix` has one.
    ("list_publications", [401, 403, 403, 403, 403, 403, 403, 403, 403]),
    ("propose_edition", [401, 403, 403, 403, 403, 403, 403, 403, 403]),
    ("plan_publication", [401, 403, 403, 403, 403, 403, 403, 403, 403]),
    ("decide_edition", [401, 403, 403, 403, 403, 403, 403, 403, 403]),
    ("list_migrations", [401, 403, 403, 403, 403, 403, 403, 403, 403]),
    ("preview_migration", [401, 403, 403, 403, 403, 403, 403, 403, 403]),
    ("show_migration", [401, 403, 403, 403, 403, 403, 403, 403, 403]),
    ("execute_migration", [401, 403, 403, 403, 403, 403, 403, 403, 403]),
    ("undo_migration", [401, 403, 403, 403, 403, 403, 403, 403, 403]),
    ("show_problem", [200, 200, 200, 200, 200, 200, 200, 200, 200]),
];

/// What an operation is tried on: its path, and its body.
pub async fn prepare(stage: &Stage, operation: &str, path: &str) -> (String, Option<Value>) {
    let path = path.replace("{process}", "permit").replace("{code}", "four-eyes");
    let path = path.replace("{message}", "withdrawn").replace("{report}", "period");
    let on = |case: &reglament_tests::Answer| path.replace("{instance}", &case.at("/instance"));
    match operation {
        "start_instance" => (path, Some(application())),
        "show_document" => {
            let case = stage.filed().await.at("/instance");
            (path.replace("{document}", &format!("{case}.1.0.pdf")), None)
        }
        "show_instance" | "show_history" | "list_documents" => (on(&stage.filed().await), None),
        "explain_instance" => (on(&stage.filed().await).replace("{what}", "due"), None),
        "cancel_instance" => (on(&stage.filed().await), Some(json!({ "reason": "a trial" }))),
        "recount_deadlines" | "give_notice" | "send_message" => {
            (on(&stage.filed().await), Some(json!({})))
        }
        "extend_deadline" => {
            let body = json!({ "days": 3, "reason": { "ru": "Проверка", "kk": "Тексеру" } });
            (on(&stage.decided().await), Some(body))
        }
        "retry_incident" => {
            let case = stage.stopped().await;
            (on(&case).replace("{incident}", &case.at("/incidents/0/incident")), Some(json!({})))
        }
        "show_task" => (path.replace("{task}", &stage.filed().await.task("intake")), None),
        "claim_task" | "complete_task" => {
            (path.replace("{task}", &stage.filed().await.task("intake")), Some(json!({})))
        }
        "unclaim_task" => (path.replace("{task}", &stage.claimed().await), Some(json!({}))),
        "assign_task" => {
            let task = stage.filed().await.task("intake");
            (path.replace("{task}", &task), Some(json!({ "to": "erlan" })))
        }
        "set_priority" => {
            let task = stage.filed().await.task("intake");
            (path.replace("{task}", &task), Some(json!({ "priority": "high" })))
        }
        "delegate_task" => {
            let body = json!({ "to": "erlan", "note": "a trial" });
            (path.replace("{task}", &stage.claimed().await), Some(body))
        }
        "resolve_delegation" => {
            let (task, note) = (stage.delegated().await, json!({ "note": "a trial" }));
            (path.replace("{task}", &task), Some(note))
        }
        "recall_decision" => {
            let (task, why) = (stage.claimed().await, json!({ "reason": "a trial" }));
            (path.replace("{task}", &task), Some(why))
        }
        "comment" => (on(&stage.filed().await), Some(json!({ "text": "a trial" }))),
        "attach" => (format!("{}?name=a.txt", on(&stage.filed().await)), Some(json!("a trial"))),
        "show_attachment" => (on(&stage.attached().await).replace("{no}", "1"), None),
        "remove_attachment" => {
            let path = on(&stage.attached().await).replace("{no}", "1");
            (path, Some(json!({ "reason": "a trial" })))
        }
        "lease_jobs" => (path, Some(json!({ "worker": "register" }))),
        "complete_job" => {
            let (_, job, token) = stage.leased().await;
            let body = json!({ "token": token, "output": { "hits": 0 } });
            (path.replace("{job}", &job), Some(body))
        }
        "fail_job" => {
            let (_, job, token) = stage.leased().await;
            (path.replace("{job}", &job), Some(json!({ "token": token, "error": "a trial" })))
        }
        "propose_edition" => (path, Some(json!({ "map": { "folder": "demo/x", "files": {} } }))),
        "plan_publication" => (path, Some(json!({ "folder": "demo/x", "files": {} }))),
        "decide_edition" => {
            (path.replace("{no}", "1"), Some(json!({ "verdict": "reject", "note": "a trial" })))
        }
        "preview_migration" => (path, Some(json!({ "plan": { "from": "none", "to": "none" } }))),
        "show_migration" => (path.replace("{id}", "none"), None),
        "execute_migration" | "undo_migration" => (path.replace("{id}", "none"), Some(json!({}))),
        _ => (path, None),
    }
}

#[tokio::test]
async fn every_endpoint_answers_every_caller_by_the_rules() {
    let stage = Stage::set().await;
    let document = Document::of(&stage.app).await;
    let mut seen = Vec::new();
    for operation in document.operations() {
        let rule = RULES.iter().find(|rule| rule.0 == operation.id);
        let (_, expected) = rule.unwrap_or_else(|| panic!("no rule for {}", operation.id));
        for ((name, client), expected) in stage.callers().into_iter().zip(expected) {
            let (path, body) = prepare(&stage, &operation.id, &operation.path).await;
            let method: Method = operation.method.to_uppercase().parse().unwrap();
            let answer = client.send(method, &path, body.map(|body| body.to_string())).await;
            let what = format!("{} by {name}: {}", operation.id, answer.text);
            assert_eq!(answer.status.as_u16(), *expected, "{what}");
            document.declares(&operation, &answer).unwrap_or_else(|why| panic!("{what}\n{why}"));
        }
        seen.push(operation.id);
    }
    let gone: Vec<_> = RULES.iter().filter(|rule| !seen.contains(&rule.0.to_owned())).collect();
    assert!(gone.is_empty(), "rules without an endpoint: {gone:?}");
}
