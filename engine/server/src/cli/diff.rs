//! `reglament diff`: what changed between two editions, in words.

mod side;

use clap::{Args, ValueEnum};
use reglament_core::definition::Definition;
use reglament_core::diff::Diff;
use reglament_core::language::{canonical, edition_of};
use reglament_core::text::Lang;
use serde_json::json;
use similar::TextDiff;

use super::output::print;
use super::{CommandResult, Outcome, keeping};
use crate::settings::StoreSettings;
use crate::texts::words::Catalogue;

/// Compare two editions of a map: what changed, in words
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament diff HEAD~1:processes/town/library-card processes/town/library-card
  reglament diff library-card my/library-card --lang en --format md
  reglament diff edition:4f1c6c1d7b8e9a02 library-card --text
  reglament diff library-card@4f1c6c1d7b8e9a02 processes/town/library-card

A side is the folder or file of a map, the name of a built-in process, REVISION:PATH of git, or
edition:ID or PROCESS@ID of the store. Comments, blanks and the order of keys are no difference.
Exit codes: 0 one edition, 1 there are differences.")]
pub struct Compare {
    /// The edition before
    before: String,
    /// The edition after
    after: String,
    /// The language: ru, kk or en
    #[arg(long, default_value = "ru")]
    lang: Lang,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The lines of the canonical content too, as `diff -u` prints them
    #[arg(long)]
    text: bool,
    #[command(flatten)]
    store: StoreSettings,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Lines below the steps and sections that they concern
    Text,
    /// One object for programs
    Json,
    /// Markdown, for a note or a merge request
    Md,
}

impl Compare {
    pub(super) fn run(self) -> CommandResult {
        keeping::run(self.compare())
    }

    async fn compare(self) -> CommandResult {
        let before = side::read(&self.before, &self.store).await?;
        let after = side::read(&self.after, &self.store).await?;
        let diff = Diff::between(&before, &after)?;
        let lines = if self.text { Some(self.lines(&before, &after)?) } else { None };
        let words = Catalogue(self.lang);
        print(&match self.format {
            Format::Text => diff.to_text(&words) + &lines.map(set_off).unwrap_or_default(),
            Format::Md => diff.to_markdown(&words) + &lines.map(fenced).unwrap_or_default(),
            Format::Json => json(&before, &after, &diff, lines)?,
        })?;
        Ok(if diff.is_empty() { Outcome::Good } else { Outcome::Problems })
    }

    /// The canonical contents line by line.
    fn lines(&self, before: &Definition, after: &Definition) -> Result<String, super::Failed> {
        let (old, new) = (canonical(before)?, canonical(after)?);
        let diff = TextDiff::from_lines(&old, &new);
        Ok(diff.unified_diff().header(&self.before, &self.after).to_string())
    }
}

fn set_off(lines: String) -> String {
    if lines.is_empty() { lines } else { format!("\n{lines}") }
}

fn fenced(lines: String) -> String {
    if lines.is_empty() { lines } else { format!("\n```diff\n{lines}```\n") }
}

fn json(
    before: &Definition,
    after: &Definition,
    diff: &Diff,
    lines: Option<String>,
) -> Result<String, super::Failed> {
    let side = |definition: &Definition| -> Result<_, super::Failed> {
        let edition = edition_of(&canonical(definition)?);
        Ok(json!({ "process": definition.process, "edition": edition }))
    };
    let mut all =
        json!({ "before": side(before)?, "after": side(after)?, "changes": diff.changes });
    if let Some(lines) = lines {
        all["text"] = lines.into();
    }
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}
