//! Invented cases: the same seed makes the same ones, on the maps of the repository, and never among others.

use std::path::Path;

use reglament_core::ids::InstanceId;
use reglament_core::transition::replay;
use reglament_server::demo::{DemoError, Plan, Summary, run};
use reglament_server::serve::demo_installation;
use reglament_server::settings::{AssetSettings, StoreSettings};
use reglament_store::{InstanceFilter, Store};
use tempfile::TempDir;

const CASES: u32 = 40;

fn plan(seed: u64) -> Plan {
    Plan { cases: CASES, days: 21, until: "2026-06-26T07:00:00Z".parse().unwrap(), seed }
}

async fn make(
    folder: &Path,
    plan: Plan,
) -> Result<(Summary, std::sync::Arc<dyn Store>), DemoError> {
    let store = StoreSettings { data: Some(folder.to_owned()), ..StoreSettings::default() };
    let installation = demo_installation(&store, &AssetSettings::default()).await.unwrap();
    let kept = std::sync::Arc::clone(&installation.app.store);
    Ok((run(installation, plan, |_, _| {}).await?, kept))
}

/// The number, the version and the status of every case; each is the fold of its events.
async fn cases(store: &dyn Store) -> Vec<(InstanceId, u64, Option<String>)> {
    let filter = InstanceFilter { limit: 10_000, ..InstanceFilter::default() };
    let rows = store.instances(&filter).await.unwrap();
    let mut cases = Vec::new();
    for row in rows {
        let events = store.events(&row.instance, 0, 10_000).await.unwrap();
        assert_eq!(replay(&row.instance, &events).as_ref(), Some(&row.body));
        cases.push((row.instance, row.version, row.status));
    }
    cases
}

#[tokio::test]
async fn the_same_seed_makes_the_same_cases_and_never_among_others() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (summary, store) = make(one.path(), plan(5)).await.unwrap();
    let made = cases(&*store).await;
    assert_eq!(summary.filed, made.len() as u64, "{summary}");
    assert!(summary.ended > 10 && summary.running > 0, "{summary}");
    assert_eq!(summary.stuck, 0, "an example of a task fits no map: {summary}");
    assert!(summary.not_filed <= 1, "an example of an application fits no map: {summary}");
    let (again, second) = make(other.path(), plan(5)).await.unwrap();
    assert_eq!(again, summary);
    assert_eq!(cases(&*second).await, made);

    let refused = make(one.path(), plan(6)).await.map(|(summary, _)| summary);
    assert!(matches!(refused, Err(DemoError::NotEmpty)), "{refused:?}");
    assert_eq!(cases(&*store).await, made, "and nothing was added");
}
