use reglament_core::command::Role;
use reglament_tests::TestApp;

use super::visitor::{Page, Visitor};
use super::work::{PACKAGE, applied, taken};

const BOTH: [Role; 2] = [Role::Officer, Role::Supervisor];

/// The form of the list, with these tasks.
fn chosen<'a>(tasks: &'a [String], what: &'a str) -> Vec<(&'a str, &'a str)> {
    tasks.iter().map(|task| ("task", &**task)).chain([("do", what)]).collect()
}

/// Who can have these tasks.
async fn people_for(visitor: &Visitor, list: &Page, tasks: &[String]) -> Page {
    let to = visitor.submit(list, "/tasks/bulk", &chosen(tasks, "people")).await.expect(303);
    visitor.get(&to.location).await.expect(200)
}

#[tokio::test]
async fn many_are_given_to_one_person_and_each_row_says_what_became_of_it() {
    let app = TestApp::start().await;
    Visitor::officer(&app, "bolat", "mp-district").await;
    Visitor::officer(&app, "gulnar", "mp-head").await;
    let chief = Visitor::signed_in(&app, "chief", &[], &BOTH).await;
    let mut tasks = Vec::new();
    for _ in 0..3 {
        tasks.push(format!("{}.1", applied(&app).await));
    }
    let list = chief.get("/tasks?tab=all").await.expect(200).shows("Назначить…");
    let people = people_for(&chief, &list, &tasks).await;
    let people = people.shows("Будет назначено задач: 3.").shows("bolat (test)").shows("задач нет");
    let people = people.hides("gulnar (test)");
    let none = chief.submit(&people, "/tasks/bulk", &[("do", "assign")]).await.expect(422);
    let none = none.shows("Выберите сотрудника");
    let give = [("do", "assign"), ("to", "bolat")];
    let done = chief.submit(&none, "/tasks/bulk", &give).await.expect(200);
    done.shows("3 назначено").hides("Отменить: вернуть");
    let again = chief.submit(&none, "/tasks/bulk", &give).await.expect(200);
    again.shows("3 назначено");
    let held = chief.get("/tasks?tab=all&holder=bolat").await.expect(200);
    assert_eq!(held.html.matches("data-row").count(), 3);
    // Who neither leads nor has the tasks gives none of them.
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let list = aliya.get("/tasks?tab=units").await.expect(200);
    let people = people_for(&aliya, &list, &tasks).await;
    people.shows("у вас нет на это права").hides("bolat (test)</label>");
    let forged = [chosen(&tasks, "assign"), vec![("to", "aliya")]].concat();
    let refused = aliya.submit(&list, "/tasks/bulk", &forged).await.expect(200);
    refused.shows("3 не изменено");
    // So many of a list that is not to be taken at once.
    let many: Vec<_> = (0..101).map(|n| format!("2603{n:010}.1")).collect();
    let list = chief.get("/tasks?tab=all").await.expect(200);
    let refused = chief.submit(&list, "/tasks/bulk", &chosen(&many, "people")).await.expect(200);
    refused.shows("не больше 100");
}

/// Takes a case from the counter to the decision; `aliya` received it.
async fn before_the_decision(app: &TestApp, aliya: &Visitor) -> String {
    let damir = Visitor::officer(app, "damir", "mp-directorate").await;
    let case = applied(app).await;
    let (task, page) = taken(aliya, &case).await;
    let sent = [&PACKAGE[..], &[("outcome", "accepted")]].concat();
    aliya.submit(&page, &task, &sent).await.expect(303);
    let (task, page) = taken(&damir, &case).await;
    let sent = [
        ("data.registers.wanted", "no_hit"),
        ("data.registers.entry_ban", "no_hit"),
        ("outcome", "checked"),
    ];
    damir.submit(&page, &task, &sent).await.expect(303);
    case
}

#[tokio::test]
async fn four_eyes_name_the_other_person_and_the_step_wherever_they_forbid() {
    let app = TestApp::start().await;
    let aliya = Visitor::signed_in(&app, "aliya", &["mp-district", "mp-head"], &BOTH).await;
    Visitor::officer(&app, "gulnar", "mp-head").await;
    let case = before_the_decision(&app, &aliya).await;
    let why = "aliya (test) выполнил(а) «Приём и проверка представленных документов»: по правилу четырёх глаз";
    let list = aliya.get("/tasks?tab=units&group=mp-head").await.expect(200).shows(why);
    let task = list.href(&format!("/tasks/{case}"));
    aliya.get(&task).await.expect(200).shows(why);
    aliya.get(&format!("{task}/assign")).await.expect(200).shows(why);
    let tasks = [task.trim_start_matches("/tasks/").to_owned()];
    let claim = aliya.submit(&list, "/tasks/bulk", &chosen(&tasks, "claim")).await.expect(200);
    claim.shows(why);
    let people = people_for(&aliya, &list, &tasks).await;
    let people = people.shows(why).shows("gulnar (test)");
    let give = [("do", "assign"), ("to", "aliya")];
    aliya.submit(&people, "/tasks/bulk", &give).await.expect(200).shows(why);
    // A request made by hand is told the same.
    let form = [("csrf", aliya.token("/tasks").await)];
    aliya.post(&format!("{task}/claim"), &form).await.expect(403).shows(why);
}

#[tokio::test]
async fn the_list_and_its_selected_rows_are_files_and_on_record() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let gulnar = Visitor::officer(&app, "gulnar", "mp-head").await;
    let (first, second) = (applied(&app).await, applied(&app).await);
    let list = aliya.get("/tasks?tab=units&q=Образцов").await.expect(200);
    let csv = aliya.get(&list.href("/tasks/file/csv?tab=units")).await.expect(200);
    let csv = csv.shows(&first).shows(&second).shows("Не взята");
    let disposition = csv.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.starts_with("attachment; filename=\"tasks-"), "{disposition}");
    aliya.get(&list.href("/tasks/file/xlsx?tab=units")).await.expect(200);
    // The selected rows alone; what is not theirs is in no file.
    let tasks = [format!("{second}.1")];
    let print = aliya.submit(&list, "/tasks/bulk", &chosen(&tasks, "print")).await.expect(303);
    let rows = print.location.replace("/tasks/file/pdf", "/tasks/file/csv");
    assert_ne!(rows, print.location);
    aliya.get(&rows).await.expect(200).shows(&second).hides(&first);
    gulnar.get(&rows).await.expect(200).hides(&second);
    aliya.get("/tasks/file/doc").await.expect(404);
    let told = exports(&app).await;
    assert!(told.iter().any(|(by, what)| by == "aliya" && what.ends_with("rows: 2")), "{told:?}");
    assert!(told.iter().all(|(_, what)| !what.contains("q=")), "{told:?}");
}

async fn exports(app: &TestApp) -> Vec<(String, String)> {
    let path = app.folder().join("reglament.db");
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let told = sqlx::query_as("select actor, detail from audit where action = 'export'");
    told.fetch_all(&pool).await.unwrap()
}

#[tokio::test]
async fn the_print_of_a_list_is_a_document() {
    let app = TestApp::with_papers().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    applied(&app).await;
    let page: Page = aliya.get("/tasks/file/pdf?tab=units").await.expect(200);
    assert_eq!(page.headers["content-type"], "application/pdf");
}

#[tokio::test]
async fn filters_offer_colleagues_and_offices_by_name() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let bolat = Visitor::officer(&app, "bolat", "mp-district").await;
    Visitor::officer(&app, "gulnar", "mp-head").await;
    let (case, other) = (applied(&app).await, applied(&app).await);
    taken(&bolat, &case).await;
    let page = aliya.get("/tasks?tab=units").await.expect(200);
    let page = page.shows("<option value=\"bolat\">bolat (test)</option>");
    page.hides("value=\"gulnar\"").hides("value=\"aliya\"");
    let held = aliya.get("/tasks?tab=units&holder=bolat").await.expect(200);
    held.shows(&case).hides(&other).shows("Исполнитель: bolat (test)");
}
