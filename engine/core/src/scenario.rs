//! Scenarios: tests of a map that an analyst can read, in the words of the regulation.
//!
//! ```yaml
//! scenario: A complete package is approved in time
//! process: library-card
//! at: 2026-03-18T10:00                    # local time of the map's calendar
//! users: { aliya: [mp-district], gulnar: [mp-head] }
//! play:
//!   - start: { data: { applicant: { name: Примеров Тест, kind: individual } } }
//!   - complete: { task: intake, by: aliya, outcome: accepted, documents: all }
//!   - expect: { due: 2026-04-01, status: accepted }
//! ```
//!
//! [`crate::language::scenario`] reads them. A scenario is played against a [`World`]: the pure one of this module ([`MemoryWorld`]), or a
//! store behind the engine's server. The clock is virtual; waiting fires what becomes due, in order.

mod command;
mod compare;
mod memory;
mod player;
mod world;

use std::collections::BTreeSet;

use indexmap::IndexMap;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

use crate::command::{DocumentState, ExtensionRequest, RefusalGround, Role};
use crate::ids::{GroupId, ProcessId, StepId};
use crate::source::Span;
use crate::term::Term;
use crate::value::Value;

pub use memory::MemoryWorld;
pub use player::{Failure, Observer, Played, Silent, play};
pub use world::{Trouble, World, letters};

/// A scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What it shows, in a sentence.
    pub title: String,
    /// The process it plays.
    pub process: ProcessId,
    /// When it begins, in the zone of the process's calendar.
    pub at: DateTime,
    /// The people in it.
    pub users: IndexMap<String, User>,
    /// What happens, in order.
    pub play: Vec<Play>,
}

/// A person of a scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// Their groups.
    pub groups: BTreeSet<GroupId>,
    /// Their roles.
    pub roles: BTreeSet<Role>,
}

/// One entry of a play, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Play {
    /// Where it stands.
    pub span: Span,
    /// What happens.
    pub what: What,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Somebody does something, and it succeeds.
    Act(Act),
    /// Somebody tries something, and it is refused with this code.
    Refused {
        /// What is tried.
        act: Act,
        /// The code of the rejection.
        because: String,
    },
    /// Something must hold now.
    Expect(Vec<Expectation>),
    /// Time passes: as long as a term that begins now would last.
    Wait(Term),
    /// Time passes until this moment of the calendar.
    Until(DateTime),
}

/// What somebody does. Without `by`, the portal files and writes, and a supervisor retries.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Files the application.
    Start {
        /// Who.
        by: Option<String>,
        /// The case data.
        data: Value,
    },
    /// Completes a task.
    Complete(Box<Complete>),
    /// Takes a task.
    Claim {
        /// The step.
        task: StepId,
        /// The item of a list that the step runs for, by its label; the first when absent.
        item: Option<String>,
        /// Who.
        by: String,
    },
    /// Gives a task back.
    Unclaim {
        /// The step.
        task: StepId,
        /// The item of a list that the step runs for, by its label; the first when absent.
        item: Option<String>,
        /// Who.
        by: String,
    },
    /// Takes a held decision back.
    Recall {
        /// The step.
        task: StepId,
        /// The item of a list that the step runs for, by its label; the first when absent.
        item: Option<String>,
        /// Who.
        by: String,
        /// Why.
        reason: String,
    },
    /// A worker finishes or fails a job.
    Job {
        /// The worker.
        worker: String,
        /// The item of a list that the step runs for, by its label; the first when absent.
        item: Option<String>,
        /// How it went: what it gives back, or what went wrong.
        result: Result<Value, String>,
        /// The error that a boundary event may catch.
        error: Option<String>,
    },
    /// A message arrives.
    Message {
        /// Its name.
        name: String,
        /// Who sends it.
        by: Option<String>,
        /// Its correlation key.
        key: Option<String>,
        /// Its content.
        data: Value,
    },
    /// Extends the deadline.
    Extend {
        /// Who.
        by: String,
        /// How far, and why.
        extension: ExtensionRequest,
    },
    /// Has the due dates counted anew by the calendar as it is known now.
    Recount {
        /// Who.
        by: String,
    },
    /// The notice of an extension is handed over on paper.
    HandOverNotice {
        /// Who.
        by: String,
    },
    /// Cancels the case.
    Cancel {
        /// Who.
        by: String,
        /// Why.
        reason: String,
    },
    /// Has an incident tried again.
    Retry {
        /// The step on which it stands.
        task: StepId,
        /// The item of a list that the step runs for, by its label; the first when absent.
        item: Option<String>,
        /// Who.
        by: Option<String>,
    },
}

/// How a task is completed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Complete {
    /// The step.
    pub task: String,
    /// The item of a list that the step runs for, by its label; the first when absent.
    pub item: Option<String>,
    /// Who.
    pub by: String,
    /// The outcome; the first when absent.
    pub outcome: Option<String>,
    /// What the form says.
    pub data: Value,
    /// The documents that are not as they should be; all others are present and valid.
    pub documents: Option<IndexMap<String, DocumentState>>,
    /// The ground of a refusal.
    pub ground: Option<RefusalGround>,
    /// Why the work is sent back.
    pub comment: Option<String>,
}

/// Something that must hold, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// Where it stands.
    pub span: Span,
    /// What must hold.
    pub that: Expected,
}

/// What must hold. Only what is named is looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// These steps have an open task or job, in any order.
    Open(Vec<String>),
    /// The applicant sees this status; none for no status yet.
    Status(Option<String>),
    /// The due date of the case; none when no clock has started.
    Due(Option<Due>),
    /// The state of the SLA clock.
    Deadline(String),
    /// The due date of the notice of an extension; none when there is no extension.
    NoticeDue(Option<Due>),
    /// Deadlines beside that of the case, each with its state; with its due date as well, if given.
    Deadlines(Vec<SideDeadlineExpected>),
    /// The fee, in tenge.
    Fee(Option<Decimal>),
    /// The documents demanded, in any order.
    Documents(Vec<String>),
    /// The case data holds these values; null for none.
    Data(Value),
    /// These letters were sent so far, in this order, others between them aside; an empty list says
    /// that none was sent since the last `expect` that named `sent`.
    Sent(Vec<Letter>),
    /// These warnings were given so far (`80%`, `1 working day before`, `breach`; `intake` for a step
    /// past its term, `intake.waiting` for one that nobody took in time), in this order.
    Escalated(Vec<String>),
    /// The rungs of the ladder that went off, in order: `75%`, `2 working days overdue`.
    Rungs(Vec<String>),
    /// These documents were made so far.
    DocumentsMade(Vec<String>),
    /// These steps were completed so far, in this order.
    Path(Vec<String>),
    /// The case ended here (`cancelled` when it was cancelled); none when it runs.
    Ended(Option<String>),
    /// These steps stand on an incident, in any order.
    Incidents(Vec<String>),
}

/// A deadline beside that of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideDeadlineExpected {
    /// Its name in the map.
    pub name: String,
    /// `idle`, `running`, `met`, `breached`.
    pub state: String,
    /// Its due date, when that is looked at.
    pub due: Option<Due>,
}

/// A due date: the day alone, or the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// The day.
    Day(Date),
    /// The moment, in the zone of the process's calendar.
    Moment(DateTime),
}

/// A letter that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The message.
    pub message: String,
    /// `applicant`, a unit of the map or a group; any when absent.
    pub to: Option<String>,
}
