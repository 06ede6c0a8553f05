//! Builds the page of a task from its case and from what was typed.

use std::sync::Arc;

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect};
use reglament_core::access::{Action, TaskFacts, check, in_whose_name};
use reglament_core::definition::{Checks, Element, UserTask};
use reglament_core::event::ScopeNo;
use reglament_core::ids::{PersonId, TaskId};
use reglament_core::instance::{ActivationState, Instance, split_id};
use reglament_core::process::Process;
use reglament_core::rejection::Rejection;
use reglament_core::rows::TaskRow;
use reglament_core::value::Value;
use serde::Deserialize;

use super::{TaskPage, back, documents, draft, ground, people};
use crate::pages::error::PageError;
use crate::pages::form::{self, Faults, Pairs};
use crate::pages::inbox::{Notice, urgency};
use crate::pages::names::{self, People};
use crate::pages::requirements::{self, RequirementLine};
use crate::pages::visit::{PageResult, Visit};
use crate::pages::{facts, in_force, refusal, term};
use crate::reading::{self, Case};
use crate::record;
use crate::texts::say;

/// A task with its case and its map.
pub struct Open {
    /// The row.
    pub row: TaskRow,
    /// The case.
    pub case: Arc<Instance>,
    /// The map.
    pub process: Arc<Process>,
}

/// What was typed, and what became of it.
#[derive(Default)]
pub struct Attempt<'a> {
    /// The fields.
    pub pairs: Option<&'a Pairs>,
    /// The case data of the fields.
    pub data: Option<Value>,
    /// Why it was refused.
    pub refused: Option<&'a Rejection>,
    /// Something to say first.
    pub notice: Option<Notice>,
}

/// Shows the task; one that is done leads to its case.
pub async fn show(
    visit: Visit,
    Path(task): Path<String>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let id = TaskId::from(task.clone());
    match open(&visit, &id).await? {
        // A decision that is held is shown, and taken back, on the page of the case.
        Some(open) if is_held(&open) => {
            Ok(Redirect::to(&format!("/instances/{}#tasks", open.case.id)).into_response())
        }
        Some(open) => {
            record::read(&visit.app, &visit.actor(), &open.case.id, open.case.version).await?;
            let page = with_draft(&visit, &open, asked.done.as_deref()).await?;
            visit.page(&page)
        }
        None => gone(&task),
    }
}

fn is_held(open: &Open) -> bool {
    let no = split_id(open.row.task.as_str()).map(|(_, no)| no);
    let state = no.and_then(|no| open.case.activations.get(&no)).map(|open| &open.state);
    matches!(state, Some(ActivationState::Task(task)) if task.held.is_some())
}

/// What the address of the page says.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// What was just done.
    done: Option<String>,
}

/// The page with what was typed before and not sent.
async fn with_draft(visit: &Visit, open: &Open, done: Option<&str>) -> Result<TaskPage, PageError> {
    let page = build(visit, open, Attempt::default()).await?;
    let notice = done.and_then(|done| notice(visit, done));
    if !page.mine {
        return Ok(TaskPage { notice, ..page });
    }
    let (Some((pairs, of_draft)), Some(step)) = (draft::found(visit, open).await?, user_task(open))
    else {
        return Ok(TaskPage { notice, ..page });
    };
    let asked = form::asked(&open.process.definition, &step.form);
    let data = form::read(&asked, &pairs, &open.case.data, true);
    let notice = notice.or(Some(of_draft));
    let attempt = Attempt { pairs: Some(&pairs), data: Some(data), notice, ..Attempt::default() };
    build(visit, open, attempt).await
}

fn notice(visit: &Visit, done: &str) -> Option<Notice> {
    let key = match done {
        "draft" => "task-draft-kept",
        "given" => "task-given",
        "resolved" => "task-resolved",
        "prioritised" => "task-prioritised",
        _ => return None,
    };
    Some(Notice::done(say(visit.lang, key, &[])))
}

/// The answer to a task that is done by now.
pub fn gone(task: &str) -> PageResult {
    let (case, _) = split_id(task).ok_or(PageError::NotFound)?;
    Ok(Redirect::to(&format!("/instances/{case}?done=gone")).into_response())
}

/// The task, if it is open; an error if the person may not read its case.
pub async fn open(visit: &Visit, task: &TaskId) -> Result<Option<Open>, PageError> {
    let Some(row) = visit.app.store.task(task).await? else { return Ok(None) };
    let seen = reading::for_work(&visit.app, &visit.actor(), &row.instance).await?;
    let Case { instance: case, process } = seen.ok_or(PageError::NotFound)?;
    Ok(Some(Open { row, case, process }))
}

/// The user task of the step.
pub fn user_task(open: &Open) -> Option<&UserTask> {
    match &open.process.definition.step(&open.row.step)?.element {
        Element::UserTask(task) | Element::ManualTask(task) => Some(task),
        _ => None,
    }
}

/// The page.
pub async fn build(
    visit: &Visit,
    open: &Open,
    attempt: Attempt<'_>,
) -> Result<TaskPage, PageError> {
    let Open { row, case, process } = open;
    let (lang, now) = (visit.lang, visit.now());
    let holder = row.assignee.as_ref();
    let named = [holder, row.on_behalf_of.as_ref(), row.owner.as_ref()];
    let (actor, roster) = (visit.actor(), visit.app.roster().await?);
    let absent = actor.acting_for().iter().map(|absent| &absent.person);
    let named = named.into_iter().flatten().chain(absent);
    let names_of = People::of(&visit.app.store, named).await?;
    let (due, chip) = term::of_task(lang, Some(process), row, now);
    let scope = scope_of(open);
    let others = process.other_people(case, &row.step, scope);
    let task_facts = TaskFacts::of_row(row, &others);
    let refused = check(&actor, &Action::ClaimTask(&task_facts)).err();
    let name = |person: &PersonId| names_of.name(person.as_str());
    let acting_for = in_whose_name(&actor, &task_facts).ok().flatten().map(name);
    let back = attempt.pairs.and_then(|pairs| pairs.get("back")).unwrap_or("/tasks");
    let mut page = TaskPage {
        service: process.definition.title.get(lang).to_owned(),
        action: names::task(lang, Some(process), row),
        number: case.id.to_string(),
        case_href: format!("/instances/{}", case.id),
        applicant: case.applicant.clone(),
        due,
        chip,
        holder: holder.map(name),
        behalf: row.on_behalf_of.as_ref().map(name),
        owner: row.owner.as_ref().map(name),
        urgency: urgency(lang, row.priority),
        acting_for,
        task: row.task.to_string(),
        mine: (holder.is_some() && refused.is_none()) || attempt.pairs.is_some(),
        claimable: holder.is_none() && refused.is_none(),
        blocked: refused
            .filter(|_| holder.is_none())
            .map(|refused| refusal::why(lang, &roster, Some(process), &refused)),
        repealed: in_force::warning(lang, process, now),
        facts: facts::of(lang, process, &case.data),
        here: format!("/tasks/{}", row.task),
        back: back.to_owned(),
        version: case.version,
        differences: Vec::new(),
        since: Vec::new(),
        problems: Vec::new(),
        notice: None,
        requirements: Vec::new(),
        items: Vec::new(),
        documents: Vec::new(),
        must_differ: process.other_eyes(&row.step).next().is_some(),
        buttons: Vec::new(),
        refusal: None,
        extension: None,
        back_to: None,
        may_give: people::may_give(visit, open, &task_facts),
        may_resolve: row.owner.is_some() && visit.may(&Action::ResolveDelegation(&task_facts)),
        priorities: people::priorities(visit, row.priority, &task_facts),
        returned: case.local(scope).and_then(|local| local.returned.get(&row.step)).cloned(),
    };
    if page.mine {
        page.claimable = false;
        fill(&mut page, visit, open, attempt);
    }
    Ok(page)
}

fn fill(page: &mut TaskPage, visit: &Visit, open: &Open, attempt: Attempt<'_>) {
    let (Some(task), lang) = (user_task(open), visit.lang) else { return };
    let nothing = Pairs::default();
    let pairs = attempt.pairs.unwrap_or(&nothing);
    let faults = attempt.refused.map_or(&[][..], |refused| &refused.fields);
    let asked = form::asked(&open.process.definition, &task.form);
    let definition = &open.process.definition;
    let seen = open.case.seen_in(definition, scope_of(open));
    let data = seen.with(&attempt.data.unwrap_or_default());
    let filed_on = open.process.day(open.case.started_at);
    (page.items, page.problems) = form::draw(lang, &asked, &data, &Faults::of(faults), filed_on);
    page.requirements = requirements_of(visit, open, &data, attempt.refused);
    if task.checks == Some(Checks::Documents) {
        let demanded = open.process.demanded_documents(&data, visit.now()).unwrap_or_default();
        let ticked = match attempt.pairs {
            Some(pairs) => documents::read(pairs),
            None => documents::known(open.case.documents.as_ref(), &demanded),
        };
        let (rows, problems) = documents::draw(lang, definition, &demanded, &ticked, faults);
        page.documents = rows;
        page.problems.extend(problems);
    }
    page.buttons = ground::buttons(lang, &task.outcomes, |outcome| {
        !outcome.demands_ground && !outcome.extends_deadline && !outcome.returns
    });
    let (definition, refused) = (&open.process.definition, attempt.refused);
    let problems = &mut page.problems;
    page.refusal = ground::refusal(lang, definition, &task.outcomes, pairs, refused, problems);
    page.extension = ground::extension(lang, definition, &task.outcomes, pairs, refused, problems);
    page.back_to = back::part(lang, &open.process, &task.outcomes, pairs, refused, problems);
    page.notice = attempt.notice;
}

/// The scope in which the task stands: the case itself, or a run of a subprocess.
pub fn scope_of(open: &Open) -> ScopeNo {
    names::scope_of(&open.case, &open.row.task)
}

/// What the case, as the form has it, must still meet; what was just refused for, if it was.
fn requirements_of(
    visit: &Visit,
    open: &Open,
    data: &Value,
    refused: Option<&Rejection>,
) -> Vec<RequirementLine> {
    let (process, step) = (&open.process, &open.row.step);
    let refused = refused.map(|refused| &refused.requirements).filter(|unmet| !unmet.is_empty());
    let unmet = match refused {
        Some(unmet) => unmet.clone(),
        None => process.unmet_at(step, None, data, visit.now()),
    };
    requirements::draw(visit.lang, &process.definition, Some(step), &unmet)
}
