//! What does not read is refused with a problem, never with a plain text or a fault.

use reqwest::Method;
use serde_json::json;

use crate::stage::{Stage, application};

#[tokio::test]
async fn every_malformed_request_is_answered_with_its_problem() {
    let stage = Stage::set().await;
    let start = "/api/v1/instances";
    let deep =
        format!("{{\"process\":\"permit\",\"data\":{}1{}}}", "[".repeat(9_000), "]".repeat(9_000));
    let large = format!("{{\"process\":\"{}\"}}", "x".repeat(2_000_000));
    for (body, status, code) in [
        ("{", 400, "malformed_body"),
        ("[]", 400, "malformed_body"),
        ("{\"process\":7}", 400, "malformed_body"),
        ("{\"process\":\"permit\",\"role\":\"supervisor\"}", 400, "malformed_body"),
        ("{\"process\":\"permit\",\"data\":{\"note\":\"\\u0000\"}}", 400, "malformed_body"),
        (deep.as_str(), 400, "malformed_body"),
        (large.as_str(), 413, "body_too_large"),
        ("{\"process\":\"nothing-such\"}", 404, "not_found"),
        ("{\"process\":\"permit\",\"data\":{\"surprise\":1}}", 422, "invalid_data"),
        ("{\"process\":\"permit\",\"data\":1e400}", 400, "malformed_body"),
    ] {
        let answer = stage.portal.post_text(start, body).await;
        let what = &body[..body.len().min(60)];
        assert_eq!((answer.status.as_u16(), answer.code()), (status, code), "{what}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
        assert_eq!(answer.json["status"], status, "{what}");
        let id = format!("urn:request:{}", answer.header("x-request-id"));
        assert_eq!(answer.at("/instance"), id, "{what}");
    }
}

#[tokio::test]
async fn wrong_addresses_methods_and_parameters_are_problems_too() {
    let stage = Stage::set().await;
    let dana = &stage.dana;
    for (method, path, status, code) in [
        (Method::GET, "/api/v1/nothing", 404, "not_found"),
        (Method::GET, "/api/v1", 404, "not_found"),
        (Method::DELETE, "/api/v1/instances", 405, "method_not_allowed"),
        (Method::GET, "/api/v1/tasks/x/claim", 405, "method_not_allowed"),
        (Method::GET, "/api/v1/instances?limit=0", 400, "invalid_parameter"),
        (Method::GET, "/api/v1/instances?limit=201", 400, "invalid_parameter"),
        (Method::GET, "/api/v1/instances?limit=many", 400, "invalid_parameter"),
        (Method::GET, "/api/v1/instances?state=lost", 400, "invalid_parameter"),
        (Method::GET, "/api/v1/instances?due_before=soon", 400, "invalid_parameter"),
        (Method::GET, "/api/v1/tasks?after=soon", 400, "invalid_parameter"),
        (Method::GET, "/api/v1/tasks?mine=true&unclaimed=true", 400, "invalid_parameter"),
        (Method::GET, "/api/v1/tasks?groups=%00", 400, "invalid_parameter"),
        (Method::GET, "/api/v1/instances/%00", 404, "not_found"),
        (Method::GET, "/api/v1/instances/%FF", 404, "not_found"),
        (Method::GET, "/api/v1/tasks/no-dot", 404, "not_found"),
        (Method::GET, "/api/v1/instances/'%20or%201=1--", 404, "not_found"),
        (Method::GET, "/api/v1/problems/nothing", 404, "not_found"),
    ] {
        let answer = dana.send(method.clone(), path, None).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (status, code), "{method} {path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
}

#[tokio::test]
async fn headers_that_do_not_read_are_refused() {
    let stage = Stage::set().await;
    let long = "x".repeat(256);
    for (name, value, status, code) in [
        ("if-match", "12", 400, "invalid_parameter"),
        ("idempotency-key", long.as_str(), 400, "invalid_parameter"),
        ("content-type", "text/plain", 415, "unsupported_media_type"),
        ("authorization", "Basic YTpi", 401, "unauthenticated"),
        ("authorization", "Bearer not-a-token", 401, "unauthenticated"),
    ] {
        let client = stage.portal.clone().with(name, value);
        let answer = client.post("/api/v1/instances", application()).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (status, code), "{name}: {value}");
    }
    let supervisor = stage.dana.clone().with("accept", "image/png");
    let answer = supervisor.get("/api/v1/reports/overdue").await.expect(406);
    assert_eq!(answer.code(), "not_acceptable");
}

#[tokio::test]
async fn a_field_at_fault_is_named_by_pointer() {
    let stage = Stage::set().await;
    let body = json!({ "process": "permit", "data": { "applicant": { "age": "old" } } });
    let answer = stage.portal.post("/api/v1/instances", body).await.expect(422);
    let errors = answer.json["errors"].as_array().unwrap();
    let at = |pointer: &str| errors.iter().find(|error| error["pointer"] == pointer);
    assert_eq!(at("/data/applicant/age").unwrap()["code"], "type");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let stage = Stage::set().await;
    for path in
        ["/api/v1/definitions", "/api/v1/nothing", "/api/v1/openapi.json", "/livez", "/readyz"]
    {
        for client in [&stage.portal, &stage.app.nobody()] {
            let answer = client.get(path).await;
            for (name, value) in [
                ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "no-referrer"),
                ("cache-control", "no-store"),
                ("cross-origin-opener-policy", "same-origin"),
            ] {
                assert_eq!(answer.header(name), value, "{path} {name}");
            }
            assert_eq!(answer.header("access-control-allow-origin"), "");
        }
    }
}

#[tokio::test]
async fn the_type_of_a_problem_leads_to_its_explanation() {
    let stage = Stage::set().await;
    let claim = format!("/api/v1/tasks/{}/claim", stage.filed().await.task("intake"));
    let problem = stage.portal.post(&claim, json!({})).await.expect(403);
    let explained = stage.app.nobody().get(&problem.at("/type")).await.expect(200);
    assert_eq!(explained.at("/code"), problem.code());
    assert_eq!(explained.at("/status"), "403");
}
