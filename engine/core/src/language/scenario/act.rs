//! What somebody does in a scenario.

use indexmap::IndexMap;

use super::super::reader::{NameKind, Reader, Section};
use super::super::rules;
use super::{text_at, texts, value};
use crate::command::{DocumentState, ExtensionRequest, RefusalGround};
use crate::scenario::{Act, Complete, User};
use crate::source::Span;
use crate::text::Texts;
use crate::value::Value;
use crate::yaml::{Entry, Kind, Node};

/// The acts, which `refused` may try as well.
pub(super) const ACTS: [&str; 12] = [
    "start",
    "complete",
    "claim",
    "unclaim",
    "recall",
    "job",
    "message",
    "extend",
    "recount",
    "cancel",
    "retry",
    "notice_given",
];

/// A deadline is extended by fewer days than this.
const DAYS_MAX: u32 = 10_000;

type Users = IndexMap<String, User>;

/// Reads the act under this key.
pub(super) fn read(r: &mut Reader<'_>, entry: &Entry, users: &Users) -> Option<Act> {
    let (node, head) = (&entry.value, entry.key.span);
    match entry.key.text.as_str() {
        "start" => {
            let section = r.section(node, head, "`start`", &["by", "data"])?;
            Some(Act::Start { by: by(r, &section, users), data: data(r, &section) })
        }
        "complete" => complete(r, node, head, users),
        "claim" => {
            of_task(r, node, head, users).map(|(task, item, by)| Act::Claim { task, item, by })
        }
        "unclaim" => {
            of_task(r, node, head, users).map(|(task, item, by)| Act::Unclaim { task, item, by })
        }
        "recall" => {
            let section = r.section(node, head, "`recall`", &["task", "item", "by", "reason"])?;
            let task = r.need(&section, "task", "`recall`").and_then(|node| r.text(node));
            let reason = text_at(r, &section, "reason").unwrap_or_default();
            let (by, item) = (need_by(r, &section, users)?, text_at(r, &section, "item"));
            Some(Act::Recall { task: task?.into(), item, by, reason })
        }
        "job" => job(r, node, head),
        "message" => message(r, node, head, users),
        "extend" => {
            let section = r.section(node, head, "`extend`", &["by", "days", "reason"])?;
            let extension = extension(r, &section);
            Some(Act::Extend { by: need_by(r, &section, users)?, extension: extension? })
        }
        "recount" => {
            let section = r.section(node, head, "`recount`", &["by"])?;
            Some(Act::Recount { by: need_by(r, &section, users)? })
        }
        "notice_given" => {
            let section = r.section(node, head, "`notice_given`", &["by"])?;
            Some(Act::HandOverNotice { by: need_by(r, &section, users)? })
        }
        "cancel" => {
            let section = r.section(node, head, "`cancel`", &["by", "reason"])?;
            let reason = text_at(r, &section, "reason").unwrap_or_default();
            Some(Act::Cancel { by: need_by(r, &section, users)?, reason })
        }
        _ => retry(r, node, head, users),
    }
}

fn data(r: &mut Reader<'_>, section: &Section<'_>) -> Value {
    section.get("data").map(|node| value::read(r, node)).unwrap_or_default()
}

/// Who acts: somebody named under `users`.
fn by(r: &mut Reader<'_>, section: &Section<'_>, users: &Users) -> Option<String> {
    let node = section.get("by")?;
    let name = r.text(node)?;
    if !users.contains_key(&name) {
        let known: Vec<&str> = users.keys().map(String::as_str).collect();
        r.unknown_word(&name, node.span, "one of the `users` of this scenario", &known);
    }
    Some(name)
}

fn need_by(r: &mut Reader<'_>, section: &Section<'_>, users: &Users) -> Option<String> {
    r.need(section, "by", "this act")?;
    by(r, section, users)
}

fn of_task(
    r: &mut Reader<'_>,
    node: &Node,
    head: Span,
    users: &Users,
) -> Option<(crate::ids::StepId, Option<String>, String)> {
    let section = r.section(node, head, "this act", &["task", "item", "by"])?;
    let task = r.need(&section, "task", "this act").and_then(|node| r.text(node));
    let by = need_by(r, &section, users);
    Some((task?.into(), text_at(r, &section, "item"), by?))
}

fn complete(r: &mut Reader<'_>, node: &Node, head: Span, users: &Users) -> Option<Act> {
    let keys = ["task", "item", "by", "outcome", "data", "documents", "ground", "comment"];
    let section = r.section(node, head, "`complete`", &keys)?;
    let task = r.need(&section, "task", "`complete`").and_then(|node| r.text(node));
    let by = need_by(r, &section, users);
    let complete = Complete {
        outcome: text_at(r, &section, "outcome"),
        data: data(r, &section),
        documents: section.get("documents").map(|node| documents(r, node)),
        comment: text_at(r, &section, "comment"),
        ground: section.entry("ground").and_then(|it| ground(r, &it.value, it.key.span)),
        item: text_at(r, &section, "item"),
        task: task?,
        by: by?,
    };
    Some(Act::Complete(Box::new(complete)))
}

/// `all`, `{ missing: [passport], expired: [] }` or `{ passport: missing }`; those that are not
/// named are present and valid.
fn documents(r: &mut Reader<'_>, node: &Node) -> IndexMap<String, DocumentState> {
    let states = [
        ("present", DocumentState::Present),
        ("missing", DocumentState::Missing),
        ("expired", DocumentState::Expired),
    ];
    let mut all = IndexMap::new();
    if node.text() == Some("all") {
        return all;
    }
    for (name, entry) in r.named(node, "`documents`", NameKind::Label) {
        let of_state = states.iter().find(|(word, _)| *word == name).map(|(_, state)| *state);
        if let (Some(state), Kind::List(_)) = (of_state, &entry.value.kind) {
            let named = texts(r, &entry.value, "`documents`");
            all.extend(named.into_iter().map(|document| (document, state)));
        } else {
            let state = r.word(&entry.value, "a state of a document", &states);
            all.extend(state.map(|state| (name, state)));
        }
    }
    all
}

/// `{ ground: standard-10, facts: { ru: …, kk: … }, until: … }`.
fn ground(r: &mut Reader<'_>, node: &Node, head: Span) -> Option<RefusalGround> {
    let section = r.section(node, head, "`ground`", &["ground", "facts", "until"])?;
    let ground = r.need(&section, "ground", "`ground`").and_then(|node| r.text(node));
    let facts = section.get("facts").and_then(|node| r.some_texts(node)).unwrap_or_default();
    let until = text_at(r, &section, "until");
    Some(RefusalGround { ground: ground?, facts, until })
}

fn extension(r: &mut Reader<'_>, section: &Section<'_>) -> Option<ExtensionRequest> {
    let days = r.need(section, "days", "`extend`").and_then(|node| r.count(node, DAYS_MAX));
    let reason = section.get("reason").map(|node| reason(r, node)).unwrap_or_default();
    Some(ExtensionRequest { days: days?, reason })
}

/// A reason in one language is in Russian.
fn reason(r: &mut Reader<'_>, node: &Node) -> Texts {
    match &node.kind {
        Kind::Scalar { .. } => Texts { ru: r.text(node).unwrap_or_default(), ..Texts::default() },
        _ => r.some_texts(node).unwrap_or_default(),
    }
}

/// `{ worker: special-register, completes: { hits: [] } }`, or `fails: "the register is down"`, which
/// may name the `error` that a boundary event catches.
fn job(r: &mut Reader<'_>, node: &Node, head: Span) -> Option<Act> {
    let section =
        r.section(node, head, "`job`", &["worker", "item", "completes", "fails", "error"])?;
    let worker = r.need(&section, "worker", "`job`").and_then(|node| r.text(node));
    let result = match (section.get("completes"), section.get("fails")) {
        (Some(output), None) => Ok(value::read(r, output)),
        (None, Some(error)) => Err(r.text(error)?),
        _ => {
            let help = "write what the worker gives back, or what went wrong";
            r.report(&rules::MISSING_KEY, head, "a job either `completes` or `fails`", help);
            return None;
        }
    };
    let error = text_at(r, &section, "error");
    let item = text_at(r, &section, "item");
    Some(Act::Job { worker: worker?, item, result, error })
}

/// `message: withdrawn`, or `message: { name: withdrawn, key: …, data: {…} }`.
fn message(r: &mut Reader<'_>, node: &Node, head: Span, users: &Users) -> Option<Act> {
    if node.text().is_some() {
        let name = r.text(node)?;
        return Some(Act::Message { name, by: None, key: None, data: Value::Null });
    }
    let section = r.section(node, head, "`message`", &["name", "by", "key", "data"])?;
    let name = r.need(&section, "name", "`message`").and_then(|node| r.text(node));
    let key = text_at(r, &section, "key");
    Some(Act::Message { by: by(r, &section, users), key, data: data(r, &section), name: name? })
}

/// `retry: register_check`, or `retry: { task: register_check, by: gulnar }`.
fn retry(r: &mut Reader<'_>, node: &Node, head: Span, users: &Users) -> Option<Act> {
    if node.text().is_some() {
        let task = r.text(node)?;
        return Some(Act::Retry { task: task.into(), item: None, by: None });
    }
    let section = r.section(node, head, "`retry`", &["task", "item", "by"])?;
    let task = r.need(&section, "task", "`retry`").and_then(|node| r.text(node));
    let item = text_at(r, &section, "item");
    Some(Act::Retry { by: by(r, &section, users), item, task: task?.into() })
}
