//! What must hold in a scenario.

use super::super::reader::{NameKind, Reader};
use super::super::rules;
use super::{moment, text_at, texts, value};
use crate::scenario::{Due, Expectation, Expected, Letter, SideDeadlineExpected};
use crate::source::Span;
use crate::yaml::{Entry, Kind, Node};

const KEYS: [&str; 16] = [
    "open",
    "status",
    "due",
    "deadline",
    "notice_due",
    "deadlines",
    "fee",
    "documents",
    "data",
    "sent",
    "escalated",
    "rungs",
    "documents_made",
    "path",
    "ended",
    "incidents",
];

/// Longer words are no codes.
const CODE_CHARS_MAX: usize = 4;

/// The states of the SLA clock.
const CLOCK: [&str; 5] = ["idle", "running", "paused", "met", "breached"];

/// The states of a clock beside that of the case.
const SIDE_CLOCK: [&str; 4] = ["idle", "running", "met", "breached"];

/// Reads `expect: { due: 2026-03-30, fee: 2162.50 }`.
pub(super) fn read(r: &mut Reader<'_>, node: &Node, head: Span) -> Option<Vec<Expectation>> {
    r.section(node, head, "`expect`", &KEYS)?;
    let mut all = Vec::new();
    for entry in r.entries(node, "`expect`")? {
        if let Some(that) = expected(r, entry) {
            all.push(Expectation { span: entry.key.span.to(entry.value.span), that });
        }
    }
    Some(all)
}

/// A code that only looks Latin: nothing is kept so, whatever people type.
fn codes_in_latin(r: &mut Reader<'_>, node: &Node) {
    match &node.kind {
        Kind::Scalar { text, .. } if is_code(text) => r.one_alphabet(text, node.span),
        Kind::List(items) => items.iter().for_each(|item| codes_in_latin(r, item)),
        Kind::Map(entries) => entries.iter().for_each(|entry| codes_in_latin(r, &entry.value)),
        _ => {}
    }
}

/// Letters, then digits: `T9`.
fn is_code(text: &str) -> bool {
    let digits = text.trim_start_matches(char::is_alphabetic);
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    is_number && digits.len() < text.len() && text.chars().count() <= CODE_CHARS_MAX
}

fn expected(r: &mut Reader<'_>, entry: &Entry) -> Option<Expected> {
    let node = &entry.value;
    let key = entry.key.text.as_str();
    Some(match key {
        "open" => Expected::Open(texts(r, node, "`open`")),
        "status" => Expected::Status(or_none(r, node)?),
        "due" => Expected::Due(due(r, node)?),
        "deadline" => {
            let words = CLOCK.map(|word| (word, word));
            Expected::Deadline(r.word(node, "a state of the clock", &words)?.to_owned())
        }
        "notice_due" => Expected::NoticeDue(due(r, node)?),
        "deadlines" => Expected::Deadlines(deadlines(r, node)),
        "fee" if node.is_nothing() => Expected::Fee(None),
        "fee" => Expected::Fee(Some(r.number(node)?)),
        "documents" => Expected::Documents(texts(r, node, "`documents`")),
        "data" => {
            codes_in_latin(r, node);
            Expected::Data(value::read(r, node))
        }
        "sent" => Expected::Sent(letters(r, node)?),
        "escalated" => Expected::Escalated(texts(r, node, "`escalated`")),
        "rungs" => Expected::Rungs(texts(r, node, "`rungs`")),
        "documents_made" => Expected::DocumentsMade(texts(r, node, "`documents_made`")),
        "path" => Expected::Path(texts(r, node, "`path`")),
        "ended" => Expected::Ended(or_none(r, node)?),
        "incidents" => Expected::Incidents(texts(r, node, "`incidents`")),
        _ => return None,
    })
}

/// A text, or nothing.
#[expect(clippy::option_option, reason = "the outer one says whether it could be read")]
fn or_none(r: &mut Reader<'_>, node: &Node) -> Option<Option<String>> {
    if node.is_nothing() { Some(None) } else { r.text(node).map(Some) }
}

/// `{ handover: met }`, or `{ handover: { state: running, due: 2026-03-30 } }`.
fn deadlines(r: &mut Reader<'_>, node: &Node) -> Vec<SideDeadlineExpected> {
    let words = SIDE_CLOCK.map(|word| (word, word));
    let mut all = Vec::new();
    for (name, entry) in r.named(node, "`deadlines`", NameKind::Variable) {
        let keys = ["state", "due"];
        let section = matches!(entry.value.kind, Kind::Map(_))
            .then(|| r.section(&entry.value, entry.key.span, "a deadline", &keys))
            .flatten();
        let state = match &section {
            Some(section) => r.need(section, "state", "a deadline"),
            None => Some(&entry.value),
        };
        let state = state.and_then(|node| r.word(node, "a state of a deadline", &words));
        let until = section.as_ref().and_then(|section| section.get("due"));
        let due = until.and_then(|node| due(r, node)).flatten();
        if let Some(state) = state {
            all.push(SideDeadlineExpected { name, state: state.to_owned(), due });
        }
    }
    all
}

/// A day, a moment, or nothing.
#[expect(clippy::option_option, reason = "the outer one says whether it could be read")]
fn due(r: &mut Reader<'_>, node: &Node) -> Option<Option<Due>> {
    match node.text() {
        _ if node.is_nothing() => Some(None),
        Some(text) if text.contains('T') => Some(Some(Due::Moment(moment(r, node)?))),
        _ => Some(Some(Due::Day(r.date(node)?))),
    }
}

/// `[{ message: accepted, to: applicant }]`, or the names of messages alone.
fn letters(r: &mut Reader<'_>, node: &Node) -> Option<Vec<Letter>> {
    let mut all = Vec::new();
    for item in r.items(node, "`sent`")? {
        if let Kind::Scalar { .. } = &item.kind {
            all.extend(r.text(item).map(|message| Letter { message, to: None }));
            continue;
        }
        let Some(section) = r.section(item, item.span, "a letter", &["message", "to"]) else {
            continue;
        };
        match text_at(r, &section, "message") {
            Some(message) => all.push(Letter { message, to: text_at(r, &section, "to") }),
            None => r.report(
                &rules::MISSING_KEY,
                item.span,
                "a letter needs its message",
                "add `message:`",
            ),
        }
    }
    Some(all)
}
