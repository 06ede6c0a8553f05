//! The words that a printed map needs beside its own. Core has none: whoever prints has the catalogue.

use crate::term::Term;
use crate::text::Lang;

/// The catalogue of one language.
pub trait Words {
    /// The language.
    fn lang(&self) -> Lang;
    /// The words of a label.
    fn label(&self, label: Label) -> String;
    /// A term in words, such as `5 рабочих дней`.
    fn term(&self, term: Term) -> String;
}

/// What a table or a diagram says in words that are not the map's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Above the СФЕ table.
    TableCaption,
    /// The head over its columns.
    TableHead,
    /// Row 1.
    ActionNumber,
    /// Row 2.
    UnitName,
    /// Row 3.
    ActionName,
    /// Row 4.
    Completion,
    /// Row 5.
    TimeLimit,
    /// The lane of the applicant.
    Applicant,
    /// The lane of what the engine does by itself.
    System,
    /// The event that starts a case.
    Application,
    /// The flow that is taken when no condition holds.
    Otherwise,
    /// Before the terms of the deadline's thresholds.
    Deadline,
}

impl Label {
    /// All labels: a catalogue must have each.
    pub const ALL: [Self; 12] = [
        Self::TableCaption,
        Self::TableHead,
        Self::ActionNumber,
        Self::UnitName,
        Self::ActionName,
        Self::Completion,
        Self::TimeLimit,
        Self::Applicant,
        Self::System,
        Self::Application,
        Self::Otherwise,
        Self::Deadline,
    ];

    /// Its key in a catalogue, which may put a prefix before it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::TableCaption => "table-caption",
            Self::TableHead => "table-head",
            Self::ActionNumber => "action-number",
            Self::UnitName => "unit-name",
            Self::ActionName => "action-name",
            Self::Completion => "completion",
            Self::TimeLimit => "time-limit",
            Self::Applicant => "applicant",
            Self::System => "system",
            Self::Application => "application",
            Self::Otherwise => "otherwise",
            Self::Deadline => "deadline",
        }
    }
}
