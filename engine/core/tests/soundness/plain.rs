//! The oracle: every marking of a workflow, one after the other, with nothing left out.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::ops::Deref;

use reglament_core::soundness::{Merge, Workflow};

/// More markings are not looked at.
const MARKINGS_MAX: usize = 120;

/// A workflow with what leads where.
pub(super) struct Plain<'a> {
    workflow: &'a Workflow,
    sources: Vec<Vec<usize>>,
    leads: Vec<BTreeSet<usize>>,
}

impl Deref for Plain<'_> {
    type Target = Workflow;

    fn deref(&self) -> &Workflow {
        self.workflow
    }
}

impl<'a> Plain<'a> {
    pub(super) fn new(workflow: &'a Workflow) -> Self {
        let all = 0..workflow.nodes.len();
        let sources = all.clone().map(|n| sources(workflow, n)).collect();
        let leads = all.map(|n| leads(workflow, n)).collect();
        Self { workflow, sources, leads }
    }
}

/// Where tokens are: on flows (`None` is the world outside), in steps that stand open with the events that can still
/// go off, and how many late ones each join still swallows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct State {
    flows: BTreeMap<(Option<usize>, usize), u32>,
    open: BTreeMap<usize, (u32, BTreeSet<usize>)>,
    late: BTreeMap<usize, u32>,
}

/// What the search saw.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a verdict of its own")]
pub(super) struct Seen {
    pub(super) deadlock: bool,
    pub(super) doubled: bool,
    pub(super) early: bool,
    pub(super) endless: bool,
    pub(super) passed: BTreeSet<usize>,
}

/// A step that was taken, where it led, and whether it was a result with something left over.
pub(super) type Move = (Option<usize>, State, bool);

impl State {
    fn is_done(&self) -> bool {
        self.flows.is_empty() && self.open.is_empty()
    }

    pub(super) fn is_doubled(&self) -> bool {
        self.flows.values().any(|n| *n > 1) || self.open.values().any(|(n, _)| *n > 1)
    }

    fn take(&mut self, from: Option<usize>, to: usize) {
        if let Some(n) = self.flows.get_mut(&(from, to)) {
            *n -= 1;
        }
        self.flows.retain(|_, n| *n > 0);
    }

    fn put(&mut self, from: usize, to: usize) {
        *self.flows.entry((Some(from), to)).or_default() += 1;
    }
}

/// The beginning: a token at the first step.
pub(super) fn begin(workflow: &Plain<'_>) -> State {
    let mut state = State::default();
    state.flows.insert((None, workflow.starts[0]), 1);
    state
}

/// All that can happen.
pub(super) fn moves(workflow: &Plain<'_>, state: &State) -> Vec<Move> {
    let mut all = Vec::new();
    for n in 0..workflow.nodes.len() {
        for begun in beginnings(workflow, state, n) {
            if workflow.nodes[n].beside.is_empty() {
                leave(workflow, n, &begun, &mut all);
            } else {
                let mut next = begun;
                let events = (0..workflow.nodes[n].beside.len()).collect();
                let open = next.open.entry(n).or_insert((0, BTreeSet::new()));
                *open = (open.0 + 1, events);
                all.push((None, next, false));
            }
        }
        let Some((_, events)) = state.open.get(&n) else { continue };
        for event in events {
            let mut next = state.clone();
            next.open.get_mut(&n).unwrap().1.remove(event);
            next.put(n, workflow.nodes[n].beside[*event]);
            all.push((None, next, false));
        }
        let mut left = state.clone();
        left.open.remove(&n);
        leave(workflow, n, &left, &mut all);
    }
    for (join, n) in &state.late {
        let waiting = state.flows.keys().filter(|(from, to)| from.is_some() && to == join);
        for (from, to) in waiting {
            let mut next = state.clone();
            next.take(*from, *to);
            if *n == 1 {
                next.late.remove(join)
            } else {
                next.late.insert(*join, n - 1)
            };
            all.push((None, next, false));
        }
    }
    all
}

fn leave(workflow: &Plain<'_>, n: usize, begun: &State, all: &mut Vec<Move>) {
    for way in &workflow.nodes[n].ways {
        let mut next = if way.ends_all { State::default() } else { begun.clone() };
        for to in &way.to {
            next.put(n, *to);
        }
        let early = workflow.nodes[n].result && !next.is_done();
        all.push((Some(n), next, early));
    }
}

/// The states in which this step has just taken what starts it.
fn beginnings(workflow: &Plain<'_>, state: &State, n: usize) -> Vec<State> {
    let sources = &workflow.sources[n];
    let here: Vec<usize> = sources
        .iter()
        .copied()
        .filter(|from| state.flows.contains_key(&(Some(*from), n)))
        .collect();
    let without = |taken: &[Option<usize>]| {
        let mut next = state.clone();
        for from in taken {
            next.take(*from, n);
        }
        next
    };
    let mut all = Vec::new();
    if state.flows.contains_key(&(None, n)) {
        all.push(without(&[None]));
    }
    let some: Vec<Option<usize>> = here.iter().copied().map(Some).collect();
    match workflow.nodes[n].merge {
        Merge::All if sources.len() > 1 => {
            if here.len() == sources.len() {
                all.push(without(&some));
            }
        }
        Merge::Possible if sources.len() > 1 => {
            let complete = here.len() == sources.len();
            if complete || (!here.is_empty() && !is_held_back(workflow, state, n)) {
                all.push(without(&some));
            }
        }
        Merge::Count(needed) if sources.len() > 1 => {
            if !state.late.contains_key(&n) {
                for bits in 0_u32..1 << here.len() {
                    if bits.count_ones() as usize == needed {
                        let chosen = (0..here.len()).filter(|i| bits >> i & 1 == 1);
                        let chosen: Vec<_> = chosen.map(|i| some[i]).collect();
                        let mut next = without(&chosen);
                        let late = u32::try_from(sources.len() - needed).unwrap();
                        if late > 0 {
                            next.late.insert(n, late);
                        }
                        all.push(next);
                    }
                }
            }
        }
        _ => all.extend(some.iter().map(|from| without(&[*from]))),
    }
    all
}

/// Whether a token elsewhere can still come to a join, not through another join that waits for this one.
fn is_held_back(workflow: &Plain<'_>, state: &State, join: usize) -> bool {
    let patient =
        |n: usize| workflow.nodes[n].merge == Merge::Possible && workflow.sources[n].len() > 1;
    let on_flows = state.flows.keys().any(|(from, at)| {
        let waits =
            from.is_some() && (*at == join || (patient(*at) && workflow.leads[join].contains(at)));
        !waits && workflow.leads[*at].contains(&join)
    });
    on_flows || state.open.keys().any(|at| workflow.leads[*at].contains(&join))
}

fn targets(workflow: &Workflow, n: usize) -> BTreeSet<usize> {
    let node = &workflow.nodes[n];
    node.ways.iter().flat_map(|way| &way.to).chain(&node.beside).copied().collect()
}

fn sources(workflow: &Workflow, n: usize) -> Vec<usize> {
    (0..workflow.nodes.len()).filter(|from| targets(workflow, *from).contains(&n)).collect()
}

/// Where one or more flows lead.
fn leads(workflow: &Workflow, from: usize) -> BTreeSet<usize> {
    let mut seen = targets(workflow, from);
    let mut size = 0;
    while size != seen.len() {
        size = seen.len();
        let more: Vec<usize> = seen.iter().flat_map(|n| targets(workflow, *n)).collect();
        seen.extend(more);
    }
    seen
}

/// Looks at every marking; nothing when there are too many.
pub(super) fn search(workflow: &Plain<'_>) -> Option<Seen> {
    let mut seen = Seen::default();
    let first = begin(workflow);
    let mut known = HashSet::from([first.clone()]);
    let mut came: HashMap<State, Vec<State>> = HashMap::new();
    let mut ends = Vec::new();
    let mut open = VecDeque::from([first]);
    while let Some(state) = open.pop_front() {
        if state.is_doubled() {
            seen.doubled = true;
            continue;
        }
        if state.is_done() {
            ends.push(state);
            continue;
        }
        let all = moves(workflow, &state);
        seen.deadlock |= all.is_empty();
        for (step, next, early) in all {
            seen.passed.extend(step);
            seen.early |= early;
            came.entry(next.clone()).or_default().push(state.clone());
            if known.insert(next.clone()) {
                open.push_back(next);
            }
        }
        if known.len() > MARKINGS_MAX {
            return None;
        }
    }
    let mut ending: HashSet<State> = ends.iter().cloned().collect();
    while let Some(state) = ends.pop() {
        let before = came.get(&state).into_iter().flatten();
        ends.extend(before.filter(|state| ending.insert((*state).clone())).cloned());
    }
    seen.endless = ending.len() < known.len();
    Some(seen)
}

/// Whether these steps, in this order, can lead to a marking like this, or already the first of them.
pub(super) fn leads_to(
    workflow: &Plain<'_>,
    path: &[usize],
    like: impl Fn(&State) -> bool,
) -> bool {
    let mut now = silent(workflow, HashSet::from([begin(workflow)]));
    for step in path {
        if now.iter().any(&like) {
            return true;
        }
        let next = now.iter().filter(|state| !state.is_doubled());
        let next = next.flat_map(|state| moves(workflow, state));
        let next = next.filter(|(by, _, _)| *by == Some(*step)).map(|(_, next, _)| next).collect();
        now = silent(workflow, next);
    }
    now.iter().any(like)
}

/// With everything that happens without passing a step.
fn silent(workflow: &Plain<'_>, mut all: HashSet<State>) -> HashSet<State> {
    let mut open: Vec<State> = all.iter().cloned().collect();
    while let Some(state) = open.pop() {
        if state.is_doubled() {
            continue;
        }
        let next = moves(workflow, &state).into_iter().filter(|(by, _, _)| by.is_none());
        open.extend(next.map(|(_, next, _)| next).filter(|next| all.insert(next.clone())));
    }
    all
}

/// Whether nothing can happen although something waits.
pub(super) fn is_stuck(workflow: &Plain<'_>, state: &State) -> bool {
    !state.is_done() && moves(workflow, state).is_empty()
}
