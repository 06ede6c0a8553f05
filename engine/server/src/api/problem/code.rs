//! The stable codes of problems, each with its status and title.

use axum::http::StatusCode;
use reglament_core::rejection::RejectionCode as R;

/// Why a request was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The rules of the process refuse it.
    Rejected(R),
    /// The body is not the JSON that is expected.
    MalformedBody,
    /// The body is not declared as JSON.
    UnsupportedMediaType,
    /// The body is too large.
    BodyTooLarge,
    /// A parameter of the path, the query or a header does not read.
    InvalidParameter,
    /// Nobody is signed in, or the token is unknown.
    Unauthenticated,
    /// The request does not prove that the person's own page sent it.
    Csrf,
    /// There is nothing at this address, or nothing that the caller may see.
    NotFound,
    /// The address knows other methods.
    MethodNotAllowed,
    /// The answer cannot be given in a form that the caller accepts.
    NotAcceptable,
    /// The version in `If-Match` is not the current one.
    VersionMismatch,
    /// The idempotency key was used for another request.
    IdempotencyKeyReused,
    /// The lease of the job is not held any more.
    LeaseLost,
    /// What is asked cannot be told from what is known of the case yet.
    NotExplained,
    /// Too many requests at once on one thing, or the server is shutting down.
    Unavailable,
    /// A fault on our side.
    Internal,
}

impl Code {
    /// Every code that is no rejection of the process.
    pub const OWN: [Self; 15] = [
        Self::MalformedBody,
        Self::UnsupportedMediaType,
        Self::BodyTooLarge,
        Self::InvalidParameter,
        Self::Unauthenticated,
        Self::Csrf,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::NotAcceptable,
        Self::VersionMismatch,
        Self::IdempotencyKeyReused,
        Self::LeaseLost,
        Self::NotExplained,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The code as callers compare it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rejected(code) => code.as_str(),
            Self::MalformedBody => "malformed_body",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::BodyTooLarge => "body_too_large",
            Self::InvalidParameter => "invalid_parameter",
            Self::Unauthenticated => "unauthenticated",
            Self::Csrf => "csrf",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::NotAcceptable => "not_acceptable",
            Self::VersionMismatch => "version_mismatch",
            Self::IdempotencyKeyReused => "idempotency_key_reused",
            Self::LeaseLost => "lease_lost",
            Self::NotExplained => "not_explained",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }

    /// The code as it stands in addresses: with hyphens.
    pub fn slug(self) -> String {
        self.as_str().replace('_', "-")
    }

    /// The status of the answer. What may not be seen is answered like what does not exist (404);
    /// what may be seen but not done is 403; what another state of the case would allow is 409;
    /// what another content of the request would allow is 422.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Rejected(code) => rejected(code),
            Self::MalformedBody | Self::InvalidParameter => StatusCode::BAD_REQUEST,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Csrf => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::VersionMismatch => StatusCode::PRECONDITION_FAILED,
            Self::IdempotencyKeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::LeaseLost | Self::NotExplained => StatusCode::CONFLICT,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The problem in general.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Rejected(code) => rejected_title(code),
            Self::MalformedBody => "The body does not read",
            Self::UnsupportedMediaType => "The body is not JSON",
            Self::BodyTooLarge => "The body is too large",
            Self::InvalidParameter => "A parameter does not read",
            Self::Unauthenticated => "Nobody is signed in",
            Self::Csrf => "The request does not come from your own page",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "The address does not know this method",
            Self::NotAcceptable => "No accepted form of the answer",
            Self::VersionMismatch => "The case has changed",
            Self::IdempotencyKeyReused => "The idempotency key was used for another request",
            Self::NotExplained => "It cannot be told yet",
            Self::LeaseLost => "The lease is not held any more",
            Self::Unavailable => "Not now",
            Self::Internal => "A fault on our side",
        }
    }
}

const fn rejected(code: R) -> StatusCode {
    match code {
        R::Forbidden | R::NotCandidate | R::FourEyes => StatusCode::FORBIDDEN,
        R::NoSuchTask
        | R::NoSuchJob
        | R::NoSuchCall
        | R::NoSuchTimer
        | R::NoSuchAttachment
        | R::NoSuchIncident => StatusCode::NOT_FOUND,
        R::UnknownOutcome
        | R::InvalidData
        | R::UnknownCase
        | R::DocumentsIncomplete
        | R::DocumentExpired
        | R::RequirementNotMet
        | R::GroundRequired
        | R::AttachmentRefused
        | R::ReasonRequired => StatusCode::UNPROCESSABLE_ENTITY,
        R::AlreadyClaimed
        | R::NotClaimed
        | R::Delegated
        | R::NotDelegated
        | R::DecisionHeld
        | R::NothingToRecall
        | R::Absent
        | R::NotDue
        | R::NotExpected
        | R::ExtensionNotAllowed
        | R::NothingMoves
        | R::NotMigrated
        | R::PreviewOutdated
        | R::NotPublished
        | R::InstanceClosed
        | R::AlreadyStarted
        | R::CalendarNotCovered => StatusCode::CONFLICT,
    }
}

const fn rejected_title(code: R) -> &'static str {
    match code {
        R::Forbidden => "Not allowed",
        R::NotCandidate => "The task is of another group",
        R::AlreadyClaimed => "Another person has the task",
        R::NotClaimed => "You do not have the task",
        R::FourEyes => "Another person must do it",
        R::Delegated => "The task is delegated",
        R::NotDelegated => "Nobody delegated the task",
        R::DecisionHeld => "The task is decided",
        R::NothingToRecall => "No decision is held",
        R::Absent => "The person is absent",
        R::NoSuchAttachment => "No such file",
        R::AttachmentRefused => "The file is not accepted",
        R::NoSuchTask => "No such open task",
        R::NoSuchJob => "No such open job",
        R::NoSuchCall => "No such open call",
        R::NoSuchTimer => "No such running timer",
        R::NotDue => "Not due yet",
        R::NoSuchIncident => "No such open incident",
        R::NotExpected => "Nothing waits for this message",
        R::UnknownOutcome => "The task has no such outcome",
        R::InvalidData => "The data is not as the map demands",
        R::UnknownCase => "There is no such case",
        R::DocumentsIncomplete => "Documents are missing",
        R::DocumentExpired => "A document is not valid any more",
        R::RequirementNotMet => "A requirement is not met",
        R::GroundRequired => "A ground of refusal is demanded",
        R::ExtensionNotAllowed => "The deadline cannot be extended so",
        R::NothingMoves => "No due date moves",
        R::NotMigrated => "The case cannot be moved",
        R::PreviewOutdated => "The case would move otherwise by now",
        R::NotPublished => "The edition cannot be published so",
        R::ReasonRequired => "A reason is demanded",
        R::InstanceClosed => "The case has ended",
        R::AlreadyStarted => "The case exists already",
        R::CalendarNotCovered => "The calendar does not reach so far",
    }
}
