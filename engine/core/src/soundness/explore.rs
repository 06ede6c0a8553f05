//! The markings that a net can come to, by the fewest choices.

use std::collections::BTreeMap;

use indexmap::IndexSet;

use super::TooLarge;
use super::net::{Net, Place, Transition};

/// More markings are not looked at.
const MARKINGS_MAX: usize = 100_000;
/// Nor more tokens in all of them together: a marking may be as large as a map.
const TOKENS_MAX: usize = 4_000_000;

/// The places that have a token, in order; one with two stands twice.
pub(super) type Marking = Box<[Place]>;

/// The markings that were found.
#[derive(Debug, Default)]
pub(super) struct Space {
    /// They, in the order of their distance from the start.
    pub(super) markings: IndexSet<Marking>,
    /// How each was reached first: from which, by which transition.
    pub(super) came: Vec<Option<(usize, usize)>>,
    /// From which one comes to which, by which transition.
    pub(super) moves: Vec<(usize, usize, usize)>,
    /// Where nothing goes on although something waits.
    pub(super) stuck: Vec<usize>,
    /// Where nothing is left to do.
    pub(super) done: Vec<usize>,
    /// Where a place has two tokens; nothing behind it is looked at.
    pub(super) doubled: Vec<(usize, Place)>,
    /// Where a result was reached and something still runs.
    pub(super) early: Vec<usize>,
}

/// Finds the markings.
pub(super) fn explore(net: &Net) -> Result<Space, TooLarge> {
    let mut search = Search { net, takers: by_place(net), space: Space::default(), tokens: 0 };
    for start in &net.starts {
        search.reach(start.clone().into(), None)?;
    }
    let mut looked_at = 0;
    while looked_at < search.space.markings.len() {
        search.leave(looked_at)?;
        looked_at += 1;
    }
    Ok(search.space)
}

/// The transitions that take from each place.
fn by_place(net: &Net) -> BTreeMap<Place, Vec<usize>> {
    let mut all: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
    for (number, transition) in net.transitions.iter().enumerate() {
        for place in &transition.takes {
            all.entry(*place).or_default().push(number);
        }
    }
    all
}

struct Search<'a> {
    net: &'a Net,
    takers: BTreeMap<Place, Vec<usize>>,
    space: Space,
    tokens: usize,
}

impl Search<'_> {
    /// Notes a marking; its number.
    fn reach(&mut self, marking: Marking, came: Option<(usize, usize)>) -> Result<usize, TooLarge> {
        let size = marking.len();
        let (number, is_new) = self.space.markings.insert_full(marking);
        if is_new {
            self.tokens += size;
            self.space.came.push(came);
        }
        let fits = number < MARKINGS_MAX && self.tokens <= TOKENS_MAX;
        fits.then_some(number).ok_or(TooLarge)
    }

    /// Everything that can happen in a marking.
    fn leave(&mut self, number: usize) -> Result<(), TooLarge> {
        let Some(marking) = self.space.markings.get_index(number).cloned() else { return Ok(()) };
        if let Some(place) = self.doubled(&marking) {
            self.space.doubled.push((number, place));
            return Ok(());
        }
        if !marking.iter().any(|place| self.is_busy(*place)) {
            self.space.done.push(number);
            return Ok(());
        }
        let mut goes_on = false;
        for taker in self.enabled(&marking) {
            let transition = &self.net.transitions[taker];
            goes_on |= transition.takes.iter().any(|place| self.is_busy(*place));
            let next = fire(transition, &marking);
            let is_early = transition.result && next.iter().any(|place| self.is_busy(*place));
            let reached = self.reach(next.into(), Some((number, taker)))?;
            self.space.moves.push((number, reached, taker));
            if is_early {
                self.space.early.push(self.space.moves.len() - 1);
            }
        }
        if !goes_on {
            self.space.stuck.push(number);
        }
        Ok(())
    }

    fn is_busy(&self, place: Place) -> bool {
        self.net.places[place as usize].is_busy()
    }

    fn doubled(&self, marking: &Marking) -> Option<Place> {
        let twice = marking.windows(2).find(|two| two[0] == two[1] && self.is_busy(two[0]));
        twice.map(|two| two[0])
    }

    fn enabled(&self, marking: &Marking) -> Vec<usize> {
        let takers = marking.iter().filter_map(|place| self.takers.get(place)).flatten();
        let mut can: Vec<usize> =
            takers.copied().filter(|n| can_happen(&self.net.transitions[*n], marking)).collect();
        can.sort_unstable();
        can.dedup();
        can
    }
}

fn can_happen(transition: &Transition, marking: &Marking) -> bool {
    let has = |place: &Place| marking.binary_search(place).is_ok();
    let mut takes = transition.takes.iter();
    let ready = match &transition.held_by {
        None => takes.all(has),
        Some(held_by) => takes.all(has) || !held_by.iter().any(has),
    };
    ready && !transition.unless.as_ref().is_some_and(has)
}

fn fire(transition: &Transition, marking: &Marking) -> Vec<Place> {
    if transition.ends_all {
        return Vec::new();
    }
    let mut next = marking.to_vec();
    for place in &transition.takes {
        if let Ok(at) = next.binary_search(place) {
            next.remove(at);
        }
    }
    next.retain(|place| !transition.clears.contains(place));
    next.extend(&transition.gives);
    next.sort_unstable();
    next
}
