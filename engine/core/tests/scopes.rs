//! Random small maps with splits and subprocesses within each other, completed in random order: no
//! token is lost, the instance is the fold of its events at every moment, and scopes are gone at the
//! end. The maps are written as an analyst writes them and must pass the checker.
#![expect(clippy::unwrap_used, reason = "a suite that fails, fails its test")]

use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;
use reglament_core::command::{Actor, Command, Completion, Request, Role};
use reglament_core::event::{CASE, Recorded};
use reglament_core::ids::InstanceId;
use reglament_core::instance::{ActivationState, Instance, InstanceState};
use reglament_core::language::check;
use reglament_core::process::Process;
use reglament_core::source::Sources;
use reglament_core::transition::{replay, transition};
use reglament_core::value::{Context, Value};

const CALENDAR: &str = "\
calendar: office
title: { ru: Контора, kk: Кеңсе, en: Office }
zone: Asia/Almaty
covers: { from: 2026, until: 2027 }
week: [mon, tue, wed, thu, fri]
hours: [{ days: [mon, tue, wed, thu, fri], open: '09:00', close: '18:00' }]
";

const HEAD: &str = "\
process: random
title: { ru: Случайное, kk: Кездейсоқ, en: Random }
authority: office
in_force: { from: 2026-01-01 }
calendar: office
units: { desk: { title: { ru: Стойка, kk: Тіркеу, en: Desk }, group: desk } }
types: { guest: { name: { type: text, title: { ru: Имя, kk: Аты, en: Name } } } }
data: { guests: { type: list, of: guest, title: { ru: Гости, kk: Қонақтар, en: Guests } } }
steps:
";

/// A part of a map.
#[derive(Clone, Debug)]
enum Piece {
    Task,
    /// A task one of whose outcomes throws an error, or ends its scope.
    Risk {
        terminates: bool,
    },
    Wait,
    Split(Vec<Piece>, Vec<Piece>),
    Block {
        runs: Runs,
        body: Vec<Piece>,
    },
}

#[derive(Clone, Copy, Debug)]
enum Runs {
    Once,
    Each { sequential: bool, at_least: Option<u32> },
}

fn runs() -> impl Strategy<Value = Runs> {
    let each = (any::<bool>(), proptest::option::of(1..3_u32))
        .prop_map(|(sequential, at_least)| Runs::Each { sequential, at_least });
    prop_oneof![Just(Runs::Once), each]
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let leaf = prop_oneof![
        3 => Just(Piece::Task),
        1 => Just(Piece::Wait),
        1 => any::<bool>().prop_map(|terminates| Piece::Risk { terminates }),
    ];
    let piece = leaf.prop_recursive(3, 12, 3, |inner| {
        let some = || proptest::collection::vec(inner.clone(), 1..3);
        prop_oneof![
            (some(), some()).prop_map(|(one, other)| Piece::Split(one, other)),
            (runs(), some()).prop_map(|(runs, body)| Piece::Block { runs, body }),
        ]
    });
    proptest::collection::vec(piece, 1..4)
}

/// Writes a map.
#[derive(Default)]
struct Writer {
    text: String,
    steps: usize,
}

impl Writer {
    fn map(pieces: &[Piece]) -> String {
        let mut writer = Self { text: HEAD.to_owned(), steps: 0 };
        // The outermost pieces stand in a block, where errors and terminating ends belong.
        writer.block(&[Piece::Block { runs: Runs::Once, body: pieces.to_vec() }], 1);
        writer.text
    }

    fn name(&mut self) -> String {
        self.steps += 1;
        format!("s{}", self.steps)
    }

    fn line(&mut self, depth: usize, text: &str) {
        writeln!(self.text, "{}{text}", "  ".repeat(depth)).unwrap();
    }

    /// Pieces one after the other, and an end.
    fn block(&mut self, pieces: &[Piece], depth: usize) {
        let end = self.name();
        let first = self.name();
        self.sequence(pieces, &first, &end, depth);
        self.line(depth, &format!("{end}: {{ type: end_event }}"));
    }

    fn sequence(&mut self, pieces: &[Piece], first: &str, after: &str, depth: usize) {
        let mut name = first.to_owned();
        for (n, piece) in pieces.iter().enumerate() {
            let next = if n + 1 < pieces.len() { self.name() } else { after.to_owned() };
            self.piece(piece, &name, &next, depth);
            name = next;
        }
    }

    fn piece(&mut self, piece: &Piece, name: &str, next: &str, depth: usize) {
        match piece {
            Piece::Task => {
                self.line(
                    depth,
                    &format!("{name}: {{ type: user_task, unit: desk, next: {next} }}"),
                );
            }
            Piece::Wait => {
                self.line(
                    depth,
                    &format!("{name}: {{ type: timer, wait: 2 hours, next: {next} }}"),
                );
            }
            Piece::Risk { terminates } => {
                let bad = self.name();
                let ways = format!("outcomes: {{ good: {{ to: {next} }}, bad: {{ to: {bad} }} }}");
                self.line(depth, &format!("{name}: {{ type: user_task, unit: desk, {ways} }}"));
                let how = if *terminates { "terminate: true" } else { "error: lost" };
                self.line(depth, &format!("{bad}: {{ type: end_event, {how} }}"));
            }
            Piece::Split(one, other) => {
                let (left, right, join) = (self.name(), self.name(), self.name());
                let split = "type: parallel_gateway";
                self.line(depth, &format!("{name}: {{ {split}, next: [{left}, {right}] }}"));
                self.sequence(one, &left, &join, depth);
                self.sequence(other, &right, &join, depth);
                self.line(depth, &format!("{join}: {{ {split}, next: {next} }}"));
            }
            Piece::Block { runs, body } => {
                self.line(depth, &format!("{name}:"));
                self.line(depth + 1, "type: subprocess");
                self.line(depth + 1, &format!("next: {next}"));
                if let Runs::Each { sequential, at_least } = runs {
                    self.line(depth + 1, "for_each: guests");
                    self.line(depth + 1, "item: guest");
                    self.line(depth + 1, &format!("sequential: {sequential}"));
                    if let Some(enough) = at_least {
                        self.line(depth + 1, &format!("at_least: {enough}"));
                    }
                }
                if body.iter().any(throws) {
                    self.line(depth + 1, &format!("on: [{{ error: lost, to: {next} }}]"));
                }
                self.line(depth + 1, "steps:");
                self.block(body, depth + 2);
            }
        }
    }
}

fn throws(piece: &Piece) -> bool {
    match piece {
        Piece::Risk { terminates } => !terminates,
        Piece::Split(one, other) => one.iter().chain(other).any(throws),
        Piece::Block { body, .. } => body.iter().any(throws),
        Piece::Task | Piece::Wait => false,
    }
}

/// A case of a random map.
struct Case {
    process: Arc<Process>,
    id: InstanceId,
    now: jiff::Timestamp,
    instance: Option<Instance>,
    events: Vec<Recorded>,
}

impl Case {
    fn new(map: &str) -> Self {
        let mut sources = Sources::default();
        sources.add("calendars/office.yaml", CALENDAR);
        sources.add("office/random/process.yaml", map);
        let checked = check(&sources);
        assert!(!checked.has_errors(), "{map}\n{:#?}", checked.diagnostics);
        let process = Arc::new(checked.processes.into_iter().next().unwrap());
        let now = "2026-03-02T10:00:00+05:00".parse().unwrap();
        let id = InstanceId::from("26030200000001");
        Self { process, id, now, instance: None, events: Vec::new() }
    }

    fn give(&mut self, command: Command, by: Actor) {
        let request = Request { command, by, at: self.now };
        let done = transition(&self.process, &self.id, self.instance.as_ref(), &request).unwrap();
        self.events.extend(done.events);
        self.instance = Some(done.after);
        self.check();
    }

    fn instance(&self) -> &Instance {
        self.instance.as_ref().unwrap()
    }

    fn check(&self) {
        let case = self.instance();
        assert_eq!(replay(&self.id, &self.events).as_ref(), Some(case));
        let stored = serde_json::to_string(case).unwrap();
        assert_eq!(serde_json::from_str::<Instance>(&stored).unwrap(), *case);
        if !case.is_running() {
            assert!(matches!(case.state, InstanceState::Ended { .. }));
            assert!(case.activations.is_empty() && case.scopes.is_empty());
            assert!(case.timers.is_empty() && case.local.waiting.is_empty());
            return;
        }
        assert!(!case.activations.is_empty(), "a token was lost");
        for open in case.activations.values() {
            assert!(open.scope == CASE || case.scopes.contains_key(&open.scope));
            assert!(!matches!(open.state, ActivationState::Incident(_)), "{open:?}");
        }
        for (no, scope) in &case.scopes {
            let owner = &case.activations[&scope.of];
            assert!(matches!(owner.state, ActivationState::Runs(_)), "{owner:?}");
            assert!(case.activations.values().any(|open| open.scope == *no), "an idle scope");
        }
        for timer in case.timers.values() {
            let of = timer.purpose.activation();
            assert!(of.is_none_or(|no| case.activations.contains_key(&no)));
        }
    }

    /// Completes a task or fires a timer, as the dice say; false when the case has ended.
    fn step(&mut self, dice: u8) -> bool {
        let case = self.instance();
        if !case.is_running() {
            return false;
        }
        let is_task = |state: &ActivationState| matches!(state, ActivationState::Task(_));
        let tasks: Vec<_> =
            case.activations.iter().filter(|(_, open)| is_task(&open.state)).collect();
        let timer = case.timers.iter().min_by_key(|(no, timer)| (timer.due, **no));
        match (timer, tasks.len()) {
            (Some((no, timer)), open) if open == 0 || dice.is_multiple_of(3) => {
                let (timer, due) = (case.timer_id(*no), timer.due);
                self.now = self.now.max(due);
                self.give(Command::FireTimer { timer }, Actor::Engine);
            }
            (_, open) => {
                let (no, task) = tasks[usize::from(dice) % open];
                let outcome = self.outcome(task.step.as_str(), dice);
                let task = case.task_id(*no);
                let completion = Completion { outcome, ..Completion::default() };
                self.give(Command::CompleteTask { task, completion }, person());
            }
        }
        true
    }

    fn outcome(&self, step: &str, dice: u8) -> Option<String> {
        use reglament_core::definition::Element;
        match &self.process.definition.step(&step.into())?.element {
            Element::UserTask(task) if dice.is_multiple_of(7) => {
                task.outcomes.keys().last().cloned()
            }
            _ => None,
        }
    }
}

fn person() -> Actor {
    Actor::of_person("ann".into(), ["desk".into()].into(), [Role::Officer, Role::Filing].into())
}

fn guests(count: usize) -> Value {
    let guest = |n: usize| {
        Value::Context(Context::from([("name".to_owned(), Value::text(format!("Guest {n}")))]))
    };
    let guests = Value::List((1..=count).map(guest).collect());
    Value::Context(Context::from([("guests".to_owned(), guests)]))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_token_is_lost_whatever_the_order(
        pieces in pieces(),
        count in 0..3_usize,
        dice in proptest::collection::vec(any::<u8>(), 400),
    ) {
        let mut case = Case::new(&Writer::map(&pieces));
        case.give(Command::Start { data: guests(count), caller: None }, person());
        let ended = dice.iter().any(|dice| !case.step(*dice));
        // A map without a loop ends; only the largest of them need more steps than there are dice.
        prop_assert!(ended || case.events.len() > 400, "{:#?}", case.instance());
    }
}

/// A list as long as a list may be, within one command for the runs that never wait.
#[test]
fn a_thousand_items_run_at_once() {
    let map = "  s1: { type: subprocess, for_each: guests, item: guest, steps: { a: { type: \
               exclusive_gateway, next: [{ when: guest.name = \"Guest 7\", to: b }, { otherwise: c }] }, \
               b: { type: user_task, unit: desk }, c: { type: end_event } } }\n  s2: { type: end_event }\n";
    let mut case = Case::new(&format!("{HEAD}{map}"));
    case.give(Command::Start { data: guests(1_000), caller: None }, person());
    let open: Vec<_> =
        case.instance().activations.values().map(|open| open.step.as_str()).collect();
    assert_eq!(open, ["s1", "b"]);
    assert_eq!(
        case.instance().label(case.instance().scopes.keys().copied().next().unwrap()),
        "Guest 7"
    );
    case.step(1);
    assert!(!case.instance().is_running());
}
