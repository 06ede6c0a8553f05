//! Every route of the table, pages and API, as everybody: what its rule says is what happens. No route stands here by hand; one
//! with a parameter that is new tells below what to put in.

use reglament_core::access::{self, Action, CaseFacts, TaskFacts};
use reglament_core::command::{Actor, Role};
use reglament_core::ids::{GroupId, InstanceId};
use reglament_core::rejection::RejectionCode;
use reglament_server::auth::{token_hash, tokens};
use reglament_server::http;
use reglament_server::routes::{Object, Route, Rule};
use reglament_tests::{Answer, Client};
use reqwest::Method;

use crate::document::Document;
use crate::rules::prepare;
use crate::stage::Stage;

/// Somebody who asks.
struct Caller {
    name: &'static str,
    client: Client,
    /// Who they are; nobody when none.
    actor: Option<Actor>,
}

/// What a rule says of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// They are let in.
    In,
    /// They are asked who they are.
    Asked,
    /// They may not.
    Denied,
    /// There is no such thing for them.
    Hidden,
}

/// Everybody: those of the stage, and the roles that read no case.
async fn callers(stage: &Stage) -> Vec<Caller> {
    let mut all = stage.callers().to_vec();
    let app = &stage.app;
    for (name, roles) in [
        ("administrator", &[Role::Administrator][..]),
        ("auditor", &[Role::Auditor]),
        ("analyst", &[Role::Analyst]),
    ] {
        all.push((name, app.person(name, &[], roles).await));
    }
    all.push(("program without a role", app.program("idle", &[]).await));
    let mut found = Vec::new();
    for (name, client) in all {
        let actor = actor(stage, &client).await;
        found.push(Caller { name, client, actor });
    }
    found
}

/// Whoever signs out is nobody from then on: tried at the end.
const SIGN_OUT: &str = "/sign-out";

/// Every route there is.
fn routes() -> Vec<Route> {
    let mut routes = http::routes();
    routes.sort_by_key(|route| route.path == SIGN_OUT);
    routes
}

/// Who a client is to commands, as the product looks them up.
async fn actor(stage: &Stage, client: &Client) -> Option<Actor> {
    let app = &stage.app.app;
    if let Some(token) = client.header("authorization").strip_prefix("Bearer ") {
        return tokens::holder(app, token).await.unwrap();
    }
    let (_, token) = client.header("cookie").split_once('=')?;
    let hash = token_hash(token);
    let session = app.store.session(&hash, app.clock.now()).await.unwrap()?;
    app.roster().await.unwrap().actor(&session.person, app.clock.now())
}

fn is_api(route: &Route) -> bool {
    route.path.starts_with("/api/")
}

/// The address of a route on things that are there, and what is sent.
async fn place(stage: &Stage, document: &Document, route: &Route) -> (String, Option<String>) {
    let operations = document.operations();
    let operation = operations.iter().find(|operation| {
        operation.path == route.path && operation.method.to_uppercase() == route.method.as_str()
    });
    if let Some(operation) = operation {
        let (path, body) = prepare(stage, &operation.id, &operation.path).await;
        return (path, body.map(|body| body.to_string()));
    }
    let mut path = route.path.clone();
    if ["{instance}", "{task}", "{document}"].iter().any(|name| path.contains(name)) {
        let filed = stage.filed().await;
        let case = filed.at("/instance");
        path = path.replace("{instance}", &case).replace("{task}", &filed.task("intake"));
        path = path.replace("{document}", &format!("{case}.1.0.pdf"));
    }
    for (name, value) in [
        ("{lang}", "kk"),
        ("{process}", "permit"),
        ("{code}", "0000-0000-0000-0000"),
        ("{seq}", "1"),
        ("{n}", "0"),
        ("{no}", "1"),
        ("{version}", "0"),
        ("{name}", "x"),
        ("{what}", "due"),
        ("{person}", "aliya"),
        ("{office}", "none"),
        ("{group}", "front"),
        ("{program}", "portal"),
        ("{absence}", "none"),
        ("{token}", "none"),
        ("{report}", "period"),
        ("{saved}", "none"),
        ("{format}", "csv"),
        ("{id}", "none"),
    ] {
        path = path.replace(name, value);
    }
    assert!(!path.contains('{'), "say in `place` what to put into {path}");
    (path, None)
}

/// The case in an address.
fn case_in(path: &str) -> Option<InstanceId> {
    let digits = |part: &&str| part.len() == 14 && part.bytes().all(|byte| byte.is_ascii_digit());
    path.split(['/', '.', '?']).find(digits).map(InstanceId::from)
}

/// What the rule says of this caller, by the one place of authorization.
async fn expected(stage: &Stage, route: &Route, path: &str, caller: &Caller) -> Expected {
    // Pages take sessions alone: a program is nobody there.
    let actor = caller.actor.as_ref().filter(|actor| is_api(route) || actor.person().is_some());
    let Some(actor) = actor else {
        return if matches!(route.rule, Rule::Public) { Expected::In } else { Expected::Asked };
    };
    let denied = |action: &Action<'_>| match access::check(actor, action) {
        Ok(()) => Expected::In,
        Err(rejection) => match rejection.code {
            // Not now, rather than not at all.
            RejectionCode::AlreadyClaimed | RejectionCode::NotClaimed => Expected::In,
            _ => Expected::Denied,
        },
    };
    let deed = match &route.rule {
        Rule::Public | Rule::SignedIn => return Expected::In,
        Rule::May(action) => return denied(action),
        Rule::Reads => None,
        Rule::Does(deed) => Some(deed),
    };
    let app = &stage.app.app;
    let case = app.store.instance(&case_in(path).unwrap()).await.unwrap();
    let case = case.unwrap();
    let process = app.catalogue().edition(&case.edition).cloned().unwrap();
    let facts = CaseFacts::of(&process.definition, &case);
    if access::check(actor, &Action::ReadInstance(&facts)).is_err() {
        return Expected::Hidden;
    }
    let tasks = reglament_core::rows::task_rows(&case);
    let (head, front) = (GroupId::from("head"), GroupId::from("front"));
    let task = tasks.first();
    let task = TaskFacts {
        group: task.map_or(&front, |task| &task.group),
        office: case.office.as_ref(),
        holder: task.and_then(|task| task.assignee.as_ref()),
        on_behalf_of: None,
        owner: None,
        others: &[],
    };
    deed.map_or(Expected::In, |deed| {
        denied(&deed(Object { case: &facts, task: &task, extends: &head }))
    })
}

/// Whether the answer is of the class.
fn fits(expected: Expected, route: &Route, answer: &Answer) -> bool {
    let status = answer.status.as_u16();
    let to_sign_in = status == 303 && answer.header("location").starts_with("/sign-in");
    // What a reader may do to the case is decided by the command; a page of choices asks the same before.
    let decided = matches!(route.rule, Rule::Reads)
        && (route.method != Method::GET || route.path.ends_with("/assign"));
    match expected {
        // What the address names may not be there, and a trial may be refused for what it says.
        Expected::In if route.path == SIGN_OUT => to_sign_in,
        // Whoever may try to sign in may fail.
        Expected::In if matches!(route.rule, Rule::Public) => status < 500,
        Expected::In => status < 500 && status != 401 && !to_sign_in && (status != 403 || decided),
        Expected::Asked if is_api(route) => status == 401,
        Expected::Asked => to_sign_in,
        Expected::Denied => status == 403,
        Expected::Hidden => status == 404,
    }
}

/// How the form of a page is sent, and its fields.
fn form(route: &Route, csrf: &str) -> (&'static str, String) {
    if route.path.ends_with("/attachments") {
        let field = "Content-Disposition: form-data; name=\"csrf\"";
        let body = format!("--x\r\n{field}\r\n\r\n{csrf}\r\n--x--\r\n");
        return ("multipart/form-data; boundary=x", body);
    }
    ("application/x-www-form-urlencoded", format!("csrf={csrf}&name=x&password=y&priority=high"))
}

async fn ask(caller: &Caller, route: &Route, path: &str, body: Option<String>) -> Answer {
    if is_api(route) {
        return caller.client.send(route.method.clone(), path, body).await;
    }
    let (kind, form) = form(route, caller.client.header("x-csrf-token"));
    let client = caller.client.clone().with("content-type", kind);
    client.send(route.method.clone(), path, (route.method != Method::GET).then_some(form)).await
}

/// The version of the case of an address: what must stand still.
async fn version(stage: &Stage, path: &str) -> Option<u64> {
    let store = &stage.app.app.store;
    store.instance(&case_in(path)?).await.unwrap().map(|case| case.version)
}

/// Who did what with the case of an address.
async fn on_record(stage: &Stage, path: &str, caller: &Caller, action: &str) -> usize {
    let Some(case) = case_in(path) else { return 0 };
    let name = caller.actor.as_ref().map_or("", Actor::name);
    let rows = stage.app.app.store.audit_of(&case, 10_000).await.unwrap();
    rows.iter().filter(|row| row.actor == name && row.action == action).count()
}

#[tokio::test]
async fn every_route_answers_everybody_by_its_rule() {
    let stage = Stage::set().await;
    let document = Document::of(&stage.app).await;
    let callers = callers(&stage).await;
    let mut wrong = Vec::new();
    for route in routes() {
        let (mut path, mut body) = place(&stage, &document, &route).await;
        for caller in &callers {
            let about_a_case = matches!(route.rule, Rule::Reads | Rule::Does(_));
            let expected = expected(&stage, &route, &path, caller).await;
            let (before, action) = match expected {
                Expected::Hidden => (on_record(&stage, &path, caller, "refused").await, "refused"),
                _ => (on_record(&stage, &path, caller, "read").await, "read"),
            };
            let was = version(&stage, &path).await;
            let answer = ask(caller, &route, &path, body.clone()).await;
            let what = format!("{} {} by {}: {expected:?}", route.method, route.path, caller.name);
            if !fits(expected, &route, &answer) {
                wrong.push(format!("{what}, but {}", answer.status));
            }
            let changed = was != version(&stage, &path).await;
            if changed && (expected != Expected::In || route.method == Method::GET) {
                wrong.push(format!("{what}, but the case changed"));
            }
            let noted = on_record(&stage, &path, caller, action).await > before;
            let must = about_a_case
                && (expected == Expected::Hidden
                    || (expected == Expected::In
                        && route.method == Method::GET
                        && answer.status == 200));
            if must && !noted {
                wrong.push(format!("{what}, but `{action}` is not on record"));
            }
            if changed || (expected == Expected::In && route.method != Method::GET) {
                (path, body) = place(&stage, &document, &route).await;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn no_route_acts_on_a_forged_request() {
    let stage = Stage::set().await;
    let document = Document::of(&stage.app).await;
    let mut wrong = Vec::new();
    for route in routes() {
        if route.method == Method::GET {
            continue;
        }
        let (path, body) = place(&stage, &document, &route).await;
        let was = version(&stage, &path).await;
        let signed_in = || stage.aliya.clone();
        let sent = |token: &str| {
            if is_api(&route) { body.clone() } else { Some(form(&route, token).1) }
        };
        let kind = if is_api(&route) { "application/json" } else { form(&route, "").0 };
        let token = signed_in().header("x-csrf-token").to_owned();
        let elsewhere = signed_in().with("origin", "https://elsewhere.example");
        let foreign = elsewhere.with("content-type", kind);
        let mut trials = vec![("from elsewhere", foreign, sent(&token))];
        if !matches!(route.rule, Rule::Public) {
            let without = signed_in().without("x-csrf-token").with("content-type", kind);
            trials.push(("without the token", without, sent("")));
        }
        for (how, client, body) in trials {
            let answer = client.send(route.method.clone(), &path, body).await;
            let changed = was != version(&stage, &path).await;
            if answer.status != 403 || changed {
                wrong.push(format!("{} {} {how}: {}", route.method, route.path, answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn every_route_carries_the_security_headers() {
    let stage = Stage::set().await;
    let document = Document::of(&stage.app).await;
    for route in routes().iter().filter(|route| route.method == Method::GET) {
        let (path, _) = place(&stage, &document, route).await;
        let answer = stage.dana.get(&path).await;
        let has = |name: &str, value: &str| {
            let found = answer.header(name);
            assert!(found.starts_with(value), "{} {name}: {found}", route.path);
        };
        has("content-security-policy", "default-src 'none'");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert!(!answer.header("content-security-policy").contains("unsafe"));
        has("x-content-type-options", "nosniff");
        has("x-frame-options", "DENY");
        has("cross-origin-opener-policy", "same-origin");
        assert!(!answer.header("referrer-policy").is_empty(), "{}", route.path);
        assert!(!answer.header("cache-control").is_empty(), "{}", route.path);
        assert_eq!(answer.header("access-control-allow-origin"), "", "{}", route.path);
    }
}
