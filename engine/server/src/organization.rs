//! The organisation: `organization.yaml` among the processes. Its groups carry out the units of the
//! maps; its people and programs are those of the demonstration, real ones are added by
//! `reglament person add` and `reglament program add`.

mod roster;
mod rosters;

use std::collections::{BTreeMap, BTreeSet};

use reglament_core::command::Role;
use reglament_core::ids::{GroupId, PersonId};
use reglament_core::language::layout;
use reglament_core::text::{Lang, Texts};
use serde::Deserialize;

use crate::assets::{AssetError, Assets};

pub use roster::{Candidate, Roster};
pub use rosters::Rosters;

/// Who works here.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// What it is called; letters are signed with it.
    #[serde(default)]
    pub organization: Texts,
    /// The authorities of the maps and what they are called; letters bear the name of theirs.
    #[serde(default)]
    pub authorities: BTreeMap<String, Texts>,
    /// Its groups and what they are called.
    #[serde(default)]
    pub groups: BTreeMap<GroupId, Texts>,
    /// Invented people, for demonstrations.
    #[serde(default)]
    pub people: BTreeMap<PersonId, DemoPerson>,
    /// Programs, for demonstrations.
    #[serde(default)]
    pub programs: BTreeMap<String, DemoProgram>,
}

/// A person of the demonstration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoPerson {
    /// The name to show.
    pub name: String,
    /// Where messages go.
    #[serde(default)]
    pub email: Option<String>,
    /// The language of pages and messages.
    pub language: Lang,
    /// Their groups.
    pub groups: BTreeSet<GroupId>,
    /// Their roles.
    pub roles: BTreeSet<Role>,
}

/// A program of the demonstration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoProgram {
    /// Its roles.
    pub roles: BTreeSet<Role>,
}

impl Organization {
    /// What stands over the letters of an authority: its name, or that of the organisation.
    pub fn office_of(&self, authority: &str) -> &Texts {
        self.authorities.get(authority).unwrap_or(&self.organization)
    }

    /// Reads it; an installation without the file has no groups.
    pub fn read(processes: &Assets) -> Result<Self, AssetError> {
        let error = |reason: String| AssetError { path: layout::ORGANIZATION.to_owned(), reason };
        let Some(text) = processes.text(layout::ORGANIZATION)? else { return Ok(Self::default()) };
        let read: Self = serde_yaml::from_str(&text).map_err(|fault| error(fault.to_string()))?;
        for (person, is) in &read.people {
            if let Some(group) = is.groups.iter().find(|group| !read.groups.contains_key(*group)) {
                return Err(error(format!(
                    "`{person}` is in the group `{group}`, which is not among the groups"
                )));
            }
        }
        Ok(read)
    }
}
