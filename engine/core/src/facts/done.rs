//! A task that a person completed.

use jiff::Timestamp;

use super::measure::{minutes, minutes_of};
use super::words::{Reader, Writer};
use crate::event::{Event, Recorded};
use crate::instance::{ActivationState, Instance};
use crate::process::Process;

/// A completed task, as reports count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done<'a> {
    /// The step.
    pub step: &'a str,
    /// The unit that carried it out.
    pub unit: &'a str,
    /// Who completed it.
    pub person: &'a str,
    /// The minutes until somebody took it for the first time.
    pub waiting: Option<u32>,
    /// The minutes from then until it was completed.
    pub handling: Option<u32>,
    /// Whether it missed the term of its step; none when the step has none.
    pub late: Option<bool>,
    /// Whether it was taken too late; none when the map does not say by when it must be.
    pub taken_late: Option<bool>,
    /// Whether it sent the work back to an earlier step.
    pub returned: bool,
    /// When it was opened, in whole minutes since 1970.
    pub opened: u32,
    /// When somebody took it for the first time, in whole minutes since 1970.
    pub taken: u32,
    /// When it was completed, in whole minutes since 1970.
    pub completed: u32,
}

impl<'a> Done<'a> {
    /// What a text says; none when it is no such text.
    pub fn read(text: &'a str) -> Option<Self> {
        let mut words = Reader::new(text);
        Some(Self {
            step: words.word()?,
            unit: words.word()?,
            person: words.word()?,
            waiting: words.number(),
            handling: words.number(),
            late: words.number().map(|late| late > 0),
            taken_late: words.number().map(|late| late > 0),
            returned: words.number()? > 0,
            opened: words.number()?,
            taken: words.number()?,
            completed: words.number()?,
        })
    }
}

pub(super) fn text(process: &Process, before: &Instance, recorded: &Recorded) -> Option<String> {
    let Event::TaskCompleted { no, person, returned_to, .. } = &recorded.event else { return None };
    let open = before.activations.get(no)?;
    let ActivationState::Task(task) = &open.state else { return None };
    let step = process.definition.step(&open.step);
    let calendar = process.calendar_known(recorded.at);
    let taken = task.taken.as_ref();
    let taken_at = taken.map_or(recorded.at, |taken| taken.at);
    let taken_late = taken.and_then(|taken| Some(taken.at > taken.due?.at));
    let late = task.due.filter(|_| !task.queue).map(|due| recorded.at > due.at);
    let mut words = Writer::default();
    words.name(open.step.as_str()).name(task.unit.as_str()).name(person.as_str());
    words.opt(minutes_of(&calendar, step, open.since, taken_at));
    words.opt(minutes_of(&calendar, step, taken_at, recorded.at));
    words.opt(late.map(u8::from)).opt(taken_late.map(u8::from));
    words.word(u8::from(returned_to.is_some()));
    words.word(minutes(Timestamp::UNIX_EPOCH, open.since));
    words.word(minutes(Timestamp::UNIX_EPOCH, taken_at));
    words.word(minutes(Timestamp::UNIX_EPOCH, recorded.at));
    Some(words.text())
}
