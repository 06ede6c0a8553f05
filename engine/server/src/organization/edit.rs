//! The changes that administrators, heads and people make, each with its right and its rules.

use std::collections::BTreeSet;

use jiff::Timestamp;
use reglament_core::access::{Action, check};
use reglament_core::ids::PersonId;
use reglament_store::{Absence, Change, Group, Holder, Office, Person, Program, Token};

use super::Roster;
use super::checks;
use super::fault::Fault;
use super::keep::{KeepError, Keeper, Kept};

type Edited = Result<Kept, KeepError>;

/// Refuses who may not keep the organisation.
pub fn administrator(by: &Keeper) -> Result<(), KeepError> {
    match by {
        Keeper::CommandLine => Ok(()),
        Keeper::Actor(actor) => {
            check(actor, &Action::KeepOrganization).map_err(|_| KeepError::Forbidden)
        }
    }
}

fn one(change: Change, detail: String) -> Kept {
    Kept { changes: vec![change], detail }
}

fn fresh(is_new: bool, known: bool, field: &'static str, name: &str) -> Result<(), KeepError> {
    match (is_new, known) {
        (true, true) => Err(vec![Fault::new(field, "organization-known", &name)].into()),
        (false, false) => Err(KeepError::NotFound),
        _ => Ok(()),
    }
}

/// Adds or changes a person; a new password ends their sessions.
pub fn person(roster: &Roster, by: &Keeper, person: Person, is_new: bool) -> Edited {
    administrator(by)?;
    let known = roster.person(&person.person);
    fresh(is_new, known.is_some(), "person", person.person.as_str())?;
    checks::person(roster, &person)?;
    let detail = format!("person {}", person.person);
    let changed = known.is_some_and(|known| known.password_hash != person.password_hash);
    let end = Change::EndSessions(person.person.clone(), None);
    let mut kept = one(Change::Person(person), detail);
    kept.changes.extend(changed.then_some(end));
    Ok(kept)
}

/// Adds or changes an office.
pub fn office(roster: &Roster, by: &Keeper, office: Office, is_new: bool) -> Edited {
    administrator(by)?;
    let known = roster.data().offices.iter().any(|known| known.office == office.office);
    fresh(is_new, known, "office", office.office.as_str())?;
    checks::office(roster, &office)?;
    let detail = format!("office {}", office.office);
    Ok(one(Change::Office(office), detail))
}

/// Adds or changes a group.
pub fn group(roster: &Roster, by: &Keeper, group: Group, is_new: bool) -> Edited {
    administrator(by)?;
    fresh(is_new, roster.group(&group.group).is_some(), "group", group.group.as_str())?;
    checks::group(roster, &group)?;
    let detail = format!("group {}", group.group);
    Ok(one(Change::Group(group), detail))
}

/// Adds or changes a program.
pub fn program(roster: &Roster, by: &Keeper, program: Program, is_new: bool) -> Edited {
    administrator(by)?;
    fresh(is_new, roster.program(&program.program).is_some(), "program", &program.program)?;
    checks::program(&program)?;
    let detail = format!("program {}", program.program);
    Ok(one(Change::Program(program), detail))
}

/// Sets an absence: one's own, that of one's people, any by an administrator.
pub fn absence(roster: &Roster, by: &Keeper, absence: Absence, now: Timestamp) -> Edited {
    may_keep_absence(roster, by, &absence.person)?;
    checks::absence(roster, &absence, now)?;
    let detail = format!("absence {} of {}", absence.absence, absence.person);
    Ok(one(Change::Absence(absence), detail))
}

/// Ends an absence now; one that has not begun never holds.
pub fn cancel_absence(roster: &Roster, by: &Keeper, id: &str, now: Timestamp) -> Edited {
    let known = roster.data().absences.iter().find(|absence| absence.absence == id);
    let known = known.filter(|absence| absence.end().is_none_or(|end| end > now));
    let absence = known.ok_or(KeepError::NotFound)?;
    may_keep_absence(roster, by, &absence.person)?;
    let detail = format!("absence {id} of {} cancelled", absence.person);
    let (cancelled_by, cancelled_at) = (Some(by.name()), Some(now));
    let cancelled = Absence { cancelled_by, cancelled_at, ..absence.clone() };
    Ok(one(Change::Absence(cancelled), detail))
}

fn may_keep_absence(roster: &Roster, by: &Keeper, of: &PersonId) -> Result<(), KeepError> {
    let Keeper::Actor(actor) = by else { return Ok(()) };
    let person = roster.person(of).ok_or(KeepError::NotFound)?;
    let groups = match actor.person() {
        Some(head) if roster.is_head_of(head, person) => person.groups.clone(),
        _ => BTreeSet::new(),
    };
    check(actor, &Action::KeepAbsence(of, &groups)).map_err(|_| KeepError::Forbidden)
}

/// Adds a token, or revokes it: one's own, or a program's by an administrator.
pub fn token(roster: &Roster, by: &Keeper, token: Token) -> Edited {
    may_keep_tokens(by, &token.holder)?;
    let known = match &token.holder {
        Holder::Person(person) => roster.person(person).is_some(),
        Holder::Program(program) => roster.program(program).is_some(),
    };
    if !known {
        return Err(KeepError::NotFound);
    }
    let is_named = !token.name.trim().is_empty() && token.name.chars().count() <= 64;
    if !is_named {
        return Err(vec![Fault::new("token", "token-name-form", &64)].into());
    }
    let what = if token.revoked_at.is_some() { "revoked" } else { "added" };
    let holder = match &token.holder {
        Holder::Person(person) => format!("person {person}"),
        Holder::Program(program) => format!("program {program}"),
    };
    let detail = format!("token {} of {holder} {what}", token.prefix);
    Ok(one(Change::Token(token), detail))
}

/// Whether somebody may see and keep the tokens of this holder.
pub fn may_keep_tokens(by: &Keeper, holder: &Holder) -> Result<(), KeepError> {
    match (by, holder) {
        // A token makes no further tokens: what was stolen cannot outlive its revocation.
        (Keeper::Actor(actor), Holder::Person(person))
            if actor.person() == Some(person)
                && actor.credential().is_none_or(|credential| credential.scopes.is_none()) =>
        {
            Ok(())
        }
        _ => administrator(by),
    }
}
