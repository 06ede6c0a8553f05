//! The view of a form that was sent for an earlier version of its case: field by field what this person
//! typed, what the case has by now and what it had before. The form below holds all of it together.

use axum::http::StatusCode;
use reglament_core::evolve::replay;
use reglament_core::process::Process;
use reglament_core::text::Lang;
use reglament_core::value::{Context, Value};
use serde::Serialize;

use super::build::{Attempt, Open, build, user_task};
use crate::pages::case::{Line, Teller};
use crate::pages::error::PageError;
use crate::pages::facts;
use crate::pages::form::{self, Asked, label_of};
use crate::pages::inbox::Notice;
use crate::pages::names::People;
use crate::pages::visit::{PageResult, Posted};
use crate::texts::say;

/// Behind so many events the beginning is not told apart: what is in the case counts.
const EVENTS_MAX: u64 = 5_000;

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The field.
    pub label: String,
    /// What this person typed.
    pub yours: String,
    /// What the case has by now.
    pub theirs: String,
    /// What the case had when the form was made.
    pub was: String,
    /// Who changed it, and what stands in the form below.
    pub words: String,
    /// Whether both changed it to something else.
    pub both: bool,
}

/// The form again, for the version of now, with everything typed in its place.
pub async fn show(posted: &Posted, open: &Open) -> PageResult {
    let visit = &posted.visit;
    let step = user_task(open).ok_or(PageError::NotFound)?;
    let asked = form::asked(&open.process.definition, &step.form);
    let version = posted.pairs.get("version").and_then(|version| version.parse().ok());
    let version = version.unwrap_or(open.case.version).min(open.case.version);
    let events = visit.app.store.events(&open.case.id, 0, events_max(open.case.version)).await?;
    let known = usize::try_from(version).unwrap_or(usize::MAX).min(events.len());
    let (before, since) = events.split_at(known);
    let base = replay(&open.case.id, before).map_or_else(|| open.case.data.clone(), |it| it.data);
    let mut typed = form::read(&asked, &posted.pairs, &open.case.data, true);
    let differences = merge(visit.lang, &open.process, &asked, &base, &open.case.data, &mut typed);
    let by: Vec<_> = since.iter().map(|event| event.by.as_str().into()).collect();
    let people = People::of(&visit.app.store, by.iter()).await?;
    let teller = Teller::new(visit.lang, &open.process, &people, &events);
    let lines: Vec<Line> = teller.lines(since, false);
    let (title, text) =
        (say(visit.lang, "task-conflict", &[]), say(visit.lang, "task-conflict-next", &[]));
    let notice = Some(Notice { tone: "warn", role: "alert", title, text });
    let attempt =
        Attempt { pairs: Some(&posted.pairs), data: Some(typed), notice, ..Attempt::default() };
    let page = build(visit, open, attempt).await?;
    let page = super::TaskPage { differences, since: lines, ..page };
    visit.page_with(StatusCode::PRECONDITION_FAILED, &page)
}

fn events_max(version: u64) -> u32 {
    u32::try_from(version.min(EVENTS_MAX)).unwrap_or(u32::MAX)
}

/// What differs; what only others changed is put into what was typed.
fn merge(
    lang: Lang,
    process: &Process,
    asked: &[Asked<'_>],
    base: &Value,
    theirs: &Value,
    yours: &mut Value,
) -> Vec<Difference> {
    let mut differences = Vec::new();
    for Asked { path, field } in asked {
        let shown = |data: &Value| shown(lang, process, path, data);
        let (was, now, typed) = (shown(base), shown(theirs), shown(yours));
        let (by_you, by_others) = (typed != was, now != was);
        let key = match (by_you, by_others) {
            (false, false) => continue,
            (true, false) => "conflict-yours",
            (false, true) => "conflict-theirs",
            (true, true) if typed == now => "conflict-same",
            (true, true) => "conflict-both",
        };
        if by_others && !by_you {
            yours.put(path, theirs.at(path).clone());
        }
        let name = path.rsplit('.').next().unwrap_or(path);
        differences.push(Difference {
            label: label_of(lang, field, name),
            yours: typed.clone(),
            theirs: now.clone(),
            was,
            words: say(lang, key, &[]),
            both: by_you && by_others && typed != now,
        });
    }
    differences
}

/// A value as people read it, with the labels of what is within it.
fn shown(lang: Lang, process: &Process, path: &str, data: &Value) -> String {
    let mut alone = Value::Context(Context::new());
    alone.put(path, data.at(path).clone());
    let facts = facts::of(lang, process, &alone);
    let values = facts.iter().filter(|fact| !fact.heading).map(|fact| fact.value.as_str());
    values.collect::<Vec<_>>().join("; ")
}
