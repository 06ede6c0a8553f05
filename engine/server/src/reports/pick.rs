//! Which facts or open cases a figure counts, as conditions of an address: the list behind a number shows
//! exactly these.

use std::collections::BTreeMap;

use jiff::civil::Date;
use reglament_core::facts::{Closed, Done, Extended, FactKind, Noticed};

use crate::pages::shell::percent;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Facts of a kind, in a period.
    Facts(FactKind),
    /// Cases that run now.
    Open,
    /// Tasks that are open now.
    Tasks,
}

impl Of {
    const NAMES: [(&'static str, Self); 7] = [
        ("received", Self::Facts(FactKind::Received)),
        ("closed", Self::Facts(FactKind::Closed)),
        ("done", Self::Facts(FactKind::Done)),
        ("extended", Self::Facts(FactKind::Extended)),
        ("noticed", Self::Facts(FactKind::Noticed)),
        ("open", Self::Open),
        ("tasks", Self::Tasks),
    ];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, of)| *of == self).map_or("", |(name, _)| name)
    }

    /// What has this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, of)| *of)
    }
}

/// Conditions that an address may name, beside the period.
pub const CONDITIONS: [&str; 25] = [
    "process",
    "edition",
    "office",
    "unit",
    "step",
    "person",
    "ground",
    "outcome",
    "status",
    "term",
    "late",
    "original",
    "days",
    "extended",
    "paused",
    "measured",
    "verdict",
    "complaint",
    "week",
    "queue",
    "returned",
    "reason",
    "deadline",
    "state",
    "age",
];
/// Conditions that a person chooses for a whole report.
pub const FILTERS: [&str; 8] =
    ["process", "edition", "office", "unit", "step", "person", "ground", "outcome"];
/// Stands for what has no office, no holder, no ground.
pub const NONE: &str = "-";
/// A condition that must hold, …
pub const YES: &str = "yes";
/// … or must not.
pub const NO: &str = "no";

/// Which facts or open cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// What is counted.
    pub of: Of,
    /// The first day, of facts.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// The conditions, all of which hold.
    pub with: BTreeMap<&'static str, String>,
}

/// Names of an address that are no conditions.
const OTHERS: [&str; 4] = ["of", "from", "until", "page"];
/// A list covers at most so many days: ten years and a day.
const DAYS_MAX: i32 = 3_660;

impl Pick {
    /// What an address picks; none when it does not say what is counted, or names a condition that is none: a
    /// list must never show more than its figure counts.
    pub fn read(pairs: &[(String, String)], today: Date) -> Option<Self> {
        let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|it| &*it.1);
        let day = |name: &str| value(name).map_or(Some(today), |day| day.parse::<Date>().ok());
        let (from, until) = (day("from")?, day("until")?);
        let days = until.since((jiff::Unit::Day, from)).ok()?.get_days();
        if !(0..=DAYS_MAX).contains(&days) {
            return None;
        }
        let mut pick = Self { of: Of::named(value("of")?)?, from, until, with: BTreeMap::new() };
        for (name, value) in pairs.iter().filter(|(name, _)| !OTHERS.contains(&name.as_str())) {
            let condition = CONDITIONS.iter().find(|condition| *condition == name)?;
            pick = pick.and(condition, value.as_str());
        }
        Some(pick)
    }

    /// The same under one more condition.
    #[must_use]
    pub fn and(&self, condition: &'static str, value: impl Into<String>) -> Self {
        let mut pick = self.clone();
        let value = Some(value.into()).filter(|value| !value.is_empty());
        pick.with.insert(condition, value.unwrap_or_else(|| NONE.to_owned()));
        pick
    }

    /// The same of another kind.
    #[must_use]
    pub fn of(&self, of: Of) -> Self {
        Self { of, ..self.clone() }
    }

    /// The same in other days.
    #[must_use]
    pub fn within(&self, from: Date, until: Date) -> Self {
        Self { from, until, ..self.clone() }
    }

    /// The same without a condition.
    #[must_use]
    pub fn without(&self, condition: &str) -> Self {
        let mut pick = self.clone();
        pick.with.remove(condition);
        pick
    }

    /// The address of the list.
    pub fn href(&self) -> String {
        let mut href = format!("/cases?of={}", self.of.name());
        if matches!(self.of, Of::Facts(_)) {
            href = format!("{href}&from={}&until={}", self.from, self.until);
        }
        for (condition, value) in &self.with {
            href = format!("{href}&{condition}={}", percent(value));
        }
        href
    }

    /// Whether lines of this edition and office can fulfil it; `process` is what the edition belongs to.
    pub fn admits(&self, process: &str, edition: &str, office: &str) -> bool {
        let is = |condition: &str, value: &str| match self.with.get(condition) {
            Some(wanted) if wanted == NONE => value.is_empty(),
            Some(wanted) => wanted == value,
            None => true,
        };
        is("process", process) && is("edition", edition) && is("office", office)
    }

    /// The conditions beside those of [`Pick::admits`] all hold, as `holds` says.
    pub fn all(&self, holds: impl Fn(&str, &str) -> bool) -> bool {
        self.with
            .iter()
            .filter(|(condition, _)| !matches!(**condition, "process" | "edition" | "office"))
            .all(|(condition, value)| holds(condition, value))
    }
}

/// Whether `value` is there and as wanted: `-` for none.
fn named(value: Option<&str>, wanted: &str) -> bool {
    value.unwrap_or(NONE) == wanted
}

fn says(holds: bool, wanted: &str) -> bool {
    holds == (wanted == YES)
}

/// Lateness in working days, as it is cut: `1`, `2-3`, `4-5`, `6+`.
pub const LATENESS: [(&str, u32, u32); 4] =
    [("1", 1, 1), ("2-3", 2, 3), ("4-5", 4, 5), ("6+", 6, u32::MAX)];

/// The Monday of the week of a day.
pub fn week(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(jiff::Span::new().days(back)).unwrap_or(day)
}

/// Whether a closed case fulfils a condition.
pub fn closed(fact: &Closed<'_>, day: Date, condition: &str, wanted: &str) -> bool {
    match condition {
        "outcome" => fact.outcome.name() == wanted,
        "status" => fact.status == wanted,
        "ground" => named(fact.ground, wanted),
        "verdict" => named(fact.verdict, wanted),
        "term" => says(fact.late.is_some(), wanted),
        "late" => fact.late.is_some_and(|late| says(late > 0, wanted)),
        "original" => fact.late_original.is_some_and(|late| says(late > 0, wanted)),
        "days" => LATENESS.iter().any(|(name, least, most)| {
            *name == wanted && fact.late.is_some_and(|late| (*least..=*most).contains(&late))
        }),
        "extended" => says(fact.extended > 0, wanted),
        "paused" => says(fact.paused > 0, wanted),
        "measured" => says(fact.cycle.is_some(), wanted),
        "week" => week(day).to_string() == wanted,
        _ => false,
    }
}

/// Whether a completed task fulfils a condition.
pub fn done(fact: &Done<'_>, condition: &str, wanted: &str) -> bool {
    match condition {
        "step" => fact.step == wanted,
        "unit" => fact.unit == wanted,
        "person" => fact.person == wanted,
        "term" => says(fact.late.is_some(), wanted),
        "late" => fact.late.is_some_and(|late| says(late, wanted)),
        "queue" => fact.taken_late.is_some_and(|late| wanted == "any" || says(late, wanted)),
        "returned" => says(fact.returned, wanted),
        "measured" => says(fact.handling.is_some(), wanted),
        _ => false,
    }
}

/// Whether an extension fulfils a condition.
pub fn extended(fact: &Extended<'_>, condition: &str, wanted: &str) -> bool {
    condition == "reason" && named(Some(fact.reason).filter(|it| !it.is_empty()), wanted)
}

/// Whether a deadline beside that of a case fulfils a condition.
pub fn noticed(fact: &Noticed<'_>, condition: &str, wanted: &str) -> bool {
    match condition {
        "deadline" => fact.deadline == wanted,
        "late" => says(fact.late, wanted),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_every_condition() {
        let day = jiff::civil::date(2026, 11, 27);
        let all =
            Pick { of: Of::Facts(FactKind::Closed), from: day, until: day, with: BTreeMap::new() };
        let pick = all.and("late", YES).and("ground", "a & b");
        let href = "/cases?of=closed&from=2026-11-27&until=2026-11-27&ground=a%20%26%20b&late=yes";
        assert_eq!(pick.href(), href);
        assert_eq!(pick.of(Of::Open).href(), "/cases?of=open&ground=a%20%26%20b&late=yes");
        assert!(all.and("office", NONE).admits("p", "e", ""));
        assert!(!all.and("office", NONE).admits("p", "e", "north"));
        assert_eq!(week(day).to_string(), "2026-11-23");
    }
}
