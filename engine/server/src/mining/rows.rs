//! A history as rows of a log: the step, its transition in the standard lifecycle, the moment, who.

use std::collections::BTreeMap;

use jiff::Timestamp;
use reglament_core::event::{ActivationNo, Event, Recorded};

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The event that it stands for.
    pub seq: u64,
    /// The step.
    pub activity: String,
    /// The transition, by the standard lifecycle of XES.
    pub transition: &'static str,
    /// The moment.
    pub at: Timestamp,
    /// Who; none when the engine did it.
    pub who: Option<String>,
    /// The group that works the step.
    pub group: Option<String>,
    /// The activation: one passage through the step.
    pub no: Option<ActivationNo>,
}

/// The rows of a history, in order.
pub fn rows(events: &[Recorded]) -> Vec<Row> {
    let mut open = BTreeMap::new();
    events.iter().filter_map(|recorded| row(&mut open, recorded)).collect()
}

/// What is open: the step and its group, by the activation.
type Open = BTreeMap<ActivationNo, (String, Option<String>)>;

fn row(open: &mut Open, recorded: &Recorded) -> Option<Row> {
    let at = |activity: String, transition, no: Option<ActivationNo>, group| Row {
        seq: recorded.seq,
        activity,
        transition,
        at: recorded.at,
        who: None,
        group,
        no,
    };
    let known = |open: &Open, no: ActivationNo, transition, who: Option<&str>| {
        let (step, group) = open.get(&no)?.clone();
        Some(Row { who: who.map(str::to_owned), ..at(step, transition, Some(no), group) })
    };
    match &recorded.event {
        Event::TaskOpened { no, step, group, .. } => {
            let group = Some(group.to_string());
            open.insert(*no, (step.to_string(), group.clone()));
            Some(at(step.to_string(), "schedule", Some(*no), group))
        }
        Event::JobOpened { no, step, .. } | Event::CallOpened { no, step, .. } => {
            open.insert(*no, (step.to_string(), None));
            Some(at(step.to_string(), "schedule", Some(*no), None))
        }
        Event::TaskClaimed { no, person, .. } => known(open, *no, "start", Some(person.as_str())),
        Event::TaskUnclaimed { no, person, .. } => {
            known(open, *no, "suspend", Some(person.as_str()))
        }
        Event::TaskAssigned { no, to, .. } | Event::TaskDelegated { no, to, .. } => {
            known(open, *no, "reassign", Some(to.as_str()))
        }
        Event::TaskCompleted { no, person, .. } => {
            known(open, *no, "complete", Some(person.as_str()))
        }
        Event::JobCompleted { no, .. } => known(open, *no, "complete", Some(&recorded.by)),
        Event::CallCompleted { no, .. } => known(open, *no, "complete", None),
        Event::StepInterrupted { no } => known(open, *no, "ate_abort", None),
        Event::StepPassed { step, .. }
        | Event::DecisionMade { step, .. }
        | Event::InstanceEnded { step } => Some(at(step.to_string(), "complete", None, None)),
        Event::InstanceCancelled { .. } => {
            let who = Some(recorded.by.clone());
            Some(Row { who, ..at("cancelled".to_owned(), "pi_abort", None, None) })
        }
        _ => None,
    }
}
