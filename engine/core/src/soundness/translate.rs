//! From a workflow to its net.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;

use super::TooLarge;
use super::net::{Net, Place, PlaceKind, Transition};
use super::workflow::{Flows, Merge, Node, Way, Workflow, before};

/// A net of more transitions is not looked at.
const TRANSITIONS_MAX: usize = 20_000;

/// A workflow of more steps is not looked at.
const STEPS_MAX: usize = 5_000;

/// The net of a workflow.
pub(super) fn net(workflow: &Workflow) -> Result<Net, TooLarge> {
    if workflow.nodes.len() > STEPS_MAX {
        return Err(TooLarge);
    }
    let mut all = Translation::new(workflow);
    for (n, node) in workflow.nodes.iter().enumerate() {
        all.step(n, node)?;
    }
    for (n, &to) in workflow.anytime.iter().enumerate() {
        all.event_at_any_time(n, to);
    }
    let armed: Vec<Place> = all.anytime.clone();
    for &start in &workflow.starts {
        let begin = all.place(PlaceKind::Direct { from: None, to: start });
        let mut marking = armed.clone();
        marking.push(begin);
        marking.sort_unstable();
        all.net.starts.push(marking);
    }
    Ok(all.net)
}

struct Translation<'a> {
    workflow: &'a Workflow,
    flows: Flows,
    /// The joins that wait for what is possible, each with the steps before it.
    patient: BTreeMap<usize, BTreeSet<usize>>,
    numbers: BTreeMap<PlaceKind, Place>,
    /// The places whose tokens start a step whatever it joins.
    direct: BTreeMap<usize, Vec<Place>>,
    anytime: Vec<Place>,
    net: Net,
}

impl<'a> Translation<'a> {
    fn new(workflow: &'a Workflow) -> Self {
        let flows = workflow.flows();
        let nodes = workflow.nodes.iter().enumerate();
        let several = |n| flows.neighbors_directed(n, Direction::Incoming).nth(1).is_some();
        let patient = nodes.filter(|(n, node)| node.merge == Merge::Possible && several(*n));
        let patient = patient.map(|(n, _)| (n, before(&flows, n))).collect();
        let mut all = Self {
            workflow,
            flows,
            patient,
            numbers: BTreeMap::new(),
            direct: BTreeMap::new(),
            anytime: Vec::new(),
            net: Net::default(),
        };
        all.places();
        all
    }

    /// Every place that holds tokens of steps: known before the joins ask what holds them back.
    fn places(&mut self) {
        let edges: Vec<_> = self.flows.all_edges().map(|(from, to, ())| (from, to)).collect();
        for (from, to) in edges {
            self.place(PlaceKind::Flow { from, to });
        }
        for (from, node) in self.workflow.nodes.iter().enumerate() {
            for to in node.ways.iter().filter(|way| way.back).flat_map(|way| &way.to) {
                self.place(PlaceKind::Direct { from: Some(from), to: *to });
            }
            if !node.beside.is_empty() {
                self.place(PlaceKind::Open(from));
            }
        }
        for &to in self.workflow.starts.iter().chain(&self.workflow.anytime) {
            self.place(PlaceKind::Direct { from: None, to });
        }
    }

    fn place(&mut self, kind: PlaceKind) -> Place {
        let next = Place::try_from(self.net.places.len()).unwrap_or(Place::MAX);
        let number = *self.numbers.entry(kind).or_insert(next);
        if number == next {
            self.net.places.push(kind);
            if let PlaceKind::Direct { to, .. } = kind {
                self.direct.entry(to).or_default().push(number);
            }
        }
        number
    }

    fn add(&mut self, transition: Transition) -> Result<(), TooLarge> {
        self.net.transitions.push(transition);
        if self.net.transitions.len() > TRANSITIONS_MAX { Err(TooLarge) } else { Ok(()) }
    }

    fn step(&mut self, n: usize, node: &Node) -> Result<(), TooLarge> {
        for begin in self.beginnings(n, node.merge)? {
            if node.beside.is_empty() {
                for way in &node.ways {
                    let leave = self.leave(n, node, way, begin.clone());
                    self.add(leave)?;
                }
            } else {
                let begin = self.open(n, node, begin);
                self.add(begin)?;
            }
        }
        if node.beside.is_empty() { Ok(()) } else { self.stands_open(n, node) }
    }

    /// How the step can begin: what is taken for it, and what that leaves behind.
    fn beginnings(&mut self, n: usize, merge: Merge) -> Result<Vec<Transition>, TooLarge> {
        let ins: Vec<usize> = self.flows.neighbors_directed(n, Direction::Incoming).collect();
        let ins: Vec<Place> =
            ins.into_iter().map(|from| self.place(PlaceKind::Flow { from, to: n })).collect();
        let one = |place| Transition { takes: vec![place], ..Transition::default() };
        let mut all: Vec<Transition> =
            self.direct.get(&n).into_iter().flatten().copied().map(one).collect();
        match merge {
            Merge::Count(needed) if ins.len() > 1 => all.extend(self.some_of(n, &ins, needed)?),
            Merge::All if ins.len() > 1 => {
                all.push(Transition { takes: ins, ..Transition::default() });
            }
            Merge::Possible if ins.len() > 1 => {
                let held_by = Some(self.held_by(n));
                all.push(Transition { takes: ins, held_by, ..Transition::default() });
            }
            _ => all.extend(ins.into_iter().map(one)),
        }
        Ok(all)
    }

    /// The places whose tokens can still come to a join. Of two joins that wait for each other,
    /// neither holds the other back.
    fn held_by(&self, join: usize) -> Vec<Place> {
        let before = &self.patient[&join];
        let waits_too = |at: usize| self.patient.get(&at).is_some_and(|it| it.contains(&join));
        let holds = |kind: &PlaceKind| {
            let at = kind.at();
            let waits = matches!(kind, PlaceKind::Flow { .. }) && (at == join || waits_too(at));
            kind.is_busy() && before.contains(&at) && !waits
        };
        let all = self.numbers.iter().filter(|(kind, _)| holds(kind));
        all.map(|(_, place)| *place).collect()
    }

    /// Every choice of so many flows; the others come late and end there.
    fn some_of(
        &mut self,
        n: usize,
        ins: &[Place],
        needed: usize,
    ) -> Result<Vec<Transition>, TooLarge> {
        let late = self.place(PlaceKind::Late(n));
        for flow in ins {
            self.add(Transition { takes: vec![*flow, late], ..Transition::default() })?;
        }
        let gives = vec![late; ins.len().saturating_sub(needed)];
        let choice = |takes| Transition {
            takes,
            unless: Some(late),
            gives: gives.clone(),
            ..Transition::default()
        };
        Ok(choices(ins, needed)?.into_iter().map(choice).collect())
    }

    fn targets(&mut self, n: usize, way: &Way) -> Vec<Place> {
        let place = |to: &usize| {
            if way.back {
                PlaceKind::Direct { from: Some(n), to: *to }
            } else {
                PlaceKind::Flow { from: n, to: *to }
            }
        };
        way.to.iter().map(|to| self.place(place(to))).collect()
    }

    fn leave(&mut self, n: usize, node: &Node, way: &Way, begin: Transition) -> Transition {
        let mut gives = begin.gives.clone();
        gives.extend(self.targets(n, way));
        let Way { ends_all, .. } = *way;
        Transition { steps: vec![n], gives, ends_all, result: node.result && !ends_all, ..begin }
    }

    fn armed(&mut self, n: usize, node: &Node) -> Vec<Place> {
        (0..node.beside.len()).map(|event| self.place(PlaceKind::Armed(n, event))).collect()
    }

    fn open(&mut self, n: usize, node: &Node, mut begin: Transition) -> Transition {
        begin.gives.push(self.place(PlaceKind::Open(n)));
        begin.gives.extend(self.armed(n, node));
        begin
    }

    /// A step with events that leave it open: they go off while it stands open, and not after it.
    fn stands_open(&mut self, n: usize, node: &Node) -> Result<(), TooLarge> {
        let open = self.place(PlaceKind::Open(n));
        let armed = self.armed(n, node);
        for (event, to) in armed.iter().zip(&node.beside) {
            let side = self.place(PlaceKind::Flow { from: n, to: *to });
            let takes = vec![open, *event];
            self.add(Transition { takes, gives: vec![open, side], ..Transition::default() })?;
        }
        for way in &node.ways {
            let begin = Transition { takes: vec![open], ..Transition::default() };
            let clears = armed.clone();
            let leave = Transition { clears, ..self.leave(n, node, way, begin) };
            self.add(leave)?;
        }
        Ok(())
    }

    fn event_at_any_time(&mut self, event: usize, to: usize) {
        let armed = self.place(PlaceKind::Armed(usize::MAX, event));
        let begins = self.place(PlaceKind::Direct { from: None, to });
        self.anytime.push(armed);
        let takes = vec![armed];
        self.net.transitions.push(Transition {
            takes,
            gives: vec![begins],
            ..Transition::default()
        });
    }
}

/// All choices of so many of these places.
fn choices(places: &[Place], needed: usize) -> Result<Vec<Vec<Place>>, TooLarge> {
    let mut all: Vec<Vec<Place>> = vec![Vec::new()];
    for (n, place) in places.iter().enumerate() {
        let with = all.iter().filter(|chosen| chosen.len() < needed).cloned();
        let with: Vec<_> =
            with.map(|chosen| chosen.into_iter().chain([*place]).collect()).collect();
        all.extend(with);
        let left = places.len() - n - 1;
        all.retain(|chosen: &Vec<Place>| chosen.len() + left >= needed);
        if all.len() > TRANSITIONS_MAX {
            return Err(TooLarge);
        }
    }
    all.retain(|chosen| chosen.len() == needed);
    Ok(all)
}
