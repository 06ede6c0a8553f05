//! The workload W1 through the real dispatcher.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use reglament_core::catalogue::Catalogue;
use reglament_core::command::{Actor, Command, Completion, Request, Role};
use reglament_core::ids::{InstanceId, ProcessId};
use reglament_core::instance::Instance;
use reglament_core::language;
use reglament_core::process::Process;
use reglament_core::rows::task_rows;
use reglament_core::source::Sources;
use reglament_core::transition::transition;
use reglament_core::value::Value;
use reglament_store::{Commit, Store};

use super::figures::Figures;
use crate::clock::{Clock, SystemClock};
use crate::dispatch::road::{self, Errand};
use crate::dispatch::{DispatchError, Dispatcher, Options, Reply, Target};

const PROCESS: &str = "bench-w1";
const APPLICATION: &str = r#"{
  "applicant_name": "Test Applicant", "applicant_email": "applicant@example.kz",
  "passport": "N00000001", "citizenship": "XX", "born": "1990-01-01", "from": "2026-06-01",
  "until": "2026-06-30", "purpose": "visit", "address": "Example street 1", "visits": 1
}"#;

/// Runs W1 with so many clients for so long.
pub(super) async fn load(
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
        let client = Client {
            dispatcher: dispatcher.clone(),
            instances: Arc::clone(&instances),
            latencies: Vec::new(),
        };
        running.spawn(client.work(begun + lasting));
    }
    let mut latencies = Vec::new();
    while let Some(done) = running.join_next().await {
        latencies.extend(done??);
    }
    Ok(Figures::of(latencies, begun.elapsed(), Some(instances.load(Ordering::Relaxed))))
}

fn catalogue() -> Result<Catalogue, String> {
    let mut catalogue = Catalogue::default();
    catalogue.publish(Arc::new(process()?));
    Ok(catalogue)
}

fn process() -> Result<Process, String> {
    let mut sources = Sources::default();
    sources.add("bench/w1/process.yaml", include_str!("map.yaml"));
    sources.add("calendars/bench.yaml", include_str!("calendar.yaml"));
    let mut checked = language::check(&sources);
    let first = checked.diagnostics.first().map(|found| found.message.clone());
    checked.processes.pop().ok_or_else(|| first.unwrap_or_default())
}

/// The commits of one instance, as the dispatcher makes them: the rows that the ceiling writes.
pub(super) fn commits() -> Result<Vec<Commit>, Box<dyn std::error::Error + Send + Sync>> {
    let process = process()?;
    let id = InstanceId::from("26010100000000");
    let mut instance: Option<Instance> = None;
    let mut commits = Vec::new();
    for (by, complete) in [(desk(), false), (desk(), true), (head(), true)] {
        let open = instance.as_ref().and_then(|instance| task_rows(instance).pop());
        let command = match open.filter(|_| complete) {
            Some(open) => {
                Command::CompleteTask { task: open.task, completion: Completion::default() }
            }
            None => Command::Start { data: application(), caller: None },
        };
        let at = SystemClock.now();
        let errand = Errand {
            target: Target::Instance(id.clone()),
            command,
            actor: by,
            options: Options::default(),
        };
        let request = Request { command: errand.command.clone(), by: errand.actor.clone(), at };
        let before = instance.as_ref().map_or(0, |instance| instance.version);
        let made = transition(&process, &id, instance.as_ref(), &request)?;
        instance = Some(made.after.clone());
        commits.push(road::commit(&errand, before, made.clone(), &Reply::of(&made.after), at)?);
    }
    Ok(commits)
}

fn application() -> Value {
    serde_json::from_str(APPLICATION).unwrap_or_default()
}

fn desk() -> Actor {
    person("desk", "bench-desk")
}

fn head() -> Actor {
    person("head", "bench-head")
}

struct Client {
    dispatcher: Dispatcher,
    instances: Arc<AtomicU64>,
    latencies: Vec<Duration>,
}

impl Client {
    async fn work(mut self, until: Instant) -> Result<Vec<Duration>, DispatchError> {
        let (data, desk, head) = (application(), desk(), head());
        while Instant::now() < until {
            let start = Command::Start { data: data.clone(), caller: None };
            let begun = self.give(Target::New(ProcessId::from(PROCESS)), start, &desk).await?;
            let accepted = self.complete(&begun, &desk).await?;
            self.complete(&accepted, &head).await?;
            self.instances.fetch_add(1, Ordering::Relaxed);
        }
        Ok(self.latencies)
    }

    async fn complete(&mut self, before: &Reply, by: &Actor) -> Result<Reply, DispatchError> {
        let task = before.tasks.first().map(|open| open.task.clone()).unwrap_or_default();
        let command =
            Command::CompleteTask { task: task.into(), completion: Completion::default() };
        self.give(Target::Instance(before.instance.clone()), command, by).await
    }

    async fn give(
        &mut self,
        target: Target,
        command: Command,
        by: &Actor,
    ) -> Result<Reply, DispatchError> {
        let begun = Instant::now();
        let reply =
            self.dispatcher.dispatch(target, command, by.clone(), Options::default()).await?;
        self.latencies.push(begun.elapsed());
        Ok(reply)
    }
}

fn person(name: &str, group: &str) -> Actor {
    Actor::of_person(name.into(), [group.into()].into(), [Role::Officer, Role::Filing].into())
}
