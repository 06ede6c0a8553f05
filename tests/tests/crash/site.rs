//! One installation: its files, the server that is killed, and what must be true afterwards.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use reglament_core::command::Role;
use reglament_core::event::{Event, Recorded};
use reglament_core::rows::InstanceRow;
use reglament_core::transition::replay;
use reglament_store::{InstanceFilter, Program, Store};

use super::Acknowledged;
use super::client::{Client, TOKEN};

/// A server that is killed when it is dropped.
pub struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // SIGKILL: the process gets no chance to finish anything.
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

pub struct Site {
    folder: tempfile::TempDir,
    port: u16,
}

impl Site {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let site = Self { folder, port };
        let program = Program {
            program: "crash-harness".to_owned(),
            roles: [Role::Filing, Role::Worker].into(),
            active: true,
        };
        let now = jiff::Timestamp::UNIX_EPOCH;
        let change = reglament_server::auth::tokens::program(program, TOKEN, "test", now);
        site.store().await.change_organization(change).await.unwrap();
        site
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    async fn store(&self) -> Arc<dyn Store> {
        reglament_store::open(&self.store_url()).await.unwrap()
    }

    fn store_url(&self) -> String {
        format!("sqlite:{}", self.folder.path().join("reglament.db").display())
    }

    fn mail(&self) -> PathBuf {
        self.folder.path().join("mail")
    }

    pub async fn start(&self) -> Server {
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/crash");
        let child = Command::new(reglament_tests::binary())
            .args(["serve", "--log", "error", "--store", &self.store_url()])
            .args(["--listen", &format!("127.0.0.1:{}", self.port)])
            .args(["--mail", &format!("folder:{}", self.mail().display())])
            .arg("--processes")
            .arg(fixture.join("processes"))
            .arg("--templates")
            .arg(fixture.join("templates"))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let server = Server(child);
        let end = Instant::now() + Duration::from_secs(30);
        while reqwest::get(format!("{}/readyz", self.url())).await.is_err() {
            assert!(Instant::now() < end, "the server does not start again");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        server
    }

    /// Waits until every timer has fired and every letter has left; completes the jobs left over.
    pub async fn quiesce(&self, cases: usize) {
        let mut client = Client::new(1, self.url());
        let end = Instant::now() + Duration::from_mins(3);
        while self.letters() < cases {
            assert!(Instant::now() < end, "{} of {cases} letters came", self.letters());
            if client.check().await.is_none() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }

    fn letters(&self) -> usize {
        let files = std::fs::read_dir(self.mail()).into_iter().flatten();
        let paths = files.map(|file| file.unwrap().path());
        paths.filter(|path| path.extension().is_some_and(|kind| kind == "eml")).count()
    }

    /// Looks into the store; gives how many events were replayed.
    pub async fn verify(&self, acknowledged: &Acknowledged) -> usize {
        let store = self.store().await;
        let mut references = BTreeMap::new();
        let mut replayed = 0;
        for row in all(&*store).await {
            let reference: u64 = row.body.data.at("reference").to_string().parse().unwrap();
            let twice = references.insert(reference, row.instance.to_string());
            assert_eq!(twice, None, "the application {reference} was applied twice");
            replayed += verify_history(&row, &store.events(&row.instance, 0, 1_000).await.unwrap());
        }
        for (reference, instance) in acknowledged {
            assert_eq!(
                references.get(reference),
                Some(instance),
                "application {reference} is lost"
            );
        }
        assert_eq!(references.len(), acknowledged.len(), "an application that nobody filed");
        assert_eq!(self.letters(), references.len(), "a letter for each case, and no other");
        replayed
    }
}

async fn all(store: &dyn Store) -> Vec<InstanceRow> {
    let mut rows: Vec<InstanceRow> = Vec::new();
    loop {
        let before = rows.last().map(|row| row.instance.clone());
        let filter = InstanceFilter { before, limit: 500, ..InstanceFilter::default() };
        let page = store.instances(&filter).await.unwrap();
        if page.is_empty() {
            return rows;
        }
        rows.extend(page);
    }
}

fn verify_history(row: &InstanceRow, events: &[Recorded]) -> usize {
    let numbers: Vec<u64> = events.iter().map(|event| event.seq).collect();
    assert_eq!(numbers, (1..=row.version).collect::<Vec<_>>(), "the history has a gap");
    assert_eq!(
        replay(&row.instance, events).as_ref(),
        Some(&row.body),
        "the row is not its events"
    );
    let count =
        |is: fn(&Event) -> bool| events.iter().filter(|recorded| is(&recorded.event)).count();
    assert_eq!(count(|event| matches!(event, Event::TimerFired { .. })), 1, "{events:?}");
    assert_eq!(count(|event| matches!(event, Event::JobCompleted { .. })), 1);
    assert_eq!(count(|event| matches!(event, Event::InstanceEnded { .. })), 1);
    events.len()
}
