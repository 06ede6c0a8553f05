//! Somebody to whom a task is to be given, as the organisation knows them at this moment.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Actor, Credential, Role};
use crate::ids::{GroupId, OfficeId, PersonId};

/// What decides whether a task can be given to somebody. The server fills it in; no caller states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Their groups.
    pub groups: BTreeSet<GroupId>,
    /// Their roles.
    pub roles: BTreeSet<Role>,
    /// Their offices; empty for who is bound to none.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub offices: BTreeSet<OfficeId>,
    /// The groups whose head they are.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub leads: BTreeSet<GroupId>,
    /// Whether they are absent now, or gone from the organisation.
    #[serde(default)]
    pub absent: bool,
}

impl Candidate {
    /// What is known of an actor who is present.
    pub fn of(actor: &Actor, absent: bool) -> Self {
        let Actor::Person { groups, roles, offices, leads, .. } = actor else {
            return Self { absent: true, ..Self::default() };
        };
        let (groups, roles) = (groups.clone(), roles.clone());
        Self { groups, roles, offices: offices.clone(), leads: leads.clone(), absent }
    }

    /// The person as an actor in their own name.
    pub(crate) fn actor(&self, person: &PersonId) -> Actor {
        Actor::Person {
            person: person.clone(),
            groups: self.groups.clone(),
            roles: self.roles.clone(),
            offices: self.offices.clone(),
            leads: self.leads.clone(),
            acting_for: Vec::new(),
            credential: Credential::default(),
        }
    }
}
