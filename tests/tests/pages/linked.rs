//! The pages of two cases of which one is about the other.

use reglament_core::command::Role;
use reglament_tests::{TestApp, maps};

use super::visitor::Visitor;

const START: &str = "/start/library-complaint";

#[tokio::test]
async fn the_pages_of_both_cases_lead_to_each_other() {
    let app = TestApp::with(maps::town()).await;
    let roles = [Role::Officer, Role::Filing];
    let eve = Visitor::signed_in(&app, "eve", &["desk", "head"], &roles).await;
    let page = eve.get("/start/library-card").await.expect(200);
    let form = [("data.reader.name", "Образцов"), ("data.reader.kind", "adult"), ("file", "yes")];
    let to = eve.submit(&page, "/start/library-card", &form).await.expect(303).location;
    let card = to["/instances/".len()..].split('?').next().unwrap().to_owned();

    let page = eve.get(START).await.expect(200);
    let wrong = [("data.complaint.case", "26031800000099"), ("file", "yes")];
    let page = eve.submit(&page, START, &wrong).await.expect(422).shows("дела с таким номером нет");
    let form = [("data.complaint.case", card.as_str()), ("file", "yes")];
    let to = eve.submit(&page, START, &form).await.expect(303).location;
    let complaint = to["/instances/".len()..].split('?').next().unwrap();
    let page = eve.get(&to).await.expect(200).shows(&format!("По делу № {card}"));
    let href = page.href(&format!("/instances/{card}"));
    let page = eve.get(&href).await.expect(200);
    let page =
        page.shows(&format!("href=\"/instances/{complaint}\"")).shows("Жалоба на библиотеку");
    let _ = page.shows(&format!("Жалоба или обращение по этому делу: № {complaint}"));

    // Who may not see the complaint is not told of it.
    let ann = Visitor::signed_in(&app, "ann", &["desk"], &[Role::Officer]).await;
    let _ = ann.get(&href).await.expect(200).hides(complaint);

    let page = eve.get(START).await.expect(200);
    let paper = [("data.complaint.case", "12-345/2019"), ("file", "yes")];
    let to = eve.submit(&page, START, &paper).await.expect(303).location;
    let _ = eve.get(&to).await.expect(200).shows("По делу № 12-345/2019 (не в этой системе)");
}
