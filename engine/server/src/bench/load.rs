//! The workload W1 through the real dispatcher.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use reglament_core::catalogue::Catalogue;
use reglament_core::command::{Actor, Command, Completion, Role};
use reglament_core::ids::ProcessId;
use reglament_core::language;
use reglament_core::source::Sources;
use reglament_core::value::Value;
use reglament_store::Store;

use super::figures::Figures;
use crate::clock::SystemClock;
use crate::dispatch::{DispatchError, Dispatcher, Options, Reply, Target};

const PROCESS: &str = "bench-w1";
const APPLICATION: &str = r#"{
  "applicant_name": "Test Applicant", "applicant_email": "applicant@example.kz",
  "passport": "N00000001", "citizenship": "XX", "born": "1990-01-01", "from": "2026-06-01",
  "until": "2026-06-30", "purpose": "visit", "address": "Example street 1", "visits": 1
}"#;

/// Runs W1 with so many clients for so long.
pub(super) async fn w1(
    store: &Arc<dyn Store>,
    clients: usize,
    lasting: Duration,
) -> Result<Figures, Box<dyn std::error::Error + Send + Sync>> {
    let catalogue = Arc::new(std::sync::RwLock::new(Arc::new(catalogue()?)));
    let zone = TimeZone::get("Asia/Almaty")?;
    let dispatcher = Dispatcher::new(Arc::clone(store), Arc::new(SystemClock), catalogue, zone);
    let instances = Arc::new(AtomicU64::new(0));
    let begun = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..clients {
        let client = Client { dispatcher: dispatcher.clone(), instances: Arc::clone(&instances), latencies: Vec::new() };
        running.spawn(client.work(begun + lasting));
    }
    let mut latencies = Vec::new();
    while let Some(done) = running.join_next().await {
        latencies.extend(done??);
    }
    Ok(Figures::of(latencies, begun.elapsed(), Some(instances.load(Ordering::Relaxed))))
}

fn catalogue() -> Result<Catalogue, String> {
    let mut sources = Sources::default();
    sources.add("bench/w1/process.yaml", include_str!("w1.yaml"));
    sources.add("calendars/bench.yaml", include_str!("calendar.yaml"));
    let checked = language::check(&sources);
    let mut catalogue = Catalogue::default();
    for process in checked.processes {
        catalogue.publish(Arc::new(process));
    }
    let first = checked.diagnostics.first().map(|found| found.message.clone());
    catalogue.current(&PROCESS.into()).is_some().then_some(catalogue).ok_or(first.unwrap_or_default())
}

struct Client {
    dispatcher: Dispatcher,
    instances: Arc<AtomicU64>,
    latencies: Vec<Duration>,
}

impl Client {
    async fn work(mut self, until: Instant) -> Result<Vec<Duration>, DispatchError> {
        let data: Value = serde_json::from_str(APPLICATION).unwrap_or_default();
        let (desk, head) = (person("desk", "bench-desk"), person("head", "bench-head"));
        while Instant::now() < until {
            let start = Command::Start { data: data.clone() };
            let begun = self.give(Target::New(ProcessId::from(PROCESS)), start, &desk).await?;
            let accepted = self.complete(&begun, &desk).await?;
            self.complete(&accepted, &head).await?;
            self.instances.fetch_add(1, Ordering::Relaxed);
        }
        Ok(self.latencies)
    }

    async fn complete(&mut self, before: &Reply, by: &Actor) -> Result<Reply, DispatchError> {
        let task = before.tasks.first().map(|open| open.task.clone()).unwrap_or_default();
        let command = Command::CompleteTask { task: task.into(), completion: Completion::default() };
        self.give(Target::Instance(before.instance.clone()), command, by).await
    }

    async fn give(&mut self, target: Target, command: Command, by: &Actor) -> Result<Reply, DispatchError> {
        let begun = Instant::now();
        let reply = self.dispatcher.dispatch(target, command, by.clone(), Options::default()).await?;
        self.latencies.push(begun.elapsed());
        Ok(reply)
    }
}

fn person(name: &str, group: &str) -> Actor {
    Actor::Person {
        person: name.into(),
        groups: [group.into()].into(),
        roles: [Role::Officer, Role::Filing].into(),
    }
}
