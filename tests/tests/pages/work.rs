use reglament_core::command::Role;
use reglament_tests::TestApp;
use serde_json::json;

use super::visitor::{Page, Visitor};

/// The applicant of the cases here.
pub const APPLICANT: &str = "Образцов Тест Примерович";

/// What an officer fills in at the reception, as the form names it.
pub const PACKAGE: [(&str, &str); 14] = [
    ("data.applicant.kind", "individual"),
    ("data.applicant.name", APPLICANT),
    ("data.applicant.email", "applicant@example.invalid"),
    ("data.foreigner.name", "SAMPLE TEST"),
    ("data.foreigner.passport", "N0000001"),
    ("data.residence.kind", "permanent"),
    ("data.residence.address", "ул. Примерная, 1"),
    ("data.trip.zone", "Образцовский район"),
    ("data.trip.purpose", "Посещение родственников"),
    ("data.trip.from", "2026-05-01"),
    ("data.trip.until", "2026-05-10"),
    ("doc.application", "present"),
    ("doc.identity-document", "present"),
    ("doc.purpose-proof", "present"),
];

/// An application for a border-zone pass, filed by the portal; its number.
pub async fn applied(app: &TestApp) -> String {
    let data = json!({ "applicant": { "kind": "individual", "name": APPLICANT } });
    let body = json!({ "process": "border-zone-pass", "data": data });
    let filed = app.portal().await.post("/api/v1/instances", body).await.expect(201);
    filed.at("/instance")
}

/// Takes the open task of a case and shows its page; the path of the task and the page.
pub async fn taken(visitor: &Visitor, case: &str) -> (String, Page) {
    let page = visitor.get(&format!("/instances/{case}")).await.expect(200);
    let task = page.href(&format!("/tasks/{case}"));
    let page = visitor.get(&task).await.expect(200);
    let claimed = visitor.submit(&page, &format!("{task}/claim"), &[]).await.expect(303);
    (task, visitor.get(&claimed.location).await.expect(200))
}

fn with<'a>(outcome: &'a str, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().copied().chain([("outcome", outcome)]).collect()
}

#[tokio::test]
async fn a_paper_application_goes_from_the_counter_to_the_decision() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let damir = Visitor::officer(&app, "damir", "mp-directorate").await;
    let gulnar = Visitor::officer(&app, "gulnar", "mp-head").await;
    let services = aliya.get("/start").await.expect(200).shows("Срок оказания: 7 рабочих дней");
    let start = services.href("/start/border");
    let form = aliya.get(&start).await.expect(200).shows("сегодня не действуют");
    let filed = aliya.submit(&form, &start, &PACKAGE[..11]).await.expect(303).location;
    let case = filed.strip_prefix("/instances/").unwrap().split('?').next().unwrap().to_owned();
    aliya.get(&filed).await.expect(200).shows("Заявление принято в работу").shows(APPLICANT);

    let (task, page) = taken(&aliya, &case).await;
    let sent = with("accepted", &PACKAGE);
    let done = aliya.submit(&page, &task, &sent).await.expect(303).location;
    let page = aliya.get(&done).await.expect(200).shows("Задача завершена.");
    // Accepted on Wednesday, 18 March 2026: Nauryz moves the seventh working day to 1 April.
    page.shows("Срок истекает 01.04.2026, 18:00").shows("день 7").shows("праздник:");

    let (task, page) = taken(&damir, &case).await;
    let sent = with(
        "checked",
        &[("data.registers.wanted", "no_hit"), ("data.registers.entry_ban", "no_hit")],
    );
    damir.submit(&page, &task, &sent).await.expect(303);

    let (task, page) = taken(&gulnar, &case).await;
    gulnar.submit(&page, &task, &with("approve", &[])).await.expect(303);
    let page = gulnar.get(&format!("/instances/{case}")).await.expect(200);
    page.shows("Завершена задача «Решение о выдаче пропуска»: Выдать пропуск").shows("Одобрено");
}

#[tokio::test]
async fn a_second_click_on_complete_gives_the_same_answer_and_one_effect() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let (task, page) = taken(&aliya, &case).await;
    let sent = with("accepted", &PACKAGE);
    let first = aliya.submit(&page, &task, &sent).await.expect(303).location;
    let second = aliya.submit(&page, &task, &sent).await.expect(303).location;
    assert_eq!(first, second);
    let page = aliya.get(&format!("/instances/{case}")).await.expect(200);
    assert_eq!(page.html.matches("Завершена задача").count(), 1);
}

#[tokio::test]
async fn a_change_in_between_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let (task, stale) = taken(&aliya, &case).await;
    // Somebody gives the task back and takes it again meanwhile: the case is two events further.
    aliya.submit(&stale, &format!("{task}/unclaim"), &[]).await.expect(303);
    taken(&aliya, &case).await;
    let sent = with("accepted", &PACKAGE);
    let page = aliya.submit(&stale, &task, &sent).await.expect(412);
    let page = page
        .shows("Дело изменилось")
        .shows("Возвращена задача")
        .shows("Изменили вы")
        .shows("Образцовский район")
        .shows("checked");
    let key = page.hidden(&task);
    assert_ne!(key, stale.hidden(&task), "the form is for the version of now, with a new key");
    aliya.submit(&page, &task, &sent).await.expect(303);
}

#[tokio::test]
async fn a_refusal_rests_on_a_ground_of_the_list_with_facts_in_both_languages() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let damir = Visitor::officer(&app, "damir", "mp-directorate").await;
    let gulnar = Visitor::officer(&app, "gulnar", "mp-head").await;
    let case = applied(&app).await;
    let (task, page) = taken(&aliya, &case).await;
    aliya.submit(&page, &task, &with("accepted", &PACKAGE)).await.expect(303);
    let (task, page) = taken(&damir, &case).await;
    let hit = [("data.registers.wanted", "no_hit"), ("data.registers.entry_ban", "hit")];
    damir.submit(&page, &task, &with("checked", &hit)).await.expect(303);
    let (task, page) = taken(&gulnar, &case).await;
    let page = page.hides("Выдать пропуск").shows("Основание, предусмотренное пунктом 10");
    let page = gulnar.submit(&page, &task, &with("refuse", &[])).await.expect(422);
    let page = page.shows("Исправьте ошибки").shows("href=\"#ground\"");
    let half = [("ground", "special-register"), ("ground.ru", "Запрет на въезд до 2027 года")];
    let page = gulnar.submit(&page, &task, &with("refuse", &half)).await.expect(422);
    let page =
        page.shows("Опишите обстоятельства на обоих языках").shows("Запрет на въезд до 2027 года");
    let whole = [half[0], half[1], ("ground.kk", "2027 жылға дейін кіруге тыйым салынған")];
    gulnar.submit(&page, &task, &with("refuse", &whole)).await.expect(303);
    let page = gulnar.get(&format!("/instances/{case}")).await.expect(200);
    page.shows("Основание: Наличие сведений")
        .shows("Запрет на въезд до 2027 года")
        .shows("Не одобрено");
}

#[tokio::test]
async fn the_same_person_cannot_decide_what_they_received() {
    let app = TestApp::start().await;
    let groups = ["mp-district", "mp-directorate", "mp-head"];
    let saule = Visitor::signed_in(&app, "saule", &groups, &[Role::Officer]).await;
    let case = applied(&app).await;
    let (task, page) = taken(&saule, &case).await;
    saule.submit(&page, &task, &with("accepted", &PACKAGE)).await.expect(303);
    let (task, page) = taken(&saule, &case).await;
    let clean = [("data.registers.wanted", "no_hit"), ("data.registers.entry_ban", "no_hit")];
    saule.submit(&page, &task, &with("checked", &clean)).await.expect(303);
    // The list offers no button and says why; a request that was made by hand is refused as well.
    let page = saule.get("/tasks?tab=units").await.expect(200).shows("по правилу четырёх глаз");
    let task = page.href(&format!("/tasks/{case}"));
    let page = page.hides(&format!("{task}/claim"));
    drop(page);
    let token = saule.token("/tasks").await;
    let page = saule.post(&format!("{task}/claim"), &[("csrf", token)]).await.expect(403);
    page.shows("по правилу четырёх глаз");
    saule.get(&task).await.expect(200).hides("Взять задачу").shows("по правилу четырёх глаз");
}

#[tokio::test]
async fn a_task_that_is_done_leads_to_its_case() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let (task, page) = taken(&aliya, &case).await;
    aliya.submit(&page, &task, &with("accepted", &PACKAGE)).await.expect(303);
    let gone = aliya.get(&task).await.expect(303).location;
    aliya.get(&gone).await.expect(200).shows("Эта задача уже завершена");
    aliya.get("/tasks/no-such-task").await.expect(404).shows("Страница не найдена");
}

#[tokio::test]
async fn an_overdue_case_is_on_the_list_of_the_supervisor() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let (task, page) = taken(&aliya, &case).await;
    let _ = aliya.submit(&page, &task, &with("accepted", &PACKAGE)).await.expect(303);
    // Due on Wednesday, 1 April: on Friday it is two working days late.
    app.set_time("2026-04-03T05:00:00Z");
    let roles = [Role::Officer, Role::Supervisor];
    let chief = Visitor::signed_in(&app, "gulnar", &["mp-head"], &roles).await;
    let page = chief.get("/reports/now").await.expect(200);
    let page = page.shows("Самые срочные").shows(&case).shows("Просрочено");
    page.shows("2. Проверка по специальным учётам");
}

#[tokio::test]
async fn reading_a_case_is_on_record() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    aliya.get(&format!("/instances/{case}")).await.expect(200);
    let audit = app.app.store.audit_of(&case.as_str().into(), 100).await.unwrap();
    assert!(audit.iter().any(|row| row.actor == "aliya" && row.action == "read"), "{audit:?}");
}
