//! The files themselves: they read back as they are written, and mistakes in them are named.

use reglament_core::calendar::{Calendar, WorkingCalendar};

use crate::office::{day, files};

#[test]
fn files_survive_a_round_trip() {
    for (id, calendar) in files() {
        assert_eq!(
            serde_yaml::from_str::<Calendar>(&serde_yaml::to_string(&calendar).unwrap()).unwrap(),
            calendar
        );
        assert_eq!(
            serde_json::from_str::<Calendar>(&serde_json::to_string(&calendar).unwrap()).unwrap(),
            calendar
        );
        for title in [Some(&calendar.title)]
            .into_iter()
            .flatten()
            .chain(calendar.holidays.values().map(|one| &one.title))
        {
            assert!(!title.ru.is_empty() && !title.kk.is_empty() && !title.en.is_empty(), "{id}");
        }
    }
}

#[test]
fn unknown_keys_are_refused() {
    let text = "calendar: x\ntitle: { en: X }\nholiday: {}\n";
    let error = serde_yaml::from_str::<Calendar>(text).unwrap_err().to_string();
    assert!(error.contains("unknown field `holiday`"), "{error}");
}

/// What the checker says of the calendar of the country after a slip of the pen.
fn slip(change: impl Fn(&mut Calendar)) -> String {
    let mut all = files();
    change(all.get_mut("kz").unwrap());
    let problems = WorkingCalendar::resolve(&"kz-mfa".into(), &all).unwrap_err();
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn mistakes_are_named_with_their_place() {
    let said = slip(|kz| {
        kz.zone = Some("Asia/Almata".into());
        kz.hours[0].close = "08:00".parse().unwrap();
        kz.counting.event_day = Some(2);
        kz.holidays["kurban-ait"].dates.remove(4);
        kz.holidays["nauryz"].days.clear();
        kz.amendments[0].moved[0].from = day("2024-06-18");
    });
    assert_eq!(
        said,
        "calendar `kz`: `zone` names no time zone `Asia/Almata`; write one such as `Asia/Almaty`\n\
         calendar `kz`: `counting.event_day` is neither 0 nor 1\n\
         calendar `kz`: `hours[0]` is not in order: open, lunch from, lunch until, close\n\
         calendar `kz`: `holidays.nauryz` has neither `days` nor `dates`\n\
         calendar `kz`: `holidays.kurban-ait.dates` have no date in 2018, a year that `covers` names\n\
         calendar `kz`: `amendments[0].moved` 2024-06-18 was no announced date of a holiday `kurban-ait`"
    );
}

#[test]
fn a_transfer_takes_a_working_day_and_gives_a_day_of_rest() {
    let said = slip(|kz| {
        kz.transfers[0].off = day("2028-01-03");
        kz.transfers[1].off = day("2014-05-01");
        kz.transfers[1].work = day("2014-05-05");
        kz.transfers[2].work = day("2014-05-09");
    });
    assert_eq!(
        said,
        "calendar `kz`: `transfers[0].off` 2028-01-03 is outside the years that `covers` names\n\
         calendar `kz`: `transfers[1].off` 2014-05-01 is off without the transfer\n\
         calendar `kz`: `transfers[1].work` 2014-05-05 is worked without the transfer\n\
         calendar `kz`: `transfers[2].work` 2014-05-09 is a holiday, which no transfer ends"
    );
}

#[test]
fn what_a_calendar_extends_exists_and_makes_no_circle() {
    assert_eq!(
        slip(|kz| kz.extends = Some("kz-aifk".into())),
        "calendar `kz`: `extends` names no calendar `kz-aifk`; did you mean `kz-aifc`?"
    );
    assert!(slip(|kz| kz.extends = Some("kz-mfa".into())).contains("goes round in a circle"));
    let said = slip(|kz| kz.covers = None);
    assert_eq!(
        said,
        "calendar `kz-mfa`: `covers` is missing: state the years whose days off are known"
    );
    let said = slip(|kz| {
        kz.week.push(reglament_core::calendar::Weekday::Sat);
        kz.transfers.clear();
    });
    assert!(said.contains("`hours` give none for Sat"), "{said}");
}

/// A transfer ordered while cases run is shown from the day of the order on, and may be withdrawn.
#[test]
fn transfers_become_known_and_are_withdrawn() {
    let mut all = files();
    let kz = all.get_mut("kz").unwrap();
    kz.transfers.push(
        serde_json::from_str(
            r#"{"off": "2027-01-08", "work": "2027-01-09", "known_from": "2026-11-20"}"#,
        )
        .unwrap(),
    );
    kz.amendments.push(serde_json::from_str(r#"{"known_from": "2026-12-20", "title": {"en": "Withdrawn"}, "withdrawn": ["2027-01-08"]}"#).unwrap());
    let kz = WorkingCalendar::resolve(&"kz-aifc".into(), &all).unwrap();
    let works = |known| kz.known_on(day(known)).is_working(day("2027-01-08")).unwrap();
    assert_eq!(
        [works("2026-11-19"), works("2026-11-20"), works("2026-12-20")],
        [true, false, true]
    );
    assert_eq!(kz.editions().count(), 5);
}

/// A mistake in the country's file spoils four calendars and is one mistake.
#[test]
fn every_problem_is_reported_once() {
    let mut all = files();
    all.get_mut("kz").unwrap().counting.event_day = Some(3);
    all.get_mut("kz-aifc").unwrap().zone = Some("Astana".into());
    let problems = WorkingCalendar::resolve_all(&all).unwrap_err();
    let places = problems.iter().map(|one| format!("{} {}", one.calendar, one.path));
    assert_eq!(places.collect::<Vec<_>>(), ["kz counting.event_day", "kz-aifc zone"]);
}
