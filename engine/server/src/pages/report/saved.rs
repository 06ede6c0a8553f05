//! Reports that people keep under a name: an address with a name, which everybody who reads reports sees.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use reglament_core::access::Action;
use reglament_store::SavedReport;

use super::super::error::PageError;
use super::super::visit::{PageResult, Posted};
use crate::auth::new_token;
use crate::record;
use crate::reports::Viewer;
use crate::reports::digest::pairs;
use crate::reports::spec::{Kind, Spec};

/// A name has at most so many letters.
const NAME_LETTERS_MAX: usize = 80;
/// An installation keeps at most so many.
const REPORTS_MAX: usize = 500;

/// Keeps the report that is shown.
pub async fn keep(Path(name): Path<String>, posted: Posted) -> PageResult {
    let visit = &posted.visit;
    visit.require(&Action::ReadReports)?;
    let kind = Kind::named(&name).ok_or(PageError::NotFound)?;
    let viewer = Viewer::new(&visit.app, &visit.actor(), visit.lang).await?;
    let query = posted.pairs.get("query").unwrap_or_default();
    let spec = Spec::read(kind, &pairs(query), viewer.today());
    let title = posted.pairs.get("name").unwrap_or_default().trim();
    let title: String = title.chars().take(NAME_LETTERS_MAX).collect();
    let is_full = visit.app.store.reports().await?.len() >= REPORTS_MAX;
    if title.is_empty() || is_full {
        return Ok(Redirect::to(&spec.href()).into_response());
    }
    let id: String = match posted.pairs.get("key") {
        // The key of the form: a second click keeps the same report again.
        Some(key) if !key.is_empty() => key.chars().take(40).collect(),
        _ => new_token().map_err(|error| PageError::fault(&error))?.chars().take(16).collect(),
    };
    let person = visit.by.person.person.to_string();
    let saved = SavedReport {
        id: id.clone(),
        name: title,
        report: kind.name().to_owned(),
        query: spec.query(),
        owner: person.clone(),
        at: visit.now(),
    };
    visit.app.store.put_report(&saved).await?;
    record::outside(&visit.app, &person, "keep_report", id).await?;
    Ok(Redirect::to(&format!("{}&done=kept", spec.href())).into_response())
}

/// Forgets a report of one's own.
pub async fn forget(Path((name, id)): Path<(String, String)>, posted: Posted) -> PageResult {
    let visit = &posted.visit;
    visit.require(&Action::ReadReports)?;
    let kind = Kind::named(&name).ok_or(PageError::NotFound)?;
    let own = visit.by.person.person.as_str();
    let saved = visit.app.store.reports().await?;
    let found = saved.iter().find(|saved| saved.id == id && saved.owner == own);
    let found = found.ok_or(PageError::NotFound)?;
    visit.app.store.forget_report(&found.id).await?;
    record::outside(&visit.app, own, "forget_report", id).await?;
    Ok(Redirect::to(&format!("/reports/{}?done=forgotten", kind.name())).into_response())
}
