//! The history of one case, read along its chain: every event bound by the row of its command, and the case what
//! its events make.

use std::collections::VecDeque;

use jiff::Timestamp;
use reglament_core::event::Recorded;
use reglament_core::evolve::Replay;
use reglament_core::ids::InstanceId;
use reglament_store::chain::EventsHash;
use reglament_store::{EventText, Store, StoreError};

use super::{Break, PAGE, Report};

/// A history as far as it was read.
pub(super) struct History<'a> {
    store: &'a dyn Store,
    id: InstanceId,
    page: VecDeque<EventText>,
    /// The last event that was read.
    last: u64,
    /// The case by the events so far; none when one of them does not read.
    replayed: Option<Replay>,
}

impl<'a> History<'a> {
    /// The history of this case, from its beginning.
    pub(super) fn of(store: &'a dyn Store, case: &str) -> Self {
        let id = InstanceId::from(case);
        let replayed = Some(Replay::of(id.clone()));
        Self { store, id, page: VecDeque::new(), last: 0, replayed }
    }

    /// Holds what the row of a command says of its events against them.
    pub(super) async fn take(
        &mut self,
        row: u64,
        says: &str,
        report: &mut Report,
    ) -> Result<(), StoreError> {
        let case = self.id.to_string();
        let Some((first, last)) = range(says) else {
            report.found(&case, Some(row), Break::RowAltered);
            return Ok(());
        };
        self.before(first, report).await?;
        let (mut hash, mut whole) = (EventsHash::default(), true);
        for expected in first..=last {
            if let Some(event) = self.next(expected).await? {
                hash.add(event.seq, event.at, &event.actor, &event.body);
                self.replay(&event);
                report.events += 1;
            } else {
                report.found(&case, Some(row), Break::EventMissing { event: expected });
                whole = false;
            }
        }
        let [first_number, last_number] =
            [first, last].map(|it| i64::try_from(it).unwrap_or(i64::MAX));
        if whole && hash.of(first_number, last_number) != says {
            report.found(&case, Some(row), Break::EventsAltered { first, last });
        }
        Ok(())
    }

    /// Events before the first one that a row speaks of: those of a case that began before there were chains, or
    /// loose ones.
    async fn before(&mut self, first: u64, report: &mut Report) -> Result<(), StoreError> {
        if first <= self.last + 1 {
            return Ok(());
        }
        let from_before = self.last == 0 && self.store.audit_unchained(self.id.as_str()).await? > 0;
        for seq in self.last + 1..first {
            let Some(event) = self.next(seq).await? else { continue };
            self.replay(&event);
            if !from_before {
                report.found(self.id.as_str(), None, Break::EventLoose { event: seq });
            }
        }
        Ok(())
    }

    /// What is left when the chain is at its end, and the case itself.
    pub(super) async fn end(mut self, report: &mut Report) -> Result<(), StoreError> {
        report.cases += 1;
        while let Some(event) = self.peek().await? {
            let seq = u64::try_from(event.seq).unwrap_or_default();
            report.found(self.id.as_str(), None, Break::EventLoose { event: seq });
            self.page.pop_front();
            self.last = seq;
        }
        let Some(row) = self.store.instance(&self.id).await? else {
            if self.last > 0 {
                report.found(self.id.as_str(), None, Break::CaseAltered);
            }
            return Ok(());
        };
        if self.replayed.as_ref().map(Replay::instance) != Some(&row) {
            report.found(self.id.as_str(), None, Break::CaseAltered);
        }
        Ok(())
    }

    /// The event with this number, if it is there.
    async fn next(&mut self, seq: u64) -> Result<Option<EventText>, StoreError> {
        let there = self.peek().await?.is_some_and(|event| u64::try_from(event.seq) == Ok(seq));
        self.last = seq;
        Ok(if there { self.page.pop_front() } else { None })
    }

    /// The next event there is.
    async fn peek(&mut self) -> Result<Option<&EventText>, StoreError> {
        if self.page.is_empty() {
            self.page = self.store.event_texts(&self.id, self.last, PAGE).await?.into();
        }
        Ok(self.page.front())
    }

    fn replay(&mut self, text: &EventText) {
        let recorded = || {
            Some(Recorded {
                seq: u64::try_from(text.seq).ok()?,
                at: Timestamp::from_microsecond(text.at).ok()?,
                by: text.actor.clone(),
                event: serde_json::from_str(&text.body).ok()?,
            })
        };
        self.replayed = self.replayed.take().zip(recorded()).map(|(mut replay, recorded)| {
            replay.take(&recorded);
            replay
        });
    }
}

/// The first and the last event in `first-last:hash`.
fn range(says: &str) -> Option<(u64, u64)> {
    let (first, last) = says.split_once(':')?.0.split_once('-')?;
    let range = (first.parse().ok()?, last.parse().ok()?);
    (range.0 >= 1 && range.0 <= range.1).then_some(range)
}
