//! An intact store verifies; whatever somebody with the database does to it is found, by `reglament verify` and by
//! the reader in `tests/verify`.

use std::path::{Path, PathBuf};
use std::process::Command;

use reglament_core::ids::InstanceId;
use reglament_server::checkpoint;
use reglament_server::verify::{Break, Report, all, one};
use reglament_tests::{TestApp, maps};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection};

/// A store with three cases that were worked on and read, and a checkpoint of them.
struct Site {
    app: TestApp,
    case: String,
}

impl Site {
    async fn set() -> Self {
        let app = TestApp::permit().await;
        let (portal, aliya) = (app.portal().await, app.officer("aliya", &["front"]).await);
        let mut case = String::new();
        for _ in 0..3 {
            let body = json!({ "process": "permit", "data": { "applicant": { "name": "Сынақ" } } });
            let filed = portal.post("/api/v1/instances", body).await.expect(201);
            case = filed.at("/instance");
            let read = format!("/api/v1/instances/{case}");
            let _ = aliya.get(&read).await.expect(200);
            let path = format!("/api/v1/tasks/{}/complete", filed.task("intake"));
            let _ = aliya.post(&path, json!({ "outcome": "accepted" })).await.expect(200);
            let _ = app.officer("stranger", &["archive"]).await.get(&read).await.expect(404);
        }
        let site = Self { app, case };
        site.checkpoint().await;
        site
    }

    fn file(&self) -> PathBuf {
        self.app.folder().join("reglament.db")
    }

    fn folder(&self) -> PathBuf {
        self.app.folder().join("checkpoints")
    }

    async fn checkpoint(&self) {
        let at = self.app.app.clock.now();
        checkpoint::write(&*self.app.app.store, &self.folder(), at).await.unwrap();
    }

    /// Does something to the database, beside the product.
    async fn alter(&self, statement: &str) {
        let path = self.file();
        let mut file = SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
        let statement = statement.replace("CASE", &format!("'{}'", self.case));
        let done = file.execute(AssertSqlSafe(statement.clone())).await.unwrap();
        assert!(done.rows_affected() > 0, "{statement}");
        file.close().await.unwrap();
    }

    async fn report(&self) -> Report {
        all(&*self.app.app.store, Some(&self.folder())).await.unwrap()
    }

    /// What both readers find: ours in full, the other one in words.
    async fn found(&self) -> (Vec<(String, Option<u64>, Break)>, String) {
        let findings = self.report().await.findings;
        let ours = findings.into_iter().map(|it| (it.chain, it.row, it.kind)).collect::<Vec<_>>();
        let (ends_well, words) = python(&self.file(), &self.folder());
        assert_eq!(ends_well, ours.is_empty(), "the readers disagree: {ours:?}, {words}");
        (ours, words)
    }

    /// The one break that both readers find in this row of the case.
    async fn expect(&self, row: Option<u64>, kind: Break) {
        let (ours, words) = self.found().await;
        assert!(ours.contains(&(self.case.clone(), row, kind)), "{ours:?}");
        let place = row.map_or(String::new(), |row| format!(", row {row}"));
        assert!(words.contains(&format!("{}{place}: ", self.case)), "{words}");
    }
}

/// Whether the reader in Python finds nothing, and what it says.
fn python(file: &Path, folder: &Path) -> (bool, String) {
    let script = maps::repository().join("tests/verify/verify.py");
    let run = Command::new("python3").arg(script).arg(file).arg(folder).output();
    let run = run.unwrap();
    let words = String::from_utf8(run.stdout).unwrap();
    let code = run.status.code().unwrap();
    assert!(code <= 1, "{words}{}", String::from_utf8_lossy(&run.stderr));
    (code == 0, words)
}

#[tokio::test]
async fn an_intact_store_verifies() {
    let site = Site::set().await;
    let report = site.report().await;
    assert_eq!(report.findings, []);
    // Each case: started, read, completed, refused.
    assert_eq!((report.chains, report.cases, report.checkpoints), (3, 3, 1));
    assert!(report.rows >= 12 && report.events > 12, "{report:?}");
    assert_eq!(site.found().await.0, []);
    let alone = one(&*site.app.app.store, &site.case).await.unwrap();
    assert_eq!((alone.chains, alone.cases, alone.rows, &*alone.findings), (1, 1, 4, &[][..]));
    let unknown = one(&*site.app.app.store, "26010100000000").await.unwrap();
    assert_eq!(unknown.findings[0].kind, Break::NoChain);
    // A day later the checkpoint has what moved, and follows the one before.
    site.app.set_time("2026-03-19T05:00:00Z");
    let reader = site.app.officer("aliya", &["front"]).await;
    let _ = reader.get(&format!("/api/v1/instances/{}", site.case)).await.expect(200);
    site.checkpoint().await;
    assert_eq!(site.found().await.0, []);
    let second = site.app.app.store.checkpoints(1).await.unwrap();
    assert_eq!(second[0].heads, 1);
}

#[tokio::test]
async fn an_edited_row_is_found() {
    let site = Site::set().await;
    site.alter("update audit set actor = 'Aliya' where chain = CASE and place = 2").await;
    site.expect(Some(2), Break::RowAltered).await;
    let (ours, _) = site.found().await;
    assert_eq!(ours.len(), 1, "one edited row is one finding: {ours:?}");
}

#[tokio::test]
async fn an_edited_event_is_found() {
    let site = Site::set().await;
    // One byte, and the text still reads.
    site.alter(
        "update event set body = replace(body, 'Сынақ', 'Сынак') where instance = CASE and seq = 1",
    )
    .await;
    let (ours, words) = site.found().await;
    let altered = |kind: &Break| matches!(kind, Break::EventsAltered { first: 1, .. });
    assert!(ours.iter().any(|it| it.1 == Some(1) && altered(&it.2)), "{ours:?}");
    assert!(ours.contains(&(site.case.clone(), None, Break::CaseAltered)), "{ours:?}");
    assert!(words.contains("the events 1 to"), "{words}");
}

#[tokio::test]
async fn a_case_that_its_events_do_not_make_is_found() {
    let site = Site::set().await;
    site.alter("update instance set body = replace(body, 'Сынақ', 'Сынак') where instance = CASE")
        .await;
    let report = site.report().await;
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.findings[0].kind, Break::CaseAltered);
}

#[tokio::test]
async fn a_deleted_row_is_found() {
    let site = Site::set().await;
    site.alter("delete from audit where chain = CASE and place = 2").await;
    site.expect(Some(3), Break::RowsMissing).await;
}

#[tokio::test]
async fn a_deleted_event_is_found() {
    let site = Site::set().await;
    site.alter("delete from event where instance = CASE and seq = 2").await;
    site.expect(Some(1), Break::EventMissing { event: 2 }).await;
}

#[tokio::test]
async fn rows_in_another_order_are_found() {
    let site = Site::set().await;
    site.alter("update audit set place = place + 100 where chain = CASE and place in (2, 3)").await;
    site.alter("update audit set place = 105 - place where chain = CASE and place > 100").await;
    site.expect(Some(2), Break::RowAltered).await;
    site.expect(Some(3), Break::RowAltered).await;
}

#[tokio::test]
async fn a_truncated_tail_is_found() {
    let site = Site::set().await;
    site.alter("delete from audit where chain = CASE and place > 2").await;
    site.expect(Some(2), Break::TailMissing { head: 4 }).await;
    // Also by somebody who moves the head back: by the checkpoint.
    site.alter(
        "update audit_head set place = 2,
             hash = (select hash from audit where chain = CASE and place = 2) where chain = CASE",
    )
    .await;
    let file = site.app.app.store.checkpoints(1).await.unwrap().remove(0).name;
    site.expect(Some(4), Break::AgainstCheckpoint { file }).await;
}

#[tokio::test]
async fn a_case_that_is_gone_with_everything_is_found() {
    let site = Site::set().await;
    for (table, column) in [
        ("audit", "chain"),
        ("audit_head", "chain"),
        ("event", "instance"),
        ("instance", "instance"),
    ] {
        site.alter(&format!("delete from {table} where {column} = CASE")).await;
    }
    let file = site.app.app.store.checkpoints(1).await.unwrap().remove(0).name;
    site.expect(Some(4), Break::AgainstCheckpoint { file }).await;
}

#[tokio::test]
async fn a_full_rewrite_is_found_by_the_checkpoint() {
    let site = Site::set().await;
    let store = &site.app.app.store;
    // Somebody with the database and the format: another actor, and every hash after it anew.
    let rows = store.audit_chain(&site.case, 0, 100).await.unwrap();
    let mut previous = reglament_store::chain::GENESIS.to_owned();
    for row in rows {
        let (entry, place) = (&row.entry, i64::try_from(row.place.unwrap()).unwrap());
        let at = entry.at.as_microsecond();
        let content = reglament_store::chain::content(
            &row.chain,
            at,
            "nobody",
            &entry.action,
            &entry.detail,
            row.events.as_deref(),
        );
        previous = reglament_store::chain::link(&previous, place, &content);
        site.alter(&format!(
            "update audit set actor = 'nobody', hash = '{previous}' where chain = CASE and place = {place}"
        ))
        .await;
    }
    site.alter(&format!("update audit_head set hash = '{previous}' where chain = CASE")).await;
    let alone = one(&**store, &site.case).await.unwrap();
    assert_eq!(alone.findings, [], "the chain itself is whole again");
    let file = store.checkpoints(1).await.unwrap().remove(0).name;
    site.expect(Some(4), Break::AgainstCheckpoint { file }).await;
}

#[tokio::test]
async fn an_altered_or_missing_checkpoint_is_found() {
    let site = Site::set().await;
    site.app.set_time("2026-03-19T05:00:00Z");
    let id = InstanceId::from(site.case.clone());
    let reader = site.app.officer("aliya", &["front"]).await;
    let _ = reader.get(&format!("/api/v1/instances/{id}")).await.expect(200);
    site.checkpoint().await;
    let files = site.app.app.store.checkpoints(9).await.unwrap();
    let [first, last] = [&files[1].name, &files[0].name].map(|name| site.folder().join(name));
    let text = std::fs::read_to_string(&last).unwrap();
    std::fs::write(&last, text.replacen("\"place\":5", "\"place\":4", 1)).unwrap();
    let (ours, _) = site.found().await;
    let altered = Break::CheckpointAltered { file: files[0].name.clone() };
    assert!(ours.contains(&(String::new(), None, altered)), "{ours:?}");
    std::fs::write(&last, text).unwrap();
    assert_eq!(site.found().await.0, []);
    std::fs::remove_file(first).unwrap();
    let (ours, _) = site.found().await;
    let missing = Break::CheckpointMissing { file: files[1].name.clone() };
    assert!(ours.contains(&(String::new(), None, missing)), "{ours:?}");
}

#[tokio::test]
async fn the_command_says_what_it_found() {
    let site = Site::set().await;
    let verify = || {
        let mut command = Command::new(reglament_tests::binary());
        command.arg("verify").arg("--data").arg(site.app.folder());
        command
    };
    let run = verify().output().unwrap();
    let words = String::from_utf8(run.stdout).unwrap();
    assert_eq!(run.status.code(), Some(0), "{words}");
    assert!(words.contains("nothing was altered") && words.contains("1 checkpoints"), "{words}");
    site.alter("update audit set detail = 'version 9' where chain = CASE and place = 1").await;
    let run = verify().args(["--json", "--case", &site.case]).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(
        report["findings"],
        json!([{ "chain": site.case, "row": 1, "break": "row_altered" }])
    );
}
