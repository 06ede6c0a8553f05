//! A small office for these tests: the maps and templates of `tests/fixtures/workers`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use reglament_core::command::{Actor, Command, Role};
use reglament_core::effect::Effect;
use reglament_core::ids::InstanceId;
use reglament_core::text::{Lang, Texts};
use reglament_core::value::Value;
use reglament_server::assets::Assets;
use reglament_server::channels::{Channel, RecordingChannel};
use reglament_server::dispatch::{Options, Target};
use reglament_server::messages::Messages;
use reglament_server::workers::{Letters, Outbox, Timers, Worker};
use reglament_store::{OutboxRow, Person};
use reglament_tests::{TestApp, maps, papers};
use serde_json::json;

/// Where the fixtures lie.
pub fn fixtures() -> PathBuf {
    maps::repository().join("tests/fixtures/workers")
}

/// The maps of the fixtures.
pub fn processes() -> Assets {
    Assets::folder(&fixtures().join("processes")).unwrap()
}

/// The product with these maps; its letters are recorded.
pub struct Office {
    pub app: TestApp,
    pub channel: Arc<RecordingChannel>,
}

impl Office {
    pub async fn open() -> Self {
        let catalogue = maps::catalogue(&maps::sources(&fixtures().join("processes")));
        Self { app: TestApp::with(catalogue).await, channel: Arc::default() }
    }

    /// The outbox over the recording channel, as a fresh process would make it.
    pub fn outbox(&self) -> Outbox {
        self.outbox_over(Arc::clone(&self.channel) as Arc<dyn Channel>)
    }

    pub fn outbox_over(&self, channel: Arc<dyn Channel>) -> Outbox {
        self.outbox_of(channel, &fixtures().join("templates"))
    }

    /// The outbox over the recording channel, with these templates of documents.
    pub fn outbox_with(&self, templates: &Path) -> Outbox {
        self.outbox_of(Arc::clone(&self.channel) as Arc<dyn Channel>, templates)
    }

    fn outbox_of(&self, channel: Arc<dyn Channel>, templates: &Path) -> Outbox {
        let office =
            Texts { ru: "Контора".into(), kk: "Кеңсе".into(), en: "Office".into() };
        let letters = Arc::new(Letters::new(messages(), &self.app.url, office));
        Outbox::new(self.app.app.clone(), letters, papers(&self.app.url, Some(templates)), channel)
    }

    /// Runs a worker until it has nothing more to do, and says how much it did.
    pub async fn run(&self, worker: &dyn Worker) -> usize {
        let mut all = 0;
        loop {
            let done = worker.run_once(self.app.app.clock.now()).await.unwrap();
            all += done;
            if done == 0 {
                return all;
            }
        }
    }

    pub async fn fire_timers(&self) -> usize {
        self.run(&Timers::new(self.app.app.clone())).await
    }

    /// Starts a case.
    pub async fn start(&self, process: &str, data: serde_json::Value) -> InstanceId {
        let data: Value = serde_json::from_value(data).unwrap();
        let target = Target::New(process.into());
        let portal = Actor::of_program("portal", [Role::Filing].into());
        let dispatcher = &self.app.app.dispatcher;
        dispatcher
            .dispatch(target, Command::Start { data, caller: None }, portal, Options::default())
            .await
            .unwrap()
            .instance
    }

    /// A case that tells its applicant, who has this address.
    pub async fn letter_to(&self, email: Option<&str>) -> InstanceId {
        self.start("letters", json!({ "name": "Aliya", "email": email, "language": "kk" })).await
    }

    /// A person of this group.
    pub async fn person(&self, name: &str, group: &str, language: Lang, active: bool) {
        self.put(name, group, language, active, [Role::Officer]).await;
    }

    /// A supervisor.
    pub async fn supervisor(&self, name: &str, language: Lang) {
        self.put(name, "heads", language, true, [Role::Supervisor]).await;
    }

    async fn put(&self, name: &str, group: &str, language: Lang, active: bool, roles: [Role; 1]) {
        let person = Person {
            person: name.into(),
            name: format!("{name} (test)"),
            email: Some(format!("{name}@example.org")),
            language,
            groups: [group.into()].into(),
            roles: roles.into(),
            office: None,
            identity: None,
            password_hash: None,
            active,
        };
        self.app.app.store.put_person(&person).await.unwrap();
    }

    /// The effects of a case: their state and what went wrong last.
    pub async fn effects(&self, case: &InstanceId) -> Vec<OutboxRow> {
        self.app.app.store.effects(case).await.unwrap()
    }

    pub async fn states(&self, case: &InstanceId) -> Vec<String> {
        self.effects(case).await.into_iter().map(|row| row.state).collect()
    }

    pub async fn first_effect(&self, case: &InstanceId) -> Effect {
        self.effects(case).await.remove(0).effect
    }

    /// The steps that stand open, with a task or an incident.
    pub async fn open_steps(&self, case: &InstanceId) -> Vec<String> {
        let instance = self.app.app.store.instance(case).await.unwrap().unwrap();
        instance.activations.values().map(|open| open.step.to_string()).collect()
    }
}

/// The built-in messages with those of the fixtures laid over them.
pub fn messages() -> Arc<Messages> {
    let templates = Assets::templates(Some(&fixtures().join("templates"))).unwrap();
    Arc::new(Messages::load(&templates).unwrap())
}
