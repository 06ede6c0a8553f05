//! News for people at pages: what commits of this process change in tasks, told while it is new, and who
//! looks at which task. All of it is advice: a page that hears nothing is as right as its last reload.

mod looks;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use reglament_core::ids::PersonId;
use reglament_core::instance::Instance;
use reglament_core::rows::{TaskRow, task_rows};
use reglament_store::Commit;
use tokio::sync::{broadcast, watch};

pub use looks::Looks;

/// One person's pages that listen at a time: more are windows that nobody sees.
const STREAMS_OF_PERSON_MAX: usize = 8;
/// All pages that listen to one process.
const STREAMS_MAX: usize = 4096;
/// News that wait for a slow listener; what it misses, it finds by looking again.
const NEWS_KEPT: usize = 256;

/// What became of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It is new.
    Opened,
    /// Its row changed: somebody took it or gave it back.
    Changed,
    /// It is no longer open; the row is its last.
    Closed,
}

/// What became of one task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// What.
    pub what: What,
    /// Its row.
    pub task: TaskRow,
}

/// Where news come together and go out from.
#[derive(Debug)]
pub struct Live {
    news: broadcast::Sender<Arc<News>>,
    ending: watch::Sender<bool>,
    streams: Mutex<BTreeMap<PersonId, usize>>,
    /// Who looks at which task.
    pub looks: Looks,
}

/// The place of one page among those that listen; dropping it frees the place.
#[derive(Debug)]
pub struct Seat {
    live: Arc<Live>,
    person: PersonId,
    /// The news.
    pub news: broadcast::Receiver<Arc<News>>,
    /// Turns true when the process ends.
    pub ending: watch::Receiver<bool>,
}

impl Default for Live {
    fn default() -> Self {
        let (news, _) = broadcast::channel(NEWS_KEPT);
        let (ending, _) = watch::channel(false);
        Self { news, ending, streams: Mutex::default(), looks: Looks::default() }
    }
}

impl Live {
    /// What this commit will change, for who listens; nothing is computed when nobody does.
    pub fn before(&self, before: Option<&Instance>, commit: &Commit) -> Vec<News> {
        if self.listeners() == 0 {
            return Vec::new();
        }
        let old = before.map(task_rows).unwrap_or_default();
        let rows = &commit.rows;
        let closed = old.iter().filter(|row| rows.tasks_closed.contains(&row.task));
        let closed = closed.map(|row| News { what: What::Closed, task: row.clone() });
        let changed = rows.tasks.iter().map(|row| {
            let known = old.iter().any(|old| old.task == row.task);
            let what = if known { What::Changed } else { What::Opened };
            News { what, task: row.clone() }
        });
        closed.chain(changed).collect()
    }

    /// Tells what was committed.
    pub fn tell(&self, news: Vec<News>) {
        for one in news {
            // Who listened may be gone by now.
            let _ = self.news.send(Arc::new(one));
        }
    }

    /// A place for one more page of this person; none when they have too many.
    pub fn seat(self: &Arc<Self>, person: &PersonId) -> Option<Seat> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let (own, all) =
            (streams.get(person).copied().unwrap_or(0), streams.values().sum::<usize>());
        if own >= STREAMS_OF_PERSON_MAX || all >= STREAMS_MAX || *self.ending.borrow() {
            return None;
        }
        streams.insert(person.clone(), own + 1);
        Some(Seat {
            live: Arc::clone(self),
            person: person.clone(),
            news: self.news.subscribe(),
            ending: self.ending.subscribe(),
        })
    }

    /// How many pages listen.
    pub fn listeners(&self) -> usize {
        self.news.receiver_count()
    }

    /// Ends all streams: the process stops.
    pub fn end(&self) {
        self.ending.send_replace(true);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut streams = self.live.streams.lock().unwrap_or_else(PoisonError::into_inner);
        match streams.get_mut(&self.person) {
            Some(own) if *own > 1 => *own -= 1,
            _ => drop(streams.remove(&self.person)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_so_many_streams_and_gets_their_places_back() {
        let live = Arc::new(Live::default());
        let (aliya, bolat) = (PersonId::from("aliya"), PersonId::from("bolat"));
        let seats: Vec<_> = (0..STREAMS_OF_PERSON_MAX).map(|_| live.seat(&aliya)).collect();
        assert!(seats.iter().all(Option::is_some));
        assert!(live.seat(&aliya).is_none() && live.seat(&bolat).is_some());
        drop(seats);
        assert!(live.seat(&aliya).is_some());
        assert!(live.streams.lock().unwrap().is_empty());
    }

    #[test]
    fn nobody_sits_down_when_the_process_ends() {
        let live = Arc::new(Live::default());
        let seat = live.seat(&PersonId::from("aliya")).unwrap();
        live.end();
        assert!(*seat.ending.borrow() && live.seat(&PersonId::from("bolat")).is_none());
    }
}
