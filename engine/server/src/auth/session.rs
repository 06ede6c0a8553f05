//! Sessions of browsers: a random token in a cookie, its hash in the store. A session ends when its
//! owner signs out, rests too long or has lasted a working day, and with the person's account.

use std::net::IpAddr;

use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use jiff::{SignedDuration, Timestamp};
use reglament_core::ids::PersonId;
use reglament_store::{Change, OrganizationChange, Person, Session, StoreError};

use super::password::{Hasher, PASSWORD_BYTES_MAX, PasswordFault};
use super::secret::{new_token, token_hash};
use super::signed_in::SignedIn;
use super::throttle::Guesser;
use crate::app::App;
use crate::record;

/// A session that rests longer than this has ended.
const IDLE: SignedDuration = SignedDuration::from_mins(60);
/// No session lasts longer than this: one working day.
const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// The end of a session moves at most this often: a page must not cost a write.
const MOVED_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Over TLS the browser itself refuses such a cookie from anybody but this very host.
const SECURE_NAME: &str = "__Host-reglament";
const PLAIN_NAME: &str = "reglament";

/// The cookie of a new session, to be set by the answer (`Set-Cookie`).
#[derive(Clone, Debug)]
pub struct SessionCookie(Cookie<'static>);

impl SessionCookie {
    /// The value of the header `Set-Cookie`.
    pub fn header(&self) -> String {
        self.0.to_string()
    }

    /// The cookie, for a cookie jar.
    pub fn into_cookie(self) -> Cookie<'static> {
        self.0
    }
}

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The name or the password is wrong, or the account is closed; which one is not told.
    #[error("the name or the password is wrong")]
    Refused,
    /// Too many wrong guesses: try again after so many seconds.
    #[error("too many wrong guesses; try again in {0} s")]
    TooMany(u64),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// The system gives no randomness.
    #[error("no randomness: {0}")]
    Randomness(#[from] std::io::Error),
}

/// Signs a person in with a new session. An unknown name takes as long as a wrong password.
pub async fn sign_in(
    app: &App,
    name: &str,
    password: &str,
    ip: IpAddr,
) -> Result<SessionCookie, SignInError> {
    let now = app.clock.now();
    let guesser = Guesser { kind: "sign-in", name, ip };
    if let Some(seconds) = guesser.count(&*app.store, now).await? {
        return Err(SignInError::TooMany(seconds));
    }
    let Some(person) = proven(app, name, password).await? else {
        // What was typed as a name may be a password: it is not recorded.
        record::outside(app, "somebody", "sign-in-refused", String::new()).await?;
        return Err(SignInError::Refused);
    };
    guesser.right(&*app.store).await?;
    rehash(app, &person, password).await?;
    record::outside(app, person.person.as_str(), "sign-in", String::new()).await?;
    Ok(begin_session(app, person.person).await?.0)
}

/// The person, if there is one of this name, with this password, who may sign in.
async fn proven(app: &App, name: &str, password: &str) -> Result<Option<Person>, SignInError> {
    if password.len() > PASSWORD_BYTES_MAX {
        return Ok(None);
    }
    let person = app.store.person(&PersonId::from(name)).await?;
    let hash = person.as_ref().and_then(|person| person.password_hash.as_deref());
    let matches = app.guard.hasher.verify(password, hash).await?;
    Ok(person.filter(|person| matches && person.active))
}

/// Hashes the password anew where its hash was made with other parameters than today's.
async fn rehash(app: &App, person: &Person, password: &str) -> Result<(), SignInError> {
    if person.password_hash.as_deref().is_none_or(|hash| !Hasher::is_outdated(hash)) {
        return Ok(());
    }
    let roster = app.roster().await?;
    let Some(person) = roster.person(&person.person).cloned() else { return Ok(()) };
    let password_hash = Some(app.guard.hasher.hash(password).await?);
    let change = OrganizationChange {
        expected: Some(roster.version()),
        changes: vec![Change::Person(Person { password_hash, ..person })],
        audit: None,
    };
    // Somebody else changed the organisation meanwhile: the next sign-in does it.
    app.store.change_organization(change).await?;
    Ok(())
}

/// Begins a session of a person who has proved already who they are.
pub async fn begin_session(
    app: &App,
    person: PersonId,
) -> Result<(SessionCookie, Session), SignInError> {
    let (token, csrf, now) = (new_token()?, new_token()?, app.clock.now());
    let hash = token_hash(&token);
    let session = Session { hash, person, csrf, started_at: now, expires_at: now + IDLE };
    app.store.put_session(&session).await?;
    Ok((SessionCookie(cookie(app, token)), session))
}

/// Ends the session of this request, if it has one. The cookie returned deletes the browser's.
pub async fn sign_out(app: &App, headers: &HeaderMap) -> Result<SessionCookie, StoreError> {
    if let Some(token) = token_of(app, headers) {
        app.store.end_session(&token_hash(&token)).await?;
    }
    let mut gone = cookie(app, String::new());
    gone.make_removal();
    Ok(SessionCookie(gone))
}

/// The session of a request and its person, if it has one that holds.
pub async fn of_request(app: &App, headers: &HeaderMap) -> Result<Option<SignedIn>, StoreError> {
    let Some(token) = token_of(app, headers) else { return Ok(None) };
    let now = app.clock.now();
    let Some(session) = app.store.session(&token_hash(&token), now).await? else {
        return Ok(None);
    };
    // As of now each time: what is taken from a person is gone with the next request.
    let roster = app.roster().await?;
    let person = roster.person(&session.person).cloned();
    let actor = roster.actor(&session.person, now);
    let (Some(person), Some(actor)) = (person, actor) else { return Ok(None) };
    Ok(Some(SignedIn { person, session: moved(app, session, now).await?, actor }))
}

/// The session with its end moved, because it is in use.
async fn moved(app: &App, session: Session, now: Timestamp) -> Result<Session, StoreError> {
    let end = (now + IDLE).min(session.started_at + ABSOLUTE);
    if end.duration_since(session.expires_at) < MOVED_EVERY {
        return Ok(session);
    }
    app.store.move_session(&session.hash, end).await?;
    Ok(Session { expires_at: end, ..session })
}

fn token_of(app: &App, headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers).get(name(app)).map(|cookie| cookie.value().to_owned())
}

fn name(app: &App) -> &'static str {
    if app.settings.is_https() { SECURE_NAME } else { PLAIN_NAME }
}

fn cookie(app: &App, token: String) -> Cookie<'static> {
    Cookie::build((name(app), token))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.settings.is_https())
        .build()
}
