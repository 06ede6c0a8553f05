//! Why a command was refused, in words for people.

use reglament_core::process::Process;
use reglament_core::rejection::{Rejection, RejectionCode};
use reglament_core::text::Lang;

use super::names;
use crate::organization::Roster;
use crate::texts::say;

/// Why a command was refused: where four eyes are why, who did which step of this map.
pub fn why(lang: Lang, roster: &Roster, process: Option<&Process>, refused: &Rejection) -> String {
    let Some(conflict) = &refused.conflict else { return words(lang, refused.code) };
    let person = roster.person(&conflict.person).map(|person| person.name.clone());
    let person = person.unwrap_or_else(|| conflict.person.to_string());
    let step = names::step(lang, process, &conflict.step);
    say(lang, "refusal-four-eyes-of", &[("person", person.into()), ("step", step.into())])
}

/// The words of a refusal.
pub fn words(lang: Lang, code: RejectionCode) -> String {
    let key = match code {
        RejectionCode::NotCandidate => "refusal-not-candidate",
        RejectionCode::AlreadyClaimed => "refusal-already-claimed",
        RejectionCode::NotClaimed => "refusal-not-claimed",
        RejectionCode::FourEyes => "refusal-four-eyes",
        RejectionCode::Delegated => "refusal-delegated",
        RejectionCode::NotDelegated => "refusal-not-delegated",
        RejectionCode::DecisionHeld => "refusal-decision-held",
        RejectionCode::NothingToRecall => "refusal-nothing-to-recall",
        RejectionCode::Absent => "refusal-absent",
        RejectionCode::NoSuchAttachment => "refusal-no-such-attachment",
        RejectionCode::AttachmentRefused => "refusal-attachment",
        RejectionCode::UnknownOutcome => "refusal-unknown-outcome",
        RejectionCode::InvalidData => "refusal-invalid-data",
        RejectionCode::UnknownCase => "refusal-unknown-case",
        RejectionCode::DocumentsIncomplete => "refusal-documents-incomplete",
        RejectionCode::DocumentExpired => "refusal-document-expired",
        RejectionCode::RequirementNotMet => "refusal-requirement-not-met",
        RejectionCode::GroundRequired => "refusal-ground-required",
        RejectionCode::ExtensionNotAllowed => "refusal-extension-not-allowed",
        RejectionCode::ReasonRequired => "refusal-reason-required",
        RejectionCode::InstanceClosed => "refusal-instance-closed",
        _ => "refusal-forbidden",
    };
    say(lang, key, &[])
}
