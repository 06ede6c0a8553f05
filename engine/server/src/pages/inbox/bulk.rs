//! Does one thing to many tasks: each row holds or fails for itself, and the answer names every one. The
//! same form sent again gets the same answer.

use std::collections::BTreeSet;

use axum::response::{IntoResponse, Redirect};
use reglament_core::command::{Candidate, Command};
use reglament_core::ids::{PersonId, TaskId};
use reglament_core::instance::split_id;
use reglament_core::rejection::RejectionCode;
use reglament_core::text::Lang;
use reglament_store::Remembered;
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use super::{Notice, file, give};
use crate::dispatch::{DispatchError, Idempotency, Options, Target};
use crate::pages::error::PageError;
use crate::pages::names;
use crate::pages::render::View;
use crate::pages::task;
use crate::pages::visit::{PageResult, Posted, Visit};
use crate::texts::say;

/// More rows than this are not taken at once.
pub const ROWS_MAX: usize = 100;

/// What became of each task.
#[derive(Clone, Debug, Serialize)]
pub struct BulkPage {
    /// How many were done and how many not, in one sentence.
    pub summary: String,
    /// Each task.
    pub rows: Vec<BulkRow>,
    /// The tasks that were taken, to be given back at once.
    pub undo: Vec<String>,
    /// Where the person was.
    pub back: String,
    /// Something to say first.
    pub notice: Option<Notice>,
}

/// What became of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkRow {
    /// The task.
    pub task: String,
    /// The number of its case.
    pub number: String,
    /// The action of the regulation.
    pub action: String,
    /// `done`, `busy` or `refused`.
    pub end: String,
    /// The same in words.
    pub words: String,
}

impl View for BulkPage {
    const TEMPLATE: &'static str = "bulk";

    fn title(&self, _: Lang) -> String {
        self.summary.clone()
    }
}

/// What is done to each task.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Deed {
    Claim,
    Unclaim,
    Assign(PersonId, Candidate),
}

impl Deed {
    async fn read(posted: &Posted) -> Result<Option<Self>, PageError> {
        Ok(match (posted.pairs.get("do"), posted.pairs.get("to")) {
            (Some("claim"), _) => Some(Self::Claim),
            (Some("unclaim"), _) => Some(Self::Unclaim),
            (Some("assign"), Some(to)) => {
                let to = PersonId::from(to);
                let candidate = posted.visit.app.candidate(&to).await?;
                Some(Self::Assign(to, candidate))
            }
            _ => None,
        })
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Unclaim => "unclaim",
            Self::Assign(..) => "assign",
        }
    }

    fn command(&self, task: TaskId) -> Command {
        match self {
            Self::Claim => Command::ClaimTask { task },
            Self::Unclaim => Command::UnclaimTask { task },
            Self::Assign(to, candidate) => {
                Command::AssignTask { task, to: to.clone(), candidate: candidate.clone() }
            }
        }
    }
}

/// Does it.
pub async fn bulk(posted: Posted) -> PageResult {
    let (visit, back) = (&posted.visit, posted.back().unwrap_or("/tasks").to_owned());
    let tasks: BTreeSet<String> = posted.pairs.all("task").map(str::to_owned).collect();
    if tasks.is_empty() {
        return Ok(Redirect::to(&back).into_response());
    }
    if tasks.len() > ROWS_MAX {
        return visit.page(&too_many(visit.lang, back));
    }
    let Some(deed) = Deed::read(&posted).await? else {
        return match posted.pairs.get("do") {
            Some("people") => Ok(give::of_rows(&back, &tasks)),
            Some("assign") => give::nobody(&posted, &tasks).await,
            Some("print") => Ok(file::of_rows(&back, &tasks)),
            _ => Ok(Redirect::to(&back).into_response()),
        };
    };
    let rows = match given(&posted).await? {
        Some(rows) => rows,
        None => remember(&posted, each(&posted, &deed, tasks).await?).await?,
    };
    visit.page(&page(visit.lang, &deed, rows, back))
}

fn too_many(lang: Lang, back: String) -> BulkPage {
    let title = say(lang, "bulk-too-many", &[("max", ROWS_MAX.into())]);
    let notice = Some(Notice::failed(title.clone(), String::new()));
    BulkPage { summary: title, rows: Vec::new(), undo: Vec::new(), back, notice }
}

fn page(lang: Lang, deed: &Deed, rows: Vec<BulkRow>, back: String) -> BulkPage {
    let count = |end: &str| rows.iter().filter(|row| row.end == end).count();
    let (done, busy, refused) = (count("done"), count("busy"), count("refused"));
    let mut parts =
        vec![say(lang, &format!("bulk-{}-done", deed.name()), &[("count", done.into())])];
    if busy > 0 {
        parts.push(say(lang, "bulk-busy", &[("count", busy.into())]));
    }
    if refused > 0 {
        parts.push(say(lang, "bulk-refused", &[("count", refused.into())]));
    }
    let taken = rows.iter().filter(|row| row.end == "done" && *deed == Deed::Claim);
    let undo = taken.map(|row| row.task.clone()).collect();
    BulkPage { summary: parts.join(", "), rows, undo, back, notice: None }
}

/// Gives every task its command; they go side by side, and each is a commit of its own.
async fn each(
    posted: &Posted,
    deed: &Deed,
    tasks: BTreeSet<String>,
) -> Result<Vec<BulkRow>, PageError> {
    let mut running = JoinSet::new();
    for (n, task) in tasks.iter().enumerate() {
        let Some((instance, _)) = split_id(task) else { continue };
        let key = format!("form/{}/{task}", posted.pairs.get("key").unwrap_or_default());
        let actor = posted.visit.actor();
        let idempotency = Some(Idempotency::new(&actor, &key, deed.name()));
        let options = Options { idempotency, ..Options::default() };
        let command = deed.command(TaskId::from(task.clone()));
        let dispatcher = posted.visit.app.dispatcher.clone();
        running.spawn(async move {
            (n, dispatcher.dispatch(Target::Instance(instance), command, actor, options).await)
        });
    }
    let mut ends = Vec::new();
    while let Some(end) = running.join_next().await {
        ends.push(end.map_err(|error| PageError::fault(&error))?);
    }
    ends.sort_by_key(|(n, _)| *n);
    let tasks: Vec<_> = tasks.into_iter().collect();
    let mut rows = Vec::new();
    for (n, end) in ends {
        let task = tasks.get(n).cloned().unwrap_or_default();
        rows.push(row(&posted.visit, deed, task, end.map(drop)).await?);
    }
    Ok(rows)
}

async fn row(
    visit: &Visit,
    deed: &Deed,
    task: String,
    end: Result<(), DispatchError>,
) -> Result<BulkRow, PageError> {
    let id = TaskId::from(task.clone());
    let number = split_id(&task).map(|(instance, _)| instance.to_string()).unwrap_or_default();
    let seen = task::open(visit, &id).await.ok().flatten();
    let action = seen
        .as_ref()
        .map_or_else(String::new, |open| names::task(visit.lang, Some(&open.process), &open.row));
    let (end, words) = match (end, &seen) {
        (Ok(()), _) => ("done", say(visit.lang, &format!("bulk-row-{}", deed.name()), &[])),
        (Err(DispatchError::Rejected(refused)), Some(open)) => {
            let busy = refused.code == RejectionCode::AlreadyClaimed;
            let words = task::refusal_words(visit, open, &refused).await?;
            (if busy { "busy" } else { "refused" }, words)
        }
        // What this person may not see, and what is done by now, looks the same.
        (Err(DispatchError::Rejected(_) | DispatchError::NoSuchInstance(_)), None) => {
            ("refused", say(visit.lang, "bulk-row-gone", &[]))
        }
        (Err(error), _) => return Err(error.into()),
    };
    Ok(BulkRow { task, number, action, end: end.to_owned(), words })
}

fn key(posted: &Posted) -> Option<String> {
    let person = &posted.visit.by.person.person;
    posted.pairs.get("key").map(|key| format!("person/{person}/bulk/{key}"))
}

/// The answer that this form was given before.
async fn given(posted: &Posted) -> Result<Option<Vec<BulkRow>>, PageError> {
    let Some(key) = key(posted) else { return Ok(None) };
    let Some(known) = posted.visit.app.store.remembered(&key).await? else { return Ok(None) };
    if known.request_hash != posted.hash() {
        return Err(PageError::Busy);
    }
    serde_json::from_str(&known.answer).map(Some).map_err(|error| PageError::fault(&error))
}

/// Remembers the answer; of two that were made at once, the first is given to both.
async fn remember(posted: &Posted, rows: Vec<BulkRow>) -> Result<Vec<BulkRow>, PageError> {
    let Some(key) = key(posted) else { return Ok(rows) };
    let answer = serde_json::to_string(&rows).map_err(|error| PageError::fault(&error))?;
    let at = posted.visit.now();
    let kept = Remembered { key, request_hash: posted.hash(), answer, at };
    posted.visit.app.store.remember(&kept).await?;
    Ok(given(posted).await?.unwrap_or(rows))
}
