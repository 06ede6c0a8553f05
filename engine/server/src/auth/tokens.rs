//! Tokens of the API: random, shown once, kept as a hash; each with a name, an end and what it may be used for.

use jiff::{SignedDuration, Timestamp};
use reglament_core::command::Actor;
use reglament_store::{Change, Holder, OrganizationChange, Program, StoreError, Token};

use super::secret::token_hash;
use crate::app::App;

/// So many characters of a token are shown, for people to recognise it by.
const PREFIX_CHARS: usize = 8;

/// What the store keeps of this token.
pub fn row(token: &str, holder: Holder, name: &str, now: Timestamp) -> Token {
    Token {
        hash: token_hash(token),
        holder,
        name: name.to_owned(),
        prefix: token.chars().take(PREFIX_CHARS).collect(),
        scopes: None,
        created_at: now,
        expires_at: None,
        used_on: None,
        revoked_at: None,
    }
}

/// A program and a first token of it, to be stored together.
pub fn program(program: Program, token: &str, name: &str, now: Timestamp) -> OrganizationChange {
    let row = row(token, Holder::Program(program.program.clone()), name, now);
    let changes = vec![Change::Program(program), Change::Token(row)];
    OrganizationChange { changes, ..OrganizationChange::default() }
}

/// Who a token stands for, if it counts: read anew with each request.
pub async fn holder(app: &App, token: &str) -> Result<Option<Actor>, StoreError> {
    let now = app.clock.now();
    let Some(token) = app.store.token(&token_hash(token)).await? else { return Ok(None) };
    if !token.counts(now) {
        return Ok(None);
    }
    let actor = app.roster().await?.holder(&token, now);
    if actor.is_some() {
        note_use(app, &token, now).await?;
    }
    Ok(actor)
}

/// The day of the last use, written at most once a day.
async fn note_use(app: &App, token: &Token, now: Timestamp) -> Result<(), StoreError> {
    let today = now.to_zoned(app.settings.zone.clone()).date();
    if token.used_on.is_some_and(|day| day >= today) {
        return Ok(());
    }
    app.store.token_used(&token.hash, today).await
}

/// The moment so many days from now: the end of a token.
pub fn in_days(now: Timestamp, days: u32) -> Timestamp {
    now.checked_add(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MAX)
}
