//! Every event of a whole case, and those that it does not have, told in three languages.

use jiff::Timestamp;
use reglament_core::calendar::WorkingTime;
use reglament_core::command::Completion;
use reglament_core::event::{Awaited, DueDate, Recorded};
use reglament_core::instance::{File, HeldDecision, Instance, Priority};
use reglament_core::term::Term;
use reglament_core::text::Texts;
use reglament_core::value::Value;

use super::*;
use crate::pages::tests::library_card;

const NO: ActivationNo = 1;

fn file(version_of: Option<u32>) -> File {
    let (name, media_type) = ("a.pdf".to_owned(), "application/pdf".to_owned());
    File { name, media_type, size: 1, sha256: "0".repeat(64), version_of }
}

#[expect(clippy::too_many_lines, reason = "one line for each event: it reads as a table")]
fn events() -> Vec<Event> {
    let at = "2026-03-18T05:00:00Z".parse().unwrap();
    let day = jiff::civil::date(2026, 3, 27);
    let due = DueDate { at, date: day, known_on: day };
    let step = || StepId::from("intake");
    let from = || vec![StepId::from("sign")];
    let facts = Texts { ru: "Факты".into(), kk: "Мән-жай".into(), en: "Facts".into() };
    let ground = RefusalGround { ground: "rules-5".into(), facts, until: None };
    let message = "The case stands still".to_owned();
    vec![
        Event::InstanceStarted {
            process: "library-card".into(),
            edition: "0".into(),
            applicant: "A".into(),
            data: Value::Null,
            caller: None,
        },
        Event::StepPassed { step: step(), scope: 0 },
        Event::StepEntered { no: NO, step: step(), scope: 0 },
        Event::TaskOpened {
            no: NO,
            step: step(),
            scope: 0,
            unit: "desk".into(),
            group: "desk".into(),
            due: Some(due),
            queue: false,
        },
        Event::TaskClaimed { no: NO, person: "aliya".into(), on_behalf_of: None, due: None },
        Event::TaskUnclaimed { no: NO, person: "aliya".into(), on_behalf_of: None },
        Event::TaskCompleted {
            no: NO,
            person: "aliya".into(),
            on_behalf_of: None,
            outcome: "accepted".into(),
            data: Value::Null,
            items: BTreeMap::default(),
            documents: Some(DocumentChecks::All),
            ground: Some(ground),
            returned_to: None,
            comment: None,
        },
        Event::JobOpened {
            no: NO,
            step: step(),
            scope: 0,
            worker: "w".into(),
            input: Value::Null,
            attempts: 3,
        },
        Event::JobCompleted { no: NO, output: Value::Null, data: Value::Null },
        Event::JobFailed { no: NO, error: message.clone(), attempts: 2, retry_at: at, code: None },
        Event::DecisionMade {
            step: step(),
            scope: 0,
            decision: "d".into(),
            result: Value::text("yes"),
            rules: vec![1],
            inputs: [("category".to_owned(), Value::text("a"))].into(),
        },
        Event::TimerArmed { timer: 1, purpose: TimerPurpose::Step { no: NO }, due: at },
        Event::TimerArmed { timer: 2, purpose: TimerPurpose::Process { index: 0 }, due: at },
        Event::TimerArmed { timer: 3, purpose: TimerPurpose::Warning { threshold: 0 }, due: at },
        Event::TimerArmed { timer: 4, purpose: TimerPurpose::Breach, due: at },
        Event::TimerArmed { timer: 5, purpose: TimerPurpose::Overdue { no: NO }, due: at },
        Event::TimerArmed { timer: 6, purpose: TimerPurpose::Waiting { no: NO }, due: at },
        Event::TimerArmed {
            timer: 7,
            purpose: TimerPurpose::Deadline { no: None, index: 0 },
            due: at,
        },
        Event::TimerFired { timer: 1 },
        Event::DeadlineStarted {
            deadline: "extension_notice".into(),
            from: at,
            term: Term::working_days(3),
            due,
        },
        Event::DeadlineMet { deadline: "extension_notice".into() },
        Event::DeadlineBreached { deadline: "extension_notice".into() },
        Event::DoneLate { deadline: "extension_notice".into() },
        Event::StepOverdue { no: NO, step: step(), waiting: false },
        Event::StepOverdue { no: NO, step: step(), waiting: true },
        Event::MessagesAwaited {
            no: NO,
            step: step(),
            scope: 0,
            messages: vec![Awaited { message: "paid".into(), key: None }],
        },
        Event::MessageKept { message: "paid".into(), key: None, data: Value::Null },
        Event::MessageReceived {
            message: "withdrawn".into(),
            data: Value::Null,
            under: None,
            no: None,
            kept: None,
        },
        Event::NotificationRequested {
            step: step(),
            scope: 0,
            message: "accepted".into(),
            to: "applicant".into(),
            attach: Vec::new(),
        },
        Event::DocumentRequested { step: step(), scope: 0, document: "refusal".into() },
        Event::SubprocessOpened { no: 2, step: step(), scope: 0, items: Some(1) },
        Event::ScopeOpened {
            scope: 3,
            of: 2,
            item: Some(1),
            undoes: None,
            path: "guests[1]".into(),
            label: "Alpha".into(),
        },
        Event::ScopeEnded { scope: 3 },
        Event::ErrorThrown { step: step(), scope: 3, error: "absent".into() },
        Event::EscalationThrown {
            step: step(),
            scope: 3,
            escalation: "late".into(),
            caught: false,
        },
        Event::SignalThrown { step: step(), scope: 3, signal: "closed".into() },
        Event::FlowChosen { no: NO, index: 0 },
        Event::ConditionMet { no: Some(NO), index: 0 },
        Event::ConditionMet { no: None, index: 0 },
        Event::UndoNoted { step: step(), scope: 0 },
        Event::CompensationBegun { no: 4, step: "issued".into(), scope: 0, undoes: from() },
        Event::ScopeOpened {
            scope: 5,
            of: 4,
            item: None,
            undoes: Some(step()),
            path: String::new(),
            label: String::new(),
        },
        Event::CompensationEnded { no: 4 },
        Event::ScopeCancelled { scope: 3 },
        Event::ScopeCleared { scope: 3 },
        Event::SubprocessCompleted { no: 2 },
        Event::TokenWaits { step: step(), scope: 0, from: "sign".into() },
        Event::Joined { step: step(), scope: 0, from: from(), late: 0 },
        Event::TokenEnded { step: step(), scope: 0, from: "sign".into() },
        Event::TokensDropped { step: step(), scope: 0, from: from() },
        Event::StepInterrupted { no: NO },
        Event::ApplicantNamed { name: "A".into() },
        Event::CaseLinked { to: Some("26031800000001".into()) },
        Event::CaseLinked { to: None },
        Event::CaseMigrated { after: Box::new(Instance::blank("26031800000001".into())) },
        Event::MigrationUndone { after: Box::new(Instance::blank("26031800000001".into())) },
        Event::OfficeNamed { office: Some("astana".into()) },
        Event::OfficeNamed { office: None },
        Event::StatusChanged { status: "accepted".into() },
        Event::ClockStarted { from: at, term: Term::working_days(7), due },
        Event::ClockPaused,
        Event::ClockResumed { stood: WorkingTime::from_hours(2), due },
        Event::ClockExtended { days: 10, reason: Texts::default(), due },
        Event::ClockRecounted { was: day, original: due, due },
        Event::TaskRecounted { no: NO, was: day, due },
        Event::ClockWarned { threshold: 0 },
        Event::EscalationReached { rung: 0 },
        Event::ClockDoneLate,
        Event::ClockBreached,
        Event::ClockMet,
        Event::IncidentRaised { no: NO, step: step(), code: "worker".into(), message },
        Event::TaskAssigned { no: NO, to: "aliya".into(), due: None },
        Event::TaskDelegated {
            no: NO,
            to: "aliya".into(),
            note: "Check".into(),
            on_behalf_of: Some("aliya".into()),
        },
        Event::DelegationResolved {
            no: NO,
            person: "aliya".into(),
            on_behalf_of: None,
            note: "Done".into(),
        },
        Event::DecisionHeld { no: NO, decision: decision(at) },
        Event::DecisionRecalled { no: NO, person: "aliya".into(), reason: "Wrong ground".into() },
        Event::TimerArmed { timer: 9, purpose: TimerPurpose::TakeEffect { no: NO }, due: at },
        Event::TaskMoved { no: NO, group: "head".into() },
        Event::TaskPrioritised { no: NO, priority: Priority::Normal },
        Event::TaskPrioritised { no: NO, priority: Priority::High },
        Event::CasePrioritised { priority: Priority::Urgent },
        Event::CommentAdded { text: "He rang".into() },
        Event::FileAttached { no: 1, file: file(None) },
        Event::FileAttached { no: 2, file: file(Some(1)) },
        Event::AttachmentRemoved { no: 1, reason: "By mistake".into() },
        Event::IncidentResolved { no: NO },
        Event::InstanceEnded { step: "issued".into() },
        Event::InstanceCancelled { reason: "Filed twice".into() },
    ]
}

#[test]
fn every_event_has_a_sentence_in_every_language() {
    let process = library_card();
    let people = People::known([("aliya".into(), "Aliya".to_owned())]);
    let record = |(n, event)| Recorded {
        seq: n as u64,
        at: "2026-03-18T05:00:00Z".parse().unwrap(),
        by: "aliya".into(),
        event,
    };
    let recorded: Vec<_> = events().into_iter().enumerate().map(record).collect();
    for lang in Lang::ALL {
        let teller = Teller::new(lang, &process, &people, &recorded);
        for one in &recorded {
            let sentence = teller.sentence(&one.event);
            assert!(!sentence.is_empty() && !sentence.starts_with("event-"), "{:?}", one.event);
        }
        let lines = teller.lines(&recorded, false);
        assert!(lines.len() < recorded.len(), "what the engine notes for itself is left out");
        assert!(lines.iter().all(|line| line.by.starts_with("Aliya")));
    }
}

#[test]
fn a_completed_task_tells_outcome_documents_and_ground() {
    let process = library_card();
    let events = events();
    let people = People::default();
    let recorded: Vec<_> = [&events[3], &events[6]]
        .map(|event| Recorded {
            seq: 1,
            at: "2026-03-18T05:00:00Z".parse().unwrap(),
            by: "engine".into(),
            event: event.clone(),
        })
        .into();
    let lines = Teller::new(Lang::Ru, &process, &people, &recorded).lines(&recorded, false);
    assert_eq!(lines[0].text, "Завершена задача «Приём и проверка документов»: Принять документы");
    assert_eq!(lines[0].notes[0], "Все документы есть");
    assert!(lines[0].notes[1].starts_with("Основание: Основание, предусмотренное пунктом 5"));
    assert_eq!(lines[0].notes[2], "Факты");
    assert_eq!(lines[0].by, "Система");
    assert_eq!(lines[0].at, "18.03.2026, 10:00");
}

fn decision(at: Timestamp) -> HeldDecision {
    HeldDecision {
        person: "aliya".into(),
        on_behalf_of: None,
        completion: Completion { outcome: Some("done".into()), ..Completion::default() },
        until: at,
    }
}
