use reglament_tests::TestApp;
use serde_json::json;
use sqlx::{Connection, SqliteConnection};

use super::visitor::Visitor;

/// An application with a passport, under these names; its number.
async fn filed(app: &TestApp, applicant: &str, guest: &str, passport: &str) -> String {
    let data = json!({
        "applicant": { "kind": "individual", "name": applicant },
        "foreigner": { "name": guest, "passport": passport },
    });
    let body = json!({ "process": "border-zone-pass", "data": data });
    app.portal().await.post("/api/v1/instances", body).await.expect(201).at("/instance")
}

#[tokio::test]
async fn a_case_is_found_in_either_alphabet_by_passport_and_by_number() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let one = filed(&app, "Әлия Сынақова", "SAMPLE TEST", "N0000001").await;
    let other = filed(&app, "Болат Образцов", "MODEL FRIEDRICH", "N0000002").await;
    aliya.get("/search").await.expect(200).shows("Поиск дел");
    for (q, found) in [
        ("Алия", Some(&one)),
        ("Әлия", Some(&one)),
        ("Aliya", Some(&one)),
        ("сынакова алия", Some(&one)),
        ("sample", Some(&one)),
        ("n 0000002", Some(&other)),
        ("образц", Some(&other)),
        ("Friedrich", Some(&other)),
        ("Никто", None),
        ("%", None),
        ("\'; drop table instance; --", None),
    ] {
        let page = aliya.get(&format!("/search?q={}", percent(q))).await.expect(200);
        match found {
            Some(case) => {
                let rest = if *case == one { &other } else { &one };
                page.shows("Найдено 1 дело").shows(case).hides(rest);
            }
            None => drop(page.shows("Ничего не найдено")),
        }
    }
    let jump = aliya.get(&format!("/search?q=%20{one}%20")).await.expect(303);
    assert_eq!(jump.location, format!("/instances/{one}"));
}

#[tokio::test]
async fn only_what_may_be_read_is_found_and_the_search_is_on_record() {
    let app = TestApp::start().await;
    let damir = Visitor::officer(&app, "damir", "mp-directorate").await;
    let case = filed(&app, "Әлия Сынақова", "SAMPLE TEST", "N0000001").await;
    damir.get("/search?q=N0000001").await.expect(200).shows("Ничего не найдено").hides(&case);
    damir.get(&format!("/search?q={case}")).await.expect(200).shows("Ничего не найдено");
    let file = app.folder().join("reglament.db");
    let mut file = SqliteConnection::connect(&file.display().to_string()).await.unwrap();
    let searches: Vec<(String, String)> =
        sqlx::query_as("select actor, detail from audit where action = 'search'")
            .fetch_all(&mut file)
            .await
            .unwrap();
    assert_eq!(searches.len(), 2);
    assert!(searches.iter().all(|(actor, _)| actor == "damir"));
    assert!(searches.iter().all(|(_, detail)| !detail.contains("N0000001")), "{searches:?}");
}

fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |done, byte| format!("{done}%{byte:02X}"))
}
