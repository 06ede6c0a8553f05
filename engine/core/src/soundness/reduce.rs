//! Fewer markings, the same faults: a place whose tokens go on at once is left out.
//!
//! A place may go when everything that takes from it takes nothing else and asks for nothing else: a
//! token there is never stuck, and nothing that happens meanwhile can change where it may go. What put
//! the token there then does the next thing in one go, once for each choice. A marking with a token
//! there always leads to one without; two tokens there lead to two in the same place behind it; and
//! joins that wait for what is possible are held back by the place only as long as by what its token
//! may choose. What ends the run or a path of it stays a thing of its own: until then others go on,
//! and two tokens that would meet there must be seen.

use std::collections::{BTreeMap, BTreeSet};

use super::net::{Net, Place, PlaceKind, Transition};

/// Paths of more steps in one transition would cost more than the markings they save.
const STEPS_MAX: usize = 64;

/// Leaves out what can be left out.
pub(super) fn reduce(net: &mut Net) {
    leave_out(net, false);
}

/// Leaves out only the flows into steps that one flow enters and one leaves.
pub(super) fn contract(net: &mut Net) {
    leave_out(net, true);
}

fn leave_out(net: &mut Net, chains_only: bool) {
    let mut index = Index::new(net, chains_only);
    let mut open: Vec<Place> = index.passages.iter().rev().copied().collect();
    while let Some(place) = open.pop() {
        if index.may_go(place) {
            open.extend(index.leave_out(place));
        }
    }
    net.transitions = index.all.into_values().collect();
}

/// The transitions by number, and by the places they take from and give to.
struct Index {
    all: BTreeMap<usize, Transition>,
    next: usize,
    takers: BTreeMap<Place, BTreeSet<usize>>,
    givers: BTreeMap<Place, BTreeSet<usize>>,
    /// The places that may go: no run begins there, and what is taken there is a token on its way.
    passages: BTreeSet<Place>,
    chains_only: bool,
}

impl Index {
    fn new(net: &mut Net, chains_only: bool) -> Self {
        let places = net.places.iter().zip(0..);
        let moves =
            |kind: &PlaceKind| matches!(kind, PlaceKind::Flow { .. } | PlaceKind::Direct { .. });
        let mut passages: BTreeSet<Place> =
            places.filter(|(kind, _)| moves(kind)).map(|(_, place)| place).collect();
        for start in net.starts.iter().flatten() {
            passages.remove(start);
        }
        let mut index = Self {
            all: BTreeMap::new(),
            next: 0,
            takers: BTreeMap::new(),
            givers: BTreeMap::new(),
            passages,
            chains_only,
        };
        for transition in std::mem::take(&mut net.transitions) {
            index.add(transition);
        }
        index
    }

    fn add(&mut self, transition: Transition) {
        for place in &transition.takes {
            self.takers.entry(*place).or_default().insert(self.next);
        }
        for place in &transition.gives {
            self.givers.entry(*place).or_default().insert(self.next);
        }
        self.all.insert(self.next, transition);
        self.next += 1;
    }

    fn remove(&mut self, number: usize) -> Option<Transition> {
        let transition = self.all.remove(&number)?;
        for place in &transition.takes {
            self.takers.entry(*place).or_default().remove(&number);
        }
        for place in &transition.gives {
            self.givers.entry(*place).or_default().remove(&number);
        }
        Some(transition)
    }

    fn of(&self, by: &BTreeMap<Place, BTreeSet<usize>>, place: Place) -> Vec<&Transition> {
        by.get(&place).into_iter().flatten().filter_map(|number| self.all.get(number)).collect()
    }

    fn may_go(&self, place: Place) -> bool {
        let takers = self.of(&self.takers, place);
        let givers = self.of(&self.givers, place);
        let (ways, sources) = (takers.len(), givers.len());
        let few = ways == 1 || ways.saturating_mul(sources) <= ways + sources;
        let longest = |of: &[&Transition]| of.iter().map(|it| it.steps.len()).max().unwrap_or(0);
        let once = |giver: &&Transition| giver.gives.iter().filter(|to| **to == place).count() == 1;
        few && ways > 0
            && takers.iter().all(|taker| taker.is_plain() && !taker.gives.contains(&place))
            && givers.iter().all(once)
            && !takers.iter().any(|taker| taker.ends_all || taker.result)
            && takers.iter().any(|taker| !taker.gives.is_empty())
            && (!self.chains_only || self.is_chain(&takers))
            && longest(&takers) + longest(&givers) <= STEPS_MAX
    }

    /// Whether a token only passes from one flow to another that nothing else leads to.
    fn is_chain(&self, takers: &[&Transition]) -> bool {
        let [taker] = takers else { return false };
        let [to] = taker.gives.as_slice() else { return false };
        self.of(&self.givers, *to).len() == 1
    }

    /// Leaves a place out; what may now go as well.
    fn leave_out(&mut self, place: Place) -> Vec<Place> {
        let of = |by: &BTreeMap<Place, BTreeSet<usize>>| {
            by.get(&place).into_iter().flatten().copied().collect::<Vec<usize>>()
        };
        let (takers, givers) = (of(&self.takers), of(&self.givers));
        let takers: Vec<_> = takers.into_iter().filter_map(|number| self.remove(number)).collect();
        let givers: Vec<_> = givers.into_iter().filter_map(|number| self.remove(number)).collect();
        let mut touched: BTreeSet<Place> =
            takers.iter().flat_map(|taker| &taker.gives).copied().collect();
        for giver in &givers {
            for taker in &takers {
                let one = in_one_go(giver, taker, place);
                touched.extend(one.takes.iter().copied());
                self.add(one);
            }
        }
        touched.into_iter().filter(|place| self.passages.contains(place)).collect()
    }
}

fn in_one_go(giver: &Transition, taker: &Transition, place: Place) -> Transition {
    let mut both = giver.clone();
    both.gives.retain(|to| *to != place);
    both.gives.extend(&taker.gives);
    both.steps.extend(&taker.steps);
    both.ends_all |= taker.ends_all;
    both.result |= taker.result;
    both
}
