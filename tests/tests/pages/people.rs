use reglament_core::command::Role;
use reglament_tests::TestApp;

use super::visitor::Visitor;
use super::work::{applied, taken};

#[tokio::test]
async fn a_task_is_assigned_by_the_supervisor_to_who_can_have_it() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let bolat = Visitor::officer(&app, "bolat", "mp-district").await;
    Visitor::officer(&app, "gulnar", "mp-head").await;
    let roles = [Role::Officer, Role::Supervisor];
    let chief = Visitor::signed_in(&app, "chief", &[], &roles).await;
    let case = applied(&app).await;
    let (task, page) = taken(&aliya, &case).await;
    page.shows("Назначить или поручить");
    let people = chief.get(&format!("{task}/assign")).await.expect(200);
    let people = people.shows("bolat (test)").shows("1 задача").shows("уже исполнитель");
    let people = people.hides("gulnar (test)").hides("Поручить, отвечаю я");
    let assign = format!("{task}/assign");
    let none = chief.submit(&people, &assign, &[]).await.expect(422).shows("Выберите сотрудника");
    let wrong = chief.submit(&none, &assign, &[("to", "gulnar")]).await.expect(422);
    chief.submit(&wrong, &assign, &[("to", "bolat")]).await.expect(303);
    bolat.get("/tasks?tab=mine").await.expect(200).shows(&case);
    aliya.get("/tasks?tab=mine").await.expect(200).hides(&case);
    // Somebody who neither leads nor has the task gives it to nobody.
    let token = aliya.token("/tasks").await;
    let forged = [("csrf", token.as_str()), ("to", "aliya")];
    aliya.post(&assign, &forged).await.expect(422).shows("Задача не передана");
    aliya.get(&assign).await.expect(403);
}

#[tokio::test]
async fn who_delegates_stays_answerable_and_gets_it_back() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let bolat = Visitor::officer(&app, "bolat", "mp-district").await;
    let case = applied(&app).await;
    let (task, _) = taken(&aliya, &case).await;
    let page = aliya.get(&format!("{task}/assign")).await.expect(200).shows("Поручить, отвечаю я");
    let mut form = page.hidden(&format!("{task}/assign"));
    form.push(("to".to_owned(), "bolat".to_owned()));
    form.push(("note".to_owned(), "Проверьте адрес".to_owned()));
    aliya.post(&format!("{task}/delegate"), &form).await.expect(303);
    bolat.get("/tasks?tab=mine").await.expect(200).shows("поручил(а) aliya (test)");
    let page = bolat.get(&task).await.expect(200).shows("Вернуть с результатом");
    let note = [("note", "Адрес верен")];
    bolat.submit(&page, &format!("{task}/resolve"), &note).await.expect(303);
    aliya.get("/tasks?tab=mine").await.expect(200).shows(&case);
    let page = aliya.get(&format!("/instances/{case}")).await.expect(200);
    page.shows("Проверьте адрес").shows("Адрес верен");
}

#[tokio::test]
async fn a_supervisor_says_what_is_urgent_and_it_is_taken_first() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let roles = [Role::Officer, Role::Supervisor];
    let chief = Visitor::signed_in(&app, "chief", &[], &roles).await;
    let (_, second) = (applied(&app).await, applied(&app).await);
    let task = format!("/tasks/{second}.1");
    let page = chief.get(&task).await.expect(200);
    let urgent = [("priority", "urgent")];
    chief.submit(&page, &format!("{task}/priority"), &urgent).await.expect(303);
    let page = aliya.get("/tasks?tab=units&priority=urgent").await.expect(200).shows(&second);
    let page = page.shows("tag-urgent");
    let next = aliya.submit(&page, "/tasks/next", &[]).await.expect(303).location;
    assert_eq!(next, task);
    aliya.get(&task).await.expect(200).hides("/priority\"");
}
