//! The page of a task: what is known, the form, the documents, the ways to complete it.

mod back;
mod build;
mod claim;
mod complete;
mod conflict;
mod documents;
mod draft;
mod ground;
mod people;
mod preview;
mod recall;
mod typed;

use reglament_core::text::Lang;
use serde::Serialize;

use super::case::Line;
use super::chip::Chip;
use super::facts::Fact;
use super::form::{Choice, Item, Problem};
use super::inbox::{Notice, Urgency};
use super::render::View;
use super::requirements::RequirementLine;

pub use build::show;
pub(super) use build::{Open, open, scope_of};
pub use claim::{TakenPage, claim, unclaim, words as refusal_words};
pub use complete::complete;
pub use conflict::Difference;
pub use draft::{GiveBackPage, keep as keep_draft};
pub use people::{AssignPage, PersonLine, assign, assign_to, delegate, priority, resolve};
pub(super) use people::{away, load, rights};
pub use preview::{Field, Moved, Paper, PreviewPage, Words, preview};
pub use recall::recall;

/// The page of a task.
#[derive(Clone, Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each shows or hides a part of the page")]
pub struct TaskPage {
    /// The service.
    pub service: String,
    /// The action of the regulation.
    pub action: String,
    /// The number of the case.
    pub number: String,
    /// The case page.
    pub case_href: String,
    /// The applicant.
    pub applicant: String,
    /// The due date.
    pub due: Option<String>,
    /// How the term stands.
    pub chip: Option<Chip>,
    /// Who has it.
    pub holder: Option<String>,
    /// In whose name they have it.
    pub behalf: Option<String>,
    /// Who delegated it to them.
    pub owner: Option<String>,
    /// How urgent it is, when it is more than others.
    pub urgency: Option<Urgency>,
    /// In whose name this person works it.
    pub acting_for: Option<String>,
    /// The task.
    pub task: String,
    /// Whether the form is shown.
    pub mine: bool,
    /// Whether this person may take it.
    pub claimable: bool,
    /// Why this person may not take it, while nobody has it.
    pub blocked: Option<String>,
    /// Says that the rules are not in force today.
    pub repealed: Option<String>,
    /// What is known of the case.
    pub facts: Vec<Fact>,
    /// The address of the page.
    pub here: String,
    /// Where the person came from.
    pub back: String,
    /// The version of the case that the form was made for.
    pub version: u64,
    /// Where this form and the case differ, when the case changed meanwhile.
    pub differences: Vec<Difference>,
    /// What happened to the case meanwhile.
    pub since: Vec<Line>,
    /// What is wrong with the form.
    pub problems: Vec<Problem>,
    /// Something to say first.
    pub notice: Option<Notice>,
    /// What the case must still meet.
    pub requirements: Vec<RequirementLine>,
    /// The fields of the form.
    pub items: Vec<Item>,
    /// The documents to tick off.
    pub documents: Vec<DocumentRow>,
    /// Whether another person must have done a step that this one checks, or the reverse.
    pub must_differ: bool,
    /// The plain ways to complete the task.
    pub buttons: Vec<Button>,
    /// The ways that demand a ground.
    pub refusal: Option<Part>,
    /// The ways that extend the deadline.
    pub extension: Option<Part>,
    /// The ways that send the work back.
    pub back_to: Option<Part>,
    /// Whether this person may give it to somebody, or have somebody work on it.
    pub may_give: bool,
    /// Whether the work comes back to whoever delegated it.
    pub may_resolve: bool,
    /// How urgent it may be, for who may say so.
    pub priorities: Vec<Choice>,
    /// Why the work was sent back to this step.
    pub returned: Option<String>,
}

/// A demanded document.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentRow {
    /// The name of its field.
    pub field: String,
    /// What it is called.
    pub name: String,
    /// In how many copies, when more than one.
    pub copies: Option<u32>,
    /// In which form it is handed in.
    pub form: Option<String>,
    /// Why it is demanded.
    pub why: String,
    /// What may be handed in instead.
    pub alternatives: Vec<String>,
    /// Whether it is not valid by the data of the case.
    pub invalid: bool,
    /// Where it is said that it is demanded.
    pub sources: Vec<String>,
    /// Present, missing, expired.
    pub options: Vec<Choice>,
    /// What is wrong.
    pub error: Option<String>,
}

/// A way to complete the task.
#[derive(Clone, Debug, Serialize)]
pub struct Button {
    /// The outcome.
    pub name: String,
    /// Its words.
    pub title: String,
}

/// A part of the page with fields of its own: refusal, extension.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// Whether it is unfolded.
    pub open: bool,
    /// What limits it.
    pub limit: String,
    /// Its fields.
    pub items: Vec<Item>,
    /// Its buttons.
    pub buttons: Vec<Button>,
}

impl View for TaskPage {
    const TEMPLATE: &'static str = "task";

    fn title(&self, _: Lang) -> String {
        format!("{} · {}", self.action, self.number)
    }
}
