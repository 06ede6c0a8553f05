//! What is kept of maps: publications, drafts and migrations.

use reglament_core::migration::{MigrationPlan, Obstacle};
use reglament_store::{
    AuditEntry, AuditFilter, CaseState, MapDraft, MigrationCase, MigrationRow, MigrationState,
    Publication, PublicationState,
};

use crate::case::noon;
use crate::place::Place;

fn told(action: &str) -> AuditEntry {
    AuditEntry {
        at: noon(),
        actor: "inkar".to_owned(),
        action: action.to_owned(),
        instance: None,
        detail: String::new(),
    }
}

fn publication(process: &str) -> Publication {
    Publication {
        no: 0,
        version: 0,
        process: process.into(),
        edition: "0123456789abcdef".into(),
        from: "2026-12-01".parse().unwrap(),
        until: None,
        note: "Әр күн".to_owned(),
        rolls_back: None,
        by: "inkar".to_owned(),
        at: noon(),
        state: PublicationState::Proposed,
        decided: None,
        files: [("process.yaml".to_owned(), "process: p\n".to_owned())].into(),
    }
}

pub async fn publications_are_numbered_and_changed_on_their_version(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.publications_version().await.unwrap(), 0);
    let mut numbers = Vec::new();
    for process in ["a", "b", "a"] {
        let added = store.add_publication(&publication(process), &told("propose-edition")).await;
        numbers.push(added.unwrap());
    }
    assert_eq!(numbers, [1, 2, 3]);
    let of_a = store.publications(Some(&"a".into())).await.unwrap();
    assert_eq!(of_a.iter().map(|it| it.no).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(Publication { no: 0, version: 0, ..of_a[0].clone() }, publication("a"));
    let before = store.publications_version().await.unwrap();
    let approved = Publication { state: PublicationState::Approved, ..of_a[0].clone() };
    assert!(store.change_publication(&approved, &told("approve-edition")).await.unwrap());
    let again = store.change_publication(&approved, &told("approve-edition")).await.unwrap();
    assert!(!again, "its version is another one by now");
    assert!(store.publications_version().await.unwrap() > before);
    let now = store.publications(Some(&"a".into())).await.unwrap();
    assert_eq!((now[0].state, now[0].version), (PublicationState::Approved, 2));
    let rows =
        store.audit_rows(&AuditFilter { limit: 10, ..AuditFilter::default() }).await.unwrap();
    let actions: Vec<&str> = rows.iter().map(|row| row.entry.action.as_str()).collect();
    assert_eq!(
        actions,
        ["approve-edition", "propose-edition", "propose-edition", "propose-edition"],
        "what was not changed is not told"
    );
}

pub async fn a_draft_is_saved_on_the_version_that_was_edited(place: &Place) {
    let store = place.open().await;
    let draft = |version, text: &str| MapDraft {
        folder: "town/pass".to_owned(),
        version,
        by: "inkar".to_owned(),
        at: noon(),
        files: [("process.yaml".to_owned(), text.to_owned())].into(),
    };
    assert!(store.put_map_draft(&draft(0, "a")).await.unwrap());
    assert!(!store.put_map_draft(&draft(0, "b")).await.unwrap(), "there is one");
    assert!(store.put_map_draft(&draft(1, "c")).await.unwrap());
    assert!(!store.put_map_draft(&draft(1, "d")).await.unwrap(), "somebody saved it since");
    assert_eq!(store.map_draft("town/pass").await.unwrap(), Some(draft(2, "c")));
    assert_eq!(store.map_drafts().await.unwrap(), [draft(2, "c")]);
    assert!(store.forget_map_draft("town/pass").await.unwrap());
    assert!(!store.forget_map_draft("town/pass").await.unwrap());
    assert_eq!(store.map_draft("town/pass").await.unwrap(), None);
}

pub async fn a_migration_is_kept_with_its_cases(place: &Place) {
    let store = place.open().await;
    let row = MigrationRow {
        id: "m1".to_owned(),
        version: 1,
        process: "p".into(),
        plan: MigrationPlan::new("a".into(), "b".into()),
        by: "inkar".to_owned(),
        at: noon(),
        state: MigrationState::Previewed,
    };
    let case = |n: u32, state| MigrationCase {
        instance: format!("261123000000{n:02}").into(),
        state,
        change: None,
        obstacles: vec![Obstacle {
            code: "unmapped_step".to_owned(),
            step: "intake".into(),
            message: "қадам жоқ".to_owned(),
        }],
        said: String::new(),
    };
    let cases =
        [case(1, CaseState::Planned), case(2, CaseState::Barred), case(3, CaseState::Planned)];
    store.add_migration(&row, &cases, &told("preview-migration")).await.unwrap();
    assert_eq!(store.migration("m1").await.unwrap(), Some(row.clone()));
    assert_eq!(store.migrations(Some(&"q".into())).await.unwrap(), []);
    assert_eq!(store.migrations(None).await.unwrap(), std::slice::from_ref(&row));
    let planned = store.migration_cases("m1", Some(CaseState::Planned), None, 10).await.unwrap();
    assert_eq!(planned, [cases[0].clone(), cases[2].clone()]);
    let after = Some(&cases[0].instance);
    assert_eq!(store.migration_cases("m1", None, after, 1).await.unwrap(), [cases[1].clone()]);
    let moved = MigrationCase { state: CaseState::Moved, ..cases[0].clone() };
    store.put_migration_case("m1", &moved).await.unwrap();
    let counts = store.migration_counts("m1").await.unwrap();
    let counts: Vec<(&str, u64)> = counts.iter().map(|(state, n)| (state.as_str(), *n)).collect();
    assert_eq!(counts, [("barred", 1), ("moved", 1), ("planned", 1)]);
    let running = MigrationRow { state: MigrationState::Running, ..row };
    assert!(store.change_migration(&running, &told("execute-migration")).await.unwrap());
    assert!(!store.change_migration(&running, &told("execute-migration")).await.unwrap());
    let now = store.migration("m1").await.unwrap().unwrap();
    assert_eq!((now.state, now.version), (MigrationState::Running, 2));
}
