//! The stream of news that a page listens to (`engine/web/js/live.js`): who took a task of the list, who
//! gave one back, how many are new. What other processes commit, a stream finds by looking again.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, unfold};
use jiff::tz::TimeZone;
use reglament_core::access::{Action, CaseFacts};
use reglament_core::ids::{PersonId, TaskId};
use reglament_core::rows::TaskRow;
use reglament_store::StoreError;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::error::PageError;
use super::format;
use super::names::{self, People};
use super::task::open;
use super::visit::{PageResult, Posted, Visit};
use crate::live::{News, Seat, What};
use crate::texts::say;

/// A stream looks again so often: whether the session holds, and what others did with its tasks.
const AGAIN: Duration = Duration::from_secs(20);
/// A page shows at most so many tasks.
const TASKS_MAX: usize = 100;

/// What the page shows.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    tasks: String,
}

/// One page that listens.
struct Listener {
    visit: Visit,
    seat: Seat,
    again: Interval,
    /// The tasks that the page shows, with who had them when they were last told of.
    shown: BTreeMap<TaskId, Option<PersonId>>,
    /// How many tasks are new since the page was made.
    fresh: i64,
    ready: VecDeque<Event>,
}

/// Begins a stream; refused when the person has too many.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> PageResult {
    let Some(seat) = visit.app.dispatcher.live().seat(&visit.by.person.person) else {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    };
    let mut shown = BTreeMap::new();
    for id in asked.tasks.split(',').filter(|id| !id.is_empty()).take(TASKS_MAX) {
        let id = TaskId::from(id);
        // What the person may not see, the page does not show.
        let row = visit.app.store.task(&id).await?.filter(|row| sees(&visit, row));
        shown.extend(row.map(|row| (id, row.assignee)));
    }
    let mut again = interval(AGAIN);
    again.set_missed_tick_behavior(MissedTickBehavior::Delay);
    again.reset();
    let listener = Listener { visit, seat, again, shown, fresh: 0, ready: VecDeque::new() };
    Ok(Sse::new(stream(listener)).keep_alive(KeepAlive::default()).into_response())
}

fn stream(listener: Listener) -> impl Stream<Item = Result<Event, Infallible>> {
    unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    })
}

impl Listener {
    /// The next event; none when the stream ends.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            let heard = tokio::select! {
                _ = self.seat.ending.wait_for(|ending| *ending) => return None,
                _ = self.again.tick() => None,
                news = self.seat.news.recv() => match news {
                    Ok(news) => Some(news),
                    Err(RecvError::Lagged(_)) => None,
                    Err(RecvError::Closed) => return None,
                },
            };
            let told = match heard {
                Some(news) => self.hear(&news).await,
                None => self.look_again().await,
            };
            match told {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    tracing::warn!(%error, "a stream of news ends");
                    return None;
                }
            }
        }
    }

    /// Makes events of what a commit changed, if this person may see it.
    async fn hear(&mut self, news: &Arc<News>) -> Result<bool, StoreError> {
        let task = &news.task;
        if !sees(&self.visit, task) {
            return Ok(true);
        }
        if news.what == What::Opened && task.assignee.is_none() {
            self.fresh += 1;
            let text = say(self.visit.lang, "live-new", &[("count", self.fresh.into())]);
            self.ready.push_back(Event::default().event("new").data(text));
        }
        if self.shown.contains_key(&task.task) {
            self.told(&task.task, (news.what != What::Closed).then_some(task)).await?;
        }
        Ok(true)
    }

    /// Looks at the session and at the tasks of the page; false when the session has ended.
    async fn look_again(&mut self) -> Result<bool, StoreError> {
        let (app, session) = (&self.visit.app, &self.visit.by.session);
        let held = app.store.session(&session.hash, app.clock.now()).await?;
        let person = app.store.person(&self.visit.by.person.person).await?;
        let Some(person) = person.filter(|person| held.is_some() && person.active) else {
            return Ok(false);
        };
        if person != self.visit.by.person {
            // Groups or roles changed: the browser comes back as who they are now.
            return Ok(false);
        }
        for id in self.shown.keys().cloned().collect::<Vec<_>>() {
            let row = self.visit.app.store.task(&id).await?;
            self.told(&id, row.as_ref()).await?;
        }
        Ok(true)
    }

    /// Tells who has a task of the page now, if that is news; none when it is no longer open.
    async fn told(&mut self, id: &TaskId, row: Option<&TaskRow>) -> Result<(), StoreError> {
        let Some(row) = row else {
            self.shown.remove(id);
            let text = say(self.visit.lang, "live-gone", &[]);
            self.push(id, "gone", &text);
            return Ok(());
        };
        let known = self.shown.insert(id.clone(), row.assignee.clone());
        if known.as_ref() == Some(&row.assignee) {
            return Ok(());
        }
        match &row.assignee {
            None => {
                let text = say(self.visit.lang, "live-free", &[]);
                self.push(id, "free", &text);
            }
            Some(holder) => {
                let people = People::of(&self.visit.app.store, [holder].into_iter()).await?;
                let args = [
                    ("person", people.name(holder.as_str()).into()),
                    ("when", self.when(row).into()),
                ];
                let text = say(self.visit.lang, "live-taken", &args);
                self.push(id, "taken", &text);
            }
        }
        Ok(())
    }

    fn when(&self, row: &TaskRow) -> String {
        let process = names::process(&self.visit.app.catalogue(), &row.edition);
        let zone = process.map_or(TimeZone::UTC, |process| process.calendar.zone().clone());
        let at = row.claimed_at.unwrap_or_else(|| self.visit.now());
        format::recent(self.visit.lang, at, self.visit.now(), &zone)
    }

    fn push(&mut self, task: &TaskId, state: &str, text: &str) {
        let data = json!({ "task": task, "state": state, "text": text }).to_string();
        self.ready.push_back(Event::default().event("task").data(data));
    }
}

/// Whether this person may see the task: its group and office are of its case.
fn sees(visit: &Visit, row: &TaskRow) -> bool {
    let (groups, office) = ([&row.group].into(), row.office.as_ref());
    visit.may(&Action::ReadInstance(&CaseFacts { groups, office, ..CaseFacts::default() }))
}

/// The page of a task says that it is looked at; the answer names who else looks.
pub async fn look(Path(task): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let (visit, task) = (&posted.visit, TaskId::from(task));
    open(visit, &task).await?.ok_or(PageError::NotFound)?;
    let live = visit.app.dispatcher.live();
    let others = live.looks.look(&task, &visit.by.person.person, visit.now());
    let people = People::of(&visit.app.store, others.iter()).await?;
    let names: Vec<_> = others.iter().map(|other| people.name(other.as_str())).collect();
    let words = if names.is_empty() {
        String::new()
    } else {
        say(visit.lang, "live-looks", &[("people", names.join(", ").into())])
    };
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], words).into_response())
}
