//! The supervisor's list of due dates that an amendment of the calendar would move, and the command
//! that moves them.

use axum::extract::Query;
use axum::response::{IntoResponse, Redirect};
use reglament_core::access::Action;
use reglament_core::calendar::Announcement;
use reglament_core::command::Command;
use reglament_core::ids::InstanceId;
use reglament_core::recount::{ClockMove, TaskMove};
use reglament_core::rejection::RejectionCode;
use reglament_core::text::Lang;
use serde::{Deserialize, Serialize};

use super::error::PageError;
use super::format;
use super::inbox::Notice;
use super::names;
use super::render::View;
use super::visit::{PageResult, Posted, Visit};
use crate::deadlines::{self, Moved};
use crate::dispatch::{DispatchError, Options, Target};
use crate::texts::say;

/// Rows on one page.
const ROWS: usize = 50;
/// One press of the button moves the due dates of at most this many cases.
const AT_ONCE_MAX: usize = 10_000;
/// Where the list is.
const HERE: &str = "/reports/moved-deadlines";

/// The list.
#[derive(Clone, Debug, Serialize)]
pub struct MovedPage {
    /// The cases.
    pub rows: Vec<MovedRow>,
    /// The first page, when this is not it.
    pub previous: Option<String>,
    /// The next page.
    pub next: Option<String>,
    /// Something to say first.
    pub notice: Option<Notice>,
}

/// A case with due dates that would move.
#[derive(Clone, Debug, Serialize)]
pub struct MovedRow {
    /// The case page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// The applicant.
    pub applicant: String,
    /// The service.
    pub service: String,
    /// What would move.
    pub moves: Vec<Move>,
    /// What became known and moves it.
    pub why: Vec<String>,
}

/// A due date that would move.
#[derive(Clone, Debug, Serialize)]
pub struct Move {
    /// The case, or the step.
    pub of: String,
    /// The due date it has.
    pub was: String,
    /// The new one.
    pub due: String,
}

impl View for MovedPage {
    const TEMPLATE: &'static str = "moved";

    fn title(&self, lang: Lang) -> String {
        say(lang, "moved-title", &[])
    }
}

/// What the address of the list says.
#[derive(Debug, Deserialize)]
pub struct Asked {
    before: Option<String>,
    done: Option<u64>,
}

/// Shows the list.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> PageResult {
    visit.require(&Action::ReadReports)?;
    let before = asked.before.as_deref().map(InstanceId::from);
    let (found, next) = list(&visit, before, ROWS).await?;
    let done = |count: u64| Notice::done(say(visit.lang, "moved-done", &[("count", count.into())]));
    visit.page(&MovedPage {
        rows: found.iter().map(|moved| row(visit.lang, moved)).collect(),
        previous: asked.before.map(|_| HERE.to_owned()),
        next: next.map(|next| format!("{HERE}?before={next}")),
        notice: asked.done.map(done),
    })
}

/// Moves the due dates of the case that the form names, or of all that are listed.
pub async fn recount(posted: Posted) -> PageResult {
    let visit = &posted.visit;
    visit.require(&Action::RecountDeadline)?;
    let cases = match posted.pairs.get("instance") {
        Some(case) => vec![InstanceId::from(case)],
        None => {
            list(visit, None, AT_ONCE_MAX).await?.0.into_iter().map(|it| it.case.instance).collect()
        }
    };
    let mut done = 0;
    for case in cases {
        done += u64::from(recount_one(visit, case).await?);
    }
    Ok(Redirect::to(&format!("{HERE}?done={done}")).into_response())
}

/// Whether due dates moved. They do not when somebody else was first, or the case has ended.
async fn recount_one(visit: &Visit, case: InstanceId) -> Result<bool, PageError> {
    let (target, options) = (Target::Instance(case), Options::default());
    let sent = visit.app.dispatcher.dispatch(target, Command::Recount, visit.actor(), options);
    match sent.await {
        Ok(_) => Ok(true),
        Err(DispatchError::Rejected(refused))
            if matches!(
                refused.code,
                RejectionCode::NothingMoves | RejectionCode::InstanceClosed
            ) =>
        {
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

async fn list(
    visit: &Visit,
    before: Option<InstanceId>,
    limit: usize,
) -> Result<(Vec<Moved>, Option<InstanceId>), PageError> {
    let (store, catalogue) = (visit.app.store.as_ref(), visit.app.catalogue());
    Ok(deadlines::moved(store, &catalogue, visit.now(), before, limit).await?)
}

fn row(lang: Lang, moved: &Moved) -> MovedRow {
    let (case, process) = (&moved.case, &moved.process);
    let clock = moved.recount.clock.iter().map(|ClockMove { was, due, .. }| Move {
        of: say(lang, "case", &[]),
        was: format::date(lang, was.date),
        due: format::date(lang, due.date),
    });
    let zone = process.calendar.zone();
    let tasks = moved.recount.tasks.iter().map(|TaskMove { step, was, due, .. }| Move {
        of: names::action(lang, Some(process), step),
        was: format::moment(lang, was.at, zone),
        due: format::moment(lang, due.at, zone),
    });
    let why = moved.recount.clock.iter().flat_map(|clock| &clock.why);
    let why = why.chain(moved.recount.tasks.iter().flat_map(|task| &task.why));
    let mut reasons: Vec<String> = why.map(|known| reason(lang, known)).collect();
    reasons.dedup();
    MovedRow {
        href: format!("/instances/{}", case.instance),
        number: case.instance.to_string(),
        applicant: case.body.applicant.clone(),
        service: process.definition.title.get(lang).to_owned(),
        moves: clock.chain(tasks).collect(),
        why: reasons,
    }
}

fn reason(lang: Lang, known: &Announcement) -> String {
    let known_from = ("date", format::date(lang, known.known_from).into());
    if let Some((off, work)) = known.transfer {
        let (off, work) = (format::date(lang, off).into(), format::date(lang, work).into());
        return say(lang, "moved-by-transfer", &[known_from, ("off", off), ("work", work)]);
    }
    let what = known.title.get(lang).to_owned().into();
    say(lang, "moved-by-amendment", &[known_from, ("what", what)])
}
