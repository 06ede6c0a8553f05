use reglament_core::command::Role;
use reglament_tests::TestApp;
use serde_json::json;

use super::visitor::Visitor;
use super::work::{APPLICANT, applied};

#[tokio::test]
async fn the_most_urgent_task_stands_first_and_those_without_a_term_last() {
    let app = TestApp::start().await;
    let officer = Visitor::officer(&app, "aliya", "mp-district").await;
    let (later, earlier) = (applied(&app).await, applied(&app).await);
    let page = officer.get("/tasks").await.expect(200).shows(APPLICANT).shows("Не взята");
    assert!(page.html.contains("aria-sort=\"ascending\""));
    let place = |number: &str| page.html.find(&format!(">{number}</a>")).unwrap();
    assert!(place(&later) < place(&earlier), "equal terms are ordered by number");
}

#[tokio::test]
async fn the_loser_of_a_claim_is_told_who_has_it_and_since_when() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let bolat = Visitor::officer(&app, "bolat", "mp-district").await;
    let case = applied(&app).await;
    let seen = bolat.get("/tasks?tab=units").await.expect(200);
    let task = seen.href(&format!("/tasks/{case}"));
    let claim = format!("{task}/claim");
    let page = aliya.get("/tasks?tab=units").await.expect(200);
    assert_eq!(aliya.submit(&page, &claim, &[]).await.expect(303).location, task);
    app.set_time("2026-03-18T05:42:00Z");
    let lost = bolat.submit(&seen, &claim, &[]).await.expect(409);
    let lost = lost.shows("aliya (test), взята 10:00").shows("Вернуться к списку");
    let back = format!("/tasks?tab=units#t-{case}.1");
    assert_eq!(lost.href("/tasks?tab"), back, "the place in the list is kept");
    aliya.get("/tasks").await.expect(200).shows("aliya (test)").shows(&case);
}

#[tokio::test]
async fn a_second_click_on_claim_does_nothing_twice() {
    let app = TestApp::start().await;
    let officer = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let page = officer.get("/tasks").await.expect(200);
    let claim = format!("{}/claim", page.href(&format!("/tasks/{case}")));
    officer.submit(&page, &claim, &[]).await.expect(303);
    officer.submit(&page, &claim, &[]).await.expect(303);
    let page = officer.get(&format!("/instances/{case}")).await.expect(200);
    assert_eq!(page.html.matches("Взята задача").count(), 1);
}

#[tokio::test]
async fn a_task_is_given_back() {
    let app = TestApp::start().await;
    let officer = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let page = officer.get("/tasks").await.expect(200);
    let task = page.href(&format!("/tasks/{case}"));
    officer.submit(&page, &format!("{task}/claim"), &[]).await.expect(303);
    let page = officer.get(&task).await.expect(200);
    let back = officer.submit(&page, &format!("{task}/unclaim"), &[]).await.expect(303);
    officer.get(&back.location).await.expect(200).shows("Задача возвращена").shows("Не взята");
}

#[tokio::test]
async fn only_supervisors_see_all_tasks_and_the_overdue_list() {
    let app = TestApp::start().await;
    let officer = Visitor::officer(&app, "damir", "mp-directorate").await;
    let chief =
        Visitor::signed_in(&app, "gulnar", &["mp-head"], &[Role::Officer, Role::Supervisor]);
    let chief = chief.await;
    let case = applied(&app).await;
    officer.get("/tasks?tab=all").await.expect(200).hides(&case).hides("tab=all");
    officer.get("/reports/now").await.expect(403).shows("Нет доступа");
    officer.get(&format!("/instances/{case}")).await.expect(404);
    chief.get("/tasks?tab=all").await.expect(200).shows(&case);
    chief.get("/reports/now").await.expect(200).shows("Открытые дела");
}

/// Applications under these names; their numbers.
async fn applied_as(app: &TestApp, names: &[&str]) -> Vec<String> {
    let portal = app.portal().await;
    let mut numbers = Vec::new();
    for name in names {
        let data = json!({ "applicant": { "kind": "individual", "name": name } });
        let body = json!({ "process": "border-zone-pass", "data": data });
        numbers.push(portal.post("/api/v1/instances", body).await.expect(201).at("/instance"));
    }
    numbers
}

/// The cases of a page, from above.
fn numbers(page: &super::visitor::Page) -> Vec<String> {
    let cells = page.html.split("class=\"number\"").skip(1);
    let number = |cell: &str| {
        cell.split("href=\"/instances/").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    cells.map(number).collect()
}

#[tokio::test]
async fn a_list_longer_than_a_page_is_paged_and_comes_back() {
    let app = TestApp::start().await;
    let officer = Visitor::officer(&app, "aliya", "mp-district").await;
    let names: Vec<_> = (0..120).map(|n| format!("Образцов {n:03}")).collect();
    let cases = applied_as(&app, &names.iter().map(|name| &**name).collect::<Vec<_>>()).await;
    for (sort, dir) in [
        ("due", ""),
        ("number", "&dir=desc"),
        ("applicant", ""),
        ("action", ""),
        ("holder", "&dir=desc"),
    ] {
        let first = format!("/tasks?tab=units&sort={sort}{dir}");
        let first = officer.get(&first).await.expect(200).hides("Предыдущая страница");
        let mut seen = numbers(&first);
        assert_eq!(seen.len(), 50, "{sort}");
        let second = officer.get(&first.pager("next")).await.expect(200);
        seen.extend(numbers(&second));
        let third = officer.get(&second.pager("next")).await.expect(200);
        let third = third.hides("Следующая страница");
        seen.extend(numbers(&third));
        let all: std::collections::BTreeSet<_> = seen.iter().cloned().collect();
        assert_eq!((seen.len(), all.len()), (120, 120), "{sort}: none twice, none left out");
        let back = officer.get(&third.pager("prev")).await.expect(200);
        assert_eq!(numbers(&back), numbers(&second), "{sort}: the way back is the same");
        let back = officer.get(&back.pager("prev")).await.expect(200);
        assert_eq!(numbers(&back), numbers(&first), "{sort}");
        back.hides("Предыдущая страница");
        if sort == "number" {
            assert!(cases.iter().rev().eq(&seen), "the last one first");
        }
    }
}

#[tokio::test]
async fn the_order_is_in_the_address_and_in_the_head_of_the_list() {
    let app = TestApp::start().await;
    let officer = Visitor::officer(&app, "aliya", "mp-district").await;
    let cases = applied_as(&app, &["Яна", "Әлия", "Алия", "Болат"]).await;
    let page = officer.get("/tasks?tab=units").await.expect(200);
    assert_eq!(page.html.matches("aria-sort=").count(), 1);
    let by_name = page.href("/tasks?tab=units&sort=applicant");
    let page = officer.get(&by_name).await.expect(200).shows("aria-sort=\"ascending\"");
    let order = [2, 1, 3, 0].map(|n| cases[n].clone());
    assert_eq!(numbers(&page), order, "as a Kazakh dictionary has them");
    let turned = page.href("/tasks?tab=units&sort=applicant&dir=desc");
    let page = officer.get(&turned).await.expect(200).shows("aria-sort=\"descending\"");
    assert!(numbers(&page).iter().rev().eq(&order));
    // The same address again shows the same, and none that makes no sense is an error.
    for odd in [
        "&after=~",
        "&after=behind~x~~1.1",
        "&sort=wrong&dir=wrong",
        "&step=x&service=y",
        "&q=%00",
        "&after=behind~~~no~",
    ] {
        officer.get(&format!("/tasks?tab=units{odd}")).await.expect(200);
    }
}

#[tokio::test]
async fn the_list_is_narrowed_by_its_address_and_never_widened() {
    let app = TestApp::start().await;
    let officer = Visitor::officer(&app, "aliya", "mp-district").await;
    let head = Visitor::officer(&app, "gulnar", "mp-head").await;
    let cases = applied_as(&app, &["Әлия Ахметова", "Болат"]).await;
    let page = officer.get("/tasks?tab=units").await.expect(200);
    let task = page.href(&format!("/tasks/{}", cases[1]));
    officer.submit(&page, &format!("{task}/claim"), &[]).await.expect(303);
    for (narrow, expected) in [
        ("&holder=none", &cases[..1]),
        ("&holder=me", &cases[1..]),
        ("&q=алия", &cases[..1]),
        ("&q=AKHMETOVA", &cases[..1]),
        ("&q=Нет", &[]),
        ("&service=border-zone-pass&step=intake", &cases[..]),
        ("&service=no-such-service", &[]),
        ("&group=mp-head", &[]),
        ("&priority=urgent", &[]),
        ("&priority=normal", &cases[..]),
        ("&state=late", &[]),
        ("&state=paused", &[]),
        ("&office=nowhere", &cases[..]),
    ] {
        let page = officer.get(&format!("/tasks?tab=units{narrow}&sort=number")).await.expect(200);
        assert_eq!(numbers(&page), expected, "{narrow}");
    }
    let none = head.get("/tasks?tab=units&group=mp-district").await.expect(200);
    assert_eq!(numbers(&none), Vec::<String>::new(), "a foreign group shows nothing");
    none.shows("По этим условиям задач не найдено");
}

#[tokio::test]
async fn a_list_is_kept_under_a_name_and_shown_to_the_group() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let bolat = Visitor::officer(&app, "bolat", "mp-district").await;
    let gulnar = Visitor::officer(&app, "gulnar", "mp-head").await;
    applied(&app).await;
    let page = aliya.get("/tasks?tab=units&holder=none&sort=number").await.expect(200);
    let named = [("name", "Без исполнителя"), ("group", "mp-district")];
    let kept = aliya.submit(&page, "/tasks/saved", &named).await.expect(303);
    aliya.get(&kept.location).await.expect(200).shows("Список сохранён").shows("Без исполнителя");
    let page = bolat.get("/tasks?tab=units").await.expect(200).shows("Без исполнителя");
    assert_eq!(numbers(&bolat.get(&page.href("/tasks?tab=units&holder=none")).await).len(), 1);
    let page = page.hides("Удалить список");
    gulnar.get("/tasks").await.expect(200).hides("Без исполнителя");
    // The address opened without the rights shows less, never an error.
    let foreign = gulnar.get("/tasks?tab=units&holder=none&sort=number").await.expect(200);
    assert_eq!(numbers(&foreign), Vec::<String>::new());
    drop(page);
    let page = aliya.get("/tasks?tab=units").await.expect(200);
    aliya.submit(&page, "/tasks/saved/drop", &[]).await.expect(303);
    bolat.get("/tasks?tab=units").await.expect(200).hides("Без исполнителя");
}

#[tokio::test]
async fn columns_are_chosen_and_remembered() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    applied(&app).await;
    let page = aliya.get("/tasks?tab=units").await.expect(200).shows("scope=\"col\">Услуга</th>");
    let chosen = [("column.priority", "1"), ("column.unit", "1")];
    aliya.submit(&page, "/tasks/columns", &chosen).await.expect(303);
    let page = aliya.get("/tasks?tab=units").await.expect(200);
    page.shows("scope=\"col\">Важность</th>").hides("scope=\"col\">Услуга</th>");
}

/// Twenty people press at once; each gets a task of their own.
async fn twenty_press(app: &TestApp) {
    let names: Vec<_> = (0..20).map(|n| format!("Образцов {n:02}")).collect();
    applied_as(app, &names.iter().map(|name| &**name).collect::<Vec<_>>()).await;
    let mut pressing = tokio::task::JoinSet::new();
    for n in 0..21 {
        let visitor = Visitor::officer(app, &format!("officer-{n:02}"), "mp-district").await;
        let page = visitor.get("/tasks?tab=units").await.expect(200);
        pressing.spawn(async move {
            visitor.submit(&page, "/tasks/next", &[]).await.expect(303).location
        });
    }
    let mut taken: Vec<_> = pressing.join_all().await;
    taken.sort();
    let none = taken.iter().filter(|to| to.ends_with("done=none")).count();
    taken.dedup();
    assert_eq!((taken.len(), none), (21, 1), "twenty tasks, and one who got none: {taken:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_presses_of_next_give_twenty_tasks() {
    twenty_press(&TestApp::start().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_presses_of_next_give_twenty_tasks_on_postgres() {
    if let Some(app) = TestApp::postgres("twenty_presses").await {
        twenty_press(&app).await;
        app.remove().await;
    }
}

#[tokio::test]
async fn the_next_task_is_the_most_urgent_and_a_second_press_the_same() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let none = aliya.get("/tasks").await.expect(200);
    let none = aliya.submit(&none, "/tasks/next", &[]).await.expect(303).location;
    aliya.get(&none).await.expect(200).shows("Свободных задач");
    let cases = applied_as(&app, &["Первый", "Второй"]).await;
    let page = aliya.get("/tasks").await.expect(200);
    let first = aliya.submit(&page, "/tasks/next", &[]).await.expect(303).location;
    assert!(first.starts_with(&format!("/tasks/{}", cases[0])), "{first}");
    let again = aliya.submit(&page, "/tasks/next", &[]).await.expect(303).location;
    assert_eq!(again, first, "the same form gives the same task");
    let page = aliya.get("/tasks").await.expect(200);
    let second = aliya.submit(&page, "/tasks/next", &[]).await.expect(303).location;
    assert!(second.starts_with(&format!("/tasks/{}", cases[1])), "{second}");
}

#[tokio::test]
async fn many_are_taken_at_once_and_each_row_says_what_became_of_it() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let bolat = Visitor::officer(&app, "bolat", "mp-district").await;
    let cases = applied_as(&app, &["Один", "Два", "Три"]).await;
    let seen = aliya.get("/tasks?tab=units").await.expect(200);
    let tasks: Vec<_> = cases.iter().map(|case| format!("{case}.1")).collect();
    let theirs = bolat.get("/tasks?tab=units").await.expect(200);
    let busy = format!("/tasks/{}", tasks[1]);
    bolat.submit(&theirs, &format!("{busy}/claim"), &[]).await.expect(303);
    let chosen: Vec<_> = tasks.iter().map(|task| ("task", &**task)).collect();
    let claim = [&chosen[..], &[("task", "26010100000000.1"), ("do", "claim")]].concat();
    let done = aliya.submit(&seen, "/tasks/bulk", &claim).await.expect(200);
    let done = done.shows("2 взято, 1 занята, 1 не изменена").shows("bolat (test), взята");
    let again = aliya.submit(&seen, "/tasks/bulk", &claim).await.expect(200);
    assert_eq!(again.html.matches("Взята вами").count(), 2);
    again.shows("2 взято, 1 занята, 1 не изменена");
    // What was done can be undone at once.
    let back = aliya.submit(&done, "/tasks/bulk", &[("do", "unclaim")]).await.expect(200);
    back.shows("2 возвращено");
    aliya.get("/tasks?tab=mine").await.expect(200).shows("У вас нет взятых задач");
}
