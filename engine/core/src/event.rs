//! What happened to an instance: events in the past tense, stored for good. A stored event keeps
//! its meaning; a new meaning is a new event.

use std::collections::BTreeMap;

mod migrated;
mod people;
mod timer;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::WorkingTime;
use crate::command::{Caller, DocumentChecks, RefusalGround};
use crate::ids::{EditionId, GroupId, InstanceId, OfficeId, PersonId, ProcessId, StepId, UnitId};
use crate::instance::{File, HeldDecision, Instance, Priority};
use crate::term::Term;
use crate::text::Texts;
use crate::value::Value;

pub use timer::TimerPurpose;

/// An event with its place in the history of its instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// 1, 2, 3 … without a gap.
    pub seq: u64,
    /// When the command was decided.
    pub at: Timestamp,
    /// Who gave the command.
    pub by: String,
    /// What happened.
    pub event: Event,
}

/// The number of an activation: one passage of a token through one step. Unique in its instance.
pub type ActivationNo = u32;

/// The number of a scope: a run of a subprocess, numbered like the activations of its instance.
/// Step names, joins and results count within one.
pub type ScopeNo = u32;

/// The scope of the case itself; activations are numbered from 1.
pub const CASE: ScopeNo = 0;

/// Whether this is the scope of the case: what was stored before there were others has no number.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
pub(crate) const fn is_case(scope: &ScopeNo) -> bool {
    *scope == CASE
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// The instance began.
    InstanceStarted {
        /// Its process.
        process: ProcessId,
        /// The edition it runs until it is migrated.
        edition: EditionId,
        /// The applicant's name, as far as the data tells it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        applicant: String,
        /// The case data of the application.
        data: Value,
        /// The step of another case that called it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caller: Option<Caller>,
    },
    /// A token went through a step that waits for nothing: a gateway, a message, an end.
    StepPassed {
        /// The step.
        step: StepId,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
    },
    /// A token entered a step that waits for a timer or stands on an incident.
    StepEntered {
        /// The activation.
        no: ActivationNo,
        /// The step.
        step: StepId,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
    },
    /// A task stands in the inbox of a unit.
    TaskOpened {
        /// The activation.
        no: ActivationNo,
        /// The step.
        step: StepId,
        /// The unit that carries it out.
        unit: UnitId,
        /// The people who may take it.
        group: GroupId,
        /// The due date of the step itself; the deadline of the case counts beside it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<DueDate>,
        /// Whether that due date is the one by which somebody must take it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        queue: bool,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
    },
    /// A person took a task.
    TaskClaimed {
        /// The activation.
        no: ActivationNo,
        /// Who.
        person: PersonId,
        /// In whose name, when they stand in for somebody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_behalf_of: Option<PersonId>,
        /// The due date of the step, when it counts from here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<DueDate>,
    },
    /// A person gave a task back.
    TaskUnclaimed {
        /// The activation.
        no: ActivationNo,
        /// Who.
        person: PersonId,
        /// In whose name, when they stand in for somebody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_behalf_of: Option<PersonId>,
    },
    /// Somebody gave a task to a person.
    TaskAssigned {
        /// The activation.
        no: ActivationNo,
        /// Who got it.
        to: PersonId,
        /// The due date of the step, when it counts from here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<DueDate>,
    },
    /// Whoever has a task has somebody work on it, and stays answerable.
    TaskDelegated {
        /// The activation.
        no: ActivationNo,
        /// Who works on it.
        to: PersonId,
        /// What they are to do.
        note: String,
        /// In whose name, when they stand in for somebody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_behalf_of: Option<PersonId>,
    },
    /// A task came back to whoever delegated it.
    DelegationResolved {
        /// The activation.
        no: ActivationNo,
        /// Who worked on it.
        person: PersonId,
        /// In whose name, when they stand in for somebody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_behalf_of: Option<PersonId>,
        /// What was found or done.
        note: String,
    },
    /// A person completed a task whose decision may be recalled: it is held for a while, and nothing
    /// follows from it before it takes effect ([`Event::TaskCompleted`]).
    DecisionHeld {
        /// The activation.
        no: ActivationNo,
        /// The decision.
        decision: HeldDecision,
    },
    /// A held decision was taken back: the task stands open as before it.
    DecisionRecalled {
        /// The activation.
        no: ActivationNo,
        /// Who took it back.
        person: PersonId,
        /// Why.
        reason: String,
    },
    /// A task went to another group, and nobody has it.
    TaskMoved {
        /// The activation.
        no: ActivationNo,
        /// The group.
        group: GroupId,
    },
    /// Somebody said how urgent a task is.
    TaskPrioritised {
        /// The activation.
        no: ActivationNo,
        /// How urgent.
        priority: Priority,
    },
    /// The tasks of the case are this urgent from now on.
    CasePrioritised {
        /// How urgent.
        priority: Priority,
    },
    /// Somebody noted something for colleagues.
    CommentAdded {
        /// The words.
        text: String,
    },
    /// Somebody attached a file.
    FileAttached {
        /// Its number in the case.
        no: u32,
        /// The file.
        file: File,
    },
    /// Somebody removed a file: it is struck through.
    AttachmentRemoved {
        /// Its number in the case.
        no: u32,
        /// Why.
        reason: String,
    },
    /// A person completed a task, and the token went on.
    TaskCompleted {
        /// The activation.
        no: ActivationNo,
        /// Who.
        person: PersonId,
        /// In whose name, when they stand in for somebody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_behalf_of: Option<PersonId>,
        /// How.
        outcome: String,
        /// What the form said; laid over the case data.
        #[serde(default, skip_serializing_if = "Value::is_null")]
        data: Value,
        /// What the form said of items of lists; laid over each item, by its place (`guests[2]`).
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        items: BTreeMap<String, Value>,
        /// How the documents were found.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        documents: Option<DocumentChecks>,
        /// The ground of a refusal.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<RefusalGround>,
        /// The earlier step to which the work was sent back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        returned_to: Option<StepId>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    /// A job waits for its worker.
    JobOpened {
        /// The activation.
        no: ActivationNo,
        /// The step.
        step: StepId,
        /// The worker.
        worker: String,
        /// What it gets.
        input: Value,
        /// Attempts left.
        attempts: u32,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
    },
    /// A worker finished a job, and the token went on.
    JobCompleted {
        /// The activation.
        no: ActivationNo,
        /// What it gave back, stored under the name of the step.
        output: Value,
        /// What it filled in of the case data.
        #[serde(default, skip_serializing_if = "Value::is_null")]
        data: Value,
    },
    /// An attempt at a job failed.
    JobFailed {
        /// The activation.
        no: ActivationNo,
        /// What went wrong.
        error: String,
        /// Attempts left.
        attempts: u32,
        /// Not before this moment again.
        retry_at: Timestamp,
        /// The error, when the worker named one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
    },
    /// A step calls a case of another process, and waits for its end.
    CallOpened {
        /// The activation.
        no: ActivationNo,
        /// The step.
        step: StepId,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
        /// The process.
        process: ProcessId,
        /// The edition, when the map pins one; otherwise the one in force.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        edition: Option<EditionId>,
        /// The data it begins with.
        data: Value,
    },
    /// A called case came to its end, and the token went on.
    CallCompleted {
        /// The activation.
        no: ActivationNo,
        /// The called case.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        child: Option<InstanceId>,
        /// What it gave back, stored under the name of the step.
        output: Value,
    },
    /// A decision table was evaluated, and the token went on.
    DecisionMade {
        /// The step, under whose name the result is stored.
        step: StepId,
        /// The table.
        decision: String,
        /// The result.
        result: Value,
        /// The rules that fired, counted from 1 in the order of the map.
        rules: Vec<u32>,
        /// What the rules asked for, with the values.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        inputs: BTreeMap<String, Value>,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
    },
    /// A timer runs.
    TimerArmed {
        /// Its number, unique in the instance.
        timer: u32,
        /// What it is for.
        purpose: TimerPurpose,
        /// When it fires.
        due: Timestamp,
    },
    /// A timer fired. Timers end silently with the step, the clock or the case that they belong to.
    TimerFired {
        /// Its number.
        timer: u32,
    },
    /// A step has taken longer than its own term, or a task has waited longer than it may until
    /// somebody took it. That is reported and blocks nothing.
    StepOverdue {
        /// The activation.
        no: ActivationNo,
        /// The step.
        step: StepId,
        /// Whether it still waits to be taken.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        waiting: bool,
    },
    /// A token entered a step that waits for messages.
    MessagesAwaited {
        /// The activation.
        no: ActivationNo,
        /// The step.
        step: StepId,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
        /// The messages, the first of which goes on.
        messages: Vec<Awaited>,
    },
    /// A message came before a step waited for it, and is kept.
    MessageKept {
        /// Its name.
        message: String,
        /// Its correlation key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
        /// Its content.
        data: Value,
    },
    /// A message met what waited for it: a boundary event, or the step that is named here and that
    /// the token then left.
    MessageReceived {
        /// Its name.
        message: String,
        /// Its content.
        data: Value,
        /// The name under which the content is stored; the message's own when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        under: Option<String>,
        /// The activation that waited for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        no: Option<ActivationNo>,
        /// The event that kept it until now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<u64>,
    },
    /// A message is to be sent.
    NotificationRequested {
        /// The step that asks for it.
        step: StepId,
        /// The message.
        message: String,
        /// `applicant`, or a unit of the map.
        to: String,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
        /// The documents that go with it, made before by this case.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attach: Vec<String>,
    },
    /// A document is to be made.
    DocumentRequested {
        /// The step that asks for it.
        step: StepId,
        /// The document: a folder below `templates/documents`.
        document: String,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
    },
    /// A subprocess began.
    SubprocessOpened {
        /// The activation.
        no: ActivationNo,
        /// The step.
        step: StepId,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
        /// How many items it runs for; none when it runs once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        items: Option<u32>,
    },
    /// A scope began: a run of a subprocess, or of the step that undoes another.
    ScopeOpened {
        /// Its number.
        scope: ScopeNo,
        /// The activation that it belongs to.
        of: ActivationNo,
        /// The item it is for, counted from 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        item: Option<u32>,
        /// The step that is undone in it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        undoes: Option<StepId>,
        /// Where its results are stored, such as `guests[2]`; the case data when empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        path: String,
        /// What people read of the item.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        label: String,
    },
    /// The last token of a scope reached an end.
    ScopeEnded {
        /// Its number.
        scope: ScopeNo,
    },
    /// A scope was taken away with everything in it: enough others have ended.
    ScopeCancelled {
        /// Its number.
        scope: ScopeNo,
    },
    /// A terminating end took away whatever stood open in its scope.
    ScopeCleared {
        /// Its number.
        scope: ScopeNo,
    },
    /// The runs of a subprocess are over, and the token went on.
    SubprocessCompleted {
        /// The activation.
        no: ActivationNo,
    },
    /// An end event or a step threw an error, and a boundary event catches it.
    ErrorThrown {
        /// The step.
        step: StepId,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
        /// The error.
        error: String,
    },
    /// An end event threw an escalation.
    EscalationThrown {
        /// The step.
        step: StepId,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
        /// The escalation.
        escalation: String,
        /// Whether a boundary event catches it; otherwise it is only noted.
        caught: bool,
    },
    /// A signal went off.
    SignalThrown {
        /// The step.
        step: StepId,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
        /// The signal.
        signal: String,
    },
    /// An event gateway takes a flow: its signal went off, or its condition holds.
    FlowChosen {
        /// The activation.
        no: ActivationNo,
        /// The flow, by its place in the map.
        index: u32,
    },
    /// The condition of a boundary event holds.
    ConditionMet {
        /// The activation; none for an event of the whole process.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        no: Option<ActivationNo>,
        /// The boundary event, by its place in the map.
        index: u32,
    },
    /// A step was completed that another step can undo.
    UndoNoted {
        /// The step.
        step: StepId,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
    },
    /// What was completed in a scope is undone, one step after the other.
    CompensationBegun {
        /// The activation.
        no: ActivationNo,
        /// The step that has it undone.
        step: StepId,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
        /// The steps to undo, in this order.
        undoes: Vec<StepId>,
    },
    /// Everything was undone, and the step goes on that had it undone.
    CompensationEnded {
        /// The activation.
        no: ActivationNo,
    },
    /// A token arrived at a join that still waits for others.
    TokenWaits {
        /// The join.
        step: StepId,
        /// The step it came from.
        from: StepId,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
    },
    /// A join has what it waited for: one token of each of these flows, by the step it came from.
    Joined {
        /// The join.
        step: StepId,
        /// Where the tokens came from.
        from: Vec<StepId>,
        /// How many late tokens will end at it, when it did not wait for all.
        late: u32,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
    },
    /// A late token ended at a join that had started without it.
    TokenEnded {
        /// The join.
        step: StepId,
        /// Where it came from.
        from: StepId,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
    },
    /// An interrupting event of the whole process took the tokens away that waited at a join.
    TokensDropped {
        /// The join.
        step: StepId,
        /// Where they came from.
        from: Vec<StepId>,
        /// The scope it runs in.
        #[serde(default, skip_serializing_if = "is_case")]
        scope: ScopeNo,
    },
    /// An interrupting event took a step away, with its timers.
    StepInterrupted {
        /// The activation.
        no: ActivationNo,
    },
    /// The case data names the applicant otherwise than before.
    ApplicantNamed {
        /// The name.
        name: String,
    },
    /// The case data names the case that this one is about otherwise than before.
    CaseLinked {
        /// Its number; none when it names none any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// The case data puts the case into another office than before.
    OfficeNamed {
        /// The office; none when it belongs to all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        office: Option<OfficeId>,
    },
    /// The case goes on in another edition of its map.
    CaseMigrated {
        /// The case on that edition.
        #[serde(deserialize_with = "migrated::read")]
        after: Box<Instance>,
    },
    /// The case went back to the edition that it ran before it was moved.
    MigrationUndone {
        /// The case as it was before.
        #[serde(deserialize_with = "migrated::read")]
        after: Box<Instance>,
    },
    /// The applicant sees another status.
    StatusChanged {
        /// The status.
        status: String,
    },
    /// The SLA clock runs.
    ClockStarted {
        /// The event whose day is day 0.
        from: Timestamp,
        /// The term.
        term: Term,
        /// The due date.
        due: DueDate,
    },
    /// The SLA clock stands still.
    ClockPaused,
    /// The SLA clock runs again.
    ClockResumed {
        /// The working time for which it stood still.
        stood: WorkingTime,
        /// The due date from now on.
        due: DueDate,
    },
    /// The term was extended.
    ClockExtended {
        /// How far, in the unit of the extension.
        days: u32,
        /// Why.
        reason: Texts,
        /// The due date from now on.
        due: DueDate,
    },
    /// The due date was counted anew by the calendar as it is known now.
    ClockRecounted {
        /// The due date before.
        was: Date,
        /// The due date without pauses and extension.
        original: DueDate,
        /// The due date from now on.
        due: DueDate,
    },
    /// The due date of an open task was counted anew by the calendar as it is known now.
    TaskRecounted {
        /// The activation.
        no: ActivationNo,
        /// Its due date before.
        was: Date,
        /// Its due date from now on.
        due: DueDate,
    },
    /// A warning threshold was passed.
    ClockWarned {
        /// The threshold, by its place in the map.
        threshold: u32,
    },
    /// A rung of the ladder went off.
    EscalationReached {
        /// The rung, by its place in the map.
        rung: u32,
    },
    /// The service was done after its due date.
    ClockDoneLate,
    /// The due date passed with the case open.
    ClockBreached,
    /// The service was done in time.
    ClockMet,
    /// A clock beside that of the case runs.
    DeadlineStarted {
        /// The deadline, by its name in the map.
        deadline: String,
        /// The event whose day is day 0.
        from: Timestamp,
        /// The term.
        term: Term,
        /// The due date.
        due: DueDate,
    },
    /// What it is for was done in time.
    DeadlineMet {
        /// The deadline.
        deadline: String,
    },
    /// Its due date passed first.
    DeadlineBreached {
        /// The deadline.
        deadline: String,
    },
    /// What it is for was done after its due date.
    DoneLate {
        /// The deadline.
        deadline: String,
    },
    /// A person must look.
    IncidentRaised {
        /// The activation it stopped.
        no: ActivationNo,
        /// The step.
        step: StepId,
        /// A stable code.
        code: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// A person had it tried again.
    IncidentResolved {
        /// The activation it stopped.
        no: ActivationNo,
    },
    /// The last token reached an end, or a terminating end was reached.
    InstanceEnded {
        /// The end event.
        step: StepId,
    },
    /// The instance was cancelled.
    InstanceCancelled {
        /// Why.
        reason: String,
    },
}

/// A message that a step waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaited {
    /// Its name.
    pub message: String,
    /// The correlation key it must carry; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

impl Awaited {
    /// Whether this message is meant. One that carries no key is for whoever waits for its name: it
    /// was sent to this very case.
    pub fn is(&self, message: &str, key: Option<&str>) -> bool {
        let same_key = match (&self.key, key) {
            (Some(wanted), Some(carried)) => wanted == carried,
            _ => true,
        };
        self.message == message && same_key
    }
}

/// A due date, with what is needed to explain and to recompute it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDate {
    /// The moment: the close of business on the last day of a term of days.
    pub at: Timestamp,
    /// The day, in the zone of the calendar.
    pub date: Date,
    /// The day up to which amendments of the calendar were known when it was computed.
    pub known_on: Date,
}
