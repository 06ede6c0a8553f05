//! The chain of the audit: the hash of a row holds the row and the hash of the row before it, so that an
//! edited, removed, inserted or moved row is found. The bytes are fixed by `docs/operating/audit.md`; a
//! second reader in another language follows it.
//!
//! ```text
//! hash   = SHA-256( previous ":" place ":" content )
//! content = string(chain) string(at) string(actor) string(action) string(detail) string(events)
//! events = first "-" last ":" SHA-256( string(seq) string(at) string(actor) string(body) … )
//! string(text) = length of its UTF-8 bytes ":" text ","
//! ```

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

/// What stands before the first row of a chain.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The hash of the row at this place, after the row with the hash `previous`.
pub fn link(previous: &str, place: i64, content: &str) -> String {
    hex(Sha256::new().chain_update(format!("{previous}:{place}:{content}")))
}

/// The content of a row as it is hashed.
pub fn content(
    chain: &str,
    at: i64,
    actor: &str,
    action: &str,
    detail: &str,
    events: Option<&str>,
) -> String {
    let at = at.to_string();
    [chain, &at, actor, action, detail, events.unwrap_or_default()].iter().fold(
        String::new(),
        |mut text, field| {
            put(&mut text, field);
            text
        },
    )
}

/// The hash of events, as they come.
#[derive(Clone, Default)]
pub struct EventsHash(Sha256);

impl EventsHash {
    /// Takes one more event as it is stored.
    pub fn add(&mut self, seq: i64, at: i64, actor: &str, body: &str) {
        let mut text = String::with_capacity(body.len() + 64);
        for field in [&*seq.to_string(), &*at.to_string(), actor, body] {
            put(&mut text, field);
        }
        self.0.update(text);
    }

    /// What the row of their command says of the events from `first` to `last`.
    pub fn of(self, first: i64, last: i64) -> String {
        format!("{first}-{last}:{}", hex(self.0))
    }
}

/// The chain of what concerns no case: the day, in UTC.
pub fn of_day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).date().to_string()
}

/// Whether this chain is that of a day.
pub fn is_day(chain: &str) -> bool {
    chain.parse::<jiff::civil::Date>().is_ok_and(|day| day.to_string() == chain)
}

fn put(text: &mut String, field: &str) {
    // Writing to a text cannot fail.
    let _ = write!(text, "{}:{field},", field.len());
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_are_fixed() {
        let content = content("26112300000001", 1_700_000_000_000_000, "Әлия", "read", "", None);
        assert_eq!(content, "14:26112300000001,16:1700000000000000,8:Әлия,4:read,0:,0:,");
        let first = link(GENESIS, 1, &content);
        assert_eq!(first, "c4aa0ce18ed7762e227100709d45d1eb0be2a67534e403546e75cc37531472ca");
        assert_ne!(link(&first, 2, &content), link(GENESIS, 2, &content));
        assert_ne!(link(GENESIS, 1, &content), link(GENESIS, 2, &content));
    }

    #[test]
    fn a_field_does_not_run_into_the_next() {
        let row = |actor: &str, action: &str| content("c", 1, actor, action, "", None);
        assert_ne!(row("ab", "c"), row("a", "bc"));
        assert_ne!(row("a,1:b", "c"), row("a", "b"));
    }

    #[test]
    fn days_are_chains_of_their_own() {
        let at: Timestamp = "2026-11-27T20:00:00Z".parse().unwrap();
        assert_eq!(of_day(at), "2026-11-27");
        assert!(is_day("2026-11-27"));
        assert!(!is_day("26112700000001") && !is_day("2026-11-27T00"));
    }
}
