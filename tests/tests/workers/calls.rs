//! Cases that call cases: started once, cancelled when nobody waits, and heard when they are over.

use reglament_core::command::{Actor, Command, Role};
use reglament_core::ids::InstanceId;
use reglament_core::instance::InstanceState;
use reglament_server::dispatch::{Options, Target};
use reglament_server::workers::calls;
use reglament_store::InstanceFilter;
use serde_json::json;

use super::office::Office;

async fn asking(office: &Office) -> InstanceId {
    let case = office.start("asks", json!({ "person": { "name": "Sample" } })).await;
    office.run(&office.outbox()).await;
    case
}

/// The cases of the called process.
async fn called(office: &Office) -> Vec<InstanceId> {
    let filter = InstanceFilter { process: Some("robot".into()), limit: 10, ..Default::default() };
    let rows = office.app.app.store.instances(&filter).await.unwrap();
    rows.into_iter().map(|row| row.instance).collect()
}

async fn give(office: &Office, case: &InstanceId, command: Command) {
    let roles = [Role::Supervisor, Role::Officer].into();
    let groups = [reglament_core::ids::GroupId::from("clerks")].into();
    let by = Actor::of_person("sue".into(), groups, roles);
    let target = Target::Instance(case.clone());
    office.app.app.dispatcher.dispatch(target, command, by, Options::default()).await.unwrap();
    office.run(&office.outbox()).await;
}

fn cancel() -> Command {
    Command::Cancel { reason: "twice".into() }
}

#[tokio::test]
async fn a_called_case_is_started_once_and_goes_with_its_caller() {
    let office = Office::open().await;
    let case = asking(&office).await;
    let [child] = &called(&office).await[..] else { panic!("one case is called") };
    let found = office.app.app.store.instance(child).await.unwrap().unwrap();
    assert_eq!(found.caller.as_ref().map(|caller| &caller.instance), Some(&case));
    assert_eq!(found.data.at("person.name").as_text(), Some("Sample"));

    // A worker that started it and died before it could say so.
    let effect = office.first_effect(&case).await;
    calls::carry_out(&office.app.app, &effect).await.unwrap();
    assert_eq!(called(&office).await.len(), 1);

    give(&office, &case, cancel()).await;
    let found = office.app.app.store.instance(child).await.unwrap().unwrap();
    let InstanceState::Cancelled { reason, .. } = &found.state else { panic!("{found:?}") };
    assert_eq!(reason, case.as_str(), "the caller says why");
    assert_eq!(office.states(&case).await, ["delivered", "delivered"]);
    assert_eq!(office.states(child).await, ["delivered"], "nobody waits for its result");
}

#[tokio::test]
async fn the_caller_hears_of_a_case_that_was_cancelled_and_of_one_that_cannot_begin() {
    let office = Office::open().await;
    let case = asking(&office).await;
    let child = called(&office).await.remove(0);
    give(&office, &child, cancel()).await;
    assert_eq!(office.open_steps(&case).await, ["by_hand"]);

    let instance = office.app.app.store.instance(&case).await.unwrap().unwrap();
    let task = instance.task_id(*instance.activations.keys().next().unwrap());
    let completion = reglament_core::command::Completion::default();
    give(&office, &case, Command::CompleteTask { task, completion }).await;
    let instance = office.app.app.store.instance(&case).await.unwrap().unwrap();
    let open = serde_json::to_string(&instance.activations).unwrap();
    assert!(open.contains("call_refused") && open.contains("no edition"), "{open}");
    assert_eq!(called(&office).await.len(), 1);
}
