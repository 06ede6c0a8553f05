//! Why a command was refused: the caller may do otherwise. A rejection changes nothing.

use serde::Serialize;

use crate::ids::{PersonId, StepId};
use crate::requirement::Unmet;

/// A refusal with a stable code and a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct Rejection {
    /// The stable code.
    pub code: RejectionCode,
    /// What is wrong and what to do next.
    pub message: String,
    /// The fields at fault, each with its sentence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldFault>,
    /// The requirements that are not met, each with its words and sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<Unmet>,
    /// Who holds the task, where that is why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<PersonId>,
    /// Who did which other step, where four eyes are why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflict: Option<Box<Conflict>>,
}

/// Somebody who performed a step that another person than the performer of this one must have done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Who.
    pub person: PersonId,
    /// The step.
    pub step: StepId,
}

/// A field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldFault {
    /// The path of the field in the case data.
    pub field: String,
    /// A stable code: `required`, `type`, `format`, `choice`, `unknown`, `count`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
}

/// The stable code of a rejection; its text is what the API and scenarios name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectionCode {
    /// The actor may not do this at all.
    Forbidden,
    /// The task is not one of the actor's groups.
    NotCandidate,
    /// Another person has the task.
    AlreadyClaimed,
    /// The actor does not have the task.
    NotClaimed,
    /// The same person performed the other step of a four-eyes pair.
    FourEyes,
    /// The task is delegated: it must come back before it is completed or delegated again.
    Delegated,
    /// Nobody delegated the task.
    NotDelegated,
    /// The task is decided, and the decision is held: it may be recalled, and nothing else.
    DecisionHeld,
    /// No decision is held: it has taken effect, or there was none.
    NothingToRecall,
    /// Who is to get the task is absent.
    Absent,
    /// There is no such task, or it is done.
    NoSuchTask,
    /// There is no such job, or it is done.
    NoSuchJob,
    /// The step does not wait for a called case any more.
    NoSuchCall,
    /// There is no such timer, or it has fired or was cancelled.
    NoSuchTimer,
    /// A timer is not due yet.
    NotDue,
    /// There is no such incident, or it is resolved.
    NoSuchIncident,
    /// The case has no such file, or it was removed.
    NoSuchAttachment,
    /// The file is too large, empty, wrongly named or one too many.
    AttachmentRefused,
    /// Nothing waits for this message.
    NotExpected,
    /// The task has no such outcome.
    UnknownOutcome,
    /// A field is missing, of the wrong type or unknown.
    InvalidData,
    /// There is no case with the number that the case data names.
    UnknownCase,
    /// A demanded document is missing or expired, or was not ticked off.
    DocumentsIncomplete,
    /// A document that was handed in is not valid any more.
    DocumentExpired,
    /// Something that the map requires does not hold.
    RequirementNotMet,
    /// The outcome demands a ground of refusal from the list.
    GroundRequired,
    /// The map allows no extension, or not so far, or not now.
    ExtensionNotAllowed,
    /// By the calendar as it is known now no due date is another.
    NothingMoves,
    /// The case cannot go on in the other edition, or there is nothing to undo.
    NotMigrated,
    /// Since the preview the case has changed.
    PreviewOutdated,
    /// The edition cannot be published so, or not any more.
    NotPublished,
    /// A reason is demanded.
    ReasonRequired,
    /// The instance has ended.
    InstanceClosed,
    /// The instance exists already.
    AlreadyStarted,
    /// The term cannot be counted: the calendar does not cover the days.
    CalendarNotCovered,
}

impl RejectionCode {
    /// Every code, in the order of the enum.
    pub const ALL: &[Self] = &[
        Self::Forbidden,
        Self::NotCandidate,
        Self::AlreadyClaimed,
        Self::NotClaimed,
        Self::FourEyes,
        Self::Delegated,
        Self::NotDelegated,
        Self::DecisionHeld,
        Self::NothingToRecall,
        Self::Absent,
        Self::NoSuchTask,
        Self::NoSuchJob,
        Self::NoSuchCall,
        Self::NoSuchTimer,
        Self::NotDue,
        Self::NoSuchIncident,
        Self::NoSuchAttachment,
        Self::AttachmentRefused,
        Self::NotExpected,
        Self::UnknownOutcome,
        Self::InvalidData,
        Self::UnknownCase,
        Self::DocumentsIncomplete,
        Self::DocumentExpired,
        Self::RequirementNotMet,
        Self::GroundRequired,
        Self::ExtensionNotAllowed,
        Self::NothingMoves,
        Self::NotMigrated,
        Self::PreviewOutdated,
        Self::NotPublished,
        Self::ReasonRequired,
        Self::InstanceClosed,
        Self::AlreadyStarted,
        Self::CalendarNotCovered,
    ];

    /// Its text, as the API and scenarios name it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Forbidden => "forbidden",
            Self::NotCandidate => "not_candidate",
            Self::AlreadyClaimed => "already_claimed",
            Self::NotClaimed => "not_claimed",
            Self::FourEyes => "four_eyes",
            Self::Delegated => "delegated",
            Self::NotDelegated => "not_delegated",
            Self::DecisionHeld => "decision_held",
            Self::NothingToRecall => "nothing_to_recall",
            Self::Absent => "absent",
            Self::NoSuchTask => "no_such_task",
            Self::NoSuchJob => "no_such_job",
            Self::NoSuchCall => "no_such_call",
            Self::NoSuchTimer => "no_such_timer",
            Self::NotDue => "not_due",
            Self::NoSuchIncident => "no_such_incident",
            Self::NoSuchAttachment => "no_such_attachment",
            Self::AttachmentRefused => "attachment_refused",
            Self::NotExpected => "not_expected",
            Self::UnknownOutcome => "unknown_outcome",
            Self::InvalidData => "invalid_data",
            Self::UnknownCase => "unknown_case",
            Self::DocumentsIncomplete => "documents_incomplete",
            Self::DocumentExpired => "document_expired",
            Self::RequirementNotMet => "requirement_not_met",
            Self::GroundRequired => "ground_required",
            Self::ExtensionNotAllowed => "extension_not_allowed",
            Self::NothingMoves => "nothing_moves",
            Self::NotMigrated => "not_migrated",
            Self::PreviewOutdated => "preview_outdated",
            Self::NotPublished => "not_published",
            Self::ReasonRequired => "reason_required",
            Self::InstanceClosed => "instance_closed",
            Self::AlreadyStarted => "already_started",
            Self::CalendarNotCovered => "calendar_not_covered",
        }
    }
}

impl Rejection {
    /// A rejection with this code and sentence.
    pub fn new(code: RejectionCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            fields: Vec::new(),
            requirements: Vec::new(),
            holder: None,
            conflict: None,
        }
    }
}
