//! `reglament deadlines`: the list and the command, on a store with cases from before an amendment.

use jiff::Timestamp;
use reglament_core::command::{Actor, Command, Role};
use reglament_core::event::{Event, Recorded};
use reglament_core::language::canonical;
use reglament_server::dispatch::{Options, Target};
use reglament_store::EditionRow;
use reglament_tests::{TestApp, maps};

use super::{printed, refused};

/// A site with a case that began on 17 March 2026, a day before what is known of 31 August.
async fn site() -> (TestApp, String, String) {
    let app = TestApp::with(maps::trial("115 working days")).await;
    for process in app.app.catalogue().all_current() {
        let row = EditionRow {
            edition: process.edition.clone(),
            process: process.definition.process.clone(),
            stored_at: Timestamp::UNIX_EPOCH,
            content: canonical(&process.definition).unwrap(),
        };
        app.app.store.put_edition(&row).await.unwrap();
    }
    app.set_time("2026-03-17T10:00:00+05:00");
    let portal = Actor::of_program("portal", [Role::Filing].into());
    let start = Command::Start { data: serde_json::from_str("{}").unwrap(), caller: None };
    let target = Target::New("trial".into());
    let sent = app.app.dispatcher.dispatch(target, start, portal, Options::default());
    let case = sent.await.unwrap().instance.to_string();
    let store = format!("sqlite:{}", app.folder().join("reglament.db").display());
    (app, case, store)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_moves_is_listed_and_moves_on_command() {
    let (app, case, store) = site().await;
    let list = || printed(&["deadlines", "moved", "--lang", "en", "--store", &store]);
    let listed = list();
    for line in [
        format!("case {case} of trial"),
        "  due 2026-09-07, would be 2026-09-04".to_owned(),
        "  step work: due 2026-09-07, would be 2026-09-04".to_owned(),
        "    known from 2026-03-18: Constitution Day becomes 15 March".to_owned(),
        "1 cases move".to_owned(),
    ] {
        assert!(listed.contains(&line), "{line} is not in\n{listed}");
    }
    assert_eq!(list(), listed, "listing moves nothing");
    let json = printed(&["deadlines", "moved", "--json", "--store", &store]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["deadlines"][0]["due_date"], "2026-09-04");

    let by = ["deadlines", "recount", "--case", &case, "--by", "gulnar", "--store", &store];
    assert_eq!(printed(&by), "1 cases recounted\n");
    assert!(list().starts_with("0 cases move"));
    let again = refused(&by, 1);
    assert!(again.contains("no due date of this case is another"), "{again}");
    assert_eq!(
        printed(&["deadlines", "recount", "--all", "--store", &store]),
        "0 cases recounted\n"
    );

    let events = app.app.store.events(&case.as_str().into(), 0, 100).await.unwrap();
    let recounted = |recorded: &&Recorded| matches!(recorded.event, Event::ClockRecounted { .. });
    let recounted = events.iter().find(recounted).unwrap();
    assert_eq!(recounted.by, "gulnar");
}

#[test]
fn the_list_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("reglament.db");
    let said =
        refused(&["deadlines", "moved", "--store", &format!("sqlite:{}", file.display())], 1);
    assert!(said.contains("there is no database") && !file.exists(), "{said}");
}
