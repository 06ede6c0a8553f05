//! The acceptance cases `CAL-…`, each with the readings not adopted.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use reglament_core::calendar::CalendarView;
use reglament_core::term::Term;
use serde::Deserialize;

use crate::office::{at, latest, with_counting};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    #[expect(dead_code, reason = "for the reader of the file")]
    title: String,
    #[expect(dead_code, reason = "for the reader of the file")]
    ambiguities: Vec<String>,
    at: Option<String>,
    term: Option<Term>,
    due: Option<Date>,
    event_day_1: Option<Date>,
    strict: Option<Date>,
    roll_back: Option<Date>,
    next_working_day: Option<Date>,
    #[serde(default)]
    moments: BTreeMap<DateTime, Timestamp>,
}

impl Case {
    fn check(&self) -> usize {
        let expected = [
            (self.due, latest("kz-migration-police")),
            (self.event_day_1, with_counting("kz-migration-police", "event_day: 1")),
            (self.strict, with_counting("kz-migration-police", "calendar_term_end: strict")),
            (self.roll_back, with_counting("kz-migration-police", "calendar_term_end: roll_back")),
        ];
        let due = expected.into_iter().filter_map(|(date, view)| Some((date?, view)));
        let due = due.map(|(date, view)| self.check_due(date, &view)).count();
        let next = self.next_working_day.iter().map(|next| {
            let view = latest("kz");
            let today = view.date_of(at(self.at.as_ref().unwrap()));
            assert_eq!(view.next_working_day(today).unwrap(), *next, "{}", self.id);
        });
        let moments = self.moments.iter().map(|(local, moment)| {
            assert_eq!(latest("kz").timestamp(*local), *moment, "{}", self.id);
        });
        due + next.count() + moments.count()
    }

    fn check_due(&self, date: Date, view: &CalendarView) {
        let start = at(self.at.as_ref().unwrap());
        let due = view.due(start, self.term.unwrap()).unwrap();
        assert_eq!(due.date, date, "{}: {:#?}", self.id, due.ledger);
        assert_eq!(view.local(due.at), date.at(18, 0, 0, 0), "{}", self.id);
        assert!(due.ledger.adds_up(), "{}: {:#?}", self.id, due.ledger);
    }
}

#[test]
fn acceptance_cases() {
    let text = include_str!("../../fixtures/calendar/acceptance.json");
    let cases: Vec<Case> = serde_json::from_str(text).unwrap();
    let checks: usize = cases.iter().map(Case::check).sum();
    // 10 due dates, 9 with the event day counted, 2 other ends of a calendar term, CAL-13, CAL-15 twice.
    assert_eq!((cases.len(), checks), (12, 24));
}
