//! What must hold before an application is taken, or an outcome is given.

use super::{found, holds};

const MAP: &str = "\
process: dog-licence
title: { ru: Жетон, kk: Жетон, en: Dog licence }
authority: town
in_force: { from: 2026-01-01 }
calendar: office
basis: { rules-1: { act: Dog rules, clause: п. 1 } }
units: { desk: { title: { ru: Стойка, kk: Тіркеу, en: Desk }, group: desk } }
data:
  dog: { type: text, title: { ru: Кличка, kk: Лақап аты, en: Dog } }
  born: { type: date, optional: true, title: { ru: Рождение, kk: Туған күні, en: Born } }
  wanted_on: { type: date, optional: true, title: { ru: С какого дня, kk: Қай күннен, en: From }  }
  vaccinated: { type: boolean, optional: true, title: { ru: Привита, kk: Егілген, en: Vaccinated } }
requirements:
  age:
    holds: born + duration(\"P3M\") <= today()
    title: { ru: Собаке не меньше трёх месяцев, kk: Ит үш айдан кіші емес, en: The dog is at least three months old }
    help: { ru: Придите позже, kk: Кейінірек келіңіз, en: Come later }
    cites: [rules-1]
  in_time:
    when: wanted_on != null
    holds: today() <= add working days(wanted_on, -5)
    title: { ru: Не позже 5 рабочих дней, kk: 5 жұмыс күнінен кешіктірмей, en: At least 5 working days before }
    cites: [rules-1]
  vaccination:
    at: intake.accepted
    holds: vaccinated
    title: { ru: Собака привита, kk: Ит егілген, en: The dog is vaccinated }
    cites: [rules-1]
  open_day:
    at: intake.accepted
    holds: is working day(today()) and office open(now())
    title: { ru: В часы приёма, kk: Қабылдау уақытында, en: Within office hours }
    cites: [rules-1]
steps:
  intake: { type: user_task, unit: desk, form: [vaccinated], outcomes: { accepted: {}, rejected: { to: refused } } }
  issued: { type: end_event, status: issued, title: { ru: Выдан, kk: Берілді, en: Issued } }
  refused: { type: end_event, status: refused, title: { ru: Отказ, kk: Бас тарту, en: Refused } }
";

const FILES: [(&str, &str); 1] = [("town/dog-licence/process.yaml", MAP)];

/// A scenario on Wednesday 18 March 2026; Monday 23 March is a day off.
fn scene(play: &str) -> String {
    format!(
        "scenario: dog\nprocess: dog-licence\nat: 2026-03-18T10:00\nusers: {{ aliya: [desk] }}\nplay:\n{play}"
    )
}

#[test]
fn nothing_is_taken_that_does_not_meet_them_and_no_case_is_created() {
    let young = "- refused: { start: { data: { dog: Rex, born: 2026-01-18 } }, because: requirement_not_met }\n";
    let unknown = "- refused: { start: { data: { dog: Rex } }, because: requirement_not_met }\n";
    let taken = "- start: { data: { dog: Rex, born: 2025-12-18 } }\n- expect: { open: [intake] }\n";
    holds(&FILES, &scene(&format!("{young}{unknown}{taken}")));
}

#[test]
fn working_days_are_counted_back_from_the_day_before() {
    let start = |day: &str| {
        format!("start: {{ data: {{ dog: Rex, born: 2025-01-01, wanted_on: {day} }} }}")
    };
    // The five working days before 26 March: 25, 24, 20, 19, 18 March.
    let late = format!("- refused: {{ {}, because: requirement_not_met }}\n", start("2026-03-25"));
    holds(&FILES, &scene(&format!("{late}- {}\n", start("2026-03-26"))));
}

#[test]
fn an_outcome_is_refused_until_its_requirements_are_met() {
    holds(
        &FILES,
        &scene(
            "- start: { data: { dog: Rex, born: 2025-01-01 } }
- refused: { complete: { task: intake, by: aliya, outcome: accepted, data: { vaccinated: false } }, because: requirement_not_met }
- expect: { open: [intake] }
- until: 2026-03-23T10:00
- refused: { complete: { task: intake, by: aliya, outcome: accepted, data: { vaccinated: true } }, because: requirement_not_met }
- until: 2026-03-24T18:30
- refused: { complete: { task: intake, by: aliya, outcome: accepted, data: { vaccinated: true } }, because: requirement_not_met }
- until: 2026-03-25T09:00
- complete: { task: intake, by: aliya, outcome: accepted, data: { vaccinated: true } }
- expect: { ended: issued }
",
        ),
    );
    holds(
        &FILES,
        &scene(
            "- start: { data: { dog: Rex, born: 2025-01-01 } }
- complete: { task: intake, by: aliya, outcome: rejected, data: { vaccinated: false } }
- expect: { ended: refused }
",
        ),
    );
}

#[test]
fn what_cannot_be_checked_is_found() {
    let with = |from: &str, to: &str| {
        assert!(MAP.contains(from));
        found(&[("town/dog-licence/process.yaml", &MAP.replacen(from, to, 1))])
    };
    let line = "town/dog-licence/process.yaml";
    assert_eq!(
        with("holds: vaccinated", "holds: vacinated"),
        [format!("{line}:26 RGL-025 there is no `vacinated` here")]
    );
    assert_eq!(
        with("at: intake.accepted", "at: intake.acepted"),
        [format!(
            "{line}:25 RGL-043 `intake` has no outcome `acepted`, so the requirement would never be checked"
        )]
    );
    assert_eq!(
        with("at: intake.accepted", "at: intake"),
        [format!("{line}:25 RGL-043 a requirement guards one outcome of `intake`")]
    );
    assert_eq!(
        with("    holds: vaccinated\n", ""),
        [format!("{line}:24 RGL-010 a requirement needs the key `holds`")]
    );
    let wrong = with("add working days(wanted_on, -5)", "add working days(dog, -5)");
    assert!(wrong[0].contains("RGL-025 `dog` is text, but the argument"), "{wrong:?}");
}
