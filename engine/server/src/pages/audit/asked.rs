//! Which rows of the audit an address asks for.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use reglament_store::AuditFilter;
use serde::{Deserialize, Serialize};

use crate::pages::shell::percent;

/// A longer value names nothing.
const LETTERS_MAX: usize = 200;

/// What the form of the filters says, as it was typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Asked {
    /// The number of a case.
    pub case: String,
    /// The name of a person or a program.
    pub who: String,
    /// A kind of rows.
    pub action: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
    /// Rows with a number below this one.
    pub before: Option<u64>,
}

impl Asked {
    /// The rows, and what of the address was not understood.
    pub fn filter(&self, zone: &TimeZone, limit: u32) -> (AuditFilter, Vec<String>) {
        let mut unread = Vec::new();
        let mut day = |text: &str, after: i64| {
            let text = word(text)?;
            let at = start(&text, after, zone);
            unread.extend(at.is_none().then_some(text));
            at
        };
        let filter = AuditFilter {
            instance: word(&self.case).map(Into::into),
            actor: word(&self.who),
            action: word(&self.action),
            from: day(&self.from, 0),
            until: day(&self.until, 1),
            before: self.before,
            limit,
        };
        (filter, unread)
    }

    /// The same as an address says it, without the page.
    pub fn query(&self) -> String {
        let said = [
            ("case", &self.case),
            ("who", &self.who),
            ("action", &self.action),
            ("from", &self.from),
            ("until", &self.until),
        ];
        let said = said.into_iter().filter_map(|(name, value)| Some((name, word(value)?)));
        let said = said.map(|(name, value)| format!("{name}={}", percent(&value)));
        said.collect::<Vec<_>>().join("&")
    }
}

fn word(text: &str) -> Option<String> {
    let letters = text.trim().chars().filter(|letter| !letter.is_control());
    Some(letters.take(LETTERS_MAX).collect()).filter(|text: &String| !text.is_empty())
}

/// The beginning of a day, or of one so many days after it.
fn start(text: &str, after: i64, zone: &TimeZone) -> Option<Timestamp> {
    let day = text.parse::<Date>().ok()?.checked_add(after.days()).ok()?;
    Some(day.to_zoned(zone.clone()).ok()?.timestamp())
}
