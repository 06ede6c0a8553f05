//! One process map, as the command line names it: its folder, its file, or the name of a process
//! that the binary carries.

use std::error::Error;
use std::path::{Path, PathBuf};

use reglament_core::diagnostic::did_you_mean;
use reglament_core::language::{self, Checked, layout};
use reglament_core::process::Process;
use reglament_core::source::Sources;
use reglament_core::yaml::Node;

use super::{Usage, check};
use crate::assets::Assets;
use crate::serve::maps;

type Failed = Box<dyn Error + Send + Sync>;

/// The checked map at a path. A map with mistakes is refused with all of them.
pub(super) fn load(path: &Path) -> Result<Process, Failed> {
    Ok(found(path)?.0)
}

/// The same with the tree that it was read from, its parts and tables in their places.
pub(super) fn with_tree(path: &Path) -> Result<(Process, Node), Failed> {
    let (process, sources) = found(path)?;
    let name = process.definition.process.as_str();
    let is_of = |root: &Node| root.at(&["process"]).and_then(Node::text) == Some(name);
    let maps = layout::maps_at(&sources, "").into_iter();
    let mut trees = maps.filter_map(|file| language::whole(&sources, file));
    let root = trees.find(is_of).ok_or_else(|| missing(path))?;
    Ok((process, root))
}

fn found(path: &Path) -> Result<(Process, Sources), Failed> {
    let (checked, sources) = if path.exists() {
        let report = check::check(path)?;
        if report.checked.has_errors() {
            return Err(format!("the map has mistakes\n{}", report.text(false)).into());
        }
        (report.checked, report.sources)
    } else {
        built_in(path)?.ok_or_else(|| missing(path))?
    };
    match checked.processes.as_slice() {
        [process] => Ok((process.clone(), sources)),
        all => {
            let (path, count) = (path.display(), all.len());
            Err(Usage(format!("`{path}` holds {count} maps; name one of them")).into())
        }
    }
}

/// Says that nothing is there, and what may have been meant.
pub(super) fn missing(path: &Path) -> Usage {
    let near = nearest(path).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Usage(format!("there is no map at `{}`{near}", path.display()))
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
    Some(shown.display().to_string())
}

/// The map of a process that the binary carries.
fn built_in(path: &Path) -> Result<Option<(Checked, Sources)>, Failed> {
    let name = path.to_string_lossy();
    if name.contains(['/', '\\']) {
        return Ok(None);
    }
    let sources = maps::sources(&Assets::processes(None)?)?;
    let is_map = |path: &str| {
        let folder = layout::folder_of(path);
        layout::file_name(path) == layout::MAP && layout::file_name(folder) == name
    };
    let map = sources.files().iter().find(|file| is_map(&file.path));
    let checked = map.map(|file| language::check_one(&sources, &file.path));
    Ok(checked.map(|checked| (checked, sources)))
}
