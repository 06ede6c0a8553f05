//! The supervisor's list of cases past their due date.

use axum::extract::Query;
use reglament_core::access::Action;
use reglament_core::ids::InstanceId;
use reglament_core::rows::{InstanceRow, task_rows};
use reglament_core::text::Lang;
use reglament_store::{InstanceFilter, StoreError};
use serde::{Deserialize, Serialize};

use super::chip::Chip;
use super::names::{self, People};
use super::render::View;
use super::term;
use super::visit::{PageResult, Visit};
use crate::texts::say;

/// Rows on one page.
const ROWS: u32 = 50;

/// The list.
#[derive(Clone, Debug, Serialize)]
pub struct OverduePage {
    /// How many in all.
    pub summary: String,
    /// The cases.
    pub rows: Vec<OverdueRow>,
    /// The first page, when this is not it.
    pub previous: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

/// A case that is late.
#[derive(Clone, Debug, Serialize)]
pub struct OverdueRow {
    /// The case page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// The applicant.
    pub applicant: String,
    /// The service.
    pub service: String,
    /// The due date.
    pub due: Option<String>,
    /// How late it is.
    pub chip: Option<Chip>,
    /// Where it stands, and with whom.
    pub places: Vec<Where>,
}

/// A task of a late case.
#[derive(Clone, Debug, Serialize)]
pub struct Where {
    /// The action.
    pub step: String,
    /// Who has it, or which unit.
    pub who: String,
}

impl View for OverduePage {
    const TEMPLATE: &'static str = "overdue";

    fn title(&self, lang: Lang) -> String {
        say(lang, "overdue-title", &[])
    }
}

/// What the address of the list says.
#[derive(Debug, Deserialize)]
pub struct Asked {
    before: Option<String>,
}

/// Shows the list.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> PageResult {
    visit.require(&Action::ReadReports)?;
    let filter = InstanceFilter {
        state: Some("running".to_owned()),
        due_before: Some(visit.now()),
        before: asked.before.as_deref().map(InstanceId::from),
        limit: ROWS + 1,
        ..InstanceFilter::default()
    };
    let mut cases = visit.app.store.instances(&filter).await?;
    let more = cases.len() > ROWS as usize;
    cases.truncate(ROWS as usize);
    let last = cases.last().map(|case| case.instance.to_string());
    let totals = visit.app.store.totals(visit.now()).await?;
    let count = [("count", totals.overdue.into())];
    let page = OverduePage {
        summary: say(visit.lang, "overdue-summary", &count),
        rows: rows(&visit, &cases).await?,
        previous: asked.before.map(|_| "/reports/overdue".to_owned()),
        next: last.filter(|_| more).map(|last| format!("/reports/overdue?before={last}")),
    };
    visit.page(&page)
}

async fn rows(visit: &Visit, cases: &[InstanceRow]) -> Result<Vec<OverdueRow>, StoreError> {
    let tasks: Vec<_> = cases.iter().flat_map(|case| task_rows(&case.body)).collect();
    let holders = tasks.iter().filter_map(|task| task.assignee.as_ref());
    let people = People::of(&visit.app.store, holders).await?;
    let rows = cases.iter().map(|case| row(visit, case, &people));
    Ok(rows.collect())
}

fn row(visit: &Visit, case: &InstanceRow, people: &People) -> OverdueRow {
    let process = names::process(&visit.app.catalogue(), &case.edition);
    let process = process.as_deref();
    let (due, chip) = term::of_case(visit.lang, process, &case.body, visit.now());
    let href = format!("/instances/{}", case.instance);
    let tasks = task_rows(&case.body);
    let places = tasks.iter().map(|task| Where {
        step: names::task(visit.lang, process, task),
        who: match &task.assignee {
            Some(person) => people.name(person.as_str()),
            None => names::unit(visit.lang, process, &task.unit),
        },
    });
    OverdueRow {
        number: case.instance.to_string(),
        applicant: case.body.applicant.clone(),
        service: names::service(visit.lang, process, &case.process),
        due,
        chip: chip.map(|chip| chip.to(format!("{href}#clock"))),
        places: places.collect(),
        href,
    }
}
