//! The way of a case over its map: its passages through steps, and the arrows it took. Events do not name arrows: one
//! is found by the step that was left last and leads here.

use std::collections::BTreeMap;

use jiff::Timestamp;
use reglament_core::definition::Definition;
use reglament_core::event::{ActivationNo, Event, Recorded, TimerPurpose};
use reglament_core::ids::StepId;

/// A passage through a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The step.
    pub step: StepId,
    /// When a token came.
    pub entered: Timestamp,
    /// When a person took it first.
    pub taken: Option<Timestamp>,
    /// When it was left; none while it is open.
    pub left: Option<Timestamp>,
    /// Whether something took it away.
    pub interrupted: bool,
}

/// An arrow of the picture of the map.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    /// The step it leaves; `start` and `on-1` as in the picture.
    pub from: String,
    /// The step it enters.
    pub to: String,
    /// Whether it leaves from a boundary event.
    pub boundary: bool,
}

/// The way of a case.
#[derive(Debug, Default)]
pub struct Walk {
    /// Its passages, in order.
    pub passages: Vec<Passage>,
    /// The arrows it took, in order.
    pub arrows: Vec<Arrow>,
}

impl Walk {
    /// The way that a history tells, over the map that the case runs.
    pub fn of(map: &Definition, events: &[Recorded]) -> Self {
        let mut walker = Walker::on(map);
        for recorded in events {
            walker.see(recorded);
        }
        walker.walk
    }
}

struct Walker<'m> {
    map: &'m Definition,
    walk: Walk,
    /// What is open: the places of passages.
    open: BTreeMap<ActivationNo, usize>,
    /// Timers that go on with an activation.
    timers: BTreeMap<u32, ActivationNo>,
    /// What tokens have left and not gone on from: the step, and where each of its flows leads.
    left: Vec<(String, Vec<StepId>)>,
    /// What was interrupted just now.
    gone: Vec<StepId>,
    /// Where a token has arrived already: at a join, or at a step that is tried again, with its passage.
    arrived: Option<(StepId, Option<usize>)>,
}

impl<'m> Walker<'m> {
    const fn on(map: &'m Definition) -> Self {
        Self {
            map,
            walk: Walk { passages: Vec::new(), arrows: Vec::new() },
            open: BTreeMap::new(),
            timers: BTreeMap::new(),
            left: Vec::new(),
            gone: Vec::new(),
            arrived: None,
        }
    }

    fn see(&mut self, Recorded { at, event, .. }: &Recorded) {
        match event {
            Event::InstanceStarted { .. } => {
                let first = self.map.steps.keys().take(1).cloned().collect();
                self.left = vec![("start".to_owned(), first)];
            }
            Event::TaskOpened { no, step, .. }
            | Event::JobOpened { no, step, .. }
            | Event::CallOpened { no, step, .. }
            | Event::StepEntered { no, step, .. }
            | Event::MessagesAwaited { no, step, .. }
            | Event::SubprocessOpened { no, step, .. } => {
                let place = self.enter(step, *at);
                self.open.insert(*no, place);
            }
            Event::StepPassed { step, .. } | Event::DecisionMade { step, .. } => {
                let place = self.enter(step, *at);
                self.leave(place, *at);
            }
            Event::TaskClaimed { no, .. } | Event::TaskAssigned { no, .. } => self.take(*no, *at),
            Event::TaskCompleted { no, .. }
            | Event::JobCompleted { no, .. }
            | Event::CallCompleted { no, .. }
            | Event::SubprocessCompleted { no }
            | Event::FlowChosen { no, .. }
            | Event::MessageReceived { no: Some(no), .. } => self.go_on(*no, *at),
            event => self.see_rest(*at, event),
        }
    }

    fn see_rest(&mut self, at: Timestamp, event: &Event) {
        match event {
            Event::TimerArmed {
                timer,
                purpose: TimerPurpose::Step { no } | TimerPurpose::Flow { no, .. },
                ..
            } => {
                self.timers.insert(*timer, *no);
            }
            Event::TimerFired { timer } => match self.timers.remove(timer) {
                Some(no) => self.go_on(no, at),
                None => self.begin(),
            },
            Event::MessageReceived { no: None, .. } | Event::JobFailed { .. } => self.begin(),
            Event::TokenWaits { step, from, .. } | Event::TokenEnded { step, from, .. } => {
                self.arrive(from, step);
            }
            Event::Joined { step, .. } => self.arrived = Some((step.clone(), None)),
            Event::CompensationBegun { step, .. } => {
                let arrow = self.arrow(step);
                self.walk.arrows.extend(arrow);
                self.arrived = Some((step.clone(), None));
            }
            Event::IncidentResolved { no } => self.again(*no),
            Event::StepInterrupted { no } => self.interrupt(*no, at),
            Event::InstanceEnded { .. } | Event::InstanceCancelled { .. } => {
                while let Some(no) = self.open.keys().next().copied() {
                    self.interrupt(no, at);
                }
            }
            _ => {}
        }
    }

    /// A new command: what was left before has gone where it went.
    fn begin(&mut self) {
        self.left.clear();
        self.gone.clear();
    }

    fn enter(&mut self, step: &StepId, at: Timestamp) -> usize {
        match self.arrived.take_if(|(arrived, _)| arrived == step) {
            Some((_, Some(place))) => return place,
            Some((_, None)) => {}
            None => {
                let arrow = self.arrow(step);
                self.walk.arrows.extend(arrow);
            }
        }
        let (step, taken, left) = (step.clone(), None, None);
        self.walk.passages.push(Passage { step, entered: at, taken, left, interrupted: false });
        self.walk.passages.len() - 1
    }

    fn leave(&mut self, place: usize, at: Timestamp) {
        let passage = &mut self.walk.passages[place];
        passage.left = Some(at);
        let step = passage.step.clone();
        let ways = self.map.step(&step).map_or_else(Vec::new, |found| {
            let count = found.targets().count() - found.on.len();
            found.targets().take(count).cloned().collect()
        });
        self.left.push((step.to_string(), ways));
    }

    fn go_on(&mut self, no: ActivationNo, at: Timestamp) {
        self.begin();
        if let Some(place) = self.open.remove(&no) {
            self.leave(place, at);
        }
    }

    fn take(&mut self, no: ActivationNo, at: Timestamp) {
        if let Some(place) = self.open.get(&no) {
            self.walk.passages[*place].taken.get_or_insert(at);
        }
    }

    fn interrupt(&mut self, no: ActivationNo, at: Timestamp) {
        let Some(place) = self.open.remove(&no) else { return };
        let passage = &mut self.walk.passages[place];
        (passage.left, passage.interrupted) = (Some(at), true);
        self.gone.push(passage.step.clone());
    }

    /// A step that stood on an incident is entered anew: it is the same passage.
    fn again(&mut self, no: ActivationNo) {
        self.begin();
        if let Some(place) = self.open.remove(&no) {
            self.arrived = Some((self.walk.passages[place].step.clone(), Some(place)));
        }
    }

    fn arrive(&mut self, from: &StepId, to: &StepId) {
        let by_flow = self.way(to, |left| left == from.as_str()).is_some();
        let (from, to) = (from.to_string(), to.to_string());
        self.walk.arrows.push(Arrow { from, to, boundary: !by_flow });
    }

    /// The step left last that leads here, and a flow of it.
    fn way(&mut self, to: &StepId, is: impl Fn(&str) -> bool) -> Option<String> {
        let mut left = self.left.iter_mut().rev().filter(|(from, _)| is(from));
        left.find_map(|(from, ways)| {
            let place = ways.iter().position(|way| way == to)?;
            ways.remove(place);
            Some(from.clone())
        })
    }

    fn arrow(&mut self, to: &StepId) -> Option<Arrow> {
        let arrow = |from: String, boundary| Arrow { from, to: to.to_string(), boundary };
        if let Some(from) = self.way(to, |_| true) {
            return Some(arrow(from, false));
        }
        if let Some(step) = self.boundary(to) {
            return Some(arrow(step.to_string(), true));
        }
        let place = self.map.on.iter().position(|event| event.to == *to)?;
        Some(arrow(format!("on-{}", place + 1), false))
    }

    /// The step that was interrupted or stands open and whose boundary event leads here.
    fn boundary(&self, to: &StepId) -> Option<&StepId> {
        let open = self.open.values().rev().map(|place| &self.walk.passages[*place].step);
        self.gone.iter().rev().chain(open).find(|step| {
            let found = self.map.step(step);
            found.is_some_and(|found| found.on.iter().any(|event| event.to == *to))
        })
    }
}
