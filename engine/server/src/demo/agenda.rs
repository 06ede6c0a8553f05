//! What will happen, in the order of its moments.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use jiff::Timestamp;
use reglament_core::event::ActivationNo;

/// Moments are rounded up to this many seconds: what happens at one of them is done at once, and many
/// commands share a commit.
const ROUND_SECONDS: i64 = 300;

/// Something that will be done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Act {
    /// The application is filed.
    File,
    /// Somebody takes a task.
    Take(ActivationNo),
    /// Whoever has the task completes it.
    Complete(ActivationNo),
    /// A program outside does a job.
    Work(ActivationNo),
    /// A message comes for which a step waits.
    Answer(ActivationNo),
    /// A message comes that the case may get at any time.
    Interrupt(String),
    /// The deadline is extended.
    Extend,
    /// The notice of an extension is handed over.
    HandOver,
    /// An officer notes something for colleagues.
    Comment,
    /// A supervisor says that the task is urgent.
    Urge(ActivationNo),
    /// A supervisor has an incident tried again.
    Retry(ActivationNo),
}

/// What is to come. At the same moment the older entry is first.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    entries: BinaryHeap<Reverse<(Timestamp, u64, usize, Act)>>,
    count: u64,
}

impl Agenda {
    /// Puts something down for a case.
    pub(super) fn put(&mut self, at: Timestamp, case: usize, act: Act) {
        self.count += 1;
        self.entries.push(Reverse((rounded(at), self.count, case, act)));
    }

    /// When the next thing happens.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.entries.peek().map(|Reverse((at, ..))| *at)
    }

    /// Takes what happens by this moment, in order.
    pub(super) fn due(&mut self, now: Timestamp) -> Vec<(usize, Act)> {
        let mut due = Vec::new();
        while self.next().is_some_and(|at| at <= now) {
            if let Some(Reverse((_, _, case, act))) = self.entries.pop() {
                due.push((case, act));
            }
        }
        due
    }
}

fn rounded(at: Timestamp) -> Timestamp {
    let second = at.as_second();
    let up = second + (ROUND_SECONDS - second.rem_euclid(ROUND_SECONDS)) % ROUND_SECONDS;
    Timestamp::from_second(up).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_down_first_is_first_at_its_moment() {
        let mut agenda = Agenda::default();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        agenda.put(at("2026-03-18T05:07:00Z"), 1, Act::Extend);
        agenda.put(at("2026-03-18T05:09:59Z"), 2, Act::File);
        agenda.put(at("2026-03-18T05:05:00Z"), 3, Act::File);
        assert_eq!(agenda.next(), Some(at("2026-03-18T05:05:00Z")));
        let due = agenda.due(at("2026-03-18T05:10:00Z"));
        assert_eq!(due, [(3, Act::File), (1, Act::Extend), (2, Act::File)]);
        assert_eq!(agenda.next(), None);
    }
}
