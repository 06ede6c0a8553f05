//! What was sent for a case, and what became of it.

use jiff::tz::TimeZone;
use reglament_core::effect::{EffectKind, Recipient};
use reglament_core::text::Lang;
use reglament_store::OutboxRow;
use serde::Serialize;

use crate::pages::format;
use crate::texts::say;

/// A message and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct Sent {
    /// The message: a folder below `templates/messages`.
    pub message: String,
    /// Who gets it.
    pub to: String,
    /// What became of it.
    pub state: String,
    /// Why it was not delivered.
    pub error: Option<String>,
}

/// The messages of a case, in order.
pub fn list(lang: Lang, zone: &TimeZone, effects: &[OutboxRow]) -> Vec<Sent> {
    effects.iter().map(|row| sent(lang, zone, row)).collect()
}

fn sent(lang: Lang, zone: &TimeZone, row: &OutboxRow) -> Sent {
    let EffectKind::Notify { message, to, .. } = &row.effect.kind;
    let to = match to {
        Recipient::Applicant { name, email: Some(email), .. } => format!("{name}, {email}"),
        Recipient::Applicant { name, email: None, .. } => name.clone(),
        Recipient::Group { group } => group.to_string(),
    };
    Sent { message: message.clone(), to, state: state(lang, zone, row), error: row.error.clone() }
}

fn state(lang: Lang, zone: &TimeZone, row: &OutboxRow) -> String {
    let key = match row.state.as_str() {
        "delivered" => "message-delivered",
        "to_print" => "message-to-print",
        "failed" => "message-failed",
        _ => "message-waiting",
    };
    let words = say(lang, key, &[]);
    match row.delivered_at {
        Some(at) => format!("{words}, {}", format::moment(lang, at, zone)),
        None => words,
    }
}
