//! What can be wrong with a calendar file, all of it in one run.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Amendment, Calendar, Covers, Holiday, Opening};
use super::resolve::zone;
use super::rules::{Off, Rules};
use super::scalars::Weekday;
use crate::ids::CalendarId;

/// A calendar may extend one that extends another, up to this many; more is a circle.
const CHAIN_MAX: usize = 8;
/// A calendar of more years than this is a slip of the pen.
const COVERS_YEARS_MAX: i16 = 200;

/// A mistake in a calendar file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("calendar `{calendar}`: `{path}` {message}")]
pub struct CalendarProblem {
    /// The calendar whose file has it.
    pub calendar: CalendarId,
    /// Where, such as `transfers[3].work` or `holidays.town-fair.dates`.
    pub path: String,
    /// What is wrong and what to do; it reads on from the path.
    pub message: String,
}

impl CalendarProblem {
    pub(super) fn new(at: &Calendar, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { calendar: at.calendar.clone(), path: path.into(), message: message.into() }
    }
}

/// A calendar and those it extends, the country's first.
pub(super) fn chain<'a>(
    id: &CalendarId,
    all: &'a BTreeMap<CalendarId, Calendar>,
) -> Result<Vec<&'a Calendar>, Vec<CalendarProblem>> {
    let mut chain: Vec<&Calendar> = Vec::new();
    let mut next = Some(id);
    while let Some(wanted) = next {
        let problem = |message: String| {
            let calendar = chain.last().map_or(id, |calendar| &calendar.calendar).clone();
            vec![CalendarProblem { calendar, path: "extends".into(), message }]
        };
        if chain.len() == CHAIN_MAX {
            return Err(problem(
                "goes round in a circle; a country's calendar extends none".into(),
            ));
        }
        let Some(calendar) = all.get(wanted) else {
            let near = crate::diagnostic::did_you_mean(
                wanted.as_str(),
                all.keys().map(CalendarId::as_str),
            );
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(problem(format!("names no calendar `{wanted}`{hint}")));
        };
        chain.push(calendar);
        next = calendar.extends.as_ref();
    }
    chain.reverse();
    Ok(chain)
}

/// All problems of a chain of calendars.
pub(super) fn problems(chain: &[&Calendar]) -> Vec<CalendarProblem> {
    let covers = chain.iter().rev().find_map(|calendar| calendar.covers);
    let mut found = Vec::new();
    let mut inherited = Rules::default();
    for calendar in chain {
        let mut check = Check { calendar, found: Vec::new() };
        inherited.extend(calendar);
        check.settings();
        check.openings("hours", &calendar.hours);
        check.openings("reception", &calendar.reception);
        check.holidays(covers);
        check.amendments(&inherited);
        if let Some(covers) = covers.filter(|_| check.found.is_empty()) {
            check.transfers(covers, &inherited);
        }
        found.append(&mut check.found);
    }
    if let Some(calendar) = chain.last().filter(|_| found.is_empty()) {
        found.extend(week(calendar, chain, &inherited));
    }
    found
}

/// Every day of the working week has hours.
fn week(calendar: &Calendar, chain: &[&Calendar], rules: &Rules) -> Vec<CalendarProblem> {
    if rules.week.is_empty() {
        return vec![CalendarProblem::new(calendar, "week", "is missing: state the working days")];
    }
    let hours = chain.iter().rev().find(|calendar| !calendar.hours.is_empty());
    let open: BTreeSet<Weekday> =
        hours.iter().flat_map(|one| &one.hours).flat_map(|one| one.days.iter().copied()).collect();
    let closed = rules.week.difference(&open).next();
    closed
        .map(|day| {
            CalendarProblem::new(
                calendar,
                "hours",
                format!("give none for {day:?}, a day of `week`"),
            )
        })
        .into_iter()
        .collect()
}

struct Check<'a> {
    calendar: &'a Calendar,
    found: Vec<CalendarProblem>,
}

impl Check<'_> {
    fn report(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.found.push(CalendarProblem::new(self.calendar, path, message));
    }

    fn settings(&mut self) {
        if let Some(name) = self.calendar.zone.as_deref().filter(|name| zone(name).is_none()) {
            self.report(
                "zone",
                format!("names no time zone `{name}`; write one such as `Asia/Almaty`"),
            );
        }
        if let Some(Covers { from, until }) = self.calendar.covers {
            let years = i32::from(until) - i32::from(from);
            if from < 1900 || until > 9998 || !(0..i32::from(COVERS_YEARS_MAX)).contains(&years) {
                self.report(
                    "covers",
                    format!("{from} to {until} is no span of years; write such as 2014 to 2027"),
                );
            }
        }
        if self.calendar.counting.event_day.is_some_and(|day| day > 1) {
            self.report("counting.event_day", "is neither 0 nor 1");
        }
    }

    fn openings(&mut self, key: &str, openings: &[Opening]) {
        let mut seen = BTreeSet::new();
        for (number, opening) in openings.iter().enumerate() {
            let (open, close) = (opening.open, opening.close);
            let lunch = opening.lunch.map_or((open, open), |lunch| (lunch.from, lunch.until));
            let ordered = open < close && open <= lunch.0 && lunch.0 <= lunch.1 && lunch.1 < close;
            let real_lunch = opening.lunch.is_none() || (open < lunch.0 && lunch.0 < lunch.1);
            if !ordered || !real_lunch {
                self.report(
                    format!("{key}[{number}]"),
                    "is not in order: open, lunch from, lunch until, close",
                );
            }
            if let Some(day) = opening.days.iter().find(|day| !seen.insert(**day)) {
                self.report(
                    format!("{key}[{number}].days"),
                    format!("names {day:?} a second time"),
                );
            }
        }
    }

    fn holidays(&mut self, covers: Option<Covers>) {
        let amended =
            self.calendar.amendments.iter().enumerate().flat_map(|(number, amendment)| {
                let path = move |name| format!("amendments[{number}].begun.{name}");
                amendment.begun.iter().map(move |(name, holiday)| (path(name), holiday))
            });
        let plain = self.calendar.holidays.iter();
        let plain = plain.map(|(name, holiday)| (format!("holidays.{name}"), holiday));
        for (path, holiday) in plain.chain(amended).collect::<Vec<_>>() {
            self.holiday(&path, holiday, covers);
        }
    }

    fn holiday(&mut self, path: &str, holiday: &Holiday, covers: Option<Covers>) {
        if holiday.days.is_empty() && holiday.dates.is_empty() {
            self.report(path, "has neither `days` nor `dates`");
        }
        // A holiday that is announced year by year is part of what `covers` promises.
        let years = covers.filter(|_| !holiday.dates.is_empty());
        let valid = |year: i16| {
            let (first, last) = (jiff::civil::date(year, 1, 1), jiff::civil::date(year, 12, 31));
            holiday.from.is_none_or(|from| from.has_begun(last))
                && holiday.until.is_none_or(|until| until.still_lasts(first))
        };
        for year in years
            .into_iter()
            .flat_map(|covers| covers.from..=covers.until)
            .filter(|year| valid(*year))
        {
            if !holiday.dates.iter().any(|date| date.year() == year) {
                self.report(
                    format!("{path}.dates"),
                    format!("have no date in {year}, a year that `covers` names"),
                );
            }
        }
    }

    fn amendments(&mut self, inherited: &Rules) {
        for (number, amendment) in self.calendar.amendments.iter().enumerate() {
            // Compared with the day before it became known.
            let before = inherited.as_known(amendment.known_from.yesterday().ok());
            self.amendment(&format!("amendments[{number}]"), amendment, &before);
        }
    }

    fn amendment(&mut self, path: &str, amendment: &Amendment, before: &Rules) {
        for name in amendment.ended.keys().filter(|name| !before.holidays.contains_key(*name)) {
            self.report(format!("{path}.ended"), format!("names no holiday `{name}`"));
        }
        for name in amendment.begun.keys().filter(|name| before.holidays.contains_key(*name)) {
            self.report(
                format!("{path}.begun.{name}"),
                "is a holiday already; end it, and begin one by another name",
            );
        }
        for moved in &amendment.moved {
            let dates = before.holidays.get(&moved.holiday).map(|holiday| &holiday.dates);
            if !dates.is_some_and(|dates| dates.contains(&moved.from)) {
                let (name, from) = (&moved.holiday, moved.from);
                self.report(
                    format!("{path}.moved"),
                    format!("{from} was no announced date of a holiday `{name}`"),
                );
            }
        }
        for off in amendment
            .withdrawn
            .iter()
            .filter(|off| !before.transfers.iter().any(|one| one.off == **off))
        {
            self.report(format!("{path}.withdrawn"), format!("{off} was no day off by transfer"));
        }
    }

    /// A transfer takes a working day and gives a day of rest; anything else is a typing mistake.
    fn transfers(&mut self, covers: Covers, rules: &Rules) {
        let rules = rules.as_known(Some(jiff::civil::Date::MAX));
        let off = rules.days_off(covers);
        let is_off = |date| off.contains_key(&date) || !rules.week.contains(&Weekday::of(date));
        for (number, transfer) in self.calendar.transfers.iter().enumerate() {
            let mine = |part: &str| format!("transfers[{number}].{part}");
            if !(covers.from..=covers.until).contains(&transfer.off.year()) {
                self.report(
                    mine("off"),
                    format!("{} is outside the years that `covers` names", transfer.off),
                );
            } else if is_off(transfer.off) {
                self.report(mine("off"), format!("{} is off without the transfer", transfer.off));
            }
            if !is_off(transfer.work) {
                self.report(
                    mine("work"),
                    format!("{} is worked without the transfer", transfer.work),
                );
            } else if matches!(off.get(&transfer.work), Some(Off::Holiday(_))) {
                self.report(
                    mine("work"),
                    format!("{} is a holiday, which no transfer ends", transfer.work),
                );
            }
        }
    }
}
