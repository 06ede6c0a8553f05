//! Who works here: offices, groups, people, programs, absences, tokens. All of it is one piece of data with a
//! version: a change raises it, and a command counts only on the version its sender's rights were read from.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use reglament_core::command::Role;
use reglament_core::ids::{GroupId, OfficeId, PersonId};
use reglament_core::text::{Lang, Texts};
use reglament_core::token_scope::TokenScopes;
use serde::{Deserialize, Serialize};

use crate::model::AuditEntry;

/// A person who signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name to sign in with.
    pub person: PersonId,
    /// The name to show.
    pub name: String,
    /// Where messages go.
    pub email: Option<String>,
    /// The language of pages and messages.
    pub language: Lang,
    /// Their groups.
    pub groups: BTreeSet<GroupId>,
    /// Their roles.
    pub roles: BTreeSet<Role>,
    /// Their office; without one they see all offices.
    pub office: Option<OfficeId>,
    /// What the identity provider calls them.
    pub identity: Option<String>,
    /// The argon2id hash of the password, in PHC form.
    pub password_hash: Option<String>,
    /// Whether they may sign in.
    pub active: bool,
}

/// A program with tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Its name.
    pub program: String,
    /// Its roles.
    pub roles: BTreeSet<Role>,
    /// Whether its tokens count.
    pub active: bool,
}

/// A territorial part of the organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// Its name among the data.
    pub office: OfficeId,
    /// What it is called.
    pub titles: Texts,
    /// The office above it.
    pub parent: Option<OfficeId>,
    /// Who heads it.
    pub head: Option<PersonId>,
    /// The territories whose cases are its own, by their codes.
    pub territories: BTreeSet<OfficeId>,
    /// Whether it still works.
    pub active: bool,
}

/// People who carry out a unit of the maps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its name, as the maps write it.
    pub group: GroupId,
    /// What it is called.
    pub titles: Texts,
    /// Who heads it.
    pub head: Option<PersonId>,
    /// Whether it still works.
    pub active: bool,
}

/// A time in which somebody is away, and who stands in for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Its name among the data.
    pub absence: String,
    /// Who is away.
    pub person: PersonId,
    /// From this moment.
    pub from: Timestamp,
    /// Up to this moment; until it is cancelled when none.
    pub until: Option<Timestamp>,
    /// Who acts for them meanwhile.
    pub substitute: Option<PersonId>,
    /// In these groups; in all of theirs when none.
    pub groups: Option<BTreeSet<GroupId>>,
    /// Why, in the words of who set it.
    pub reason: String,
    /// Who set it.
    pub set_by: String,
    /// When.
    pub set_at: Timestamp,
    /// Who cancelled it.
    pub cancelled_by: Option<String>,
    /// When; it holds until then.
    pub cancelled_at: Option<Timestamp>,
}

impl Absence {
    /// Whether it holds at this moment.
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && self.end().is_none_or(|end| at < end)
    }

    /// When it ends or ended.
    pub fn end(&self) -> Option<Timestamp> {
        [self.until, self.cancelled_at].into_iter().flatten().min()
    }
}

/// Whose a token is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// A person.
    Person(PersonId),
    /// A program.
    Program(String),
}

impl Holder {
    /// Its name in the database.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Person(person) => format!("person/{person}"),
            Self::Program(program) => format!("program/{program}"),
        }
    }

    /// The holder of this name.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (kind, name) = text.split_once('/')?;
        match kind {
            "person" => Some(Self::Person(name.into())),
            "program" => Some(Self::Program(name.to_owned())),
            _ => None,
        }
    }
}

/// A token of the API: the store keeps its hash alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// SHA-256 of the token, hexadecimal.
    pub hash: String,
    /// Whose it is.
    pub holder: Holder,
    /// What its holder calls it.
    pub name: String,
    /// Its first characters, by which people recognise it.
    pub prefix: String,
    /// What it may be used for.
    pub scopes: TokenScopes,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when.
    pub expires_at: Option<Timestamp>,
    /// The last day on which it was used.
    pub used_on: Option<Date>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl Token {
    /// Whether it counts at this moment.
    pub fn counts(&self, at: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| at < end)
    }
}

/// The whole organisation as of a version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganizationData {
    /// Its version.
    pub version: u64,
    /// All offices.
    pub offices: Vec<Office>,
    /// All groups.
    pub groups: Vec<Group>,
    /// All people.
    pub people: Vec<Person>,
    /// All programs.
    pub programs: Vec<Program>,
    /// The absences that had not ended at the moment asked for.
    pub absences: Vec<Absence>,
}

/// One thing of the organisation, stored in place of the one with the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A person; their sessions end when they may sign in no more.
    Person(Person),
    /// The sessions of a person end, but for the one with this hash.
    EndSessions(PersonId, Option<String>),
    /// An office.
    Office(Office),
    /// A group.
    Group(Group),
    /// A program.
    Program(Program),
    /// An absence.
    Absence(Absence),
    /// A token.
    Token(Token),
}

/// Changes that are stored together or not at all, and raise the version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganizationChange {
    /// The version it was decided on; whatever there is when none.
    pub expected: Option<u64>,
    /// What changes.
    pub changes: Vec<Change>,
    /// Who did it.
    pub audit: Option<AuditEntry>,
}

impl From<Change> for OrganizationChange {
    fn from(change: Change) -> Self {
        Self { expected: None, changes: vec![change], audit: None }
    }
}

/// Wrong guesses at one thing from one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guesses {
    /// How many.
    pub wrong: u32,
    /// When the last was.
    pub last: Timestamp,
}
