//! A case that calls another: what each of them decides, without a store between them.
#![expect(clippy::unwrap_used, reason = "a suite that fails, fails its test")]

use reglament_core::command::{Actor, CallResult, Caller, Command, Completion, Request, Role};
use reglament_core::effect::EffectKind;
use reglament_core::event::{Event, Recorded};
use reglament_core::ids::{GroupId, InstanceId};
use reglament_core::instance::{ActivationState, Instance, InstanceState};
use reglament_core::language::check;
use reglament_core::process::Process;
use reglament_core::rejection::RejectionCode;
use reglament_core::source::Sources;
use reglament_core::transition::{replay, transition};
use reglament_core::value::Value;

const CALENDAR: &str = "\
calendar: office
title: { ru: Контора, kk: Кеңсе, en: Office }
zone: Asia/Almaty
covers: { from: 2026, until: 2027 }
week: [mon, tue, wed, thu, fri]
hours: [{ days: [mon, tue, wed, thu, fri], open: '09:00', close: '18:00' }]
";

const HEAD: &str = "\
title: { ru: Дело, kk: Іс, en: Case }
authority: office
in_force: { from: 2026-01-01 }
calendar: office
units: { desk: { title: { ru: Стойка, kk: Тіркеу, en: Desk }, group: desk } }
";

const PARENT: &str = "\
process: parent
data: { place: { type: text, title: { ru: Место, kk: Орны, en: Place } } }
steps:
  visit:
    type: call_activity
    process: child
    title: { ru: Выезд, kk: Бару, en: Visit }
    sends: { place: place }
    receives: { safe: { type: boolean, title: { ru: Безопасно, kk: Қауіпсіз, en: Safe } } }
    on: [{ message: withdrawn, to: closed }CATCH]
  done: { type: end_event }
  closed: { type: end_event }
";

const CHILD: &str = "\
process: child
data:
  place: { type: text, title: { ru: Место, kk: Орны, en: Place } }
  safe: { type: boolean, optional: true, title: { ru: Безопасно, kk: Қауіпсіз, en: Safe } }
steps:
  look: { type: user_task, unit: desk, form: [safe], title: { ru: Осмотр, kk: Тексеру, en: Look } }
  seen: { type: end_event, status: seen, title: { ru: Осмотрено, kk: Тексерілді, en: Seen } }
";

/// The maps of a caller that catches this beside `withdrawn`, and of the case that it calls.
fn maps(catch: &str) -> (Process, Process) {
    let mut sources = Sources::default();
    sources.add("calendars/office.yaml", CALENDAR);
    sources.add("office/child/process.yaml", format!("{CHILD}{HEAD}"));
    let parent = PARENT.replace("CATCH", catch);
    sources.add("office/parent/process.yaml", format!("{parent}{HEAD}"));
    let checked = check(&sources);
    assert!(!checked.has_errors(), "{:#?}", checked.diagnostics);
    let mut processes = checked.processes.into_iter();
    let child = processes.next().unwrap();
    (processes.next().unwrap(), child)
}

/// An instance, its events and what it wants told.
struct Case {
    process: Process,
    id: InstanceId,
    instance: Option<Instance>,
    events: Vec<Recorded>,
    told: Vec<EffectKind>,
}

impl Case {
    fn new(process: Process, id: &str) -> Self {
        Self { process, id: id.into(), instance: None, events: Vec::new(), told: Vec::new() }
    }

    fn give(&mut self, by: &Actor, command: Command) -> Result<(), RejectionCode> {
        let at = "2026-03-02T10:00:00+05:00".parse().unwrap();
        let request = Request { command, by: by.clone(), at };
        let done = transition(&self.process, &self.id, self.instance.as_ref(), &request);
        let done = done.map_err(|rejection| rejection.code)?;
        self.events.extend(done.events);
        self.told.extend(done.effects.into_iter().map(|effect| effect.kind));
        assert_eq!(replay(&self.id, &self.events).as_ref(), Some(&done.after));
        let stored = serde_json::to_string(&done.after).unwrap();
        assert_eq!(serde_json::from_str::<Instance>(&stored).unwrap(), done.after);
        self.instance = Some(done.after);
        Ok(())
    }

    fn state(&self) -> &InstanceState {
        &self.instance.as_ref().unwrap().state
    }

    fn ended_at(&self) -> Option<&str> {
        match self.state() {
            InstanceState::Ended { step, .. } => Some(step.as_str()),
            _ => None,
        }
    }

    fn incident(&self) -> Option<&str> {
        let mut open = self.instance.as_ref().unwrap().activations.values();
        open.find_map(|open| match &open.state {
            ActivationState::Incident(incident) => Some(incident.code.as_str()),
            _ => None,
        })
    }
}

fn program() -> Actor {
    Actor::of_program("portal", [Role::Filing, Role::Supervisor].into())
}

fn officer() -> Actor {
    let groups = [GroupId::from("desk")].into();
    Actor::of_person("aliya".into(), groups, [Role::Officer].into())
}

fn data(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn start(caller: Option<Caller>) -> Command {
    Command::Start { data: data(r#"{"place": "Street 1"}"#), caller }
}

/// A caller that waits, with the number of its activation.
fn calling(catch: &str) -> (Case, u32, Process) {
    let (parent, child) = maps(catch);
    let mut case = Case::new(parent, "26030200000001");
    case.give(&program(), start(None)).unwrap();
    let [EffectKind::StartCalled { process, edition: None, data: sent, no }] = &case.told[..]
    else {
        panic!("{:?}", case.told)
    };
    assert_eq!((process.as_str(), sent), ("child", &data(r#"{"place": "Street 1"}"#)));
    let no = *no;
    case.told.clear();
    (case, no, child)
}

/// The called case, begun.
fn called(child: Process, no: u32) -> Case {
    let mut case = Case::new(child, "26030200000002");
    let caller = Caller { instance: "26030200000001".into(), no };
    assert_eq!(case.give(&program(), start(Some(caller.clone()))), Err(RejectionCode::Forbidden));
    case.give(&Actor::Engine, start(Some(caller))).unwrap();
    case
}

/// What the called case tells its caller.
fn returned(child: &Case) -> Command {
    let [EffectKind::ReturnToCaller { instance, no, result }] = &child.told[..] else {
        panic!("{:?}", child.told)
    };
    assert_eq!(instance.as_str(), "26030200000001");
    Command::CompleteCall { no: *no, child: Some(child.id.clone()), result: result.clone() }
}

fn look(child: &mut Case, said: &str) {
    let instance = child.instance.as_ref().unwrap();
    let task = instance.task_id(*instance.activations.keys().next().unwrap());
    let completion = Completion { data: data(said), ..Completion::default() };
    child.give(&officer(), Command::CompleteTask { task, completion }).unwrap();
}

#[test]
fn a_called_case_comes_back_once() {
    let (mut parent, no, child) = calling("");
    let mut child = called(child, no);
    look(&mut child, r#"{"safe": true}"#);
    let back = returned(&child);
    assert_eq!(parent.give(&officer(), back.clone()), Err(RejectionCode::Forbidden));
    parent.give(&Actor::Engine, back.clone()).unwrap();
    let visit = parent.instance.as_ref().unwrap().data.at("visit").clone();
    assert_eq!(visit, data(r#"{"safe": true, "status": "seen", "ended": "seen"}"#));
    assert_eq!((parent.ended_at(), &parent.told[..]), (Some("done"), &[][..]));
    assert_eq!(parent.give(&Actor::Engine, back), Err(RejectionCode::InstanceClosed));
}

#[test]
fn what_does_not_come_back_as_declared_stands_on_an_incident_until_a_new_case_does() {
    let (mut parent, no, child) = calling("");
    let mut first = called(child.clone(), no);
    look(&mut first, "{}");
    let back = returned(&first);
    parent.give(&Actor::Engine, back.clone()).unwrap();
    assert_eq!(parent.incident(), Some("call_result"));
    assert_eq!(parent.give(&Actor::Engine, back), Err(RejectionCode::NoSuchCall));
    let incident = parent.instance.as_ref().unwrap().incident_id(no);
    parent.give(&program(), Command::RetryIncident { incident }).unwrap();
    let [EffectKind::StartCalled { no: again, .. }] = parent.told[..] else {
        panic!("{:?}", parent.told)
    };
    let mut second = called(child, again);
    look(&mut second, r#"{"safe": false}"#);
    parent.give(&Actor::Engine, returned(&second)).unwrap();
    assert_eq!(parent.ended_at(), Some("done"));
}

#[test]
fn a_called_case_that_is_cancelled_throws_an_error() {
    let (mut parent, no, child) = calling(", { error: cancelled, to: closed }");
    let mut child = called(child, no);
    child.give(&program(), Command::Cancel { reason: "twice".into() }).unwrap();
    parent.give(&Actor::Engine, returned(&child)).unwrap();
    assert_eq!(parent.ended_at(), Some("closed"));
    let thrown = |it: &Recorded| matches!(&it.event, Event::ErrorThrown { error, .. } if error == "cancelled");
    assert!(parent.events.iter().any(thrown));
}

#[test]
fn what_nobody_catches_stands_on_an_incident() {
    let cancelled = CallResult::Cancelled { reason: "twice".into() };
    let refused = CallResult::Refused { reason: "no".into() };
    for (result, code) in [(cancelled, "call_cancelled"), (refused, "call_refused")] {
        let (mut parent, no, _) = calling("");
        let back = Command::CompleteCall { no, child: None, result };
        parent.give(&Actor::Engine, back).unwrap();
        assert_eq!(parent.incident(), Some(code));
        assert!(parent.told.is_empty(), "{:?}", parent.told);
    }
}

#[test]
fn a_call_that_is_given_up_cancels_the_called_case() {
    let withdrawn =
        Command::ReceiveMessage { message: "withdrawn".into(), key: None, data: Value::Null };
    let cancel = Command::Cancel { reason: "twice".into() };
    for command in [withdrawn, cancel] {
        let (mut parent, no, child) = calling("");
        parent.give(&program(), command).unwrap();
        assert_eq!(parent.told, [EffectKind::CancelCalled { no }]);
        let mut child = called(child, no);
        child.give(&Actor::Engine, Command::Cancel { reason: parent.id.to_string() }).unwrap();
        let late = parent.give(&Actor::Engine, returned(&child));
        assert_eq!(late, Err(RejectionCode::InstanceClosed));
    }
}
