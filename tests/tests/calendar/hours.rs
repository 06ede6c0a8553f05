//! Working time: hours, lunch, transferred days, windows counted back, what is left.

use reglament_core::calendar::{Remaining, WorkingTime};
use reglament_core::term::Term;

use crate::office::{at, day, latest};

#[test]
fn the_zone_database_is_built_in_and_knows_2024() {
    let view = latest("kz");
    let utc = |local: &str| view.timestamp(local.parse().unwrap()).to_string();
    assert_eq!(utc("2024-02-29T18:00"), "2024-02-29T12:00:00Z");
    assert_eq!(utc("2024-03-01T18:00"), "2024-03-01T13:00:00Z");
    assert_eq!(view.date_of("2024-02-29T18:30:00Z".parse().unwrap()), day("2024-02-29"));
}

#[test]
fn working_hours_leave_out_lunch_nights_and_days_off() {
    let police = latest("kz-migration-police");
    for (start, hours, end) in [
        ("2026-05-08T10:00", 2, "2026-05-08T12:00"),
        ("2026-05-08T12:00", 2, "2026-05-08T15:30"),
        ("2026-05-08T12:00", 1, "2026-05-08T13:00"),
        ("2026-05-08T17:00", 1, "2026-05-08T18:00"),
        // Saturday 9 May is Victory Day and moves to Monday; reception hours never count.
        ("2026-05-08T17:00", 2, "2026-05-12T10:00"),
        ("2026-02-21T10:00", 2, "2026-02-23T11:00"),
        // A transferred Saturday keeps the hours of the Friday it stands for.
        ("2019-05-03T17:00", 6, "2019-05-04T15:30"),
    ] {
        let term = format!("{hours} working hours").parse().unwrap();
        let due = police.due(at(start), term).unwrap();
        assert_eq!(police.local(due.at), police.local(at(end)), "{hours} hours from {start}");
        assert!(due.ledger.adds_up(), "{:#?}", due.ledger);
        let back = police.subtract_working_time(due.at, WorkingTime::from_hours(hours)).unwrap();
        assert_eq!(police.working_minutes_between(back, due.at).unwrap(), hours * 60);
    }
}

#[test]
fn reception_opens_again() {
    let mfa = latest("kz-mfa");
    let next = |from| mfa.next_opening(at(from)).unwrap();
    assert_eq!(next("2026-03-20T10:00"), at("2026-03-20T10:00"));
    assert_eq!(next("2026-03-20T13:30"), at("2026-03-20T14:30"));
    assert_eq!(
        next("2026-03-20T17:30"),
        at("2026-03-26T09:00"),
        "reception closes before work does"
    );
    assert!(
        mfa.working_minutes_between(at("2026-03-20T17:30"), at("2026-03-20T19:00")).unwrap() == 60
    );
    assert_eq!(
        mfa.next_working_day_at(at("2026-03-20T10:00"), "09:00".parse().unwrap()).unwrap(),
        at("2026-03-26T09:00")
    );
}

/// 2-07: the filing windows of the acceptance cases AEC-40 and AEC-41.
#[test]
fn windows_are_counted_back_from_the_day_before() {
    let aifc = latest("kz-aifc");
    let back = |date, n| aifc.back_working_days(day(date), n).unwrap();
    assert_eq!(
        (back("2026-12-31", 30), back("2026-12-31", 5)),
        (day("2026-11-18"), day("2026-12-24"))
    );
    assert_eq!(
        (back("2026-11-15", 30), back("2026-11-15", 5)),
        (day("2026-10-02"), day("2026-11-09"))
    );
    assert_eq!(back("2026-11-15", 0), day("2026-11-15"));
}

#[test]
fn what_is_left_is_said_in_working_days_and_hours_below_one() {
    let police = latest("kz-migration-police");
    let due = at("2026-05-14T18:00");
    let left = |now| police.remaining(at(now), due).unwrap();
    assert_eq!(left("2026-05-06T10:00"), Remaining::DaysLeft { days: 4 });
    assert_eq!(left("2026-05-13T19:00"), Remaining::DaysLeft { days: 1 });
    assert_eq!(
        left("2026-05-14T12:00"),
        Remaining::TimeLeft { time: WorkingTime::from_minutes(270) }
    );
    assert_eq!(left("2026-05-14T18:00"), Remaining::TimeLeft { time: WorkingTime::ZERO });
    assert_eq!(left("2026-05-14T18:00:01"), Remaining::TimeLate { time: WorkingTime::ZERO });
    assert_eq!(left("2026-05-15T09:00"), Remaining::DaysLate { days: 1 });
    assert_eq!(left("2026-05-18T09:00"), Remaining::DaysLate { days: 2 });
    assert!(left("2026-05-15T09:00").is_late() && !left("2026-05-14T18:00").is_late());
}

#[test]
fn warnings_stand_at_a_part_of_the_term_or_before_its_end() {
    let police = latest("kz-migration-police");
    let (start, due) = (at("2026-02-02T09:00"), at("2026-02-13T18:00"));
    // Ten working days of 7.5 hours: half of it is the close of the fifth.
    assert_eq!(police.part_of(start, due, 50).unwrap(), at("2026-02-06T18:00"));
    assert_eq!(police.part_of(start, due, 80).unwrap(), at("2026-02-11T18:00"));
    assert_eq!(police.part_of(start, due, 0).unwrap(), start);
    assert_eq!(police.before(due, Term::working_days(1)).unwrap(), at("2026-02-12T18:00"));
    assert_eq!(
        police.before(due, "2 working hours".parse().unwrap()).unwrap(),
        at("2026-02-13T16:00")
    );
    assert_eq!(police.before(due, "30 minutes".parse().unwrap()).unwrap(), at("2026-02-13T17:30"));
    // At night there is no working time: the clock decides.
    let (start, due) = (at("2026-02-02T20:00"), at("2026-02-02T20:10"));
    assert_eq!(police.part_of(start, due, 50).unwrap(), at("2026-02-02T20:05"));
}

#[test]
fn pauses_move_the_due_date_and_show_in_the_account() {
    let police = latest("kz-migration-police");
    let (start, term) = (at("2026-05-05T10:00"), Term::working_days(5));
    let due =
        |hours| police.due_with_pauses(start, term, WorkingTime::from_minutes(hours)).unwrap();
    assert_eq!(due(0), police.due(start, term).unwrap());
    // Due Thursday 14 May, 18:00. A working day of pause is a working day more.
    assert_eq!(due(450).at, at("2026-05-15T18:00"));
    assert_eq!(due(600).at, at("2026-05-18T11:30"));
    assert_eq!(due(600).date, day("2026-05-18"));
    assert_eq!(due(600).ledger.paused(), WorkingTime::from_minutes(600));
    assert!(due(600).ledger.adds_up());
}
