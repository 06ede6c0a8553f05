//! Who asks: people, programs, the engine; and what authentication knows of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::ids::{GroupId, OfficeId, PersonId};
use crate::token_scope::TokenScopes;

/// Who asks. Authentication has established it; [`crate::access`] says what it may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "actor", rename_all = "snake_case")]
pub enum Actor {
    /// A person of the organisation.
    Person {
        /// Who.
        person: PersonId,
        /// Their groups.
        groups: BTreeSet<GroupId>,
        /// Their roles.
        roles: BTreeSet<Role>,
        /// Their offices, with the territories that these serve and the offices below them; empty
        /// for who is bound to none and sees all.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        offices: BTreeSet<OfficeId>,
        /// The groups whose head they are, within their offices. The head of an office leads all
        /// groups in it.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        leads: BTreeSet<GroupId>,
        /// The people who are absent now and whose substitute they are.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        acting_for: Vec<Substituted>,
        /// By what they proved who they are.
        #[serde(default, skip_serializing_if = "Credential::is_plain")]
        credential: Credential,
    },
    /// A program with a token, such as the portal or an external worker.
    Program {
        /// Its name.
        program: String,
        /// Its roles.
        roles: BTreeSet<Role>,
        /// By what it proved what it is.
        #[serde(default, skip_serializing_if = "Credential::is_plain")]
        credential: Credential,
    },
    /// The engine itself: timers, sweeps, the built-in connectors.
    Engine,
}

/// By what somebody proved who they are, and when that was looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// What their token may be used for; everything that they may do when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: TokenScopes,
    /// The version of the organisation that their rights were read from: a command counts only on that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<u64>,
}

impl Credential {
    /// Whether nothing limits it and nothing was looked up.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// Somebody who is absent, as their substitute stands in for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Substituted {
    /// Who is absent.
    pub person: PersonId,
    /// Their groups, as far as the substitution goes.
    pub groups: BTreeSet<GroupId>,
    /// Their offices; empty for who is bound to none.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub offices: BTreeSet<OfficeId>,
}

/// The offices whose tasks and cases somebody sees. What has no office is seen by all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Offices {
    /// Of all offices.
    #[default]
    All,
    /// Of these alone.
    Only(BTreeSet<OfficeId>),
}

impl Offices {
    /// Whether they see what belongs to this office; what has none is seen by all.
    pub fn see(&self, office: Option<&OfficeId>) -> bool {
        match (self, office) {
            (Self::All, _) | (_, None) => true,
            (Self::Only(offices), Some(office)) => offices.contains(office),
        }
    }

    /// The offices of who belongs to these; to none is to be bound to none.
    fn of(offices: &BTreeSet<OfficeId>) -> Self {
        if offices.is_empty() { Self::All } else { Self::Only(offices.clone()) }
    }

    /// These and those.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Only(mut offices), Self::Only(more)) => {
                offices.extend(more);
                Self::Only(offices)
            }
            _ => Self::All,
        }
    }
}

/// What a person or a program may do beside the tasks of its groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works tasks of their groups and reads the cases of these.
    Officer,
    /// Reads all cases of their offices and reports, assigns tasks, cancels, retries incidents, has
    /// due dates recounted.
    Supervisor,
    /// Files applications; reads the cases it filed and sends messages to them.
    Filing,
    /// Leases and completes jobs.
    Worker,
    /// Keeps the data of the organisation; reads no case by this role.
    Administrator,
    /// Reads and verifies the audit; changes nothing.
    Auditor,
    /// Edits maps, proposes and approves editions, moves running cases to them.
    Analyst,
}

impl Role {
    /// Every role, in the order of the enum.
    pub const ALL: [Self; 7] = [
        Self::Officer,
        Self::Supervisor,
        Self::Filing,
        Self::Worker,
        Self::Administrator,
        Self::Auditor,
        Self::Analyst,
    ];

    /// Its name, as organisation data and messages write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Supervisor => "supervisor",
            Self::Filing => "filing",
            Self::Worker => "worker",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
            Self::Analyst => "analyst",
        }
    }
}

impl Actor {
    /// A person who is bound to no office, leads no group and stands in for nobody.
    pub fn of_person(person: PersonId, groups: BTreeSet<GroupId>, roles: BTreeSet<Role>) -> Self {
        Self::Person {
            person,
            groups,
            roles,
            offices: BTreeSet::new(),
            leads: BTreeSet::new(),
            acting_for: Vec::new(),
            credential: Credential::default(),
        }
    }

    /// A program of these roles.
    pub fn of_program(program: impl Into<String>, roles: BTreeSet<Role>) -> Self {
        Self::Program { program: program.into(), roles, credential: Credential::default() }
    }

    /// By what it proved who it is; none for the engine.
    pub const fn credential(&self) -> Option<&Credential> {
        match self {
            Self::Person { credential, .. } | Self::Program { credential, .. } => Some(credential),
            Self::Engine => None,
        }
    }

    /// The same with this credential.
    #[must_use]
    pub fn with(mut self, proof: Credential) -> Self {
        if let Self::Person { credential, .. } | Self::Program { credential, .. } = &mut self {
            *credential = proof;
        }
        self
    }

    /// The name that history shows.
    pub fn name(&self) -> &str {
        match self {
            Self::Person { person, .. } => person.as_str(),
            Self::Program { program, .. } => program,
            Self::Engine => "engine",
        }
    }

    /// The person, if it is one.
    pub const fn person(&self) -> Option<&PersonId> {
        match self {
            Self::Person { person, .. } => Some(person),
            Self::Program { .. } | Self::Engine => None,
        }
    }

    /// The people for whom they stand in now.
    pub fn acting_for(&self) -> &[Substituted] {
        match self {
            Self::Person { acting_for, .. } => acting_for,
            Self::Program { .. } | Self::Engine => &[],
        }
    }

    /// Whether it has this role.
    pub fn has(&self, role: Role) -> bool {
        match self {
            Self::Person { roles, .. } | Self::Program { roles, .. } => roles.contains(&role),
            Self::Engine => false,
        }
    }

    /// Whether it is a person of this group, or stands in for one.
    pub fn is_in(&self, group: &GroupId) -> bool {
        let own = matches!(self, Self::Person { groups, .. } if groups.contains(group));
        own || self.acting_for().iter().any(|absent| absent.groups.contains(group))
    }

    /// The groups whose tasks they work, their own and those of the people for whom they stand in,
    /// each with the offices from which they see it.
    pub fn reach(&self) -> BTreeMap<GroupId, Offices> {
        let Self::Person { groups, offices, acting_for, .. } = self else { return BTreeMap::new() };
        let absent = acting_for.iter().map(|absent| (&absent.groups, &absent.offices));
        let mut reach: BTreeMap<GroupId, Offices> = BTreeMap::new();
        for (groups, offices) in [(groups, offices)].into_iter().chain(absent) {
            for group in groups {
                let seen = Offices::of(offices);
                let seen = match reach.remove(group) {
                    Some(before) => before.and(seen),
                    None => seen,
                };
                reach.insert(group.clone(), seen);
            }
        }
        reach
    }

    /// The offices whose cases they see where their role shows them those of all groups.
    pub fn offices(&self) -> Offices {
        match self {
            Self::Person { offices, .. } => Offices::of(offices),
            Self::Program { .. } | Self::Engine => Offices::All,
        }
    }
}
