//! `organization.yaml`: the organisation as a file. Its groups carry out the units of the maps; its offices,
//! people and programs are those of the demonstration or of an import. Passwords and tokens stand in none.

use std::collections::{BTreeMap, BTreeSet};

use reglament_core::command::Role;
use reglament_core::ids::{GroupId, OfficeId, PersonId};
use reglament_core::language::layout;
use reglament_core::text::{Lang, Texts};
use reglament_store::{Change, Group, Office, OrganizationData, Person, Program};
use serde::{Deserialize, Serialize};

use super::Roster;
use super::checks;
use super::fault::Fault;
use crate::assets::{AssetError, Assets};

/// Who works here.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// What it is called; letters are signed with it.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub organization: Texts,
    /// The authorities of the maps and what they are called; letters bear the name of theirs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub authorities: BTreeMap<String, Texts>,
    /// Its offices.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub offices: BTreeMap<OfficeId, FileOffice>,
    /// Its groups.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub groups: BTreeMap<GroupId, FileGroup>,
    /// Its people.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<PersonId, FilePerson>,
    /// Its programs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub programs: BTreeMap<String, FileProgram>,
}

/// An office of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileOffice {
    /// What it is called.
    pub title: Texts,
    /// The office above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<OfficeId>,
    /// Who heads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<PersonId>,
    /// The codes of its territories.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub territories: BTreeSet<OfficeId>,
    /// Whether it works.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub active: bool,
}

/// A group of the file: what it is called, and more.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileGroup {
    /// What it is called, in Russian.
    pub ru: String,
    /// In Kazakh.
    pub kk: String,
    /// In English.
    pub en: String,
    /// Who heads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<PersonId>,
    /// Whether it works.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub active: bool,
}

/// A person of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilePerson {
    /// The name to show.
    pub name: String,
    /// Where messages go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The language of pages and messages.
    pub language: Lang,
    /// Their groups.
    #[serde(default)]
    pub groups: BTreeSet<GroupId>,
    /// Their roles.
    pub roles: BTreeSet<Role>,
    /// Their office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<OfficeId>,
    /// What the identity provider calls them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// Whether they may sign in.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub active: bool,
}

/// A program of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileProgram {
    /// Its roles.
    pub roles: BTreeSet<Role>,
    /// Whether its tokens count.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub active: bool,
}

const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_yes(active: &bool) -> bool {
    *active
}

impl Organization {
    /// What stands over the letters of an authority: its name, or that of the organisation.
    pub fn office_of(&self, authority: &str) -> &Texts {
        self.authorities.get(authority).unwrap_or(&self.organization)
    }

    /// Reads the one among the processes; an installation without the file has no groups.
    pub fn read(processes: &Assets) -> Result<Self, AssetError> {
        let error = |reason: String| AssetError { path: layout::ORGANIZATION.to_owned(), reason };
        let Some(text) = processes.text(layout::ORGANIZATION)? else { return Ok(Self::default()) };
        let read = Self::parse(&text).map_err(error)?;
        let faults = read.changes(&OrganizationData::default()).err();
        let faults = faults.map(|faults| {
            faults.iter().map(|(what, fault)| format!("{what}: {}", fault.text(Lang::En))).collect()
        });
        match faults.map(|lines: Vec<String>| lines.join("\n")) {
            Some(lines) => Err(error(lines)),
            None => Ok(read),
        }
    }

    /// Reads a text.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_yaml::from_str(text).map_err(|fault| fault.to_string())
    }

    /// The file of this organisation; what letters are signed with is not among the data.
    pub fn of(data: &OrganizationData) -> Self {
        let offices = data.offices.iter().cloned().map(|it| {
            let Office { office, titles, parent, head, territories, active } = it;
            (office, FileOffice { title: titles, parent, head, territories, active })
        });
        let groups = data.groups.iter().cloned().map(|it| {
            let Texts { ru, kk, en } = it.titles;
            (it.group, FileGroup { ru, kk, en, head: it.head, active: it.active })
        });
        let people = data.people.iter().cloned().map(|it| {
            let Person { person, name, email, language, groups, roles, office, identity, .. } = it;
            let active = it.active;
            let file =
                FilePerson { name, email, language, groups, roles, office, identity, active };
            (person, file)
        });
        let programs = data.programs.iter().cloned();
        let programs =
            programs.map(|it| (it.program, FileProgram { roles: it.roles, active: it.active }));
        Self {
            organization: Texts::default(),
            authorities: BTreeMap::new(),
            offices: offices.collect(),
            groups: groups.collect(),
            people: people.collect(),
            programs: programs.collect(),
        }
    }

    /// What changes when the file is laid over this organisation: what it names is replaced, what it does not
    /// name stays, passwords stay. All faults of the whole that comes out, each with its thing.
    pub fn changes(&self, data: &OrganizationData) -> Result<Vec<Change>, Vec<(String, Fault)>> {
        let (offices, groups) = (self.offices(), self.groups());
        let (people, programs) = (self.people(data), self.programs());
        let mut after = data.clone();
        lay_over(&mut after.offices, &offices, |it| it.office.clone());
        lay_over(&mut after.groups, &groups, |it| it.group.clone());
        lay_over(&mut after.people, &people, |it| it.person.clone());
        lay_over(&mut after.programs, &programs, |it| it.program.clone());
        let roster = Roster::new(after);
        let mut faults = Vec::new();
        let mut note = |what: String, checked: checks::Checked| {
            let found = checked.err().unwrap_or_default();
            faults.extend(found.into_iter().map(|fault| (what.clone(), fault)));
        };
        for office in &offices {
            note(format!("office {}", office.office), checks::office(&roster, office));
        }
        for group in &groups {
            note(format!("group {}", group.group), checks::group(&roster, group));
        }
        for person in &people {
            note(format!("person {}", person.person), checks::person(&roster, person));
        }
        for program in &programs {
            note(format!("program {}", program.program), checks::program(program));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let changes = offices.into_iter().map(Change::Office);
        let changes = changes.chain(groups.into_iter().map(Change::Group));
        let changes = changes.chain(people.into_iter().map(Change::Person));
        Ok(changes.chain(programs.into_iter().map(Change::Program)).collect())
    }

    fn offices(&self) -> Vec<Office> {
        let office = |(office, it): (&OfficeId, &FileOffice)| Office {
            office: office.clone(),
            titles: it.title.clone(),
            parent: it.parent.clone(),
            head: it.head.clone(),
            territories: it.territories.clone(),
            active: it.active,
        };
        self.offices.iter().map(office).collect()
    }

    fn groups(&self) -> Vec<Group> {
        let group = |(group, it): (&GroupId, &FileGroup)| Group {
            group: group.clone(),
            titles: Texts { ru: it.ru.clone(), kk: it.kk.clone(), en: it.en.clone() },
            head: it.head.clone(),
            active: it.active,
        };
        self.groups.iter().map(group).collect()
    }

    fn people(&self, data: &OrganizationData) -> Vec<Person> {
        let known = |id: &PersonId| data.people.iter().find(|known| known.person == *id);
        let person = |(id, it): (&PersonId, &FilePerson)| Person {
            person: id.clone(),
            name: it.name.clone(),
            email: it.email.clone(),
            language: it.language,
            groups: it.groups.clone(),
            roles: it.roles.clone(),
            office: it.office.clone(),
            identity: it.identity.clone(),
            password_hash: known(id).and_then(|known| known.password_hash.clone()),
            active: it.active,
        };
        self.people.iter().map(person).collect()
    }

    fn programs(&self) -> Vec<Program> {
        let program = |(program, it): (&String, &FileProgram)| Program {
            program: program.clone(),
            roles: it.roles.clone(),
            active: it.active,
        };
        self.programs.iter().map(program).collect()
    }
}

fn lay_over<Row: Clone, Id: PartialEq>(rows: &mut Vec<Row>, over: &[Row], id: impl Fn(&Row) -> Id) {
    rows.retain(|row| over.iter().all(|new| id(new) != id(row)));
    rows.extend(over.iter().cloned());
}
