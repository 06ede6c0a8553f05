//! What is counted of the ways of cases.

use std::collections::BTreeMap;

use jiff::Timestamp;
use reglament_core::definition::Element;
use reglament_core::facts::minutes_of;
use reglament_core::ids::StepId;
use reglament_core::process::Process;

use crate::mining::{Arrow, History, Passage, Walk};
use crate::reports::spread::Spread;

/// The ways of cases.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many cases.
    pub cases: u64,
    /// Their passages.
    pub steps: BTreeMap<StepId, Passages>,
    /// How often each arrow was taken.
    pub arrows: BTreeMap<Arrow, u64>,
    /// The steps in the order in which a case came to them, without gateways.
    pub variants: BTreeMap<Vec<StepId>, Variant>,
}

/// The passages through a step.
#[derive(Debug, Default)]
pub struct Passages {
    /// Tokens that came.
    pub entered: u64,
    /// Those that went on.
    pub done: u64,
    /// Those that something took away.
    pub interrupted: u64,
    /// From coming to the first taking; of steps that people take.
    pub waiting: Spread,
    /// From the taking to going on; of all others from coming.
    pub handling: Spread,
}

/// A way that cases took.
#[derive(Debug, Default)]
pub struct Variant {
    /// How many.
    pub cases: u64,
    /// How long those took that ended.
    pub duration: Spread,
}

impl Tally {
    /// Counts a case.
    pub fn add(&mut self, process: &Process, history: &History) {
        let walk = Walk::of(&process.definition, &history.events);
        self.cases += 1;
        for arrow in walk.arrows {
            *self.arrows.entry(arrow).or_default() += 1;
        }
        let way = walk.passages.iter().map(|passage| &passage.step);
        let way = way.filter(|step| !is_gateway(process, step)).cloned().collect();
        let variant = self.variants.entry(way).or_default();
        variant.cases += 1;
        let case = &history.case;
        let took = case.ended_at.and_then(|end| minutes(process, None, case.started_at, end));
        variant.duration.extend(took);
        for passage in &walk.passages {
            self.steps.entry(passage.step.clone()).or_default().add(process, passage);
        }
    }
}

impl Passages {
    fn add(&mut self, process: &Process, passage: &Passage) {
        let Passage { step, entered, taken, left, interrupted } = passage;
        self.entered += 1;
        self.interrupted += u64::from(*interrupted);
        let Some(left) = left.filter(|_| !interrupted) else { return };
        self.done += 1;
        if let Some(taken) = taken {
            let waiting = minutes(process, Some(step), *entered, *taken);
            self.waiting.extend(waiting);
        }
        if left > *entered {
            let handling = minutes(process, Some(step), taken.unwrap_or(*entered), left);
            self.handling.extend(handling);
        }
    }
}

fn minutes(
    process: &Process,
    step: Option<&StepId>,
    from: Timestamp,
    until: Timestamp,
) -> Option<u32> {
    let step = step.and_then(|step| process.definition.step(step));
    minutes_of(&process.calendar_known(until), step, from, until)
}

/// Whether a step is a fork or a join, of which nobody speaks when they tell a way.
pub fn is_gateway(process: &Process, step: &StepId) -> bool {
    process.definition.step(step).is_some_and(|step| {
        matches!(
            step.element,
            Element::ExclusiveGateway
                | Element::InclusiveGateway
                | Element::ParallelGateway
                | Element::EventGateway
        )
    })
}
