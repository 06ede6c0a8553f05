//! The columns that somebody may show or leave out; remembered for them.

use axum::response::{IntoResponse, Redirect};
use reglament_core::process::Process;
use reglament_core::rows::TaskRow;
use reglament_core::text::Lang;
use reglament_store::StoreError;
use serde::Serialize;

use super::Cell;
use crate::organization::Roster;
use crate::pages::names;
use crate::pages::visit::{PageResult, Posted, Visit};
use crate::texts::say;

const PREFERENCE: &str = "inbox-columns";
/// The columns, in their order.
const COLUMNS: [&str; 4] = ["service", "unit", "office", "priority"];
/// What is shown to who has chosen nothing.
const DEFAULT: &str = "service";

/// A column that can be left out.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its words.
    pub label: String,
    /// Whether it is shown.
    pub shown: bool,
}

/// The columns, with the choice of this person.
pub async fn of(visit: &Visit) -> Result<Vec<Column>, StoreError> {
    let kept = visit.app.store.preference(&visit.by.person.person, PREFERENCE).await?;
    let kept = kept.as_deref().unwrap_or(DEFAULT);
    let column = |name: &'static str| Column {
        name,
        label: say(visit.lang, &format!("column-{name}"), &[]),
        shown: kept.split(',').any(|shown| shown == name),
    };
    Ok(COLUMNS.map(column).into())
}

/// The cells of a row.
pub fn cells(
    lang: Lang,
    columns: &[Column],
    roster: &Roster,
    process: Option<&Process>,
    task: &TaskRow,
) -> Vec<Cell> {
    let text = |name: &str| match name {
        "service" => names::service(lang, process, &task.process),
        "unit" => names::unit(lang, process, &task.unit),
        "office" => {
            task.office.as_ref().map_or_else(String::new, |id| names::office(lang, roster, id))
        }
        _ => say(lang, &format!("priority-{}", task.priority.as_str()), &[]),
    };
    let shown = columns.iter().filter(|column| column.shown);
    shown.map(|column| Cell { label: column.label.clone(), text: text(column.name) }).collect()
}

/// Keeps the choice.
pub async fn keep(posted: Posted) -> PageResult {
    let chosen: Vec<_> = COLUMNS
        .into_iter()
        .filter(|name| posted.pairs.get(&format!("column.{name}")).is_some())
        .collect();
    let visit = &posted.visit;
    let person = &visit.by.person.person;
    visit.app.store.put_preference(person, PREFERENCE, &chosen.join(",")).await?;
    Ok(Redirect::to(posted.back().unwrap_or("/tasks")).into_response())
}
