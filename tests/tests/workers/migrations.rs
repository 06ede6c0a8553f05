//! Running cases go to another edition: exactly as the preview says, under load, and back again.

use std::collections::BTreeMap;
use std::sync::Arc;

use reglament_core::command::{Actor, Command, Completion, Role};
use reglament_core::event::Event;
use reglament_core::ids::{EditionId, InstanceId};
use reglament_core::instance::Instance;
use reglament_core::migration::{ClockRule, MigrationPlan};
use reglament_core::process::Process;
use reglament_core::source::Sources;
use reglament_core::transition::replay;
use reglament_core::value::Value;
use reglament_server::dispatch::{Options, Target};
use reglament_server::migrations::{self, MigrationError, MoveCases};
use reglament_store::{CaseState, MigrationCase, MigrationRow, MigrationState};
use reglament_tests::{TestApp, maps};
use serde_json::json;

use super::office::Office;

pub const OLD: &str = r"
process: moving
title: { ru: Проба, kk: Сынақ, en: Trial }
authority: demo
in_force: { from: 2020-01-01 }
calendar: kz
units:
  clerk: { title: { ru: Исполнитель, kk: Орындаушы, en: Clerk }, group: clerks }
  head: { title: { ru: Начальник, kk: Бастық, en: Head }, group: heads }
data:
  name: { type: text, title: { ru: Имя, kk: Аты, en: Name } }
  phone: { type: text, optional: true, title: { ru: Телефон, kk: Телефон, en: Phone } }
  floor: { type: number, optional: true, title: { ru: Этаж, kk: Қабат, en: Floor } }
deadline: { within: 10 working days, from: start, warn: [50%] }
steps:
  intake:
    type: user_task
    title: { ru: Приём, kk: Қабылдау, en: Intake }
    unit: clerk
    within: 2 working days
    on: [{ timer: 3 working days, interrupting: false, to: late }]
    next: check
  check:
    type: user_task
    title: { ru: Проверка, kk: Тексеру, en: Check }
    unit: clerk
    next: done
  late: { type: manual_task, title: { ru: Опоздание, kk: Кешігу, en: Late }, unit: head, next: done }
  done: { type: end_event }
";

/// The other edition: intake has another name and term, check is done by the head, the case takes less time.
pub fn newer() -> String {
    let text = OLD.replace("10 working days", "6 working days");
    let text = text.replace("within: 2 working days", "within: 1 working day");
    let text = text.replace("  intake:", "  reception:");
    let text = text.replace("unit: clerk\n    next: done", "unit: head\n    next: done");
    text.replace(
        "  floor: { type: number, optional: true, title: { ru: Этаж, kk: Қабат, en: Floor } }",
        "  mobile: { type: text, optional: true, title: { ru: Телефон, kk: Телефон, en: Phone } }\n  \
         room: { type: text, optional: true, title: { ru: Кабинет, kk: Бөлме, en: Room } }",
    )
    .replace("  phone: { type: text, optional: true, title: { ru: Телефон, kk: Телефон, en: Phone } }\n", "")
}

/// A processes folder with the calendars of the repository and this map.
pub fn sources(text: &str) -> Sources {
    let all = maps::sources(&maps::repository().join("processes"));
    let mut sources = Sources::default();
    for file in all.files().iter().filter(|file| file.path.starts_with("calendars/")) {
        sources.add(&file.path, Arc::clone(&file.text));
    }
    sources.add("demo/moving/process.yaml", text.to_owned());
    sources
}

fn edition(text: &str) -> Arc<Process> {
    let catalogue = maps::catalogue(&sources(text));
    Arc::clone(catalogue.current(&"moving".into()).unwrap())
}

struct Stage {
    office: Office,
    old: Arc<Process>,
    new: Arc<Process>,
}

impl Stage {
    async fn open() -> Self {
        let (old, new) = (edition(OLD), edition(&newer()));
        let mut catalogue = reglament_core::catalogue::Catalogue::default();
        catalogue.publish(Arc::clone(&old));
        catalogue.keep(Arc::clone(&new));
        let app = TestApp::with(catalogue).await;
        Self { office: Office { app, channel: Arc::default() }, old, new }
    }

    fn plan(&self) -> MigrationPlan {
        MigrationPlan {
            steps: BTreeMap::from([("intake".into(), "reception".into())]),
            fields: BTreeMap::from([("phone".to_owned(), "mobile".to_owned())]),
            ..MigrationPlan::new(self.old.edition.clone(), self.new.edition.clone())
        }
    }

    async fn preview(&self, plan: MigrationPlan) -> MigrationRow {
        migrations::preview(&self.office.app.app, &analyst(), plan, None).await.unwrap()
    }

    async fn carry_out(&self, id: &str) -> MigrationRow {
        self.office.run(&MoveCases::new(self.office.app.app.clone())).await;
        self.office.app.app.store.migration(id).await.unwrap().unwrap()
    }

    async fn cases(&self, id: &str) -> Vec<MigrationCase> {
        self.office.app.app.store.migration_cases(id, None, None, 10_000).await.unwrap()
    }

    async fn case(&self, id: &InstanceId) -> Instance {
        self.office.app.app.store.instance(id).await.unwrap().unwrap()
    }

    async fn does(&self, id: &InstanceId, command: Command) {
        let by = clerk();
        let target = Target::Instance(id.clone());
        let dispatcher = &self.office.app.app.dispatcher;
        dispatcher.dispatch(target, command, by, Options::default()).await.unwrap();
    }

    /// The events of a case make its row.
    async fn assert_replays(&self, id: &InstanceId) {
        let events = self.office.app.app.store.events(id, 0, 1_000).await.unwrap();
        assert_eq!(replay(id, &events), Some(self.case(id).await), "{id}");
    }
}

fn analyst() -> Actor {
    Actor::of_person("dinara".into(), [].into(), [Role::Analyst].into())
}

fn clerk() -> Actor {
    let groups = ["clerks".into(), "heads".into()];
    Actor::of_person("aliya".into(), groups.into(), [Role::Officer].into())
}

/// The activation that has stood open the longest.
fn first(case: &Instance) -> u32 {
    *case.activations.keys().next().unwrap()
}

fn complete(case: &Instance) -> Command {
    Command::CompleteTask { task: case.task_id(first(case)), completion: Completion::default() }
}

/// A case that has come so far: filed, taken, or at its second step.
async fn begin(stage: &Stage, n: usize) -> InstanceId {
    let data =
        json!({ "name": format!("Пример {n}"), "phone": format!("+7 700 000 {n:04}"), "floor": n });
    let id = stage.office.start("moving", data).await;
    let case = stage.case(&id).await;
    match n % 3 {
        0 => {}
        1 => stage.does(&id, Command::ClaimTask { task: case.task_id(first(&case)) }).await,
        _ => stage.does(&id, complete(&case)).await,
    }
    id
}

#[tokio::test]
async fn a_case_goes_on_in_the_other_edition_as_listed_and_back() {
    let stage = Stage::open().await;
    let (filed, checked) = (begin(&stage, 0).await, begin(&stage, 2).await);
    let before = [stage.case(&filed).await, stage.case(&checked).await];
    let migration = stage.preview(stage.plan()).await;
    let listed = stage.cases(&migration.id).await;
    assert!(listed.iter().all(|it| it.state == CaseState::Planned), "{listed:?}");
    let change = listed.iter().find(|it| it.instance == filed).unwrap().change.clone().unwrap();
    // Filed on Wednesday 18 March; 21 to 25 March is the holiday of Nauryz with its transfer.
    assert_eq!(change.due.before.unwrap().to_string(), "2026-04-06");
    assert_eq!(change.due.after.unwrap().to_string(), "2026-03-31");
    assert_eq!(
        (change.tasks[0].step.as_str(), change.tasks[0].to.as_str()),
        ("intake", "reception")
    );
    assert_eq!(change.tasks[0].due.after.unwrap().to_string(), "2026-03-19");
    let fields: Vec<(&str, &str)> = change
        .fields
        .iter()
        .map(|it| (it.path.as_str(), it.to.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(fields, [("phone", "mobile"), ("floor", ""), ("room", "")]);
    let of_head = listed.iter().find(|it| it.instance == checked).unwrap().change.clone().unwrap();
    assert_eq!(of_head.tasks[0].group, Some(("clerks".into(), "heads".into())));

    migrations::execute(&stage.office.app.app, &analyst(), &migration.id).await.unwrap();
    let done = stage.carry_out(&migration.id).await;
    assert_eq!(done.state, MigrationState::Done);
    let moved = stage.case(&filed).await;
    assert_eq!(moved.edition, stage.new.edition);
    assert_eq!(moved.clock.figures().unwrap().due.date, change.due.after.unwrap());
    assert_eq!(moved.data.at("mobile"), &Value::text("+7 700 000 0000"));
    assert_eq!((moved.data.at("phone"), moved.data.at("floor").is_null()), (&Value::Null, false));
    let timers: Vec<_> = change.timers.iter().filter_map(|it| it.after).collect();
    let mut running: Vec<_> = moved.timers.values().map(|it| it.due).collect();
    running.sort();
    let mut listed_timers = timers.clone();
    listed_timers.sort();
    assert_eq!(running, listed_timers);
    stage.assert_replays(&filed).await;

    // The other case goes on and is not taken back any more.
    stage.does(&checked, complete(&stage.case(&checked).await)).await;
    assert!(!stage.case(&checked).await.is_running());
    migrations::undo(&stage.office.app.app, &analyst(), &migration.id).await.unwrap();
    assert_eq!(stage.carry_out(&migration.id).await.state, MigrationState::Undone);
    let states: BTreeMap<InstanceId, CaseState> =
        stage.cases(&migration.id).await.into_iter().map(|it| (it.instance, it.state)).collect();
    assert_eq!((states[&filed], states[&checked]), (CaseState::Undone, CaseState::Stays));
    let back = stage.case(&filed).await;
    assert_eq!(Instance { version: before[0].version, ..back }, before[0]);
    stage.assert_replays(&filed).await;
    stage.assert_replays(&checked).await;
}

#[tokio::test]
async fn a_step_that_nothing_continues_bars_its_case_and_nothing_is_touched() {
    let stage = Stage::open().await;
    let id = begin(&stage, 1).await;
    let before = stage.case(&id).await;
    let plan = MigrationPlan::new(stage.old.edition.clone(), stage.new.edition.clone());
    let migration = stage.preview(plan).await;
    let [case] = &stage.cases(&migration.id).await[..] else { panic!("one case") };
    assert_eq!((case.state, case.obstacles[0].code.as_str()), (CaseState::Barred, "unmapped_step"));
    assert!(case.obstacles[0].message.contains("`intake`"), "{:?}", case.obstacles);
    migrations::execute(&stage.office.app.app, &analyst(), &migration.id).await.unwrap();
    assert_eq!(stage.carry_out(&migration.id).await.state, MigrationState::Done);
    assert_eq!(stage.case(&id).await, before);
    let wrong = MigrationPlan {
        steps: BTreeMap::from([("intake".into(), "done".into())]),
        ..MigrationPlan::new(stage.old.edition.clone(), stage.new.edition.clone())
    };
    let refused = migrations::preview(&stage.office.app.app, &analyst(), wrong, None).await;
    let Err(MigrationError::Plan(obstacles)) = refused else { panic!("{refused:?}") };
    assert!(
        obstacles[0].message.contains("a user_task cannot go on as a end_event"),
        "{obstacles:?}"
    );
    let gone = MigrationPlan::new(stage.old.edition.clone(), EditionId::from("nothing"));
    let refused = migrations::preview(&stage.office.app.app, &analyst(), gone, None).await;
    assert!(matches!(refused, Err(MigrationError::NoEdition(_))), "{refused:?}");
    let refused = migrations::preview(&stage.office.app.app, &clerk(), stage.plan(), None).await;
    assert!(matches!(refused, Err(MigrationError::Rejected(_))), "{refused:?}");
}

#[tokio::test]
async fn a_case_keeps_its_due_date_when_the_plan_says_so() {
    let stage = Stage::open().await;
    let id = begin(&stage, 0).await;
    let plan = MigrationPlan { clock: ClockRule::Keep, ..stage.plan() };
    let migration = stage.preview(plan).await;
    let [case] = &stage.cases(&migration.id).await[..] else { panic!("one case") };
    let due = case.change.as_ref().unwrap().due;
    assert_eq!(due.before, due.after);
    migrations::execute(&stage.office.app.app, &analyst(), &migration.id).await.unwrap();
    stage.carry_out(&migration.id).await;
    assert_eq!(stage.case(&id).await.clock.figures().unwrap().due.date, due.before.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_cases_move_under_load_as_previewed_and_back() {
    const CASES: usize = 1_000;
    let stage = Arc::new(Stage::open().await);
    let mut ids = Vec::new();
    for n in 0..CASES {
        ids.push(begin(&stage, n).await);
    }
    let mut before = BTreeMap::new();
    for id in &ids {
        before.insert(id.clone(), stage.case(id).await);
    }
    let migration = stage.preview(stage.plan()).await;
    assert_eq!(stage.cases(&migration.id).await.len(), CASES);
    // Others work meanwhile: every tenth case is commented on, and new ones are filed on the old edition.
    let busy = {
        let (stage, ids) = (Arc::clone(&stage), ids.clone());
        tokio::spawn(async move {
            for (n, id) in ids.iter().enumerate().filter(|(n, _)| n % 10 == 0) {
                stage.does(id, Command::Comment { text: "проверено".to_owned() }).await;
                begin(&stage, n).await;
            }
        })
    };
    migrations::execute(&stage.office.app.app, &analyst(), &migration.id).await.unwrap();
    assert_eq!(stage.carry_out(&migration.id).await.state, MigrationState::Done);
    busy.await.unwrap();
    for case in stage.cases(&migration.id).await {
        let (now, change) = (stage.case(&case.instance).await, case.change.unwrap());
        assert_eq!(
            case.state,
            CaseState::Moved,
            "a comment changes nothing that was listed: {}",
            case.said
        );
        assert_eq!(now.edition, stage.new.edition);
        let due = now.clock.figures().map(|figures| figures.due.date);
        assert_eq!(due, change.due.after, "{}", case.instance);
        for task in &change.tasks {
            assert_eq!(now.activations[&task.no].step, task.to, "{}", case.instance);
        }
        assert_eq!(now.data.at("name"), before[&case.instance].data.at("name"));
        stage.assert_replays(&case.instance).await;
    }
    migrations::undo(&stage.office.app.app, &analyst(), &migration.id).await.unwrap();
    assert_eq!(stage.carry_out(&migration.id).await.state, MigrationState::Undone);
    let (mut undone, mut stays) = (0, 0);
    for case in stage.cases(&migration.id).await {
        let (now, was) = (stage.case(&case.instance).await, &before[&case.instance]);
        stage.assert_replays(&case.instance).await;
        let events = stage.office.app.app.store.events(&case.instance, 0, 100).await.unwrap();
        let place = |is: fn(&Event) -> bool| events.iter().position(|it| is(&it.event));
        let moved = place(|it| matches!(it, Event::CaseMigrated { .. })).unwrap();
        let comment = place(|it| matches!(it, Event::CommentAdded { .. }));
        // What was commented on before it moved is undone with the comment; after it, it stays.
        if comment.is_some_and(|comment| comment > moved) {
            assert_eq!(case.state, CaseState::Stays, "{}", case.instance);
            assert_eq!(now.edition, stage.new.edition);
            stays += 1;
        } else {
            assert_eq!(case.state, CaseState::Undone, "{}: {}", case.instance, case.said);
            assert_eq!(Instance { version: was.version, ..now }, *was);
            undone += 1;
        }
    }
    assert_eq!(undone + stays, CASES);
}

#[tokio::test]
async fn what_has_changed_since_the_preview_is_not_moved() {
    let stage = Stage::open().await;
    let id = begin(&stage, 0).await;
    let migration = stage.preview(stage.plan()).await;
    let case = stage.case(&id).await;
    stage.does(&id, complete(&case)).await;
    let before = stage.case(&id).await;
    migrations::execute(&stage.office.app.app, &analyst(), &migration.id).await.unwrap();
    stage.carry_out(&migration.id).await;
    let [case] = &stage.cases(&migration.id).await[..] else { panic!("one case") };
    assert_eq!(case.state, CaseState::Refused);
    assert!(case.said.contains("preview it again"), "{}", case.said);
    assert_eq!(stage.case(&id).await, before);
    let again = migrations::execute(&stage.office.app.app, &analyst(), &migration.id).await;
    assert!(matches!(again, Err(MigrationError::Rejected(_))), "{again:?}");
}
