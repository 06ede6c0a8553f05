use reglament_tests::TestApp;

use super::visitor::Visitor;

#[tokio::test]
async fn a_stranger_signs_in_and_comes_back_to_the_page_they_asked_for() {
    let app = TestApp::start().await;
    app.person_with_password("aliya", "correct horse").await;
    let visitor = Visitor::new(&app, "ru");
    let sent = visitor.get("/tasks?tab=units").await.expect(303);
    assert_eq!(sent.location, "/sign-in?next=/tasks%3Ftab%3Dunits");
    let page = visitor.get(&sent.location).await.expect(200).shows("Вход для сотрудников");
    let wrong = [("name", "aliya"), ("password", "wrong")];
    let again = visitor.submit(&page, "/sign-in", &wrong).await.expect(401);
    let again = again.shows("Имя пользователя или пароль неверны").shows("value=\"aliya\"");
    let right = [("name", "aliya"), ("password", "correct horse")];
    let done = visitor.submit(&again, "/sign-in", &right).await.expect(303);
    assert_eq!(done.location, "/tasks?tab=units");
    visitor.get("/tasks").await.expect(200).shows("aliya (test)");
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let app = TestApp::start().await;
    let visitor = Visitor::officer(&app, "aliya", "mp-district").await;
    let page = visitor.get("/tasks").await.expect(200);
    visitor.submit(&page, "/sign-out", &[]).await.expect(303);
    visitor.get("/tasks").await.expect(303);
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let app = TestApp::start().await;
    app.person_with_password("aliya", "correct horse").await;
    let visitor = Visitor::new(&app, "ru");
    let form = [("name", "aliya"), ("password", "correct horse"), ("next", "//evil.example/tasks")];
    assert_eq!(visitor.post("/sign-in", &form).await.expect(303).location, "/");
    let switched = visitor.get("/language/kk?to=//evil.example").await.expect(303);
    assert_eq!(switched.location, "/");
}

#[tokio::test]
async fn the_language_is_switched_on_the_same_page() {
    let app = TestApp::start().await;
    let visitor = Visitor::officer(&app, "aliya", "mp-district").await;
    let page = visitor.get("/tasks?tab=units").await.expect(200).shows("<html lang=\"ru\">");
    for (lang, title) in [("kk", "Тапсырмалар"), ("en", "Tasks"), ("ru", "Задачи")]
    {
        let switch = page.href(&format!("/language/{lang}"));
        let back = visitor.get(&switch).await.expect(303).location;
        assert_eq!(back, "/tasks?tab=units");
        let page = visitor.get(&back).await.expect(200);
        page.shows(&format!("<html lang=\"{lang}\">")).shows(&format!("<h1>{title}</h1>"));
    }
    visitor.get("/language/de?to=/tasks").await.expect(404);
}
