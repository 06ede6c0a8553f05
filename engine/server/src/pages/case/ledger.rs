//! How the due date came about: every day counted or skipped, pauses, extensions, and the sum.

use jiff::civil::Date;
use reglament_core::calendar::{Counted, DayKind, LedgerDay, WorkingTime};
use reglament_core::event::{Event, Recorded};
use reglament_core::instance::{ClockFigures, Instance};
use reglament_core::process::Process;
use reglament_core::text::Lang;
use serde::Serialize;

use crate::pages::format;
use crate::texts::say;

/// The account of a term.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// The term and the event that began it.
    pub basis: String,
    /// The days.
    pub lines: Vec<AccountLine>,
    /// What they add up to.
    pub sums: Vec<Sum>,
    /// When the clock stood still.
    pub pauses: Vec<String>,
    /// How the term was extended.
    pub extensions: Vec<Granted>,
    /// The due date.
    pub result: String,
    /// The calendar that was used, and when it was known.
    pub edition: String,
}

/// A day.
#[derive(Clone, Debug, Serialize)]
pub struct AccountLine {
    /// The date.
    pub date: String,
    /// The day of the week.
    pub weekday: String,
    /// What kind of day it is.
    pub what: String,
    /// What it adds.
    pub counts: String,
    /// Whether it adds nothing.
    pub skipped: bool,
}

/// A line below the days.
#[derive(Clone, Debug, Serialize)]
pub struct Sum {
    /// What it sums.
    pub label: String,
    /// How much.
    pub value: String,
}

/// An extension.
#[derive(Clone, Debug, Serialize)]
pub struct Granted {
    /// When, by how much, until when.
    pub title: String,
    /// Why.
    pub reason: String,
}

/// The account of the term of a case; none while it has not begun.
pub fn account(
    lang: Lang,
    process: &Process,
    case: &Instance,
    events: &[Recorded],
) -> Option<Account> {
    let figures = case.clock.figures()?;
    let view = process.calendar.known_on(figures.original.known_on);
    let ledger = view.due_with_pauses(figures.from, figures.term, figures.paused).ok()?.ledger;
    let from = format::moment(lang, figures.from, view.zone());
    let basis = [("term", format::term(lang, figures.term).into()), ("from", from.into())];
    let due = format::moment(lang, figures.due.at, view.zone());
    let known = format::date(lang, figures.due.known_on);
    let calendar = process.calendar.title().get(lang).to_owned();
    Some(Account {
        basis: say(lang, "ledger-basis", &basis),
        lines: ledger.days.iter().map(|day| line(lang, day)).collect(),
        sums: sums(lang, figures),
        pauses: pauses(lang, process, events),
        extensions: extensions(lang, process, events),
        result: say(lang, "ledger-result", &[("due", due.into())]),
        edition: say(
            lang,
            "ledger-edition",
            &[("calendar", calendar.into()), ("date", known.into())],
        ),
    })
}

fn line(lang: Lang, day: &LedgerDay) -> AccountLine {
    let (counts, skipped) = counts(lang, day.counted);
    AccountLine {
        date: format::date(lang, day.date),
        weekday: weekday(lang, day.date),
        what: what(lang, day),
        counts,
        skipped,
    }
}

fn counts(lang: Lang, counted: Counted) -> (String, bool) {
    match counted {
        Counted::Event => (say(lang, "ledger-day-zero", &[]), false),
        Counted::Day { n } => (say(lang, "ledger-day-n", &[("n", i64::from(n).into())]), false),
        Counted::Skipped | Counted::Moved | Counted::Lunch { .. } => {
            (say(lang, "ledger-not-counted", &[]), true)
        }
        Counted::Time { time } | Counted::Paused { time } => (duration(lang, time), false),
    }
}

fn what(lang: Lang, line: &LedgerDay) -> String {
    let kind = line.day.as_ref().map(|day| kind(lang, day)).unwrap_or_default();
    let with = |key: &str| say(lang, key, &[("kind", kind.clone().into())]);
    match line.counted {
        Counted::Event => with("ledger-event"),
        Counted::Moved => with("ledger-moved"),
        Counted::Lunch { time } => {
            say(lang, "ledger-lunch", &[("time", duration(lang, time).into())])
        }
        Counted::Paused { .. } => with("ledger-paused"),
        _ if kind.is_empty() => say(lang, "ledger-by-clock", &[]),
        _ => kind,
    }
}

fn kind(lang: Lang, day: &DayKind) -> String {
    let date = |date: &Date| format::date(lang, *date).into();
    match day {
        DayKind::Working => say(lang, "day-working", &[]),
        DayKind::WeeklyDayOff => say(lang, "day-off", &[]),
        DayKind::Holiday { name } => {
            say(lang, "day-holiday", &[("name", name.get(lang).to_owned().into())])
        }
        DayKind::Substituted { holiday, name } => {
            let name = name.get(lang).to_owned().into();
            say(lang, "day-substituted", &[("name", name), ("date", date(holiday))])
        }
        DayKind::TransferredOff { work } => {
            say(lang, "day-transferred-off", &[("date", date(work))])
        }
        DayKind::TransferredWorking { off } => {
            say(lang, "day-transferred-working", &[("date", date(off))])
        }
    }
}

fn sums(lang: Lang, figures: &ClockFigures) -> Vec<Sum> {
    let sum = |key: &str, value: String| Sum { label: say(lang, key, &[]), value };
    let mut sums = vec![sum("ledger-sum", format::term(lang, figures.term))];
    if figures.paused > WorkingTime::ZERO {
        sums.push(sum("ledger-sum-paused", duration(lang, figures.paused)));
    }
    if figures.extended_days > 0 {
        let days = i64::from(figures.extended_days);
        sums.push(sum(
            "ledger-sum-extended",
            say(lang, "term-calendar-days", &[("count", days.into())]),
        ));
    }
    sums.push(sum("ledger-sum-due", format::date(lang, figures.due.date)));
    sums
}

fn pauses(lang: Lang, process: &Process, events: &[Recorded]) -> Vec<String> {
    let zone = process.calendar.zone();
    let mut since = None;
    let mut pauses = Vec::new();
    for recorded in events {
        match &recorded.event {
            Event::ClockPaused => since = Some(format::moment(lang, recorded.at, zone)),
            Event::ClockResumed { stood, .. } => {
                let until = format::moment(lang, recorded.at, zone).into();
                let args = [
                    ("since", since.take().unwrap_or_default().into()),
                    ("until", until),
                    ("time", duration(lang, *stood).into()),
                ];
                pauses.push(say(lang, "ledger-pause", &args));
            }
            _ => {}
        }
    }
    pauses.extend(since.map(|since| say(lang, "ledger-pause-open", &[("since", since.into())])));
    pauses
}

fn extensions(lang: Lang, process: &Process, events: &[Recorded]) -> Vec<Granted> {
    let zone = process.calendar.zone();
    let granted = events.iter().filter_map(|recorded| {
        let Event::ClockExtended { days, reason, due } = &recorded.event else { return None };
        let args = [
            ("at", format::moment(lang, recorded.at, zone).into()),
            ("days", i64::from(*days).into()),
            ("date", format::date(lang, due.date).into()),
        ];
        let reason = reason.get(lang).to_owned();
        Some(Granted { title: say(lang, "ledger-extension", &args), reason })
    });
    granted.collect()
}

fn duration(lang: Lang, time: WorkingTime) -> String {
    let args = [("hours", (time.minutes() / 60).into()), ("minutes", (time.minutes() % 60).into())];
    say(lang, "ledger-duration", &args)
}

fn weekday(lang: Lang, date: Date) -> String {
    let n = i64::from(date.weekday().to_monday_one_offset());
    say(lang, "weekday", &[("n", n.into())])
}
