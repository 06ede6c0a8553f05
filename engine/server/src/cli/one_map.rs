//! One process map, as the command line names it: its folder, its file, or the name of a process
//! that the binary carries.

use std::error::Error;
use std::path::{Path, PathBuf};

use reglament_core::diagnostic::{Severity, did_you_mean};
use reglament_core::ids::ProcessId;
use reglament_core::language::{self, layout};
use reglament_core::process::Process;
use reglament_core::source::Sources;

use super::Usage;
use crate::assets::Assets;
use crate::serve::maps;

type Failed = Box<dyn Error + Send + Sync>;

/// The checked map at a path. A map with mistakes is refused with all of them.
pub(super) fn load(path: &Path) -> Result<Process, Failed> {
    let (sources, map) = match file(path) {
        Ok(file) => of_folder(&file)?,
        Err(usage) => built_in(path)?.ok_or(usage)?,
    };
    let checked = language::check_one(&sources, &map);
    let errors: Vec<String> = checked
        .diagnostics
        .iter()
        .filter(|found| found.rule.severity == Severity::Error)
        .map(|found| maps::line(found, &sources).1)
        .collect();
    match checked.processes.into_iter().next() {
        Some(process) if errors.is_empty() => Ok(process),
        _ => Err(problems(path, &errors).into()),
    }
}

fn problems(path: &Path, errors: &[String]) -> String {
    let path = path.display();
    format!(
        "{path} has mistakes\n{}\n`reglament check {path}` shows them in full",
        errors.join("\n")
    )
}

/// The file that a path means. The path of a folder means the map in it.
fn file(path: &Path) -> Result<PathBuf, Usage> {
    let file = if path.is_dir() { path.join(layout::MAP) } else { path.to_owned() };
    if file.is_file() {
        return Ok(file);
    }
    let near = nearest(&file).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Err(Usage(format!("there is no map at `{}`{near}", path.display())))
}

/// Follows a path as far as it exists, and corrects the first name that does not.
fn nearest(path: &Path) -> Option<String> {
    let is_missing = |it: &&Path| !it.as_os_str().is_empty() && !it.exists();
    let missing = path.ancestors().filter(is_missing).last()?;
    let folder = missing.parent().filter(|it| !it.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    let wrong = missing.file_name()?.to_string_lossy();
    let name = did_you_mean(&wrong, names.iter().map(String::as_str))?;
    let corrected = folder.map_or_else(|| PathBuf::from(name), |folder| folder.join(name));
    let rest = path.strip_prefix(missing).ok()?;
    let whole = if rest.as_os_str().is_empty() { corrected.clone() } else { corrected.join(rest) };
    let shown = if whole.exists() { whole } else { corrected };
    let shown = shown.display().to_string();
    Some(shown.trim_end_matches(&format!("/{}", layout::MAP)).to_owned())
}

/// The processes folder around a map, and the path of the map in it.
fn of_folder(file: &Path) -> Result<(Sources, String), Failed> {
    let whole = std::path::absolute(file)?.to_string_lossy().into_owned();
    let root = layout::root_of(&whole, |folder| Path::new(folder).is_dir()).ok_or_else(|| {
        Usage(format!(
            "no folder above `{}` has the folder `{}`; a map stands below the processes folder, \
             beside its calendars",
            file.display(),
            layout::CALENDARS
        ))
    })?;
    let sources = maps::sources(&Assets::folder(Path::new(&root))?)?;
    let map = whole.strip_prefix(&root).unwrap_or(&whole).trim_start_matches('/').to_owned();
    Ok((sources, map))
}

/// The map of a process that the binary carries.
fn built_in(path: &Path) -> Result<Option<(Sources, String)>, Failed> {
    let name = path.to_string_lossy();
    if name.contains(['/', '\\']) {
        return Ok(None);
    }
    let assets = Assets::processes(None)?;
    let process = ProcessId::from(name.as_ref());
    let is_map = |path: &&str| {
        layout::file_name(path) == layout::MAP
            && layout::file_name(layout::folder_of(path)) == process.as_str()
    };
    let Some(map) = assets.paths().find(is_map).map(str::to_owned) else { return Ok(None) };
    Ok(Some((maps::sources(&assets)?, map)))
}
