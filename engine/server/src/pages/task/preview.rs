//! What a decision would send, before it is made: the very letter, the notice in both languages, the new
//! due date. Nothing is stored; the way on carries everything that was typed.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use reglament_core::command::{Command, Request};
use reglament_core::effect::{Effect, EffectKind, Recipient};
use reglament_core::ids::TaskId;
use reglament_core::text::Lang;
use reglament_core::transition::{Transition, transition};
use serde::Serialize;

use super::build::{Open, gone, open, user_task};
use super::{complete, typed};
use crate::pages::error::PageError;
use crate::pages::render::View;
use crate::pages::visit::{PageResult, Posted, Visit};
use crate::pages::{form, format, names};
use crate::texts::say;

/// What a form carries for itself, and no typed field.
const OWN: [&str; 4] = ["csrf", "key", "paper", "rows"];

/// What a decision would do.
#[derive(Clone, Debug, Serialize)]
pub struct PreviewPage {
    /// The action of the regulation.
    pub action: String,
    /// The number of the case.
    pub number: String,
    /// The task.
    pub here: String,
    /// The due date, and what it would be.
    pub moved: Option<Moved>,
    /// The letters and notices.
    pub letters: Vec<Words>,
    /// The documents that would be made.
    pub papers: Vec<Paper>,
    /// What was typed.
    pub fields: Vec<Field>,
    /// The words of the decision.
    pub decide: String,
}

/// A due date that would move.
#[derive(Clone, Debug, Serialize)]
pub struct Moved {
    /// What it is.
    pub was: String,
    /// What it would be.
    pub due: String,
}

/// A letter in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Words {
    /// The language.
    pub language: &'static str,
    /// Who gets it.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// A document.
#[derive(Clone, Debug, Serialize)]
pub struct Paper {
    /// Its place among them.
    pub n: usize,
    /// What it is called.
    pub title: String,
}

/// A field that was typed.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl View for PreviewPage {
    const TEMPLATE: &'static str = "preview";

    fn title(&self, lang: Lang) -> String {
        say(lang, "preview-title", &[])
    }
}

/// Shows what the chosen decision would send; with `paper`, one of its documents as a PDF.
pub async fn preview(Path(task): Path<String>, posted: Posted) -> PageResult {
    let (visit, id) = (&posted.visit, TaskId::from(task.clone()));
    let Some(found) = open(visit, &id).await? else { return gone(&task) };
    let step = user_task(&found).ok_or(PageError::NotFound)?;
    let asked = form::asked(&found.process.definition, &step.form);
    let completion = typed::completion(step, &asked, &posted.pairs, &found.case.data);
    let command = Command::CompleteTask { task: id, completion };
    let request = Request { command, by: visit.actor(), at: visit.now() };
    let would = transition(&found.process, &found.case.id, Some(&found.case), &request);
    let would = match would {
        Ok(would) => would,
        Err(refused) => return complete::refuse(&posted, &found, &refused).await,
    };
    if let Some(n) = posted.pairs.get("paper").and_then(|n| n.parse::<usize>().ok()) {
        return paper(visit, &would, n).await;
    }
    visit.page(&page(&posted, &found, &would))
}

/// One of the documents that would be made.
async fn paper(visit: &Visit, would: &Transition, n: usize) -> PageResult {
    let (document, variables) = papers(&would.effects).nth(n).ok_or(PageError::NotFound)?;
    let made = visit.app.previews.as_ref().ok_or(PageError::NotFound)?;
    let made = made.preview(&*visit.app.store, document, variables, visit.now()).await;
    let content = made.map_err(|error| PageError::fault(&error))?;
    let headers = [
        (CONTENT_TYPE, "application/pdf"),
        (CONTENT_DISPOSITION, "inline; filename=\"preview.pdf\""),
        (CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, content).into_response())
}

fn papers(effects: &[Effect]) -> impl Iterator<Item = (&str, &reglament_core::value::Value)> {
    effects.iter().filter_map(|effect| match &effect.kind {
        EffectKind::Document { document, variables } => Some((document.as_str(), variables)),
        _ => None,
    })
}

fn page(posted: &Posted, open: &Open, would: &Transition) -> PreviewPage {
    let (visit, lang) = (&posted.visit, posted.visit.lang);
    let titles: BTreeMap<_, _> =
        visit.app.previews.as_ref().map(|it| it.titles()).unwrap_or_default();
    let title = |document: &str| {
        let title = titles.get(document).map(|title| title.get(lang).to_owned());
        title.unwrap_or_else(|| document.to_owned())
    };
    let papers = papers(&would.effects).enumerate();
    let outcome = posted.pairs.get("outcome").unwrap_or_default();
    let decide = user_task(open).and_then(|task| task.outcomes.get(outcome));
    let decide = decide.map(|outcome| outcome.title.get(lang).to_owned());
    let typed = posted.pairs.0.iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
    PreviewPage {
        action: names::task(lang, Some(&open.process), &open.row),
        number: open.case.id.to_string(),
        here: format!("/tasks/{}", open.row.task),
        moved: moved(lang, open, would),
        letters: letters(visit, &would.effects),
        papers: papers.map(|(n, (document, _))| Paper { n, title: title(document) }).collect(),
        fields: typed
            .map(|(name, value)| Field { name: name.clone(), value: value.clone() })
            .collect(),
        decide: decide
            .filter(|it| !it.is_empty())
            .unwrap_or_else(|| say(lang, "task-complete", &[])),
    }
}

fn moved(lang: Lang, open: &Open, would: &Transition) -> Option<Moved> {
    let was = open.case.clock.figures()?.due.date;
    let due = would.after.clock.figures()?.due.date;
    let moved = Moved { was: format::date(lang, was), due: format::date(lang, due) };
    (was != due).then_some(moved)
}

/// The letters to the applicant, in Kazakh and in Russian; those to groups go to colleagues.
fn letters(visit: &Visit, effects: &[Effect]) -> Vec<Words> {
    let Some(letters) = visit.app.letters.as_ref() else { return Vec::new() };
    let mut words = Vec::new();
    for effect in effects {
        let EffectKind::Notify { to: Recipient::Applicant { name, .. }, .. } = &effect.kind else {
            continue;
        };
        for language in [Lang::Kk, Lang::Ru] {
            let Ok(rendered) = letters.rendered(effect, language) else { continue };
            words.push(Words {
                language: language.code(),
                to: name.clone(),
                subject: rendered.subject,
                body: rendered.body,
            });
        }
    }
    words
}
