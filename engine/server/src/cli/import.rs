//! `reglament import`: a BPMN 2.0 model becomes a map.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use reglament_core::bpmn::{self, ImportedMap, Options};
use reglament_core::diagnostic::{Diagnostic, Severity};
use reglament_core::language::{self, Checked, layout, rules};
use reglament_core::source::Sources;
use reglament_core::text::Lang;
use reglament_core::yaml;

use super::check::Report;
use super::output::print;
use super::{CommandResult, Outcome};
use crate::assets::Assets;

/// Make a map of a BPMN 2.0 model: what has no meaning in a map is listed, each element with its place
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament import dog-licence.bpmn --authority town --calendar town
  reglament import dog-licence.bpmn --authority town --calendar town -o processes/town
  reglament explain RGL-073                              what is refused, and why")]
pub struct Import {
    /// The model
    file: PathBuf,
    /// Write `<process>/process.yaml` below this folder instead of the standard output
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The folder with the calendars [default: the built-in processes]
    #[arg(long, value_name = "DIR")]
    processes: Option<PathBuf>,
    /// The authority that provides the service
    #[arg(long, default_value = "authority")]
    authority: String,
    /// The calendar by which terms are counted
    #[arg(long, default_value = "kz")]
    calendar: String,
    /// The day from which the map is in force [default: today]
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The language of the names in the model: ru, kk or en
    #[arg(long, default_value = "ru")]
    lang: Lang,
    /// Leave out what has no meaning in a map, instead of refusing the model
    #[arg(long)]
    partial: bool,
}

impl Import {
    pub(super) fn run(self) -> CommandResult {
        let mut sources = self.sources()?;
        let named = |fault: std::io::Error| format!("{}: {fault}", self.file.display());
        let model = std::fs::read_to_string(&self.file).map_err(named)?;
        let file = sources.add(&self.file.display().to_string(), model);
        let imported = bpmn::import(&sources, file, &self.options());
        let mut diagnostics = imported.diagnostics;
        let mut processes = Vec::new();
        // What was refused would only be reported again.
        let refused = diagnostics.iter().any(|found| found.rule.severity == Severity::Error);
        for map in imported.maps.iter().filter(|_| !refused) {
            let checked = language::check_tree(&sources, &map.root);
            diagnostics.extend(checked.diagnostics.into_iter().filter(is_of_the_model));
            processes.extend(checked.processes);
        }
        let maps = imported.maps.len();
        let checked = Checked { processes, diagnostics };
        let report = Report { root: String::new(), sources, maps, checked, messages: Vec::new() };
        let colour = std::io::IsTerminal::is_terminal(&std::io::stderr());
        if !report.checked.diagnostics.is_empty() {
            eprint!("{}", report.text(colour));
        }
        if report.checked.has_errors() {
            return Ok(Outcome::Problems);
        }
        self.give(&imported.maps)
    }

    /// The calendars; groups are data of the organisation and come after the map.
    fn sources(&self) -> Result<Sources, super::Failed> {
        let all = crate::serve::maps::sources(&Assets::processes(self.processes.as_deref())?)?;
        let mut sources = Sources::default();
        for file in all.files().iter().filter(|file| &*file.path != layout::ORGANIZATION) {
            sources.add(&file.path, file.text.clone());
        }
        Ok(sources)
    }

    fn options(&self) -> Options {
        Options {
            authority: self.authority.clone(),
            calendar: self.calendar.clone(),
            from: self.from.unwrap_or_else(|| jiff::Zoned::now().date()),
            lang: self.lang,
            partial: self.partial,
        }
    }

    fn give(&self, maps: &[ImportedMap]) -> CommandResult {
        for map in maps {
            let text = yaml::print(&map.root);
            match &self.output {
                None => print(&text).map(drop)?,
                Some(folder) => write(&folder.join(&map.process), &text)?,
            }
        }
        Ok(Outcome::Good)
    }
}

/// What is to be translated is listed by `reglament check` once the map is there.
fn is_of_the_model(found: &Diagnostic) -> bool {
    *found.rule != rules::MISSING_TRANSLATION
}

/// Writes a map; one that is there already is somebody's work.
fn write(folder: &Path, text: &str) -> Result<(), super::Failed> {
    let path = folder.join(layout::MAP);
    if path.exists() {
        return Err(
            format!("{} is there already; move it, or import elsewhere", path.display()).into()
        );
    }
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, text))
        .map_err(|fault| format!("{}: {fault}", path.display()))?;
    eprintln!("written: {}", path.display());
    Ok(())
}
