//! The list as a file, to be printed and kept: everything that the address finds, or the rows that were
//! selected.

use std::collections::BTreeSet;

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use reglament_core::access::Action;
use reglament_core::ids::TaskId;
use reglament_core::instance::split_id;
use reglament_core::rows::TaskRow;

use super::asked::Asked;
use super::find::{self, Whose};
use crate::pages::error::PageError;
use crate::pages::report::{FileLink, attached, bytes, file_of};
use crate::pages::shell::percent;
use crate::pages::visit::{PageResult, Visit};
use crate::pages::{names, term};
use crate::record;
use crate::reports::Viewer;
use crate::reports::export::{Content, Format};
use crate::reports::model::{Cell, Column, Table};
use crate::texts::say;

/// A file has at most so many tasks; what is longer says so.
const ROWS_MAX: usize = 500;
/// The columns.
const COLUMNS: [&str; 7] = ["number", "applicant", "action", "due", "state", "holder", "office"];

/// The list as files.
pub fn links(asked: &Asked) -> Vec<FileLink> {
    let query = asked.with("after", None).query();
    Format::ALL.map(|format| file_of("/tasks", format, &query)).to_vec()
}

/// Leads to the file of the rows that were selected, in the order of their list.
pub fn of_rows(back: &str, tasks: &BTreeSet<String>) -> Response {
    let query = back.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let query = query.split('#').next().unwrap_or_default();
    let query = Asked::of_query(query).with("after", None).query();
    let tasks: Vec<_> = tasks.iter().map(|task| format!("task={}", percent(task))).collect();
    let (format, tasks) = (Format::Pdf.name(), tasks.join("&"));
    Redirect::to(&format!("/tasks/file/{format}?{query}&{tasks}")).into_response()
}

/// The list as a file.
pub async fn file(
    visit: Visit,
    Path(format): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> PageResult {
    let format = Format::named(&format).ok_or(PageError::NotFound)?;
    let chosen = pairs.iter().filter(|(name, _)| name == "task");
    let chosen: BTreeSet<_> = chosen.map(|(_, task)| TaskId::from(task.as_str())).collect();
    let asked = Asked::read(pairs);
    let whose = find::named(&visit, &asked).unwrap_or(Whose::Units);
    let own = whose != Whose::All;
    visit.require(&Action::ListTasks(own.then_some(&visit.by.person.groups)))?;
    let cases = chosen.iter().filter_map(|task| Some(split_id(task.as_str())?.0));
    let cases = (!chosen.is_empty()).then(|| cases.collect());
    let (mut rows, more) = find::list(&visit, whose, &asked, cases, ROWS_MAX).await?;
    rows.retain(|row| chosen.is_empty() || chosen.contains(&row.task));
    on_record(&visit, &asked, &rows).await?;
    let viewer = Viewer::new(&visit.app, &visit.actor(), visit.lang).await?;
    let title = say(visit.lang, &format!("inbox-file-{}", whose.name()), &[]);
    let mut notes = vec![say(visit.lang, "inbox-file-count", &[("count", rows.len().into())])];
    if more {
        notes.push(say(visit.lang, "inbox-file-cut", &[("max", ROWS_MAX.into())]));
    }
    let content =
        Content { tables: vec![(title.clone(), table(&visit, &viewer, &rows))], title, notes };
    let name = format!("tasks-{}.{}", viewer.today(), format.name());
    Ok(attached(format, &name, bytes(&visit.app, &viewer, format, &content).await?))
}

/// Which list went out, without the words that were looked for.
async fn on_record(visit: &Visit, asked: &Asked, rows: &[TaskRow]) -> Result<(), PageError> {
    let detail = format!("{}, rows: {}", asked.with("q", None).href(), rows.len());
    let person = visit.by.person.person.as_str();
    Ok(record::outside(&visit.app, person, "export", detail).await?)
}

fn table(visit: &Visit, viewer: &Viewer, rows: &[TaskRow]) -> Table {
    let title = |name: &str| say(visit.lang, &format!("column-{name}"), &[]);
    let column = |name| Column { name, title: title(name), is_number: false };
    Table {
        columns: COLUMNS.map(column).to_vec(),
        rows: rows.iter().map(|row| cells(visit, viewer, row).map(Cell::text).to_vec()).collect(),
    }
}

fn cells(visit: &Visit, viewer: &Viewer, row: &TaskRow) -> [String; 7] {
    let (lang, process) = (visit.lang, names::process(&viewer.catalogue, &row.edition));
    let (due, chip) = term::of_task(lang, process.as_deref(), row, visit.now());
    let holder = row.assignee.as_ref().map(|person| viewer.person(person.as_str()));
    let office = row.office.as_ref().map(|office| names::office(lang, &viewer.roster, office));
    [
        row.instance.to_string(),
        row.applicant.clone(),
        names::task(lang, process.as_deref(), row),
        due.unwrap_or_else(|| say(lang, "no-due", &[])),
        chip.map(|chip| chip.text).unwrap_or_default(),
        holder.unwrap_or_else(|| say(lang, "inbox-nobody", &[])),
        office.unwrap_or_default(),
    ]
}
