//! What the address of the inbox says: whose tasks, which, in which order, from where. Every list is an
//! address, so that it can be kept, sent and opened again.

use std::collections::BTreeMap;

use jiff::Timestamp;
use reglament_core::ids::TaskId;
use reglament_core::rows::TaskRow;
use reglament_store::{TaskOrder, TaskPlace};

use crate::pages::shell::percent;

/// The names that an address may hold, in the order in which it holds them.
const NAMES: [&str; 12] = [
    "tab", "service", "step", "group", "office", "state", "holder", "priority", "q", "sort", "dir",
    "after",
];
/// A longer value narrows nothing; no address of ours has one.
const VALUE_CHARACTERS_MAX: usize = 200;

/// What was asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked(BTreeMap<&'static str, String>);

/// The order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// By an order that the store has.
    Stored(TaskOrder),
    /// By the name of the action.
    Action,
    /// By the name of the holder.
    Holder,
}

/// Where in the list a page stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Whether the page before this place is asked for.
    pub back: bool,
    /// The part of the list: a step or a person, in an order by names.
    pub leg: String,
    /// The place within it.
    pub place: TaskPlace,
}

impl Asked {
    /// Reads the query of an address; what nobody knows is passed over.
    pub fn read(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let known = pairs.into_iter().filter_map(|(name, value)| {
            let name = NAMES.into_iter().find(|known| **known == name)?;
            let value = value.trim().to_owned();
            let fits = !value.is_empty() && value.chars().count() <= VALUE_CHARACTERS_MAX;
            fits.then_some((name, value))
        });
        Self(known.collect())
    }

    /// Reads the query as a text.
    pub fn of_query(query: &str) -> Self {
        Self::read(super::show::pairs(query))
    }

    /// A value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The same with another value, at the beginning of the list.
    #[must_use]
    pub fn with(&self, name: &'static str, value: Option<&str>) -> Self {
        let mut asked = self.clone();
        asked.0.remove("after");
        match value {
            Some(value) => asked.0.insert(name, value.to_owned()),
            None => asked.0.remove(name),
        };
        asked
    }

    /// The same with the tab that is shown.
    #[must_use]
    pub fn with_tab(&self, tab: &str) -> Self {
        let mut asked = self.clone();
        asked.0.insert("tab", tab.to_owned());
        asked
    }

    /// The address of the beginning of the list.
    pub fn start(&self) -> String {
        self.with("after", None).href()
    }

    /// What stands behind the question mark.
    pub fn query(&self) -> String {
        let named = NAMES.into_iter().filter_map(|name| Some((name, self.0.get(name)?)));
        let pairs: Vec<_> =
            named.map(|(name, value)| format!("{name}={}", percent(value))).collect();
        pairs.join("&")
    }

    /// The address.
    pub fn href(&self) -> String {
        format!("/tasks?{}", self.query())
    }

    /// Whether the list is narrowed by more than its tab.
    pub fn is_narrowed(&self) -> bool {
        NAMES[1..9].iter().any(|name| self.0.contains_key(name))
    }

    /// The order of the list.
    pub fn sort(&self) -> Sort {
        match self.get("sort") {
            Some("number") => Sort::Stored(TaskOrder::Number),
            Some("applicant") => Sort::Stored(TaskOrder::Applicant),
            Some("action") => Sort::Action,
            Some("holder") => Sort::Holder,
            _ => Sort::Stored(TaskOrder::Due),
        }
    }

    /// Whether the order is the other way round.
    pub fn descending(&self) -> bool {
        self.get("dir") == Some("desc")
    }

    /// Where the page begins, or before what it ends.
    pub fn mark(&self) -> Option<Mark> {
        Mark::read(self.get("after")?)
    }
}

impl Sort {
    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stored(TaskOrder::Due) => "due",
            Self::Stored(TaskOrder::Number) => "number",
            Self::Stored(TaskOrder::Applicant) => "applicant",
            Self::Action => "action",
            Self::Holder => "holder",
        }
    }
}

impl Mark {
    /// The place of a row.
    pub fn of(leg: &str, row: &TaskRow, back: bool) -> Self {
        Self { back, leg: leg.to_owned(), place: TaskPlace::of(row) }
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(5, '~');
        let back = parts.next()? == "before";
        let (due, applicant, task) = (parts.next()?, parts.next()?, parts.next()?);
        let due = match due {
            "" => None,
            micros => Some(Timestamp::from_microsecond(micros.parse().ok()?).ok()?),
        };
        let place = TaskPlace { due, applicant: applicant.to_owned(), task: TaskId::from(task) };
        Some(Self { back, leg: parts.next().unwrap_or_default().to_owned(), place })
    }

    /// As an address holds it, encoded.
    pub fn encoded(&self) -> String {
        percent(&self.text())
    }

    fn text(&self) -> String {
        let Self { back, leg, place } = self;
        let due = place.due.map(|due| due.as_microsecond().to_string()).unwrap_or_default();
        let way = if *back { "before" } else { "behind" };
        format!("{way}~{due}~{}~{}~{leg}", place.applicant, place.task)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let asked = Asked::of_query("sort=number&tab=units&q=%D3%98%D0%BB%D0%B8%D1%8F&x=1&step=");
        assert_eq!(asked.href(), "/tasks?tab=units&q=%D3%98%D0%BB%D0%B8%D1%8F&sort=number");
        assert_eq!(asked.sort(), Sort::Stored(TaskOrder::Number));
        assert!(asked.is_narrowed());
        let turned = asked.with("dir", Some("desc")).with("q", None);
        assert_eq!(turned.href(), "/tasks?tab=units&sort=number&dir=desc");
    }

    #[test]
    fn a_mark_comes_back_as_it_was() {
        let due = Timestamp::from_microsecond(1_790_000_000_000_001).unwrap();
        for (due, leg) in [(Some(due), ""), (None, "library-card/intake"), (None, "a~b")] {
            let place = TaskPlace { due, applicant: "0a1b".to_owned(), task: "26.1".into() };
            let mark = Mark { back: due.is_none(), leg: leg.to_owned(), place };
            assert_eq!(Mark::read(&mark.text()), Some(mark));
        }
        for wrong in ["", "~", "behind~x~~26.1", "behind~1"] {
            assert_eq!(Mark::read(wrong), None, "{wrong}");
        }
    }
}
