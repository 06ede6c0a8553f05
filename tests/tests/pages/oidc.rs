//! Signing in at an identity provider, and everything that must not sign in.

use reglament_core::command::Role;
use reglament_server::auth::oidc::{Claim, OidcSettings};
use reglament_store::Change;
use reglament_tests::TestApp;

use super::provider::{Lie, Provider};
use super::visitor::{Page, Visitor};

async fn app(settings: OidcSettings, identity: &str) -> TestApp {
    let app = TestApp::with_provider(settings).await;
    app.person_of("aliya", &[], &[Role::Officer], "correct horse").await;
    let mut person = app.app.store.person(&"aliya".into()).await.unwrap().unwrap();
    person.identity = Some(identity.to_owned());
    app.app.store.put_person(&person).await.unwrap();
    app
}

/// Goes to the provider and comes back; the provider asks nothing.
async fn way(app: &TestApp, visitor: &Visitor) -> (Page, String) {
    let sent = visitor.get("/sign-in/oidc?next=/settings").await.expect(303);
    let back = provider_answers(&sent.location).await;
    let path = back.strip_prefix(&app.url).unwrap().to_owned();
    (visitor.get(&path).await, path)
}

async fn provider_answers(url: &str) -> String {
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap();
    let answer = http.get(url).send().await.unwrap();
    answer.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn who_signs_in_at_the_provider_is_signed_in_here_once() {
    let provider = Provider::start("subject-1").await;
    let app = app(provider.settings(), "subject-1").await;
    let visitor = Visitor::new(&app, "ru");
    let page = visitor.get("/sign-in?next=/settings").await.expect(200);
    let page = page.shows("Войти через Example ID");
    assert_eq!(page.href("/sign-in/oidc"), "/sign-in/oidc?next=/settings");
    let (done, path) = way(&app, &visitor).await;
    assert_eq!(done.expect(303).location, "/settings");
    visitor.get("/settings").await.expect(200).shows("aliya (test)");
    let stranger = Visitor::new(&app, "ru");
    stranger.get(&path).await.expect(401).shows("Вход не подтверждён");
    visitor.get(&path).await.expect(401);
}

#[tokio::test]
async fn a_token_that_proves_nothing_signs_nobody_in() {
    let provider = Provider::start("subject-1").await;
    let app = app(provider.settings(), "subject-1").await;
    for lie in [Lie::Nonce, Lie::Audience, Lie::Expired, Lie::Signature, Lie::Issuer, Lie::NoToken]
    {
        provider.lie(lie);
        let visitor = Visitor::new(&app, "en");
        let (page, _) = way(&app, &visitor).await;
        assert_eq!(page.status.as_u16(), 401, "{lie:?}: {}", page.html);
        visitor.get("/settings").await.expect(303);
    }
    provider.lie(Lie::None);
    let visitor = Visitor::new(&app, "en");
    let (page, _) = way(&app, &visitor).await;
    assert_eq!(page.status.as_u16(), 303, "and the truth does");
}

#[tokio::test]
async fn only_the_browser_that_began_comes_back_and_only_in_time() {
    let provider = Provider::start("subject-1").await;
    let app = app(provider.settings(), "subject-1").await;
    let (victim, attacker) = (Visitor::new(&app, "en"), Visitor::new(&app, "en"));
    let sent = attacker.get("/sign-in/oidc").await.expect(303);
    let back = provider_answers(&sent.location).await;
    let path = back.strip_prefix(&app.url).unwrap();
    victim.get("/sign-in/oidc").await.expect(303);
    victim.get(path).await.expect(401);
    attacker.get(path).await.expect(401);
    let sent = attacker.get("/sign-in/oidc").await.expect(303);
    let back = provider_answers(&sent.location).await;
    app.set_time("2026-03-18T05:10:01Z");
    attacker.get(back.strip_prefix(&app.url).unwrap()).await.expect(401);
    attacker.get("/sign-in/oidc/back?code=x&state=guessed").await.expect(401);
}

#[tokio::test]
async fn an_unknown_or_closed_identity_is_not_let_in_and_nobody_is_made() {
    let provider = Provider::start("subject-2").await;
    let app = app(provider.settings(), "subject-1").await;
    let visitor = Visitor::new(&app, "en");
    let (page, _) = way(&app, &visitor).await;
    page.expect(403).shows("no account here");
    assert_eq!(app.app.store.people().await.unwrap().len(), 1);
    let mut person = app.app.store.person(&"aliya".into()).await.unwrap().unwrap();
    person.identity = Some("subject-2".to_owned());
    person.active = false;
    app.app.store.change_organization(Change::Person(person).into()).await.unwrap();
    let (page, _) = way(&app, &visitor).await;
    page.expect(403);
}

#[tokio::test]
async fn where_the_installation_wants_it_an_unknown_person_gets_an_account_without_rights() {
    let provider = Provider::start("subject-3").await;
    let app = app(OidcSettings { create: true, ..provider.settings() }, "subject-1").await;
    let visitor = Visitor::new(&app, "en");
    let (page, _) = way(&app, &visitor).await;
    page.expect(303);
    let people = app.app.store.people().await.unwrap();
    let made = people.iter().find(|person| person.identity.as_deref() == Some("subject-3"));
    let made = made.expect("an account was made");
    assert!(made.groups.is_empty() && made.roles.is_empty());
    visitor.get("/tasks").await.expect(403);
    let (page, _) = way(&app, &Visitor::new(&app, "en")).await;
    page.expect(303);
    assert_eq!(app.app.store.people().await.unwrap().len(), 2, "and it is made once");
}

#[tokio::test]
async fn an_address_counts_only_when_the_provider_has_verified_it() {
    let provider = Provider::start("aliya").await;
    let settings = OidcSettings { claim: Claim::Email, ..provider.settings() };
    let app = app(settings, "aliya@example.test").await;
    let (page, _) = way(&app, &Visitor::new(&app, "en")).await;
    page.expect(303);
    provider.unverified();
    let (page, _) = way(&app, &Visitor::new(&app, "en")).await;
    page.expect(401);
}

#[tokio::test]
async fn a_provider_that_is_down_leaves_the_password() {
    let provider = Provider::start("subject-1").await;
    let settings = provider.settings();
    drop(provider);
    let app = app(OidcSettings { issuer: "http://127.0.0.1:1".into(), ..settings }, "s").await;
    let visitor = Visitor::new(&app, "en");
    visitor.get("/sign-in/oidc").await.expect(502).shows("does not answer now");
    let form = [("name", "aliya"), ("password", "correct horse")];
    visitor.post("/sign-in", &form).await.expect(303);
}

#[tokio::test]
async fn without_a_provider_there_is_no_such_page() {
    let app = TestApp::permit().await;
    let visitor = Visitor::new(&app, "en");
    visitor.get("/sign-in/oidc").await.expect(404);
    visitor.get("/sign-in").await.expect(200).hides("/sign-in/oidc");
}
