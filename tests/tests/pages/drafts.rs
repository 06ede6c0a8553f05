use reglament_tests::TestApp;

use super::visitor::Visitor;
use super::work::{applied, taken};

const TYPED: [(&str, &str); 2] =
    [("data.trip.zone", "Образцовский район"), ("data.foreigner.name", "SAMPLE TEST")];

#[tokio::test]
async fn what_is_typed_outlives_the_browser() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let (task, page) = taken(&aliya, &case).await;
    let draft = format!("{task}/draft");
    let mut form = page.hidden(&task);
    form.extend(TYPED.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let said = aliya.post(&draft, &form).await.expect(200);
    assert_eq!(said.html, "Черновик сохранён, 10:00");
    form.push(("keep".to_owned(), "1".to_owned()));
    let back = aliya.post(&draft, &form).await.expect(303).location;
    aliya.get(&back).await.expect(200).shows("Черновик сохранён.").shows("Образцовский район");
    let page = aliya.get(&task).await.expect(200);
    page.shows("ваш черновик, сохранён 10:00").shows("SAMPLE TEST");
}

#[tokio::test]
async fn who_gives_back_says_whether_colleagues_have_the_draft() {
    for (choice, left) in [("leave", true), ("drop", false)] {
        let app = TestApp::start().await;
        let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
        let bolat = Visitor::officer(&app, "bolat", "mp-district").await;
        let case = applied(&app).await;
        let (task, page) = taken(&aliya, &case).await;
        let mut form = page.hidden(&task);
        form.extend(TYPED.map(|(name, value)| (name.to_owned(), value.to_owned())));
        aliya.post(&format!("{task}/draft"), &form).await.expect(200);
        let unclaim = format!("{task}/unclaim");
        let question = aliya.submit(&page, &unclaim, &[]).await.expect(200);
        let question = question.shows("Что делать с черновиком?");
        aliya.submit(&question, &unclaim, &[("draft", choice)]).await.expect(303);
        let (_, page) = taken(&bolat, &case).await;
        if left {
            page.shows("aliya (test), сохранён 10:00").shows("Образцовский район");
        } else {
            page.hides("Образцовский район");
        }
    }
}

#[tokio::test]
async fn a_stranger_keeps_no_draft() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let bolat = Visitor::officer(&app, "bolat", "mp-district").await;
    let case = applied(&app).await;
    let (task, _) = taken(&aliya, &case).await;
    let token = bolat.token("/tasks").await;
    bolat.post(&format!("{task}/draft"), &[("csrf", token)]).await.expect(403);
}
