//! Files an application that came on paper: the form is that of the first task of the map.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use reglament_core::access::Action;
use reglament_core::collation;
use reglament_core::command::Command;
use reglament_core::definition::{Definition, Element};
use reglament_core::ids::ProcessId;
use reglament_core::process::Process;
use reglament_core::rejection::Rejection;
use reglament_core::text::Lang;
use reglament_core::value::Value;
use serde::Serialize;

use super::error::PageError;
use super::form::{self, Asked, Faults, Item, Problem, change_rows};
use super::inbox::Notice;
use super::render::View;
use super::requirements::RequirementLine;
use super::visit::{PageResult, Posted, Visit};
use super::{format, in_force, refusal, requirements};
use crate::dispatch::{DispatchError, Target};
use crate::texts::say;

/// The services for which an application can be filed.
#[derive(Clone, Debug, Serialize)]
pub struct ServicesPage {
    /// The services.
    pub services: Vec<ServiceLine>,
}

/// A service.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceLine {
    /// Its form.
    pub href: String,
    /// What it is called.
    pub title: String,
    /// Its term.
    pub term: String,
    /// Says that the rules are not in force today.
    pub repealed: Option<String>,
}

/// The form of an application.
#[derive(Clone, Debug, Serialize)]
pub struct StartPage {
    /// The service.
    pub service: String,
    /// The address of the page.
    pub here: String,
    /// Says that the rules are not in force today.
    pub repealed: Option<String>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What the application does not meet.
    pub requirements: Vec<RequirementLine>,
    /// The fields.
    pub items: Vec<Item>,
    /// Something to say first.
    pub notice: Option<Notice>,
}

impl View for ServicesPage {
    const TEMPLATE: &'static str = "services";

    fn title(&self, lang: Lang) -> String {
        say(lang, "services-title", &[])
    }
}

impl View for StartPage {
    const TEMPLATE: &'static str = "start";

    fn title(&self, _: Lang) -> String {
        self.service.clone()
    }
}

/// Shows the services.
pub async fn list(visit: Visit) -> PageResult {
    visit.require(&Action::StartInstance)?;
    let (lang, now) = (visit.lang, visit.now());
    let line = |process: &Arc<Process>| ServiceLine {
        href: format!("/start/{}", process.definition.process),
        title: process.definition.title.get(lang).to_owned(),
        term: term(lang, process),
        repealed: in_force::warning(lang, process, now),
    };
    let mut services: Vec<_> = visit.app.catalogue().all_current().map(line).collect();
    services.sort_by_cached_key(|service| collation::key_in(lang, &service.title));
    visit.page(&ServicesPage { services })
}

/// Shows the form of a service.
pub async fn form(visit: Visit, Path(process): Path<String>) -> PageResult {
    visit.require(&Action::StartInstance)?;
    let process = current(&visit, &process)?;
    let page = page(&visit, &process, &Value::default(), None);
    visit.page(&page)
}

/// Files the application, or shows the form again.
pub async fn file(Path(process): Path<String>, posted: Posted) -> PageResult {
    let visit = &posted.visit;
    visit.require(&Action::StartInstance)?;
    let process = current(visit, &process)?;
    let asked = asked(&process.definition);
    if let Some(button) = posted.pairs.get("rows") {
        let mut data = form::read(&asked, &posted.pairs, &Value::Null, true);
        change_rows(&asked, &mut data, button);
        return visit.page(&page(visit, &process, &data, None));
    }
    let data = form::read(&asked, &posted.pairs, &Value::Null, false);
    let target = Target::New(process.definition.process.clone());
    let (command, options) = (Command::Start { data, caller: None }, posted.options(None));
    match visit.app.dispatcher.dispatch(target, command, visit.actor(), options).await {
        Ok(case) => {
            let to = format!("/instances/{}?done=started", case.instance);
            Ok(Redirect::to(&to).into_response())
        }
        Err(DispatchError::Rejected(refused)) => {
            let data = form::read(&asked, &posted.pairs, &Value::Null, true);
            let page = page(visit, &process, &data, Some(&refused));
            visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn page(visit: &Visit, process: &Process, data: &Value, refused: Option<&Rejection>) -> StartPage {
    let lang = visit.lang;
    let faults = refused.map_or(&[][..], |refused| &refused.fields);
    let asked = asked(&process.definition);
    let (items, problems) =
        form::draw(lang, &asked, data, &Faults::of(faults), process.day(visit.now()));
    let unmet = refused.map_or(&[][..], |refused| &refused.requirements);
    let said = refused.filter(|_| problems.is_empty());
    let title = say(lang, "start-not-filed", &[]);
    StartPage {
        service: process.definition.title.get(lang).to_owned(),
        here: format!("/start/{}", process.definition.process),
        repealed: in_force::warning(lang, process, visit.now()),
        problems,
        requirements: requirements::draw(lang, &process.definition, None, unmet),
        items,
        notice: said.map(|refused| Notice::failed(title, refusal::words(lang, refused.code))),
    }
}

/// The fields of the first task of the map; all declared data where no task asks for any.
fn asked(definition: &Definition) -> Vec<Asked<'_>> {
    let first = definition.steps.values().find_map(|step| match &step.element {
        Element::UserTask(task) | Element::ManualTask(task) => Some(&task.form),
        _ => None,
    });
    match first {
        Some(paths) if !paths.is_empty() => form::asked(definition, paths),
        _ => form::asked(definition, &definition.data.keys().cloned().collect::<Vec<_>>()),
    }
}

fn current(visit: &Visit, process: &str) -> Result<Arc<Process>, PageError> {
    let catalogue = visit.app.catalogue();
    catalogue.current(&ProcessId::from(process)).cloned().ok_or(PageError::NotFound)
}

fn term(lang: Lang, process: &Process) -> String {
    let deadline = process.definition.deadline.as_ref();
    let within = deadline.map(|deadline| format::term(lang, deadline.within));
    match within {
        Some(term) => say(lang, "services-term", &[("term", term.into())]),
        None => say(lang, "no-due", &[]),
    }
}
