//! A process definition: a map that was read and found sound. What an analyst writes is described
//! in `docs/guides/write-a-process-map.md`; these types are what the engine runs.
//!
//! A definition serialises to its *canonical* form, which is the edition: comments, blanks and the
//! order of keys in the map leave no trace in it. The order of steps does, because it is the flow.

mod all_steps;
mod earlier;
mod field;
mod flow;
mod items;
mod ladder;
mod received;
mod side_deadline;
mod step;

pub use all_steps::AllSteps;
pub use field::{Field, FieldType, Fields};
pub use flow::{AwaitedMessage, Boundary, Flow, FlowEvent, Join, Trigger};
pub use items::SUBPROCESS_DEPTH_MAX;
pub use ladder::{Duty, Reassign, Rung};
pub use received::message_variable;
pub use side_deadline::{EXTENSION_NOTICE, SideDeadline};
pub use step::{
    BusinessRuleTask, CallActivity, Checks, Element, EndEvent, Notify, Outcome, ReceiveTask, Retry,
    SendTask, ServiceTask, SfeAction, Step, Subprocess, ThrowEvent, Timer, UserTask, Wait,
};

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::decision::DecisionTable;
use crate::feel::Expression;
use crate::ids::{CalendarId, GroupId, ProcessId, StepId, UnitId};
use crate::term::Term;
use crate::text::Texts;

/// A process definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// The name of the process.
    pub process: ProcessId,
    /// What the service is called.
    pub title: Texts,
    /// The authority that provides it, such as `town`.
    pub authority: String,
    /// When its rules are in force.
    pub in_force: InForce,
    /// The calendar by which its terms are counted.
    pub calendar: CalendarId,
    /// What it is based on; `cites` everywhere names these keys.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub basis: IndexMap<String, Citation>,
    /// The structural-functional units, in the order of their lanes.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub units: IndexMap<UnitId, Unit>,
    /// How to reach the applicant, from the case data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applicant: Option<Applicant>,
    /// The number of the case that this one is about, such as that of a complaint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linked_case: Option<Expression>,
    /// The office that a case belongs to: the name of an office, or the code of a territory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<Expression>,
    /// The case data.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub data: Fields,
    /// The applicant's statuses and their words.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub statuses: IndexMap<String, Texts>,
    /// The documents demanded for a case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<Documents>,
    /// What is paid, by component; they add up.
    #[serde(
        default,
        deserialize_with = "earlier::fees",
        skip_serializing_if = "IndexMap::is_empty"
    )]
    pub fees: IndexMap<String, FeeTable>,
    /// The only grounds on which a refusal may rest.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub grounds: IndexMap<String, Ground>,
    /// What must hold before an application is taken, or an outcome is given.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub requirements: IndexMap<String, Requirement>,
    /// Decision tables by name, for business rule tasks.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub decisions: IndexMap<String, DecisionTable>,
    /// The SLA clock of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// Deadlines of things within the case, by name, each with a clock of its own.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub deadlines: IndexMap<String, SideDeadline>,
    /// Boundary events of the whole process.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<Boundary>,
    /// The steps in the order of the map; the first is where an instance starts.
    pub steps: IndexMap<StepId, Step>,
}

/// When the rules of a map are in force; the last day is included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InForce {
    /// The first day.
    pub from: Date,
    /// The last day; none while in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// A place in an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The act, by a name that the reader knows.
    pub act: String,
    /// The clause in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub clause: String,
    /// What it says, or which reading of it was taken and why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A structural-functional unit (СФЕ): a lane, and the group of people who carry it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// What it is called.
    pub title: Texts,
    /// Who is in it: a group of the organisation.
    pub group: GroupId,
}

/// How to reach the applicant: expressions over the case data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Applicant {
    /// The name to address.
    pub name: Expression,
    /// The e-mail address; null when there is none, and then the message waits to be printed.
    pub email: Expression,
    /// The language of messages: `ru`, `kk` or `en`; Russian when null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Expression>,
}

/// The documents demanded for a case, and what each is called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Documents {
    /// Which documents (output `document`) in how many copies (output `copies`, 1 if it gives none).
    pub table: DecisionTable,
    /// What is known of each document.
    #[serde(deserialize_with = "earlier::documents")]
    pub names: IndexMap<String, Document>,
}

/// A document that may be demanded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// What it is called.
    pub title: Texts,
    /// In which form it is handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<DocumentForm>,
    /// When it is valid; one that is not counts as expired, whatever is ticked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<Expression>,
    /// Why it is demanded.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub why: Texts,
    /// Documents that may be handed in instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Texts>,
}

/// The form in which a document is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentForm {
    /// The document itself.
    Original,
    /// A copy.
    Copy,
    /// A copy that a notary certified.
    NotarisedCopy,
    /// An electronic document.
    Electronic,
}

impl DocumentForm {
    /// All forms with the words that name them in a map.
    pub const ALL: [(&'static str, Self); 4] = [
        ("original", Self::Original),
        ("copy", Self::Copy),
        ("notarised_copy", Self::NotarisedCopy),
        ("electronic", Self::Electronic),
    ];

    /// Its word in a map.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, form)| *form == self).map_or("", |(word, _)| word)
    }
}

/// A component of the fee: a table whose output is `fee`, in tenge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeeTable {
    /// What it is called.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub title: Texts,
    /// A list for each of whose elements it is paid; the table sees the element as `item`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_each: Option<Expression>,
    /// Exemptions by the names that the output `reason` gives.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub reasons: IndexMap<String, Texts>,
    /// The table.
    pub table: DecisionTable,
}

/// A ground of refusal. Its words are locked: the letter quotes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// The words, Russian and Kazakh of one norm.
    pub title: Texts,
    /// Until when it holds; when present, the refusal must state it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Texts>,
    /// Its sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<String>,
}

/// What must hold. Whoever does not meet it is told at once, with its source, before work is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// What it guards: the start of a case, or a step completed with an outcome.
    pub at: ClockEvent,
    /// Where it applies; everywhere when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Expression>,
    /// What must be true.
    pub holds: Expression,
    /// What must hold, in the words of the source.
    pub title: Texts,
    /// What to do instead.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub help: Texts,
    /// Its sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<String>,
}

/// The SLA clock of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deadline {
    /// The term of the service.
    pub within: Term,
    /// Its words in the regulation, when a table must print them as they stand there.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub wording: Texts,
    /// The event whose day is day 0.
    pub from: ClockEvent,
    /// The event by which the service must be done; the end of the case when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<ClockEvent>,
    /// When to warn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warn: Vec<Threshold>,
    /// Who is told and what happens, the later it gets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalate: Vec<Rung>,
    /// Whether and how the term can be extended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extension>,
    /// Steps during which the clock stands still.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<StepId>,
    /// Its sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<String>,
}

/// An event that starts or stops a clock: `start` of the instance, or a step completed with an
/// outcome (`intake.accepted`), or with any (`payment`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockEvent {
    /// The start of the instance.
    Start,
    /// A step is completed.
    Completed {
        /// The step.
        step: StepId,
        /// With this outcome; any when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<String>,
    },
    /// The deadline of the case is extended.
    Extended,
    /// The notice of an extension is given to the applicant.
    NoticeGiven,
}

/// When the clock warns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    /// When this part of the term's working time, in per cent, has passed.
    Percent(u8),
    /// This long before the due date.
    Before(Term),
    /// This long after it: the end of the term that is counted from the due date.
    Overdue(Term),
}

/// How a term can be extended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// At most this much in all, counted from `counted_from`.
    pub up_to: Term,
    /// What the limit is counted from.
    #[serde(default, skip_serializing_if = "LimitFrom::is_due_date")]
    pub counted_from: LimitFrom,
    /// The unit that may do it.
    pub by: UnitId,
    /// Whether a reason must be given.
    #[serde(default)]
    pub reason_required: bool,
    /// Who is told, and within which term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<ExtensionNotice>,
}

/// What the limit of an extension is counted from. "Extended by at most 30 days" adds to the term;
/// "extended to 30 days" is the length of the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitFrom {
    /// The due date of the term.
    #[default]
    DueDate,
    /// Day 0 of the term.
    DayZero,
}

impl LimitFrom {
    /// Whether it is the due date.
    pub const fn is_due_date(&self) -> bool {
        matches!(self, Self::DueDate)
    }
}

/// The notice of an extension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionNotice {
    /// The term in which it must be sent, where the act has one; the engine sends it at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Term>,
    /// A document to make of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// What is sent, and to whom.
    pub notify: Notify,
}

impl Definition {
    /// The step with this name, in the map itself or in a subprocess.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps
            .get(id)
            .or_else(|| self.all_steps().find(|(known, _)| *known == id).map(|it| it.1))
    }

    /// The step at which an instance starts: the first of the map.
    pub fn first(&self) -> Option<&StepId> {
        self.steps.keys().next()
    }

    /// Every step in the order of the map, those within a subprocess after it.
    pub fn all_steps(&self) -> AllSteps<'_> {
        AllSteps::of(&self.steps)
    }

    /// The step that this one undoes.
    pub fn undone_by(&self, undo: &StepId) -> Option<&StepId> {
        let undoes = |step: &Step| step.compensate.as_ref() == Some(undo);
        self.all_steps().find(|(_, step)| undoes(step)).map(|(id, _)| id)
    }

    /// The subprocess in which a step stands; none for a step of the map itself.
    pub fn home_of(&self, id: &StepId) -> Option<&StepId> {
        if self.steps.contains_key(id) {
            return None;
        }
        let block = |(block, step): (_, &Step)| {
            step.block().is_some_and(|inner| inner.steps.contains_key(id)).then_some(block)
        };
        self.all_steps().find_map(|(name, step)| block((name, step)))
    }
}
