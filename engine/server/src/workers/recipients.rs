//! Whom a message to a group reaches: the people of the organisation who work the case there and then.

use std::collections::BTreeMap;

use jiff::Timestamp;
use reglament_core::ids::{GroupId, OfficeId, PersonId};
use reglament_store::Person;

use crate::organization::Roster;

/// The people of a group who see cases of this office, each once. Who is away is not reached: their
/// substitute is, if the substitution holds for the group.
pub(super) fn of_group<'r>(
    roster: &'r Roster,
    group: &GroupId,
    office: Option<&OfficeId>,
    at: Timestamp,
) -> Vec<&'r Person> {
    let here = roster.data().people.iter().filter(|person| {
        person.active && person.groups.contains(group) && roster.sees(person, office)
    });
    let reached = here.map(|person| substitute(roster, person, group, at).unwrap_or(person));
    let reached: BTreeMap<&PersonId, &Person> = reached.map(|it| (&it.person, it)).collect();
    reached.into_values().collect()
}

/// Who stands in for somebody who is away; none when they are there, or nobody does.
fn substitute<'r>(
    roster: &'r Roster,
    person: &Person,
    group: &GroupId,
    at: Timestamp,
) -> Option<&'r Person> {
    let absence = roster.absence(&person.person, at)?;
    let holds = absence.groups.as_ref().is_none_or(|groups| groups.contains(group));
    let substitute = absence.substitute.as_ref().filter(|_| holds)?;
    roster.person(substitute).filter(|it| it.active)
}
