//! Jobs: built-in connectors do theirs; a lease that ran out has cost an attempt, whoever held it.

use std::time::Duration;

use reglament_server::connectors;
use reglament_server::workers::Jobs;
use reglament_store::InstanceFilter;
use serde_json::json;

use super::office::{Office, processes};

fn jobs(office: &Office) -> Jobs {
    Jobs::new(office.app.app.clone(), connectors::open(&processes()).unwrap())
}

#[tokio::test]
async fn a_connector_does_the_jobs_of_its_worker() {
    let office = Office::open().await;
    let case = office.start("robot", json!({ "person": { "name": "тест  ВЫМЫШЛЕННЫЙ" } })).await;
    assert_eq!(office.run(&jobs(&office)).await, 1);
    let instance = office.app.app.store.instance(&case).await.unwrap().unwrap();
    let hits = instance.data.at("look.hits").to_string();
    assert_eq!(hits, "Sample register: Вымышленный Тест (invented)");
    assert_eq!(office.open_steps(&case).await, ["work"]);
}

#[tokio::test]
async fn a_job_that_fails_rests_and_becomes_an_incident_after_its_last_attempt() {
    let office = Office::open().await;
    // Nobody to look up: the connector refuses, and does not report a clean result.
    let case = office.start("robot", json!({})).await;
    office.run(&jobs(&office)).await;
    assert_eq!(office.run(&jobs(&office)).await, 0, "it rests");
    office.app.set_time("2026-03-18T05:10:00Z");
    assert_eq!(office.run(&jobs(&office)).await, 1);
    let filter = InstanceFilter { limit: 1, ..InstanceFilter::default() };
    let rows = office.app.app.store.instances(&filter).await.unwrap();
    assert_eq!(rows[0].incidents, 1);
    assert_eq!(office.open_steps(&case).await, ["look"]);
}

#[tokio::test]
async fn a_lease_that_ran_out_costs_an_attempt_until_a_person_looks() {
    let office = Office::open().await;
    let case = office.start("robot", json!({ "person": { "name": "A B" } })).await;
    let app = &office.app.app;
    let ends = Jobs::new(app.clone(), connectors::Connectors::new());
    for (leased_at, ended_at) in [
        ("2026-03-18T05:00:00Z", "2026-03-18T05:02:00Z"),
        ("2026-03-18T05:20:00Z", "2026-03-18T05:22:00Z"),
    ] {
        office.app.set_time(leased_at);
        let lease = Duration::from_mins(2);
        let leased = app.store.lease_jobs("register", app.clock.now(), lease, 1).await.unwrap();
        assert_eq!(leased.len(), 1, "{leased_at}");
        assert_eq!(office.run(&ends).await, 0, "the lease lasts");
        office.app.set_time(ended_at);
        assert_eq!(office.run(&ends).await, 1, "{ended_at}");
    }
    let instance = app.store.instance(&case).await.unwrap().unwrap();
    assert_eq!(reglament_core::rows::InstanceRow::of(&instance).incidents, 1);
    assert_eq!(office.run(&ends).await, 0);
}
