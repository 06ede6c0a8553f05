//! Tokens of the API: one's own, and those of programs for administrators.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::http::StatusCode;
use reglament_core::token_scope::TokenScope;
use reglament_store::{Holder, Token};

use crate::auth::{new_token, tokens};
use crate::organization::{Fault, Keeper, Roster, edit};
use crate::pages::error::PageError;
use crate::pages::format;
use crate::pages::inbox::Notice;
use crate::pages::organization::{Form, FormLine, FormPage, Way, answer, change, kept};
use crate::pages::visit::{PageResult, Posted, Visit};
use crate::texts::say;

/// A token counts at most so long.
const DAYS_MAX: u32 = 3_660;

/// One's own tokens.
pub async fn show(visit: Visit) -> PageResult {
    let holder = Holder::Person(visit.by.person.person.clone());
    show_of(visit, holder).await
}

/// Adds one of one's own.
pub async fn add(posted: Posted) -> PageResult {
    let holder = Holder::Person(posted.visit.by.person.person.clone());
    add_of(posted, holder).await
}

/// Revokes one of one's own.
pub async fn revoke(Path(prefix): Path<String>, posted: Posted) -> PageResult {
    let holder = Holder::Person(posted.visit.by.person.person.clone());
    revoke_of(posted, holder, &prefix).await
}

/// The tokens of this holder.
pub async fn show_of(visit: Visit, holder: Holder) -> PageResult {
    allow(&visit, &holder).await?;
    let notice = kept(&visit);
    let page = page(&visit, &holder, &[]).await?;
    visit.page(&FormPage { notice, ..page })
}

/// Adds a token and shows it this once.
pub async fn add_of(posted: Posted, holder: Holder) -> PageResult {
    let (visit, pairs) = (&posted.visit, &posted.pairs);
    allow(visit, &holder).await?;
    let secret = new_token().map_err(|error| PageError::fault(&error))?;
    let mut token =
        tokens::row(&secret, holder.clone(), pairs.get("token").unwrap_or_default(), visit.now());
    let chosen: BTreeSet<&str> =
        pairs.0.iter().filter(|pair| pair.0 == "scopes").map(|pair| pair.1.as_str()).collect();
    let scopes = TokenScope::ALL.into_iter().filter(|scope| chosen.contains(scope.as_str()));
    let scopes: BTreeSet<TokenScope> = scopes.collect();
    token.scopes = (!scopes.is_empty()).then_some(scopes);
    let days = pairs.get("days").map(|days| days.parse::<u32>().ok().filter(|n| in_range(*n)));
    let kept = match days {
        Some(None) => Err(vec![Fault::new("days", "token-days", &DAYS_MAX)]),
        days => {
            token.expires_at = days.flatten().map(|days| tokens::in_days(visit.now(), days));
            let decide = |roster: &Roster, by: &_| edit::token(roster, by, token.clone());
            change(&posted, "token", decide).await?
        }
    };
    if let Err(faults) = kept {
        let page = page(visit, &holder, &faults).await?;
        visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
    } else {
        let page = page(visit, &holder, &[]).await?;
        let notice = Some(Notice::done(say(visit.lang, "token-once", &[])));
        visit.page(&FormPage { notice, secret: Some(secret), ..page })
    }
}

const fn in_range(days: u32) -> bool {
    days > 0 && days <= DAYS_MAX
}

/// Revokes a token, named by its first characters.
pub async fn revoke_of(posted: Posted, holder: Holder, prefix: &str) -> PageResult {
    let visit = &posted.visit;
    allow(visit, &holder).await?;
    let all = visit.app.store.tokens(&holder).await?;
    let mut found = all.into_iter().filter(|it| it.prefix == prefix && it.revoked_at.is_none());
    let token = found.next().ok_or(PageError::NotFound)?;
    let token = Token { revoked_at: Some(visit.now()), ..token };
    let decide = |roster: &Roster, by: &_| edit::token(roster, by, token.clone());
    let kept = change(&posted, "token", decide).await?;
    answer(&posted, kept, &here(&holder), |_| FormPage::default())
}

/// Whether the person may see these tokens, and whether there is such a holder.
async fn allow(visit: &Visit, holder: &Holder) -> Result<(), PageError> {
    let by = Keeper::Actor(Box::new(visit.actor()));
    edit::may_keep_tokens(&by, holder).map_err(|_| PageError::Forbidden)?;
    match holder {
        Holder::Program(program) if visit.app.roster().await?.program(program).is_none() => {
            Err(PageError::NotFound)
        }
        _ => Ok(()),
    }
}

fn here(holder: &Holder) -> String {
    match holder {
        Holder::Person(_) => "/me/tokens".to_owned(),
        Holder::Program(program) => format!("/organization/programs/{program}/tokens"),
    }
}

async fn page(visit: &Visit, holder: &Holder, faults: &[Fault]) -> Result<FormPage, PageError> {
    let words = |key: &str| say(visit.lang, key, &[]);
    let mut form = Form::new(visit.lang, faults);
    form.text("token", "token-name", "");
    let scopes = TokenScope::ALL.map(|scope| {
        let key = scope.as_str().replace(':', "-");
        (scope.as_str().to_owned(), words(&format!("scope-{key}")))
    });
    form.checks("scopes", "token-scopes", scopes.to_vec(), &BTreeSet::new());
    form.hint("token-scopes-hint");
    form.maybe("days", "token-lasts", "90");
    form.hint("token-lasts-hint");
    let (items, problems) = form.end();
    let back = match holder {
        Holder::Person(_) => Way { href: "/me".to_owned(), label: words("me-title") },
        Holder::Program(program) => {
            Way { href: format!("/organization/programs/{program}"), label: program.clone() }
        }
    };
    let tokens = visit.app.store.tokens(holder).await?;
    Ok(FormPage {
        heading: words("tokens-title"),
        here: here(holder),
        back: Some(back),
        lead: words("tokens-lead"),
        problems,
        items,
        button: words("token-add"),
        lines: tokens.iter().map(|token| line(visit, holder, token)).collect(),
        lines_heading: words("tokens-known"),
        ..FormPage::default()
    })
}

fn line(visit: &Visit, holder: &Holder, token: &Token) -> FormLine {
    let lang = visit.lang;
    let zone = &visit.app.settings.zone;
    let scopes = token
        .scopes
        .as_ref()
        .map(|scopes| scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(", "));
    let mut more = vec![scopes.unwrap_or_else(|| say(lang, "token-all", &[]))];
    if let Some(at) = token.expires_at {
        let day = format::date(lang, at.to_zoned(zone.clone()).date());
        more.push(say(lang, "token-until", &[("day", day.into())]));
    }
    if let Some(day) = token.used_on {
        more.push(say(lang, "token-used", &[("day", format::date(lang, day).into())]));
    }
    let counts = token.counts(visit.now());
    if !counts {
        more.push(say(lang, "token-ended", &[]));
    }
    FormLine {
        text: format!("{} ({}…)", token.name, token.prefix),
        more: more.join(" · "),
        end: counts.then(|| format!("{}/{}/revoke", here(holder), token.prefix)),
        button: say(lang, "token-revoke", &[]),
        suffix: token.prefix.clone(),
    }
}
