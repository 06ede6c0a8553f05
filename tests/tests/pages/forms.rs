use reglament_tests::TestApp;

use super::visitor::Visitor;
use super::work::{PACKAGE, applied, taken};

#[tokio::test]
async fn every_mistake_is_named_at_once_and_everything_typed_is_kept() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let (task, page) = taken(&aliya, &case).await;
    let typed = [
        ("data.applicant.kind", "legal_entity"),
        ("data.applicant.name", "ТОО «Образец»"),
        ("data.applicant.bin", "12"),
        ("data.trip.from", "весной"),
        ("outcome", "accepted"),
    ];
    let page = aliya.submit(&page, &task, &typed).await.expect(422).shows("Исправьте ошибки");
    for id in ["f-applicant-bin", "f-foreigner-name", "f-trip-from", "f-trip-until"] {
        assert!(page.html.contains(&format!("<li><a href=\"#{id}\">")), "{id}\n{}", page.html);
        assert!(page.html.contains(&format!("id=\"{id}\"")), "the summary leads to {id}");
    }
    page.shows("value=\"ТОО «Образец»\"").shows("value=\"12\"").shows("value=\"весной\"");
}

#[tokio::test]
async fn documents_are_ticked_off_one_by_one() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let (task, page) = taken(&aliya, &case).await;
    let page = page.shows("Заявление по форме приложения 1").hides("Ходатайство по форме");
    let mut fields = PACKAGE.to_vec();
    fields[12] = ("doc.identity-document", "expired");
    fields.push(("outcome", "accepted"));
    let page = aliya.submit(&page, &task, &fields).await.expect(422);
    page.shows("срок действия истёк, пакет не принимается").shows("value=\"expired\" checked");
}

#[tokio::test]
async fn rows_of_a_list_are_added_and_removed_without_a_script() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let start = "/start/private-visit-invitation";
    let page = aliya.get(start).await.expect(200).shows("Приглашаемые, 1").hides("Приглашаемые, 2");
    let first = [("data.invitees.0.name", "FIRST GUEST"), ("rows", "add:invitees")];
    let page = aliya.submit(&page, start, &first).await.expect(200);
    let page = page.shows("FIRST GUEST").shows("Приглашаемые, 2").hides("Исправьте ошибки");
    let two = [
        ("data.invitees.0.name", "FIRST GUEST"),
        ("data.invitees.1.name", "SECOND GUEST"),
        ("rows", "remove:invitees.0"),
    ];
    let page = aliya.submit(&page, start, &two).await.expect(200);
    page.hides("FIRST GUEST").shows("SECOND GUEST").hides("Приглашаемые, 2");
}

#[tokio::test]
async fn a_field_that_is_emptied_is_empty_afterwards() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let (task, page) = taken(&aliya, &case).await;
    let mut fields = PACKAGE.to_vec();
    fields[2] = ("data.applicant.email", "typo@example.invalid");
    fields.push(("rows", "stay"));
    let page = aliya.submit(&page, &task, &fields).await.expect(200).shows("typo@example.invalid");
    fields.pop();
    fields[2] = ("data.applicant.email", "");
    fields.push(("outcome", "accepted"));
    aliya.submit(&page, &task, &fields).await.expect(303);
    aliya.get(&format!("/instances/{case}")).await.expect(200).hides("typo@example.invalid");
}
