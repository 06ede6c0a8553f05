//! Documents: made once, numbered without a gap, kept with their checksum, sent along with messages.

use std::fmt::Write as _;

use reglament_core::ids::InstanceId;
use reglament_server::documents::effect_of;
use reglament_store::{DocumentOrder, DocumentRow};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::office::{Office, fixtures};

async fn slip(office: &Office) -> InstanceId {
    office.start("papers", json!({ "name": "Алия", "email": "aliya@example.org" })).await
}

async fn the_document(office: &Office, case: &InstanceId) -> (DocumentRow, Vec<u8>) {
    let store = &office.app.app.store;
    let mut rows = store.documents(case).await.unwrap();
    assert_eq!(rows.len(), 1, "{rows:?}");
    let row = rows.remove(0);
    let content = store.document_content(&row.effect).await.unwrap().unwrap();
    (row, content)
}

#[tokio::test]
async fn a_document_is_kept_with_its_checksum_and_goes_along_with_the_message() {
    let office = Office::open().await;
    let case = slip(&office).await;
    office.run(&office.outbox()).await;

    let (row, content) = the_document(&office, &case).await;
    assert!(content.starts_with(b"%PDF-"), "it is a PDF");
    let mut sum = String::new();
    for byte in Sha256::digest(&content) {
        write!(sum, "{byte:02x}").unwrap();
    }
    assert_eq!((&row.sha256, row.bytes), (&sum, content.len() as u64));
    assert_eq!((row.number.as_str(), row.title.ru.as_str()), ("S-26-0001", "Бумага"));
    assert_eq!(row.made_at, office.app.app.clock.now());
    let by_code = office.app.app.store.document_by_code(&row.code).await.unwrap();
    assert_eq!(by_code.as_ref(), Some(&row));

    let letters = office.channel.letters();
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    let [attached] = letter.attachments.as_slice() else { panic!("{letter:?}") };
    assert_eq!((attached.name.as_str(), &attached.content), ("slip-S-26-0001.pdf", &content));
    assert_eq!(office.states(&case).await, ["delivered", "delivered"]);
}

#[tokio::test]
async fn a_crash_after_the_number_neither_burns_it_nor_makes_two() {
    let office = Office::open().await;
    let (first, second) = (slip(&office).await, slip(&office).await);
    let effect = office.first_effect(&first).await;
    // A worker that took the number and died.
    let order = DocumentOrder {
        effect: effect.id.clone(),
        document: "slip".into(),
        title: reglament_core::text::Texts::default(),
        languages: Vec::new(),
        sequence: "slip".into(),
        period: "2026".into(),
        code: "7KQ2-M9XD-4HTB-WZ3F".into(),
        at: office.app.app.clock.now(),
    };
    office.app.app.store.number_document(&order).await.unwrap();

    office.run(&office.outbox()).await;
    office.run(&office.outbox()).await;
    let (row, _) = the_document(&office, &first).await;
    assert_eq!((row.number.as_str(), row.code.as_str()), ("S-26-0001", "7KQ2-M9XD-4HTB-WZ3F"));
    assert_eq!(the_document(&office, &second).await.0.number, "S-26-0002");
}

#[tokio::test]
async fn a_template_that_breaks_holds_the_message_until_it_is_mended() {
    let office = Office::open().await;
    let case = slip(&office).await;
    let broken = tempfile::tempdir().unwrap();
    let folder = broken.path().join("documents/slip");
    std::fs::create_dir_all(&folder).unwrap();
    for file in ["document.yaml", "letter.typ"] {
        let path = fixtures().join("templates/documents/slip").join(file);
        let text = std::fs::read_to_string(path).unwrap().replace("#facts()", "#nobody-knows-this");
        std::fs::write(folder.join(file), text).unwrap();
    }
    office.run(&office.outbox_with(broken.path())).await;
    let effects = office.effects(&case).await;
    let reason = effects[0].error.clone().unwrap_or_default();
    assert!(reason.contains("templates/documents/slip/letter.typ:4: unknown variable"), "{reason}");
    assert_eq!(office.states(&case).await, ["waiting", "waiting"]);
    assert_eq!(office.channel.letters(), []);

    office.app.set_time("2026-03-18T06:00:00Z");
    office.run(&office.outbox()).await;
    let (row, _) = the_document(&office, &case).await;
    assert_eq!(row.number, "S-26-0001", "the number it was given first");
    assert_eq!(office.channel.letters().len(), 1);
    assert_eq!(effect_of(&format!("{case}.3.0")).map(|it| it.0), Some(case));
}
