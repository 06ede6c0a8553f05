//! What must hold of a person, an office, a group, a program and an absence before it is stored.

use jiff::{SignedDuration, Timestamp};
use reglament_core::command::Role;
use reglament_core::ids::{OfficeId, PersonId};
use reglament_core::text::Texts;
use reglament_store::{Absence, Group, Office, Person, Program};

use super::Roster;
use super::fault::{Fault, Faults};

/// Names among the data are at most this long.
const NAME_MAX: usize = 64;
/// Words that people read are at most this long.
const WORDS_MAX: usize = 200;
/// Who says «from now» says it a little before it is stored.
const NOW_GRACE: SignedDuration = SignedDuration::from_mins(10);

/// What is checked, or what is wrong with it.
pub type Checked = Result<(), Vec<Fault>>;

/// Whether a thing may have this name: Latin letters, digits, dots, dashes and underscores.
pub fn is_name(text: &str) -> bool {
    let letters = |letter: u8| letter.is_ascii_alphanumeric() || b"._-@".contains(&letter);
    !text.is_empty() && text.len() <= NAME_MAX && text.bytes().all(letters)
}

/// A person.
pub fn person(roster: &Roster, person: &Person) -> Checked {
    let mut faults = Faults::default();
    faults.demand(is_name(person.person.as_str()), "person", "organization-name-form", "");
    faults.demand(is_words(&person.name), "name", "organization-words", WORDS_MAX);
    let email = person.email.as_deref().unwrap_or("a@b");
    let is_email =
        email.split_once('@').is_some_and(|(who, host)| !who.is_empty() && !host.is_empty());
    let is_email = is_email && email.len() <= WORDS_MAX && !email.contains(char::is_whitespace);
    faults.demand(is_email, "email", "organization-email", email);
    for group in &person.groups {
        faults.demand(roster.group(group).is_some(), "groups", "organization-no-group", group);
    }
    if let Some(office) = &person.office {
        let known = roster.data().offices.iter().any(|known| known.office == *office);
        faults.demand(known, "office", "organization-no-office", office);
    }
    let programs = [Role::Worker];
    for role in programs.iter().filter(|role| person.roles.contains(role)) {
        faults.demand(false, "roles", "organization-role-of-program", role.as_str());
    }
    if let Some(identity) = &person.identity {
        let taken = roster.data().people.iter().any(|other| {
            other.person != person.person && other.identity.as_ref() == Some(identity)
        });
        faults.demand(!taken, "identity", "organization-identity-taken", identity);
    }
    let some_stay = is_administrator(person) || !is_last_administrator(roster, &person.person);
    faults.demand(some_stay, "roles", "organization-last-administrator", &person.name);
    faults.end()
}

fn is_administrator(person: &Person) -> bool {
    person.active && person.roles.contains(&Role::Administrator)
}

fn is_last_administrator(roster: &Roster, id: &PersonId) -> bool {
    let mut all = roster.data().people.iter().filter(|person| is_administrator(person));
    all.all(|person| person.person == *id) && roster.person(id).is_some_and(is_administrator)
}

/// An office.
pub fn office(roster: &Roster, office: &Office) -> Checked {
    let mut faults = Faults::default();
    faults.demand(is_name(office.office.as_str()), "office", "organization-name-form", "");
    titles(&mut faults, &office.titles);
    head(&mut faults, roster, office.head.as_ref());
    if let Some(parent) = &office.parent {
        let known = roster.data().offices.iter().any(|known| known.office == *parent);
        faults.demand(known, "parent", "organization-no-office", parent);
        let circle = *parent == office.office
            || roster.line(parent).iter().any(|above| above.office == office.office);
        faults.demand(!circle, "parent", "organization-circle", parent);
    }
    let others = || roster.data().offices.iter().filter(|other| other.office != office.office);
    for code in &office.territories {
        let form = is_name(code.as_str());
        faults.demand(form, "territories", "organization-territory-form", code);
        let taken = others()
            .find(|other| other.active && office.active && other.territories.contains(code));
        let by = taken.map(|taken| format!("{code}: {}", taken.office)).unwrap_or_default();
        faults.demand(taken.is_none(), "territories", "organization-territory-taken", by);
        let is_office = others().any(|other| other.office == *code);
        faults.demand(!is_office, "territories", "organization-territory-is-office", code);
    }
    faults.end()
}

/// A group.
pub fn group(roster: &Roster, group: &Group) -> Checked {
    let mut faults = Faults::default();
    faults.demand(is_name(group.group.as_str()), "group", "organization-name-form", "");
    titles(&mut faults, &group.titles);
    head(&mut faults, roster, group.head.as_ref());
    faults.end()
}

/// A program: it has no role that only people can have.
pub fn program(program: &Program) -> Checked {
    let mut faults = Faults::default();
    faults.demand(is_name(&program.program), "program", "organization-name-form", "");
    faults.demand(!program.roles.is_empty(), "roles", "organization-no-role", "");
    for role in [Role::Officer, Role::Administrator] {
        let has = program.roles.contains(&role);
        faults.demand(!has, "roles", "organization-role-of-person", role.as_str());
    }
    faults.end()
}

fn is_words(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= WORDS_MAX
}

fn titles(faults: &mut Faults, titles: &Texts) {
    for (field, text) in [("ru", &titles.ru), ("kk", &titles.kk), ("en", &titles.en)] {
        faults.demand(is_words(text), field, "organization-words", WORDS_MAX);
    }
}

fn head(faults: &mut Faults, roster: &Roster, head: Option<&PersonId>) {
    let Some(head) = head else { return };
    let active = roster.person(head).is_some_and(|person| person.active);
    faults.demand(active, "head", "organization-no-person", head);
}

/// An absence that is set at this moment. A substitute who could never act is refused, with the reason.
pub fn absence(roster: &Roster, absence: &Absence, now: Timestamp) -> Checked {
    let mut faults = Faults::default();
    let Some(person) = roster.person(&absence.person).filter(|person| person.active) else {
        return Err(vec![Fault::new("person", "organization-no-person", &absence.person)]);
    };
    faults.demand(absence.from >= now - NOW_GRACE, "from", "absence-past", "");
    let ends_after = absence.until.is_none_or(|until| until > absence.from && until > now);
    faults.demand(ends_after, "until", "absence-ends-first", "");
    let words = absence.reason.chars().count() <= WORDS_MAX;
    faults.demand(words, "reason", "organization-words", WORDS_MAX);
    let overlaps = roster.data().absences.iter().any(|other| {
        other.person == absence.person
            && other.absence != absence.absence
            && overlap(other, absence)
    });
    faults.demand(!overlaps, "from", "absence-overlaps", &person.name);
    for group in absence.groups.iter().flatten() {
        faults.demand(person.groups.contains(group), "groups", "absence-scope", group);
    }
    if let Some(substitute) = &absence.substitute {
        stands_in(&mut faults, roster, absence, person, substitute);
    }
    faults.end()
}

/// Whether the substitute could ever act for this person.
fn stands_in(
    faults: &mut Faults,
    roster: &Roster,
    absence: &Absence,
    person: &Person,
    id: &PersonId,
) {
    const FIELD: &str = "substitute";
    let Some(substitute) = roster.person(id).filter(|substitute| substitute.active) else {
        faults.demand(false, FIELD, "absence-substitute-closed", id);
        return;
    };
    let name = &substitute.name;
    faults.demand(*id != absence.person, FIELD, "absence-substitute-self", name);
    let works = |person: &Person| {
        person.roles.contains(&Role::Officer) || person.roles.contains(&Role::Supervisor)
    };
    faults.demand(works(substitute) || !works(person), FIELD, "absence-substitute-role", name);
    faults.demand(is_near(roster, person, substitute), FIELD, "absence-substitute-office", name);
    let away =
        roster.data().absences.iter().any(|other| {
            other.person == *id && other.from <= absence.from && covers(other, absence)
        });
    faults.demand(!away, FIELD, "absence-substitute-away", name);
}

/// Whether the offices of both lie in one line: the same office, one above or one below.
fn is_near(roster: &Roster, person: &Person, substitute: &Person) -> bool {
    let (Some(one), Some(other)) = (&person.office, &substitute.office) else { return true };
    let above =
        |one, other: &OfficeId| roster.line(one).iter().any(|office| office.office == *other);
    one == other || above(one, other) || above(other, one)
}

fn overlap(one: &Absence, other: &Absence) -> bool {
    let begins_before =
        |one: &Absence, other: &Absence| other.end().is_none_or(|end| one.from < end);
    begins_before(one, other) && begins_before(other, one)
}

/// Whether the end of the one is not before that of the other.
fn covers(one: &Absence, other: &Absence) -> bool {
    match (one.end(), other.end()) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(one), Some(other)) => one >= other,
    }
}
