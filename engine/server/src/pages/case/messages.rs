//! What was sent for a case, and what became of it.

use jiff::tz::TimeZone;
use reglament_core::definition::Duty;
use reglament_core::effect::{EffectKind, Recipient};
use reglament_core::event::{Event, Recorded};
use reglament_core::process::Process;
use reglament_core::text::Lang;
use reglament_store::OutboxRow;
use serde::Serialize;

use crate::pages::{format, names};
use crate::texts::say;

/// A message and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct Sent {
    /// What it is called: the step that asked for it, or its folder below `templates/messages`.
    pub message: String,
    /// Its words, to be read or printed.
    pub href: String,
    /// Who gets it.
    pub to: String,
    /// What became of it.
    pub state: String,
    /// Why it was not delivered.
    pub error: Option<String>,
}

/// The messages of a case, in order. Each is called like the step that asked for it.
pub fn list(
    lang: Lang,
    process: &Process,
    effects: &[OutboxRow],
    events: &[Recorded],
) -> Vec<Sent> {
    effects.iter().filter_map(|row| sent(lang, process, row, events)).collect()
}

fn sent(lang: Lang, process: &Process, row: &OutboxRow, events: &[Recorded]) -> Option<Sent> {
    let EffectKind::Notify { message, to, .. } = &row.effect.kind else { return None };
    let asked = events.iter().find_map(|recorded| match &recorded.event {
        Event::NotificationRequested { step, .. } if recorded.seq == row.effect.seq => Some(step),
        _ => None,
    });
    let message =
        asked.map_or_else(|| message.clone(), |step| names::step(lang, Some(process), step));
    let to = match to {
        Recipient::Applicant { name, email: Some(email), .. } => format!("{name}, {email}"),
        Recipient::Applicant { name, email: None, .. } => name.clone(),
        Recipient::Group { group } => group.to_string(),
        Recipient::Staff { duty, .. } => duty_words(lang, *duty),
    };
    let state = state(lang, process.calendar.zone(), row);
    let (_, place) = row.effect.id.as_str().split_once('/').unwrap_or_default();
    let href = format!("/instances/{}/letters/{place}", row.effect.instance);
    Some(Sent { message, href, to, state, error: row.error.clone() })
}

/// Who has a duty towards a case, in words.
pub fn duty_words(lang: Lang, duty: Duty) -> String {
    let key = match duty {
        Duty::Holder => "duty-holder",
        Duty::Head => "duty-head",
        Duty::Supervisor => "duty-supervisor",
    };
    say(lang, key, &[])
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
