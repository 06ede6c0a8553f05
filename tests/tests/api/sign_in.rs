//! Signing in: passwords, sessions, the throttle, and what proves that a page of ours asks.

use std::net::{IpAddr, Ipv4Addr};

use jiff::{SignedDuration, Timestamp};
use reglament_core::command::Role;
use reglament_server::auth::{self, SignInError};
use reglament_tests::{Client, TestApp};
use reqwest::header::HeaderMap;
use serde_json::json;

use crate::stage::Stage;

const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
const AWAY: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));

async fn person() -> TestApp {
    let app = TestApp::permit().await;
    app.person_with_password("aliya", "correct horse battery").await;
    app
}

#[tokio::test]
async fn the_right_password_opens_a_session_and_signing_out_ends_it() {
    let app = person().await;
    let cookie = auth::sign_in(&app.app, "aliya", "correct horse battery", HOME).await.unwrap();
    let header = cookie.header();
    for part in ["reglament=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(header.contains(part), "{header}");
    }
    let client = Client::person(&app.url, &header, "");
    let _ = client.get("/api/v1/definitions").await.expect(200);
    let mut headers = HeaderMap::new();
    headers.insert("cookie", header.split(';').next().unwrap().parse().unwrap());
    let gone = auth::sign_out(&app.app, &headers).await.unwrap();
    assert!(gone.header().contains("Max-Age=0"), "{}", gone.header());
    let _ = client.get("/api/v1/definitions").await.expect(401);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_answered_alike() {
    let app = person().await;
    for (name, password) in
        [("aliya", "wrong"), ("nobody", "wrong"), ("aliya", ""), ("", ""), ("ali\0ya", "x")]
    {
        let error = auth::sign_in(&app.app, name, password, HOME).await.unwrap_err();
        assert!(matches!(error, SignInError::Refused), "{name:?}: {error}");
    }
    let long = "x".repeat(1_000_000);
    let error = auth::sign_in(&app.app, "aliya", &long, AWAY).await.unwrap_err();
    assert!(matches!(error, SignInError::Refused));
}

#[tokio::test]
async fn guessing_slows_down_here_and_locks_nobody_out() {
    let app = person().await;
    for _ in 0..6 {
        let error = auth::sign_in(&app.app, "aliya", "wrong", HOME).await.unwrap_err();
        assert!(matches!(error, SignInError::Refused), "{error}");
    }
    let right = "correct horse battery";
    let error = auth::sign_in(&app.app, "aliya", right, HOME).await.unwrap_err();
    assert!(matches!(error, SignInError::TooMany(_)), "{error}");
    assert!(auth::sign_in(&app.app, "aliya", right, AWAY).await.is_ok());
    app.set_time("2026-03-18T05:00:10Z");
    assert!(auth::sign_in(&app.app, "aliya", right, HOME).await.is_ok());
}

#[tokio::test]
async fn a_session_ends_after_a_rest_and_after_a_day() {
    let app = TestApp::permit().await;
    let aliya = app.officer("aliya", &["front"]).await;
    let begun: Timestamp = "2026-03-18T05:00:00Z".parse().unwrap();
    let get = async |minutes: i64| {
        app.clock.set(begun + SignedDuration::from_mins(minutes));
        aliya.get("/api/v1/definitions").await.status.as_u16()
    };
    for minutes in (0..12 * 60).step_by(50) {
        assert_eq!(get(minutes).await, 200, "in use, it lasts: minute {minutes}");
    }
    assert_eq!(get(12 * 60).await, 401, "twelve hours have passed");
    app.set_time("2026-03-18T05:00:00Z");
    let rested = app.officer("bolat", &["front"]).await;
    app.set_time("2026-03-18T06:00:01Z");
    assert_eq!(rested.get("/api/v1/definitions").await.status, 401);
}

#[tokio::test]
async fn each_sign_in_has_a_token_of_its_own_that_the_store_does_not_know() {
    let app = person().await;
    let right = "correct horse battery";
    let one = auth::sign_in(&app.app, "aliya", right, HOME).await.unwrap().header();
    let two = auth::sign_in(&app.app, "aliya", right, HOME).await.unwrap().header();
    assert_ne!(one, two);
    let token = one.trim_start_matches("reglament=").split(';').next().unwrap().to_owned();
    assert_eq!(token.len(), 64);
    for entry in std::fs::read_dir(app.folder()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let known = bytes.windows(token.len()).any(|window| window == token.as_bytes());
        assert!(!known, "the token stands in the database");
    }
}

#[tokio::test]
async fn a_cookie_alone_changes_nothing() {
    let stage = Stage::set().await;
    let claim = format!("/api/v1/tasks/{}/claim", stage.filed().await.task("intake"));
    let aliya = &stage.aliya;
    for forged in [
        aliya.clone().without("x-csrf-token"),
        aliya.clone().with("x-csrf-token", "guessed"),
        aliya.clone().with("origin", "https://evil.example"),
        aliya.clone().with("sec-fetch-site", "cross-site"),
        aliya.clone().with("sec-fetch-site", "same-site"),
    ] {
        let answer = forged.post(&claim, json!({})).await.expect(403);
        assert_eq!(answer.code(), "csrf");
    }
    let own = aliya.clone().with("origin", &stage.app.url).with("sec-fetch-site", "same-origin");
    let _ = own.post(&claim, json!({})).await.expect(200);
}

#[tokio::test]
async fn a_fresh_store_has_no_account_and_no_token() {
    let app = TestApp::permit().await;
    assert!(app.app.store.people().await.unwrap().is_empty());
    for name in ["admin", "demo", "root"] {
        assert!(auth::sign_in(&app.app, name, name, HOME).await.is_err());
    }
    let worker = app.program("w", &[Role::Worker]).await;
    let _ = worker.get("/api/v1/definitions").await.expect(403);
}
