//! Where the files of a processes folder stand: pure functions over paths.
//!
//! ```text
//! calendars/town.yaml   indices.yaml   organization.yaml   categories.yaml
//! town/library-card/process.yaml      town/library-card/tables/documents.yaml
//! lists/streets.yaml   parts/host.yaml   town/parts/filing.yaml
//! ```

use crate::source::Sources;

/// The folder of the calendars; the folder that has it is the processes folder.
pub const CALENDARS: &str = "calendars";

/// The file of the indices.
pub const INDICES: &str = "indices.yaml";

/// The file of the organisation.
pub const ORGANIZATION: &str = "organization.yaml";

/// The file of the lists of categories.
pub const CATEGORIES: &str = "categories.yaml";

/// The folders of files that several maps share.
pub const PARTS: &str = "parts";

/// The folder of the lists of codes.
pub const LISTS: &str = "lists";

/// The name of a process map's file.
pub const MAP: &str = "process.yaml";

/// The folder of a path, without the last `/`; empty for a bare name.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// A path relative to a folder, without `.` and `..`; none when it leaves the processes folder.
pub fn resolve(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') || path.contains('\\') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The indices of all process maps, in the order of their paths.
pub(super) fn maps(sources: &Sources) -> Vec<u32> {
    let mut all: Vec<(&str, u32)> = (0u32..)
        .zip(sources.files())
        .map(|(index, file)| (&*file.path, index))
        .filter(|(path, _)| file_name(path) == MAP)
        .collect();
    all.sort_unstable();
    all.into_iter().map(|(_, index)| index).collect()
}

/// The lists of codes: their names and the indices of their files.
pub(super) fn lists(sources: &Sources) -> Vec<(String, u32)> {
    files_in(sources, LISTS)
}

/// The files in folders of parts.
pub(super) fn parts(sources: &Sources) -> Vec<u32> {
    let is_part = |path: &str| folder_of(path).split('/').any(|folder| folder == PARTS);
    let files = (0u32..).zip(sources.files());
    files.filter(|(_, file)| is_part(&file.path)).map(|(index, _)| index).collect()
}

/// The map at this path or the maps below this folder; for a table, the maps of its service.
pub fn maps_at(sources: &Sources, path: &str) -> Vec<u32> {
    let is_below = |folder: &str, file: &str| {
        folder.is_empty() || file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    };
    let at = |folder: &str| {
        let path = |index: &u32| sources.file(*index).map(|file| file.path.clone());
        let wanted = |index: &u32| {
            path(index).is_some_and(|path| *path == *folder || is_below(folder, &path))
        };
        maps(sources).into_iter().filter(wanted).collect::<Vec<u32>>()
    };
    let mut place = path;
    loop {
        let found = at(place);
        if !found.is_empty() || place.is_empty() {
            return found;
        }
        place = folder_of(place);
    }
}

/// The calendars: their names and the indices of their files.
pub(super) fn calendars(sources: &Sources) -> Vec<(String, u32)> {
    files_in(sources, CALENDARS)
}

fn files_in(sources: &Sources, folder: &str) -> Vec<(String, u32)> {
    let name = |path: &str| {
        let file = path.strip_prefix(folder)?.strip_prefix('/')?;
        Some(file.strip_suffix(".yaml")?.to_owned())
    };
    (0u32..)
        .zip(sources.files())
        .filter_map(|(index, file)| Some((name(&file.path)?, index)))
        .collect()
}

/// The processes folder that a file belongs to: the nearest folder above it that has a folder
/// `calendars`. `is_folder` answers whether a path is a folder; paths have `/` between their parts.
pub fn root_of(path: &str, is_folder: impl Fn(&str) -> bool) -> Option<String> {
    let mut folder = path;
    loop {
        let within = if folder.is_empty() {
            CALENDARS.to_owned()
        } else {
            format!("{}/{CALENDARS}", folder.trim_end_matches('/'))
        };
        if is_folder(&within) {
            return Some(folder.to_owned());
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder_of(folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leaves_the_processes_folder() {
        let folder = "town/library-card";
        assert_eq!(
            resolve(folder, "tables/fees.yaml").as_deref(),
            Some("town/library-card/tables/fees.yaml")
        );
        assert_eq!(resolve(folder, "../../fees.yaml").as_deref(), Some("fees.yaml"));
        assert_eq!(resolve(folder, "../../../fees.yaml"), None);
        assert_eq!(resolve(folder, "/etc/fees.yaml"), None);
    }

    #[test]
    fn a_path_stands_for_the_maps_at_or_around_it() {
        let mut sources = Sources::default();
        for path in [
            "calendars/kz.yaml",
            "town/a/process.yaml",
            "town/a/tables/t.yaml",
            "county/b/process.yaml",
        ] {
            sources.add(path, "");
        }
        assert_eq!(maps_at(&sources, "town/a/process.yaml"), [1]);
        assert_eq!(maps_at(&sources, "town"), [1]);
        assert_eq!(maps_at(&sources, "town/a/tables/t.yaml"), [1]);
        assert_eq!(maps_at(&sources, ""), [3, 1]);
        assert_eq!(maps_at(&sources, "calendars/kz.yaml"), [3, 1]);
    }

    #[test]
    fn the_nearest_folder_with_calendars_is_the_root() {
        let folders = ["processes/calendars", "calendars"];
        let root = |path: &str| root_of(path, |folder| folders.contains(&folder));
        assert_eq!(root("processes/town/pass/process.yaml").as_deref(), Some("processes"));
        assert_eq!(root("processes").as_deref(), Some("processes"));
        assert_eq!(root("elsewhere/process.yaml").as_deref(), Some(""));
        assert_eq!(root_of("a/b", |_| false), None);
    }
}
