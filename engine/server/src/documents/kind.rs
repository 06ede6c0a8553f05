//! `document.yaml`: what a document is called, how it is numbered, in which languages it is written.

use jiff::civil::Date;
use reglament_core::text::{Lang, Texts};
use serde::Deserialize;

use super::number::Pattern;
use super::{FOLDER, LETTER};
use crate::assets::Assets;
use crate::messages::Problem;

/// The file that makes a folder a document.
pub(super) const FILE: &str = "document.yaml";

/// A kind of document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name: the folder below `templates/documents`.
    pub name: String,
    /// What it is called.
    pub title: Texts,
    /// What its numbers look like.
    pub number: Pattern,
    /// When its numbers begin again.
    pub restart: Restart,
    /// The sequence that its numbers are of.
    pub sequence: String,
    /// The languages it is written in, in this order.
    pub languages: Vec<Lang>,
    /// Which fields of a case it lists, as far as the map has them: paths such as `invitees`.
    pub details: Vec<String>,
}

/// When numbers begin again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restart {
    /// With every year.
    #[default]
    Year,
    /// Never.
    Never,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: Texts,
    number: String,
    #[serde(default)]
    restart: Restart,
    sequence: Option<String>,
    languages: Vec<Lang>,
    #[serde(default)]
    details: Vec<String>,
}

/// The document whose `document.yaml` this is.
pub(super) fn document_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix(FOLDER)?.strip_suffix(FILE)?.strip_suffix('/')?;
    (!name.contains('/')).then_some(name)
}

impl Kind {
    pub(super) fn read(templates: &Assets, name: &str, path: &str) -> Result<Self, Problem> {
        let problem = |line, message| Problem { file: path.to_owned(), line, message };
        let text = templates.text(path).map_err(|error| problem(1, error.to_string()))?;
        let written: Written =
            serde_yaml::from_str(&text.unwrap_or_default()).map_err(|error| {
                problem(error.location().map_or(1, |place| place.line()), error.to_string())
            })?;
        let pattern = written.number.parse::<Pattern>();
        let number = pattern.map_err(|reason| problem(1, format!("number: {reason}")))?;
        if written.restart == Restart::Year && !number.names_the_year() {
            let message = "number: the sequence begins again every year, so the number must name \
                           the year: add {yy} or {yyyy}, or write `restart: never`";
            return Err(problem(1, message.to_owned()));
        }
        if written.languages.is_empty() || written.title.is_empty() {
            return Err(problem(1, "`title` and `languages` must not be empty".to_owned()));
        }
        if !templates.paths().any(|path| path == format!("{FOLDER}{name}/{LETTER}")) {
            return Err(problem(1, format!("there is no {LETTER} beside it; write it")));
        }
        Ok(Self {
            name: name.to_owned(),
            title: written.title,
            number,
            restart: written.restart,
            sequence: written.sequence.unwrap_or_else(|| name.to_owned()),
            languages: written.languages,
            details: written.details,
        })
    }

    /// The period in which its numbers do not repeat, for a document of this day.
    pub fn period(&self, day: Date) -> String {
        match self.restart {
            Restart::Year => day.year().to_string(),
            Restart::Never => String::new(),
        }
    }
}
