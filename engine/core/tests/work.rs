//! Who works a task: in whose name, by assignment and by delegation; and that no way to it forms a
//! pair of one person.
#![expect(clippy::unwrap_used, reason = "a suite that fails, fails its test")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use proptest::prelude::*;
use reglament_core::calendar::{Calendar, WorkingCalendar};
use reglament_core::command::{
    Actor, Candidate, Command, Completion, Credential, Request, Role, Substituted,
};
use reglament_core::definition::Definition;
use reglament_core::event::{Event, Recorded};
use reglament_core::ids::{InstanceId, OfficeId, PersonId, TaskId};
use reglament_core::instance::{ActivationState, Instance};
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

/// Two steps side by side that one person may not both perform.
const PAIR: &str = r"
process: permit
title: { en: Permit }
authority: office
in_force: { from: 2026-01-01 }
calendar: office
units: { desk: { title: { en: Desk }, group: desk } }
office: city
data: { city: { type: text, optional: true } }
steps:
  start: { element: { type: parallel_gateway }, next: [{ to: check }, { to: decide }] }
  check:
    element: { type: user_task, outcomes: { done: {} } }
    unit: desk
    next: [{ to: end }]
  decide:
    element: { type: user_task, outcomes: { done: {} }, not_same_person_as: [check] }
    unit: desk
    next: [{ to: end }]
  end: { element: { type: end_event } }
";

const NAMES: [&str; 4] = ["aliya", "bolat", "dana", "erlan"];

struct Case {
    process: Process,
    instance: Option<Instance>,
    events: Vec<Recorded>,
}

impl Case {
    fn filed(city: Option<&str>) -> Self {
        let calendar: Calendar = serde_yaml::from_str(CALENDAR).unwrap();
        let all = BTreeMap::from([(calendar.calendar.clone(), calendar)]);
        let calendar = WorkingCalendar::resolve(&"office".into(), &all).unwrap();
        let definition: Definition = serde_yaml::from_str(PAIR).unwrap();
        let reference = Arc::new(ReferenceData::default());
        let process = Process::new(definition, "test".into(), Arc::new(calendar), reference);
        let mut case = Self { process, instance: None, events: Vec::new() };
        let data = city.map_or("{}".to_owned(), |city| format!(r#"{{"city":"{city}"}}"#));
        let data = serde_json::from_str(&data).unwrap();
        let portal = Actor::of_program("portal", [Role::Filing].into());
        case.give(&portal, Command::Start { data, caller: None }).unwrap();
        case
    }

    fn give(&mut self, by: &Actor, command: Command) -> Result<(), Rejection> {
        let id = InstanceId::from("26030200000001");
        let request = Request { command, by: by.clone(), at: at() };
        let done = transition(&self.process, &id, self.instance.as_ref(), &request)?;
        self.events.extend(done.events);
        assert_eq!(replay(&id, &self.events).as_ref(), Some(&done.after));
        let stored = serde_json::to_string(&done.after).unwrap();
        assert_eq!(serde_json::from_str::<Instance>(&stored).unwrap(), done.after);
        self.instance = Some(done.after);
        Ok(())
    }

    fn task(&self, step: &str) -> TaskId {
        let instance = self.instance.as_ref().unwrap();
        let open = instance.activations.iter().find(|(_, open)| open.step == step);
        open.map_or("26030200000001.0".into(), |(no, _)| instance.task_id(*no))
    }

    fn holder(&self, step: &str) -> Option<PersonId> {
        let instance = self.instance.as_ref().unwrap();
        let open = instance.activations.values().find(|open| open.step == step)?;
        match &open.state {
            ActivationState::Task(task) => Some(task.assignee.as_ref()?.person.clone()),
            _ => None,
        }
    }
}

fn at() -> Timestamp {
    "2026-03-02T10:00:00+05:00".parse().unwrap()
}

fn officer(name: &str) -> Actor {
    Actor::of_person(name.into(), ["desk".into()].into(), [Role::Officer].into())
}

/// An officer of an office who stands in for these, too.
fn with(name: &str, groups: &[&str], offices: &[&str], absent: &[&str]) -> Actor {
    let set = |names: &[&str]| names.iter().map(|name| OfficeId::from(*name)).collect();
    let absent = absent.iter().map(|name| Substituted {
        person: (*name).into(),
        groups: ["desk".into()].into(),
        offices: BTreeSet::new(),
    });
    Actor::Person {
        person: name.into(),
        groups: groups.iter().map(|group| (*group).into()).collect(),
        roles: [Role::Officer].into(),
        offices: set(offices),
        leads: BTreeSet::new(),
        acting_for: absent.collect(),
        credential: Credential::default(),
    }
}

fn claim(task: TaskId) -> Command {
    Command::ClaimTask { task }
}

fn complete(task: TaskId) -> Command {
    Command::CompleteTask { task, completion: Completion::default() }
}

fn assign(task: TaskId, to: &str) -> Command {
    Command::AssignTask { task, to: to.into(), candidate: Candidate::of(&officer(to), false) }
}

fn delegate(task: TaskId, to: &str) -> Command {
    let candidate = Candidate::of(&officer(to), false);
    Command::DelegateTask { task, to: to.into(), candidate, note: "Look".into() }
}

fn code(result: Result<(), Rejection>) -> Option<RejectionCode> {
    result.err().map(|rejection| rejection.code)
}

#[test]
fn a_substitute_acts_in_the_name_of_who_is_absent_and_both_count() {
    let mut case = Case::filed(None);
    let petrov = with("petrov", &[], &[], &["ivanov"]);
    let claimed = case.give(&petrov, complete(case.task("check")));
    assert_eq!(code(claimed), None);
    let Some(Event::TaskCompleted { person, on_behalf_of, .. }) =
        case.events.iter().map(|it| &it.event).find(|it| matches!(it, Event::TaskCompleted { .. }))
    else {
        panic!("no completion")
    };
    assert_eq!((person.as_str(), on_behalf_of.as_ref().unwrap().as_str()), ("petrov", "ivanov"));
    // Neither of the two, nor anybody for one of them, performs the other step.
    for by in [officer("petrov"), officer("ivanov"), with("dana", &[], &[], &["ivanov"])] {
        let refused = case.give(&by, claim(case.task("decide"))).unwrap_err();
        assert_eq!(refused.code, RejectionCode::FourEyes);
        assert_eq!(refused.conflict.unwrap().step, "check");
    }
    assert_eq!(code(case.give(&officer("dana"), complete(case.task("decide")))), None);
}

#[test]
fn a_substitute_works_what_the_absent_holds_and_loses_it_with_the_absence() {
    let mut case = Case::filed(None);
    let task = case.task("check");
    case.give(&officer("ivanov"), claim(task.clone())).unwrap();
    case.give(&with("petrov", &[], &[], &["ivanov"]), claim(task.clone())).unwrap();
    assert_eq!(case.holder("check"), Some("petrov".into()));
    let alone = with("petrov", &[], &[], &[]);
    assert_eq!(code(case.give(&alone, complete(task.clone()))), Some(RejectionCode::NotCandidate));
    // Who is back takes their own again.
    case.give(&officer("ivanov"), claim(task)).unwrap();
    assert_eq!(case.holder("check"), Some("ivanov".into()));
}

#[test]
fn a_case_of_an_office_is_worked_there() {
    let mut case = Case::filed(Some("astana"));
    let here = with("aliya", &["desk"], &["astana"], &[]);
    let there = with("bolat", &["desk"], &["almaty"], &[]);
    let task = case.task("check");
    assert_eq!(code(case.give(&there, claim(task.clone()))), Some(RejectionCode::NotCandidate));
    let to_there = Command::AssignTask {
        task: task.clone(),
        to: "bolat".into(),
        candidate: Candidate::of(&there, false),
    };
    case.give(&here, claim(task.clone())).unwrap();
    assert_eq!(code(case.give(&here, to_there)), Some(RejectionCode::NotCandidate));
    assert_eq!(code(case.give(&here, complete(task))), None);
}

#[test]
fn a_delegated_task_keeps_its_owner_and_counts_whoever_worked_on_it() {
    let mut case = Case::filed(None);
    let task = case.task("check");
    let (aliya, bolat) = (officer("aliya"), officer("bolat"));
    assert_eq!(
        code(case.give(&aliya, delegate(task.clone(), "bolat"))),
        Some(RejectionCode::NotClaimed)
    );
    case.give(&aliya, claim(task.clone())).unwrap();
    case.give(&aliya, delegate(task.clone(), "bolat")).unwrap();
    assert_eq!(code(case.give(&bolat, complete(task.clone()))), Some(RejectionCode::Delegated));
    assert_eq!(
        code(case.give(&bolat, delegate(task.clone(), "dana"))),
        Some(RejectionCode::Delegated)
    );
    case.give(&bolat, Command::ResolveDelegation { task: task.clone(), note: "Right".into() })
        .unwrap();
    assert_eq!(case.holder("check"), Some("aliya".into()));
    // While it is still open: whoever had a hand in it does not perform the other step.
    assert_eq!(code(case.give(&bolat, claim(case.task("decide")))), Some(RejectionCode::FourEyes));
    case.give(&aliya, complete(task)).unwrap();
    assert_eq!(
        code(case.give(&bolat, complete(case.task("decide")))),
        Some(RejectionCode::FourEyes)
    );
    let assigned = case.give(&Actor::Engine, assign(case.task("decide"), "bolat"));
    assert_eq!(code(assigned), Some(RejectionCode::FourEyes));
}

#[test]
fn nobody_absent_gets_a_task() {
    let mut case = Case::filed(None);
    let candidate = Candidate::of(&officer("bolat"), true);
    let task = case.task("check");
    let given = Command::AssignTask { task, to: "bolat".into(), candidate };
    assert_eq!(code(case.give(&Actor::Engine, given)), Some(RejectionCode::Absent));
}

/// What somebody tries: who, for whom they stand in, and what with whom.
fn tries() -> impl Strategy<Value = Vec<(usize, Option<usize>, u8, bool, usize)>> {
    let one = (0..4_usize, prop::option::of(0..4_usize), 0..7_u8, any::<bool>(), 0..4_usize);
    prop::collection::vec(one, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_way_to_a_task_forms_a_forbidden_pair(tries in tries()) {
        let mut case = Case::filed(None);
        for (who, absent, what, first, whom) in tries {
            let absent: Vec<&str> = absent.filter(|it| *it != who).map(|it| NAMES[it]).into_iter().collect();
            let by = with(NAMES[who], &["desk"][..usize::from(who != 3)], &[], &absent);
            let (task, to) = (case.task(if first { "check" } else { "decide" }), NAMES[whom]);
            let command = match what {
                0 => claim(task),
                1 => Command::UnclaimTask { task },
                2 => assign(task, to),
                3 => delegate(task, to),
                4 => Command::ResolveDelegation { task, note: "Done".into() },
                _ => complete(task),
            };
            let _ = case.give(&by, command);
            if !case.instance.as_ref().unwrap().is_running() {
                break;
            }
        }
        let hands = hands(&case.events);
        let (check, decide) = (&hands[0], &hands[1]);
        prop_assert!(check.is_disjoint(decide), "{check:?} and {decide:?}");
    }
}

/// Everybody who had a hand in the two steps, told from the events alone; a step that is not completed
/// counts for nothing.
fn hands(events: &[Recorded]) -> [BTreeSet<PersonId>; 2] {
    let mut steps = BTreeMap::new();
    let mut open: BTreeMap<u32, BTreeSet<PersonId>> = BTreeMap::new();
    let mut done = [BTreeSet::new(), BTreeSet::new()];
    for recorded in events {
        match &recorded.event {
            Event::TaskOpened { no, step, .. } => drop(steps.insert(*no, step.clone())),
            Event::DelegationResolved { no, person, on_behalf_of, .. } => {
                let hands = open.entry(*no).or_default();
                hands.extend([person.clone()].into_iter().chain(on_behalf_of.clone()));
            }
            Event::TaskCompleted { no, person, on_behalf_of, .. } => {
                let place = usize::from(steps[no] == "decide");
                done[place].extend(open.remove(no).unwrap_or_default());
                done[place].extend([person.clone()].into_iter().chain(on_behalf_of.clone()));
            }
            _ => {}
        }
    }
    done
}
