//! The interpreter on one small process: what the scenarios of `tests/scenarios` play at length,
//! and that an instance is the fold of its events at every moment.
#![expect(clippy::unwrap_used, reason = "a suite that fails, fails its test")]

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use reglament_core::calendar::{Calendar, WorkingCalendar};
use reglament_core::command::{Actor, Command, Completion, Request, Role};
use reglament_core::definition::Definition;
use reglament_core::event::Event;
use reglament_core::ids::InstanceId;
use reglament_core::instance::{ActivationState, Instance};
use reglament_core::process::Process;
use reglament_core::reference::ReferenceData;
use reglament_core::rejection::RejectionCode;
use reglament_core::transition::{replay, transition};
use reglament_core::value::Value;

const CALENDAR: &str = "
calendar: office
title: { en: An office }
zone: Asia/Almaty
covers: { from: 2026, until: 2026 }
week: [mon, tue, wed, thu, fri]
hours: [{ days: [mon, tue, wed, thu, fri], open: '09:00', close: '18:00' }]
";

const DEFINITION: &str = r"
process: permit
title: { en: Permit }
authority: office
in_force: { from: 2026-01-01 }
calendar: office
units:
  desk: { title: { en: Desk }, group: desk }
  head: { title: { en: Head }, group: head }
applicant: { name: person, email: mail }
data:
  person: { type: text }
  mail: { type: text, format: email, optional: true }
  hits: { type: number }
deadline:
  within: 5 working days
  from: !completed { step: intake, outcome: accepted }
  warn: [!percent 80]
  extension: { up_to: 10 calendar days, by: head, reason_required: true }
steps:
  intake:
    element: { type: user_task, form: [person], outcomes: { accepted: {}, incomplete: { to: not_accepted } } }
    unit: desk
    next: [{ to: check }]
  check:
    element: { type: service_task, worker: register, sends: { name: person }, receives: { hits: { type: number } }, retry: { attempts: 2, backoff: 1 minute } }
    next: [{ to: verdict }]
  verdict:
    element: { type: exclusive_gateway }
    next: [{ to: refused, when: check.hits > 0 }, { to: decision }]
  decision:
    element: { type: user_task, outcomes: { approve: {} }, not_same_person_as: [intake] }
    unit: head
    next: [{ to: issued }]
  issued: { element: { type: end_event, notify: { to: applicant, message: issued } } }
  refused: { element: { type: end_event } }
  not_accepted: { element: { type: end_event } }
";

/// An instance and its events; every command proves that the events make the instance.
struct Case {
    process: Process,
    instance: Option<Instance>,
    events: Vec<reglament_core::event::Recorded>,
    effects: usize,
}

impl Case {
    fn new() -> Self {
        Self::of(DEFINITION)
    }

    fn of(definition: &str) -> Self {
        let calendar: Calendar = serde_yaml::from_str(CALENDAR).unwrap();
        let all = BTreeMap::from([(calendar.calendar.clone(), calendar)]);
        let calendar = WorkingCalendar::resolve(&"office".into(), &all).unwrap();
        let definition: Definition = serde_yaml::from_str(definition).unwrap();
        let indices = Arc::new(ReferenceData::default());
        let process = Process::new(definition, "test".into(), Arc::new(calendar), indices);
        Self { process, instance: None, events: Vec::new(), effects: 0 }
    }

    fn give(&mut self, by: &Actor, at: &str, command: Command) -> Result<(), RejectionCode> {
        let id = InstanceId::from("26030200000001");
        let request = Request { command, by: by.clone(), at: moment(at) };
        let done = transition(&self.process, &id, self.instance.as_ref(), &request)
            .map_err(|no| no.code)?;
        self.events.extend(done.events);
        self.effects += done.effects.len();
        assert_eq!(replay(&id, &self.events).as_ref(), Some(&done.after));
        let stored = serde_json::to_string(&done.after).unwrap();
        assert_eq!(serde_json::from_str::<Instance>(&stored).unwrap(), done.after);
        self.instance = Some(done.after);
        Ok(())
    }

    fn open(&self) -> Vec<String> {
        let instance = self.instance.as_ref().unwrap();
        instance.activations.values().map(|open| open.step.to_string()).collect()
    }

    fn id(&self) -> String {
        let instance = self.instance.as_ref().unwrap();
        format!("{}.{}", instance.id, instance.activations.keys().next().unwrap())
    }

    fn clock(&self) -> &'static str {
        self.instance.as_ref().unwrap().clock.name()
    }
}

fn moment(local: &str) -> Timestamp {
    format!("{local}+05:00").parse().unwrap()
}

fn person(name: &str, groups: &[&str]) -> Actor {
    Actor::of_person(
        name.into(),
        groups.iter().map(|group| (*group).into()).collect(),
        [Role::Officer, Role::Filing].into(),
    )
}

fn complete(task: String, outcome: &str) -> Command {
    let completion = Completion { outcome: Some(outcome.to_owned()), ..Completion::default() };
    Command::CompleteTask { task: task.into(), completion }
}

fn filed() -> Command {
    Command::Start {
        data: serde_json::from_str(r#"{"person": "Alpha Example"}"#).unwrap(),
        caller: None,
    }
}

/// A case whose intake aliya has accepted on Monday 2 March 2026.
fn accepted() -> Case {
    accept(Case::new())
}

fn accept(mut case: Case) -> Case {
    let aliya = person("aliya", &["desk", "head"]);
    case.give(&aliya, "2026-03-02T10:00", filed()).unwrap();
    let task = case.id();
    case.give(&aliya, "2026-03-02T10:05", complete(task, "accepted")).unwrap();
    case
}

#[test]
fn a_case_goes_from_its_start_to_its_end() {
    let mut case = accepted();
    assert_eq!(case.open(), ["check"]);
    let job = case.id();
    let output: Value = serde_json::from_str(r#"{"hits": 0}"#).unwrap();
    case.give(&Actor::Engine, "2026-03-02T11:00", Command::CompleteJob { job: job.into(), output })
        .unwrap();
    assert_eq!(case.open(), ["decision"]);
    let figures = case.instance.as_ref().unwrap().clock.figures().unwrap().clone();
    assert_eq!(figures.due.date.to_string(), "2026-03-09");

    let task = case.id();
    // Aliya did the intake: she may not decide, though she is in the group.
    let aliya = person("aliya", &["head"]);
    let own = case.give(&aliya, "2026-03-03T10:00", complete(task.clone(), "approve"));
    assert_eq!(own, Err(RejectionCode::FourEyes));
    let head = person("gulnar", &["head"]);
    case.give(&head, "2026-03-03T10:00", complete(task, "approve")).unwrap();
    assert_eq!(case.clock(), "met");
    assert_eq!(case.effects, 1);
    let path: Vec<_> = case.instance.unwrap().path.iter().map(ToString::to_string).collect();
    assert_eq!(path, ["intake", "check", "verdict", "decision", "issued"]);
}

#[test]
fn a_job_that_fails_for_good_stands_on_an_incident_until_it_is_retried() {
    let mut case = accepted();
    let fail = |case: &Case| Command::FailJob {
        job: case.id().into(),
        error: "no line".to_owned(),
        code: None,
    };
    let first = fail(&case);
    case.give(&Actor::Engine, "2026-03-02T11:00", first).unwrap();
    let second = fail(&case);
    case.give(&Actor::Engine, "2026-03-02T11:02", second).unwrap();
    let incident = case.id();
    let standing = case.instance.as_ref().unwrap().activations.values().next().unwrap();
    assert!(matches!(standing.state, ActivationState::Incident(_)));
    let mut roles = std::collections::BTreeSet::new();
    roles.insert(Role::Supervisor);
    let boss = Actor::of_person("boss".into(), [].into(), roles);
    case.give(&boss, "2026-03-02T12:00", Command::RetryIncident { incident: incident.into() })
        .unwrap();
    assert_eq!(case.open(), ["check"]);
}

#[test]
fn timers_fire_once_and_not_before_their_time() {
    let mut case = accepted();
    let timers: Vec<_> =
        case.instance.as_ref().unwrap().timers.iter().map(|(no, timer)| (*no, timer.due)).collect();
    assert_eq!(timers.len(), 2);
    let fire = |no: u32| Command::FireTimer { timer: format!("26030200000001.{no}").into() };
    let early = case.give(&Actor::Engine, "2026-03-03T10:00", fire(timers[0].0));
    assert_eq!(early, Err(RejectionCode::NotDue));
    case.give(&Actor::Engine, "2026-03-09T17:00", fire(timers[0].0)).unwrap();
    let again = case.give(&Actor::Engine, "2026-03-09T17:01", fire(timers[0].0));
    assert_eq!(again, Err(RejectionCode::NoSuchTimer));
    assert_eq!(case.clock(), "running");
    case.give(&Actor::Engine, "2026-03-09T18:00", fire(timers[1].0)).unwrap();
    assert_eq!(case.clock(), "breached");
}

#[test]
fn an_extension_stays_within_its_limit_and_needs_a_reason() {
    let mut case = accepted();
    let head = person("gulnar", &["head"]);
    let ask = |days, reason: &str| Command::Extend {
        extension: reglament_core::command::ExtensionRequest {
            days,
            reason: reglament_core::text::Texts { ru: reason.to_owned(), ..Default::default() },
        },
    };
    let desk = person("aliya", &["desk"]);
    for (by, days, reason, refused) in [
        (&desk, 5, "запрос", RejectionCode::NotCandidate),
        (&head, 11, "запрос", RejectionCode::ExtensionNotAllowed),
        (&head, 5, "", RejectionCode::ReasonRequired),
    ] {
        assert_eq!(case.give(by, "2026-03-03T10:00", ask(days, reason)), Err(refused));
    }
    case.give(&head, "2026-03-03T10:00", ask(4, "запрос")).unwrap();
    // 9 March and 4 calendar days are Friday 13 March; 10 in all are Thursday 19 March.
    let due =
        |case: &Case| case.instance.as_ref().unwrap().clock.figures().unwrap().due.date.to_string();
    assert_eq!(due(&case), "2026-03-13");
    case.give(&head, "2026-03-03T10:01", ask(6, "запрос")).unwrap();
    assert_eq!(due(&case), "2026-03-19");
    assert_eq!(
        case.give(&head, "2026-03-03T10:02", ask(1, "ещё")),
        Err(RejectionCode::ExtensionNotAllowed)
    );
}

#[test]
fn a_limit_from_day_0_is_the_length_of_the_whole() {
    let whole =
        DEFINITION.replace("calendar days, by", "calendar days, counted_from: day_zero, by");
    let mut case = accept(Case::of(&whole));
    let head = person("gulnar", &["head"]);
    let reason =
        reglament_core::text::Texts { ru: "запрос".to_owned(), ..Default::default() };
    let ask = |days| Command::Extend {
        extension: reglament_core::command::ExtensionRequest { days, reason: reason.clone() },
    };
    // Day 0 is Monday 2 March: ten calendar days in all end on Thursday 12 March, three after the 9th.
    let beyond = case.give(&head, "2026-03-03T10:00", ask(4));
    assert_eq!(beyond, Err(RejectionCode::ExtensionNotAllowed));
    case.give(&head, "2026-03-03T10:00", ask(3)).unwrap();
    let due = case.instance.as_ref().unwrap().clock.figures().unwrap().due.date;
    assert_eq!(due.to_string(), "2026-03-12");
}

#[test]
fn a_receipt_may_start_the_term() {
    let receipt = DEFINITION
        .replace("step: intake, outcome: accepted", "step: receipt")
        .replace("next: [{ to: check }]", "next: [{ to: receipt }]")
        .replace(
            "  check:\n",
            "  receipt: { element: { type: send_task, document: receipt }, next: [{ to: check }] }\n  check:\n",
        );
    let case = accept(Case::of(&receipt));
    assert_eq!(case.clock(), "running");
    let due = case.instance.as_ref().unwrap().clock.figures().unwrap().due.date;
    assert_eq!(due.to_string(), "2026-03-09");
    let started =
        case.events.iter().position(|it| matches!(it.event, Event::ClockStarted { .. })).unwrap();
    let asked = case
        .events
        .iter()
        .position(|it| matches!(it.event, Event::DocumentRequested { .. }))
        .unwrap();
    assert!(started < asked, "the receipt states the due date");
}

#[test]
fn what_a_form_says_is_checked_field_by_field() {
    let mut case = Case::new();
    let aliya = person("aliya", &["desk"]);
    let wrong: Value =
        serde_json::from_str(r#"{"person": 7, "mail": "nowhere", "age": 3}"#).unwrap();
    let refused =
        case.give(&aliya, "2026-03-02T10:00", Command::Start { data: wrong, caller: None });
    assert_eq!(refused, Err(RejectionCode::InvalidData));
    case.give(&aliya, "2026-03-02T10:00", Command::Start { data: Value::Null, caller: None })
        .unwrap();
    let task = case.id();
    let nameless = case.give(&aliya, "2026-03-02T10:01", complete(task.clone(), "accepted"));
    assert_eq!(nameless, Err(RejectionCode::InvalidData));
    let unknown = case.give(&aliya, "2026-03-02T10:01", complete(task, "perhaps"));
    assert_eq!(unknown, Err(RejectionCode::UnknownOutcome));
}

const LADDER: &str = r"
process: permit
title: { en: Permit }
authority: office
in_force: { from: 2026-01-01 }
calendar: office
units: { desk: { title: { en: Desk }, group: desk } }
deadline:
  within: 5 working days
  from: start
  escalate:
    - { at: !percent 50, remind: [holder] }
    - { at: !percent 100, remind: [supervisor], raise: urgent }
    - { at: !overdue 2 working days, reassign: head }
steps:
  intake: { element: { type: user_task, outcomes: { done: {} } }, unit: desk, next: [{ to: end }] }
  end: { element: { type: end_event } }
";

/// The timers of a server that was down for weeks are all due at once.
#[test]
fn rungs_that_are_late_go_off_in_order_and_once() {
    let mut case = Case::of(LADDER);
    let (clerk, portal) = (person("aliya", &["desk"]), person("portal", &[]));
    case.give(&portal, "2026-03-02T10:00", Command::Start { data: Value::Null, caller: None })
        .unwrap();
    let timers: Vec<_> = {
        let instance = case.instance.as_ref().unwrap();
        instance.timers.keys().map(|no| instance.timer_id(*no)).collect()
    };
    case.give(&clerk, "2026-04-06T10:00", Command::ClaimTask { task: case.id().into() }).unwrap();
    let seen = case.events.iter().filter_map(|recorded| match &recorded.event {
        Event::EscalationReached { rung } => Some(rung.to_string()),
        Event::ClockBreached => Some("breach".to_owned()),
        _ => None,
    });
    assert_eq!(seen.collect::<Vec<_>>(), ["0", "breach", "1", "2"]);
    for timer in timers {
        let fired = case.give(&Actor::Engine, "2026-04-06T10:01", Command::FireTimer { timer });
        assert_eq!(fired, Err(RejectionCode::NoSuchTimer));
    }
    let ActivationState::Task(task) =
        &case.instance.as_ref().unwrap().activations.values().next().unwrap().state
    else {
        panic!("no task")
    };
    assert_eq!(task.priority, None);
    assert_eq!(
        case.instance.as_ref().unwrap().priority,
        reglament_core::instance::Priority::Urgent
    );
}
