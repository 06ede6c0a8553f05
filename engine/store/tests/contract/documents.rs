//! Documents: a number each, once, without a gap; and their bytes as they were made.

use std::sync::Arc;

use reglament_core::ids::EffectId;
use reglament_core::text::{Lang, Texts};
use reglament_store::{DocumentOrder, MadeDocument};

use crate::case::{after, noon};
use crate::place::Place;

fn order(effect: &str, sequence: &str, period: &str) -> DocumentOrder {
    DocumentOrder {
        effect: EffectId::from(effect),
        document: "pass".to_owned(),
        title: Texts {
            ru: "Пропуск".into(), kk: "Рұқсаттама".into(), en: "Pass".into()
        },
        languages: vec![Lang::Kk, Lang::Ru],
        sequence: sequence.to_owned(),
        period: period.to_owned(),
        code: format!("CODE-{effect}"),
        at: noon(),
    }
}

fn made(content: &[u8]) -> MadeDocument {
    MadeDocument {
        number: "26000001".to_owned(),
        sha256: "0f".repeat(32),
        content: content.to_vec(),
    }
}

pub async fn a_document_is_numbered_once(place: &Place) {
    let store = place.open().await;
    let first = order("26112300000001/4/0", "pass", "2026");
    let given = store.number_document(&first).await.unwrap();
    assert_eq!((given.place, given.at, given.made), (1, noon(), false));
    // A worker that died in between asks again: later, and with another code.
    let again = DocumentOrder { code: "OTHER".into(), at: after(3_600), ..first.clone() };
    assert_eq!(store.number_document(&again).await.unwrap(), given);
    assert!(store.documents(&"26112300000001".into()).await.unwrap().is_empty(), "not made yet");
    assert_eq!(store.document_by_code(&given.code).await.unwrap(), None);
    assert_eq!(store.document_content(&first.effect).await.unwrap(), None);
    let second = order("26112300000001/4/1", "pass", "2026");
    assert_eq!(store.number_document(&second).await.unwrap().place, 2);
}

pub async fn numbers_have_no_gap_and_begin_again_with_their_period(place: &Place) {
    let store = place.open().await;
    let mut places = Vec::new();
    for (n, sequence, period) in
        [(1, "a", "2026"), (2, "a", "2026"), (3, "b", "2026"), (4, "a", "2027"), (5, "a", "2026")]
    {
        let order = order(&format!("2611230000000{n}/1/0"), sequence, period);
        places.push(store.number_document(&order).await.unwrap().place);
    }
    assert_eq!(places, [1, 2, 1, 1, 3]);
}

pub async fn a_document_is_kept_whole_and_once(place: &Place) {
    let store = place.open().await;
    let order = order("26112300000001/4/0", "pass", "");
    assert!(!store.keep_document(&order.effect, made(b"early")).await.unwrap(), "not numbered");
    store.number_document(&order).await.unwrap();
    let content: Vec<u8> = (0..=255).collect();
    assert!(store.keep_document(&order.effect, made(&content)).await.unwrap());
    assert!(!store.keep_document(&order.effect, made(b"again")).await.unwrap());
    assert!(store.number_document(&order).await.unwrap().made);
    assert_eq!(store.document_content(&order.effect).await.unwrap(), Some(content));
    let rows = store.documents(&"26112300000001".into()).await.unwrap();
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((&row.effect, row.bytes, row.made_at), (&order.effect, 256, noon()));
    assert_eq!((&*row.number, row.sha256.len()), ("26000001", 64));
    assert_eq!((&row.title, &row.languages), (&order.title, &order.languages));
    assert_eq!(store.document_by_code(&order.code).await.unwrap().as_ref(), Some(row));
    assert_eq!(store.document_by_code("").await.unwrap(), None);
}

pub async fn many_at_once_get_different_numbers(place: &Place) {
    let store = place.open().await;
    let mut asked = tokio::task::JoinSet::new();
    // Each of 12 documents is asked for by two nodes at the same time.
    for n in (10..22).chain(10..22) {
        let (store, order) = (Arc::clone(&store), order(&format!("261123000000{n}/1/0"), "a", ""));
        asked.spawn(async move { store.number_document(&order).await.unwrap().place });
    }
    let mut places = asked.join_all().await;
    places.sort_unstable();
    let twice: Vec<u64> = (1..=12).flat_map(|n| [n, n]).collect();
    assert_eq!(places, twice);
}
