//! The road when something on it fails.

use std::sync::{Arc, RwLock};

use jiff::tz::TimeZone;
use reglament_core::catalogue::Catalogue;
use reglament_core::command::Role;
use reglament_core::language;
use reglament_core::source::Sources;
use reglament_core::value::Value;
use tempfile::TempDir;

use super::*;
use crate::clock::SetClock;

const MAP: &str = "\
process: errand
title: { ru: Поручение, kk: Тапсырма, en: Errand }
authority: lab
in_force: { from: 2020-01-01 }
calendar: lab
units:
  front: { title: { ru: Приёмная, kk: Қабылдау, en: Front desk }, group: front }
data:
  note: { type: text, optional: true, title: { ru: Заметка, kk: Ескертпе, en: Note } }
steps:
  work:
    type: user_task
    title: { ru: Работа, kk: Жұмыс, en: Work }
    unit: front
    form: [note]
    outcomes:
      done: { title: { ru: Готово, kk: Дайын, en: Done } }
  end: { type: end_event, title: { ru: Конец, kk: Соңы, en: End } }
";

const CALENDAR: &str = "\
calendar: lab
title: { ru: Календарь, kk: Күнтізбе, en: Calendar }
zone: Asia/Almaty
covers: { from: 2020, until: 2030 }
week: [mon, tue, wed, thu, fri]
hours:
  - { days: [mon, tue, wed, thu, fri], open: \"09:00\", close: \"18:00\" }
counting:
  event_day: 0
  end_of_term: close
  calendar_term_end: roll_forward
  six_day_week: false
  after_hours: next_working_day
  minutes: wall_clock
";

/// The interpreter, but that it panics where the data says so.
fn panicking(
    process: &Process,
    id: &InstanceId,
    before: Option<&Instance>,
    request: &Request,
) -> Result<Transition, Rejection> {
    if let Command::Start { data, .. } = &request.command {
        assert_ne!(data.at("note").as_text(), Some("poison"), "poisoned");
    }
    transition(process, id, before, request)
}

async fn dispatcher(decide: Decide, folder: &TempDir) -> (Dispatcher, Arc<dyn Store>) {
    let mut sources = Sources::default();
    sources.add("lab/errand/process.yaml", MAP);
    sources.add("calendars/lab.yaml", CALENDAR);
    let checked = language::check(&sources);
    assert!(!checked.has_errors(), "{:#?}", checked.diagnostics);
    let mut catalogue = Catalogue::default();
    for process in checked.processes {
        catalogue.publish(process.into());
    }
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let store = reglament_store::open(&url).await.unwrap();
    let clock = Arc::new(SetClock::at("2026-03-18T05:00:00Z".parse().unwrap()));
    let catalogue = Arc::new(RwLock::new(Arc::new(catalogue)));
    let kept = Arc::clone(&store);
    (Dispatcher::deciding(decide, store, clock, catalogue, TimeZone::UTC), kept)
}

async fn start(dispatcher: &Dispatcher, note: &str) -> Result<Reply, DispatchError> {
    let mut data = Value::default();
    data.put("note", Value::text(note));
    let portal = Actor::of_program("portal", [Role::Filing].into());
    let target = Target::New("errand".into());
    dispatcher
        .dispatch(target, Command::Start { data, caller: None }, portal, Options::default())
        .await
}

#[tokio::test]
async fn a_panic_is_a_fault_of_one_case_and_the_others_go_on() {
    let folder = TempDir::new().unwrap();
    let (dispatcher, _store) = dispatcher(panicking, &folder).await;
    let error = start(&dispatcher, "poison").await.unwrap_err();
    assert!(matches!(error, DispatchError::Fault(Fault::Panicked(_))), "{error}");
    assert!(start(&dispatcher, "harmless").await.is_ok());
}

#[tokio::test]
async fn a_number_that_another_node_has_drawn_is_drawn_again() {
    let folder = TempDir::new().unwrap();
    let (one, store) = dispatcher(transition, &folder).await;
    let first = start(&one, "first").await.unwrap();
    // Another node over the same store, its clock at the same millisecond.
    let Shared { clock, catalogue, .. } = &*one.0;
    let (clock, catalogue) = (Arc::clone(clock), Arc::clone(catalogue));
    let other = Dispatcher::new(store, clock, catalogue, TimeZone::UTC);
    let second = start(&other, "second").await.unwrap();
    assert!(first.instance < second.instance);
}

#[tokio::test]
async fn two_nodes_decide_on_what_the_store_has_and_not_on_what_they_remember() {
    let folder = TempDir::new().unwrap();
    let (one, store) = dispatcher(transition, &folder).await;
    let Shared { clock, catalogue, .. } = &*one.0;
    let (clock, catalogue) = (Arc::clone(clock), Arc::clone(catalogue));
    let other = Dispatcher::new(store, clock, catalogue, TimeZone::UTC);
    let case = start(&one, "shared").await.unwrap();
    let task: reglament_core::ids::TaskId = case.tasks[0].task.as_str().into();
    let person =
        |name: &str| Actor::of_person(name.into(), ["front".into()].into(), [Role::Officer].into());
    let target = Target::Instance(case.instance.clone());
    let claim = Command::ClaimTask { task: task.clone() };
    let unclaim = Command::UnclaimTask { task };
    // Each node remembers the case as of its own last command.
    for (node, command, name) in
        [(&one, &claim, "aliya"), (&other, &unclaim, "aliya"), (&one, &claim, "bolat")]
    {
        let by = person(name);
        node.dispatch(target.clone(), command.clone(), by, Options::default()).await.unwrap();
    }
    // The other node remembers a free task; the store knows better.
    let refused = other.dispatch(target, claim, person("aliya"), Options::default()).await;
    let DispatchError::Rejected(rejection) = refused.unwrap_err() else { panic!("a rejection") };
    assert_eq!(rejection.holder, Some("bolat".into()));
}
