//! The laws of counting, on random terms.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use reglament_core::calendar::{CalendarView, Counted, WorkingTime};
use reglament_core::term::{Term, TermUnit};

use crate::office::{at, calendar, latest};

fn moments() -> impl Strategy<Value = Timestamp> {
    // From the first working day on: counted back to, the days before it need the year 2013.
    let (first, last) = (at("2014-01-06T00:00").as_second(), at("2026-06-30T23:59").as_second());
    (first..last).prop_map(|second| Timestamp::from_second(second).unwrap())
}

fn units() -> impl Strategy<Value = TermUnit> {
    prop_oneof![
        Just(TermUnit::WorkingDays),
        Just(TermUnit::CalendarDays),
        Just(TermUnit::WorkingHours),
        Just(TermUnit::Hours),
        Just(TermUnit::Minutes),
    ]
}

fn calendars() -> impl Strategy<Value = CalendarView> {
    let names =
        prop_oneof![Just("kz"), Just("kz-migration-police"), Just("kz-mfa"), Just("kz-aifc")];
    (names, moments()).prop_map(|(name, known)| {
        let view = latest(name);
        calendar(name).known_on(view.date_of(known))
    })
}

proptest! {
    #[test]
    fn a_longer_term_is_never_due_earlier(view in calendars(), start in moments(), unit in units(), count in 1..200_u32) {
        let due = |count| view.due(start, Term { count, unit }).unwrap();
        let (short, long) = (due(count), due(count + 1));
        prop_assert!(short.at <= long.at && short.date <= long.date);
    }

    #[test]
    fn a_later_event_is_never_due_earlier(view in calendars(), start in moments(), later in 0..500_000_i64, unit in units(), count in 1..60_u32) {
        let due = |at| view.due(at, Term { count, unit }).unwrap().at;
        prop_assert!(due(start) <= due(start + SignedDuration::from_secs(later)));
    }

    #[test]
    fn the_account_sums_up_to_the_due_date(view in calendars(), start in moments(), unit in units(), count in 1..200_u32) {
        let term = Term { count, unit };
        let due = view.due(start, term).unwrap();
        prop_assert!(due.ledger.adds_up(), "{:#?}", due.ledger);
        prop_assert_eq!(view.due_at(start, term).unwrap(), (due.at, due.date));
        prop_assert_eq!(due.ledger.days.last().unwrap().date, due.date);
        // In order without a gap, and what is counted is what the kind of the day says.
        let forward = due.ledger.days.windows(2).filter(|pair| pair[1].date > pair[0].date);
        for pair in forward {
            prop_assert_eq!(pair[0].date.tomorrow().unwrap(), pair[1].date);
        }
        for line in due.ledger.days.iter().filter(|_| unit == TermUnit::WorkingDays).skip(1) {
            let works = line.day.as_ref().unwrap().is_working();
            prop_assert_eq!(matches!(line.counted, Counted::Day { .. }), works);
        }
    }

    #[test]
    fn working_time_is_additive(view in calendars(), mut moments in proptest::collection::vec(moments(), 2..8)) {
        moments.sort();
        let between = |from, until| view.working_time_between(from, until).unwrap();
        let sum: WorkingTime = moments.windows(2).map(|pair| between(pair[0], pair[1])).sum();
        prop_assert_eq!(sum, between(moments[0], moments[moments.len() - 1]));
    }

    #[test]
    fn working_time_added_is_working_time_between(view in calendars(), start in moments(), seconds in 1..4_000_000_u64) {
        let time = WorkingTime::from_seconds(seconds);
        let end = view.add_working_time(start, time).unwrap();
        prop_assert_eq!(view.working_time_between(start, end).unwrap(), time);
        // The earliest such moment: a second before, it was less.
        let before = end - SignedDuration::from_secs(1);
        prop_assert!(view.working_time_between(start, before).unwrap() < time);
        let back = view.subtract_working_time(end, time).unwrap();
        prop_assert_eq!(view.working_time_between(back, end).unwrap(), time);
    }

    #[test]
    fn pauses_add_up_in_any_order(view in calendars(), start in moments(), count in 1..30_u32, pauses in proptest::collection::vec(0..200_000_u64, 0..6)) {
        let term = Term::working_days(count);
        let times: Vec<_> = pauses.iter().map(|seconds| WorkingTime::from_seconds(*seconds)).collect();
        let at_once = view.due_with_pauses(start, term, times.iter().copied().sum()).unwrap();
        let shifted = |due: Timestamp, pause: &WorkingTime| view.add_working_time(due, *pause).unwrap();
        let base = view.due(start, term).unwrap().at;
        prop_assert_eq!(times.iter().fold(base, shifted), at_once.at);
        prop_assert_eq!(times.iter().rev().fold(base, shifted), at_once.at);
        prop_assert_eq!(at_once.ledger.paused(), times.iter().copied().sum());
    }

    #[test]
    fn counting_back_undoes_counting(view in calendars(), start in moments(), n in 1..100_u32) {
        let due = view.due(start, Term::working_days(n)).unwrap().date;
        let back = view.back_working_days(due, n).unwrap();
        let first = view.date_of(start);
        // From a working day one comes back to it; from a day off, to the working day before it.
        prop_assert!(back <= first && view.working_days_between(back, first).unwrap() == 0);
        prop_assert_eq!(view.working_days_between(first, due).unwrap(), n);
    }
}
