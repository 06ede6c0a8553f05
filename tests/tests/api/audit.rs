//! The audit over the API.

use reglament_core::command::Role;
use serde_json::{Value, json};

use crate::stage::Stage;

#[tokio::test]
async fn a_program_with_the_role_reads_the_audit_page_by_page() {
    let stage = Stage::set().await;
    let task = stage.claimed().await;
    let case = task.split('.').next().unwrap();
    let watch = stage.app.program("watch", &[Role::Auditor]).await;
    let address = format!("/api/v1/audit?case={case}&limit=1");
    let first = watch.get(&address).await.expect(200);
    assert_eq!(
        (first.at("/items/0/action"), first.at("/items/0/who")),
        ("claim_task".into(), "aliya".into())
    );
    assert_eq!(first.json["items"][0]["place"], json!(2));
    let next = first.at("/next");
    let second = watch.get(&format!("{address}&after={next}")).await.expect(200);
    assert_eq!(second.at("/items/0/action"), "start");
    let all = watch.get("/api/v1/audit?who=watch&action=read_audit").await.expect(200);
    let details: Vec<&Value> =
        all.json["items"].as_array().unwrap().iter().map(|row| &row["detail"]).collect();
    let said = format!("case={case}");
    assert_eq!(details[1], &json!(said), "{details:?}");
    let none = watch.get("/api/v1/audit?until=2020-01-01T00:00:00Z").await.expect(200);
    assert_eq!(none.json["items"], json!([]));
    assert_eq!(watch.get("/api/v1/audit?from=soon").await.expect(400).code(), "invalid_parameter");
    assert_eq!(watch.get("/api/v1/audit?after=x").await.expect(400).code(), "invalid_parameter");
}
