//! Signals and conditions: what waits for them in the case goes on once all tokens wait, so that the
//! order in which parallel flows are taken decides nothing.

use super::Deciding;
use super::flow::Place;
use crate::definition::{Boundary, FlowEvent, Step, Trigger};
use crate::event::{ActivationNo, CASE, Event, ScopeNo};
use crate::feel::Expression;
use crate::instance::ActivationState;
use crate::value::Value;

/// What hears a signal.
enum Catcher<'a> {
    /// A flow of an event gateway, by its place.
    Flow(ActivationNo, u32),
    /// A boundary event, of an activation or of the whole process.
    Boundary(&'a Boundary, Option<ActivationNo>),
}

/// A boundary event that waits for a condition: the activation, if it stands on one, and its place.
type Conditional<'a> = (&'a Boundary, Option<ActivationNo>, u32);

impl<'a> Deciding<'a> {
    /// A signal goes off; it is heard once all tokens wait.
    pub(crate) fn signal(&mut self, place: &Place, signal: &str) {
        let Place { step, scope } = place.clone();
        self.emit(Event::SignalThrown { step, scope, signal: signal.to_owned() });
        self.signals.push_back(signal.to_owned());
    }

    /// Everything that waits for the next signal hears it; whether there was one.
    pub(super) fn give_signals(&mut self) -> bool {
        let Some(signal) = self.signals.pop_front() else { return false };
        for catcher in self.catchers(&signal) {
            match catcher {
                Catcher::Flow(no, index) => self.choose_flow(no, index),
                Catcher::Boundary(boundary, on) if on.is_none_or(|no| self.stands(no)) => {
                    self.set_off(boundary, on);
                }
                Catcher::Boundary(..) => {}
            }
        }
        true
    }

    fn catchers(&self, signal: &str) -> Vec<Catcher<'a>> {
        let hears = |trigger: &Trigger| matches!(trigger, Trigger::Signal(name) if name == signal);
        let mut all = Vec::new();
        for (no, step) in self.open_steps() {
            let flows = (0_u32..).zip(&step.next);
            let own = flows.filter(
                |(_, flow)| matches!(&flow.event, Some(FlowEvent::Signal(name)) if name == signal),
            );
            all.extend(own.map(|(index, _)| Catcher::Flow(no, index)).take(1));
            let on = step.on.iter().filter(|event| hears(&event.trigger));
            all.extend(on.map(|event| Catcher::Boundary(event, Some(no))));
        }
        let on = self.process.definition.on.iter().filter(|event| hears(&event.trigger));
        all.extend(on.map(|event| Catcher::Boundary(event, None)));
        all
    }

    /// Sets off the first boundary event, or takes the first flow, whose condition has come to hold;
    /// whether there was one.
    pub(super) fn meet_conditions(&mut self) -> bool {
        if let Some((no, index)) = self.flow_that_holds() {
            self.choose_flow(no, index);
            return true;
        }
        let Some((boundary, on, index)) = self.boundary_that_holds() else { return false };
        self.emit(Event::ConditionMet { no: on, index });
        self.set_off(boundary, on);
        true
    }

    fn flow_that_holds(&self) -> Option<(ActivationNo, u32)> {
        self.open_steps().find_map(|(no, step)| {
            let holds = |event: &Option<FlowEvent>| match event {
                Some(FlowEvent::Condition(condition)) => self.holds(condition, Some(no)),
                _ => false,
            };
            let mut flows = (0_u32..).zip(&step.next);
            Some((no, flows.find(|(_, flow)| holds(&flow.event))?.0))
        })
    }

    fn boundary_that_holds(&self) -> Option<Conditional<'a>> {
        let of_steps = self.open_steps().map(|(no, step)| (Some(no), &step.on));
        let all = of_steps.chain([(None, &self.process.definition.on)]);
        let mut all = all.flat_map(|(on, events)| {
            (0_u32..).zip(events).map(move |(index, event)| (event, on, index))
        });
        all.find(|(event, on, index)| {
            let met = (on.unwrap_or_default(), *index);
            matches!(&event.trigger, Trigger::Condition(condition)
                if !self.instance.conditions_met.contains(&met) && self.holds(condition, *on))
        })
    }

    /// Whether a condition holds; one that cannot be told yet does not.
    fn holds(&self, condition: &Expression, on: Option<ActivationNo>) -> bool {
        let scope = on.and_then(|no| self.place_of(no)).map_or(CASE, |place| place.scope);
        self.evaluate(condition, scope).is_ok_and(|value| value == Value::Boolean(true))
    }

    /// A flow of an event gateway is taken.
    fn choose_flow(&mut self, no: ActivationNo, index: u32) {
        let process = self.process;
        let Some(place) = self.place_of(no) else { return };
        self.emit(Event::FlowChosen { no, index });
        let step = process.definition.step(&place.step);
        if let Some(flow) = step.and_then(|step| step.next.get(index as usize)) {
            self.take(&place, flow);
        }
    }

    fn stands(&self, no: ActivationNo) -> bool {
        self.instance.activations.contains_key(&no)
    }

    /// The steps that stand open; what stands on an incident waits for a person and nothing else.
    fn open_steps(&self) -> impl Iterator<Item = (ActivationNo, &'a Step)> {
        let process = self.process;
        let waits = |state: &ActivationState| !matches!(state, ActivationState::Incident(_));
        let open = self.instance.activations.iter().filter(move |(_, open)| waits(&open.state));
        open.filter_map(move |(no, open)| Some((*no, process.definition.step(&open.step)?)))
    }

    /// How many runs the expression of a subprocess gives.
    pub(crate) fn runs_wanted(&self, times: &Expression, scope: ScopeNo) -> Option<u32> {
        let Ok(Value::Number(number)) = self.evaluate(times, scope) else { return None };
        u32::try_from(number).ok().filter(|_| number.fract().is_zero())
    }
}
