//! Pauses, extensions and every kind of field, on a small process that has all of them.

use reglament_core::command::Role;
use reglament_tests::{TestApp, maps};

use super::visitor::Visitor;
use super::work::taken;

const START: &str = "/start/hearing";

async fn hearing() -> TestApp {
    let folder = maps::repository().join("tests/fixtures/pages");
    TestApp::with(maps::catalogue(&maps::sources(&folder))).await
}

async fn people(app: &TestApp) -> (Visitor, Visitor) {
    let front = Visitor::signed_in(app, "front", &["front"], &[Role::Officer, Role::Filing]).await;
    let head = Visitor::signed_in(app, "head", &["head"], &[Role::Officer]).await;
    (front, head)
}

/// A hearing that was filed with these fields; its number.
async fn filed(front: &Visitor, fields: &[(&str, &str)]) -> String {
    let page = front.get(START).await.expect(200);
    let mut form = vec![("data.applicant.name", "Образцов"), ("file", "yes")];
    form.extend(fields);
    let to = front.submit(&page, START, &form).await.expect(303).location;
    to["/instances/".len()..].split('?').next().unwrap().to_owned()
}

/// The same, received and paid: it waits for the decision.
async fn paid(front: &Visitor) -> String {
    let case = filed(front, &[("data.phones.0", "+7 700 000 00 01")]).await;
    for outcome in ["accepted", "paid"] {
        let (task, page) = taken(front, &case).await;
        let mut form = vec![("outcome", outcome)];
        if outcome == "accepted" {
            form.extend([("data.applicant.name", "Образцов"), ("data.phones.0", "+7 700 1")]);
        }
        front.submit(&page, &task, &form).await.expect(303);
    }
    case
}

#[tokio::test]
async fn a_second_click_on_file_files_once() {
    let app = hearing().await;
    let (front, _) = people(&app).await;
    let page = front.get(START).await.expect(200);
    let form = [("data.applicant.name", "Образцов"), ("data.phones.0", "1"), ("file", "yes")];
    let first = front.submit(&page, START, &form).await.expect(303).location;
    let second = front.submit(&page, START, &form).await.expect(303).location;
    assert_eq!(first, second);
}

#[tokio::test]
async fn every_kind_of_field_is_typed_and_shown_as_people_write() {
    let app = hearing().await;
    let (front, _) = people(&app).await;
    let page = front.get(START).await.expect(200).shows("<select id=\"f-region\"");
    let fields = [
        ("data.applicant.name", "Образцов"),
        ("data.amount", "2 162,50"),
        ("data.copies", "3"),
        ("data.urgent", "true"),
        ("data.region", "seven"),
        ("data.phones.0", "+7 700 000 00 01"),
    ];
    let more = fields.iter().copied().chain([("rows", "add:phones")]).collect::<Vec<_>>();
    let page = front.submit(&page, START, &more).await.expect(200);
    let page =
        page.shows("value=\"2162.5\"").shows("value=\"seven\" selected").shows("Телефоны, 2");
    let all =
        fields.iter().copied().chain([("data.phones.1", "+7 700 000 00 02"), ("file", "yes")]);
    let to = front.submit(&page, START, &all.collect::<Vec<_>>()).await.expect(303).location;
    let page = front.get(&to).await.expect(200).shows("2\u{a0}162,50 тенге").shows("Седьмая");
    page.shows("<dt>Срочно</dt><dd>Да</dd>")
        .shows("+7 700 000 00 02")
        .hides("сегодня не действуют");
}

#[tokio::test]
async fn what_is_no_number_is_named_and_kept() {
    let app = hearing().await;
    let (front, _) = people(&app).await;
    let page = front.get(START).await.expect(200);
    let form = [("data.applicant.name", "Образцов"), ("data.amount", "много"), ("file", "yes")];
    let page = front.submit(&page, START, &form).await.expect(422).shows("value=\"много\"");
    page.shows("href=\"#f-amount\"");
}

#[tokio::test]
async fn a_pause_is_shown_with_its_reason_and_accounted_for() {
    let app = hearing().await;
    let (front, _) = people(&app).await;
    let case = filed(&front, &[("data.phones.0", "1")]).await;
    let (task, page) = taken(&front, &case).await;
    let form =
        [("data.applicant.name", "Образцов"), ("data.phones.0", "1"), ("outcome", "accepted")];
    front.submit(&page, &task, &form).await.expect(303);
    front.get("/tasks?tab=units").await.expect(200).shows("Остановлен: Оплата");
    let page = front.get(&format!("/instances/{case}")).await.expect(200);
    page.shows("Остановлен: Оплата").shows("Стоит с 18.03.2026, 10:00").shows("Срок остановлен");
    // Two working hours later: 10:00 to 12:00.
    app.set_time("2026-03-18T07:00:00Z");
    let front = Visitor::signed_in(&app, "front", &["front"], &[Role::Officer]).await;
    let (task, page) = taken(&front, &case).await;
    front.submit(&page, &task, &[("outcome", "paid")]).await.expect(303);
    let page = front.get(&format!("/instances/{case}")).await.expect(200);
    // Five working days end on 25 March, 18:00; the two hours go on to the next morning.
    let page = page.shows("Срок истекает 26.03.2026, 11:00").shows("2 ч 0 мин");
    page.shows("С 18.03.2026, 10:00 по 18.03.2026, 12:00").shows("Срок идёт снова, до 26.03.2026");
}

#[tokio::test]
async fn an_extension_states_days_and_reason_and_shows_both_dates() {
    let app = hearing().await;
    let (front, head) = people(&app).await;
    let case = paid(&front).await;
    let (task, page) = taken(&head, &case).await;
    let page = page.shows("Не более чем на 30 календарных дней в сумме");
    let far = [("extension.days", "31"), ("extension.ru", "Запрос"), ("outcome", "extend")];
    let page = head.submit(&page, &task, &far).await.expect(422).shows("Столько дней правила");
    let page = page.shows("id=\"extension\" open").shows(">Запрос</textarea>");
    let silent = [("extension.days", "10"), ("outcome", "extend")];
    let page = head.submit(&page, &task, &silent).await.expect(422).shows("Укажите причину");
    let right = [
        ("extension.days", "10"),
        ("extension.ru", "Запрос в архив"),
        ("extension.kk", "Мұрағатқа сұрау"),
        ("outcome", "extend"),
    ];
    head.submit(&page, &task, &right).await.expect(303);
    let page = head.get(&format!("/instances/{case}")).await.expect(200);
    // 25 March and ten days are Saturday, 4 April: it moves to Monday.
    let page = page.shows("Срок истекает 06.04.2026, 18:00").shows("Продлён до 06.04.2026");
    page.shows("Запрос в архив").shows("25.03.2026").shows("Открытые задачи").shows("Решение");
}

#[tokio::test]
async fn a_ground_that_holds_for_a_time_states_until_when() {
    let app = hearing().await;
    let (front, head) = people(&app).await;
    let case = paid(&front).await;
    let (task, page) = taken(&head, &case).await;
    let ground = [
        ("ground", "another-hearing"),
        ("ground.ru", "Идёт производство"),
        ("ground.kk", "Іс жүргізілуде"),
        ("outcome", "refuse"),
    ];
    let page = head.submit(&page, &task, &ground).await.expect(422);
    let page = page.shows("Укажите, до какого времени действует основание");
    let whole: Vec<_> = ground.into_iter().chain([("ground.until", "до 1 июня")]).collect();
    head.submit(&page, &task, &whole).await.expect(303);
    head.get(&format!("/instances/{case}")).await.expect(200).shows("Отказано");
}
