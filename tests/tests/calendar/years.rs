//! Every year's days off, as published and as an independent library has them, and 400 terms of that library.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use reglament_core::term::Term;
use serde::Deserialize;

use crate::office::latest;

#[derive(Deserialize)]
struct Published {
    worked_weekends: Vec<Date>,
    non_working_weekdays: Vec<Date>,
    working_days: usize,
}

#[derive(Deserialize)]
struct Library {
    years: BTreeMap<i16, LibraryYear>,
    terms: Vec<LibraryTerm>,
}

#[derive(Deserialize)]
struct LibraryYear {
    off: Vec<Date>,
    worked_weekends: Vec<Date>,
}

#[derive(Deserialize)]
struct LibraryTerm {
    from: Date,
    working_days: u32,
    due: Date,
}

fn library() -> Library {
    let text = include_str!("../../fixtures/calendar/holidays.json");
    serde_json::from_str(text).unwrap()
}

/// The weekdays off, the weekends worked and the number of working days of a year.
fn year(year: i16) -> (Vec<Date>, Vec<Date>, usize) {
    let view = latest("kz");
    let days =
        date(year, 1, 1).series(jiff::Span::new().days(1)).take_while(|day| day.year() == year);
    let (working, off): (Vec<Date>, Vec<Date>) =
        days.partition(|day| view.is_working(*day).unwrap());
    let weekend = |day: &Date| day.weekday().to_monday_zero_offset() > 4;
    let off = off.into_iter().filter(|day| !weekend(day)).collect();
    let count = working.len();
    (off, working.into_iter().filter(weekend).collect(), count)
}

#[test]
fn published_years() {
    let text = include_str!("../../fixtures/calendar/years.json");
    let years: BTreeMap<i16, Published> = serde_json::from_str(text).unwrap();
    assert_eq!(years.len(), 6);
    for (number, published) in years {
        let found = year(number);
        let expected =
            (published.non_working_weekdays, published.worked_weekends, published.working_days);
        assert_eq!(found, expected, "{number}");
    }
}

#[test]
fn years_of_the_library() {
    let years = library().years;
    assert!(years.keys().copied().eq(2014..=2027));
    for (number, expected) in years {
        let (off, worked, _) = year(number);
        assert_eq!((off, worked), (expected.off, expected.worked_weekends), "{number}");
    }
}

#[test]
fn terms_of_the_library() {
    let terms = library().terms;
    assert_eq!(terms.len(), 400);
    let view = latest("kz");
    for term in terms {
        let start = view.timestamp(term.from.at(10, 0, 0, 0));
        let due = view.due(start, Term::working_days(term.working_days)).unwrap();
        assert_eq!(due.date, term.due, "{} working days from {}", term.working_days, term.from);
        assert!(due.ledger.adds_up());
    }
}
