//! The pages of administrators: people, offices, groups, programs. They share a list and a form.

mod form;
pub mod groups;
pub mod offices;
pub mod people;
pub mod programs;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use reglament_core::text::Lang;
use serde::Serialize;

use super::error::PageError;
use super::form::{Item, Problem};
use super::inbox::Notice;
use super::render::View;
use super::visit::{PageResult, Posted, Visit};
use crate::organization::{Fault, KeepError, Keeper, Kept, Roster, keep};
use crate::texts::say;

pub use form::Form;

/// A list of things of the organisation.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ListPage {
    /// Its heading.
    pub heading: String,
    /// The other lists.
    pub tabs: Vec<ListTab>,
    /// Where a new one is added.
    pub add: String,
    /// What was done.
    pub notice: Option<Notice>,
    /// The headings of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<ListRow>,
}

/// A way to another list.
#[derive(Clone, Debug, Serialize)]
pub struct ListTab {
    /// Where.
    pub href: String,
    /// Its words.
    pub label: String,
    /// Whether it is this one.
    pub current: bool,
}

/// A row of a list.
#[derive(Clone, Debug, Serialize)]
pub struct ListRow {
    /// Where it is changed.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Whether it is closed.
    pub off: bool,
    /// The other cells.
    pub cells: Vec<ListCell>,
}

/// A cell of a list.
#[derive(Clone, Debug, Serialize)]
pub struct ListCell {
    /// Its column, for narrow windows.
    pub column: String,
    /// What stands in it.
    pub text: String,
}

impl View for ListPage {
    const TEMPLATE: &'static str = "organization_list";

    fn title(&self, _: Lang) -> String {
        self.heading.clone()
    }
}

/// A form of the organisation, or of somebody's own account.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FormPage {
    /// Its heading.
    pub heading: String,
    /// Where it posts to.
    pub here: String,
    /// The way back, and its words.
    pub back: Option<Way>,
    /// A sentence above the form.
    pub lead: String,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What was done.
    pub notice: Option<Notice>,
    /// A secret that is shown this once.
    pub secret: Option<String>,
    /// The fields.
    pub items: Vec<Item>,
    /// What the button says.
    pub button: String,
    /// What exists already and can be ended.
    pub lines: Vec<FormLine>,
    /// The heading above them.
    pub lines_heading: String,
    /// Other pages that belong to this one.
    pub ways: Vec<Way>,
}

/// A link.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// Where.
    pub href: String,
    /// Its words.
    pub label: String,
}

/// Something that exists: an absence, a token.
#[derive(Clone, Debug, Serialize)]
pub struct FormLine {
    /// What it is.
    pub text: String,
    /// More of it.
    pub more: String,
    /// Where the form posts to that ends it; none when it has ended.
    pub end: Option<String>,
    /// What the button says.
    pub button: String,
    /// Tells the forms of a page apart.
    pub suffix: String,
}

impl View for FormPage {
    const TEMPLATE: &'static str = "organization_form";

    fn title(&self, _: Lang) -> String {
        self.heading.clone()
    }
}

/// The lists, the one at this address being the current one.
fn tabs(visit: &Visit) -> Vec<ListTab> {
    let path = visit.path.split('?').next().unwrap_or_default();
    let lists = [
        ("/organization/people", "admin-people"),
        ("/organization/offices", "admin-offices"),
        ("/organization/groups", "admin-groups"),
        ("/organization/programs", "admin-programs"),
    ];
    let tab = |(href, key): (&str, &str)| ListTab {
        href: href.to_owned(),
        label: say(visit.lang, key, &[]),
        current: href == path,
    };
    lists.map(tab).to_vec()
}

/// A row with its cells under these columns; the first column is the name.
fn row(href: String, name: String, off: bool, columns: &[String], cells: Vec<String>) -> ListRow {
    let named = columns.iter().skip(1).zip(cells);
    let cells = named.map(|(column, text)| ListCell { column: column.clone(), text }).collect();
    ListRow { href, name, off, cells }
}

/// Says that something was kept, after a redirect.
pub(super) fn kept(visit: &Visit) -> Option<Notice> {
    let done = visit.path.ends_with("?done=kept");
    done.then(|| Notice::done(say(visit.lang, "admin-kept", &[])))
}

/// Changes the organisation for who posted; the faults of the fields come back.
pub(super) async fn change(
    posted: &Posted,
    action: &str,
    decide: impl Fn(&Roster, &Keeper) -> Result<Kept, KeepError>,
) -> Result<Result<(), Vec<Fault>>, PageError> {
    let place = posted.visit.app.organization();
    let by = Keeper::Actor(Box::new(posted.visit.actor()));
    match keep(&place, &by, action, decide).await {
        Ok(_) => Ok(Ok(())),
        Err(KeepError::Faults(faults)) => Ok(Err(faults)),
        Err(KeepError::Forbidden) => Err(PageError::Forbidden),
        Err(KeepError::NotFound) => Err(PageError::NotFound),
        Err(KeepError::Busy) => Err(PageError::Busy),
        Err(other) => Err(PageError::fault(&other)),
    }
}

/// Back to a list when it was kept; else the form again, with what is wrong.
pub(super) fn answer(
    posted: &Posted,
    kept: Result<(), Vec<Fault>>,
    to: &str,
    again: impl FnOnce(&[Fault]) -> FormPage,
) -> PageResult {
    match kept {
        Ok(()) => Ok(Redirect::to(&format!("{to}?done=kept")).into_response()),
        Err(faults) => {
            let page = again(&faults);
            posted.visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}
