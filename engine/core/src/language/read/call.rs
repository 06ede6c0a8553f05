//! A step that runs another map: its keys.

use super::element::sends;
use super::{NameKind, data};
use crate::definition::{CallActivity, Element, Field, FieldType, Fields};
use crate::ids::EditionId;
use crate::language::reader::{Reader, Section};
use crate::language::rules;
use crate::text::Texts;
use crate::yaml::Node;

/// The digits of the name of an edition.
const EDITION_DIGITS: usize = 16;

pub(super) fn read(r: &mut Reader<'_>, step: &Section<'_>) -> Option<Element> {
    let process = r.need(step, "process", "a call_activity");
    let process = process.and_then(|node| r.name(node, NameKind::Label));
    let edition = step.get("edition").and_then(|node| edition(r, node));
    let sends = step.get("sends").map(|node| sends(r, node)).unwrap_or_default();
    let receives = step.get("receives").map(|node| receives(r, node)).unwrap_or_default();
    let receives = with_end(receives);
    Some(Element::CallActivity(CallActivity { process: process?.into(), edition, sends, receives }))
}

fn edition(r: &mut Reader<'_>, node: &Node) -> Option<EditionId> {
    let is_digit = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
    let text = r.text(node)?;
    if text.len() == EDITION_DIGITS && text.bytes().all(is_digit) {
        return Some(text.as_str().into());
    }
    let message = format!("`{text}` is not the name of an edition");
    let help =
        "write its 16 hexadecimal digits in quotes, or leave the key away for the edition in force";
    r.report(&rules::BAD_NAME, node.span, message, help);
    None
}

fn receives(r: &mut Reader<'_>, node: &Node) -> Fields {
    for name in [CallActivity::ENDED, CallActivity::STATUS] {
        if let Some(entry) = node.entry(name) {
            let message = format!("`{name}` of a called case comes by itself");
            r.report(&rules::NAME_TWICE, entry.key.span, message, "remove it from `receives`");
        }
    }
    data::fields(r, node)
}

/// How the called case ended stands beside what it gives back.
fn with_end(mut fields: Fields) -> Fields {
    for name in [CallActivity::ENDED, CallActivity::STATUS] {
        fields.entry(name.to_owned()).or_insert_with(|| Field {
            kind: FieldType::Text { format: None, long: false },
            title: Texts::default(),
            hint: Texts::default(),
            optional: true,
            required_if: None,
        });
    }
    fields
}
