//! Which report, of what: as an address says it, and as a saved report keeps it.

use jiff::ToSpan;
use jiff::civil::Date;
use reglament_core::facts::FactKind;

use super::pick::{FILTERS, Of, Pick};
use crate::pages::shell::percent;

/// A report covers at most so many days: ten years.
const DAYS_MAX: i32 = 3_660;
/// And so many when nothing is said.
const DAYS: i32 = 30;
/// A longer value of a filter names nothing.
const VALUE_LETTERS_MAX: usize = 200;

/// A report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// How open work stands.
    Now,
    /// What was done in a period.
    Period,
    /// Extensions and their notices.
    Extensions,
    /// Complaints and their answers.
    Complaints,
    /// The front desk: waiting and service.
    Desk,
    /// Who will be late.
    Forecast,
    /// The ways that cases take over the map.
    Paths,
}

impl Kind {
    /// All, in the order of their navigation.
    pub const ALL: [Self; 7] = [
        Self::Now,
        Self::Period,
        Self::Extensions,
        Self::Complaints,
        Self::Desk,
        Self::Forecast,
        Self::Paths,
    ];

    /// Its name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Period => "period",
            Self::Extensions => "extensions",
            Self::Complaints => "complaints",
            Self::Desk => "desk",
            Self::Forecast => "forecast",
            Self::Paths => "paths",
        }
    }

    /// The report with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is about a period, not about the present.
    pub const fn has_period(self) -> bool {
        !matches!(self, Self::Now | Self::Forecast)
    }

    /// What may be chosen for it: whole cases go their way, not those of a person or an outcome.
    const fn filters(self) -> &'static [&'static str] {
        match self {
            Self::Paths => &["process", "office", "edition"],
            _ => &FILTERS,
        }
    }
}

/// Which report, of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The report.
    pub kind: Kind,
    /// Its filters: the period and what is chosen. `of` says nothing here.
    pub pick: Pick,
    /// The last so many days up to today, instead of fixed ones.
    pub last: Option<i32>,
    /// What of the address was not understood.
    pub unread: Vec<String>,
}

impl Spec {
    /// What an address says. What is not understood is left out and told; nothing of it fails.
    pub fn read(kind: Kind, pairs: &[(String, String)], today: Date) -> Self {
        let mut unread = Vec::new();
        let value = |name: &str| {
            let found = pairs.iter().rev().find(|(known, _)| known == name);
            found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
        };
        let mut day = |name: &str| {
            let text = value(name)?;
            let read = text.parse::<Date>().ok().filter(|day| (1990..=2200).contains(&day.year()));
            if read.is_none() {
                unread.push(text.chars().take(VALUE_LETTERS_MAX).collect());
            }
            read
        };
        let (from, until) = (day("from"), day("until"));
        let last = value("last").and_then(|last| last.parse::<i32>().ok());
        let last = last.filter(|last| (1..=DAYS_MAX).contains(last));
        let last = last.or_else(|| (from.is_none() && until.is_none()).then_some(DAYS));
        let until = if last.is_some() { today } else { until.unwrap_or(today) };
        let from = last.map_or_else(
            || from.unwrap_or_else(|| before(until, DAYS)),
            |last| before(until, last),
        );
        let (from, until) = if from <= until { (from, until) } else { (until, from) };
        let from = from.max(before(until, DAYS_MAX));
        let filters = kind.filters().iter();
        let with = filters.filter_map(|name| Some((*name, value(name)?.to_owned())));
        let with = with.filter(|(_, value)| value.chars().count() <= VALUE_LETTERS_MAX).collect();
        let pick = Pick { of: Of::Facts(FactKind::Closed), from, until, with };
        Self { kind, pick, last, unread }
    }

    /// The filters as an address says them.
    pub fn query(&self) -> String {
        let mut parts = Vec::new();
        match (self.kind.has_period(), self.last) {
            (false, _) => {}
            (true, Some(last)) => parts.push(format!("last={last}")),
            (true, None) => {
                parts.push(format!("from={}&until={}", self.pick.from, self.pick.until));
            }
        }
        let with = self.pick.with.iter();
        parts.extend(with.map(|(name, value)| format!("{name}={}", percent(value))));
        parts.join("&")
    }

    /// The address of its page.
    pub fn href(&self) -> String {
        format!("/reports/{}?{}", self.kind.name(), self.query())
    }
}

/// The first of so many days up to this one.
fn before(until: Date, days: i32) -> Date {
    until.checked_sub((days - 1).days()).unwrap_or(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Spec {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let pairs: Vec<_> =
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Spec::read(Kind::Period, &pairs, jiff::civil::date(2026, 11, 27))
    }

    fn days(spec: &Spec) -> String {
        format!("{}..{}", spec.pick.from, spec.pick.until)
    }

    #[test]
    fn an_address_is_understood_and_said_again() {
        for (query, period) in [
            ("", "2026-10-29..2026-11-27"),
            ("last=7", "2026-11-21..2026-11-27"),
            ("from=2026-01-01&until=2026-01-31", "2026-01-01..2026-01-31"),
            ("from=2026-01-31&until=2026-01-01", "2026-01-01..2026-01-31"),
            ("from=2026-11-01", "2026-11-01..2026-11-27"),
            ("until=2026-01-30", "2026-01-01..2026-01-30"),
            ("last=0", "2026-10-29..2026-11-27"),
            ("from=1990-01-01&until=2026-01-01", "2015-12-26..2026-01-01"),
        ] {
            let spec = read(query);
            assert_eq!(days(&spec), period, "{query}");
            assert_eq!(days(&read(&spec.query())), period, "{query}");
        }
    }

    #[test]
    fn what_is_not_understood_is_told() {
        let spec = read("from=yesterday&office=north&weather=fine&unit=");
        assert_eq!(spec.unread, ["yesterday"]);
        assert_eq!(spec.pick.with.len(), 1);
        assert_eq!(
            spec.query(),
            "from=2026-10-29&until=2026-11-27&office=north"
                .replace("from=2026-10-29&until=2026-11-27", "last=30")
        );
    }
}
