//! Whom a message reaches: the people of the organisation who work the case there and then.

use std::collections::BTreeMap;

use jiff::Timestamp;
use reglament_core::ids::{GroupId, OfficeId, PersonId};
use reglament_store::Person;

use crate::organization::Roster;

/// The people of a group who see cases of this office, each once.
pub(super) fn of_group<'r>(
    roster: &'r Roster,
    group: &GroupId,
    office: Option<&OfficeId>,
    at: Timestamp,
) -> Vec<&'r Person> {
    let here = roster.data().people.iter().filter(|person| {
        person.active && person.groups.contains(group) && roster.sees(person, office)
    });
    there(roster, here, Some(group), at)
}

/// These people as they are reached at this moment, each once: in place of who is away comes their
/// substitute, if the substitution holds for the group.
pub(super) fn there<'r>(
    roster: &'r Roster,
    people: impl IntoIterator<Item = &'r Person>,
    group: Option<&GroupId>,
    at: Timestamp,
) -> Vec<&'r Person> {
    let reached = people.into_iter().map(|it| substitute(roster, it, group, at).unwrap_or(it));
    let reached: BTreeMap<&PersonId, &Person> = reached.map(|it| (&it.person, it)).collect();
    reached.into_values().collect()
}

/// Who stands in for somebody who is away; none when they are there, or nobody does.
fn substitute<'r>(
    roster: &'r Roster,
    person: &Person,
    group: Option<&GroupId>,
    at: Timestamp,
) -> Option<&'r Person> {
    let absence = roster.absence(&person.person, at)?;
    let is_in = |scope: &std::collections::BTreeSet<GroupId>| {
        group.is_none_or(|group| scope.contains(group))
    };
    let holds = absence.groups.as_ref().is_none_or(is_in);
    let substitute = absence.substitute.as_ref().filter(|_| holds)?;
    roster.person(substitute).filter(|it| it.active)
}
