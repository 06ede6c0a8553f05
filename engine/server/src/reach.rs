//! Whose tasks somebody sees where their role shows them those of all groups.

use std::collections::BTreeMap;

use reglament_core::catalogue::Catalogue;
use reglament_core::command::{Actor, Offices};
use reglament_core::ids::GroupId;

/// The groups of all maps within the offices of the actor; none for who is bound to no office and sees
/// every task.
pub fn of_all(catalogue: &Catalogue, actor: &Actor) -> Option<BTreeMap<GroupId, Offices>> {
    let Offices::Only(_) = actor.offices() else { return None };
    let units = catalogue.all().flat_map(|process| process.definition.units.values());
    Some(units.map(|unit| (unit.group.clone(), actor.offices())).collect())
}
