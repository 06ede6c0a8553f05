//! What `explain due` prints.

use reglament_core::calendar::WorkingTime;
use reglament_core::text::Lang;

use crate::office::{at, latest};

fn explain(id: &str, start: &str, term: &str) -> String {
    let view = latest(id);
    let due = view.due(at(start), term.parse().unwrap()).unwrap();
    view.explain(&due.ledger, Lang::En)
}

#[test]
fn working_days() {
    insta::assert_snapshot!(explain("kz-migration-police", "2019-05-03T10:00", "6 working days"), @r"
    6 working days from Fri 2019-05-03 10:00, calendar kz-migration-police as known on 2026-03-18
      Fri 2019-05-03  day 0   the event
      Sat 2019-05-04  day 1   working day by transfer, Fri 2019-05-10 is off instead
      Sun 2019-05-05  -       day off
      Mon 2019-05-06  day 2   working day
      Tue 2019-05-07  -       Defender of the Fatherland Day
      Wed 2019-05-08  day 3   working day
      Thu 2019-05-09  -       Victory Day
      Fri 2019-05-10  -       off by transfer, Sat 2019-05-04 is worked instead
      Sat 2019-05-11  -       day off
      Sun 2019-05-12  -       day off
      Mon 2019-05-13  day 4   working day
      Tue 2019-05-14  day 5   working day
      Wed 2019-05-15  day 6   working day
    due Wed 2019-05-15 18:00
    ");
}

#[test]
fn calendar_days() {
    insta::assert_snapshot!(explain("kz-mfa", "2026-05-06T11:00", "3 calendar days"), @r"
    3 calendar days from Wed 2026-05-06 11:00, calendar kz-mfa as known on 2026-03-18
      Wed 2026-05-06  day 0   the event
      Thu 2026-05-07  day 1   Defender of the Fatherland Day
      Fri 2026-05-08  day 2   working day
      Sat 2026-05-09  day 3   Victory Day
      Sun 2026-05-10  -       day off
      Mon 2026-05-11  -       off for Victory Day of Sat 2026-05-09
      Tue 2026-05-12  -       the term may not end on a day off and moves here, working day
    due Tue 2026-05-12 17:30
    ");
}

#[test]
fn hours_and_minutes() {
    insta::assert_snapshot!(explain("kz-mfa", "2026-03-20T17:00:30", "3 working hours"), @r"
    3 working hours from Fri 2026-03-20 17:00:30, calendar kz-mfa as known on 2026-03-18
      Fri 2026-03-20  1:29:30 working day
      Sat 2026-03-21  -       Nauryz
      Sun 2026-03-22  -       Nauryz
      Mon 2026-03-23  -       Nauryz
      Tue 2026-03-24  -       off for Nauryz of Sat 2026-03-21
      Wed 2026-03-25  -       off for Nauryz of Sun 2026-03-22
      Thu 2026-03-26  1:30:30 working day
    due Thu 2026-03-26 10:30:30
    ");
    insta::assert_snapshot!(explain("kz-mfa", "2026-03-20T12:55", "10 minutes"), @r"
    10 minutes from Fri 2026-03-20 12:55, calendar kz-mfa as known on 2026-03-18
      Fri 2026-03-20  0:10    by the clock
      Fri 2026-03-20  -1:30   closed for lunch
    due Fri 2026-03-20 14:35
    ");
}

#[test]
fn a_pause() {
    let view = latest("kz-aifc");
    let term = "1 working day".parse().unwrap();
    let paused = WorkingTime::from_minutes(600);
    let due = view.due_with_pauses(at("2026-10-22T11:00"), term, paused).unwrap();
    insta::assert_snapshot!(view.explain(&due.ledger, Lang::En), @r"
    1 working day from Thu 2026-10-22 11:00, calendar kz-aifc as known on 2026-03-18
      Thu 2026-10-22  day 0   the event
      Fri 2026-10-23  day 1   working day
      Sat 2026-10-24  -       day off
      Sun 2026-10-25  -       Republic Day
      Mon 2026-10-26  -       off for Republic Day of Sun 2026-10-25
      Tue 2026-10-27  +8:00   the clock stood still this long, working day
      Wed 2026-10-28  +2:00   the clock stood still this long, working day
    due Wed 2026-10-28 11:00
    ");
}
