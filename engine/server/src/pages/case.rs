//! The page of a case: where it stands, what is known, who has it, how its term was counted, what was
//! sent and all that happened.

mod build;
mod deadlines;
mod documents;
mod explained;
mod export;
mod held;
mod history;
mod ledger;
mod linked;
mod messages;
mod notes;

use reglament_core::text::Lang;
use serde::Serialize;

use super::chip::Chip;
use super::facts::Fact;
use super::inbox::Notice;
use super::render::View;
use crate::texts::say;

pub use messages::duty_words;

pub use build::{show, status};
pub use deadlines::DeadlineLine;
pub use documents::Made;
pub use explained::{Explained, ExplainedLine};
pub use export::history as export;
pub use history::{Line, Teller};
pub use ledger::{Account, AccountLine, Granted, Sum};
pub use linked::Linked;
pub use messages::Sent;
pub use notes::{CommentLine, FileLine, attach, comment, remove as remove_file, show_file};

/// The page of a case.
#[derive(Clone, Debug, Serialize)]
pub struct CasePage {
    /// The service.
    pub service: String,
    /// Its number.
    pub number: String,
    /// The status that the applicant sees.
    pub status: String,
    /// The applicant.
    pub applicant: String,
    /// When it began.
    pub started: String,
    /// When it ended.
    pub ended: Option<String>,
    /// The due date.
    pub due: Option<String>,
    /// How the term stands.
    pub chip: Option<Chip>,
    /// Says that the rules are not in force today.
    pub repealed: Option<String>,
    /// The cases that it is linked with.
    pub linked: Vec<Linked>,
    /// What a person must look at.
    pub incidents: Vec<IncidentLine>,
    /// The open tasks.
    pub tasks: Vec<TaskLine>,
    /// What is said when there are none.
    pub no_tasks: String,
    /// What is known.
    pub facts: Vec<Fact>,
    /// How the due date came about.
    pub ledger: Option<Account>,
    /// The documents made for it.
    pub documents: Vec<Made>,
    /// The deadlines of things within the case.
    pub deadlines: Vec<DeadlineLine>,
    /// How the fee and the documents came about.
    pub explained: Vec<Explained>,
    /// What was sent.
    pub messages: Vec<Sent>,
    /// Whether comments and files are shown to this person.
    pub sees_notes: bool,
    /// Whether this person may add to the case.
    pub may_annotate: bool,
    /// Comments for colleagues, the newest first.
    pub comments: Vec<CommentLine>,
    /// The files.
    pub files: Vec<FileLine>,
    /// What happened, the newest first.
    pub history: Vec<Line>,
    /// The newer part of the history.
    pub previous: Option<String>,
    /// The older part of the history.
    pub next: Option<String>,
    /// The edition of the map that it runs.
    pub edition: String,
    /// The history with what the engine noted for itself.
    pub all_href: Option<String>,
    /// The history without it.
    pub plain_href: Option<String>,
    /// Something to say first.
    pub notice: Option<Notice>,
}

/// An open task.
#[derive(Clone, Debug, Serialize)]
pub struct TaskLine {
    /// The task page.
    pub href: String,
    /// The action of the regulation.
    pub action: String,
    /// The unit.
    pub unit: String,
    /// Who has it.
    pub holder: Option<String>,
    /// Since when.
    pub since: String,
    /// The due date.
    pub due: Option<String>,
    /// How the term stands.
    pub chip: Option<Chip>,
    /// The decision that is made and has not taken effect.
    pub held: Option<Held>,
}

/// A decision that may be recalled.
#[derive(Clone, Debug, Serialize)]
pub struct Held {
    /// What was decided, by whom, and when it takes effect.
    pub words: String,
    /// The task, where this person may take the decision back.
    pub recall: Option<String>,
}

/// An incident.
#[derive(Clone, Debug, Serialize)]
pub struct IncidentLine {
    /// The step that it stopped.
    pub step: String,
    /// What is wrong and what to do.
    pub message: String,
    /// The stable code.
    pub code: String,
    /// Since when.
    pub since: String,
}

impl View for CasePage {
    const TEMPLATE: &'static str = "case";

    fn title(&self, lang: Lang) -> String {
        say(lang, "case-title", &[("number", self.number.as_str().into())])
    }
}
