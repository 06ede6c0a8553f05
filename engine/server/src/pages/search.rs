//! Finds cases: by number, by the number of a document, a person or a passport, by a name in either
//! alphabet. Shown is only what the person may read, and every search is on record without its words.

use axum::extract::Query;
use axum::response::{IntoResponse, Redirect};
use reglament_core::command::Offices;
use reglament_core::ids::InstanceId;
use reglament_core::instance::Instance;
use reglament_core::process::Process;
use reglament_core::search;
use reglament_core::text::Lang;
use reglament_store::Search;
use serde::{Deserialize, Serialize};

use super::chip::Chip;
use super::error::PageError;
use super::render::View;
use super::term;
use super::visit::{PageResult, Visit};
use crate::texts::say;
use crate::{reading, record};

/// Cases on the page; who gets more is asked to say more.
const SHOWN_MAX: usize = 50;
/// So many that are found are looked at: others may be out of the person's sight.
const LOOKED_AT_MAX: u32 = 300;
/// The number of a case has so many digits at least.
const CASE_DIGITS_MIN: usize = 14;
/// Fewer signs of a number would find half of the country.
const NUMBER_MIN: usize = 4;
/// A longer text is cut.
const CHARACTERS_MAX: usize = 200;

/// What was found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SearchPage {
    /// What was looked for.
    pub q: String,
    /// How many were found, in words; nothing was asked when empty.
    pub said: String,
    /// The cases, the newest first.
    pub rows: Vec<FoundRow>,
    /// Whether there are more.
    pub more: bool,
}

/// A case that was found.
#[derive(Clone, Debug, Serialize)]
pub struct FoundRow {
    /// Its number.
    pub number: String,
    /// The applicant.
    pub applicant: String,
    /// The service.
    pub service: String,
    /// Where it stands.
    pub status: String,
    /// The due date.
    pub due: Option<String>,
    /// How the term stands.
    pub chip: Option<Chip>,
}

impl View for SearchPage {
    const TEMPLATE: &'static str = "search";

    fn title(&self, lang: Lang) -> String {
        say(lang, "search-title", &[])
    }
}

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// Shows what is found; the whole number of a case leads to the case itself.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> PageResult {
    let q: String = asked.q.trim().chars().take(CHARACTERS_MAX).collect();
    if q.is_empty() {
        return visit.page(&SearchPage::default());
    }
    if let Some(case) = case_number(&q)
        && let Some(instance) = visit.app.store.instance(&case).await?
        && reading::may_see(&visit.app, &visit.actor(), &instance).is_some()
    {
        return Ok(Redirect::to(&format!("/instances/{case}")).into_response());
    }
    let (rows, more) = find(&visit, &q).await?;
    let said = say(visit.lang, "search-found", &[("count", rows.len().into())]);
    visit.page(&SearchPage { q, said, rows, more })
}

/// Digits and nothing else but the spaces that people put between them.
fn case_number(q: &str) -> Option<InstanceId> {
    let number: String = q.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let is_number =
        number.len() >= CASE_DIGITS_MIN && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| InstanceId::from(number))
}

async fn find(visit: &Visit, q: &str) -> Result<(Vec<FoundRow>, bool), PageError> {
    let actor = visit.actor();
    let number = Some(search::as_number(q)).filter(|number| number.chars().count() >= NUMBER_MIN);
    let words = search::asked(q);
    let kind = if q.chars().any(|c| c.is_ascii_digit()) { "number" } else { "name" };
    let offices = match actor.offices() {
        Offices::All => None,
        Offices::Only(only) => Some(only),
    };
    let document = Some(q.to_owned());
    let search = Search { words, number, document, offices, limit: LOOKED_AT_MAX };
    let found = visit.app.store.find_cases(&search).await?;
    let mut rows = Vec::new();
    let mut more = found.len() >= LOOKED_AT_MAX as usize;
    for id in &found {
        let Some(case) = visit.app.store.instance(id).await? else { continue };
        let Some(process) = reading::may_see(&visit.app, &actor, &case) else { continue };
        if rows.len() == SHOWN_MAX {
            more = true;
            break;
        }
        rows.push(row(visit, &process, &case));
    }
    // The words may be the name or the number of a person: only their kind is kept.
    let detail = format!("by {kind}, {} shown", rows.len());
    record::outside(&visit.app, actor.name(), "search", detail).await?;
    Ok((rows, more))
}

fn row(visit: &Visit, process: &Process, case: &Instance) -> FoundRow {
    let (due, chip) = term::of_case(visit.lang, Some(process), case, visit.now());
    let href = format!("/instances/{}#clock", case.id);
    FoundRow {
        number: case.id.to_string(),
        applicant: case.applicant.clone(),
        service: process.definition.title.get(visit.lang).to_owned(),
        status: super::case::status(visit.lang, case, process),
        due,
        chip: chip.map(|chip| chip.to(href)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_fourteen_digits_is_that_of_a_case() {
        assert_eq!(case_number("26112203600123"), Some("26112203600123".into()));
        assert_eq!(case_number("2611 2203-600123"), Some("26112203600123".into()));
        for other in ["850101300123", "2611220360012a", "", "—"] {
            assert_eq!(case_number(other), None, "{other}");
        }
    }
}
