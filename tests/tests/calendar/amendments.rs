//! What became known later: the same term before and after that day.

use reglament_core::calendar::{CalendarEdition, CalendarError, DayKind};
use reglament_core::term::Term;

use crate::office::{at, calendar, day};

#[test]
fn seventeenth_of_june_2024() {
    let police = calendar("kz-migration-police");
    let start = at("2024-06-05T10:00");
    let due = |known| police.known_on(day(known)).due(start, Term::working_days(10)).unwrap();
    assert_eq!(
        due("2024-06-06").date,
        day("2024-06-20"),
        "Monday 17 June was announced as Kurban-ait"
    );
    assert_eq!(due("2024-06-07").date, day("2024-06-19"), "it is Sunday 16 June");
    assert!(due("2024-06-06").ledger.adds_up() && due("2024-06-07").ledger.adds_up());
}

#[test]
fn thirty_first_of_august_2026() {
    let kz = calendar("kz");
    let before = kz.known_on(day("2026-03-17"));
    let after = kz.known_on(day("2026-03-18"));
    let off = DayKind::Substituted {
        holiday: day("2026-08-30"),
        name: match before.day(day("2026-08-30")).unwrap() {
            DayKind::Holiday { name } => name.clone(),
            other => panic!("30 August 2026 was a holiday, not {other:?}"),
        },
    };
    assert_eq!(*before.day(day("2026-08-31")).unwrap(), off);
    assert_eq!(*after.day(day("2026-08-31")).unwrap(), DayKind::Working);
    assert_eq!(*after.day(day("2026-08-30")).unwrap(), DayKind::WeeklyDayOff);
    let due = |view: &reglament_core::calendar::CalendarView| {
        view.due(at("2026-08-27T10:00"), Term::working_days(5)).unwrap().date
    };
    assert_eq!((due(&before), due(&after)), (day("2026-09-04"), day("2026-09-03")));
}

#[test]
fn constitution_day_of_2027_follows_the_amendment() {
    let kz = calendar("kz");
    let working = |known, date| kz.known_on(day(known)).is_working(day(date)).unwrap();
    assert!(working("2026-03-17", "2027-03-15") && !working("2026-03-17", "2027-08-30"));
    assert!(!working("2026-03-18", "2027-03-15") && working("2026-03-18", "2027-08-30"));
    // Earlier years keep their Constitution Day.
    assert!(!working("2026-03-18", "2024-08-30"));
}

#[test]
fn a_stored_edition_gives_the_same_date_again() {
    let kz = calendar("kz-mfa");
    let (start, term) = (at("2024-06-03T10:00"), Term::working_days(10));
    let due = kz.known_on(day("2024-06-03")).due(start, term).unwrap();
    let stored = serde_json::to_string(&due.ledger.edition).unwrap();
    assert_eq!(stored, r#"{"calendar":"kz-mfa"}"#);
    let edition: CalendarEdition = serde_json::from_str(&stored).unwrap();
    assert_eq!(kz.edition(&edition).due(start, term).unwrap(), due);
    assert_ne!(kz.latest().due(start, term).unwrap().date, due.date);
    let later = kz.known_on(day("2025-01-01"));
    assert_eq!(later.edition().known_on, Some(day("2024-06-07")));
    assert_eq!(kz.edition(later.edition()).edition(), later.edition());
    assert_eq!(kz.editions().count(), 3);
}

#[test]
fn a_year_that_is_not_covered_is_an_error_that_says_what_to_add() {
    let view = calendar("kz-migration-police").latest();
    let start = at("2027-12-28T10:00");
    assert_eq!(view.due(start, Term::working_days(3)).unwrap().date, day("2027-12-31"));
    let error = view.due(start, Term::working_days(4)).unwrap_err();
    assert!(matches!(error, CalendarError::YearNotCovered { year: 2028, .. }));
    assert_eq!(
        error.to_string(),
        "the working days of 2028 are not known: calendar `kz-migration-police` covers 2014 to 2027; add \
         the transfers and the announced holidays of 2028 to processes/calendars/kz.yaml, widen its \
         `covers` to 2028, then retry"
    );
    assert!(view.due(at("2028-01-03T10:00"), Term::working_days(1)).is_err());
    assert!(view.due(at("2013-12-31T10:00"), Term::working_days(1)).is_err());
    assert!(view.due(start, Term::calendar_days(30)).is_err());
    assert!(view.back_working_days(day("2014-01-06"), 2).is_err());
    // Hours of the clock ask no calendar.
    assert!(view.due(at("2031-01-01T10:00"), "48 hours".parse().unwrap()).is_ok());
}
