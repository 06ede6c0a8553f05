//! The six states and the words of each, by the calendar of the town of the tests (09:00 to 18:00,
//! lunch 13:00 to 14:30).

use super::*;
use crate::pages::tests::library_card;

/// Accepted on Monday, 12 October 2026, due on Wednesday, 21 October, 18:00.
fn reading() -> Reading {
    Reading {
        due: at("2026-10-21T18:00"),
        from: at("2026-10-12T10:00"),
        clock: "running".to_owned(),
        extended: false,
        in_hours: false,
        pause: None,
    }
}

fn at(local: &str) -> Timestamp {
    format!("{local}+05:00").parse().unwrap()
}

#[track_caller]
fn shows(reading: &Reading, now: &str, state: State, words: [&str; 3]) {
    let calendar = library_card().calendar_known(at(now));
    for (lang, text) in [Lang::Ru, Lang::Kk, Lang::En].into_iter().zip(words) {
        let chip = Chip::of(lang, reading, at(now), &calendar).unwrap();
        assert_eq!((chip.state, chip.text.as_str()), (state, text));
    }
}

#[test]
fn on_time() {
    let words = ["В срок · 3 раб. дня", "Мерзімінде · 3 жұмыс күні", "On time · 3 working days"];
    shows(&reading(), "2026-10-16T10:00", State::OnTime, words);
}

#[test]
fn at_risk_when_a_fifth_of_the_term_or_four_hours_are_left() {
    let words = ["Истекает сегодня, 18:00", "Бүгін аяқталады, 18:00", "Due today, 18:00"];
    shows(&reading(), "2026-10-21T09:30", State::Risk, words);
    let words =
        ["Истекает через 1 раб. день", "1 жұмыс күнінен кейін аяқталады", "Due in 1 working day"];
    shows(&reading(), "2026-10-20T17:00", State::Risk, words);
}

#[test]
fn late_by_days_or_hours() {
    let words = ["Просрочено на 1 раб. день", "1 жұмыс күніне кешікті", "1 working day late"];
    shows(&reading(), "2026-10-22T10:00", State::Late, words);
    let short = Reading { due: at("2026-10-21T10:00"), ..reading() };
    let words = ["Просрочено на 2 раб. часа", "2 жұмыс сағатына кешікті", "2 working hours late"];
    shows(&short, "2026-10-21T12:30", State::Late, words);
    let words = ["Просрочено", "Мерзімі өтті", "Late"];
    shows(&reading(), "2026-10-21T20:00", State::Late, words);
}

#[test]
fn paused_with_its_reason() {
    let paused =
        Reading { clock: "paused".to_owned(), pause: Some("Payment".to_owned()), ..reading() };
    let words = ["Остановлен: Payment", "Тоқтатылды: Payment", "Paused: Payment"];
    shows(&paused, "2026-10-16T10:00", State::Paused, words);
}

#[test]
fn outside_hours_only_for_terms_that_count_hours() {
    let hours = Reading { in_hours: true, ..reading() };
    let words = [
        "Вне рабочего времени, идёт с 14:30",
        "Жұмыс уақытынан тыс, жалғасуы 14:30",
        "Outside hours, runs from 14:30",
    ];
    shows(&hours, "2026-10-16T13:10", State::Outside, words);
    let words = ["В срок · 3 раб. дня", "Мерзімінде · 3 жұмыс күні", "On time · 3 working days"];
    shows(&reading(), "2026-10-16T13:10", State::OnTime, words);
}

#[test]
fn extended_until_it_is_at_risk() {
    let extended = Reading { extended: true, ..reading() };
    let words = ["Продлён до 21.10.2026", "21.10.2026 дейін ұзартылды", "Extended to 21 Oct 2026"];
    shows(&extended, "2026-10-16T10:00", State::Extended, words);
    let words = ["Истекает сегодня, 18:00", "Бүгін аяқталады, 18:00", "Due today, 18:00"];
    shows(&extended, "2026-10-21T17:00", State::Risk, words);
}

#[test]
fn done_on_time() {
    let met = Reading { clock: "met".to_owned(), ..reading() };
    let words = ["Исполнено в срок", "Мерзімінде орындалды", "Done on time"];
    shows(&met, "2027-01-10T10:00", State::Met, words);
}
