//! Who works here, as of one version: what follows from offices, groups, people and absences. Pure; the moment
//! comes in as an argument.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use reglament_core::command::{Actor, Credential, Role, Substituted};
use reglament_core::ids::{GroupId, OfficeId, PersonId};
use reglament_core::token_scope::TokenScopes;
use reglament_store::{Absence, Group, Holder, Office, OrganizationData, Person, Program, Token};

/// A tree of offices is not deeper; a circle among them ends here.
const OFFICE_DEPTH_MAX: usize = 32;

/// The organisation as of one version.
#[derive(Debug, Default)]
pub struct Roster {
    data: OrganizationData,
    people: BTreeMap<PersonId, usize>,
    offices: BTreeMap<OfficeId, usize>,
    groups: BTreeMap<GroupId, usize>,
    territories: BTreeMap<OfficeId, OfficeId>,
    below: BTreeMap<OfficeId, Vec<OfficeId>>,
}

/// Somebody who might be given a task of a group and an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// Who.
    pub person: &'a Person,
    /// Their absence at this moment.
    pub absence: Option<&'a Absence>,
    /// How many open tasks they hold.
    pub load: u64,
}

impl Roster {
    /// The roster of this organisation.
    pub fn new(data: OrganizationData) -> Self {
        let people = index(&data.people, |person| &person.person);
        let offices = index(&data.offices, |office| &office.office);
        let groups = index(&data.groups, |group| &group.group);
        let (mut territories, mut below) = (BTreeMap::new(), BTreeMap::<_, Vec<_>>::new());
        for office in data.offices.iter().filter(|office| office.active) {
            let codes = office.territories.iter().cloned();
            territories.extend(codes.map(|code| (code, office.office.clone())));
        }
        for office in &data.offices {
            if let Some(parent) = &office.parent {
                below.entry(parent.clone()).or_default().push(office.office.clone());
            }
        }
        Self { data, people, offices, groups, territories, below }
    }

    /// The version it is of.
    pub const fn version(&self) -> u64 {
        self.data.version
    }

    /// All of it.
    pub const fn data(&self) -> &OrganizationData {
        &self.data
    }

    /// A person.
    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.people.get(id).map(|place| &self.data.people[*place])
    }

    /// A group.
    pub fn group(&self, id: &GroupId) -> Option<&Group> {
        self.groups.get(id).map(|place| &self.data.groups[*place])
    }

    /// A program.
    pub fn program(&self, name: &str) -> Option<&Program> {
        self.data.programs.iter().find(|program| program.program == name)
    }

    /// The office of this name, or the one that has this territory.
    pub fn office(&self, id: &OfficeId) -> Option<&Office> {
        let place = self.offices.get(id).or_else(|| self.offices.get(self.territories.get(id)?));
        place.map(|place| &self.data.offices[*place])
    }

    /// The office of this name or territory and those above it, the nearest first.
    pub fn line(&self, id: &OfficeId) -> Vec<&Office> {
        let mut line: Vec<&Office> = Vec::new();
        let mut next = self.office(id);
        while let Some(office) = next.filter(|_| line.len() < OFFICE_DEPTH_MAX) {
            line.push(office);
            next = office.parent.as_ref().and_then(|parent| self.office(parent));
        }
        line
    }

    /// An office and everything below it, with all their territories.
    pub fn reach(&self, id: &OfficeId) -> BTreeSet<OfficeId> {
        // Also when it is not among the offices any more: nobody comes to see all by that.
        let (mut seen, mut waiting) = (BTreeSet::from([id.clone()]), vec![id]);
        while let Some(office) = waiting.pop() {
            if let Some(place) = self.offices.get(office) {
                seen.extend(self.data.offices[*place].territories.iter().cloned());
            }
            for below in self.below.get(office).into_iter().flatten() {
                if seen.insert(below.clone()) {
                    waiting.push(below);
                }
            }
        }
        seen
    }

    /// The offices and territories that a person sees; none when they are bound to no office.
    pub fn offices_of(&self, person: &Person) -> BTreeSet<OfficeId> {
        person.office.as_ref().map(|office| self.reach(office)).unwrap_or_default()
    }

    /// Whether somebody of these offices sees what belongs to this one; what belongs to none is seen by all.
    pub fn sees(&self, person: &Person, office: Option<&OfficeId>) -> bool {
        match (&person.office, office) {
            (None, _) | (_, None) => true,
            (Some(own), Some(office)) => {
                own == office || self.line(office).iter().any(|above| above.office == *own)
            }
        }
    }

    /// The absence of a person at this moment.
    pub fn absence(&self, person: &PersonId, at: Timestamp) -> Option<&Absence> {
        self.data.absences.iter().find(|absence| absence.person == *person && absence.holds(at))
    }

    /// The people for whom somebody stands in at this moment. It does not go on from there: who stands in for
    /// a substitute does not stand in for those whom the substitute stood in for.
    pub fn acting_for(&self, by: &PersonId, at: Timestamp) -> Vec<Substituted> {
        let mine = self.data.absences.iter().filter(|absence| absence.holds(at));
        let mine = mine.filter(|absence| absence.substitute.as_ref() == Some(by));
        let mine = mine.filter_map(|absence| {
            let person = self.person(&absence.person).filter(|person| person.active)?;
            let groups = match &absence.groups {
                Some(scope) => person.groups.intersection(scope).cloned().collect(),
                None => person.groups.clone(),
            };
            let offices = self.offices_of(person);
            Some(Substituted { person: person.person.clone(), groups, offices })
        });
        mine.collect()
    }

    /// The groups that a person leads: those whose head they are, and the groups that people have in the
    /// offices that they head.
    pub fn leads(&self, person: &PersonId) -> BTreeSet<GroupId> {
        let own = self.data.groups.iter().filter(|group| group.head.as_ref() == Some(person));
        let headed = self.data.offices.iter().filter(|office| office.head.as_ref() == Some(person));
        let reach: BTreeSet<OfficeId> =
            headed.flat_map(|office| self.reach(&office.office)).collect();
        let there = self.data.people.iter().filter(|other| {
            other.active && other.office.as_ref().is_some_and(|office| reach.contains(office))
        });
        let there = there.flat_map(|other| other.groups.iter().cloned());
        own.map(|group| group.group.clone()).chain(there).collect()
    }

    /// Whether `head` heads a group of this person or an office above them.
    pub fn is_head_of(&self, head: &PersonId, person: &Person) -> bool {
        let line = person.office.as_ref().map(|office| self.line(office)).unwrap_or_default();
        let groups = person.groups.iter().filter_map(|group| self.group(group));
        let of_group = groups.filter(|group| group.head.as_ref() == Some(head)).count() > 0;
        let heads = self.person(head);
        line.iter().any(|office| office.head.as_ref() == Some(head))
            || (of_group && heads.is_some_and(|head| self.sees(head, person.office.as_ref())))
    }

    /// Who somebody is as of this moment, with all their rights; none when they may not act.
    pub fn actor(&self, id: &PersonId, at: Timestamp) -> Option<Actor> {
        let person = self.person(id).filter(|person| person.active)?;
        Some(Actor::Person {
            person: id.clone(),
            groups: person.groups.clone(),
            roles: person.roles.clone(),
            offices: self.offices_of(person),
            leads: self.leads(id),
            acting_for: self.acting_for(id, at),
            credential: self.credential(None),
        })
    }

    /// What was looked up here, by a token with these scopes.
    const fn credential(&self, scopes: TokenScopes) -> Credential {
        Credential { scopes, organization: Some(self.data.version) }
    }

    /// The same actor with the rights that they have here; none when they may act no more. Who was never looked
    /// up stays as they are: the engine, the people of a scenario.
    pub fn again(&self, actor: &Actor, at: Timestamp) -> Option<Actor> {
        let Some(Credential { scopes, organization: Some(_) }) = actor.credential() else {
            return Some(actor.clone());
        };
        let anew = match actor {
            Actor::Person { person, .. } => self.actor(person, at),
            Actor::Program { program, .. } => self.program_actor(program),
            Actor::Engine => Some(Actor::Engine),
        };
        anew.map(|anew| anew.with(self.credential(scopes.clone())))
    }

    fn program_actor(&self, name: &str) -> Option<Actor> {
        let program = self.program(name).filter(|program| program.active)?;
        Some(Actor::of_program(name, program.roles.clone()).with(self.credential(None)))
    }

    /// Who a token stands for.
    pub fn holder(&self, token: &Token, at: Timestamp) -> Option<Actor> {
        let actor = match &token.holder {
            Holder::Person(person) => self.actor(person, at),
            Holder::Program(name) => self.program_actor(name),
        };
        actor.map(|actor| actor.with(self.credential(token.scopes.clone())))
    }

    /// The head of a group in an office: the group's own head when they are of that very office, else the
    /// nearest head of an office in the line above, else the group's head wherever they are.
    pub fn head(&self, group: &GroupId, office: Option<&OfficeId>) -> Option<&Person> {
        let active = |id: &PersonId| self.person(id).filter(|person| person.active);
        let of_group = self.group(group).and_then(|group| active(group.head.as_ref()?));
        let line = office.map(|office| self.line(office)).unwrap_or_default();
        let at_home = of_group.filter(|head| {
            line.first().is_some_and(|office| head.office.as_ref() == Some(&office.office))
        });
        let above = line.iter().find_map(|office| active(office.head.as_ref()?));
        at_home.or(above).or(of_group)
    }

    /// The supervisors who see an office: those of the nearest office above that has any, else those who are
    /// bound to none.
    pub fn supervisors(&self, office: Option<&OfficeId>) -> Vec<&Person> {
        let all = || {
            let people = self.data.people.iter();
            people.filter(|person| person.active && person.roles.contains(&Role::Supervisor))
        };
        let line = office.map(|office| self.line(office)).unwrap_or_default();
        let near = line.iter().map(|office| {
            all().filter(|person| person.office.as_ref() == Some(&office.office)).collect()
        });
        let near: Option<Vec<&Person>> = near.into_iter().find(|found: &Vec<_>| !found.is_empty());
        near.unwrap_or_else(|| {
            let unbound: Vec<_> = all().filter(|person| person.office.is_none()).collect();
            if unbound.is_empty() && office.is_none() { all().collect() } else { unbound }
        })
    }

    /// Who may be given a task of this group and office, those with the fewest open tasks first, those who are
    /// away last. The loads are those of the store.
    pub fn candidates(
        &self,
        group: &GroupId,
        office: Option<&OfficeId>,
        at: Timestamp,
        loads: &BTreeMap<PersonId, u64>,
    ) -> Vec<Candidate<'_>> {
        let workers = self.data.people.iter().filter(|person| {
            let works = [Role::Officer, Role::Supervisor].iter();
            person.active
                && works.filter(|role| person.roles.contains(role)).count() > 0
                && person.groups.contains(group)
                && self.sees(person, office)
        });
        let mut found: Vec<Candidate<'_>> = workers
            .map(|person| Candidate {
                person,
                absence: self.absence(&person.person, at),
                load: loads.get(&person.person).copied().unwrap_or(0),
            })
            .collect();
        found.sort_by_key(|one| (one.absence.is_some(), one.load, &one.person.person));
        found
    }
}

fn index<Id: Ord + Clone, Row>(rows: &[Row], id: impl Fn(&Row) -> &Id) -> BTreeMap<Id, usize> {
    rows.iter().enumerate().map(|(place, row)| (id(row).clone(), place)).collect()
}

#[cfg(test)]
mod tests;
