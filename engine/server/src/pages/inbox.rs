//! The inbox: which tasks somebody may work, in the order they choose, with what they may do to them.

mod asked;
mod bulk;
mod columns;
mod file;
mod filters;
mod find;
mod give;
mod next;
mod saved;
mod show;

use reglament_core::text::Lang;
use serde::Serialize;

use super::chip::Chip;
use super::render::View;
use super::report::FileLink;
use crate::texts::say;

pub use bulk::{BulkPage, BulkRow, bulk};
pub use columns::{Column, keep as keep_columns};
pub use file::file;
pub use filters::{Choice, Filter, Filters, Select};
pub use give::{GivePage, GivenTask, show as give_to};
pub use next::next;
pub use saved::{Saved, drop_saved, keep as keep_saved};
pub use show::{measured, show, urgency};

/// The inbox.
#[derive(Clone, Debug, Serialize)]
pub struct Inbox {
    /// Whose tasks.
    pub tabs: Vec<Tab>,
    /// Filters with a name.
    pub saved: Vec<Saved>,
    /// The groups for which a filter may be kept.
    pub groups: Vec<Select>,
    /// What the list is narrowed by.
    pub filters: Filters,
    /// The columns that can be left out.
    pub columns: Vec<Column>,
    /// The head of the list.
    pub head: Vec<Head>,
    /// The tasks.
    pub rows: Vec<Row>,
    /// What is said when there are none.
    pub empty: String,
    /// Where there may be some.
    pub elsewhere: Option<Tab>,
    /// This very page, to come back to.
    pub here: String,
    /// The whole list as files.
    pub files: Vec<FileLink>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Something to say first.
    pub notice: Option<Notice>,
}

/// A tab, or a link to one.
#[derive(Clone, Debug, Serialize)]
pub struct Tab {
    /// Where it leads.
    pub href: String,
    /// Its words.
    pub label: String,
    /// How many tasks are behind it; not counted to the end.
    pub count: Option<String>,
    /// Whether it is shown.
    pub current: bool,
}

/// The head of a column.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    /// Its words.
    pub label: String,
    /// The list in the order of this column, where there is one.
    pub href: Option<String>,
    /// `ascending` or `descending`, when the list is in this order.
    pub sort: Option<&'static str>,
}

/// A task in the inbox.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The task.
    pub task: String,
    /// The number of the case.
    pub number: String,
    /// The number of the last document made for it.
    pub registered: Option<String>,
    /// The case page.
    pub case_href: String,
    /// The task page.
    pub task_href: String,
    /// The applicant.
    pub applicant: String,
    /// The action of the regulation.
    pub action: String,
    /// `high` or `urgent`, and its words.
    pub urgency: Option<Urgency>,
    /// The due date.
    pub due: Option<String>,
    /// How the term stands.
    pub chip: Option<Chip>,
    /// Who has it.
    pub holder: Option<String>,
    /// For whom they stand in.
    pub behalf: Option<String>,
    /// Who delegated it to them.
    pub owner: Option<String>,
    /// Since when.
    pub since: String,
    /// Who looks at the case now.
    pub viewing: Option<String>,
    /// The columns that were chosen.
    pub more: Vec<Cell>,
    /// Whether this person may take it.
    pub claimable: bool,
    /// Why they may not, where the four-eyes rule says so.
    pub blocked: Option<String>,
}

/// How urgent a task is, when it is more than the others.
#[derive(Clone, Debug, Serialize)]
pub struct Urgency {
    /// `high` or `urgent`.
    pub name: &'static str,
    /// In words.
    pub label: String,
}

/// A cell of a column that was chosen.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// The words of its column.
    pub label: String,
    /// What is in it.
    pub text: String,
}

/// A sentence at the top of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// `done`, `warn` or `late`.
    pub tone: &'static str,
    /// `status` or `alert`.
    pub role: &'static str,
    /// What it is about.
    pub title: String,
    /// More.
    pub text: String,
}

impl Notice {
    /// Something that was done.
    pub fn done(title: String) -> Self {
        Self { tone: "done", role: "status", title, text: String::new() }
    }

    /// Something that was not done.
    pub fn failed(title: String, text: String) -> Self {
        Self { tone: "late", role: "alert", title, text }
    }
}

impl View for Inbox {
    const TEMPLATE: &'static str = "inbox";

    fn title(&self, lang: Lang) -> String {
        say(lang, "inbox-title", &[])
    }
}
