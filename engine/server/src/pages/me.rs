//! One's own account: the language, the password; absences and tokens stand beside it.

pub mod absence;
pub mod tokens;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use reglament_core::text::Lang;
use reglament_store::{Change, Person};

use super::error::PageError;
use super::organization::{Form, FormPage, Way, kept, people};
use super::visit::{PageResult, Posted, Visit};
use crate::auth::{Guesser, PASSWORD_CHARS_MIN};
use crate::organization::{Fault, KeepError, Kept, Roster};
use crate::texts::say;

/// The account of who is signed in.
pub async fn show(visit: Visit) -> PageResult {
    let notice = kept(&visit);
    visit.page(&FormPage { notice, ..page(&visit, &[]) })
}

/// Keeps the language, and a new password when one was typed; other sessions end with the old one.
pub async fn keep(client: crate::auth::ClientIp, posted: Posted) -> PageResult {
    let visit = &posted.visit;
    let language: Option<Lang> = posted.pairs.get("language").and_then(|it| it.parse().ok());
    let hash = match new_password(&posted, client).await? {
        Ok(hash) => hash,
        Err(fault) => {
            return visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page(visit, &[fault]));
        }
    };
    let (id, session) = (visit.by.person.person.clone(), visit.by.session.hash.clone());
    let decide = |roster: &Roster, _: &_| {
        let known = roster.person(&id).cloned().ok_or(KeepError::NotFound)?;
        let mut person = Person { language: language.unwrap_or(known.language), ..known };
        let mut changes = Vec::new();
        if let Some(hash) = &hash {
            person.password_hash = Some(hash.clone());
            changes.push(Change::EndSessions(id.clone(), Some(session.clone())));
        }
        changes.insert(0, Change::Person(person));
        Ok(Kept { changes, detail: format!("account of {id}") })
    };
    super::organization::change(&posted, "account", decide).await?.map_err(|_| PageError::Busy)?;
    Ok(Redirect::to("/me?done=kept").into_response())
}

/// The hash of the new password; the old one must be known, and is guessed at as at the sign-in.
async fn new_password(
    posted: &Posted,
    client: crate::auth::ClientIp,
) -> Result<Result<Option<String>, Fault>, PageError> {
    let Some(new) = posted.pairs.get("password") else { return Ok(Ok(None)) };
    if new.chars().count() < PASSWORD_CHARS_MIN {
        return Ok(Err(Fault::new("password", "me-password-short", &PASSWORD_CHARS_MIN)));
    }
    let (app, person) = (&posted.visit.app, &posted.visit.by.person);
    let guesser = Guesser { kind: "sign-in", name: person.person.as_str(), ip: client.0 };
    let wait = guesser.count(&*app.store, posted.visit.now()).await?;
    if let Some(seconds) = wait {
        return Ok(Err(Fault::new("current", "me-password-wait", &seconds.div_ceil(60).max(1))));
    }
    let current = posted.pairs.get("current").unwrap_or_default();
    let hasher = &app.guard.hasher;
    let known = hasher.verify(current, person.password_hash.as_deref()).await;
    if !known.map_err(|error| PageError::fault(&error))? {
        return Ok(Err(Fault::new("current", "me-password-wrong", &"")));
    }
    guesser.right(&*app.store).await?;
    let hash = hasher.hash(new).await.map_err(|error| PageError::fault(&error))?;
    Ok(Ok(Some(hash)))
}

fn page(visit: &Visit, faults: &[Fault]) -> FormPage {
    let (lang, person) = (visit.lang, &visit.by.person);
    let words = |key: &str| say(lang, key, &[]);
    let mut form = Form::new(lang, faults);
    form.select("language", "me-language", people::languages(), person.language.code());
    form.hint("me-language-hint");
    if person.password_hash.is_some() {
        form.password("current", "me-password-current", "current-password");
        form.password("password", "admin-new-password", "new-password");
        form.hint("me-password-hint");
    }
    let (items, problems) = form.end();
    let way = |href: &str, key: &str| Way { href: href.to_owned(), label: words(key) };
    FormPage {
        heading: words("me-title"),
        here: "/me".to_owned(),
        problems,
        items,
        button: words("admin-keep"),
        ways: vec![
            way("/me/absence", "absence-title"),
            way("/me/tokens", "tokens-title"),
            way("/settings", "settings-title"),
        ],
        ..FormPage::default()
    }
}
