use reglament_tests::TestApp;

use super::visitor::Visitor;
use super::work::{PACKAGE, applied, taken};

const HIT: [(&str, &str); 2] =
    [("data.registers.wanted", "no_hit"), ("data.registers.entry_ban", "hit")];
const REFUSAL: [(&str, &str); 4] = [
    ("outcome", "refuse"),
    ("ground", "special-register"),
    ("ground.ru", "Запрет на въезд до 2027 года"),
    ("ground.kk", "2027 жылға дейін кіруге тыйым салынған"),
];

/// A case that waits for the decision, with the head who has it.
async fn before_the_decision(app: &TestApp) -> (Visitor, String, String) {
    let aliya = Visitor::officer(app, "aliya", "mp-district").await;
    let damir = Visitor::officer(app, "damir", "mp-directorate").await;
    let gulnar = Visitor::officer(app, "gulnar", "mp-head").await;
    let case = applied(app).await;
    let (task, page) = taken(&aliya, &case).await;
    let accepted = [&PACKAGE[..], &[("outcome", "accepted")]].concat();
    aliya.submit(&page, &task, &accepted).await.expect(303);
    let (task, page) = taken(&damir, &case).await;
    let checked = [&HIT[..], &[("outcome", "checked")]].concat();
    damir.submit(&page, &task, &checked).await.expect(303);
    let (task, _) = taken(&gulnar, &case).await;
    (gulnar, case, task)
}

#[tokio::test]
async fn the_letter_of_a_refusal_is_seen_before_it_is_sent() {
    let app = TestApp::with_papers().await;
    let (gulnar, case, task) = before_the_decision(&app).await;
    let page = gulnar.get(&task).await.expect(200).shows("Предпросмотр:");
    let preview = format!("{task}/preview");
    let sent = page.hidden(&task);
    let with = |extra: &[(&str, &str)]| {
        let typed = REFUSAL.iter().chain(extra).map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
        sent.iter().cloned().chain(typed).collect::<Vec<_>>()
    };
    let seen = gulnar.post(&preview, &with(&[])).await.expect(200);
    let seen =
        seen.shows("Что будет отправлено").shows("data-letter=\"kk\"").shows("data-letter=\"ru\"");
    // Nothing was stored, and what was typed goes along.
    gulnar.get(&format!("/instances/{case}")).await.expect(200).hides("Не одобрено");
    let carried = seen.hidden(&task);
    assert!(carried.contains(&("ground.ru".to_owned(), REFUSAL[2].1.to_owned())), "{carried:?}");
    if seen.html.contains("name=\"paper\"") {
        let paper = gulnar.post(&preview, &with(&[("paper", "0")])).await.expect(200);
        assert_eq!(paper.headers["content-type"], "application/pdf");
    }
    let back = [("rows", "stay")];
    gulnar.submit(&seen, &task, &back).await.expect(200).shows(REFUSAL[2].1);
    gulnar.submit(&seen, &task, &[]).await.expect(303);
    gulnar.get(&format!("/instances/{case}")).await.expect(200).shows("Не одобрено");
}

#[tokio::test]
async fn a_preview_names_what_is_missing_like_the_form_does() {
    let app = TestApp::start().await;
    let (gulnar, _, task) = before_the_decision(&app).await;
    let page = gulnar.get(&task).await.expect(200);
    let mut form = page.hidden(&task);
    form.push(("outcome".to_owned(), "refuse".to_owned()));
    let page = gulnar.post(&format!("{task}/preview"), &form).await.expect(422);
    page.shows("Исправьте ошибки").shows("href=\"#ground\"");
}

#[tokio::test]
async fn the_history_tells_before_and_after_and_its_file_the_same() {
    let app = TestApp::start().await;
    let (gulnar, case, _) = before_the_decision(&app).await;
    let page = gulnar.get(&format!("/instances/{case}?all=1")).await.expect(200);
    let page = page.shows("Образцовский район").shows("SAMPLE TEST");
    let file = gulnar.get(&format!("/instances/{case}/history.json")).await.expect(200);
    let history: serde_json::Value = serde_json::from_str(&file.html).unwrap();
    let lines = history["lines"].as_array().unwrap();
    assert_eq!(lines.len() as u64, history["version"].as_u64().unwrap());
    let html = plain(&page.html);
    for line in lines {
        for text in line["notes"].as_array().unwrap().iter().chain([&line["text"], &line["at"]]) {
            let text = text.as_str().unwrap();
            assert!(html.contains(text), "the page does not say {text:?}");
        }
    }
    assert_eq!(html.matches("history-at").count(), lines.len());
    assert!(html.contains(history["edition"].as_str().unwrap()));
    let stranger = Visitor::officer(&app, "stranger", "mfa-officer").await;
    stranger.get(&format!("/instances/{case}/history.json")).await.expect(404);
}

fn plain(html: &str) -> String {
    let letters = [
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#x27;", "'"),
        ("&#x3D;", "="),
        ("&amp;", "&"),
    ];
    letters.iter().fold(html.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}
