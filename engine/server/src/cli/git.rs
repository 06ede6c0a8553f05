//! Files of a git revision, read by `git` itself.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use reglament_core::language::layout;
use reglament_core::source::Sources;

use super::{Failed, Usage};

/// More files than this are no processes folder.
const FILES_MAX: usize = 10_000;

/// The processes folder around a path in a revision, and the path within it. The path is relative to
/// the current folder, as `git show` takes it with `./`.
pub(super) fn sources(revision: &str, path: &str) -> Result<(Sources, String), Failed> {
    let path = path.trim_start_matches("./").trim_end_matches('/');
    let folders = tree(revision, true)?;
    let is_folder = |folder: &str| folders.iter().any(|known| known == folder);
    let root = layout::root_of(path, is_folder).ok_or_else(|| {
        let folder = layout::CALENDARS;
        Usage(format!("{revision} has no processes folder (with `{folder}/`) around `{path}`"))
    })?;
    let inside = |file: &str| {
        file.strip_prefix(&root).is_some_and(|rest| root.is_empty() || rest.starts_with('/'))
    };
    let files: Vec<String> = tree(revision, false)?
        .into_iter()
        .filter(|file| inside(file) && Path::new(file).extension().is_some_and(|it| it == "yaml"))
        .take(FILES_MAX)
        .collect();
    let is_there = |file: &String| {
        file.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if !path.is_empty() && !files.iter().any(is_there) {
        return Err(Usage(format!("{revision} has no map at `{path}`")).into());
    }
    let mut sources = Sources::default();
    for (file, text) in files.iter().zip(contents(revision, &files)?) {
        sources.add(file[root.len()..].trim_start_matches('/'), text);
    }
    Ok((sources, path[root.len()..].trim_start_matches('/').to_owned()))
}

/// The files or the folders of a revision, below the current folder.
fn tree(revision: &str, folders: bool) -> Result<Vec<String>, Failed> {
    if revision.starts_with('-') {
        return Err(Usage(format!("`{revision}` is no revision of git")).into());
    }
    let mut command = Command::new("git");
    command.args(["ls-tree", "-r", "-z", "--name-only"]);
    let output = command.args(folders.then_some("-d")).arg(revision).output();
    let output = output.map_err(|fault| format!("git cannot be run: {fault}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Usage(format!("git: {}", said.trim())).into());
    }
    let names = String::from_utf8(output.stdout)?;
    Ok(names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

/// The contents of files of a revision, in their order, by one process.
fn contents(revision: &str, files: &[String]) -> Result<Vec<String>, Failed> {
    let mut child = Command::new("git")
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let asked: Vec<String> = files.iter().map(|file| format!("{revision}:./{file}\n")).collect();
    let mut stdin = child.stdin.take().ok_or("git takes no input")?;
    // Written beside the reading: both pipes are of limited length.
    let writer = std::thread::spawn(move || stdin.write_all(asked.concat().as_bytes()));
    let output = child.wait_with_output()?;
    writer.join().map_err(|_| "git took no input")??;
    let mut rest = &*output.stdout;
    files
        .iter()
        .map(|file| blob(&mut rest).ok_or_else(|| format!("git gave no {file}").into()))
        .collect()
}

/// The next answer: `<object> blob <size>`, the bytes, a line feed.
fn blob(rest: &mut &[u8]) -> Option<String> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(&rest[..end]).ok()?;
    let size: usize = head.split(' ').nth(2)?.parse().ok()?;
    let text = String::from_utf8(rest.get(end + 1..end + 1 + size)?.to_vec()).ok()?;
    *rest = rest.get(end + 2 + size..)?;
    Some(text)
}
