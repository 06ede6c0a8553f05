//! The pages of administrators, absences, one's own account and tokens.

use reglament_core::command::Role;
use reglament_core::text::Texts;
use reglament_store::{Change, Group, Office};
use reglament_tests::{Client, TestApp, maps};

use super::visitor::Visitor;

fn texts(name: &str) -> Texts {
    Texts { ru: name.into(), kk: name.into(), en: name.into() }
}

async fn app() -> TestApp {
    let app = TestApp::permit().await;
    let group =
        Group { group: "front".into(), titles: texts("Приём"), head: None, active: true };
    app.app.store.change_organization(Change::Group(group).into()).await.unwrap();
    for office in ["north", "south"] {
        let office = Office {
            office: office.into(),
            titles: texts(office),
            parent: None,
            head: (office == "north").then(|| "gulnar".into()),
            territories: [].into(),
            active: true,
        };
        app.app.store.change_organization(Change::Office(office).into()).await.unwrap();
    }
    app
}

async fn put_in(app: &TestApp, person: &str, office: &str) {
    let known = app.app.store.person(&person.into()).await.unwrap().unwrap();
    let person = reglament_store::Person { office: Some(office.into()), ..known };
    app.app.store.put_person(&person).await.unwrap();
}

#[tokio::test]
async fn an_administrator_keeps_people_and_mistakes_stand_at_their_fields() {
    let app = app().await;
    let admin = Visitor::signed_in(&app, "asel", &[], &[Role::Administrator]).await;
    let list = admin.get("/organization/people").await.expect(200).shows("asel (test)");
    assert_eq!(list.href("/organization/people/new"), "/organization/people/new");
    let new = admin.get("/organization/people/new").await.expect(200);
    let wrong = [("person", "имя"), ("name", "Aliya"), ("email", "no"), ("active", "yes")];
    let again = admin.submit(&new, "/organization/people/new", &wrong).await.expect(422);
    let again = again.shows("латинские буквы").shows("не похоже на адрес").shows("value=\"Aliya\"");
    let again = again.shows("href=\"#f-email\"").shows("aria-invalid=\"true\"");
    let right = [
        ("person", "aliya"),
        ("name", "Aliya"),
        ("groups", "front"),
        ("roles", "officer"),
        ("office", "north"),
        ("password", "correct horse battery"),
        ("active", "yes"),
    ];
    let done = admin.submit(&again, "/organization/people/new", &right).await.expect(303);
    admin.get(&done.location).await.expect(200).shows("Сохранено").shows("Aliya");
    let made = app.app.store.person(&"aliya".into()).await.unwrap().unwrap();
    assert!(made.groups.contains("front") && made.office == Some("north".into()));
    let aliya = Visitor::new(&app, "ru");
    let form = [("name", "aliya"), ("password", "correct horse battery")];
    aliya.post("/sign-in", &form).await.expect(303);
    aliya.get("/organization/people").await.expect(403);
    let closed = [("name", "Aliya"), ("groups", "front"), ("roles", "officer")];
    let page = admin.get("/organization/people/aliya").await.expect(200);
    admin.submit(&page, "/organization/people/aliya", &closed).await.expect(303);
    aliya.get("/tasks").await.expect(303);
    let own = admin.get("/organization/people/asel").await.expect(200);
    let off = admin.submit(&own, "/organization/people/asel", &[("name", "A")]).await.expect(422);
    off.shows("последний администратор");
}

#[tokio::test]
async fn offices_groups_and_programs_are_kept() {
    let app = app().await;
    let admin = Visitor::signed_in(&app, "asel", &[], &[Role::Administrator]).await;
    let titles = [("ru", "Город"), ("kk", "Қала"), ("en", "City"), ("active", "yes")];
    let add = async |list: &str, fields: &[(&str, &str)]| {
        let new = format!("/organization/{list}/new");
        let page = admin.get(&new).await.expect(200);
        admin.submit(&page, &new, &[&titles[..], fields].concat()).await
    };
    let city = [("office", "city"), ("parent", "north"), ("territories", "KZ-35, KZ-71")];
    add("offices", &city).await.expect(303);
    let taken = [("office", "town"), ("territories", "KZ-35")];
    add("offices", &taken).await.expect(422).shows("KZ-35: city");
    add("groups", &[("group", "back"), ("head", "asel")]).await.expect(303);
    add("programs", &[("program", "portal"), ("roles", "filing")]).await.expect(303);
    for list in ["offices", "groups", "programs"] {
        admin.get(&format!("/organization/{list}")).await.expect(200).shows("<table");
    }
    let tokens = "/organization/programs/portal/tokens";
    let page = admin.get(tokens).await.expect(200);
    let fields = [("token", "nightly"), ("scopes", "cases:read"), ("days", "30")];
    let made = admin.submit(&page, tokens, &fields).await.expect(200);
    let secret = made.html.split("id=\"secret\" readonly value=\"").nth(1).unwrap();
    let secret = secret.split('"').next().unwrap().to_owned();
    let portal = Client::program(&app.url, &secret);
    let _ = portal.get("/api/v1/definitions").await.expect(200);
    let application = serde_json::json!({ "process": "permit", "data": {} });
    let refused = portal.post("/api/v1/instances", application).await.expect(403);
    assert!(refused.text.contains("cases:write"), "{}", refused.text);
    let page = admin.get(tokens).await.expect(200).hides(&secret);
    let revoke = format!("{tokens}/{}/revoke", &secret[..8]);
    admin.submit(&page, &revoke, &[]).await.expect(303);
    let _ = portal.get("/api/v1/definitions").await.expect(401);
}

#[tokio::test]
async fn an_absence_is_set_by_oneself_or_by_the_head_and_ends() {
    let app = app().await;
    let aliya = Visitor::signed_in(&app, "aliya", &["front"], &[Role::Officer]).await;
    let bolat = Visitor::signed_in(&app, "bolat", &[], &[Role::Officer]).await;
    let gulnar = Visitor::signed_in(&app, "gulnar", &[], &[Role::Officer]).await;
    Visitor::signed_in(&app, "damir", &[], &[Role::Officer]).await;
    for (person, office) in [("aliya", "north"), ("bolat", "north"), ("damir", "south")] {
        put_in(&app, person, office).await;
    }
    let page = aliya.get("/me/absence").await.expect(200);
    let set = async |visitor: &Visitor, fields: &[(&str, &str)]| {
        visitor.submit(&page_of(visitor).await, "/me/absence", fields).await
    };
    for (substitute, why) in [("damir", "в другом подразделении"), ("aliya", "самого себя")]
    {
        let fields = [("substitute", substitute), ("reason", "отпуск")];
        let again = aliya.submit(&page, "/me/absence", &fields).await.expect(422).shows(why);
        again.shows("value=\"отпуск\"");
    }
    let past = [("substitute", "bolat"), ("until", "2026-03-18T09:00")];
    set(&aliya, &past).await.expect(422).shows("Конец должен быть позже");
    set(&bolat, &[("person", "aliya")]).await.expect(403);
    set(&aliya, &[("substitute", "bolat"), ("until", "2026-03-18T18:00")]).await.expect(303);
    bolat.get("/me/absence").await.expect(200).shows("aliya (test)");
    let shown = aliya.get("/me/absence").await.expect(200).shows("bolat (test)");
    let roster = app.app.roster().await.unwrap();
    let now = app.app.clock.now();
    assert_eq!(roster.acting_for(&"bolat".into(), now)[0].person, *"aliya");
    let name = roster.data().absences[0].absence.clone();
    let cancel = format!("/me/absence/{name}/cancel");
    aliya.submit(&shown, &cancel, &[]).await.expect(303);
    let roster = app.app.roster().await.unwrap();
    assert!(roster.acting_for(&"bolat".into(), now).is_empty());
    set(&gulnar, &[("person", "aliya"), ("substitute", "bolat")]).await.expect(303);
    assert_eq!(app.app.store.absences(None, 9).await.unwrap().len(), 2, "history is kept");
}

async fn page_of(visitor: &Visitor) -> super::visitor::Page {
    visitor.get("/me/absence").await.expect(200)
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let app = app().await;
    let here = Visitor::signed_in(&app, "aliya", &["front"], &[Role::Officer]).await;
    let there = Visitor::new(&app, "ru");
    let form = [("name", "aliya"), ("password", "correct horse")];
    there.post("/sign-in", &form).await.expect(303);
    let page = here.get("/me").await.expect(200);
    let wrong = [("language", "kk"), ("current", "no"), ("password", "another horse 12")];
    here.submit(&page, "/me", &wrong).await.expect(422).shows("Нынешний пароль неверен");
    let short = [("current", "correct horse"), ("password", "short")];
    here.submit(&page, "/me", &short).await.expect(422).shows("меньше 12");
    let right =
        [("language", "kk"), ("current", "correct horse"), ("password", "another horse 12")];
    here.submit(&page, "/me", &right).await.expect(303);
    here.get("/me").await.expect(200);
    there.get("/me").await.expect(303);
    let person = app.app.store.person(&"aliya".into()).await.unwrap().unwrap();
    assert_eq!(person.language.code(), "kk");
    there.post("/sign-in", &form).await.expect(401);
}

#[tokio::test]
async fn nobody_makes_the_first_administrator_over_http() {
    let app = TestApp::permit().await;
    let nobody = Visitor::new(&app, "en");
    let fields =
        [("person", "root"), ("name", "Root"), ("roles", "administrator"), ("active", "yes")];
    let tables = [reglament_server::pages::table(), reglament_server::api::table()];
    for route in tables.iter().flat_map(reglament_server::routes::Table::routes) {
        let path = route.path.replace("{version}", "0").replace(['{', '}'], "");
        let answer = if route.method == "POST" {
            nobody.post(&path, &fields).await
        } else {
            nobody.get(&path).await
        };
        assert_ne!(answer.status.as_u16(), 500, "{} {path}", route.method);
    }
    assert!(app.app.store.people().await.unwrap().is_empty());
}

/// ADD-01, ADD-02: the unit of the place of residence has the case, and no other one sees it.
#[tokio::test]
async fn a_case_is_offered_to_the_office_of_the_residence_alone() {
    let app = TestApp::start().await;
    let mut people = Vec::new();
    for (office, territory, person) in
        [("karaganda", "KZ-35", "aliya"), ("astana", "KZ-71", "ainur")]
    {
        let office = Office {
            office: office.into(),
            titles: texts(office),
            parent: None,
            head: None,
            territories: [territory.into()].into(),
            active: true,
        };
        let name = office.office.to_string();
        app.app.store.change_organization(Change::Office(office).into()).await.unwrap();
        people.push((person, Visitor::officer(&app, person, "mp-district").await));
        put_in(&app, person, &name).await;
    }
    let portal = app.program("portal", &[Role::Filing]).await;
    let text = std::fs::read_to_string(maps::repository().join("processes/demo-application.json"));
    let mut application: serde_json::Value = serde_json::from_str(&text.unwrap()).unwrap();
    application["data"]["residence"]["region"] = "KZ-71".into();
    let case = portal.post("/api/v1/instances", application).await.expect(201).at("/instance");
    for (person, visitor) in people {
        let status = if person == "ainur" { 200 } else { 404 };
        let _ = visitor.get(&format!("/instances/{case}")).await.expect(status);
        let inbox = visitor.get("/tasks?tab=units").await.expect(200);
        assert_eq!(inbox.html.contains(&case), status == 200, "{person}");
    }
}
