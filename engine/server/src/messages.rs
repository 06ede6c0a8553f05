//! Messages rendered from `templates/messages/<message>/{ru,kk,en}.hbs`: a first line `Subject: …`,
//! a blank line, the text. A folder that begins with `_` holds a part that others include, such as
//! `{{> signature}}` of `_signature/`.
//!
//! Templates are scanned before the template engine sees them, because it recurses without a limit
//! (`scan`); they are strict, so a name that is not there is an error, never an empty place.

mod check;
mod helpers;
mod scan;
mod writer;

use std::collections::BTreeMap;
use std::fmt;

use handlebars::{Context, Handlebars, RenderError, RenderErrorReason};
use reglament_core::text::Lang;
use serde_json::Value;

pub use check::check;
pub(crate) use check::with_surroundings;

use crate::assets::Assets;
use helpers::Branches;
use writer::Limited;

/// The folder of the messages among the templates.
const FOLDER: &str = "messages/";
/// A longer list in the variables is refused: loops over it would not end in useful time.
const LIST_ITEMS_MAX: usize = 1_000;
/// A longer subject is cut: headers are one line.
const SUBJECT_CHARS_MAX: usize = 200;

/// A problem of a template, with its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Problem {
    /// The file, below `templates/`.
    pub file: String,
    /// The line, from 1; 1 when the whole file is meant.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "templates/{}:{}: {}", self.file, self.line, self.message)
    }
}

/// A message in one language, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// All messages of an installation.
pub struct Messages {
    registries: BTreeMap<Lang, Handlebars<'static>>,
    names: std::collections::BTreeSet<String>,
}

impl Messages {
    /// Reads the templates; reports every problem that shows without variables.
    pub fn load(templates: &Assets) -> Result<Self, Vec<Problem>> {
        Self::read(templates, Branches::Taken)
    }

    /// As [`Messages::load`], but conditions run both their branches: for the checker alone.
    fn load_every_branch(templates: &Assets) -> Result<Self, Vec<Problem>> {
        Self::read(templates, Branches::Both)
    }

    fn read(templates: &Assets, branches: Branches) -> Result<Self, Vec<Problem>> {
        let sources = scan::sources(templates)?;
        let mut problems = scan::scan(&sources);
        if !problems.is_empty() {
            problems.sort();
            return Err(problems);
        }
        let mut messages =
            Self { registries: BTreeMap::new(), names: std::collections::BTreeSet::new() };
        for lang in Lang::ALL {
            messages.registries.insert(lang, helpers::registry(lang, branches));
        }
        for source in &sources {
            messages.names.extend((!source.is_part()).then(|| source.name.clone()));
            if let Some(registry) = messages.registries.get_mut(&source.lang) {
                problems.extend(register(registry, source).err());
            }
        }
        if problems.is_empty() { Ok(messages) } else { Err(problems) }
    }

    /// Whether there is such a message, in any language.
    pub fn has(&self, message: &str) -> bool {
        self.names.contains(message)
    }

    /// The message in a language.
    pub fn render(
        &self,
        message: &str,
        lang: Lang,
        variables: &Value,
    ) -> Result<Rendered, Problem> {
        let file = format!("{FOLDER}{message}/{lang}.hbs");
        let whole =
            |message: &str| Problem { file: file.clone(), line: 1, message: message.into() };
        let registry = self
            .registries
            .get(&lang)
            .filter(|registry| registry.has_template(&body_name(message)));
        let registry = registry.ok_or_else(|| whole("there is no such template; write it"))?;
        if longest_list(variables) > LIST_ITEMS_MAX {
            return Err(whole("a list in the variables is too long for a message"));
        }
        let context = Context::wraps(variables).map_err(|error| whole(&error.to_string()))?;
        let write = |template: &str| {
            let mut out = Limited::default();
            registry
                .render_with_context_to_write(template, &context, &mut out)
                .map_err(|error| located(&file, &error))?;
            out.into_text().ok_or_else(|| whole("the text is not UTF-8"))
        };
        let subject = one_line(&write(&subject_name(message))?);
        Ok(Rendered { subject, body: write(&body_name(message))? })
    }
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messages").field("names", &self.names).finish_non_exhaustive()
    }
}

fn register(registry: &mut Handlebars<'static>, source: &scan::Source) -> Result<(), Problem> {
    let problem = |error: &handlebars::TemplateError, line: usize| Problem {
        file: source.path.clone(),
        line: line + error.pos().map_or(0, |pos| pos.0 - 1),
        message: error.reason().to_string(),
    };
    if source.is_part() {
        return registry
            .register_partial(source.name.trim_start_matches('_'), &source.text)
            .map_err(|error| problem(&error, 1));
    }
    let (subject, body) = source.parts()?;
    registry
        .register_template_string(&subject_name(&source.name), subject)
        .map_err(|error| problem(&error, 1))?;
    registry
        .register_template_string(&body_name(&source.name), body)
        .map_err(|error| problem(&error, scan::BODY_LINE))
}

fn subject_name(message: &str) -> String {
    format!("{message}/subject")
}

fn body_name(message: &str) -> String {
    format!("{message}/body")
}

/// Puts an error of the template engine where the author sees it.
fn located(file: &str, error: &RenderError) -> Problem {
    let template = error.template_name.as_deref().unwrap_or_default();
    let line = error.line_no.unwrap_or(1);
    let (file, line) = match template.rsplit_once('/') {
        Some((_, "body")) => (file.to_owned(), line + scan::BODY_LINE - 1),
        Some(_) => (file.to_owned(), line),
        // An error inside a part: its own file, in the same language.
        None if template.is_empty() => (file.to_owned(), line),
        None => {
            let lang = file.rsplit_once('/').map_or("", |(_, name)| name);
            (format!("{FOLDER}_{template}/{lang}"), line)
        }
    };
    let message = match error.reason() {
        RenderErrorReason::MissingVariable(Some(name)) => format!(
            "`{name}` is not among the variables; docs/guides/write-a-message.md lists them"
        ),
        other => other.to_string(),
    };
    Problem { file, line, message }
}

/// A header is one line: what a variable brings in of line breaks and control characters goes.
fn one_line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .take(SUBJECT_CHARS_MAX)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The length of the longest list; case data nests at most as deep as its map.
fn longest_list(value: &Value) -> usize {
    let mut open = vec![value];
    let mut longest = 0;
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => {
                longest = longest.max(items.len());
                open.extend(items);
            }
            Value::Object(entries) => open.extend(entries.values()),
            _ => {}
        }
    }
    longest
}

#[cfg(test)]
mod tests;
