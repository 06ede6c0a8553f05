//! Filters with a name: addresses of the list that a person keeps for themselves or for a group.

use axum::response::{IntoResponse, Redirect};
use reglament_core::ids::GroupId;
use reglament_store::{SavedFilter, StoreError};
use serde::Serialize;

use super::asked::Asked;
use super::find::{self, Whose};
use super::show;
use crate::auth::new_token;
use crate::pages::error::PageError;
use crate::pages::visit::{PageResult, Posted, Visit};

/// So many lists are counted, each up to so many tasks.
const COUNTED: usize = 8;
const COUNTED_MAX: u32 = 100;
/// A longer name is cut.
const NAME_CHARACTERS_MAX: usize = 60;

/// A filter with a name.
#[derive(Clone, Debug, Serialize)]
pub struct Saved {
    /// Its identifier.
    pub id: String,
    /// How many tasks are in it; not counted to the end, nor where only the calendar can tell.
    pub count: Option<String>,
    /// Its name.
    pub name: String,
    /// The list.
    pub href: String,
    /// Whether it is shown.
    pub current: bool,
    /// Whether this person may throw it away.
    pub own: bool,
    /// Whether it is a group's.
    pub shared: bool,
}

/// The filters that this person sees.
pub async fn of(visit: &Visit, shown: Whose, asked: &Asked) -> Result<Vec<Saved>, StoreError> {
    let person = &visit.by.person;
    let kept = visit.app.store.filters(&person.person, &person.groups).await?;
    let here = asked.with("after", None).query();
    let saved = |filter: SavedFilter| Saved {
        count: None,
        href: format!("/tasks?{}", filter.query),
        current: filter.query == here,
        own: filter.owner == person.person,
        shared: filter.group.is_some(),
        id: filter.id,
        name: filter.name,
    };
    let mut list: Vec<_> = kept.into_iter().map(saved).collect();
    for one in list.iter_mut().take(COUNTED) {
        one.count = count(visit, shown, &one.href).await?;
    }
    Ok(list)
}

/// How many tasks a kept list has.
async fn count(visit: &Visit, shown: Whose, href: &str) -> Result<Option<String>, StoreError> {
    let asked = Asked::of_query(href.trim_start_matches("/tasks?"));
    if asked.get("state").is_some() {
        return Ok(None);
    }
    let whose = find::named(visit, &asked).unwrap_or(shown);
    match find::narrowed(visit, whose, &asked).await? {
        Some(filter) => show::count(visit, &filter, COUNTED_MAX).await.map(Some),
        None => Ok(Some("0".to_owned())),
    }
}

/// Keeps the list that is shown under a name.
pub async fn keep(posted: Posted) -> PageResult {
    let visit = &posted.visit;
    let name = posted.pairs.get("name").unwrap_or_default().trim();
    let name: String = name.chars().take(NAME_CHARACTERS_MAX).collect();
    let asked = posted.back().and_then(|back| back.split_once('?')).map(|(_, query)| query);
    // Read and written again: only what the list knows is kept.
    let asked = Asked::of_query(asked.unwrap_or_default()).with("after", None);
    if name.is_empty() {
        return Ok(Redirect::to(&asked.href()).into_response());
    }
    let group = posted.pairs.get("group").map(GroupId::from);
    let group = group.filter(|group| visit.by.person.groups.contains(group));
    let filter = SavedFilter {
        id: new_token().map_err(|error| PageError::fault(&error))?,
        owner: visit.by.person.person.clone(),
        group,
        name,
        query: asked.query(),
        at: visit.now(),
    };
    visit.app.store.put_filter(&filter).await?;
    Ok(Redirect::to(&format!("{}&done=saved", asked.href())).into_response())
}

/// Throws a filter of the person's own away.
pub async fn drop_saved(posted: Posted) -> PageResult {
    let visit = &posted.visit;
    let id = posted.pairs.get("filter").unwrap_or_default();
    visit.app.store.drop_filter(id, &visit.by.person.person).await?;
    Ok(Redirect::to(posted.back().unwrap_or("/tasks")).into_response())
}
