//! `reglament explain due CASE`: a case of a store, with a stop and an extension.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;
use reglament_core::command::{Actor, Command, Completion, ExtensionRequest, Role};
use reglament_core::ids::InstanceId;
use reglament_core::language::canonical;
use reglament_core::text::Texts;
use reglament_core::value::{Context, Value};
use reglament_server::dispatch::{Options, Target};
use reglament_store::EditionRow;
use reglament_tests::{TestApp, maps};
use tempfile::TempDir;

use super::{printed, refused};

const MAP: &str = r"
process: trial
title: { ru: Проба, kk: Сынақ, en: Trial }
authority: demo
in_force: { from: 2026-01-01 }
calendar: office
units:
  clerk: { title: { ru: Исполнитель, kk: Орындаушы, en: Clerk }, group: clerks }
deadline:
  within: 3 working days
  from: start
  extension: { up_to: 30 calendar days, by: clerk, reason: required }
  pauses: [waiting]
steps:
  work: { type: user_task, title: { ru: Шаг, kk: Қадам, en: Step }, unit: clerk }
  waiting: { type: user_task, title: { ru: Шаг, kk: Қадам, en: Step }, unit: clerk }
  finish: { type: user_task, title: { ru: Шаг, kk: Қадам, en: Step }, unit: clerk }
  done: { type: end_event }
";

/// A processes folder with the map above and the calendar of an invented office.
fn processes() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let calendars = "tests/scenarios/elements/processes/calendars";
    std::fs::create_dir_all(folder.path().join("calendars")).unwrap();
    std::fs::create_dir_all(folder.path().join("demo/trial")).unwrap();
    let office = maps::repository().join(calendars).join("office.yaml");
    std::fs::copy(office, folder.path().join("calendars/office.yaml")).unwrap();
    std::fs::write(folder.path().join("demo/trial/process.yaml"), MAP).unwrap();
    folder
}

/// The product over a store, with one case.
struct Site {
    app: TestApp,
    case: Option<InstanceId>,
}

impl Site {
    async fn new(processes: &Path) -> Self {
        let catalogue = maps::catalogue(&maps::sources(processes));
        let app = TestApp::with(catalogue).await;
        for process in app.app.catalogue().all_current() {
            let row = EditionRow {
                edition: process.edition.clone(),
                process: process.definition.process.clone(),
                stored_at: Timestamp::UNIX_EPOCH,
                content: canonical(&process.definition).unwrap(),
            };
            app.app.store.put_edition(&row).await.unwrap();
        }
        Self { app, case: None }
    }

    async fn at(&mut self, moment: &str, command: Command) {
        self.app.set_time(moment);
        let target = match &self.case {
            Some(case) => Target::Instance(case.clone()),
            None => Target::New("trial".into()),
        };
        let by = Actor::of_person(
            "ann".into(),
            BTreeSet::from(["clerks".into()]),
            BTreeSet::from([Role::Filing, Role::Officer]),
        );
        let reply = self.app.app.dispatcher.dispatch(target, command, by, Options::default());
        self.case = Some(reply.await.unwrap().instance);
    }

    async fn complete(&mut self, moment: &str) {
        let case = self.case.clone().unwrap();
        let open = self.app.app.store.instance(&case).await.unwrap().unwrap();
        let task = open.task_id(*open.activations.keys().next().unwrap());
        self.at(moment, Command::CompleteTask { task, completion: Completion::default() }).await;
    }

    fn explained(&self, processes: &Path) -> String {
        let store = format!("sqlite:{}", self.app.folder().join("reglament.db").display());
        let case = self.case.as_ref().unwrap().to_string();
        let processes = processes.display().to_string();
        printed(&["explain", "due", "--case", &case, "--store", &store, "--processes", &processes])
    }
}

/// The stop is that of `tests/scenarios/elements/pause.yaml`, read here from the store while the
/// product runs.
#[tokio::test(flavor = "multi_thread")]
async fn the_account_of_a_case_has_its_stops_and_extensions() {
    let processes = processes();
    let mut site = Site::new(processes.path()).await;
    let start = Command::Start { data: Value::Context(Context::new()), caller: None };
    site.at("2026-02-02T10:00:00+05:00", start).await;
    let account = site.explained(processes.path());
    assert!(account.contains("of trial, the clock is running\n"), "{account}");
    assert!(account.ends_with("due Thu 2026-02-05 18:00\n"), "{account}");

    site.complete("2026-02-02T10:00:00+05:00").await;
    let account = site.explained(processes.path());
    assert!(account.ends_with("stands still since Mon 2026-02-02 10:00\n"), "{account}");

    site.complete("2026-02-06T10:00:00+05:00").await;
    let account = site.explained(processes.path());
    let stop =
        "stood still from Mon 2026-02-02 10:00 to Fri 2026-02-06 10:00: 36:00 of working time";
    assert!(account.contains(stop) && account.contains("due Wed 2026-02-11 18:00\n"), "{account}");

    let extension = ExtensionRequest {
        days: 10,
        reason: Texts { ru: "долго".into(), ..Texts::default() },
    };
    site.at("2026-02-06T11:00:00+05:00", Command::Extend { extension }).await;
    let account = site.explained(processes.path());
    assert!(account.contains("extended by 10 on Fri 2026-02-06 11:00, by ann\n"), "{account}");
    // Ten calendar days after 11 February end on a Saturday and move to Monday.
    assert!(account.ends_with("due Mon 2026-02-23 18:00\n"), "{account}");
}

#[test]
fn a_question_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("reglament.db");
    let store = format!("sqlite:{}", file.display());
    let said = refused(&["explain", "due", "--case", "26020200000001", "--store", &store], 1);
    assert!(said.contains("there is no database") && !file.exists(), "{said}");
}
