//! `reglament explain due` without a store: every day, and the sum of them.

use super::printed;

/// How many days have a number.
fn counted(account: &str) -> usize {
    let numbered = |line: &&str| {
        let number = line.split("  day ").nth(1).and_then(|rest| rest.split(' ').next());
        number.is_some_and(|number| number.parse::<u32>().is_ok())
    };
    account.lines().filter(numbered).count()
}

#[test]
fn the_days_of_a_map_add_up_to_its_term() {
    let account = printed(&[
        "explain",
        "due",
        "--process",
        "processes/mia/border-zone-pass",
        "--from",
        "2026-03-18T10:00",
    ]);
    assert!(account.contains("\n7 working days from Wed 2026-03-18 10:00, "), "{account}");
    assert!(account.ends_with("due Wed 2026-04-01 18:00\n"), "{account}");
    // Day 0 and seven days.
    assert_eq!(counted(&account), 8, "{account}");
    assert!(account.contains("Sat 2026-03-21  -       Наурыз мейрамы"), "{account}");
    assert!(account.contains("Sun 2026-03-29  -       day off"), "{account}");
}

#[test]
fn what_was_not_known_yet_does_not_count() {
    let account = |known_on: &str| {
        printed(&[
            "explain",
            "due",
            "--calendar",
            "kz-migration-police",
            "--from",
            "2026-08-28T10:00",
            "--term",
            "2 working days",
            "--known-on",
            known_on,
            "--lang",
            "en",
        ])
    };
    // That 31 August 2026 is a working day became known on 18 March 2026.
    assert!(account("2026-03-17").ends_with("due Wed 2026-09-02 18:00\n"));
    assert!(account("2026-03-18").ends_with("due Tue 2026-09-01 18:00\n"));
}

#[test]
fn a_stop_is_added_in_working_time() {
    let account = printed(&[
        "explain",
        "due",
        "--process",
        "border-zone-pass",
        "--from",
        "2026-03-18T10:00+05:00",
        "--term",
        "1 working day",
        "--paused",
        "5 working hours",
    ]);
    assert!(account.contains("Fri 2026-03-20  +5:00   the clock stood still"), "{account}");
    // 9:00 and five hours, lunch from 13:00 to 14:30 left out.
    assert!(account.ends_with("due Fri 2026-03-20 15:30\n"), "{account}");
}
