//! A month in an office: with weekends, holidays, an absence, a pause, an extension, a restart and a jump of
//! the clock, exactly the mails that are due leave, each once; and the same ones when the mail server refuses
//! everything for a whole day. What is due is worked out here from a list of days, not by the calendar.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::{Date, Weekday, date};
use jiff::{Timestamp, ToSpan};
use reglament_core::catalogue::Catalogue;
use reglament_core::command::{Actor, Command, Completion, ExtensionRequest, Role};
use reglament_core::ids::{InstanceId, TaskId};
use reglament_core::source::Sources;
use reglament_core::text::{Lang, Texts};
use reglament_server::channels::{self, Channel};
use reglament_server::dispatch::{Options, Target};
use reglament_server::schedules::{self, Digests};
use reglament_server::workers::{Outbox, Timers};
use reglament_store::{Absence, Change, Group, TaskFilter};
use reglament_tests::{TestApp, maps};
use serde_json::json;

use super::office::{Office, messages};
use super::sink::Sink;

/// A task that may ask the applicant for papers, which stops the clock; a term that can be extended.
const MAP: &str = r"
process: errand
title: { ru: Поручение, kk: Тапсырма, en: Errand }
authority: demo
in_force: { from: 2026-01-01 }
calendar: kz
units: { clerk: { title: { ru: Исполнитель, kk: Орындаушы, en: Clerk }, group: clerks } }
deadline:
  within: 5 working days
  from: start
  warn: [1 working day before]
  pauses: [papers]
  escalate:
    - { at: 50%, remind: holder }
    - { at: 100%, remind: [head, supervisor], raise: urgent }
    - { at: 2 working days overdue, reassign: head }
  extension: { up_to: 10 working days, by: clerk, reason: required }
steps:
  work:
    type: user_task
    title: { ru: Шаг, kk: Қадам, en: Step }
    unit: clerk
    outcomes:
      done: { to: done, title: { ru: Готово, kk: Дайын, en: Done } }
      ask: { to: papers, title: { ru: Запросить, kk: Сұрату, en: Ask } }
  papers: { type: receive_task, title: { ru: Бумаги, kk: Қағаздар, en: Papers }, message: papers, next: work }
  done: { type: end_event }
";

/// The month, in which these days are off beside the weekends: the day after Women's Day on a Sunday, and
/// Nauryz with the days that replace its Saturday and Sunday.
const FROM: Date = date(2026, 3, 2);
const UNTIL: Date = date(2026, 4, 1);
const HOLIDAYS: [Date; 4] =
    [date(2026, 3, 9), date(2026, 3, 23), date(2026, 3, 24), date(2026, 3, 25)];

/// A mail: to whom, and what it says in its subject, with the letter of the case in place of its number.
type Mail = (String, String);

#[tokio::test]
async fn a_month_brings_exactly_the_mails_that_are_due() {
    assert_eq!(sent_in_a_month(&[]).await, expected());
}

#[tokio::test]
async fn a_day_without_a_mail_server_changes_nothing() {
    // A warning, a breach and a digest fall into these days.
    assert_eq!(sent_in_a_month(&[date(2026, 3, 10), date(2026, 3, 27)]).await, expected());
}

/// What must leave: worked out by hand and by counting days.
///
/// A is filed on 2 March and never done: five working days after it end on the 10th, for the 9th is off.
/// B is filed on 16 March; on the 17th papers are asked for, which come two working days later, so that its
/// term ends on the 30th and not on the 26th; it is done that morning.
/// C is filed on 12 March and taken by aliya, to be done by the 19th; on the 18th, before its warning, it is given three
/// working days more, which end on the 27th. It is never done.
fn expected() -> BTreeMap<Mail, usize> {
    let mut mails = Vec::new();
    let mut to = |people: &[&str], subject: String| {
        mails.extend(people.iter().map(|person| ((*person).to_owned(), subject.clone())));
    };
    // A working day before the end, and after it: everybody of the group. On the 6th bolat is away and damir,
    // who is in another group, stands in for him.
    to(&["aliya", "damir", "dana"], "The term is running out: case No. A".to_owned());
    to(&["aliya", "bolat", "dana"], "Overdue: case No. A".to_owned());
    to(&["aliya", "bolat", "dana"], "The term is running out: case No. B".to_owned());
    to(&["aliya", "bolat", "dana"], "The term is running out: case No. C".to_owned());
    to(&["aliya", "bolat", "dana"], "Overdue: case No. C".to_owned());
    // Half-way: who has the task, or who may take it.
    to(&["aliya", "bolat", "dana"], "Reminder of a term: case No. A".to_owned());
    to(&["aliya", "bolat", "dana"], "Reminder of a term: case No. B".to_owned());
    to(&["aliya"], "Reminder of a term: case No. C".to_owned());
    // At the end: the head of the group and the supervisors. B is done before its end.
    to(&["dana", "gulnar", "kanat"], "Reminder of a term: case No. A".to_owned());
    to(&["dana", "gulnar", "kanat"], "Reminder of a term: case No. C".to_owned());
    // At nine: who is late, and whose term ends today. B is done on the morning of its last day, after nine.
    let dues = [date(2026, 3, 10), date(2026, 3, 30), date(2026, 3, 27)];
    let mut day = FROM;
    while day < UNTIL {
        if is_working(day) && day > FROM {
            let late = dues.iter().enumerate().filter(|(place, due)| **due < day && *place != 1);
            let today = dues.iter().filter(|due| **due == day).count();
            let (late, on) = (late.count(), day.strftime("%d.%m.%Y"));
            let subject = format!("Overdue cases: {late}, due today: {today} ({on})");
            to(&["gulnar", "kanat"], subject);
        }
        day = day.tomorrow().unwrap();
    }
    let mut counted = BTreeMap::new();
    for mail in mails {
        *counted.entry(mail).or_insert(0) += 1;
    }
    counted
}

fn is_working(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !HOLIDAYS.contains(&day)
}

fn catalogue() -> Catalogue {
    let mut sources = Sources::default();
    for file in maps::sources(&maps::repository().join("processes/calendars")).files() {
        sources.add(&format!("calendars/{}", file.path), file.text.clone());
    }
    sources.add("demo/errand/process.yaml", MAP.to_owned());
    maps::catalogue(&sources)
}

/// The month hour by hour; gives each mail and how often it left. The mail server refuses everything on
/// these days.
async fn sent_in_a_month(refusing: &[Date]) -> BTreeMap<Mail, usize> {
    let app = TestApp::with(catalogue()).await;
    let mut office = Office { app, channel: Arc::default() };
    office.app.set_time("2026-03-02T09:00:00+05:00");
    people(&office).await;
    schedules::begin(&*office.app.app.store, office.app.app.clock.now()).await.unwrap();
    let sink = Sink::start("127.0.0.1:0").await;
    let channel: Arc<dyn Channel> =
        channels::open(&format!("smtp://{}", sink.address), "robot@example.kz").unwrap();
    let mut node = Node::start(&office, &channel);
    let mut cases: BTreeMap<InstanceId, char> = BTreeMap::new();
    let mut now: Timestamp = "2026-03-02T09:00:00+05:00".parse().unwrap();
    let end: Timestamp = "2026-04-01T00:00:00+05:00".parse().unwrap();
    while now < end {
        office.app.clock.set(now);
        let local = now.to_zoned(office.app.app.settings.zone.clone());
        let is_refusing = refusing.contains(&local.date());
        sink.answer(if is_refusing { "451 not today" } else { "250 taken" });
        happens(&office, &mut cases, &local.strftime("%m-%d %H").to_string()).await;
        node.work(&office).await;
        if local.strftime("%m-%d %H").to_string() == "03-11 12" {
            drop(node);
            office = Office { app: office.app.restart().await, channel: office.channel };
            node = Node::start(&office, &channel);
        }
        // On the 31st the clock jumps over nine o'clock, as it does when the server is down.
        let hours = if local.strftime("%m-%d %H").to_string() == "03-31 08" { 4 } else { 1 };
        now = now.checked_add(hours.hours()).unwrap();
    }
    // Two working days later the head has what is late, whoever had it before.
    for (case, letter) in &cases {
        let filter = TaskFilter { instance: Some(case.clone()), limit: 9, ..TaskFilter::default() };
        let tasks = office.app.app.store.tasks(&filter).await.unwrap();
        let holders: Vec<_> = tasks.iter().filter_map(|task| task.assignee.clone()).collect();
        assert_eq!(holders.len(), usize::from(*letter != 'B'), "{letter}: {holders:?}");
        assert!(holders.iter().all(|holder| *holder == "dana"), "{letter}: {holders:?}");
    }
    assert_eq!(cases.len(), 3);
    counted(&sink.mails(), &cases)
}

/// The workers of a process.
struct Node {
    timers: Timers,
    digests: Digests,
    outbox: Outbox,
}

impl Node {
    fn start(office: &Office, channel: &Arc<dyn Channel>) -> Self {
        let app = &office.app.app;
        Self {
            timers: Timers::new(app.clone()),
            digests: Digests::new(app.clone(), messages(), Texts::default()),
            outbox: office.outbox_over(Arc::clone(channel)),
        }
    }

    async fn work(&self, office: &Office) {
        office.run(&self.timers).await;
        office.run(&self.digests).await;
        office.run(&self.outbox).await;
    }
}

/// What people and applicants do at this hour.
async fn happens(office: &Office, cases: &mut BTreeMap<InstanceId, char>, hour: &str) {
    let id = |cases: &BTreeMap<InstanceId, char>, letter: char| {
        cases.iter().find(|(_, known)| **known == letter).unwrap().0.clone()
    };
    match hour {
        "03-02 09" => drop(cases.insert(office.start("errand", json!({})).await, 'A')),
        "03-12 09" => drop(cases.insert(office.start("errand", json!({})).await, 'C')),
        "03-12 10" => {
            let task = task(office, &id(cases, 'C')).await;
            give(office, &id(cases, 'C'), Command::ClaimTask { task }, clerk()).await;
        }
        "03-16 09" => drop(cases.insert(office.start("errand", json!({})).await, 'B')),
        "03-17 09" => complete(office, &id(cases, 'B'), "ask").await,
        "03-19 09" => {
            let portal = Actor::of_program("portal", [Role::Filing].into());
            let papers = Command::ReceiveMessage {
                message: "papers".to_owned(),
                key: None,
                data: serde_json::from_value(json!({})).unwrap(),
            };
            give(office, &id(cases, 'B'), papers, portal).await;
        }
        "03-18 10" => {
            let extension = ExtensionRequest {
                days: 3,
                reason: Texts { en: "more time".into(), ..Texts::default() },
            };
            give(office, &id(cases, 'C'), Command::Extend { extension }, clerk()).await;
        }
        "03-30 10" => complete(office, &id(cases, 'B'), "done").await,
        _ => {}
    }
}

async fn complete(office: &Office, case: &InstanceId, outcome: &str) {
    let task = task(office, case).await;
    let completion = Completion { outcome: Some(outcome.to_owned()), ..Completion::default() };
    give(office, case, Command::CompleteTask { task, completion }, clerk()).await;
}

/// The open task of a case.
async fn task(office: &Office, case: &InstanceId) -> TaskId {
    let instance = office.app.app.store.instance(case).await.unwrap().unwrap();
    instance.task_id(*instance.activations.keys().next().unwrap())
}

async fn give(office: &Office, case: &InstanceId, command: Command, by: Actor) {
    let target = Target::Instance(case.clone());
    let dispatcher = &office.app.app.dispatcher;
    dispatcher.dispatch(target, command, by, Options::default()).await.unwrap();
}

fn clerk() -> Actor {
    Actor::of_person("aliya".into(), ["clerks".into()].into(), [Role::Officer].into())
}

async fn people(office: &Office) {
    office.person("aliya", "clerks", Lang::En, true).await;
    office.person("bolat", "clerks", Lang::En, true).await;
    office.person("dana", "clerks", Lang::En, true).await;
    office.person("damir", "others", Lang::En, true).await;
    office.person("erlan", "clerks", Lang::En, false).await;
    office.supervisor("gulnar", Lang::En).await;
    office.supervisor("kanat", Lang::En).await;
    let absence = Absence {
        absence: "bolat-1".to_owned(),
        person: "bolat".into(),
        from: "2026-03-05T00:00:00+05:00".parse().unwrap(),
        until: Some("2026-03-08T00:00:00+05:00".parse().unwrap()),
        substitute: Some("damir".into()),
        groups: None,
        reason: String::new(),
        set_by: "bolat".to_owned(),
        set_at: office.app.app.clock.now(),
        cancelled_by: None,
        cancelled_at: None,
    };
    let (titles, head) = (Texts::default(), Some("dana".into()));
    let clerks = Group { group: "clerks".into(), titles, head, active: true };
    let store = &office.app.app.store;
    store.change_organization(Change::Group(clerks).into()).await.unwrap().unwrap();
    store.change_organization(Change::Absence(absence).into()).await.unwrap().unwrap();
}

/// The mails that the server took, and how often each. Two of one kind to one person have two identifiers.
fn counted(mails: &[String], cases: &BTreeMap<InstanceId, char>) -> BTreeMap<Mail, usize> {
    let header = |mail: &str, name: &str| {
        let line = mail.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.trim().to_owned()
    };
    let mut found = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for mail in mails {
        let to = header(mail, "To:");
        let to = to.split(['<', '@']).nth(1).unwrap_or_default().to_owned();
        let mut subject = header(mail, "Subject:");
        for (number, letter) in cases {
            subject = subject.replace(number.as_str(), &letter.to_string());
        }
        assert!(ids.insert(header(mail, "Message-ID:")), "sent twice: {subject} to {to}");
        *found.entry((to, subject)).or_insert(0) += 1;
    }
    found
}
