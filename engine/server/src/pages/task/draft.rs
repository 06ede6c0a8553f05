//! What was typed and not sent is kept on the server: it outlives the browser, and who gives the task back
//! says whether colleagues shall have it.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Redirect};
use reglament_core::access::{Action, TaskFacts};
use reglament_core::ids::TaskId;
use reglament_core::text::Lang;
use reglament_store::Draft;
use serde::Serialize;

use super::build::{Open, gone, open};
use crate::pages::error::PageError;
use crate::pages::form::Pairs;
use crate::pages::format;
use crate::pages::inbox::Notice;
use crate::pages::names::People;
use crate::pages::render::View;
use crate::pages::visit::{PageResult, Posted, Visit};
use crate::texts::say;

/// What a form carries beside what is typed.
const OWN: [&str; 9] =
    ["csrf", "key", "version", "back", "keep", "rows", "outcome", "draft", "sent"];
/// A larger draft is not kept: no form of a map holds so much.
const BYTES_MAX: usize = 256 * 1024;

/// The question what shall become of a draft.
#[derive(Clone, Debug, Serialize)]
pub struct GiveBackPage {
    /// The action of the regulation.
    pub action: String,
    /// The number of the case.
    pub number: String,
    /// The task.
    pub here: String,
    /// When the draft was saved.
    pub saved: String,
}

impl View for GiveBackPage {
    const TEMPLATE: &'static str = "give_back";

    fn title(&self, lang: Lang) -> String {
        say(lang, "give-back-title", &[])
    }
}

/// Keeps what is typed; a script is told in a sentence, a form is shown again.
pub async fn keep(Path(task): Path<String>, posted: Posted) -> PageResult {
    let id = TaskId::from(task.clone());
    let visit = &posted.visit;
    let Some(found) = open(visit, &id).await? else { return gone(&task) };
    let others =
        found.process.other_people(&found.case, &found.row.step, super::build::scope_of(&found));
    visit.require(&Action::CompleteTask(&TaskFacts::of_row(&found.row, &others)))?;
    let typed = posted.pairs.0.iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
    let typed: Vec<_> = typed.collect();
    let body = serde_json::to_string(&typed).map_err(|error| PageError::fault(&error))?;
    if body.len() > BYTES_MAX {
        return Ok(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    }
    let version = posted.pairs.get("version").and_then(|version| version.parse().ok());
    let draft = Draft {
        task: id,
        person: visit.by.person.person.clone(),
        version: version.unwrap_or(found.case.version),
        body,
        at: visit.now(),
        left: false,
    };
    if !visit.app.store.put_draft(&draft).await? {
        return gone(&task);
    }
    if posted.pairs.get("keep").is_some() {
        return Ok(Redirect::to(&format!("/tasks/{task}?done=draft")).into_response());
    }
    let words = say(visit.lang, "draft-saved", &[("when", when(visit, &found, &draft).into())]);
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], words).into_response())
}

fn when(visit: &Visit, open: &Open, draft: &Draft) -> String {
    format::recent(visit.lang, draft.at, visit.now(), open.process.calendar.zone())
}

/// The draft that the page fills the form with, and the sentence about it.
pub async fn found(visit: &Visit, open: &Open) -> Result<Option<(Pairs, Notice)>, PageError> {
    let me = &visit.by.person.person;
    let Some(draft) = visit.app.store.draft(&open.row.task, me).await? else { return Ok(None) };
    // A draft is only a convenience: one that does not read is passed over.
    let Ok(pairs) = serde_json::from_str(&draft.body) else { return Ok(None) };
    let when = when(visit, open, &draft);
    let title = if draft.person == *me {
        say(visit.lang, "draft-own", &[("when", when.into())])
    } else {
        let people = People::of(&visit.app.store, [&draft.person].into_iter()).await?;
        let person = people.name(draft.person.as_str());
        say(visit.lang, "draft-left", &[("person", person.into()), ("when", when.into())])
    };
    Ok(Some((Pairs(pairs), Notice::done(title))))
}

/// The page that asks about the draft, when there is one of this person's and they have not said yet.
pub async fn question(posted: &Posted, open: &Open) -> Result<Option<GiveBackPage>, PageError> {
    let visit = &posted.visit;
    if posted.pairs.get("draft").is_some() {
        return Ok(None);
    }
    let draft = visit.app.store.draft(&open.row.task, &visit.by.person.person).await?;
    let own = draft.filter(|draft| draft.person == visit.by.person.person);
    Ok(own.map(|draft| GiveBackPage {
        action: crate::pages::names::task(visit.lang, Some(&open.process), &open.row),
        number: open.case.id.to_string(),
        here: format!("/tasks/{}", open.row.task),
        saved: when(visit, open, &draft),
    }))
}

/// Does with the draft what the person said.
pub async fn part(posted: &Posted, task: &TaskId) -> Result<(), PageError> {
    let (store, me) = (&posted.visit.app.store, &posted.visit.by.person.person);
    match posted.pairs.get("draft") {
        Some("leave") => store.leave_draft(task, me).await?,
        Some(_) => store.drop_draft(task, me).await?,
        None => {}
    }
    Ok(())
}
