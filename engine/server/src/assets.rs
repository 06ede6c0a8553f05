//! The maps and templates that the binary carries. A folder of maps on disk takes the place of the
//! built-in ones, so that what runs is what stands in it; a folder of templates is laid over them: a
//! file there wins over the built-in one of the same path, and new files join in.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

/// Deeper folders than this below an overlay are not read: nothing in the product nests so far, and
/// a link that leads back up would never end.
const FOLDER_DEPTH_MAX: usize = 8;

/// Larger files than this are refused: a map has at most 1 MB.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

#[derive(RustEmbed)]
#[folder = "../../processes"]
struct Processes;

#[derive(RustEmbed)]
#[folder = "../../templates"]
struct Templates;

/// A tree of files: built in, with a folder laid over it.
#[derive(Clone, Debug)]
pub struct Assets {
    built_in: fn(&str) -> Option<Cow<'static, [u8]>>,
    paths: BTreeSet<String>,
    overlay: Option<PathBuf>,
}

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct AssetError {
    /// The file.
    pub path: String,
    /// What is wrong and what to do.
    pub reason: String,
}

impl Assets {
    /// The process maps, calendars and the organisation: those of a folder, else the built-in ones.
    pub fn processes(folder: Option<&Path>) -> Result<Self, AssetError> {
        let built_in =
            || Self::new(Processes::iter(), |path| Some(Processes::get(path)?.data), None);
        folder.map_or_else(built_in, Self::folder)
    }

    /// The built-in templates, with those of a folder laid over them.
    pub fn templates(overlay: Option<&Path>) -> Result<Self, AssetError> {
        Self::new(Templates::iter(), |path| Some(Templates::get(path)?.data), overlay)
    }

    /// Only what lies in a folder.
    pub fn folder(folder: &Path) -> Result<Self, AssetError> {
        Self::new(std::iter::empty::<&str>(), |_| None, Some(folder))
    }

    fn new(
        built_in: impl Iterator<Item = impl AsRef<str>>,
        read: fn(&str) -> Option<Cow<'static, [u8]>>,
        overlay: Option<&Path>,
    ) -> Result<Self, AssetError> {
        let mut paths: BTreeSet<String> = built_in.map(|path| path.as_ref().to_owned()).collect();
        if let Some(folder) = overlay {
            list(folder, "", FOLDER_DEPTH_MAX, &mut paths)?;
        }
        Ok(Self { built_in: read, paths, overlay: overlay.map(Path::to_owned) })
    }

    /// All paths, with `/`, in alphabetical order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// The text of a file; none when there is no such file.
    pub fn text(&self, path: &str) -> Result<Option<String>, AssetError> {
        if !self.paths.contains(path) {
            return Ok(None);
        }
        let of_disk = self.overlay.as_ref().map(|folder| folder.join(path));
        let bytes = match of_disk.filter(|file| file.is_file()) {
            Some(file) => Some(Cow::Owned(read_file(&file)?)),
            None => (self.built_in)(path),
        };
        let text = bytes.map(|bytes| String::from_utf8(bytes.into_owned())).transpose();
        text.map_err(|_| error(Path::new(path), &"this is not UTF-8; save it as UTF-8"))
    }
}

fn read_file(file: &Path) -> Result<Vec<u8>, AssetError> {
    let size = std::fs::metadata(file).map_err(|fault| error(file, &fault))?.len();
    if size > FILE_BYTES_MAX {
        return Err(error(file, &format!("the file is larger than {FILE_BYTES_MAX} bytes")));
    }
    std::fs::read(file).map_err(|fault| error(file, &fault))
}

/// Adds the files below a folder; hidden ones are not meant for us.
fn list(
    folder: &Path,
    below: &str,
    depth: usize,
    paths: &mut BTreeSet<String>,
) -> Result<(), AssetError> {
    for entry in std::fs::read_dir(folder).map_err(|fault| error(folder, &fault))? {
        let entry = entry.map_err(|fault| error(folder, &fault))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{below}{name}");
        if !entry.path().is_dir() {
            paths.insert(path);
        } else if depth > 0 {
            list(&entry.path(), &format!("{path}/"), depth - 1, paths)?;
        }
    }
    Ok(())
}

fn error(path: &Path, reason: &impl ToString) -> AssetError {
    AssetError { path: path.display().to_string(), reason: reason.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_overlay_wins_and_new_ones_join_in() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("more")).unwrap();
        std::fs::write(folder.path().join("more/new.yaml"), "new").unwrap();
        std::fs::write(folder.path().join(".hidden"), "no").unwrap();
        let built_in = ["kept.yaml", "more/new.yaml"].into_iter();
        let read: fn(&str) -> Option<Cow<'static, [u8]>> = |_| Some(Cow::Borrowed(b"built in"));
        let assets = Assets::new(built_in, read, Some(folder.path())).unwrap();
        assert_eq!(assets.paths().collect::<Vec<_>>(), ["kept.yaml", "more/new.yaml"]);
        assert_eq!(assets.text("kept.yaml").unwrap().as_deref(), Some("built in"));
        assert_eq!(assets.text("more/new.yaml").unwrap().as_deref(), Some("new"));
        assert_eq!(assets.text("../outside").unwrap(), None);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        assert!(Assets::folder(Path::new("no/such/folder")).is_err());
    }
}
