//! The officers of the demonstration: quick ones and slow ones, holidays, and weeks with too much work.

use std::collections::BTreeMap;

use fastrand::Rng;
use jiff::civil::Date;
use jiff::{ToSpan, Zoned};
use reglament_core::command::Actor;
use reglament_core::ids::{GroupId, PersonId};
use reglament_store::Person;

use crate::organization::Roster;

/// Everybody is away this often, for so many days.
const HOLIDAYS: [(usize, i32); 2] = [(1, 14), (2, 3)];
/// In this share of the weeks a group has too much to do, in per cent.
const BUSY_WEEKS_PERCENT: u32 = 16;

/// Who works here.
#[derive(Clone, Debug, Default)]
pub(super) struct Staff {
    officers: BTreeMap<PersonId, Officer>,
    load: BTreeMap<(GroupId, i64), f64>,
    from: Date,
}

/// An officer.
#[derive(Clone, Debug)]
struct Officer {
    person: Person,
    actor: Actor,
    /// How long work takes them, where 1 is usual.
    pace: f64,
    away: Vec<(Date, Date)>,
}

impl Staff {
    /// The people of the units who work at this moment, for so many days.
    pub(super) fn of(roster: &Roster, now: &Zoned, days: i32, rng: &mut Rng) -> Self {
        let from = now.date();
        let mut staff = Self { from, ..Self::default() };
        for person in roster.data().people.iter().filter(|it| !it.groups.is_empty()) {
            let Some(actor) = roster.actor(&person.person, now.timestamp()) else { continue };
            let pace = 0.6 + 1.1 * rng.f64() * rng.f64() + 0.4 * rng.f64();
            let away = holidays(from, days, rng);
            let officer = Officer { person: person.clone(), actor, pace, away };
            staff.officers.insert(person.person.clone(), officer);
            for group in &person.groups {
                for week in 0..=i64::from(days) / 7 {
                    let load = load(rng);
                    staff.load.entry((group.clone(), week)).or_insert(load);
                }
            }
        }
        staff
    }

    /// The people of a group, those who are there on this day first, each time in another order.
    pub(super) fn of_group(&self, group: &GroupId, on: Date, rng: &mut Rng) -> Vec<&Person> {
        let all = self.officers.values().filter(|it| it.person.groups.contains(group));
        let (mut there, mut away): (Vec<&Officer>, Vec<&Officer>) =
            all.partition(|it| !it.is_away(on));
        rng.shuffle(&mut there);
        rng.shuffle(&mut away);
        there.into_iter().chain(away).map(|it| &it.person).collect()
    }

    /// The person as an actor of commands, with their offices.
    pub(super) fn actor(&self, person: &PersonId) -> Option<Actor> {
        self.officers.get(person).map(|officer| officer.actor.clone())
    }

    /// Everybody.
    pub(super) fn people(&self) -> impl Iterator<Item = &Person> {
        self.officers.values().map(|officer| &officer.person)
    }

    /// How much slower than usual this group is in the week of this day.
    pub(super) fn load(&self, group: &GroupId, on: Date) -> f64 {
        let days = self.from.until(on).map_or(0, |span| i64::from(span.get_days()));
        self.load.get(&(group.clone(), days / 7)).copied().unwrap_or(1.0)
    }

    /// How long work takes this person, where 1 is usual.
    pub(super) fn pace(&self, person: &PersonId) -> f64 {
        self.officers.get(person).map_or(1.0, |officer| officer.pace)
    }
}

impl Officer {
    fn is_away(&self, on: Date) -> bool {
        self.away.iter().any(|(from, until)| (*from..=*until).contains(&on))
    }
}

fn load(rng: &mut Rng) -> f64 {
    if rng.u32(..100) < BUSY_WEEKS_PERCENT { 1.8 + 1.6 * rng.f64() } else { 0.7 + 0.5 * rng.f64() }
}

fn holidays(from: Date, days: i32, rng: &mut Rng) -> Vec<(Date, Date)> {
    let mut away = Vec::new();
    for (times, length) in HOLIDAYS {
        for _ in 0..times {
            let start = from.saturating_add(rng.i32(0..days.max(1)).days());
            away.push((start, start.saturating_add((length - 1).days())));
        }
    }
    away
}
