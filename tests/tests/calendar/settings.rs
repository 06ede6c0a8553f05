//! Every reading that the calendar files may change.

use reglament_core::calendar::{Counted, DayKind};
use reglament_core::term::Term;

use crate::office::{at, day, latest, with_counting};

/// the dates of the acceptance cases under a six-day week.
#[test]
fn six_day_week() {
    let view = with_counting("kz-migration-police", "six_day_week: true");
    for (start, days, five, six) in [
        ("2026-05-06T15:20", 7, "2026-05-19", "2026-05-16"),
        ("2026-10-23T11:00", 1, "2026-10-27", "2026-10-24"),
        ("2026-01-05T10:00", 5, "2026-01-13", "2026-01-12"),
        ("2014-03-12T10:00", 5, "2014-03-19", "2014-03-18"),
        ("2026-05-05T10:00", 5, "2026-05-14", "2026-05-13"),
    ] {
        let term = Term::working_days(days);
        assert_eq!(view.due(at(start), term).unwrap().date, day(six), "{start}");
        assert_eq!(
            latest("kz-migration-police").due(at(start), term).unwrap().date,
            day(five),
            "{start}"
        );
    }
    // Saturdays have four working hours then.
    let saturday = view.working_minutes_between(at("2026-02-21T00:00"), at("2026-02-22T00:00"));
    assert_eq!(saturday.unwrap(), 240);
}

/// a case accepted on a Saturday has that Saturday as day 0.
#[test]
fn saturday_reception_starts_terms_and_is_none_of_their_days() {
    let view = latest("kz-migration-police");
    let saturday = at("2026-02-21T10:30");
    assert!(view.is_open(saturday).unwrap() && !view.is_working(day("2026-02-21")).unwrap());
    assert_eq!(view.due(saturday, Term::working_days(5)).unwrap().date, day("2026-02-27"));
    assert!(!view.is_open(at("2026-02-21T13:00")).unwrap());
    assert!(!view.is_open(at("2027-05-01T10:00")).unwrap(), "a Saturday that is a holiday");
}

/// the end of the hours in which results are given out.
#[test]
fn end_of_term() {
    let end = |view: reglament_core::calendar::CalendarView| {
        let due = view.due(at("2026-05-05T10:00"), Term::working_days(5)).unwrap();
        (due.date.to_string(), view.local(due.at).to_string())
    };
    let on = |time: &str| ("2026-05-14".to_owned(), time.to_owned());
    assert_eq!(end(latest("kz-migration-police")), on("2026-05-14T18:00:00"));
    assert_eq!(end(latest("kz-mfa")), on("2026-05-14T17:30:00"));
    assert_eq!(end(latest("kz-aifc")), on("2026-05-14T18:00:00"));
    assert_eq!(end(latest("kz")), on("2026-05-14T18:00:00"));
    assert_eq!(end(with_counting("kz-mfa", "end_of_term: close")), on("2026-05-14T17:30:00"));
    assert_eq!(end(with_counting("kz-mfa", "end_of_term: '18:30'")), on("2026-05-14T18:30:00"));
    assert_eq!(end(with_counting("kz-mfa", "end_of_term: '24:00'")), on("2026-05-15T00:00:00"));
}

/// VMP-17, a payment on the Friday evening before Nauryz.
#[test]
fn electronic_filing_after_hours() {
    let view = latest("kz-migration-police");
    let received = |sent| view.received_at(at(sent)).unwrap();
    assert_eq!(received("2026-03-20T19:10"), at("2026-03-26T09:00"));
    let due = view.due(received("2026-03-20T19:10"), Term::working_days(5)).unwrap();
    assert_eq!(due.date, day("2026-04-02"));
    assert_eq!(received("2026-03-20T18:00"), at("2026-03-20T18:00"), "the last moment in time");
    assert_eq!(received("2026-03-20T18:00:01"), at("2026-03-26T09:00"));
    assert_eq!(received("2026-03-20T07:00"), at("2026-03-20T07:00"), "the same day");
    assert_eq!(
        received("2026-02-21T10:00"),
        at("2026-02-23T09:00"),
        "Saturday reception is for people"
    );
    let same_day = with_counting("kz-migration-police", "after_hours: same_day");
    let received = same_day.received_at(at("2026-03-20T19:10")).unwrap();
    assert_eq!(same_day.due(received, Term::working_days(5)).unwrap().date, day("2026-04-01"));
}

/// the account of a term that is moved on, moved back or left where it ends.
#[test]
fn the_account_of_a_calendar_term() {
    let lines = |setting: &str| {
        let view = with_counting("kz", setting);
        let due = view.due(at("2026-05-06T10:00"), Term::calendar_days(3)).unwrap();
        assert!(due.ledger.adds_up());
        due.ledger.days.into_iter().map(|line| (line.date.day(), line.counted)).collect::<Vec<_>>()
    };
    let counted = [
        (6, Counted::Event),
        (7, Counted::Day { n: 1 }),
        (8, Counted::Day { n: 2 }),
        (9, Counted::Day { n: 3 }),
    ];
    let with = |more: &[(i8, Counted)]| [&counted, more].concat();
    let forward = [(10, Counted::Skipped), (11, Counted::Skipped), (12, Counted::Moved)];
    assert_eq!(lines("calendar_term_end: roll_forward"), with(&forward));
    assert_eq!(lines("calendar_term_end: roll_back"), with(&[(8, Counted::Moved)]));
    assert_eq!(lines("calendar_term_end: strict"), with(&[]));
}

/// minutes of service do not run while the window is closed for lunch.
#[test]
fn minutes_of_service() {
    let police = latest("kz-migration-police");
    let end = |start, term: &str| {
        let due = police.due(at(start), term.parse().unwrap()).unwrap();
        assert!(due.ledger.adds_up(), "{:#?}", due.ledger);
        due.at
    };
    assert_eq!(end("2026-02-23T09:00", "30 minutes"), at("2026-02-23T09:30"));
    assert_eq!(end("2026-02-23T12:55", "10 minutes"), at("2026-02-23T14:35"));
    assert_eq!(end("2026-02-23T13:10", "10 minutes"), at("2026-02-23T14:40"));
    assert_eq!(end("2026-02-23T12:50", "10 minutes"), at("2026-02-23T13:00"));
    // Friday 12:00 to Monday: two lunches.
    assert_eq!(end("2026-02-20T12:00", "4380 minutes"), at("2026-02-23T16:00"));
    assert_eq!(
        end("2026-02-20T12:55:30", "1 hour"),
        at("2026-02-20T13:55:30"),
        "hours are the clock's"
    );
    let due = latest("kz").due(at("2026-02-23T12:55"), "10 minutes".parse().unwrap()).unwrap();
    assert_eq!(due.at, at("2026-02-23T13:05"));
}

#[test]
fn each_kind_of_day_has_its_reason() {
    let view = latest("kz");
    let kind = |date| serde_json::to_value(view.day(day(date)).unwrap()).unwrap();
    assert_eq!(kind("2019-05-06"), serde_json::json!({"kind": "working"}));
    assert_eq!(kind("2019-05-05"), serde_json::json!({"kind": "weekly_day_off"}));
    assert_eq!(
        kind("2019-05-10"),
        serde_json::json!({"kind": "transferred_off", "work": "2019-05-04"})
    );
    assert_eq!(
        kind("2019-05-04"),
        serde_json::json!({"kind": "transferred_working", "off": "2019-05-10"})
    );
    assert_eq!(kind("2019-05-07")["name"]["kk"], "Отан қорғаушы күні");
    assert_eq!(kind("2019-07-08")["holiday"], "2019-07-06");
    // 9 May 2020 is a Saturday: its substitute, Monday 11 May, was itself transferred to Friday 8 May.
    let may = |date| view.day(day(date)).unwrap().clone();
    assert_eq!(may("2020-05-11"), DayKind::TransferredWorking { off: day("2020-05-08") });
}
