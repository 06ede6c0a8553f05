//! The letters of a case: read by who may read the case, printed when there is no address.

use std::sync::Arc;

use reglament_server::channels::RecordingChannel;
use reglament_server::workers::{Outbox, Worker};
use reglament_tests::{TestApp, papers};

use super::visitor::Visitor;
use super::work::{APPLICANT, PACKAGE, applied, taken};

#[tokio::test]
async fn a_letter_without_an_address_is_printed_from_the_case() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let (task, page) = taken(&aliya, &case).await;
    let mut fields = PACKAGE.to_vec();
    fields[2] = ("data.applicant.email", "");
    fields.push(("outcome", "accepted"));
    aliya.submit(&page, &task, &fields).await.expect(303);
    let letters = app.app.letters.clone().unwrap();
    let outbox = Outbox::new(
        app.app.clone(),
        letters,
        papers(&app.url, None),
        Arc::new(RecordingChannel::default()),
    );
    outbox.run_once(app.app.clock.now()).await.unwrap();

    let page = aliya.get(&format!("/instances/{case}")).await.expect(200);
    let letter = page.shows("Адреса нет: распечатайте и вручите");
    let letter = letter.href(&format!("/instances/{case}/letters/"));
    let letter =
        aliya.get(&letter).await.expect(200).shows("<article class=\"sheet\" lang=\"ru\">");
    letter.shows(&format!("№ {case}")).shows(APPLICANT).shows("01.04.2026");

    let stranger = Visitor::officer(&app, "stranger", "mp-archive").await;
    stranger.get(&format!("/instances/{case}/letters/1/0")).await.expect(404);
    aliya.get(&format!("/instances/{case}/letters/9999/0")).await.expect(404);
    aliya.get("/instances/1/letters/1/0").await.expect(404);
}
