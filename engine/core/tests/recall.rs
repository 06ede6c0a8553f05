//! A decision that may be recalled: nothing follows from it before its window is over, and taking it
//! back leaves nothing behind but its place in the history.
#![expect(clippy::unwrap_used, reason = "a suite that fails, fails its test")]

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use reglament_core::calendar::{Calendar, WorkingCalendar};
use reglament_core::command::{Actor, Command, Completion, Request, Role};
use reglament_core::definition::Definition;
use reglament_core::effect::Effect;
use reglament_core::event::{Event, Recorded};
use reglament_core::ids::{InstanceId, TaskId};
use reglament_core::instance::{Clock, Instance};
use reglament_core::process::Process;
use reglament_core::reference::ReferenceData;
use reglament_core::rejection::{Rejection, RejectionCode};
use reglament_core::transition::{replay, transition};

const CALENDAR: &str = "
calendar: office
title: { en: An office }
zone: Asia/Almaty
covers: { from: 2026, until: 2026 }
week: [mon, tue, wed, thu, fri]
hours: [{ days: [mon, tue, wed, thu, fri], open: '09:00', close: '18:00' }]
";

/// A decision that ends the case with a letter, beside a check that the same person may not make.
const PERMIT: &str = r#"
process: permit
title: { en: Permit }
authority: office
in_force: { from: 2026-01-01 }
calendar: office
units: { desk: { title: { en: Desk }, group: desk } }
applicant: { name: '"Sample"', email: '"sample@example.invalid"' }
deadline: { within: 1 working day, from: start }
steps:
  start: { element: { type: parallel_gateway }, next: [{ to: decide }, { to: check }] }
  decide:
    element: { type: user_task, recall: 5 minutes, outcomes: { approve: {}, refuse: {} } }
    unit: desk
    next: [{ to: end }]
  check:
    element: { type: user_task, outcomes: { done: {} }, not_same_person_as: [decide] }
    unit: desk
    next: [{ to: end }]
  end:
    join: all
    element: { type: end_event, notify: { to: applicant, message: decided } }
"#;

struct Case {
    process: Process,
    instance: Option<Instance>,
    events: Vec<Recorded>,
    effects: Vec<Effect>,
    now: Timestamp,
}

fn moment(local: &str) -> Timestamp {
    format!("2026-03-{local}+05:00").parse().unwrap()
}

fn person(name: &str, roles: &[Role]) -> Actor {
    let roles = roles.iter().copied().collect();
    Actor::of_person(name.into(), ["desk".into()].into(), roles)
}

fn officer(name: &str) -> Actor {
    person(name, &[Role::Officer])
}

impl Case {
    /// A case filed on Monday morning and due on Tuesday evening, whose check is done.
    fn checked() -> Self {
        let calendar: Calendar = serde_yaml::from_str(CALENDAR).unwrap();
        let all = BTreeMap::from([(calendar.calendar.clone(), calendar)]);
        let calendar = WorkingCalendar::resolve(&"office".into(), &all).unwrap();
        let definition: Definition = serde_yaml::from_str(PERMIT).unwrap();
        let reference = Arc::new(ReferenceData::default());
        let process = Process::new(definition, "test".into(), Arc::new(calendar), reference);
        let (events, effects) = (Vec::new(), Vec::new());
        let mut case =
            Self { process, instance: None, events, effects, now: moment("16T10:00:00") };
        let portal = Actor::of_program("portal", [Role::Filing].into());
        let data = serde_json::from_str("{}").unwrap();
        case.give(&portal, Command::Start { data, caller: None }).unwrap();
        let check = case.task("check");
        let completion = Completion::default();
        case.give(&officer("bolat"), Command::CompleteTask { task: check, completion }).unwrap();
        case
    }

    fn give(&mut self, by: &Actor, command: Command) -> Result<(), Rejection> {
        let id = InstanceId::from("26031600000001");
        let request = Request { command, by: by.clone(), at: self.now };
        let done = transition(&self.process, &id, self.instance.as_ref(), &request)?;
        self.events.extend(done.events);
        self.effects.extend(done.effects);
        assert_eq!(replay(&id, &self.events).as_ref(), Some(&done.after));
        self.instance = Some(done.after);
        Ok(())
    }

    fn state(&self) -> &Instance {
        self.instance.as_ref().unwrap()
    }

    fn task(&self, step: &str) -> TaskId {
        let mut open = self.state().activations.iter();
        let (no, _) = open.find(|(_, open)| open.step == *step).unwrap();
        self.state().task_id(*no)
    }

    fn decide(&mut self, by: &str) -> Result<(), Rejection> {
        let task = self.task("decide");
        let completion = Completion { outcome: Some("refuse".into()), ..Completion::default() };
        self.give(&officer(by), Command::CompleteTask { task, completion })
    }

    fn recall(&mut self, by: &Actor) -> Result<(), Rejection> {
        let (task, reason) = (self.task("decide"), "the wrong ground".to_owned());
        self.give(by, Command::RecallDecision { task, reason })
    }

    /// Fires whatever is due, as the worker of the timers does.
    fn fire(&mut self) {
        let due = |case: &Self| {
            let timers = &case.state().timers;
            let (no, _) = timers.iter().find(|(_, timer)| timer.due <= case.now)?;
            Some(case.state().timer_id(*no))
        };
        while let Some(timer) = due(self) {
            self.give(&Actor::Engine, Command::FireTimer { timer }).unwrap();
        }
    }

    fn count(&self, is: impl Fn(&Event) -> bool) -> usize {
        self.events.iter().filter(|recorded| is(&recorded.event)).count()
    }
}

#[test]
fn a_recalled_decision_leaves_nothing_but_its_place_in_the_history() {
    let mut case = Case::checked();
    let before = case.state().clone();
    case.decide("aliya").unwrap();
    assert_eq!(case.effects.len(), 0);
    case.now = moment("16T10:04:59");
    case.fire();
    case.recall(&officer("aliya")).unwrap();
    case.now = moment("16T11:00:00");
    case.fire();
    assert_eq!(case.effects.len(), 0, "nothing was told");
    assert!(case.state().is_running());
    assert_eq!(case.state().timers, before.timers, "no timer is left over");
    assert_eq!(case.count(|event| matches!(event, Event::DecisionRecalled { .. })), 1);
    // The same person decides anew, and now it takes effect.
    case.decide("aliya").unwrap();
    case.now = moment("16T11:05:00");
    case.fire();
    assert!(!case.state().is_running());
    assert_eq!(case.effects.len(), 1);
    assert_eq!(case.count(|event| matches!(event, Event::TaskCompleted { .. })), 2);
}

#[test]
fn while_it_is_held_the_task_takes_nothing_else() {
    let mut case = Case::checked();
    case.decide("aliya").unwrap();
    assert_eq!(case.decide("aliya").unwrap_err().code, RejectionCode::DecisionHeld);
    let task = case.task("decide");
    let refused = case.give(&officer("aliya"), Command::UnclaimTask { task }).unwrap_err();
    assert_eq!(refused.code, RejectionCode::DecisionHeld);
    assert_eq!(refused.holder, Some("aliya".into()));
}

#[test]
fn whoever_decided_recalls_it_or_their_supervisor() {
    for (by, allowed) in [
        (officer("aliya"), true),
        (officer("dana"), false),
        (person("gulnar", &[Role::Supervisor]), true),
        (Actor::Engine, false),
    ] {
        let mut case = Case::checked();
        case.decide("aliya").unwrap();
        assert_eq!(case.recall(&by).is_ok(), allowed, "{}", by.name());
    }
}

#[test]
fn after_the_window_it_has_taken_effect_even_if_the_timer_is_late() {
    let mut case = Case::checked();
    case.decide("aliya").unwrap();
    let task = case.task("decide");
    case.now = moment("16T10:05:01");
    let reason = "too late".to_owned();
    let late = case.give(&officer("aliya"), Command::RecallDecision { task, reason }).unwrap_err();
    assert_eq!(late.code, RejectionCode::InstanceClosed);
    // The refusal changed nothing: the timer does it.
    case.fire();
    assert!(!case.state().is_running());
    assert_eq!(case.effects.len(), 1);
}

#[test]
fn a_decision_in_time_takes_effect_in_time() {
    let mut case = Case::checked();
    case.now = moment("17T17:58:00");
    case.decide("aliya").unwrap();
    // The server stood still over the due date.
    case.now = moment("18T09:00:00");
    case.fire();
    assert!(matches!(case.state().clock, Clock::Met(_)), "{:?}", case.state().clock);
    // One that is late has no due date before it.
    let mut case = Case::checked();
    case.now = moment("18T09:00:00");
    case.fire();
    case.decide("aliya").unwrap();
    assert!(case.state().is_running());
    case.recall(&officer("aliya")).unwrap();
}

#[test]
fn who_made_a_held_decision_counts_for_four_eyes() {
    let mut case = Case::checked();
    assert_eq!(case.decide("bolat").unwrap_err().code, RejectionCode::FourEyes);
    // The other way round: the decision is held, and the check is still to be made.
    let mut case = Case::checked();
    case.instance = None;
    case.events.clear();
    let portal = Actor::of_program("portal", [Role::Filing].into());
    let data = serde_json::from_str("{}").unwrap();
    case.give(&portal, Command::Start { data, caller: None }).unwrap();
    case.decide("aliya").unwrap();
    let (task, completion) = (case.task("check"), Completion::default());
    let refused = case.give(&officer("aliya"), Command::CompleteTask { task, completion });
    assert_eq!(refused.unwrap_err().code, RejectionCode::FourEyes);
}
