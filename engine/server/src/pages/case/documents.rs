//! The documents made for a case, and those that are still to be made.

use jiff::tz::TimeZone;
use reglament_core::effect::EffectKind;
use reglament_core::text::Lang;
use reglament_store::{DocumentRow, OutboxRow};
use serde::Serialize;

use crate::documents::document_id;
use crate::pages::format;
use crate::texts::say;

/// A document of a case.
#[derive(Clone, Debug, Serialize)]
pub struct Made {
    /// What it is called.
    pub title: String,
    /// Its number; none before it is made.
    pub number: Option<String>,
    /// When it was made, or what it waits for.
    pub state: String,
    /// Where it is; none before it is made.
    pub href: Option<String>,
    /// Why it is not made.
    pub error: Option<String>,
}

/// The documents of a case, in order: made, then waiting.
pub fn list(lang: Lang, zone: &TimeZone, made: &[DocumentRow], effects: &[OutboxRow]) -> Vec<Made> {
    let waiting = effects.iter().filter(|row| !made.iter().any(|it| it.effect == row.effect.id));
    let waiting = waiting.filter_map(|row| to_be_made(lang, row));
    made.iter().map(|row| line(lang, zone, row)).chain(waiting).collect()
}

fn line(lang: Lang, zone: &TimeZone, row: &DocumentRow) -> Made {
    Made {
        title: row.title.get(lang).to_owned(),
        number: Some(row.number.clone()),
        state: format::moment(lang, row.made_at, zone),
        href: Some(format!("/documents/{}.pdf", document_id(&row.effect))),
        error: None,
    }
}

fn to_be_made(lang: Lang, row: &OutboxRow) -> Option<Made> {
    let EffectKind::Document { document, .. } = &row.effect.kind else { return None };
    let key = if row.state == "failed" { "document-failed" } else { "document-waiting" };
    Some(Made {
        title: document.clone(),
        number: None,
        state: say(lang, key, &[]),
        href: None,
        error: row.error.clone(),
    })
}
