//! The SLA clock of a case, and the clocks beside it.

use indexmap::IndexMap;

use crate::definition::{
    ClockEvent, Deadline, Extension, ExtensionNotice, LimitFrom, Notify, SideDeadline, Threshold,
};
use crate::language::reader::{Reader, RefKind, Section};
use crate::language::rules;
use crate::source::Span;
use crate::text::Texts;
use crate::yaml::{Entry, Node};

use super::{NameKind, ladder};

const KEYS: [&str; 9] =
    ["within", "wording", "from", "until", "warn", "escalate", "extension", "pauses", "cites"];

/// The message of an extension when the map names none.
const EXTENSION_MESSAGE: &str = "term-extended";

/// Reads `deadline`.
pub(super) fn read(r: &mut Reader<'_>, node: &Node, head: Span) -> Option<Deadline> {
    let section = r.section(node, head, "`deadline`", &KEYS)?;
    let within = r.need(&section, "within", "`deadline`").and_then(|node| r.term(node));
    let from = r.need(&section, "from", "`deadline`").and_then(|node| clock_event(r, node));
    let until = section.get("until").and_then(|node| clock_event(r, node));
    let wording = section.get("wording").and_then(|node| r.texts(node)).unwrap_or_default();
    let warn = section.get("warn").map(|node| thresholds(r, node)).unwrap_or_default();
    let escalate = section.get("escalate").map(|node| ladder::read(r, node)).unwrap_or_default();
    let extension = section.entry("extension");
    let extension = extension.and_then(|entry| extension_of(r, &entry.value, entry.key.span));
    let pauses = section.get("pauses").map(|node| r.references(node, RefKind::Step));
    let cites = section.get("cites").map(|node| r.references(node, RefKind::Citation));
    Some(Deadline {
        within: within?,
        wording,
        from: from?,
        until,
        warn,
        escalate,
        extension,
        pauses: pauses.unwrap_or_default().into_iter().map(Into::into).collect(),
        cites: cites.unwrap_or_default(),
    })
}

/// Reads `deadlines`: those of things within the case.
pub(super) fn beside(r: &mut Reader<'_>, node: &Node) -> IndexMap<String, SideDeadline> {
    let named = r.named(node, "`deadlines`", NameKind::Variable);
    let one = |(name, entry): (String, &Entry)| Some((name, one_beside(r, entry)?));
    named.into_iter().filter_map(one).collect()
}

fn one_beside(r: &mut Reader<'_>, entry: &Entry) -> Option<SideDeadline> {
    let what = "a deadline";
    let keys = ["title", "within", "from", "until", "cites"];
    let section = r.section(&entry.value, entry.key.span, what, &keys)?;
    let title = r.need(&section, "title", what).and_then(|node| r.texts(node));
    let within = r.need(&section, "within", what).and_then(|node| r.term(node));
    let from = r.need(&section, "from", what).and_then(|node| any_clock_event(r, node));
    let until = r.need(&section, "until", what).and_then(|node| any_clock_event(r, node));
    let cites = section.get("cites").map(|node| r.references(node, RefKind::Citation));
    Some(SideDeadline {
        title: title.unwrap_or_default(),
        within: within?,
        from: from?,
        until: until?,
        cites: cites.unwrap_or_default(),
    })
}

/// The deadline that the term of an extension's notice is.
pub(super) fn of_notice(deadline: Option<&Deadline>) -> Option<SideDeadline> {
    let within = deadline?.extension.as_ref()?.notify.as_ref()?.within?;
    let (from, until) = (ClockEvent::Extended, ClockEvent::NoticeGiven);
    Some(SideDeadline { title: Texts::default(), within, from, until, cites: Vec::new() })
}

/// `extension` and `notice` beside what may start the clock of the case.
fn any_clock_event(r: &mut Reader<'_>, node: &Node) -> Option<ClockEvent> {
    match node.text() {
        Some("extension") => Some(ClockEvent::Extended),
        Some("notice") => Some(ClockEvent::NoticeGiven),
        _ => clock_event(r, node),
    }
}

/// `start`, `payment` or `intake.accepted`. That the step has the outcome is a lint's matter.
pub(super) fn clock_event(r: &mut Reader<'_>, node: &Node) -> Option<ClockEvent> {
    let text = r.text(node)?;
    if text == "start" {
        return Some(ClockEvent::Start);
    }
    let (step, outcome) = match text.split_once('.') {
        Some((step, outcome)) => (step, Some(outcome.to_owned())),
        None => (text.as_str(), None),
    };
    let place = r.within(node, 0, step.len());
    r.refer(RefKind::Step, step, place);
    Some(ClockEvent::Completed { step: step.into(), outcome })
}

fn thresholds(r: &mut Reader<'_>, node: &Node) -> Vec<Threshold> {
    let Some(items) = r.items(node, "`warn`") else { return Vec::new() };
    items.iter().filter_map(|item| threshold(r, item)).collect()
}

/// `50%`, or `1 working day before`.
pub(super) fn threshold(r: &mut Reader<'_>, node: &Node) -> Option<Threshold> {
    let text = r.text(node)?;
    if let Some(percent) = text.strip_suffix('%') {
        let percent = percent.parse().ok().filter(|percent| (1..=100).contains(percent));
        if percent.is_none() {
            let message = format!("`{text}` is not a part of the term");
            r.report(
                &rules::OUT_OF_RANGE,
                node.span,
                message,
                "write a whole number, `1%` to `100%`",
            );
        }
        return percent.map(Threshold::Percent);
    }
    let Some(term) = text.strip_suffix(" before") else {
        let message = format!("`{text}` is not a threshold");
        r.report(&rules::BAD_TERM, node.span, message, "write `50%`, or `1 working day before`");
        return None;
    };
    match term.parse() {
        Ok(term) => Some(Threshold::Before(term)),
        Err(message) => {
            r.bad_term(node, &message);
            None
        }
    }
}

fn extension_of(r: &mut Reader<'_>, node: &Node, head: Span) -> Option<Extension> {
    let what = "`extension`";
    let section =
        r.section(node, head, what, &["up_to", "counted_from", "by", "reason", "notify"])?;
    let up_to = r.need(&section, "up_to", what).and_then(|node| r.term(node));
    let by = r.need(&section, "by", what).and_then(|node| r.reference(node, RefKind::Unit));
    let words = [("required", true), ("optional", false)];
    let reason =
        r.need(&section, "reason", what).and_then(|node| r.word(node, "known here", &words));
    let bases = [("due_date", LimitFrom::DueDate), ("day_0", LimitFrom::DayZero)];
    let counted_from =
        section.get("counted_from").and_then(|node| r.word(node, "known here", &bases));
    let notify = section.entry("notify").and_then(|entry| notice(r, &entry.value, entry.key.span));
    Some(Extension {
        up_to: up_to?,
        counted_from: counted_from.unwrap_or_default(),
        by: by?.into(),
        reason_required: reason.unwrap_or(true),
        notify,
    })
}

fn notice(r: &mut Reader<'_>, node: &Node, head: Span) -> Option<ExtensionNotice> {
    let what = "the notice of an extension";
    let section =
        r.section(node, head, what, &["within", "to", "message", "document", "attach"])?;
    let within = section.get("within").and_then(|node| r.term(node));
    let to = r.need(&section, "to", what).and_then(|node| r.reference(node, RefKind::Recipient));
    let message = section.get("message").and_then(|node| r.name(node, NameKind::Label));
    let message = message.unwrap_or_else(|| EXTENSION_MESSAGE.to_owned());
    let document = section.get("document").and_then(|node| r.name(node, NameKind::Label));
    let attach = attached(r, &section);
    Some(ExtensionNotice { within, document, notify: Notify { to: to?, message, attach } })
}

/// The documents that go with a message; that the map makes them is a lint's matter.
fn attached(r: &mut Reader<'_>, section: &Section<'_>) -> Vec<String> {
    let Some(items) = section.get("attach").and_then(|node| r.items(node, "`attach`")) else {
        return Vec::new();
    };
    items.iter().filter_map(|item| r.name(item, NameKind::Label)).collect()
}

/// `{ to: applicant, message: card-extended, attach: [card] }`.
pub(super) fn notify(r: &mut Reader<'_>, node: &Node, head: Span) -> Option<Notify> {
    let section = r.section(node, head, "`notify`", &["to", "message", "attach"])?;
    let to =
        r.need(&section, "to", "`notify`").and_then(|node| r.reference(node, RefKind::Recipient));
    let message =
        r.need(&section, "message", "`notify`").and_then(|node| r.name(node, NameKind::Label));
    let attach = attached(r, &section);
    Some(Notify { to: to?, message: message?, attach })
}
