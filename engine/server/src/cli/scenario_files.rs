//! Where scenarios lie, and the maps that they play: the nearest folder `processes` above them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use reglament_core::catalogue::Catalogue;
use reglament_core::diagnostic::Diagnostic;
use reglament_core::ids::ProcessId;
use reglament_core::language::{self, Checked, layout};
use reglament_core::process::Process;
use reglament_core::scenario::Scenario;
use reglament_core::source::{Position, Sources};

/// Deeper folders than this are not searched.
const FOLDER_DEPTH_MAX: usize = 8;

/// The folder of the maps.
const PROCESSES: &str = "processes";

/// The maps of one processes folder, checked.
#[derive(Debug)]
pub struct Maps {
    sources: Sources,
    catalogue: Catalogue,
    diagnostics: Vec<Diagnostic>,
}

/// The maps of every processes folder that scenarios asked for, each read once.
#[derive(Debug, Default)]
pub struct Library {
    folders: BTreeMap<PathBuf, Maps>,
}

/// A scenario that was read, and the process it plays.
#[derive(Debug)]
pub struct Prepared {
    /// The file.
    pub path: PathBuf,
    /// Its text, for places in it.
    pub sources: Sources,
    /// The scenario.
    pub scenario: Scenario,
    /// The process.
    pub process: Arc<Process>,
    /// The maps beside it, which its steps may call.
    pub maps: Catalogue,
}

impl Prepared {
    /// The position of a byte offset in the file.
    pub fn position(&self, offset: u32) -> Position {
        let start = Position { line: 1, column: 1 };
        self.sources.file(0).map_or(start, |file| file.position(offset))
    }
}

/// The scenario files at these paths, in the order of their names: files as they are, folders
/// searched for `*.yaml` beside their maps.
pub fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            collect(path, FOLDER_DEPTH_MAX, &|name| name == PROCESSES, &mut files)?;
        } else if path.is_file() {
            files.push(path.clone());
        } else {
            return Err(format!("{}: there is no such file or folder", path.display()));
        }
    }
    Ok(files)
}

impl Library {
    /// Reads a scenario and finds its process; otherwise says what is wrong, a line each.
    pub fn prepare(&mut self, path: &Path) -> Result<Prepared, Vec<String>> {
        let (scenario, sources) = Self::scenario(path)?;
        let (process, maps) = self.process(path, &scenario.process)?;
        Ok(Prepared { path: path.to_owned(), sources, scenario, process, maps })
    }

    /// Reads a scenario; otherwise says what is wrong, a line each.
    pub fn scenario(path: &Path) -> Result<(Scenario, Sources), Vec<String>> {
        let text = read(path).map_err(|problem| vec![problem])?;
        let mut sources = Sources::default();
        let file = sources.add(&path.display().to_string(), text);
        let (scenario, found) = language::scenario(&sources, file);
        scenario.map(|it| (it, sources.clone())).ok_or_else(|| findings(&sources, &found))
    }

    fn process(
        &mut self,
        scenario: &Path,
        id: &ProcessId,
    ) -> Result<(Arc<Process>, Catalogue), Vec<String>> {
        let folder = processes_of(scenario).ok_or_else(|| {
            vec![format!("there is no folder `{PROCESSES}` beside or above {}", scenario.display())]
        })?;
        if !self.folders.contains_key(&folder) {
            let maps = Maps::read(&folder).map_err(|problem| vec![problem])?;
            self.folders.insert(folder.clone(), maps);
        }
        let Some(maps) = self.folders.get(&folder) else { return Err(Vec::new()) };
        Ok((maps.process(id, &folder)?, maps.catalogue.clone()))
    }
}

impl Maps {
    /// Reads and checks a processes folder.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let sources = sources_of(folder)?;
        let Checked { processes, diagnostics } = language::check(&sources);
        Ok(Self { sources, catalogue: catalogue(processes), diagnostics })
    }

    /// A process without an error; otherwise what is wrong with its map.
    pub fn process(&self, id: &ProcessId, folder: &Path) -> Result<Arc<Process>, Vec<String>> {
        if let Some(process) = self.catalogue.current(id) {
            return Ok(Arc::clone(process));
        }
        let is_here = |path: &str| layout::folder_of(path).rsplit('/').next() == Some(id.as_str());
        let of_map = self.diagnostics.iter().filter(|found| {
            self.sources.file(found.primary.span.file).is_some_and(|file| is_here(&file.path))
        });
        let mut all = vec![format!("no map in {} gives the process `{id}`", folder.display())];
        all.extend(findings(&self.sources, of_map));
        Err(all)
    }
}

fn catalogue(processes: Vec<Process>) -> Catalogue {
    let mut catalogue = Catalogue::default();
    for process in processes {
        catalogue.publish(Arc::new(process));
    }
    catalogue
}

/// The process of one map, and the sound maps of its processes folder, which its steps may call.
pub fn process_with_maps(map: &Path) -> Result<(Arc<Process>, Catalogue), Vec<String>> {
    let process = process_at(map)?;
    let (sources, _) = sources_around(map)?;
    Ok((process, catalogue(language::check(&sources).processes)))
}

/// The process of one map: its folder, or its `process.yaml`.
pub fn process_at(map: &Path) -> Result<Arc<Process>, Vec<String>> {
    let (sources, path) = sources_around(map)?;
    let checked = language::check_one(&sources, &path);
    let process = checked.processes.into_iter().next();
    process.map(Arc::new).ok_or_else(|| {
        let mut lines = vec![format!("{}: this map cannot run", map.display())];
        lines.extend(findings(&sources, &checked.diagnostics));
        lines
    })
}

/// The texts of the processes folder around a map, and the path of the map in it.
fn sources_around(map: &Path) -> Result<(Sources, String), Vec<String>> {
    let map = if map.is_dir() { map.join(layout::MAP) } else { map.to_owned() };
    let file = std::path::absolute(&map).map_err(|fault| vec![fault.to_string()])?;
    let has_calendars = |folder: &&Path| folder.join(layout::CALENDARS).is_dir();
    let root = file.ancestors().skip(1).find(has_calendars).ok_or_else(|| {
        vec![format!("{}: no folder above it has `{}`", map.display(), layout::CALENDARS)]
    })?;
    let sources = sources_of(root).map_err(|problem| vec![problem])?;
    Ok((sources, relative(&file, root)))
}

fn sources_of(folder: &Path) -> Result<Sources, String> {
    let mut files = Vec::new();
    collect(folder, FOLDER_DEPTH_MAX, &|_| false, &mut files)?;
    let mut sources = Sources::default();
    for file in files {
        sources.add(&relative(&file, folder), read(&file)?);
    }
    Ok(sources)
}

/// A path below a folder, with `/` between its parts.
fn relative(file: &Path, folder: &Path) -> String {
    let below = file.strip_prefix(folder).unwrap_or(file);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// The nearest folder `processes` beside or above a scenario.
pub fn processes_of(scenario: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(scenario).ok()?;
    let named = |folder: &Path| folder.join(PROCESSES);
    start.ancestors().skip(1).map(named).find(|folder| folder.join(layout::CALENDARS).is_dir())
}

/// What was found in some files, a line each: place, rule, message, help.
pub fn findings<'d>(
    sources: &Sources,
    found: impl IntoIterator<Item = &'d reglament_core::diagnostic::Diagnostic>,
) -> Vec<String> {
    let line = |found: &reglament_core::diagnostic::Diagnostic| {
        let at = found.located(sources);
        let help = at.help.map(|help| format!("; {help}")).unwrap_or_default();
        format!(
            "{}:{}:{}: {}: {}{help}",
            at.file, at.start.line, at.start.column, at.code, at.message
        )
    };
    found.into_iter().map(line).collect()
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|fault| format!("{}: {fault}", path.display()))
}

fn collect(
    folder: &Path,
    depth: usize,
    leave_out: &dyn Fn(&str) -> bool,
    files: &mut Vec<PathBuf>,
) -> Result<(), String> {
    let problem = |fault: std::io::Error| format!("{}: {fault}", folder.display());
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(problem)? {
        entries.push(entry.map_err(problem)?.path());
    }
    entries.sort();
    for path in entries {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        if path.is_dir() && depth > 0 && !name.is_some_and(|name| leave_out(&name)) {
            collect(&path, depth - 1, leave_out, files)?;
        } else if path.is_file() && path.extension().is_some_and(|it| it == "yaml") {
            files.push(path);
        }
    }
    Ok(())
}
