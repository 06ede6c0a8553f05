//! An office in the middle of its work: cases in every state that an inbox can show.

use jiff::Timestamp;
use reglament_core::command::{Actor, Command, Completion, DocumentChecks, Role};
use reglament_core::ids::{InstanceId, TaskId};
use reglament_core::text::Lang;
use reglament_core::value::Value;
use reglament_server::dispatch::{Options, Reply, Target};
use reglament_store::Person;
use reglament_tests::TestApp;
use serde_json::json;

/// The password of everybody here.
pub const PASSWORD: &str = "correct horse";

/// The moment of the stage: Friday, 16 October 2026, 11:20 in Almaty.
const NOW: &str = "2026-10-16T11:20:00+05:00";

/// The name to sign in with, the name to show, the language, the groups and the roles of a person.
type Somebody = (&'static str, &'static str, Lang, &'static [&'static str], &'static [Role]);

/// Who sees every page.
const ALL_ROLES: [Role; 6] = [
    Role::Officer,
    Role::Supervisor,
    Role::Filing,
    Role::Administrator,
    Role::Auditor,
    Role::Analyst,
];

/// The people: everybody invented.
const PEOPLE: [Somebody; 5] = [
    ("aliya", "Примерова Алия", Lang::Kk, &["mp-district"], &[Role::Officer, Role::Filing]),
    ("bolat", "Образцов Болат", Lang::Ru, &["mp-district"], &[Role::Officer]),
    ("damir", "Макетов Дамир", Lang::Ru, &["mp-directorate"], &[Role::Officer]),
    ("saule", "Қадағалаушы Сәуле", Lang::Ru, &["mp-district", "mp-head"], &ALL_ROLES),
    ("gulnar", "Шаблонова Гульнар", Lang::Ru, &["mp-head"], &[Role::Officer, Role::Supervisor]),
];

/// When a case was filed, by whom, and whether its documents were accepted then.
const CASES: [(&str, &str, bool); 9] = [
    ("2026-10-05T09:40", "Үлгібаев Әділ Мысалұлы", true),
    ("2026-10-06T15:05", "ТОО «Примерстрой и партнёры»", true),
    ("2026-10-07T10:30", "Образцова Сандугаш", true),
    ("2026-10-09T16:45", "Макетов Ерлан Шаблонович", true),
    ("2026-10-13T11:15", "SAMPLE TRADING LLP", true),
    ("2026-10-15T17:20", "Мысалова Гүлнәр Үлгіқызы", true),
    ("2026-10-15T17:50", "Условный Иван Примерович", false),
    ("2026-10-16T09:10", "Үлгілі Қайрат", false),
    ("2026-10-16T10:55", "Тестов Марат", false),
];

/// Sets the stage; the number of the case that is two steps far.
pub async fn set(app: &TestApp) -> InstanceId {
    for (name, shown, language, groups, roles) in PEOPLE {
        let person = Person {
            person: name.into(),
            name: shown.to_owned(),
            email: Some(format!("{name}@police.example")),
            language,
            groups: groups.iter().map(|group| (*group).into()).collect(),
            roles: roles.iter().copied().collect(),
            office: None,
            identity: None,
            password_hash: Some(app.app.guard.hasher.hash(PASSWORD).await.unwrap()),
            active: true,
        };
        app.app.store.put_person(&person).await.unwrap();
    }
    let mut second = None;
    for (n, (filed, applicant, accepted)) in CASES.into_iter().enumerate() {
        app.clock.set(moment(filed));
        let case = file(app, applicant).await;
        if accepted {
            app.clock.set(app.app.clock.now() + jiff::SignedDuration::from_mins(12));
            let reply = accept(app, &case).await;
            if n == 1 {
                second = Some(case.instance.clone());
            }
            if n % 3 == 1 {
                claim(app, "damir", &reply).await;
            }
        }
    }
    app.set_time(NOW);
    second.unwrap()
}

fn moment(local: &str) -> Timestamp {
    format!("{local}:00+05:00").parse().unwrap()
}

/// A case that waits for its decision; its number.
pub async fn decidable(app: &TestApp) -> InstanceId {
    let case = set(app).await;
    let row = app.app.store.instance(&case).await.unwrap().unwrap();
    let task = row.task_id(*row.activations.keys().next().unwrap());
    let data: Value = serde_json::from_value(json!({
        "registers": { "wanted": "no_hit", "entry_ban": "no_hit" }
    }))
    .unwrap();
    let completion =
        Completion { outcome: Some("checked".to_owned()), data, ..Completion::default() };
    let target = Target::Instance(case.clone());
    send(app, "damir", target, Command::CompleteTask { task, completion }).await;
    case
}

/// Somebody takes this task, in another browser or on another machine.
pub async fn claim_as(app: &TestApp, name: &str, task: &str) {
    let task = TaskId::from(task);
    let row = app.app.store.task(&task).await.unwrap().unwrap();
    send(app, name, Target::Instance(row.instance), Command::ClaimTask { task }).await;
}

/// Waits for something that comes by itself.
pub async fn until(what: impl Fn() -> bool) {
    for _ in 0..100 {
        if what() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("it did not come");
}

/// Files an application.
pub async fn file(app: &TestApp, applicant: &str) -> Reply {
    let entity = applicant.contains("LLP") || applicant.contains("ТОО");
    let kind = if entity { "legal_entity" } else { "individual" };
    let mut data = json!({
        "applicant": { "kind": kind, "name": applicant, "email": "applicant@example.invalid" },
        "foreigner": { "name": "SAMPLE TEST", "citizenship": "DE", "passport": "N0000001" },
        "residence": { "kind": "permanent", "address": "г. Примерск, ул. Образцовая, д. 1" },
        "trip": {
            "zone": "Образцовский район",
            "purpose": "Посещение родственников и участие в семейном торжестве",
            "from": "2026-11-02",
            "until": "2026-11-12",
        },
    });
    if entity {
        data["applicant"]["bin"] = json!("000140000002");
    }
    let data: Value = serde_json::from_value(data).unwrap();
    let target = Target::New("border-zone-pass".into());
    send(app, "aliya", target, Command::Start { data, caller: None }).await
}

async fn accept(app: &TestApp, case: &Reply) -> Reply {
    let completion = Completion {
        outcome: Some("accepted".to_owned()),
        documents: Some(DocumentChecks::All),
        ..Completion::default()
    };
    let task = TaskId::from(case.tasks[0].task.as_str());
    let target = Target::Instance(case.instance.clone());
    send(app, "bolat", target, Command::CompleteTask { task, completion }).await
}

async fn claim(app: &TestApp, name: &str, case: &Reply) {
    let task = TaskId::from(case.tasks[0].task.as_str());
    let target = Target::Instance(case.instance.clone());
    send(app, name, target, Command::ClaimTask { task }).await;
}

async fn send(app: &TestApp, name: &str, target: Target, command: Command) -> Reply {
    let person = app.app.store.person(&name.into()).await.unwrap().unwrap();
    let actor = Actor::of_person(person.person, person.groups, person.roles);
    app.app.dispatcher.dispatch(target, command, actor, Options::default()).await.unwrap()
}
