//! `reglament check`: everything that is wrong with process maps, each with its place.

mod fix;
mod github;
mod sarif;
mod text;
mod watch;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use reglament_core::catalogue::Catalogue;
use reglament_core::diagnostic::{Located, Severity};
use reglament_core::language::{self, Checked, layout};
use reglament_core::source::{Sources, Span};
use serde::Serialize;

use super::output::print;
use super::{CommandResult, Outcome, Usage, keeping, one_map};
use crate::assets::{AssetError, Assets};
use crate::documents;
use crate::messages::{self, Problem};

/// Check process maps: every mistake of every file in one run, each with its place and its repair
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament check                                        all maps below ./processes
  reglament check processes/town/library-card         one map, with its tables and calendar
  reglament check --format json processes | jq '.diagnostics[].code'
  reglament check --format sarif > findings.sarif        for code scanners
  reglament check --fix --watch                          repair what is plain, and again at every change
  reglament explain RGL-014                              what a code means and how to repair it")]
pub(super) struct Check {
    /// A processes folder, a folder in it, or a map; the calendars are found beside or above it
    #[arg(default_value = "processes")]
    path: PathBuf,
    /// Templates of the maps' messages and documents, laid over the built-in ones [default: `templates` beside the
    /// processes folder, if there is one]
    #[arg(long, env = "REGLAMENT_TEMPLATES", value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Count a warning as a problem
    #[arg(long)]
    deny_warnings: bool,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Repair what can mean one thing only: misspelt keys and names, Cyrillic letters in Latin names
    #[arg(long)]
    fix: bool,
    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long)]
    watch: bool,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: the line, a caret, what to do.
    Text,
    /// For programs: one object.
    Json,
    /// For code scanners: SARIF 2.1.0.
    Sarif,
    /// For workflows of GitHub: a command for each finding.
    Github,
}

/// A repair may uncover another; so often at most.
const FIXES_MAX: usize = 5;

/// What was checked, and what was found.
#[derive(Debug)]
pub struct Report {
    /// The processes folder, as it is to be shown before the paths of its files.
    pub root: String,
    /// Its files.
    pub sources: Sources,
    /// The maps that were looked at.
    pub maps: usize,
    /// What was found in them.
    pub checked: Checked,
    /// What was found in the messages that the sound ones send and the documents that they make.
    pub messages: Vec<Problem>,
}

/// Why nothing could be checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// No folder `calendars` above the path.
    #[error(
        "{0} is not in a processes folder: no folder beside or above it has `{folder}/`; name a \
         folder such as `processes`",
        folder = layout::CALENDARS
    )]
    NoRoot(String),
    /// No map there.
    #[error("there is no {map} at or below {0}", map = layout::MAP)]
    NoMap(String),
    /// A file cannot be read.
    #[error(transparent)]
    File(#[from] AssetError),
}

impl Check {
    pub(super) fn run(self) -> CommandResult {
        if !self.path.exists() {
            return Err(one_map::missing(&self.path).into());
        }
        if self.watch { keeping::run(self.watch()) } else { self.once() }
    }

    /// Checks again at every change; how the last check ended counts.
    async fn watch(self) -> CommandResult {
        let mut folders = vec![folder_of(&self.path)];
        folders.extend(self.templates.clone());
        loop {
            // What is written while the check runs is a change as well.
            let before = watch::seen(&folders);
            let outcome = self.once()?;
            eprintln!("waiting for a change; Ctrl-C ends");
            if !watch::changed(&folders, &before).await {
                return Ok(outcome);
            }
        }
    }

    fn once(&self) -> CommandResult {
        let mut report = check(&self.path).map_err(named_wrongly)?;
        for _ in 0..if self.fix { FIXES_MAX } else { 0 } {
            let Some(said) = fix::apply(&report)? else { break };
            eprint!("{said}");
            report = check(&self.path).map_err(named_wrongly)?;
        }
        report.check_messages(self.templates.as_deref())?;
        let colour = std::io::IsTerminal::is_terminal(&std::io::stdout());
        print(&match self.format {
            Format::Text => report.text(colour),
            Format::Json => format!("{}\n", report.json()?),
            Format::Sarif => format!("{}\n", sarif::render(&report)?),
            Format::Github => github::render(&report),
        })?;
        let is_denied = self.deny_warnings && !report.checked.diagnostics.is_empty();
        let is_good = !report.checked.has_errors() && !is_denied && report.messages.is_empty();
        Ok(if is_good { Outcome::Good } else { Outcome::Problems })
    }
}

/// The processes folder around a path: a calendar concerns a map as its own file does.
fn folder_of(path: &Path) -> PathBuf {
    let root = split(path).map(|(root, _)| root).filter(|root| !root.is_empty());
    root.map_or_else(|| PathBuf::from("."), PathBuf::from)
}

/// A path without a map is a mistake of the command line, not of a map.
fn named_wrongly(error: CheckError) -> Box<dyn std::error::Error + Send + Sync> {
    match error {
        CheckError::NoRoot(_) | CheckError::NoMap(_) => Usage(error.to_string()).into(),
        CheckError::File(_) => error.into(),
    }
}

/// Checks the map at this path or the maps below this folder.
pub fn check(path: &Path) -> Result<Report, CheckError> {
    let shown = path.display().to_string();
    if !path.exists() {
        return Err(CheckError::NoMap(shown));
    }
    let (root, within) = split(path).ok_or_else(|| CheckError::NoRoot(shown.clone()))?;
    let folder = if root.is_empty() { Path::new(".") } else { Path::new(&root) };
    let sources = crate::serve::maps::sources(&Assets::folder(folder)?)?;
    let maps = layout::maps_at(&sources, &within).len();
    if maps == 0 {
        return Err(CheckError::NoMap(shown));
    }
    let checked = language::check_one(&sources, &within);
    Ok(Report { root, sources, maps, checked, messages: Vec::new() })
}

/// The processes folder of a path, and the path within it. The folder is shown as it was given
/// where that is enough to find it.
fn split(path: &Path) -> Option<(String, String)> {
    let slashes = |path: &Path| {
        let text = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        text.trim_end_matches('/').trim_start_matches("./").to_owned()
    };
    let is_folder = |folder: &str| Path::new(folder).is_dir();
    let given = Some(slashes(path)).filter(|given| given != "." && !given.contains(".."));
    let absolute = || path.canonicalize().ok().map(|path| slashes(&path));
    let found = |path: String| {
        let root = layout::root_of(&path, is_folder)?;
        let within = path.strip_prefix(&root)?.trim_start_matches('/').to_owned();
        Some((root, within))
    };
    given.and_then(found).or_else(|| absolute().and_then(found))
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct Json {
    maps: usize,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<Located>,
    messages: Vec<Problem>,
}

impl Report {
    /// Checks the messages of the sound maps, there in three languages, and their documents: with nothing
    /// that a map cannot say.
    fn check_messages(&mut self, templates: Option<&Path>) -> Result<(), AssetError> {
        let beside = Path::new(&self.root).parent().map(|folder| folder.join("templates"));
        let beside = beside.filter(|folder| folder.join("messages").is_dir());
        let templates = Assets::templates(templates.or(beside.as_deref()))?;
        let mut catalogue = Catalogue::default();
        for process in &self.checked.processes {
            catalogue.publish(process.clone().into());
        }
        self.messages = messages::check(&catalogue, &templates);
        self.messages.extend(documents::check(&catalogue, &templates));
        Ok(())
    }

    /// How many findings are of this severity.
    fn count(&self, severity: Severity) -> usize {
        self.checked.diagnostics.iter().filter(|found| found.rule.severity == severity).count()
    }

    /// The path of a file as the reader can open it.
    fn shown(&self, path: &str) -> String {
        if self.root.is_empty() { path.to_owned() } else { format!("{}/{path}", self.root) }
    }

    /// The path of the file of a place.
    fn path(&self, span: Span) -> Option<String> {
        Some(self.shown(&self.sources.file(span.file)?.path))
    }

    /// The findings with their places.
    fn located(&self) -> impl Iterator<Item = Located> {
        let located = self.checked.diagnostics.iter().map(|found| found.located(&self.sources));
        located.map(|one| Located { file: self.shown(&one.file), ..one })
    }

    /// For people.
    pub fn text(&self, colour: bool) -> String {
        text::render(self, colour)
    }

    /// For programs.
    pub fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(&Json {
            maps: self.maps,
            errors: self.count(Severity::Error) + self.messages.len(),
            warnings: self.count(Severity::Warning),
            diagnostics: self.located().collect(),
            messages: self.messages.clone(),
        })
    }
}

#[cfg(test)]
mod tests;
